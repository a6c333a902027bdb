/*
 * The cramps themselves: at what hour they come, how bad they are, how long they last. Counts of the long range, those
 * of the report's own nights marked in them.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/show/html.h"
#include "client/show/report_parts.h"
#include "client/show/sheet.h"

enum {
	HOURS = 24,
	NOON = 12,
	SEVERITIES = 11,
	BARS_MAX = 24,
	HEIGHT = 216,
	TOP = 18,
	BOTTOM = 182,
	LEFT = 6,
	GRID_MOST = 4,
	LABEL_MAX = 16,
	LABEL_FEW = 4,
};

/* A bar a class: how many in all, and how many of them are of the report's own nights. */
struct bars {
	struct sheet *h;
	const char *title;
	size_t count;
	struct {
		char label[LABEL_MAX];
		int64_t all, own;
	} bar[BARS_MAX];
	double median;	 /* its place among the bars, in bars from the left; NAN: none drawn */
	int label_every; /* on a narrow screen; where there is room for so few, on any */
};

static double left_of(const struct bars *b, size_t i)
{
	return LEFT + (100.0 - LEFT) * (double)i / (double)b->count;
}

static void draw_bars(const struct bars *b, struct svg *v, const struct scale *y)
{
	double width = left_of(b, 1) - left_of(b, 0), gap = width * 0.14;

	for (size_t i = 0; i < b->count; i++) {
		double x = left_of(b, i) + gap, top = scale_place(y, (double)b->bar[i].all),
		       own = scale_place(y, (double)b->bar[i].own);
		char *tip = xasprintf("%s: %lld, of this report %lld", b->bar[i].label, (long long)b->bar[i].all,
				      (long long)b->bar[i].own);

		if (b->bar[i].all > 0)
			svg_rect(v, x, top, width - 2 * gap, BOTTOM - top,
				 (struct svg_mark){ "bar", b->bar[i].label, tip });
		if (b->bar[i].own > 0)
			svg_rect(v, x, own, width - 2 * gap, BOTTOM - own, (struct svg_mark){ "hot", NULL, NULL });
		bool spare = i % (size_t)b->label_every;
		if (!spare || b->label_every < LABEL_FEW)
			svg_text(v, x + width / 2 - gap, BOTTOM + 23, spare ? "mid wide" : "mid", b->bar[i].label);
		free(tip);
	}
}

static void draw(const struct bars *b, const char *description)
{
	double most = 1, step;
	struct scale y = { .from = BOTTOM, .to = TOP };
	struct svg v;
	char text[32];

	for (size_t i = 0; i < b->count; i++)
		most = fmax(most, (double)b->bar[i].all);
	step = nice_step(most, GRID_MOST, 1);
	y.high = nice_top(most, step);
	svg_begin(&v, b->h->out, sheet_picture_id(b->h), "plot", HEIGHT, b->title, description);
	for (int i = 0; i * step <= y.high; i++) {
		double at = scale_place(&y, i * step);

		svg_line(&v, LEFT, at, 100, at, (struct svg_mark){ i ? "axis" : "base", NULL, NULL });
		snprintf(text, sizeof(text), "%g", i * step);
		svg_text(&v, LEFT - 1.2, at + 4, "end", text);
	}
	draw_bars(b, &v, &y);
	if (!isnan(b->median)) {
		double x = LEFT + (100.0 - LEFT) * b->median / (double)b->count;
		svg_line(&v, x, TOP - 4, x, BOTTOM, (struct svg_mark){ "median", "median", NULL });
		svg_text(&v, x, TOP - 7, "mid", "median");
	}
	svg_end(&v);
}

static bool any(const struct bars *b)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->bar[i].all > 0)
			return true;
	return false;
}

static void table(const struct bars *b, const char *what, const char *name, const char *caption)
{
	const char *heads[] = { what, "Cramps", "Of this report", NULL };

	if (!any(b))
		return;
	sheet_table(b->h, name, caption, heads);
	for (size_t i = 0; i < b->count; i++) {
		sheet_row(b->h, b->bar[i].label);
		sheet_cell(b->h, "%lld", (long long)b->bar[i].all);
		sheet_cell(b->h, "%lld", (long long)b->bar[i].own);
		sheet_row_end(b->h);
	}
	sheet_table_end(b->h);
}

static void legend(struct sheet *h)
{
	char range[2 * PHRASE_MAX], *all;

	say_range(date_of(h->pictures, "from"), date_of(h->pictures, "to"), range);
	all = xasprintf("cramps, %s", range);
	sheet_legend(h);
	sheet_legend_entry(h, "<rect class=\"bar\" x=\"2\" y=\"2\" width=\"12\" height=\"13\"/>", all);
	sheet_legend_entry(h, "<rect class=\"hot\" x=\"2\" y=\"2\" width=\"12\" height=\"13\"/>",
			   "those of this report");
	sheet_legend_end(h);
	free(all);
}

/* ---- hours ---- */

static int64_t at_hour(json_t *o, int after_noon)
{
	return json_integer_value(json_array_get(json_object_get(o, "hours"), (size_t)((after_noon + NOON) % HOURS)));
}

