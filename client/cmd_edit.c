/*
 * edit and rm: entries are found by their lasting number or by how new they are, and everything can be taken back.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/echo.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/text.h"
#include "client/words.h"
#include "cramp/util.h"

static const char *kind_of(json_t *entry)
{
	const char *kind = json_string_value(json_object_get(entry, "kind"));

	return kind ? kind : "";
}

static json_t *thing_of(json_t *entry)
{
	return json_object_get(entry, kind_of(entry));
}

/* The words as an edit of this kind of entry; *input names the parameter they go into. */
static int read_edit(struct session *s, json_t *entry, int count, char **words, struct read_result *read,
		     const char **input)
{
	static const struct {
		const char *kind;
		enum option_set options;
		const char *input;
	} kinds[] = {
		{ "episode", OPTIONS_EPISODE, "episode" },
		{ "reading", OPTIONS_READING, "reading" },
		{ "night", OPTIONS_SLEEP, "sleep" },
	};
	const char *kind = kind_of(entry), *id = json_string_value(json_object_get(thing_of(entry), "factor"));
	struct words told;
	int32_t night = NO_NIGHT;
	size_t k = 0;
	bool ok;
	int status;

	while (k < ARRAY_LEN(kinds) && strcmp(kinds[k].kind, kind) != 0)
		k++;
	if (k == ARRAY_LEN(kinds))
		return complain(EXIT_REFUSED, "A %s cannot be edited; remove it and tell it again.", kind);
	status = words_from_options(s, kinds[k].options, count, words, &told);
	if (status != EXIT_DONE)
		return status;
	words_ask_note(&told);
	date_parse(json_string_value(json_object_get(thing_of(entry), "night")), &night);
	if (kinds[k].options == OPTIONS_EPISODE) {
		ok = read_episode_edit(&s->reader, night, told.count, told.list, read);
	} else if (kinds[k].options == OPTIONS_SLEEP) {
		ok = read_sleep_edit(&s->reader, night, told.count, told.list, read);
	} else {
		session_own_factors(s);
		const struct factor *factor = factor_by_id(id ? id : "", &s->own);
		ok = factor && read_reading_edit(&s->reader, factor, night, told.count, told.list, read);
		if (ok)
			json_object_set_new(json_object_get(read->object, "set"), "factor", json_string(factor->id));
		if (!factor)
			read->complaint = xasprintf("The factor \"%s\" is not known any more.", id);
	}
	*input = kinds[k].input;
	words_clear(&told);
	return ok ? EXIT_DONE : words_refused(read, "Nothing was changed.");
}

static void echo_edit(struct session *s, json_t *reply, const char *remark)
{
	json_t *before = json_object_get(reply, "before"), *after = json_object_get(reply, "after");

	echo_before_after(s, kind_of(after), thing_of(before), thing_of(after));
	echo_remark(s, remark);
	if (json_is_true(json_object_get(reply, "cleared_free")))
		echo_remark(s, "That night had been marked as free of cramps; it no longer is.");
	echo_remark(s, json_is_false(json_object_get(reply, "changed")) ? "That is what was on record: nothing changed."
									: "undo: cramp undo");
	echo_warnings(s, json_object_get(reply, "warnings"));
}

int cmd_edit(struct session *s, int count, char **words)
{
	struct read_result read = { 0 };
	json_t *entry = NULL, *call, *reply = NULL;
	const char *input = NULL;
	int status = entry_find(s, words[0], &entry);

	if (status == EXIT_DONE)
		status = read_edit(s, entry, count - 1, words + 1, &read, &input);
	if (status == EXIT_DONE) {
		json_t *set = json_object_get(read.object, "set"), *clear = json_object_get(read.object, "clear");
		call = session_change(s);
		json_object_set(call, "id", json_object_get(entry, "id"));
		if (json_object_size(set) > 0)
			json_object_set(call, input, set);
		if (json_array_size(clear) > 0)
			json_object_set(call, "clear", clear);
		status = session_call(s, "org.crampd.Diary.Edit", call, &reply);
		if (status == EXIT_DONE && s->json)
			show_json(reply);
		else if (status == EXIT_DONE)
			echo_edit(s, reply, read.remark);
	}
	json_decref(entry);
	json_decref(reply);
	read_result_clear(&read);
	return status;
}

int cmd_rm(struct session *s, int count, char **words)
{
	json_t *entry = NULL, *call, *reply = NULL;
	int status = entry_find(s, words[0], &entry);

	(void)count;
	if (status == EXIT_DONE) {
		call = session_change(s);
		json_object_set(call, "id", json_object_get(entry, "id"));
		session_own_factors(s);
		status = session_call(s, "org.crampd.Diary.Remove", call, &reply);
	}
	if (status == EXIT_DONE && s->json) {
		show_json(reply);
	} else if (status == EXIT_DONE) {
		json_t *removed = json_object_get(reply, "removed");
		char *thing = phrase_thing(s, kind_of(removed), thing_of(removed));
		echo_change(s, json_object_get(removed, "id"), xasprintf("removed: %s", thing));
		free(thing);
	}
	json_decref(entry);
	json_decref(reply);
	return status;
}
