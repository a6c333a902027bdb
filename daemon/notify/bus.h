/* The user's session bus. */
#ifndef CRAMPD_NOTIFY_BUS_H
#define CRAMPD_NOTIFY_BUS_H

#include <gio/gio.h>

/* NULL: there is none, or none to be reached; *error (may be NULL) says why. The caller unrefs it. */
GDBusConnection *bus_find(GError **error);

/*
 * Waits until something happens where a bus would be, or until nobody reads standard output any more. FALSE, at once:
 * nobody can tell where that is.
 */
gboolean bus_wait(void);

#endif
