/* Which questions are asked of a diary, over which nights, and what it is told apart by. */
#include "tests/unit/insight_fixture.h"

#include "daemon/insight/verdicts.h"

struct diary {
	struct rows rows;
	struct table table;
	struct verdicts verdicts;
};

static void diary_make(struct diary *d, struct rows_builder *b)
{
	rows_finish(b, &d->rows);
	table_make(&d->rows, NULL, 0, &d->table);
}

static void diary_ask(struct diary *d, int32_t from, int32_t last, enum nights_asked asked)
{
	verdicts_make(&d->verdicts, &d->table, from, last, last, asked);
}

static void diary_clear(struct diary *d)
{
	verdicts_clear(&d->verdicts);
	table_clear(&d->table);
	rows_clear(&d->rows);
}

static const struct association *answer(const struct diary *d, const char *id)
{
	return &d->verdicts.report.list[column_of(&d->table, id)];
}

static enum left_out left_out(const struct diary *d, const char *id)
{
	return d->verdicts.left_out[column_of(&d->table, id)];
}

/* ---- which nights ---- */

static void test_verdicts_begin_with_the_first_recorded_night(void **state)
{
	static const struct told_factor tea = { "alcohol_units", 3, 1, 1 };
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };

	(void)state;
	tell_diary(b, 60, 0, 0.3, &tea, 1);
	/* Told long before the first night with an outcome: no night of the diary. */
	for (int i = 1; i < 20; i++)
		tell(b, D + 100 + i, "alcohol_units", 1, 20);
	diary_make(&d, b);
	diary_ask(&d, NO_NIGHT, D + 99, ALL_NIGHTS);
	assert_int_equal(d.verdicts.first, D);
	assert_int_equal(d.verdicts.nights, 100);
	assert_int_equal(d.verdicts.report.logged, 60);
	assert_int_equal(answer(&d, "alcohol_units")->nights, 60);
	diary_clear(&d);
}

static void test_verdicts_of_an_empty_diary(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };

	(void)state;
	tell(b, D, "alcohol_units", 1, 20);
	diary_make(&d, b);
	diary_ask(&d, NO_NIGHT, D + 10, ALL_NIGHTS);
	assert_int_equal(d.verdicts.nights, 0);
	assert_int_equal(d.verdicts.report.logged, 0);
	assert_int_equal(answer(&d, "alcohol_units")->verdict, VERDICT_NOT_ENOUGH_DATA);
	diary_clear(&d);
}

static void test_verdicts_keep_to_their_nights(void **state)
{
	static const struct told_factor meal = { "fan_on_legs", 0.4, 3, 1 };
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };

	(void)state;
	tell_diary(b, 300, 0, 0.15, &meal, 1);
	diary_make(&d, b);
	diary_ask(&d, D + 100, D + 199, ALL_NIGHTS);
	assert_int_equal(d.verdicts.report.logged, 100);
	assert_int_equal(answer(&d, "fan_on_legs")->nights, 100);
	diary_clear(&d);
}

static void test_verdicts_find_what_is_there(void **state)
{
	static const struct told_factor factors[] = { { "fan_on_legs", 0.4, 4, 1 },
						      { "wear_socks", 0.5, 1, 1 },
						      { "alcohol_units", 3, 1, 1 } };
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };

	(void)state;
	tell_diary(b, 400, 0, 0.12, factors, 3);
	diary_make(&d, b);
	diary_ask(&d, NO_NIGHT, D + 399, ALL_NIGHTS);
	assert_int_equal(answer(&d, "fan_on_legs")->verdict, VERDICT_STRONG);
	assert_true(answer(&d, "alcohol_units")->verdict < VERDICT_SOME);
	assert_true(answer(&d, "fan_on_legs")->adjuster);
	diary_clear(&d);
}

