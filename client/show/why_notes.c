/*
 * The lower half of the page of `cramp why`: why there is no answer and how long it takes, what was used, what to bear
 * in mind, what others say.
 */
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/page.h"
#include "client/show/phrase.h"
#include "client/show/why_parts.h"
#include "cramp/util.h"

/* ---- why there is no answer, and how long it takes ---- */

static const char *reason_words(const char *code, size_t length)
{
	static const char *const words[][2] = {
		{ "nights", "It is known on fewer than 42 recorded nights." },
		{ "cramp_nights", "Fewer than 10 of those nights had a cramp." },
		{ "one_side_rare", "One of the two sides has too few nights: it takes 10, and so many that 4 cramps "
				   "would be expected on them." },
		{ "imprecise", "What still fits is too wide to say anything." },
		{ "held", "Its delay was changed less than 84 nights ago, so it begins anew." },
		{ "next_look", "It was not asked at the last look; the next will say." },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strlen(words[i][0]) == length && strncmp(words[i][0], code, length) == 0)
			return words[i][1];
	return NULL;
}

char *gate_words(const char *reason)
{
	struct strbuf b = { 0 };

	for (const char *p = reason; *p;) {
		size_t length = strcspn(p, ",");
		const char *words = reason_words(p, length);
		if (words)
			strbuf_add(&b, "%s%s", b.length ? " " : "", words);
		p += length + (p[length] == ',');
	}
	return strbuf_take(&b);
}

static char *inseparable_words(const struct why *w, const char *reason)
{
	const char *colon = strchr(reason, ':');
	char *names, *text, other[PHRASE_MAX];

	if (str_equal(reason, "calendar"))
		return xstrdup(
			"In your diary it changes only with the season and the weeks, and so does much else: nothing "
			"can hold the two apart.");
	if (colon)
		return xasprintf("It %s %s, and must not be counted twice. Everything about that: cramp why %s",
				 reason[0] == 'c' ? "counts as" : "says the same as",
				 phrase_factor(w->s, colon + 1, other), colon + 1);
	names = report_names(w->s, w->report, json_object_get(w->row, "verdict_reason"));
	text = xasprintf(
		"It nearly always comes together with %s: your diary cannot tell which of them matters. Now and "
		"then the one without the other would help.",
		names);
	free(names);
	return text;
}

void why_say_reason(const struct why *w)
{
	const char *reason = text_of(w->row, "verdict_reason");

	if (why_is(w, "cannot_be_separated"))
		why_line(w, "Why not", inseparable_words(w, reason));
	else if (why_is(w, "no_variation"))
		why_line(w, "Why not",
			 xstrdup("It was the same on every night, so there is nothing to compare it with."));
	else if (why_is(w, "little_effect"))
		why_line(w, "That means",
			 xstrdup("All that still fits lies between two thirds and one and a half times: if it does "
				 "anything, it "
				 "does little."));
	else
		why_line(w, "Why not", gate_words(reason));
}

void why_say_needed(const struct why *w)
{
	json_t *diary = json_object_get(w->report, "diary");
	double recorded = (double)count_of(diary, "recorded"), nights = (double)count_of(diary, "nights");
	/* To the next ten: it is a guess. */
	int64_t needed = (count_of(w->row, "nights_needed") + 9) / 10 * 10;
	double months = recorded > 0 ? (double)needed * nights / recorded / 30.4 : 0;
	char *span;

	if (why_is_link(w) || why_is(w, "no_variation") || w->preliminary || !is_known(w->row, "nights_needed"))
		return;
	if (needed == 0) {
		why_line(w, "How long",
			 xstrdup("If it doubled your cramps, that would have shown by now, four times of five."));
		return;
	}
	span = months < 1.5    ? xstrdup("a month")
	       : months < 23.5 ? xasprintf("%.0f months", months)
	       : months < 120  ? xasprintf("%.0f years", months / 12)
			       : xstrdup("more than ten years");
	why_line(w, "How long",
		 xasprintf("If it doubled your cramps, about %lld more recorded nights would probably show it: %s, the "
			   "way you record.",
			   (long long)needed, span));
	free(span);
}

/* ---- what was used ---- */

void why_say_used(const struct why *w)
{
	json_t *diary = json_object_get(w->report, "diary");
	int64_t used = count_of(w->row, "nights_known"), recorded = count_of(diary, "recorded"),
		all = count_of(diary, "nights");
	struct strbuf b = { 0 };

	strbuf_add(&b, "%lld of the %lld nights of your diary.", (long long)used, (long long)all);
	if (all > recorded)
		strbuf_add(&b, " Of %lld nobody said whether there was a cramp: silence is not a free night.",
			   (long long)(all - recorded));
	if (recorded > used)
		strbuf_add(&b, " On %lld it was not told itself.", (long long)(recorded - used));
	why_line(w, "Used", strbuf_take(&b));
}

