/* Answers, from the screen and from elsewhere, the check-in, and what is said. */
#include "reminder_fixture.h"

/* ---- answers from elsewhere ---- */

static void test_answer_takes_it_off_the_screen(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	answer_as(w, "a", REMIND_BEDTIME, NO_NIGHT, ANSWER_DONE, 0);
	assert_null(screen);
	assert_measures(w, TEST_NIGHT, 1);
}

static void test_answer_twice_gives_one_set(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	answer_as(w, "a", REMIND_BEDTIME, NO_NIGHT, ANSWER_DONE, 0);
	answer_as(w, "a", REMIND_BEDTIME, NO_NIGHT, ANSWER_DONE, 0);
	answer_as(w, "b", REMIND_BEDTIME, TEST_NIGHT, ANSWER_DONE, 0);
	assert_measures(w, TEST_NIGHT, 1);
	/* A change of mind replaces it. */
	answer_as(w, "c", REMIND_BEDTIME, TEST_NIGHT, ANSWER_SKIP, 0);
	assert_measures(w, TEST_NIGHT, 0);
	assert_state(w, "bedtime", TEST_NIGHT, "answered", "skip");
}

static void test_answer_undone_stays_answered(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	screen->events->on_answer("done", screen->data);
	assert_int_equal(undo(&w->diary), 0);
	reminders_see_change(w->app.reminders);
	assert_int_equal(count_readings(w), 0);
	assert_null(screen);
	assert_int_equal(redo(&w->diary), 0);
	assert_measures(w, TEST_NIGHT, 1);
	assert_int_equal(undo(&w->diary), 0);
	answer_as(w, "again", REMIND_BEDTIME, TEST_NIGHT, ANSWER_DONE, 0);
	assert_measures(w, TEST_NIGHT, 1);
}

static void test_answer_before_it_is_due(void **state)
{
	struct world *w = *state;

	assert_int_equal(reminders_next(w->app.reminders).night, TEST_NIGHT);
	answer_as(w, "a", REMIND_BEDTIME, NO_NIGHT, ANSWER_DONE, 0);
	assert_measures(w, TEST_NIGHT, 1);
	assert_int_equal(reminders_next(w->app.reminders).kind, REMIND_CHECKIN);
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_null(screen);
}

static void test_answer_refused(void **state)
{
	struct world *w = *state;

	answer_as(w, "a", REMIND_BEDTIME, TEST_NIGHT + 1, ANSWER_DONE, REMINDER_FUTURE_NIGHT);
	answer_as(w, "a", REMIND_BEDTIME, TEST_NIGHT, ANSWER_NO, REMINDER_WRONG_ANSWER);
	begin(&w->diary);
	end(&w->diary);
	tell_free(&w->diary, TEST_NIGHT - 3);
	answer_as(w, "call-2", REMIND_BEDTIME, TEST_NIGHT, ANSWER_DONE, STORE_UID_REUSED);
	assert_int_equal(count_readings(w), 0);
	assert_no_row(w, "bedtime", TEST_NIGHT);
}

static void test_snooze_from_elsewhere(void **state)
{
	struct world *w = *state;
	struct told told = { "s", "Europe/Berlin" };
	struct reminder row;
	int64_t most;

	assert_int_equal(reminders_snooze(w->app.reminders, &told, REMIND_BEDTIME, 20, &row, &most), STORE_NOT_FOUND);
	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	assert_int_equal(reminders_snooze(w->app.reminders, &told, REMIND_BEDTIME, 20 * 60, &row, &most),
			 REMINDER_TOO_LONG);
	assert_int_equal(most, 840);
	assert_int_equal(reminders_snooze(w->app.reminders, &told, REMIND_BEDTIME, 40, &row, &most), 0);
	reminder_clear(&row);
	assert_int_equal(store_commit(w->app.store), 0);
	reminders_see_change(w->app.reminders);
	assert_null(screen);
	reach(w, "2026-11-21T22:40:00+01:00");
	assert_int_equal(count_on_screen(), 1);
	/* It is no step of the user's: there is nothing to take back. */
	begin(&w->diary);
	assert_int_equal(store_undo(w->app.store, 0, &most, &most), STORE_NOTHING);
	store_command_abandon(w->app.store);
	assert_int_equal(store_commit(w->app.store), 0);
}

/* ---- check-in ---- */

static void assert_night(struct world *w, enum night_state expected, int expected_episodes)
{
	enum night_state night;
	int64_t episodes;

	assert_int_equal(store_night_state(w->app.store, TEST_NIGHT, &night, &episodes), 0);
	assert_int_equal(night, expected);
	assert_int_equal(episodes, expected_episodes);
}

static void test_checkin_no(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-22T07:30:00+01:00");
	assert_int_equal(count_on_screen(), 1);
	assert_string_equal(screen->summary, "Any cramps last night?");
	assert_string_equal(screen->body, "The night of Saturday to Sunday.");
	it_is_shown();
	assert_night(w, STATE_UNKNOWN, 0);
	screen->events->on_answer("no", screen->data);
	assert_null(screen);
	assert_night(w, STATE_FREE, 0);
	assert_state(w, "checkin", TEST_NIGHT, "answered", "no");
	assert_int_equal(undo(&w->diary), 0);
	assert_night(w, STATE_UNKNOWN, 0);
}

static int see_draft(const struct episode *e, void *data)
{
	*(int *)data += 1;
	assert_true(e->draft);
	assert_true(e->onset.at == UNKNOWN);
	assert_string_equal(e->precision, "night");
	assert_string_equal(e->source, "reminder");
	assert_true(e->severity == UNKNOWN && e->muscle_count == 0);
	return 0;
}

