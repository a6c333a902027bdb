/* Whether reminders go on: three in a row without any answer, stop, start. And what they add. */
#include "reminder_fixture.h"

/* An evening whose reminder is shown and left alone. */
static void ignore_evening(struct world *w, const char *evening)
{
	reach(w, evening);
	assert_int_equal(count_on_screen(), 1);
	it_is_shown();
}

/* Friday's comes after the Tuesday, Wednesday and Thursday of 17 to 19 November. */
static void three_ignored(struct world *w)
{
	ignore_evening(w, "2026-11-17T22:00:00+01:00");
	ignore_evening(w, "2026-11-18T22:00:00+01:00");
	ignore_evening(w, "2026-11-19T22:00:00+01:00");
}

static bool asks_whether_to_go_on(void)
{
	bool asks = strstr(screen->body, "Shall they go on?") != NULL;

	assert_int_equal(asks, str_equal(screen->actions[2].key, "stop"));
	assert_int_equal(screen->action_count, 3);
	return asks;
}

static void test_fourth_asks_whether_to_go_on(void **state)
{
	struct world *w = *state;

	go_to(w, "2026-11-17T12:00:00+01:00");
	three_ignored(w);
	assert_false(asks_whether_to_go_on());
	reach(w, "2026-11-20T22:00:00+01:00");
	assert_int_equal(count_on_screen(), 1);
	assert_true(asks_whether_to_go_on());
	assert_non_null(strstr(screen->body, "Warm feet"));
	it_is_shown();
	/* Any answer but Stop lets them go on, and the next one does not ask. */
	screen->events->on_answer("skip", screen->data);
	assert_measures(w, TEST_NIGHT - 1, 0);
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_false(asks_whether_to_go_on());
}

static void test_unanswered_question_is_asked_again(void **state)
{
	struct world *w = *state;

	go_to(w, "2026-11-17T12:00:00+01:00");
	three_ignored(w);
	ignore_evening(w, "2026-11-20T22:00:00+01:00");
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_true(asks_whether_to_go_on());
}

/* Nights that nobody was reminded of do not count, and do not break the row. */
static void test_unseen_nights_do_not_count(void **state)
{
	struct world *w = *state;

	daemon_end(w);
	go_to(w, "2026-11-15T12:00:00+01:00");
	daemon_start(w);
	ignore_evening(w, "2026-11-15T22:00:00+01:00");
	ignore_evening(w, "2026-11-16T22:00:00+01:00");
	reach(w, "2026-11-18T06:00:00+01:00");
	assert_state(w, "bedtime", TEST_NIGHT - 4, "missed", "");
	reach(w, "2026-11-18T22:00:00+01:00");
	assert_false(asks_whether_to_go_on());
	it_is_shown();
	reach(w, "2026-11-19T22:00:00+01:00");
	assert_true(asks_whether_to_go_on());
}

/* What was told in the diary instead is an answer too. */
static void test_told_otherwise_is_an_answer(void **state)
{
	struct world *w = *state;

	go_to(w, "2026-11-18T12:00:00+01:00");
	ignore_evening(w, "2026-11-18T22:00:00+01:00");
	ignore_evening(w, "2026-11-19T22:00:00+01:00");
	answer_as(w, "late", REMIND_BEDTIME, TEST_NIGHT - 3, ANSWER_DONE, 0);
	ignore_evening(w, "2026-11-20T22:00:00+01:00");
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_false(asks_whether_to_go_on());
}

static void assert_stopped(struct world *w, int32_t since)
{
	assert_int_equal(reminders_stopped_at(w->app.reminders), since);
	assert_int_not_equal(reminders_next(w->app.reminders).kind, REMIND_BEDTIME);
}

static void test_stop_from_the_screen(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	screen->events->on_answer("stop", screen->data);
	assert_null(screen);
	assert_state(w, "bedtime", TEST_NIGHT, "answered", "stop");
	assert_int_equal(count_readings(w), 0);
	assert_int_equal(reminders_stopped_at(w->app.reminders), TEST_NIGHT);
	/* The morning's question is not ended by it. */
	reach(w, "2026-11-22T07:30:00+01:00");
	assert_int_equal(count_on_screen(), 1);
	screen->events->on_answer("no", screen->data);
	reach(w, "2026-11-22T22:00:00+01:00");
	assert_no_row(w, "bedtime", TEST_NIGHT + 1);
	assert_null(screen);
	daemon_end(w);
	reach(w, "2026-11-23T22:00:00+01:00");
	daemon_start(w);
	assert_no_row(w, "bedtime", TEST_NIGHT + 2);
	/* Back again, at once where the evening's is still of use. */
	answer_as(w, "go", REMIND_BEDTIME, NO_NIGHT, ANSWER_START, 0);
	assert_state(w, "bedtime", TEST_NIGHT, "answered", "start");
	assert_state(w, "bedtime", TEST_NIGHT + 2, "due", "");
	answer_as(w, "go on", REMIND_BEDTIME, NO_NIGHT, ANSWER_START, REMINDER_NOT_STOPPED);
}

