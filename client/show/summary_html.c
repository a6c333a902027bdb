/*
 * The facts for a clinician as one sheet of A4: two columns of facts, two small pictures, the methods in the footer.
 * The sheet has a fixed height in print, so that it is one page whatever the diary holds; summary_facts is asked for no
 * more than fits.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/html.h"
#include "client/show/report_parts.h"
#include "client/show/sheet.h"
#include "client/show/summary.h"

enum { COURSE_HEIGHT = 92, COURSE_TOP = 8, COURSE_BOTTOM = 74, LEFT = 7, HOURS = 24, NOON = 12 };
enum { NIGHT_HEIGHT = 76, NIGHT_TOP = 14, NIGHT_BOTTOM = 60, COUNTS_MOST = 14 };

/* ---- cramps a week in stretches of four weeks ---- */

static double highest(json_t *list)
{
	double high = 2;
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one) high = fmax(high, number_of(one, "high"));
	return high;
}

static void draw_stretch(struct svg *v, const struct scale *x, const struct scale *y, json_t *one)
{
	double at = scale_place(x, (date_of(one, "from") + date_of(one, "to") + 1) / 2.0);

	svg_line(v, at, scale_place(y, number_of(one, "low")), at, scale_place(y, number_of(one, "high")),
		 (struct svg_mark){ "whisker", text_of(one, "to"), NULL });
	svg_dot(v, at, scale_place(y, number_of(one, "cramps_per_week")), 2.5,
		(struct svg_mark){ "rate", text_of(one, "to"), NULL });
}

static void draw_month(struct svg *v, const struct scale *x, int32_t from, int32_t to)
{
	for (int32_t night = from; night <= to; night++) {
		int year, month, mday;

		date_split(night, &year, &month, &mday);
		if (mday == 15 && (to - from < 400 || month % 6 == 1))
			svg_text(v, scale_place(x, night), COURSE_BOTTOM + 14, month % 2 ? "mid" : "mid wide",
				 say_month(night));
	}
}

static void draw_course(struct sheet *h)
{
	json_t *stretches = json_object_get(h->pictures, "stretches"), *list = json_object_get(stretches, "list"), *one;
	double step = nice_step(highest(list), 3, 1);
	struct scale y = { .high = nice_top(highest(list), step), .from = COURSE_BOTTOM, .to = COURSE_TOP };
	struct scale x = {
		.low = date_of(h->pictures, "from"), .high = date_of(h->pictures, "to") + 1, .from = LEFT, .to = 100
	};
	struct svg v;
	char text[32], *caption;
	size_t i;

	strbuf_add(h->out, "<figure>\n");
	svg_begin(&v, h->out, sheet_picture_id(h), "plot", COURSE_HEIGHT,
		  "Cramps a week over the period, with 95 % intervals", NULL);
	for (i = 0; (double)i * step <= y.high; i++) {
		double at = scale_place(&y, (double)i * step);

		svg_line(&v, LEFT, at, 100, at, (struct svg_mark){ i ? "axis" : "base", NULL, NULL });
		snprintf(text, sizeof(text), "%g", (double)i * step);
		svg_text(&v, LEFT - 1.5, at + 3.5, "end", text);
	}
	json_array_foreach(list, i, one) if (is_known(one, "cramps_per_week")) draw_stretch(&v, &x, &y, one);
	draw_month(&v, &x, date_of(h->pictures, "from"), date_of(h->pictures, "to"));
	svg_end(&v);
	caption = xasprintf("Cramps a week by stretches of %lld nights, with 95 %% intervals",
			    (long long)count_of(stretches, "nights"));
	html_element(h->out, "figcaption", caption);
	strbuf_add(h->out, "</figure>\n");
	free(caption);
}

/* ---- hours ---- */

static int64_t at_hour(json_t *p, int after_noon)
{
	return json_integer_value(json_array_get(json_object_get(p, "hours"), (size_t)((after_noon + NOON) % HOURS)));
}

static void draw_hours(struct sheet *h)
{
	int first = 22 - NOON, last = HOURS - NOON + 8;
	double most = 1;
	struct svg v;

	for (int i = 0; i < HOURS; i++) {
		int64_t n = at_hour(h->pictures, i);

		most = fmax(most, (double)n);
		first = n > 0 && i < first ? i : first;
		last = n > 0 && i >= last ? i + 1 : last;
	}
	struct scale y = { .high = most, .from = NIGHT_BOTTOM, .to = NIGHT_TOP };
	double width = (100.0 - LEFT) / (last - first);
	strbuf_add(h->out, "<figure>\n");
	svg_begin(&v, h->out, sheet_picture_id(h), "plot", NIGHT_HEIGHT, "Cramps by the hour of the night", NULL);
	for (int i = first; i < last; i++) {
		double x = LEFT + (i - first) * width, top = scale_place(&y, (double)at_hour(h->pictures, i));
		char text[CLOCK_TEXT];

		hour_text((i + NOON) % HOURS, text);
		if (top < NIGHT_BOTTOM) {
			char count[24];

			snprintf(count, sizeof(count), "%lld", (long long)at_hour(h->pictures, i));
			svg_text(&v, x + width / 2, top - 3, last - first > COUNTS_MOST ? "mid wide" : "mid", count);
			svg_rect(&v, x + width * 0.12, top, width * 0.76, NIGHT_BOTTOM - top,
				 (struct svg_mark){ "bar", text, NULL });
		}
		if ((i - first) % say_hours_every(last - first) == 0)
			svg_text(&v, x + width / 2, NIGHT_BOTTOM + 13, "mid", text);
	}
	svg_line(&v, LEFT, NIGHT_BOTTOM, 100, NIGHT_BOTTOM, (struct svg_mark){ "base", NULL, NULL });
	svg_end(&v);
	html_element(h->out, "figcaption", "Cramps by the hour in which they began");
	strbuf_add(h->out, "</figure>\n");
}

