/*
 * cramp morning: the check-in. Asks what is still open, keeps all answers as one step, whenever and however it is left.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/checkin.h"
#include "client/echo.h"
#include "client/prompt.h"
#include "client/record.h"
#include "client/session.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/text.h"
#include "client/spool.h"
#include "cramp/util.h"

/* Hints stand under each other from here on. */
enum { HINT_COLUMN = 48 };

static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
static const char *const months[] = { "January", "February", "March",	  "April",   "May",	 "June",
				      "July",	 "August",   "September", "October", "November", "December" };

/* "Night of Saturday 21 to Sunday 22 November". */
static char *title(int32_t night)
{
	int year, month, mday, next_month, next_mday;

	date_split(night, &year, &month, &mday);
	date_split(night + 1, &year, &next_month, &next_mday);
	return xasprintf("Night of %s %d%s%s to %s %d %s", weekdays[date_weekday(night)], mday,
			 month == next_month ? "" : " ", month == next_month ? "" : months[month - 1],
			 weekdays[date_weekday(night + 1)], next_mday, months[next_month - 1]);
}

static void show_title(const struct session *s, int32_t night)
{
	static const char keys[] = "Enter = leave unknown, b = back, q = stop (answers are kept)";
	char *text = title(night);
	int between = show_room(s) - utf8_width(text) - (int)strlen(keys);

	fputs(style_begin(s, STYLE_BOLD), stdout);
	if (between >= 4)
		show_text(s, "%s", text);
	else
		show_folded(s, "", 0, text);
	fputs(style_end(s, STYLE_BOLD), stdout);
	if (between >= 4)
		show_styled(s, STYLE_DIM, "    %s\n", keys);
	else
		show_folded(s, "", 0, keys);
	putchar('\n');
	free(text);
}

/* Asks one question until it is answered somehow. */
static enum prompt_answer ask(struct checkin *c, size_t at)
{
	for (;;) {
		char *text = checkin_text(c, &c->list[at]), *hint = checkin_hint(c, &c->list[at]);
		char *line, *complaint = NULL;
		enum prompt_answer answer = prompt_ask(c->session, text, hint, &line);
		bool ok = answer != PROMPT_TOLD || checkin_take(c, at, line, &complaint);

		free(text);
		free(hint);
		free(line);
		if (ok)
			return answer;
		show_folded(c->session, "    ", 4, complaint);
		free(complaint);
	}
}

static void ask_all(struct checkin *c)
{
	prompt_begin(HINT_COLUMN);
	for (size_t at = 0; at < c->count;) {
		enum prompt_answer answer = ask(c, at);

		if (answer == PROMPT_QUIT)
			break;
		if (answer == PROMPT_UNKNOWN)
			checkin_untake(c, at);
		if (answer != PROMPT_BACK) {
			at++;
			continue;
		}
		at -= at > 0;
		checkin_untake(c, at);
	}
	prompt_end();
	putchar('\n');
}

/* ---- keeping ---- */

static json_t *call_of(struct checkin *c, json_t *answers)
{
	json_t *call = session_change(c->session);
	char night[DATE_LENGTH + 1];

	date_format(c->night, night);
	json_object_set_new(call, "night", json_string(night));
	json_object_update(call, answers);
	return call;
}

/* What a refusal may be about: it is left out, one part after the other, before all answers are lost to it. */
static int keep(struct checkin *c, json_t *answers, json_t **reply)
{
	static const struct {
		const char *key, *name;
	} parts[] = { { "sleep", "Sleep" }, { "free", "That there was no cramp" } };
	char *why = NULL;
	json_t *call;
	int status;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!json_object_get(answers, parts[i].key))
			continue;
		call = call_of(c, answers);
		status = session_try(c->session, "org.crampd.Diary.CheckIn", call, reply, &why);
		json_decref(call);
		if (status == EXIT_DONE)
			return EXIT_DONE;
		if (status == EXIT_NO_DAEMON) {
			free(why);
			break;
		}
		char *line = xasprintf("%s was not kept: %s", parts[i].name, why);
		show_folded(c->session, "", 0, line);
		free(line);
		free(why);
		why = NULL;
		json_object_del(answers, parts[i].key);
	}
	if (json_object_size(answers) == 0)
		return EXIT_REFUSED;
	return record(c->session, "org.crampd.Diary.CheckIn", call_of(c, answers), reply);
}

