/* How things stand: what is open, what comes next, whether reminders go on. Changes nothing. */
#include "cramp/util.h"
#include "daemon/reminder/room.h"
#include "daemon/store/store.h"

enum { NEXT_TRIES = 14, STREAK_NIGHTS = 14 };

bool reminders_are_stopped(struct reminders *r)
{
	struct reminder row;

	if (reminder_stop_row(r, &row) != 1)
		return false;
	reminder_clear(&row);
	return true;
}

int32_t reminders_stopped_at(struct reminders *r)
{
	struct reminder row;
	int32_t night;

	if (reminder_stop_row(r, &row) != 1)
		return NO_NIGHT;
	night = row.night;
	reminder_clear(&row);
	return night;
}

/* Is there nothing more to ask for that night? */
static bool is_over(struct reminders *r, const struct occasion *o)
{
	struct reminder row;
	bool over;

	if (o->kind != REMIND_WEEKLY && reminder_is_settled(r, o->kind, o->night) > 0)
		return true;
	if (reminder_row_get(r, o->kind, o->night, &row) != 0)
		return false;
	over = !reminder_row_is_open(&row);
	reminder_clear(&row);
	return over;
}

static struct occasion next_of(struct reminders *r, enum reminder_kind kind)
{
	struct occasion o = schedule_next(&r->app->config, local_resolve, kind, reminder_now(r));
	int tries = 0;

	while (is_over(r, &o) && tries++ < NEXT_TRIES)
		o = schedule_next(&r->app->config, local_resolve, kind, o.due);
	return o;
}

struct occasion reminders_next(struct reminders *r)
{
	struct occasion best = { .due = { .at = INT64_MAX } }, o;
	int kind;

	for (kind = reminders_are_stopped(r) ? REMIND_BEDTIME + 1 : 0; kind < REMINDER_KINDS; kind++) {
		o = next_of(r, kind);
		if (o.due.at < best.due.at)
			best = o;
	}
	return best;
}

/* Due by the calendar, and not begun, since nobody is to be reminded. */
static int due_unbegun(struct reminders *r, const struct occasion *o, struct reminder *out)
{
	int64_t now = reminder_now(r).at;
	int result;

	if (now < o->due.at || now > o->useful_until || o->kind == REMIND_WEEKLY ||
	    (o->kind == REMIND_BEDTIME && reminders_are_stopped(r)))
		return STORE_NOT_FOUND;
	result = reminder_is_settled(r, o->kind, o->night);
	if (result == 0)
		reminder_row_begin(out, o);
	return result > 0 ? STORE_NOT_FOUND : result;
}

static int open_of(struct reminders *r, enum reminder_kind kind, int32_t night, struct reminder *out)
{
	struct occasion o = reminder_occasion(r, kind, night);
	int result = reminder_row_get(r, kind, night, out);

	if (result == STORE_NOT_FOUND)
		return due_unbegun(r, &o, out);
	if (result < 0 || (reminder_row_is_open(out) && reminder_now(r).at <= o.closes))
		return result;
	reminder_clear(out);
	return STORE_NOT_FOUND;
}

int reminders_open(struct reminders *r, enum reminder_kind kind, struct reminder *out)
{
	int32_t today = civil_of(reminder_now(r)).day, night;
	int result = STORE_NOT_FOUND;

	for (night = today + NIGHTS_AFTER; night >= today - NIGHTS_BEFORE && result == STORE_NOT_FOUND; night--)
		result = open_of(r, kind, night, out);
	return result;
}

/*
 * Reminders that nobody saw say nothing about whether they are wanted, and a night that was told otherwise was
 * answered.
 */
int reminder_unanswered(struct reminders *r, int32_t night, int most)
{
	int32_t first = night - STREAK_NIGHTS;
	struct reminder row;
	int count = 0, result;
	bool ignored;

	while (--night >= first && count < most) {
		if (reminder_is_settled(r, REMIND_BEDTIME, night) != 0)
			break;
		result = reminder_row_get(r, REMIND_BEDTIME, night, &row);
		if (result == STORE_NOT_FOUND)
			continue;
		if (result < 0 || reminder_state_is(&row, "answered"))
			night = first;
		ignored = result == 0 && !reminder_state_is(&row, "answered") && row.shown_at != UNKNOWN;
		count += ignored;
		if (result == 0)
			reminder_clear(&row);
	}
	return count;
}
