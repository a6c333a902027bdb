#include "daemon/notify/bus.h"

#include <stdlib.h>

static char *usual_address(void)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");

	return runtime && *runtime ? g_strdup_printf("unix:path=%s/bus", runtime) : NULL;
}

static GDBusConnection *connect_to(const char *address, GError **error)
{
	setenv("DBUS_SESSION_BUS_ADDRESS", address, 1);
	return g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, error);
}

/*
 * The user's own bus or none: left alone, GLib would start a bus of its own that nobody sees. The session that this
 * program's environment speaks of may have ended long ago; then the bus of today's is at the usual place. GLib's habit
 * of ending the process when the bus goes is switched off, so that the reason can be told.
 */
GDBusConnection *bus_find(GError **error)
{
	const char *told = getenv("DBUS_SESSION_BUS_ADDRESS");
	char *address = told && *told ? g_strdup(told) : usual_address(), *usual = usual_address();
	GDBusConnection *bus = NULL;

	if (!address)
		g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED,
				    "no session bus: neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set");
	else if (g_str_has_prefix(address, "autolaunch:"))
		g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED,
				    "no session bus: its address only says to start one");
	else
		bus = connect_to(address, error);
	if (!bus && usual && g_strcmp0(usual, address) != 0 && (bus = connect_to(usual, NULL)))
		g_clear_error(error);
	g_free(address);
	g_free(usual);
	if (bus)
		g_dbus_connection_set_exit_on_close(bus, FALSE);
	return bus;
}
