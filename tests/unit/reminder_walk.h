/*
 * What may happen to reminders at random, and what is expected on record after it: time that passes, sleep, clocks that
 * are set, other zones, services that come and go, daemons that are killed (in the midst of an answer, too), answers
 * from the screen, from the shell and from both at once, facts told otherwise. Included by test_reminder_walk.c.
 */
#ifndef TESTS_REMINDER_WALK_H
#define TESTS_REMINDER_WALK_H

#include "reminder_fixture.h"

#include <unistd.h>

#include "daemon/reminder/room.h"

enum {
	NIGHTS = 2400, /* room for as many as the steps can pass through, with hours to spare */
	NIGHTS_BACK = 40,
};

/* The states that nothing but an answer, or a clock that is set back, changes. */
enum outcome { OPEN, NONE, ANSWERED, EXPIRED, MISSED };
static const char *const outcome_names[] = {
	[OPEN] = "open", [NONE] = "none", [ANSWERED] = "answered", [EXPIRED] = "expired", [MISSED] = "missed"
};

/* What should be on record of a night. */
struct expected {
	int measures; /* -1: nothing told, 0 or 1 by the reminder */
	int cramps;   /* -1: nothing told, 0 free, 1 a cramp */
	bool waved_away[REMINDER_KINDS];
	bool told[REMINDER_KINDS]; /* somebody answered its reminder, or the diary did */
	enum outcome was[REMINDER_KINDS];
	bool settled_by_diary;
};

static struct walk {
	struct world *world;
	unsigned seed;
	int32_t first;
	int calls;
	bool stopped;
	/* The newest night whose reminder was due at any time of this daemon's life. */
	int32_t newest_due[REMINDER_KINDS];
	struct expected nights[NIGHTS];
	int pressed, put_up;
} walk;

static int pick(int n)
{
	return rand_r(&walk.seed) % n;
}

static struct clock *the_clock(void)
{
	return &walk.world->app.clock;
}

static int32_t today(void)
{
	return civil_of(clock_local(the_clock())).day;
}

static struct expected *of_night(int32_t night)
{
	assert_in_range(night, walk.first, walk.first + NIGHTS - 1);
	return &walk.nights[night - walk.first];
}

static const struct live *live_of(const struct notifier *n)
{
	return n->data;
}

/* ---- what is put up ---- */

/* The night is told from the text alone: each weekday has a minute of its own in the bedtime. */
static void check_text(const struct notifier *n)
{
	static const char *const weekdays[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
						"Friday", "Saturday", "Sunday" };
	const struct live *live = live_of(n);
	int weekday = date_weekday(live->night);

	if (live->kind == REMIND_BEDTIME)
		assert_int_equal(n->summary[strlen(n->summary) - 1] - '0', weekday);
	else if (live->kind == REMIND_CHECKIN)
		assert_non_null(strstr(n->body, weekdays[weekday]));
	else
		assert_int_equal(date_weekday(live->night + 1), walk.world->app.config.weekly_weekday);
}

/* It is put up while it is of use, for a night that has no answer, and not in hours that are to be quiet. */
static void on_put_up(const struct notifier *n)
{
	const struct live *live = live_of(n);
	struct occasion o = schedule_of(&walk.world->app.config, local_resolve, live->kind, live->night);
	int64_t now = clock_now(the_clock());
	struct reminder row;

	walk.put_up++;
	assert_false(of_night(live->night)->told[live->kind]);
	assert_false(of_night(live->night)->waved_away[live->kind]);
	assert_int_equal(store_reminder_get(walk.world->app.store, reminder_kind_name(live->kind), live->night, &row),
			 0);
	assert_true(reminder_row_is_open(&row));
	if (str_equal(row.state, "snoozed"))
		assert_true(now >= row.snooze_until_at && now <= o.closes);
	else
		assert_true(now <= o.useful_until);
	if (!str_equal(row.state, "snoozed"))
		assert_true(now >= o.due.at);
	if (live->kind != REMIND_BEDTIME)
		assert_true(schedule_quiet_until(&walk.world->app.config, local_resolve, clock_local(the_clock())) ==
			    UNKNOWN);
	reminder_clear(&row);
}

