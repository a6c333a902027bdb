/*
 * Counts and summaries: hand-computed cases, properties, and equality with the reference implementation of the method
 * on the cases of tests/data/descriptive.json (made by tests/oracle/descriptive.py) or of the file named on the command
 * line.
 */
#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cramp/util.h"
#include "daemon/insight/descriptive.h"

static const char *cases_path = "tests/data/descriptive.json";

static void assert_near(double a, double b, double within)
{
	if (isnan(b))
		assert_true(isnan(a));
	else
		assert_true(fabs(a - b) <= within);
}

static void test_quantile7_by_hand(void **state)
{
	const double v[] = { 4, 1, 3, 2 };

	(void)state;
	/* (n - 1) p = 0.75: three quarters of the way from 1 to 2 */
	assert_near(quantile7(v, 4, 0.25), 1.75, 0);
	assert_near(quantile7(v, 4, 0.5), 2.5, 0);
	assert_near(quantile7(v, 4, 0), 1, 0);
	assert_near(quantile7(v, 4, 1), 4, 0);
	assert_near(quantile7(v, 1, 0.9), 4, 0);
	assert_true(isnan(quantile7(v, 0, 0.5)));
}

static void test_quantile7_leaves_order_alone(void **state)
{
	double v[] = { 9, -1, 5 };

	(void)state;
	assert_near(median(v, 3), 5, 0);
	assert_near(quantile7(v, 3, 0.5), 5, 0);
	assert_near(v[0], 9, 0);
	assert_near(v[1], -1, 0);
}

static void test_median_of_even_count_is_the_mean_of_two(void **state)
{
	const double v[] = { 7, 1, 2, 30 };

	(void)state;
	assert_near(median(v, 4), 4.5, 0);
	assert_true(isnan(median(v, 0)));
}

/* Newcombe 1998, Stat Med 17:857, table I, method 3: 81/263 and 15/148; 0/20 and 1/29 as well. */
static void test_wilson95_published(void **state)
{
	(void)state;
	assert_near(wilson95(81, 263).low, 0.2553, 5e-5);
	assert_near(wilson95(81, 263).high, 0.3662, 5e-5);
	assert_near(wilson95(15, 148).low, 0.0624, 5e-5);
	assert_near(wilson95(15, 148).high, 0.1605, 5e-5);
	assert_near(wilson95(0, 20).low, 0, 0);
	assert_near(wilson95(0, 20).high, 0.1611, 5e-5);
	assert_near(wilson95(1, 29).low, 0.0061, 5e-5);
	assert_near(wilson95(1, 29).high, 0.1718, 5e-5);
}

static void test_wilson95_mirrored(void **state)
{
	(void)state;
	for (int n = 1; n < 40; n++) {
		for (int k = 0; k <= n; k++) {
			struct interval a = wilson95(k, n), b = wilson95(n - k, n);

			assert_near(a.low, 1 - b.high, 1e-12);
			assert_true(a.low <= (double)k / n + 1e-12 && a.high >= (double)k / n - 1e-12);
		}
	}
	assert_near(wilson95(0, 0).low, 0, 0);
	assert_near(wilson95(0, 0).high, 1, 0);
}

static void test_contrast_groups_thirds(void **state)
{
	/* Thirds of 1 … 7 are cut at 3 and 5; the middle is in neither. */
	const double x[] = { 7, 1, NAN, 2, 6, 3, 5, 4 };
	const int cramp[] = { 1, 0, 1, 0, 1, 1, 0, 1 };
	struct contrast c;

	(void)state;
	contrast_groups(x, cramp, ARRAY_LEN(x), false, &c);
	assert_int_equal(c.known, 7);
	assert_int_equal(c.low.nights, 3);
	assert_int_equal(c.low.cramp_nights, 1);
	assert_near(c.low.median, 2, 0);
	assert_near(c.low.edge, 3, 0);
	assert_int_equal(c.high.nights, 3);
	assert_int_equal(c.high.cramp_nights, 2);
	assert_near(c.high.median, 6, 0);
	assert_near(c.high.edge, 5, 0);
}

