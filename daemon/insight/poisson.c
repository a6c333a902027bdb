#include "daemon/insight/poisson.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"

/* Ridge weights by sort of column, and what keeps the numbers in bounds (reference: CFG and ridge_poisson). */
static const double ridge_hat = 4, ridge_weekday = 8, ridge_harmonic = 1, ridge_adjuster = 8, ridge_exposure = 2;
static const double tiny = 1e-9, eta_min = -30, eta_max = 10, tolerance = 1e-11;
enum { NEWTON_STEPS = 60, HALVINGS = 30 };

/* Where the dense columns begin. */
static size_t dense_from(const struct design *d)
{
	return 1 + d->hats + WEEKDAYS;
}

static size_t dense_count(const struct design *d, const struct poisson_fit *f)
{
	return d->harmonics + f->adjusters;
}

/* Row i of the design matrix times a vector. */
static double row_dot(const struct design *d, const struct poisson_fit *f, size_t i, const double *v)
{
	size_t m = dense_count(d, f);
	const double *dense = f->dense + i * m, *tail = v + dense_from(d);
	double sum = v[0] + d->hat_weight[i] * v[1 + d->hat[i]] + (1 - d->hat_weight[i]) * v[2 + d->hat[i]] +
		     v[1 + d->hats + (size_t)d->weekday[i]];

	for (size_t k = 0; k < m; k++)
		sum += dense[k] * tail[k];
	return sum;
}

/* v += weight * row i. */
static void row_add(const struct design *d, const struct poisson_fit *f, size_t i, double weight, double *v)
{
	size_t m = dense_count(d, f);
	const double *dense = f->dense + i * m;
	double *tail = v + dense_from(d);

	v[0] += weight;
	v[1 + d->hat[i]] += weight * d->hat_weight[i];
	v[2 + d->hat[i]] += weight * (1 - d->hat_weight[i]);
	v[1 + d->hats + (size_t)d->weekday[i]] += weight;
	for (size_t k = 0; k < m; k++)
		tail[k] += weight * dense[k];
}

/* Lower triangle of A += weight * row row'. Sparse columns first, then the dense block. */
static void gram_add(const struct design *d, const struct poisson_fit *f, size_t i, double weight, gsl_matrix *a)
{
	const size_t at[4] = { 0, 1 + d->hat[i], 2 + d->hat[i], 1 + d->hats + (size_t)d->weekday[i] };
	const double value[4] = { 1, d->hat_weight[i], 1 - d->hat_weight[i], 1 };
	size_t m = dense_count(d, f), from = dense_from(d);
	const double *dense = f->dense + i * m;

	for (size_t r = 0; r < 4; r++)
		for (size_t c = 0; c <= r; c++)
			a->data[at[r] * a->tda + at[c]] += weight * value[r] * value[c];
	for (size_t r = 0; r < m; r++) {
		double scaled = weight * dense[r], *line = a->data + (from + r) * a->tda;
		for (size_t c = 0; c < 4; c++)
			line[at[c]] += scaled * value[c];
		for (size_t c = 0; c <= r; c++)
			line[from + c] += scaled * dense[c];
	}
}

static void lay_out(struct poisson_fit *f, const struct design *d, const size_t *adjusters, size_t count)
{
	f->adjusters = count;
	f->columns = d->columns + count;
	size_t m = dense_count(d, f);
	f->dense = xcalloc(d->n * m, sizeof(*f->dense));
	f->lambda = xcalloc(f->columns, sizeof(*f->lambda));
	f->gamma = xcalloc(f->columns, sizeof(*f->gamma));
	f->mu = xcalloc(d->n, sizeof(*f->mu));
	for (size_t i = 0; i < d->n; i++) {
		double *dense = f->dense + i * m;
		for (size_t h = 0; h < d->harmonics; h++)
			dense[h] = d->harmonic[i * d->harmonics + h];
		for (size_t k = 0; k < count; k++)
			dense[d->harmonics + k] = d->z[adjusters[k] * d->n + i];
	}
	for (size_t k = 1; k < f->columns; k++)
		f->lambda[k] = k < 1 + d->hats	   ? ridge_hat
			       : k < dense_from(d) ? ridge_weekday
			       : k < d->columns	   ? ridge_harmonic
						   : ridge_adjuster;
}

/* The penalised log likelihood (without constants); fills mu. */
static double objective(struct poisson_fit *f, const struct design *d, const double *gamma)
{
	double sum = 0, penalty = 0;

	for (size_t i = 0; i < d->n; i++) {
		double eta = fmin(fmax(row_dot(d, f, i, gamma), eta_min), eta_max);
		f->mu[i] = exp(eta);
		sum += d->y[i] * eta - f->mu[i];
	}
	for (size_t k = 0; k < f->columns; k++)
		penalty += f->lambda[k] * gamma[k] * gamma[k];
	return sum - 0.5 * penalty;
}

/* Z' diag(weight) Z, lower triangle; weight NULL-safe subset by `only`. */
static void gram(const struct poisson_fit *f, const struct design *d, const double *weight, const bool *only,
		 gsl_matrix *a)
{
	gsl_matrix_set_zero(a);
	for (size_t i = 0; i < d->n; i++)
		if (!only || only[i])
			gram_add(d, f, i, weight[i], a);
}

