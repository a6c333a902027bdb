#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/diary/classify.h"

enum { NOON = 720 };

static struct episode cramp(const char *onset, const char *muscle, const char *context)
{
	struct episode e;

	episode_init(&e);
	if (onset)
		assert_true(rfc3339_parse(onset, &e.onset));
	str_copy(e.muscles[e.muscle_count++], ID_MAX, muscle);
	str_copy(e.context, sizeof(e.context), context);
	e.night = night_of(e.onset, NOON);
	return e;
}

static struct reading told(const char *factor, double value, const char *at, const char *until, const char *night)
{
	struct reading r;
	struct instant i;

	reading_init(&r);
	str_copy(r.factor, sizeof(r.factor), factor);
	r.value = value;
	if (at) {
		assert_true(rfc3339_parse(at, &i));
		r.at = i.at;
	}
	if (until) {
		assert_true(rfc3339_parse(until, &i));
		r.until_at = i.at;
	}
	assert_true(date_parse(night, &r.night));
	return r;
}

/* The class of an episode with up to one reading around it. */
static void assert_class(struct episode e, const struct reading *r, const char *class)
{
	struct circumstances around;

	circumstances_init(&around, NOON);
	if (r)
		circumstances_add(&around, &e, r);
	classify(&e, &around);
	assert_string_equal(e.class, class);
	assert_true(strlen(e.class_reason) > 0);
	episode_clear(&e);
}

static void test_classify_at_rest_is_night(void **state)
{
	(void)state;
	assert_class(cramp("2026-11-22T03:10:00+01:00", "calf", "asleep"), NULL, "night");
	assert_class(cramp("2026-11-22T03:10:00+01:00", "calf", ""), NULL, "night");
	assert_class(cramp("2026-11-21T21:00:00+01:00", "calf", "sitting"), NULL, "night");
	assert_class(cramp(NULL, "calf", ""), NULL, "night");
	/* Who sleeps by day says so. */
	assert_class(cramp("2026-11-21T15:00:00+01:00", "calf", "asleep"), NULL, "night");
}

static void test_classify_by_day(void **state)
{
	(void)state;
	assert_class(cramp("2026-11-21T15:00:00+01:00", "calf", ""), NULL, "day");
	assert_class(cramp("2026-11-21T15:00:00+01:00", "calf", "sitting"), NULL, "day");
	assert_class(cramp("2026-11-21T19:59:59+01:00", "calf", ""), NULL, "day");
	assert_class(cramp("2026-11-21T20:00:00+01:00", "calf", ""), NULL, "night");
	assert_class(cramp("2026-11-22T09:59:59+01:00", "calf", ""), NULL, "night");
	assert_class(cramp("2026-11-22T10:00:00+01:00", "calf", ""), NULL, "day");
}

static void test_classify_by_day_moves_with_the_night(void **state)
{
	struct episode e = cramp("2026-11-21T15:00:00+01:00", "calf", "");
	struct circumstances around;

	(void)state;
	circumstances_init(&around, 0); /* a night that starts at midnight: at rest from 8 to 22 */
	classify(&e, &around);
	assert_string_equal(e.class, "night");
	episode_clear(&e);
}

static void test_classify_exercise(void **state)
{
	struct reading run = told("exercise_min", 45, NULL, "2026-11-21T22:00:00+01:00", "2026-11-21");

	(void)state;
	assert_class(cramp("2026-11-21T15:00:00+01:00", "calf", "exercise"), NULL, "exercise");
	assert_class(cramp("2026-11-21T15:00:00+01:00", "calf", "after_exercise"), NULL, "exercise");
	/* As told by a reading: within the hour after it, or during it. */
	assert_class(cramp("2026-11-21T23:00:00+01:00", "calf", ""), &run, "exercise");
	assert_class(cramp("2026-11-21T23:00:01+01:00", "calf", ""), &run, "night");
	assert_class(cramp("2026-11-21T21:15:00+01:00", "calf", ""), &run, "exercise");
	assert_class(cramp("2026-11-21T21:14:59+01:00", "calf", ""), &run, "night");
	/* What was told of the cramp itself goes before. */
	assert_class(cramp("2026-11-21T22:30:00+01:00", "calf", "asleep"), &run, "night");
	run.value = 0;
	assert_class(cramp("2026-11-21T22:30:00+01:00", "calf", ""), &run, "night");
}

