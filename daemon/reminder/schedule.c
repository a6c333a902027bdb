#include "daemon/reminder/schedule.h"

#include <string.h>

#include "cramp/util.h"

enum {
	DAY_MIN = 1440,
	BEDTIME_USEFUL_S = 3 * 3600,
	CHECKIN_USEFUL_S = 12 * 3600,
	WEEKLY_USEFUL_S = 2 * 86400,
	/* With times that differ by weekday an earlier night may come later than the one after it, and of a week only
	   one is asked for. */
	LOOK_BACK = 3,
	LOOK_AHEAD = 8,
};

static const char *const kind_names[REMINDER_KINDS] = {
	[REMIND_BEDTIME] = "bedtime",
	[REMIND_CHECKIN] = "checkin",
	[REMIND_WEEKLY] = "weekly",
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

int64_t schedule_quiet_until(const struct config *config, resolve_fn resolve, struct instant now)
{
	struct civil c = civil_of(now);
	int minutes = c.second / 60, end = after_quiet(config, minutes);

	/* Of an hour that comes twice the first is quiet's end; if that has passed it is over. */
	if (end == minutes || wall(resolve, c.day, end).at <= now.at)
		return UNKNOWN;
	return wall(resolve, c.day, end).at;
}

static void bedtime(const struct config *config, resolve_fn resolve, struct occasion *o)
{
	int minutes = bedtime_of(config, o->night);

	o->due = wall(resolve, o->night, minutes - config->lead_min);
	o->useful_until = later(o->due.at, wall(resolve, o->night, minutes).at) + BEDTIME_USEFUL_S;
	o->closes = later(o->useful_until, wall(resolve, o->night + 1, config->night_starts_min).at);
}

static void checkin(const struct config *config, resolve_fn resolve, struct occasion *o)
{
	o->due = wall(resolve, o->night, after_quiet(config, wake_of(config, o->night)));
	o->useful_until = o->closes = o->due.at + CHECKIN_USEFUL_S;
}

static void weekly(const struct config *config, resolve_fn resolve, struct occasion *o)
{
	if (date_weekday(o->night + 1) != config->weekly_weekday)
		return;
	o->due = wall(resolve, o->night + 1, after_quiet(config, config->weekly_min));
	o->useful_until = o->closes = o->due.at + WEEKLY_USEFUL_S;
}

struct occasion schedule_of(const struct config *config, resolve_fn resolve, enum reminder_kind kind, int32_t night)
{
	static void (*const rules[REMINDER_KINDS])(const struct config *, resolve_fn, struct occasion *) = {
		[REMIND_BEDTIME] = bedtime,
		[REMIND_CHECKIN] = checkin,
		[REMIND_WEEKLY] = weekly,
	};
	struct occasion o = {
		.kind = kind, .night = night, .due = { .at = UNKNOWN }, .useful_until = UNKNOWN, .closes = UNKNOWN
	};

	rules[kind](config, resolve, &o);
	return o;
}

struct occasion schedule_next(const struct config *config, resolve_fn resolve, enum reminder_kind kind,
			      struct instant after)
{
	int32_t today = civil_of(after).day;
	int32_t last = today + (kind == REMIND_WEEKLY ? LOOK_AHEAD : LOOK_BACK);
	struct occasion o, best = { .due = { .at = INT64_MAX } };
	int32_t night;

	for (night = today - LOOK_BACK; night <= last; night++) {
		o = schedule_of(config, resolve, kind, night);
		if (o.due.at > after.at && o.due.at < best.due.at)
			best = o;
	}
	return best;
}
