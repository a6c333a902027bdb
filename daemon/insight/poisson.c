#include "daemon/insight/poisson.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"
#include "daemon/insight/columns.h"
#include "daemon/insight/dense.h"
#include "daemon/insight/lanes.h"

/* Ridge weights by sort of column, and what keeps the numbers in bounds (reference: CFG and ridge_poisson). */
static const double ridge_hat = 4, ridge_weekday = 8, ridge_harmonic = 1, ridge_adjuster = 8, ridge_exposure = 2;
static const double tiny = 1e-9, eta_min = -30, eta_max = 10;
enum { STEPS_MAX = 100, HALVINGS = 30 };

/*
 * The curvature is worked out anew when a step was not much shorter than the one before, and for the last step: it
 * ends when all means have moved by less than `near`, relatively, since the curvature was taken (as a rule a tenth of
 * that). The next step would be of the order of near².
 */
static const double near = 1e-6, slow = 0.25;

struct poisson_base {
	const struct design *d;
	size_t columns;
	double *lambda;	 /* [columns] ridge weights */
	double *ridge;	 /* [columns] the same with what keeps the intercept's from being 0 */
	double *gamma;	 /* [columns] of the fit on every adjuster */
	size_t width;	 /* columns in whole lanes */
	double *inverse; /* [columns][width] of its curvature; 0 in the padding */
	/* room */
	double *gradient, *step, *trial, *packed; /* [width] */
	double *eta, *next_eta, *next_mu;	  /* [n] in whole lanes */
	double *square, *compact;		  /* [columns][width] */
};

/* The columns left out of a fit: what is needed to take them out of the base's curvature. */
struct left_out {
	size_t count;
	size_t *column;
	double *corner; /* of the inverse, decomposed */
	double *values;
};

struct climb {
	struct poisson_base *b;
	struct poisson_fit *f;
	struct left_out *out; /* NULL for the base itself */
	bool fresh;	      /* b->compact holds the decomposed curvature of this fit */
	double value;
};

/* ---- the curvature ---- */

/* The fit's columns of a Gram matrix, with the ridge added, decomposed into b->compact. */
static bool decompose(const struct poisson_fit *f, struct poisson_base *b, const double *gram, const double *ridge)
{
	size_t width = lanes_room(f->count);

	for (size_t r = 0; r < f->count; r++) {
		const double *from = gram + f->column[r] * b->columns;
		for (size_t c = 0; c <= r; c++)
			b->compact[c * width + r] = from[f->column[c]];
		b->compact[r * width + r] += ridge[f->column[r]];
		for (size_t c = f->count; c < width; c++)
			b->compact[r * width + c] = 0;
	}
	return dense_decompose(b->compact, f->count);
}

/* Solves for the fit's columns with what decompose() left; the others become 0. */
static void solve(const struct poisson_fit *f, struct poisson_base *b, const double *v, double *out)
{
	for (size_t r = 0; r < f->count; r++)
		b->packed[r] = v[f->column[r]];
	memset(b->packed + f->count, 0, (b->width - f->count) * sizeof(*b->packed));
	dense_solve(b->compact, f->count, b->packed);
	memset(out, 0, b->columns * sizeof(*out));
	for (size_t r = 0; r < f->count; r++)
		out[f->column[r]] = b->packed[r];
}

/* Takes the left-out columns out of a vector that the base's inverse made: v - C_·o C_oo^-1 v_o. */
static void without(const struct poisson_base *b, struct left_out *o, double *v)
{
	for (size_t k = 0; k < o->count; k++)
		o->values[k] = v[o->column[k]];
	dense_solve(o->corner, o->count, o->values);
	for (size_t k = 0; k < o->count; k++) {
		const double *line = b->inverse + o->column[k] * b->width;
		for (size_t c = 0; c < b->columns; c++)
			v[c] -= line[c] * o->values[k];
	}
	for (size_t k = 0; k < o->count; k++)
		v[o->column[k]] = 0;
}

static bool take_curvature(struct climb *c)
{
	c->fresh = true;
	columns_gram(c->b->d, c->f->mu, c->f->gram);
	return decompose(c->f, c->b, c->f->gram, c->b->ridge);
}

