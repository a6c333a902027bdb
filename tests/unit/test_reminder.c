/* The life of a reminder, under a clock that the test moves and with a screen that is a list. */
#include "store_fixture.h"

#include "daemon/app.h"
#include "daemon/reminder/advice.h"
#include "daemon/reminder/notifier.h"
#include "daemon/reminder/reminder.h"

/* ---- the screen: in place of daemon/reminder/notifier.c ---- */

struct notifier {
	char *summary, *body;
	const struct notifier_events *events;
	void *data;
	struct notifier *next;
};
static struct notifier *screen;

void notice_clear(struct notice *n)
{
	free(n->summary);
	free(n->body);
	free(n->command);
	*n = (struct notice){ 0 };
}

struct notifier *notifier_new(struct uv_loop_s *loop, const struct notice *notice, bool once,
			      const struct notifier_events *events, void *data)
{
	struct notifier *n = xcalloc(1, sizeof(*n));

	(void)loop, (void)once;
	*n = (struct notifier){ xstrdup(notice->summary), xstrdup_null(notice->body), events, data, screen };
	screen = n;
	return n;
}

void notifier_free(struct notifier *n)
{
	struct notifier **at = &screen;

	if (!n)
		return;
	while (*at != n)
		at = &(*at)->next;
	*at = n->next;
	free(n->summary);
	free(n->body);
	free(n);
}

/* ---- the world ---- */

struct world {
	struct fixture diary;
	struct app app;
};

static void go_to(struct world *w, const char *when)
{
	struct clock fresh;

	assert_int_equal(clock_init(&fresh, NULL, when), 0);
	w->app.clock.shift_s = fresh.shift_s;
}

/* Time passes, and the alarm or a resume looks at the calendar. */
static void reach(struct world *w, const char *when)
{
	go_to(w, when);
	reminders_wake(w->app.reminders);
}

static void daemon_start(struct world *w)
{
	w->app.reminders = reminders_new(&w->app);
	reminders_wake(w->app.reminders);
}

static void daemon_end(struct world *w)
{
	reminders_free(w->app.reminders);
	assert_null(screen);
}

static int set_up(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));

	setenv("TZ", "Europe/Berlin", 1);
	when_zone_changed();
	fixture_init(&w->diary);
	fixture_open(&w->diary);
	assert_int_equal(clock_init(&w->app.clock, NULL, "2026-11-21T21:00:00+01:00"), 0);
	config_init(&w->app.config);
	w->app.store = w->diary.store;
	w->app.notify = true;
	*state = w;
	daemon_start(w);
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	daemon_end(w);
	config_clear(&w->app.config);
	fixture_finish(&w->diary);
	free(w);
	return 0;
}

static int count_on_screen(void)
{
	struct notifier *n;
	int count = 0;

	for (n = screen; n; n = n->next)
		count++;
	return count;
}

static void it_is_shown(void)
{
	assert_non_null(screen);
	screen->events->on_shown(screen->data);
}

static void assert_state(struct world *w, const char *kind, int32_t night, const char *state, const char *answer)
{
	struct reminder row;

	assert_int_equal(store_reminder_get(w->app.store, kind, night, &row), 0);
	assert_string_equal(row.state, state);
	assert_string_equal(row.answer, answer);
	reminder_clear(&row);
}

static void assert_no_row(struct world *w, const char *kind, int32_t night)
{
	struct reminder row;

	assert_int_equal(store_reminder_get(w->app.store, kind, night, &row), STORE_NOT_FOUND);
}

struct seen {
	int count, from_reminder;
	double value;
};

static int see(const struct reading *r, void *data)
{
	struct seen *s = data;

	s->count++;
	s->from_reminder += str_equal(r->source, "reminder");
	s->value = r->value;
	assert_true(r->at == UNKNOWN);
	return 0;
}

/* Exactly the three measures, each told once, by the reminder. */
static void assert_measures(struct world *w, int32_t night, double value)
{
	int i;

	for (i = 0; i < ADVICE_MEASURES; i++) {
		struct seen s = { 0 };

		assert_int_equal(store_readings_each(w->app.store, night, night, advice_measures[i], see, &s), 0);
		assert_int_equal(s.count, 1);
		assert_int_equal(s.from_reminder, 1);
		assert_true(s.value == value);
	}
}