static int clock_hour(int after_noon)
{
	return (after_noon + NOON) % HOURS;
}

/* From 22 to 8, and further where there were cramps. */
static void fill_hours(struct bars *b)
{
	int first = 22 - NOON, last = HOURS - NOON + 8;

	for (int i = 0; i < HOURS; i++) {
		if (at_hour(b->h->pictures, i) == 0)
			continue;
		first = i < first ? i : first;
		last = i >= last ? i + 1 : last;
	}
	for (int i = first; i < last; i++) {
		hour_text(clock_hour(i), b->bar[b->count].label);
		b->bar[b->count].all = at_hour(b->h->pictures, i);
		b->bar[b->count++].own = at_hour(b->h->report, i);
	}
}

void sheet_hours(struct sheet *h)
{
	struct bars b = { .h = h, .title = "Cramps by the hour of the night", .median = NAN, .label_every = 1 };
	char *words = say_hours(h->pictures), hour[CLOCK_TEXT], from[CLOCK_TEXT], to[CLOCK_TEXT];

	fill_hours(&b);
	b.label_every = say_hours_every((int)b.count);
	sheet_section(h, "hours", "When they come", xstrdup(words));
	if (say_any_hour(h->pictures)) {
		strbuf_add(h->out, "<figure>\n");
		draw(&b, words);
		strbuf_add(h->out, "<figcaption>Hour of the night (%s: from %s to %s)</figcaption>\n",
			   hour_text(22, hour), clock_text(22 * 3600, from), clock_text(22 * 3600 + 59 * 60, to));
		legend(h);
		strbuf_add(h->out, "</figure>\n");
		table(&b, "Hour", "hours", "Cramps by the hour in which they began");
	}
	sheet_section_end(h);
	free(words);
}

/* ---- severity and duration ---- */

static void fill_severities(struct bars *b)
{
	json_t *all = json_object_get(b->h->pictures, "severities"), *own = json_object_get(b->h->report, "severities");
	json_t *spread = json_object_get(b->h->pictures, "severity");

	b->count = SEVERITIES;
	for (size_t i = 0; i < SEVERITIES; i++) {
		snprintf(b->bar[i].label, LABEL_MAX, "%d", (int)i);
		b->bar[i].all = json_integer_value(json_array_get(all, i));
		b->bar[i].own = json_integer_value(json_array_get(own, i));
	}
	if (is_known(spread, "median"))
		b->median = number_of(spread, "median") + 0.5;
}

/* "½", "2". */
static const char *minutes_text(int seconds, char out[LABEL_MAX])
{
	if (seconds == 30)
		str_copy(out, LABEL_MAX, "½");
	else
		snprintf(out, LABEL_MAX, "%d", seconds / 60);
	return out;
}

/* "<½", "2–5", "10+": minutes. */
static void name_duration(json_t *one, char out[LABEL_MAX])
{
	char from[LABEL_MAX], below[LABEL_MAX];

	minutes_text((int)count_of(one, "from_s"), from);
	minutes_text((int)count_of(one, "below_s"), below);
	if (count_of(one, "from_s") == 0)
		snprintf(out, LABEL_MAX, "<%.6s", below);
	else if (!is_known(one, "below_s"))
		snprintf(out, LABEL_MAX, "%.6s+", from);
	else
		snprintf(out, LABEL_MAX, "%.6s–%.6s", from, below);
}

static void fill_durations(struct bars *b)
{
	json_t *all = json_object_get(b->h->pictures, "durations"), *own = json_object_get(b->h->report, "durations");
	json_t *one;
	size_t i;

	json_array_foreach(all, i, one)
	{
		if (b->count == BARS_MAX)
			break;
		name_duration(one, b->bar[i].label);
		b->bar[i].all = count_of(one, "episodes");
		b->bar[i].own = count_of(json_array_get(own, i), "episodes");
		b->count++;
	}
}

static void figure(const struct bars *b, const char *caption, const char *description)
{
	if (!any(b))
		return;
	strbuf_add(b->h->out, "<figure>\n");
	draw(b, description);
	html_element(b->h->out, "figcaption", caption);
	strbuf_add(b->h->out, "</figure>\n");
}

void sheet_severity(struct sheet *h)
{
	struct bars severity = { .h = h, .title = "Cramps by severity", .median = NAN, .label_every = 1 };
	struct bars duration = { .h = h, .title = "Cramps by duration", .median = NAN, .label_every = 1 };
	char *words = say_severity(h->pictures);

	fill_severities(&severity);
	fill_durations(&duration);
	sheet_section(h, "severity", "How bad, how long", xstrdup(words));
	if (any(&severity) || any(&duration)) {
		strbuf_add(h->out, "<div class=\"halves\">\n");
		figure(&severity, "Severity, 0 none to 10 worst imaginable", words);
		figure(&duration, "Duration in minutes", words);
		strbuf_add(h->out, "</div>\n");
		legend(h);
		table(&severity, "Severity", "severity", "Cramps by severity");
		table(&duration, "Minutes", "duration", "Cramps by duration in minutes");
	}
	sheet_section_end(h);
	free(words);
}