/* ---- sections ---- */

static json_t *section_of(json_t *sections, const char *id)
{
	json_t *one;
	size_t i;

	json_array_foreach(sections, i, one)
	{
		if (str_equal(text_of(one, "id"), id))
			return one;
	}
	return NULL;
}

/* What a fact begins with decides how it looks, and says it in words all the same. */
static const char *mark_of(const char *section, const char *text)
{
	if (!str_equal(section, "features"))
		return "";
	return strncmp(text, "yes", 3) == 0   ? " class=\"yes\""
	       : strncmp(text, "no:", 3) == 0 ? " class=\"no\""
					      : " class=\"untold\"";
}

/* "27 %" stays on one line. */
static void put_text(struct sheet *h, const char *text)
{
	struct strbuf b = { 0 };

	for (const char *p; (p = strstr(text, " %")); text = p + 2)
		strbuf_add(&b, "%.*s\u00a0%%", (int)(p - text), text);
	strbuf_add(&b, "%s", text);
	html_user(h->out, b.text);
	strbuf_clear(&b);
}

static void put_section(struct sheet *h, json_t *sections, const char *id)
{
	json_t *one = section_of(sections, id), *fact;
	size_t i;

	strbuf_add(h->out, "<section class=\"%s\" aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id, id);
	html_text(h->out, text_of(one, "title"));
	strbuf_add(h->out, "</h2>\n<dl>\n");
	json_array_foreach(json_object_get(one, "facts"), i, fact)
	{
		strbuf_add(h->out, "<div%s><dt>", mark_of(id, text_of(fact, "text")));
		html_user(h->out, text_of(fact, "label"));
		strbuf_add(h->out, "</dt><dd>");
		put_text(h, text_of(fact, "text"));
		strbuf_add(h->out, "</dd></div>\n");
	}
	strbuf_add(h->out, "</dl>\n");
	if (str_equal(id, "frequency") &&
	    say_any_rate(json_object_get(json_object_get(h->pictures, "stretches"), "list")))
		draw_course(h);
	if (str_equal(id, "cramps") && say_any_hour(h->pictures))
		draw_hours(h);
	strbuf_add(h->out, "</section>\n");
}

static void put_footer(struct sheet *h)
{
	json_t *settings = json_object_get(h->report, "settings");
	char made[PHRASE_MAX], *text;

	text = xasprintf(
		"Methods. Told and kept by the patient in the diary program cramp " CRAMP_VERSION
		"; made on %s. Nights nobody spoke of are unknown and enter no rate. Cramp nights: Wilson interval; "
		"cramps a week: exact Poisson interval. Features after Hallegraeff 2017 (doi "
		"10.1186/s12875-017-0600-x), each yes where at least half of the cramps it was told of have it. "
		"Factors: Poisson regression on the whole diary against season, slow changes, weekday and the other "
		"factors, false discoveries held down over all of them (method %s%lld). A link is not a cause.",
		say_date(civil_of(h->s->reader.now).day, made), text_of(settings, "method"),
		(long long)count_of(settings, "version"));
	html_element(h->out, "footer", text);
	free(text);
}

static void put_head(struct sheet *h, json_t *sections)
{
	json_t *facts = json_object_get(section_of(sections, "period"), "facts"), *fact;
	size_t i;

	strbuf_add(h->out,
		   "<header>\n<div><h1>Leg cramps at night</h1>\n<p>Summary of a diary, for a clinician</p></div>\n"
		   "<dl class=\"who\"><div><dt>Name</dt><dd></dd></div><div><dt>Born</dt><dd></dd></div></dl>\n"
		   "<dl class=\"period\">\n");
	json_array_foreach(facts, i, fact)
	{
		strbuf_add(h->out, "<div><dt>");
		html_text(h->out, text_of(fact, "label"));
		strbuf_add(h->out, "</dt><dd>");
		html_text(h->out, text_of(fact, "text"));
		strbuf_add(h->out, "</dd></div>\n");
	}
	strbuf_add(h->out, "</dl>\n</header>\n");
}

char *summary_html(const struct session *s, json_t *report, json_t *facts)
{
	static const char *const columns[2][5] = {
		{ "frequency", "cramps", "sleep", "classes", "traits" },
		{ "features", "flags", "relief", "measures", "links" },
	};
	struct strbuf b = { 0 };
	struct sheet h = { .s = s, .report = report, .pictures = json_object_get(report, "pictures"), .out = &b };
	char range[2 * PHRASE_MAX], *title;

	title = xasprintf("Leg cramps at night, %s",
			  say_range(date_of(h.pictures, "from"), date_of(h.pictures, "to"), range));
	html_begin(&b, "summary", title, title);
	put_head(&h, facts);
	strbuf_add(&b, "<div class=\"columns\">\n");
	for (size_t c = 0; c < 2; c++) {
		strbuf_add(&b, "<div>\n");
		for (size_t i = 0; i < ARRAY_LEN(columns[c]); i++)
			put_section(&h, facts, columns[c][i]);
		strbuf_add(&b, "</div>\n");
	}
	strbuf_add(&b, "</div>\n");
	put_footer(&h);
	html_end(&b);
	free(title);
	return strbuf_take(&b);
}
