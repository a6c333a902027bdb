/*
 * What the engine does on diaries whose truth is known: false findings, coverage and power, each beside its acceptance
 * target (A12 of cramp-statistics(7)). Deterministic.
 *
 *   acceptance [REPORTS]      reports a scenario with no effect (default 500); planted ones get three fifths of it
 */
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/insight/association.h"
#include "tests/tools/world.h"

struct tally {
	int reports, any_strong, any_claim, tested_any;
	long tests, below_05, below_0025; /* of factors without effect */
	long covered, intervals;	  /* 95 % intervals of factors without effect that hold 1 */
	double false_share_strong,
		false_share_claim; /* summed over reports: false among its findings, 0 where it has none */
	struct {
		int tested, strong, claim, specific_strong;
		long covered, intervals, own_covered, own_intervals;
		double bias; /* of log RR, summed */
	} of[W_COUNT];
};

/* A shared claim is about the factor or what moves with it: it is true if one of them has an effect. */
static bool claims_truth(const struct world *w, int j, const struct association *a)
{
	bool truth = w->rate_ratio[j] != 1;

	for (size_t k = 0; k < a->companion_count && a->attribution == ATTRIBUTION_SHARED; k++)
		truth |= w->rate_ratio[a->companions[k]] != 1;
	return truth;
}

static void count_factor(struct tally *t, const struct world *w, const struct world_diary *d, int j,
			 const struct association *a)
{
	bool null = w->rate_ratio[j] == 1;
	bool claim = a->verdict >= VERDICT_SOME, strong = a->verdict == VERDICT_STRONG;

	t->of[j].strong += strong;
	t->of[j].claim += claim;
	t->of[j].specific_strong += strong && a->attribution == ATTRIBUTION_SPECIFIC;
	if (!a->a.known || isnan(a->q))
		return;
	double truth = d->delta[j] > 0 ? log(w->rate_ratio[j]) / d->delta[j] * a->delta : 0;
	const struct estimate *own = a->companion_count ? &a->b : &a->a;
	t->of[j].tested++;
	t->of[j].bias += a->a.log_rr - truth;
	t->of[j].intervals++;
	t->of[j].covered += a->a.log_low <= truth && truth <= a->a.log_high;
	if (own->known) {
		t->of[j].own_intervals++;
		t->of[j].own_covered += own->log_low <= truth && truth <= own->log_high;
	}
	if (!null)
		return;
	t->tests++;
	t->below_05 += a->a.p < 0.05;
	t->below_0025 += a->a.p < 0.0025;
	t->intervals++;
	t->covered += a->a.log_low <= 0 && 0 <= a->a.log_high;
}

static void count_report(struct tally *t, const struct world *w, const struct world_diary *d,
			 const struct association_report *r)
{
	int strong = 0, claim = 0, false_strong = 0, false_claim = 0;

	t->reports++;
	t->tested_any += r->tested > 0;
	for (int j = 0; j < W_COUNT; j++) {
		bool truth = claims_truth(w, j, &r->list[j]);
		strong += r->list[j].verdict == VERDICT_STRONG;
		claim += r->list[j].verdict >= VERDICT_SOME;
		false_strong += r->list[j].verdict == VERDICT_STRONG && !truth;
		false_claim += r->list[j].verdict >= VERDICT_SOME && !truth;
		count_factor(t, w, d, j, &r->list[j]);
	}
	t->any_strong += strong > 0;
	t->any_claim += claim > 0;
	t->false_share_strong += strong ? (double)false_strong / strong : 0;
	t->false_share_claim += claim ? (double)false_claim / claim : 0;
}

static struct tally run(const struct world *w, size_t nights, int reports, unsigned long seed, int suspect)
{
	struct tally t = { 0 };

	for (int n = 0; n < reports; n++) {
		struct world_diary d;
		struct association_report r;
		struct association_factor factors[W_COUNT] = { 0 };

		world_diary(&d, w, nights, seed + (unsigned long)n);
		for (int j = 0; j < W_COUNT; j++) {
			factors[j].column = (struct design_factor){ d.x[j], world_binary[j] };
			factors[j].partner = NO_PARTNER;
			factors[j].suspect = j == suspect;
		}
		association_report(&r, d.cramps, nights, 0, factors, W_COUNT);
		count_report(&t, w, &d, &r);
		association_report_clear(&r);
		world_diary_clear(&d);
	}
	return t;
}

/* ---- the table ---- */

static int failures;

static double percent(double k, double n)
{
	return n > 0 ? 100 * k / n : 0;
}

/* Within the target, allowing two standard errors of a proportion for a run of this size. */
static void line(const char *target, const char *what, double value, double low, double high, double n)
{
	double slack = n > 0 ? 200 * sqrt(fmax(value, 1) / 100 * (1 - fmin(value, 99) / 100) / n) : 0;
	bool good = value >= low - slack && value <= high + slack;

	failures += !good;
	printf("%-4s %-66s %7.2f   target %5.1f to %5.1f   %s\n", target, what, value, low, high,
	       good ? "ok" : "MISSED");
	fflush(stdout);
}

