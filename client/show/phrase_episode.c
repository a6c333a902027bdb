#include "client/show/phrase.h"

#include <string.h>

#include "client/command.h"
#include "client/show/phrase_parts.h"
#include "cramp/amount.h"
#include "cramp/util.h"

static const char *relief_name(const char *id)
{
	const struct relief *r = relief_find(id);

	return r && r->aliases && r->aliases[0] ? r->aliases[0] : id;
}

/* Of both sides there are two. */
static const char *muscle_name(const char *id, bool both)
{
	static const struct {
		const char *id, *plural;
	} two[] = {
		{ "calf", "calves" },	     { "foot_sole", "feet" },
		{ "thigh_front", "thighs" }, { "hamstring", "hamstrings" },
		{ "shin", "shins" },	     { "hand", "hands" },
		{ "arm", "arms" },
	};

	for (size_t i = 0; i < ARRAY_LEN(two); i++)
		if (both && str_equal(id, two[i].id))
			return two[i].plural;
	return word_label("muscle", id);
}

/* "left calf and foot"; "" where nothing is known. */
static void add_place(struct strbuf *b, json_t *episode)
{
	const char *side = told_text(episode, "side");
	json_t *muscles = json_object_get(episode, "muscles"), *muscle;
	size_t i, count = json_array_size(muscles);

	if (side)
		strbuf_add(b, "%s%s", word_label("side", side),
			   count		     ? " "
			   : str_equal(side, "both") ? " legs"
						     : " leg");
	json_array_foreach(muscles, i, muscle)
		strbuf_add(b, "%s%s",
			   i == 0	   ? ""
			   : i + 1 < count ? ", "
					   : " and ",
			   muscle_name(json_string_value(muscle), str_equal(side, "both")));
}

static void add_onset(const struct session *s, struct strbuf *b, json_t *episode)
{
	const char *onset = told_text(episode, "onset"), *night = told_text(episode, "night");
	struct instant when;
	char text[PHRASE_MAX];

	if (!onset || !rfc3339_parse(onset, &when)) {
		part(b, "night of %s, time unknown", phrase_night_dated(night, phrase_year(s), text));
		return;
	}
	phrase_date(civil_of(when).day, phrase_year(s), text);
	part(b, "%s ", text);
	if (str_equal(told_text(episode, "precision"), "approximate"))
		strbuf_add(b, "about ");
	strbuf_add(b, "%s (", phrase_clock_text(onset, text));
	add_night(b, night, civil_of(when).day);
	strbuf_add(b, ")");
}

static void part_relief(struct strbuf *b, json_t *episode)
{
	json_t *all = json_object_get(episode, "relief"), *one;
	struct strbuf list = { 0 };
	char span[PHRASE_MAX];
	size_t i;

	json_array_foreach(all, i, one)
	{
		int64_t seconds = told_integer(one, "seconds"), worked = told_truth(one, "worked");
		strbuf_add(&list, "%s%s", i ? ", " : "", relief_name(told_text(one, "method")));
		if (seconds != UNKNOWN) {
			span_format(seconds, span, sizeof(span));
			strbuf_add(&list, " %s", span);
		}
		if (worked != UNKNOWN)
			strbuf_add(&list, worked ? " helped" : " did not help");
	}
	if (list.length)
		part(b, "relief: %s", list.text);
	strbuf_clear(&list);
}

static void part_flags(struct strbuf *b, json_t *episode)
{
	json_t *flags = json_object_get(episode, "red_flags"), *flag;
	size_t i;

	json_array_foreach(flags, i, flag) part(b, "%s", word_label("flag", json_string_value(flag)));
}

/* What is seldom told. */
static void add_details(struct strbuf *b, json_t *e)
{
	const char *context = told_text(e, "context"), *trigger = told_text(e, "trigger"),
		   *posture = told_text(e, "posture");

	part_truth(b, e, "woke", "woke you", "you were awake");
	if (context)
		part(b, "%s", word_label("context", context));
	part_number(b, e, "awake_min", "awake ", " min");
	part_number(b, e, "sleep_disturbance", "sleep disturbed ", "/10");
	part_number(b, e, "distress", "distress ", "/3");
	part_number(b, e, "soreness", "sore ", "/10");
	part_number(b, e, "soreness_h", "sore for ", " h");
	part_truth(b, e, "knot", "hard knot", "no knot");
	if (trigger)
		part(b, "set off by %s", word_label("trigger", trigger));
	if (posture)
		part(b, "%s", word_label("posture", posture));
	part_number(b, e, "repeat_of", "came back after ", "");
	part_flags(b, e);
	part_truth(b, e, "draft", "to be completed", NULL);
}

static void add_figures(struct strbuf *b, json_t *e)
{
	int64_t duration = told_integer(e, "duration_s");
	char span[PHRASE_MAX];

	add_place(b, e);
	part_number(b, e, "severity", "", "/10");
	if (duration != UNKNOWN) {
		span_format(duration, span, sizeof(span));
		part(b, "%s", span);
	}
	if (!b->length)
		strbuf_add(b, "a cramp");
}

char *phrase_episode(const struct session *s, json_t *e)
{
	struct strbuf b = { 0 };

	add_figures(&b, e);
	add_onset(s, &b, e);
	part_relief(&b, e);
	add_details(&b, e);
	part_note(&b, e);
	return strbuf_take(&b);
}

char *phrase_episode_facts(json_t *e)
{
	struct strbuf b = { 0 };

	add_figures(&b, e);
	part_relief(&b, e);
	add_details(&b, e);
	return strbuf_take(&b);
}

const char *phrase_class(json_t *e)
{
	static const struct {
		const char *class, *text;
	} classes[] = {
		{ "day", "by day" },
		{ "heat", "from heat" },
		{ "exercise", "from exercise" },
		{ "electrolyte_like", "perhaps from lost salts" },
	};

	for (size_t i = 0; i < ARRAY_LEN(classes); i++)
		if (str_equal(told_text(e, "class"), classes[i].class))
			return classes[i].text;
	return "";
}

bool phrase_is_night_cramp(json_t *e)
{
	return !phrase_class(e)[0];
}

char *phrase_episode_brief(json_t *e)
{
	const char *onset = told_text(e, "onset");
	int64_t duration = told_integer(e, "duration_s"), severity = told_integer(e, "severity");
	struct strbuf b = { 0 };
	char text[PHRASE_MAX];

	if (onset)
		strbuf_add(&b, "%s%s ", str_equal(told_text(e, "precision"), "approximate") ? "about " : "",
			   phrase_clock_text(onset, text));
	add_place(&b, e);
	if (severity != UNKNOWN)
		strbuf_add(&b, "%s%lld/10", b.length && b.text[b.length - 1] != ' ' ? " " : "", (long long)severity);
	if (duration != UNKNOWN) {
		span_format(duration, text, sizeof(text));
		strbuf_add(&b, "%s%s", b.length && b.text[b.length - 1] != ' ' ? " " : "", text);
	}
	if (!onset)
		strbuf_add(&b, "%stime unknown", b.length ? ", " : "");
	char *brief = strbuf_take(&b);
	size_t n = strlen(brief);
	if (n && brief[n - 1] == ' ')
		brief[n - 1] = '\0';
	return brief;
}
