#include "daemon/insight/effect.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "cramp/util.h"
#include "daemon/insight/lanes.h"

static const double phi_floor = 0.8, correction_floor = 0.3, reach_sd = 6;
enum { LAGS = 14, LEAST_PAIRS = 10, LEAST_EVENTS = 3, BOUND_STEPS = 60, NEWTON_STEPS = 12 };

/* What the likelihood sees: the nights the factor is known on. */
struct view {
	size_t n;
	/* in whole lanes, zeros after the last */
	double *x; /* residualised exposure */
	double *y, *mean;
	int64_t *t;
	int64_t span;
	double x_least, x_most;
	double events, score, means; /* Σ y, Σ y x, Σ μ */
	double information;
};

/* ---- the likelihood ---- */

struct point {
	double at, value, slope, curve;
};

/* s[k] = Σ mean e^(b x - most) x^k */
EACH_CPU static void moments(const struct view *w, double b, double most, double s[5])
{
	lanes s0 = { 0 }, s1 = s0, s2 = s0, s3 = s0, s4 = s0;

	for (size_t i = 0; i < w->n; i += LANES) {
		lanes x = *(const lanes *)(w->x + i), weight = x * b - most;
		lanes_exp(&weight);
		weight *= *(const lanes *)(w->mean + i);
		lanes first = weight * x, second = first * x, third = second * x;
		s0 += weight;
		s1 += first;
		s2 += second;
		s3 += third;
		s4 += third * x;
	}
	s[0] = lanes_sum(&s0);
	s[1] = lanes_sum(&s1);
	s[2] = lanes_sum(&s2);
	s[3] = lanes_sum(&s3);
	s[4] = lanes_sum(&s4);
}

/* Penalised log likelihood at b: Poisson conditional on the number of events, with the Jeffreys (Firth) term. */
static struct point likelihood(const struct view *w, double b)
{
	double most = fmax(b * w->x_least, b * w->x_most), s[5];

	moments(w, b, most, s);
	double m = s[1] / s[0], raw2 = s[2] / s[0], raw3 = s[3] / s[0], raw4 = s[4] / s[0];
	double variance = fmax(raw2 - m * m, 1e-300);
	double third = raw3 - 3 * m * raw2 + 2 * m * m * m;
	double fourth = raw4 - 4 * m * raw3 + 6 * m * m * raw2 - 3 * m * m * m * m - 3 * variance * variance;
	double skew = third / variance;

	return (struct point){
		.at = b,
		.value = b * w->score - w->events * (log(s[0]) + most) + 0.5 * log(variance),
		.slope = w->score - w->events * m + 0.5 * skew,
		.curve = -w->events * variance + 0.5 * (fourth / variance - skew * skew),
	};
}

/* Where a short enough Newton's step leads, without another look: its error is of the order of the step's square. */
static const double short_step = 1e-5;

/* Newton's steps from a point in a small bracket around a top. False where they do not end inside it. */
static bool top_within(const struct view *w, double low, double high, struct point from, struct point *top)
{
	const double sd = sqrt(w->information / w->means);

	for (int n = 0; n < NEWTON_STEPS; n++) {
		double step = -from.slope / from.curve;
		if (!(from.curve < 0) || !(from.at + step > low && from.at + step < high))
			return false;
		if (fabs(step) < short_step / sd) {
			*top = from;
			top->at += step;
			top->value += 0.5 * step * from.slope;
			return true;
		}
		from = likelihood(w, from.at + step);
	}
	return false;
}

/*
 * Golden section on six standard deviations either way; once it has closed in on a top, which it then would not leave,
 * Newton's steps end it.
 */
static struct point maximum(const struct view *w)
{
	const double golden = (sqrt(5) - 1) / 2, sd = sqrt(w->information / w->means);
	double a = -reach_sd / sd, b = reach_sd / sd, try_at = 1.2 / sd;
	struct point c = likelihood(w, b - golden * (b - a)), d = likelihood(w, a + golden * (b - a)), top;

