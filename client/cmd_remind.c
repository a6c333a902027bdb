/*
 * cramp remind: the notification's buttons from the shell, a look at what is open and what comes, and a test of the way
 * to the screen.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/command.h"
#include "client/echo.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/table.h"
#include "client/show/text.h"
#include "cramp/amount.h"
#include "cramp/util.h"

enum { MINUTE_S = 60, DAYS_MAX = 3660 };

static const char *text_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* ---- what is open, and what comes ---- */

static const struct {
	const char *kind, *name, *how;
} kinds[] = {
	{ "bedtime", "bedtime reminder", "cramp remind done · cramp remind skip · cramp remind snooze 20m" },
	{ "checkin", "morning question", "cramp none · cramp log · cramp remind snooze 1h" },
	{ "weekly", "weekly report", "cramp report · cramp remind snooze 1h" },
};

static size_t kind_of(const char *name)
{
	size_t k = 0;

	while (k + 1 < ARRAY_LEN(kinds) && !str_equal(kinds[k].kind, name))
		k++;
	return k;
}

/* "was shown at 22:00 and is not answered yet" */
static char *standing(json_t *r)
{
	const char *trouble = text_of(r, "trouble"), *until = text_of(r, "snooze_until"), *shown = text_of(r, "shown");
	char clock[PHRASE_MAX];

	if (until)
		return xasprintf("comes again at %s", phrase_clock_text(until, clock));
	if (trouble)
		return xasprintf("could not be shown: %s", trouble);
	if (shown)
		return xasprintf("was shown at %s and is not answered yet", phrase_clock_text(shown, clock));
	return xasprintf("is due since %s", phrase_clock_text(text_of(r, "due"), clock));
}

static void show_open(struct session *s, json_t *r)
{
	size_t k = kind_of(text_of(r, "kind"));
	char night[PHRASE_MAX], *now = standing(r);
	char *line = xasprintf("The %s for the night of %s %s.", kinds[k].name,
			       phrase_night_text(text_of(r, "night"), night), now);

	show_folded(s, "", 0, line);
	fputs(style_begin(s, STYLE_DIM), stdout);
	show_folded(s, "    ", 4, kinds[k].how);
	fputs(style_end(s, STYLE_DIM), stdout);
	free(line);
	free(now);
}

static void show_next(struct session *s, json_t *reply)
{
	json_t *next = json_object_get(reply, "next");
	const char *stopped = text_of(reply, "stopped");
	char instant[PHRASE_MAX], night[PHRASE_MAX];

	if (stopped) {
		show_line(s, "Bedtime reminders have been stopped since the night of %s.",
			  phrase_night_text(stopped, night));
		show_styled(s, STYLE_DIM, "    cramp remind start\n");
	}
	if (json_is_object(next))
		show_line(s, "Next: %s, %s (night of %s).", kinds[kind_of(text_of(next, "kind"))].name,
			  phrase_instant_text(text_of(next, "due"), instant),
			  phrase_night_text(text_of(next, "night"), night));
}

/* What the bedtime reminder adds to its three measures, and where that can be traced. */
static void show_advice(struct session *s, json_t *reply)
{
	json_t *line;
	size_t i;

	json_array_foreach(json_object_get(reply, "advice"), i, line)
	{
		show_folded(s, "", 0, text_of(line, "text"));
		show_line(s, "    cramp factors %s · cramp measures %s", text_of(line, "factor"),
			  text_of(line, "measure"));
	}
}

static int remind_status(struct session *s, int count, char **words)
{
	json_t *reply, *open, *r;
	size_t i;
	int status = session_call(s, "org.crampd.Reminder.Status", json_object(), &reply);

	(void)count, (void)words;
	if (status != EXIT_DONE)
		return status;
	open = json_object_get(reply, "open");
	if (s->json) {
		show_json(reply);
	} else {
		json_array_foreach(open, i, r) show_open(s, r);
		if (json_array_size(open) == 0)
			show_text(s, "No reminder is open.\n");
		show_next(s, reply);
		show_advice(s, reply);
	}
	json_decref(reply);
	return EXIT_DONE;
}

/* ---- answers ---- */

static int send_answer(struct session *s, const char *word, json_t **reply)
{
	json_t *parameters = session_change(s);
	char date[DATE_LENGTH + 1];
	int status;

	if (s->reader.night != NO_NIGHT) {
		date_format(s->reader.night, date);
		json_object_set_new(parameters, "night", json_string(date));
	}
	json_object_set_new(parameters, "answer", json_string(word));
	status = session_call(s, "org.crampd.Reminder.Answer", parameters, reply);
	if (status == EXIT_DONE && s->json)
		show_json(*reply);
	return status;
}

