#include "client/show/sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/show/html.h"
#include "client/show/report_parts.h"
#include "cramp/amount.h"

enum { FIRST_DAY = -25567 /* 1900-01-01 */, SHORT_MONTH = 3, LONG_MONTH = 9 };

/* ---- parts ---- */

void sheet_section(struct sheet *h, const char *id, const char *title, char *reading)
{
	strbuf_add(h->out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
	html_text(h->out, title);
	strbuf_add(h->out, "</h2>\n");
	if (reading)
		html_element(h->out, "p class=\"reading\"", reading);
	free(reading);
}

void sheet_section_end(struct sheet *h)
{
	strbuf_add(h->out, "</section>\n");
}

void sheet_note(struct sheet *h, const char *text)
{
	html_element(h->out, "p class=\"note\"", text);
}

const char *sheet_picture_id(struct sheet *h)
{
	static char id[16];

	snprintf(id, sizeof(id), "p%d", ++h->picture);
	return id;
}

/* A wide table may scroll on a narrow screen, and then has to be reached by the keyboard too. */
void sheet_table(struct sheet *h, const char *name, const char *caption, const char *const *heads)
{
	strbuf_add(h->out,
		   "<details><summary>In numbers: %s</summary>\n"
		   "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
		   name);
	html_text(h->out, name);
	strbuf_add(h->out, "\"><table>\n");
	html_element(h->out, "caption", caption);
	strbuf_add(h->out, "<thead><tr>");
	for (; *heads; heads++)
		html_element(h->out, "th scope=\"col\"", *heads);
	strbuf_add(h->out, "</tr></thead>\n<tbody>\n");
}

void sheet_table_end(struct sheet *h)
{
	strbuf_add(h->out, "</tbody></table></div></details>\n");
}

void sheet_row(struct sheet *h, const char *name)
{
	strbuf_add(h->out, "<tr><th scope=\"row\">");
	html_text(h->out, name);
	strbuf_add(h->out, "</th>");
}

void sheet_cell(struct sheet *h, const char *format, ...)
{
	char *text;
	va_list list;

	va_start(list, format);
	if (vasprintf(&text, format, list) < 0)
		abort();
	va_end(list);
	strbuf_add(h->out, "<td>");
	html_text(h->out, text);
	strbuf_add(h->out, "</td>");
	free(text);
}

void sheet_cell_number(struct sheet *h, json_t *object, const char *key, int decimals, const char *unit)
{
	if (is_known(object, key))
		sheet_cell(h, "%.*f%s", decimals, number_of(object, key), unit);
	else
		sheet_cell(h, "–");
}

void sheet_row_end(struct sheet *h)
{
	strbuf_add(h->out, "</tr>\n");
}

void sheet_legend(struct sheet *h)
{
	strbuf_add(h->out, "<ul class=\"legend\">\n");
}

void sheet_legend_entry(struct sheet *h, const char *svg, const char *text)
{
	strbuf_add(h->out,
		   "<li><svg aria-hidden=\"true\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">%s</svg>",
		   svg);
	html_text(h->out, text);
	strbuf_add(h->out, "</li>\n");
}

void sheet_legend_end(struct sheet *h)
{
	strbuf_add(h->out, "</ul>\n");
}

bool sheet_has_range(json_t *object)
{
	int32_t from = date_of(object, "from"), to = date_of(object, "to");

	return from >= FIRST_DAY && to >= from;
}

/* ---- words ---- */

static const char *const months[] = { "January", "February", "March",	  "April",   "May",	 "June",
				      "July",	 "August",   "September", "October", "November", "December" };

const char *sheet_date(int32_t day, char out[PHRASE_MAX])
{
	return phrase_date(day, -1, out);
}

const char *sheet_month(int32_t day)
{
	static char name[4];
	int year, month, mday;

	date_split(day, &year, &month, &mday);
	str_copy(name, sizeof(name), months[month - 1]);
	return name;
}

const char *sheet_night(int32_t night, bool with_year, char out[PHRASE_MAX])
{
	int year[2], month[2], mday[2];
	char tail[16] = "";

	date_split(night, &year[0], &month[0], &mday[0]);
	date_split(night + 1, &year[1], &month[1], &mday[1]);
	if (with_year)
		snprintf(tail, sizeof(tail), " %d", year[0]);
	if (month[0] != month[1])
		snprintf(out, PHRASE_MAX, "%d %.3s/%d %.3s%s", mday[0], months[month[0] - 1], mday[1],
			 months[month[1] - 1], tail);
	else
		snprintf(out, PHRASE_MAX, "%d/%d %.3s%s", mday[0], mday[1], months[month[0] - 1], tail);
	return out;
}

/* `letters` of the names of months. */
static const char *range_text(int32_t from, int32_t to, int letters, char out[2 * PHRASE_MAX])
{
	int year[2], month[2], mday[2];
	const char *first, *last;

	date_split(from, &year[0], &month[0], &mday[0]);
	date_split(to, &year[1], &month[1], &mday[1]);
	first = months[month[0] - 1];
	last = months[month[1] - 1];
	if (from == to)
		snprintf(out, 2 * PHRASE_MAX, "%d %.*s %d", mday[1], letters, last, year[1]);
	else if (year[0] != year[1])
		snprintf(out, 2 * PHRASE_MAX, "%d %.*s %d to %d %.*s %d", mday[0], letters, first, year[0], mday[1],
			 letters, last, year[1]);
	else if (month[0] != month[1])
		snprintf(out, 2 * PHRASE_MAX, "%d %.*s to %d %.*s %d", mday[0], letters, first, mday[1], letters, last,
			 year[1]);
	else
		snprintf(out, 2 * PHRASE_MAX, "%d to %d %.*s %d", mday[0], mday[1], letters, last, year[1]);
	return out;
}

const char *sheet_range(int32_t from, int32_t to, char out[2 * PHRASE_MAX])
{
	return range_text(from, to, LONG_MONTH, out);
}

const char *sheet_range_short(int32_t from, int32_t to, char out[2 * PHRASE_MAX])
{
	return range_text(from, to, SHORT_MONTH, out);
}

const char *sheet_day(int32_t day, char out[PHRASE_MAX])
{
	char range[2 * PHRASE_MAX];

	str_copy(out, PHRASE_MAX, range_text(day, day, SHORT_MONTH, range));
	return out;
}

char *sheet_count(int64_t n, const char *what)
{
	return xasprintf("%lld %s%s", (long long)n, what, n == 1 ? "" : "s");
}

const char *sheet_span(double seconds, char out[PHRASE_MAX])
{
	span_format((int64_t)(seconds + 0.5), out, PHRASE_MAX);
	return out;
}

char *sheet_factor(json_t *row)
{
	int64_t lag = count_of(row, "lag");

	if (lag == 0)
		return xstrdup(text_of(row, "label"));
	return lag == 1 ? xasprintf("%s, the day before", text_of(row, "label"))
			: xasprintf("%s, %d days before", text_of(row, "label"), (int)lag);
}
