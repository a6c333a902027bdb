#include "daemon/insight/descriptive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* A sorted copy; free it. */
static double *sorted(const double *values, size_t n)
{
	double *copy = xcalloc(n ? n : 1, sizeof(*copy));

	if (n)
		memcpy(copy, values, n * sizeof(*copy));
	qsort(copy, n, sizeof(*copy), by_value);
	return copy;
}

/*
 * The groups ask whether a value equals a quantile, so its last bit matters: from the nearer neighbour, as the
 * reference's library interpolates.
 */
static double quantile_of_sorted(const double *v, size_t n, double p)
{
	double place = (double)(n - 1) * p, below = floor(place), share = place - below;
	size_t i = (size_t)below;
	double a = v[i], b = v[i + 1 < n ? i + 1 : i], step = b - a;

	return share >= 0.5 ? b - step * (1 - share) : a + step * share;
}

double quantile7(const double *values, size_t n, double p)
{
	double *v, q;

	if (n == 0)
		return NAN;
	v = sorted(values, n);
	q = quantile_of_sorted(v, n, p);
	free(v);
	return q;
}

double median(const double *values, size_t n)
{
	double *v, m;

	if (n == 0)
		return NAN;
	v = sorted(values, n);
	m = n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
	free(v);
	return m;
}

struct interval wilson95(int64_t k, int64_t n)
{
	const double z = 1.959963984540054;
	double m = (double)n, p, d, centre, half;

	if (n == 0)
		return (struct interval){ 0, 1 };
	p = (double)k / m;
	d = 1 + z * z / m;
	centre = (p + z * z / (2 * m)) / d;
	half = z * sqrt(p * (1 - p) / m + z * z / (4 * m * m)) / d;
	return (struct interval){ fmax(0, centre - half), fmin(1, centre + half) };
}

bool only_zero_one(const double *x, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (isnan(x[i]))
			continue;
		if (x[i] != 0 && x[i] != 1)
			return false;
		any = true;
	}
	return any;
}

/* Which values are of a group: those below (or above) a bound, and the bound itself if it is closed. */
struct side {
	double bound;
	bool below, closed;
};

static bool within(const struct side *side, double x)
{
	if (x == side->bound)
		return side->closed;
	return side->below ? x < side->bound : x > side->bound;
}

/* The rule A2. */
static void thirds(const double *v, size_t n, struct side *low, struct side *high)
{
	double a = quantile_of_sorted(v, n, 1.0 / 3), b = quantile_of_sorted(v, n, 2.0 / 3);

	*low = (struct side){ .bound = a, .below = true, .closed = true };
	*high = (struct side){ .bound = b, .below = false, .closed = true };
	if (a < b)
		return;
	high->bound = a;
	if (v[n - 1] > a)
		high->closed = false;
	else
		low->closed = false;
}

/* Counts the group; `members` is room for n values. */
static struct group tally(const double *x, const int *cramp, size_t n, const struct side *side, double *members)
{
	struct group g = { 0 };

	g.edge = NAN;
	for (size_t i = 0; i < n; i++) {
		if (!within(side, x[i]))
			continue;
		members[g.nights++] = x[i];
		g.cramp_nights += cramp[i] != 0;
		g.edge = side->below ? fmax(g.edge, x[i]) : fmin(g.edge, x[i]);
	}
	g.median = median(members, (size_t)g.nights);
	g.wilson = wilson95(g.cramp_nights, g.nights);
	return g;
}

void contrast_groups(const double *x, const int *cramp, size_t n, bool binary, struct contrast *out)
{
	struct side low = { .bound = 0.5, .below = true }, high = { .bound = 0.5 };
	double *known = xcalloc(n ? n : 1, sizeof(*known)), *room = xcalloc(n ? n : 1, sizeof(*room));
	int *outcome = xcalloc(n ? n : 1, sizeof(*outcome));
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		if (isnan(x[i]))
			continue;
		known[m] = x[i];
		outcome[m++] = cramp[i];
	}
	if (!binary && m > 0) {
		double *v = sorted(known, m);

		thirds(v, m, &low, &high);
		free(v);
	}
	out->binary = binary;
	out->known = (int64_t)m;
	out->low = tally(known, outcome, m, &low, room);
	out->high = tally(known, outcome, m, &high, room);
	free(outcome);
	free(room);
	free(known);
}

/*
 * One end of the U at a quartile: the quartile's own value belongs to it, unless the quartiles are one or the end would
 * then take in more than half of the logged nights.
 */
static struct side u_end(const double *v, size_t n, double bound, bool below, bool apart)
{
	struct side end = { .bound = bound, .below = below, .closed = true };
	size_t taken = 0;

	for (size_t i = 0; i < n; i++)
		taken += within(&end, v[i]);
	end.closed = apart && (double)taken / (double)n <= 0.5;
	return end;
}

void u_shape_split(const double *x, const int *level, const bool *logged, size_t n, double *low, double *high)
{
	double *known = xcalloc(n ? n : 1, sizeof(*known));
	struct side below = { 0 }, above = { 0 };
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (logged[i] && !isnan(x[i]))
			known[m++] = x[i];
	if (m > 0) {
		double a = quantile7(known, m, 0.25), b = quantile7(known, m, 0.75);

		below = u_end(known, m, a, true, a < b);
		above = u_end(known, m, b, false, a < b);
	}
	for (size_t i = 0; i < n; i++) {
		low[i] = high[i] = NAN;
		if (!isnan(x[i])) {
			if (m == 0)
				continue;
			low[i] = within(&below, x[i]);
			high[i] = within(&above, x[i]);
		} else if (level[i] >= -1 && level[i] <= 1) {
			low[i] = level[i] == -1;
			high[i] = level[i] == 1;
		}
	}
	free(known);
}
