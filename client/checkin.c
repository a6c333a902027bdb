#include "client/checkin.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/fetch.h"
#include "client/show/phrase.h"
#include "cramp/util.h"

/*
 * Without a wish for more, so many questions are asked at most: the cramps, the measures of the evening, and of the
 * factors of the day the first ones. The diary tracks so many factors before anybody says otherwise.
 */
enum { QUESTIONS_MAX = 4, TRACKED_AT_FIRST = 6 };

/* What `cramp track sleep` tracks: the sleep diary is where it is worked out from. */
static const char sleep_factor[] = "sleep_debt";

static const char *text_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static bool is_unknown(json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return !value || json_is_null(value);
}

/* ---- what is missing ---- */

static void append(struct checkin *c, enum about about, json_t *episode, const struct factor *factor)
{
	c->list = xreallocarray(c->list, c->count + 1, sizeof(*c->list));
	c->list[c->count++] = (struct question){ .about = about, .episode = episode, .factor = factor };
}

static bool is_measure(const struct factor *f)
{
	return f->kind == KIND_YESNO && f->window == WINDOW_NIGHT && measure_find(f->id);
}

/* Told by somebody, under its own name or a finer one; what only the bedtime button said is still to be confirmed. */
static bool is_told(const struct checkin *c, const struct factor *f)
{
	bool pressed = false;
	json_t *reading;
	size_t i;

	if (!json_object_get(json_object_get(c->row, "readings"), f->id))
		return false;
	json_array_foreach(c->readings, i, reading)
	{
		if (!str_equal(text_of(reading, "factor"), f->id))
			continue;
		if (!str_equal(text_of(reading, "source"), "reminder"))
			return true;
		pressed = true;
	}
	return !pressed;
}

static void ask_cramps(struct checkin *c)
{
	json_t *e;
	size_t i;

	json_array_foreach(c->episodes, i, e)
	{
		if (json_is_true(json_object_get(e, "draft")))
			append(c, ABOUT_DRAFT, e, NULL);
	}
	if (str_equal(text_of(c->row, "state"), "unknown"))
		append(c, ABOUT_CRAMPS, NULL, NULL);
	else if (str_equal(text_of(c->row, "state"), "cramp") && c->count == 0)
		append(c, ABOUT_ANOTHER, NULL, NULL);
}

static void ask_measures(struct checkin *c)
{
	c->measures = xcalloc(c->tracked.count + 1, sizeof(*c->measures));
	for (size_t i = 0; i < c->tracked.count; i++) {
		const struct factor *f = factor_by_id(c->tracked.ids[i], &c->session->own);

		if (f && is_measure(f) && !is_told(c, f))
			c->measures[c->measure_count++] = f;
	}
	if (c->measure_count > 0)
		append(c, ABOUT_MEASURES, NULL, NULL);
}

static void ask_factors(struct checkin *c)
{
	struct strbuf unasked = { 0 };
	char name[PHRASE_MAX];

	for (size_t i = 0; i < c->tracked.count; i++) {
		const struct factor *f = factor_by_id(c->tracked.ids[i], &c->session->own);

		if (!f || is_measure(f) || f->window == WINDOW_TRAIT || f->kind == KIND_TEXT ||
		    strcmp(f->id, sleep_factor) == 0 || is_told(c, f))
			continue;
		if (c->count >= QUESTIONS_MAX && c->tracked.count <= TRACKED_AT_FIRST)
			strbuf_add(&unasked, "%s%s", unasked.length ? ", " : "",
				   phrase_factor(c->session, f->id, name));
		else
			append(c, ABOUT_FACTOR, NULL, f);
	}
	c->unasked = unasked.length ? strbuf_take(&unasked) : NULL;
}

static bool tracks_sleep(const struct checkin *c)
{
	for (size_t i = 0; i < c->tracked.count; i++)
		if (strcmp(c->tracked.ids[i], sleep_factor) == 0)
			return true;
	return false;
}

static void ask_sleep(struct checkin *c)
{
	json_t *sleep = json_object_get(c->row, "sleep");

	if (!tracks_sleep(c))
		return;
	if (is_unknown(sleep, "into_bed") || is_unknown(sleep, "lights_out") || is_unknown(sleep, "final_awakening") ||
	    is_unknown(sleep, "out_of_bed"))
		append(c, ABOUT_SLEEP, NULL, NULL);
	if (is_unknown(sleep, "sol_min") || is_unknown(sleep, "awakenings") || is_unknown(sleep, "waso_min"))
		append(c, ABOUT_LYING, NULL, NULL);
	if (is_unknown(sleep, "quality"))
		append(c, ABOUT_QUALITY, NULL, NULL);
}

/* Whether another one came is asked beside other questions, but is no reason to ask by itself. */
static void drop_lonely(struct checkin *c)
{
	if (c->count == 1 && c->list[0].about == ABOUT_ANOTHER)
		c->count = 0;
}

