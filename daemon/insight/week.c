#include "daemon/insight/week.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/insight/descriptive.h"

int32_t last_night_over(struct instant now, int night_starts_min)
{
	return night_of(now, night_starts_min) - 1;
}

int64_t coverage_recorded(const struct coverage *c)
{
	return c->cramp + c->free;
}

bool coverage_enough(const struct coverage *c)
{
	int64_t recorded = coverage_recorded(c);

	return recorded > 0 && 7 * recorded >= 4 * (recorded + c->unknown);
}

/* The nights from..to, all of them over; those without a row are unknown. */
static void count_nights(const struct rows *rows, int32_t from, int32_t to, struct coverage *out)
{
	int64_t nights = from <= to ? (int64_t)to - from + 1 : 0;

	*out = (struct coverage){ .cramps_per_week = NAN };
	for (size_t i = 0; i < rows->count; i++) {
		const struct night_row *n = &rows->nights[i];

		if (n->night < from || n->night > to)
			continue;
		out->cramp += n->state == STATE_CRAMP;
		out->free += n->state == STATE_FREE;
		out->episodes += n->cramps;
	}
	out->unknown = nights - coverage_recorded(out);
	if (coverage_enough(out))
		out->cramps_per_week = 7.0 * (double)out->episodes / (double)coverage_recorded(out);
}

/* Numbers as they come in. */
static void add_number(struct samples *s, double value)
{
	if (isnan(value))
		return;
	if (s->count == s->room) {
		s->room = s->room ? 2 * s->room : 16;
		s->values = xreallocarray(s->values, s->room, sizeof(*s->values));
	}
	s->values[s->count++] = value;
}

/* Frees the samples. */
static struct middle middle_of(struct samples *s)
{
	struct middle m = { .nights = (int64_t)s->count,
			    .first_quartile = quantile7(s->values, s->count, 0.25),
			    .third_quartile = quantile7(s->values, s->count, 0.75) };

	for (size_t i = 0; i < s->count; i++)
		m.mean += s->values[i];
	m.mean = s->count ? m.mean / (double)s->count : NAN;
	free(s->values);
	return m;
}

static struct sleep_means mean_sleep(const struct rows *rows, int32_t from, int32_t to, enum night_state state)
{
	struct samples tst = { 0 }, se = { 0 }, awakenings = { 0 }, quality = { 0 };

	for (size_t i = 0; i < rows->count; i++) {
		const struct night_row *n = &rows->nights[i];

		if (n->night < from || n->night > to || n->state != state)
			continue;
		add_number(&tst, n->tst_min);
		add_number(&se, n->se_percent);
		add_number(&awakenings, n->awakenings);
		add_number(&quality, n->quality);
	}
	return (struct sleep_means){ middle_of(&tst), middle_of(&se), middle_of(&awakenings), middle_of(&quality) };
}

/* Was it done on the nights from..last? */
static struct measure_figures count_measure(const struct rows *rows, const struct column *c, int32_t from, int32_t last)
{
	struct measure_figures m = { .factor = c->factor };

	for (size_t i = 0; i < rows->count; i++) {
		if (rows->nights[i].night < from || rows->nights[i].night > last)
			continue;
		m.done += c->value[i] == 1;
		m.not_done += c->value[i] == 0;
	}
	m.unknown = (from <= last ? (int64_t)last - from + 1 : 0) - m.done - m.not_done;
	return m;
}

static void count_measures(struct week *w, const struct rows *rows)
{
	w->measures = xcalloc(rows->column_count + 1, sizeof(*w->measures));
	for (size_t i = 0; i < rows->column_count; i++) {
		const struct column *c = &rows->columns[i];
		struct measure_figures m;

		if (!str_equal(c->factor->section, "2"))
			continue;
		m = count_measure(rows, c, w->from, w->last);
		if (c->tracked || m.done + m.not_done > 0)
			w->measures[w->measure_count++] = m;
	}
}

void week_begin(struct week *w, const struct rows *rows, int32_t from, int32_t to, int32_t last_over)
{
	*w = (struct week){ .from = from, .to = to, .sore_night = NO_NIGHT };
	w->until = to < last_over ? to : last_over;
	w->last = w->until < from ? from - 1 : w->until;
	w->before_from = from - BEFORE_NIGHTS;
	w->before_to = from - 1 < last_over ? from - 1 : last_over;
	count_nights(rows, from, w->last, &w->now);
	count_nights(rows, w->before_from, w->before_to, &w->before);
	w->change = w->now.cramps_per_week - w->before.cramps_per_week;
	w->sleep_cramp = mean_sleep(rows, from, w->last, STATE_CRAMP);
	w->sleep_free = mean_sleep(rows, from, w->last, STATE_FREE);
	features_init(&w->features);
	count_measures(w, rows);
}

/* ---- episodes ---- */

static void add_sample(struct samples *s, int64_t value)
{
	add_number(s, value == UNKNOWN ? NAN : (double)value);
}

static struct spread spread_of(const struct samples *s)
{
	return (struct spread){ .known = (int64_t)s->count,
				.median = median(s->values, s->count),
				.maximum = quantile7(s->values, s->count, 1) };
}

