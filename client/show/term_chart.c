#include "client/show/term_chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/command.h"
#include "client/show/report_parts.h"
#include "client/show/say.h"
#include "client/show/term_parts.h"
#include "client/show/text.h"

enum {
	HOURS = 24,
	NOON = 12,
	WEEKS_MOST = 18,    /* longer ranges are shown in longer stretches */
	DATE_COLUMNS = 11,  /* "22 Nov 2025" */
	COUNT_COLUMNS = 10, /* "26 of 28" */
	RATE_COLUMNS = 6,
	WIDE = 64,     /* from here on there is room for the counts */
	HOUR_DASH = 3, /* " – " */
	NUMBER_COLUMNS = 5,
	SLEEP_LABEL = 24,
	INDENT = 2,
};

/* ---- cramps a week ---- */

static json_t *choose(json_t *pictures, const char **what)
{
	json_t *weeks = json_object_get(pictures, "weeks"), *longer = json_object_get(pictures, "stretches");

	*what = "a week";
	if (json_is_array(weeks) && json_array_size(weeks) <= WEEKS_MOST)
		return weeks;
	*what = count_of(longer, "nights") == 28 ? "four weeks" : "13 weeks";
	return json_object_get(longer, "list");
}

/* An axis from nothing to the highest that still fits. */
static struct scale rate_axis(json_t *list, int columns, double *step)
{
	double high = 0, most = 0;
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		high = fmax(high, number_of(one, "high"));
		most = fmax(most, fmax(number_of(one, "trend"),
				       fmin(number_of(one, "high"), 3 * number_of(one, "cramps_per_week"))));
	}
	high = fmax(most > 0 ? most : high, 1);
	*step = nice_step(high, columns / 8, 1);
	return (struct scale){ .high = nice_top(high, *step), .to = columns - 1 };
}

static void show_stretch(const struct session *s, json_t *one, const struct scale *x, int columns, bool wide)
{
	bool known = is_known(one, "cramps_per_week");
	struct track t = { .x = x, .columns = columns, .rule = 0, .low = NAN, .high = NAN, .at = NAN, .other = NAN };
	char date[PHRASE_MAX], rate[16], *count = xstrdup(""), *line;

	if (known) {
		t.low = number_of(one, "low");
		t.high = number_of(one, "high");
		t.at = number_of(one, "cramps_per_week");
		snprintf(rate, sizeof(rate), "%.1f", t.at);
	} else {
		str_copy(rate, sizeof(rate), s->utf8 ? "–" : "-");
	}
	if (is_known(one, "trend"))
		t.other = number_of(one, "trend");
	if (wide) {
		free(count);
		count = xasprintf("%lld of %d", (long long)count_of(one, "recorded"),
				  (int)(date_of(one, "to") - date_of(one, "from") + 1));
	}
	line = term_trim(term_track(s, &t));
	show_text(s, "%*s%*s%*s%s  %s\n", DATE_COLUMNS, say_day(date_of(one, "from"), date), wide ? COUNT_COLUMNS : 0,
		  count, RATE_COLUMNS - (known || !s->utf8 ? 0 : -2), rate, "", line);
	free(line);
	free(count);
}

void chart_trend(const struct session *s, json_t *report)
{
	json_t *p = json_object_get(report, "pictures"), *one;
	const char *what;
	json_t *list = choose(p, &what);
	bool wide = s->width >= WIDE;
	int before = DATE_COLUMNS + (wide ? COUNT_COLUMNS : 0) + RATE_COLUMNS + 2;
	int columns = term_columns(s) - before;
	double step;
	struct scale x = rate_axis(list, columns, &step);
	char *ticks = term_ticks(&x, columns, 0, step, ""), *legend;
	size_t i;

	term_title(s, "Cramps a week", say_trend(list));
	if (!say_any_rate(list)) {
		free(ticks);
		return;
	}
	show_text(s, "%*s%s\n", before, "", ticks);
	json_array_foreach(list, i, one) show_stretch(s, one, &x, columns, wide);
	show_text(s, "\n");
	legend = xasprintf(
		"%s %s from that day, with what so few nights leave possible (95 %%); %s smoothed; %s too few nights "
		"recorded",
		s->utf8 ? "●" : "o", what, s->utf8 ? "×" : "x", s->utf8 ? "–" : "-");
	show_folded(s, "", 0, legend);
	free(legend);
	free(ticks);
}

/* ---- hours ---- */

static int64_t at_hour(json_t *p, int after_noon)
{
	return json_integer_value(json_array_get(json_object_get(p, "hours"), (size_t)((after_noon + NOON) % HOURS)));
}

