#include "daemon/insight/association.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"

/* The rules' numbers (A3, A5, A8). */
static const double companion_r = 0.5, duplicate_r = 0.9, r2_max = 0.90, least_expected = 4, widest_ratio = 25,
		    small_ratio = 1.5;
static const double p_max = 0.05, q_strong = 0.05, q_some = 0.20;
/* A doubling: log 2 over the sum of the normal quantiles for 80 % power at p ≈ .0026. */
static const double doubling = 3.85;
enum { LEAST_NIGHTS = 42, LEAST_CRAMP_NIGHTS = 10, LEAST_SIDE = 10 };

const char *verdict_name(enum verdict v)
{
	static const char *const names[] = {
		[VERDICT_NOT_ENOUGH_DATA] = "not_enough_data",
		[VERDICT_NO_VARIATION] = "no_variation",
		[VERDICT_CANNOT_BE_SEPARATED] = "cannot_be_separated",
		[VERDICT_UNCLEAR] = "unclear",
		[VERDICT_LITTLE_EFFECT] = "little_effect",
		[VERDICT_SOME] = "some",
		[VERDICT_STRONG] = "strong",
	};

	return names[v];
}

/* ---- one factor ---- */

struct work {
	const struct design *d;
	const struct association_factor *factors;
	struct association *list;
	struct poisson_base *base; /* NULL until the first question is answered, and where there is none */
	bool based;
	bool *without; /* [factors][factors] row j: adjusters that the question about j leaves out */
	bool *asked;   /* [factors] */
};

static bool moves_with(const struct work *w, size_t j, size_t k, double least)
{
	return w->d->adjuster[k] && k != j && fabs(design_correlation(w->d, j, k)) >= least;
}

/* The two ends of a U adjust for each other, so only near-identity makes them companions. */
static void find_companions(const struct work *w, size_t j, struct association *a)
{
	a->companions = xcalloc(w->d->factors, sizeof(*a->companions));
	for (size_t k = 0; k < w->d->factors; k++) {
		double least = w->factors[j].partner == (int)k ? duplicate_r : companion_r;
		if (!moves_with(w, j, k, least))
			continue;
		a->companions[a->companion_count++] = (int)k;
		a->near_duplicates |= moves_with(w, j, k, duplicate_r);
	}
}

static bool is_companion(const struct association *a, size_t k)
{
	for (size_t i = 0; i < a->companion_count; i++)
		if (a->companions[i] == (int)k)
			return true;
	return false;
}

/* Asks about j: every adjuster but j and its companions, or on its own, all but j and its near-duplicates. */
static void ask(struct work *w, size_t j, bool on_its_own)
{
	bool *row = w->without + j * w->d->factors;

	w->asked[j] = true;
	for (size_t k = 0; k < w->d->factors; k++)
		row[k] =
			w->d->adjuster[k] &&
			(k == j || (is_companion(&w->list[j], k) && (!on_its_own || moves_with(w, j, k, duplicate_r))));
}

static void estimate(const struct work *w, size_t j, const struct poisson_fit *fit, struct estimate *e)
{
	double scale = w->list[j].delta / w->d->sd[j];

	e->known = effect_of(w->d, fit, w->base, j, &e->effect);
	if (!e->known)
		return;
	e->p = e->effect.p;
	e->log_rr = e->effect.beta * scale;
	e->log_low = fmin(e->effect.low * scale, e->effect.high * scale);
	e->log_high = fmax(e->effect.low * scale, e->effect.high * scale);
}

/* Answers what was asked; questions that leave out the same share their fit. */
static void answer(struct work *w, bool on_its_own)
{
	size_t count = w->d->factors;

	for (size_t j = 0; j < count; j++) {
		const bool *row = w->without + j * count;
		struct poisson_fit fit = { 0 };
		if (!w->asked[j])
			continue;
		if (!w->based)
			w->base = poisson_base_new(w->d);
		w->based = true;
		bool good = w->base && poisson_fit(&fit, w->base, row);
		for (size_t k = j; k < count; k++) {
			if (!w->asked[k] || memcmp(row, w->without + k * count, count * sizeof(*row)) != 0)
				continue;
			if (good)
				estimate(w, k, &fit, on_its_own ? &w->list[k].b : &w->list[k].a);
			w->asked[k] = false;
		}
		poisson_fit_clear(&fit);
	}
}

