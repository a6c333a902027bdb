#include "client/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "client/launch.h"
#include "client/link.h"
#include "client/session.h"
#include "cramp/paths.h"
#include "cramp/util.h"

enum { NARROWEST = 40, WIDTH_WITHOUT_TERMINAL = 80, PATIENCE_TO_TELL_S = 5 };

/*
 * How long a method may think, by the beginning of its name; the rest are answered at once. What is told can be kept in
 * the spool instead, and nobody waits for that long at night.
 */
static const struct {
	const char *begin;
	int seconds;
} patience[] = {
	{ "org.crampd.Diary.Log", PATIENCE_TO_TELL_S },
	{ "org.crampd.Diary.Over", PATIENCE_TO_TELL_S },
	{ "org.crampd.Diary.None", PATIENCE_TO_TELL_S },
	{ "org.crampd.Diary.Sleep", PATIENCE_TO_TELL_S },
	{ "org.crampd.Diary.Add", PATIENCE_TO_TELL_S },
	{ "org.crampd.Diary.CheckIn", PATIENCE_TO_TELL_S },
	{ "org.crampd.Diary.Factors", PATIENCE_TO_TELL_S },
	{ "org.crampd.Report.", 120 },
	{ "org.crampd.Transfer.", 600 },
	{ "", 15 },
};

static void terminal_init(struct session *s)
{
	const char *columns = getenv("COLUMNS"), *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
	bool terminal = isatty(STDOUT_FILENO);
	struct winsize size;

	s->utf8 = locale_is_utf8();
	s->colour = terminal && str_empty(no_colour) && term && strcmp(term, "dumb") != 0;
	s->width = WIDTH_WITHOUT_TERMINAL;
	if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		s->width = size.ws_col;
	else if (!str_empty(columns) && atoi(columns) > 0)
		s->width = atoi(columns);
	else
		s->unbounded = !terminal;
	if (s->width < NARROWEST)
		s->width = NARROWEST;
}

void session_now(struct session *s)
{
	const char *told = getenv("CRAMP_NOW");
	struct instant now;

	s->reader.now = local_instant(!str_empty(told) && rfc3339_parse(told, &now) ? now.at : time(NULL));
}

int session_init(struct session *s)
{
	const char *told = getenv("CRAMP_NOW");
	struct config_error error = { 0 };
	struct instant unused;
	char *path = paths_config();
	int status = EXIT_DONE;

	*s = (struct session){ .reader.night = NO_NIGHT };
	terminal_init(s);
	if (!config_read(path, &s->config, &error)) {
		config_init(&s->config);
		if (error.line)
			complain(0, "%s, line %d: %s The defaults are used instead.", path, error.line, error.reason);
		else
			complain(0, "%s: %s The defaults are used instead.", path, error.reason);
	}
	config_error_clear(&error);
	free(path);

	session_now(s);
	if (!str_empty(told) && !rfc3339_parse(told, &unused))
		status = complain(EXIT_BAD_USAGE,
				  "CRAMP_NOW is \"%s\"; an instant like 2026-11-22T03:10:00+01:00 is expected.", told);
	if (when_zone_misnamed())
		complain(0, "TZ is \"%s\", which is no time zone here; UTC is used.", when_zone_misnamed());
	s->reader.night_starts_min = s->config.night_starts_min;
	s->reader.day_starts_min = s->config.day_starts_min;
	s->reader.us_units = s->config.us_units;
	s->reader.own = &s->own;
	return status;
}

void session_finish(struct session *s)
{
	link_close(s->link);
	free(s->line);
	free(s->unreachable);
	json_decref(s->tracking);
	own_factors_clear(&s->own);
	config_clear(&s->config);
}

bool session_daemon_running(void)
{
	char *path = paths_socket();
	int error;
	struct link *l = link_open(path, &error);

	link_close(l);
	free(path);
	return l != NULL;
}

static int patience_with(const struct session *s, const char *method)
{
	size_t i = 0;

	if (s->patience_s)
		return s->patience_s;
	while (strncmp(method, patience[i].begin, strlen(patience[i].begin)) != 0)
		i++;
	return patience[i].seconds;
}

/*
 * A diary that must be copied and migrated first takes its time, and a process that lives is given it; but what can be
 * kept in the spool is not waited for that long.
 */
static int patience_with_start(const struct session *s, const char *method)
{
	enum { START_S = 60 };
	int answer = patience_with(s, method);

	return answer <= PATIENCE_TO_TELL_S ? 2 * answer : START_S;
}

