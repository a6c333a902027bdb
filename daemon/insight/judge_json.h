/*
 * Which verdicts a report shows: those of the look that stands, one that is due now, or none yet; beside today's
 * numbers. Fed by main.c, which reads the diary.
 */
#ifndef CRAMPD_JUDGE_JSON_H
#define CRAMPD_JUDGE_JSON_H

#include <jansson.h>

#include "daemon/insight/verdicts.h"

struct judge {
	int32_t first;	/* the diary's first recorded night, or of the range; NO_NIGHT: nothing is recorded */
	int32_t until;	/* last night looked at */
	int32_t over;	/* last ended night of all */
	int64_t nights; /* from first to until, 0 where nothing is recorded */
	bool official, up_to_now;
	json_t *look; /* the look that stands: {"nights", "first", "last", "issued_at", "data_hash", "rows", …}; NULL:
			 none */
	json_t *before;	  /* the one before it */
	int64_t newest;	  /* nights of the newest look on record, whatever the range; 0: none */
	int64_t replaced; /* when the newest void look was issued, whose place may be taken again; 0: none */
	json_t *issue;	  /* what the daemon is to keep; NULL: nothing */
	bool changed;	  /* the diary up to the look has changed since */
};

/*
 * What verdicts are compared with: the same without what was typed late (or with it, where it was left out), and of the
 * well recorded weeks alone. Members NULL where there is nothing to compare.
 */
struct judge_checks {
	const struct verdicts *recall;
	int64_t entries; /* typed late */
	int64_t hours;	 /* later than this */
	bool left_out;	 /* the verdicts themselves are without them */
	const struct verdicts *weeks;
};

/* `from` NO_NIGHT: the whole diary up to `until`. */
void judge_begin(struct judge *j, const struct rows *r, int32_t from, int32_t until, int32_t over, bool official);
void judge_end(struct judge *j);

/*
 * Takes in a look on record, in any order. The newest of those within the range stands. `undone`: data it was made of
 * were taken back, and it is void.
 */
void judge_look(struct judge *j, const struct issued_look *l, bool undone);
/* Nights of the look that must be issued now; 0: none. Only the newest that is due. */
int64_t judge_due(const struct judge *j);
void judge_issue(struct judge *j, const struct verdicts *v, const struct judge_checks *checks, uint64_t hash,
		 int64_t now);
/* The nights of the look that stands, if it was not just issued. False: there is none. */
bool judge_looked(const struct judge *j, int32_t *first, int32_t *last);
void judge_compare(struct judge *j, uint64_t hash);
/* How the look that stands cut the U-shaped factors: fills out[FROZEN_MAX], gives back how many. They borrow from j. */
enum { FROZEN_MAX = 16 };
size_t judge_cuts(const struct judge *j, struct frozen_cuts *out);
/* May anything be claimed yet? */
bool judge_speaks(const struct judge *j);

/* Completes the factor rows of the report (those of v's table, in order), and adds "look", "recall", "sensitivity"
 * and, where one is due, "issue". checks: of verdicts that are not official, else NULL. */
void judge_put(struct judge *j, const struct verdicts *v, const struct judge_checks *checks, json_t *report);

#endif
