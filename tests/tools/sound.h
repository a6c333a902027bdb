/*
 * What holds of every association report, whatever the table: numbers are finite or absent, a verdict has its reason,
 * and the same table gives the same bits. For the unit tests and the fuzz target.
 */
#ifndef CRAMP_TEST_SOUND_H
#define CRAMP_TEST_SOUND_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"
#include "daemon/insight/association.h"

/* NULL, or what is wrong with an estimate. */
static inline const char *unsound_estimate(const struct estimate *e)
{
	const struct effect *f = &e->effect;

	if (!e->known)
		return NULL;
	if (!isfinite(e->log_rr) || !isfinite(e->log_low) || !isfinite(e->log_high))
		return "a ratio is not finite";
	if (e->log_low > e->log_rr || e->log_rr > e->log_high)
		return "the ratio is outside its interval";
	if (!(e->p >= 0 && e->p <= 1))
		return "p is no probability";
	if (!(f->phi >= 0.8) || !isfinite(f->phi) || !(f->v >= 1) || !isfinite(f->v))
		return "phi or v is out of range";
	if (!isfinite(f->r2) || f->r2 > 1 || !isfinite(f->edf) || !(f->information > 0))
		return "R2, edf or information is out of range";
	if (f->nights < 1 || f->df < 2 || !(f->events >= 1))
		return "a count is out of range";
	return NULL;
}

static inline bool unsound_group(const struct group *g)
{
	return g->nights < 0 || g->cramp_nights < 0 || g->cramp_nights > g->nights ||
	       isfinite(g->median) != (g->nights > 0) || !(g->wilson.low >= 0 && g->wilson.low <= g->wilson.high) ||
	       !(g->wilson.high <= 1);
}

static inline const char *unsound_reason(const struct association *a)
{
	switch (a->verdict) {
	case VERDICT_NOT_ENOUGH_DATA: return a->why ? NULL : "not enough data without a reason";
	case VERDICT_CANNOT_BE_SEPARATED:
		return a->calendar || a->inseparable[0] >= 0 ? NULL : "cannot be separated from nothing";
	case VERDICT_NO_VARIATION: return a->a.known ? "a ratio without variation" : NULL;
	case VERDICT_UNCLEAR:
	case VERDICT_LITTLE_EFFECT:
	case VERDICT_SOME:
	case VERDICT_STRONG: break;
	}
	if (!a->a.known || !(a->q >= 0 && a->q <= 1))
		return "a verdict without numbers";
	return a->verdict >= VERDICT_SOME && a->attribution == ATTRIBUTION_NONE ? "a claim about nothing" : NULL;
}

static inline const char *unsound_factor(const struct association *a, int64_t logged)
{
	const char *wrong = unsound_estimate(&a->a);

	if (!wrong)
		wrong = unsound_estimate(&a->b);
	if (!wrong)
		wrong = unsound_reason(a);
	if (!wrong && (a->nights < 0 || a->nights > logged))
		wrong = "more nights known than logged";
	if (!wrong && (unsound_group(&a->contrast.low) || unsound_group(&a->contrast.high)))
		wrong = "a group is out of range";
	if (!wrong && (isinf(a->delta) || isinf(a->crude_rr) || isinf(a->se) || isinf(a->q)))
		wrong = "a number is infinite";
	if (!wrong && a->nights_needed != UNKNOWN && a->nights_needed < 0)
		wrong = "fewer than no more nights are needed";
	return wrong;
}

/* NULL, or what is wrong with the report. */
static inline const char *unsound_report(const struct association_report *r)
{
	size_t tested = 0;

	if (r->logged < 0 || r->logged > r->span || r->cramp_nights < 0 || r->cramp_nights > r->logged)
		return "the nights do not add up";
	for (size_t j = 0; j < r->count; j++) {
		const char *wrong = unsound_factor(&r->list[j], r->logged);
		if (wrong)
			return wrong;
		tested += !isnan(r->list[j].q);
	}
	return tested == r->tested ? NULL : "the family is of another size";
}

static inline void print_estimate(struct strbuf *b, const struct estimate *e)
{
	strbuf_add(b, " %d %a %a %a %a %a %a %a %a %a", e->known, e->log_rr, e->log_low, e->log_high, e->p,
		   e->effect.phi, e->effect.v, e->effect.r2, e->effect.edf, e->effect.information);
}

/* Every number of a report with every bit; caller frees. */
static inline char *report_bits(const struct association_report *r)
{
	struct strbuf b = { 0 };

	strbuf_add(&b, "%lld %lld %zu", (long long)r->logged, (long long)r->cramp_nights, r->tested);
	for (size_t j = 0; j < r->count; j++) {
		const struct association *a = &r->list[j];
		strbuf_add(&b, "\n%d %u %a %a %a %a %lld", (int)a->verdict, a->why, a->delta, a->crude_rr, a->q, a->se,
			   (long long)a->nights_needed);
		print_estimate(&b, &a->a);
		print_estimate(&b, &a->b);
		for (size_t k = 0; k < a->companion_count; k++)
			strbuf_add(&b, " %d", a->companions[k]);
	}
	return strbuf_take(&b);
}

/* Reports twice. NULL, or what is wrong. */
static inline const char *unsound_table(const double *cramps, size_t nights, int first_weekday,
					const struct association_factor *factors, size_t count)
{
	struct association_report first, second;

	association_report(&first, cramps, nights, first_weekday, factors, count);
	association_report(&second, cramps, nights, first_weekday, factors, count);
	const char *wrong = unsound_report(&first);
	char *a = report_bits(&first), *b = report_bits(&second);
	if (!wrong && strcmp(a, b) != 0)
		wrong = "the same table gives other bits";
	free(a);
	free(b);
	association_report_clear(&first);
	association_report_clear(&second);
	return wrong;
}

#endif