/* ---- what people do ---- */

static void uid_of_call(char *uid, size_t size)
{
	snprintf(uid, size, "walk-%d", walk.calls++);
}

/* The answer is on record: what is expected from now on. */
static void expect_answer(int32_t night, enum reminder_answer answer)
{
	struct expected *e = of_night(night);

	walk.pressed++;
	switch (answer) {
	case ANSWER_DONE:
	case ANSWER_SKIP:
		e->measures = answer == ANSWER_DONE;
		e->told[REMIND_BEDTIME] = true;
		break;
	case ANSWER_NO:
	case ANSWER_YES:
		e->cramps = answer == ANSWER_YES;
		e->told[REMIND_CHECKIN] = true;
		break;
	case ANSWER_STOP:
		walk.stopped = true;
		e->told[REMIND_BEDTIME] = true;
		break;
	case ANSWER_OPEN: e->told[REMIND_WEEKLY] = true; break;
	case ANSWER_START:
	case REMINDER_ANSWERS: break;
	}
}

static struct notifier *any_notifier(void)
{
	struct notifier *n = screen;
	int skip = screen ? pick(count_on_screen()) : 0;

	while (skip-- > 0)
		n = n->next;
	return n;
}

static void press(struct notifier *n, const char *key)
{
	int32_t night = live_of(n)->night;
	int answer = reminder_answer_of(key);

	n->events->on_shown(n->data);
	if (answer >= 0)
		expect_answer(night, (enum reminder_answer)answer);
	n->events->on_answer(key, n->data);
}

static bool press_any(void)
{
	struct notifier *n = any_notifier();

	if (!n || n->action_count == 0)
		return false;
	press(n, n->actions[pick((int)n->action_count)].key);
	return true;
}

/* From the shell, left to be committed. The night that was meant, NO_NIGHT if it was refused. */
static int32_t answer_uncommitted(enum reminder_kind kind, enum reminder_answer answer, int32_t night)
{
	struct reminders *r = walk.world->app.reminders;
	char uid[32];
	struct told told = { uid, when_zone() };
	struct reminder row;

	uid_of_call(uid, sizeof(uid));
	if (reminders_answer(r, &told, kind, &night, answer, &row) != 0)
		return NO_NIGHT;
	reminder_clear(&row);
	return night;
}

static void finish_turn(void)
{
	assert_int_equal(store_commit(walk.world->app.store), 0);
	reminders_see_change(walk.world->app.reminders);
}

/* A night that has a cramp on record is not made free by a word. */
static bool contradicts(enum reminder_answer answer, int32_t night)
{
	return answer == ANSWER_NO && night != NO_NIGHT && of_night(night)->cramps == 1;
}

static bool answer_from_shell(void)
{
	enum reminder_kind kind = pick(2) ? REMIND_BEDTIME : REMIND_CHECKIN;
	enum reminder_answer answer = kind == REMIND_BEDTIME ? (enum reminder_answer)(ANSWER_DONE + pick(2))
							     : (enum reminder_answer)(ANSWER_NO + pick(2));
	int32_t asked = pick(2) ? NO_NIGHT : today() - pick(4);
	int32_t night = answer_uncommitted(kind, answer, asked);

	assert_false(contradicts(answer, night));
	/* Yes where there is a cramp, and the cramp stays one. */
	if (night != NO_NIGHT)
		expect_answer(night, answer);
	finish_turn();
	return night != NO_NIGHT;
}

/* The button and the shell in the same turn: the shell's is not committed yet when the button arrives. */
static bool answer_at_once(void)
{
	struct notifier *n = any_notifier();
	enum reminder_kind kind = n ? live_of(n)->kind : REMIND_WEEKLY;
	enum reminder_answer answer = kind == REMIND_BEDTIME ? ANSWER_DONE : ANSWER_YES;
	int32_t night;

	if (!n || kind == REMIND_WEEKLY)
		return false;
	n->events->on_shown(n->data);
	night = answer_uncommitted(kind, answer, live_of(n)->night);
	assert_int_equal(night, live_of(n)->night);
	expect_answer(night, answer);
	n->events->on_answer(reminder_answer_name(answer), n->data);
	finish_turn();
	return true;
}

