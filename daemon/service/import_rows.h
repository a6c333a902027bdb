/*
 * Rows of an import → the diary. What is on record stays, what was not known is filled in, what differs is left alone
 * and listed: an import never overrules a person, and the same file twice changes nothing.
 */
#ifndef CRAMPD_IMPORT_ROWS_H
#define CRAMPD_IMPORT_ROWS_H

#include <jansson.h>

#include "daemon/diary/entry.h"

struct store;

struct importing {
	struct store *store;
	struct entry_rules rules;
	const char *source; /* "import:csv" */
	const char *zone;   /* of the caller; rows may name their own */
	int64_t added, unchanged;
	json_t *left; /* array of Left */
	/* what was wrong with a row; field and value are freed by importing_clear */
	char *field, *value;
	const char *expected;
	char text[160]; /* what `expected` may point into */
};

enum import_answer { IMPORT_OK = 0, IMPORT_BAD_ROW };

/* All rows, within one command of the store: readings first, because they tell what sort of cramp it was. Negative, or
 * IMPORT_BAD_ROW with *bad the row. */
int import_rows(struct importing *i, json_t *rows, json_t **bad);
/* Says what was wrong with a row; field and value are copied, value NULL where none was told. Gives back
 * IMPORT_BAD_ROW. */
int import_bad_row(struct importing *i, const char *field, const char *value, const char *expected);
void importing_clear(struct importing *i);

#endif
