/*
 * The figures of a range, on a small diary counted by hand. Nights are numbered from day 20000 (2024-10-04); the zone
 * is UTC.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/diary/night.h"
#include "daemon/insight/rows.h"
#include "daemon/insight/week.h"

enum { D = 20000, HOUR = 3600, DAY = 86400, MANY = 64 };

/* What a test tells, so that rows and week get the same. */
struct diary {
	struct night nights[MANY];
	struct episode episodes[MANY];
	struct reading readings[MANY];
	size_t night_count, episode_count, reading_count;
	struct rows rows;
	struct week week;
};

static void free_night(struct diary *d, int32_t night)
{
	struct night *n = &d->nights[d->night_count++];

	night_init(n);
	n->night = night;
	n->free = true;
}

static struct episode *cramp(struct diary *d, int32_t night, double hour, int64_t severity, int64_t duration_s)
{
	struct episode *e = &d->episodes[d->episode_count++];

	episode_init(e);
	e->id = (int64_t)d->episode_count;
	e->night = night;
	if (hour > 0)
		e->onset.at = (int64_t)night * DAY + (int64_t)(hour * HOUR);
	e->severity = severity;
	e->duration_s = duration_s;
	str_copy(e->class, sizeof(e->class), "night");
	return e;
}

static void relieved(struct episode *e, const char *method, int64_t seconds, int64_t worked)
{
	struct relief_use *use = &e->relief[e->relief_count++];

	*use = (struct relief_use){ .seconds = seconds, .worked = worked, .effect = UNKNOWN };
	str_copy(use->method, sizeof(use->method), method);
}

static void did(struct diary *d, int32_t night, const char *measure, double yes)
{
	struct reading *r = &d->readings[d->reading_count++];

	reading_init(r);
	r->night = night;
	r->value = yes;
	str_copy(r->factor, sizeof(r->factor), measure);
}

/* Works it out: nights from..to of which those up to `over` are over. */
static struct week *figures(struct diary *d, int32_t from, int32_t to, int32_t over)
{
	struct rows_builder *b = rows_builder_new("warm_feet,loosen_bedding,fluid_ml");

	for (size_t i = 0; i < d->night_count; i++)
		rows_add_night(&d->nights[i], b);
	for (size_t i = 0; i < d->episode_count; i++)
		rows_add_episode(&d->episodes[i], b);
	for (size_t i = 0; i < d->reading_count; i++)
		rows_add_reading(&d->readings[i], b);
	rows_finish(b, &d->rows);
	week_begin(&d->week, &d->rows, from, to, over);
	for (size_t i = 0; i < d->episode_count; i++)
		week_episode(&d->episodes[i], &d->week);
	week_end(&d->week);
	return &d->week;
}

static int setup(void **state)
{
	*state = xcalloc(1, sizeof(struct diary));
	return 0;
}

static int teardown(void **state)
{
	struct diary *d = *state;

	week_clear(&d->week);
	rows_clear(&d->rows);
	free(d);
	return 0;
}

static void test_week_counts_only_recorded_nights(void **state)
{
	struct diary *d = *state;
	struct week *w;

	free_night(d, D);
	free_night(d, D + 1);
	free_night(d, D + 6);
	cramp(d, D + 2, 26, 5, 60);
	cramp(d, D + 2, 28, 5, 60);
	cramp(d, D + 4, 0, 5, 60);
	w = figures(d, D, D + 6, D + 10);
	assert_int_equal(w->now.cramp, 2);
	assert_int_equal(w->now.free, 3);
	assert_int_equal(w->now.unknown, 2);
	assert_int_equal(w->now.episodes, 3);
	assert_true(fabs(w->now.cramps_per_week - 7.0 * 3 / 5) < 1e-12);
}

static void test_week_rate_needs_four_of_seven(void **state)
{
	struct diary *d = *state;
	struct week *w;

	free_night(d, D);
	free_night(d, D + 1);
	cramp(d, D + 2, 26, 5, 60);
	w = figures(d, D, D + 6, D + 10);
	assert_int_equal(coverage_recorded(&w->now), 3);
	assert_false(coverage_enough(&w->now));
	assert_true(isnan(w->now.cramps_per_week));
}

