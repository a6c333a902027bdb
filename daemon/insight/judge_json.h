/*
 * Which verdicts a report shows: those of the look that stands, one that is due now, or none yet; beside today's
 * numbers. Fed by main.c, which reads the diary.
 */
#ifndef CRAMPD_JUDGE_JSON_H
#define CRAMPD_JUDGE_JSON_H

#include <jansson.h>

#include "daemon/insight/verdicts.h"

/* What was typed more than this many hours late is looked at apart. */
enum { JUDGE_RECALL_H = 24 };

struct judge {
	struct verdicts today;
	int32_t over; /* the last ended night */
	bool official, up_to_now;
	json_t *look;	   /* the look that stands: {"nights", "first", "last", "issued_at", "rows", …}; NULL: none */
	json_t *before;	   /* the one before it */
	json_t *issue;	   /* what the daemon is to keep; NULL: nothing */
	bool changed;	   /* the diary up to the look has changed since */
	json_t *recall;	   /* {"hours", "entries", "changes"} or NULL */
	json_t *recall_of; /* factor id → verdict without them */
};

/* `from` NO_NIGHT: the whole diary up to `until`. The table must outlive the judge. */
void judge_begin(struct judge *j, const struct table *t, int32_t from, int32_t until, int32_t over, bool official);
void judge_end(struct judge *j);

/* Takes in a look on record; those of another beginning of the diary, or later than the range, are void here. Oldest
 * first. */
void judge_look(struct judge *j, const struct issued_look *l);
/* Nights of the look that must be issued now; 0: none. Only the newest that is due. */
int64_t judge_due(const struct judge *j);
void judge_issue(struct judge *j, const struct verdicts *v, int64_t now);
/* Last night of the look that stands, NO_NIGHT: none, or just issued. */
int32_t judge_look_last(const struct judge *j);
void judge_compare(struct judge *j, uint64_t hash);
/* May anything be claimed yet? */
bool judge_speaks(const struct judge *j);
void judge_recall(struct judge *j, const struct verdicts *v, int64_t entries);

/* Completes the factor rows of the report, and adds "look", "recall" and, where one is due, "issue". */
void judge_put(struct judge *j, json_t *report);

#endif