static int answer(struct session *s, const char *word, const char *said)
{
	char night[PHRASE_MAX];
	json_t *reply;
	int status = send_answer(s, word, &reply);

	if (status != EXIT_DONE)
		return status;
	if (!s->json)
		echo_change(s, NULL,
			    xasprintf("warm feet, stretch, loose bedding: %s (night of %s)", said,
				      phrase_night_text(text_of(json_object_get(reply, "reminder"), "night"), night)));
	json_decref(reply);
	return EXIT_DONE;
}

static int remind_done(struct session *s, int count, char **words)
{
	(void)count, (void)words;
	return answer(s, "done", "yes");
}

static int remind_skip(struct session *s, int count, char **words)
{
	(void)count, (void)words;
	return answer(s, "skip", "no");
}

static int about_all(struct session *s, const char *word, const char *said)
{
	json_t *reply;
	int status = send_answer(s, word, &reply);

	if (status != EXIT_DONE)
		return status;
	if (!s->json)
		show_line(s, "%s", said);
	json_decref(reply);
	return EXIT_DONE;
}

static int remind_stop(struct session *s, int count, char **words)
{
	(void)count, (void)words;
	return about_all(s, "stop", "No more bedtime reminders. They come back with: cramp remind start");
}

static int remind_start(struct session *s, int count, char **words)
{
	(void)count, (void)words;
	return about_all(s, "start", "Bedtime reminders come again.");
}

/* "20m", "1h30m", or a bare number of minutes. */
static bool minutes_of(const char *word, int64_t *minutes)
{
	int64_t seconds;
	char *end;

	if (span_parse(word, &seconds)) {
		*minutes = (seconds + MINUTE_S - 1) / MINUTE_S;
		return true;
	}
	*minutes = strtoll(word, &end, 10);
	return end != word && !*end;
}

static int remind_snooze(struct session *s, int count, char **words)
{
	json_t *parameters, *reply, *r;
	char clock[PHRASE_MAX];
	int64_t minutes;
	int status;

	if (count > 0 && (!minutes_of(words[0], &minutes) || minutes < 1))
		return usage_error(s, "\"%s\" is not a time like 20m or 1h.", words[0]);
	parameters = session_change(s);
	if (count > 0)
		json_object_set_new(parameters, "minutes", json_integer(minutes));
	status = session_call(s, "org.crampd.Reminder.Snooze", parameters, &reply);
	if (status != EXIT_DONE)
		return status;
	r = json_object_get(reply, "reminder");
	if (s->json)
		show_json(reply);
	else
		show_line(s, "The %s comes again at %s.", kinds[kind_of(text_of(r, "kind"))].name,
			  phrase_clock_text(text_of(r, "snooze_until"), clock));
	json_decref(reply);
	return EXIT_DONE;
}

/* ---- a test ---- */

/* What to do about a trouble, by a word in it. */
static const struct {
	const char *trouble, *advice;
} remedies[] = {
	{ "no notification service is running",
	  "Desktops bring one; where there is none, dunst or mako will do. Until then bare cramp shows what is due." },
	{ "went away", "It may be starting again: try once more." },
	{ "does not answer", "It runs but hangs: start it anew, or log out and in." },
	{ "no session bus", "The daemon was started outside of your desktop session: end it (cramp status tells its "
			    "pid) and run cramp from a "
			    "terminal of the desktop." },
	{ "cannot be reached",
	  "Without a desktop nothing can be shown, and bare cramp tells what is due; on a desktop log out "
	  "and in." },
	{ "session bus", "Log out and in, or start the daemon from a terminal of the desktop." },
	{ "switched off", "Start crampd without that option." },
	{ "not installed", "It belongs beside crampd or into the libexec directory; make install puts it there." },
};

/* Is there a desktop session at all, as far as this terminal knows? */
static bool has_session_bus(void)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	char *usual = xasprintf("%s/bus", runtime ? runtime : "");
	bool has = !str_empty(getenv("DBUS_SESSION_BUS_ADDRESS")) || access(usual, F_OK) == 0;

	free(usual);
	return has;
}

static int not_shown(const char *trouble)
{
	size_t i = 0;

	if (!has_session_bus() && (strstr(trouble, "connect") || strstr(trouble, "session bus")))
		return complain(EXIT_REFUSED,
				"The test was not shown: no desktop session runs here that could show it. Bare cramp "
				"says what is due.");

	while (i < ARRAY_LEN(remedies) && !strstr(trouble, remedies[i].trouble))
		i++;
	return complain(EXIT_REFUSED, "The test was not shown: %s.%s%s", trouble, i < ARRAY_LEN(remedies) ? " " : "",
			i < ARRAY_LEN(remedies) ? remedies[i].advice : "");
}

