/*
 * Exposures as they are contrasted and tested: what was told (rows.h), shifted by the lag, the U-shaped factor as its
 * two ends. Pure.
 */
#ifndef CRAMPD_TABLE_H
#define CRAMPD_TABLE_H

#include "daemon/insight/descriptive.h"
#include "daemon/insight/rows.h"

enum u_end { U_NONE, U_LOW, U_HIGH };

struct exposure_column {
	char *id, *label; /* owned; of an end "fluid_ml_low", "Fluid drunk: less than usual" */
	const char *unit; /* "" for yes/no, so for the ends of a U too */
	const struct column *source;
	enum u_end end;
	double cut;  /* of an end: where it begins, in the factor's unit; NAN if told only by level, or no end */
	bool open;   /* … the value itself does not belong to it */
	bool binary; /* every known value is 0 or 1 */
	double *x;   /* a row of the table; NAN unknown */
};

struct table {
	const struct night_row *nights; /* of the rows it was made from, which must outlive it */
	size_t count;
	struct exposure_column *columns;
	size_t column_count;
};

/* The ends of a U-shaped factor as an earlier look cut them. */
struct frozen_cuts {
	const char *factor; /* borrowed */
	struct u_cuts cuts;
};

/* One column a factor with data that varies from night to night (traits have none), two for a U-shaped one: cut as a
 * look cut them where that is known, else at today's quartiles. */
void table_make(const struct rows *rows, const struct frozen_cuts *frozen, size_t frozen_count, struct table *out);
void table_clear(struct table *t);

/* Low and high group over the nights whose outcome is known. */
void table_contrast(const struct table *t, const struct exposure_column *c, struct contrast *out);

#endif
