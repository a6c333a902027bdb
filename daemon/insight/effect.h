/*
 * The effect of one factor on the number of cramps, after what it is adjusted for: a one-parameter penalised
 * likelihood, with dispersion and autocorrelation taken into account (A7 of cramp-statistics(7)). Pure.
 */
#ifndef CRAMPD_EFFECT_H
#define CRAMPD_EFFECT_H

#include "daemon/insight/poisson.h"

/* Log rate ratios are for one standard deviation of the factor (design.h); the caller scales them to the contrast it
 * shows. */
struct effect {
	double beta, low, high; /* log rate ratio a standard deviation, and its 95 % interval */
	double p;		/* two-sided, that the ratio is 1 */
	double phi;		/* dispersion */
	double v;		/* inflation for autocorrelation */
	double r2;		/* of the factor on what it is adjusted for */
	double information;	/* V0 = Σ μ x̃² */
	double edf;		/* effective degrees of freedom of the fit it is adjusted by */
	int64_t nights;		/* known and logged */
	double events;		/* cramps on them, capped */
	double df;		/* of the t distribution behind p and the interval: cramp nights - 1, at least 2 */
};

/*
 * The effect of factor j after what the fit adjusts for. False: too little happened (fewer than 3 cramps or 3 cramp
 * nights), or the numbers did not come out finite.
 */
bool effect_of(const struct design *d, const struct poisson_fit *fit, struct poisson_base *base, size_t j,
	       struct effect *out);

#endif
