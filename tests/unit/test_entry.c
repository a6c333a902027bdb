/* What is told of a cramp and of a factor is checked before it is kept. */
#include "entry_fixture.h"

static struct episode cramp(const char *onset)
{
	struct episode e;

	episode_init(&e);
	if (onset)
		e.onset = instant(onset);
	return e;
}

static void test_episode_check_fills_night_and_precision(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct episode e = cramp("2026-11-22T03:10:00+01:00");

	(void)state;
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OK);
	assert_int_equal(e.night, day("2026-11-21"));
	assert_string_equal(e.precision, "exact");
	e = cramp(NULL);
	e.night = day("2026-11-20");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OK);
	assert_int_equal(e.night, day("2026-11-20"));
	assert_string_equal(e.precision, "night");
}

/* The label is made once: what is there is kept, whatever the zone of now. */
static void test_episode_check_keeps_the_label(void **state)
{
	struct entry_rules r = rules_at("2026-11-22T03:00:00-05:00");
	struct entry_fault fault;
	struct episode e = cramp("2026-11-22T03:10:00+01:00");

	(void)state;
	e.night = day("2026-11-20");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OK);
	assert_int_equal(e.night, day("2026-11-20"));
}

static void test_episode_check_future(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct episode e = cramp("2026-11-22T09:02:00+01:00");

	(void)state;
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OK);
	e = cramp("2026-11-22T09:02:01+01:00");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_IN_FUTURE);
	assert_string_equal(fault.field, "onset");
	assert_int_equal(fault.at.at, e.onset.at);
	e = cramp("1899-11-22T09:02:01+01:00");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_MALFORMED);
}

static void test_episode_check_night_not_begun(void **state)
{
	struct entry_rules r = rules_at("2026-11-22T11:59:59+01:00");
	struct entry_fault fault;
	struct episode e = cramp(NULL);

	(void)state;
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_MALFORMED);
	assert_string_equal(fault.field, "night");
	e.night = day("2026-11-22");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_FUTURE_NIGHT);
	assert_int_equal(fault.night, e.night);
	r = rules_at("2026-11-22T12:00:00+01:00");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OK);
}

static void test_episode_check_precision_fits_onset(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct episode e = cramp("2026-11-22T03:10:00+01:00");

	(void)state;
	str_copy(e.precision, sizeof(e.precision), "approximate");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OK);
	str_copy(e.precision, sizeof(e.precision), "night");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_MALFORMED);
	e = cramp(NULL);
	e.night = day("2026-11-21");
	str_copy(e.precision, sizeof(e.precision), "approximate");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_MALFORMED);
	assert_string_equal(fault.field, "precision");
}

static void test_episode_check_ranges(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct episode e = cramp("2026-11-22T03:10:00+01:00");
	const struct {
		const char *field;
		int64_t *value, minimum, maximum;
	} ranges[] = {
		{ "severity", &e.severity, 0, 10 },	 { "duration_s", &e.duration_s, 0, 86400 },
		{ "awake_min", &e.awake_min, 0, 1440 },	 { "sleep_disturbance", &e.sleep_disturbance, 0, 10 },
		{ "distress", &e.distress, 0, 3 },	 { "soreness", &e.soreness, 0, 10 },
		{ "soreness_h", &e.soreness_h, 0, 720 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
		*ranges[i].value = ranges[i].minimum;
		assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OK);
		*ranges[i].value = ranges[i].maximum;
		assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OK);
		*ranges[i].value = ranges[i].maximum + 1;
		assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OUT_OF_RANGE);
		assert_string_equal(fault.field, ranges[i].field);
		assert_true(fault.value == (double)ranges[i].maximum + 1);
		assert_true(fault.minimum == (double)ranges[i].minimum);
		assert_true(fault.maximum == (double)ranges[i].maximum);
		*ranges[i].value = ranges[i].minimum - 1;
		assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OUT_OF_RANGE);
		*ranges[i].value = UNKNOWN;
	}
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OK);
}

