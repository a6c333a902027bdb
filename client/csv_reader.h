/*
 * Reads comma-separated text as spreadsheets and apps write it: RFC 4180 quotes (a quoted cell may hold line ends),
 * CRLF or LF, a byte order mark, ",", ";" or a tab between cells (found from the first line). Pure: text in, cells out.
 */
#ifndef CRAMP_CSV_READER_H
#define CRAMP_CSV_READER_H

#include <stdbool.h>
#include <stddef.h>

/* One record: its cells, unquoted. Line is where it begins, from 1. */
struct csv_record {
	char **cells;
	size_t count;
	long line;
};

struct csv_reader {
	const char *text;
	size_t length, at;
	char separator;
	long line;
	struct csv_record record; /* the one read last */
	char *storage;		  /* its text */
};

/* Cells a record may have; more is a fault. */
enum { CSV_CELLS_MAX = 100000 };

/* `text` is borrowed. separator 0: find it from the first line. */
void csv_reader_init(struct csv_reader *r, const char *text, size_t length, char separator);
void csv_reader_finish(struct csv_reader *r);

enum csv_answer { CSV_RECORD, CSV_END, CSV_UNCLOSED_QUOTE, CSV_TOO_WIDE };
/* The next record that is not an empty line; on CSV_RECORD r->record holds it until the next call. */
enum csv_answer csv_reader_next(struct csv_reader *r);

/* Index of a column by its exact name, or -1. */
long csv_column(const struct csv_record *header, const char *name);
/* The cell, or "" beyond the record's end. */
const char *csv_cell(const struct csv_record *record, long column);

#endif
