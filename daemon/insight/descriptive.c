#include "daemon/insight/descriptive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"

/* Merges the ordered runs [from, middle) and [middle, to). */
static void merge(const double *v, size_t from, size_t middle, size_t to, double *out)
{
	size_t a = from, b = middle;

	for (size_t i = from; i < to; i++)
		out[i] = b >= to || (a < middle && v[a] <= v[b]) ? v[a++] : v[b++];
}

/* Puts each run of a few numbers in order. */
static void order_runs(double *v, size_t n, size_t run)
{
	for (size_t i = 0; i < n; i++) {
		double x = v[i];
		size_t k = i;
		for (; k % run > 0 && v[k - 1] > x; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
}

/* The values of a yes/no factor need only be counted. */
static bool order_zero_one(double *v, size_t n)
{
	size_t zeros = 0, ones = 0;

	for (size_t i = 0; i < n; i++) {
		zeros += v[i] == 0;
		ones += v[i] == 1;
	}
	for (size_t i = 0; i < n && zeros + ones == n; i++)
		v[i] = i >= zeros;
	return zeros + ones == n;
}

/* By merging: qsort, which asks for each comparison, takes three times as long. */
double *in_order(const double *values, size_t n)
{
	enum { RUN = 16 };
	double *v = xcalloc(n, sizeof(*v)), *other, *kept;

	if (n)
		memcpy(v, values, n * sizeof(*v));
	if (order_zero_one(v, n))
		return v;
	order_runs(v, n, RUN);
	other = xcalloc(n, sizeof(*other));
	for (size_t run = RUN; run < n; run *= 2) {
		for (size_t from = 0; from < n; from += 2 * run) {
			size_t middle = from + run < n ? from + run : n, to = middle + run < n ? middle + run : n;
			merge(v, from, middle, to, other);
		}
		kept = v;
		v = other;
		other = kept;
	}
	free(other);
	return v;
}

/*
 * The groups ask whether a value equals a quantile, so its last bit matters: from the nearer neighbour, as the
 * reference's library interpolates.
 */
double quantile_in_order(const double *v, size_t n, double p)
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
	v = in_order(values, n);
	q = quantile_in_order(v, n, p);
	free(v);
	return q;
}

static double median_in_order(const double *v, size_t n)
{
	if (n == 0)
		return NAN;
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

double median(const double *values, size_t n)
{
	double *v = in_order(values, n), m = median_in_order(v, n);

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
	double a = quantile_in_order(v, n, 1.0 / 3), b = quantile_in_order(v, n, 2.0 / 3);

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

/* Counts the group. In order, it is the beginning or the end of the known values. */
static struct group tally(const double *x, const int *cramp, size_t n, const double *known, size_t m,
			  const struct side *side)
{
	struct group g = { .edge = NAN };

	for (size_t i = 0; i < n; i++) {
		bool member = within(side, x[i]);
		g.nights += member;
		g.cramp_nights += member && cramp[i] != 0;
	}
	size_t count = (size_t)g.nights;
	const double *v = side->below ? known : known + m - count;
	if (count)
		g.edge = side->below ? v[count - 1] : v[0];
	g.median = median_in_order(v, count);
	g.wilson = wilson95(g.cramp_nights, g.nights);
	return g;
}

void contrast_groups_in_order(const double *x, const int *cramp, size_t n, const double *known, size_t m, bool binary,
			      struct contrast *out)
{
	struct side low = { .bound = 0.5, .below = true }, high = { .bound = 0.5 };

	if (!binary && m > 0)
		thirds(known, m, &low, &high);
	out->binary = binary;
	out->known = (int64_t)m;
	out->low = tally(x, cramp, n, known, m, &low);
	out->high = tally(x, cramp, n, known, m, &high);
}

void contrast_groups(const double *x, const int *cramp, size_t n, bool binary, struct contrast *out)
{
	double *known = xcalloc(n, sizeof(*known)), *v;
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i]))
			known[m++] = x[i];
	v = in_order(known, m);
	contrast_groups_in_order(x, cramp, n, v, m, binary, out);
	free(v);
	free(known);
}

/*
 * One end of the U at a quartile: the quartile's own value belongs to it, unless the quartiles are one or the end would
 * then take in more than half of the logged nights.
 */
static bool u_open(const double *v, size_t n, double bound, bool below, bool apart)
{
	struct side end = { .bound = bound, .below = below, .closed = true };
	size_t taken = 0;

	for (size_t i = 0; i < n; i++)
		taken += within(&end, v[i]);
	return !apart || (double)taken / (double)n > 0.5;
}

struct u_cuts u_shape_cuts(const double *x, const bool *logged, size_t n)
{
	double *known = xcalloc(n ? n : 1, sizeof(*known));
	struct u_cuts cuts = { .low = NAN, .high = NAN };
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (logged[i] && !isnan(x[i]))
			known[m++] = x[i];
	if (m > 0) {
		cuts.low = quantile7(known, m, 0.25);
		cuts.high = quantile7(known, m, 0.75);
		cuts.low_open = u_open(known, m, cuts.low, true, cuts.low < cuts.high);
		cuts.high_open = u_open(known, m, cuts.high, false, cuts.low < cuts.high);
	}
	free(known);
	return cuts;
}

void u_shape_apply(const struct u_cuts *cuts, const double *x, const int *level, size_t n, double *low, double *high)
{
	struct side below = { .bound = cuts->low, .below = true, .closed = !cuts->low_open };
	struct side above = { .bound = cuts->high, .below = false, .closed = !cuts->high_open };

	for (size_t i = 0; i < n; i++) {
		low[i] = high[i] = NAN;
		if (!isnan(x[i])) {
			if (isnan(cuts->low))
				continue;
			low[i] = within(&below, x[i]);
			high[i] = within(&above, x[i]);
		} else if (level[i] >= -1 && level[i] <= 1) {
			low[i] = level[i] == -1;
			high[i] = level[i] == 1;
		}
	}
}

void u_shape_split(const double *x, const int *level, const bool *logged, size_t n, double *low, double *high)
{
	struct u_cuts cuts = u_shape_cuts(x, logged, n);

	u_shape_apply(&cuts, x, level, n, low, high);
}
