/* The diary as rows and columns: windows, combination, composites, levels, what was told late. */
#include "rows_fixture.h"

static void test_rows_states(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct rows r;

	(void)state;
	free_night(b, D);
	slept(b, D + 1, 30, false);
	slept(b, D + 2, 30, false);
	cramp(b, D + 2, 26, "night");
	cramp(b, D + 2, 0, "unclear");
	cramp(b, D + 4, 15, "day");
	told(b, D + 5, "alcohol_units", 2, 20, 21);
	rows_finish(b, &r);
	assert_int_equal(r.count, 5);
	assert_int_equal(rows_night(&r, D)->state, STATE_FREE);
	assert_int_equal(rows_night(&r, D + 1)->state, STATE_UNKNOWN);
	assert_true(rows_night(&r, D + 1)->tst_min == 420);
	assert_int_equal(rows_night(&r, D + 2)->state, STATE_CRAMP);
	assert_int_equal(rows_night(&r, D + 2)->cramps, 2);
	assert_true(rows_night(&r, D + 2)->tst_min == 420);
	assert_null(rows_night(&r, D + 3));
	assert_int_equal(rows_night(&r, D + 4)->state, STATE_UNKNOWN);
	assert_int_equal(rows_night(&r, D + 4)->cramps, 0);
	assert_int_equal(rows_night(&r, D + 5)->state, STATE_UNKNOWN);
	rows_clear(&r);
}

static void test_rows_empty_diary(void **state)
{
	struct rows r;
	struct table t;

	(void)state;
	rows_finish(rows_builder_new(NULL), &r);
	table_make(&r, NULL, 0, &t);
	assert_int_equal(r.count, 0);
	assert_int_equal(r.column_count, 0);
	assert_int_equal(t.column_count, 0);
	assert_null(rows_night(&r, D));
	table_clear(&t);
	rows_clear(&r);
}

static void test_rows_combine_and_keep_unknown(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct rows r;

	(void)state;
	free_night(b, D);
	free_night(b, D + 1);
	told(b, D, "fluid_ml", 300, 12, 12);
	told(b, D, "room_temp_c", 18, 23, 23);
	told(b, D, "fluid_ml", 450, 18, 18);
	told(b, D, "room_temp_c", 16, 28, 28);
	rows_finish(b, &r);
	assert_true(value(&r, "fluid_ml", D) == 750);
	assert_true(value(&r, "room_temp_c", D) == 17);
	assert_true(isnan(value(&r, "fluid_ml", D + 1)));
	assert_null(rows_column(&r, "alcohol_units"));
	rows_clear(&r);
}

/* What was drunk after lights-out or after the first cramp is no cause of the night; what acts in the night stays. */
static void test_rows_close_at_lights_out_or_first_cramp(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct rows r;

	(void)state;
	slept(b, D, 30, true);
	cramp(b, D + 1, 22, "night");
	cramp(b, D + 2, 14, "exercise");
	told(b, D, "fluid_ml", 200, 20, 20);
	told(b, D, "fluid_ml", 100, 23, 23);
	told(b, D, "room_temp_c", 17, 26, 26);
	told(b, D + 1, "fluid_ml", 200, 20, 20);
	told(b, D + 1, "fluid_ml", 100, 22.5, 22.5);
	told(b, D + 2, "fluid_ml", 500, 16, 16);
	rows_finish(b, &r);
	assert_true(value(&r, "fluid_ml", D) == 200);
	assert_true(value(&r, "room_temp_c", D) == 17);
	assert_true(value(&r, "fluid_ml", D + 1) == 200);
	assert_true(value(&r, "fluid_ml", D + 2) == 500);
	rows_clear(&r);
}

static void test_rows_count_what_was_typed_after_the_cramp(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct reading imported;
	struct rows r;

	(void)state;
	cramp(b, D, 26, "night");
	cramp(b, D + 1, 26, "night");
	free_night(b, D + 2);
	cramp(b, D + 3, 26, "night");
	told(b, D, "feet_exposed", 1, 0, 32);
	told(b, D + 1, "feet_exposed", 0, 0, 22);
	told(b, D + 2, "feet_exposed", 0, 0, 32);
	reading_init(&imported);
	imported.night = D + 3;
	imported.value = 1;
	imported.recorded_at = at(D + 100, 0);
	str_copy(imported.factor, sizeof(imported.factor), "feet_exposed");
	str_copy(imported.source, sizeof(imported.source), "import:csv");
	rows_add_reading(&imported, b);
	rows_finish(b, &r);
	assert_int_equal(column_late(rows_column(&r, "feet_exposed"), r.count), 1);
	rows_clear(&r);
}

