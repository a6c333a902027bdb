/*
 * The columns that a fit may use, as a matrix Z that is never written out: the calendar's are nearly empty. Here is
 * where a report spends its time. Pure.
 *
 * Columns in order: `dense` ones (harmonics, adjusters, padding of zeros to whole lanes), the intercept, the hat
 * functions, the weekdays.
 */
#ifndef CRAMPD_COLUMNS_H
#define CRAMPD_COLUMNS_H

#include "daemon/insight/design.h"

static inline size_t columns_intercept(const struct design *d)
{
	return d->dense_columns;
}

static inline size_t columns_hat(const struct design *d, size_t hat)
{
	return d->dense_columns + 1 + hat;
}

static inline size_t columns_weekday(const struct design *d, size_t weekday)
{
	return d->dense_columns + 1 + d->hats + weekday;
}

static inline size_t columns_count(const struct design *d)
{
	return d->dense_columns + 1 + d->hats + WEEKDAYS;
}

/* out[n] = Z v. */
void columns_times(const struct design *d, const double *v, double *out);
/* out[columns] = Z' v. */
void columns_sums(const struct design *d, const double *v, double *out);
/* The lower triangle of a[columns][columns] = Z' diag(weight) Z; what is above the diagonal is left undefined. */
void columns_gram(const struct design *d, const double *weight, double *a);
/* The same less the row of night i. */
void columns_gram_without(const struct design *d, size_t i, double weight, double *a);

#endif
