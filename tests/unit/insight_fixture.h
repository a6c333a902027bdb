/*
 * Diaries for the tests of verdicts: told fact by fact, as the store lists them. Nights are numbered from day 20000
 * (2024-10-04, a Friday); the zone is UTC. Included by each of them once.
 */
#ifndef TESTS_INSIGHT_FIXTURE_H
#define TESTS_INSIGHT_FIXTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/insight/rows.h"
#include "daemon/insight/table.h"

enum { D = 20000, HOUR = 3600, DAY = 86400 };

/* Numbers that look random and are the same everywhere. */
static inline uint32_t dice(uint32_t night, uint32_t stream)
{
	uint32_t x = night * 2654435761u + stream * 40503u + 12345u;

	for (int i = 0; i < 3; i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
	}
	return x;
}

static inline bool chance(int night, int stream, double share)
{
	return dice((uint32_t)night, (uint32_t)stream) < share * 4294967295.0;
}

/* Hour of the night's own date; 25 is one o'clock the next morning. */
static inline int64_t at(int32_t night, double hour)
{
	return (int64_t)night * DAY + (int64_t)(hour * HOUR);
}

/* hour 0: the time was not told. Typed at `typed` hours of the night's date. */
static inline void tell_cramp(struct rows_builder *b, int32_t night, double hour, double typed)
{
	struct episode e;

	episode_init(&e);
	e.night = night;
	e.onset.at = hour > 0 ? at(night, hour) : UNKNOWN;
	e.recorded_at = at(night, typed);
	str_copy(e.class, sizeof(e.class), "night");
	str_copy(e.source, sizeof(e.source), "user");
	rows_add_episode(&e, b);
	episode_clear(&e);
}

static inline void tell_free(struct rows_builder *b, int32_t night, double typed)
{
	struct night n;

	night_init(&n);
	n.night = night;
	n.free = true;
	n.recorded_at = at(night, typed);
	str_copy(n.source, sizeof(n.source), "user");
	rows_add_night(&n, b);
	night_clear(&n);
}

static inline void tell(struct rows_builder *b, int32_t night, const char *factor, double value, double typed)
{
	struct reading r;

	reading_init(&r);
	r.night = night;
	r.value = value;
	r.recorded_at = at(night, typed);
	str_copy(r.factor, sizeof(r.factor), factor);
	str_copy(r.source, sizeof(r.source), "user");
	rows_add_reading(&r, b);
	reading_clear(&r);
}

/* One factor of a simulated diary. */
struct told_factor {
	const char *id;
	double share;	   /* of nights with it (yes/no), or the size of the amount */
	double rate_ratio; /* cramps with it against without; 1: nothing to it */
	double known;	   /* share of nights it is told on */
};

static inline double value_of(const struct told_factor *f, int stream, int night)
{
	if (!chance(night, 100 + stream, f->known))
		return NAN;
	return f->share <= 1 ? chance(night, stream, f->share)
			     : f->share * (50 + dice((uint32_t)night, (uint32_t)stream) % 100) / 100;
}

/*
 * `nights` nights from D on, all recorded but those of `gap` (every gap-th; 0: none), with a cramp on `base` of them
 * times the ratios of what was told. Everything is told in time: by day at 20, the night's outcome at 32.
 */
static inline void tell_diary(struct rows_builder *b, int nights, int gap, double base,
			      const struct told_factor *factors, size_t count)
{
	bool *cramp = xcalloc((size_t)nights + 1, sizeof(*cramp));

	for (int i = 0; i < nights; i++) {
		double risk = base;
		for (size_t j = 0; j < count; j++) {
			double x = value_of(&factors[j], (int)j, i);
			risk *= x >= (factors[j].share <= 1 ? 1 : factors[j].share) ? factors[j].rate_ratio : 1;
		}
		cramp[i] = chance(i, 99, risk);
	}
	for (int i = 0; i < nights; i++)
		if (!cramp[i] && !(gap && i % gap == gap - 1))
			tell_free(b, D + i, 32);
	for (int i = 0; i < nights; i++)
		if (cramp[i] && !(gap && i % gap == gap - 1))
			tell_cramp(b, D + i, 26, 32);
	for (int i = 0; i < nights; i++)
		for (size_t j = 0; j < count; j++) {
			double x = value_of(&factors[j], (int)j, i);
			if (!isnan(x))
				tell(b, D + i, factors[j].id, x, 20);
		}
	free(cramp);
}

static inline void declare(struct rows_builder *b, const char *factor, bool suspect, int64_t lag,
			   int64_t lag_declared_at)
{
	struct tracking t = { .tracked = true,
			      .suspect = suspect,
			      .suspect_at = suspect ? at(D, 12) : UNKNOWN,
			      .lag = lag,
			      .lag_declared_at = lag_declared_at };

	str_copy(t.factor, sizeof(t.factor), factor);
	rows_add_tracking(&t, b);
}

static inline size_t column_of(const struct table *t, const char *id)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (strcmp(t->columns[i].id, id) == 0)
			return i;
	fail_msg("there is no column %s", id);
	return 0;
}

#endif
