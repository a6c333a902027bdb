/*
 * What goes with the cramps, in the words of cramp-statistics(7): strongest first, each claim with its counts, its
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

/* ---- names and numbers ---- */

json_t *report_factor_row(json_t *report, const char *id)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (str_equal(text_of(row, "id"), id))
			return row;
	}
	return NULL;
}

static void add_name(const struct session *s, struct strbuf *b, json_t *report, const char *id, size_t place,
		     size_t count)
{
	json_t *row = report_factor_row(report, id);
	char *name = row ? report_factor_name(s, row) : xstrdup(id);

	strbuf_add(b, "%s%s", place == 0 ? "" : place + 1 == count ? " and " : ", ", name);
	free(name);
}

char *report_names(const struct session *s, json_t *report, json_t *ids)
{
	struct strbuf b = { 0 };
	json_t *id;
	size_t i, count;

	if (json_is_array(ids)) {
		json_array_foreach(ids, i, id) add_name(s, &b, report, json_string_value(id), i, json_array_size(ids));
		return strbuf_take(&b);
	}
	const char *list = json_is_string(ids) ? json_string_value(ids) : "";
	for (count = *list != '\0', i = 0; list[i]; i++)
		count += list[i] == ',';
	for (i = 0; *list; i++) {
		size_t length = strcspn(list, ",");
		char *one = xstrndup(list, length);
		add_name(s, &b, report, one, i, count);
		free(one);
		list += length + (list[length] == ',');
	}
	return strbuf_take(&b);
}

char *ratio_words(double ratio)
{
	if (ratio >= 9.95)
		return xasprintf("%.0f times as many", ratio);
	if (ratio > 0.945 && ratio < 1.055)
		return xstrdup("as many");
	return xasprintf("%.1f times as many", ratio < 0.05 ? 0.05 : ratio);
}

/* "0.7 to 1.9", with an open end where the numbers are beyond telling. */
static void range_words(double low, double high, char *out, size_t size)
{
	char top[24];

	if (high >= 100)
		str_copy(top, sizeof(top), "any number");
	else
		snprintf(top, sizeof(top), "%.1f", high);
	if (low < 0.05)
		snprintf(out, size, "0 to %s", top);
	else
		snprintf(out, size, "%.1f to %s", low, top);
}

/* "2.3 times as many  (95 %: 1.4 to 3.7)" of a row, or of its line "own". */
static char *estimate_words(json_t *o)
{
	char range[64], *ratio = ratio_words(number_of(o, "rate_ratio")), *text;

	range_words(number_of(o, "ci_low"), number_of(o, "ci_high"), range, sizeof(range));
	text = xasprintf("%s  (95 %%: %s)", ratio, range);
	free(ratio);
	return text;
}

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

char *report_side_words(const struct session *s, json_t *factor, bool high)
{
	bool end = *text_of(factor, "end");
	char *side, *text;

	if (str_equal(text_of(factor, "kind"), "binary") && !end)
		return xstrdup(high ? "with it" : "without it");
	if (end && !high)
		return xstrdup("otherwise");
	side = report_side_text(s, factor, high);
	text = xasprintf("with %s", end && strchr(side, ':') ? strchr(side, ':') + 2 : end ? "that" : side);
	free(side);
	return text;
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
	const char *standing = text_of(row, "standing");
	char *name = report_factor_name(s, row), *with = report_names(s, report, json_object_get(row, "companions"));
	char *heading = shared ? xasprintf("%s, or something that moves with it (%s)%s", name, with,
					   str_equal(standing, "confirmed") ? " · confirmed" : "")
			       : xasprintf("%s%s", name, str_equal(standing, "confirmed") ? " · confirmed" : "");
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

static int show_claims(const struct session *s, json_t *report, const char *verdict, const char *label)
{
	json_t *row;
	size_t i;
	int shown = 0;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (has_verdict(row, verdict))
			show_claim(s, report, row, shown++ ? "" : label);
	}
	return shown;
}

/* ---- the others ---- */

/* The names with one verdict in one paragraph, with the widest interval that still fits them. */
static void show_list(const struct session *s, json_t *report, const char *verdict, const char *label, bool with_range)
{
	struct strbuf b = { 0 };
	double low = INFINITY, high = 0;
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (!has_verdict(row, verdict))
			continue;
		char *name = report_factor_name(s, row);
		strbuf_add(&b, "%s%s", b.length ? ", " : "", name);
		free(name);
		if (is_known(row, "ci_low")) {
			low = fmin(low, number_of(row, "ci_low"));
			high = fmax(high, number_of(row, "ci_high"));
		}
	}
	if (b.length) {
		if (with_range && high > 0) {
			char range[64];
			range_words(low, high, range, sizeof(range));
			strbuf_add(&b, ": anything from %s times as many still fits", range);
		}
		show_labelled(s, label, 0, b.text);
	}
	strbuf_clear(&b);
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

