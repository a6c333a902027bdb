/*
 * From the diary's rows to questions for the engine, and back: one association over a stretch of nights, its factors by
 * the exposure table's columns. What is computed from another factor, or counts as one, is no second finding beside it.
 * Pure.
 */
#ifndef CRAMPD_VERDICTS_H
#define CRAMPD_VERDICTS_H

#include "daemon/insight/association.h"
#include "daemon/insight/table.h"

/* Why a column of the table is not of the family, beside what the engine finds. */
enum left_out { ASKED, LEFT_OUT_DERIVED, LEFT_OUT_COUNTS_AS };

/* Whose nights are asked: all that were recorded, or those of weeks of which at least six nights were (A10). */
enum nights_asked { ALL_NIGHTS, WELL_RECORDED_WEEKS };

struct verdicts {
	const struct table *table; /* borrowed */
	int32_t first;		   /* night of the first recorded outcome; NO_NIGHT: none */
	int32_t last;		   /* last night looked at */
	int64_t nights;		   /* calendar nights from first to last */
	enum nights_asked asked;
	struct association_report report; /* a row a column of the table */
	enum left_out *left_out;	  /* [columns] */
	size_t *beside;			  /* [columns] the column it was left out for */
};

/* `from` NO_NIGHT: from the first recorded night. `today`: the last ended night, by which changed lags are held back.
 */
void verdicts_make(struct verdicts *v, const struct table *t, int32_t from, int32_t last, int32_t today,
		   enum nights_asked asked);
void verdicts_clear(struct verdicts *v);

/* Weeks of the diary, counted from v->first, of which nights were recorded, and of these the well recorded ones. */
struct weeks {
	int64_t any, well;
};
struct weeks verdicts_weeks(const struct verdicts *v);

/* Fingerprint of what was told of the nights from `first` to `last`: outcomes and exposures, without lags and cuts. */
uint64_t rows_fingerprint(const struct rows *r, int32_t first, int32_t last);

/* First night with an outcome, NO_NIGHT: none. */
int32_t rows_first_recorded(const struct rows *r);

/* Nights whose outcome was not told although the exposure was, and how different the exposure is on them (A10). */
struct missingness {
	int64_t unlogged;  /* nights with the exposure and without an outcome */
	double difference; /* mean there less the mean on recorded nights, in standard deviations; NAN where too few */
};
struct missingness verdicts_missingness(const struct verdicts *v, size_t column);

#endif