void chart_hours(const struct session *s, json_t *report)
{
	json_t *p = json_object_get(report, "pictures");
	int first = 22 - NOON, last = HOURS - NOON + 8, columns = term_columns(s) - NUMBER_COLUMNS;
	/* "22 – 0", "10pm – 12am" */
	int before = clock_has_twelve_hours() ? 4 : 2, after = clock_has_twelve_hours() ? 4 : 2;
	double most = 0;

	columns -= before + HOUR_DASH + after + 1;
	for (int i = 0; i < HOURS; i++) {
		int64_t n = at_hour(p, i);

		most = fmax(most, (double)n);
		first = n > 0 && i < first ? i : first;
		last = n > 0 && i >= last ? i + 1 : last;
	}
	term_title(s, "When they come", say_hours(p));
	if (!say_any_hour(p))
		return;
	for (int i = first; i < last; i++) {
		int hour = (i + NOON) % HOURS;
		char *bar = term_bar(s, (double)at_hour(p, i), most, columns), from[CLOCK_TEXT], to[CLOCK_TEXT];

		show_text(s, "%*s – %-*s %s %lld\n", before, hour_text(hour, from), after,
			  hour_text((hour + 1) % HOURS, to), bar, (long long)at_hour(p, i));
		free(bar);
	}
}

/* ---- sleep ---- */

struct figure {
	const char *name, *key, *nights, *first_quartile, *third_quartile;
	double step, divisor; /* between ticks; what the axis is labelled in */
	const char *unit;
};

static const struct figure figures[] = {
	{ "Asleep", "tst_min", "tst_nights", "tst_q1", "tst_q3", 0.5, 60, " h" },
	{ "Of the time in bed", "se_percent", "se_nights", "se_q1", "se_q3", 5, 1, " %" },
	{ "Awakenings", "awakenings", "awakening_nights", "awakenings_q1", "awakenings_q3", 0.5, 1, "" },
};

static struct scale sleep_axis(const struct figure *f, json_t *both[2], int columns, double *step)
{
	struct scale x = { .low = INFINITY, .high = -INFINITY, .to = columns - 1 };

	for (int i = 0; i < 2; i++) {
		if (!is_known(both[i], f->key))
			continue;
		x.low = fmin(x.low,
			     fmin(number_of(both[i], f->key), number_of(both[i], f->first_quartile)) / f->divisor);
		x.high = fmax(x.high,
			      fmax(number_of(both[i], f->key), number_of(both[i], f->third_quartile)) / f->divisor);
	}
	*step = f->step;
	while ((x.high - x.low) / *step > columns / 8.0)
		*step *= 2;
	x.low = floor(x.low / *step) * *step;
	x.high = fmax(ceil(x.high / *step) * *step, x.low + *step);
	return x;
}

static void mean_text(const struct figure *f, json_t *means, char *out, size_t size)
{
	char span[PHRASE_MAX];

	if (!is_known(means, f->key))
		str_copy(out, size, "–");
	else if (f->divisor > 1)
		str_copy(out, size, say_span(60 * round(number_of(means, f->key)), span));
	else
		snprintf(out, size, f->unit[0] ? "%.0f %%" : "%.1f", number_of(means, f->key));
}

static void show_side(const struct session *s, const struct figure *f, json_t *means, const struct scale *x,
		      int columns, bool cramp)
{
	const char *name = cramp ? "with a cramp" : "free nights",
		   *point = s->utf8 ? (cramp ? "●" : "○") : (cramp ? "*" : "o");
	struct track t = { .x = x,
			   .columns = columns,
			   .rule = NAN,
			   .low = NAN,
			   .high = NAN,
			   .at = NAN,
			   .other = NAN,
			   .point = point };
	char mean[PHRASE_MAX], *line;

	if (is_known(means, f->key)) {
		t.low = number_of(means, f->first_quartile) / f->divisor;
		t.high = number_of(means, f->third_quartile) / f->divisor;
		t.at = number_of(means, f->key) / f->divisor;
	}
	mean_text(f, means, mean, sizeof(mean));
	line = term_trim(term_track(s, &t));
	show_text(s, "%*s%-13s%*s%s%*s%s\n", INDENT, "", name, 7 - utf8_width(mean), "", mean, 2, "", line);
	free(line);
}

void chart_sleep(const struct session *s, json_t *report)
{
	json_t *sleep = json_object_get(json_object_get(report, "pictures"), "sleep");
	json_t *both[2] = { json_object_get(sleep, "free"), json_object_get(sleep, "cramp") };
	int columns = term_columns(s) - SLEEP_LABEL;
	bool any = false;

	term_title(s, "How you slept", say_sleep(both[1], both[0]));
	for (size_t i = 0; i < ARRAY_LEN(figures); i++) {
		const struct figure *f = &figures[i];
		double step;
		struct scale x;
		char *ticks;

		if (!is_known(both[0], f->key) && !is_known(both[1], f->key))
			continue;
		any = true;
		x = sleep_axis(f, both, columns, &step);
		ticks = term_ticks(&x, columns, x.low, step, f->unit);
		show_text(s, "%-*s%s\n", SLEEP_LABEL, f->name, ticks);
		show_side(s, f, both[0], &x, columns, false);
		show_side(s, f, both[1], &x, columns, true);
		free(ticks);
	}
	if (!any)
		return;
	show_text(s, "\n");
	show_folded(s, "", 0,
		    s->utf8 ? "○ and ● are means; between ├ and ┤ lies the middle half of the nights."
			    : "o and * are means; between [ and ] lies the middle half of the nights.");
}
