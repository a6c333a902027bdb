/*
 * The figures of a range of nights, as the outcome measures of cramp trials have them: nights by state, cramps a week,
 * how bad, where, when, what helped, sleep on cramp and on free nights, measures done, and the four weeks before. Pure.
 */
#ifndef CRAMPD_WEEK_H
#define CRAMPD_WEEK_H

#include "daemon/insight/features.h"
#include "daemon/insight/rows.h"

enum { BEFORE_NIGHTS = 28, HOURS = 24, WEEK_MUSCLES = 32 };

/* Nights that are over, by state. */
struct coverage {
	int64_t cramp, free, unknown;
	int64_t episodes;	/* of class night or unclear */
	double cramps_per_week; /* 7 episodes / recorded nights; NAN unless at least 4 of 7 nights are recorded */
};
int64_t coverage_recorded(const struct coverage *c);
/* At least four nights of seven are recorded, or that share of a longer or shorter range. */
bool coverage_enough(const struct coverage *c);

/* Figures known of `known` episodes; NAN where of none. */
struct spread {
	int64_t known;
	double median, maximum;
};

/* Numbers as they come in. */
struct samples {
	double *values;
	size_t count, room;
};

struct relief_figures {
	id_text method;
	/* Times: `told` where it was said of it, or of another beside it, whether it worked; `worked` where it did. */
	int64_t used, told, worked;
	struct spread seconds; /* to relief, where told and not said to have failed */
	struct samples times;
};

/* One figure over the nights where it is known; NAN for none. The middle half of the nights lies between the quartiles.
 */
struct middle {
	int64_t nights;
	double mean, first_quartile, third_quartile;
};
struct sleep_means {
	struct middle tst_min, se_percent, awakenings, quality;
};

struct measure_figures {
	const struct factor *factor;
	int64_t done, not_done, unknown; /* nights that are over */
};

struct muscle_tally {
	id_text muscle;
	int64_t episodes;
};

struct worst {
	int64_t id; /* 0: no episode with a severity or a duration */
	int32_t night;
	struct instant onset; /* .at UNKNOWN where only the night is known */
	int64_t severity, duration_s;
	id_text precision, side, muscles[EPISODE_MUSCLES];
	size_t muscle_count;
};

struct week {
	int32_t from, to; /* as asked for */
	int32_t last;	  /* the last night of it that is over; from - 1 if none is */
	int32_t until;	  /* the last night up to `to` that is over, in the range or before it */
	struct coverage now;
	int64_t daytime;			       /* episodes of other classes */
	struct spread severity, duration_s, awake_min; /* awake_min: until asleep again */
	struct features features;		       /* of all episodes of the range, those by day too */
	int64_t left, right, both, side_unknown;
	struct muscle_tally muscles[WEEK_MUSCLES];
	size_t muscle_count;
	int64_t muscle_unknown;
	int64_t hours[HOURS], hour_unknown;
	int64_t sore_nights; /* with soreness told of an episode */
	struct sleep_means sleep_cramp, sleep_free;
	struct relief_figures *relief; /* most used first; owned */
	size_t relief_count;
	struct measure_figures *measures; /* tracked ones and those told of, in the order of the catalogue; owned */
	size_t measure_count;
	struct worst worst; /* severest, then longest, then first */
	int32_t before_from, before_to;
	struct coverage before;
	double change; /* now.cramps_per_week - before.cramps_per_week; NAN if one of them is */

	struct samples severities, durations, awake;
	int32_t sore_night; /* the newest counted in sore_nights */
};

/* Nights from `from` to `to`, of which those up to `last_over` are over. Everything but the episodes comes from the
 * rows. */
void week_begin(struct week *w, const struct rows *rows, int32_t from, int32_t to, int32_t last_over);
/* Each episode of nights from..last, in order of night; fits store_episodes_each. */
int week_episode(const struct episode *e, void *week);
void week_end(struct week *w);
void week_clear(struct week *w);

/* The last night that is over at `now`. */
int32_t last_night_over(struct instant now, int night_starts_min);

#endif
