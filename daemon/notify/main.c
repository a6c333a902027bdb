/*
 * crampd-notify: shows one desktop notification and says what became of it. A process of its own, since libnotify waits
 * 25 s for a service that hangs and GLib ends its process when the bus goes: whoever starts it bounds it by a kill.
 *
 * What to show is read from standard input, where no other user of the machine can see it, a line each:
 *   summary TEXT           body TEXT (again for each further line)
 *   action KEY LABEL       a button
 *   command TEXT           said instead of buttons where the service has none
 *   application NAME       what desktops name as its origin; cramp by default
 *   category NAME          desktop-entry NAME          replaces ID
 *   expire MILLISECONDS    0, the default: never
 * What happens is written to standard output, a line each, and the last of CLOSED, ERROR or an ACTION is the end:
 *   SHOWN ID | ACTION KEY | CLOSED REASON | ERROR TEXT | ABSENT TEXT
 * After ABSENT, there being no service or no bus, it ends as soon as there may be one.
 * SIGTERM, the end of the parent, or nobody reading any more: the notification is taken away and the program ends.
 *
 * Alone, `run COMMAND` gives the rest of the line to the shell, and `open PATH` shows a file with the program the
 * desktop has for it: by the desktop's portal, else as a unit of the user's service manager, else directly; where there
 * is a sandbox around this program, never inside it. It ends with status 0, or with a line on standard output that says
 * why not.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib-unix.h>
#include <libnotify/notify.h>

#include "daemon/notify/bus.h"
#include "daemon/notify/open.h"

#define SERVICE "org.freedesktop.Notifications"

enum { REQUEST_MAX = 16384, ACTIONS_MAX = 8 };

struct request {
	char *text; /* owned; the other strings lie in it */
	char *summary, *command, *application, *category, *desktop_entry, *expire_ms, *replaces, *open, *run;
	GString *body;
	char *keys[ACTIONS_MAX], *labels[ACTIONS_MAX];
	int actions;
};

struct shown {
	GMainLoop *loop;
	NotifyNotification *notification;
	gboolean gone; /* it is not on the screen, or not any more */
	int status;
};

static void say(const char *word, const char *text)
{
	char *line = g_strdelimit(g_strdup(text), "\r\n", ' ');

	printf("%s %s\n", word, line);
	fflush(stdout);
	g_free(line);
}

static void fail(const char *text)
{
	say("ERROR", text);
	exit(1);
}

static void read_line(struct request *r, char *line)
{
	const struct {
		const char *word;
		char **to;
	} texts[] = {
		{ "summary", &r->summary },   { "command", &r->command },
		{ "category", &r->category }, { "desktop-entry", &r->desktop_entry },
		{ "expire", &r->expire_ms },  { "replaces", &r->replaces },
		{ "open", &r->open },	      { "application", &r->application },
		{ "run", &r->run },
	};
	char *rest = strchr(line, ' ');
	char *label;
	size_t i;

	if (!rest)
		return;
	*rest++ = '\0';
	for (i = 0; i < G_N_ELEMENTS(texts); i++)
		if (!strcmp(line, texts[i].word))
			*texts[i].to = rest;
	if (!strcmp(line, "body")) {
		g_string_append_printf(r->body, "%s%s", r->body->len ? "\n" : "", rest);
	} else if (!strcmp(line, "action") && r->actions < ACTIONS_MAX && (label = strchr(rest, ' '))) {
		*label++ = '\0';
		r->keys[r->actions] = rest;
		r->labels[r->actions++] = label;
	}
}

