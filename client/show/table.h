/*
 * The one table writer. Columns take what their cells need; where the terminal is too narrow the dispensable ones go
 * first and the folding one is folded.
 */
#ifndef CRAMP_SHOW_TABLE_H
#define CRAMP_SHOW_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "client/show/text.h"

struct column {
	const char *title;
	bool right;	 /* numbers stand under each other's last digit */
	int fold;	 /* > 0: may be folded down to this many columns; at most one column of a table */
	int dispensable; /* > 0: goes where there is no room, the highest first */
};

struct table;

/* `columns` must live as long as the table. */
struct table *table_new(const struct session *s, const struct column *columns, size_t count);
void table_free(struct table *t);

/* The next cell of the row; UTF-8, may hold newlines. After the last one a new row begins. */
void table_cell(struct table *t, enum style style, const char *format, ...) __attribute__((format(printf, 3, 4)));

size_t table_rows(const struct table *t);

/* Prints titles and rows. The titles of columns that had to go are told in a last line. */
void table_print(struct table *t);

#endif
