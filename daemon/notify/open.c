#include "daemon/notify/open.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <gio/gio.h>
#include <gio/gunixfdlist.h>

#include "daemon/notify/bus.h"

#define PORTAL "org.freedesktop.portal.Desktop"

enum { PORTAL_MS = 5000, PORTAL_DONE = 0, PORTAL_ENDED_BY_USER = 1 };

struct opening {
	GMainLoop *loop;
	GDBusConnection *bus;
	char *request; /* the portal's object for it, once known */
	guint response;
	gboolean answered;
};

static void on_response(GDBusConnection *bus, const gchar *sender, const gchar *path, const gchar *interface,
			const gchar *name, GVariant *parameters, gpointer data)
{
	struct opening *o = data;

	(void)bus, (void)sender, (void)interface, (void)name;
	if (o->request && g_strcmp0(path, o->request) != 0)
		return;
	g_variant_get_child(parameters, 0, "u", &o->response);
	o->answered = TRUE;
	g_main_loop_quit(o->loop);
}

static void on_portal_gone(GDBusConnection *bus, const gchar *name, gpointer data)
{
	struct opening *o = data;

	(void)bus, (void)name;
	g_main_loop_quit(o->loop);
}

/* The portal gets the open file itself; a path could mean another one outside the sandbox. */
static gboolean ask_portal(struct opening *o, int fd)
{
	GUnixFDList *files = g_unix_fd_list_new();
	GVariant *reply = NULL;
	int handle = g_unix_fd_list_append(files, fd, NULL);

	if (handle >= 0)
		reply = g_dbus_connection_call_with_unix_fd_list_sync(
			o->bus, PORTAL, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.OpenURI", "OpenFile",
			g_variant_new("(sha{sv})", "", handle, NULL), G_VARIANT_TYPE("(o)"), G_DBUS_CALL_FLAGS_NONE,
			PORTAL_MS, files, NULL, NULL, NULL);
	g_object_unref(files);
	if (!reply)
		return FALSE;
	g_variant_get(reply, "(o)", &o->request);
	g_variant_unref(reply);
	return TRUE;
}

/* Whether the portal opened it, or the user did not want it to. It stops when its asker goes, so it is waited for. */
static gboolean open_by_portal(int fd)
{
	struct opening o = { .bus = bus_find(NULL) };
	guint signals, watch;
	gboolean done;

	if (!o.bus)
		return FALSE;
	o.loop = g_main_loop_new(NULL, FALSE);
	signals = g_dbus_connection_signal_subscribe(o.bus, PORTAL, "org.freedesktop.portal.Request", "Response", NULL,
						     NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_response, &o, NULL);
	if (ask_portal(&o, fd)) {
		watch = g_bus_watch_name_on_connection(o.bus, PORTAL, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
						       on_portal_gone, &o, NULL);
		g_main_loop_run(o.loop);
		g_bus_unwatch_name(watch);
	}
	done = o.answered && (o.response == PORTAL_DONE || o.response == PORTAL_ENDED_BY_USER);
	g_dbus_connection_signal_unsubscribe(o.bus, signals);
	g_main_loop_unref(o.loop);
	g_object_unref(o.bus);
	g_free(o.request);
	return done;
}

static gboolean runs(const char *const *argv)
{
	int status = 1;

	return g_spawn_sync(NULL, (char **)(uintptr_t)argv, NULL,
			    G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
			    NULL, NULL, &status, NULL) &&
	       status == 0;
}

static void leave_parent(gpointer data)
{
	(void)data;
	setsid();
}

/* Without a manager there is no sandbox either. What is started outlives this program. */
static gboolean starts(const char *const *argv)
{
	return g_spawn_async(NULL, (char **)(uintptr_t)argv, NULL,
			     G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
			     leave_parent, NULL, NULL, NULL);
}

static gboolean has_manager(void)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	char *path = g_strdup_printf("%s/systemd/private", runtime ? runtime : "");
	gboolean has = access(path, F_OK) == 0;

	g_free(path);
	return has;
}

const char *run_command(const char *command)
{
	const char *const unit[] = { "systemd-run", "--user", "--quiet", "--collect", "--", "sh", "-c", command, NULL };
	const char *const directly[] = { "sh", "-c", command, NULL };

	return (has_manager() ? runs(unit) : starts(directly)) ? NULL
							       : "neither systemd-run nor the shell could start it";
}

const char *open_file(const char *path)
{
	const char *const unit[] = { "systemd-run", "--user", "--quiet", "--collect", "--", "xdg-open", path, NULL };
	const char *const directly[] = { "xdg-open", path, NULL };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	gboolean done;

	if (fd < 0)
		return g_strerror(errno);
	done = open_by_portal(fd) || (has_manager() ? runs(unit) : starts(directly));
	close(fd);
	return done ? NULL : "neither the desktop's portal nor xdg-open could open it";
}