static void test_stop_and_start_in_one_evening(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	it_is_shown();
	answer_as(w, "a", REMIND_BEDTIME, NO_NIGHT, ANSWER_STOP, 0);
	assert_null(screen);
	assert_stopped(w, TEST_NIGHT);
	answer_as(w, "b", REMIND_BEDTIME, NO_NIGHT, ANSWER_STOP, 0);
	assert_stopped(w, TEST_NIGHT);
	/* What is told of the night does not start them again. */
	answer_as(w, "c", REMIND_BEDTIME, TEST_NIGHT, ANSWER_DONE, 0);
	assert_measures(w, TEST_NIGHT, 1);
	assert_stopped(w, TEST_NIGHT);
	assert_int_equal(undo(&w->diary), 0);
	answer_as(w, "d", REMIND_BEDTIME, NO_NIGHT, ANSWER_START, 0);
	assert_int_equal(reminders_stopped_at(w->app.reminders), NO_NIGHT);
	assert_int_equal(count_on_screen(), 1);
}

/* Tonight's has its answer: the end stands with the next night, and the answer stays. */
static void test_stop_after_the_answer(void **state)
{
	struct world *w = *state;

	reach(w, "2026-11-21T22:00:00+01:00");
	answer_as(w, "a", REMIND_BEDTIME, NO_NIGHT, ANSWER_DONE, 0);
	answer_as(w, "b", REMIND_BEDTIME, NO_NIGHT, ANSWER_STOP, 0);
	assert_state(w, "bedtime", TEST_NIGHT, "answered", "done");
	assert_stopped(w, TEST_NIGHT + 1);
	reach(w, "2026-11-22T22:00:00+01:00");
	assert_null(screen);
	answer_as(w, "c", REMIND_BEDTIME, NO_NIGHT, ANSWER_START, 0);
	assert_int_equal(count_on_screen(), 1);
	assert_string_equal(screen->summary, "Bedtime 22:30");
}

/* ---- what it adds ---- */

static void tell_trait(struct world *w, const char *id, double value)
{
	struct trait t;

	trait_init(&t);
	str_copy(t.uid, sizeof(t.uid), id);
	str_copy(t.trait, sizeof(t.trait), id);
	t.value = value;
	t.recorded_at = clock_now(&w->app.clock);
	begin(&w->diary);
	assert_int_equal(store_trait_put(w->app.store, &t), 0);
	end(&w->diary);
	trait_clear(&t);
}

static const char warm_bath[] = "warm foot bath", cool_room[] = "A cool bedroom: ";

static void test_added_lines(void **state)
{
	struct world *w = *state;

	links[0] = (struct advice_link){ "cold_legs", true };
	link_count = 1;
	tell(w, "room_temp_c", 15);
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_non_null(strstr(screen->body, warm_bath));
	assert_non_null(strstr(screen->body, cool_room));
}

static void test_added_lines_not_private(void **state)
{
	struct world *w = *state;

	w->app.config.private_text = true;
	tell(w, "room_temp_c", 15);
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_null(screen->body);
}

static void test_added_lines_barred_by_trait(void **state)
{
	struct world *w = *state;

	links[0] = (struct advice_link){ "cold_legs", true };
	link_count = 1;
	tell_trait(w, "diabetes", 1);
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_null(strstr(screen->body, warm_bath));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(test_fourth_asks_whether_to_go_on), LIVE(test_unanswered_question_is_asked_again),
		LIVE(test_unseen_nights_do_not_count),	 LIVE(test_told_otherwise_is_an_answer),
		LIVE(test_stop_from_the_screen),	 LIVE(test_stop_and_start_in_one_evening),
		LIVE(test_stop_after_the_answer),	 LIVE(test_added_lines),
		LIVE(test_added_lines_not_private),	 LIVE(test_added_lines_barred_by_trait),
	};

	log_init("test", false);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
