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
		   "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"In numbers: %s\"><table>\n",
		   name, name);
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
	va_list list;

	va_start(list, format);
	char *text = xvasprintf(format, list);
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
