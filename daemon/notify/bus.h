/* The user's session bus. */
#ifndef CRAMPD_NOTIFY_BUS_H
#define CRAMPD_NOTIFY_BUS_H

#include <gio/gio.h>

/* NULL: there is none, or none to be reached; *error (may be NULL) says why. The caller unrefs it. */
GDBusConnection *bus_find(GError **error);

#endif
