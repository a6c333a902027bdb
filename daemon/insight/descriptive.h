/*
 * Counts and summaries for reading, no inference: view 1 of cramp-statistics(7) (groups A1a, A2) and the figures of the
 * week. Pure: arrays in, structs out; no allocation kept, no clock, no randomness.
 */
#ifndef CRAMPD_DESCRIPTIVE_H
#define CRAMPD_DESCRIPTIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Quantile of type 7 (Hyndman & Fan 1996: linear interpolation at (n-1)p) of n values, any order; NAN for n = 0. */
double quantile7(const double *values, size_t n, double p);
/* The same of values in ascending order, n > 0. */
double quantile_in_order(const double *values, size_t n, double p);
/* A copy in ascending order; caller frees. */
double *in_order(const double *values, size_t n);
/* Middle value, or the mean of the two middle ones; any order; NAN for n = 0. */
double median(const double *values, size_t n);

struct interval {
	double low, high;
};
/* Wilson score interval (Wilson 1927) for k of n at 95 %, as fractions; {0, 1} for n = 0. */
struct interval wilson95(int64_t k, int64_t n);

/* One side of a contrast. */
struct group {
	int64_t nights, cramp_nights;
	struct interval wilson; /* fractions */
	double median;		/* natural unit; NAN where empty */
	double edge;		/* the low side's greatest value, the high side's least; NAN where empty */
};
struct contrast {
	bool binary;
	int64_t known; /* nights with exposure and outcome; the middle of an amount is in neither group */
	struct group low, high;
};
/*
 * Low and high group of one factor over nights with a known outcome: x[i] the exposure (NAN unknown), cramp[i] 1 or 0.
 * Yes/no: 0 against 1. Amounts: lowest against highest third by the rule A2. Empty groups where no x is known.
 */
void contrast_groups(const double *x, const int *cramp, size_t n, bool binary, struct contrast *out);

/* The same where the m known values are also there in ascending order. */
void contrast_groups_in_order(const double *x, const int *cramp, size_t n, const double *known, size_t m, bool binary,
			      struct contrast *out);

/* A factor is yes/no if every known value is 0 or 1 (A1). False where none is known. */
bool only_zero_one(const double *x, size_t n);

/* Where the ends of a U begin: at or below, at or above; strictly so where open. NAN: nothing was told in numbers. */
struct u_cuts {
	double low, high;
	bool low_open, high_open;
};
/* The personal quartiles of the logged nights (A1a). */
struct u_cuts u_shape_cuts(const double *x, const bool *logged, size_t n);
/* The two ends of a U-shaped factor as yes/no columns; unknown stays NAN. level[i] -1, 0, 1 sets them directly where
 * x[i] is unknown (any other value: not told). */
void u_shape_apply(const struct u_cuts *cuts, const double *x, const int *level, size_t n, double *low, double *high);
/* Both at once. */
void u_shape_split(const double *x, const int *level, const bool *logged, size_t n, double *low, double *high);

#endif