static int session_connect(struct session *s, const char *method, char **why)
{
	char *path;
	int error;

	if (s->link)
		return 0;
	path = paths_socket();
	s->link = link_open(path, &error);
	if (!s->link && (error == -ENOENT || error == -ECONNREFUSED))
		s->link = launch_daemon(path, patience_with_start(s, method), why);
	else if (!s->link)
		*why = xasprintf("The daemon cannot be reached at %s: %s.", path, strerror(-error));
	free(path);
	return s->link ? 0 : -ENOTCONN;
}

/* An import is told in several calls on one connection; all others can be told again on a new one. */
static bool may_repeat(const char *method)
{
	return strncmp(method, "org.crampd.Transfer.", strlen("org.crampd.Transfer.")) != 0;
}

/*
 * Sends the call and waits for its first reply. A daemon that goes away before it answered (stopped, updated, killed)
 * is asked once more: changes carry a uid, so the second telling changes nothing if the first was kept.
 */
static int first_reply(struct session *s, const char *method, json_t *parameters, bool more, struct wire_reply *reply,
		       char **why)
{
	if (s->unreachable) {
		*why = xstrdup(s->unreachable);
		return -ENOTCONN;
	}
	for (int attempt = 0;; attempt++) {
		int result = session_connect(s, method, why);
		if (result != 0)
			return result;
		result = link_send(s->link, method, parameters, more);
		/* While the daemon works: the locale's table of times, which most answers are shown with. */
		if (!s->json)
			clock_has_twelve_hours();
		if (result == 0)
			result = link_receive(s->link, patience_with(s, method), reply);
		if (result == 0)
			return 0;
		link_close(s->link);
		s->link = NULL;
		if ((result != -EPIPE && result != -ECONNRESET) || attempt > 0 || !may_repeat(method))
			return result;
	}
}

/* Why there was no reply, and the exit status for it. */
static int gone(const struct session *s, int result, const char *method, char **why)
{
	if (*why)
		return EXIT_NO_DAEMON;
	switch (result) {
	case -ETIMEDOUT:
		*why = xasprintf("The daemon has not answered within %d seconds.", patience_with(s, method));
		return EXIT_NO_DAEMON;
	case -EMSGSIZE: *why = xstrdup("That is too much for one call: at most 1 MiB."); return EXIT_REFUSED;
	case -EPROTO: *why = xstrdup("What answers at the socket does not speak varlink."); return EXIT_DAEMON_FAILED;
	default:
		*why = xasprintf("The daemon went away before it answered (%s).", strerror(-result));
		return EXIT_NO_DAEMON;
	}
}

static int told(int status, char *why)
{
	if (why)
		complain(status, "%s", why);
	free(why);
	return status;
}

int session_stream(struct session *s, const char *method, json_t *parameters, int (*each)(json_t *reply, void *data),
		   void *data)
{
	struct wire_reply reply = { 0 };
	char *why = NULL;
	int result = first_reply(s, method, parameters, true, &reply, &why), status = EXIT_DONE;
	bool more = true;

	json_decref(parameters);
	while (result == 0 && more) {
		more = reply.continues;
		if (reply.error) {
			why = error_sentence(reply.error, reply.parameters);
			status = error_status(reply.error);
		} else {
			status = each(reply.parameters, data);
		}
		wire_reply_clear(&reply);
		if (status != 0)
			break;
		if (more)
			result = link_receive(s->link, patience_with(s, method), &reply);
	}
	if (result != 0 || (status != 0 && more)) {
		link_close(s->link);
		s->link = NULL;
	}
	if (result != 0)
		status = gone(s, result, method, &why);
	return told(status, why);
}

int session_try(struct session *s, const char *method, json_t *parameters, json_t **reply, char **why)
{
	struct wire_reply got = { 0 };
	int result = first_reply(s, method, parameters, false, &got, why), status = EXIT_DONE;

	if (result != 0)
		return gone(s, result, method, why);
	if (got.error) {
		*why = error_sentence(got.error, got.parameters);
		status = error_status(got.error);
	} else if (reply) {
		*reply = json_incref(got.parameters);
	}
	wire_reply_clear(&got);
	return status;
}

int session_call(struct session *s, const char *method, json_t *parameters, json_t **reply)
{
	char *why = NULL;
	int status = session_try(s, method, parameters, reply, &why);

	json_decref(parameters);
	return told(status, why);
}

json_t *session_change(struct session *s)
{
	char uid[UID_LENGTH + 1];

	(void)s;
	uid_new(uid);
	return json_pack("{s:s, s:s}", "uid", uid, "zone", when_zone());
}
