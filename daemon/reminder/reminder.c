#include "daemon/reminder/reminder.h"

#include <stdlib.h>

#include "cramp/util.h"
#include "daemon/helper.h"
#include "daemon/reminder/room.h"
#include "daemon/store/store.h"

enum {
	STORE_RETRY_S = 60,
	SLEPT_NIGHTS_MAX = 31,	/* of a longer sleep only so many nights are recorded as missed */
	SNOOZE_USEFUL_S = 3600, /* a snoozed reminder may come this much late, as when the lid was closed over it */
};

/* What one look finds out, and when the next one is needed. */
struct look {
	struct instant now;
	int64_t quiet_until;	       /* UNKNOWN: it is not quiet */
	int64_t wake_at;	       /* UNKNOWN: no need */
	bool has_open[REMINDER_KINDS]; /* a newer one of the kind is open */
	bool watches;		       /* it is at the calendar, and notes what a change could matter to */
};

static void wake_by(struct look *look, int64_t at)
{
	if (at > look->now.at && (look->wake_at == UNKNOWN || at < look->wake_at))
		look->wake_at = at;
}

static void watch(struct reminders *r, const struct look *look, const struct occasion *o)
{
	if (look->watches && r->watched_count < WATCHED_MAX)
		r->watched[r->watched_count++] = *o;
}

/* What becomes of an open reminder by the clock and the diary alone; NULL: it stays open. A week's asks for nothing
 * that could be told elsewhere. */
static const char *ending(struct reminders *r, const struct look *look, const struct occasion *o,
			  const struct reminder *row)
{
	int settled = o->kind == REMIND_WEEKLY ? 0 : reminder_is_settled(r, o->kind, o->night);

	if (settled > 0)
		return "answered";
	if (settled < 0)
		return NULL;
	if (reminder_state_is(row, "due") && (look->now.at > o->useful_until || look->has_open[o->kind]))
		return "missed";
	return look->now.at > o->closes || look->has_open[o->kind] ? "expired" : NULL;
}

/* Should it be on the screen now? What was lost with a service or a daemon comes back; what was waved away does not. */
static bool is_wanted(struct look *look, const struct occasion *o, const struct reminder *row, bool live)
{
	int64_t until = o->useful_until;

	if (reminder_state_is(row, "shown") && row->closed_at != UNKNOWN)
		return false;
	if (reminder_state_is(row, "snoozed")) {
		wake_by(look, row->snooze_until_at);
		if (look->now.at < row->snooze_until_at)
			return false;
		if (until < row->snooze_until_at + SNOOZE_USEFUL_S)
			until = row->snooze_until_at + SNOOZE_USEFUL_S;
	}
	if (live)
		return true;
	/* The clock was set back, or the new zone is further west: it comes when it is due here. */
	if (look->now.at < o->due.at && !reminder_state_is(row, "snoozed")) {
		wake_by(look, o->due.at);
		return false;
	}
	if (o->kind != REMIND_BEDTIME && look->quiet_until != UNKNOWN) {
		wake_by(look, look->quiet_until);
		return false;
	}
	return look->now.at <= until;
}

/* Has it something to say yet? */
static bool is_ready(struct reminders *r, struct look *look, const struct occasion *o)
{
	int64_t retry_at = UNKNOWN;

	if (o->kind != REMIND_WEEKLY || week_is_ready(r, o->night, &retry_at))
		return true;
	wake_by(look, retry_at);
	return false;
}

/* One open reminder: end it, or have it on the screen or not. Returns false if a step could not be stored. */
static bool tend(struct reminders *r, struct look *look, const struct occasion *o, struct reminder *row)
{
	struct live *live = &r->live[o->kind];
	const char *end = ending(r, look, o, row);
	bool kept = true;

	if (end) {
		reminder_state_set(row, end);
		if (reminder_state_is(row, "answered"))
			row->answered_at = look->now.at;
		kept = reminder_keep_step(r, row) == 0;
		if (kept && live->night == o->night)
			screen_take_away(live);
		return kept;
	}
	look->has_open[o->kind] = true;
	wake_by(look, o->useful_until + 1);
	wake_by(look, o->closes + 1);
	watch(r, look, o);
	/* This is the newest of its kind: it takes the place of an older one. */
	if (live->night != o->night)
		screen_take_away(live);
	if (!r->app->notify || !is_wanted(look, o, row, live->notifier != NULL))
		screen_take_away(live);
	else if (is_ready(r, look, o))
		screen_put_up(live, o);
	return true;
}

