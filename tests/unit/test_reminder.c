/* The life of the bedtime reminder: due, shown, snoozed, answered, expired, missed. */
#include "reminder_fixture.h"

static void test_bedtime_done(void **state)
{
	struct world *w = *state;

	assert_null(screen);
	assert_no_row(w, "bedtime", TEST_NIGHT);
	assert_true(alarm_of(w) == at("2026-11-21T22:00:00+01:00"));
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_int_equal(count_on_screen(), 1);
	assert_state(w, "bedtime", TEST_NIGHT, "due", "");
	it_is_shown();
	assert_state(w, "bedtime", TEST_NIGHT, "shown", "");
	reminders_wake(w->app.reminders);
	assert_int_equal(count_on_screen(), 1);
	assert_int_equal(count_readings(w), 0);
	go_to(w, "2026-11-21T22:10:00+01:00");
	screen->events->on_answer("done", screen->data);
	assert_null(screen);
	assert_state(w, "bedtime", TEST_NIGHT, "answered", "done");
	assert_measures(w, TEST_NIGHT, 1);
	reach(w, "2026-11-21T23:30:00+01:00");
	assert_null(screen);
}

static void test_bedtime_skip(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	screen->events->on_answer("skip", screen->data);
	assert_null(screen);
	assert_measures(w, TEST_NIGHT, 0);
	assert_state(w, "bedtime", TEST_NIGHT, "answered", "skip");
}

static void test_bedtime_snooze_survives_restart(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	go_to(w, "2026-11-21T22:05:00+01:00");
	screen->events->on_answer("snooze", screen->data);
	assert_null(screen);
	assert_state(w, "bedtime", TEST_NIGHT, "snoozed", "");
	assert_true(alarm_of(w) == at("2026-11-21T22:20:00+01:00"));
	daemon_end(w);
	go_to(w, "2026-11-21T22:15:00+01:00");
	daemon_start(w);
	assert_null(screen);
	reach(w, "2026-11-21T22:20:00+01:00");
	assert_int_equal(count_on_screen(), 1);
	it_is_shown();
	assert_state(w, "bedtime", TEST_NIGHT, "shown", "");
	assert_int_equal(count_readings(w), 0);
}

/* The lid was closed over a snooze: an hour late it is still of use, in the morning it is not. */
static void test_bedtime_snooze_late(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	go_to(w, "2026-11-22T01:25:00+01:00");
	screen->events->on_answer("snooze", screen->data);
	reach(w, "2026-11-22T02:30:00+01:00");
	assert_int_equal(count_on_screen(), 1);
	screen->events->on_answer("snooze", screen->data);
	reach(w, "2026-11-22T07:00:00+01:00");
	assert_null(screen);
	reach(w, "2026-11-22T12:00:01+01:00");
	assert_state(w, "bedtime", TEST_NIGHT, "expired", "");
}

static void test_bedtime_not_sent_when_answered(void **state)
{
	struct world *w = *state;

	tell(w, "wear_socks", 1); /* counts as warm feet */
	tell(w, "stretch", 0);
	reach(w, "2026-11-21T21:59:00+01:00");
	tell(w, "loosen_bedding", 1);
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_null(screen);
	assert_no_row(w, "bedtime", TEST_NIGHT);
	/* One of them is taken back: now there is something to ask. */
	undo(&w->diary);
	reminders_see_change(w->app.reminders);
	assert_int_equal(count_on_screen(), 1);
}

static void test_bedtime_answered_in_the_diary(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	tell(w, "warm_feet", 1);
	tell(w, "stretch", 1);
	assert_int_equal(count_on_screen(), 1);
	tell(w, "loosen_bedding", 0);
	assert_null(screen);
	assert_state(w, "bedtime", TEST_NIGHT, "answered", "");
	assert_int_equal(count_readings(w), 3);
}

