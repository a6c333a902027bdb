#include "daemon/reminder/schedule.h"

#include <string.h>

#include "cramp/util.h"

enum { DAY_MIN = 1440, BEDTIME_USEFUL_S = 3 * 3600, CHECKIN_USEFUL_S = 12 * 3600 };

static const char *const kind_names[REMINDER_KINDS] = {
	[REMIND_BEDTIME] = "bedtime",
	[REMIND_CHECKIN] = "checkin",
};

const char *reminder_kind_name(enum reminder_kind kind)
{
	return kind_names[kind];
}

int reminder_kind_of(const char *name)
{
	int i;

	for (i = 0; i < REMINDER_KINDS; i++)
		if (!strcmp(name, kind_names[i]))
			return i;
	return -1;
}

/* Minutes after the midnight that begins `day`, in wall time; may be negative or of a later day. */
static struct instant wall(resolve_fn resolve, int32_t day, int minutes)
{
	int32_t days = minutes / DAY_MIN;
	struct resolved r;

	if (minutes % DAY_MIN < 0)
		days--;
	r = resolve(day + days, (minutes - days * DAY_MIN) * 60);
	return r.count == 0 ? r.second : r.first;
}

/* Bedtime of a night, in minutes of its evening's date. "00:30" is half past midnight of that night as much as "24:30"
 * is. */
static int bedtime_of(const struct config *config, int32_t night)
{
	int minutes = config->bedtime_min[date_weekday(night)];

	return minutes < config->night_starts_min ? minutes + DAY_MIN : minutes;
}

/* The wake time that follows that bedtime, likewise; it goes by the weekday of its own date. */
static int wake_of(const struct config *config, int32_t night)
{
	int bedtime = bedtime_of(config, night);
	int day, minutes = 0;

	for (day = 0; day <= 3; day++) {
		minutes = config->wake_min[date_weekday(night + day)] + day * DAY_MIN;
		if (minutes > bedtime)
			break;
	}
	return minutes;
}

static int after_quiet(const struct config *config, int minutes)
{
	int from = config->quiet_from_min, to = config->quiet_to_min;
	int midnight = minutes / DAY_MIN * DAY_MIN, clock = minutes % DAY_MIN;

	if (from < 0 || from == to)
		return minutes;
	if (from < to)
		return clock >= from && clock < to ? midnight + to : minutes;
	if (clock >= from)
		return midnight + DAY_MIN + to;
	return clock < to ? midnight + to : minutes;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

struct occasion schedule_of(const struct config *config, resolve_fn resolve, enum reminder_kind kind, int32_t night)
{
	struct occasion o = { .kind = kind, .night = night };
	int bedtime = bedtime_of(config, night);

	switch (kind) {
	case REMIND_BEDTIME:
		o.due = wall(resolve, night, bedtime - config->lead_min);
		o.useful_until = later(o.due.at, wall(resolve, night, bedtime).at) + BEDTIME_USEFUL_S;
		o.closes = later(o.useful_until, wall(resolve, night + 1, config->night_starts_min).at);
		break;
	case REMIND_CHECKIN:
	case REMINDER_KINDS:
		o.due = wall(resolve, night, after_quiet(config, wake_of(config, night)));
		o.useful_until = o.closes = o.due.at + CHECKIN_USEFUL_S;
		break;
	}
	return o;
}

struct occasion schedule_next(const struct config *config, resolve_fn resolve, enum reminder_kind kind,
			      struct instant after)
{
	int32_t today = civil_of(after).day;
	struct occasion o, best = { .due = { .at = INT64_MAX } };
	int32_t night;

	/* A week of nights is looked at: with times that differ by weekday an earlier night may come later than the one
	 * after it. */
	for (night = today - 3; night <= today + 3; night++) {
		o = schedule_of(config, resolve, kind, night);
		if (o.due.at > after.at && o.due.at < best.due.at)
			best = o;
	}
	return best;
}
