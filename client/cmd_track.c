/*
 * track, untrack, factor: what is asked about, what is suspected, and factors of one's own.
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
#include "client/tracked.h"
#include "client/words.h"
#include "cramp/util.h"

static void tracking_line(struct session *s, struct table *t, json_t *row)
{
	const char *id = json_string_value(json_object_get(row, "factor"));
	json_t *lag = json_object_get(row, "lag");
	char name[PHRASE_MAX], text[PHRASE_MAX] = "";

	if (json_is_integer(lag))
		snprintf(text, sizeof(text), ", acts after %d nights", (int)json_integer_value(lag));
	table_cell(t, STYLE_PLAIN, "%s", phrase_factor(s, id, name));
	table_cell(t, STYLE_PLAIN, "%s%s%s", json_is_true(json_object_get(row, "tracked")) ? "tracked" : "not tracked",
		   json_is_true(json_object_get(row, "suspect")) ? ", suspected" : "", text);
	table_cell(t, STYLE_DIM, "%s", id);
}

/* What is tracked, then what is only suspected: rows as the wire has them. */
static json_t *tracking_rows(struct session *s)
{
	json_t *rows = json_array(), *row;
	struct tracked tracked;
	size_t i;

	tracked_list(s, &tracked);
	for (i = 0; i < tracked.count; i++) {
		row = tracking_of(s, tracked.ids[i]);
		if (row)
			json_array_append(rows, row);
		else
			json_array_append_new(rows, json_pack("{s:s, s:b, s:b}", "factor", tracked.ids[i], "tracked", 1,
							      "suspect", 0));
	}
	json_array_foreach(s->tracking, i, row) if (!json_is_true(json_object_get(row, "tracked")) &&
						    json_is_true(json_object_get(row, "suspect")))
		json_array_append(rows, row);
	tracked_clear(&tracked);
	return rows;
}

static void tracking_table(struct session *s, json_t *rows)
{
	static const struct column columns[] = { { "Factor", false, 0, 0 },
						 { "", false, 0, 0 },
						 { "Id", false, 0, 1 } };
	struct table *t = table_new(s, columns, ARRAY_LEN(columns));
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) tracking_line(s, t, row);
	if (table_rows(t))
		table_print(t);
	else
		show_text(s, "Nothing is tracked. cramp track water\n");
	table_free(t);
}

static int show_tracked(struct session *s)
{
	static const char *const keys[] = { "factor", "tracked", "suspect", "suspect_since", "lag", "lag_since", NULL };
	json_t *rows = tracking_rows(s), *row;
	size_t i;

	if (s->csv && !s->json)
		show_csv_header(keys);
	json_array_foreach(rows, i, row)
	{
		if (s->json)
			show_json(row);
		else if (s->csv)
			show_csv_row(keys, row);
	}
	if (!s->json && !s->csv)
		tracking_table(s, rows);
	json_decref(rows);
	return EXIT_DONE;
}

/* The factor a word means, own ones too; NULL after one sentence. */
static const struct factor *factor_named(struct session *s, const char *word)
{
	const struct factor *f;
	char *near;

	session_own_factors(s);
	/* The sleep diary has items of its own; what is tracked is what it is about. */
	f = factor_find(strcmp(word, "sleep") == 0 ? "sleep_debt" : word, &s->own);
	if (f)
		return f;
	near = near_names(word, NEAR_FACTOR, &s->own, NULL);
	complain(EXIT_REFUSED, "I do not know the factor \"%s\".%s%s%s", word, near[0] ? " Did you mean " : "", near,
		 near[0] ? "?" : "");
	free(near);
	return NULL;
}

/* The words after the factor: suspect, lag N. */
static int read_tracking(struct session *s, bool wanted, int count, char **words, json_t *call)
{
	bool suspect = false, lag = false;

	for (int i = 0; i < count; i++) {
		if (strcmp(words[i], "suspect") == 0) {
			suspect = true;
			json_object_set_new(call, "suspect", json_boolean(wanted));
		} else if (wanted && strcmp(words[i], "lag") == 0 && i + 1 < count && strlen(words[i + 1]) == 1 &&
			   strchr("0123", words[i + 1][0])) {
			lag = true;
			json_object_set_new(call, "lag", json_integer(words[++i][0] - '0'));
		} else {
			return usage_error(s, "I do not know what to do with \"%s\".", words[i]);
		}
	}
	/* To withdraw a suspicion is no wish to stop keeping the record. */
	if (wanted || !(suspect || lag))
		json_object_set_new(call, "tracked", json_boolean(wanted));
	return EXIT_DONE;
}

/* "--suspect FACTOR" is the same as "FACTOR suspect". */
static void options_last(int count, char **words)
{
	static char suspect[] = "suspect";

	for (int i = 0; i < count; i++) {
		if (strcmp(words[i], "--suspect") != 0)
			continue;
		for (int k = i; k + 1 < count; k++)
			words[k] = words[k + 1];
		words[count - 1] = suspect;
	}
}

