#include "client/show/phrase.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/phrase_parts.h"
#include "cramp/amount.h"
#include "cramp/util.h"

int phrase_year(const struct session *s)
{
	int year, month, mday;

	date_split(civil_of(s->reader.now).day, &year, &month, &mday);
	return year;
}

/* Ids of amounts end in their unit and those of measures are orders, so an alias ("water", "loose bedding") or the
 * label is the better name; other ids are plain words. */
const char *phrase_factor(const struct session *s, const char *id, char out[PHRASE_MAX])
{
	const struct factor *f = factor_by_id(id, s->reader.own);
	const char *name = id;

	if (f && f->own)
		name = f->label;
	else if (f && (f->kind == KIND_AMOUNT || strcmp(f->section, "2") == 0))
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

/* Of a temperature less is colder. */
static const char *level_text(const char *factor_id, const char *level)
{
	const struct factor *f = factor_by_id(factor_id, NULL);
	bool warmth = f && strcmp(f->unit, "C") == 0;

	if (str_equal(level, "less"))
		return warmth ? "colder than usual" : "less than usual";
	if (str_equal(level, "more"))
		return warmth ? "warmer than usual" : "more than usual";
	return "as usual";
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
		return xstrdup(level_text(factor_id, json_string_value(value)));
	return json_is_number(value) ? number_text(s, factor_id, json_number_value(value)) : xstrdup("");
}

char *phrase_value(const struct session *s, json_t *reading)
{
	json_t *yes = json_object_get(reading, "yes"), *value = json_object_get(reading, "value");
	const char *id = told_text(reading, "factor");

	if (json_is_boolean(yes) || json_is_number(value))
		return phrase_combined(s, id ? id : "", json_is_boolean(yes) ? yes : value);
	return phrase_combined(s, id ? id : "", json_object_get(reading, "level"));
}

/* "Sun 22 Nov 15:20", "Sun 22 Nov until 18:30", "Sun 22 Nov 17:45 to 18:30", then the night. */
static void part_span(const struct session *s, struct strbuf *b, json_t *object, const char *from_key,
		      const char *to_key)
{
	const char *at = told_text(object, from_key), *until = told_text(object, to_key),
		   *night = told_text(object, "night");
	struct instant when;
	char text[PHRASE_MAX];

	if (!rfc3339_parse(at ? at : until ? until : "", &when)) {
		part(b, "night of %s", phrase_night_dated(night, phrase_year(s), text));
		return;
	}
	part(b, "%s", phrase_date(civil_of(when).day, phrase_year(s), text));
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
	const char *id = told_text(reading, "factor");
	char name[PHRASE_MAX], *value = phrase_value(s, reading);

	strbuf_add(&b, "%s %s", phrase_factor(s, id ? id : "?", name), value);
	free(value);
	part_number(&b, reading, "effort", "effort ", "/10");
	part_span(s, &b, reading, "at", "until");
	part_note(&b, reading);
	return strbuf_take(&b);
}

static void part_clock(struct strbuf *b, json_t *sleep, const char *key, const char *before)
{
	const char *at = told_text(sleep, key);
	char clock[PHRASE_MAX];

	if (at)
		part(b, "%s %s", before, phrase_clock_text(at, clock));
}

static void part_minutes(struct strbuf *b, json_t *sleep, const char *key, const char *before)
{
	int64_t minutes = told_integer(sleep, key);
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
	int64_t quality = told_integer(sleep, "quality");
	char id[24];

	part_clock(&b, sleep, "into_bed", "bed");
	part_clock(&b, sleep, "lights_out", "lights out");
	part_minutes(&b, sleep, "sol_min", "asleep after ");
	part_number(&b, sleep, "awakenings", "woke ", told_integer(sleep, "awakenings") == 1 ? " time" : " times");
	part_minutes(&b, sleep, "waso_min", "awake ");
	part_clock(&b, sleep, "final_awakening", "woke at");
	part_clock(&b, sleep, "out_of_bed", "up");
	if (quality != UNKNOWN) {
		snprintf(id, sizeof(id), "%lld", (long long)quality);
		part(&b, "%s", word_label("quality", id));
	}
	part_minutes(&b, sleep, "tst_min", "slept ");
	if (json_is_number(efficiency))
		strbuf_add(&b, " (%.0f %%)", json_number_value(efficiency));
	return strbuf_take(&b);
}

char *phrase_night(const struct session *s, json_t *night)
{
	struct strbuf b = { 0 };
	char text[PHRASE_MAX], *sleep = phrase_sleep(json_object_get(night, "sleep"));

	strbuf_add(&b, "night of %s", phrase_night_dated(told_text(night, "night"), phrase_year(s), text));
	if (str_equal(told_text(night, "state"), "free"))
		part(&b, "no cramp");
	if (sleep[0])
		part(&b, "%s", sleep);
	part_note(&b, night);
	free(sleep);
	return strbuf_take(&b);
}

char *phrase_nap(const struct session *s, json_t *nap)
{
	struct strbuf b = { 0 };

	strbuf_add(&b, "nap");
	part_span(s, &b, nap, "start", "end");
	part_note(&b, nap);
	return strbuf_take(&b);
}

char *phrase_trait(const struct session *s, json_t *trait)
{
	struct strbuf b = { 0 };
	const char *id = told_text(trait, "trait"), *name = told_text(trait, "name"), *dose = told_text(trait, "dose");
	const char *side = told_text(trait, "side"), *from = told_text(trait, "from"),
		   *until = told_text(trait, "until");
	json_t *value = json_object_get(trait, "value");
	char text[PHRASE_MAX];

	strbuf_add(&b, "%s", phrase_factor(s, id ? id : "?", text));
	if (told_truth(trait, "yes") == 0)
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
		part(&b, "%s", word_label("side", side));
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
	const char *id = told_text(tracking, "factor");
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
	const char *id = told_text(f, "id"), *kind = told_text(f, "kind"), *unit = told_text(f, "unit");
	struct strbuf b = { 0 };

	strbuf_add(&b, "%s (%s)", told_text(f, "label"), id);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_equal(kind, kinds[i].kind))
			part(&b, "%s%s%s", kinds[i].text, str_empty(unit) ? "" : " in ", str_empty(unit) ? "" : unit);
	part(&b, "%s", str_equal(told_text(f, "window"), "night") ? "of the night" : "of the day");
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
	const char *answer = told_text(r, "answer");

	return xasprintf("%s · night of %s · %s%s%s", phrase_reminder_kind(told_text(r, "kind")),
			 phrase_night_text(told_text(r, "night"), night), told_text(r, "state"), answer ? ": " : "",
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
		return phrase_night(s, thing);
	if (str_equal(kind, "nap"))
		return phrase_nap(s, thing);
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
