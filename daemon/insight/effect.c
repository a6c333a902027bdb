#include "daemon/insight/effect.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "cramp/util.h"
#include "daemon/insight/poisson.h"

static const double phi_floor = 0.8, correction_floor = 0.3, reach_sd = 6;
enum { LAGS = 14, LEAST_PAIRS = 10, LEAST_EVENTS = 3, BOUND_STEPS = 60 };

/* What the likelihood sees: the nights the factor is known on. */
struct view {
	size_t n;
	double *x; /* residualised exposure */
	double *y, *mean;
	int64_t *t;
	int64_t span;
	double events, score; /* Σ y, Σ y x */
	double information;
};

/* Penalised log likelihood at b: Poisson conditional on the number of events, with the Jeffreys (Firth) term. */
static double likelihood(const struct view *w, double b)
{
	double most = -INFINITY, s0 = 0, s1 = 0, s2 = 0;

	for (size_t i = 0; i < w->n; i++)
		most = fmax(most, b * w->x[i]);
	for (size_t i = 0; i < w->n; i++) {
		double weight = w->mean[i] * exp(b * w->x[i] - most);
		s0 += weight;
		s1 += weight * w->x[i];
		s2 += weight * w->x[i] * w->x[i];
	}
	double m = s1 / s0, variance = s2 / s0 - m * m;
	return b * w->score - w->events * (log(s0) + most) + 0.5 * log(fmax(variance, 1e-300));
}

/* Golden section on six standard deviations either way. */
static double maximum(const struct view *w, double sd)
{
	const double golden = (sqrt(5) - 1) / 2;
	double a = -reach_sd / sd, b = reach_sd / sd;
	double c = b - golden * (b - a), d = a + golden * (b - a);
	double fc = likelihood(w, c), fd = likelihood(w, d);

	while (b - a > 1e-8 / sd) {
		if (fc > fd) {
			b = d;
			d = c;
			fd = fc;
			c = b - golden * (b - a);
			fc = likelihood(w, c);
		} else {
			a = c;
			c = d;
			fc = fd;
			d = a + golden * (b - a);
			fd = likelihood(w, d);
		}
	}
	return 0.5 * (a + b);
}

/* Where twice the fall of the likelihood from its top reaches `fall`, on one side. */
static double bound(const struct view *w, int side, double top_at, double top, double fall)
{
	double step = sqrt(fall / w->information), a = top_at, b = top_at + side * step;

	for (int k = 0; k < BOUND_STEPS && 2 * (top - likelihood(w, b)) < fall; k++) {
		a = b;
		step *= 1.5;
		b += side * step;
	}
	for (int k = 0; k < BOUND_STEPS && fabs(b - a) >= 1e-9 * (1 + fabs(b)); k++) {
		double middle = 0.5 * (a + b);
		if (2 * (top - likelihood(w, middle)) < fall)
			a = middle;
		else
			b = middle;
	}
	return 0.5 * (a + b);
}

static void view_begin(struct view *w, const struct design *d, size_t j, const double *mu, const double *residual)
{
	const bool *known = d->known + j * d->n;

	w->x = xcalloc(d->n, sizeof(*w->x));
	w->y = xcalloc(d->n, sizeof(*w->y));
	w->mean = xcalloc(d->n, sizeof(*w->mean));
	w->t = xcalloc(d->n, sizeof(*w->t));
	w->span = d->span;
	for (size_t i = 0; i < d->n; i++) {
		if (!known[i])
			continue;
		w->x[w->n] = residual[i];
		w->y[w->n] = d->y[i];
		w->mean[w->n] = mu[i];
		w->t[w->n] = d->t[i];
		w->events += d->y[i];
		w->score += d->y[i] * residual[i];
		w->information += mu[i] * residual[i] * residual[i];
		w->n++;
	}
}

static void view_end(struct view *w)
{
	free(w->x);
	free(w->y);
	free(w->mean);
	free(w->t);
}

