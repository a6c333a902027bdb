/* The rows as a table of exposures: lags, the two ends of the U, contrasts. */
#include "rows_fixture.h"

static const struct exposure_column *exposure(const struct table *t, const char *id)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (strcmp(t->columns[i].id, id) == 0)
			return &t->columns[i];
	return NULL;
}

static void test_table_lag_follows_the_calendar(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	const struct exposure_column *c;
	struct rows r;
	struct table t;

	(void)state;
	track(b, "alcohol_units", true, false, 1);
	free_night(b, D);
	free_night(b, D + 1);
	free_night(b, D + 3);
	told(b, D, "alcohol_units", 4, 0, 20);
	told(b, D + 1, "alcohol_units", 2, 0, 20);
	told(b, D + 3, "alcohol_units", 1, 0, 20);
	rows_finish(b, &r);
	table_make(&r, NULL, 0, &t);
	c = exposure(&t, "alcohol_units");
	assert_non_null(c);
	assert_int_equal(c->source->lag, 1);
	assert_true(isnan(c->x[0]));
	assert_true(c->x[1] == 4);
	assert_true(isnan(c->x[2])); /* the night before has no row */
	table_clear(&t);
	rows_clear(&r);
}

static void test_table_u_shape(void **state)
{
	struct rows_builder *b = rows_builder_new("fluid_ml");
	const struct exposure_column *low, *high;
	struct contrast c;
	struct rows r;
	struct table t;

	(void)state;
	for (int i = 0; i < 6; i++)
		free_night(b, D + i);
	cramp(b, D + 6, 26, "night");
	for (int i = 0; i < 5; i++)
		told(b, D + i, "fluid_ml", 1000 + 100 * i, 0, 20);
	said_roughly(b, D + 6, "fluid_ml", -1);
	rows_finish(b, &r);
	table_make(&r, NULL, 0, &t);
	assert_null(exposure(&t, "fluid_ml"));
	low = exposure(&t, "fluid_ml_low");
	high = exposure(&t, "fluid_ml_high");
	assert_non_null(low);
	assert_non_null(high);
	assert_true(low->binary && high->binary);
	/* Quartiles of 1000 … 1400 are 1100 and 1300. */
	assert_true(low->cut == 1100 && high->cut == 1300);
	assert_true(isnan(low->x[5]));
	assert_true(low->x[6] == 1 && high->x[6] == 0);
	table_contrast(&t, low, &c);
	assert_int_equal(c.known, 6);
	assert_int_equal(c.high.nights, 3);
	assert_int_equal(c.high.cramp_nights, 1);
	assert_int_equal(c.low.nights, 3);
	table_clear(&t);
	rows_clear(&r);
}

static void test_table_contrast_leaves_unknown_nights_out(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct contrast c;
	struct rows r;
	struct table t;

	(void)state;
	free_night(b, D);
	cramp(b, D + 1, 26, "night");
	told(b, D, "wear_socks", 1, 0, 20);
	told(b, D + 1, "wear_socks", 0, 0, 20);
	told(b, D + 2, "wear_socks", 0, 0, 20);
	rows_finish(b, &r);
	table_make(&r, NULL, 0, &t);
	table_contrast(&t, exposure(&t, "wear_socks"), &c);
	assert_int_equal(c.known, 2);
	assert_int_equal(c.low.nights, 1);
	assert_int_equal(c.low.cramp_nights, 1);
	assert_int_equal(c.high.nights, 1);
	assert_int_equal(c.high.cramp_nights, 0);
	table_clear(&t);
	rows_clear(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table_lag_follows_the_calendar),
		cmocka_unit_test(test_table_u_shape),
		cmocka_unit_test(test_table_contrast_leaves_unknown_nights_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
