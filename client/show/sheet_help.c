/*
 * What was done during the cramps and what became of it; how the nights were slept, with a cramp and without. A picture
 * a row.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/show/html.h"
#include "client/show/report_parts.h"
#include "client/show/sheet.h"
#include "cramp/catalogue.h"

enum {
	ROW_HEIGHT = 26,
	BAR_TOP = 6,
	BAR_HEIGHT = 14,
	SLEEP_HEIGHT = 62,
	FREE_Y = 12,
	CRAMP_Y = 30,
	AXIS_Y = 42,
	TICKS_MOST = 4
};

/* ---- relief ---- */

static void draw_method(struct sheet *h, json_t *use, double most)
{
	struct scale x = { .high = most, .to = 100 };
	double used = scale_place(&x, number_of(use, "used")), worked = scale_place(&x, number_of(use, "worked"));
	char span[PHRASE_MAX], *times = say_count(count_of(use, "used"), "time"), *title;
	struct svg v;

	title = xasprintf("%s: used %s, worked %lld", relief_label(text_of(use, "method")), times,
			  (long long)count_of(use, "worked"));
	strbuf_add(h->out, "<li class=\"row\"><div class=\"what\">");
	html_text(h->out, relief_label(text_of(use, "method")));
	strbuf_add(h->out, "</div>\n<div class=\"pic\">");
	svg_begin(&v, h->out, sheet_picture_id(h), "strip1", ROW_HEIGHT, title, NULL);
	svg_rect(&v, 0, BAR_TOP, used, BAR_HEIGHT, (struct svg_mark){ "free", text_of(use, "method"), NULL });
	if (worked > 0)
		svg_rect(&v, 0, BAR_TOP, worked, BAR_HEIGHT, (struct svg_mark){ "hot", text_of(use, "method"), NULL });
	svg_end(&v);
	strbuf_add(h->out, "</div>\n<div class=\"num\">%lld of %lld<small>", (long long)count_of(use, "worked"),
		   (long long)count_of(use, "used"));
	html_text(h->out, is_known(use, "median_s") ? say_span(number_of(use, "median_s"), span) : "time not told");
	strbuf_add(h->out, "</small></div></li>\n");
	free(title);
	free(times);
}

static void table_relief(struct sheet *h, json_t *list)
{
	static const char *const heads[] = { "Method", "Used", "Worked", "Times timed", "Median seconds", NULL };
	json_t *use;
	size_t i;

	sheet_table(h, "relief", "What was done during the cramps", heads);
	json_array_foreach(list, i, use)
	{
		sheet_row(h, relief_label(text_of(use, "method")));
		sheet_cell(h, "%lld", (long long)count_of(use, "used"));
		sheet_cell(h, "%lld", (long long)count_of(use, "worked"));
		sheet_cell(h, "%lld", (long long)count_of(use, "timed"));
		sheet_cell_number(h, use, "median_s", 0, "");
		sheet_row_end(h);
	}
	sheet_table_end(h);
}

void sheet_relief(struct sheet *h)
{
	json_t *list = json_object_get(h->pictures, "relief"), *use;
	double most = number_of(json_array_get(list, 0), "used");
	size_t i;

	sheet_section(h, "relief", "What helped when it happened", say_relief(list));
	if (json_array_size(list) > 0) {
		strbuf_add(h->out, "<ul class=\"rows\">\n");
		json_array_foreach(list, i, use) draw_method(h, use, most);
		strbuf_add(h->out, "</ul>\n");
		sheet_legend(h);
		sheet_legend_entry(h, "<rect class=\"hot\" x=\"1\" y=\"3\" width=\"14\" height=\"10\"/>", "worked");
		sheet_legend_entry(h, "<rect class=\"free\" x=\"1\" y=\"3\" width=\"14\" height=\"10\"/>",
				   "used; below the count, the median time until the cramp let go");
		sheet_legend_end(h);
		sheet_note(h,
			   "Cramps end by themselves too, and the second method often gets what the first had begun: "
			   "this says what was done and what followed, not what would have been without it.");
		table_relief(h, list);
	}
	sheet_section_end(h);
}