static void test_contrast_groups_heap_at_the_bottom(void **state)
{
	/* Both thirds are 0: none against some. */
	const double x[] = { 0, 0, 0, 0, 0, 30 };
	const int cramp[] = { 0, 1, 0, 0, 0, 1 };
	struct contrast c;

	(void)state;
	contrast_groups(x, cramp, ARRAY_LEN(x), false, &c);
	assert_int_equal(c.low.nights, 5);
	assert_int_equal(c.high.nights, 1);
	assert_int_equal(c.high.cramp_nights, 1);
}

static void test_contrast_groups_heap_at_the_top(void **state)
{
	const double x[] = { 8, 8, 8, 8, 2 };
	const int cramp[] = { 0, 1, 0, 0, 1 };
	struct contrast c;

	(void)state;
	contrast_groups(x, cramp, ARRAY_LEN(x), false, &c);
	assert_int_equal(c.low.nights, 1);
	assert_int_equal(c.high.nights, 4);
}

static void test_contrast_groups_one_value_or_none(void **state)
{
	const double x[] = { 3, 3, NAN };
	const int cramp[] = { 1, 0, 1 };
	struct contrast c;

	(void)state;
	contrast_groups(x, cramp, 3, false, &c);
	assert_int_equal(c.low.nights, 0);
	assert_true(isnan(c.low.median));
	assert_int_equal(c.high.nights, 2);
	contrast_groups(x + 2, cramp, 1, false, &c);
	assert_int_equal(c.known, 0);
	assert_int_equal(c.low.nights + c.high.nights, 0);
	assert_true(isnan(c.high.median) && isnan(c.low.edge));
}

static void test_contrast_groups_yes_no(void **state)
{
	const double x[] = { 1, 0, 0, NAN, 1 };
	const int cramp[] = { 1, 0, 1, 1, 1 };
	struct contrast c;

	(void)state;
	contrast_groups(x, cramp, 5, true, &c);
	assert_int_equal(c.low.nights, 2);
	assert_int_equal(c.low.cramp_nights, 1);
	assert_int_equal(c.high.nights, 2);
	assert_int_equal(c.high.cramp_nights, 2);
}

static void test_only_zero_one(void **state)
{
	const double yes_no[] = { 0, NAN, 1 }, amounts[] = { 0, 1, 2 }, nothing[] = { NAN };

	(void)state;
	assert_true(only_zero_one(yes_no, 3));
	assert_false(only_zero_one(amounts, 3));
	assert_false(only_zero_one(nothing, 1));
	assert_false(only_zero_one(nothing, 0));
}

static void test_u_shape_split_levels(void **state)
{
	/* Quartiles of 1 … 5 are 2 and 4. */
	const double x[] = { 1, 2, 3, 4, 5, NAN, NAN, NAN, NAN };
	const int level[] = { 9, 9, 9, 9, 9, -1, 0, 1, 9 };
	const bool logged[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
	const double low_wanted[] = { 1, 1, 0, 0, 0, 1, 0, 0, NAN }, high_wanted[] = { 0, 0, 0, 1, 1, 0, 0, 1, NAN };
	double low[9], high[9];

	(void)state;
	u_shape_split(x, level, logged, 9, low, high);
	for (int i = 0; i < 9; i++) {
		assert_near(low[i], low_wanted[i], 0);
		assert_near(high[i], high_wanted[i], 0);
	}
}

static void test_u_shape_split_only_levels(void **state)
{
	const double x[] = { NAN, NAN };
	const int level[] = { -1, 1 };
	const bool logged[] = { true, false };
	double low[2], high[2];

	(void)state;
	u_shape_split(x, level, logged, 2, low, high);
	assert_near(low[0], 1, 0);
	assert_near(high[0], 0, 0);
	assert_near(high[1], 1, 0);
}

static double *numbers(const json_t *list)
{
	double *v = xcalloc(json_array_size(list), sizeof(*v));

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *x = json_array_get(list, i);

		v[i] = json_is_null(x) ? NAN : json_is_boolean(x) ? json_is_true(x) : json_number_value(x);
	}
	return v;
}

