/* The questions of cramp setup about factors and circumstances. */
#include "client/setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/session.h"
#include "client/show/phrase.h"
#include "client/show/text.h"
#include "client/tracked.h"
#include "cramp/util.h"

enum { NAME_WORDS = 3, LIST_MAX = 40 };

void setup_tell(struct session *s, const char *text)
{
	show_folded(s, "    ", 4, text);
}

bool setup_refuse(struct session *s, char *why)
{
	setup_tell(s, why);
	free(why);
	return false;
}

/* ---- factors ---- */

/* The longest run of words that names a factor; moves past them. NULL: *word is none. */
static const struct factor *next_factor(struct session *s, char **words, int count, int *at)
{
	for (int n = NAME_WORDS; n > 0; n--) {
		struct strbuf name = { 0 };
		const struct factor *f;

		if (*at + n > count)
			continue;
		for (int i = 0; i < n; i++)
			strbuf_add(&name, "%s%s", i ? "_" : "", words[*at + i]);
		f = factor_find(strcmp(name.text, "sleep") == 0 ? "sleep_debt" : name.text, &s->own);
		strbuf_clear(&name);
		if (f) {
			*at += n;
			return f;
		}
	}
	return NULL;
}

/* Cuts a line at blanks and commas. */
static int cut(char *line, char *words[LIST_MAX])
{
	int n = 0;

	for (char *word; (word = strsep(&line, " ,;\t"));)
		if (word[0] && n < LIST_MAX)
			words[n++] = word;
	return n;
}

struct chosen {
	const struct factor *factor;
	bool away; /* "-bedroom", "no bedroom" */
};

/* The factors of a line, all of them or none. */
static int read_factors(struct session *s, const char *line, struct chosen list[LIST_MAX])
{
	char *copy = xstrdup(line), *words[LIST_MAX], *near;
	int count = cut(copy, words), n = 0;

	session_own_factors(s);
	for (int at = 0; at < count && n >= 0;) {
		bool away = words[at][0] == '-' || strcmp(words[at], "no") == 0 || strcmp(words[at], "not") == 0;

		if (away && words[at][0] == '-' && words[at][1])
			words[at]++;
		else if (away && ++at == count)
			break;
		list[n].away = away;
		list[n].factor = next_factor(s, words, count, &at);
		if (list[n].factor) {
			n++;
			continue;
		}
		near = near_names(words[at], NEAR_FACTOR, &s->own, NULL);
		char *why = xasprintf("I do not know \"%s\".%s%s%s cramp factors lists what there is.", words[at],
				      near[0] ? " Did you mean " : "", near, near[0] ? "?" : "");
		free(near);
		setup_refuse(s, why);
		n = -1;
	}
	free(copy);
	return n;
}

static bool track(struct session *s, const struct factor *f, const char *key, bool value)
{
	json_t *call = session_change(s), *reply = NULL;
	char *why = NULL;

	json_object_set_new(call, "factor", json_string(f->id));
	json_object_set_new(call, key, json_boolean(value));
	if (strcmp(key, "suspect") == 0 && value)
		json_object_set_new(call, "tracked", json_true());
	session_try(s, "org.crampd.Diary.Track", call, &reply, &why);
	json_decref(call);
	if (!why) {
		char *text = phrase_tracking(s, json_object_get(reply, "tracking"));
		setup_tell(s, text);
		free(text);
	}
	json_decref(reply);
	return why ? setup_refuse(s, why) : true;
}

static bool track_all(struct session *s, const char *line, const char *key)
{
	struct chosen list[LIST_MAX];
	int n = read_factors(s, line, list);

	if (n < 0)
		return false;
	for (int i = 0; i < n; i++)
		if (list[i].factor->window == WINDOW_TRAIT)
			return setup_refuse(s,
					    xasprintf("%s is a standing circumstance, which is asked about further on.",
						      list[i].factor->label));
	for (int i = 0; i < n; i++)
		if (!track(s, list[i].factor, key, !list[i].away))
			return false;
	return true;
}

char *setup_track_text(struct session *s)
{
	struct strbuf b = { 0 };
	struct tracked tracked;
	char name[PHRASE_MAX];

	/* What an answer before changed is asked for again. */
	session_own_forget(s);
	tracked_list(s, &tracked);
	strbuf_add(&b, "Asked about each day: ");
	for (size_t i = 0; i < tracked.count; i++)
		strbuf_add(&b, "%s%s", i ? ", " : "", phrase_factor(s, tracked.ids[i], name));
	strbuf_add(&b, "%s. What else, or what not?", tracked.count ? "" : "nothing");
	tracked_clear(&tracked);
	return strbuf_take(&b);
}

