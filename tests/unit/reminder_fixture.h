/*
 * Reminders under a clock that the test moves, with a screen that is a list: this takes the place of
 * daemon/reminder/notifier.c, of the weekly report and of the verdicts. Included by each of their tests once.
 */
#ifndef TESTS_REMINDER_FIXTURE_H
#define TESTS_REMINDER_FIXTURE_H

#include "store_fixture.h"

#include "daemon/app.h"
#include "daemon/reminder/advice.h"
#include "daemon/reminder/notifier.h"
#include "daemon/reminder/reminder.h"
#include "daemon/weekly_report.h"

/* ---- the screen: in place of daemon/reminder/notifier.c ---- */

struct notifier {
	char *summary, *body, *command;
	const struct notice_action *actions;
	size_t action_count;
	bool nameless;
	const struct notifier_events *events;
	void *data;
	struct notifier *next;
};
static struct notifier *screen;
static void (*see_put_up)(const struct notifier *n); /* NULL: nobody looks */

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
	*n = (struct notifier){ .summary = xstrdup(notice->summary),
				.body = xstrdup_null(notice->body),
				.command = xstrdup_null(notice->command),
				.actions = notice->actions,
				.action_count = notice->action_count,
				.nameless = notice->nameless,
				.events = events,
				.data = data,
				.next = screen };
	screen = n;
	if (see_put_up)
		see_put_up(n);
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
	free(n->command);
	free(n);
}

/* The page that a button opened. */
static char opened_page[256];

void notifier_open(struct uv_loop_s *loop, const char *path, struct helper **opening)
{
	(void)loop, (void)opening;
	str_copy(opened_page, sizeof(opened_page), path);
}

/* The command that a button ran. */
static char ran_command[256];

void notifier_run(struct uv_loop_s *loop, const char *command, struct helper **opening)
{
	(void)loop, (void)opening;
	str_copy(ran_command, sizeof(ran_command), command);
}

/* ---- the week's report: in place of daemon/weekly_report.c ---- */

struct weekly_report {
	int32_t last;
	weekly_report_fn on_ready;
	void *data;
};
static struct weekly_report *asked_week; /* at most one at once */

struct weekly_report *weekly_report_new(struct app *app, int32_t last, weekly_report_fn on_ready, void *data)
{
	(void)app;
	assert_null(asked_week);
	asked_week = xcalloc(1, sizeof(*asked_week));
	*asked_week = (struct weekly_report){ last, on_ready, data };
	return asked_week;
}

void weekly_report_free(struct weekly_report *w)
{
	if (!w)
		return;
	assert_ptr_equal(w, asked_week);
	asked_week = NULL;
	free(w);
}

static inline void week_comes(const struct week_figures *figures, const char *path, const char *why)
{
	struct weekly_report *w = asked_week;

	assert_non_null(w);
	asked_week = NULL;
	w->on_ready(figures, path, why, w->data);
	free(w);
}

/* ---- what belongs to the whole daemon: in place of daemon/app.c ---- */

static struct advice_link links[4];
static size_t link_count;

int app_links(struct app *app, struct advice_link *out, size_t most, size_t *count)
{
	(void)app;
	assert_true(link_count <= most);
	memcpy(out, links, link_count * sizeof(links[0]));
	*count = link_count;
	return 0;
}

int app_commit(struct app *app)
{
	return store_commit(app->store);
}

/* ---- the world ---- */

struct world {
	struct fixture diary;
	struct app app;
};

static inline int64_t at(const char *when)
{
	struct instant i;

	assert_true(rfc3339_parse(when, &i));
	return i.at;
}

/* Time passes, and nobody has looked yet. */
static inline void go_to(struct world *w, const char *when)
{
	w->app.clock.held_at = at(when);
}

static inline void on_wake(void *data)
{
	struct world *w = data;

	if (w->app.reminders)
		reminders_wake(w->app.reminders);
}

