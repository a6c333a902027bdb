/*
 * The seven features of night cramps: yes, no and not told are three things.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/insight/features.h"

static struct episode night_cramp(void)
{
	struct episode e;

	episode_init(&e);
	str_copy(e.class, sizeof(e.class), "night");
	return e;
}

static void in(struct episode *e, const char *muscle)
{
	str_copy(e->muscles[e->muscle_count++], sizeof(e->muscles[0]), muscle);
}

static const struct feature *of(const struct features *f, const char *id)
{
	for (size_t i = 0; i < FEATURES; i++)
		if (strcmp(f->list[i].id, id) == 0)
			return &f->list[i];
	fail_msg("no feature %s", id);
	return NULL;
}

static void assert_counts(const struct features *f, const char *id, int yes, int no, int untold)
{
	assert_int_equal(of(f, id)->yes, yes);
	assert_int_equal(of(f, id)->no, no);
	assert_int_equal(of(f, id)->untold, untold);
}

static void test_nothing_told_is_neither_yes_nor_no(void **state)
{
	struct episode e = night_cramp();
	struct features f;

	(void)state;
	features_init(&f);
	features_episode(&f, &e);
	for (size_t i = 0; i < FEATURES; i++) {
		assert_counts(&f, f.list[i].id, 0, 0, 1);
		assert_int_equal(feature_state(&f.list[i]), FEATURE_NOT_TOLD);
	}
}

static void test_each_feature(void **state)
{
	struct episode a = night_cramp(), b = night_cramp(), c = night_cramp();
	struct features f;

	(void)state;
	features_init(&f);
	a.severity = 7;
	a.duration_s = 600;
	in(&a, "toes");
	a.soreness = 2;
	a.woke = 1;
	a.distress = 1;
	features_episode(&f, &a);
	b.severity = 6;
	b.duration_s = 601;
	in(&b, "hamstring");
	b.soreness = 0;
	b.woke = 0;
	b.distress = 0;
	features_episode(&f, &b);
	/* Awake already, and yet kept from sleep; sore for hours; calf and thigh at once. */
	c.woke = 0;
	c.awake_min = 30;
	c.soreness_h = 3;
	in(&c, "calf");
	in(&c, "thigh_front");
	features_episode(&f, &c);
	assert_counts(&f, "intense_pain", 1, 1, 1);
	assert_counts(&f, "brief", 1, 1, 1);
	assert_counts(&f, "calf_or_foot", 2, 1, 0);
	assert_counts(&f, "seldom_thigh", 1, 2, 0);
	assert_counts(&f, "pain_after", 2, 1, 0);
	assert_counts(&f, "sleep_disturbed", 2, 1, 0);
	assert_counts(&f, "distress", 1, 1, 1);
}

static void test_day_cramps_are_only_classified(void **state)
{
	struct episode e = night_cramp();
	struct features f;

	(void)state;
	features_init(&f);
	e.severity = 9;
	e.duration_s = 60;
	features_episode(&f, &e);
	str_copy(e.class, sizeof(e.class), "unclear");
	features_episode(&f, &e);
	str_copy(e.class, sizeof(e.class), "exercise");
	features_episode(&f, &e);
	assert_counts(&f, "intense_pain", 2, 0, 0);
	assert_int_equal(f.severities[9], 2);
	assert_int_equal(f.durations[2], 2); /* from one to two minutes */
	for (size_t i = 0; i < CLASSES; i++)
		assert_int_equal(f.classes[i], strcmp(class_names[i], "night") == 0 ||
						       strcmp(class_names[i], "unclear") == 0 ||
						       strcmp(class_names[i], "exercise") == 0);
}

static void test_durations_at_their_edges(void **state)
{
	static const int64_t told[] = { 0, 29, 30, 59, 119, 299, 599, 600, 7200 };
	static const int64_t wanted[DURATION_CLASSES] = { 2, 2, 1, 1, 1, 2 };
	struct features f;

	(void)state;
	features_init(&f);
	for (size_t i = 0; i < ARRAY_LEN(told); i++) {
		struct episode e = night_cramp();

		e.duration_s = told[i];
		features_episode(&f, &e);
	}
	for (size_t i = 0; i < DURATION_CLASSES; i++)
		assert_int_equal(f.durations[i], wanted[i]);
}

static void test_state_needs_half_and_seldom_four_of_five(void **state)
{
	struct feature half = { "distress", 3, 3, 90 }, less = { "distress", 3, 4, 0 };
	struct feature seldom = { "seldom_thigh", 8, 2, 0 }, often = { "seldom_thigh", 7, 2, 0 };

	(void)state;
	assert_int_equal(feature_state(&half), FEATURE_YES);
	assert_int_equal(feature_state(&less), FEATURE_NO);
	assert_int_equal(feature_state(&seldom), FEATURE_YES);
	assert_int_equal(feature_state(&often), FEATURE_NO);
	assert_string_equal(feature_state_name(FEATURE_NOT_TOLD), "not_told");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_told_is_neither_yes_nor_no),
		cmocka_unit_test(test_each_feature),
		cmocka_unit_test(test_day_cramps_are_only_classified),
		cmocka_unit_test(test_durations_at_their_edges),
		cmocka_unit_test(test_state_needs_half_and_seldom_four_of_five),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