static void test_verdicts_well_recorded_weeks(void **state)
{
	static const struct told_factor meal = { "fan_on_legs", 0.4, 3, 1 };
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };
	struct weeks w;

	(void)state;
	tell_diary(b, 70, 0, 0.2, &meal, 1); /* ten whole weeks … */
	for (int i = 0; i < 5; i++)	     /* … one of five nights, one of six … */
		tell_free(b, D + 70 + i, 32);
	for (int i = 0; i < 6; i++)
		tell_free(b, D + 77 + i, 32);
	tell_free(b, D + 104, 32); /* … two of none, and one of a single night */
	diary_make(&d, b);
	diary_ask(&d, NO_NIGHT, D + 104, ALL_NIGHTS);
	w = verdicts_weeks(&d.verdicts);
	assert_int_equal(w.any, 13);
	assert_int_equal(w.well, 11);
	assert_int_equal(d.verdicts.report.logged, 82);
	verdicts_clear(&d.verdicts);
	diary_ask(&d, NO_NIGHT, D + 104, WELL_RECORDED_WEEKS);
	assert_int_equal(d.verdicts.report.logged, 76);
	diary_clear(&d);
}

/* ---- which questions ---- */

static void test_verdicts_ask_no_second_finding(void **state)
{
	static const struct told_factor factors[] = { { "fluid_ml", 1500, 1, 1 },
						      { "dehydration", 0.3, 1, 1 },
						      { "warm_feet", 0.5, 1, 1 },
						      { "wear_socks", 0.3, 1, 1 } };
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };

	(void)state;
	tell_diary(b, 150, 0, 0.25, factors, 4);
	diary_make(&d, b);
	diary_ask(&d, NO_NIGHT, D + 149, ALL_NIGHTS);
	assert_int_equal(left_out(&d, "fluid_ml_low"), ASKED);
	assert_int_equal(left_out(&d, "warm_feet"), ASKED);
	assert_int_equal(left_out(&d, "dehydration"), LEFT_OUT_DERIVED);
	assert_int_equal(left_out(&d, "wear_socks"), LEFT_OUT_COUNTS_AS);
	assert_string_equal(d.table.columns[d.verdicts.beside[column_of(&d.table, "wear_socks")]].id, "warm_feet");
	assert_false(answer(&d, "dehydration")->adjuster);
	assert_true(isnan(answer(&d, "dehydration")->q));
	diary_clear(&d);
}

/* The flag alone was kept; and socks, said yes and no, never make warm feet a plain no. */
static void test_verdicts_ask_in_the_place_of_what_cannot_answer(void **state)
{
	static const struct told_factor factors[] = { { "fluid_ml", 1500, 1, 0.2 },
						      { "dehydration", 0.3, 1, 1 },
						      { "wear_socks", 0.4, 1, 1 } };
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };

	(void)state;
	tell_diary(b, 150, 0, 0.25, factors, 3);
	diary_make(&d, b);
	diary_ask(&d, NO_NIGHT, D + 149, ALL_NIGHTS);
	assert_int_equal(left_out(&d, "dehydration"), ASKED);
	assert_int_equal(left_out(&d, "wear_socks"), ASKED);
	assert_int_equal(answer(&d, "warm_feet")->verdict, VERDICT_NO_VARIATION);
	assert_false(isnan(answer(&d, "wear_socks")->q));
	diary_clear(&d);
}

static void test_verdicts_ends_of_a_u_are_partners(void **state)
{
	static const struct told_factor water = { "fluid_ml", 1500, 1, 1 };
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };

	(void)state;
	tell_diary(b, 150, 0, 0.25, &water, 1);
	diary_make(&d, b);
	diary_ask(&d, NO_NIGHT, D + 149, ALL_NIGHTS);
	/* They exclude each other, and still are no companions: each adjusts for the other. */
	assert_int_equal(answer(&d, "fluid_ml_low")->companion_count, 0);
	assert_int_equal(answer(&d, "fluid_ml_high")->companion_count, 0);
	assert_true(answer(&d, "fluid_ml_low")->adjuster && answer(&d, "fluid_ml_high")->adjuster);
	diary_clear(&d);
}

static void ask_with_lag(struct diary *d, int32_t declared, int32_t today)
{
	static const struct told_factor meal = { "alcohol_units", 3, 1, 1 };
	struct rows_builder *b = rows_builder_new(NULL);

	declare(b, "alcohol_units", false, 1, at(declared, 12));
	tell_diary(b, 84, 0, 0.3, &meal, 1);
	diary_make(d, b);
	verdicts_make(&d->verdicts, &d->table, NO_NIGHT, D + 83, today, ALL_NIGHTS);
}

