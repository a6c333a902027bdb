/*
 * Cramps a week: each week's rate with its interval, and the smoothed trend through them. Weeks with too few recorded
 * nights have no rate and are shown to have none.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/show/html.h"
#include "client/show/report_parts.h"
#include "client/show/sheet.h"

enum {
	HEIGHT = 255,
	TOP = 12,
	BOTTOM = 222,
	LEFT = 6,
	WEEKS_MAX = 80,
	GRID_MOST = 5,
	LABELS_MOST = 8,
	NAMES_MOST = 28,
	YEARS_FROM = 800
};

struct trend {
	struct sheet *h;
	json_t *list;	   /* of stretches */
	const char *what;  /* "a week", "four weeks", "13 weeks" */
	struct scale x, y; /* nights → per cent; cramps a week → pixels */
	double step;
	bool cut; /* a whisker goes beyond the picture */
};

static void choose(struct trend *t, json_t *pictures)
{
	json_t *weeks = json_object_get(pictures, "weeks"), *longer = json_object_get(pictures, "stretches");

	t->list = weeks;
	t->what = "a week";
	if (json_is_array(weeks) && json_array_size(weeks) <= WEEKS_MAX)
		return;
	t->list = json_object_get(longer, "list");
	t->what = count_of(longer, "nights") == 28 ? "four weeks" : "13 weeks";
}

/*
 * The intervals of single weeks are wide: so much of them is shown that the rates still have room, and the rest is cut,
 * and said to be.
 */
static void measure(struct trend *t, json_t *pictures)
{
	double most = 0, rate, high = 0;
	json_t *one;
	size_t i;

	json_array_foreach(t->list, i, one)
	{
		most = fmax(most, fmax(number_of(one, "cramps_per_week"), number_of(one, "trend")));
		high = fmax(high, number_of(one, "high"));
	}
	rate = most > 0 ? fmax(most, 2) : high;
	t->step = nice_step(fmin(high, 1.25 * rate), GRID_MOST, 1);
	t->y = (struct scale){ .high = nice_top(fmin(fmax(high, rate), 1.25 * rate), t->step),
			       .from = BOTTOM,
			       .to = TOP };
	t->cut = high > t->y.high;
	t->x = (struct scale){ .low = date_of(pictures, "from"), .from = LEFT, .to = 100 };
	t->x.high = t->x.low + fmax(1, (double)json_array_size(json_object_get(pictures, "calendar")));
}

static double middle_of(const struct trend *t, json_t *one)
{
	return scale_place(&t->x, (date_of(one, "from") + date_of(one, "to") + 1) / 2.0);
}

static void draw_grid(const struct trend *t, struct svg *v)
{
	char text[32];

	for (int i = 0; i * t->step <= t->y.high + 1e-9; i++) {
		double y = scale_place(&t->y, i * t->step);

		svg_line(v, LEFT, y, 100, y, (struct svg_mark){ i ? "axis" : "base", NULL, NULL });
		snprintf(text, sizeof(text), "%g", i * t->step);
		svg_text(v, LEFT - 1.2, y + 4, "end", text);
	}
}

/* Months, or years where there are many, named in the middle of what is seen of them. */
static void draw_dates(const struct trend *t, struct svg *v)
{
	int32_t from = (int32_t)t->x.low, to = (int32_t)t->x.high - 1, first = from;
	bool years = to - from >= YEARS_FROM;
	int named = 0, room = (to - from) / NAMES_MOST; /* a name is as wide as so many nights */

	for (int32_t night = from; night <= to; night++) {
		int year, month, mday;
		char text[16];

		date_split(night + 1, &year, &month, &mday);
		bool ends = mday == 1 && (!years || month == 1);
		if (!ends && night < to)
			continue;
		if (night - first >= (years ? 120 : room > 3 ? room : 3)) {
			date_split(night, &year, &month, &mday);
			snprintf(text, sizeof(text), "%d", year);
			svg_text(v, scale_place(&t->x, (first + night + 1) / 2.0), BOTTOM + 24,
				 named++ % 2 && to - from > LABELS_MOST * 30 ? "mid wide" : "mid",
				 years ? text : say_month(night));
		}
		if (ends && night < to) {
			double x = scale_place(&t->x, night + 1);
			svg_line(v, x, BOTTOM, x, BOTTOM + 5, (struct svg_mark){ "base", NULL, NULL });
		}
		first = night + 1;
	}
}

