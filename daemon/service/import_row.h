/*
 * What the kinds of rows of an import share: reading a cell, judging what came of it, and counting what was done.
 */
#ifndef CRAMPD_IMPORT_ROW_H
#define CRAMPD_IMPORT_ROW_H

#include <jansson.h>

#include "daemon/diary/entry.h"
#include "daemon/service/import_rows.h"

/* A cell; UNKNOWN or NULL where it is absent. Texts are borrowed from the row. */
int64_t cell_integer(json_t *row, const char *key);
const char *cell_text(json_t *row, const char *key);
/* The row's own zone, or that of the caller. Borrowed. */
const char *cell_zone(const struct importing *i, json_t *row);

/* 0 or IMPORT_BAD_ROW. An instant may be absent: at is UNKNOWN then. */
int cell_night(struct importing *i, json_t *row, int32_t *night);
int cell_instant(struct importing *i, json_t *row, const char *key, struct instant *out);
/* The answer of an entry check as 0 or IMPORT_BAD_ROW. */
int row_judged(struct importing *i, enum entry_answer answer, const struct entry_fault *fault);

/* Seconds east of UTC to keep where no time of day is known: those of the night's midnight. */
int32_t night_offset(int32_t night);

/* What became of a row: left as the diary has it, with the reason; on record already; added, unless `result` says
 * otherwise, which is given back. */
int row_left(struct importing *i, json_t *row, const char *reason);
int row_unchanged(struct importing *i);
int row_added(struct importing *i, int result);

/* The rows of a night as a whole. 0, IMPORT_BAD_ROW or negative. */
int import_free(struct importing *i, json_t *row, const char *key);
int import_sleep(struct importing *i, json_t *row, const char *key);
int import_nap(struct importing *i, json_t *row, const char *key);

#endif