static void find_step(struct climb *c)
{
	struct poisson_base *b = c->b;

	if (c->fresh) {
		solve(c->f, b, b->gradient, b->step);
		return;
	}
	dense_sums(b->inverse, b->columns, b->width, b->gradient, b->step);
	without(b, c->out, b->step);
}

/* ---- the climb ---- */

/* eta → mu, within bounds; the log likelihood without constants. */
EACH_CPU static double means(const double *y, double *eta, double *mu, size_t n)
{
	lanes sum = { 0 };

	for (size_t i = 0; i < n; i++)
		mu[i] = eta[i] = lesser(greater(eta[i], eta_min), eta_max);
	for (size_t i = 0; i < n; i += LANES)
		lanes_exp((lanes *)(mu + i));
	for (size_t i = n; i < lanes_room(n); i++)
		mu[i] = 0;
	for (size_t i = 0; i < n; i += LANES)
		sum += *(const lanes *)(y + i) * *(const lanes *)(eta + i) - *(const lanes *)(mu + i);
	return lanes_sum(&sum);
}

/* The penalised log likelihood (without constants); fills eta and mu. */
static double objective(const struct poisson_base *b, const double *gamma, double *eta, double *mu)
{
	double penalty = 0;

	columns_times(b->d, gamma, eta);
	double value = means(b->d->y, eta, mu, b->d->n);
	for (size_t k = 0; k < b->columns; k++)
		penalty += b->lambda[k] * gamma[k] * gamma[k];
	return value - 0.5 * penalty;
}

static void find_gradient(const struct climb *c)
{
	struct poisson_base *b = c->b;
	double *residual = b->next_mu;

	for (size_t i = 0; i < b->d->n; i++)
		residual[i] = b->d->y[i] - c->f->mu[i];
	columns_sums(b->d, residual, b->gradient);
	for (size_t k = 0; k < b->columns; k++)
		b->gradient[k] -= b->lambda[k] * c->f->gamma[k];
	for (size_t k = 0; c->out && k < c->out->count; k++)
		b->gradient[c->out->column[k]] = 0;
}

static void swap(double **a, double **b)
{
	double *kept = *a;

	*a = *b;
	*b = kept;
}

/* Goes as much of the step as makes the objective grow. How far the log means moved at most. */
static double advance(struct climb *c)
{
	struct poisson_base *b = c->b;
	double share = 1, value = c->value, most = 0;

	for (int h = 0; h < HALVINGS; h++, share *= 0.5) {
		for (size_t k = 0; k < b->columns; k++)
			b->trial[k] = c->f->gamma[k] + share * b->step[k];
		value = objective(b, b->trial, b->next_eta, b->next_mu);
		if (value >= c->value - 1e-12 * (1 + fabs(c->value)))
			break;
	}
	for (size_t i = 0; i < b->d->n; i++)
		most = greater(most, fabs(b->next_eta[i] - b->eta[i]));
	c->value = value;
	swap(&b->trial, &c->f->gamma);
	swap(&b->next_eta, &b->eta);
	swap(&b->next_mu, &c->f->mu);
	return most;
}

static bool climb(struct climb *c)
{
	double drift = 0, last = INFINITY;

	c->value = objective(c->b, c->f->gamma, c->b->eta, c->f->mu);
	if (!c->out && !take_curvature(c))
		return false;
	for (int n = 0; n < STEPS_MAX; n++) {
		find_gradient(c);
		find_step(c);
		double moved = advance(c);
		drift += moved;
		if (!isfinite(c->value) || (c->fresh && drift <= near))
			return isfinite(c->value);
		if (moved <= near || moved > slow * last) {
			if (!take_curvature(c))
				return false;
			drift = 0;
		}
		last = moved;
	}
	return take_curvature(c);
}

/* tr((H0 + Λ)^-1 H0) = columns - tr((H0 + Λ)^-1 Λ), from the decomposed curvature. */
static bool degrees_of_freedom(struct climb *c)
{
	struct poisson_base *b = c->b;

	for (size_t r = 0; r < c->f->count; r++)
		b->packed[r] = b->ridge[c->f->column[r]];
	c->f->edf = (double)c->f->count - dense_trace(b->compact, c->f->count, b->packed, b->square);
	return isfinite(c->f->edf);
}

