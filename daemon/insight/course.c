#include "daemon/insight/course.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

static const double tail = 0.025;
enum { WEEK = 7, ENOUGH_OF_WEEK = 4 };

struct interval rate95(int64_t count, double exposure)
{
	struct interval i = { 0, INFINITY };

	if (exposure <= 0)
		return i;
	if (count > 0)
		i.low = gsl_cdf_chisq_Pinv(tail, 2.0 * (double)count) / 2 / exposure;
	i.high = gsl_cdf_chisq_Pinv(1 - tail, 2.0 * (double)count + 2) / 2 / exposure;
	return i;
}

void course_make(struct course *c, const struct rows *rows, int32_t from, int32_t to)
{
	*c = (struct course){ .from = from, .count = from <= to ? (size_t)(to - from) + 1 : 0 };
	c->nights = xcalloc(c->count ? c->count : 1, sizeof(*c->nights));
	for (size_t i = 0; i < rows->count; i++) {
		const struct night_row *n = &rows->nights[i];

		if (n->night < from || n->night > to || n->state == STATE_UNKNOWN)
			continue;
		c->nights[n->night - from] = (struct course_night){ true, n->cramps };
	}
}

void course_clear(struct course *c)
{
	free(c->nights);
	*c = (struct course){ 0 };
}

/* Weighted sums over the nights near a place: 1, d, d², y, dy with d the distance from it. */
struct sums {
	double w, d, dd, y, dy;
};

static double tricube(double share)
{
	double a = fabs(share);

	return a < 1 ? pow(1 - a * a * a, 3) : 0;
}

static size_t first_within(double place)
{
	double first = ceil(place - TREND_HALF_NIGHTS);

	return first > 0 ? (size_t)first : 0;
}

/* The line through the sums, at the place itself. */
static double level_of(const struct sums *s)
{
	double spread = s->w * s->dd - s->d * s->d;

	/* All the weight in one place leaves no slope to find. */
	if (spread <= 1e-9 * s->w * s->w)
		return s->y / s->w;
	return (s->dd * s->y - s->d * s->dy) / spread;
}

double course_trend(const struct course *c, double place)
{
	struct sums s = { 0 };
	int all = 0, near = 0;

	for (size_t i = first_within(place); i < c->count && (double)i <= place + TREND_HALF_NIGHTS; i++) {
		double d = (double)i - place, w = tricube(d / TREND_HALF_NIGHTS), y = (double)c->nights[i].cramps;

		if (!c->nights[i].recorded)
			continue;
		all++;
		near += fabs(d) <= TREND_NEAR_NIGHTS;
		s.w += w;
		s.d += w * d;
		s.dd += w * d * d;
		s.y += w * y;
		s.dy += w * d * y;
	}
	if (all < TREND_LEAST || near < TREND_NEAR_LEAST)
		return NAN;
	return fmax(0, WEEK * level_of(&s));
}

static struct stretch stretch_of(const struct course *c, size_t first, size_t last)
{
	struct stretch s = { .from = c->from + (int32_t)first, .to = c->from + (int32_t)last, .per_week = NAN };
	int64_t nights = (int64_t)(last - first) + 1;

	s.span = (struct interval){ NAN, NAN };
	for (size_t i = first; i <= last; i++) {
		s.recorded += c->nights[i].recorded;
		s.cramps += c->nights[i].cramps;
		s.cramp_nights += c->nights[i].cramps > 0;
	}
	/* The rule of coverage_enough (week.h), and never on fewer nights than it asks of a week. */
	if (s.recorded >= ENOUGH_OF_WEEK && WEEK * s.recorded >= ENOUGH_OF_WEEK * nights) {
		double weeks = (double)s.recorded / WEEK;
		s.per_week = (double)s.cramps / weeks;
		s.span = rate95(s.cramps, weeks);
	}
	s.trend = course_trend(c, (double)(first + last) / 2);
	return s;
}

struct stretch *course_stretches(const struct course *c, int nights, size_t *count)
{
	size_t length = (size_t)nights, short_one = c->count % length;
	struct stretch *list;

	*count = (c->count + length - 1) / length;
	list = xcalloc(*count ? *count : 1, sizeof(*list));
	for (size_t k = 0, first = 0; k < *count; k++) {
		size_t last = first + (k == 0 && short_one ? short_one : length) - 1;

		list[k] = stretch_of(c, first, last);
		first = last + 1;
	}
	return list;
}