static void show_withdrawn(const struct session *s, json_t *report)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (!str_equal(text_of(row, "standing"), "withdrawn"))
			continue;
		char *name = report_factor_name(s, row),
		     *text = xasprintf("%s was called strong before; the longer diary does not bear it out.", name);
		show_labelled(s, "withdrawn", 0, text);
		free(text);
		free(name);
	}
}

/* ---- what to know when reading it ---- */

static bool has_caution(json_t *row, const char *kind)
{
	json_t *caution;
	size_t i;

	json_array_foreach(json_object_get(row, "cautions"), i, caution)
	{
		if (str_equal(text_of(caution, "kind"), kind))
			return true;
	}
	return false;
}

/* The factors with a caution of one kind, between the two halves of a sentence; nothing where there is none. */
static void show_caution(const struct session *s, json_t *report, const char *kind, const char *before,
			 const char *after)
{
	json_t *rows = json_object_get(report, "factors"), *row, *ids = json_array();
	size_t i;

	json_array_foreach(rows, i, row)
	{
		if (has_caution(row, kind))
			json_array_append(ids, json_object_get(row, "id"));
	}
	if (json_array_size(ids)) {
		char *names = report_names(s, report, ids), *text = xasprintf("%s%s%s", before, names, after);
		show_folded(s, "", 0, text);
		free(text);
		free(names);
	}
	json_decref(ids);
}

static void show_footnotes(const struct session *s, json_t *report, int strong, int possible)
{
	json_t *look = json_object_get(report, "look");

	show_text(s, "\n");
	if (possible)
		show_folded(s, "", 0, "Of possible links about one in five is chance. Worth a trial.");
	show_caution(s, report, "typed_late",
		     "Without what was typed more than a day late the verdict would be another on: ", ".");
	show_caution(s, report, "unrecorded_nights_differ", "The nights you did not record were different in ",
		     ". That alone can make a link.");
	if (json_is_true(json_object_get(look, "changed_since")))
		show_folded(s, "", 0,
			    "The diary up to that night has changed since; the verdicts are those of that day.");
	show_folded(s, "", 0,
		    strong || possible ? "A link is not a cause. Everything behind one line: cramp why FACTOR"
				       : "Everything behind one line: cramp why FACTOR");
}

/* ---- the section ---- */

static void show_title(const struct session *s, json_t *report)
{
	json_t *look = json_object_get(report, "look");
	char date[PHRASE_MAX], *title;

	if (!json_is_true(json_object_get(look, "official")))
		title = xasprintf("What goes with your cramps: computed now, not an official look");
	else
		title = xasprintf(
			"What goes with your cramps: verdicts of %s, night %lld of your diary; the next at %lld",
			phrase_night_text(text_of(look, "date"), date), (long long)count_of(look, "nights"),
			(long long)count_of(look, "next_nights"));
	show_text(s, "\n%s", style_begin(s, STYLE_BOLD));
	show_folded(s, "", 0, title);
	show_text(s, "%s\n", style_end(s, STYLE_BOLD));
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
	show_footnotes(s, report, strong, possible);
}

/* The suspects, for the weeks in which nothing can be said. */
static char *suspects(const struct session *s, json_t *report)
{
	json_t *row, *ids = json_array();
	size_t i;
	char *names;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (json_is_true(json_object_get(row, "suspect")))
			json_array_append(ids, json_object_get(row, "id"));
	}
	names = report_names(s, report, ids);
	json_decref(ids);
	return names;
}

static void show_how_far(const struct session *s, json_t *report)
{
	json_t *look = json_object_get(report, "look");
	char date[PHRASE_MAX], *names = suspects(s, report);
	char *text = xasprintf(
		"Night %lld of your diary. What goes with your cramps is said at night %lld (%s) for the first time: "
		"before that, chance writes better stories than causes do.",
		(long long)count_of(look, "night"), (long long)count_of(look, "next_nights"),
		phrase_night_text(text_of(look, "next_date"), date));

	show_text(s, "\n");
	show_folded(s, "", 0, text);
	free(text);
	if (*names)
		text = xasprintf("You suspect %s. Keep recording that every day.", names);
	else
		text = xstrdup(
			"Do you suspect something? cramp track FACTOR suspect: a suspicion told now is found sooner.");
	show_folded(s, "", 0, text);
	free(text);
	free(names);
}

void show_report_verdicts(const struct session *s, json_t *report)
{
	if (json_is_true(json_object_get(json_object_get(report, "look"), "preliminary")))
		show_how_far(s, report);
	else
		show_verdicts(s, report);
}