static int fetch_night(struct checkin *c)
{
	json_t *rows = NULL;
	int status = fetch(c->session, "org.crampd.Diary.Nights", "night", fetch_range(c->night, c->night), &rows);

	if (status == EXIT_DONE)
		c->row = json_incref(json_array_get(rows, 0));
	json_decref(rows);
	if (status == EXIT_DONE)
		status = fetch(c->session, "org.crampd.Diary.Episodes", "episode", fetch_range(c->night, c->night),
			       &c->episodes);
	if (status == EXIT_DONE)
		status = fetch(c->session, "org.crampd.Diary.Readings", "reading", fetch_range(c->night, c->night),
			       &c->readings);
	return status;
}

int checkin_open(struct checkin *c, struct session *s, int32_t night)
{
	int status;

	*c = (struct checkin){ .session = s, .night = night };
	status = fetch_night(c);
	if (status != EXIT_DONE)
		return status;
	tracked_list(s, &c->tracked);
	ask_cramps(c);
	ask_measures(c);
	ask_factors(c);
	ask_sleep(c);
	drop_lonely(c);
	return EXIT_DONE;
}

void checkin_clear(struct checkin *c)
{
	for (size_t i = 0; i < c->count; i++)
		json_decref(c->list[i].answer);
	free(c->list);
	free(c->measures);
	free(c->unasked);
	tracked_clear(&c->tracked);
	json_decref(c->row);
	json_decref(c->episodes);
	json_decref(c->readings);
	*c = (struct checkin){ 0 };
}

/* ---- how it is asked ---- */

/* "yesterday", or "on Sat 21 Nov". */
static const char *day_text(const struct checkin *c, char out[PHRASE_MAX])
{
	char date[PHRASE_MAX];

	if (c->night == civil_of(c->session->reader.now).day - 1)
		return "yesterday";
	snprintf(out, PHRASE_MAX, "on %s", phrase_date(c->night, phrase_year(c->session), date));
	return out;
}

static char *draft_text(json_t *e)
{
	static const struct {
		const char *key, *question;
	} parts[] = {
		{ "onset", "when" },	      { "muscles", "where" },	   { "severity", "how bad" },
		{ "duration_s", "how long" }, { "relief", "what helped" },
	};
	char *brief = phrase_episode_brief(e);
	struct strbuf b = { 0 }, missing = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (is_unknown(e, parts[i].key) || (json_is_array(json_object_get(e, parts[i].key)) &&
						    json_array_size(json_object_get(e, parts[i].key)) == 0))
			strbuf_add(&missing, "%s%s", missing.length ? ", " : "", parts[i].question);
	if (missing.length)
		missing.text[0] = (char)toupper((unsigned char)missing.text[0]);
	strbuf_add(&b, "Cramp, %s. %s?", brief, missing.length ? missing.text : "Anything more");
	strbuf_clear(&missing);
	free(brief);
	return strbuf_take(&b);
}

/* What is on record of the night, and what was just told. */
static char *another_text(const struct checkin *c, const struct question *q)
{
	struct strbuf b = { 0 };
	json_t *e = NULL, *told;
	size_t i;

	json_array_foreach(c->episodes, i, e)
	{
		if (!phrase_is_night_cramp(e) || json_is_true(json_object_get(e, "draft")))
			continue;
		char *brief = phrase_episode_brief(e);
		strbuf_add(&b, "%s%s", b.length ? "; " : "", brief);
		free(brief);
	}
	for (const struct question *before = c->list; before < q; before++) {
		told = json_array_get(json_object_get(before->answer, "episodes"), 0);
		if (!told)
			continue;
		char *brief = phrase_episode_brief(told);
		strbuf_add(&b, "%s%s", b.length ? "; " : "", brief);
		free(brief);
	}
	strbuf_add(&b, "%sAnother one?", b.length ? ". " : "");
	return strbuf_take(&b);
}

/* What is asked as a word of its own. */
static void measure_question(const struct checkin *c, const struct factor *f, char out[PHRASE_MAX])
{
	static const struct {
		const char *id, *question;
	} short_ones[] = { { "stretch", "Stretched" },
			   { "warm_feet", "Warm feet" },
			   { "loosen_bedding", "Loose bedding" } };

	phrase_factor(c->session, f->id, out);
	for (size_t i = 0; i < ARRAY_LEN(short_ones); i++)
		if (strcmp(f->id, short_ones[i].id) == 0)
			str_copy(out, PHRASE_MAX, short_ones[i].question);
	out[0] = (char)toupper((unsigned char)out[0]);
}

/* 1 done, 0 not done as the button said, UNKNOWN where it said nothing. */
static int64_t proposal(const struct checkin *c, const struct factor *f)
{
	json_t *reading;
	size_t i;

	json_array_foreach(c->readings, i, reading)
	{
		if (str_equal(text_of(reading, "factor"), f->id) && str_equal(text_of(reading, "source"), "reminder"))
			return json_is_true(json_object_get(reading, "yes"));
	}
	return UNKNOWN;
}

