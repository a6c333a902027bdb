/*
 * The association engine on few nights, on nights that are all alike, and on forty years of them.
 */
#include "association_fixture.h"

static void test_report_few_nights(void **unused)
{
	(void)unused;
	for (size_t nights = 0; nights < 60; nights++) {
		struct table *t = table_new(nights);
		ordinary_columns(t, 4);
		struct association_report r = report_of(t);
		if (nights < 42)
			assert_int_equal(r.tested, 0);
		if (nights == 0)
			assert_all(&r, VERDICT_NOT_ENOUGH_DATA, WHY_NIGHTS);
		association_report_clear(&r);
		table_free(t);
	}
}

static void test_report_nothing_logged(void **unused)
{
	struct table *t = table_new(100);

	(void)unused;
	ordinary_columns(t, 3);
	for (size_t i = 0; i < t->nights; i++)
		t->cramps[i] = NAN;
	struct association_report r = report_of(t);
	assert_int_equal(r.logged, 0);
	assert_all(&r, VERDICT_NOT_ENOUGH_DATA, WHY_NIGHTS);
	association_report_clear(&r);
	table_free(t);
}

static void test_report_every_night_with_cramps(void **unused)
{
	const double cramps[] = { 1, 3, 20, 1e9 };

	(void)unused;
	for (size_t k = 0; k < ARRAY_LEN(cramps); k++) {
		struct table *t = table_new(200);
		ordinary_columns(t, 5);
		for (size_t i = 0; i < t->nights; i++)
			t->cramps[i] = cramps[k];
		struct association_report r = report_of(t);
		assert_int_equal(r.cramp_nights, 200);
		/* Where nothing differs nothing is found. */
		for (size_t j = 0; j < r.count; j++)
			assert_true(r.list[j].verdict < VERDICT_SOME);
		association_report_clear(&r);
		table_free(t);
	}
}

static void test_report_no_cramps(void **unused)
{
	struct table *t = table_new(200);

	(void)unused;
	ordinary_columns(t, 5);
	for (size_t i = 0; i < t->nights; i++)
		t->cramps[i] = 0;
	struct association_report r = report_of(t);
	assert_all(&r, VERDICT_NOT_ENOUGH_DATA, WHY_CRAMP_NIGHTS);
	association_report_clear(&r);
	table_free(t);
}

/* ---- forty years ---- */

enum { FORTY_YEARS = 14610 };

/* Only nights in two spans of so many, forty years apart, are logged. */
static struct table *forty_years(size_t logged)
{
	struct table *t = table_new(FORTY_YEARS);

	ordinary_columns(t, 5);
	for (size_t i = logged; i + logged < t->nights; i++)
		t->cramps[i] = NAN;
	return t;
}

static void test_report_forty_years_apart(void **unused)
{
	const size_t logged[] = { 1, 2, 10, 30, 60 };

	(void)unused;
	for (size_t k = 0; k < ARRAY_LEN(logged); k++) {
		struct table *t = forty_years(logged[k]);
		struct association_report r = report_of(t);
		assert_int_equal(r.span, FORTY_YEARS);
		assert_int_equal(r.logged, 2 * logged[k]);
		assert_int_equal(r.tested > 0, logged[k] > 21);
		association_report_clear(&r);
		table_free(t);
	}
}

static void test_report_one_night_a_month_for_forty_years(void **unused)
{
	struct table *t = table_new(FORTY_YEARS);

	(void)unused;
	ordinary_columns(t, 5);
	for (size_t i = 0; i < t->nights; i++)
		if (i % 30)
			t->cramps[i] = NAN;
	struct association_report r = report_of(t);
	assert_int_equal(r.logged, 487);
	assert_true(r.tested == 5);
	/* No two nights are near enough to be alike. */
	for (size_t j = 0; j < r.count; j++)
		assert_true(r.list[j].a.effect.v == 1);
	association_report_clear(&r);
	table_free(t);
}

/* A matrix of nights by nights would be 1.7 GB. */
static void test_report_forty_years_are_linear_in_memory(void **unused)
{
	struct table *t = table_new(FORTY_YEARS);
	struct rusage before, after;

	(void)unused;
	ordinary_columns(t, 10);
	getrusage(RUSAGE_SELF, &before);
	clock_t start = clock();
	struct association_report r = report_of(t);
	clock_t took = clock() - start;
	getrusage(RUSAGE_SELF, &after);
	assert_true(r.tested == 10);
#ifndef __SANITIZE_ADDRESS__
	assert_true(after.ru_maxrss - before.ru_maxrss < 32 * 1024);
#endif
	/* Three reports; a tenth of a second is what one takes on a slow machine. */
	assert_true(took < 30 * CLOCKS_PER_SEC);
	association_report_clear(&r);
	table_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_report_few_nights),
		cmocka_unit_test(test_report_nothing_logged),
		cmocka_unit_test(test_report_every_night_with_cramps),
		cmocka_unit_test(test_report_no_cramps),
		cmocka_unit_test(test_report_forty_years_apart),
		cmocka_unit_test(test_report_one_night_a_month_for_forty_years),
		cmocka_unit_test(test_report_forty_years_are_linear_in_memory),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