static void say_caution(const struct why *w, json_t *caution)
{
	const char *kind = text_of(caution, "kind");
	long long nights = count_of(caution, "nights");

	if (str_equal(kind, "typed_after_cramp"))
		why_line(w, "Mind",
			 xasprintf("On %lld night%s it was typed after the cramp had come, and memory then looks for "
				   "reasons.",
				   nights, plural(nights)));
	else if (str_equal(kind, "typed_late")) {
		bool with = *text_of(caution, "verdict_with") != '\0';
		why_line(w, "Mind",
			 xasprintf("%s what was told more than %lld hours late the verdict would be: %s.",
				   with ? "With" : "Without", (long long)count_of(caution, "hours"),
				   verdict_words(text_of(caution, with ? "verdict_with" : "verdict_without"))));
	} else if (str_equal(kind, "unrecorded_nights_differ"))
		why_line(w, "Mind",
			 xasprintf("On the %lld nights you did not record it was %s than on the others. What decides "
				   "whether you "
				   "record can make a link by itself.",
				   nights, number_of(caution, "difference_sd") > 0 ? "more" : "less"));
}

/* The link once more, in the weeks that were recorded well. */
static void say_weeks(const struct why *w)
{
	json_t *there = json_object_get(w->row, "well_recorded");
	char *words;

	if (!json_is_object(there))
		return;
	if (!is_known(there, "rate_ratio")) {
		why_line(w, "Well recorded",
			 xstrdup("Too few weeks have six or seven recorded nights to look at them alone."));
		return;
	}
	words = estimate_words(there);
	why_line(w, "Well recorded",
		 xasprintf("In the weeks with six or seven recorded nights alone (%lld nights): %s.",
			   (long long)count_of(there, "nights"), words));
	free(words);
}

void why_say_cautions(const struct why *w)
{
	json_t *caution, *recall = json_object_get(w->report, "recall");
	size_t i;
	bool late = false;

	say_weeks(w);
	json_array_foreach(json_object_get(w->row, "cautions"), i, caution)
	{
		say_caution(w, caution);
		late |= str_equal(text_of(caution, "kind"), "typed_late");
	}
	if (json_is_object(recall) && !late && !w->preliminary)
		why_line(w, "Told late",
			 xasprintf("%lld entr%s told more than %lld hours late; that changes nothing here.",
				   (long long)count_of(recall, "entries"),
				   count_of(recall, "entries") == 1 ? "y of the diary was" : "ies of the diary were",
				   (long long)count_of(recall, "hours")));
	if (json_is_true(json_object_get(w->look, "changed_since")))
		why_line(w, "Changed",
			 xstrdup("The diary up to that night has changed since; the verdict is that of its day."));
}

/* ---- what others say ---- */

static const char *direction_words(const struct why *w, const char *expected)
{
	const char *end = text_of(w->row, "end");

	/* It is told as a lack and measured as sleep. */
	if (w->factor && str_equal(w->factor->derived, "sleep"))
		return "Too little sleep, more cramps";
	if (*end)
		return str_equal(end, "low") ? "Too little of it, more cramps" : "Too much of it, more cramps";
	return str_equal(expected, "+")	  ? "More of it, more cramps"
	       : str_equal(expected, "-") ? "More of it, fewer cramps"
	       : str_equal(expected, "U") ? "Too little and too much are both blamed"
					  : "No direction is documented";
}

void why_say_expected(const struct why *w)
{
	const char *expected = text_of(w->row, "expected"), *found = "";
	bool more = number_of(w->row, "rate_ratio") > 1;

	if (!*expected)
		return;
	if (why_is_link(w) && (expected[0] == '+' || expected[0] == '-'))
		found = more == (expected[0] == '+') ? " Your diary points the same way."
						     : " Your diary points the other way.";
	else if (why_is_link(w))
		found = more ? " In your diary more of it goes with more cramps."
			     : " In your diary more of it goes with fewer cramps.";
	why_line(w, "Documented", xasprintf("%s.%s", direction_words(w, expected), found));
}

void why_say_sources(struct session *s, const struct factor *f)
{
	if (!f || f->own)
		return;
	page_sources(s, f->said_by, f->evidence, f->reference);
	page_line(s, "What people do", f->counter);
	char *more = xasprintf("cramp factors %s", f->id);
	page_line(s, "More about it", more);
	free(more);
}
