/*
 * cramp list: rows for scripts, and for finding the number of an entry.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/fetch.h"
#include "client/list.h"
#include "client/show/csv.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/table.h"
#include "cramp/util.h"

enum { TEXT_FOLD = 24 };

static const char *const episode_keys[] = { "id",	  "uid",	 "night",   "onset",	"precision",
					    "zone",	  "recorded_at", "muscles", "side",	"severity",
					    "duration_s", "woke",	 "context", "soreness", "distress",
					    "repeat_of",  "red_flags",	 "relief",  "class",	"class_reason",
					    "source",	  "note",	 NULL };
static const char *const reading_keys[] = { "id",    "uid",   "factor", "value", "level",	"unit", "at",
					    "until", "night", "source", "note",	 "recorded_at", NULL };
static const char *const night_keys[] = { "night",
					  "state",
					  "episodes",
					  "sleep.into_bed",
					  "sleep.lights_out",
					  "sleep.sol_min",
					  "sleep.awakenings",
					  "sleep.waso_min",
					  "sleep.final_awakening",
					  "sleep.out_of_bed",
					  "sleep.quality",
					  "sleep.tib_min",
					  "sleep.spt_min",
					  "sleep.tst_min",
					  "sleep.se_percent",
					  NULL };

/* What can be listed. */
static const struct listing {
	const char *word, *method, *key;
	const char *const *csv_keys;
} listings[] = {
	{ "episodes", "org.crampd.Diary.Episodes", "episode", episode_keys },
	{ "readings", "org.crampd.Diary.Readings", "reading", reading_keys },
	{ "nights", "org.crampd.Diary.Nights", "night", night_keys },
};

struct rows {
	struct session *session;
	const struct listing *listing;
	struct table *table; /* NULL for JSON and CSV */
};

static void text_row(const struct rows *r, json_t *object)
{
	json_t *id = json_object_get(object, "id");
	char *thing = phrase_thing(r->session, r->listing->key, object);

	if (json_is_integer(id))
		table_cell(r->table, STYLE_PLAIN, "%lld", (long long)json_integer_value(id));
	else
		table_cell(r->table, STYLE_PLAIN, "%s", "");
	if (strcmp(r->listing->key, "night") == 0)
		table_cell(r->table, STYLE_PLAIN, "%s", json_string_value(json_object_get(object, "state")));
	table_cell(r->table, STYLE_PLAIN, "%s", thing);
	free(thing);
}

static int each_row(json_t *reply, void *data)
{
	const struct rows *r = data;
	json_t *object = json_object_get(reply, r->listing->key), *converted;

	if (!json_is_object(object))
		return 0;
	if (r->session->json) {
		show_json(object);
	} else if (r->session->csv) {
		converted = show_json_of(object);
		show_csv_row(r->listing->csv_keys, converted);
		json_decref(converted);
	} else {
		text_row(r, object);
	}
	return 0;
}

static int list(struct session *s, const struct listing *l, json_t *parameters)
{
	static const struct column columns[] = { { "Id", true, 0, 0 }, { "Entry", false, TEXT_FOLD, 0 } };
	static const struct column night_columns[] = { { "Id", true, 0, 0 },
						       { "State", false, 0, 0 },
						       { "Night", false, TEXT_FOLD, 0 } };
	bool nights = strcmp(l->key, "night") == 0;
	struct rows r = { .session = s, .listing = l };
	int status;

	if (s->csv && !s->json)
		show_csv_header(l->csv_keys);
	else if (!s->json)
		r.table = nights ? table_new(s, night_columns, ARRAY_LEN(night_columns))
				 : table_new(s, columns, ARRAY_LEN(columns));
	if (r.table)
		session_own_factors(s);
	status = session_stream(s, l->method, parameters, each_row, &r);
	if (status == EXIT_DONE && r.table && table_rows(r.table))
		table_print(r.table);
	table_free(r.table);
	return status;
}

struct keys {
	const char **list; /* NULL-terminated */
	size_t count;
	char **owned;
	size_t owned_count;
};

static void add_key(struct keys *k, const char *key)
{
	k->list = xreallocarray(k->list, k->count + 2, sizeof(*k->list));
	k->list[k->count++] = key;
	k->list[k->count] = NULL;
}

static void add_factor_key(struct keys *k, const char *factor)
{
	char *key = xasprintf("readings.%s", factor);

	for (size_t i = 0; i < k->count; i++)
		if (strcmp(k->list[i], key) == 0) {
			free(key);
			return;
		}
	k->owned = xreallocarray(k->owned, k->owned_count + 1, sizeof(*k->owned));
	k->owned[k->owned_count++] = key;
	add_key(k, key);
}

static void keys_clear(struct keys *k)
{
	for (size_t i = 0; i < k->owned_count; i++)
		free(k->owned[i]);
	free(k->owned);
	free(k->list);
}

int list_nights_csv(struct session *s, int32_t from, int32_t to)
{
	struct keys keys = { 0 };
	json_t *nights = NULL, *night, *value;
	const char *factor;
	size_t i;
	int status = fetch(s, "org.crampd.Diary.Nights", "night", fetch_range(from, to), &nights);

	if (status != EXIT_DONE)
		return status;
	for (i = 0; night_keys[i]; i++)
		add_key(&keys, night_keys[i]);
	json_array_foreach(nights, i, night) json_object_foreach(json_object_get(night, "readings"), factor, value)
		add_factor_key(&keys, factor);
	show_csv_header(keys.list);
	json_array_foreach(nights, i, night) show_csv_row(keys.list, night);
	keys_clear(&keys);
	json_decref(nights);
	return EXIT_DONE;
}

int cmd_list(struct session *s, int count, char **words)
{
	const struct factor *factor = NULL;
	int32_t from = NO_NIGHT, to = NO_NIGHT;
	json_t *parameters;
	size_t l = 0;
	int used = 1, status = EXIT_DONE;

	while (l < ARRAY_LEN(listings) && strcmp(listings[l].word, words[0]) != 0)
		l++;
	if (l == ARRAY_LEN(listings))
		return usage_error(s, "I cannot list \"%s\"; episodes, readings or nights are expected.", words[0]);
	if (count > 1 && strcmp(words[0], "readings") == 0) {
		session_own_factors(s);
		factor = factor_find(words[1], &s->own);
		used += factor != NULL;
	}
	if (count > used || s->reader.night != NO_NIGHT)
		status = session_range(s, count - used, words + used, &from, &to);
	if (status != EXIT_DONE)
		return status;
	if (s->csv && !s->json && strcmp(words[0], "nights") == 0)
		return list_nights_csv(s, from, to);
	parameters = fetch_range(from, to);
	if (factor)
		json_object_set_new(parameters, "factor", json_string(factor->id));
	return list(s, &listings[l], parameters);
}
