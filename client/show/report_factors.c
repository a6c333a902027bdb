/*
 * The report's groups: how often a cramp came on nights low and high in a factor. Counts with the range that still fits
 * them, in the order of the catalogue and not of the difference: sorting by the difference would make a finding of the
 * best of many chances.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/command.h"
#include "client/show/phrase.h"
#include "client/show/report_parts.h"
#include "client/show/text.h"
#include "cramp/amount.h"

/* Fewer nights on a side than this are not shown: they would only show chance. */
enum { SIDE_NIGHTS = 10, VALUE_MAX = 32 };

/* Tracked or suspected: the others are for --json. */
static bool is_asked_about(json_t *factor)
{
	return json_is_true(json_object_get(factor, "tracked")) || json_is_true(json_object_get(factor, "suspect"));
}

static bool has_both_sides(json_t *factor)
{
	return count_of(json_object_get(factor, "low"), "nights") >= SIDE_NIGHTS &&
	       count_of(json_object_get(factor, "high"), "nights") >= SIDE_NIGHTS;
}

static const char *value_text(const struct session *s, json_t *factor, json_t *value, char out[VALUE_MAX])
{
	const struct factor *f = factor_by_id(text_of(factor, "source"), s->reader.own);

	out[0] = '\0';
	if (f && json_is_number(value))
		amount_format(json_number_value(value), f, s->reader.us_units, out, VALUE_MAX);
	return out;
}

static bool is_shown(json_t *factor)
{
	return is_asked_about(factor) && has_both_sides(factor);
}

char *report_factor_name(const struct session *s, json_t *factor)
{
	const struct factor *f = factor_by_id(text_of(factor, "source"), s->reader.own);
	const char *end = text_of(factor, "end");
	char name[PHRASE_MAX], lag[VALUE_MAX] = "";
	int64_t nights = count_of(factor, "lag");

	if (nights == 1)
		str_copy(lag, sizeof(lag), ", the day before");
	else if (nights > 1)
		snprintf(lag, sizeof(lag), ", %d days before", (int)nights);
	/* It is told as a lack and measured as sleep. */
	if (f && str_equal(f->derived, "sleep"))
		return xstrdup("sleep in the nights before");
	phrase_factor(s, text_of(factor, "source"), name);
	if (!*end)
		return xasprintf("%s%s", name, lag);
	return xasprintf("%s %s than usual%s", str_equal(end, "low") ? "less" : "more", name, lag);
}

/* In a heading: with the suspicion. */
static char *heading_of(const struct session *s, json_t *factor)
{
	char *name = report_factor_name(s, factor),
	     *heading = xasprintf("%s%s", name,
				  json_is_true(json_object_get(factor, "suspect")) ? " (you suspect it)" : "");

	free(name);
	return heading;
}

char *report_side_text(const struct session *s, json_t *factor, bool high)
{
	const struct factor *f = factor_by_id(text_of(factor, "source"), s->reader.own);
	json_t *cut = json_object_get(factor, "cut");
	json_t *edge = json_object_get(json_object_get(factor, high ? "high" : "low"), "edge");
	char value[VALUE_MAX];

	if (str_equal(text_of(factor, "kind"), "binary")) {
		if (!high || !json_is_number(cut))
			return xstrdup(high ? "yes" : "no");
		const char *further = str_equal(text_of(factor, "end"), "low") ? "less" : "more";
		value_text(s, factor, cut, value);
		return json_is_true(json_object_get(factor, "cut_open")) ? xasprintf("yes: %s than %s", further, value)
									 : xasprintf("yes: %s or %s", value, further);
	}
	value_text(s, factor, edge, value);
	if (!high && f && json_number_value(edge) <= f->minimum)
		return xstrdup(value);
	return xasprintf("%s or %s", value, high ? "more" : "less");
}

enum { COUNT_COLUMNS = 16, PERCENT_COLUMNS = 7, BRACKET_COLUMNS = 14, INDENT = 2, GAP = 3 };