static void test_verdicts_hold_a_changed_lag_back(void **state)
{
	struct diary d = { 0 };

	(void)state;
	/* Declared on the diary's first day: by the first look it has its 84 nights. */
	ask_with_lag(&d, D, D + 83);
	assert_false(isnan(answer(&d, "alcohol_units")->q));
	diary_clear(&d);
	ask_with_lag(&d, D + 1, D + 83);
	assert_true(isnan(answer(&d, "alcohol_units")->q));
	assert_int_equal(answer(&d, "alcohol_units")->why, WHY_HELD);
	assert_int_equal(answer(&d, "alcohol_units")->verdict, VERDICT_NOT_ENOUGH_DATA);
	diary_clear(&d);
}

static void test_verdicts_shift_by_the_lag(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };

	(void)state;
	declare(b, "fan_on_legs", false, 2, UNKNOWN);
	for (int i = 0; i < 60; i++)
		tell_free(b, D + i, 32);
	/* What was told before the diary's first night counts for its first nights. */
	tell(b, D - 1, "fan_on_legs", 1, 20);
	for (int i = 0; i < 60; i++)
		tell(b, D + i, "fan_on_legs", i == 0, 20);
	diary_make(&d, b);
	diary_ask(&d, NO_NIGHT, D + 59, ALL_NIGHTS);
	assert_int_equal(answer(&d, "fan_on_legs")->nights, 59);
	assert_int_equal(answer(&d, "fan_on_legs")->contrast.high.nights, 2);
	diary_clear(&d);
}

/* ---- cuts ---- */

static void test_table_keeps_frozen_cuts(void **state)
{
	static const struct told_factor water = { "fluid_ml", 1500, 1, 1 };
	static const struct frozen_cuts frozen = { "fluid_ml", { 1000, 2000, false, true } };
	struct rows_builder *b = rows_builder_new(NULL);
	const struct exposure_column *low, *high;
	struct rows rows;
	struct table t;

	(void)state;
	tell_diary(b, 50, 0, 0.25, &water, 1);
	tell(b, D + 60, "fluid_ml", 1000, 20);
	tell(b, D + 61, "fluid_ml", 2000, 20);
	rows_finish(b, &rows);
	table_make(&rows, &frozen, 1, &t);
	low = &t.columns[column_of(&t, "fluid_ml_low")];
	high = &t.columns[column_of(&t, "fluid_ml_high")];
	assert_true(low->cut == 1000 && !low->open);
	assert_true(high->cut == 2000 && high->open);
	assert_true(low->x[50] == 1 && high->x[50] == 0);
	assert_true(low->x[51] == 0 && high->x[51] == 0);
	table_clear(&t);
	rows_clear(&rows);
}

/* ---- the fingerprint ---- */

static uint64_t fingerprint(int nights, double changed, int64_t lag, int32_t last)
{
	static const struct told_factor water = { "fluid_ml", 1500, 1, 0.9 };
	struct rows_builder *b = rows_builder_new(NULL);
	struct rows rows;
	uint64_t hash;

	declare(b, "fluid_ml", lag != 0, lag, UNKNOWN);
	tell_diary(b, nights, 0, 0.25, &water, 1);
	if (!isnan(changed))
		tell(b, D + nights - 1, "alcohol_units", changed, 20);
	rows_finish(b, &rows);
	hash = rows_fingerprint(&rows, D, last);
	rows_clear(&rows);
	return hash;
}

static void test_fingerprint_is_of_what_was_told(void **state)
{
	uint64_t before = fingerprint(90, NAN, 0, D + 83);

	(void)state;
	assert_true(fingerprint(90, NAN, 0, D + 83) == before);
	/* What came later, another lag and a suspicion change nothing that was told. */
	assert_true(fingerprint(120, NAN, 0, D + 83) == before);
	assert_true(fingerprint(90, NAN, 1, D + 83) == before);
	assert_true(fingerprint(90, NAN, 0, D + 82) != before);
	assert_true(fingerprint(84, NAN, 0, D + 83) == before);
	assert_true(fingerprint(84, 0, 0, D + 83) != before);
	assert_true(fingerprint(84, 0, 0, D + 83) != fingerprint(84, 1, 0, D + 83));
}

