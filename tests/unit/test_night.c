#include "entry_fixture.h"

#include <time.h>

#include "daemon/diary/night.h"

static int64_t at(const char *text)
{
	return instant(text).at;
}

/* The worked example of the consensus sleep diary: 22:50 / 23:10 / 20 / 2 / 30 / 06:40 / 07:00. */
static struct night example(void)
{
	struct night n;

	night_init(&n);
	n.into_bed_at = at("2026-11-21T22:50:00+01:00");
	n.lights_out_at = at("2026-11-21T23:10:00+01:00");
	n.sol_min = 20;
	n.awakenings = 2;
	n.waso_min = 30;
	n.final_awakening_at = at("2026-11-22T06:40:00+01:00");
	n.out_of_bed_at = at("2026-11-22T07:00:00+01:00");
	return n;
}

static void test_night_sleep_worked_example(void **state)
{
	struct night n = example();
	struct sleep_figures f = night_sleep(&n);

	(void)state;
	assert_int_equal(f.tib_min, 490);
	assert_int_equal(f.spt_min, 430);
	assert_int_equal(f.tst_min, 400);
	assert_true(fabs(f.se_percent - 100.0 * 400 / 490) < 1e-9);
}

static void test_night_sleep_is_unknown_without_an_item(void **state)
{
	struct night n = example();

	(void)state;
	n.waso_min = UNKNOWN;
	assert_int_equal(night_sleep(&n).spt_min, 430);
	assert_int_equal(night_sleep(&n).tst_min, UNKNOWN);
	assert_true(isnan(night_sleep(&n).se_percent));
	n = example();
	n.sol_min = UNKNOWN;
	assert_int_equal(night_sleep(&n).tib_min, 490);
	assert_int_equal(night_sleep(&n).spt_min, UNKNOWN);
	n = example();
	n.into_bed_at = UNKNOWN;
	assert_int_equal(night_sleep(&n).tst_min, 400);
	assert_int_equal(night_sleep(&n).tib_min, UNKNOWN);
	assert_true(isnan(night_sleep(&n).se_percent));
	night_init(&n);
	assert_int_equal(night_sleep(&n).tib_min, UNKNOWN);
}

static void test_night_sleep_no_awakenings_means_no_waso(void **state)
{
	struct night n = example();

	(void)state;
	n.awakenings = 0;
	n.waso_min = UNKNOWN;
	assert_int_equal(night_sleep(&n).tst_min, 430);
}

/* In Berlin the clock went from 03:00 back to 02:00 on 25 October 2026, and from 02:00 to 03:00 on 29 March. */
static void test_night_sleep_over_a_clock_change(void **state)
{
	struct night n = example();

	(void)state;
	n.into_bed_at = n.lights_out_at = at("2026-10-24T23:00:00+02:00");
	n.final_awakening_at = n.out_of_bed_at = at("2026-10-25T07:00:00+01:00");
	n.sol_min = n.waso_min = 0;
	assert_int_equal(night_sleep(&n).tib_min, 9 * 60);
	n.into_bed_at = n.lights_out_at = at("2026-03-28T23:00:00+01:00");
	n.final_awakening_at = n.out_of_bed_at = at("2026-03-29T07:00:00+02:00");
	assert_int_equal(night_sleep(&n).tst_min, 7 * 60);
}

static void test_night_sleep_efficiency_needs_time_in_bed(void **state)
{
	struct night n = example();

	(void)state;
	n.lights_out_at = n.final_awakening_at = n.out_of_bed_at = n.into_bed_at;
	n.sol_min = n.waso_min = n.awakenings = 0;
	assert_int_equal(night_sleep(&n).tib_min, 0);
	assert_int_equal(night_sleep(&n).tst_min, 0);
	assert_true(isnan(night_sleep(&n).se_percent));
}

static void test_night_check_accepts_any_subset(void **state)
{
	struct night_fault fault;

	(void)state;
	for (unsigned drop = 0; drop < 128; drop++) {
		struct night n = example();
		int64_t *items[] = { &n.into_bed_at, &n.lights_out_at,	    &n.sol_min,	     &n.awakenings,
				     &n.waso_min,    &n.final_awakening_at, &n.out_of_bed_at };

		for (unsigned i = 0; i < ARRAY_LEN(items); i++) {
			if (drop & 1u << i)
				*items[i] = UNKNOWN;
		}
		assert_int_equal(night_check(&n, &fault), NIGHT_OK);
	}
}

static void test_night_check_order(void **state)
{
	struct night n = example();
	struct night_fault fault;

	(void)state;
	n.into_bed_at = n.lights_out_at + 1;
	assert_int_equal(night_check(&n, &fault), NIGHT_WRONG_ORDER);
	assert_string_equal(fault.a, "into_bed");
	assert_string_equal(fault.b, "lights_out");
	n = example();
	n.final_awakening_at = n.out_of_bed_at + 60;
	assert_int_equal(night_check(&n, &fault), NIGHT_WRONG_ORDER);
	assert_string_equal(fault.a, "final_awakening");
	assert_string_equal(fault.b, "out_of_bed");
	/* Neighbours missing: what is far apart is still compared. */
	n = example();
	n.lights_out_at = n.final_awakening_at = UNKNOWN;
	n.out_of_bed_at = n.into_bed_at - 60;
	assert_int_equal(night_check(&n, &fault), NIGHT_WRONG_ORDER);
	assert_string_equal(fault.b, "out_of_bed");
}