static void assert_group(const struct group *g, const json_t *wanted)
{
	const json_t *m = json_object_get(wanted, "median"), *w = json_object_get(wanted, "wilson");

	assert_int_equal(g->nights, json_integer_value(json_object_get(wanted, "nights")));
	assert_int_equal(g->cramp_nights, json_integer_value(json_object_get(wanted, "cramp_nights")));
	assert_near(g->median, json_is_null(m) ? NAN : json_number_value(m), 0);
	assert_near(g->wilson.low, json_number_value(json_array_get(w, 0)), 1e-15);
	assert_near(g->wilson.high, json_number_value(json_array_get(w, 1)), 1e-15);
}

static void assert_contrast_case(const json_t *c)
{
	size_t n = json_array_size(json_object_get(c, "x")), m = 0, i;
	double *x = numbers(json_object_get(c, "x")), *y = numbers(json_object_get(c, "cramp")),
	       *known = xcalloc(n, sizeof(*known));
	int *cramp = xcalloc(n, sizeof(*cramp));
	const json_t *q;
	struct contrast out;

	for (i = 0; i < n; i++) {
		cramp[i] = (int)y[i];
		if (!isnan(x[i]))
			known[m++] = x[i];
	}
	contrast_groups(x, cramp, n, json_is_true(json_object_get(c, "binary")), &out);
	assert_int_equal(out.known, m);
	if (m > 0) {
		assert_group(&out.low, json_object_get(c, "low"));
		assert_group(&out.high, json_object_get(c, "high"));
	}
	json_array_foreach(json_object_get(c, "quantiles"), i, q)
		assert_near(quantile7(known, m, json_number_value(json_array_get(q, 0))),
			    json_number_value(json_array_get(q, 1)), 0);
	free(cramp);
	free(known);
	free(y);
	free(x);
}

static void assert_u_case(const json_t *c)
{
	size_t n = json_array_size(json_object_get(c, "x"));
	double *x = numbers(json_object_get(c, "x")), *l = numbers(json_object_get(c, "logged"));
	double *low_wanted = numbers(json_object_get(c, "low")), *high_wanted = numbers(json_object_get(c, "high"));
	double *low = xcalloc(n, sizeof(*low)), *high = xcalloc(n, sizeof(*high));
	int *level = xcalloc(n, sizeof(*level));
	bool *logged = xcalloc(n, sizeof(*logged));

	for (size_t i = 0; i < n; i++) {
		level[i] = 9;
		logged[i] = l[i] != 0;
	}
	u_shape_split(x, level, logged, n, low, high);
	for (size_t i = 0; i < n; i++) {
		assert_near(low[i], low_wanted[i], 0);
		assert_near(high[i], high_wanted[i], 0);
	}
	free(logged);
	free(level);
	free(high);
	free(low);
	free(high_wanted);
	free(low_wanted);
	free(l);
	free(x);
}

static void test_reference_cases(void **state)
{
	json_error_t error;
	json_t *all = json_load_file(cases_path, 0, &error), *c;
	size_t i;

	(void)state;
	if (!all)
		fail_msg("%s: %s", cases_path, error.text);
	assert_true(json_array_size(json_object_get(all, "contrasts")) > 0);
	json_array_foreach(json_object_get(all, "contrasts"), i, c) assert_contrast_case(c);
	json_array_foreach(json_object_get(all, "u_shapes"), i, c) assert_u_case(c);
	json_decref(all);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quantile7_by_hand),
		cmocka_unit_test(test_quantile7_leaves_order_alone),
		cmocka_unit_test(test_median_of_even_count_is_the_mean_of_two),
		cmocka_unit_test(test_wilson95_published),
		cmocka_unit_test(test_wilson95_mirrored),
		cmocka_unit_test(test_contrast_groups_thirds),
		cmocka_unit_test(test_contrast_groups_heap_at_the_bottom),
		cmocka_unit_test(test_contrast_groups_heap_at_the_top),
		cmocka_unit_test(test_contrast_groups_one_value_or_none),
		cmocka_unit_test(test_contrast_groups_yes_no),
		cmocka_unit_test(test_only_zero_one),
		cmocka_unit_test(test_u_shape_split_levels),
		cmocka_unit_test(test_u_shape_split_only_levels),
		cmocka_unit_test(test_reference_cases),
	};

	if (argc > 1)
		cases_path = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