static void null_diaries(int reports)
{
	static const char *const kinds[] = { "realistic", "harsh", "benign" };
	static const size_t lengths[] = { 180, 365, 730 };
	char what[100];

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		struct world w = world_of(kinds[k]);
		for (size_t l = 0; l < ARRAY_LEN(lengths); l++) {
			struct tally t = run(&w, lengths[l], reports, 1000 * (k + 1) + l * 100000, -1);
			snprintf(what, sizeof(what), "%s null, %zu nights: reports with a strong, %%", kinds[k],
				 lengths[l]);
			line("T1", what, percent(t.any_strong, t.reports), 0, 5, t.reports);
			snprintf(what, sizeof(what), "%s null, %zu nights: reports with any claim, %%", kinds[k],
				 lengths[l]);
			line("T2", what, percent(t.any_claim, t.reports), 0, 22, t.reports);
			snprintf(what, sizeof(what), "%s null, %zu nights: factors with p < .05, %%", kinds[k],
				 lengths[l]);
			line("T4", what, percent((double)t.below_05, (double)t.tests), 3, 6, t.reports * 4.0);
			snprintf(what, sizeof(what), "%s null, %zu nights: factors with p < .0025, %%", kinds[k],
				 lengths[l]);
			line("T4", what, percent((double)t.below_0025, (double)t.tests), 0, 0.4, t.reports * 4.0);
			snprintf(what, sizeof(what), "%s null, %zu nights: intervals that hold 1, %%", kinds[k],
				 lengths[l]);
			line("T5", what, percent((double)t.covered, (double)t.intervals), 93.5, 97.5, t.reports * 4.0);
		}
	}
}

static void short_diaries(int reports)
{
	struct world w = world_of("realistic");
	static const size_t lengths[] = { 14, 30, 60, 90 };
	char what[100];

	for (size_t l = 0; l < ARRAY_LEN(lengths); l++) {
		struct tally t = run(&w, lengths[l], reports, 500000 + l * 100000, -1);
		if (lengths[l] <= 30) {
			snprintf(what, sizeof(what), "%zu nights: reports with any factor tested", lengths[l]);
			line("T3", what, t.tested_any, 0, 0, 0);
			continue;
		}
		snprintf(what, sizeof(what), "%zu nights: reports with a strong, %%", lengths[l]);
		line("T2", what, percent(t.any_strong, t.reports), 0, 1, t.reports);
		snprintf(what, sizeof(what), "%zu nights: intervals that hold 1, %%", lengths[l]);
		line("T5", what, percent((double)t.covered, (double)t.intervals), 96, 100, t.reports * 2.0);
	}
}

static void planted(int reports)
{
	struct world w = world_of("realistic");

	w.rate_ratio[W_EXERCISE] = 2;
	w.rate_ratio[W_LATE_MEAL] = 2;
	w.rate_ratio[W_STRETCHED] = 0.5;
	struct tally half = run(&w, 180, reports, 2000000, -1), year = run(&w, 365, reports, 2100000, -1);
	struct tally two = run(&w, 730, reports, 2200000, -1), suspect = run(&w, 365, reports, 2300000, W_LATE_MEAL);
	int j = W_LATE_MEAL;

	line("T6", "true RR 2 (late meal), 365 nights: intervals that hold it, %",
	     percent((double)year.of[j].covered, (double)year.of[j].intervals), 93, 98, reports);
	/* The false discovery rate is the mean over reports of the false share of a report's findings (Benjamini &
	 * Hochberg 1995). */
	line("T7", "365 nights: false discovery rate of strong, %", percent(year.false_share_strong, reports), 0, 6,
	     reports);
	line("T7", "365 nights: false discovery rate of all claims, %", percent(year.false_share_claim, reports), 0, 18,
	     reports);
	line("T8", "late meal RR 2 found, 180 nights, any claim, %", percent(half.of[j].claim, reports), 10, 100,
	     reports);
	line("T8", "late meal RR 2 found, 365 nights, strong, %", percent(year.of[j].strong, reports), 17, 100,
	     reports);
	line("T8", "late meal RR 2 found, 365 nights, any claim, %", percent(year.of[j].claim, reports), 48, 100,
	     reports);
	line("T8", "late meal RR 2 found, 730 nights, strong, %", percent(two.of[j].strong, reports), 62, 100, reports);
	line("T8", "late meal RR 2 found, 730 nights, any claim, %", percent(two.of[j].claim, reports), 85, 100,
	     reports);
	line("T8", "the same as a suspect, 365 nights, strong, %", percent(suspect.of[j].strong, reports), 35, 100,
	     reports);
	line("T8", "the same as a suspect, 365 nights, any claim, %", percent(suspect.of[j].claim, reports), 60, 100,
	     reports);
}

static void confounded(int reports)
{
	struct world w = world_of("realistic");
	static const int group[] = { W_EXERCISE, W_WATER, W_STEPS, W_WARMUP };
	char what[100];

	w.rate_ratio[W_EXERCISE] = 3;
	struct tally t = run(&w, 365, reports, 3000000, -1);
	line("T9", "exercise RR 3, water RR 1: water strong and specific, %",
	     percent(t.of[W_WATER].specific_strong, reports), 0, 5, reports);
	line("T9", "exercise: bias of log RR, hundredths",
	     100 * t.of[W_EXERCISE].bias / fmax(1, t.of[W_EXERCISE].tested), -15, 15, 0);
	for (size_t g = 0; g < ARRAY_LEN(group); g++) {
		int j = group[g];
		snprintf(what, sizeof(what), "%s on its own: intervals that hold the truth, %%", world_names[j]);
		line("T9", what, percent((double)t.of[j].own_covered, (double)t.of[j].own_intervals), 88, 100, reports);
	}
}

int main(int argc, char **argv)
{
	int reports = argc > 1 ? atoi(argv[1]) : 500;

	gsl_set_error_handler_off();
	short_diaries(reports);
	null_diaries(reports);
	planted(reports * 3 / 5);
	confounded(reports * 3 / 5);
	printf("%d target%s missed\n", failures, failures == 1 ? "" : "s");
	return failures > 0;
}
