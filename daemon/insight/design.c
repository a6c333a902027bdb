#include "daemon/insight/design.h"

#include <math.h>
#include <stdlib.h>

#include "cramp/util.h"
#include "daemon/insight/descriptive.h"
#include "daemon/insight/lanes.h"

static const double clip = 0.025; /* amounts are clipped to these quantiles */
static const double year_days = 365.25;
static const double adjuster_known = 0.6; /* share of logged nights an adjuster must be known on */
enum { ADJUSTER_SIDE = 5, KNOT_NIGHTS = 28, HARMONIC_FROM = 270, SECOND_HARMONIC_FROM = 730 };

static void take_logged(struct design *d, const double *cramps, size_t nights)
{
	for (size_t i = 0; i < nights; i++)
		d->n += !isnan(cramps[i]);
	d->t = xcalloc(d->n, sizeof(*d->t));
	d->row = xcalloc(d->n, sizeof(*d->row));
	d->y = xcalloc(lanes_room(d->n), sizeof(*d->y));
	size_t at = 0;
	for (size_t i = 0; i < nights; i++) {
		if (isnan(cramps[i]))
			continue;
		d->row[at] = i;
		d->t[at] = (int64_t)(i - d->row[0]);
		d->y[at] = fmin(cramps[i], CRAMPS_CAP);
		d->cramp_nights += cramps[i] > 0;
		at++;
	}
	d->span = d->n ? d->t[d->n - 1] + 1 : 0;
}

struct moments {
	double mean, sd;
};

static struct moments moments_of(const double *v, size_t n)
{
	struct moments m = { 0 };

	for (size_t i = 0; i < n; i++)
		m.mean += v[i];
	m.mean /= (double)n;
	for (size_t i = 0; i < n; i++)
		m.sd += (v[i] - m.mean) * (v[i] - m.mean);
	m.sd = sqrt(m.sd / (double)n);
	return m;
}

static bool can_adjust(const struct design *d, size_t j, const double *values, size_t known)
{
	double ones = 0;

	if (d->sd[j] <= 0 || (double)known < adjuster_known * (double)d->n)
		return false;
	if (!d->factor[j].binary)
		return true;
	for (size_t i = 0; i < known; i++)
		ones += values[i];
	return fmin(ones, (double)known - ones) >= ADJUSTER_SIDE;
}

static void clip_to_quantiles(const double *ordered, double *values, size_t n)
{
	double low = quantile_in_order(ordered, n, clip), high = quantile_in_order(ordered, n, 1 - clip);

	for (size_t i = 0; i < n; i++)
		values[i] = fmin(fmax(values[i], low), high);
}

static void standardise(struct design *d, size_t j, double *values)
{
	const double *x = d->factor[j].x;
	double *z = d->z + j * d->n;
	bool *known = d->known + j * d->n;
	size_t count = 0;

	for (size_t i = 0; i < d->n; i++) {
		known[i] = !isnan(x[d->row[i]]);
		if (known[i])
			values[count++] = x[d->row[i]];
	}
	d->ordered[j] = in_order(values, count);
	d->ordered_count[j] = count;
	if (count < 2)
		return;
	if (!d->factor[j].binary)
		clip_to_quantiles(d->ordered[j], values, count);
	struct moments m = moments_of(values, count);
	/* Rounding can leave a constant with a spread of a few last bits: that is no variation. */
	if (m.sd <= 1e-12 * fabs(m.mean))
		m.sd = 0;
	d->sd[j] = m.sd;
	d->adjuster[j] = can_adjust(d, j, values, count);
	if (m.sd <= 0)
		return;
	for (size_t i = 0, k = 0; i < d->n; i++)
		if (known[i])
			z[i] = (values[k++] - m.mean) / m.sd;
}

/* Sum of products, over whole lanes. */
EACH_CPU static double product(const double *a, const double *b, size_t n)
{
	lanes sum = { 0 };

	for (size_t i = 0; i < n; i += LANES)
		sum += *(const lanes *)(a + i) * *(const lanes *)(b + i);
	return lanes_sum(&sum);
}