static void test_bedtime_ignored_is_unknown(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	reach(w, "2026-11-22T11:59:00+01:00");
	assert_state(w, "bedtime", TEST_NIGHT, "shown", "");
	reach(w, "2026-11-22T12:00:01+01:00");
	assert_state(w, "bedtime", TEST_NIGHT, "expired", "");
	assert_int_equal(count_readings(w), 0);
	/* The evening after begins anew. */
	reach(w, "2026-11-22T22:00:00+01:00");
	assert_state(w, "bedtime", TEST_NIGHT + 1, "due", "");
}

static void test_bedtime_late_start(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-22T01:29:00+01:00");
	assert_int_equal(count_on_screen(), 1);
	assert_string_equal(screen->summary, "Bedtime 22:30");
	assert_state(w, "bedtime", TEST_NIGHT, "due", "");
}

/* The lid was closed at nine and opened in the morning. */
static void test_bedtime_slept_over(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-22T06:00:00+01:00");
	assert_null(screen);
	assert_state(w, "bedtime", TEST_NIGHT, "missed", "");
	assert_int_equal(count_readings(w), 0);
}

/* The machine slept for a week: each of its nights is recorded as missed, and tonight's comes. */
static void test_bedtime_slept_for_a_week(void **state)
{
	struct world *w = *state;
	int32_t night;

	reach(w, "2026-11-28T22:10:00+01:00");
	for (night = TEST_NIGHT; night < TEST_NIGHT + 7; night++)
		assert_state(w, "bedtime", night, "missed", "");
	assert_state(w, "bedtime", TEST_NIGHT + 7, "due", "");
	assert_int_equal(count_on_screen(), 1);
	assert_no_row(w, "bedtime", TEST_NIGHT - 1);
}

/* To the east at nine: there it is three in the morning, and too late. */
static void test_bedtime_past_in_the_new_zone(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T21:00:00+01:00");
	clock_move_to_zone(&w->app.clock, "Asia/Tokyo");
	assert_null(screen);
	assert_state(w, "bedtime", TEST_NIGHT, "missed", "");
}

/* A clock that was a day ahead for a moment takes no reminder away. */
static void test_bedtime_missed_by_a_wrong_clock(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-22T21:00:00+01:00");
	assert_state(w, "bedtime", TEST_NIGHT, "missed", "");
	reach(w, "2026-11-21T21:00:00+01:00");
	assert_null(screen);
	clock_run_to(&w->app.clock, at("2026-11-21T22:00:00+01:00"));
	assert_int_equal(count_on_screen(), 1);
	assert_state(w, "bedtime", TEST_NIGHT, "due", "");
}

static void test_bedtime_before_the_daemon(void **state)
{
	struct world *w = *state;

	daemon_end(w);
	go_to(w, "2026-11-22T01:31:00+01:00");
	daemon_start(w);
	assert_null(screen);
	assert_no_row(w, "bedtime", TEST_NIGHT);
}

static void test_bedtime_without_service(void **state)
{
	struct world *w = *state;
	struct reminder row;
	struct notifier *first;

	reach(w, "2026-11-21T22:00:00+01:00");
	first = screen;
	screen->events->on_trouble("no notification service is running", screen->data);
	assert_int_equal(reminders_open(w->app.reminders, REMIND_BEDTIME, &row), 0);
	assert_string_equal(row.state, "due");
	assert_string_equal(row.trouble, "no notification service is running");
	reminder_clear(&row);
	assert_string_equal(reminders_notifier(w->app.reminders).state, "trouble");
	reminders_wake(w->app.reminders);
	assert_ptr_equal(screen, first); /* it goes on trying by itself */
	it_is_shown();
	assert_int_equal(reminders_open(w->app.reminders, REMIND_BEDTIME, &row), 0);
	assert_null(row.trouble);
	reminder_clear(&row);
	assert_string_equal(reminders_notifier(w->app.reminders).state, "working");
}

static void test_bedtime_never_shown_is_missed(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	screen->events->on_trouble("no notification service is running", screen->data);
	assert_true(alarm_of(w) == at("2026-11-22T01:30:01+01:00"));
	reach(w, "2026-11-22T01:30:01+01:00");
	assert_null(screen);
	assert_state(w, "bedtime", TEST_NIGHT, "missed", "");
	assert_int_equal(count_readings(w), 0);
}