/* Was it to come while this daemon ran, and the machine slept over it, or went to a zone where it is past? Then it is
 * missed; before a daemon's time it is nothing. */
static bool slept_over(const struct reminders *r, const struct occasion *o)
{
	return r->handled[o->kind] != NO_NIGHT && o->night > r->handled[o->kind];
}

/* A night that has no row yet: its reminder begins when it is due, unless the diary has the answer, the user has ended
 * reminders, or it is too late. */
static bool begin(struct reminders *r, struct look *look, const struct occasion *o)
{
	struct reminder row;
	bool kept;

	if (o->due.at == UNKNOWN)
		return true;
	if (look->now.at < o->due.at) {
		wake_by(look, o->due.at);
		return true;
	}
	/* Nobody is reminded, so nothing begins; `reminders_open` still tells what the calendar asks for. */
	if (!r->app->notify || (look->now.at > o->useful_until && !slept_over(r, o)))
		return true;
	wake_by(look, o->useful_until + 1);
	if (reminder_is_settled(r, o->kind, o->night) != 0 || (o->kind == REMIND_BEDTIME && reminders_are_stopped(r))) {
		watch(r, look, o);
		return true;
	}
	reminder_row_begin(&row, o);
	kept = reminder_keep_step(r, &row) == 0 && tend(r, look, o, &row);
	reminder_clear(&row);
	return kept;
}

/* Missed by a clock that was wrong, or in another zone, and here it is of use. */
static bool is_missed_too_early(struct reminders *r, const struct look *look, const struct occasion *o,
				const struct reminder *row)
{
	if (!reminder_state_is(row, "missed") || look->now.at < o->due.at || look->now.at > o->useful_until)
		return false;
	if (look->has_open[o->kind])
		watch(r, look, o);
	return !look->has_open[o->kind];
}

static bool look_at(struct reminders *r, struct look *look, const struct occasion *o)
{
	struct reminder row;
	int result = reminder_row_get(r, o->kind, o->night, &row);
	bool kept = true;

	if (result == STORE_NOT_FOUND)
		return begin(r, look, o);
	if (result < 0)
		return false;
	if (is_missed_too_early(r, look, o, &row)) {
		reminder_state_set(&row, "due");
		kept = reminder_keep_step(r, &row) == 0;
	}
	if (reminder_row_is_open(&row))
		kept = kept && tend(r, look, o, &row);
	else if (r->live[o->kind].night == o->night)
		screen_take_away(&r->live[o->kind]);
	reminder_clear(&row);
	return kept;
}

static bool look_at_night(struct reminders *r, struct look *look, enum reminder_kind kind, int32_t night)
{
	struct occasion o = reminder_occasion(r, kind, night);

	return look_at(r, look, &o);
}

/* Reminders that were left open by a daemon that was away for nights. */
struct old {
	int32_t before, nights[64];
	enum reminder_kind kinds[64];
	int count;
};

static int see_old(const struct reminder *row, void *data)
{
	struct old *old = data;
	int kind = reminder_kind_of(row->kind);

	if (kind < 0 || row->night >= old->before || old->count == (int)ARRAY_LEN(old->nights))
		return 0;
	old->nights[old->count] = row->night;
	old->kinds[old->count++] = kind;
	return 0;
}

static bool sweep(struct reminders *r, struct look *look, int32_t before)
{
	static const char *const open_states[] = { "due", "shown", "snoozed" };
	struct old old = { .before = before };
	size_t i;
	int j;

	if (r->swept == before)
		return true;
	for (i = 0; i < ARRAY_LEN(open_states); i++)
		if (store_reminders_each(r->app->store, NULL, open_states[i], see_old, &old) < 0)
			return false;
	for (j = 0; j < old.count; j++)
		if (!look_at_night(r, look, old.kinds[j], old.nights[j]))
			return false;
	r->swept = before;
	return true;
}