/* All of the measures were proposed alike: 1 or 0; else UNKNOWN. */
static int64_t proposals(const struct checkin *c)
{
	int64_t first = proposal(c, c->measures[0]);

	for (size_t i = 1; i < c->measure_count; i++)
		if (proposal(c, c->measures[i]) != first)
			return UNKNOWN;
	return first;
}

static char *measures_text(const struct checkin *c)
{
	struct strbuf b = { 0 };
	int64_t pressed = proposals(c);
	char name[PHRASE_MAX];

	strbuf_add(&b, "%s",
		   pressed == 1	  ? "Before bed you pressed Done. "
		   : pressed == 0 ? "Before bed you pressed Not tonight. "
				  : "Before bed: ");
	for (size_t i = 0; i < c->measure_count; i++) {
		measure_question(c, c->measures[i], name);
		strbuf_add(&b, "%s%s?", i ? " " : "", name);
	}
	return strbuf_take(&b);
}

/* Of what is seldom measured a rough answer is asked first. */
static const char *rough_text(const struct factor *f)
{
	if (f->kind != KIND_AMOUNT || strcmp(f->unit, "min") == 0 || strcmp(f->unit, "h") == 0 ||
	    strcmp(f->unit, "count") == 0)
		return "";
	return strcmp(f->unit, "C") == 0 ? ": colder, usual, warmer" : ": less, usual, more";
}

static char *factor_text(const struct checkin *c, const struct factor *f)
{
	char name[PHRASE_MAX], day[PHRASE_MAX];

	phrase_factor(c->session, f->id, name);
	name[0] = (char)toupper((unsigned char)name[0]);
	return xasprintf("%s %s%s?", name, f->window == WINDOW_DAY ? day_text(c, day) : "in the night", rough_text(f));
}

char *checkin_text(const struct checkin *c, const struct question *q)
{
	switch (q->about) {
	case ABOUT_DRAFT: return draft_text(q->episode);
	case ABOUT_CRAMPS:
		return xstrdup(c->night == civil_of(c->session->reader.now).day - 1 ? "Any cramps last night?"
										    : "Any cramps that night?");
	case ABOUT_ANOTHER: return another_text(c, q);
	case ABOUT_MEASURES: return measures_text(c);
	case ABOUT_FACTOR: return factor_text(c, q->factor);
	case ABOUT_SLEEP: return xstrdup("Into bed, lights out, woke, up?");
	case ABOUT_LYING: return xstrdup("How long to fall asleep? Woke how often, awake how long?");
	case ABOUT_QUALITY: return xstrdup("How did you sleep? 1 very poor, 5 very good");
	}
	return xstrdup("");
}

/* A number as it might be answered. */
static const char *example(const struct factor *f)
{
	static const struct {
		const char *unit, *text;
	} examples[] = {
		{ "ml", "1.5l" }, { "mg", "200mg" }, { "IU", "800IU" },
		{ "km", "3km" },  { "m", "300m" },   { "C", "17C" },
	};

	for (size_t i = 0; i < ARRAY_LEN(examples); i++)
		if (strcmp(f->unit, examples[i].unit) == 0)
			return examples[i].text;
	return "how much";
}

static char *factor_hint(const struct factor *f)
{
	if (f->kind == KIND_YESNO)
		return xstrdup("y n");
	if (f->kind == KIND_SCALE)
		return xasprintf("%g to %g", f->minimum, f->maximum);
	if (strcmp(f->unit, "count") == 0)
		return xstrdup("n, or how often");
	if (strcmp(f->unit, "min") == 0 || strcmp(f->unit, "h") == 0)
		return xstrdup("n, or how long");
	return xasprintf("%s, or %s", strcmp(f->unit, "C") == 0 ? "c u w" : "l u m", example(f));
}

char *checkin_hint(const struct checkin *c, const struct question *q)
{
	switch (q->about) {
	case ABOUT_DRAFT:
		return xstrdup(is_unknown(q->episode, "onset") ? "e.g. 3:10 left calf 7 2m"
							       : "e.g. 6 2m massage helped");
	case ABOUT_CRAMPS:
	case ABOUT_ANOTHER: return xstrdup("n, or e.g. 3:10 left calf 7");
	case ABOUT_MEASURES:
		return xasprintf("y n%s%s", c->measure_count > 1 ? " each" : "",
				 proposals(c) == UNKNOWN ? "" : ", = as pressed");
	case ABOUT_FACTOR: return factor_hint(q->factor);
	case ABOUT_SLEEP: return xstrdup("e.g. 22:50 23:10 6:40 7:00");
	case ABOUT_LYING: return xstrdup("e.g. 20m 2 30m");
	case ABOUT_QUALITY: return xstrdup("1 2 3 4 5");
	}
	return xstrdup("");
}
