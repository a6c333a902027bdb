/*
 * The null fits: ridge-penalised Poisson regressions of cramps on the calendar and the adjusters, and the residual of a
 * factor after the same columns (A6 of cramp-statistics(7)). Pure.
 *
 * The fits of one report differ by a few columns. So all are made from one on every adjuster: a fit starts where that
 * one would be without the columns left out, to first order, and steps with its curvature until its own pays. Where a
 * fit ends does not depend on that.
 */
#ifndef CRAMPD_POISSON_H
#define CRAMPD_POISSON_H

#include "daemon/insight/design.h"

/* The fit on every adjuster, and room to work in. */
struct poisson_base;

/* NULL: the numbers did not come out finite. The design is borrowed. */
struct poisson_base *poisson_base_new(const struct design *d);
void poisson_base_free(struct poisson_base *b);

struct poisson_fit {
	size_t count;	/* columns taken */
	size_t *column; /* [count] which (columns.h), ascending */
	double *gamma;	/* [columns] 0 for those left out */
	double *mu;	/* [n] fitted means */
	double *gram;	/* [columns][columns] Z' diag(mu) Z, lower triangle */
	double edf;	/* effective degrees of freedom, tr((H0 + Λ)^-1 H0) */
};

/* Adjusts for all adjusters but those with without[factor]. False: the numbers did not come out finite. Caller clears
 * in both cases. */
bool poisson_fit(struct poisson_fit *f, struct poisson_base *b, const bool *without);
void poisson_fit_clear(struct poisson_fit *f);

/*
 * What is left of factor j after the columns of the fit, weighted by its means, over the nights j is known on:
 * residual[i] for those (0 elsewhere), and R² of what was taken away. False as above.
 */
bool poisson_residual(const struct poisson_fit *f, struct poisson_base *b, size_t j, double *residual, double *r2);

#endif