static void test_episode_check_words(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct episode e = cramp("2026-11-22T03:10:00+01:00");

	(void)state;
	str_copy(e.muscles[0], ID_MAX, "Thigh");
	str_copy(e.muscles[1], ID_MAX, "calf");
	str_copy(e.muscles[2], ID_MAX, "quads");
	e.muscle_count = 3;
	str_copy(e.flags[0], ID_MAX, "dark-urine");
	e.flag_count = 1;
	str_copy(e.context, ID_MAX, "sleeping");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OK);
	assert_int_equal(e.muscle_count, 2);
	assert_string_equal(e.muscles[0], "thigh_front");
	assert_string_equal(e.muscles[1], "calf");
	assert_string_equal(e.flags[0], "dark_urine");
	assert_string_equal(e.context, "asleep");
	str_copy(e.muscles[1], ID_MAX, "clf");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_UNKNOWN_WORD);
	assert_string_equal(fault.field, "muscles");
	assert_string_equal(fault.word, "clf");
	str_copy(e.muscles[1], ID_MAX, "calf");
	str_copy(e.relief[0].method, ID_MAX, "hope");
	e.relief_count = 1;
	e.relief[0].seconds = e.relief[0].worked = e.relief[0].effect = UNKNOWN;
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_UNKNOWN_WORD);
	assert_string_equal(fault.field, "relief");
	str_copy(e.relief[0].method, ID_MAX, "ankle_rotation");
	e.relief[0].seconds = 86401;
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OUT_OF_RANGE);
	assert_string_equal(fault.field, "seconds");
}

static void test_episode_check_note(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct episode e = cramp("2026-11-22T03:10:00+01:00");

	(void)state;
	e.note = xmalloc(NOTE_MAX + 2);
	memset(e.note, 'x', NOTE_MAX + 1);
	e.note[NOTE_MAX] = '\0';
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_OK);
	e.note[NOTE_MAX] = 'x';
	e.note[NOTE_MAX + 1] = '\0';
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_MALFORMED);
	assert_string_equal(fault.field, "note");
	str_copy(e.note, 10, "bell \a");
	assert_int_equal(episode_check(&e, &r, &fault), ENTRY_MALFORMED);
	episode_clear(&e);
}

static struct reading told(const char *factor, double value)
{
	struct reading r;

	reading_init(&r);
	str_copy(r.factor, sizeof(r.factor), factor);
	r.value = value;
	r.offset_s = 3600;
	return r;
}

static void test_reading_check_values(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct reading water = told("water", 300), stretch = told("stretch", 1), fatigue = told("leg_fatigue", 10);

	(void)state;
	assert_int_equal(reading_check(&water, &r, &fault), ENTRY_OK);
	assert_string_equal(water.factor, "fluid_ml");
	water.value = -1;
	assert_int_equal(reading_check(&water, &r, &fault), ENTRY_OUT_OF_RANGE);
	assert_string_equal(fault.field, "fluid_ml");
	assert_true(fault.minimum == 0);
	water.value = NAN;
	assert_int_equal(reading_check(&water, &r, &fault), ENTRY_BAD_READING);
	water.level = -1;
	assert_int_equal(reading_check(&water, &r, &fault), ENTRY_OK);
	water.value = 300;
	assert_int_equal(reading_check(&water, &r, &fault), ENTRY_BAD_READING);

	assert_int_equal(reading_check(&stretch, &r, &fault), ENTRY_OK);
	stretch.value = 0;
	assert_int_equal(reading_check(&stretch, &r, &fault), ENTRY_OK);
	stretch.value = 2;
	assert_int_equal(reading_check(&stretch, &r, &fault), ENTRY_BAD_READING);
	assert_string_equal(fault.word, "stretch");
	assert_string_equal(fault.expected, "yes or no");
	stretch.value = NAN;
	stretch.level = 1;
	assert_int_equal(reading_check(&stretch, &r, &fault), ENTRY_BAD_READING);

	assert_int_equal(reading_check(&fatigue, &r, &fault), ENTRY_OK);
	fatigue.value = 10.5;
	assert_int_equal(reading_check(&fatigue, &r, &fault), ENTRY_OUT_OF_RANGE);
	fatigue.value = 5;
	fatigue.effort = 11;
	assert_int_equal(reading_check(&fatigue, &r, &fault), ENTRY_OUT_OF_RANGE);
	assert_string_equal(fault.field, "effort");
}

static void test_reading_check_factors(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct reading unknown = told("watre", 300), trait = told("diuretic", 1), mine = told("green_tea", 2);
	struct own_factors own = { 0 };

	(void)state;
	assert_int_equal(reading_check(&unknown, &r, &fault), ENTRY_UNKNOWN_WORD);
	assert_string_equal(fault.word, "watre");
	assert_int_equal(reading_check(&trait, &r, &fault), ENTRY_BAD_READING);
	assert_int_equal(reading_check(&mine, &r, &fault), ENTRY_UNKNOWN_WORD);
	own_factors_add(&own, "green_tea", "Green tea", KIND_AMOUNT, "cups", WINDOW_DAY, COMBINE_SUM);
	r.own = &own;
	assert_int_equal(reading_check(&mine, &r, &fault), ENTRY_OK);
	own_factors_clear(&own);
}