static void test_checkin_yes(void **state)
{
	struct world *w = *state;
	int drafts = 0;

	reach(w, "2026-11-22T07:30:00+01:00");
	it_is_shown();
	screen->events->on_answer("yes", screen->data);
	assert_night(w, STATE_CRAMP, 1);
	assert_int_equal(store_episodes_each(w->app.store, TEST_NIGHT, TEST_NIGHT, see_draft, &drafts), 0);
	assert_int_equal(drafts, 1);
	/* A second click elsewhere makes no second cramp, and "no" now contradicts. */
	answer_as(w, "a", REMIND_CHECKIN, TEST_NIGHT, ANSWER_YES, 0);
	assert_night(w, STATE_CRAMP, 1);
	answer_as(w, "b", REMIND_CHECKIN, TEST_NIGHT, ANSWER_NO, ANSWER_CONTRADICTED);
	assert_night(w, STATE_CRAMP, 1);
}

/* Whoever logs there answers it; whoever does not is asked again. */
static void test_checkin_log(void **state)
{
	struct world *w = *state;

	free(w->app.config.log_command);
	w->app.config.log_command = xstrdup("foot -e cramp log");
	reach(w, "2026-11-22T07:30:00+01:00");
	assert_int_equal(screen->action_count, 4);
	assert_string_equal(screen->actions[3].key, "log");
	it_is_shown();
	screen->events->on_answer("log", screen->data);
	assert_null(screen);
	assert_string_equal(ran_command, "foot -e cramp log");
	assert_state(w, "checkin", TEST_NIGHT, "snoozed", "");
	assert_night(w, STATE_UNKNOWN, 0);
	reach(w, "2026-11-22T07:45:00+01:00");
	assert_int_equal(count_on_screen(), 1);
}

static void test_checkin_only_while_unknown(void **state)
{
	struct world *w = *state;

	tell_free(&w->diary, TEST_NIGHT);
	reach(w, "2026-11-22T07:30:00+01:00");
	assert_null(screen);
	assert_no_row(w, "checkin", TEST_NIGHT);
}

static void test_checkin_answered_by_logging(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-22T07:30:00+01:00");
	it_is_shown();
	tell_episode(&w->diary, "cramp", 7);
	reminders_see_change(w->app.reminders);
	assert_null(screen);
	assert_state(w, "checkin", TEST_NIGHT, "answered", "");
}

static void test_checkin_until_the_evening(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-22T07:30:00+01:00");
	it_is_shown();
	screen->events->on_answer("later", screen->data);
	assert_null(screen);
	reach(w, "2026-11-22T07:45:00+01:00");
	assert_int_equal(count_on_screen(), 1);
	it_is_shown();
	reach(w, "2026-11-22T19:30:01+01:00");
	assert_null(screen);
	assert_state(w, "checkin", TEST_NIGHT, "expired", "");
	assert_night(w, STATE_UNKNOWN, 0);
}

/* ---- what is said ---- */

static void test_private_text(void **state)
{
	struct world *w = *state;

	w->app.config.private_text = true;
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_string_equal(screen->summary, "Bedtime routine");
	assert_null(screen->body);
	assert_true(screen->nameless);
	assert_string_equal(screen->command, "Answer in a terminal.");
	it_is_shown();
	screen->events->on_answer("done", screen->data);
	reach(w, "2026-11-22T07:30:00+01:00");
	assert_string_equal(screen->summary, "Morning check-in");
	assert_null(screen->body);
	assert_true(screen->nameless);
	assert_string_equal(screen->command, "Answer in a terminal.");
}

static void test_three_measures_named(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	assert_non_null(strstr(screen->body, "Warm feet"));
	assert_non_null(strstr(screen->body, "Stretch"));
	assert_non_null(strstr(screen->body, "Loose bedding"));
}

static void on_tested(bool shown, const char *trouble, void *data)
{
	*(int *)data += shown ? 1 : 10;
	assert_true(shown == !trouble);
}

static void test_test_records_nothing(void **state)
{
	struct world *w = *state;
	int told = 0;

	reminders_test(w->app.reminders, on_tested, &told);
	it_is_shown();
	assert_int_equal(told, 1);
	screen->events->on_answer("done", screen->data);
	assert_null(screen);
	assert_int_equal(count_readings(w), 0);
	reminders_test(w->app.reminders, on_tested, &told);
	screen->events->on_trouble("no notification service is running", screen->data);
	assert_int_equal(told, 11);
	assert_null(screen);
	reminders_test(w->app.reminders, on_tested, &told);
	reminders_test_forget(w->app.reminders);
	it_is_shown();
	assert_int_equal(told, 11);
	w->app.notify = false;
	reminders_test(w->app.reminders, on_tested, &told);
	assert_int_equal(told, 21);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(test_answer_takes_it_off_the_screen),
		LIVE(test_answer_twice_gives_one_set),
		LIVE(test_answer_undone_stays_answered),
		LIVE(test_answer_before_it_is_due),
		LIVE(test_answer_refused),
		LIVE(test_snooze_from_elsewhere),
		LIVE(test_checkin_no),
		LIVE(test_checkin_yes),
		LIVE(test_checkin_log),
		LIVE(test_checkin_only_while_unknown),
		LIVE(test_checkin_answered_by_logging),
		LIVE(test_checkin_until_the_evening),
		LIVE(test_private_text),
		LIVE(test_three_measures_named),
		LIVE(test_test_records_nothing),
	};

	log_init("test", false);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
