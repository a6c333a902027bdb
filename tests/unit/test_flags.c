/*
 * Red flags in a range of nights: by an episode, by many nights together, by what stands; and none without a reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/insight/flags.h"

enum { FIRST = 20000, NIGHTS = 200, LAST = FIRST + NIGHTS - 1 };

struct diary {
	struct flags flags;
	struct course course;
	struct course_night nights[NIGHTS];
};

static struct diary d;

static void begin(void)
{
	memset(&d, 0, sizeof(d));
	d.course = (struct course){ .from = FIRST, .count = NIGHTS, .nights = d.nights };
	flags_begin(&d.flags, FIRST, LAST);
}

static struct episode cramp(int32_t night)
{
	struct episode e;

	episode_init(&e);
	e.night = night;
	str_copy(e.class, sizeof(e.class), "night");
	if (night >= FIRST && night <= LAST) {
		d.nights[night - FIRST].recorded = true;
		d.nights[night - FIRST].cramps++;
	}
	return e;
}

static void tick(struct episode *e, const char *flag)
{
	str_copy(e->flags[e->flag_count++], sizeof(e->flags[0]), flag);
}

static const struct flag_met *met(const char *id)
{
	for (size_t i = 0; i < d.flags.count; i++)
		if (strcmp(d.flags.list[i].flag->id, id) == 0)
			return &d.flags.list[i];
	return NULL;
}

static void end(void)
{
	flags_end(&d.flags, &d.course);
}

static void test_ticks_with_their_nights(void **state)
{
	struct episode e;

	(void)state;
	begin();
	for (int i = 0; i < 7; i++) {
		e = cramp(FIRST + 20 * i);
		tick(&e, i % 2 ? "swelling" : "red");
		tick(&e, "numb");
		flags_episode(&e, &d.flags);
	}
	e = cramp(FIRST - 1);
	tick(&e, "chest_pain");
	flags_episode(&e, &d.flags);
	end();
	assert_null(met("chest_pain_or_breathless"));
	assert_non_null(met("one_leg_swollen"));
	assert_int_equal(met("one_leg_swollen")->times, 7);
	assert_int_equal(met("one_leg_swollen")->first, FIRST);
	assert_int_equal(met("one_leg_swollen")->last, FIRST + 120);
	assert_int_equal(met("one_leg_swollen")->night_count, FLAG_NIGHTS);
	assert_int_equal(met("one_leg_swollen")->nights[0], FIRST + 120);
	assert_int_equal(met("one_leg_swollen")->nights[4], FIRST + 40);
	/* Only the ticks that set it off. */
	assert_int_equal(met("one_leg_swollen")->word_count, 2);
	assert_string_equal(met("numb_or_weak")->words[0], "numb");
	/* The urgent one first. */
	assert_string_equal(d.flags.list[0].flag->id, "one_leg_swollen");
	flags_clear(&d.flags);
}

static void test_three_nights_a_week_for_three_weeks(void **state)
{
	static const int in_a_week[] = { 0, 2, 4 };

	(void)state;
	for (int weeks = 2; weeks <= 3; weeks++) {
		begin();
		for (int w = 0; w < weeks; w++)
			for (int i = 0; i < 3; i++)
				cramp(LAST - 30 - 7 * w - in_a_week[i] - 5);
		end();
		assert_int_equal(met("frequent_or_rising") != NULL, weeks == 3);
		if (weeks == 3)
			assert_int_equal(met("frequent_or_rising")->times, 9);
		flags_clear(&d.flags);
	}
}

static void test_sleep_disturbed_again_and_again(void **state)
{
	(void)state;
	for (int nights = 7; nights <= 8; nights++) {
		begin();
		for (int i = 0; i < nights; i++) {
			for (int twice = 0; twice < 2; twice++) {
				struct episode e = cramp(FIRST + 50 + 3 * i);

				e.woke = 1;
				flags_episode(&e, &d.flags);
			}
		}
		end();
		assert_int_equal(met("disturbed_sleep") != NULL, nights == 8);
		if (nights == 8) {
			assert_int_equal(met("disturbed_sleep")->first, FIRST + 50);
			assert_int_equal(met("disturbed_sleep")->last, FIRST + 71);
			assert_int_equal(met("disturbed_sleep")->times, 8);
		}
		flags_clear(&d.flags);
	}
}

static void test_eight_disturbed_nights_in_a_year_are_not_again_and_again(void **state)
{
	(void)state;
	begin();
	for (int i = 0; i < 12; i++) {
		struct episode e = cramp(FIRST + 16 * i);

		e.woke = 1;
		flags_episode(&e, &d.flags);
	}
	end();
	assert_null(met("disturbed_sleep"));
	flags_clear(&d.flags);
}

static void test_half_a_year_of_it(void **state)
{
	(void)state;
	for (int gap = 0; gap < 2; gap++) {
		begin();
		for (int i = 0; i < 6; i++)
			if (!gap || i != 3)
				cramp(LAST - 28 * i - 10);
		end();
		assert_int_equal(met("keeps_happening") != NULL, !gap);
		flags_clear(&d.flags);
	}
}

static void stands(const char *trait, double value, int32_t from, int32_t until)
{
	struct trait t;

	trait_init(&t);
	str_copy(t.trait, sizeof(t.trait), trait);
	t.value = value;
	t.from = from;
	t.until = until;
	flags_trait(&t, &d.flags);
}

static void test_traits_that_hold_in_the_range(void **state)
{
	(void)state;
	begin();
	stands("statin", 1, NO_NIGHT, NO_NIGHT);
	stands("diuretic", 1, FIRST + 5, NO_NIGHT);
	stands("varicose_veins", 0, NO_NIGHT, NO_NIGHT);
	stands("lumbar_disc", 1, NO_NIGHT, FIRST - 1);
	stands("pregnancy", 1, LAST + 1, NO_NIGHT);
	stands("age", 1950, NO_NIGHT, NO_NIGHT);
	end();
	assert_int_equal(d.flags.count, 1);
	assert_int_equal(met("medicine_suspected")->times, 2);
	assert_int_equal(met("medicine_suspected")->word_count, 2);
	assert_int_equal(met("medicine_suspected")->by, FLAG_TRAIT);
	flags_clear(&d.flags);
}

static void test_nothing_met_in_a_quiet_diary(void **state)
{
	(void)state;
	begin();
	for (int i = 0; i < NIGHTS; i += 40) {
		struct episode e = cramp(FIRST + i);

		e.duration_s = 600;
		e.severity = 10;
		flags_episode(&e, &d.flags);
	}
	end();
	assert_int_equal(d.flags.count, 0);
	flags_clear(&d.flags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ticks_with_their_nights),
		cmocka_unit_test(test_three_nights_a_week_for_three_weeks),
		cmocka_unit_test(test_sleep_disturbed_again_and_again),
		cmocka_unit_test(test_eight_disturbed_nights_in_a_year_are_not_again_and_again),
		cmocka_unit_test(test_half_a_year_of_it),
		cmocka_unit_test(test_traits_that_hold_in_the_range),
		cmocka_unit_test(test_nothing_met_in_a_quiet_diary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