static void read_request(struct request *r)
{
	char *text = g_malloc0(REQUEST_MAX + 1);
	char *line, *rest;

	if (fread(text, 1, REQUEST_MAX, stdin) == 0)
		fail("nothing to show");
	r->text = g_utf8_make_valid(text, -1);
	g_free(text);
	r->body = g_string_new(NULL);
	for (line = strtok_r(r->text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		read_line(r, line);
	if (!r->summary && !r->open && !r->run)
		fail("nothing to show");
}

/* What says that there is no bus comes before the waiting; where nobody can wait it was an error. */
static GDBusConnection *connect_bus(void)
{
	GError *error = NULL;
	GDBusConnection *bus = bus_find(&error);

	if (bus)
		return bus;
	say("ABSENT", error->message);
	if (!bus_wait())
		fail(error->message);
	exit(0);
}

/* The last word, said once whatever else arrives in the same turn of the loop; NULL: nothing to say. */
static void end(struct shown *s, const char *word, const char *text)
{
	if (word && g_main_loop_is_running(s->loop))
		say(word, text);
	g_main_loop_quit(s->loop);
}

static void on_action(NotifyNotification *notification, char *key, gpointer data)
{
	(void)notification;
	end(data, "ACTION", key);
}

static void on_closed(NotifyNotification *notification, gpointer data)
{
	struct shown *s = data;
	char reason[16];

	s->gone = TRUE;
	snprintf(reason, sizeof(reason), "%d", notify_notification_get_closed_reason(notification));
	end(s, "CLOSED", reason);
}

static void lost(struct shown *s, const char *what)
{
	s->gone = TRUE;
	s->status = 1;
	end(s, "ERROR", what);
}

static void on_service_gone(GDBusConnection *bus, const gchar *name, gpointer data)
{
	(void)bus, (void)name;
	lost(data, "the notification service went away");
}

static void on_service_here(GDBusConnection *bus, const gchar *name, const gchar *owner, gpointer data)
{
	(void)bus, (void)name, (void)owner;
	end(data, NULL, NULL);
}

static void on_bus_gone(GDBusConnection *bus, gboolean vanished, GError *error, gpointer data)
{
	(void)bus, (void)vanished, (void)error;
	lost(data, "the session bus went away");
}

static gboolean on_told_to_end(gpointer data)
{
	end(data, NULL, NULL);
	return G_SOURCE_REMOVE;
}

static gboolean on_nobody_reads(gint fd, GIOCondition condition, gpointer data)
{
	(void)fd, (void)condition;
	return on_told_to_end(data);
}

static void request_clear(struct request *r)
{
	g_string_free(r->body, TRUE);
	g_free(r->text);
}

static gboolean has(GList *capabilities, const char *name)
{
	return g_list_find_custom(capabilities, name, (GCompareFunc)(void (*)(void))strcmp) != NULL;
}

/*
 * Asked first: a service that hangs then never gets the notification, and does not show it long after its buttons are
 * dead. NULL where there is no service; showing says why.
 */
static NotifyNotification *compose(struct request *r, struct shown *s)
{
	GList *capabilities = notify_get_server_caps();
	NotifyNotification *n;
	char *body;
	int i;

	if (!has(capabilities, "actions") && r->command)
		g_string_append_printf(r->body, "%s%s", r->body->len ? "\n" : "", r->command);
	body = has(capabilities, "body-markup") ? g_markup_escape_text(r->body->str, -1) : g_strdup(r->body->str);
	n = notify_notification_new(r->summary, *body ? body : NULL, NULL);
	g_free(body);
	notify_notification_set_urgency(n, NOTIFY_URGENCY_NORMAL);
	notify_notification_set_timeout(n, r->expire_ms ? atoi(r->expire_ms) : NOTIFY_EXPIRES_NEVER);
	if (r->category)
		notify_notification_set_category(n, r->category);
	if (r->desktop_entry)
		notify_notification_set_hint(n, "desktop-entry", g_variant_new_string(r->desktop_entry));
	if (r->replaces)
		g_object_set(n, "id", atoi(r->replaces), NULL);
	for (i = 0; i < r->actions && has(capabilities, "actions"); i++)
		notify_notification_add_action(n, r->keys[i], r->labels[i], on_action, s, NULL);
	g_signal_connect(n, "closed", G_CALLBACK(on_closed), s);
	g_list_free_full(capabilities, g_free);
	return n;
}

/* Shows it, or finds no service to do so; from then on the end comes by what happens on the bus. */
static void show(GDBusConnection *bus, struct shown *s)
{
	GError *error = NULL;
	char id[16];
	int number = 0;

	if (notify_notification_show(s->notification, &error)) {
		g_object_get(s->notification, "id", &number, NULL);
		snprintf(id, sizeof(id), "%d", number);
		say("SHOWN", id);
	} else if (g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
		   g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)) {
		s->gone = TRUE;
		say("ABSENT", "no notification service is running");
	} else {
		g_dbus_error_strip_remote_error(error);
		fail(error->message);
	}
	g_clear_error(&error);
	g_bus_watch_name_on_connection(bus, SERVICE, G_BUS_NAME_WATCHER_FLAGS_NONE, s->gone ? on_service_here : NULL,
				       s->gone ? NULL : on_service_gone, s, NULL);
}

/* What libnotify warns of comes back as an error, which is told. */
static void on_warning(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data)
{
	(void)domain, (void)level, (void)message, (void)data;
}

int main(void)
{
	struct request request = { 0 };
	struct shown s = { 0 };
	GDBusConnection *bus;
	const char *error;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGPIPE, SIG_IGN);
	read_request(&request);
	if (request.open || request.run) {
		error = request.open ? open_file(request.open) : run_command(request.run);
		request_clear(&request);
		if (error)
			fail(error);
		return 0;
	}
	bus = connect_bus();
	g_log_set_handler("libnotify", G_LOG_LEVEL_WARNING, on_warning, NULL);
	notify_init(request.application ? request.application : "cramp");
	s.loop = g_main_loop_new(NULL, FALSE);
	g_signal_connect(bus, "closed", G_CALLBACK(on_bus_gone), &s);
	s.notification = compose(&request, &s);
	request_clear(&request);
	/* From here on it could be on the screen: told to end, it takes it away first. */
	g_unix_signal_add(SIGTERM, on_told_to_end, &s);
	show(bus, &s);
	g_unix_fd_add(STDOUT_FILENO, G_IO_HUP | G_IO_ERR, on_nobody_reads, &s);
	g_main_loop_run(s.loop);
	/* No service closes a notification by itself because a button was pressed, and with this program its buttons
	 * die. */
	if (!s.gone)
		notify_notification_close(s.notification, NULL);
	g_object_unref(s.notification);
	g_object_unref(bus);
	g_main_loop_unref(s.loop);
	return s.status;
}