/* One Newton step into `step`; false if the matrix is not positive definite. */
static bool newton_step(const struct poisson_fit *f, const struct design *d, gsl_matrix *a, gsl_vector *step)
{
	gram(f, d, f->mu, NULL, a);
	memset(step->data, 0, f->columns * sizeof(double));
	for (size_t i = 0; i < d->n; i++)
		row_add(d, f, i, d->y[i] - f->mu[i], step->data);
	for (size_t k = 0; k < f->columns; k++) {
		step->data[k] -= f->lambda[k] * f->gamma[k];
		a->data[k * a->tda + k] += f->lambda[k] + tiny;
	}
	return gsl_linalg_cholesky_decomp1(a) == GSL_SUCCESS && gsl_linalg_cholesky_svx(a, step) == GSL_SUCCESS;
}

static bool maximise(struct poisson_fit *f, const struct design *d, gsl_matrix *a)
{
	gsl_vector *step = gsl_vector_alloc(f->columns);
	double *trial = xcalloc(f->columns, sizeof(*trial)), mean = 0;
	bool good = true, done = false;

	for (size_t i = 0; i < d->n; i++)
		mean += d->y[i] / (double)d->n;
	f->gamma[0] = log(fmax(mean, 1e-3));
	double value = objective(f, d, f->gamma);
	for (int n = 0; n < NEWTON_STEPS && !done && good; n++) {
		good = newton_step(f, d, a, step);
		double share = 1, next = value;
		for (int h = 0; h < HALVINGS && good; h++, share *= 0.5) {
			for (size_t k = 0; k < f->columns; k++)
				trial[k] = f->gamma[k] + share * step->data[k];
			next = objective(f, d, trial);
			if (next >= value - 1e-12)
				break;
		}
		memcpy(f->gamma, trial, f->columns * sizeof(*trial));
		done = fabs(next - value) < tolerance * (1 + fabs(value));
		value = next;
	}
	free(trial);
	gsl_vector_free(step);
	return good && isfinite(value);
}

/* tr((H0 + Λ)^-1 H0) = columns - Σ (λ + tiny) ((H0 + Λ)^-1)_kk. */
static bool degrees_of_freedom(struct poisson_fit *f, const struct design *d, gsl_matrix *a)
{
	gram(f, d, f->mu, NULL, a);
	for (size_t k = 0; k < f->columns; k++)
		a->data[k * a->tda + k] += f->lambda[k] + tiny;
	if (gsl_linalg_cholesky_decomp1(a) != GSL_SUCCESS || gsl_linalg_cholesky_invert(a) != GSL_SUCCESS)
		return false;
	f->edf = (double)f->columns;
	for (size_t k = 0; k < f->columns; k++)
		f->edf -= (f->lambda[k] + tiny) * a->data[k * a->tda + k];
	return isfinite(f->edf);
}

bool poisson_fit(struct poisson_fit *f, const struct design *d, const size_t *adjusters, size_t count)
{
	*f = (struct poisson_fit){ 0 };
	lay_out(f, d, adjusters, count);
	gsl_matrix *a = gsl_matrix_alloc(f->columns, f->columns);
	bool good = maximise(f, d, a) && degrees_of_freedom(f, d, a);
	gsl_matrix_free(a);
	return good;
}

void poisson_fit_clear(struct poisson_fit *f)
{
	free(f->dense);
	free(f->lambda);
	free(f->gamma);
	free(f->mu);
	*f = (struct poisson_fit){ 0 };
}

/* Weights over the known nights, with mean 1 there. */
static double *weights_of(const struct poisson_fit *f, const struct design *d, const bool *known)
{
	double *w = xcalloc(d->n, sizeof(*w)), sum = 0;
	size_t count = 0;

	for (size_t i = 0; i < d->n; i++)
		if (known[i]) {
			sum += f->mu[i];
			count++;
		}
	for (size_t i = 0; i < d->n; i++)
		w[i] = known[i] ? f->mu[i] * (double)count / sum : 0;
	return w;
}

static double share_explained(const struct design *d, const double *z, const double *residual, const double *w)
{
	double total = 0, mean = 0, left = 0, spread = 0;

	for (size_t i = 0; i < d->n; i++) {
		total += w[i];
		mean += w[i] * z[i];
	}
	mean /= total;
	for (size_t i = 0; i < d->n; i++) {
		left += w[i] * residual[i] * residual[i];
		spread += w[i] * (z[i] - mean) * (z[i] - mean);
	}
	return spread > 0 ? 1 - left / spread : 1;
}

bool poisson_residual(const struct poisson_fit *f, const struct design *d, size_t j, double *residual, double *r2)
{
	const double *z = d->z + j * d->n;
	const bool *known = d->known + j * d->n;
	gsl_matrix *a = gsl_matrix_alloc(f->columns, f->columns);
	gsl_vector *delta = gsl_vector_calloc(f->columns);
	double *w = weights_of(f, d, known);

	gram(f, d, w, known, a);
	for (size_t k = 0; k < f->columns; k++)
		a->data[k * a->tda + k] += k == 0 ? tiny : ridge_exposure;
	for (size_t i = 0; i < d->n; i++)
		if (known[i])
			row_add(d, f, i, w[i] * z[i], delta->data);
	bool good = gsl_linalg_cholesky_decomp1(a) == GSL_SUCCESS && gsl_linalg_cholesky_svx(a, delta) == GSL_SUCCESS;
	for (size_t i = 0; i < d->n; i++)
		residual[i] = good && known[i] ? z[i] - row_dot(d, f, i, delta->data) : 0;
	*r2 = share_explained(d, z, residual, w);
	free(w);
	gsl_vector_free(delta);
	gsl_matrix_free(a);
	return good && isfinite(*r2);
}
