/*
 * What goes with the cramps as a forest plot: on a log axis the ratio of each factor with its interval, grouped by
 * verdict, the counts beside it; what cannot be told apart in brackets, what was refused with its reason.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/report_parts.h"
#include "client/show/say.h"
#include "client/show/term_chart.h"
#include "client/show/term_parts.h"
#include "client/show/text.h"
#include "client/show/why_parts.h"

enum { INDENT = 2, GAP = 2, NUMBERS_LEAST = 16, COLUMNS_LEAST = 8 };

struct forest {
	const struct session *s;
	json_t *report, *rows;
	struct scale x;
	int columns;
};

static const struct {
	const char *verdict, *title;
} grades[] = {
	{ "strong", "Strong links" },
	{ "some", "Possible links (about one in five is chance)" },
	{ "little_effect", "Probably no large effect" },
	{ "unclear", "No clear link so far" },
};

static bool is(json_t *row, const char *verdict)
{
	return str_equal(text_of(row, "verdict"), verdict);
}

static void show_title(const struct forest *f, const char *title)
{
	show_text(f->s, "\n");
	fputs(style_begin(f->s, STYLE_BOLD), stdout);
	show_folded(f->s, "", INDENT, title);
	fputs(style_end(f->s, STYLE_BOLD), stdout);
}

static void show_axis(const struct forest *f)
{
	char *ticks = term_ticks(&f->x, f->columns, f->x.low, 2, "");

	show_text(f->s, "%*s%s\n", INDENT, "", ticks);
	free(ticks);
}

/* "2.2 (1.1 to 4.3)" */
static char *numbers_of(json_t *o)
{
	char range[PHRASE_MAX];

	range_words(number_of(o, "ci_low"), number_of(o, "ci_high"), range, sizeof(range));
	return xasprintf("%.1f (%s)", number_of(o, "rate_ratio"), range);
}

/* What the numbers leave to the picture. */
static int columns_for(const struct session *s, json_t *rows)
{
	int widest = NUMBERS_LEAST, columns;
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		json_t *both[] = { row, json_object_get(row, "own") };

		for (size_t k = 0; k < ARRAY_LEN(both); k++) {
			char *numbers = is_known(both[k], "rate_ratio") ? numbers_of(both[k]) : xstrdup("");

			widest = utf8_width(numbers) > widest ? utf8_width(numbers) : widest;
			free(numbers);
		}
	}
	columns = term_columns(s) - INDENT - GAP - widest;
	return columns > COLUMNS_LEAST ? columns : COLUMNS_LEAST;
}

/* "├──●──┤   2.2 (1.1 to 4.3)" */
static void show_estimate(const struct forest *f, json_t *o)
{
	struct track t = { .x = &f->x,
			   .columns = f->columns,
			   .low = number_of(o, "ci_low"),
			   .high = number_of(o, "ci_high"),
			   .at = number_of(o, "rate_ratio"),
			   .other = NAN,
			   .rule = 1 };
	char *line = term_track(f->s, &t), *numbers = numbers_of(o);

	show_text(f->s, "%*s%s%*s%s\n", INDENT, "", line, GAP, "", numbers);
	free(numbers);
	free(line);
}

static char *counts_text(const struct forest *f, json_t *row)
{
	json_t *low = json_object_get(row, "low"), *high = json_object_get(row, "high");
	char *much, *little, *text;

	if (count_of(low, "nights") == 0 || count_of(high, "nights") == 0)
		return xstrdup("");
	much = report_side_words(f->s, row, true);
	little = report_side_words(f->s, row, false);
	text = xasprintf(": %.0f %% of nights %s, %.0f %% %s", number_of(high, "percent"), much,
			 number_of(low, "percent"), little);
	free(much);
	free(little);
	return text;
}

static void show_row(const struct forest *f, json_t *row)
{
	json_t *own = json_object_get(row, "own");
	char *name = say_factor(row), *counts = counts_text(f, row), *line;

	line = xasprintf("%s%s", name, counts);
	show_folded(f->s, "", INDENT, line);
	free(line);
	if (is_known(row, "rate_ratio"))
		show_estimate(f, row);
	if (json_is_object(own)) {
		char *with = report_companions(f->s, f->report, own);
		line = xasprintf("or what moves with it (%s); on its own:", with);
		show_folded(f->s, "  ", INDENT, line);
		show_estimate(f, own);
		free(line);
		free(with);
	}
	free(counts);
	free(name);
}

static void show_grade(const struct forest *f, size_t grade)
{
	json_t *row;
	size_t i;

	if (say_verdicts(f->report, grades[grade].verdict) == 0)
		return;
	show_title(f, grades[grade].title);
	show_axis(f);
	json_array_foreach(f->rows, i, row) if (is(row, grades[grade].verdict)) show_row(f, row);
}

/* ---- without an answer ---- */

static void show_member(const struct forest *f, const char *bracket, json_t *row)
{
	char *name = say_factor(row), *counts = counts_text(f, row), *line = xasprintf("%s%s", name, counts);
	char *first = xasprintf("  %s ", bracket);

	show_folded(f->s, first, 2 * INDENT, line);
	free(first);
	free(line);
	free(counts);
	free(name);
}

/* A factor and the others that it always comes with, held together by a bracket. */
static void show_bracket(const struct forest *f, json_t *row)
{
	json_t *ids = say_pair(row), *id;
	size_t i, count = json_array_size(ids);

	show_member(f, f->s->utf8 ? "┌" : "/", row);
	json_array_foreach(ids, i, id)
	{
		json_t *other = report_factor_row(f->report, json_string_value(id));

		if (other)
			show_member(f, f->s->utf8 ? (i + 1 < count ? "├" : "└") : (i + 1 < count ? "|" : "\\"), other);
	}
	json_decref(ids);
}

static void show_brackets(const struct forest *f)
{
	bool any = false;
	json_t *row;
	size_t i;

	json_array_foreach(f->rows, i, row)
	{
		if (!say_is_new_pair(f->report, i))
			continue;
		if (!any)
			show_title(f, "Cannot tell apart");
		any = true;
		show_bracket(f, row);
	}
}

static void show_refused(const struct forest *f)
{
	bool any = false;
	json_t *row;
	size_t i;

	json_array_foreach(f->rows, i, row)
	{
		char *reason, *name, *line;

		if (!say_is_refused(row))
			continue;
		if (!any)
			show_title(f, "Not answered");
		any = true;
		reason = say_refusal(f->s, row);
		name = say_factor(row);
		line = xasprintf("%s: %s", name, reason);
		show_folded(f->s, "  ", 2 * INDENT, line);
		free(line);
		free(name);
		free(reason);
	}
}

void chart_factors(const struct session *s, json_t *report)
{
	struct forest f = { .s = s, .report = report_judged(report) };
	json_t *look = json_object_get(report, "look");

	f.rows = json_object_get(f.report, "factors");
	f.columns = columns_for(s, f.rows);
	f.x = (struct scale){ ldexp(1, -say_octaves(f.report)), ldexp(1, say_octaves(f.report)), 0, f.columns - 1,
			      true };
	term_title(s, "What goes with your cramps", say_factors(f.report));
	if (!json_is_true(json_object_get(look, "preliminary"))) {
		show_folded(s, "", 0,
			    "How many times as many cramps, after season, weekday, slow changes and the other factors, "
			    "with "
			    "what still fits (95 %). To the right: more with more of it.");
		for (size_t i = 0; i < ARRAY_LEN(grades); i++)
			show_grade(&f, i);
		show_brackets(&f);
		show_refused(&f);
	}
	json_decref(f.report);
}