static int count_readings(struct world *w)
{
	struct store_totals totals;

	assert_int_equal(store_totals(w->app.store, &totals), 0);
	return (int)totals.readings;
}

static int64_t alarm_of(struct world *w)
{
	return w->app.clock.alarm_at[CLOCK_REMINDER];
}

static int64_t at(const char *when)
{
	struct instant i;

	assert_true(rfc3339_parse(when, &i));
	return i.at;
}

static void answer_as(struct world *w, const char *uid, enum reminder_kind kind, int32_t night,
		      enum reminder_answer answer, int expected)
{
	struct told told = { uid, "Europe/Berlin" };
	struct reminder row;

	assert_int_equal(reminders_answer(w->app.reminders, &told, kind, &night, answer, &row), expected);
	if (expected == 0)
		reminder_clear(&row);
	assert_int_equal(store_commit(w->app.store), 0);
	reminders_wake(w->app.reminders);
}

/* The diary is told of one factor, as `cramp add` would. */
static void tell(struct world *w, const char *factor, double value)
{
	struct reading r;
	uid_text uid;

	snprintf(uid, sizeof(uid), "told-%s", factor);
	r = a_reading(uid, factor, value);
	begin(&w->diary);
	assert_int_equal(store_reading_put(w->app.store, &r), 0);
	end(&w->diary);
	reading_clear(&r);
	reminders_wake(w->app.reminders);
}

/* ---- bedtime ---- */

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
	assert_true(llabs(alarm_of(w) - at("2026-11-21T22:20:00+01:00")) <= 1);
	daemon_end(w);
	go_to(w, "2026-11-21T22:15:00+01:00");
	daemon_start(w);
	assert_null(screen);
	reach(w, "2026-11-21T22:20:02+01:00");
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
	reminders_wake(w->app.reminders);
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
	reminders_wake(w->app.reminders);
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
	reminders_wake(w->app.reminders);
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
	assert_true(most >= 839 && most <= 840);
	assert_int_equal(reminders_snooze(w->app.reminders, &told, REMIND_BEDTIME, 40, &row, &most), 0);
	reminder_clear(&row);
	assert_int_equal(store_commit(w->app.store), 0);
	reminders_wake(w->app.reminders);
	assert_null(screen);
	reach(w, "2026-11-21T22:40:02+01:00");
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
	reminders_wake(w->app.reminders);
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
	reach(w, "2026-11-22T07:45:02+01:00");
	assert_int_equal(count_on_screen(), 1);
	it_is_shown();
	reach(w, "2026-11-22T19:30:01+01:00");
	assert_null(screen);
	assert_state(w, "checkin", TEST_NIGHT, "expired", "");
	assert_night(w, STATE_UNKNOWN, 0);
}

/* ---- a walk at random ---- */

enum { WALK_STEPS = 1000, WALK_NIGHTS = 128 };

/* What should be on record: the answer to each night's reminder, as pressed. */
struct walk {
	struct world *world;
	unsigned seed;
	int64_t now;
	int32_t first;
	int answers[WALK_NIGHTS]; /* -1: none, 0 skip, 1 done */
	bool ended[WALK_NIGHTS];
};

static int chance(struct walk *k, int n)
{
	return rand_r(&k->seed) % n;
}

/* Each weekday has a minute of its own in the bedtime, so that the text on the screen tells its night. */
static int32_t night_on_screen(const struct walk *k, const struct notifier *n)
{
	int weekday = n->summary[strlen(n->summary) - 1] - '0';
	int32_t night = civil_of(local_instant(k->now)).day;

	while (date_weekday(night) != weekday)
		night--;
	return night;
}

static void walk_press(struct walk *k)
{
	static const char *const keys[] = { "skip", "done", "snooze" };
	int key = chance(k, 3);
	struct notifier *n = screen;
	int32_t night = night_on_screen(k, n);

	n->events->on_shown(n->data);
	if (key < 2)
		k->answers[night - k->first] = key;
	screen->events->on_answer(keys[key], screen->data);
}

static void walk_time(struct walk *k, int64_t seconds)
{
	char text[RFC3339_LENGTH + 1];

	k->now += seconds;
	rfc3339_format(local_instant(k->now), text);
	reach(k->world, text);
}