/* The machine slept until then, or the clock was set: the calendar is looked at. */
static inline void reach(struct world *w, const char *when)
{
	clock_jump_to(&w->app.clock, at(when));
}

static inline void daemon_start(struct world *w)
{
	w->app.reminders = reminders_new(&w->app);
	reminders_wake(w->app.reminders);
}

static inline void daemon_end(struct world *w)
{
	reminders_free(w->app.reminders);
	w->app.reminders = NULL;
	assert_null(screen);
	assert_null(asked_week);
}

static inline int set_up(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));

	setenv("TZ", "Europe/Berlin", 1);
	when_zone_changed();
	fixture_init(&w->diary);
	fixture_open(&w->diary);
	assert_int_equal(clock_init(&w->app.clock, NULL, "2026-11-21T21:00:00+01:00"), 0);
	w->app.clock.on_wake = on_wake;
	w->app.clock.data = w;
	clock_hold(&w->app.clock);
	link_count = 0;
	opened_page[0] = ran_command[0] = '\0';
	config_init(&w->app.config);
	w->app.store = w->diary.store;
	w->app.notify = true;
	*state = w;
	daemon_start(w);
	return 0;
}

static inline int tear_down(void **state)
{
	struct world *w = *state;

	daemon_end(w);
	config_clear(&w->app.config);
	fixture_finish(&w->diary);
	free(w);
	return 0;
}

static inline int count_on_screen(void)
{
	struct notifier *n;
	int count = 0;

	for (n = screen; n; n = n->next)
		count++;
	return count;
}

static inline void it_is_shown(void)
{
	assert_non_null(screen);
	screen->events->on_shown(screen->data);
}

static inline void assert_state(struct world *w, const char *kind, int32_t night, const char *state, const char *answer)
{
	struct reminder row;

	assert_int_equal(store_reminder_get(w->app.store, kind, night, &row), 0);
	assert_string_equal(row.state, state);
	assert_string_equal(row.answer, answer);
	reminder_clear(&row);
}

static inline void assert_no_row(struct world *w, const char *kind, int32_t night)
{
	struct reminder row;

	assert_int_equal(store_reminder_get(w->app.store, kind, night, &row), STORE_NOT_FOUND);
}

struct seen {
	int count, from_reminder;
	double value;
};

static inline int see(const struct reading *r, void *data)
{
	struct seen *s = data;

	s->count++;
	s->from_reminder += str_equal(r->source, "reminder");
	s->value = r->value;
	assert_true(r->at == UNKNOWN);
	return 0;
}

/* Exactly the three measures, each told once, by the reminder. */
static inline void assert_measures(struct world *w, int32_t night, double value)
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

static inline int count_readings(struct world *w)
{
	struct store_totals totals;

	assert_int_equal(store_totals(w->app.store, &totals), 0);
	return (int)totals.readings;
}

static inline int64_t alarm_of(struct world *w)
{
	return w->app.clock.alarm_at[CLOCK_REMINDER];
}

static inline void answer_as(struct world *w, const char *uid, enum reminder_kind kind, int32_t night,
			     enum reminder_answer answer, int expected)
{
	struct told told = { uid, "Europe/Berlin" };
	struct reminder row;

	assert_int_equal(reminders_answer(w->app.reminders, &told, kind, &night, answer, &row), expected);
	if (expected == 0)
		reminder_clear(&row);
	assert_int_equal(store_commit(w->app.store), 0);
	reminders_see_change(w->app.reminders);
}

/* The diary is told of one factor, as `cramp add` would. */
static inline void tell(struct world *w, const char *factor, double value)
{
	struct reading r;
	uid_text uid;

	snprintf(uid, sizeof(uid), "told-%s", factor);
	r = a_reading(uid, factor, value);
	begin(&w->diary);
	assert_int_equal(store_reading_put(w->app.store, &r), 0);
	end(&w->diary);
	reading_clear(&r);
	reminders_see_change(w->app.reminders);
}

#define LIVE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
