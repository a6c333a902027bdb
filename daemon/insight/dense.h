/*
 * Small dense matrices, rows of whole lanes (lanes.h) one after the other: what a fit is made of. Pure.
 *
 * GSL has all of it, but on the portable BLAS beneath it a decomposition of the forty columns of a year's fit takes
 * three times as long, which was a quarter of a report's time.
 */
#ifndef CRAMPD_DENSE_H
#define CRAMPD_DENSE_H

#include <stdbool.h>
#include <stddef.h>

/* out[rows] = M v. */
void dense_times(const double *m, size_t rows, size_t width, const double *v, double *out);
/* out[width] = M' v. */
void dense_sums(const double *m, size_t rows, size_t width, const double *v, double *out);
/* a += M' diag(weight) M: its lower triangle, and some of the upper one. a has rows of a_width. */
void dense_gram(const double *m, size_t rows, size_t width, const double *weight, double *a, size_t a_width);

/*
 * A symmetric matrix of n rows and lanes_room(n) columns, of which the upper triangle is given and zeros after column
 * n, becomes the U of A = U'U, with zeros below the diagonal. False: it is not positive definite.
 */
bool dense_decompose(double *a, size_t n);
/* v[lanes_room(n)], with zeros after n, becomes A^-1 v. */
void dense_solve(const double *u, size_t n, double *v);
/* tr(A^-1 diag(weight)); `room` is as large as u. */
double dense_trace(const double *u, size_t n, const double *weight, double *room);

#endif
