#include "daemon/insight/columns.h"

#include <string.h>

#include "daemon/insight/dense.h"
#include "daemon/insight/lanes.h"

/* The dense part of the rows of a night's two hats and its weekday. */
EACH_CPU static void calendar_gram(const struct design *d, const double *weight, double *a)
{
	size_t width = columns_count(d), blocks = d->dense_columns / LANES;

	for (size_t i = 0; i < d->n; i++) {
		double left = weight[i] * d->hat_weight[i], right = weight[i] - left;
		const lanes *row = (const lanes *)(d->dense + i * d->dense_columns);
		lanes *low = (lanes *)(a + columns_hat(d, d->hat[i]) * width), *high = (lanes *)((double *)low + width);
		lanes *day = (lanes *)(a + columns_weekday(d, (size_t)d->weekday[i]) * width);
		for (size_t c = 0; c < blocks; c++) {
			low[c] += row[c] * left;
			high[c] += row[c] * right;
			day[c] += row[c] * weight[i];
		}
	}
}

/* The calendar's columns among themselves. */
static void calendar_corner(const struct design *d, size_t i, double weight, double *a)
{
	size_t width = columns_count(d), one = columns_intercept(d), hat = columns_hat(d, d->hat[i]);
	double left = weight * d->hat_weight[i], right = weight - left;
	double *low = a + hat * width, *high = low + width;
	double *day = a + columns_weekday(d, (size_t)d->weekday[i]) * width;

	a[one * width + one] += weight;
	low[one] += left;
	low[hat] += left * d->hat_weight[i];
	high[one] += right;
	high[hat] += right * d->hat_weight[i];
	high[hat + 1] += right * (1 - d->hat_weight[i]);
	day[one] += weight;
	day[hat] += left;
	day[hat + 1] += right;
	day[columns_weekday(d, (size_t)d->weekday[i])] += weight;
}

void columns_times(const struct design *d, const double *v, double *out)
{
	dense_times(d->dense, d->n, d->dense_columns, v, out);
	for (size_t i = 0; i < d->n; i++) {
		const double *hat = v + columns_hat(d, d->hat[i]);
		out[i] += v[columns_intercept(d)] + v[columns_weekday(d, (size_t)d->weekday[i])] +
			  d->hat_weight[i] * hat[0] + (1 - d->hat_weight[i]) * hat[1];
	}
}

/* The nights between two knots come one after the other: their sum is kept until the next pair of hats. */
static void hat_sums(const struct design *d, const double *v, double *out)
{
	double left = 0, all = 0;

	for (size_t i = 0; i < d->n; i++) {
		left += v[i] * d->hat_weight[i];
		all += v[i];
		if (i + 1 < d->n && d->hat[i + 1] == d->hat[i])
			continue;
		out[columns_hat(d, d->hat[i])] += left;
		out[columns_hat(d, d->hat[i] + 1)] += all - left;
		left = all = 0;
	}
}

void columns_sums(const struct design *d, const double *v, double *out)
{
	memset(out, 0, columns_count(d) * sizeof(*out));
	dense_sums(d->dense, d->n, d->dense_columns, v, out);
	hat_sums(d, v, out);
	for (size_t i = 0; i < d->n; i++)
		out[columns_weekday(d, (size_t)d->weekday[i])] += v[i];
	for (size_t w = 0; w < WEEKDAYS; w++)
		out[columns_intercept(d)] += out[columns_weekday(d, w)];
}

void columns_gram(const struct design *d, const double *weight, double *a)
{
	size_t width = columns_count(d);

	memset(a, 0, width * width * sizeof(*a));
	dense_gram(d->dense, d->n, d->dense_columns, weight, a, width);
	calendar_gram(d, weight, a);
	for (size_t i = 0; i < d->n; i++)
		calendar_corner(d, i, weight[i], a);
	/* Every night is of one weekday: the intercept's row is their sum. */
	double *one = a + columns_intercept(d) * width;
	for (size_t w = 0; w < WEEKDAYS; w++)
		for (size_t c = 0; c < d->dense_columns; c++)
			one[c] += a[columns_weekday(d, w) * width + c];
}

/* line -= share * row, up to the lane of column `to`. */
static inline void take_away(double *line, const double *row, double share, size_t to)
{
	for (size_t c = 0; c <= to / LANES; c++)
		((lanes *)line)[c] -= ((const lanes *)row)[c] * share;
}

EACH_CPU void columns_gram_without(const struct design *d, size_t i, double weight, double *a)
{
	size_t width = columns_count(d), last = d->dense_columns - 1;
	const double *row = d->dense + i * d->dense_columns;
	double left = weight * d->hat_weight[i];

	for (size_t r = 0; r < d->dense_columns; r++)
		take_away(a + r * width, row, weight * row[r], r);
	if (d->dense_columns) {
		double *hat = a + columns_hat(d, d->hat[i]) * width;
		take_away(a + columns_intercept(d) * width, row, weight, last);
		take_away(hat, row, left, last);
		take_away(hat + width, row, weight - left, last);
		take_away(a + columns_weekday(d, (size_t)d->weekday[i]) * width, row, weight, last);
	}
	calendar_corner(d, i, -weight, a);
}