/* ---- the base ---- */

static double ridge_of(const struct design *d, size_t column)
{
	if (column < d->harmonics)
		return ridge_harmonic;
	if (column < columns_intercept(d))
		return ridge_adjuster;
	if (column == columns_intercept(d))
		return 0;
	return column < columns_weekday(d, 0) ? ridge_hat : ridge_weekday;
}

static void fit_begin(struct poisson_fit *f, const struct poisson_base *b)
{
	f->column = xcalloc(b->columns, sizeof(*f->column));
	f->gamma = xcalloc(b->width, sizeof(*f->gamma));
	f->mu = xcalloc(lanes_room(b->d->n), sizeof(*f->mu));
	f->gram = xcalloc(b->columns * b->columns, sizeof(*f->gram));
}

/* The columns of a fit: all but the padding and those left out. */
static void choose_columns(struct poisson_fit *f, const struct poisson_base *b, struct left_out *out,
			   const bool *left_out)
{
	const struct design *d = b->d;
	bool *skip = xcalloc(b->columns, sizeof(*skip)), *known = xcalloc(b->columns, sizeof(*known));

	for (size_t j = 0; j < d->factors; j++)
		if (d->adjuster[j]) {
			known[d->column[j]] = true;
			skip[d->column[j]] = left_out && left_out[j];
		}
	for (size_t k = 0; k < b->columns; k++) {
		bool padding = k >= d->harmonics && k < d->dense_columns && !known[k];
		if (out && skip[k])
			out->column[out->count++] = k;
		else if (!padding)
			f->column[f->count++] = k;
	}
	free(skip);
	free(known);
}

/* The inverse of the curvature at the top, spread over all columns. */
static void keep_inverse(struct poisson_base *b, const struct poisson_fit *f)
{
	for (size_t r = 0; r < f->count; r++) {
		double *line = b->inverse + f->column[r] * b->width;
		memset(b->packed, 0, b->width * sizeof(*b->packed));
		b->packed[r] = 1;
		dense_solve(b->compact, f->count, b->packed);
		for (size_t c = 0; c < f->count; c++)
			line[f->column[c]] = b->packed[c];
	}
}

static bool fit_all(struct poisson_base *b)
{
	struct poisson_fit f = { 0 };
	struct climb c = { .b = b, .f = &f };
	double mean = 0;

	fit_begin(&f, b);
	choose_columns(&f, b, NULL, NULL);
	for (size_t i = 0; i < b->d->n; i++)
		mean += b->d->y[i] / (double)b->d->n;
	f.gamma[columns_intercept(b->d)] = log(fmax(mean, 1e-3));
	bool good = climb(&c);
	if (good)
		keep_inverse(b, &f);
	swap(&b->gamma, &f.gamma);
	poisson_fit_clear(&f);
	return good;
}

struct poisson_base *poisson_base_new(const struct design *d)
{
	struct poisson_base *b = xcalloc(1, sizeof(*b));
	double **columns[] = { &b->lambda, &b->ridge, &b->gamma, &b->gradient, &b->step, &b->trial, &b->packed };
	double **nights[] = { &b->eta, &b->next_eta, &b->next_mu };
	double **squares[] = { &b->inverse, &b->square, &b->compact };

	b->d = d;
	b->columns = columns_count(d);
	b->width = lanes_room(b->columns);
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		*columns[i] = xcalloc(b->width, sizeof(double));
	for (size_t i = 0; i < ARRAY_LEN(nights); i++)
		*nights[i] = xcalloc(lanes_room(d->n), sizeof(double));
	for (size_t i = 0; i < ARRAY_LEN(squares); i++)
		*squares[i] = xcalloc(b->columns * b->width, sizeof(double));
	for (size_t k = 0; k < b->columns; k++) {
		b->lambda[k] = ridge_of(d, k);
		b->ridge[k] = b->lambda[k] + tiny;
	}
	if (!fit_all(b)) {
		poisson_base_free(b);
		return NULL;
	}
	return b;
}