static uint64_t fingerprint_of_level(int level, bool with_earlier)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct reading r;
	struct rows rows;
	uint64_t hash;

	if (with_earlier)
		tell(b, D - 1, "alcohol_units", 2, 20);
	tell_free(b, D, 32);
	reading_init(&r);
	r.night = D;
	r.level = level;
	r.recorded_at = at(D, 20);
	str_copy(r.factor, sizeof(r.factor), "fluid_ml");
	str_copy(r.source, sizeof(r.source), "user");
	rows_add_reading(&r, b);
	reading_clear(&r);
	rows_finish(b, &rows);
	hash = rows_fingerprint(&rows, D, D);
	rows_clear(&rows);
	return hash;
}

static void test_fingerprint_knows_levels_and_its_nights(void **state)
{
	(void)state;
	assert_true(fingerprint_of_level(-1, false) != fingerprint_of_level(1, false));
	assert_true(fingerprint_of_level(1, false) == fingerprint_of_level(1, true));
}

static void test_rows_until_is_the_diary_of_then(void **state)
{
	static const struct told_factor water = { "fluid_ml", 1500, 1, 0.9 };
	struct rows_builder *b = rows_builder_new(NULL);
	struct rows rows, then;

	(void)state;
	tell_diary(b, 120, 0, 0.25, &water, 1);
	rows_finish(b, &rows);
	then = rows_until(&rows, D + 83);
	assert_int_equal(then.count, 84);
	assert_true(rows_fingerprint(&then, D, D + 200) == fingerprint(84, NAN, 0, D + 83));
	assert_int_equal(rows_until(&rows, D - 1).count, 0);
	rows_clear(&rows);
}

/* ---- nights that were not recorded ---- */

static void tell_unrecorded(struct rows_builder *b, int nights, double share)
{
	static const struct told_factor fan = { "fan_on_legs", 0.3, 1, 1 };

	tell_diary(b, 100, 0, 0.25, &fan, 1);
	for (int i = 0; i < nights; i++)
		tell(b, D + 100 + i, "fan_on_legs", i < share * nights, 20);
}

static void test_missingness_compares_unrecorded_nights(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };
	struct missingness m;

	(void)state;
	tell_unrecorded(b, 20, 0.9);
	diary_make(&d, b);
	diary_ask(&d, NO_NIGHT, D + 119, ALL_NIGHTS);
	m = verdicts_missingness(&d.verdicts, column_of(&d.table, "fan_on_legs"));
	assert_int_equal(m.unlogged, 20);
	assert_true(m.difference > 1 && m.difference < 1.6);
	diary_clear(&d);
}

static void test_missingness_says_nothing_of_few(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };
	struct missingness m;

	(void)state;
	tell_unrecorded(b, 19, 0.9);
	diary_make(&d, b);
	diary_ask(&d, NO_NIGHT, D + 118, ALL_NIGHTS);
	m = verdicts_missingness(&d.verdicts, column_of(&d.table, "fan_on_legs"));
	assert_int_equal(m.unlogged, 19);
	assert_true(isnan(m.difference));
	diary_clear(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts_begin_with_the_first_recorded_night),
		cmocka_unit_test(test_verdicts_of_an_empty_diary),
		cmocka_unit_test(test_verdicts_keep_to_their_nights),
		cmocka_unit_test(test_verdicts_find_what_is_there),
		cmocka_unit_test(test_verdicts_well_recorded_weeks),
		cmocka_unit_test(test_verdicts_ask_no_second_finding),
		cmocka_unit_test(test_verdicts_ask_in_the_place_of_what_cannot_answer),
		cmocka_unit_test(test_verdicts_ends_of_a_u_are_partners),
		cmocka_unit_test(test_verdicts_hold_a_changed_lag_back),
		cmocka_unit_test(test_verdicts_shift_by_the_lag),
		cmocka_unit_test(test_table_keeps_frozen_cuts),
		cmocka_unit_test(test_fingerprint_is_of_what_was_told),
		cmocka_unit_test(test_fingerprint_knows_levels_and_its_nights),
		cmocka_unit_test(test_rows_until_is_the_diary_of_then),
		cmocka_unit_test(test_missingness_compares_unrecorded_nights),
		cmocka_unit_test(test_missingness_says_nothing_of_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
