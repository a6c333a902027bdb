#include <stdlib.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "daemon/reminder/facts.h"
#include "daemon/reminder/room.h"
#include "daemon/reminder/wording.h"
#include "daemon/store/store.h"

/* So many reminders in a row without any answer, and the next asks whether to go on. */
enum { UNANSWERED_MAX = 3 };

static void set_trouble(struct reminder *row, const char *trouble)
{
	free(row->trouble);
	row->trouble = xstrdup_null(trouble);
}

static void note_trouble(struct reminders *r, const char *trouble)
{
	if (trouble && !str_equal(trouble, r->trouble))
		log_info("a notification could not be shown: %s", trouble);
	r->was_shown |= !trouble;
	free(r->trouble);
	r->trouble = xstrdup_null(trouble);
}

/* The row of what is live; false: it could not be read, or is no longer open (the next look takes it away). */
static bool live_row(struct live *live, struct reminder *row)
{
	struct reminders *r = live->reminders;

	if (reminder_row_get(r, live->kind, live->night, row) != 0)
		return false;
	if (reminder_row_is_open(row))
		return true;
	reminder_clear(row);
	return false;
}

void screen_note_trouble(struct live *live, const char *trouble)
{
	struct reminders *r = live->reminders;
	struct reminder row;

	note_trouble(r, trouble);
	if (!live_row(live, &row))
		return;
	if (!str_equal(row.trouble, trouble)) {
		set_trouble(&row, trouble);
		reminder_keep_step(r, &row);
	}
	reminder_clear(&row);
}

void screen_take_away(struct live *live)
{
	if (live->kind == REMIND_WEEKLY)
		week_forget(live->reminders);
	notifier_free(live->notifier);
	live->notifier = NULL;
	live->night = NO_NIGHT;
}

/* What others changed in this turn of the loop is theirs to keep or lose: our steps have transactions of their own. */
static void settle_others(struct reminders *r)
{
	if (store_is_open(r->app->store))
		app_commit(r->app);
}

static void on_shown(void *data)
{
	struct live *live = data;
	struct reminders *r = live->reminders;
	struct reminder row;

	settle_others(r);
	note_trouble(r, NULL);
	if (live_row(live, &row)) {
		row.reshown_at = reminder_now(r).at;
		if (row.shown_at == UNKNOWN)
			row.shown_at = row.reshown_at;
		row.closed_at = UNKNOWN;
		reminder_state_set(&row, "shown");
		set_trouble(&row, NULL);
		if (reminder_keep_step(r, &row) < 0)
			log_warnx("that the reminder was shown could not be recorded");
		reminder_clear(&row);
	}
	reminders_wake(r);
}

static void on_trouble(const char *text, void *data)
{
	struct live *live = data;

	settle_others(live->reminders);
	screen_note_trouble(live, text);
}

static void on_closed(void *data)
{
	struct live *live = data;
	struct reminders *r = live->reminders;
	struct reminder row;

	settle_others(r);
	if (live_row(live, &row)) {
		row.closed_at = reminder_now(r).at;
		/* The week's asks for nothing: seen, it is over. */
		if (live->kind == REMIND_WEEKLY)
			reminder_state_set(&row, "expired");
		reminder_keep_step(r, &row);
		reminder_clear(&row);
	}
	screen_take_away(live);
	reminders_wake(r);
}

static void start_what_follows(struct reminders *r, const char *key, const char *page)
{
	if (page && str_equal(key, reminder_answer_name(ANSWER_OPEN)))
		notifier_open(r->app->loop, page, &r->opening);
	else if (str_equal(key, WORDING_LOG) && !str_empty(r->app->config.log_command))
		notifier_run(r->app->loop, r->app->config.log_command, &r->opening);
}