/* Told in bed of the day gone by, without a time: not exercise at midnight. */
static void test_classify_exercise_time_of_telling_is_no_end(void **state)
{
	struct reading run = told("exercise_min", 45, "2026-11-21T23:00:00+01:00", NULL, "2026-11-21");

	(void)state;
	run.recorded_at = run.at + 1;
	assert_class(cramp("2026-11-21T23:40:00+01:00", "calf", ""), &run, "night");
	run.recorded_at = run.at + 600;
	assert_class(cramp("2026-11-21T23:40:00+01:00", "calf", ""), &run, "exercise");
}

/* 17:30 + 18 h = 11:30: a run in the evening is still inside its window at 11:29 next morning. */
static void test_classify_heat_window(void **state)
{
	struct reading hot = told("hot_exertion", 60, NULL, "2026-07-21T17:30:00+02:00", "2026-07-21");

	(void)state;
	assert_class(cramp("2026-07-22T11:29:00+02:00", "calf", "asleep"), &hot, "unclear");
	assert_class(cramp("2026-07-22T11:30:00+02:00", "calf", "asleep"), &hot, "unclear");
	assert_class(cramp("2026-07-22T11:30:01+02:00", "calf", "asleep"), &hot, "night");
	assert_class(cramp("2026-07-22T11:30:00+02:00", "calf", ""), &hot, "heat");
	assert_class(cramp("2026-07-22T11:30:00+02:00", "hand", "asleep"), &hot, "heat");
	assert_class(cramp("2026-07-22T11:30:01+02:00", "hand", "asleep"), &hot, "night");
	assert_class(cramp("2026-07-22T03:00:00+02:00", "thigh_front", ""), &hot, "heat");
	assert_class(cramp("2026-07-22T03:00:00+02:00", "hamstring", ""), &hot, "heat");
	assert_class(cramp("2026-07-22T03:00:00+02:00", "foot_sole", ""), &hot, "unclear");
	assert_class(cramp("2026-07-21T18:00:00+02:00", "calf", "after_exercise"), &hot, "heat");
}

/* The window is 18 hours of real time, whatever the clock did in between. */
static void test_classify_heat_window_over_a_clock_change(void **state)
{
	struct reading autumn = told("hot_exertion", 60, NULL, "2026-10-24T15:00:00+02:00", "2026-10-24");
	struct reading spring = told("hot_exertion", 60, NULL, "2026-03-28T15:00:00+01:00", "2026-03-28");

	(void)state;
	assert_class(cramp("2026-10-25T08:00:00+01:00", "calf", "asleep"), &autumn, "unclear");
	assert_class(cramp("2026-10-25T08:00:01+01:00", "calf", "asleep"), &autumn, "night");
	assert_class(cramp("2026-03-29T10:00:00+02:00", "calf", "asleep"), &spring, "unclear");
	assert_class(cramp("2026-03-29T10:00:01+02:00", "calf", "asleep"), &spring, "night");
}

static void test_classify_heat_under_way(void **state)
{
	struct reading hot =
		told("hot_exertion", 180, "2026-07-21T15:00:00+02:00", "2026-07-21T18:00:00+02:00", "2026-07-21");

	(void)state;
	assert_class(cramp("2026-07-21T16:00:00+02:00", "hand", "exercise"), &hot, "heat");
	assert_class(cramp("2026-07-21T15:59:59+02:00", "hand", "exercise"), &hot, "exercise");
	assert_class(cramp("2026-07-21T14:59:59+02:00", "hand", "exercise"), &hot, "exercise");
	/* Only the end was told: the minutes say when it began. */
	hot.at = UNKNOWN;
	assert_class(cramp("2026-07-21T16:00:00+02:00", "hand", "exercise"), &hot, "heat");
	assert_class(cramp("2026-07-21T15:59:59+02:00", "hand", "exercise"), &hot, "exercise");
}

