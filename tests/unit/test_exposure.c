#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>

#include "daemon/diary/exposure.h"

enum { NIGHT = 20000, LIGHTS_OUT = 1000000, FIRST_CRAMP = 1010000 };

static struct factor factor(enum factor_kind kind, enum factor_window window, enum factor_combine combine)
{
	return (struct factor){ .id = "f", .kind = kind, .window = window, .combine = combine };
}

static struct reading told(double value, int64_t at, int64_t recorded_at)
{
	struct reading r;

	reading_init(&r);
	str_copy(r.factor, sizeof(r.factor), "f");
	r.night = NIGHT;
	r.value = value;
	r.at = at;
	r.recorded_at = recorded_at;
	return r;
}

static double combine_three(enum factor_kind kind, enum factor_combine combine, double a, double b, double c)
{
	/* The second one is the last. */
	const struct reading readings[] = { told(a, 500, 900), told(b, 800, 900), told(c, 600, 900) };
	struct factor f = factor(kind, WINDOW_DAY, combine);

	return exposure_combine(&f, readings, 3, NIGHT, UNKNOWN, UNKNOWN).value;
}

static void test_exposure_combine_each_way(void **state)
{
	(void)state;
	assert_true(combine_three(KIND_AMOUNT, COMBINE_SUM, 300, 500, 100) == 900);
	assert_true(combine_three(KIND_AMOUNT, COMBINE_MEAN, 300, 500, 100) == 300);
	assert_true(combine_three(KIND_AMOUNT, COMBINE_MIN, 300, 500, 100) == 100);
	assert_true(combine_three(KIND_AMOUNT, COMBINE_MAX, 300, 500, 100) == 500);
	assert_true(combine_three(KIND_AMOUNT, COMBINE_LAST, 300, 200, 100) == 200);
	assert_true(combine_three(KIND_AMOUNT, COMBINE_MIN, -3, -5, -1) == -5);
	assert_true(combine_three(KIND_AMOUNT, COMBINE_MAX, -3, -5, -1) == -1);
	/* Yes twice is still one yes. */
	assert_true(combine_three(KIND_YESNO, COMBINE_SUM, 1, 1, 0) == 1);
	assert_true(combine_three(KIND_YESNO, COMBINE_MEAN, 1, 0, 0) == 1);
	assert_true(combine_three(KIND_YESNO, COMBINE_LAST, 1, 0, 1) == 0);
}

static void test_exposure_combine_nothing_is_unknown(void **state)
{
	struct factor f = factor(KIND_YESNO, WINDOW_NIGHT, COMBINE_LAST);
	struct reading others[] = { told(1, 500, 900), told(1, 500, 900) };
	struct exposure x;

	(void)state;
	others[0].night++;
	str_copy(others[1].factor, sizeof(others[1].factor), "g");
	x = exposure_combine(&f, others, 2, NIGHT, UNKNOWN, UNKNOWN);
	assert_true(isnan(x.value));
	assert_int_equal(x.level, UNKNOWN);
	assert_int_equal(x.count, 0);
	x = exposure_combine(&f, NULL, 0, NIGHT, UNKNOWN, UNKNOWN);
	assert_true(isnan(x.value));
}

static void test_exposure_combine_levels(void **state)
{
	struct factor f = factor(KIND_AMOUNT, WINDOW_DAY, COMBINE_SUM);
	struct reading readings[] = { told(NAN, 500, 900), told(NAN, 600, 900), told(300, 400, 900) };
	struct exposure x;

	(void)state;
	readings[0].level = 1;
	readings[1].level = -1;
	x = exposure_combine(&f, readings, 2, NIGHT, UNKNOWN, UNKNOWN);
	assert_true(isnan(x.value));
	assert_int_equal(x.level, -1); /* the newest */
	x = exposure_combine(&f, readings, 3, NIGHT, UNKNOWN, UNKNOWN);
	assert_true(x.value == 300);
	assert_int_equal(x.level, UNKNOWN);
	assert_int_equal(x.count, 3);
}