static void correlate(struct design *d)
{
	size_t room = lanes_room(d->n);
	double *centred = xcalloc(d->factors * room, sizeof(*centred));

	for (size_t j = 0; j < d->factors; j++) {
		const double *z = d->z + j * d->n;
		struct moments m = moments_of(z, d->n);
		for (size_t i = 0; i < d->n && m.sd > 0; i++)
			centred[j * room + i] = (z[i] - m.mean) / m.sd;
	}
	for (size_t j = 0; j < d->factors; j++) {
		d->correlation[j * d->factors + j] = 1;
		for (size_t k = 0; k < j; k++)
			d->correlation[j * d->factors + k] = d->correlation[k * d->factors + j] =
				product(centred + j * room, centred + k * room, d->n) / (double)d->n;
	}
	free(centred);
}

static void place_on_calendar(struct design *d, int first_weekday)
{
	double knots = fmin(HATS_MAX - 1, fmax(1, floor((double)d->span / KNOT_NIGHTS + 0.5)));
	double width = d->span > 1 ? (double)(d->span - 1) / knots : 1;

	d->hats = (size_t)knots + 1;
	d->harmonics = d->span >= SECOND_HARMONIC_FROM ? 4 : d->span >= HARMONIC_FROM ? 2 : 0;
	d->hat = xcalloc(d->n, sizeof(*d->hat));
	d->hat_weight = xcalloc(d->n, sizeof(*d->hat_weight));
	d->weekday = xcalloc(d->n, sizeof(*d->weekday));
	for (size_t i = 0; i < d->n; i++) {
		double place = (double)d->t[i] / width;
		size_t left = (size_t)fmin(floor(place), knots - 1);
		d->hat[i] = left;
		d->hat_weight[i] = fmax(0, 1 - (place - (double)left));
		d->weekday[i] = (int)(((int64_t)d->row[i] + first_weekday) % WEEKDAYS);
	}
}

/* Harmonics of the year, and the factors that may serve as adjusters, side by side. */
static void fill_dense(struct design *d)
{
	size_t count = d->harmonics;

	for (size_t j = 0; j < d->factors; j++)
		if (d->adjuster[j])
			d->column[j] = count++;
	d->dense_columns = lanes_room(count);
	d->dense = xcalloc(d->n * d->dense_columns, sizeof(*d->dense));
	for (size_t i = 0; i < d->n; i++) {
		double *row = d->dense + i * d->dense_columns, angle = 2 * M_PI * (double)d->t[i] / year_days;
		for (size_t h = 0; h < d->harmonics; h++) {
			double a = angle * (double)(h / 2 + 1);
			row[h] = h % 2 ? sin(a) : cos(a);
		}
		for (size_t j = 0; j < d->factors; j++)
			if (d->adjuster[j])
				row[d->column[j]] = d->z[j * d->n + i];
	}
}

bool design_init(struct design *d, const double *cramps, size_t nights, int first_weekday,
		 const struct design_factor *factor, size_t factors)
{
	*d = (struct design){ .factor = factor, .factors = factors };
	take_logged(d, cramps, nights);
	if (d->n == 0)
		return false;
	d->z = xcalloc(factors * d->n, sizeof(*d->z));
	d->known = xcalloc(factors * d->n, sizeof(*d->known));
	d->ordered = xcalloc(factors, sizeof(*d->ordered));
	d->ordered_count = xcalloc(factors, sizeof(*d->ordered_count));
	d->sd = xcalloc(factors, sizeof(*d->sd));
	d->adjuster = xcalloc(factors, sizeof(*d->adjuster));
	d->column = xcalloc(factors, sizeof(*d->column));
	d->correlation = xcalloc(factors * factors, sizeof(*d->correlation));
	double *values = xcalloc(d->n, sizeof(*values));
	for (size_t j = 0; j < factors; j++)
		standardise(d, j, values);
	free(values);
	correlate(d);
	place_on_calendar(d, first_weekday);
	fill_dense(d);
	return true;
}

void design_finish(struct design *d)
{
	free(d->t);
	free(d->row);
	free(d->y);
	free(d->z);
	free(d->known);
	for (size_t j = 0; j < d->factors && d->ordered; j++)
		free(d->ordered[j]);
	free(d->ordered);
	free(d->ordered_count);
	free(d->sd);
	free(d->adjuster);
	free(d->correlation);
	free(d->hat);
	free(d->hat_weight);
	free(d->weekday);
	free(d->dense);
	free(d->column);
	*d = (struct design){ 0 };
}