static void test_classify_latest_exertion_counts(void **state)
{
	struct reading early = told("hot_exertion", 60, NULL, "2026-07-20T17:30:00+02:00", "2026-07-20");
	struct reading late = told("hot_exertion", 60, NULL, "2026-07-21T17:30:00+02:00", "2026-07-21");
	struct episode e = cramp("2026-07-22T03:00:00+02:00", "calf", "asleep");
	struct circumstances around;

	(void)state;
	circumstances_init(&around, NOON);
	circumstances_add(&around, &e, &late);
	circumstances_add(&around, &e, &early);
	assert_int_equal(around.hot_exertion_end_at, late.until_at);
	classify(&e, &around);
	assert_string_equal(e.class, "unclear");
	assert_non_null(strstr(e.class_reason, "9 h 30 min"));
	episode_clear(&e);
}

/* Where a time is missing the rule cannot say no. */
static void test_classify_unknown_times_are_unclear(void **state)
{
	struct reading untimed = told("hot_exertion", 60, NULL, NULL, "2026-07-21");
	struct reading hot = told("hot_exertion", 60, NULL, "2026-07-21T17:30:00+02:00", "2026-07-21");
	struct episode e = cramp(NULL, "calf", "");

	(void)state;
	assert_class(cramp("2026-07-22T03:00:00+02:00", "calf", "asleep"), &untimed, "unclear");
	assert_true(date_parse("2026-07-21", &e.night));
	e.onset.offset_s = 7200;
	assert_class(e, &hot, "unclear");
	/* 18 h after 01:59 end before the hours of rest of the next night. */
	hot = told("hot_exertion", 60, NULL, "2026-07-21T01:59:00+02:00", "2026-07-20");
	assert_class(e, &hot, "night");
	untimed.night -= 1;
	assert_class(cramp("2026-07-22T03:00:00+02:00", "calf", "asleep"), &untimed, "night");
}

static void test_classify_electrolyte_like(void **state)
{
	struct reading ill = told("diarrhoea", 1, NULL, NULL, "2026-11-21");
	struct reading sweat = told("heavy_sweating", 2, NULL, NULL, "2026-11-21");
	struct episode e = cramp("2026-11-22T03:10:00+01:00", "calf", "asleep");

	(void)state;
	e.duration_s = 601;
	str_copy(e.muscles[e.muscle_count++], ID_MAX, "foot_sole");
	assert_class(e, &ill, "night");
	str_copy(e.muscles[e.muscle_count++], ID_MAX, "toes");
	assert_class(e, &ill, "electrolyte_like");
	assert_class(e, &sweat, "electrolyte_like");
	assert_class(e, NULL, "night");
	e.duration_s = 600;
	assert_class(e, &ill, "night");
	e.duration_s = UNKNOWN;
	assert_class(e, &ill, "night");
	e.duration_s = 601;
	ill.value = 0;
	assert_class(e, &ill, "night");
	ill.value = 1;
	ill.night--;
	assert_class(e, &ill, "night");
	sweat.value = 1;
	assert_class(e, &sweat, "night");
}

static void test_classify_leaves_the_users_word(void **state)
{
	struct episode e = cramp("2026-11-21T15:00:00+01:00", "calf", "");
	struct circumstances around;

	(void)state;
	circumstances_init(&around, NOON);
	e.class_manual = true;
	str_copy(e.class, sizeof(e.class), "night");
	e.class_reason = xstrdup("told");
	classify(&e, &around);
	assert_string_equal(e.class, "night");
	assert_string_equal(e.class_reason, "told");
	episode_clear(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classify_at_rest_is_night),
		cmocka_unit_test(test_classify_by_day),
		cmocka_unit_test(test_classify_by_day_moves_with_the_night),
		cmocka_unit_test(test_classify_exercise),
		cmocka_unit_test(test_classify_exercise_time_of_telling_is_no_end),
		cmocka_unit_test(test_classify_heat_window),
		cmocka_unit_test(test_classify_heat_window_over_a_clock_change),
		cmocka_unit_test(test_classify_heat_under_way),
		cmocka_unit_test(test_classify_latest_exertion_counts),
		cmocka_unit_test(test_classify_unknown_times_are_unclear),
		cmocka_unit_test(test_classify_electrolyte_like),
		cmocka_unit_test(test_classify_leaves_the_users_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
