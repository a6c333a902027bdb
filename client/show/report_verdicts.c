/*
 * What goes with the cramps, in the words of cramp-statistics(7): strong links first, each claim with its counts, its
 * adjusted ratio and what it cannot tell; then what was asked and gave no answer, and why. A link is never called a
 * cause.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/phrase.h"
#include "client/show/report_parts.h"
#include "client/show/text.h"

enum { LABEL_COLUMNS = 12, BAR_COLUMNS = 17 };

/* ---- the bar: an interval on a log axis from a quarter to four times ---- */

static int bar_place(double ratio)
{
	double place = (log2(ratio > 0 ? ratio : 1e-9) + 2) / 4 * (BAR_COLUMNS - 1);

	return place < 0 ? 0 : place > BAR_COLUMNS - 1 ? BAR_COLUMNS - 1 : (int)(place + 0.5);
}

/* "¼ ·   │  ├──●──┤ · 4"; arrows where the interval goes beyond. */
static char *bar(const struct session *s, json_t *o)
{
	double low = number_of(o, "ci_low"), high = number_of(o, "ci_high");
	int from = bar_place(low), to = bar_place(high), at = bar_place(number_of(o, "rate_ratio"));
	struct strbuf b = { 0 };

	strbuf_add(&b, "%s ", s->utf8 ? "¼" : "1/4");
	for (int i = 0; i < BAR_COLUMNS; i++) {
		const char *c = i == BAR_COLUMNS / 2 ? (s->utf8 ? "│" : "|") : " ";
		if (i >= from && i <= to)
			c = s->utf8 ? "─" : "-";
		if (i == from)
			c = low < 0.25 ? "<" : s->utf8 ? "├" : "[";
		if (i == to)
			c = high > 4 ? ">" : s->utf8 ? "┤" : "]";
		if (i == at)
			c = s->utf8 ? "●" : "o";
		strbuf_add(&b, "%s", c);
	}
	strbuf_add(&b, " 4");
	return strbuf_take(&b);
}

/* A paragraph with its label in front; `more` columns further in. */
static void show_labelled(const struct session *s, const char *label, int more, const char *text)
{
	char *first = xasprintf("%-*s%*s", LABEL_COLUMNS, label, more, "");

	show_folded(s, first, LABEL_COLUMNS + more, text);
	free(first);
}

/* A line of a claim: the words, and the bar beside them where there is room. */
static void show_estimate(const struct session *s, json_t *o, const char *before)
{
	char *words = estimate_words(o), *picture = bar(s, o), *line;
	int columns = LABEL_COLUMNS + 2 + utf8_width(before) + utf8_width(words), picture_columns = utf8_width(picture);

	if (columns + 3 + picture_columns <= s->width)
		line = xasprintf("%s%s%*s%s", before, words, s->width - columns - picture_columns, "", picture);
	else
		line = xasprintf("%s%s", before, words);
	show_labelled(s, "", 2, line);
	free(line);
	free(picture);
	free(words);
}

/* ---- claims ---- */

static bool has_verdict(json_t *row, const char *verdict)
{
	return str_equal(text_of(row, "verdict"), verdict);
}

/* "36 % of nights after 40 min or more, 14 % after 20 min or less" */
static char *counts_words(const struct session *s, json_t *row)
{
	json_t *low = json_object_get(row, "low"), *high = json_object_get(row, "high");
	char *much = report_side_words(s, row, true), *little = report_side_words(s, row, false), *text;

	text = xasprintf("%.0f %% of nights %s, %.0f %% %s", number_of(high, "percent"), much,
			 number_of(low, "percent"), little);
	free(much);
	free(little);
	return text;
}

static void show_claim(const struct session *s, json_t *report, json_t *row, const char *label)
{
	json_t *own = json_object_get(row, "own");
	bool shared = str_equal(text_of(row, "attribution"), "shared");
	const char *suspect = json_is_true(json_object_get(row, "suspect")) ? " · you suspected it" : "";
	const char *standing = str_equal(text_of(row, "standing"), "confirmed") ? " · confirmed" : "";
	char *name = report_factor_name(s, row), *with = report_companions(s, report, row);
	char *heading =
		shared ? xasprintf("%s, or something that moves with it (%s)%s%s", name, with, standing, suspect)
		       : xasprintf("%s%s%s", name, standing, suspect);
	char *counts = counts_words(s, row);

	show_labelled(s, label, 0, heading);
	show_labelled(s, "", 2, counts);
	show_estimate(s, row, "");
	if (json_is_object(own)) {
		char *before = xasprintf("%s on its own: ", name);
		show_estimate(s, own, before);
		free(before);
	}
	free(counts);
	free(heading);
	free(with);
	free(name);
}

