#include <string.h>

#include "cramp/util.h"
#include "daemon/diary/night.h"
#include "daemon/reminder/room.h"
#include "daemon/store/store.h"

/* Which answers a kind takes. */
static const bool takes[REMINDER_KINDS][REMINDER_ANSWERS] = {
	[REMIND_BEDTIME] = { [ANSWER_DONE] = true, [ANSWER_SKIP] = true },
	[REMIND_CHECKIN] = { [ANSWER_NO] = true, [ANSWER_YES] = true },
};

/* The newest night that a reminder of that kind can have been for by now. */
static int32_t newest_night(struct reminders *r, enum reminder_kind kind)
{
	struct instant now = reminder_now(r);

	if (kind == REMIND_CHECKIN)
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
	o = reminder_occasion(r, kind, night);
	if (night > newest_night(r, kind) && reminder_now(r).at < o.due.at)
		return REMINDER_FUTURE_NIGHT;
	result = reminder_row_get(r, kind, night, row);
	if (result == STORE_NOT_FOUND) {
		reminder_row_begin(row, &o);
		result = 0;
	}
	return result;
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
		str_copy(row->answer, sizeof(row->answer), reminder_answer_name(answer));
		row->answered_at = by.now.at;
		result = store_reminder_put(r->app->store, row);
	}
	if (result == 0)
		return store_command_end(r->app->store, &batch);
	store_command_abandon(r->app->store);
	return result;
}

int reminders_answer(struct reminders *r, const struct told *told, enum reminder_kind kind, int32_t *night,
		     enum reminder_answer answer, struct reminder *out)
{
	int result;

	if (!takes[kind][answer])
		return REMINDER_WRONG_ANSWER;
	result = find_row(r, kind, *night, out);
	if (result != 0)
		return result;
	*night = out->night;
	result = record(r, told, answer, out);
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