static int track(struct session *s, bool wanted, int count, char **words)
{
	const struct factor *factor = factor_named(s, words[0]);
	json_t *call, *reply = NULL;
	int status;

	if (!factor)
		return EXIT_REFUSED;
	call = session_change(s);
	json_object_set_new(call, "factor", json_string(factor->id));
	status = read_tracking(s, wanted, count - 1, words + 1, call);
	if (status != EXIT_DONE) {
		json_decref(call);
		return status;
	}
	status = session_call(s, "org.crampd.Diary.Track", call, &reply);
	if (status == EXIT_DONE && s->json)
		show_json(reply);
	else if (status == EXIT_DONE)
		echo_told(s, reply, NULL, phrase_tracking(s, json_object_get(reply, "tracking")));
	if (status == EXIT_DONE && wanted && !s->json && strcmp(factor->id, "sleep_debt") == 0)
		echo_remark(s, "It is worked out from the sleep diary, whose items cramp morning asks from now on.");
	json_decref(reply);
	return status;
}

int cmd_track(struct session *s, int count, char **words)
{
	options_last(count, words);
	return count == 0 ? show_tracked(s) : track(s, true, count, words);
}

int cmd_untrack(struct session *s, int count, char **words)
{
	options_last(count, words);
	return track(s, false, count, words);
}

/* What the words after a new factor's name say: kind, unit, window, combination, label. Unsaid: yes/no, of the day. */
static int read_factor(struct session *s, int count, char **words, json_t *factor)
{
	static const struct {
		const char *word, *key, *value;
	} plain[] = {
		{ "yesno", "kind", "yesno" }, { "yes/no", "kind", "yesno" }, { "amount", "kind", "amount" },
		{ "scale", "kind", "scale" }, { "day", "window", "day" },    { "night", "window", "night" },
		{ "sum", "combine", "sum" },  { "mean", "combine", "mean" }, { "min", "combine", "min" },
		{ "max", "combine", "max" },  { "last", "combine", "last" },
	};

	for (int i = 0; i < count; i++) {
		size_t p = 0;
		while (p < ARRAY_LEN(plain) && strcmp(plain[p].word, words[i]) != 0)
			p++;
		if (p < ARRAY_LEN(plain)) {
			json_object_set_new(factor, plain[p].key, json_string(plain[p].value));
		} else if (strcmp(words[i], "unit") == 0 && i + 1 < count) {
			json_object_set_new(factor, "unit", json_string(words[++i]));
		} else if (strcmp(words[i], "label") == 0 && i + 1 < count) {
			struct strbuf label = { 0 };
			while (++i < count)
				strbuf_add(&label, "%s%s", label.length ? " " : "", words[i]);
			json_object_set_new(factor, "label", json_string(label.text));
			strbuf_clear(&label);
		} else {
			return usage_error(s, "I do not know what to do with \"%s\".", words[i]);
		}
	}
	return EXIT_DONE;
}

static json_t *new_factor(const char *id)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "id", id, "label", id, "kind", "yesno", "unit", "", "window",
			 "day", "combine", "last");
}

/* The own factor as it is; NULL: there is none. */
static json_t *present_factor(struct session *s, const char *id)
{
	const struct factor *f;

	session_own_factors(s);
	f = factor_by_id(id, &s->own);
	return f && f->own ? json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "id", f->id, "label", f->label, "kind",
				       factor_kind_name(f->kind), "unit", f->unit, "window",
				       factor_window_name(f->window), "combine", factor_combine_name(f->combine))
			   : NULL;
}

int cmd_factor(struct session *s, int count, char **words)
{
	json_t *factor, *present, *call, *reply = NULL;
	bool make = strcmp(words[0], "new") == 0;
	int status;

	if (!make && strcmp(words[0], "edit") != 0)
		return usage_error(s, "\"%s\" is neither new nor edit.", words[0]);
	if (count < 2)
		return usage_error(s, "Which factor?");
	present = present_factor(s, words[1]);
	if (make && (present || factor_find(words[1], &s->own))) {
		json_decref(present);
		return complain(EXIT_REFUSED, "There is a factor \"%s\" already.", words[1]);
	}
	if (!make && !present)
		return complain(EXIT_REFUSED, "You have no factor of your own called \"%s\".", words[1]);
	factor = make ? new_factor(words[1]) : present;
	status = read_factor(s, count - 2, words + 2, factor);
	if (status != EXIT_DONE) {
		json_decref(factor);
		return status;
	}
	call = session_change(s);
	json_object_set_new(call, "factor", factor);
	status = session_call(s, "org.crampd.Diary.SetFactor", call, &reply);
	if (status == EXIT_DONE && s->json)
		show_json(reply);
	else if (status == EXIT_DONE)
		echo_told(s, reply, NULL, phrase_own_factor(json_object_get(reply, "factor")));
	/* So that its name is known from now on, also where no daemon answers. */
	if (status == EXIT_DONE) {
		session_own_forget(s);
		session_own_factors(s);
	}
	json_decref(reply);
	return status;
}
