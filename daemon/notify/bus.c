#include "daemon/notify/bus.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { PLACES = 2 };

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
	char *told = g_strdup(getenv("DBUS_SESSION_BUS_ADDRESS")), *usual = usual_address();
	char *address = g_strdup(told && *told ? told : usual);
	GDBusConnection *bus = NULL;

	if (!address)
		g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED,
				    "no session bus: neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set");
	else if (g_str_has_prefix(address, "autolaunch:"))
		g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED,
				    "no session bus: its address only says to start one");
	else if (!(bus = connect_to(address, error)))
		g_prefix_error(error, "the session bus cannot be reached: ");
	if (!bus && usual && g_strcmp0(usual, address) != 0 && (bus = connect_to(usual, NULL)))
		g_clear_error(error);
	if (bus)
		g_dbus_connection_set_exit_on_close(bus, FALSE);
	else if (told)
		setenv("DBUS_SESSION_BUS_ADDRESS", told, 1);
	else
		unsetenv("DBUS_SESSION_BUS_ADDRESS");
	g_free(told);
	g_free(address);
	g_free(usual);
	return bus;
}

/* "unix:path=/run/user/1000/bus,guid=…" → the path; NULL: no such address. */
static char *path_of(const char *address)
{
	static const char kind[] = "unix:path=";

	if (!address || !g_str_has_prefix(address, kind))
		return NULL;
	address += strlen(kind);
	return g_strndup(address, strcspn(address, ",;"));
}

/* Watches the directory the socket would be in. */
static gboolean watch(int fd, const char *path)
{
	char *directory = path ? g_path_get_dirname(path) : NULL;
	gboolean done = directory && inotify_add_watch(fd, directory, IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF) >= 0;

	g_free(directory);
	return done;
}

/* Did one of the sockets appear, or a directory go? */
static gboolean happened(int fd, char *const paths[PLACES])
{
	union {
		struct inotify_event event;
		char room[4096];
	} buffer;
	ssize_t n = read(fd, buffer.room, sizeof(buffer.room));
	gboolean is = n < 0 && errno != EINTR;

	for (char *at = buffer.room; at < buffer.room + n && !is;) {
		struct inotify_event *event = (struct inotify_event *)(void *)at;

		is = event->len == 0;
		for (int i = 0; i < PLACES && !is; i++)
			is = paths[i] && g_str_has_suffix(paths[i], event->name);
		at += sizeof(*event) + event->len;
	}
	return is;
}

gboolean bus_wait(void)
{
	char *usual = usual_address();
	char *paths[PLACES] = { path_of(g_getenv("DBUS_SESSION_BUS_ADDRESS")), path_of(usual) };
	struct pollfd fds[] = { { inotify_init1(IN_CLOEXEC), POLLIN, 0 }, { STDOUT_FILENO, 0, 0 } };
	gboolean watched = FALSE;
	GDBusConnection *bus;

	for (int i = 0; i < PLACES; i++)
		watched = watch(fds[0].fd, paths[i]) || watched;
	/* It may have come before the watch began. */
	bus = watched ? bus_find(NULL) : NULL;
	while (watched && !bus && (poll(fds, G_N_ELEMENTS(fds), -1) >= 0 || errno == EINTR)) {
		if (fds[1].revents || (fds[0].revents && happened(fds[0].fd, paths)))
			break;
	}
	if (bus)
		g_object_unref(bus);
	close(fds[0].fd);
	for (int i = 0; i < PLACES; i++)
		g_free(paths[i]);
	g_free(usual);
	return watched;
}
