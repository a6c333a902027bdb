/*
 * When the calendar asks for a reminder: configuration and a way to turn wall-clock times into instants → due instants.
 * Pure: no clock, no store. Everything is worked out in wall time on the night's own dates, so that an hour that is
 * skipped or comes twice moves nothing else.
 */
#ifndef CRAMPD_SCHEDULE_H
#define CRAMPD_SCHEDULE_H

#include "cramp/config.h"
#include "cramp/when.h"

enum reminder_kind { REMIND_BEDTIME, REMIND_CHECKIN, REMINDER_KINDS };
const char *reminder_kind_name(enum reminder_kind kind); /* "bedtime", "checkin" */
int reminder_kind_of(const char *name);			 /* -1: none of these */

/* One reminder of the calendar. due <= useful_until <= closes. */
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
 * the first wake time after that bedtime (at the end of quiet hours if it falls into them), useful for 12 h. A time
 * that does not exist becomes the first that does after it; of one that comes twice the first is taken.
 */
struct occasion schedule_of(const struct config *config, resolve_fn resolve, enum reminder_kind kind, int32_t night);

/* The first of that kind that is due after the instant. */
struct occasion schedule_next(const struct config *config, resolve_fn resolve, enum reminder_kind kind,
			      struct instant after);

#endif