static bool snooze_from_shell(void)
{
	enum reminder_kind kind = (enum reminder_kind)pick(REMINDER_KINDS);
	char uid[32];
	struct told told = { uid, when_zone() };
	struct reminder row;
	int64_t most;

	uid_of_call(uid, sizeof(uid));
	bool snoozed = reminders_snooze(walk.world->app.reminders, &told, kind, pick(2) ? UNKNOWN : 1 + pick(300), &row,
					&most) == 0;

	if (snoozed) {
		of_night(row.night)->waved_away[kind] = false;
		reminder_clear(&row);
	}
	finish_turn();
	return snoozed;
}

static bool stop_from_shell(void)
{
	int32_t night;

	if (walk.stopped || pick(3))
		return false;
	night = answer_uncommitted(REMIND_BEDTIME, ANSWER_STOP, NO_NIGHT);
	assert_int_not_equal(night, NO_NIGHT);
	expect_answer(night, ANSWER_STOP);
	finish_turn();
	return true;
}

static bool tell_otherwise(void)
{
	int32_t night = today() - pick(3);
	struct expected *e = of_night(night);

	/* Only what was not told yet: two words about one night are another test's. */
	if (e->cramps >= 0)
		return false;
	tell_free(&walk.world->diary, night);
	e->cramps = 0;
	e->told[REMIND_CHECKIN] = e->settled_by_diary = true;
	reminders_see_change(walk.world->app.reminders);
	return true;
}

/* A night that can still be reminded of has no row any more, and begins anew. */
static bool start_again(void)
{
	struct expected *e;
	struct reminder row;
	int32_t night;

	if (!walk.stopped || pick(2))
		return false;
	night = answer_uncommitted(REMIND_BEDTIME, ANSWER_START, NO_NIGHT);
	assert_int_not_equal(night, NO_NIGHT);
	walk.stopped = false;
	e = of_night(night);
	if (store_reminder_get(walk.world->app.store, "bedtime", night, &row) == 0) {
		reminder_clear(&row);
	} else {
		e->told[REMIND_BEDTIME] = e->measures >= 0;
		e->waved_away[REMIND_BEDTIME] = false;
		e->was[REMIND_BEDTIME] = NONE;
	}
	finish_turn();
	return true;
}

/* ---- what happens ---- */

static bool time_passes(void)
{
	clock_run_to(the_clock(), clock_now(the_clock()) + pick(90 * 60));
	return true;
}

static bool next_alarm(void)
{
	int64_t alarm = clock_next_alarm(the_clock());

	if (alarm != UNKNOWN)
		clock_run_to(the_clock(), alarm > clock_now(the_clock()) ? alarm : clock_now(the_clock()));
	return true;
}

static bool sleep_for_hours(void)
{
	clock_jump_to(the_clock(), clock_now(the_clock()) + pick(20 * 3600));
	return true;
}

static bool step_the_clock(void)
{
	clock_jump_to(the_clock(), clock_now(the_clock()) + pick(6 * 3600 + 1) - 3 * 3600);
	return true;
}

static bool travel(void)
{
	static const char *const zones[] = { "Europe/Berlin",	   "America/New_York", "Australia/Lord_Howe",
					     "Pacific/Apia",	   "Asia/Kathmandu",   "Africa/Casablanca",
					     "Pacific/Kiritimati", "Pacific/Honolulu", "Antarctica/Troll" };

	clock_move_to_zone(the_clock(), zones[pick(ARRAY_LEN(zones))]);
	return true;
}

/* Other bedtimes, so that a night's reminder may come before the one of the night before is over. The last minute is
 * that of the weekday. */
static bool configure(void)
{
	static const int leads[] = { 0, 30, 30, 90, 720 };
	struct config *c = &walk.world->app.config;
	int bedtime = 10 * (6 * (pick(4) ? 21 + pick(5) : 12 + pick(24)) + pick(6));

	for (int i = 0; i < WEEKDAYS; i++)
		c->bedtime_min[i] = bedtime + i;
	c->lead_min = leads[pick(ARRAY_LEN(leads))];
	c->quiet_from_min = pick(3) ? 23 * 60 : -1;
	c->weekly_weekday = pick(WEEKDAYS);
	reminders_wake(walk.world->app.reminders);
	return true;
}