static void test_week_rate_with_four_of_seven(void **state)
{
	struct diary *d = *state;
	struct week *w;

	for (int i = 0; i < 4; i++)
		free_night(d, D + i);
	w = figures(d, D, D + 6, D + 10);
	assert_true(coverage_enough(&w->now));
	assert_true(w->now.cramps_per_week == 0);
}

static void test_coverage_enough_is_a_share_of_other_ranges(void **state)
{
	(void)state;
	assert_true(coverage_enough(&(struct coverage){ .free = 16, .unknown = 12 }));
	assert_false(coverage_enough(&(struct coverage){ .free = 15, .unknown = 13 }));
	assert_true(coverage_enough(&(struct coverage){ .cramp = 1 }));
	assert_false(coverage_enough(&(struct coverage){ 0 }));
}

static void test_week_leaves_out_nights_that_are_not_over(void **state)
{
	struct diary *d = *state;
	struct week *w;

	for (int i = 0; i < 5; i++)
		free_night(d, D + i);
	cramp(d, D + 5, 26, 9, 60);
	w = figures(d, D, D + 6, D + 4);
	assert_int_equal(w->last, D + 4);
	assert_int_equal(w->now.free, 5);
	assert_int_equal(w->now.unknown, 0);
	assert_int_equal(w->now.episodes, 0);
	assert_int_equal(w->severity.known, 0);
	assert_int_equal(w->worst.id, 0);
}

static void test_week_all_in_the_future(void **state)
{
	struct diary *d = *state;
	struct week *w;

	free_night(d, D);
	w = figures(d, D + 10, D + 16, D + 4);
	assert_int_equal(w->last, D + 9);
	assert_int_equal(w->until, D + 4);
	assert_int_equal(w->now.cramp + w->now.free + w->now.unknown, 0);
	assert_true(isnan(w->now.cramps_per_week));
	/* Of the four weeks before, 23 nights are over. */
	assert_int_equal(w->before.free + w->before.unknown, 23);
}

static void test_week_empty(void **state)
{
	struct week *w = figures(*state, D, D + 6, D + 10);

	assert_int_equal(w->now.unknown, 7);
	assert_true(isnan(w->now.cramps_per_week));
	assert_true(isnan(w->severity.median));
	assert_true(isnan(w->sleep_free.tst_min.mean));
	assert_int_equal(w->relief_count, 0);
	assert_int_equal(w->worst.id, 0);
	assert_true(isnan(w->change));
}

static void test_week_daytime_cramps_are_listed_apart(void **state)
{
	struct diary *d = *state;
	struct week *w;

	str_copy(cramp(d, D, 15, 10, 600)->class, sizeof(id_text), "exercise");
	str_copy(cramp(d, D, 26, 4, 60)->class, sizeof(id_text), "unclear");
	w = figures(d, D, D, D);
	assert_int_equal(w->daytime, 1);
	assert_int_equal(w->now.episodes, 1);
	assert_int_equal(w->worst.severity, 4);
	assert_int_equal(w->hours[15], 0);
}

static void test_week_severity_duration_and_worst(void **state)
{
	struct diary *d = *state;
	struct week *w;

	cramp(d, D, 26, 6, 120);
	cramp(d, D + 1, 0, 8, 30);
	cramp(d, D + 2, 26, 8, 240);
	cramp(d, D + 3, 26, UNKNOWN, 900);
	cramp(d, D + 4, 26, 3, UNKNOWN);
	w = figures(d, D, D + 6, D + 6);
	assert_int_equal(w->severity.known, 4);
	assert_true(w->severity.median == 7);
	assert_true(w->severity.maximum == 8);
	assert_int_equal(w->duration_s.known, 4);
	assert_true(w->duration_s.median == 180);
	assert_true(w->duration_s.maximum == 900);
	assert_int_equal(w->worst.id, 3);
	assert_int_equal(w->worst.night, D + 2);
}

static void test_week_worst_of_equals_is_the_first(void **state)
{
	struct diary *d = *state;

	cramp(d, D, 26, UNKNOWN, UNKNOWN);
	cramp(d, D + 1, 26, 5, 60);
	cramp(d, D + 2, 26, 5, 60);
	assert_int_equal(figures(d, D, D + 6, D + 6)->worst.id, 2);
}