static void test_night_check_falls_asleep_before_waking(void **state)
{
	struct night n = example();
	struct night_fault fault;

	(void)state;
	n.waso_min = UNKNOWN;
	n.sol_min = 450; /* 23:10 + 7 h 30 = 06:40, just then */
	assert_int_equal(night_check(&n, &fault), NIGHT_OK);
	n.sol_min = 451;
	assert_int_equal(night_check(&n, &fault), NIGHT_OUT_OF_RANGE);
	assert_string_equal(fault.a, "sol_min");
	assert_int_equal(fault.maximum, 450);
}

static void test_night_check_ranges(void **state)
{
	struct night n = example();
	struct night_fault fault;

	(void)state;
	n.waso_min = 430; /* the whole sleep period */
	assert_int_equal(night_check(&n, &fault), NIGHT_OK);
	n.waso_min = 431;
	assert_int_equal(night_check(&n, &fault), NIGHT_OUT_OF_RANGE);
	assert_string_equal(fault.a, "waso_min");
	assert_int_equal(fault.value, 431);
	assert_int_equal(fault.maximum, 430);
	n = example();
	n.awakenings = 0;
	assert_int_equal(night_check(&n, &fault), NIGHT_OUT_OF_RANGE);
	assert_string_equal(fault.a, "waso_min");
	assert_int_equal(fault.maximum, 0);
	n.waso_min = 0;
	assert_int_equal(night_check(&n, &fault), NIGHT_OK);
	n.quality = 6;
	assert_int_equal(night_check(&n, &fault), NIGHT_OUT_OF_RANGE);
	assert_string_equal(fault.a, "quality");
	n.quality = 5;
	n.sol_min = -1;
	assert_int_equal(night_check(&n, &fault), NIGHT_OUT_OF_RANGE);
	assert_string_equal(fault.a, "sol_min");
}

static void test_night_check_longest_bed(void **state)
{
	struct night n = example();
	struct night_fault fault;

	(void)state;
	n.out_of_bed_at = n.into_bed_at + 36 * 3600;
	assert_int_equal(night_check(&n, &fault), NIGHT_OK);
	n.out_of_bed_at += 60;
	assert_int_equal(night_check(&n, &fault), NIGHT_OUT_OF_RANGE);
	assert_string_equal(fault.a, "tib_min");
	assert_int_equal(fault.value, 36 * 60 + 1);
	assert_int_equal(fault.maximum, 36 * 60);
}

static void test_night_is_over_at_noon(void **state)
{
	int32_t n = day("2026-11-21");

	(void)state;
	assert_false(night_is_over(n, instant("2026-11-22T11:59:59+01:00"), 720));
	assert_true(night_is_over(n, instant("2026-11-22T12:00:00+01:00"), 720));
	assert_int_equal(night_current(instant("2026-11-22T03:10:00+01:00"), 720), n);
	assert_int_equal(night_current(instant("2026-11-22T12:00:00+01:00"), 720), n + 1);
	assert_false(night_is_over(n, instant("2026-11-22T17:59:59+01:00"), 1080));
}

/* The label goes by the clock of the place, so a night of 23 or 25 hours still ends at noon. */
static void test_night_is_over_on_clock_changes(void **state)
{
	(void)state;
	assert_false(night_is_over(day("2026-10-24"), instant("2026-10-25T11:59:59+01:00"), 720));
	assert_true(night_is_over(day("2026-10-24"), instant("2026-10-25T12:00:00+01:00"), 720));
	assert_int_equal(night_current(instant("2026-10-25T02:30:00+02:00"), 720), day("2026-10-24"));
	assert_int_equal(night_current(instant("2026-10-25T02:30:00+01:00"), 720), day("2026-10-24"));
	assert_true(night_is_over(day("2026-03-28"), instant("2026-03-29T12:00:00+02:00"), 720));
	assert_false(night_is_over(day("2026-03-28"), instant("2026-03-29T11:59:59+02:00"), 720));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_night_sleep_worked_example),
		cmocka_unit_test(test_night_sleep_is_unknown_without_an_item),
		cmocka_unit_test(test_night_sleep_no_awakenings_means_no_waso),
		cmocka_unit_test(test_night_sleep_over_a_clock_change),
		cmocka_unit_test(test_night_sleep_efficiency_needs_time_in_bed),
		cmocka_unit_test(test_night_check_accepts_any_subset),
		cmocka_unit_test(test_night_check_order),
		cmocka_unit_test(test_night_check_falls_asleep_before_waking),
		cmocka_unit_test(test_night_check_ranges),
		cmocka_unit_test(test_night_check_longest_bed),
		cmocka_unit_test(test_night_is_over_at_noon),
		cmocka_unit_test(test_night_is_over_on_clock_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
