/*
 * The course of the cramps over the nights: stretches of some nights with their rate and its interval, and a smoothed
 * trend through them. For reading, no inference. Pure.
 */
#ifndef CRAMPD_COURSE_H
#define CRAMPD_COURSE_H

#include "daemon/insight/descriptive.h"
#include "daemon/insight/rows.h"

/* Half the width of the window the trend looks through, and what must be recorded near a night for it to say anything.
 */
enum { TREND_HALF_NIGHTS = 63, TREND_NEAR_NIGHTS = 14, TREND_NEAR_LEAST = 4, TREND_LEAST = 14 };

/*
 * 95 % interval of a count that came about in `exposure` units, a unit (Garwood 1936, exact for a Poisson count, as R's
 * poisson.test has it). {0, INFINITY} where nothing was exposed.
 */
struct interval rate95(int64_t count, double exposure);

/* One night of the calendar: unknown nights count nowhere. */
struct course_night {
	bool recorded;
	int64_t cramps;
};

/* Some nights in a row. */
struct stretch {
	int32_t from, to;
	int64_t recorded, cramp_nights, cramps;
	double per_week;      /* NAN unless at least 4 of 7 nights are recorded */
	struct interval span; /* of per_week, 95 %; NAN where that is */
	double trend; /* cramps a week, smoothed, in the middle of the stretch; NAN where too little is recorded */
};

struct course {
	int32_t from; /* of nights[0] */
	size_t count;
	struct course_night *nights;
};

/* The nights from..to, gaps unknown; from <= to + 1. Caller clears. */
void course_make(struct course *c, const struct rows *rows, int32_t from, int32_t to);
void course_clear(struct course *c);

/*
 * Smoothed cramps a week at a place of the calendar (0: the first night; halves lie between two): local linear
 * regression of the recorded nights within TREND_HALF_NIGHTS, tricube weights (Cleveland 1979), never below 0. NAN
 * where fewer than TREND_LEAST of them are recorded, or fewer than TREND_NEAR_LEAST within TREND_NEAR_NIGHTS.
 */
double course_trend(const struct course *c, double place);

/* Stretches of `nights` nights that end with the last one, the first of them perhaps shorter; oldest first, their
 * number in *count. Caller frees. */
struct stretch *course_stretches(const struct course *c, int nights, size_t *count);

#endif