static void test_week_places_and_hours(void **state)
{
	struct diary *d = *state;
	struct episode *e;
	struct week *w;

	e = cramp(d, D, 26.99, 5, 60);
	e->muscle_count = 2;
	str_copy(e->muscles[0], sizeof(id_text), "calf");
	str_copy(e->muscles[1], sizeof(id_text), "toes");
	str_copy(e->side, sizeof(e->side), "left");
	e = cramp(d, D + 1, 27, 5, 60);
	e->onset.offset_s = 2 * HOUR; /* 05:00 on the clock there */
	e->muscle_count = 1;
	str_copy(e->muscles[0], sizeof(id_text), "toes");
	str_copy(e->side, sizeof(e->side), "both");
	cramp(d, D + 2, 0, 5, 60);
	w = figures(d, D, D + 6, D + 6);
	assert_int_equal(w->muscle_count, 2);
	assert_string_equal(w->muscles[0].muscle, "toes");
	assert_int_equal(w->muscles[0].episodes, 2);
	assert_int_equal(w->muscles[1].episodes, 1);
	assert_int_equal(w->muscle_unknown, 1);
	assert_int_equal(w->left, 1);
	assert_int_equal(w->both, 1);
	assert_int_equal(w->side_unknown, 1);
	assert_int_equal(w->hours[2], 1);
	assert_int_equal(w->hours[5], 1);
	assert_int_equal(w->hour_unknown, 1);
}

static void test_week_relief(void **state)
{
	struct diary *d = *state;
	struct episode *e;
	struct week *w;

	relieved(cramp(d, D, 26, 5, 60), "massage_upward", 50, 1);
	e = cramp(d, D + 1, 26, 5, 60);
	relieved(e, "stretch_dorsiflex", 300, 0);
	relieved(e, "massage_upward", 70, UNKNOWN);
	relieved(cramp(d, D + 2, 26, 5, 60), "massage_upward", UNKNOWN, 1);
	w = figures(d, D, D + 6, D + 6);
	assert_int_equal(w->relief_count, 2);
	assert_string_equal(w->relief[0].method, "massage_upward");
	assert_int_equal(w->relief[0].used, 3);
	assert_int_equal(w->relief[0].worked, 2);
	assert_int_equal(w->relief[0].told, 2); /* of the second night it was not said */
	assert_int_equal(w->relief[0].seconds.known, 2);
	assert_true(w->relief[0].seconds.median == 60);
	assert_int_equal(w->relief[1].worked, 0);
	assert_int_equal(w->relief[1].seconds.known, 0);
	assert_int_equal(w->relief[1].told, 1);
	assert_true(isnan(w->relief[1].seconds.median));
}

/* The one that is named as having worked says of those beside it that they did not. */
static void test_week_relief_beside_what_worked(void **state)
{
	struct diary *d = *state;
	struct episode *e = cramp(d, D, 26, 5, 60);
	struct week *w;

	relieved(e, "stretch_dorsiflex", UNKNOWN, UNKNOWN);
	relieved(e, "massage_upward", UNKNOWN, 1);
	relieved(cramp(d, D + 1, 26, 5, 60), "stretch_dorsiflex", UNKNOWN, UNKNOWN);
	w = figures(d, D, D + 6, D + 6);
	assert_string_equal(w->relief[0].method, "stretch_dorsiflex");
	assert_int_equal(w->relief[0].used, 2);
	assert_int_equal(w->relief[0].told, 1);
	assert_int_equal(w->relief[0].worked, 0);
}

static void test_week_sleep_means(void **state)
{
	struct diary *d = *state;
	struct week *w;

	for (int i = 0; i < 3; i++) {
		struct night *n;

		free_night(d, D + i);
		n = &d->nights[d->night_count - 1];
		n->free = i < 2;
		n->awakenings = i;
		n->into_bed_at = n->lights_out_at = (int64_t)(D + i) * DAY + 23 * HOUR;
		n->sol_min = n->waso_min = 30;
		n->final_awakening_at = n->out_of_bed_at = n->into_bed_at + (7 + i) * HOUR;
	}
	cramp(d, D + 2, 26, 5, 60);
	free_night(d, D + 3);
	w = figures(d, D, D + 6, D + 6);
	assert_int_equal(w->sleep_free.tst_min.nights, 2);
	assert_true(w->sleep_free.tst_min.mean == 390);
	assert_true(w->sleep_free.tst_min.first_quartile == 375);
	assert_true(w->sleep_free.tst_min.third_quartile == 405);
	assert_true(w->sleep_free.awakenings.mean == 0.5);
	assert_int_equal(w->sleep_cramp.tst_min.nights, 1);
	assert_true(w->sleep_cramp.tst_min.mean == 480);
	assert_true(fabs(w->sleep_cramp.se_percent.mean - 100.0 * 480 / 540) < 1e-9);
}