/* ---- sleep ---- */

struct sleep_figure {
	const char *name, *key, *nights, *first_quartile, *third_quartile;
	const char *unit; /* "" minutes as hours */
	double step;	  /* between two ticks; doubled where that makes too many */
};

static const char free_mark[] = "<circle class=\"ring\" cx=\"8\" cy=\"8\" r=\"5\"/>";
static const char cramp_mark[] = "<circle class=\"hot\" cx=\"8\" cy=\"8\" r=\"6\"/>";

static const struct sleep_figure figures[] = {
	{ "Asleep", "tst_min", "tst_nights", "tst_q1", "tst_q3", "", 30 },
	{ "Asleep of the time in bed", "se_percent", "se_nights", "se_q1", "se_q3", " %", 5 },
	{ "Awakenings", "awakenings", "awakening_nights", "awakenings_q1", "awakenings_q3", "×", 0.5 },
};

static char *value_text(const struct sleep_figure *f, json_t *means)
{
	char span[PHRASE_MAX];

	if (!is_known(means, f->key))
		return xstrdup("–");
	if (!f->unit[0])
		return xstrdup(say_span(60 * round(number_of(means, f->key)), span));
	return f->unit[0] == ' ' ? xasprintf("%.0f\u00a0%%", number_of(means, f->key))
				 : xasprintf("%.1f", number_of(means, f->key));
}

/* An axis from tick to tick with some room beside the quartiles. */
static struct scale axis_of(const struct sleep_figure *f, json_t *cramp, json_t *free_nights, double *step)
{
	struct scale x = { .low = INFINITY, .high = -INFINITY, .from = 4, .to = 96 };
	json_t *both[] = { cramp, free_nights };

	for (size_t i = 0; i < 2; i++) {
		if (!is_known(both[i], f->key))
			continue;
		x.low = fmin(x.low, fmin(number_of(both[i], f->key), number_of(both[i], f->first_quartile)));
		x.high = fmax(x.high, fmax(number_of(both[i], f->key), number_of(both[i], f->third_quartile)));
	}
	*step = f->step;
	while ((x.high - x.low) / *step > TICKS_MOST)
		*step *= 2;
	x.low = floor(x.low / *step) * *step;
	x.high = fmax(ceil(x.high / *step) * *step, x.low + *step);
	return x;
}

static void draw_axis(struct svg *v, const struct scale *x, const struct sleep_figure *f, double step)
{
	char text[PHRASE_MAX];

	svg_line(v, x->from, AXIS_Y, x->to, AXIS_Y, (struct svg_mark){ "axis", NULL, NULL });
	for (int i = 0; x->low + i * step <= x->high + 1e-9; i++) {
		double value = x->low + i * step, at = scale_place(x, value);

		svg_line(v, at, AXIS_Y, at, AXIS_Y + 4, (struct svg_mark){ "base", NULL, NULL });
		if (f->unit[0])
			snprintf(text, sizeof(text), "%g%s", value, f->unit[0] == ' ' ? "\u00a0%" : "");
		else
			snprintf(text, sizeof(text), "%g\u00a0h", value / 60);
		svg_text(v, at, AXIS_Y + 17, "mid", text);
	}
}

static void draw_side(struct svg *v, const struct scale *x, const struct sleep_figure *f, json_t *means, bool cramp)
{
	double y = cramp ? CRAMP_Y : FREE_Y, at = scale_place(x, number_of(means, f->key));

	if (!is_known(means, f->key))
		return;
	svg_line(v, scale_place(x, number_of(means, f->first_quartile)), y,
		 scale_place(x, number_of(means, f->third_quartile)), y,
		 (struct svg_mark){ cramp ? "range hotline" : "range", f->key, NULL });
	svg_dot(v, at, y, 5, (struct svg_mark){ cramp ? "hot" : "ring", f->key, NULL });
}

