/*
 * Ten thousand steps at random through nights, mornings and weeks: time that passes, sleep, clocks that are set, other
 * zones, services that come and go, daemons that are killed (in the midst of an answer, too), answers from the screen,
 * from the shell and from both at once, facts told otherwise. After each step what is on the screen and on record is
 * held against what was pressed. WALK_SEED takes another walk.
 */
#include "reminder_fixture.h"

#include <unistd.h>

#include "daemon/reminder/room.h"

enum {
	STEPS = 10000,
	NIGHTS = 2400, /* room for as many as the steps can pass through, with hours to spare */
	NIGHTS_BACK = 40,
	NEAR = 4, /* nights around now that are looked at after each step; all of them every so often */
	ALL_EVERY = 500,
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
	int pressed, put_up, killed_in_an_answer, at_once;
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

static void press_any(void)
{
	struct notifier *n = any_notifier();

	if (n && n->action_count > 0)
		press(n, n->actions[pick((int)n->action_count)].key);
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

static void answer_from_shell(void)
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
}

/* The button and the shell in the same turn: the shell's is not committed yet when the button arrives. */
static void answer_at_once(void)
{
	struct notifier *n = any_notifier();
	enum reminder_kind kind = n ? live_of(n)->kind : REMIND_WEEKLY;
	enum reminder_answer answer = kind == REMIND_BEDTIME ? ANSWER_DONE : ANSWER_YES;
	int32_t night;

	if (!n || kind == REMIND_WEEKLY)
		return;
	walk.at_once++;
	n->events->on_shown(n->data);
	night = answer_uncommitted(kind, answer, live_of(n)->night);
	assert_int_equal(night, live_of(n)->night);
	expect_answer(night, answer);
	n->events->on_answer(reminder_answer_name(answer), n->data);
	finish_turn();
}

static void snooze_from_shell(void)
{
	enum reminder_kind kind = (enum reminder_kind)pick(REMINDER_KINDS);
	char uid[32];
	struct told told = { uid, when_zone() };
	struct reminder row;
	int64_t most;

	uid_of_call(uid, sizeof(uid));
	if (reminders_snooze(walk.world->app.reminders, &told, kind, pick(2) ? UNKNOWN : 1 + pick(300), &row, &most) ==
	    0) {
		of_night(row.night)->waved_away[kind] = false;
		reminder_clear(&row);
	}
	finish_turn();
}

static void stop_from_shell(void)
{
	int32_t night;

	if (walk.stopped || pick(3))
		return;
	night = answer_uncommitted(REMIND_BEDTIME, ANSWER_STOP, NO_NIGHT);
	assert_int_not_equal(night, NO_NIGHT);
	expect_answer(night, ANSWER_STOP);
	finish_turn();
}

static void tell_otherwise(void)
{
	int32_t night = today() - pick(3);
	struct expected *e = of_night(night);

	/* Only what was not told yet: two words about one night are another test's. */
	if (e->cramps >= 0)
		return;
	tell_free(&walk.world->diary, night);
	e->cramps = 0;
	e->told[REMIND_CHECKIN] = e->settled_by_diary = true;
	reminders_see_change(walk.world->app.reminders);
}

/* A night that can still be reminded of has no row any more, and begins anew. */
static void start_again(void)
{
	struct expected *e;
	struct reminder row;
	int32_t night;

	if (!walk.stopped || pick(2))
		return;
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
}

/* ---- what happens ---- */

static void time_passes(void)
{
	clock_run_to(the_clock(), clock_now(the_clock()) + pick(90 * 60));
}

static void next_alarm(void)
{
	int64_t alarm = clock_next_alarm(the_clock());

	if (alarm != UNKNOWN)
		clock_run_to(the_clock(), alarm > clock_now(the_clock()) ? alarm : clock_now(the_clock()));
}

static void sleep_for_hours(void)
{
	clock_jump_to(the_clock(), clock_now(the_clock()) + pick(20 * 3600));
}

static void step_the_clock(void)
{
	clock_jump_to(the_clock(), clock_now(the_clock()) + pick(6 * 3600 + 1) - 3 * 3600);
}

static void travel(void)
{
	static const char *const zones[] = { "Europe/Berlin",	   "America/New_York", "Australia/Lord_Howe",
					     "Pacific/Apia",	   "Asia/Kathmandu",   "Africa/Casablanca",
					     "Pacific/Kiritimati", "Pacific/Honolulu", "Antarctica/Troll" };

	clock_move_to_zone(the_clock(), zones[pick(ARRAY_LEN(zones))]);
}

/* Other bedtimes, so that a night's reminder may come before the one of the night before is over. The last minute is
 * that of the weekday. */
static void configure(void)
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

static void kill_restart(void)
{
	kill_daemon(pick(3) == 0);
}

static void kill_in_an_answer(void)
{
	if (answer_uncommitted(REMIND_BEDTIME, ANSWER_DONE, NO_NIGHT) != NO_NIGHT)
		walk.killed_in_an_answer++;
	kill_daemon(false);
}

static void service_goes(void)
{
	struct notifier *n;

	for (n = screen; n; n = n->next)
		n->events->on_trouble("the notification service went away", n->data);
}

/* on_shown may put up or take away others. */
static void service_comes(void)
{
	struct notifier *n = any_notifier();

	if (n)
		n->events->on_shown(n->data);
}

static void wave_away(void)
{
	struct notifier *n = any_notifier();

	if (!n)
		return;
	n->events->on_shown(n->data);
	of_night(live_of(n)->night)->waved_away[live_of(n)->kind] = true;
	if (live_of(n)->kind == REMIND_WEEKLY)
		of_night(live_of(n)->night)->told[REMIND_WEEKLY] = true;
	n->events->on_closed(n->data);
}

static void report_ends(void)
{
	struct week_figures week = { .from = today() - 7, .to = today() - 1, .ended = 6, .recorded = 5 };

	if (!asked_week)
		return;
	if (pick(4))
		week_comes(&week, pick(4) ? "/data/reports/week.html" : NULL, NULL);
	else
		week_comes(NULL, NULL, "it took longer than 60 seconds");
}

static void (*const happenings[])(void) = {
	next_alarm,  next_alarm,   time_passes,	      time_passes,	 sleep_for_hours, step_the_clock,
	travel,	     kill_restart, kill_in_an_answer, service_goes,	 service_comes,	  wave_away,
	report_ends, press_any,	   press_any,	      answer_from_shell,
};
static void (*const answers[])(void) = {
	answer_at_once, snooze_from_shell, tell_otherwise, start_again, stop_from_shell, configure,
};

/* ---- what must hold ---- */

static enum outcome outcome_of(const struct reminder *row)
{
	static const enum outcome closed[] = { ANSWERED, EXPIRED, MISSED };

