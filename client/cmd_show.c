/*
 * cramp show: the diary, a night a line, the newest first; its cramps below one another, the readings that are tracked
 * beside them.
 */
#include "client/command.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/fetch.h"
#include "client/list.h"
#include "client/show/csv.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/table.h"
#include "client/tracked.h"
#include "cramp/amount.h"
#include "cramp/util.h"

enum { NIGHTS_SHOWN = 14, BEFORE_FACTORS = 3, COLUMNS_MAX = 40, CRAMPS_FOLD = 28 };

static const char *text_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* Has anybody said anything about this night? */
static bool is_blank(json_t *night, json_t *episodes)
{
	json_t *e;
	size_t i;

	json_array_foreach(episodes, i, e) if (str_equal(text_of(e, "night"), text_of(night, "night"))) return false;
	return str_equal(text_of(night, "state"), "unknown") && json_is_null(json_object_get(night, "id")) &&
	       json_object_size(json_object_get(night, "readings")) == 0 &&
	       json_array_size(json_object_get(night, "naps")) == 0;
}

struct diary {
	struct session *session;
	json_t *nights, *episodes;
	struct tracked tracked;
	struct column columns[COLUMNS_MAX];
	const char *factors[COLUMNS_MAX]; /* borrowed from tracked; NULL for the others */
	char titles[COLUMNS_MAX][PHRASE_MAX];
	size_t count;
	bool yes_no; /* the last column lists yes/no factors together */
};

static bool is_recorded(json_t *nights, const char *factor)
{
	json_t *night;
	size_t i;

	json_array_foreach(nights, i,
			   night) if (json_object_get(json_object_get(night, "readings"), factor)) return true;
	return false;
}

static bool is_yes_no(struct session *s, const char *id)
{
	const struct factor *f = factor_by_id(id, &s->own);

	return f && f->kind == KIND_YESNO;
}

static void choose_columns(struct diary *d)
{
	static const struct column first[BEFORE_FACTORS] = {
		{ "Night", false, 0, 0 },
		{ "Cramps", false, CRAMPS_FOLD, 0 },
		{ "Asleep", true, 0, 1 },
	};
	bool slept = false;
	json_t *night;
	size_t i;

	json_array_foreach(d->nights, i, night) slept |=
		json_is_number(json_object_get(json_object_get(night, "sleep"), "tst_min"));
	for (i = 0; i < BEFORE_FACTORS; i++)
		if (i < 2 || slept)
			d->columns[d->count++] = first[i];
	for (i = 0; i < d->tracked.count && d->count < COLUMNS_MAX - 1; i++) {
		const char *id = d->tracked.ids[i];
		if (!is_recorded(d->nights, id))
			continue;
		if (is_yes_no(d->session, id)) {
			d->yes_no = true;
			continue;
		}
		phrase_factor(d->session, id, d->titles[d->count]);
		d->titles[d->count][0] = (char)toupper((unsigned char)d->titles[d->count][0]);
		d->factors[d->count] = id;
		d->columns[d->count] = (struct column){ d->titles[d->count], true, 0, (int)d->count + 1 };
		d->count++;
	}
	if (d->yes_no)
		d->columns[d->count++] = (struct column){ "Done", false, 0, COLUMNS_MAX };
}

/* A night that has not begun by the clock on the wall, though its day has: nobody can have told it yet. */
static bool is_to_come(const struct session *s, json_t *night)
{
	int32_t day = NO_NIGHT;

	date_parse(text_of(night, "night"), &day);
	return day >= civil_of(s->reader.now).day;
}

static void cramps_cell(struct diary *d, struct table *t, json_t *night)
{
	struct strbuf b = { 0 };
	const char *state = text_of(night, "state");
	json_t *e;
	size_t i;

	if (str_equal(state, "free"))
		strbuf_add(&b, "○ none");
	json_array_foreach(d->episodes, i, e)
	{
		if (!str_equal(text_of(e, "night"), text_of(night, "night")))
			continue;
		char *brief = phrase_episode_brief(e);
		strbuf_add(&b, "%s%s %s%s%s", b.length ? "\n" : "", phrase_is_night_cramp(e) ? "●" : "·", brief,
			   phrase_is_night_cramp(e) ? "" : ", ", phrase_class(e));
		free(brief);
	}
	if (str_equal(state, "unknown") && !b.length)
		strbuf_add(&b, is_to_come(d->session, night) ? "  still to come" : "? not recorded");
	table_cell(t, str_equal(state, "unknown") ? STYLE_DIM : STYLE_PLAIN, "%s", b.text);
	strbuf_clear(&b);
}

static void asleep_cell(struct table *t, json_t *night)
{
	json_t *sleep = json_object_get(night, "sleep"), *tst = json_object_get(sleep, "tst_min");
	json_t *efficiency = json_object_get(sleep, "se_percent");
	char span[PHRASE_MAX];

	if (!json_is_number(tst)) {
		table_cell(t, STYLE_DIM, "–");
		return;
	}
	span_format((int64_t)json_number_value(tst) * 60, span, sizeof(span));
	if (json_is_number(efficiency))
		table_cell(t, STYLE_PLAIN, "%s %3.0f%%", span, json_number_value(efficiency));
	else
		table_cell(t, STYLE_PLAIN, "%s    ", span);
}

