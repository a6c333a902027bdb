#include <string.h>

#include "cramp/util.h"
#include "daemon/diary/night.h"
#include "daemon/reminder/room.h"
#include "daemon/store/store.h"

/* Which answers a kind takes. */
static const bool takes[REMINDER_KINDS][REMINDER_ANSWERS] = {
	[REMIND_BEDTIME] = { [ANSWER_DONE] = true, [ANSWER_SKIP] = true, [ANSWER_STOP] = true, [ANSWER_START] = true },
	[REMIND_CHECKIN] = { [ANSWER_NO] = true, [ANSWER_YES] = true },
	[REMIND_WEEKLY] = { [ANSWER_OPEN] = true },
};

/* The newest night that a reminder of that kind can have been for by now. */
static int32_t newest_night(struct reminders *r, enum reminder_kind kind)
{
	struct instant now = reminder_now(r);

	if (kind != REMIND_BEDTIME)
		return civil_of(now).day - 1;
	return night_of(now, r->app->config.night_starts_min);
}

/* The reminder that is spoken of: the open one, or that of the night, which may have none yet. */
static int find_row(struct reminders *r, enum reminder_kind kind, int32_t night, struct reminder *row)
{
	struct occasion o;
	int result;

	if (night == NO_NIGHT) {
		result = reminders_open(r, kind, row);
		if (result != STORE_NOT_FOUND)
			return result;
		night = newest_night(r, kind);
	}
	/* What has begun takes an answer, even where it is not due yet in the zone that the user went to. */
	result = reminder_row_get(r, kind, night, row);
	if (result != STORE_NOT_FOUND)
		return result;
	o = reminder_occasion(r, kind, night);
	if (o.due.at == UNKNOWN)
		return STORE_NOT_FOUND;
	if (night > newest_night(r, kind) && reminder_now(r).at < o.due.at)
		return REMINDER_FUTURE_NIGHT;
	reminder_row_begin(row, &o);
	return 0;
}

/* The end of bedtime reminders stays on its row, whatever else is told of that night. */
static void note_answer(struct reminder *row, enum reminder_answer answer)
{
	bool about_all = str_equal(row->answer, reminder_answer_name(ANSWER_STOP)) ||
			 str_equal(row->answer, reminder_answer_name(ANSWER_START));

	if (!about_all || !reminder_answer_is_fact(answer))
		str_copy(row->answer, sizeof(row->answer), reminder_answer_name(answer));
}

/* The facts and the end of the reminder, as one command. Undo takes the facts back and leaves the reminder answered. */
static int record(struct reminders *r, const struct told *told, enum reminder_answer answer, struct reminder *row)
{
	struct answering by = { zone_instant(told->zone, reminder_now(r).at), told->zone, row->night,
				r->app->config.night_starts_min };
	struct command command = { told->uid, by.now.at, told->zone, "reminder", "Answer" };
	int64_t batch;
	int result = store_command_begin(r->app->store, &command, &batch);

	if (result != 0)
		return result;
	result = answer_record(r->app->store, &by, answer);
	if (result == 0) {
		reminder_state_set(row, "answered");
		note_answer(row, answer);
		row->answered_at = by.now.at;
		result = store_reminder_put(r->app->store, row);
	}
	if (result == 0)
		return store_command_end(r->app->store, &batch);
	store_command_abandon(r->app->store);
	return result;
}

/* ---- no more reminders, and again ---- */

/*
 * The row that will say so: the open one's, else tonight's, or that of the next night where tonight's has its answer.
 * Told twice it is the first row again.
 */
static int row_to_stop(struct reminders *r, int32_t night, struct reminder *row)
{
	int result = reminder_stop_row(r, row);

	if (result != 0)
		return result < 0 ? result : 0;
	result = find_row(r, REMIND_BEDTIME, night, row);
	if (result != 0 || !reminder_state_is(row, "answered"))
		return result;
	night = row->night + 1;
	reminder_clear(row);
	result = reminder_row_get(r, REMIND_BEDTIME, night, row);
	if (result == STORE_NOT_FOUND) {
		struct occasion o = reminder_occasion(r, REMIND_BEDTIME, night);

		reminder_row_begin(row, &o);
		result = 0;
	}
	return result;
}

/* A night that can still be reminded of begins anew; of one that is over the row says that it went on. */
static int record_start(struct reminders *r, const struct told *told, struct reminder *row)
{
	struct occasion o = reminder_occasion(r, REMIND_BEDTIME, row->night);
	struct command command = { told->uid, reminder_now(r).at, told->zone, "reminder", "Answer" };
	int64_t batch;
	int result;

	if (command.at > o.useful_until)
		return record(r, told, ANSWER_START, row);
	result = store_command_begin(r->app->store, &command, &batch);
	if (result != 0)
		return result;
	note_answer(row, ANSWER_START);
	result = store_remove(r->app->store, "reminder", row->uid);
	if (result == 0)
		return store_command_end(r->app->store, &batch);
	store_command_abandon(r->app->store);
	return result;
}

static int row_to_start(struct reminders *r, struct reminder *row)
{
	int result = reminder_stop_row(r, row);

	return result == 1 ? 0 : result == 0 ? REMINDER_NOT_STOPPED : result;
}

int reminders_answer(struct reminders *r, const struct told *told, enum reminder_kind kind, int32_t *night,
		     enum reminder_answer answer, struct reminder *out)
{
	int result;

	if (!takes[kind][answer])
		return REMINDER_WRONG_ANSWER;
	if (answer == ANSWER_STOP)
		result = row_to_stop(r, *night, out);
	else if (answer == ANSWER_START)
		result = row_to_start(r, out);
	else
		result = find_row(r, kind, *night, out);
	if (result != 0)
		return result;
	*night = out->night;
	r->stale = r->stale || !reminder_answer_is_fact(answer);
	result = answer == ANSWER_START ? record_start(r, told, out) : record(r, told, answer, out);
	if (result == STORE_REPEATED)
		return 0;
	if (result != 0)
		reminder_clear(out);
	return result;
}

/* Until when a snooze may reach: it must not ask for a night that is over. */
static int64_t snooze_room_min(struct reminders *r, enum reminder_kind kind, const struct reminder *row)
{
	return (reminder_occasion(r, kind, row->night).closes - reminder_now(r).at) / 60;
}

int reminders_snooze(struct reminders *r, const struct told *told, enum reminder_kind kind, int64_t minutes,
		     struct reminder *out, int64_t *most)
{
	struct command command = { told->uid, reminder_now(r).at, told->zone, "reminder", "Snooze" };
	int64_t batch;
	int result = reminders_open(r, kind, out);

	if (result != 0)
		return result;
	*most = snooze_room_min(r, kind, out);
	if (minutes == UNKNOWN)
		minutes = r->app->config.snooze_min < *most ? r->app->config.snooze_min : *most;
	if (minutes > *most) {
		reminder_clear(out);
		return REMINDER_TOO_LONG;
	}
	result = store_command_begin(r->app->store, &command, &batch);
	if (result == STORE_REPEATED)
		return 0;
	if (result != 0)
		goto out;
	reminder_state_set(out, "snoozed");
	out->snooze_until_at = command.at + minutes * 60;
	result = store_reminder_put(r->app->store, out);
	if (result == 0)
		return store_command_end(r->app->store, &batch);
	store_command_abandon(r->app->store);
out:
	reminder_clear(out);
	return result;
}