	while (b - a > 1e-8 / sd) {
		if (b - a < try_at) {
			if (top_within(w, a, b, c.value > d.value ? c : d, &top))
				return top;
			try_at = 0.1 * (b - a);
		}
		if (c.value > d.value) {
			b = d.at;
			d = c;
			c = likelihood(w, b - golden * (b - a));
		} else {
			a = c.at;
			c = d;
			d = likelihood(w, a + golden * (b - a));
		}
	}
	return likelihood(w, 0.5 * (a + b));
}

/*
 * Where twice the fall of the likelihood from its top reaches `fall`, on one side: outwards until it is passed, then
 * Newton's steps, halving where they would leave the bracket.
 */
static double bound(const struct view *w, int side, const struct point *top, double fall)
{
	const double sd = sqrt(w->information / w->means);
	double step = sqrt(fall / w->information), inside = top->at;
	struct point p = likelihood(w, top->at + side * step);

	for (int k = 0; k < BOUND_STEPS && 2 * (top->value - p.value) < fall; k++) {
		inside = p.at;
		step *= 1.5;
		p = likelihood(w, p.at + side * step);
	}
	double outside = p.at;
	for (int k = 0; k < 2 * BOUND_STEPS && fabs(outside - inside) >= 1e-9 * (1 + fabs(outside)); k++) {
		double next = p.at + (top->value - p.value - 0.5 * fall) / p.slope;
		double low = fmin(inside, outside), high = fmax(inside, outside);
		if (fabs(next - p.at) < short_step / sd)
			return next;
		if (!(next > low && next < high))
			next = 0.5 * (low + high);
		p = likelihood(w, next);
		if (2 * (top->value - p.value) < fall)
			inside = next;
		else
			outside = next;
	}
	return 0.5 * (inside + outside);
}

/* ---- the nights ---- */

