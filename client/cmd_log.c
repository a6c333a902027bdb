/*
 * log, none, sleep, add: what happened, told in words. A cramp logged at 3 a.m. must never be lost: these four keep
 * their entry even where no daemon can be had (record.h).
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/ask.h"
#include "client/echo.h"
#include "client/record.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/words.h"
#include "cramp/util.h"

static const char nothing[] = "Nothing was recorded.";

static void echo_episode(struct session *s, json_t *reply, const char *remark)
{
	json_t *episode = json_object_get(reply, "episode");
	const char *class = json_string_value(json_object_get(episode, "class"));
	const char *why = json_string_value(json_object_get(episode, "class_reason"));
	char night[PHRASE_MAX];

	echo_change(s, json_object_get(episode, "id"), phrase_episode(s, episode));
	echo_remark(s, remark);
	if (!str_equal(class, "night"))
		echo_remark(s, why);
	if (json_is_true(json_object_get(reply, "cleared_free"))) {
		char *line = xasprintf("The night of %s had been marked as free of cramps; it no longer is.",
				       phrase_night_dated(json_string_value(json_object_get(episode, "night")),
							  phrase_year(s), night));
		echo_remark(s, line);
		free(line);
	}
	echo_warnings(s, json_object_get(reply, "warnings"));
}

int cmd_log(struct session *s, int count, char **words)
{
	struct words told = { 0 };
	struct read_result read = { 0 };
	json_t *call, *reply = NULL;
	int status;

	if (count == 0 && !s->reader.at && s->reader.night == NO_NIGHT) {
		if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
			return usage_error(s, "What happened? For example: cramp log 3:10 left calf 7 for 2m stretch");
		status = ask_episode(s, &told);
	} else {
		status = words_from_options(s, OPTIONS_EPISODE, count, words, &told);
	}
	if (status != EXIT_DONE)
		return status;
	words_ask_note(&told);
	if (!read_episode(&s->reader, told.count, told.list, &read)) {
		status = words_refused(&read, nothing);
	} else {
		call = session_change(s);
		json_object_set(call, "episode", read.object);
		status = record(s, "org.crampd.Diary.Log", call, &reply);
		if (reply && s->json)
			show_json(reply);
		else if (reply)
			echo_episode(s, reply, read.remark);
	}
	json_decref(reply);
	read_result_clear(&read);
	words_clear(&told);
	return status;
}

static char *phrase_nights(const struct session *s, json_t *nights)
{
	size_t count = json_array_size(nights);
	char first[PHRASE_MAX], last[PHRASE_MAX];

	phrase_night_dated(json_string_value(json_object_get(json_array_get(nights, 0), "night")), phrase_year(s),
			   first);
	phrase_night_dated(json_string_value(json_object_get(json_array_get(nights, count - 1), "night")),
			   phrase_year(s), last);
	return count == 1 ? xasprintf("night of %s · no cramp", first)
			  : xasprintf("%zu nights, %s to %s · no cramp", count, first, last);
}

int cmd_none(struct session *s, int count, char **words)
{
	struct read_result read = { 0 };
	int32_t from, to;
	json_t *call, *nights, *reply = NULL;
	char iso[DATE_LENGTH + 1];
	bool understood;
	int status;

	if (count == 0)
		understood = read_night(&s->reader, 0, NULL, &from, &read.complaint) && (to = from, true);
	else
		understood = read_range(&s->reader, count, words, &from, &to, &read.complaint);
	if (!understood) {
		status = words_refused(&read, nothing);
		read_result_clear(&read);
		return status;
	}
	call = session_change(s);
	nights = json_array();
	for (int32_t night = from; night <= to; night++) {
		date_format(night, iso);
		json_array_append_new(nights, json_string(iso));
	}
	json_object_set_new(call, "nights", nights);
	status = record(s, "org.crampd.Diary.None", call, &reply);
	if (reply && s->json)
		show_json(reply);
	else if (reply)
		echo_told(s, reply, json_object_get(json_array_get(json_object_get(reply, "nights"), 0), "id"),
			  phrase_nights(s, json_object_get(reply, "nights")));
	json_decref(reply);
	return status;
}

/* Naps are entries of their own, each with its number. */
static void echo_naps(struct session *s, json_t *reply)
{
	json_t *nap;
	size_t i;

	json_array_foreach(json_object_get(reply, "naps"), i, nap)
		echo_told(s, reply, json_object_get(nap, "id"), phrase_nap(s, nap));
}

static void echo_night(struct session *s, json_t *reply, json_t *told, const char *remark)
{
	json_t *night = json_object_get(reply, "night");

	if (json_object_size(json_object_get(told, "sleep")) > 0)
		echo_told(s, reply, json_object_get(night, "id"), phrase_night(s, night));
	echo_naps(s, reply);
	echo_remark(s, remark);
}

int cmd_sleep(struct session *s, int count, char **words)
{
	struct words told = { 0 };
	struct read_result read = { 0 };
	json_t *call, *reply = NULL;
	char night[DATE_LENGTH + 1];
	int status = words_from_options(s, OPTIONS_SLEEP, count, words, &told);

	if (status != EXIT_DONE)
		return status;
	words_ask_note(&told);
	if (!read_sleep(&s->reader, told.count, told.list, &read)) {
		status = words_refused(&read, nothing);
	} else {
		call = session_change(s);
		date_format(read.night, night);
		json_object_set_new(call, "night", json_string(night));
		json_object_update(call, read.object);
		status = record(s, "org.crampd.Diary.Sleep", call, &reply);
		if (reply && s->json)
			show_json(reply);
		else if (reply)
			echo_night(s, reply, read.object, read.remark);
	}
	json_decref(reply);
	read_result_clear(&read);
	words_clear(&told);
	return status;
}

int cmd_add(struct session *s, int count, char **words)
{
	struct words told = { 0 };
	struct read_result read = { 0 };
	json_t *call, *reply = NULL;
	int status = words_from_options(s, OPTIONS_READING, count, words, &told);

	if (status != EXIT_DONE)
		return status;
	words_ask_note(&told);
	if (told.count > 0 && !factor_find(told.list[0], NULL))
		session_own_factors(s);
	if (!read_reading(&s->reader, told.count, told.list, &read)) {
		status = words_refused(&read, nothing);
	} else {
		call = session_change(s);
		json_object_set(call, "reading", read.object);
		status = record(s, "org.crampd.Diary.Add", call, &reply);
		if (reply && s->json) {
			show_json(reply);
		} else if (reply) {
			json_t *reading = json_object_get(reply, "reading");
			echo_change(s, json_object_get(reading, "id"), phrase_reading(s, reading));
			echo_remark(s, read.remark);
		}
	}
	json_decref(reply);
	read_result_clear(&read);
	words_clear(&told);
	return status;
}