/* Killed: nothing is taken off anything in order, and what was not committed never was. */
static void kill_daemon(bool away)
{
	struct world *w = walk.world;

	if (store_is_open(w->app.store))
		store_rollback(w->app.store);
	daemon_end(w);
	fixture_close(&w->diary);
	if (away)
		the_clock()->held_at += pick(30 * 3600);
	fixture_open(&w->diary);
	w->app.store = w->diary.store;
	for (int kind = 0; kind < REMINDER_KINDS; kind++)
		walk.newest_due[kind] = NO_NIGHT;
	daemon_start(w);
}

static bool kill_restart(void)
{
	kill_daemon(pick(3) == 0);
	return true;
}

static bool kill_in_an_answer(void)
{
	bool answered = answer_uncommitted(REMIND_BEDTIME, ANSWER_DONE, NO_NIGHT) != NO_NIGHT;

	kill_daemon(false);
	return answered;
}

static bool service_goes(void)
{
	struct notifier *n;

	for (n = screen; n; n = n->next)
		n->events->on_trouble("the notification service went away", n->data);
	return screen != NULL;
}

/* on_shown may put up or take away others. */
static bool service_comes(void)
{
	struct notifier *n = any_notifier();

	if (n)
		n->events->on_shown(n->data);
	return n != NULL;
}

static bool wave_away(void)
{
	struct notifier *n = any_notifier();

	if (!n)
		return false;
	n->events->on_shown(n->data);
	of_night(live_of(n)->night)->waved_away[live_of(n)->kind] = true;
	if (live_of(n)->kind == REMIND_WEEKLY)
		of_night(live_of(n)->night)->told[REMIND_WEEKLY] = true;
	n->events->on_closed(n->data);
	return true;
}

static bool report_ends(void)
{
	struct week_figures week = { .from = today() - 7, .to = today() - 1, .ended = 6, .recorded = 5 };

	if (!asked_week)
		return false;
	if (pick(4))
		week_comes(&week, pick(4) ? "/data/reports/week.html" : NULL, NULL);
	else
		week_comes(NULL, NULL, "it took longer than 60 seconds");
	return true;
}

/* Each step is one of these; `did` counts those that found something to do. */
static struct happening {
	const char *name;
	bool (*happen)(void);
	int weight, did;
} happenings[] = {
	{ "time that passed", time_passes, 2, 0 },
	{ "next alarms", next_alarm, 2, 0 },
	{ "suspends and resumes", sleep_for_hours, 1, 0 },
	{ "steps of the clock by up to 3 h either way", step_the_clock, 1, 0 },
	{ "changes of zone", travel, 1, 0 },
	{ "daemons killed", kill_restart, 1, 0 },
	{ "daemons killed in an answer", kill_in_an_answer, 1, 0 },
	{ "services that went", service_goes, 1, 0 },
	{ "services that came", service_comes, 1, 0 },
	{ "waved away", wave_away, 1, 0 },
	{ "buttons pressed", press_any, 2, 0 },
	{ "answers from the shell", answer_from_shell, 1, 0 },
	{ "answers from both at once", answer_at_once, 1, 0 },
	{ "snoozes from the shell", snooze_from_shell, 1, 0 },
	{ "nights told otherwise", tell_otherwise, 1, 0 },
	{ "reminders stopped", stop_from_shell, 1, 0 },
	{ "and begun again", start_again, 1, 0 },
	{ "weekly reports made or not", report_ends, 1, 0 },
	{ "other bedtimes", configure, 1, 0 },
};

static void let_something_happen(void)
{
	int weights = 0, drawn;
	size_t i;

	for (i = 0; i < ARRAY_LEN(happenings); i++)
		weights += happenings[i].weight;
	drawn = pick(weights);
	for (i = 0; drawn >= happenings[i].weight; i++)
		drawn -= happenings[i].weight;
	happenings[i].did += happenings[i].happen();
}

#endif
