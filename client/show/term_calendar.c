/*
 * The nights as a calendar: a row a weekday, a column a week, in as many pieces below one another as the width asks
 * for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/report_parts.h"
#include "client/show/say.h"
#include "client/show/term_chart.h"
#include "client/show/term_parts.h"
#include "client/show/text.h"

enum { WEEK = 7, LABEL = 4, MONTH = 3, CELL_WIDEST = 2 };

struct calendar {
	const struct session *s;
	json_t *cramps;
	int32_t from, last;
	int cell; /* columns of a night */
};

static const char *const weekdays[WEEK] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

/* More cramps, more ink; digits where there are no blocks. What nobody said is no blank. */
static const char *sign_of(const struct calendar *c, int32_t night)
{
	static const char *const blocks[] = { "·", "▃", "▆", "█" }, *const digits[] = { ".", "1", "2", "3" };
	json_t *cramps;
	json_int_t n;

	if (night < c->from || night > c->last)
		return " ";
	cramps = json_array_get(c->cramps, (size_t)(night - c->from));
	n = json_integer_value(cramps);
	if (!json_is_integer(cramps))
		return "?";
	return (c->s->utf8 ? blocks : digits)[n > 3 ? 3 : n < 0 ? 0 : n];
}

/* A month's name over the week in which it begins, where there is room for it. */
static void show_months(const struct calendar *c, int32_t monday, int weeks)
{
	struct strbuf b = { 0 };

	for (int w = 0; w < weeks; w++) {
		for (int32_t night = monday + w * WEEK; night < monday + (w + 1) * WEEK; night++) {
			int year, month, mday, at = w * c->cell;

			date_split(night, &year, &month, &mday);
			if (mday != 1 || night > c->last || night < c->from - WEEK || at + MONTH > weeks * c->cell ||
			    (b.length > 0 && at <= (int)b.length))
				continue;
			strbuf_add(&b, "%*s%s", at - (int)b.length, "", say_month(night));
		}
	}
	if (b.length)
		show_text(c->s, "%*s%s\n", LABEL, "", b.text);
	strbuf_clear(&b);
}

static void show_piece(const struct calendar *c, int32_t monday, int weeks)
{
	show_months(c, monday, weeks);
	for (int d = 0; d < WEEK; d++) {
		struct strbuf b = { 0 };
		size_t used = 0;

		for (int w = 0; w < weeks; w++) {
			const char *sign = sign_of(c, monday + w * WEEK + d);

			strbuf_add(&b, "%s%*s", sign, c->cell - 1, "");
			if (*sign != ' ')
				used = b.length - (size_t)(c->cell - 1);
		}
		b.text[used] = '\0';
		show_text(c->s, "%-*s%s\n", used ? LABEL : 0, weekdays[d], b.text);
		strbuf_clear(&b);
	}
}

void chart_calendar(const struct session *s, json_t *report)
{
	json_t *p = json_object_get(report, "pictures");
	struct calendar c = { .s = s, .cramps = json_object_get(p, "calendar"), .from = date_of(p, "from") };
	int weeks, room = term_columns(s) - LABEL, pieces, each;
	int32_t monday;

	c.last = c.from + (int32_t)json_array_size(c.cramps) - 1;
	monday = c.from - date_weekday(c.from);
	weeks = (c.last - monday) / WEEK + 1;
	c.cell = weeks * CELL_WIDEST <= room ? CELL_WIDEST : 1;
	pieces = (weeks * c.cell + room - 1) / room;
	each = (weeks + pieces - 1) / pieces;
	term_title(s, "Your nights", say_nights(p));
	if (!say_any_night(p))
		return;
	for (int w = 0; w < weeks; w += each) {
		show_piece(&c, monday + w * WEEK, w + each < weeks ? each : weeks - w);
		show_text(s, "\n");
	}
	show_folded(s, "", 0,
		    s->utf8 ? "▃ 1 cramp, ▆ 2, █ 3 or more; · none; ? not recorded"
			    : "1 cramp, 2, 3 or more; . none; ? not recorded");
}
