/*
 * The nights of a year as a calendar: a column a week, a square a night, in two halves that stand side by side or below
 * one another. What nobody said is a hollow square, not a pale one.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/show/html.h"
#include "client/show/report_parts.h"
#include "client/show/sheet.h"

enum { WEEK = 7, WEEKS = 53, HALF = 27, CELL = 11, STEP = 13, DOT = 3, LEFT = 32, TOP = 20 };

struct calendar {
	struct sheet *h;
	json_t *cramps;
	int32_t from, last;	    /* nights of the list */
	int32_t mark_from, mark_to; /* the report's own */
};

static const char *const weekdays[WEEK] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

static int32_t monday_of(int32_t night)
{
	return night - date_weekday(night);
}

static json_t *cramps_on(const struct calendar *c, int32_t night)
{
	return night < c->from ? NULL : json_array_get(c->cramps, (size_t)(night - c->from));
}

static const char *class_of(json_t *cramps)
{
	static const char *const classes[] = { "free", "n1", "n2", "n3" };
	json_int_t n = json_integer_value(cramps);

	return json_is_null(cramps) ? "unknown" : classes[n > 3 ? 3 : n];
}

static const char *told(json_t *cramps)
{
	return !json_is_integer(cramps) ? "not recorded" : json_integer_value(cramps) == 0 ? "no cramp" : NULL;
}

/* Before the diary begins there is a dot, so that the year keeps its shape. */
static void draw_before(struct svg *v, double x, double y)
{
	const double within = (CELL - DOT) / 2.0;

	svg_cell(v, x + within, y + within, DOT, (struct svg_mark){ "before", NULL, NULL });
}

static void draw_night(const struct calendar *c, struct svg *v, int32_t night, double x, double y)
{
	json_t *cramps = cramps_on(c, night);
	char date[PHRASE_MAX], iso[DATE_LENGTH + 1], *count = NULL, *tip;
	const char *said = told(cramps);

	date_format(night, iso);
	if (!said)
		said = count = say_count(json_integer_value(cramps), "cramp");
	tip = xasprintf("%s: %s", say_date(night, date), said);
	/* A stroke lies half outside its square. */
	bool hollow = json_is_null(cramps);
	if (cramps)
		svg_cell(v, x + (hollow ? 0.5 : 0), y + (hollow ? 0.5 : 0), CELL - (hollow ? 1 : 0),
			 (struct svg_mark){ class_of(cramps), iso, tip });
	else
		draw_before(v, x, y);
	if (night >= c->mark_from && night <= c->mark_to)
		svg_cell(v, x - 1, y - 1, CELL + 2, (struct svg_mark){ "now", NULL, NULL });
	free(count);
	free(tip);
}

/* The month is named over the week in which it begins. */
static void name_month(struct svg *v, int32_t monday, int32_t last, double x)
{
	for (int32_t night = monday; night < monday + WEEK && night <= last; night++) {
		int year, month, mday;

		date_split(night, &year, &month, &mday);
		if (mday == 1)
			svg_word(v, x, TOP - 7, "m", say_month(night));
	}
}

static void draw_half(const struct calendar *c, int32_t monday, int weeks, const char *title)
{
	struct svg v;

	svg_begin_scaled(&v, c->h->out, sheet_picture_id(c->h), "scaled", LEFT + HALF * STEP, TOP + WEEK * STEP, title,
			 NULL);
	for (int d = 0; d < WEEK; d += 2)
		svg_word(&v, LEFT - 6, TOP + d * STEP + CELL - 2, "end", weekdays[d]);
	for (int w = 0; w < weeks; w++) {
		name_month(&v, monday + w * WEEK, c->last, LEFT + w * STEP);
		for (int d = 0; d < WEEK; d++)
			if (monday + w * WEEK + d <= c->last)
				draw_night(c, &v, monday + w * WEEK + d, LEFT + w * STEP, TOP + d * STEP);
	}
	svg_end(&v);
}

static void legend(struct sheet *h, bool marked)
{
	sheet_legend(h);
	sheet_legend_entry(h, "<rect class=\"n1\" x=\"2\" y=\"2\" width=\"12\" height=\"12\"/>", "1 cramp");
	sheet_legend_entry(h, "<rect class=\"n2\" x=\"2\" y=\"2\" width=\"12\" height=\"12\"/>", "2");
	sheet_legend_entry(h, "<rect class=\"n3\" x=\"2\" y=\"2\" width=\"12\" height=\"12\"/>", "3 or more");
	sheet_legend_entry(h, "<rect class=\"free\" x=\"2\" y=\"2\" width=\"12\" height=\"12\"/>", "no cramp");
	sheet_legend_entry(h, "<rect class=\"unknown\" x=\"2.5\" y=\"2.5\" width=\"11\" height=\"11\"/>",
			   "not recorded");
	if (marked)
		sheet_legend_entry(h, "<rect class=\"now\" x=\"2\" y=\"2\" width=\"12\" height=\"12\"/>",
				   "the nights of this report");
	sheet_legend_end(h);
}

static void table(const struct calendar *c, int32_t monday)
{
	static const char *const heads[] = { "Week of", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", NULL };
	char date[PHRASE_MAX];

	sheet_table(c->h, "nights", "Cramps of each night, named by its evening; ? where nothing is recorded", heads);
	for (; monday <= c->last; monday += WEEK) {
		sheet_row(c->h, say_date(monday, date));
		for (int32_t night = monday; night < monday + WEEK; night++) {
			json_t *cramps = cramps_on(c, night);

			if (json_is_integer(cramps))
				sheet_cell(c->h, "%lld", (long long)json_integer_value(cramps));
			else
				sheet_cell(c->h, "%s", cramps ? "?" : "");
		}
		sheet_row_end(c->h);
	}
	sheet_table_end(c->h);
}

void sheet_calendar(struct sheet *h)
{
	json_t *p = h->pictures;
	struct calendar c = { .h = h, .cramps = json_object_get(p, "calendar"), .from = date_of(p, "from") };
	int32_t monday;

	c.last = c.from + (int32_t)json_array_size(c.cramps) - 1;
	c.mark_from = date_of(h->report, "from");
	c.mark_to = date_of(h->report, "to");
	if (c.mark_to - c.mark_from >= WEEK * HALF)
		c.mark_to = c.mark_from - 1;
	monday = monday_of(c.last) - (WEEKS - 1) * WEEK;
	sheet_section(h, "nights", "Your nights", say_nights(p));
	if (!say_any_night(p)) {
		sheet_section_end(h);
		return;
	}
	strbuf_add(h->out, "<figure>\n<div class=\"halves year\">\n");
	if (c.from < monday + (WEEKS - HALF) * WEEK)
		draw_half(&c, monday, WEEKS - HALF, "The nights of the older half of the year, a square each");
	draw_half(&c, monday + (WEEKS - HALF) * WEEK, HALF, "The nights of the newer half of the year, a square each");
	strbuf_add(h->out, "</div>\n");
	legend(h, c.mark_from <= c.mark_to);
	strbuf_add(h->out, "</figure>\n");
	table(&c, c.from > monday ? monday_of(c.from) : monday);
	sheet_section_end(h);
}
