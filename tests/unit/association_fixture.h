/* Tables of nights and columns for the tests of the association engine. Included by each of them once. */
#ifndef TESTS_ASSOCIATION_FIXTURE_H
#define TESTS_ASSOCIATION_FIXTURE_H

#include <gsl/gsl_errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <time.h>

#include <cmocka.h>

#include "tests/tools/sound.h"

enum { COLUMNS_MAX = 1000 };

struct table {
	size_t nights, count;
	double *cramps;
	double *x[COLUMNS_MAX];
	struct association_factor factors[COLUMNS_MAX];
};

/* ---- numbers ---- */

static uint64_t state;

/* Uniform in [0, 1), the same in every run. */
static inline double chance(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (double)(state >> 11) / 9007199254740992.0;
}

/* Nearly normal: mean 0, sd 1. */
static inline double normal(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += chance();
	return sum;
}

/* ---- tables ---- */

/* Every night logged, one in four with a cramp. */
static inline struct table *table_new(size_t nights)
{
	struct table *t = xcalloc(1, sizeof(*t));

	state = 42;
	t->nights = nights;
	t->cramps = xcalloc(nights, sizeof(*t->cramps));
	for (size_t i = 0; i < nights; i++)
		t->cramps[i] = chance() < 0.25 ? 1 + floor(2 * chance()) : 0;
	return t;
}

static inline double *column_add(struct table *t)
{
	double *x = xcalloc(t->nights, sizeof(*x));

	t->x[t->count] = x;
	t->factors[t->count].partner = NO_PARTNER;
	t->count++;
	return x;
}

static inline double *random_column(struct table *t)
{
	double *x = column_add(t);

	for (size_t i = 0; i < t->nights; i++)
		x[i] = normal();
	return x;
}

static inline double *filled_column(struct table *t, double value)
{
	double *x = column_add(t);

	for (size_t i = 0; i < t->nights; i++)
		x[i] = value;
	return x;
}

/* Some columns that nothing is wrong with. */
static inline void ordinary_columns(struct table *t, size_t count)
{
	for (size_t j = 0; j < count; j++) {
		double *x = random_column(t);
		for (size_t i = 0; i < t->nights && j % 2; i++)
			x[i] = x[i] > 0.3;
	}
}

static inline void table_free(struct table *t)
{
	for (size_t j = 0; j < t->count; j++)
		free(t->x[j]);
	free(t->cramps);
	free(t);
}

/* Checks that the report is sound; caller clears it. */
static inline struct association_report report_of(struct table *t)
{
	struct association_report r;

	for (size_t j = 0; j < t->count; j++)
		t->factors[j].column = (struct design_factor){ t->x[j], only_zero_one(t->x[j], t->nights) };
	const char *wrong = unsound_table(t->cramps, t->nights, 2, t->factors, t->count);
	if (wrong)
		fail_msg("%s", wrong);
	association_report(&r, t->cramps, t->nights, 2, t->factors, t->count);
	return r;
}

/* Reports and takes the table away: the verdict about one factor. */
static inline struct association verdict_of(struct table *t, size_t j)
{
	struct association_report r = report_of(t);
	struct association a = r.list[j];

	a.companions = NULL;
	association_report_clear(&r);
	table_free(t);
	return a;
}

static inline void assert_all(const struct association_report *r, enum verdict verdict, unsigned why)
{
	for (size_t j = 0; j < r->count; j++) {
		assert_int_equal(r->list[j].verdict, verdict);
		assert_int_equal(r->list[j].why & why, why);
	}
}

#endif
