/*
 * Bare cramp: last night, today, tonight, the last seven nights, and what wants an answer. An idea a line, at most a
 * screen.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/fetch.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/text.h"
#include "client/spool.h"
#include "client/tracked.h"
#include "cramp/amount.h"
#include "cramp/util.h"

enum { LABEL_WIDTH = 13, WEEK = 7 };

/* What is shown is about these nights; nights and episodes cover the last seven and tonight. */
struct glance {
	struct session *session;
	int32_t last, today; /* last night; the night whose day it is now */
	json_t *nights, *episodes, *reminders, *status;
	struct tracked tracked;
};

static const char *text_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static json_t *night_at(json_t *nights, int32_t day)
{
	char iso[DATE_LENGTH + 1];
	json_t *night;
	size_t i;

	date_format(day, iso);
	json_array_foreach(nights, i, night) if (str_equal(text_of(night, "night"), iso)) return night;
	return NULL;
}

/* "Label        text", folded under the text; `text` is freed. */
static void line(struct session *s, const char *label, char *text)
{
	char first[LABEL_WIDTH + 8];

	snprintf(first, sizeof(first), "%-*s", LABEL_WIDTH, label);
	show_folded(s, first, LABEL_WIDTH, text);
	free(text);
}

static void show_now(struct session *s)
{
	struct civil now = civil_of(s->reader.now);
	char date[PHRASE_MAX], clock[CLOCK_TEXT];

	show_styled(s, STYLE_BOLD, "%s, %s\n\n", phrase_date(now.day, 0, date), clock_text(now.second, clock));
}

static void show_last_night(struct glance *g)
{
	json_t *night = night_at(g->nights, g->last), *e;
	const char *state = night ? text_of(night, "state") : "unknown";
	struct strbuf b = { 0 };
	json_t *slept = json_object_get(json_object_get(night, "sleep"), "tst_min");
	char iso[DATE_LENGTH + 1], span[PHRASE_MAX];
	size_t i, count = 0;
	bool draft = false;

	date_format(g->last, iso);
	json_array_foreach(g->episodes, i, e)
	{
		if (!str_equal(text_of(e, "night"), iso) || !phrase_is_night_cramp(e))
			continue;
		char *brief = phrase_episode_brief(e);
		strbuf_add(&b, "%s%s", count++ ? " · " : "", brief);
		draft |= json_is_true(json_object_get(e, "draft"));
		free(brief);
	}
	if (str_equal(state, "cramp")) {
		line(g->session, "Last night",
		     xasprintf("%zu cramp%s: %s", count, count == 1 ? "" : "s", b.length ? b.text : ""));
	} else if (str_equal(state, "free")) {
		line(g->session, "Last night", xstrdup("no cramp"));
	} else {
		line(g->session, "Last night",
		     xstrdup("not recorded.  cramp morning asks; or: cramp none, cramp log 3:10 left calf 7"));
	}
	strbuf_clear(&b);
	if (draft)
		line(g->session, "", xstrdup("to be completed: cramp morning"));
	if (json_is_number(slept)) {
		span_format((int64_t)json_number_value(slept) * 60, span, sizeof(span));
		line(g->session, "", xasprintf("slept %s", span));
	}
}

static bool is_evening_measure(struct session *s, const char *id)
{
	const struct factor *f = factor_by_id(id, &s->own);

	return f && f->kind == KIND_YESNO && f->window == WINDOW_NIGHT && measure_find(id);
}

/* "water 1.2 l" after what is there. */
static void add_reading(struct glance *g, struct strbuf *b, const char *id, json_t *value)
{
	char name[PHRASE_MAX], *text = phrase_combined(g->session, id, value);

	strbuf_add(b, "%s%s %s", b->length ? " · " : "", phrase_factor(g->session, id, name), text);
	free(text);
}

static bool is_tracked(const struct glance *g, const char *id)
{
	for (size_t i = 0; i < g->tracked.count; i++)
		if (strcmp(g->tracked.ids[i], id) == 0)
			return true;
	return false;
}

/* Cramps by day, which are none of last night's. */
static void add_day_cramps(struct glance *g, struct strbuf *b)
{
	struct instant onset;
	json_t *e;
	size_t i;

	json_array_foreach(g->episodes, i, e)
	{
		const char *at = text_of(e, "onset");
		if (phrase_is_night_cramp(e) || !at || !rfc3339_parse(at, &onset) ||
		    civil_of(onset).day != civil_of(g->session->reader.now).day)
			continue;
		char *brief = phrase_episode_brief(e);
		strbuf_add(b, "%scramp %s, %s", b->length ? " · " : "", brief, phrase_class(e));
		free(brief);
	}
}

/* What was said of today, the tracked things first, and which of these were not. */
/* The sleep diary is where this one is worked out from. */
static bool is_sleep(const char *id)
{
	return strcmp(id, "sleep_debt") == 0;
}