void poisson_base_free(struct poisson_base *b)
{
	if (!b)
		return;
	double *parts[] = { b->lambda, b->ridge,    b->gamma,	b->gradient, b->step,	b->trial,  b->packed,
			    b->eta,    b->next_eta, b->next_mu, b->inverse,  b->square, b->compact };
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		free(parts[i]);
	free(b);
}

/* ---- a fit ---- */

/* False: rounding has left the corner without a decomposition. */
static bool left_out_decompose(struct left_out *o, const struct poisson_base *b)
{
	size_t width = lanes_room(o->count);

	o->corner = xcalloc(o->count * width, sizeof(*o->corner));
	o->values = xcalloc(width, sizeof(*o->values));
	for (size_t r = 0; r < o->count; r++)
		for (size_t c = r; c < o->count; c++)
			o->corner[r * width + c] = b->inverse[o->column[r] * b->width + o->column[c]];
	return dense_decompose(o->corner, o->count);
}

bool poisson_fit(struct poisson_fit *f, struct poisson_base *b, const bool *left_out)
{
	struct left_out o = { .column = xcalloc(b->columns, sizeof(*o.column)) };
	struct climb c = { .b = b, .f = f, .out = &o };

	*f = (struct poisson_fit){ 0 };
	fit_begin(f, b);
	choose_columns(f, b, &o, left_out);
	bool good = left_out_decompose(&o, b);
	if (good) {
		memcpy(f->gamma, b->gamma, b->columns * sizeof(*f->gamma));
		without(b, &o, f->gamma);
		good = climb(&c) && degrees_of_freedom(&c);
	}
	free(o.column);
	free(o.corner);
	free(o.values);
	return good;
}

void poisson_fit_clear(struct poisson_fit *f)
{
	free(f->column);
	free(f->gamma);
	free(f->mu);
	free(f->gram);
	*f = (struct poisson_fit){ 0 };
}

/* ---- residuals ---- */

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

/* The Gram matrix over the known nights: the fit's less the unknown ones, or anew where those are many. */
static void gram_of_known(const struct poisson_fit *f, struct poisson_base *b, const bool *known, const double *weight)
{
	size_t unknown = 0;

	for (size_t i = 0; i < b->d->n; i++)
		unknown += !known[i];
	if (unknown > b->d->n / 4) {
		columns_gram(b->d, weight, b->square);
		return;
	}
	memcpy(b->square, f->gram, b->columns * b->columns * sizeof(*b->square));
	for (size_t i = 0; i < b->d->n; i++)
		if (!known[i])
			columns_gram_without(b->d, i, f->mu[i], b->square);
}

/* δ with (Z'WZ + P) δ = Z'W z, W the means over their mean on the known nights; all times that mean. */
static bool regress(const struct poisson_fit *f, struct poisson_base *b, size_t j, const double *weight, double *delta)
{
	const double *z = b->d->z + j * b->d->n;
	const bool *known = b->d->known + j * b->d->n;
	double *ridge = b->trial, *target = b->gradient, sum = 0, count = 0;

	for (size_t i = 0; i < b->d->n; i++) {
		sum += weight[i];
		count += known[i];
		b->next_eta[i] = weight[i] * z[i];
	}
	for (size_t k = 0; k < b->columns; k++)
		ridge[k] = (k == columns_intercept(b->d) ? tiny : ridge_exposure) * sum / count;
	gram_of_known(f, b, known, weight);
	columns_sums(b->d, b->next_eta, target);
	if (!decompose(f, b, b->square, ridge))
		return false;
	solve(f, b, target, delta);
	return true;
}

bool poisson_residual(const struct poisson_fit *f, struct poisson_base *b, size_t j, double *residual, double *r2)
{
	const struct design *d = b->d;
	const double *z = d->z + j * d->n;
	const bool *known = d->known + j * d->n;
	double *weight = b->next_mu;

	for (size_t i = 0; i < d->n; i++)
		weight[i] = known[i] ? f->mu[i] : 0;
	bool good = regress(f, b, j, weight, b->step);
	if (good)
		columns_times(d, b->step, b->eta);
	for (size_t i = 0; i < d->n; i++)
		residual[i] = good && known[i] ? z[i] - b->eta[i] : 0;
	*r2 = share_explained(d, z, residual, weight);
	return good && isfinite(*r2);
}
