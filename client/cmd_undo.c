/*
 * undo, redo, history: one command is one step. What came back is shown as it was and as it is.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/echo.h"
#include "client/show/csv.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/table.h"
#include "cramp/util.h"

enum { CHANGES_SHOWN = 5, HISTORY_SHOWN = 20 };

/* The wire's method names as the user knows the commands. */
static const char *command_name(const char *method)
{
	static const struct {
		const char *method, *command;
	} names[] = {
		{ "Log", "log" },
		{ "Over", "over" },
		{ "None", "none" },
		{ "CheckIn", "morning" },
		{ "Sleep", "sleep" },
		{ "Add", "add" },
		{ "AddSeveral", "add" },
		{ "Edit", "edit" },
		{ "Remove", "rm" },
		{ "SetFactor", "factor" },
		{ "Track", "track" },
		{ "SetTrait", "trait set" },
		{ "EndTrait", "trait end" },
		{ "Undo", "undo" },
		{ "Redo", "redo" },
		{ "Import csv", "import csv" },
		{ "Import sleep-as-android", "import sleep-as-android" },
		{ "Import ndjson", "import ndjson" },
		{ "Answer", "answer to a reminder" },
		{ "Snooze", "reminder put off" },
		{ "Remind", "reminder" },
		{ "Look", "verdicts issued" },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_equal(names[i].method, method))
			return names[i].command;
	return method ? method : "?";
}

static long long number_of(json_t *object, const char *key)
{
	return (long long)json_integer_value(json_object_get(object, key));
}

/* The daemon tells the first few hundred; `all` is how many there were. */
static void echo_changes(struct session *s, json_t *changes, size_t all)
{
	size_t count = json_array_size(changes), shown = count > CHANGES_SHOWN + 1 ? CHANGES_SHOWN : count;

	for (size_t i = 0; i < shown; i++) {
		json_t *c = json_array_get(changes, i);
		echo_before_after(s, json_string_value(json_object_get(c, "kind")), json_object_get(c, "before"),
				  json_object_get(c, "after"));
	}
	if (shown < all) {
		char *line = xasprintf("… and %zu more.", all - shown);
		echo_remark(s, line);
		free(line);
	}
}

static void echo_step(struct session *s, json_t *batch, const char *what, const char *hint)
{
	char at[PHRASE_MAX];
	const char *command = command_name(json_string_value(json_object_get(batch, "command")));

	echo_line(s, NULL,
		  xasprintf("%s step %lld: %s, %s", what, number_of(batch, "id"), command,
			    phrase_instant_dated(json_string_value(json_object_get(batch, "at")), phrase_year(s), at)),
		  hint);
}

static int step_back(struct session *s, const char *method, json_t *call, const char *key, const char *what,
		     const char *hint)
{
	json_t *reply = NULL;
	int status = session_call(s, method, call, &reply);

	if (status == EXIT_DONE && s->json) {
		show_json(reply);
	} else if (status == EXIT_DONE) {
		session_own_factors(s);
		echo_step(s, json_object_get(reply, key), what, hint);
		echo_changes(s, json_object_get(reply, "changes"),
			     (size_t)number_of(json_object_get(reply, key), "changes"));
	}
	json_decref(reply);
	return status;
}

static bool is_number(const char *word)
{
	return word[0] && strspn(word, "0123456789") == strlen(word) && strlen(word) <= 15;
}

int cmd_undo(struct session *s, int count, char **words)
{
	json_t *call;

	if (count == 1 && !is_number(words[0]))
		return usage_error(s, "\"%s\" is no step; a number as cramp history shows it is expected.", words[0]);
	call = session_change(s);
	if (count == 1)
		json_object_set_new(call, "batch", json_integer(atoll(words[0])));
	return step_back(s, "org.crampd.Diary.Undo", call, "undone", "Took back", "again: cramp redo");
}

int cmd_redo(struct session *s, int count, char **words)
{
	(void)count, (void)words;
	return step_back(s, "org.crampd.Diary.Redo", session_change(s), "redone", "Brought back", "undo: cramp undo");
}

static const char *const history_keys[] = { "id",   "uid",    "at",	"zone",	   "actor", "command",
					    "kind", "target", "undone", "changes", NULL };

struct history {
	struct session *session;
	struct table *table;
};

/* Who did it, where it was not the user at the command line. */
static const char *by_whom(const char *actor)
{
	if (str_equal(actor, "reminder"))
		return ", by a reminder";
	return str_equal(actor, "sensor") ? ", by a sensor" : "";
}

static int add_step(json_t *reply, void *data)
{
	struct history *h = data;
	json_t *b = json_object_get(reply, "batch");
	const char *kind = json_string_value(json_object_get(b, "kind"));
	const char *actor = json_string_value(json_object_get(b, "actor"));
	char at[PHRASE_MAX];

	if (!json_is_object(b))
		return 0;
	if (h->session->json) {
		show_json(b);
		return 0;
	}
	if (h->session->csv) {
		show_csv_row(history_keys, b);
		return 0;
	}
	table_cell(h->table, STYLE_PLAIN, "%lld", number_of(b, "id"));
	table_cell(h->table, STYLE_PLAIN, "%s",
		   phrase_instant_dated(json_string_value(json_object_get(b, "at")), phrase_year(h->session), at));
	if (str_equal(kind, "change"))
		table_cell(h->table, STYLE_PLAIN, "%s%s",
			   command_name(json_string_value(json_object_get(b, "command"))), by_whom(actor));
	else
		table_cell(h->table, STYLE_PLAIN, "%s of step %lld", kind, number_of(b, "target"));
	table_cell(h->table, STYLE_PLAIN, "%lld", number_of(b, "changes"));
	table_cell(h->table, STYLE_DIM, "%s", json_is_true(json_object_get(b, "undone")) ? "taken back" : "");
	return 0;
}

int cmd_history(struct session *s, int count, char **words)
{
	static const struct column columns[] = {
		{ "Step", true, 0, 0 },	   { "When", false, 0, 2 }, { "What", false, 12, 0 },
		{ "Changed", true, 0, 3 }, { "", false, 0, 0 },
	};
	struct history h = { .session = s };
	json_t *call;
	int status;

	if (count == 1 && strcmp(words[0], "all") != 0 && (!is_number(words[0]) || atoll(words[0]) == 0))
		return usage_error(s, "\"%s\" is no number of steps.", words[0]);
	call = json_object();
	if (count == 0 || strcmp(words[0], "all") != 0)
		json_object_set_new(call, "limit", json_integer(count == 1 ? atoll(words[0]) : HISTORY_SHOWN));
	h.table = table_new(s, columns, ARRAY_LEN(columns));
	if (s->csv && !s->json)
		show_csv_header(history_keys);
	status = session_stream(s, "org.crampd.Diary.History", call, add_step, &h);
	if (status == EXIT_DONE && !s->json && !s->csv) {
		if (table_rows(h.table))
			table_print(h.table);
		else
			show_text(s, "Nothing has been recorded yet.\n");
	}
	table_free(h.table);
	return status;
}
