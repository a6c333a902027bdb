/*
 * now, over: a cramp while it lasts. What to do stands on the screen before anything is asked of the daemon, the entry
 * is kept whatever happens to that, and what is advised depends on what is known of the leg.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/echo.h"
#include "client/fetch.h"
#include "client/record.h"
#include "client/session.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/text.h"
#include "client/words.h"
#include "cramp/amount.h"
#include "cramp/util.h"

enum { STEP_HANG = 6, STEPS_MAX = 3, UNDER_WAY_S = 3600 };

/* The steps on the screen, as they go. */
struct guide {
	struct session *session;
	json_t *episode; /* as it was told */
	const char *muscle;
	json_t *traits; /* NULL: not known, and nothing is advised that some circumstance bars */
	size_t next;	/* row of the catalogue */
	int shown;
};

static const char *text_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* ---- what to do ---- */

/* Somebody who says no place has it where most have it. */
static const char *muscle_of(json_t *episode)
{
	const char *told = json_string_value(json_array_get(json_object_get(episode, "muscles"), 0));

	return told ? told : "calf";
}

static bool has_flag(json_t *episode, const char *list)
{
	json_t *flag;
	size_t i;

	json_array_foreach(json_object_get(episode, "red_flags"), i, flag)
	{
		if (id_listed(list, json_string_value(flag)))
			return true;
	}
	return false;
}

/* Does a circumstance that holds today bar it? */
static bool is_barred(const struct guide *g, const char *barred_for)
{
	char today[DATE_LENGTH + 1];
	json_t *trait;
	size_t i;

	date_format(civil_of(g->session->reader.now).day, today);
	json_array_foreach(g->traits, i, trait)
	{
		const char *until = text_of(trait, "until");
		bool holds = !json_is_false(json_object_get(trait, "yes")) && (!until || strcmp(until, today) >= 0);
		if (holds && id_listed(barred_for, text_of(trait, "trait")))
			return true;
	}
	return false;
}

static bool is_last(const struct relief *r)
{
	return strncmp(r->asleep, "Still there?", 12) == 0;
}

static void show_step(struct guide *g, const struct relief *r)
{
	char *first = is_last(r) ? xasprintf("%*s", STEP_HANG, "") : xasprintf("   %d  ", ++g->shown);

	printf("%s", style_begin(g->session, STYLE_BOLD));
	show_folded(g->session, first, STEP_HANG, r->asleep);
	printf("%s\n", style_end(g->session, STYLE_BOLD));
	free(first);
}

/* The steps that are barred for nobody, up to the first that may be. */
static void show_safe_steps(struct guide *g)
{
	for (; g->next < catalogue_relief_count; g->next++) {
		const struct relief *r = &catalogue_relief[g->next];
		if (!id_listed(r->asleep_for, g->muscle) || is_last(r))
			continue;
		if (r->barred_for[0] || g->shown == STEPS_MAX)
			break;
		show_step(g, r);
	}
	fflush(stdout);
}

static void show_other_steps(struct guide *g)
{
	const struct relief *last = NULL;

	for (; g->next < catalogue_relief_count && g->shown < STEPS_MAX; g->next++) {
		const struct relief *r = &catalogue_relief[g->next];
		bool barred = r->barred_for[0] &&
			      (!g->traits || is_barred(g, r->barred_for) || has_flag(g->episode, r->barred_for));
		if (id_listed(r->asleep_for, g->muscle) && !is_last(r) && !barred)
			show_step(g, r);
	}
	for (size_t i = 0; i < catalogue_relief_count; i++)
		if (is_last(&catalogue_relief[i]) && id_listed(catalogue_relief[i].asleep_for, g->muscle))
			last = &catalogue_relief[i];
	if (last)
		show_step(g, last);
}

/* What a sign among the words asks for, before anything else. */
static void show_signs(const struct guide *g)
{
	for (size_t i = 0; i < catalogue_red_flag_count; i++) {
		const struct red_flag *flag = &catalogue_red_flags[i];
		if (!has_flag(g->episode, flag->ticks))
			continue;
		printf("%s", style_begin(g->session, STYLE_ALERT));
		show_folded(g->session, "   ", 3, flag->advice);
		printf("%s\n", style_end(g->session, STYLE_ALERT));
	}
}

static void show_head(struct guide *g, const char *remark)
{
	char *begun = phrase_episode_brief(g->episode);

	show_styled(g->session, STYLE_BOLD, "%s", begun);
	show_text(g->session, " · started\n");
	free(begun);
	if (!str_empty(remark))
		show_folded(g->session, "   ", 3, remark);
	putchar('\n');
	show_signs(g);
	show_folded(g->session, "   ", 3, catalogue_caution);
	putchar('\n');
}

/* ---- now ---- */

/* Another one that was begun and of which no end is told: perhaps the same, said twice in half sleep. */
static void remark_twice(struct session *s, json_t *episode)
{
	int32_t tonight = night_of(s->reader.now, s->reader.night_starts_min);
	const char *uid = text_of(episode, "uid");
	json_t *episodes = NULL, *e;
	char clock[PHRASE_MAX];
	struct instant onset;
	size_t i;

	if (fetch(s, "org.crampd.Diary.Episodes", "episode", fetch_range(tonight, tonight), &episodes) != EXIT_DONE)
		return;
	json_array_foreach(episodes, i, e)
	{
		const char *at = text_of(e, "onset");
		if (str_equal(text_of(e, "uid"), uid) || !json_is_true(json_object_get(e, "draft")) || !at ||
		    !json_is_null(json_object_get(e, "duration_s")) || !rfc3339_parse(at, &onset) ||
		    s->reader.now.at - onset.at > UNDER_WAY_S)
			continue;
		char *line = xasprintf("One was started at %s already. Is it the same? Then: cramp undo",
				       phrase_clock_text(at, clock));
		show_folded(s, "   ", 3, line);
		putchar('\n');
		free(line);
	}
	json_decref(episodes);
}

