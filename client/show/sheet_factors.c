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

enum { ROW_HEIGHT = 34, OWN_HEIGHT = 24, AXIS_HEIGHT = 22 };

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

static int count_verdict(const struct forest *f, const char *verdict)
{
	json_t *row;
	size_t i;
	int n = 0;

	json_array_foreach(factors(f), i, row) n += has_verdict(row, verdict);
	return n;
}

/* ---- the axis ---- */

/* A quarter to four times, or an eighth to eight where a claim reaches further. */
static void choose_axis(struct forest *f)
{
	json_t *row;
	size_t i;

	f->octaves = 2;
	json_array_foreach(factors(f), i, row)
	{
		bool claim = has_verdict(row, "strong") || has_verdict(row, "some");

		if (claim && (number_of(row, "ci_high") > 4 || number_of(row, "ci_low") < 0.25))
			f->octaves = 3;
	}
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
		svg_text(&v, scale_place(&f->x, ldexp(1, i)), 15, i ? "mid" : "mid strong", names[i + 3]);
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
	return xasprintf("%.1f to %.1f", low, high);
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
	char *name = sheet_factor(row);

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
		char *name = row ? sheet_factor(row) : xstrdup(json_string_value(id));

		strbuf_add(f->h->out, "%s", i == 0 ? "" : i + 1 == count ? " and " : ", ");
		html_user(f->h->out, name);
		free(name);
	}
}

/* An estimate as picture and as text. */
static void put_estimate(struct forest *f, json_t *row, json_t *o, const struct grade *g, bool own)
{
	char *range = range_text(o), *name = sheet_factor(row);
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
	json_t *own = json_object_get(row, "own"), *companions = json_object_get(row, "companions");

	strbuf_add(f->h->out, "<li class=\"row%s\"><div class=\"what\">", json_is_object(own) ? " first" : "");
	put_name(f, row);
	if (json_is_object(own)) {
		strbuf_add(f->h->out, "<small>or what moves with it: ");
		put_names(f, companions);
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

	if (count_verdict(f, g->verdict) == 0)
		return;
	html_element(f->h->out, "h3 class=\"grade\"", g->title);
	html_element(f->h->out, "p", g->words);
	strbuf_add(f->h->out, "<ul class=\"rows\">\n");
	draw_axis(f);
	json_array_foreach(factors(f), i, row) if (has_verdict(row, g->verdict)) put_row(f, row, g);
	strbuf_add(f->h->out, "</ul>\n");
}

/* ---- what cannot be told apart, what was refused ---- */

/* Two ids from a verdict's reason: the factors that it always comes with. */
static bool is_pair(json_t *row)
{
	const char *reason = text_of(row, "verdict_reason");

	return has_verdict(row, "cannot_be_separated") && *reason && !strchr(reason, ':') &&
	       !str_equal(reason, "calendar");
}

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
	const char *list = text_of(row, "verdict_reason");

	strbuf_add(f->h->out, "<div class=\"bracket\"><ul>\n");
	put_member(f, row);
	for (size_t length; *list; list += length + (list[length] == ',')) {
		char *id;
		json_t *other;

		length = strcspn(list, ",");
		id = xstrndup(list, length);
		other = report_factor_row(f->h->report, id);
		if (other)
			put_member(f, other);
		free(id);
	}
	strbuf_add(f->h->out,
		   "</ul><p>Cannot tell apart: the first is nearly always there together with the other%s.</p></div>\n",
		   strchr(text_of(row, "verdict_reason"), ',') ? "s" : "");
}

/* A bracket that another one holds already says nothing new. */
static bool is_in_bracket_before(const struct forest *f, json_t *row, size_t before)
{
	for (size_t i = 0; i < before; i++) {
		json_t *other = json_array_get(factors(f), i);

		if (is_pair(other) && id_listed(text_of(other, "verdict_reason"), text_of(row, "id")) &&
		    id_listed(text_of(row, "verdict_reason"), text_of(other, "id")))
			return true;
	}
	return false;
}

static void put_brackets(struct forest *f)
{
	bool any = false;
	json_t *row;
	size_t i;

	json_array_foreach(factors(f), i, row)
	{
		if (!is_pair(row) || is_in_bracket_before(f, row, i))
			continue;
		if (!any)
			html_element(f->h->out, "h3 class=\"grade\"", "Cannot tell apart");
		any = true;
		put_bracket(f, row);
	}
}

static char *reason_text(const struct forest *f, json_t *row)
{
	const char *reason = text_of(row, "verdict_reason"), *colon = strchr(reason, ':');
	char other[PHRASE_MAX];

	if (colon)
		return xasprintf("It %s %s, and must not be counted twice.",
				 reason[0] == 'c' ? "counts as" : "says the same as",
				 phrase_factor(f->h->s, colon + 1, other));
	if (has_verdict(row, "no_variation"))
		return xstrdup("It was the same on every night.");
	if (str_equal(reason, "calendar"))
		return xstrdup("It changes only with the season and the weeks, and so does much else.");
	return gate_words(reason);
}

static bool is_refused(json_t *row)
{
	return has_verdict(row, "not_enough_data") || has_verdict(row, "no_variation") ||
	       (has_verdict(row, "cannot_be_separated") && !is_pair(row));
}

static void put_refused(struct forest *f)
{
	bool any = false;
	json_t *row;
	size_t i;

	json_array_foreach(factors(f), i, row)
	{
		if (!is_refused(row))
			continue;
		if (!any)
			strbuf_add(f->h->out, "<h3 class=\"grade\">Not answered</h3>\n<ul class=\"refused\">\n");
		any = true;
		char *reason = reason_text(f, row);
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

static char *how_far(json_t *look)
{
	char date[PHRASE_MAX];

	return xasprintf(
		"This is night %lld of your diary. What goes with your cramps is said at night %lld, on %s, for the "
		"first time: before that, chance writes better stories than causes do.",
		(long long)count_of(look, "night"), (long long)count_of(look, "next_nights"),
		sheet_date(date_of(look, "next_date"), date));
}

static char *reading(const struct forest *f)
{
	json_t *look = json_object_get(f->h->report, "look");
	int strong = count_verdict(f, "strong"), some = count_verdict(f, "some");
	int64_t asked = count_of(look, "tested");
	char *links;

	if (json_is_true(json_object_get(look, "preliminary")))
		return how_far(look);
	if (strong + some == 0)
		return xasprintf(
			"Of %lld things asked about, none stands out so far. That is no proof that none matters.",
			(long long)asked);
	links = strong && some ? xasprintf("%d strong and %d possible link%s", strong, some, some == 1 ? "" : "s")
		: strong       ? xasprintf("%d strong link%s", strong, strong == 1 ? "" : "s")
			       : xasprintf("%d possible link%s", some, some == 1 ? "" : "s");
	char *text = xasprintf("%s among %lld things asked about. A link is not a cause.", links, (long long)asked);
	free(links);
	return text;
}

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
			sheet_date(date_of(look, "date"), date), (long long)count_of(look, "nights"),
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
		char *name = sheet_factor(row), *verdict = xstrdup(text_of(row, "verdict"));

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
	sheet_section(h, "factors", "What goes with your cramps", reading(&f));
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