static struct look look_begin(const struct reminders *r)
{
	struct look look = { .now = reminder_now(r), .wake_at = UNKNOWN };

	look.quiet_until = schedule_quiet_until(&r->app->config, local_resolve, look.now);
	return look;
}

/* What could not be stored was not done either: the disk may be full for a while. */
static void look_end(struct reminders *r, struct look *look, bool kept)
{
	if (!kept)
		wake_by(look, look->now.at + STORE_RETRY_S);
	clock_wake_at(&r->app->clock, CLOCK_REMINDER, look->wake_at);
}

/* The oldest night to look at: what the machine slept over is to be recorded. */
static int32_t first_night(const struct reminders *r, enum reminder_kind kind, int32_t today)
{
	int32_t night = today - NIGHTS_BEFORE;

	if (r->handled[kind] != NO_NIGHT && r->handled[kind] + 1 < night)
		night = r->handled[kind] + 1;
	return night < today - SLEPT_NIGHTS_MAX ? today - SLEPT_NIGHTS_MAX : night;
}

/* Newest first: with a newer one open an older is over. */
static bool look_at_kind(struct reminders *r, struct look *look, enum reminder_kind kind)
{
	int32_t today = civil_of(look->now).day, first = first_night(r, kind, today), night, newest = NO_NIGHT;
	bool kept = true;

	for (night = today + NIGHTS_AFTER; night >= first && kept; night--) {
		struct occasion o = reminder_occasion(r, kind, night);

		kept = look_at(r, look, &o);
		if (newest == NO_NIGHT && o.due.at != UNKNOWN && o.due.at <= look->now.at)
			newest = night;
	}
	if (kept && newest > r->handled[kind])
		r->handled[kind] = newest;
	wake_by(look, schedule_next(&r->app->config, local_resolve, kind, look->now).due.at);
	return kept;
}

void reminders_wake(struct reminders *r)
{
	struct look look = look_begin(r);
	bool kept = true;
	int kind;

	if (store_is_open(r->app->store))
		return;
	look.watches = true;
	r->watched_count = 0;
	r->stale = false;
	for (kind = 0; kind < REMINDER_KINDS; kind++)
		kept = look_at_kind(r, &look, kind) && kept;
	kept = kept && sweep(r, &look, civil_of(look.now).day - NIGHTS_BEFORE);
	look_end(r, &look, kept);
}

void reminders_see_change(struct reminders *r)
{
	int64_t wake_at = r->app->clock.alarm_at[CLOCK_REMINDER];
	struct look look;
	bool kept = true;
	size_t i;

	if (store_is_open(r->app->store))
		return;
	if (r->stale || wake_at == UNKNOWN || clock_now(&r->app->clock) >= wake_at || r->watched_count == WATCHED_MAX) {
		reminders_wake(r);
		return;
	}
	look = look_begin(r);
	look.wake_at = wake_at;
	for (i = 0; i < r->watched_count && kept; i++)
		kept = look_at(r, &look, &r->watched[i]);
	look_end(r, &look, kept);
}

struct reminders *reminders_new(struct app *app)
{
	struct reminders *r = xcalloc(1, sizeof(*r));
	int kind;

	r->app = app;
	r->swept = r->week.night = NO_NIGHT;
	r->week.retry_at = UNKNOWN;
	for (kind = 0; kind < REMINDER_KINDS; kind++) {
		r->handled[kind] = NO_NIGHT;
		r->live[kind] = (struct live){ .reminders = r, .kind = kind, .night = NO_NIGHT };
	}
	return r;
}

void reminders_free(struct reminders *r)
{
	int kind;

	if (!r)
		return;
	for (kind = 0; kind < REMINDER_KINDS; kind++)
		screen_take_away(&r->live[kind]);
	week_forget(r);
	helper_cancel(r->opening);
	notifier_free(r->test.notifier);
	free(r->trouble);
	free(r);
}
