/*
 * What goes with the cramps, as a forest plot: the adjusted ratio of each factor with its interval on a log axis,
 * grouped by verdict; the counts beside it; what cannot be told apart in brackets; what was refused, with the reason.
 * Within a group the order is that of the catalogue: sorting by the ratio would make a finding of the best of many
 * chances.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/html.h"
#include "client/show/report_parts.h"
#include "client/show/sheet.h"

enum { OCTAVES_MOST = 3, ROW_HEIGHT = 34, OWN_HEIGHT = 24, AXIS_HEIGHT = 22 };

/* A grade of verdict, in the order of the page. */
struct grade {
	const char *verdict, *title, *words;
	const char *line, *point; /* classes */
};

static const struct grade grades[] = {
	{ "strong", "Strong links", "Seldom chance: at most about one in twenty links of this grade.", "interval claim",
	  "point claim" },
	{ "some", "Possible links", "Of links of this grade about one in five is chance. Worth a trial.",
	  "interval claim", "point claim" },
	{ "little_effect", "Probably no large effect",
	  "All that still fits lies within one and a half times either way.", "interval", "point" },
	{ "unclear", "No clear link so far",
	  "Everything along a line still fits. Where a line misses 1, chance does that too: many questions were asked.",
	  "interval", "point" },
};

struct forest {
	struct sheet *h;
	struct scale x;
	int octaves; /* the axis goes from 2^-octaves to 2^octaves */
};

static bool has_verdict(json_t *row, const char *verdict)
{
	return str_equal(text_of(row, "verdict"), verdict);
}

static json_t *factors(const struct forest *f)
{
	return json_object_get(f->h->report, "factors");
}

/* ---- the axis ---- */

static void choose_axis(struct forest *f)
{
	f->octaves = say_octaves(f->h->report);
	f->x = (struct scale){ ldexp(1, -f->octaves), ldexp(1, f->octaves), 2, 98, true };
}

static void draw_ticks(const struct forest *f, struct svg *v)
{
	for (int i = -f->octaves; i <= f->octaves; i++) {
		double x = scale_place(&f->x, ldexp(1, i));

		svg_line(v, x, 0, x, v->height, (struct svg_mark){ i ? "axis" : "one", NULL, NULL });
	}
}

static void draw_axis(struct forest *f)
{
	static const char *const names[] = { "⅛", "¼", "½", "1", "2", "4", "8" };
	struct svg v;

	strbuf_add(f->h->out,
		   "<li class=\"row axisrow\" aria-hidden=\"true\"><div class=\"what\"></div><div class=\"pic\">");
	svg_begin(&v, f->h->out, sheet_picture_id(f->h), "axisline", AXIS_HEIGHT, "Axis: how many times as many cramps",
		  NULL);
	for (int i = -f->octaves; i <= f->octaves; i++)
		svg_text(&v, scale_place(&f->x, ldexp(1, i)), 15, i ? "mid" : "mid strong", names[i + OCTAVES_MOST]);
	svg_end(&v);
	strbuf_add(f->h->out, "</div><div class=\"num\"></div></li>\n");
}

/* ---- a row ---- */

static void draw_interval(const struct forest *f, struct svg *v, json_t *o, double y, const struct grade *g,
			  const char *key)
{
	double low = number_of(o, "ci_low"), high = number_of(o, "ci_high");

	svg_line(v, scale_place(&f->x, low), y, scale_place(&f->x, high), y, (struct svg_mark){ g->line, key, NULL });
	if (low < f->x.low)
		svg_text(v, 0, y + 4, "strong", "‹");
	if (high > f->x.high)
		svg_text(v, 100, y + 4, "strong end", "›");
	svg_dot(v, scale_place(&f->x, number_of(o, "rate_ratio")), y, 5, (struct svg_mark){ g->point, key, NULL });
}

/* "2.2 × (1.1 to 4.3)"; what is beyond telling is not told to a decimal. */
static char *range_text(json_t *o)
{
	double low = number_of(o, "ci_low"), high = number_of(o, "ci_high");

	if (high >= 100)
		return xasprintf("%.1f or more", low);
	return low < 0.05 ? xasprintf("0 to %.1f", high) : xasprintf("%.1f to %.1f", low, high);
}

static char *counts_text(const struct forest *f, json_t *row)
{
	json_t *low = json_object_get(row, "low"), *high = json_object_get(row, "high");
	char *much, *little, *text;

	if (count_of(low, "nights") == 0 || count_of(high, "nights") == 0)
		return NULL;
	much = report_side_words(f->h->s, row, true);
	little = report_side_words(f->h->s, row, false);
	text = xasprintf("%.0f\u00a0%% of nights %s, %.0f\u00a0%% %s", number_of(high, "percent"), much,
			 number_of(low, "percent"), little);
	free(much);
	free(little);
	return text;
}