/* View 1 over the nights the factor is known on, and what speaks against a test. */
static bool describe(const struct work *w, size_t j, struct association *a)
{
	const struct design *d = w->d;
	const double *x = w->factors[j].column.x, *known = d->ordered[j];
	double *values = xcalloc(d->n, sizeof(*values));
	int *cramp = xcalloc(d->n, sizeof(*cramp));
	int64_t events = 0;

	for (size_t i = 0; i < d->n; i++) {
		values[i] = x[d->row[i]];
		cramp[i] = d->y[i] > 0;
		events += cramp[i] && !isnan(values[i]);
	}
	a->nights = (int64_t)d->ordered_count[j];
	bool varies = a->nights >= 2 && known[0] < known[a->nights - 1] && d->sd[j] > 0;
	contrast_groups_in_order(values, cramp, d->n, known, d->ordered_count[j], w->factors[j].column.binary,
				 &a->contrast);
	free(values);
	free(cramp);
	if (!varies) {
		a->verdict = VERDICT_NO_VARIATION;
		return false;
	}
	const struct group *lo = &a->contrast.low, *hi = &a->contrast.high;
	double smaller = (double)(lo->nights < hi->nights ? lo->nights : hi->nights);
	a->crude_rr = (((double)hi->cramp_nights + 0.5) / ((double)hi->nights + 0.5)) /
		      (((double)lo->cramp_nights + 0.5) / ((double)lo->nights + 0.5));
	a->why |= a->nights < LEAST_NIGHTS ? WHY_NIGHTS : 0;
	a->why |= events < LEAST_CRAMP_NIGHTS ? WHY_CRAMP_NIGHTS : 0;
	if (smaller < LEAST_SIDE || (double)events * smaller / (double)a->nights < least_expected)
		a->why |= WHY_ONE_SIDE_RARE;
	a->delta = hi->median - lo->median;
	return a->why == 0;
}

/* How many more nights would show a doubling, at the spread of today's estimate. */
static void nights_needed(const struct work *w, size_t j, struct association *a)
{
	const struct effect *e = &a->a.effect;

	a->se = sqrt(e->phi * e->v / e->information) * fabs(a->delta / w->d->sd[j]);
	double ratio = a->se / (log(2) / doubling), more = ceil((double)e->nights * ratio * ratio) - (double)e->nights;
	a->nights_needed = isfinite(more) && more < 1e9 ? (int64_t)fmax(0, more) : UNKNOWN;
}

/* Which two adjusters it is most like. */
static void name_nearest(const struct work *w, size_t j, struct association *a)
{
	int *best = a->inseparable;

	for (size_t k = 0; k < w->d->factors; k++) {
		if (!w->d->adjuster[k] || k == j || is_companion(a, k))
			continue;
		double r = fabs(design_correlation(w->d, j, k));
		if (best[0] < 0 || r > fabs(design_correlation(w->d, j, (size_t)best[0]))) {
			best[1] = best[0];
			best[0] = (int)k;
		} else if (best[1] < 0 || r > fabs(design_correlation(w->d, j, (size_t)best[1])))
			best[1] = (int)k;
	}
}

/* What cannot be separated: from the calendar alone, or from which adjusters? */
static void name_inseparable(struct work *w)
{
	size_t count = w->d->factors;
	double *residual = xcalloc(w->d->n, sizeof(*residual)), r2;
	struct poisson_fit calendar = { 0 };
	bool any = false, good = false;

	for (size_t j = 0; j < count; j++) {
		struct association *a = &w->list[j];
		if (a->verdict != VERDICT_CANNOT_BE_SEPARATED)
			continue;
		if (!any)
			good = poisson_fit(&calendar, w->base, w->d->adjuster);
		any = true;
		a->calendar = good && poisson_residual(&calendar, w->base, j, residual, &r2) && r2 > r2_max;
		if (!a->calendar)
			name_nearest(w, j, a);
	}
	poisson_fit_clear(&calendar);
	free(residual);
}

/* What the first answer makes of a factor. True if it joins the family of tests. */
static bool consider(struct work *w, size_t j)
{
	struct association *a = &w->list[j];

	if (!a->a.known) {
		a->why = WHY_CRAMP_NIGHTS;
		return false;
	}
	nights_needed(w, j, a);
	if (a->a.effect.r2 > r2_max) {
		a->verdict = VERDICT_CANNOT_BE_SEPARATED;
		return false;
	}
	if (a->companion_count)
		ask(w, j, true);
	if (w->factors[j].held)
		a->why = WHY_HELD;
	return !w->factors[j].held;
}

/* Examines all factors; which of them joined the family. */
static void examine(struct work *w, bool *tested)
{
	for (size_t j = 0; j < w->d->factors; j++) {
		tested[j] = describe(w, j, &w->list[j]);
		if (!tested[j])
			continue;
		find_companions(w, j, &w->list[j]);
		ask(w, j, false);
	}
	answer(w, false);
	for (size_t j = 0; j < w->d->factors; j++)
		tested[j] = tested[j] && consider(w, j);
	answer(w, true);
	name_inseparable(w);
}