/* Those that can be told apart from what moves with them come first. */
static int show_claims(const struct session *s, json_t *report, const char *verdict, const char *label)
{
	static const char *const attributions[] = { "specific", "shared" };
	json_t *row;
	size_t i;
	int shown = 0;

	for (size_t a = 0; a < ARRAY_LEN(attributions); a++) {
		json_array_foreach(json_object_get(report, "factors"), i, row)
		{
			if (has_verdict(row, verdict) && str_equal(text_of(row, "attribution"), attributions[a]))
				show_claim(s, report, row, shown++ ? "" : label);
		}
	}
	return shown;
}

/* ---- the others ---- */

/* What is common to the rows of one verdict. */
struct several {
	struct strbuf names;
	double low, high; /* the widest interval that still fits any of them */
	int64_t *needed;  /* nights each still needs, where that can be said */
	size_t count;
};

static void add_row(const struct session *s, json_t *row, struct several *of)
{
	char *name = report_factor_name(s, row);

	strbuf_add(&of->names, "%s%s", of->names.length ? ", " : "", name);
	free(name);
	if (is_known(row, "ci_low")) {
		of->low = fmin(of->low, number_of(row, "ci_low"));
		of->high = fmax(of->high, number_of(row, "ci_high"));
	}
	if (is_known(row, "nights_needed"))
		of->needed[of->count++] = count_of(row, "nights_needed");
}

static int by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* How long it takes until half of them would show a doubling, to the next ten: it is a guess. */
static void add_needed(struct several *of)
{
	int64_t middle;

	if (of->count == 0)
		return;
	qsort(of->needed, of->count, sizeof(*of->needed), by_size);
	middle = (of->needed[(of->count - 1) / 2] + 9) / 10 * 10;
	if (middle == 0)
		strbuf_add(&of->names, "; a doubling would have shown by now%s",
			   of->count > 1 ? " in most of them" : "");
	else
		strbuf_add(&of->names, "; about %lld more recorded nights could show a doubling%s", (long long)middle,
			   of->count > 1 ? " in half of them" : "");
}

/* The names with one verdict in one paragraph; with what still fits them, and how long it takes to know more. */
static void show_list(const struct session *s, json_t *report, const char *verdict, const char *label, bool outlook)
{
	json_t *rows = json_object_get(report, "factors"), *row;
	struct several of = { .low = INFINITY, .needed = xcalloc(json_array_size(rows) + 1, sizeof(*of.needed)) };
	size_t i;

	json_array_foreach(rows, i, row)
	{
		if (has_verdict(row, verdict))
			add_row(s, row, &of);
	}
	if (of.names.length && outlook && of.high > 0) {
		char range[64];
		range_words(of.low, of.high, range, sizeof(range));
		strbuf_add(&of.names, ": anything from %s times as many still fits", range);
		add_needed(&of);
	}
	if (of.names.length)
		show_labelled(s, label, 0, of.names.text);
	strbuf_clear(&of.names);
	free(of.needed);
}

/* Why two things, or a thing and the calendar, cannot be told apart. */
static char *inseparable_words(const struct session *s, json_t *report, json_t *row)
{
	const char *reason = text_of(row, "verdict_reason"), *colon = strchr(reason, ':');
	char *name = report_factor_name(s, row), *others, *text, other[PHRASE_MAX];

	if (str_equal(reason, "calendar"))
		text = xasprintf("%s: it changes only with the season and the weeks", name);
	else if (colon && reason[0] == 'c')
		text = xasprintf("%s: counts as %s", name, phrase_factor(s, colon + 1, other));
	else if (colon)
		text = xasprintf("%s: says the same as %s", name, phrase_factor(s, colon + 1, other));
	else {
		others = report_names(s, report, json_object_get(row, "verdict_reason"));
		text = xasprintf("%s: it is nearly always there together with %s", name, others);
		free(others);
	}
	free(name);
	return text;
}

static void show_inseparable(const struct session *s, json_t *report)
{
	json_t *row;
	size_t i;
	int shown = 0;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (!has_verdict(row, "cannot_be_separated"))
			continue;
		char *text = inseparable_words(s, report, row);
		show_labelled(s, shown++ ? "" : "cannot tell", 0, text);
		free(text);
	}
}