	for (size_t i = 0; i < ARRAY_LEN(closed); i++)
		if (str_equal(row->state, outcome_names[closed[i]]))
			return closed[i];
	assert_true(reminder_row_is_open(row));
	return OPEN;
}

static void check_row(int32_t night, enum reminder_kind kind)
{
	struct expected *e = of_night(night);
	struct reminder row;
	enum outcome is;

	if (store_reminder_get(walk.world->app.store, reminder_kind_name(kind), night, &row) != 0) {
		assert_true(e->was[kind] == NONE);
		return;
	}
	is = outcome_of(&row);
	/* An end stays, but for an answer that comes late, and what a wrong clock had missed. */
	if (e->was[kind] == ANSWERED || e->was[kind] == EXPIRED)
		assert_true(is == e->was[kind] || is == ANSWERED);
	if (e->was[kind] == MISSED && is == OPEN)
		assert_true(clock_now(the_clock()) <=
			    schedule_of(&walk.world->app.config, local_resolve, kind, night).useful_until);
	/* Answered is what somebody answered, and nothing else. A week's that was waved away is over. */
	if (is == ANSWERED)
		assert_true(e->told[kind]);
	if (e->told[kind])
		assert_true(is == ANSWERED || (kind == REMIND_WEEKLY && is == EXPIRED) ||
			    (e->settled_by_diary && is != OPEN));
	e->was[kind] = is;
	reminder_clear(&row);
}

static void check_facts(int32_t night)
{
	const struct expected *e = of_night(night);
	struct seen s = { 0 };
	enum night_state state;
	int64_t episodes;

	assert_int_equal(store_readings_each(walk.world->app.store, night, night, NULL, see, &s), 0);
	assert_int_equal(s.count, e->measures < 0 ? 0 : ADVICE_MEASURES);
	assert_true(s.count == 0 || s.value == e->measures);
	assert_int_equal(s.from_reminder, s.count);
	assert_int_equal(store_night_state(walk.world->app.store, night, &state, &episodes), 0);
	assert_int_equal(state, e->cramps < 0 ? STATE_UNKNOWN : e->cramps ? STATE_CRAMP : STATE_FREE);
	assert_int_equal(episodes, e->cramps == 1);
}

static void check_nights(int32_t from, int32_t to)
{
	for (int32_t night = from; night <= to; night++) {
		for (int kind = 0; kind < REMINDER_KINDS; kind++)
			check_row(night, (enum reminder_kind)kind);
		check_facts(night);
	}
}

static void check_screen(void)
{
	int kinds[REMINDER_KINDS] = { 0 };

	for (struct notifier *n = screen; n; n = n->next) {
		const struct live *live = live_of(n);
		struct reminder row;

		assert_int_equal(++kinds[live->kind], 1);
		check_text(n);
		assert_int_equal(
			store_reminder_get(walk.world->app.store, reminder_kind_name(live->kind), live->night, &row),
			0);
		assert_true(reminder_row_is_open(&row));
		assert_true(clock_now(the_clock()) <=
			    schedule_of(&walk.world->app.config, local_resolve, live->kind, live->night).closes);
		reminder_clear(&row);
	}
}

/* Tonight's is on the screen if the calendar asks for it and nothing stands against it. */
static void check_none_lost(enum reminder_kind kind)
{
	int64_t now = clock_now(the_clock());

	for (int32_t night = today() + 1; night >= today() - 1; night--) {
		struct occasion o = schedule_of(&walk.world->app.config, local_resolve, kind, night);
		struct reminder row;
		bool wanted;

		if (o.due.at == UNKNOWN || now < o.due.at || now > o.useful_until || of_night(night)->told[kind] ||
		    (kind == REMIND_BEDTIME && walk.stopped))
			continue;
		assert_int_equal(store_reminder_get(walk.world->app.store, reminder_kind_name(kind), night, &row), 0);
		wanted = str_equal(row.state, "due") || (str_equal(row.state, "shown") && row.closed_at == UNKNOWN);
		reminder_clear(&row);
		if (wanted)
			assert_int_equal(walk.world->app.reminders->live[kind].night, night);
		/* An older one gives way to it. */
		break;
	}
}

/* What became due in a daemon's life has a row, in whatever state it is, unless nothing was to be asked. */
static void check_none_forgotten(enum reminder_kind kind)
{
	int64_t now = clock_now(the_clock());
	int32_t *newest = &walk.newest_due[kind], night = today() + 1;
	int32_t last;

	while (schedule_of(&walk.world->app.config, local_resolve, kind, night).due.at > now)
		night--;
	for (last = night; *newest != NO_NIGHT && night > *newest; night--)
		if (!of_night(night)->told[kind] && !(kind == REMIND_BEDTIME && walk.stopped))
			assert_true(of_night(night)->was[kind] != NONE);
	if (last > *newest)
		*newest = last;
}

/* Looking once more finds nothing to do, and the alarm is ahead. */
static void check_settled(void)
{
	struct notifier *before = screen;
	int count = count_on_screen();

	reminders_wake(walk.world->app.reminders);
	assert_ptr_equal(screen, before);
	assert_int_equal(count_on_screen(), count);
	assert_true(clock_next_alarm(the_clock()) > clock_now(the_clock()));
}

static void check_step(int step)
{
	int32_t now = today();

	check_screen();
	check_settled();
	check_none_lost(REMIND_BEDTIME);
	check_none_lost(REMIND_CHECKIN);
	if (step % ALL_EVERY == 0)
		check_nights(walk.first, now + 2);
	else
		check_nights(now - NEAR, now + 2);
	check_none_forgotten(REMIND_BEDTIME);
	check_none_forgotten(REMIND_CHECKIN);
}

static void test_walk(void **state)
{
	int ends[REMINDER_KINDS][ARRAY_LEN(outcome_names)] = { 0 };
	struct world *w = walk.world = *state;
	int step, i;

	walk.seed = getenv("WALK_SEED") ? (unsigned)atoi(getenv("WALK_SEED")) : 20261121;
	walk.first = TEST_NIGHT - NIGHTS_BACK;
	for (i = 0; i < NIGHTS; i++)
		walk.nights[i] = (struct expected){ .measures = -1, .cramps = -1, .was = { NONE, NONE, NONE } };
	for (i = 0; i < WEEKDAYS; i++)
		w->app.config.bedtime_min[i] = 22 * 60 + 30 + i;
	w->app.config.quiet_from_min = 23 * 60;
	w->app.config.quiet_to_min = 8 * 60;
	for (i = 0; i < REMINDER_KINDS; i++)
		walk.newest_due[i] = NO_NIGHT;
	reminders_wake(w->app.reminders);
	see_put_up = on_put_up;
	for (step = 1; step <= STEPS; step++) {
		int what = pick(ARRAY_LEN(happenings) + ARRAY_LEN(answers));

		if (what < (int)ARRAY_LEN(happenings))
			happenings[what]();
		else
			answers[what - (int)ARRAY_LEN(happenings)]();
		check_step(step);
	}
	/* Two quiet weeks later everything has come to its end. */
	clock_run_to(the_clock(), clock_now(the_clock()) + 14 * 86400);
	check_nights(walk.first, today() + 2);
	for (i = 0; i < today() - walk.first - 13; i++)
		for (int kind = 0; kind < REMINDER_KINDS; kind++) {
			assert_int_not_equal(walk.nights[i].was[kind], OPEN);
			ends[kind][walk.nights[i].was[kind]]++;
		}
	print_message("# %d steps through %d nights: %d put up, %d answered, %d answers by button and shell at once, "
		      "%d daemons killed in an answer\n",
		      STEPS, today() - TEST_NIGHT, walk.put_up, walk.pressed, walk.at_once, walk.killed_in_an_answer);
	for (int kind = 0; kind < REMINDER_KINDS; kind++) {
		print_message("# %-8s", reminder_kind_name((enum reminder_kind)kind));
		for (i = ANSWERED; i <= MISSED; i++)
			print_message(" %s %d", outcome_names[i], ends[kind][i]);
		print_message("\n");
		assert_true(ends[kind][ANSWERED] > 3 && ends[kind][EXPIRED] > 10);
	}
	assert_true(walk.at_once > 50 && walk.killed_in_an_answer > 50 && ends[REMIND_BEDTIME][MISSED] > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(test_walk),
	};

	log_init("test", false);
	/* Daemons are killed a thousand times; how slow a disk is does not matter here. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