/* When it came nobody knows, but it had come when it was told. */
static void test_rows_count_what_was_typed_after_a_cramp_without_time(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct episode e;
	struct rows r;

	(void)state;
	for (int i = 0; i < 3; i++) {
		episode_init(&e);
		e.night = D + i;
		e.recorded_at = at(D + i, 31);
		str_copy(e.class, sizeof(e.class), "night");
		str_copy(e.source, sizeof(e.source), i < 2 ? "user" : "import:csv");
		rows_add_episode(&e, b);
		episode_clear(&e);
	}
	told(b, D, "feet_exposed", 1, 0, 32);
	told(b, D + 1, "feet_exposed", 1, 0, 30);
	told(b, D + 2, "feet_exposed", 1, 0, 32);
	rows_finish(b, &r);
	assert_true(rows_column(&r, "feet_exposed")->late[0]);
	assert_int_equal(column_late(rows_column(&r, "feet_exposed"), r.count), 1);
	rows_clear(&r);
}

/* Three nights told in time and two days late: a cramp, a free night, and what was in them; the last was imported. */
static void told_late(struct rows_builder *b)
{
	static const char *const sources[] = { "user", "user", "import:csv" };
	static const double typed[] = { 32, 80, 80 };

	for (int i = 0; i < 3; i++) {
		struct night n;
		night_init(&n);
		n.night = D + 10 + i;
		n.free = true;
		n.recorded_at = at(D + 10 + i, typed[i]);
		str_copy(n.source, sizeof(n.source), sources[i]);
		rows_add_night(&n, b);
		night_clear(&n);
	}
	for (int i = 0; i < 3; i++) {
		struct episode e;
		episode_init(&e);
		e.night = D + i;
		e.onset.at = at(D + i, 26);
		e.recorded_at = at(D + i, typed[i]);
		str_copy(e.class, sizeof(e.class), "night");
		str_copy(e.source, sizeof(e.source), sources[i]);
		rows_add_episode(&e, b);
		episode_clear(&e);
	}
	for (int i = 0; i < 2; i++)
		told(b, D + i, "alcohol_units", 2, 20, typed[i]);
}

static void test_rows_leave_late_entries_out(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct rows r;

	(void)state;
	rows_builder_max_recall(b, (int64_t)24 * HOUR, 720);
	told_late(b);
	rows_finish(b, &r);
	assert_int_equal(rows_night(&r, D)->state, STATE_CRAMP);
	/* A night that loses its cramp is unknown, not free. */
	assert_int_equal(rows_night(&r, D + 1)->state, STATE_UNKNOWN);
	assert_int_equal(rows_night(&r, D + 1)->cramps, 0);
	assert_int_equal(rows_night(&r, D + 2)->state, STATE_CRAMP);
	assert_int_equal(rows_night(&r, D + 10)->state, STATE_FREE);
	assert_int_equal(rows_night(&r, D + 11)->state, STATE_UNKNOWN);
	assert_int_equal(rows_night(&r, D + 12)->state, STATE_FREE);
	assert_true(value(&r, "alcohol_units", D) == 2);
	assert_true(isnan(value(&r, "alcohol_units", D + 1)));
	assert_int_equal(r.typed_late, 3);
	assert_int_equal(r.late_entries, 3);
	rows_clear(&r);
}

static void test_rows_count_late_entries_that_stay(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct rows r;

	(void)state;
	rows_builder_max_recall(b, UNKNOWN, 720);
	told_late(b);
	rows_finish(b, &r);
	assert_int_equal(rows_night(&r, D + 1)->state, STATE_CRAMP);
	assert_int_equal(r.typed_late, 0);
	assert_int_equal(r.late_entries, 3);
	rows_clear(&r);
}

static void test_rows_composites(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct rows r;

	(void)state;
	for (int i = 0; i < 5; i++)
		free_night(b, D + i);
	told(b, D, "wear_socks", 1, 0, 22);
	told(b, D, "cover_feet", 0, 0, 22);
	told(b, D + 1, "wear_socks", 0, 0, 22);
	told(b, D + 2, "warm_feet", 0, 0, 22);
	told(b, D + 2, "wear_socks", 1, 0, 22);
	told(b, D + 3, "warm_feet", 0, 0, 22);
	told(b, D + 4, "warm_room", 1, 0, 22);
	rows_finish(b, &r);
	assert_true(value(&r, "warm_feet", D) == 1);
	assert_true(value(&r, "wear_socks", D) == 1);
	assert_true(value(&r, "cover_feet", D) == 0);
	/* No socks says nothing about foot baths. */
	assert_true(isnan(value(&r, "warm_feet", D + 1)));
	assert_true(value(&r, "wear_socks", D + 1) == 0);
	assert_true(value(&r, "warm_feet", D + 2) == 1);
	assert_true(value(&r, "warm_feet", D + 3) == 0);
	assert_true(isnan(value(&r, "warm_feet", D + 4)));
	rows_clear(&r);
}

