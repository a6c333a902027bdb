/*
 * Shows a file with the program the desktop has for it: by the desktop's portal, else as a unit of the user's service
 * manager, else directly.
 */
#ifndef CRAMPD_NOTIFY_OPEN_H
#define CRAMPD_NOTIFY_OPEN_H

/* Returns when it is on its way (the portal may ask the user first): NULL, or why not. */
const char *open_file(const char *path);

#endif