/* φ = max(0.8, φ_g, (φ_g + φ_x) / 2), each corrected for the degrees of freedom used. */
static double dispersion(const struct view *w, double edf)
{
	double n = (double)w->n, correction = n / fmax(n - edf, correction_floor * n);
	double plain = 0, weighted = 0, means = 0;

	for (size_t i = 0; i < w->n; i++) {
		double e = w->y[i] - w->mean[i];
		plain += e * e;
		weighted += w->x[i] * e * w->x[i] * e;
		means += w->mean[i];
	}
	double general = correction * plain / means, own = correction * weighted / w->information;
	return fmax(phi_floor, fmax(general, 0.5 * (general + own)));
}

/* Sum of products a lag apart, over nights that are both there. The nights are sorted: walk both ends. */
static void lag_products(const struct view *w, int64_t lag, const double *r, const double *q, double *rr, double *qq,
			 int64_t *pairs)
{
	*rr = *qq = 0;
	*pairs = 0;
	for (size_t i = 0, k = 0; k < w->n; k++) {
		while (w->t[i] < w->t[k] - lag)
			i++;
		if (w->t[i] != w->t[k] - lag)
			continue;
		*rr += r[i] * r[k];
		*qq += q[i] * q[k];
		++*pairs;
	}
}

/* v = max(1, 1 + 2/V0 Σ ρ_k Σ q_t q_{t+k}): how much alike neighbouring nights inflate the variance. */
static double inflation(const struct view *w)
{
	double *r = xcalloc(w->n, sizeof(*r)), *q = xcalloc(w->n, sizeof(*q)), variance = 0, sum = 0;

	for (size_t i = 0; i < w->n; i++) {
		r[i] = (w->y[i] - w->mean[i]) / sqrt(w->mean[i]);
		q[i] = w->x[i] * sqrt(w->mean[i]);
		variance += r[i] * r[i] / (double)w->n;
	}
	for (int64_t lag = 1; lag <= LAGS && lag <= w->span / 4; lag++) {
		double rr, qq;
		int64_t pairs;
		lag_products(w, lag, r, q, &rr, &qq, &pairs);
		if (pairs >= LEAST_PAIRS)
			sum += rr / (double)pairs / variance * qq;
	}
	free(r);
	free(q);
	return fmax(1, 1 + 2 * sum / w->information);
}

static bool judge(const struct view *w, bool with_interval, struct effect *e)
{
	double means = 0;
	int64_t cramp_nights = 0;

	for (size_t i = 0; i < w->n; i++) {
		means += w->mean[i];
		cramp_nights += w->y[i] > 0;
	}
	if (w->events < LEAST_EVENTS || cramp_nights < LEAST_EVENTS || !(w->information > 0))
		return false;
	e->nights = (int64_t)w->n;
	e->events = w->events;
	e->information = w->information;
	e->phi = dispersion(w, e->edf);
	e->v = inflation(w);
	e->df = fmax(2, (double)cramp_nights - 1);
	e->beta = maximum(w, sqrt(w->information / means));
	double top = likelihood(w, e->beta), ratio = fmax(0, 2 * (top - likelihood(w, 0)));
	e->p = 2 * gsl_cdf_tdist_Q(sqrt(ratio / (e->phi * e->v)), e->df);
	e->low = e->high = NAN;
	if (with_interval) {
		double quantile = gsl_cdf_tdist_Qinv(0.025, e->df), fall = quantile * quantile * e->phi * e->v;
		e->low = bound(w, -1, e->beta, top, fall);
		e->high = bound(w, 1, e->beta, top, fall);
	}
	return isfinite(e->beta) && isfinite(e->p) && isfinite(e->phi) && isfinite(e->v) &&
	       (!with_interval || (isfinite(e->low) && isfinite(e->high)));
}

bool effect_of(const struct design *d, size_t j, const size_t *adjusters, size_t count, bool with_interval,
	       struct effect *out)
{
	struct poisson_fit f;
	struct view w = { 0 };
	double *residual = xcalloc(d->n, sizeof(*residual));

	*out = (struct effect){ 0 };
	bool good = poisson_fit(&f, d, adjusters, count) && poisson_residual(&f, d, j, residual, &out->r2);
	if (good) {
		out->edf = f.edf;
		view_begin(&w, d, j, f.mu, residual);
		good = judge(&w, with_interval, out);
		view_end(&w);
	}
	poisson_fit_clear(&f);
	free(residual);
	return good;
}