static bool sleep_is_told(json_t *night)
{
	static const char *const times[] = { "into_bed", "lights_out", "final_awakening", "out_of_bed" };
	size_t told = 0;

	for (size_t i = 0; i < ARRAY_LEN(times); i++)
		told += json_is_string(json_object_get(json_object_get(night, "sleep"), times[i]));
	return told == ARRAY_LEN(times);
}

/* In the morning: what is tracked and was not told of the day and the evening before. */
static void show_yesterday(struct glance *g)
{
	int minute = civil_of(g->session->reader.now).second / 60;
	json_t *night = night_at(g->nights, g->last), *readings = json_object_get(night, "readings");
	struct strbuf untold = { 0 };
	char name[PHRASE_MAX];

	for (size_t i = 0; i < g->tracked.count; i++) {
		const char *id = g->tracked.ids[i];
		if (is_sleep(id) ? !sleep_is_told(night) : !json_object_get(readings, id))
			strbuf_add(&untold, "%s%s", untold.length ? " · " : "not told: ",
				   is_sleep(id) ? "sleep" : phrase_factor(g->session, id, name));
	}
	if (untold.length && minute >= g->session->reader.day_starts_min &&
	    minute < g->session->reader.night_starts_min) {
		strbuf_add(&untold, ".  cramp morning asks");
		line(g->session, "Yesterday", xstrdup(untold.text));
	}
	strbuf_clear(&untold);
}

static void show_today(struct glance *g)
{
	json_t *readings = json_object_get(night_at(g->nights, g->today), "readings"), *value;
	struct strbuf said = { 0 }, unsaid = { 0 };
	const char *id;
	char name[PHRASE_MAX];

	for (size_t i = 0; i < g->tracked.count; i++) {
		id = g->tracked.ids[i];
		value = json_object_get(readings, id);
		if (is_evening_measure(g->session, id) || is_sleep(id))
			continue;
		if (value)
			add_reading(g, &said, id, value);
		else
			strbuf_add(&unsaid, "%s%s",
				   unsaid.length ? " · " : "not yet: ", phrase_factor(g->session, id, name));
	}
	json_object_foreach(readings, id, value) if (!is_tracked(g, id) && !is_evening_measure(g->session, id))
		add_reading(g, &said, id, value);
	add_day_cramps(g, &said);
	if (said.length)
		line(g->session, "Today", xstrdup(said.text));
	if (unsaid.length)
		line(g->session, said.length ? "" : "Today", xstrdup(unsaid.text));
	strbuf_clear(&said);
	strbuf_clear(&unsaid);
}

/* From noon on tonight is what comes next; before, it is no business of the morning. */
static bool is_evening(const struct session *s)
{
	int minute = civil_of(s->reader.now).second / 60;

	return minute >= s->reader.night_starts_min || minute < s->reader.day_starts_min;
}

static void show_tonight(struct glance *g)
{
	json_t *readings = json_object_get(night_at(g->nights, g->today), "readings");
	struct strbuf done = { 0 }, open = { 0 };
	char name[PHRASE_MAX];

	for (size_t i = 0; i < g->tracked.count; i++) {
		json_t *value = json_object_get(readings, g->tracked.ids[i]);
		if (!is_evening_measure(g->session, g->tracked.ids[i]))
			continue;
		phrase_factor(g->session, g->tracked.ids[i], name);
		if (json_is_boolean(value))
			strbuf_add(&done, "%s%s %s", done.length ? " · " : "", name,
				   json_is_true(value) ? "done" : "not done");
		else
			strbuf_add(&open, "%s%s", open.length ? " · " : "not yet: ", name);
	}
	if (done.length)
		line(g->session, "Tonight", xstrdup(done.text));
	if (open.length)
		line(g->session, done.length ? "" : "Tonight", xstrdup(open.text));
	strbuf_clear(&done);
	strbuf_clear(&open);
}

/* How an open reminder is answered from the shell. */
static const char *answer_to(const char *kind)
{
	if (str_equal(kind, "bedtime"))
		return "cramp remind done, skip or snooze";
	return str_equal(kind, "checkin") ? "cramp none, or cramp log" : "cramp report";
}

static void show_open(struct glance *g, json_t *r)
{
	const char *kind = text_of(r, "kind"), *until = text_of(r, "snooze_until"), *due = text_of(r, "due");
	char text[PHRASE_MAX];

	if (until)
		line(g->session, "Open",
		     xasprintf("%s, again at %s", phrase_reminder_kind(kind), phrase_clock_text(until, text)));
	else
		line(g->session, "Open",
		     xasprintf("%s of %s%s.  Answer: %s", phrase_reminder_kind(kind), phrase_clock_text(due, text),
			       text_of(r, "trouble") ? " (it could not be shown)" : "", answer_to(kind)));
}

static void show_reminders(struct glance *g)
{
	json_t *open = json_object_get(g->reminders, "open"), *next = json_object_get(g->reminders, "next"), *r;
	char text[PHRASE_MAX];
	size_t i;

	json_array_foreach(open, i, r) show_open(g, r);
	if (json_is_object(next))
		line(g->session, "Next",
		     xasprintf("%s, %s", phrase_reminder_kind(text_of(next, "kind")),
			       phrase_instant_text(text_of(next, "due"), text)));
}