static void add_place(struct week *w, const struct episode *e)
{
	if (str_equal(e->side, "left"))
		w->left++;
	else if (str_equal(e->side, "right"))
		w->right++;
	else if (str_equal(e->side, "both"))
		w->both++;
	else
		w->side_unknown++;
	if (e->muscle_count == 0)
		w->muscle_unknown++;
	for (size_t i = 0; i < e->muscle_count; i++) {
		size_t m = 0;

		while (m < w->muscle_count && !str_equal(w->muscles[m].muscle, e->muscles[i]))
			m++;
		if (m == WEEK_MUSCLES)
			continue;
		if (m == w->muscle_count) {
			str_copy(w->muscles[m].muscle, sizeof(w->muscles[m].muscle), e->muscles[i]);
			w->muscle_count++;
		}
		w->muscles[m].episodes++;
	}
}

static struct relief_figures *relief_of(struct week *w, const char *method)
{
	struct relief_figures *r;

	for (size_t i = 0; i < w->relief_count; i++)
		if (str_equal(w->relief[i].method, method))
			return &w->relief[i];
	w->relief = xreallocarray(w->relief, w->relief_count + 1, sizeof(*w->relief));
	r = &w->relief[w->relief_count++];
	*r = (struct relief_figures){ 0 };
	str_copy(r->method, sizeof(r->method), method);
	return r;
}

/* Where one is said to be the one that worked, the others beside it did not. */
static bool one_worked(const struct episode *e)
{
	for (size_t i = 0; i < e->relief_count; i++)
		if (e->relief[i].worked == 1)
			return true;
	return false;
}

static void add_relief(struct week *w, const struct relief_use *use, bool told)
{
	struct relief_figures *r = relief_of(w, use->method);

	r->used++;
	r->told += told || use->worked != UNKNOWN;
	r->worked += use->worked == 1;
	if (use->worked != 0)
		add_sample(&r->times, use->seconds);
}

/* UNKNOWN is the least of all numbers: what is known is worse than what is not. */
static bool is_worse(const struct episode *e, const struct worst *than)
{
	if (e->severity == UNKNOWN && e->duration_s == UNKNOWN)
		return false;
	if (than->id == 0)
		return true;
	return e->severity != than->severity ? e->severity > than->severity : e->duration_s > than->duration_s;
}

static void keep_worst(struct worst *w, const struct episode *e)
{
	*w = (struct worst){ .id = e->id,
			     .night = e->night,
			     .onset = e->onset,
			     .severity = e->severity,
			     .duration_s = e->duration_s,
			     .muscle_count = e->muscle_count };
	str_copy(w->precision, sizeof(w->precision), e->precision);
	str_copy(w->side, sizeof(w->side), e->side);
	for (size_t i = 0; i < e->muscle_count; i++)
		str_copy(w->muscles[i], sizeof(w->muscles[i]), e->muscles[i]);
}

int week_episode(const struct episode *e, void *week)
{
	struct week *w = week;

	if (e->night < w->from || e->night > w->last)
		return 0;
	features_episode(&w->features, e);
	if (!episode_of_night(e)) {
		w->daytime++;
		return 0;
	}
	add_sample(&w->severities, e->severity);
	add_sample(&w->durations, e->duration_s);
	add_sample(&w->awake, e->awake_min);
	add_place(w, e);
	if (e->onset.at == UNKNOWN)
		w->hour_unknown++;
	else
		w->hours[civil_of(e->onset).second / 3600]++;
	if (e->soreness != UNKNOWN && e->soreness > 0 && e->night != w->sore_night) {
		w->sore_night = e->night;
		w->sore_nights++;
	}
	for (size_t i = 0; i < e->relief_count; i++)
		add_relief(w, &e->relief[i], one_worked(e));
	if (is_worse(e, &w->worst))
		keep_worst(&w->worst, e);
	return 0;
}

/* Most first; among equals the order of the letters, so that a report is always the same. */
static int by_episodes(const void *a, const void *b)
{
	const struct muscle_tally *x = a, *y = b;

	if (x->episodes != y->episodes)
		return x->episodes < y->episodes ? 1 : -1;
	return strcmp(x->muscle, y->muscle);
}

static int by_use(const void *a, const void *b)
{
	const struct relief_figures *x = a, *y = b;

	if (x->used != y->used)
		return x->used < y->used ? 1 : -1;
	return strcmp(x->method, y->method);
}

void week_end(struct week *w)
{
	w->severity = spread_of(&w->severities);
	w->duration_s = spread_of(&w->durations);
	w->awake_min = spread_of(&w->awake);
	for (size_t i = 0; i < w->relief_count; i++)
		w->relief[i].seconds = spread_of(&w->relief[i].times);
	qsort(w->muscles, w->muscle_count, sizeof(*w->muscles), by_episodes);
	if (w->relief_count)
		qsort(w->relief, w->relief_count, sizeof(*w->relief), by_use);
}

void week_clear(struct week *w)
{
	for (size_t i = 0; i < w->relief_count; i++)
		free(w->relief[i].times.values);
	free(w->relief);
	free(w->measures);
	free(w->severities.values);
	free(w->durations.values);
	free(w->awake.values);
	*w = (struct week){ 0 };
}