static void tell_unasked(const struct checkin *c)
{
	bool sleep = false;

	if (c->unasked) {
		char *line = xasprintf("Not asked, to keep it short: %s (cramp add).", c->unasked);
		show_folded(c->session, "", 0, line);
		free(line);
	}
	for (size_t i = 0; i < c->tracked.count; i++)
		sleep |= strcmp(c->tracked.ids[i], "sleep_debt") == 0;
	if (!sleep)
		show_folded(c->session, "", 0, "Sleep was not asked: you do not track it (cramp track sleep).");
}

static int keep_answers(struct checkin *c)
{
	json_t *answers = checkin_answers(c), *reply = NULL;
	int status = EXIT_DONE;
	char *told;

	if (json_object_size(answers) == 0) {
		show_folded(c->session, "", 0, "Nothing was answered; nothing was changed.");
	} else {
		status = keep(c, answers, &reply);
		told = checkin_phrase(c, answers);
		if (reply) {
			echo_change(c->session, NULL, xasprintf("Kept: %s.", told));
			echo_warnings(c->session, json_object_get(reply, "warnings"));
		}
		free(told);
	}
	json_decref(answers);
	json_decref(reply);
	return status;
}

/* ---- nothing to ask, and for scripts ---- */

static void show_complete(struct checkin *c)
{
	char *night = title(c->night), *text;
	struct strbuf b = { 0 };
	json_t *e;
	size_t i;

	json_array_foreach(c->episodes, i, e)
	{
		char *brief = phrase_episode_brief(e);
		strbuf_add(&b, "%s%s", b.length ? "; " : ": ", brief);
		free(brief);
	}
	text = xasprintf("%s%s. Nothing is left to ask.", night, b.length ? b.text : ": no cramp");
	show_folded(c->session, "", 0, text);
	show_folded(c->session, "", 0,
		    "Another cramp: cramp log 3:10 left calf 7 · something else: cramp add · to change "
		    "an entry: cramp edit");
	free(text);
	free(night);
	strbuf_clear(&b);
}

/* {"night", "missing": [what would be asked]}. */
static void show_missing(struct checkin *c)
{
	static const char *const abouts[] = {
		[ABOUT_DRAFT] = "draft",       [ABOUT_CRAMPS] = "cramps",   [ABOUT_ANOTHER] = NULL,
		[ABOUT_MEASURES] = NULL,       [ABOUT_FACTOR] = NULL,	    [ABOUT_SLEEP] = "sleep",
		[ABOUT_LYING] = "lying_awake", [ABOUT_QUALITY] = "quality",
	};
	json_t *missing = json_array(), *o;
	char night[DATE_LENGTH + 1];

	for (size_t i = 0; i < c->count; i++) {
		const struct question *q = &c->list[i];
		if (q->about == ABOUT_FACTOR)
			json_array_append_new(missing, json_string(q->factor->id));
		for (size_t k = 0; q->about == ABOUT_MEASURES && k < c->measure_count; k++)
			json_array_append_new(missing, json_string(c->measures[k]->id));
		if (abouts[q->about])
			json_array_append_new(missing, json_string(abouts[q->about]));
	}
	date_format(c->night, night);
	o = json_pack("{s:s, s:o}", "night", night, "missing", missing);
	show_json(o);
	json_decref(o);
}

static int read_asked_night(struct session *s, int count, char **words, int32_t *night)
{
	char *complaint = NULL;
	int status = EXIT_DONE;
	char text[PHRASE_MAX];

	if (!read_night(&s->reader, count, words, night, &complaint))
		status = complain(EXIT_REFUSED, "%s", complaint);
	else if (*night > night_of(s->reader.now, s->reader.night_starts_min))
		status = complain(EXIT_REFUSED, "The night of %s has not begun yet.",
				  phrase_date(*night, phrase_year(s), text));
	free(complaint);
	return status;
}

int cmd_morning(struct session *s, int count, char **words)
{
	struct checkin c;
	int32_t night;
	int status = read_asked_night(s, count, words, &night);

	if (status != EXIT_DONE)
		return status;
	spool_tell(s);
	status = checkin_open(&c, s, night);
	if (status == EXIT_DONE && s->json) {
		show_missing(&c);
	} else if (status == EXIT_DONE && c.count == 0) {
		show_complete(&c);
	} else if (status == EXIT_DONE) {
		show_title(s, night);
		ask_all(&c);
		status = keep_answers(&c);
		tell_unasked(&c);
	}
	checkin_clear(&c);
	return status;
}