/* One of the two means, with the mark it has in the picture. */
static void put_mean(struct sheet *h, const char *mark, const char *value)
{
	strbuf_add(h->out, "<span class=\"pair\"><svg viewBox=\"0 0 16 16\">%s</svg>", mark);
	html_text(h->out, value);
	strbuf_add(h->out, "</span>");
}

static void draw_figure(struct sheet *h, const struct sleep_figure *f, json_t *cramp, json_t *free_nights)
{
	double step;
	struct scale x = axis_of(f, cramp, free_nights, &step);
	char *with = value_text(f, cramp), *without = value_text(f, free_nights);
	char *title = xasprintf("%s: %s on cramp nights, %s on free nights", f->name, with, without);
	struct svg v;

	strbuf_add(h->out, "<li class=\"row\"><div class=\"what\">%s</div>\n<div class=\"pic\">", f->name);
	svg_begin(&v, h->out, sheet_picture_id(h), "strip2", SLEEP_HEIGHT, title, NULL);
	draw_axis(&v, &x, f, step);
	draw_side(&v, &x, f, free_nights, false);
	draw_side(&v, &x, f, cramp, true);
	svg_end(&v);
	strbuf_add(h->out, "</div>\n<div class=\"num\" aria-hidden=\"true\">");
	put_mean(h, free_mark, without);
	put_mean(h, cramp_mark, with);
	strbuf_add(h->out, "</div></li>\n");
	free(title);
	free(with);
	free(without);
}

static void table_sleep(struct sheet *h, json_t *cramp, json_t *free_nights)
{
	static const char *const heads[] = { "Nights", "Known", "Mean", "First quartile", "Third quartile", NULL };
	json_t *both[] = { free_nights, cramp };

	sheet_table(h, "sleep", "Sleep: minutes asleep, per cent of the time in bed, awakenings", heads);
	for (size_t i = 0; i < 2 * ARRAY_LEN(figures); i++) {
		const struct sleep_figure *f = &figures[i / 2];
		char *name = xasprintf("%s, %s", f->name, i % 2 ? "with a cramp" : "free");

		sheet_row(h, name);
		sheet_cell(h, "%lld", (long long)count_of(both[i % 2], f->nights));
		sheet_cell_number(h, both[i % 2], f->key, 1, "");
		sheet_cell_number(h, both[i % 2], f->first_quartile, 1, "");
		sheet_cell_number(h, both[i % 2], f->third_quartile, 1, "");
		sheet_row_end(h);
		free(name);
	}
	sheet_table_end(h);
}

void sheet_sleep(struct sheet *h)
{
	json_t *sleep = json_object_get(h->pictures, "sleep"), *cramp = json_object_get(sleep, "cramp"),
	       *free_nights = json_object_get(sleep, "free");
	bool any = false;

	sheet_section(h, "sleep", "How you slept", say_sleep(cramp, free_nights));
	for (size_t i = 0; i < ARRAY_LEN(figures); i++)
		any |= is_known(cramp, figures[i].key) || is_known(free_nights, figures[i].key);
	if (any) {
		strbuf_add(h->out, "<ul class=\"rows\">\n");
		for (size_t i = 0; i < ARRAY_LEN(figures); i++)
			if (is_known(cramp, figures[i].key) || is_known(free_nights, figures[i].key))
				draw_figure(h, &figures[i], cramp, free_nights);
		strbuf_add(h->out, "</ul>\n");
		sheet_legend(h);
		sheet_legend_entry(h, free_mark, "free nights, mean");
		sheet_legend_entry(h, cramp_mark, "nights with a cramp, mean");
		sheet_legend_entry(h, "<line class=\"range\" x1=\"2\" y1=\"8\" x2=\"14\" y2=\"8\"/>",
				   "the middle half of the nights");
		sheet_legend_end(h);
		table_sleep(h, cramp, free_nights);
	}
	sheet_section_end(h);
}
