/*
 * trait: standing circumstances and medicines, with the days they hold.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/echo.h"
#include "client/fetch.h"
#include "client/show/csv.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/table.h"
#include "client/words.h"
#include "cramp/util.h"

static int echo_trait(struct session *s, json_t *reply, const char *remark)
{
	json_t *trait = json_object_get(reply, "trait");

	if (s->json) {
		show_json(reply);
		return EXIT_DONE;
	}
	echo_told(s, reply, json_object_get(trait, "id"), phrase_trait(s, trait));
	echo_remark(s, remark);
	return EXIT_DONE;
}

static int trait_set(struct session *s, int count, char **words)
{
	struct words told = { 0 };
	struct read_result read = { 0 };
	json_t *call, *reply = NULL;
	int status = words_from_options(s, OPTIONS_TRAIT, count, words, &told);

	if (status != EXIT_DONE)
		return status;
	words_ask_note(&told);
	if (!read_trait(&s->reader, told.count, told.list, &read)) {
		status = words_refused(&read, "Nothing was recorded.");
	} else {
		call = session_change(s);
		json_object_set(call, "trait", read.object);
		status = session_call(s, "org.crampd.Diary.SetTrait", call, &reply);
		if (status == EXIT_DONE)
			echo_trait(s, reply, read.remark);
	}
	json_decref(reply);
	read_result_clear(&read);
	words_clear(&told);
	return status;
}

static int list_traits(struct session *s, json_t **traits)
{
	return fetch(s, "org.crampd.Diary.Traits", "trait", json_object(), traits);
}

/* The id of the one that is meant: its number, or the name of a circumstance of which only one is without an end. */
static int find_trait(struct session *s, const char *word, json_t **id)
{
	const struct factor *f = factor_find(word, NULL);
	json_t *traits, *t;
	size_t i, found = 0;
	int status = list_traits(s, &traits);

	if (status != EXIT_DONE)
		return status;
	json_array_foreach(traits, i, t)
	{
		char number[32];
		snprintf(number, sizeof(number), "%lld", (long long)json_integer_value(json_object_get(t, "id")));
		bool by_number = strcmp(number, word) == 0;
		bool by_name = f && json_is_null(json_object_get(t, "until")) &&
			       str_equal(json_string_value(json_object_get(t, "trait")), f->id);
		if (!by_number && !by_name)
			continue;
		found++;
		json_decref(*id);
		*id = json_incref(json_object_get(t, "id"));
	}
	json_decref(traits);
	if (found == 1)
		return EXIT_DONE;
	json_decref(*id);
	*id = NULL;
	return found ? complain(EXIT_REFUSED, "\"%s\" holds more than once; its number is expected (cramp trait list).",
				word)
		     : complain(EXIT_REFUSED, "\"%s\" is not among your circumstances (cramp trait list).", word);
}

/* The last day it holds: today, where no day is told. */
static int trait_end(struct session *s, int count, char **words)
{
	json_t *call, *id = NULL, *reply = NULL;
	int32_t day = civil_of(s->reader.now).day;
	char *complaint = NULL, iso[DATE_LENGTH + 1];
	int status;

	if (count == 0)
		return usage_error(s, "Which one? Its name or number is expected (cramp trait list).");
	if (count > 1 && !date_parse(words[1], &day) &&
	    !read_night(&s->reader, count - 1, words + 1, &day, &complaint)) {
		status = usage_error(s, "%s", complaint);
		free(complaint);
		return status;
	}
	status = find_trait(s, words[0], &id);
	if (status != EXIT_DONE)
		return status;
	date_format(day, iso);
	call = session_change(s);
	json_object_set_new(call, "id", id);
	json_object_set_new(call, "until", json_string(iso));
	status = session_call(s, "org.crampd.Diary.EndTrait", call, &reply);
	if (status == EXIT_DONE)
		echo_trait(s, reply, NULL);
	json_decref(reply);
	return status;
}

static void trait_rows(const struct session *s, json_t *traits)
{
	static const char *const keys[] = { "id",   "trait", "value", "name", "dose",	     "as_needed", "side",
					    "from", "until", "note",  "uid",  "recorded_at", NULL };
	json_t *t;
	size_t i;

	if (!s->json)
		show_csv_header(keys);
	json_array_foreach(traits, i, t)
	{
		json_t *row = show_json_of(t);
		if (s->json)
			show_json(t);
		else
			show_csv_row(keys, row);
		json_decref(row);
	}
}

static int trait_list(struct session *s)
{
	static const struct column columns[] = { { "Id", true, 0, 0 }, { "Circumstance", false, 24, 0 } };
	json_t *traits, *t;
	struct table *table;
	size_t i;
	int status = list_traits(s, &traits);

	if (status != EXIT_DONE)
		return status;
	if (s->json || s->csv) {
		trait_rows(s, traits);
		json_decref(traits);
		return EXIT_DONE;
	}
	table = table_new(s, columns, ARRAY_LEN(columns));
	json_array_foreach(traits, i, t)
	{
		char *text = phrase_trait(s, t);
		table_cell(table, STYLE_PLAIN, "%lld", (long long)json_integer_value(json_object_get(t, "id")));
		table_cell(table, STYLE_PLAIN, "%s", text);
		free(text);
	}
	if (table_rows(table))
		table_print(table);
	else
		show_line(s, "No standing circumstances are recorded. cramp trait set diuretic from 2026-03-01");
	table_free(table);
	json_decref(traits);
	return EXIT_DONE;
}

int cmd_trait(struct session *s, int count, char **words)
{
	if (count == 0 || strcmp(words[0], "list") == 0)
		return count > 1 ? usage_error(s, "I do not know what to do with \"%s\".", words[1]) : trait_list(s);
	if (strcmp(words[0], "set") == 0)
		return count > 1 ? trait_set(s, count - 1, words + 1)
				 : usage_error(s, "Which circumstance or medicine?");
	if (strcmp(words[0], "end") == 0)
		return trait_end(s, count - 1, words + 1);
	return usage_error(s, "\"%s\" is not set, end or list.", words[0]);
}
