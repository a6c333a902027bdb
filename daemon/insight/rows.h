/*
 * The diary as numbers: one row a night of which anything was told, one column a factor, filled by the rules of
 * diary/exposure.h and the catalogue. Nothing is filled in where nothing was said. Facts are fed in as the store lists
 * them. Pure: no SQL, no JSON, no clock.
 */
#ifndef CRAMPD_ROWS_H
#define CRAMPD_ROWS_H

#include "cramp/catalogue.h"
#include "daemon/diary/model.h"

struct night_row {
	int32_t night;
	enum night_state state;
	int64_t cramps;					 /* episodes of class night or unclear */
	double tst_min, se_percent, awakenings, quality; /* NAN unless known */
};

enum { LEVEL_UNTOLD = 2 };

/* Memory fades and follows the theory: what was told more than so many hours after it happened is looked at apart. */
enum { RECALL_H = 24 };

/* What was told of one factor; not shifted by its lag. */
struct column {
	const struct factor *factor; /* of the catalogue or of rows->own */
	double *value;		     /* a row; NAN where it was told only roughly or not at all */
	int *level;		     /* a row; -1, 0, 1 where it was told only roughly, else LEVEL_UNTOLD */
	bool *late;		     /* a row; the value has a part that was typed after the night's first cramp */
	int lag;		     /* nights: declared by the user, else the catalogue's */
	bool tracked, suspect;
	int64_t suspect_at, lag_declared_at;
};

struct rows {
	struct night_row *nights; /* ascending, each night once */
	size_t count;
	/* In the order of the catalogue, own factors after it: those with something told, tracked or suspected. */
	struct column *columns;
	size_t column_count;
	struct own_factors own;
	int64_t typed_late;   /* entries left out by rows_builder_max_recall */
	int64_t late_entries; /* entries told more than RECALL_H after it happened, left out or not */
};

void rows_clear(struct rows *r);

/* The row of a night, the column of a factor; NULL: none. */
const struct night_row *rows_night(const struct rows *r, int32_t night);
const struct column *rows_column(const struct rows *r, const char *id);

/* The same up to a night, as if nothing had been told of the nights after it; borrows from r, and is not cleared. The
 * counts of late entries stay those of the whole. */
struct rows rows_until(const struct rows *r, int32_t last);
/* Nights of a column with something typed after the cramp, of the first `count` rows. */
int64_t column_late(const struct column *c, size_t count);

/*
 * To be fed in this order: own factors, tracking, nights, episodes, readings (each list in order of night), finish. The
 * functions fit the store's lists and answer 0. `tracked`: comma-separated ids that are tracked where the diary says
 * nothing, or NULL.
 */
struct rows_builder;
struct rows_builder *rows_builder_new(const char *tracked);
/*
 * Leave out what was typed more than `max_s` after it happened, or, where no time was told, after the end of its night;
 * imports have no recall lag and stay. A night that loses a cramp this way is unknown.
 */
void rows_builder_max_recall(struct rows_builder *b, int64_t max_s, int night_starts_min);
int rows_add_factor(const struct own_factor *f, void *builder);
int rows_add_tracking(const struct tracking *t, void *builder);
int rows_add_night(const struct night *n, void *builder);
int rows_add_episode(const struct episode *e, void *builder);
int rows_add_reading(const struct reading *r, void *builder);
void rows_finish(struct rows_builder *b, struct rows *out); /* frees the builder */
void rows_builder_free(struct rows_builder *b);		    /* instead of rows_finish; NULL-safe */

/* Does it count in the statistics of nights (class night or unclear)? */
bool episode_of_night(const struct episode *e);

#endif
