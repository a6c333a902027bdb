/*
 * From a calendar of nights to what the fits work on: the logged nights, standardised factors, the columns to adjust
 * for and the correlations (A1, A1b, A4, A5 of cramp-statistics(7)). Pure.
 *
 * The calendar columns are nearly empty: a night touches one intercept, two hat functions and one weekday. They are
 * kept as such; harmonics and adjusters are dense.
 */
#ifndef CRAMPD_DESIGN_H
#define CRAMPD_DESIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One factor over the calendar, already shifted by its lag. */
struct design_factor {
	const double *x; /* one value a calendar night; NAN unknown; |x| <= 1e9 */
	bool binary;	 /* all known values are 0 or 1 */
};

enum { WEEKDAYS = 7, HATS_MAX = 61, CRAMPS_CAP = 3 };

struct design {
	size_t n;     /* logged nights */
	int64_t span; /* N: calendar nights from the first logged one to the last */
	int64_t *t;   /* [n] calendar night, 0 at the first logged one */
	size_t *row;  /* [n] row of the calendar given */
	double *y;    /* [n] cramps, at most CRAMPS_CAP; zeros after it to whole lanes */
	int64_t cramp_nights;

	size_t factors;
	const struct design_factor *factor; /* borrowed */
	double *z;			    /* [factors][n] standardised over known values, 0 where blank */
	bool *known;			    /* [factors][n] */
	double **ordered;		    /* [factors] the known values in ascending order … */
	size_t *ordered_count;		    /* [factors] … and how many they are */
	double *sd;			    /* [factors] of the clipped known values; 0: constant or nothing known */
	bool *adjuster;			    /* [factors] */
	double *correlation;		    /* [factors][factors] of z over logged nights */

	/* The columns a fit may use, in the order of columns.h. The intercept is 1, every night is of one weekday. */
	size_t hats, harmonics;
	size_t *hat;	      /* [n] the left of the two hats a night touches */
	double *hat_weight;   /* [n] of the left one; the right one has 1 - it */
	int *weekday;	      /* [n] */
	size_t dense_columns; /* harmonics, adjusters, and zeros to whole lanes */
	double *dense;	      /* [n][dense_columns] */
	size_t *column;	      /* [factors] where an adjuster is in it */
};

/* `cramps[i]` NAN where the night was not logged. first_weekday: of row 0, 0 Monday. False: no logged night. */
bool design_init(struct design *d, const double *cramps, size_t nights, int first_weekday,
		 const struct design_factor *factor, size_t factors);
void design_finish(struct design *d);

static inline double design_correlation(const struct design *d, size_t j, size_t k)
{
	return d->correlation[j * d->factors + k];
}

#endif
