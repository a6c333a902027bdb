/*
 * The null fit: a ridge-penalised Poisson regression of cramps on the calendar and the adjusters, and the residual of a
 * factor after the same columns (A6 of cramp-statistics(7)). Pure; GSL does the linear algebra.
 */
#ifndef CRAMPD_POISSON_H
#define CRAMPD_POISSON_H

#include "daemon/insight/design.h"

struct poisson_fit {
	size_t adjusters; /* dense columns after the calendar's */
	size_t columns;
	double *dense;	/* [n][harmonics + adjusters]: the dense part of each row */
	double *lambda; /* [columns] ridge weights */
	double *gamma;	/* [columns] */
	double *mu;	/* [n] fitted means */
	double edf;	/* effective degrees of freedom, tr((H0 + Λ)^-1 H0) */
};

/* Adjusts for the factors listed. False: the numbers did not come out finite. */
bool poisson_fit(struct poisson_fit *f, const struct design *d, const size_t *adjusters, size_t count);
void poisson_fit_clear(struct poisson_fit *f);

/*
 * What is left of factor j after the columns of the fit, weighted by its means, over the nights j is known on:
 * residual[i] for those (0 elsewhere), and R² of what was taken away. False as above.
 */
bool poisson_residual(const struct poisson_fit *f, const struct design *d, size_t j, double *residual, double *r2);

#endif
