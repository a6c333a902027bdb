/*
 * When the calendar asks for a reminder: configuration and a way to turn wall-clock times into instants → due instants.
 * Pure: no clock, no store. Everything is worked out in wall time on the night's own dates, so that an hour that is
 * skipped or comes twice moves nothing else.
 */
#ifndef CRAMPD_SCHEDULE_H
#define CRAMPD_SCHEDULE_H

#include "cramp/config.h"
#include "cramp/when.h"

enum reminder_kind { REMIND_BEDTIME, REMIND_CHECKIN, REMIND_WEEKLY, REMINDER_KINDS };
const char *reminder_kind_name(enum reminder_kind kind); /* "bedtime", "checkin", "weekly" */
int reminder_kind_of(const char *name);			 /* -1: none of these */

/*
 * One reminder of the calendar. due <= useful_until <= closes; all of them UNKNOWN where the calendar asks for nothing
 * that night.
 */
struct occasion {
	enum reminder_kind kind;
	int32_t night;
	struct instant due;
	int64_t useful_until; /* UTC seconds: not shown for the first time after that */
	int64_t closes;	      /* UTC seconds: no longer on the screen, no longer asked, after that */
};

/* Wall time → instants, as local_resolve of when.h does for the process's zone. */
typedef struct resolved (*resolve_fn)(int32_t day, int32_t second);

/*
 * The reminder of one night. Bedtime: bedtime - lead, useful until 3 h after bedtime, closing with the night. Check-in:
 * the first wake time after that bedtime, useful for 12 h. Weekly: on its weekday, for the night before, which is the
 * last of its week; useful for two days. The latter two wait for the end of quiet hours if they fall into them. A time
 * that does not exist becomes the first that does after it; of one that comes twice the first is taken.
 */
struct occasion schedule_of(const struct config *config, resolve_fn resolve, enum reminder_kind kind, int32_t night);

/* The first of that kind that is due after the instant. */
struct occasion schedule_next(const struct config *config, resolve_fn resolve, enum reminder_kind kind,
			      struct instant after);

/* Quiet hours are on: when they end. UNKNOWN: they are not. */
int64_t schedule_quiet_until(const struct config *config, resolve_fn resolve, struct instant now);

#endif
