#include <stdio.h>

#include "cramp/util.h"
#include "daemon/reminder/advice.h"
#include "daemon/reminder/room.h"
#include "daemon/store/store.h"

struct instant reminder_now(const struct reminders *r)
{
	return clock_local(&r->app->clock);
}

struct occasion reminder_occasion(const struct reminders *r, enum reminder_kind kind, int32_t night)
{
	return schedule_of(&r->app->config, local_resolve, kind, night);
}

bool reminder_state_is(const struct reminder *row, const char *state)
{
	return str_equal(row->state, state);
}

bool reminder_row_is_open(const struct reminder *row)
{
	return reminder_state_is(row, "due") || reminder_state_is(row, "shown") || reminder_state_is(row, "snoozed");
}

void reminder_state_set(struct reminder *row, const char *state)
{
	str_copy(row->state, sizeof(row->state), state);
	row->snooze_until_at = UNKNOWN;
}

void reminder_row_begin(struct reminder *row, const struct occasion *o)
{
	char date[DATE_LENGTH + 1];

	reminder_init(row);
	date_format(o->night, date);
	str_copy(row->kind, sizeof(row->kind), reminder_kind_name(o->kind));
	snprintf(row->uid, sizeof(row->uid), "%s:%s", row->kind, date);
	str_copy(row->zone, sizeof(row->zone), when_zone());
	row->night = o->night;
	row->due = o->due;
	reminder_state_set(row, "due");
}

static int put_step(struct reminders *r, struct reminder *row)
{
	char uid[UID_LENGTH + 1];
	struct command command = { uid, reminder_now(r).at, when_zone(), "reminder", "Remind" };
	int64_t batch;
	int result;

	uid_new(uid);
	result = store_command_begin(r->app->store, &command, &batch);
	if (result != 0)
		return result;
	result = store_reminder_put(r->app->store, row);
	if (result == 0)
		return store_command_end(r->app->store, &batch);
	store_command_abandon(r->app->store);
	return result;
}

int reminder_keep_step(struct reminders *r, struct reminder *row)
{
	int result = put_step(r, row);

	if (result == 0)
		return store_commit(r->app->store);
	store_rollback(r->app->store);
	return result;
}

int reminder_row_get(struct reminders *r, enum reminder_kind kind, int32_t night, struct reminder *row)
{
	return store_reminder_get(r->app->store, reminder_kind_name(kind), night, row);
}

/* Bits of the measures that were told for the night, by themselves or by a finer one of theirs that was done. */
static int see_measure(const struct reading *reading, void *data)
{
	unsigned *seen = data;
	const struct factor *factor = factor_by_id(reading->factor, NULL);
	int i;

	for (i = 0; i < ADVICE_MEASURES; i++) {
		if (str_equal(reading->factor, advice_measures[i]) ||
		    (factor && reading->value == 1 && str_equal(factor->composite, advice_measures[i])))
			*seen |= 1u << i;
	}
	return 0;
}

static int night_is_known(struct reminders *r, int32_t night)
{
	enum night_state state;
	int64_t episodes;
	int result = store_night_state(r->app->store, night, &state, &episodes);

	return result ? result : state != STATE_UNKNOWN;
}

static int measures_are_told(struct reminders *r, int32_t night)
{
	unsigned seen = 0;
	int result = store_readings_each(r->app->store, night, night, NULL, see_measure, &seen);

	return result ? result : seen == (1u << ADVICE_MEASURES) - 1;
}

static int week_is_empty(struct reminders *r, int32_t last)
{
	int32_t night;
	int known = 0;

	for (night = last; night > last - WEEK_NIGHTS && known == 0; night--)
		known = night_is_known(r, night);
	return known < 0 ? known : !known;
}

int reminder_is_settled(struct reminders *r, enum reminder_kind kind, int32_t night)
{
	static int (*const rules[REMINDER_KINDS])(struct reminders *, int32_t) = {
		[REMIND_BEDTIME] = measures_are_told,
		[REMIND_CHECKIN] = night_is_known,
		[REMIND_WEEKLY] = week_is_empty,
	};

	return rules[kind](r, night);
}

int reminder_stop_row(struct reminders *r, struct reminder *row)
{
	int result =
		store_reminder_newest_said(r->app->store, reminder_kind_name(REMIND_BEDTIME),
					   reminder_answer_name(ANSWER_STOP), reminder_answer_name(ANSWER_START), row);

	if (result != 0)
		return result == STORE_NOT_FOUND ? 0 : result;
	if (str_equal(row->answer, reminder_answer_name(ANSWER_STOP)))
		return 1;
	reminder_clear(row);
	return 0;
}