static int remind_test(struct session *s, int count, char **words)
{
	json_t *reply;
	bool shown;
	int status = session_call(s, "org.crampd.Reminder.Test", json_object(), &reply);

	(void)count, (void)words;
	if (status != EXIT_DONE)
		return status;
	shown = json_is_true(json_object_get(reply, "shown"));
	if (s->json)
		show_json(reply);
	if (!shown)
		status = s->json ? EXIT_REFUSED : not_shown(text_of(reply, "trouble"));
	else if (!s->json)
		show_line(s, "The notification service has shown it; its buttons record nothing.\n"
			     "You do not see it? Then notifications are held back: look for \"do not disturb\".");
	json_decref(reply);
	return status;
}

/* ---- the calendar ---- */

static const struct column preview_columns[] = {
	{ .title = "Night", .dispensable = 1 },
	{ .title = "Reminder" },
	{ .title = "When" },
};

struct preview {
	struct session *session;
	struct table *table; /* NULL: JSON */
};

static int preview_line(json_t *reply, void *data)
{
	struct preview *p = data;
	char night[PHRASE_MAX], instant[PHRASE_MAX];

	if (!p->table) {
		show_json(reply);
		return 0;
	}
	table_cell(p->table, STYLE_PLAIN, "%s", phrase_night_text(text_of(reply, "night"), night));
	table_cell(p->table, STYLE_PLAIN, "%s", kinds[kind_of(text_of(reply, "kind"))].name);
	table_cell(p->table, STYLE_PLAIN, "%s", phrase_instant_text(text_of(reply, "due"), instant));
	return 0;
}

static int preview_option(struct session *s, const char *name, const char *value, json_t *parameters)
{
	int32_t day;
	char *end;
	long days;

	if (!value)
		return usage_error(s, "%s needs a value.", name);
	if (str_equal(name, "--from")) {
		if (!date_parse(value, &day))
			return usage_error(s, "\"%s\" is not a date like 2026-11-21.", value);
		json_object_set_new(parameters, "from", json_string(value));
		return EXIT_DONE;
	}
	days = strtol(value, &end, 10);
	if (end == value || *end || days < 1 || days > DAYS_MAX)
		return usage_error(s, "\"%s\" is not a number of days, 1 to %d.", value, DAYS_MAX);
	json_object_set_new(parameters, "days", json_integer(days));
	return EXIT_DONE;
}

static int remind_preview(struct session *s, int count, char **words)
{
	static const char *const names[] = { "--from", "--days" };
	json_t *parameters = json_object();
	struct preview p = { .session = s };
	const char *value;
	size_t o, length;
	int i, status;

	for (i = 0; i < count; i++) {
		for (o = 0; o < ARRAY_LEN(names); o++) {
			length = strlen(names[o]);
			if (!strncmp(words[i], names[o], length) && (!words[i][length] || words[i][length] == '='))
				break;
		}
		if (o == ARRAY_LEN(names)) {
			json_decref(parameters);
			return usage_error(s, "I do not know what to do with \"%s\".", words[i]);
		}
		value = words[i][length] ? words[i] + length + 1 : i + 1 < count ? words[++i] : NULL;
		status = preview_option(s, names[o], value, parameters);
		if (status != EXIT_DONE) {
			json_decref(parameters);
			return status;
		}
	}
	if (!s->json)
		p.table = table_new(s, preview_columns, ARRAY_LEN(preview_columns));
	status = session_stream(s, "org.crampd.Reminder.Preview", parameters, preview_line, &p);
	if (p.table && status == EXIT_DONE)
		table_print(p.table);
	table_free(p.table);
	return status;
}

/* ---- the words after remind ---- */

static const struct {
	const char *word;
	int most; /* words after it, -1: any */
	int (*run)(struct session *s, int count, char **words);
} parts[] = {
	{ "status", 0, remind_status }, { "done", 0, remind_done },   { "skip", 0, remind_skip },
	{ "snooze", 1, remind_snooze }, { "test", 0, remind_test },   { "preview", -1, remind_preview },
	{ "stop", 0, remind_stop },	{ "start", 0, remind_start },
};

int cmd_remind(struct session *s, int count, char **words)
{
	size_t i;

	if (count == 0)
		return remind_status(s, 0, NULL);
	for (i = 0; i < ARRAY_LEN(parts); i++) {
		if (!str_equal(words[0], parts[i].word))
			continue;
		if (parts[i].most >= 0 && count - 1 > parts[i].most)
			return usage_error(s, "I do not know what to do with \"%s\".", words[parts[i].most + 1]);
		return parts[i].run(s, count - 1, words + 1);
	}
	return usage_error(s, "I do not know \"%s\"; remind takes done, skip, snooze, test, preview, stop or start.",
			   words[0]);
}
