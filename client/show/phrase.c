#include "client/show/phrase.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "cramp/amount.h"
#include "cramp/util.h"

static const char *text_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static int64_t integer_of(json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return json_is_number(value) ? (int64_t)json_number_value(value) : UNKNOWN;
}

/* 1, 0, UNKNOWN. */
static int64_t truth_of(json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return json_is_boolean(value) ? json_is_true(value) : UNKNOWN;
}

/* Another fact after what is there. */
static void part(struct strbuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void part(struct strbuf *b, const char *format, ...)
{
	char *text;
	va_list list;

	va_start(list, format);
	if (vasprintf(&text, format, list) < 0)
		abort();
	va_end(list);
	strbuf_add(b, "%s%s", b->length ? " · " : "", text);
	free(text);
}

static void part_number(struct strbuf *b, json_t *object, const char *key, const char *before, const char *after)
{
	int64_t value = integer_of(object, key);

	if (value != UNKNOWN)
		part(b, "%s%lld%s", before, (long long)value, after);
}

/* On one line, whatever lines it had. */
static void part_note(struct strbuf *b, json_t *object)
{
	const char *note = text_of(object, "note");

	if (!note)
		return;
	char *line = xstrdup(note);
	for (char *p = line; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	part(b, "note: %s", line);
	free(line);
}

static const char *label_of(const char *kind, const char *id)
{
	const struct word *w = word_by_id(kind, id);

	return w ? w->label : id;
}

/* "night of Sat 21", with the month where it is not that of the day spoken of before. */
static void add_night(struct strbuf *b, const char *night, int32_t beside)
{
	int32_t day;
	int year, month, mday, beside_year, beside_month;
	char date[PHRASE_MAX];

	if (!night || !date_parse(night, &day))
		return;
	date_split(day, &year, &month, &mday);
	date_split(beside, &beside_year, &beside_month, &mday);
	phrase_date(day, 0, date);
	if (month == beside_month && year == beside_year)
		*strrchr(date, ' ') = '\0';
	strbuf_add(b, "night of %s", date);
}

/* ---- names
 * -------------------------------------------------------------------------------------------------------------------
 */

/* Ids of amounts end in their unit, so an alias ("water") or the label is the better name; other ids are plain words.
 */
const char *phrase_factor(const struct session *s, const char *id, char out[PHRASE_MAX])
{
	const struct factor *f = factor_by_id(id, s->reader.own);
	const char *name = id;

	if (f && f->own)
		name = f->label;
	else if (f && f->kind == KIND_AMOUNT)
		name = f->aliases && f->aliases[0] ? f->aliases[0] : f->label;
	str_copy(out, PHRASE_MAX, name);
	if (f && f->own)
		return out;
	for (char *p = out; *p; p++)
		if (*p == '_')
			*p = ' ';
	/* "Exercise" within a line; "IU" and such stay. */
	if (isupper((unsigned char)out[0]) && islower((unsigned char)out[1]))
		out[0] = (char)tolower((unsigned char)out[0]);
	return out;
}

static const char *relief_name(const char *id)
{
	const struct relief *r = relief_find(id);

	return r && r->aliases && r->aliases[0] ? r->aliases[0] : id;
}

/* "left calf and foot"; "" where nothing is known. */
static void add_place(struct strbuf *b, json_t *episode)
{
	const char *side = text_of(episode, "side");
	json_t *muscles = json_object_get(episode, "muscles"), *muscle;
	size_t i, count = json_array_size(muscles);

	if (side)
		strbuf_add(b, "%s%s", label_of("side", side), count ? " " : str_equal(side, "both") ? " legs" : " leg");
	json_array_foreach(muscles, i, muscle) strbuf_add(b, "%s%s",
							  i == 0	  ? ""
							  : i + 1 < count ? ", "
									  : " and ",
							  label_of("muscle", json_string_value(muscle)));
}

static void add_onset(struct strbuf *b, json_t *episode)
{
	const char *onset = text_of(episode, "onset"), *night = text_of(episode, "night");
	struct instant when;
	char text[PHRASE_MAX];

	if (!onset || !rfc3339_parse(onset, &when)) {
		part(b, "night of %s, time unknown", phrase_night_text(night, text));
		return;
	}
	phrase_date(civil_of(when).day, 0, text);
	part(b, "%s ", text);
	if (str_equal(text_of(episode, "precision"), "approximate"))
		strbuf_add(b, "about ");
	strbuf_add(b, "%s (", phrase_clock_text(onset, text));
	add_night(b, night, civil_of(when).day);
	strbuf_add(b, ")");
}

static void part_relief(struct strbuf *b, json_t *episode)
{
	json_t *all = json_object_get(episode, "relief"), *one;
	struct strbuf list = { 0 };
	char span[PHRASE_MAX];
	size_t i;

	json_array_foreach(all, i, one)
	{
		int64_t seconds = integer_of(one, "seconds"), worked = truth_of(one, "worked");
		strbuf_add(&list, "%s%s", i ? ", " : "", relief_name(text_of(one, "method")));
		if (seconds != UNKNOWN) {
			span_format(seconds, span, sizeof(span));
			strbuf_add(&list, " %s", span);
		}
		if (worked != UNKNOWN)
			strbuf_add(&list, worked ? " helped" : " did not help");
	}
	if (list.length)
		part(b, "relief: %s", list.text);
	strbuf_clear(&list);
}

static void part_flags(struct strbuf *b, json_t *episode)
{
	json_t *flags = json_object_get(episode, "red_flags"), *flag;
	size_t i;

	json_array_foreach(flags, i, flag) part(b, "%s", label_of("flag", json_string_value(flag)));
}

/* `no` NULL: nothing is said where it is not. */
static void part_truth(struct strbuf *b, json_t *object, const char *key, const char *yes, const char *no)
{
	int64_t truth = truth_of(object, key);

	if (truth == 1 || (truth == 0 && no))
		part(b, "%s", truth ? yes : no);
}

/* What is seldom told. */
static void add_details(struct strbuf *b, json_t *e)
{
	const char *context = text_of(e, "context"), *trigger = text_of(e, "trigger"), *posture = text_of(e, "posture");

	part_truth(b, e, "woke", "woke you", "you were awake");
	if (context)
		part(b, "%s", label_of("context", context));
	part_number(b, e, "awake_min", "awake ", " min");
	part_number(b, e, "sleep_disturbance", "sleep disturbed ", "/10");
	part_number(b, e, "distress", "distress ", "/3");
	part_number(b, e, "soreness", "sore ", "/10");
	part_number(b, e, "soreness_h", "sore for ", " h");
	part_truth(b, e, "knot", "hard knot", "no knot");
	if (trigger)
		part(b, "set off by %s", label_of("trigger", trigger));
	if (posture)
		part(b, "%s", label_of("posture", posture));
	part_number(b, e, "repeat_of", "came back after ", "");
	part_flags(b, e);
	part_truth(b, e, "draft", "to be completed", NULL);
}

char *phrase_episode(const struct session *s, json_t *e)
{
	struct strbuf b = { 0 };
	int64_t duration = integer_of(e, "duration_s");
	char span[PHRASE_MAX];

	(void)s;
	add_place(&b, e);
	part_number(&b, e, "severity", "", "/10");
	if (duration != UNKNOWN) {
		span_format(duration, span, sizeof(span));
		part(&b, "%s", span);
	}
	if (!b.length)
		strbuf_add(&b, "a cramp");
	add_onset(&b, e);
	part_relief(&b, e);
	add_details(&b, e);
	part_note(&b, e);
	return strbuf_take(&b);
}

char *phrase_episode_brief(json_t *e)
{
	const char *onset = text_of(e, "onset");
	int64_t duration = integer_of(e, "duration_s"), severity = integer_of(e, "severity");
	struct strbuf b = { 0 };
	char text[PHRASE_MAX];

	if (onset)
		strbuf_add(&b, "%s%s ", str_equal(text_of(e, "precision"), "approximate") ? "about " : "",
			   phrase_clock_text(onset, text));
	add_place(&b, e);
	if (severity != UNKNOWN)
		strbuf_add(&b, "%s%lld/10", b.length && b.text[b.length - 1] != ' ' ? " " : "", (long long)severity);
	if (duration != UNKNOWN) {
		span_format(duration, text, sizeof(text));
		strbuf_add(&b, "%s%s", b.length && b.text[b.length - 1] != ' ' ? " " : "", text);
	}
	if (!onset)
		strbuf_add(&b, "%stime unknown", b.length ? ", " : "");
	char *brief = strbuf_take(&b);
	size_t n = strlen(brief);
	if (n && brief[n - 1] == ' ')
		brief[n - 1] = '\0';
	return brief;
}

static const char *level_text(const char *level)
{
	return str_equal(level, "less") ? "less than usual" : str_equal(level, "more") ? "more than usual" : "as usual";
}

static char *number_text(const struct session *s, const char *factor_id, double value)
{
	const struct factor *f = factor_by_id(factor_id, s->reader.own);
	char text[PHRASE_MAX];

	if (!f)
		return xasprintf("%.10g", value);
	amount_format(value, f, s->reader.us_units, text, sizeof(text));
	return xstrdup(text);
}

char *phrase_combined(const struct session *s, const char *factor_id, json_t *value)
{
	if (json_is_boolean(value))
		return xstrdup(json_is_true(value) ? "yes" : "no");
	if (json_is_string(value))
		return xstrdup(level_text(json_string_value(value)));
	return json_is_number(value) ? number_text(s, factor_id, json_number_value(value)) : xstrdup("");
}

char *phrase_value(const struct session *s, json_t *reading)
{
	json_t *yes = json_object_get(reading, "yes"), *value = json_object_get(reading, "value");
	const char *id = text_of(reading, "factor");

	if (json_is_boolean(yes) || json_is_number(value))
		return phrase_combined(s, id ? id : "", json_is_boolean(yes) ? yes : value);
	return phrase_combined(s, "", json_object_get(reading, "level"));
}

/* "Sun 22 Nov 15:20", "Sun 22 Nov until 18:30", "Sun 22 Nov 17:45 to 18:30", then the night. */
static void part_span(struct strbuf *b, json_t *object, const char *from_key, const char *to_key)
{
	const char *at = text_of(object, from_key), *until = text_of(object, to_key), *night = text_of(object, "night");
	struct instant when;
	char text[PHRASE_MAX];

	if (!rfc3339_parse(at ? at : until ? until : "", &when)) {
		part(b, "night of %s", phrase_night_text(night, text));
		return;
	}
	part(b, "%s", phrase_date(civil_of(when).day, 0, text));
	if (at)
		strbuf_add(b, " %s", phrase_clock_text(at, text));
	if (until)
		strbuf_add(b, " %s %s", at ? "to" : "until", phrase_clock_text(until, text));
	strbuf_add(b, " (");
	add_night(b, night, civil_of(when).day);
	strbuf_add(b, ")");
}

char *phrase_reading(const struct session *s, json_t *reading)
{
	struct strbuf b = { 0 };
	const char *id = text_of(reading, "factor");
	char name[PHRASE_MAX], *value = phrase_value(s, reading);

	strbuf_add(&b, "%s %s", phrase_factor(s, id ? id : "?", name), value);
	free(value);
	part_number(&b, reading, "effort", "effort ", "/10");
	part_span(&b, reading, "at", "until");
	part_note(&b, reading);
	return strbuf_take(&b);
}

static void part_clock(struct strbuf *b, json_t *sleep, const char *key, const char *before)
{
	const char *at = text_of(sleep, key);
	char clock[PHRASE_MAX];

	if (at)
		part(b, "%s %s", before, phrase_clock_text(at, clock));
}

static void part_minutes(struct strbuf *b, json_t *sleep, const char *key, const char *before)
{
	int64_t minutes = integer_of(sleep, key);
	char span[PHRASE_MAX];

	if (minutes == UNKNOWN)
		return;
	span_format(minutes * 60, span, sizeof(span));
	part(b, "%s%s", before, span);
}

char *phrase_sleep(json_t *sleep)
{
	struct strbuf b = { 0 };
	json_t *efficiency = json_object_get(sleep, "se_percent");
	int64_t quality = integer_of(sleep, "quality");
	char id[24];

	part_clock(&b, sleep, "into_bed", "bed");
	part_clock(&b, sleep, "lights_out", "lights out");
	part_minutes(&b, sleep, "sol_min", "asleep after ");
	part_number(&b, sleep, "awakenings", "woke ", integer_of(sleep, "awakenings") == 1 ? " time" : " times");
	part_minutes(&b, sleep, "waso_min", "awake ");
	part_clock(&b, sleep, "final_awakening", "woke at");
	part_clock(&b, sleep, "out_of_bed", "up");
	if (quality != UNKNOWN) {
		snprintf(id, sizeof(id), "%lld", (long long)quality);
		part(&b, "%s", label_of("quality", id));
	}
	part_minutes(&b, sleep, "tst_min", "slept ");
	if (json_is_number(efficiency))
		strbuf_add(&b, " (%.0f %%)", json_number_value(efficiency));
	return strbuf_take(&b);
}

char *phrase_night(json_t *night)
{
	struct strbuf b = { 0 };
	char text[PHRASE_MAX], *sleep = phrase_sleep(json_object_get(night, "sleep"));

	strbuf_add(&b, "night of %s", phrase_night_text(text_of(night, "night"), text));
	if (str_equal(text_of(night, "state"), "free"))
		part(&b, "no cramp");
	if (sleep[0])
		part(&b, "%s", sleep);
	part_note(&b, night);
	free(sleep);
	return strbuf_take(&b);
}

char *phrase_nap(json_t *nap)
{
	struct strbuf b = { 0 };

	strbuf_add(&b, "nap");
	part_span(&b, nap, "start", "end");
	part_note(&b, nap);
	return strbuf_take(&b);
}

char *phrase_trait(const struct session *s, json_t *trait)
{
	struct strbuf b = { 0 };
	const char *id = text_of(trait, "trait"), *name = text_of(trait, "name"), *dose = text_of(trait, "dose");
	const char *side = text_of(trait, "side"), *from = text_of(trait, "from"), *until = text_of(trait, "until");
	json_t *value = json_object_get(trait, "value");
	char text[PHRASE_MAX];

	strbuf_add(&b, "%s", phrase_factor(s, id ? id : "?", text));
	if (truth_of(trait, "yes") == 0)
		strbuf_add(&b, " no");
	if (json_is_number(value)) {
		char *number = number_text(s, id ? id : "", json_number_value(value));
		strbuf_add(&b, " %s", number);
		free(number);
	}
	if (name || dose)
		part(&b, "%s%s%s", name ? name : "", name && dose ? " " : "", dose ? dose : "");
	part_truth(&b, trait, "as_needed", "as needed", "every day");
	if (side)
		part(&b, "%s", label_of("side", side));
	if (from)
		part(&b, "from %s", from);
	if (until)
		part(&b, "until %s", until);
	part_note(&b, trait);
	return strbuf_take(&b);
}

char *phrase_tracking(const struct session *s, json_t *tracking)
{
	struct strbuf b = { 0 };
	const char *id = text_of(tracking, "factor");
	char name[PHRASE_MAX];

	strbuf_add(&b, "%s", phrase_factor(s, id ? id : "?", name));
	part_truth(&b, tracking, "tracked", "tracked", "not tracked");
	part_truth(&b, tracking, "suspect", "suspected", NULL);
	part_number(&b, tracking, "lag", "acts after ", " nights");
	return strbuf_take(&b);
}

char *phrase_own_factor(json_t *f)
{
	static const struct {
		const char *kind, *text;
	} kinds[] = { { "yesno", "yes or no" }, { "amount", "an amount" }, { "scale", "a scale" } };
	const char *id = text_of(f, "id"), *kind = text_of(f, "kind"), *unit = text_of(f, "unit");
	struct strbuf b = { 0 };

	strbuf_add(&b, "%s (%s)", text_of(f, "label"), id);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_equal(kind, kinds[i].kind))
			part(&b, "%s%s%s", kinds[i].text, str_empty(unit) ? "" : " in ", str_empty(unit) ? "" : unit);
	part(&b, "%s", str_equal(text_of(f, "window"), "night") ? "of the night" : "of the day");
	return strbuf_take(&b);
}

const char *phrase_reminder_kind(const char *kind)
{
	static const struct {
		const char *kind, *name;
	} kinds[] = {
		{ "bedtime", "bedtime reminder" },
		{ "checkin", "morning question" },
		{ "weekly", "weekly report" },
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_equal(kinds[i].kind, kind))
			return kinds[i].name;
	return kind;
}

static char *phrase_reminder(json_t *r)
{
	char night[PHRASE_MAX];
	const char *answer = text_of(r, "answer");

	return xasprintf("%s · night of %s · %s%s%s", phrase_reminder_kind(text_of(r, "kind")),
			 phrase_night_text(text_of(r, "night"), night), text_of(r, "state"), answer ? ": " : "",
			 answer ? answer : "");
}

char *phrase_thing(const struct session *s, const char *kind, json_t *thing)
{
	if (!json_is_object(thing))
		return xstrdup("nothing");
	if (str_equal(kind, "episode"))
		return phrase_episode(s, thing);
	if (str_equal(kind, "reading"))
		return phrase_reading(s, thing);
	if (str_equal(kind, "night"))
		return phrase_night(thing);
	if (str_equal(kind, "nap"))
		return phrase_nap(thing);
	if (str_equal(kind, "trait"))
		return phrase_trait(s, thing);
	if (str_equal(kind, "tracking"))
		return phrase_tracking(s, thing);
	if (str_equal(kind, "factor"))
		return phrase_own_factor(thing);
	if (str_equal(kind, "reminder"))
		return phrase_reminder(thing);
	return xasprintf("a %s", kind);
}