/* Day rule: 04:00 to 04:00, the exposure of that evening's night. Night rule: noon to noon. A span counts where it
 * ends. */
static void test_reading_check_night(void **state)
{
	static const struct {
		const char *factor, *at, *until, *night;
	} cases[] = {
		{ "fluid_ml", "2026-11-21T15:20:00+01:00", NULL, "2026-11-21" },
		{ "fluid_ml", "2026-11-22T03:59:59+01:00", NULL, "2026-11-21" },
		{ "fluid_ml", "2026-11-22T04:00:00+01:00", NULL, "2026-11-22" },
		{ "exercise_min", "2026-11-22T03:30:00+01:00", "2026-11-22T04:15:00+01:00", "2026-11-22" },
		{ "exercise_min", NULL, "2026-11-21T18:30:00+01:00", "2026-11-21" },
		{ "stretch", "2026-11-21T22:30:00+01:00", NULL, "2026-11-21" },
		{ "stretch", "2026-11-22T00:30:00+01:00", NULL, "2026-11-21" },
		{ "room_temp_c", "2026-11-21T11:59:59+01:00", NULL, "2026-11-20" },
		{ "room_temp_c", "2026-11-21T12:00:00+01:00", NULL, "2026-11-21" },
		/* without a time: now, Sunday 09:00 */
		{ "fluid_ml", NULL, NULL, "2026-11-22" },
		{ "room_temp_c", NULL, NULL, "2026-11-21" },
	};
	struct entry_rules r = rules();
	struct entry_fault fault;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct reading one = told(cases[i].factor, 1);

		if (cases[i].at)
			one.at = instant(cases[i].at).at;
		if (cases[i].until)
			one.until_at = instant(cases[i].until).at;
		assert_int_equal(reading_check(&one, &r, &fault), ENTRY_OK);
		assert_int_equal(one.night, day(cases[i].night));
	}
}

static void test_reading_check_told_night(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct reading one = told("stretch", 1);

	(void)state;
	one.night = day("2026-11-19");
	assert_int_equal(reading_check(&one, &r, &fault), ENTRY_OK);
	assert_int_equal(one.night, day("2026-11-19"));
	one.at = instant("2026-11-21T22:30:00+01:00").at;
	assert_int_equal(reading_check(&one, &r, &fault), ENTRY_MALFORMED);
	one.night = day("2026-11-20");
	assert_int_equal(reading_check(&one, &r, &fault), ENTRY_OK);
	/* In the morning the coming night's day has begun. */
	one.at = UNKNOWN;
	one.night = day("2026-11-22");
	assert_int_equal(reading_check(&one, &r, &fault), ENTRY_OK);
	one.night = day("2026-11-23");
	assert_int_equal(reading_check(&one, &r, &fault), ENTRY_FUTURE_NIGHT);
	r = rules_at("2026-11-22T03:59:00+01:00");
	one.night = day("2026-11-22");
	assert_int_equal(reading_check(&one, &r, &fault), ENTRY_FUTURE_NIGHT);
}

static void test_reading_check_times(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct reading one = told("exercise_min", 45);

	(void)state;
	one.at = instant("2026-11-21T18:30:00+01:00").at;
	one.until_at = one.at - 1;
	assert_int_equal(reading_check(&one, &r, &fault), ENTRY_WRONG_ORDER);
	assert_string_equal(fault.field, "at");
	assert_string_equal(fault.other, "until");
	one.until_at = one.at;
	assert_int_equal(reading_check(&one, &r, &fault), ENTRY_OK);
	one.night = NO_NIGHT;
	one.until_at = instant("2026-11-22T09:30:00+01:00").at;
	assert_int_equal(reading_check(&one, &r, &fault), ENTRY_IN_FUTURE);
	assert_string_equal(fault.field, "until");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_episode_check_fills_night_and_precision),
		cmocka_unit_test(test_episode_check_keeps_the_label),
		cmocka_unit_test(test_episode_check_future),
		cmocka_unit_test(test_episode_check_night_not_begun),
		cmocka_unit_test(test_episode_check_precision_fits_onset),
		cmocka_unit_test(test_episode_check_ranges),
		cmocka_unit_test(test_episode_check_words),
		cmocka_unit_test(test_episode_check_note),
		cmocka_unit_test(test_reading_check_values),
		cmocka_unit_test(test_reading_check_factors),
		cmocka_unit_test(test_reading_check_night),
		cmocka_unit_test(test_reading_check_told_night),
		cmocka_unit_test(test_reading_check_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
