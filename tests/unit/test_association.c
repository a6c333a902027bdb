/*
 * What the association engine makes of tables that no diary should have, and whether a plain effect is found. That its
 * numbers are right is for the oracles (tests/checks/oracle.sh).
 */
#include "association_fixture.h"

static void test_report_finds_a_plain_effect(void **unused)
{
	struct table *t = table_new(365);
	double *x = column_add(t);

	(void)unused;
	ordinary_columns(t, 6);
	for (size_t i = 0; i < t->nights; i++) {
		x[i] = chance() < 0.4;
		t->cramps[i] = chance() < (x[i] == 1 ? 0.6 : 0.15);
	}
	struct association a = verdict_of(t, 0);
	assert_int_equal(a.verdict, VERDICT_STRONG);
	assert_int_equal(a.attribution, ATTRIBUTION_SPECIFIC);
	assert_true(a.a.log_rr > log(2) && a.a.log_rr < log(8) && a.a.log_low > log(1.5));
}

static void test_report_constant(void **unused)
{
	const double values[] = { 0, 1, -3.5, 1e9, -1e9, 0.1, 1e-300 };

	(void)unused;
	for (size_t v = 0; v < ARRAY_LEN(values); v++) {
		struct table *t = table_new(200);
		ordinary_columns(t, 3);
		struct association_report without = report_of(t);
		filled_column(t, values[v])[17] = NAN;
		struct association_report r = report_of(t);
		assert_int_equal(r.list[3].verdict, VERDICT_NO_VARIATION);
		assert_false(r.list[3].a.known);
		/* It says nothing about the others either. */
		for (size_t j = 0; j < 3; j++)
			assert_true(fabs(r.list[j].a.log_rr - without.list[j].a.log_rr) < 1e-9);
		association_report_clear(&without);
		association_report_clear(&r);
		table_free(t);
	}
}

static void test_report_nearly_constant(void **unused)
{
	(void)unused;
	struct table *t = table_new(200);
	filled_column(t, 7)[100] = 8;	       /* clipping makes it constant */
	filled_column(t, 0)[100] = 1;	       /* yes on one night */
	filled_column(t, 1e9)[3] = 1e9 - 1e-6; /* the last bits */
	double *noise = filled_column(t, 1e8), *tiny = filled_column(t, 0);
	for (size_t i = 0; i < t->nights; i++) {
		noise[i] += 1e-7 * chance();
		tiny[i] = 1e-300 * normal();
	}
	struct association_report r = report_of(t);
	assert_int_equal(r.list[0].verdict, VERDICT_NO_VARIATION);
	assert_int_equal(r.list[1].verdict, VERDICT_NOT_ENOUGH_DATA);
	assert_int_equal(r.list[1].why & WHY_ONE_SIDE_RARE, WHY_ONE_SIDE_RARE);
	assert_int_equal(r.list[2].verdict, VERDICT_NO_VARIATION);
	association_report_clear(&r);
	table_free(t);
}

static void test_report_duplicates(void **unused)
{
	struct table *t = table_new(300);
	double *x = random_column(t), *same = column_add(t), *negated = column_add(t), *scaled = column_add(t);

	(void)unused;
	ordinary_columns(t, 4);
	for (size_t i = 0; i < t->nights; i++) {
		t->cramps[i] = chance() < (x[i] > 0 ? 0.6 : 0.1);
		same[i] = x[i];
		negated[i] = -x[i];
		scaled[i] = 1e6 * x[i] + 3e7;
	}
	struct association_report r = report_of(t);
	for (size_t j = 0; j < 4; j++) {
		assert_int_equal(r.list[j].companion_count, 3);
		assert_true(r.list[j].near_duplicates);
		assert_int_equal(r.list[j].verdict, VERDICT_STRONG);
		/* A diary cannot say which of them it was. */
		assert_int_equal(r.list[j].attribution, ATTRIBUTION_SHARED);
		assert_true(fabs(fabs(r.list[j].a.log_rr) - fabs(r.list[0].a.log_rr)) < 1e-6);
	}
	association_report_clear(&r);
	table_free(t);
}

static void test_report_all_missing(void **unused)
{
	struct table *t = table_new(200);
	double *outside;

	(void)unused;
	filled_column(t, NAN);
	filled_column(t, NAN)[5] = 3;
	outside = random_column(t);
	ordinary_columns(t, 2);
	for (size_t i = 0; i < t->nights; i++) {
		if (i % 2)
			t->cramps[i] = NAN;
		else
			outside[i] = NAN;
	}
	struct association_report r = report_of(t);
	assert_int_equal(r.list[0].verdict, VERDICT_NO_VARIATION);
	assert_int_equal(r.list[0].nights, 0);
	assert_int_equal(r.list[1].verdict, VERDICT_NO_VARIATION);
	/* Known on every night that was not logged and on none that was. */
	assert_int_equal(r.list[2].verdict, VERDICT_NO_VARIATION);
	association_report_clear(&r);
	table_free(t);
}

