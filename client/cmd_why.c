/*
 * cramp why FACTOR: everything behind one factor's verdict, in words that need no statistics: what was counted, what is
 * left after everything else, how sure that is, what was used, what speaks against it, who says what.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/report_parts.h"
#include "client/show/text.h"
#include "cramp/util.h"

enum { LABEL_COLUMNS = 14 };

struct why {
	const struct session *s;
	json_t *report, *look, *row;
	const struct factor *factor;
	char *name; /* "exercise" */
};

static void paragraph(const struct why *w, const char *label, char *text)
{
	char *first = xasprintf("%-*s", LABEL_COLUMNS, label);

	show_folded(w->s, *label ? first : "", *label ? LABEL_COLUMNS : 0, text);
	free(first);
	free(text);
}

/* ---- the verdict ---- */

static bool is(const struct why *w, const char *verdict)
{
	return str_equal(text_of(w->row, "verdict"), verdict);
}

static const char *verdict_words(const struct why *w)
{
	static const char *const words[][2] = {
		{ "strong", "a strong link" },
		{ "some", "a possible link" },
		{ "little_effect", "probably no large effect" },
		{ "unclear", "no clear link so far" },
		{ "cannot_be_separated", "cannot be told apart" },
		{ "no_variation", "never varied" },
		{ "not_enough_data", "not enough data yet" },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (is(w, words[i][0]))
			return words[i][1];
	return text_of(w->row, "verdict");
}

static void say_title(const struct why *w)
{
	bool shared = str_equal(text_of(w->row, "attribution"), "shared");
	const char *standing = text_of(w->row, "standing");
	char date[PHRASE_MAX], *when;

	if (!json_is_true(json_object_get(w->look, "official")))
		when = xstrdup("computed now, not an official look");
	else if (json_is_true(json_object_get(w->look, "preliminary")))
		when = xasprintf("preliminary: verdicts begin at night %lld",
				 (long long)count_of(w->look, "next_nights"));
	else
		when = xasprintf("verdict of %s, night %lld; the next at %lld",
				 phrase_night_text(text_of(w->look, "date"), date),
				 (long long)count_of(w->look, "nights"), (long long)count_of(w->look, "next_nights"));
	char *title =
		xasprintf("%s: %s%s%s (%s)", w->name, verdict_words(w), shared ? ", for it or what moves with it" : "",
			  str_equal(standing, "confirmed")   ? ", confirmed at two looks"
			  : str_equal(standing, "withdrawn") ? ", withdrawn: strong at the look before"
							     : "",
			  when);
	fputs(style_begin(w->s, STYLE_BOLD), stdout);
	show_folded(w->s, "", 0, title);
	show_text(w->s, "%s\n", style_end(w->s, STYLE_BOLD));
	free(title);
	free(when);
}

/* ---- what was counted ---- */

static void say_counts(const struct why *w)
{
	json_t *low = json_object_get(w->row, "low"), *high = json_object_get(w->row, "high");
	char *much = report_side_words(w->s, w->row, true), *little = report_side_words(w->s, w->row, false);

	bool both = count_of(low, "nights") > 0 && count_of(high, "nights") > 0;

	if (both)
		paragraph(w, "Counted",
			  xasprintf("A cramp on %lld of %lld nights %s (%.0f %%), and on %lld of %lld %s (%.0f %%).",
				    (long long)count_of(high, "cramp_nights"), (long long)count_of(high, "nights"),
				    much, number_of(high, "percent"), (long long)count_of(low, "cramp_nights"),
				    (long long)count_of(low, "nights"), little, number_of(low, "percent")));
	free(much);
	free(little);
}

static char *ratio_sentence(json_t *o)
{
	double low = number_of(o, "ci_low"), high = number_of(o, "ci_high");
	char *ratio = ratio_words(number_of(o, "rate_ratio")), *text;

	if (high < 100)
		text = xasprintf("%s cramps; anything from %.1f to %.1f times still fits (95 %%)", ratio,
				 low < 0.05 ? 0 : low, high);
	else
		text = xasprintf("%s cramps; anything from %.1f times upward still fits (95 %%)", ratio,
				 low < 0.05 ? 0 : low);
	free(ratio);
	return text;
}

/* How many other factors of the report are asked about: what the ratio is adjusted for, beside calendar. */
static int64_t others(const struct why *w)
{
	int64_t tested = count_of(w->look, "tested");

	return tested > 0 ? tested - 1 : 0;
}

static void say_ratio(const struct why *w)
{
	json_t *own = json_object_get(w->row, "own");
	char *sentence;

	if (!is_known(w->row, "rate_ratio"))
		return;
	sentence = ratio_sentence(w->row);
	paragraph(w, "Left over",
		  xasprintf("After season, weekday, slow changes and your other factors: %s.", sentence));
	free(sentence);
	if (json_is_object(own)) {
		char *with = report_names(w->s, w->report, json_object_get(w->row, "companions"));
		sentence = ratio_sentence(own);
		paragraph(w, "On its own",
			  xasprintf("%s moves together with %s in your diary. Held apart from that: %s. Only this line "
				    "is about %s alone.",
				    w->name, with, sentence, w->name));
		free(sentence);
		free(with);
	}
}

/* ---- how sure ---- */

/* "once in 1,200 diaries": a p value as people can hold it. */
static char *once_in(double p)
{
	double n = p > 0 ? 1 / p : 1e6;

	if (n < 1.5)
		return xstrdup("in most diaries");
	if (n < 10)
		return xasprintf("in about one diary of %.0f", n);
	n = n < 100 ? round(n / 5) * 5 : n < 1000 ? round(n / 50) * 50 : n < 100000 ? round(n / 500) * 500 : 100000;
	return xasprintf("in about one diary of %.0f%s", n, n >= 100000 ? " or fewer" : "");
}

static void say_sure(const struct why *w)
{
	int64_t questions = others(w) + 1;
	char *once;

	if (!is_known(w->row, "p"))
		return;
	once = once_in(number_of(w->row, "p"));
	if (is_known(w->row, "q"))
		paragraph(w, "By chance",
			  xasprintf("With no link at all, a ratio this far from 1 would come up %s. %lld question%s %s "
				    "asked of the same "
				    "diary, so a find like this is %s.",
				    once, (long long)questions, questions == 1 ? "" : "s",
				    questions == 1 ? "was" : "were",
				    number_of(w->row, "q") <= 0.05   ? "seldom chance: at most one in twenty"
				    : number_of(w->row, "q") <= 0.20 ? "chance in up to one case of five"
								     : "often chance"));
	else
		paragraph(w, "By chance",
			  xasprintf("With no link at all, a ratio this far from 1 would come up %s.", once));
	free(once);
}

/* ---- why there is no answer, and how long it takes ---- */

static const char *reason_words(const char *code, size_t length)
{
	static const char *const words[][2] = {
		{ "nights", "fewer than 42 recorded nights with it" },
		{ "cramp_nights", "fewer than 10 nights with a cramp among them" },
		{ "one_side_rare", "too few nights on one of the two sides" },
		{ "imprecise", "what still fits is too wide to say anything" },
		{ "held", "its lag was changed less than 84 nights ago" },
		{ "next_look", "it was not asked at the last look" },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strlen(words[i][0]) == length && strncmp(words[i][0], code, length) == 0)
			return words[i][1];
	return NULL;
}

static void say_reason(const struct why *w)
{
	const char *reason = text_of(w->row, "verdict_reason");
	struct strbuf b = { 0 };
	char other[PHRASE_MAX];

	if (is(w, "cannot_be_separated")) {
		const char *colon = strchr(reason, ':');
		char *names = report_names(w->s, w->report, json_object_get(w->row, "verdict_reason"));
		if (str_equal(reason, "calendar"))
			strbuf_add(&b, "In your diary it changes only with the season and the weeks; nothing can tell "
				       "the two apart.");
		else if (colon)
			strbuf_add(&b, "It %s %s, and is no second finding beside that. cramp why %s",
				   reason[0] == 'c' ? "counts as" : "says the same as",
				   phrase_factor(w->s, colon + 1, other), colon + 1);
		else
			strbuf_add(&b,
				   "It is nearly always there together with %s; your diary cannot tell which of them "
				   "matters.",
				   names);
		free(names);
	} else {
		for (const char *p = reason; *p;) {
			size_t length = strcspn(p, ",");
			const char *words = reason_words(p, length);
			if (words)
				strbuf_add(&b, "%s%s", b.length ? "; " : "", words);
			p += length + (p[length] == ',');
		}
		if (b.length)
			strbuf_add(&b, ".");
	}
	if (b.length)
		paragraph(w, "Why not", xstrdup(b.text));
	strbuf_clear(&b);
}

static void say_needed(const struct why *w)
{
	int64_t needed = count_of(w->row, "nights_needed");

	if (is(w, "strong") || is(w, "some") || is(w, "no_variation") || !is_known(w->row, "nights_needed"))
		return;
	paragraph(w, "How long",
		  needed > 0 ? xasprintf("About %lld more recorded nights could show it if it doubled your cramps.",
					 (long long)needed)
			     : xstrdup("A doubling would have shown by now, four times of five."));
}

/* ---- what was used ---- */

static void say_used(const struct why *w)
{
	json_t *diary = json_object_get(w->report, "diary");
	int64_t used = count_of(w->row, "nights_used"), recorded = count_of(diary, "recorded"),
		all = count_of(diary, "nights");
	struct strbuf b = { 0 };

	strbuf_add(&b, "%lld nights of %lld.", (long long)used, (long long)all);
	if (all > recorded)
		strbuf_add(&b, " On %lld nobody said whether there was a cramp: they count nowhere.",
			   (long long)(all - recorded));
	if (recorded > used)
		strbuf_add(&b, " On %lld it was not told.", (long long)(recorded - used));
	if (count_of(w->row, "lag") > 0)
		strbuf_add(&b, " What happened %lld day%s before the night is compared.",
			   (long long)count_of(w->row, "lag"), count_of(w->row, "lag") == 1 ? "" : "s");
	paragraph(w, "Used", xstrdup(b.text));
	strbuf_clear(&b);
}

static void say_caution(const struct why *w, json_t *caution)
{
	const char *kind = text_of(caution, "kind");

	if (str_equal(kind, "typed_after_cramp"))
		paragraph(w, "Mind",
			  xasprintf("On %lld nights it was typed after the cramp: memory looks for reasons.",
				    (long long)count_of(caution, "nights")));
	else if (str_equal(kind, "typed_late"))
		paragraph(w, "Mind",
			  xasprintf("Without what was typed more than %lld hours late the verdict would be \"%s\".",
				    (long long)count_of(caution, "hours"), text_of(caution, "verdict_without")));
	else if (str_equal(kind, "unrecorded_nights_differ"))
		paragraph(w, "Mind",
			  xasprintf("On the %lld nights you did not record, it was %s than on the others. Recording "
				    "depends on it, and that "
				    "alone can make a link.",
				    (long long)count_of(caution, "nights"),
				    number_of(caution, "difference_sd") > 0 ? "more" : "less"));
}

static void say_cautions(const struct why *w)
{
	json_t *caution, *recall = json_object_get(w->report, "recall");
	size_t i;
	bool late = false;

	json_array_foreach(json_object_get(w->row, "cautions"), i, caution)
	{
		say_caution(w, caution);
		late |= str_equal(text_of(caution, "kind"), "typed_late");
	}
	if (json_is_object(recall) && !late)
		paragraph(w, "",
			  xasprintf("%lld entries of the diary were typed more than a day late; leaving them out "
				    "changes nothing here.",
				    (long long)count_of(recall, "entries")));
	if (json_is_true(json_object_get(w->look, "changed_since")))
		paragraph(w, "",
			  xstrdup("The diary up to that night has changed since; the verdict is that of its day."));
}

/* ---- what others say ---- */

static const char *direction_words(const struct why *w, const char *expected)
{
	const char *end = text_of(w->row, "end");

	if (*end)
		return str_equal(end, "low") ? "too little of it, more cramps" : "too much of it, more cramps";
	return str_equal(expected, "+")	  ? "more of it, more cramps"
	       : str_equal(expected, "-") ? "more of it, fewer cramps"
	       : str_equal(expected, "U") ? "too little and too much are both blamed"
					  : "no direction is documented";
}

static void say_expected(const struct why *w)
{
	const char *expected = text_of(w->row, "expected");
	double ratio = number_of(w->row, "rate_ratio");
	bool claim = is(w, "strong") || is(w, "some");

	if (!*expected)
		return;
	if (claim && (expected[0] == '+' || expected[0] == '-'))
		paragraph(w, "Documented",
			  xasprintf("%s. Your diary points %s.", direction_words(w, expected),
				    (ratio > 1) == (expected[0] == '+') ? "the same way" : "the other way"));
	else
		paragraph(w, "Documented", xasprintf("%s.", direction_words(w, expected)));
}

static void say_sources(const struct why *w)
{
	const struct factor *f = w->factor;

	if (!f || f->own)
		return;
	if (*f->said_by)
		paragraph(w, "Often said", xasprintf("by %s.", f->said_by));
	if (*f->evidence)
		paragraph(w, "Evidence",
			  *f->reference ? xasprintf("%s (%s)", f->evidence, f->reference) : xstrdup(f->evidence));
	if (*f->counter) {
		size_t length = strlen(f->counter);
		const char *stop = f->counter[length - 1] == '.' ? "" : ".";
		paragraph(w, "People do", xasprintf("%s%s (cramp factors %s)", f->counter, stop, f->id));
	}
}

/* ---- the command ---- */

/* Which rows a word means: a factor's one row, both ends of a U ("water"), or one of them ("water_low"). */
struct wanted {
	const struct factor *factor;
	const char *end; /* "low", "high", "" for both */
};

static struct wanted wanted_of(const struct session *s, const char *word)
{
	static const char *const ends[] = { "_low", "_high" };
	struct wanted w = { factor_find(word, s->reader.own), "" };
	size_t length = strlen(word);

	for (size_t i = 0; i < ARRAY_LEN(ends) && !w.factor; i++) {
		size_t tail = strlen(ends[i]);
		if (length <= tail || strcmp(word + length - tail, ends[i]) != 0)
			continue;
		char *base = xstrndup(word, length - tail);
		w.factor = factor_find(base, s->reader.own);
		w.end = ends[i] + 1;
		free(base);
		if (w.factor && !w.factor->u_shaped)
			w.factor = NULL;
	}
	return w;
}

static bool row_is_of(json_t *row, const struct wanted *w)
{
	return w->factor && str_equal(text_of(row, "source"), w->factor->id) &&
	       (!*w->end || str_equal(text_of(row, "end"), w->end));
}

static void show_why(const struct session *s, json_t *report, json_t *row)
{
	struct why w = { .s = s, .report = report, .look = json_object_get(report, "look"), .row = row };

	w.factor = factor_by_id(text_of(row, "source"), s->reader.own);
	w.name = report_factor_name(s, row);
	say_title(&w);
	say_counts(&w);
	say_reason(&w);
	say_ratio(&w);
	say_sure(&w);
	say_needed(&w);
	say_used(&w);
	say_cautions(&w);
	say_expected(&w);
	say_sources(&w);
	if (is(&w, "strong") || is(&w, "some"))
		paragraph(&w, "",
			  xstrdup("It may still not be the cause: such nights can differ in ways you do not record."));
	free(w.name);
}

static int no_row(const struct session *s, const char *word, const struct factor *f)
{
	char name[PHRASE_MAX];

	if (!f) {
		char *near = near_names(word, NEAR_FACTOR, s->reader.own, NULL);
		int status = complain(EXIT_REFUSED, "I know no factor \"%s\".%s%s%s", word,
				      *near ? " Did you mean " : "", near, *near ? "?" : "");
		free(near);
		return status;
	}
	if (f->window == WINDOW_TRAIT)
		return complain(
			EXIT_REFUSED,
			"%s does not change from night to night: it cannot be tested by your diary. cramp factors %s",
			f->label, f->id);
	return complain(EXIT_REFUSED, "Nothing is recorded of %s yet. cramp add %s …", phrase_factor(s, f->id, name),
			f->id);
}

static int show_rows(const struct session *s, json_t *report, const char *word)
{
	struct wanted wanted = wanted_of(s, word);
	json_t *row;
	size_t i;
	int shown = 0;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (!row_is_of(row, &wanted))
			continue;
		if (s->json)
			show_json(row);
		else {
			if (shown)
				show_text(s, "\n");
			show_why(s, report, row);
		}
		shown++;
	}
	return shown ? EXIT_DONE : no_row(s, word, wanted.factor);
}

int cmd_why(struct session *s, int count, char **words)
{
	json_t *reply = NULL;
	int status;

	(void)count;
	session_own_factors(s);
	status = session_call(s, "org.crampd.Report.Report", json_object(), &reply);
	if (status == EXIT_DONE)
		status = show_rows(s, json_object_get(reply, "report"), words[0]);
	json_decref(reply);
	return status;
}