/* Columns that the longest name of a side takes, or 0 if it must stand on a line of its own. */
static int name_columns(const struct session *s, json_t *factors)
{
	int longest = 0;
	json_t *factor;
	size_t i;

	json_array_foreach(factors, i, factor)
	{
		for (int high = 0; is_shown(factor) && high < 2; high++) {
			char *name = report_side_text(s, factor, high);
			int width = utf8_width(name);

			longest = width > longest ? width : longest;
			free(name);
		}
	}
	return INDENT + longest + GAP + COUNT_COLUMNS + PERCENT_COLUMNS + GAP + BRACKET_COLUMNS <= s->width ? longest
													    : 0;
}

/* "  50 min or more   29 of 80 nights  36 %   (27 to 47 %)" */
static void show_side(const struct session *s, int columns, json_t *factor, bool high)
{
	json_t *side = json_object_get(factor, high ? "high" : "low");
	char *name = report_side_text(s, factor, high), *counts, percent[VALUE_MAX], bracket[VALUE_MAX];

	counts = xasprintf("%lld of %lld nights", (long long)count_of(side, "cramp_nights"),
			   (long long)count_of(side, "nights"));
	snprintf(percent, sizeof(percent), "%.0f %%", number_of(side, "percent"));
	snprintf(bracket, sizeof(bracket), "(%.0f to %.0f %%)", number_of(side, "wilson_low"),
		 number_of(side, "wilson_high"));
	if (columns) {
		show_text(s, "%*s%s%*s", INDENT, "", name, columns - utf8_width(name) + GAP, "");
		show_text(s, "%*s%*s%*s%s\n", COUNT_COLUMNS, counts, PERCENT_COLUMNS, percent, GAP, "", bracket);
	} else {
		char *line = xasprintf("%s: %s, %s %s", name, counts, percent, bracket);

		show_folded(s, "  ", 2 * INDENT, line);
		free(line);
	}
	free(counts);
	free(name);
}

static void show_groups(const struct session *s, json_t *factors)
{
	int columns = name_columns(s, factors);
	json_t *factor;
	size_t i;

	json_array_foreach(factors, i, factor)
	{
		char *name;

		if (!is_shown(factor))
			continue;
		name = heading_of(s, factor);
		show_folded(s, "", INDENT, name);
		show_side(s, columns, factor, true);
		show_side(s, columns, factor, false);
		free(name);
	}
	show_text(s, "\n");
	show_folded(s, "", 0,
		    "In brackets what so few nights leave possible (95 %): where two brackets overlap, chance alone "
		    "can make "
		    "the difference, and of many differences it makes some. A difference is not a cause.");
}

/* "Not yet: water · alcohol. …", either end of a U under one name. */
static void tell_too_few(const struct session *s, json_t *factors)
{
	struct strbuf b = { 0 };
	const char *before = "";
	json_t *factor;
	size_t i;

	json_array_foreach(factors, i, factor)
	{
		const char *source = text_of(factor, "source");
		char name[PHRASE_MAX];

		if (!is_asked_about(factor) || has_both_sides(factor) || str_equal(source, before))
			continue;
		strbuf_add(&b, "%s%s", b.length ? " · " : "", phrase_factor(s, source, name));
		before = source;
	}
	if (b.length) {
		char *line = xasprintf("Not yet: %s. That takes %d nights on either side.", b.text, SIDE_NIGHTS);

		show_folded(s, "", 0, line);
		free(line);
	}
	strbuf_clear(&b);
}

void show_report_factors(const struct session *s, json_t *report)
{
	json_t *factors = json_object_get(report, "factors"), *factor;
	int64_t recorded = count_of(json_object_get(report, "diary"), "recorded");
	bool any = false;
	char *title;
	size_t i;

	json_array_foreach(factors, i, factor) any = any || is_shown(factor);
	if (any) {
		title = xasprintf("How many of your %lld recorded nights had a cramp: counts, no verdict",
				  (long long)recorded);
		show_text(s, "\n");
		fputs(style_begin(s, STYLE_BOLD), stdout);
		show_folded(s, "", 0, title);
		fputs(style_end(s, STYLE_BOLD), stdout);
		show_text(s, "\n");
		show_groups(s, factors);
		free(title);
	}
	tell_too_few(s, factors);
}