static void put_name(struct forest *f, json_t *row)
{
	char *name = say_factor(row);

	html_user(f->h->out, name);
	free(name);
	if (json_is_true(json_object_get(row, "suspect")))
		strbuf_add(f->h->out, " <span class=\"tag\">you suspect it</span>");
	if (str_equal(text_of(row, "standing"), "confirmed"))
		strbuf_add(f->h->out, " <span class=\"tag\">confirmed</span>");
}

static void put_counts(struct forest *f, json_t *row)
{
	char *counts = counts_text(f, row);

	if (counts) {
		strbuf_add(f->h->out, "<small>");
		html_text(f->h->out, counts);
		strbuf_add(f->h->out, "</small>");
	}
	free(counts);
}

/* Names of the factors it moves with: "Steps and Standing". */
static void put_names(struct forest *f, json_t *ids)
{
	size_t i, count = json_array_size(ids);
	json_t *id;

	json_array_foreach(ids, i, id)
	{
		json_t *row = report_factor_row(f->h->report, json_string_value(id));
		char *name = row ? say_factor(row) : xstrdup(json_string_value(id));

		strbuf_add(f->h->out, "%s", i == 0 ? "" : i + 1 == count ? " and " : ", ");
		html_user(f->h->out, name);
		free(name);
	}
}

/* An estimate as picture and as text. */
static void put_estimate(struct forest *f, json_t *row, json_t *o, const struct grade *g, bool own)
{
	char *range = range_text(o), *name = say_factor(row);
	char *title = xasprintf("%s%s: %.1f times as many cramps, 95 %%: %s", name, own ? " on its own" : "",
				number_of(o, "rate_ratio"), range);
	struct svg v;

	strbuf_add(f->h->out, "</div>\n<div class=\"pic\">");
	svg_begin(&v, f->h->out, sheet_picture_id(f->h), own ? "forest own" : "forest", own ? OWN_HEIGHT : ROW_HEIGHT,
		  title, NULL);
	draw_ticks(f, &v);
	draw_interval(f, &v, o, v.height / 2, g, text_of(row, "id"));
	svg_end(&v);
	strbuf_add(f->h->out, "</div>\n<div class=\"num\">%.1f ×<small>", number_of(o, "rate_ratio"));
	html_text(f->h->out, range);
	strbuf_add(f->h->out, "</small></div></li>\n");
	free(title);
	free(name);
	free(range);
}

static void put_row(struct forest *f, json_t *row, const struct grade *g)
{
	static const struct grade thin = { .line = "interval weak", .point = "point weak" };
	json_t *own = json_object_get(row, "own");

	strbuf_add(f->h->out, "<li class=\"row%s\"><div class=\"what\">", json_is_object(own) ? " first" : "");
	put_name(f, row);
	if (json_is_object(own)) {
		strbuf_add(f->h->out, "<small>or what moves with it: ");
		put_names(f, json_object_get(own, "companions"));
		strbuf_add(f->h->out, "</small>");
	}
	put_counts(f, row);
	if (!is_known(row, "rate_ratio")) {
		strbuf_add(f->h->out, "</div></li>\n");
		return;
	}
	put_estimate(f, row, row, g, false);
	if (!json_is_object(own))
		return;
	strbuf_add(f->h->out, "<li class=\"row sub\"><div class=\"what\"><small>on its own</small>");
	put_estimate(f, row, own, &thin, true);
}

static void put_grade(struct forest *f, const struct grade *g)
{
	json_t *row;
	size_t i;

	if (say_verdicts(f->h->report, g->verdict) == 0)
		return;
	html_element(f->h->out, "h3 class=\"grade\"", g->title);
	html_element(f->h->out, "p", g->words);
	strbuf_add(f->h->out, "<ul class=\"rows\">\n");
	draw_axis(f);
	json_array_foreach(factors(f), i, row) if (has_verdict(row, g->verdict)) put_row(f, row, g);
	strbuf_add(f->h->out, "</ul>\n");
}

/* ---- what cannot be told apart, what was refused ---- */

static void put_member(struct forest *f, json_t *row)
{
	strbuf_add(f->h->out, "<li><b>");
	put_name(f, row);
	strbuf_add(f->h->out, "</b>");
	strbuf_add(f->h->out, " <span class=\"fine\">");
	char *counts = counts_text(f, row);
	html_text(f->h->out, counts ? counts : "");
	free(counts);
	strbuf_add(f->h->out, "</span></li>\n");
}

static void put_bracket(struct forest *f, json_t *row)
{
	json_t *ids = say_pair(row), *id;
	size_t i;

	strbuf_add(f->h->out, "<div class=\"bracket\"><ul>\n");
	put_member(f, row);
	json_array_foreach(ids, i, id)
	{
		json_t *other = report_factor_row(f->h->report, json_string_value(id));
		if (other)
			put_member(f, other);
	}
	strbuf_add(f->h->out,
		   "</ul><p>Cannot tell apart: the first is nearly always there together with the other%s.</p></div>\n",
		   json_array_size(ids) > 1 ? "s" : "");
	json_decref(ids);
}

