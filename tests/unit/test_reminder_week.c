/* The week's reminder: its report is made first; what it says; and how it ends. */
#include "reminder_fixture.h"

#include <math.h>

/* TEST_NIGHT is Saturday 21 November 2026; Sunday at ten its week is told. */
#define SUNDAY "2026-11-22T10:00:00+01:00"
#define PAGE   "/data/reports/2026-11-21.html"

static struct week_figures a_week(void)
{
	return (struct week_figures){ .from = TEST_NIGHT - 6,
				      .to = TEST_NIGHT,
				      .ended = 6,
				      .recorded = 5,
				      .cramp_nights = 2,
				      .cramps = 3,
				      .cramps_per_week = 4.2,
				      .before_per_week = 2.6 };
}

/* Sunday at ten, with a recorded night in the week, and the morning's question answered. */
static void be_sunday(struct world *w)
{
	tell_free(&w->diary, TEST_NIGHT);
	tell_free(&w->diary, TEST_NIGHT - 3);
	reach(w, SUNDAY);
}

static void test_weekly_opened(void **state)
{
	struct world *w = *state;
	struct week_figures week = a_week();

	be_sunday(w);
	assert_state(w, "weekly", TEST_NIGHT, "due", "");
	/* Nothing to say before the report is there. */
	assert_null(screen);
	assert_non_null(asked_week);
	assert_int_equal(asked_week->last, TEST_NIGHT);
	week_comes(&week, PAGE, NULL);
	assert_int_equal(count_on_screen(), 1);
	assert_string_equal(screen->summary, "Your week, 15 to 21 November");
	assert_string_equal(screen->body,
			    "3 cramps on 2 of 5 recorded nights (last night not yet counted), 2.6 a week in "
			    "the four weeks before.");
	assert_int_equal(screen->action_count, 1);
	it_is_shown();
	assert_state(w, "weekly", TEST_NIGHT, "shown", "");
	screen->events->on_answer("open", screen->data);
	assert_null(screen);
	assert_string_equal(opened_page, PAGE);
	assert_state(w, "weekly", TEST_NIGHT, "answered", "open");
	reach(w, "2026-11-22T18:00:00+01:00");
	assert_null(screen);
	assert_null(asked_week);
	assert_int_equal(count_readings(w), 0);
}

static void test_weekly_waved_away_is_over(void **state)
{
	struct world *w = *state;
	struct week_figures week = a_week();

	be_sunday(w);
	week_comes(&week, PAGE, NULL);
	it_is_shown();
	screen->events->on_closed(screen->data);
	assert_state(w, "weekly", TEST_NIGHT, "expired", "");
	assert_string_equal(opened_page, "");
}

static void test_weekly_without_a_page(void **state)
{
	struct world *w = *state;
	struct week_figures week = a_week();

	be_sunday(w);
	week_comes(&week, NULL, NULL);
	assert_int_equal(screen->action_count, 0);
	assert_non_null(strstr(screen->body, "\nRead it: cramp report"));
}

/* The report fails: said why, tried again an hour later, and missed when it is of no use any more. */
static void test_weekly_report_fails(void **state)
{
	struct world *w = *state;
	struct week_figures week = a_week();
	struct reminder row;

	be_sunday(w);
	week_comes(NULL, NULL, "it took longer than 60 seconds");
	assert_null(screen);
	assert_null(asked_week);
	assert_int_equal(reminders_open(w->app.reminders, REMIND_WEEKLY, &row), 0);
	assert_string_equal(row.trouble, "it took longer than 60 seconds");
	reminder_clear(&row);
	reminders_see_change(w->app.reminders);
	assert_null(asked_week);
	assert_true(alarm_of(w) == at("2026-11-22T11:00:00+01:00"));
	clock_run_to(&w->app.clock, at("2026-11-22T11:00:00+01:00"));
	week_comes(&week, PAGE, NULL);
	assert_int_equal(count_on_screen(), 1);
	it_is_shown();
	reach(w, "2026-11-24T10:00:01+01:00");
	assert_state(w, "weekly", TEST_NIGHT, "expired", "");
}

static void test_weekly_restart_asks_anew(void **state)
{
	struct world *w = *state;
	struct week_figures week = a_week();

	be_sunday(w);
	daemon_end(w);
	daemon_start(w);
	assert_non_null(asked_week);
	week_comes(&week, PAGE, NULL);
	it_is_shown();
	daemon_end(w);
	reach(w, "2026-11-22T17:00:00+01:00");
	daemon_start(w);
	assert_non_null(asked_week);
	week_comes(&week, PAGE, NULL);
	assert_int_equal(count_on_screen(), 1);
}

/* Nobody is told that he recorded nothing. */
static void test_weekly_empty_week(void **state)
{
	struct world *w = *state;

	tell_free(&w->diary, TEST_NIGHT - 7);
	reach(w, SUNDAY);
	assert_null(asked_week);
	assert_no_row(w, "weekly", TEST_NIGHT);
	assert_int_equal(count_on_screen(), 1); /* the morning's question */
	screen->events->on_answer("no", screen->data);
	assert_non_null(asked_week);
	assert_state(w, "weekly", TEST_NIGHT, "due", "");
}

static void test_weekly_waits_for_quiet_hours(void **state)
{
	struct world *w = *state;

	w->app.config.quiet_from_min = 9 * 60;
	w->app.config.quiet_to_min = 11 * 60;
	be_sunday(w);
	assert_no_row(w, "weekly", TEST_NIGHT);
	clock_run_to(&w->app.clock, at("2026-11-22T11:00:00+01:00"));
	assert_non_null(asked_week);
}

static void says(struct world *w, const struct week_figures *week, const char *expected)
{
	be_sunday(w);
	week_comes(week, PAGE, NULL);
	assert_string_equal(screen->body, expected);
}

static void test_sentence_no_cramp(void **state)
{
	struct week_figures week = a_week();

	week.cramps = week.cramp_nights = 0;
	week.cramps_per_week = 0;
	week.before_per_week = NAN;
	week.ended = 7;
	says(*state, &week, "No cramp on 5 recorded nights.");
}

static void test_sentence_too_few_nights(void **state)
{
	struct week_figures week = a_week();

	week.recorded = week.cramps = week.cramp_nights = 1;
	week.cramps_per_week = NAN;
	says(*state, &week,
	     "1 cramp on 1 of 1 recorded night (last night not yet counted): too few to say how many a week.");
}

static void test_sentence_only_last_night(void **state)
{
	struct week_figures week = a_week();

	week.recorded = week.cramps = week.cramp_nights = 0;
	week.cramps_per_week = NAN;
	says(*state, &week, "Nothing is recorded of the nights that are over (last night not yet counted).");
}

static void test_weekly_private(void **state)
{
	struct world *w = *state;
	struct week_figures week = a_week();

	w->app.config.private_text = true;
	be_sunday(w);
	week_comes(&week, PAGE, NULL);
	assert_string_equal(screen->summary, "Weekly report");
	assert_null(screen->body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(test_weekly_opened),
		LIVE(test_weekly_waved_away_is_over),
		LIVE(test_weekly_without_a_page),
		LIVE(test_weekly_report_fails),
		LIVE(test_weekly_restart_asks_anew),
		LIVE(test_weekly_empty_week),
		LIVE(test_weekly_waits_for_quiet_hours),
		LIVE(test_sentence_no_cramp),
		LIVE(test_sentence_too_few_nights),
		LIVE(test_sentence_only_last_night),
		LIVE(test_weekly_private),
	};

	log_init("test", false);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
