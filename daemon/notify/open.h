/*
 * Starts what the user asked for by a button, outside of any sandbox around this program: as a unit of the user's
 * service manager where there is one, else directly.
 */
#ifndef CRAMPD_NOTIFY_OPEN_H
#define CRAMPD_NOTIFY_OPEN_H

/*
 * Shows a file with the program the desktop has for it; by the desktop's portal, where that can. Returns when it is on
 * its way (the portal may ask the user first): NULL, or why not.
 */
const char *open_file(const char *path);

/* Gives a command to the shell, likewise. */
const char *run_command(const char *command);

#endif