static void view_begin(struct view *w, const struct design *d, size_t j, const double *mu, const double *residual)
{
	const bool *known = d->known + j * d->n;
	size_t room = lanes_room(d->n);

	w->x = xcalloc(room, sizeof(*w->x));
	w->y = xcalloc(room, sizeof(*w->y));
	w->mean = xcalloc(room, sizeof(*w->mean));
	w->t = xcalloc(d->n, sizeof(*w->t));
	w->span = d->span;
	for (size_t i = 0; i < d->n; i++) {
		if (!known[i])
			continue;
		w->x[w->n] = residual[i];
		w->y[w->n] = d->y[i];
		w->mean[w->n] = mu[i];
		w->t[w->n] = d->t[i];
		w->x_least = lesser(w->x_least, residual[i]);
		w->x_most = greater(w->x_most, residual[i]);
		w->events += d->y[i];
		w->score += d->y[i] * residual[i];
		w->means += mu[i];
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
	double plain = 0, weighted = 0;

	for (size_t i = 0; i < w->n; i++) {
		double e = w->y[i] - w->mean[i];
		plain += e * e;
		weighted += w->x[i] * e * w->x[i] * e;
	}
	double general = correction * plain / w->means, own = correction * weighted / w->information;
	return fmax(phi_floor, fmax(general, 0.5 * (general + own)));
}

/* Nights on a calendar whose long gaps are cut to what no lag reaches across: residuals, exposures, and which are
 * there. Zeros elsewhere and after the last. */
struct calendar {
	size_t length;
	double *r, *q, *there;
};

static void calendar_begin(struct calendar *c, const struct view *w)
{
	size_t at = 0, *place = xcalloc(w->n, sizeof(*place));

	for (size_t i = 1; i < w->n; i++) {
		int64_t gap = w->t[i] - w->t[i - 1];
		place[i] = at += (size_t)(gap > LAGS ? LAGS + 1 : gap);
	}
	c->length = lanes_room(at + 1);
	c->r = xcalloc(3 * (c->length + LAGS), sizeof(*c->r));
	c->q = c->r + c->length + LAGS;
	c->there = c->q + c->length + LAGS;
	for (size_t i = 0; i < w->n; i++) {
		double sd = sqrt(w->mean[i]);
		c->r[place[i]] = (w->y[i] - w->mean[i]) / sd;
		c->q[place[i]] = w->x[i] * sd;
		c->there[place[i]] = 1;
	}
	free(place);
}

/* Sums of products a lag apart: of residuals, of exposures, and how many pairs of nights there are. */
EACH_CPU static void lag_products(const struct calendar *c, size_t lag, double *rr, double *qq, double *pairs)
{
	lanes r = { 0 }, q = r, n = r;

	for (size_t i = 0; i < c->length; i += LANES) {
		r += *(const lanes *)(c->r + i) * *(const lanes *)(c->r + i + lag);
		q += *(const lanes *)(c->q + i) * *(const lanes *)(c->q + i + lag);
		n += *(const lanes *)(c->there + i) * *(const lanes *)(c->there + i + lag);
	}
	*rr = lanes_sum(&r);
	*qq = lanes_sum(&q);
	*pairs = lanes_sum(&n);
}

/* v = max(1, 1 + 2/V0 Σ ρ_k Σ q_t q_{t+k}): how much alike neighbouring nights inflate the variance. */
static double inflation(const struct view *w)
{
	double variance, unused[2], sum = 0;
	struct calendar c;

	calendar_begin(&c, w);
	lag_products(&c, 0, &variance, &unused[0], &unused[1]);
	variance /= (double)w->n;
	for (int64_t lag = 1; lag <= LAGS && lag <= w->span / 4; lag++) {
		double rr, qq, pairs;
		lag_products(&c, (size_t)lag, &rr, &qq, &pairs);
		if (pairs >= LEAST_PAIRS)
			sum += rr / pairs / variance * qq;
	}
	free(c.r);
	return fmax(1, 1 + 2 * sum / w->information);
}

/* ---- the effect ---- */

static bool judge(const struct view *w, struct effect *e)
{
	int64_t cramp_nights = 0;

	for (size_t i = 0; i < w->n; i++)
		cramp_nights += w->y[i] > 0;
	if (w->events < LEAST_EVENTS || cramp_nights < LEAST_EVENTS || !(w->information > 0))
		return false;
	e->nights = (int64_t)w->n;
	e->events = w->events;
	e->information = w->information;
	e->phi = dispersion(w, e->edf);
	e->v = inflation(w);
	e->df = fmax(2, (double)cramp_nights - 1);
	struct point top = maximum(w);
	double ratio = fmax(0, 2 * (top.value - likelihood(w, 0).value));
	double quantile = gsl_cdf_tdist_Qinv(0.025, e->df), fall = quantile * quantile * e->phi * e->v;
	e->beta = top.at;
	e->p = 2 * gsl_cdf_tdist_Q(sqrt(ratio / (e->phi * e->v)), e->df);
	e->low = bound(w, -1, &top, fall);
	e->high = bound(w, 1, &top, fall);
	return isfinite(e->beta) && isfinite(e->p) && isfinite(e->phi) && isfinite(e->v) && isfinite(e->low) &&
	       isfinite(e->high);
}

bool effect_of(const struct design *d, const struct poisson_fit *fit, struct poisson_base *base, size_t j,
	       struct effect *out)
{
	struct view w = { 0 };
	double *residual = xcalloc(d->n, sizeof(*residual));

	*out = (struct effect){ .edf = fit->edf };
	bool good = poisson_residual(fit, base, j, residual, &out->r2);
	if (good) {
		view_begin(&w, d, j, fit->mu, residual);
		good = judge(&w, out);
		view_end(&w);
	}
	free(residual);
	return good;
}