/* What was strong at the look before and is not now. */
static char *withdrawn_words(const struct session *s, json_t *row)
{
	char *name = report_factor_name(s, row);
	char *text =
		has_verdict(row, "some")
			? xasprintf("%s was called strong at the look before; the longer diary makes it a possible "
				    "link only",
				    name)
		: has_verdict(row, "cannot_be_separated")
			? xasprintf("%s was called strong at the look before; it can no longer be told apart from "
				    "something else",
				    name)
			: xasprintf("%s was called strong at the look before; the longer diary does not bear it "
				    "out",
				    name);

	free(name);
	return text;
}

static void show_withdrawn(const struct session *s, json_t *report)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (!str_equal(text_of(row, "standing"), "withdrawn"))
			continue;
		char *text = withdrawn_words(s, row);
		show_labelled(s, "withdrawn", 0, text);
		free(text);
	}
}

/* Standing circumstances: a diary of nights has nothing to compare them with. */
static void show_untestable(const struct session *s, json_t *report)
{
	struct strbuf b = { 0 };
	char name[PHRASE_MAX];
	json_t *trait;
	size_t i;

	json_array_foreach(json_object_get(report, "untestable"), i, trait)
		strbuf_add(&b, "%s%s", b.length ? ", " : "", phrase_factor(s, text_of(trait, "id"), name));
	if (b.length) {
		strbuf_add(&b, ": cannot be tested by your diary, because %s not change from night to night",
			   i == 1 ? "it does" : "they do");
		show_labelled(s, "no test", 0, b.text);
	}
	strbuf_clear(&b);
}

/* ---- the section ---- */

/* "verdicts of Wed 6 Nov, night 284 of your diary (205 recorded); the next at 426" */
static char *look_words(const struct session *s, json_t *look)
{
	char date[PHRASE_MAX];
	int year, month, mday;

	date_split(civil_of(s->reader.now).day, &year, &month, &mday);
	return xasprintf("verdicts of %s, night %lld of your diary (%lld recorded); the next at %lld",
			 phrase_date(date_of(look, "date"), year, date), (long long)count_of(look, "nights"),
			 (long long)count_of(look, "recorded"), (long long)count_of(look, "next_nights"));
}

static void show_title(const struct session *s, json_t *report)
{
	json_t *look = json_object_get(report, "look"), *recall = json_object_get(report, "recall");
	char *words, *title;

	if (json_is_true(json_object_get(look, "official"))) {
		words = look_words(s, look);
		title = xasprintf("%s: %s",
				  json_is_true(json_object_get(look, "up_to_now"))
					  ? "What goes with your cramps"
					  : "What went with your cramps, as it was known then",
				  words);
		free(words);
	} else if (json_is_true(json_object_get(recall, "left_out"))) {
		title = xasprintf("What goes with your cramps, without the %lld entr%s told more than %lld hours late: "
				  "not an official look",
				  (long long)count_of(recall, "entries"),
				  count_of(recall, "entries") == 1 ? "y" : "ies", (long long)count_of(recall, "hours"));
	} else {
		title = xstrdup("What goes with your cramps, computed now: not an official look");
	}
	show_text(s, "\n");
	fputs(style_begin(s, STYLE_BOLD), stdout);
	show_folded(s, "", 0, title);
	fputs(style_end(s, STYLE_BOLD), stdout);
	show_text(s, "\n");
	free(title);
}

static void show_verdicts(const struct session *s, json_t *report)
{
	int strong, possible;

	show_title(s, report);
	strong = show_claims(s, report, "strong", "strong");
	possible = show_claims(s, report, "some", "possible");
	show_withdrawn(s, report);
	show_list(s, report, "little_effect", "no large", false);
	show_list(s, report, "unclear", "no clear", true);
	show_inseparable(s, report);
	show_list(s, report, "not_enough_data", "not yet", false);
	show_list(s, report, "no_variation", "no change", false);
	show_untestable(s, report);
	show_report_notes(s, report, strong > 0, possible > 0);
}

void show_report_verdicts(const struct session *s, json_t *report)
{
	json_t *judged;

	if (json_is_true(json_object_get(json_object_get(report, "look"), "preliminary"))) {
		show_report_outlook(s, report);
		return;
	}
	judged = report_judged(report);
	show_verdicts(s, judged);
	json_decref(judged);
}