static void test_rows_leave_traits_out(void **state)
{
	struct rows_builder *b = rows_builder_new("varicose_veins");
	struct rows r;

	(void)state;
	free_night(b, D);
	told(b, D, "varicose_veins", 1, 0, 22);
	told(b, D, "other_medication", NAN, 0, 22);
	rows_finish(b, &r);
	assert_null(rows_column(&r, "varicose_veins"));
	assert_null(rows_column(&r, "other_medication"));
	rows_clear(&r);
}

static void test_rows_tracking(void **state)
{
	struct rows_builder *b = rows_builder_new("stretch,fluid_ml");
	struct rows r;

	(void)state;
	track(b, "stretch", false, false, UNKNOWN);
	track(b, "alcohol_units", true, true, 2);
	free_night(b, D);
	rows_finish(b, &r);
	assert_true(rows_column(&r, "fluid_ml")->tracked);
	assert_null(rows_column(&r, "stretch"));
	assert_true(rows_column(&r, "alcohol_units")->tracked);
	assert_true(rows_column(&r, "alcohol_units")->suspect);
	assert_int_equal(rows_column(&r, "alcohol_units")->lag, 2);
	rows_clear(&r);
}

static void test_rows_own_factor(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct own_factor pepper = { .id = "pepper",
				     .label = xstrdup("Hot pepper"),
				     .kind = "amount",
				     .unit = "",
				     .window = "day",
				     .combine = "max" };
	struct rows r;

	(void)state;
	rows_add_factor(&pepper, b);
	own_factor_clear(&pepper);
	free_night(b, D);
	told(b, D, "pepper", 2, 0, 20);
	told(b, D, "alcohol_units", 1, 0, 20);
	told(b, D, "pepper", 3, 0, 21);
	told(b, D, "no_such_factor", 3, 0, 21);
	rows_finish(b, &r);
	assert_int_equal(r.column_count, 2);
	assert_string_equal(r.columns[0].factor->id, "alcohol_units");
	assert_string_equal(r.columns[1].factor->label, "Hot pepper");
	assert_true(value(&r, "pepper", D) == 3);
	rows_clear(&r);
}

static void test_rows_sleep_debt_from_the_nights_before(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct rows r;

	(void)state;
	slept(b, D, 29, true);	   /* 360 min */
	slept(b, D + 1, 30, true); /* 420 */
	free_night(b, D + 2);
	slept(b, D + 3, 28, true); /* 300 */
	slept(b, D + 4, 29, true); /* 360 */
	slept(b, D + 6, 29, true);
	rows_finish(b, &r);
	assert_true(isnan(value(&r, "sleep_debt", D)));
	assert_true(value(&r, "sleep_debt", D + 1) == 360);
	assert_true(value(&r, "sleep_debt", D + 2) == 390);
	assert_true(isnan(value(&r, "sleep_debt", D + 3)));
	assert_true(value(&r, "sleep_debt", D + 4) == 360); /* of 300 and 420; the night between is not known */
	assert_true(isnan(value(&r, "sleep_debt", D + 6)));
	rows_clear(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_states),
		cmocka_unit_test(test_rows_empty_diary),
		cmocka_unit_test(test_rows_combine_and_keep_unknown),
		cmocka_unit_test(test_rows_close_at_lights_out_or_first_cramp),
		cmocka_unit_test(test_rows_count_what_was_typed_after_the_cramp),
		cmocka_unit_test(test_rows_count_what_was_typed_after_a_cramp_without_time),
		cmocka_unit_test(test_rows_leave_late_entries_out),
		cmocka_unit_test(test_rows_count_late_entries_that_stay),
		cmocka_unit_test(test_rows_composites),
		cmocka_unit_test(test_rows_leave_traits_out),
		cmocka_unit_test(test_rows_tracking),
		cmocka_unit_test(test_rows_own_factor),
		cmocka_unit_test(test_rows_sleep_debt_from_the_nights_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
