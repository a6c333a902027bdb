/*
 * Facts for the tests of rows and tables. Nights are numbered from day 20000 (2024-10-04); the zone is UTC. Included by
 * each of them once.
 */
#ifndef TESTS_ROWS_FIXTURE_H
#define TESTS_ROWS_FIXTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/insight/rows.h"
#include "daemon/insight/table.h"

enum { D = 20000, HOUR = 3600, DAY = 86400 };

/* Hour of the night's own date; 25 is one o'clock the next morning. */
static inline int64_t at(int32_t night, double hour)
{
	return (int64_t)night * DAY + (int64_t)(hour * HOUR);
}

static inline void cramp(struct rows_builder *b, int32_t night, double hour, const char *class)
{
	struct episode e;

	episode_init(&e);
	e.night = night;
	e.onset.at = hour > 0 ? at(night, hour) : UNKNOWN;
	str_copy(e.class, sizeof(e.class), class);
	rows_add_episode(&e, b);
	episode_clear(&e);
}

static inline void free_night(struct rows_builder *b, int32_t night)
{
	struct night n;

	night_init(&n);
	n.night = night;
	n.free = true;
	rows_add_night(&n, b);
	night_clear(&n);
}

/* Lights out at 23, asleep at once, up at `up` hours: TST is up - 23 hours. */
static inline void slept(struct rows_builder *b, int32_t night, double up, bool free)
{
	struct night n;

	night_init(&n);
	n.night = night;
	n.free = free;
	n.into_bed_at = n.lights_out_at = at(night, 23);
	n.sol_min = n.waso_min = 0;
	n.final_awakening_at = n.out_of_bed_at = at(night, up);
	rows_add_night(&n, b);
	night_clear(&n);
}

/* hour 0: the time was not told. Typed at `typed` hours of the night's date. */
static inline void told(struct rows_builder *b, int32_t night, const char *factor, double value, double hour,
			double typed)
{
	struct reading r;

	reading_init(&r);
	r.night = night;
	r.value = value;
	r.at = hour > 0 ? at(night, hour) : UNKNOWN;
	r.recorded_at = at(night, typed);
	str_copy(r.factor, sizeof(r.factor), factor);
	str_copy(r.source, sizeof(r.source), "user");
	rows_add_reading(&r, b);
	reading_clear(&r);
}

static inline void said_roughly(struct rows_builder *b, int32_t night, const char *factor, int level)
{
	struct reading r;

	reading_init(&r);
	r.night = night;
	r.level = level;
	r.recorded_at = at(night, 20);
	str_copy(r.factor, sizeof(r.factor), factor);
	rows_add_reading(&r, b);
	reading_clear(&r);
}

static inline void track(struct rows_builder *b, const char *factor, bool tracked, bool suspect, int64_t lag)
{
	struct tracking t = {
		.tracked = tracked, .suspect = suspect, .suspect_at = UNKNOWN, .lag = lag, .lag_declared_at = UNKNOWN
	};

	str_copy(t.factor, sizeof(t.factor), factor);
	rows_add_tracking(&t, b);
}

/* The value of a factor in a night; fails if either is missing. */
static inline double value(const struct rows *r, const char *factor, int32_t night)
{
	const struct column *c = rows_column(r, factor);
	const struct night_row *n = rows_night(r, night);

	assert_non_null(c);
	assert_non_null(n);
	return c->value[n - r->nights];
}

#endif