/* ---- the family ---- */

struct ranked {
	size_t index;
	double p; /* divided by its weight */
};

static int by_p(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return x->p != y->p ? (x->p > y->p) - (x->p < y->p) : (x->index > y->index) - (x->index < y->index);
}

/* Benjamini–Hochberg; suspects share half of the weight between them. */
static void adjust_for_many(struct association_report *r, const struct association_factor *factors, const bool *tested)
{
	struct ranked *order = xcalloc(r->tested, sizeof(*order));
	size_t m = 0, suspects = 0;

	for (size_t j = 0; j < r->count; j++)
		suspects += tested[j] && factors[j].suspect;
	double all = (double)r->tested, some = (double)suspects;
	bool weighted = suspects > 0 && suspects < r->tested;
	for (size_t j = 0; j < r->count; j++) {
		if (!tested[j])
			continue;
		double weight = !weighted ? 1 : factors[j].suspect ? 0.5 * all / some : 0.5 * all / (all - some);
		order[m++] = (struct ranked){ j, r->list[j].a.p / weight };
	}
	if (m)
		qsort(order, m, sizeof(*order), by_p);
	double least = 1;
	for (size_t i = m; i-- > 0;) {
		least = fmin(least, order[i].p * all / (double)(i + 1));
		r->list[order[i].index].q = least;
	}
	free(order);
}

static bool is_specific(const struct association *a)
{
	const struct estimate *b = &a->b;

	if (a->companion_count == 0)
		return true;
	return b->known && !a->near_duplicates && b->effect.r2 <= r2_max &&
	       b->p <= p_max / (double)(1 + a->companion_count) && b->effect.beta * a->a.effect.beta > 0;
}

static void pronounce(struct association *a)
{
	const struct estimate *e = &a->a;

	if (a->q <= q_some && e->p <= p_max) {
		a->verdict = a->q <= q_strong ? VERDICT_STRONG : VERDICT_SOME;
		a->attribution = is_specific(a) ? ATTRIBUTION_SPECIFIC : ATTRIBUTION_SHARED;
	} else if (e->log_high - e->log_low > log(widest_ratio)) {
		a->verdict = VERDICT_NOT_ENOUGH_DATA;
		a->why = WHY_IMPRECISE;
	} else if (e->log_low > -log(small_ratio) && e->log_high < log(small_ratio))
		a->verdict = VERDICT_LITTLE_EFFECT;
	else
		a->verdict = VERDICT_UNCLEAR;
}

static void association_init(struct association *a)
{
	const struct group none = { .wilson = { 0, 1 }, .median = NAN, .edge = NAN };

	*a = (struct association){ .contrast = { .low = none, .high = none },
				   .crude_rr = NAN,
				   .delta = NAN,
				   .q = NAN,
				   .se = NAN,
				   .nights_needed = UNKNOWN,
				   .inseparable = { -1, -1 } };
}

void association_report(struct association_report *out, const double *cramps, size_t nights, int first_weekday,
			const struct association_factor *factors, size_t count)
{
	struct design_factor *columns = xcalloc(count, sizeof(*columns));
	bool *tested = xcalloc(count, sizeof(*tested));
	struct design d;

	*out = (struct association_report){ .span = (int64_t)nights,
					    .count = count,
					    .list = xcalloc(count, sizeof(*out->list)) };
	for (size_t j = 0; j < count; j++) {
		columns[j] = factors[j].column;
		association_init(&out->list[j]);
	}
	if (design_init(&d, cramps, nights, first_weekday, columns, count)) {
		struct work w = { .d = &d,
				  .factors = factors,
				  .list = out->list,
				  .without = xcalloc(count * count, sizeof(*w.without)),
				  .asked = xcalloc(count, sizeof(*w.asked)) };
		out->span = d.span;
		out->logged = (int64_t)d.n;
		out->cramp_nights = d.cramp_nights;
		examine(&w, tested);
		for (size_t j = 0; j < count; j++) {
			out->list[j].adjuster = d.adjuster[j];
			out->tested += tested[j];
		}
		adjust_for_many(out, factors, tested);
		for (size_t j = 0; j < count; j++)
			if (tested[j])
				pronounce(&out->list[j]);
		poisson_base_free(w.base);
		free(w.without);
		free(w.asked);
	} else
		for (size_t j = 0; j < count; j++)
			out->list[j].why = WHY_NIGHTS;
	design_finish(&d);
	free(columns);
	free(tested);
}

void association_report_clear(struct association_report *r)
{
	for (size_t j = 0; j < r->count; j++)
		free(r->list[j].companions);
	free(r->list);
	*r = (struct association_report){ 0 };
}