static void draw_rate(const struct trend *t, struct svg *v, json_t *one)
{
	double x = middle_of(t, one), left = scale_place(&t->x, date_of(one, "from")),
	       right = scale_place(&t->x, date_of(one, "to") + 1);
	char range[2 * PHRASE_MAX], *tip;

	say_range(date_of(one, "from"), date_of(one, "to"), range);
	if (!is_known(one, "cramps_per_week")) {
		tip = xasprintf("%s: %lld nights recorded, too few for a rate", range,
				(long long)count_of(one, "recorded"));
		svg_rect(v, left, TOP, right - left, BOTTOM - TOP,
			 (struct svg_mark){ "hole", text_of(one, "to"), tip });
	} else {
		tip = xasprintf("%s: %lld cramps on %lld recorded nights, %.1f a week (95 %%: %.1f to %.1f)", range,
				(long long)count_of(one, "episodes"), (long long)count_of(one, "recorded"),
				number_of(one, "cramps_per_week"), number_of(one, "low"), number_of(one, "high"));
		svg_line(v, x, scale_place(&t->y, number_of(one, "low")), x, scale_place(&t->y, number_of(one, "high")),
			 (struct svg_mark){ "whisker", text_of(one, "to"), NULL });
		svg_dot(v, x, scale_place(&t->y, number_of(one, "cramps_per_week")), 3,
			(struct svg_mark){ "rate", text_of(one, "to"), tip });
	}
	free(tip);
}

static void draw_trend(const struct trend *t, struct svg *v)
{
	json_t *one, *before = NULL;
	size_t i;

	json_array_foreach(t->list, i, one)
	{
		if (before && is_known(before, "trend") && is_known(one, "trend"))
			svg_line(v, middle_of(t, before), scale_place(&t->y, number_of(before, "trend")),
				 middle_of(t, one), scale_place(&t->y, number_of(one, "trend")),
				 (struct svg_mark){ "trend", text_of(one, "to"), NULL });
		before = one;
	}
}

static void draw(struct trend *t, const char *description)
{
	json_t *one;
	struct svg v;
	size_t i;

	svg_begin(&v, t->h->out, sheet_picture_id(t->h), "plot", HEIGHT, "Cramps a week, with intervals and a trend",
		  description);
	json_array_foreach(t->list, i, one) if (!is_known(one, "cramps_per_week")) draw_rate(t, &v, one);
	draw_grid(t, &v);
	json_array_foreach(t->list, i, one) if (is_known(one, "cramps_per_week")) draw_rate(t, &v, one);
	draw_trend(t, &v);
	draw_dates(t, &v);
	svg_end(&v);
}

static bool has_hole(json_t *list)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (!is_known(one, "cramps_per_week"))
			return true;
	}
	return false;
}

static void legend(const struct trend *t)
{
	char *rate = xasprintf("%s, with what so few nights leave possible (95 %%%s)", t->what,
			       t->cut ? "; cut at the top" : "");

	sheet_legend(t->h);
	sheet_legend_entry(t->h,
			   "<line class=\"whisker\" x1=\"8\" y1=\"0\" x2=\"8\" y2=\"16\"/><circle class=\"rate\" "
			   "cx=\"8\" cy=\"9\" r=\"3.5\"/>",
			   rate);
	sheet_legend_entry(t->h, "<line class=\"trend\" x1=\"1\" y1=\"8\" x2=\"15\" y2=\"8\"/>", "smoothed");
	if (has_hole(t->list))
		sheet_legend_entry(t->h, "<rect class=\"hole\" x=\"1\" y=\"1\" width=\"14\" height=\"14\"/>",
				   "too few nights recorded");
	sheet_legend_end(t->h);
	free(rate);
}

static void table(const struct trend *t)
{
	static const char *const heads[] = { "Nights",	  "Recorded", "Cramps",	  "A week",
					     "95 % from", "to",	      "Smoothed", NULL };
	char range[2 * PHRASE_MAX];
	json_t *one;
	size_t i;

	sheet_table(t->h, "cramps a week", "Cramps a week; no rate where fewer than 4 of 7 nights are recorded", heads);
	json_array_foreach(t->list, i, one)
	{
		sheet_row(t->h, say_range(date_of(one, "from"), date_of(one, "to"), range));
		sheet_cell(t->h, "%lld", (long long)count_of(one, "recorded"));
		sheet_cell(t->h, "%lld", (long long)count_of(one, "episodes"));
		sheet_cell_number(t->h, one, "cramps_per_week", 1, "");
		sheet_cell_number(t->h, one, "low", 1, "");
		sheet_cell_number(t->h, one, "high", 1, "");
		sheet_cell_number(t->h, one, "trend", 1, "");
		sheet_row_end(t->h);
	}
	sheet_table_end(t->h);
}

void sheet_trend(struct sheet *h)
{
	struct trend t = { .h = h };
	char *words;

	choose(&t, h->pictures);
	measure(&t, h->pictures);
	words = say_trend(t.list);
	sheet_section(h, "trend", "Cramps a week", xstrdup(words));
	if (say_any_rate(t.list)) {
		strbuf_add(h->out, "<figure>\n");
		draw(&t, words);
		legend(&t);
		strbuf_add(h->out, "</figure>\n");
		table(&t);
	}
	sheet_section_end(h);
	free(words);
}
