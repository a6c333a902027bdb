#include "client/csv_reader.h"

#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"

/* The commonest one of the first line: a spreadsheet whose locale has a decimal comma writes semicolons, and a table
 * that was copied and pasted has tabs. */
static char find_separator(const char *text, size_t length)
{
	static const char separators[] = { ',', ';', '\t' };
	size_t counts[sizeof(separators)] = { 0 }, best = 0;

	for (size_t i = 0; i < length && text[i] != '\n'; i++)
		for (size_t k = 0; k < sizeof(separators); k++)
			counts[k] += text[i] == separators[k];
	for (size_t k = 1; k < sizeof(separators); k++)
		if (counts[k] > counts[best])
			best = k;
	return separators[best];
}

void csv_reader_init(struct csv_reader *r, const char *text, size_t length, char separator)
{
	*r = (struct csv_reader){ .text = text, .length = length, .line = 1 };
	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		r->at = 3;
	r->separator = separator ? separator : find_separator(text + r->at, length - r->at);
}

void csv_reader_finish(struct csv_reader *r)
{
	free(r->record.cells);
	free(r->storage);
	*r = (struct csv_reader){ 0 };
}

static bool at_line_end(const struct csv_reader *r)
{
	return r->at >= r->length || r->text[r->at] == '\n' ||
	       (r->text[r->at] == '\r' && (r->at + 1 >= r->length || r->text[r->at + 1] == '\n'));
}

static void skip_line_end(struct csv_reader *r)
{
	if (r->at < r->length && r->text[r->at] == '\r')
		r->at++;
	if (r->at < r->length && r->text[r->at] == '\n') {
		r->at++;
		r->line++;
	}
}

/* Copies one cell to *to; false if a quote is not closed. Text after a closing quote belongs to the cell, as
 * spreadsheets read it. */
static bool read_cell(struct csv_reader *r, char **to)
{
	bool quoted = r->at < r->length && r->text[r->at] == '"';

	r->at += quoted;
	while (r->at < r->length && (quoted || (r->text[r->at] != r->separator && !at_line_end(r)))) {
		char c = r->text[r->at++];
		if (quoted && c == '"') {
			if (r->at < r->length && r->text[r->at] == '"')
				r->at++;
			else {
				quoted = false;
				continue;
			}
		}
		r->line += c == '\n';
		if (c != '\0')
			*(*to)++ = c;
	}
	*(*to)++ = '\0';
	return !quoted;
}

/* The length of what is left bounds the text of any record in it, terminators included. */
static char *make_room(struct csv_reader *r)
{
	const char *from = r->text + r->at, *end = memchr(from, '\n', r->length - r->at);
	/* A record without quotes ends with its line; one with quotes may go on to the end of the file. */
	size_t line = end ? (size_t)(end - from) : r->length - r->at;
	size_t room = memchr(from, '"', line) ? r->length - r->at : line;

	free(r->storage);
	r->storage = xmalloc(2 * room + 2);
	return r->storage;
}

enum csv_answer csv_reader_next(struct csv_reader *r)
{
	size_t room = 0;

	while (r->at < r->length && at_line_end(r))
		skip_line_end(r);
	if (r->at >= r->length)
		return CSV_END;

	char *to = make_room(r);
	free(r->record.cells);
	r->record = (struct csv_record){ .line = r->line };
	for (;;) {
		if (r->record.count == CSV_CELLS_MAX)
			return CSV_TOO_WIDE;
		if (r->record.count == room) {
			room = room ? 2 * room : 16;
			r->record.cells = xreallocarray(r->record.cells, room, sizeof(char *));
		}
		r->record.cells[r->record.count++] = to;
		if (!read_cell(r, &to))
			return CSV_UNCLOSED_QUOTE;
		if (at_line_end(r))
			break;
		r->at++; /* the separator */
	}
	skip_line_end(r);
	return CSV_RECORD;
}

long csv_column(const struct csv_record *header, const char *name)
{
	for (size_t i = 0; i < header->count; i++)
		if (strcmp(header->cells[i], name) == 0)
			return (long)i;
	return -1;
}

const char *csv_cell(const struct csv_record *record, long column)
{
	return column >= 0 && (size_t)column < record->count ? record->cells[column] : "";
}