static void test_week_measures(void **state)
{
	struct diary *d = *state;
	struct week *w;

	for (int i = 0; i < 5; i++)
		free_night(d, D + i);
	did(d, D, "warm_feet", 1);
	did(d, D + 1, "warm_feet", 0);
	did(d, D + 1, "stretch", 1);
	did(d, D + 2, "wear_socks", 1);
	w = figures(d, D, D + 6, D + 6);
	/* warm_feet and loosen_bedding are tracked; stretch and wear_socks were told of; fluid is no measure. */
	assert_int_equal(w->measure_count, 4);
	for (size_t i = 0; i < w->measure_count; i++) {
		const struct measure_figures *m = &w->measures[i];

		assert_int_equal(m->done + m->not_done + m->unknown, 7);
		if (strcmp(m->factor->id, "warm_feet") == 0) {
			assert_int_equal(m->done, 2); /* once in socks */
			assert_int_equal(m->not_done, 1);
		} else if (strcmp(m->factor->id, "loosen_bedding") == 0) {
			assert_int_equal(m->unknown, 7);
		}
	}
}

static void test_week_change_against_the_four_weeks_before(void **state)
{
	struct diary *d = *state;
	struct week *w;

	/* Before: 20 recorded nights with 5 cramps. The night before those four weeks is not among them. */
	free_night(d, D - 29);
	for (int i = 0; i < 15; i++)
		free_night(d, D - 28 + i);
	for (int i = 0; i < 7; i++)
		free_night(d, D + i);
	for (int i = 0; i < 5; i++)
		cramp(d, D - 10 + i, 26, 5, 60);
	w = figures(d, D, D + 6, D + 6);
	assert_int_equal(coverage_recorded(&w->before), 20);
	assert_int_equal(w->before.unknown, 8);
	assert_true(fabs(w->before.cramps_per_week - 7.0 * 5 / 20) < 1e-12);
	assert_true(fabs(w->change + 7.0 * 5 / 20) < 1e-12);
}

static void test_week_sore_nights(void **state)
{
	struct diary *d = *state;

	cramp(d, D, 26, 5, 60)->soreness = 3;
	cramp(d, D, 28, 5, 60)->soreness = 2;
	cramp(d, D + 1, 28, 5, 60)->soreness = 0;
	cramp(d, D + 2, 28, 5, 60)->soreness = 1;
	assert_int_equal(figures(d, D, D + 6, D + 6)->sore_nights, 2);
}

/* Over at its noon, as the rule of the diary says, wherever nights start. */
static void test_last_night_over(void **state)
{
	(void)state;
	for (int starts = 0; starts < 1440; starts += 240) {
		for (int64_t at = (int64_t)D * DAY; at < (int64_t)(D + 2) * DAY; at += 1800) {
			struct instant now = { at, -5 * HOUR };
			int32_t last = last_night_over(now, starts);

			assert_true(night_is_over(last, now, starts));
			assert_false(night_is_over(last + 1, now, starts));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_week_counts_only_recorded_nights, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_rate_needs_four_of_seven, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_rate_with_four_of_seven, setup, teardown),
		cmocka_unit_test(test_coverage_enough_is_a_share_of_other_ranges),
		cmocka_unit_test_setup_teardown(test_week_leaves_out_nights_that_are_not_over, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_all_in_the_future, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_empty, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_daytime_cramps_are_listed_apart, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_severity_duration_and_worst, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_worst_of_equals_is_the_first, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_places_and_hours, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_relief, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_relief_beside_what_worked, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_sleep_means, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_measures, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_change_against_the_four_weeks_before, setup, teardown),
		cmocka_unit_test_setup_teardown(test_week_sore_nights, setup, teardown),
		cmocka_unit_test(test_last_night_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
