/*
 * What goes with this person's cramps: gates, families, verdicts (part A of cramp-statistics(7), after the reference it
 * names). Pure: arrays in, structs out, the same numbers in the same order give the same bits. Nothing here says
 * "cause".
 */
#ifndef CRAMPD_ASSOCIATION_H
#define CRAMPD_ASSOCIATION_H

#include "daemon/insight/descriptive.h"
#include "daemon/insight/effect.h"

enum { SUSPECTS_MAX = 5, NO_PARTNER = -1, FACTORS_MAX = 1000 };

/* One question: does this factor go with cramps? */
struct association_factor {
	struct design_factor column;
	int partner;  /* the other end of a U-shaped factor (index), or NO_PARTNER */
	bool suspect; /* declared before its data; at most SUSPECTS_MAX count */
	bool held; /* not of the family now (its lag was changed less than 84 nights ago): counts and ratio, no verdict
		    */
};

enum verdict {
	VERDICT_NOT_ENOUGH_DATA,
	VERDICT_NO_VARIATION,
	VERDICT_CANNOT_BE_SEPARATED,
	VERDICT_UNCLEAR,
	VERDICT_LITTLE_EFFECT,
	VERDICT_SOME,
	VERDICT_STRONG,
};
const char *verdict_name(enum verdict v); /* "not_enough_data", … */

/* Why there is not enough: bits. */
enum { WHY_NIGHTS = 1, WHY_CRAMP_NIGHTS = 2, WHY_ONE_SIDE_RARE = 4, WHY_IMPRECISE = 8, WHY_HELD = 16 };

enum attribution { ATTRIBUTION_NONE, ATTRIBUTION_SPECIFIC, ATTRIBUTION_SHARED };

/* A line of the report: a rate ratio for the contrast shown, and how sure. */
struct estimate {
	bool known;
	double log_rr, log_low, log_high; /* natural logarithm, for `delta` */
	double p;
	struct effect effect;
};

struct association {
	enum verdict verdict;
	unsigned why;
	int64_t nights;		  /* known and logged */
	struct contrast contrast; /* view 1 */
	double delta;		  /* median high - median low */
	double crude_rr;	  /* share of cramp nights, high group to low, half a night added each; unadjusted */
	struct estimate a, b;	  /* "it or its companions"; "on its own" (known only where there are companions) */
	double q;		  /* NAN where it was not of the family */
	enum attribution attribution;
	double se;	       /* of log_rr, for the nights needed */
	int64_t nights_needed; /* more, to show a doubling with 80 % power; UNKNOWN where it cannot be said */
	int *companions;       /* indices of factors that move with it (|r| >= 0.5) */
	size_t companion_count;
	bool near_duplicates; /* one of them |r| >= 0.9 */
	bool calendar;	      /* cannot be separated from the calendar … */
	int inseparable[2];   /* … or from these; -1 none */
	bool adjuster;	      /* the others are adjusted for it */
};

struct association_report {
	int64_t span, logged, cramp_nights;
	size_t tested; /* the size of the family */
	size_t count;
	struct association *list;
};

/* `cramps[i]` NAN where night i was not logged, else the number of episodes. Caller clears. */
void association_report(struct association_report *out, const double *cramps, size_t nights, int first_weekday,
			const struct association_factor *factors, size_t count);
void association_report_clear(struct association_report *r);

#endif