static void put_brackets(struct forest *f)
{
	bool any = false;
	json_t *row;
	size_t i;

	json_array_foreach(factors(f), i, row)
	{
		if (!say_is_new_pair(f->h->report, i))
			continue;
		if (!any)
			html_element(f->h->out, "h3 class=\"grade\"", "Cannot tell apart");
		any = true;
		put_bracket(f, row);
	}
}

static void put_refused(struct forest *f)
{
	bool any = false;
	json_t *row;
	size_t i;

	json_array_foreach(factors(f), i, row)
	{
		if (!say_is_refused(row))
			continue;
		if (!any)
			strbuf_add(f->h->out, "<h3 class=\"grade\">Not answered</h3>\n<ul class=\"refused\">\n");
		any = true;
		char *reason = say_refusal(f->h->s, row);
		strbuf_add(f->h->out, "<li><b>");
		put_name(f, row);
		strbuf_add(f->h->out, "</b> ");
		html_text(f->h->out, reason);
		strbuf_add(f->h->out, "</li>\n");
		free(reason);
	}
	if (any)
		strbuf_add(f->h->out, "</ul>\n");
}

/* ---- words ---- */

static void put_look(struct forest *f)
{
	json_t *look = json_object_get(f->h->report, "look");
	char date[PHRASE_MAX], *text;

	if (!json_is_true(json_object_get(look, "official")))
		text = xstrdup("Computed now on exactly these nights; not an official look.");
	else
		text = xasprintf(
			"Verdicts of %s, night %lld of your diary; the next come at night %lld. Lines and numbers are "
			"as of this report: the ratio after season, weekday, slow changes and your other factors, "
			"with its 95 %% interval. To the right of 1: more cramps with more of it.",
			say_date(date_of(look, "date"), date), (long long)count_of(look, "nights"),
			(long long)count_of(look, "next_nights"));
	sheet_note(f->h, text);
	free(text);
	if (json_is_true(json_object_get(look, "changed_since")))
		sheet_note(f->h, "The diary up to that night has changed since; the verdicts are those of that day.");
}

static void put_withdrawn(struct forest *f)
{
	json_t *row;
	size_t i;

	json_array_foreach(factors(f), i, row)
	{
		if (!str_equal(text_of(row, "standing"), "withdrawn"))
			continue;
		strbuf_add(f->h->out, "<p class=\"note\">Withdrawn: ");
		put_name(f, row);
		strbuf_add(f->h->out, " was called strong before; the longer diary does not bear it out.</p>\n");
	}
}

static void table(struct forest *f)
{
	static const char *const heads[] = {
		"Factor", "Verdict", "Ratio", "95 % from", "to", "Low: cramp nights", "High: cramp nights", NULL
	};
	json_t *row;
	size_t i;

	sheet_table(f->h, "factors", "Factors, their verdicts, adjusted ratios and counts", heads);
	json_array_foreach(factors(f), i, row)
	{
		json_t *low = json_object_get(row, "low"), *high = json_object_get(row, "high");
		char *name = say_factor(row), *verdict = xstrdup(text_of(row, "verdict"));

		for (char *p = verdict; *p; p++)
			*p = *p == '_' ? ' ' : *p;
		sheet_row(f->h, name);
		sheet_cell(f->h, "%s", verdict);
		sheet_cell_number(f->h, row, "rate_ratio", 2, "");
		sheet_cell_number(f->h, row, "ci_low", 2, "");
		sheet_cell_number(f->h, row, "ci_high", 2, "");
		sheet_cell(f->h, "%lld of %lld", (long long)count_of(low, "cramp_nights"),
			   (long long)count_of(low, "nights"));
		sheet_cell(f->h, "%lld of %lld", (long long)count_of(high, "cramp_nights"),
			   (long long)count_of(high, "nights"));
		sheet_row_end(f->h);
		free(verdict);
		free(name);
	}
	sheet_table_end(f->h);
}

void sheet_factors(struct sheet *h)
{
	struct forest f = { .h = h };
	json_t *look = json_object_get(h->report, "look");

	choose_axis(&f);
	sheet_section(h, "factors", "What goes with your cramps", say_factors(h->report));
	if (!json_is_true(json_object_get(look, "preliminary"))) {
		put_look(&f);
		for (size_t i = 0; i < ARRAY_LEN(grades); i++)
			put_grade(&f, &grades[i]);
		put_withdrawn(&f);
		put_brackets(&f);
		put_refused(&f);
		table(&f);
	}
	sheet_section_end(h);
}