static void show_what_next(struct session *s, json_t *told, json_t *reply)
{
	static const char over[] = "When it is over:   cramp over", bad[] = "how bad, 0 to 10:   ";
	const char *example =
		json_array_size(json_object_get(told, "muscles")) ? "cramp over 6" : "cramp over left calf 6";
	bool beside = (int)(strlen(over) + 8 + strlen(bad) + strlen(example)) <= show_room(s);
	json_t *episode = json_object_get(reply, "episode");
	char night[PHRASE_MAX];

	if (reply)
		remark_twice(s, episode);
	show_text(s, "%s%s%s%s\n", over, beside ? "        " : "\n", bad, example);
	if (reply)
		echo_change(s, json_object_get(episode, "id"),
			    xasprintf("night of %s", phrase_night_text(text_of(episode, "night"), night)));
}

/* The steps, the entry between them, and how it goes on. */
static int begin(struct session *s, struct read_result *read, json_t *call)
{
	struct guide g = { .session = s, .episode = read->object, .muscle = muscle_of(read->object) };
	json_t *reply = NULL;
	int status;

	show_head(&g, read->remark);
	show_safe_steps(&g);
	status = record(s, "org.crampd.Diary.Log", call, &reply);
	if (status == EXIT_DONE && reply)
		status = fetch(s, "org.crampd.Diary.Traits", "trait", json_object(), &g.traits);
	show_other_steps(&g);
	if (status == EXIT_DONE)
		show_what_next(s, read->object, reply);
	json_decref(reply);
	json_decref(g.traits);
	return status;
}

int cmd_now(struct session *s, int count, char **words)
{
	struct words told = { 0 };
	struct read_result read = { 0 };
	json_t *call, *reply = NULL;
	int status = words_from_options(s, OPTIONS_EPISODE, count, words, &told);

	if (status != EXIT_DONE)
		return status;
	words_ask_note(&told);
	if (!read_begun(&s->reader, told.count, told.list, &read)) {
		status = words_refused(&read, "Nothing was recorded.");
	} else {
		call = session_change(s);
		json_object_set_new(read.object, "draft", json_true());
		json_object_set(call, "episode", read.object);
		if (s->json) {
			status = record(s, "org.crampd.Diary.Log", call, &reply);
			if (reply)
				show_json(reply);
		} else {
			status = begin(s, &read, call);
		}
	}
	json_decref(reply);
	read_result_clear(&read);
	words_clear(&told);
	return status;
}

/* ---- over ---- */

/* What could not be worked out, and what is not told yet. */
static void remark_unknown(struct session *s, json_t *episode)
{
	const char *onset = text_of(episode, "onset");
	struct instant begun;
	char span[PHRASE_MAX];

	if (json_is_null(json_object_get(episode, "duration_s")) && onset && rfc3339_parse(onset, &begun)) {
		span_format((s->reader.now.at - begun.at + 30) / 60 * 60, span, sizeof(span));
		char *line =
			xasprintf("It began %s ago, so how long it lasted is left unknown; if you know: cramp over "
				  "for 10m",
				  span);
		echo_remark(s, line);
		free(line);
	}
	if (json_is_null(json_object_get(episode, "severity")))
		echo_remark(s, "How bad was it, 0 to 10?  cramp over 6");
	else if (json_is_true(json_object_get(episode, "draft")) &&
		 json_array_size(json_object_get(episode, "muscles")) == 0)
		echo_remark(s, "Where was it?  cramp over left calf");
}

static void echo_over(struct session *s, json_t *reply, const char *remark)
{
	json_t *episode = json_object_get(reply, "episode");

	echo_change(s, json_object_get(episode, "id"), phrase_episode(s, episode));
	echo_remark(s, remark);
	remark_unknown(s, episode);
	echo_warnings(s, json_object_get(reply, "warnings"));
}

int cmd_over(struct session *s, int count, char **words)
{
	struct words told = { 0 };
	struct read_result read = { 0 };
	json_t *call, *reply = NULL;
	char now[RFC3339_LENGTH + 1];
	int status = words_from_options(s, OPTIONS_EPISODE, count, words, &told);

	if (status != EXIT_DONE)
		return status;
	words_ask_note(&told);
	if (!read_over(&s->reader, told.count, told.list, &read)) {
		status = words_refused(&read, "Nothing was recorded.");
	} else {
		call = session_change(s);
		rfc3339_format(s->reader.now, now);
		json_object_set_new(call, "at", json_string(now));
		json_object_update(call, read.object);
		status = record(s, "org.crampd.Diary.Over", call, &reply);
		if (reply && s->json)
			show_json(reply);
		else if (reply)
			echo_over(s, reply, read.remark);
	}
	json_decref(reply);
	read_result_clear(&read);
	words_clear(&told);
	return status;
}