static void test_exposure_combine_day_closes(void **state)
{
	const struct reading readings[] = {
		told(1, LIGHTS_OUT - 1, 900),
		told(2, LIGHTS_OUT, 900),
		told(4, LIGHTS_OUT + 1, 900),
		told(8, UNKNOWN, 900),
	};
	struct factor day = factor(KIND_AMOUNT, WINDOW_DAY, COMBINE_SUM);
	struct factor night = factor(KIND_AMOUNT, WINDOW_NIGHT, COMBINE_SUM);

	(void)state;
	assert_true(exposure_combine(&day, readings, 4, NIGHT, LIGHTS_OUT, UNKNOWN).value == 1 + 8);
	assert_true(exposure_combine(&day, readings, 4, NIGHT, UNKNOWN, UNKNOWN).value == 15);
	assert_true(exposure_combine(&night, readings, 4, NIGHT, LIGHTS_OUT, UNKNOWN).value == 15);
}

/* A span counts where it ends: begun before lights out, ended after. */
static void test_exposure_combine_spans_count_at_their_end(void **state)
{
	struct factor f = factor(KIND_AMOUNT, WINDOW_DAY, COMBINE_SUM);
	struct reading r = told(45, LIGHTS_OUT - 600, 900);

	(void)state;
	r.until_at = LIGHTS_OUT + 600;
	assert_int_equal(exposure_combine(&f, &r, 1, NIGHT, LIGHTS_OUT, UNKNOWN).count, 0);
	r.until_at = LIGHTS_OUT - 1;
	assert_int_equal(exposure_combine(&f, &r, 1, NIGHT, LIGHTS_OUT, UNKNOWN).count, 1);
}

static void test_exposure_combine_late(void **state)
{
	const struct reading readings[] = {
		told(1, 500, FIRST_CRAMP - 1),
		told(1, 500, FIRST_CRAMP),
		told(1, 500, FIRST_CRAMP + 1),
	};
	struct factor f = factor(KIND_AMOUNT, WINDOW_DAY, COMBINE_SUM);

	(void)state;
	assert_int_equal(exposure_combine(&f, readings, 3, NIGHT, UNKNOWN, FIRST_CRAMP).late, 1);
	assert_int_equal(exposure_combine(&f, readings, 3, NIGHT, UNKNOWN, UNKNOWN).late, 0);
}

/* A correction said in the morning, without a time, comes after the evening's word. */
static void test_exposure_combine_corrections(void **state)
{
	struct reading readings[] = { told(1, 5000, 5000), told(0, UNKNOWN, 40000) };
	struct factor f = factor(KIND_YESNO, WINDOW_NIGHT, COMBINE_LAST);

	(void)state;
	assert_true(exposure_combine(&f, readings, 2, NIGHT, UNKNOWN, UNKNOWN).value == 0);
	readings[1].at = 5000;
	assert_true(exposure_combine(&f, readings, 2, NIGHT, UNKNOWN, UNKNOWN).value == 0);
	readings[1].recorded_at = 5000;
	readings[0].id = 7;
	readings[1].id = 8;
	assert_true(exposure_combine(&f, readings, 2, NIGHT, UNKNOWN, UNKNOWN).value == 0);
}

static void test_exposure_composite(void **state)
{
	const struct exposure unknown = { NAN, UNKNOWN, 0, 0 }, no = { 0, UNKNOWN, 1, 0 }, yes = { 1, UNKNOWN, 1, 1 };
	const struct exposure finer_no[] = { no, unknown }, finer_yes[] = { no, yes };

	(void)state;
	assert_true(isnan(exposure_composite(&unknown, finer_no, 2).value));
	assert_true(isnan(exposure_composite(&unknown, NULL, 0).value));
	assert_true(exposure_composite(&no, finer_no, 2).value == 0);
	assert_true(exposure_composite(&no, finer_yes, 2).value == 1);
	assert_true(exposure_composite(&unknown, finer_yes, 2).value == 1);
	assert_int_equal(exposure_composite(&unknown, finer_yes, 2).count, 1);
	assert_int_equal(exposure_composite(&unknown, finer_yes, 2).late, 1);
	assert_true(exposure_composite(&yes, finer_no, 2).value == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exposure_combine_each_way),
		cmocka_unit_test(test_exposure_combine_nothing_is_unknown),
		cmocka_unit_test(test_exposure_combine_levels),
		cmocka_unit_test(test_exposure_combine_day_closes),
		cmocka_unit_test(test_exposure_combine_spans_count_at_their_end),
		cmocka_unit_test(test_exposure_combine_late),
		cmocka_unit_test(test_exposure_combine_corrections),
		cmocka_unit_test(test_exposure_composite),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