static void walk_step(struct walk *k)
{
	switch (chance(k, 14)) {
	case 0: walk_time(k, chance(k, 3) ? 3600 : -3 * 3600); break;
	case 1: walk_time(k, chance(k, 20) * 3600); break;
	case 2:
		daemon_end(k->world);
		daemon_start(k->world);
		break;
	case 3:
		if (screen)
			screen->events->on_trouble("no notification service is running", screen->data);
		break;
	case 4:
		if (screen) {
			screen->events->on_shown(screen->data);
			screen->events->on_closed(screen->data);
		}
		break;
	case 5:
	case 6:
		if (screen)
			walk_press(k);
		break;
	case 7:
	case 8:
	case 9:
	case 10: walk_time(k, alarm_of(k->world) - k->now); break;
	default: walk_time(k, chance(k, 90) * 60); break;
	}
}

static int see_walk(const struct reminder *row, void *data)
{
	struct walk *k = data;
	int i = row->night - k->first;
	bool open = str_equal(row->state, "due") || str_equal(row->state, "shown") || str_equal(row->state, "snoozed");

	if (!str_equal(row->kind, "bedtime"))
		return 0;
	assert_in_range(i, 0, WALK_NIGHTS - 1);
	/* What has ended does not begin again, and is answered exactly if somebody pressed. */
	assert_false(k->ended[i] && open);
	k->ended[i] |= !open;
	assert_int_equal(str_equal(row->state, "answered"), k->answers[i] >= 0);
	return 0;
}

static void walk_check(struct walk *k)
{
	struct seen s;
	int i, measures = 0;

	assert_true(count_on_screen() <= 1);
	assert_int_equal(store_reminders_each(k->world->app.store, NULL, NULL, see_walk, k), 0);
	for (i = 0; i < WALK_NIGHTS; i++) {
		s = (struct seen){ 0 };
		assert_int_equal(store_readings_each(k->world->app.store, k->first + i, k->first + i, NULL, see, &s),
				 0);
		assert_int_equal(s.count, k->answers[i] < 0 ? 0 : ADVICE_MEASURES);
		assert_true(s.count == 0 || s.value == k->answers[i]);
		measures += s.count;
	}
	assert_int_equal(measures, count_readings(k->world));
}

static void test_walk(void **state)
{
	struct walk k = {
		.world = *state, .seed = 20261121, .now = at("2026-11-21T21:00:00+01:00"), .first = TEST_NIGHT - 8
	};
	int i, steps, answered = 0;

	for (i = 0; i < WEEKDAYS; i++) {
		k.world->app.config.bedtime_min[i] = 22 * 60 + 30 + i;
		/* The check-in is told apart by having no place on this screen: its nights are free. */
		k.world->app.config.wake_min[i] = 7 * 60 + 30;
	}
	for (i = 0; i < WALK_NIGHTS; i++) {
		k.answers[i] = -1;
		tell_free(&k.world->diary, k.first + i);
	}
	for (steps = 0; steps < WALK_STEPS && k.now < at("2027-03-10T00:00:00+01:00"); steps++) {
		walk_step(&k);
		walk_check(&k);
	}
	for (i = 0; i < WALK_NIGHTS; i++)
		answered += k.answers[i] >= 0;
	print_message("# %d steps, %d nights answered\n", steps, answered);
	assert_true(answered > 10);
}

/* ---- what is said ---- */

static void test_private_text(void **state)
{
	struct world *w = *state;

	w->app.config.private_text = true;
	reach(w, "2026-11-21T22:00:00+01:00");
	assert_string_equal(screen->summary, "Bedtime routine");
	assert_null(screen->body);
	it_is_shown();
	screen->events->on_answer("done", screen->data);
	reach(w, "2026-11-22T07:30:00+01:00");
	assert_string_equal(screen->summary, "Morning check-in");
	assert_null(screen->body);
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

#define LIVE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

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
		LIVE(test_answer_takes_it_off_the_screen),
		LIVE(test_answer_twice_gives_one_set),
		LIVE(test_answer_undone_stays_answered),
		LIVE(test_answer_before_it_is_due),
		LIVE(test_answer_refused),
		LIVE(test_snooze_from_elsewhere),
		LIVE(test_checkin_no),
		LIVE(test_checkin_yes),
		LIVE(test_checkin_only_while_unknown),
		LIVE(test_checkin_answered_by_logging),
		LIVE(test_checkin_until_the_evening),
		LIVE(test_walk),
		LIVE(test_private_text),
		LIVE(test_three_measures_named),
		LIVE(test_test_records_nothing),
	};

	log_init("test", false);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
