/*
 * Ten thousand steps at random through nights, mornings and weeks (reminder_walk.h). After each of them what is on the
 * screen and on record is held against what was pressed. WALK_SEED takes another walk, WALK_STEPS another length.
 */
#include "reminder_walk.h"

enum {
	STEPS = 10000,
	NEAR = 4, /* nights around now that are looked at after each step; all of them every so often */
	ALL_EVERY = 500,
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

static void walk_begin(struct world *w)
{
	int i;

	walk.world = w;
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
}

/* Two quiet weeks later everything has come to its end: of how many nights to which. */
static void walk_end(int ends[REMINDER_KINDS][ARRAY_LEN(outcome_names)])
{
	clock_run_to(the_clock(), clock_now(the_clock()) + 14 * 86400);
	check_nights(walk.first, today() + 2);
	for (int i = 0; i < today() - walk.first - 13; i++)
		for (int kind = 0; kind < REMINDER_KINDS; kind++) {
			assert_int_not_equal(walk.nights[i].was[kind], OPEN);
			ends[kind][walk.nights[i].was[kind]]++;
		}
}

static void test_walk(void **state)
{
	int ends[REMINDER_KINDS][ARRAY_LEN(outcome_names)] = { 0 };
	int steps = getenv("WALK_STEPS") ? atoi(getenv("WALK_STEPS")) : STEPS, i;

	walk_begin(*state);
	for (int step = 1; step <= steps; step++) {
		let_something_happen();
		check_step(step);
	}
	walk_end(ends);
	print_message("# %d steps through %d nights: %d put up, %d answered\n", steps, today() - TEST_NIGHT,
		      walk.put_up, walk.pressed);
	for (i = 0; i < (int)ARRAY_LEN(happenings); i++) {
		print_message("# %5d %s\n", happenings[i].did, happenings[i].name);
		assert_true(steps < STEPS || happenings[i].did > 20);
	}
	for (int kind = 0; kind < REMINDER_KINDS; kind++) {
		print_message("# %-8s", reminder_kind_name((enum reminder_kind)kind));
		for (i = ANSWERED; i <= MISSED; i++)
			print_message(" %s %d", outcome_names[i], ends[kind][i]);
		print_message("\n");
		assert_true(steps < STEPS ||
			    (ends[kind][ANSWERED] > 3 && ends[kind][EXPIRED] > 10 && ends[kind][MISSED] > 10));
	}
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