static void test_bedtime_waved_away_stays_away(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	screen->events->on_closed(screen->data);
	assert_null(screen);
	reach(w, "2026-11-21T22:30:00+01:00");
	assert_null(screen);
	daemon_end(w);
	daemon_start(w);
	assert_null(screen);
	assert_state(w, "bedtime", TEST_NIGHT, "shown", "");
}

static void test_bedtime_lost_with_the_daemon_comes_back(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	daemon_end(w);
	go_to(w, "2026-11-21T22:40:00+01:00");
	daemon_start(w);
	assert_int_equal(count_on_screen(), 1);
	daemon_end(w);
	go_to(w, "2026-11-22T01:31:00+01:00");
	daemon_start(w);
	assert_null(screen);
}

static void test_bedtime_late_answer_belongs_to_its_night(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	reach(w, "2026-11-22T07:00:00+01:00");
	assert_int_equal(count_on_screen(), 1);
	screen->events->on_answer("done", screen->data);
	assert_measures(w, TEST_NIGHT, 1);
}

static void test_bedtime_daemon_away_for_nights(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	daemon_end(w);
	go_to(w, "2026-11-29T22:05:00+01:00");
	daemon_start(w);
	assert_state(w, "bedtime", TEST_NIGHT, "expired", "");
	assert_state(w, "bedtime", TEST_NIGHT + 8, "due", "");
	assert_int_equal(count_on_screen(), 1);
}

static void test_bedtime_clock_goes_back(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	screen->events->on_answer("done", screen->data);
	reach(w, "2026-11-21T20:00:00+01:00");
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_null(screen);
	assert_int_equal(count_readings(w), 3);
}

static void test_bedtime_waits_for_the_commit(void **state)
{
	struct world *w = *state;

	go_to(w, "2026-11-21T22:00:00+01:00");
	begin(&w->diary);
	reminders_wake(w->app.reminders);
	assert_null(screen);
	end(&w->diary);
	reminders_see_change(w->app.reminders);
	assert_int_equal(count_on_screen(), 1);
}

static void test_bedtime_not_to_be_shown(void **state)
{
	struct world *w = *state;
	struct reminder row;

	w->app.notify = false;
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_null(screen);
	assert_no_row(w, "bedtime", TEST_NIGHT);
	assert_int_equal(reminders_open(w->app.reminders, REMIND_BEDTIME, &row), 0);
	assert_string_equal(row.state, "due");
	reminder_clear(&row);
	assert_string_equal(reminders_notifier(w->app.reminders).state, "off");
	answer_as(w, "a", REMIND_BEDTIME, NO_NIGHT, ANSWER_DONE, 0);
	assert_measures(w, TEST_NIGHT, 1);
	assert_int_equal(reminders_open(w->app.reminders, REMIND_BEDTIME, &row), STORE_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(test_bedtime_done),
		LIVE(test_bedtime_skip),
		LIVE(test_bedtime_snooze_survives_restart),
		LIVE(test_bedtime_snooze_late),
		LIVE(test_bedtime_not_sent_when_answered),
		LIVE(test_bedtime_answered_in_the_diary),
		LIVE(test_bedtime_ignored_is_unknown),
		LIVE(test_bedtime_late_start),
		LIVE(test_bedtime_slept_over),
		LIVE(test_bedtime_slept_for_a_week),
		LIVE(test_bedtime_past_in_the_new_zone),
		LIVE(test_bedtime_missed_by_a_wrong_clock),
		LIVE(test_bedtime_before_the_daemon),
		LIVE(test_bedtime_without_service),
		LIVE(test_bedtime_never_shown_is_missed),
		LIVE(test_bedtime_waved_away_stays_away),
		LIVE(test_bedtime_lost_with_the_daemon_comes_back),
		LIVE(test_bedtime_late_answer_belongs_to_its_night),
		LIVE(test_bedtime_daemon_away_for_nights),
		LIVE(test_bedtime_clock_goes_back),
		LIVE(test_bedtime_waits_for_the_commit),
		LIVE(test_bedtime_not_to_be_shown),
	};

	log_init("test", false);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