static void factor_cell(struct diary *d, struct table *t, json_t *night, const char *id)
{
	json_t *value = json_object_get(json_object_get(night, "readings"), id);
	char *text = value ? phrase_combined(d->session, id, value) : xstrdup("–"), *rest = strstr(text, " than usual");

	/* "less" under "Water": the title says the rest. */
	if (rest)
		*rest = '\0';

	table_cell(t, value ? STYLE_PLAIN : STYLE_DIM, "%s", text);
	free(text);
}

/* "stretch, warm feet, no loose bedding": what was said, and nothing for what was not. */
static void yes_no_cell(struct diary *d, struct table *t, json_t *night)
{
	struct strbuf b = { 0 };
	char name[PHRASE_MAX];

	for (size_t i = 0; i < d->tracked.count; i++) {
		json_t *value = json_object_get(json_object_get(night, "readings"), d->tracked.ids[i]);
		if (!json_is_boolean(value))
			continue;
		strbuf_add(&b, "%s%s%s", b.length ? ", " : "", json_is_true(value) ? "" : "no ",
			   phrase_factor(d->session, d->tracked.ids[i], name));
	}
	table_cell(t, b.length ? STYLE_PLAIN : STYLE_DIM, "%s", b.length ? b.text : "–");
	strbuf_clear(&b);
}

static void night_row(struct diary *d, struct table *t, json_t *night)
{
	int32_t day = NO_NIGHT;
	int year, month, mday;
	char date[PHRASE_MAX];

	date_split(civil_of(d->session->reader.now).day, &year, &month, &mday);
	date_parse(text_of(night, "night"), &day);
	for (size_t i = 0; i < d->count; i++) {
		if (i == 0)
			table_cell(t, STYLE_PLAIN, "%s", phrase_date(day, year, date));
		else if (i == 1)
			cramps_cell(d, t, night);
		else if (d->factors[i])
			factor_cell(d, t, night, d->factors[i]);
		else if (d->yes_no && i == d->count - 1)
			yes_no_cell(d, t, night);
		else
			asleep_cell(t, night);
	}
}

static void show_diary(struct session *s, json_t *nights, json_t *episodes)
{
	struct diary d = { .session = s, .nights = nights, .episodes = episodes };
	struct table *t;

	tracked_list(s, &d.tracked);
	choose_columns(&d);
	t = table_new(s, d.columns, d.count);
	for (size_t i = json_array_size(nights); i > 0; i--)
		night_row(&d, t, json_array_get(nights, i - 1));
	table_print(t);
	table_free(t);
	tracked_clear(&d.tracked);
}

/* Without words: the last fourteen nights, and tonight if something is told of it already. */
static int default_range(struct session *s, int32_t *from, int32_t *to)
{
	*to = night_of(s->reader.now, s->reader.night_starts_min);
	*from = civil_of(s->reader.now).day - NIGHTS_SHOWN;
	if (s->reader.night != NO_NIGHT)
		*from = *to = s->reader.night;
	return EXIT_DONE;
}

/* Of a diary that is younger than the default range the nights before its first entry are no gaps. */
static int drop_before_diary(struct session *s, json_t *nights, json_t *episodes)
{
	json_t *reply = NULL, *age;
	int32_t first = civil_of(s->reader.now).day, night;
	int status = session_call(s, "org.crampd.Daemon.Status", json_object(), &reply);

	age = json_object_get(reply, "diary_night");
	if (json_is_integer(age))
		first -= (int32_t)json_integer_value(age);
	while (status == EXIT_DONE && json_array_size(nights) > 0 &&
	       date_parse(text_of(json_array_get(nights, 0), "night"), &night) && night < first &&
	       is_blank(json_array_get(nights, 0), episodes))
		json_array_remove(nights, 0);
	json_decref(reply);
	return status;
}

/* Tonight, and the night that is still going on, as long as nothing is told of it. */
static void drop_untold(struct session *s, json_t *nights, json_t *episodes)
{
	json_t *night = json_array_get(nights, json_array_size(nights) - 1);
	bool begun = civil_of(s->reader.now).second / 60 < s->reader.day_starts_min;

	if ((is_to_come(s, night) || begun) && is_blank(night, episodes))
		json_array_remove(nights, json_array_size(nights) - 1);
}

int cmd_show(struct session *s, int count, char **words)
{
	int32_t from, to;
	json_t *nights = NULL, *episodes = NULL, *night;
	size_t i;
	int status = count ? session_range(s, count, words, &from, &to) : default_range(s, &from, &to);

	if (status != EXIT_DONE)
		return status;
	if (s->csv && !s->json)
		return list_nights_csv(s, from, to);
	status = fetch(s, "org.crampd.Diary.Nights", "night", fetch_range(from, to), &nights);
	if (status == EXIT_DONE)
		status = fetch(s, "org.crampd.Diary.Episodes", "episode", fetch_range(from, to), &episodes);
	if (status == EXIT_DONE) {
		if (count == 0 && from < to)
			drop_untold(s, nights, episodes);
		if (count == 0 && from < to && !s->json)
			status = drop_before_diary(s, nights, episodes);
		if (s->json)
			json_array_foreach(nights, i, night) show_json(night);
		else if (json_array_size(nights) == 0)
			show_text(s, "Nothing has been recorded yet.\n");
		else
			show_diary(s, nights, episodes);
	}
	json_decref(nights);
	json_decref(episodes);
	return status;
}