char *setup_track_hint(struct session *s)
{
	(void)s;
	return xstrdup("e.g. coffee leg fatigue sleep -bedroom");
}

bool setup_track_take(struct session *s, const char *line)
{
	return track_all(s, line, "tracked");
}

char *setup_suspect_text(struct session *s)
{
	(void)s;
	return xstrdup(
		"What do you suspect brings them on? Name a few at most, before the diary speaks: they are tested "
		"first, and can have a verdict within a year even where cramps come once a week.");
}

char *setup_suspect_hint(struct session *s)
{
	(void)s;
	return xstrdup("e.g. exercise, cold legs");
}

bool setup_suspect_take(struct session *s, const char *line)
{
	return track_all(s, line, "suspect");
}

/* ---- circumstances ---- */

/* The circumstances that bar some advice, each once. */
static void add_bars(struct session *s, struct strbuf *b, const char *barred_for)
{
	char *copy = xstrdup(barred_for), *rest = copy, name[PHRASE_MAX];

	for (char *id; (id = strsep(&rest, ","));) {
		const struct factor *f = factor_by_id(id, NULL);
		if (f && f->window == WINDOW_TRAIT && !(b->length && strstr(b->text, phrase_factor(s, id, name))))
			strbuf_add(b, "%s%s", b->length ? ", " : "", phrase_factor(s, id, name));
	}
	free(copy);
}

char *setup_traits_text(struct session *s)
{
	struct strbuf b = { 0 };
	char *text;

	for (size_t i = 0; i < catalogue_relief_count; i++)
		add_bars(s, &b, catalogue_relief[i].barred_for);
	for (size_t i = 0; i < catalogue_measure_count; i++)
		add_bars(s, &b, catalogue_measures[i].barred_for);
	text = xasprintf("Do you have one of these? Some advice is then left out: %s.", b.text);
	strbuf_clear(&b);
	return text;
}

char *setup_traits_hint(struct session *s)
{
	(void)s;
	return xstrdup("e.g. diabetes, neuropathy");
}

static bool set_trait(struct session *s, const struct factor *f, json_t *value)
{
	json_t *call = session_change(s), *reply = NULL;
	char *why = NULL, *text;
	bool yes = json_is_true(value);

	json_object_set_new(call, "trait", json_pack("{s:s, s:o}", "trait", f->id, yes ? "yes" : "value", value));
	session_try(s, "org.crampd.Diary.SetTrait", call, &reply, &why);
	json_decref(call);
	if (!why) {
		text = phrase_trait(s, json_object_get(reply, "trait"));
		setup_tell(s, text);
		free(text);
	}
	json_decref(reply);
	return why ? setup_refuse(s, why) : true;
}

bool setup_traits_take(struct session *s, const char *line)
{
	struct chosen list[LIST_MAX];
	int n;

	/* Nobody is asked to say of each that it is not so. */
	if (strcasecmp(line, "n") == 0 || strcasecmp(line, "no") == 0 || strcasecmp(line, "none") == 0)
		return true;
	n = read_factors(s, line, list);
	if (n < 0)
		return false;
	for (int i = 0; i < n; i++)
		if (list[i].factor->window != WINDOW_TRAIT || list[i].factor->kind != KIND_YESNO)
			return setup_refuse(s, xasprintf("%s is no standing circumstance.", list[i].factor->label));
	for (int i = 0; i < n; i++)
		if (!list[i].away && !set_trait(s, list[i].factor, json_true()))
			return false;
	return true;
}

char *setup_born_text(struct session *s)
{
	(void)s;
	return xstrdup("Year of birth?");
}

char *setup_born_hint(struct session *s)
{
	(void)s;
	return xstrdup("e.g. 1957");
}

bool setup_born_take(struct session *s, const char *line)
{
	char *end;
	long year = strtol(line, &end, 10);

	if (*end || year < 1900)
		return setup_refuse(s, xstrdup("A year like 1957 is expected."));
	return set_trait(s, factor_by_id("age", NULL), json_real((double)year));
}