static void test_report_absurd(void **unused)
{
	struct table *t = table_new(300);
	double *wide = column_add(t), *outlier = random_column(t), *half = column_add(t), *mixed = column_add(t);

	(void)unused;
	for (size_t i = 0; i < t->nights; i++) {
		wide[i] = (2 * chance() - 1) * 1e9;
		half[i] = chance() < 0.5 ? 1e9 : -1e9;
		mixed[i] = chance() < 0.5 ? 1e9 : 1e-9 * chance();
	}
	outlier[7] = 1e9;
	outlier[8] = -1e9;
	ordinary_columns(t, 3);
	struct association_report r = report_of(t);
	for (size_t j = 0; j < 4; j++)
		assert_true(r.list[j].a.known);
	association_report_clear(&r);
	table_free(t);
}

/* A night's only factor is there or it is not: the categories add up to one. */
static void test_report_collinear(void **unused)
{
	struct table *t = table_new(400);
	double *one[4], *parts[5], *sum;

	(void)unused;
	for (size_t k = 0; k < 4; k++)
		one[k] = filled_column(t, 0);
	for (size_t k = 0; k < 5; k++)
		parts[k] = random_column(t);
	sum = column_add(t);
	for (size_t k = 0; k < 6; k++) {
		double *x = column_add(t);
		for (size_t i = 0; i < t->nights; i++)
			x[i] = parts[0][i] + 1e-9 * normal();
	}
	for (size_t i = 0; i < t->nights; i++) {
		one[(size_t)(4 * chance())][i] = 1;
		for (size_t k = 0; k < 5; k++)
			sum[i] += parts[k][i];
	}
	struct association_report r = report_of(t);
	assert_int_equal(r.list[9].verdict, VERDICT_CANNOT_BE_SEPARATED);
	assert_false(r.list[9].calendar);
	association_report_clear(&r);
	table_free(t);
}

static void test_report_calendar(void **unused)
{
	struct table *t = table_new(400);
	double *days = column_add(t), *sunday = column_add(t), *year = column_add(t);

	(void)unused;
	for (size_t i = 0; i < t->nights; i++) {
		days[i] = (double)i;
		sunday[i] = i % 7 == 4;
		year[i] = i >= 200;
	}
	struct association_report r = report_of(t);
	for (size_t j = 0; j < 3; j++) {
		assert_int_equal(r.list[j].verdict, VERDICT_CANNOT_BE_SEPARATED);
		assert_true(r.list[j].calendar);
	}
	association_report_clear(&r);
	table_free(t);
}

static void test_report_separation(void **unused)
{
	struct table *t = table_new(300);
	double *only = column_add(t), *never = column_add(t), *amount = column_add(t);

	(void)unused;
	for (size_t i = 0; i < t->nights; i++) {
		only[i] = t->cramps[i] > 0;
		never[i] = t->cramps[i] == 0;
		amount[i] = t->cramps[i] > 0 ? 10 + chance() : chance();
	}
	struct association_report r = report_of(t);
	for (size_t j = 0; j < 3; j++) {
		assert_true(r.list[j].a.known);
		assert_int_equal(r.list[j].verdict, VERDICT_STRONG);
		assert_true(fabs(r.list[j].a.log_rr) > 3);
	}
	association_report_clear(&r);
	table_free(t);
}

static void test_report_one_factor_only(void **unused)
{
	struct table *t = table_new(200);

	(void)unused;
	random_column(t);
	struct association a = verdict_of(t, 0);
	assert_true(a.a.known);
	assert_true(fabs(a.q - a.a.p) < 1e-15);

	/* No factor at all is a report too. */
	t = table_new(200);
	struct association_report r = report_of(t);
	assert_int_equal(r.count, 0);
	assert_int_equal(r.logged, 200);
	association_report_clear(&r);
	table_free(t);
}

static void test_report_two_hundred_factors(void **unused)
{
	struct table *t = table_new(300);

	(void)unused;
	/* Fewer nights than columns. */
	ordinary_columns(t, 200);
	for (size_t j = 150; j < 200; j++)
		for (size_t i = 0; i < t->nights; i++)
			t->x[j][i] = t->x[0][i] + 0.1 * normal();
	struct association_report r = report_of(t);
	assert_true(r.tested > 140);
	association_report_clear(&r);
	table_free(t);
}

/* What the service must never do, and what comes of it: more suspects than count, a partner, a factor held out. */
static void test_report_marks(void **unused)
{
	struct table *t = table_new(200);

	(void)unused;
	ordinary_columns(t, 10);
	for (size_t j = 0; j < t->count; j++)
		t->factors[j].suspect = true;
	t->factors[0].partner = 1;
	t->factors[1].partner = 0;
	t->factors[2].held = true;
	struct association a = verdict_of(t, 2);
	assert_int_equal(a.verdict, VERDICT_NOT_ENOUGH_DATA);
	assert_int_equal(a.why, WHY_HELD);
	assert_true(isnan(a.q) && a.a.known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_report_finds_a_plain_effect),
		cmocka_unit_test(test_report_constant),
		cmocka_unit_test(test_report_nearly_constant),
		cmocka_unit_test(test_report_duplicates),
		cmocka_unit_test(test_report_all_missing),
		cmocka_unit_test(test_report_absurd),
		cmocka_unit_test(test_report_collinear),
		cmocka_unit_test(test_report_calendar),
		cmocka_unit_test(test_report_separation),
		cmocka_unit_test(test_report_one_factor_only),
		cmocka_unit_test(test_report_two_hundred_factors),
		cmocka_unit_test(test_report_marks),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