static void show_week(struct glance *g)
{
	int cramps = 0, cramp_nights = 0, known = 0;
	char *nights_of = NULL;

	for (int32_t day = g->last - WEEK + 1; day <= g->last; day++) {
		json_t *night = night_at(g->nights, day);
		if (!night || str_equal(text_of(night, "state"), "unknown"))
			continue;
		known++;
		cramp_nights += str_equal(text_of(night, "state"), "cramp");
		cramps += (int)json_integer_value(json_object_get(night, "episodes"));
	}
	if (cramps)
		nights_of = xasprintf("%d cramp%s on %d", cramps, cramps == 1 ? "" : "s", cramp_nights);
	else
		nights_of = xstrdup("no cramps on any");
	if (known)
		line(g->session, "Last 7",
		     xasprintf("%s of %d recorded night%s", nights_of, known, known == 1 ? "" : "s"));
	else
		line(g->session, "Last 7", xstrdup("no night is recorded"));
	free(nights_of);
}

/* How far the diary is. */
static void show_diary(struct glance *g)
{
	json_t *night = json_object_get(g->status, "diary_night"), *look = json_object_get(g->status, "next_look");

	if (json_is_integer(night) && json_is_integer(look))
		line(g->session, "Diary",
		     xasprintf("night %lld, the next verdicts at %lld", (long long)json_integer_value(night),
			       (long long)json_integer_value(look)));
}

static void show_kept_back(const char *path, json_t *entry, void *data)
{
	struct glance *g = data;

	line(g->session, "Kept back", spool_refused_text(path, entry));
}

static void show_beginning(struct session *s)
{
	show_text(s, "Your diary is empty. How to begin:\n\n");
	line(s, "First", xstrdup("cramp setup: bedtime, what to record, what you suspect"));
	line(s, "At night", xstrdup("cramp now left calf · or afterwards: cramp log 3:10 left calf 7"));
	line(s, "In daylight", xstrdup("cramp none · cramp water 300ml · everything else: cramp help"));
	putchar('\n');
}

static int gather(struct glance *g)
{
	struct session *s = g->session;
	int status = session_call(s, "org.crampd.Daemon.Status", json_object(), &g->status);

	g->last = civil_of(s->reader.now).day - 1;
	g->today = night_of(s->reader.now, s->reader.day_starts_min);
	if (status == EXIT_DONE)
		status = fetch(s, "org.crampd.Diary.Nights", "night", fetch_range(g->last - WEEK + 1, g->last + 1),
			       &g->nights);
	if (status == EXIT_DONE)
		status = fetch(s, "org.crampd.Diary.Episodes", "episode", fetch_range(g->last, g->last + 1),
			       &g->episodes);
	if (status == EXIT_DONE)
		status = session_call(s, "org.crampd.Reminder.Status", json_object(), &g->reminders);
	if (status == EXIT_DONE)
		tracked_list(s, &g->tracked);
	return status;
}

static bool is_empty(struct glance *g)
{
	json_t *database = json_object_get(g->status, "database"), *night;
	size_t i;

	if (json_integer_value(json_object_get(database, "episodes")) ||
	    json_integer_value(json_object_get(database, "nights")))
		return false;
	json_array_foreach(g->nights, i, night) if (json_object_size(json_object_get(night, "readings")) > 0 ||
						    !json_is_null(json_object_get(night, "id"))) return false;
	return true;
}

static void show_glance(struct glance *g)
{
	struct session *s = g->session;

	show_now(s);
	spool_refused(show_kept_back, g);
	if (is_empty(g)) {
		show_beginning(s);
		show_reminders(g);
		return;
	}
	show_last_night(g);
	show_yesterday(g);
	show_today(g);
	if (is_evening(s))
		show_tonight(g);
	show_reminders(g);
	show_week(g);
	show_diary(g);
	putchar('\n');
	show_folded(s, "", 0, "cramp log · cramp morning · cramp show · cramp report · cramp help");
}

static void glance_json(struct glance *g)
{
	json_t *last = night_at(g->nights, g->last), *today = night_at(g->nights, g->today);
	json_t *out = json_pack("{s:O?, s:O?, s:O, s:O}", "last_night", last, "today", today, "reminders",
				json_object_get(g->reminders, "open"), "next_reminder",
				json_object_get(g->reminders, "next"));

	show_json(out);
	json_decref(out);
}

int cmd_glance(struct session *s, int count, char **words)
{
	struct glance g = { .session = s };
	int status;

	(void)count, (void)words;
	spool_tell(s);
	status = gather(&g);
	if (status == EXIT_DONE && s->json)
		glance_json(&g);
	else if (status == EXIT_DONE)
		show_glance(&g);
	json_decref(g.nights);
	json_decref(g.episodes);
	json_decref(g.reminders);
	json_decref(g.status);
	tracked_clear(&g.tracked);
	return status;
}