/* A button that could not be recorded is as if it had not been pressed: the notification comes back. */
static void on_answer(const char *key, void *data)
{
	struct live *live = data;
	struct reminders *r = live->reminders;
	struct store *store = r->app->store;
	char uid[UID_LENGTH + 1];
	struct told told = { uid, when_zone() };
	struct reminder row;
	int answer = reminder_answer_of(key);
	int32_t night = live->night;
	char *page = live->kind == REMIND_WEEKLY ? xstrdup_null(r->week.path) : NULL;
	int64_t most;
	int result;

	settle_others(r);
	uid_new(uid);
	if (answer >= 0)
		result = reminders_answer(r, &told, live->kind, &night, (enum reminder_answer)answer, &row);
	else
		result = reminders_snooze(r, &told, live->kind, UNKNOWN, &row, &most);
	if (result == 0) {
		reminder_clear(&row);
		result = store_commit(store);
	} else {
		store_rollback(store);
	}
	if (result < 0)
		log_warnx("the answer to a reminder could not be recorded");
	else
		start_what_follows(r, key, page);
	free(page);
	screen_take_away(live);
	reminders_wake(r);
}

static const struct notifier_events live_events = { on_shown, on_answer, on_closed, on_trouble };

static struct notice bedtime_notice(struct reminders *r, int32_t night)
{
	struct advice_line lines[ADVICE_LINES];
	struct gathered gathered;
	struct notice notice;
	size_t count;

	facts_gather(r->app, night, &gathered);
	count = advice_choose(&gathered.facts, lines);
	notice = wording_bedtime(&r->app->config, night, lines, count,
				 reminder_unanswered(r, night, UNANSWERED_MAX) == UNANSWERED_MAX);
	facts_clear(&gathered);
	return notice;
}

static struct notice notice_of(struct reminders *r, const struct occasion *o)
{
	switch (o->kind) {
	case REMIND_BEDTIME: return bedtime_notice(r, o->night);
	case REMIND_WEEKLY: return wording_weekly(&r->app->config, &r->week.figures, r->week.path != NULL);
	case REMIND_CHECKIN:
	case REMINDER_KINDS: break;
	}
	return wording_checkin(&r->app->config, o->night);
}

void screen_put_up(struct live *live, const struct occasion *o)
{
	struct notice notice;

	if (live->notifier)
		return;
	notice = notice_of(live->reminders, o);
	live->night = o->night;
	live->notifier = notifier_new(live->reminders->app->loop, &notice, false, &live_events, live);
	notice_clear(&notice);
}

/* ---- a test ---- */

static void tell(struct reminders *r, bool shown, const char *trouble)
{
	void (*on_tested)(bool, const char *, void *) = r->test.on_tested;

	r->test.on_tested = NULL;
	note_trouble(r, trouble);
	if (on_tested)
		on_tested(shown, trouble, r->test.data);
}

static void end_test(struct reminders *r)
{
	notifier_free(r->test.notifier);
	r->test.notifier = NULL;
}

static void on_test_shown(void *data)
{
	tell(data, true, NULL);
}

static void on_test_answer(const char *key, void *data)
{
	(void)key;
	end_test(data);
}

static void on_test_closed(void *data)
{
	end_test(data);
}

static void on_test_trouble(const char *text, void *data)
{
	tell(data, false, text);
	end_test(data);
}

static const struct notifier_events test_events = { on_test_shown, on_test_answer, on_test_closed, on_test_trouble };

void reminders_test(struct reminders *r, void (*on_tested)(bool shown, const char *trouble, void *data), void *data)
{
	struct notice notice;

	if (r->test.on_tested)
		tell(r, false, "another test took its place");
	end_test(r);
	r->test.on_tested = on_tested;
	r->test.data = data;
	if (!r->app->notify) {
		r->test.on_tested = NULL;
		on_tested(false, "notifications are switched off (crampd --no-notify)", data);
		return;
	}
	notice = wording_test(&r->app->config);
	r->test.notifier = notifier_new(r->app->loop, &notice, true, &test_events, r);
	notice_clear(&notice);
}

void reminders_test_forget(struct reminders *r)
{
	r->test.on_tested = NULL;
}

struct notifier_state reminders_notifier(const struct reminders *r)
{
	struct notifier_state n = { .enabled = r->app->notify, .state = "unused", .trouble = r->trouble };

	if (!n.enabled)
		n.state = "off";
	else if (r->trouble)
		n.state = "trouble";
	else if (r->was_shown)
		n.state = "working";
	return n;
}
