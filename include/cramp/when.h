/*
 * Instants, local times and nights. No clock in here: "now" is always an argument. Local time is that of the process's
 * zone (TZ, else /etc/localtime); call when_zone_changed() after it changed.
 */
#ifndef CRAMP_WHEN_H
#define CRAMP_WHEN_H

#include <stdbool.h>
#include <stdint.h>

/* A night or a date: days since 1970-01-01 (proleptic Gregorian), 0001-01-01 to 9999-12-31. */
#define NO_NIGHT INT32_MIN

enum { DATE_LENGTH = 10, RFC3339_LENGTH = 25, ZONE_MAX = 64, CLOCK_TEXT = 16 };

/* A moment as it was told: UTC seconds (UNKNOWN if not known) and the offset east of UTC in force there and then. */
struct instant {
	int64_t at;
	int32_t offset_s;
};

/* Broken-down local time. */
struct civil {
	int32_t day;	/* the date */
	int32_t second; /* of the day, 0 to 86399 */
};

/* Strict ISO forms. True if it is one. A day outside the years 1 to 9999 is formatted as "". */
bool date_parse(const char *text, int32_t *day);
void date_format(int32_t day, char out[DATE_LENGTH + 1]);
void date_split(int32_t day, int *year, int *month, int *mday);
bool date_join(int year, int month, int mday, int32_t *day); /* false: no such date */
int date_weekday(int32_t day);				     /* 0 Monday … 6 Sunday */

/*
 * "2026-11-22T03:10:00+01:00" (seconds may be missing, "Z" and a space for "T" are taken, a fraction is dropped). Year
 * 1 to 9999. An unknown instant is formatted as "".
 */
bool rfc3339_parse(const char *text, struct instant *out);
void rfc3339_format(struct instant when, char out[RFC3339_LENGTH + 1]);

/* Wall-clock reading at an instant, by its own offset: no zone needed. */
struct civil civil_of(struct instant when);

/* The night (noon rule) or the day (day rule) a moment belongs to: local time shifted by the start, in minutes after
 * midnight. */
int32_t night_of(struct instant when, int starts_min);

/* The process's zone. */
struct instant local_instant(int64_t at);
/*
 * IANA name of the process's zone: TZ if it names one, else what /etc/localtime points to, else "UTC" (also for a POSIX
 * rule in TZ: it has no name, but its offsets are used). Valid until the next call.
 */
const char *when_zone(void);
/* The same instant by the clocks of a named zone; by the process's own where the name is in no database. */
struct instant zone_instant(const char *zone, int64_t at);
/* True if the name is in the system's zone database (no path tricks, at most ZONE_MAX - 1 bytes). */
bool when_zone_known(const char *zone);
/* TZ's text where it names no zone and gives no POSIX rule, so that the C library takes UTC for it; else NULL. */
const char *when_zone_misnamed(void);
void when_zone_changed(void);

/*
 * A time of day (in seconds, 0 to 86399) for people: "03:10", or "3:10am" where the locale (LC_TIME) counts twice
 * twelve hours. clock_typed: "3:10", as one would type it. hour_text: "22", or "10pm". All of them can be read again.
 */
bool clock_has_twelve_hours(void);
const char *clock_text(int32_t second, char out[CLOCK_TEXT]);
const char *clock_typed(int32_t second, char out[CLOCK_TEXT]);
const char *hour_text(int hour, char out[CLOCK_TEXT]);

/*
 * A wall-clock time in the process's zone → instants that show it.
 * count 1: ordinary. 2: the hour exists twice, first and second. 0: it does not exist; first and second are then the
 * two nearest that do, just before and just after the gap.
 */
struct resolved {
	int count;
	struct instant first, second;
};
struct resolved local_resolve(int32_t day, int32_t second);

#endif
