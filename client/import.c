#include "client/import.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"
#include "cramp/wire.h"

void import_clear(struct import *import)
{
	json_decref(import->rows);
	json_decref(import->factors);
	own_factors_clear(&import->fresh);
	for (size_t i = 0; i < import->fault_count && i < IMPORT_FAULTS_SHOWN; i++)
		free(import->faults[i]);
	for (size_t i = 0; i < import->skipped_count; i++)
		free(import->skipped[i]);
	free(import->skipped);
	free(import->remark);
	*import = (struct import){ 0 };
}

__attribute__((format(printf, 2, 0))) static char *sentence(long line, const char *format, va_list list)
{
	char *text = xvasprintf(format, list);
	char *whole = line > 0 ? xasprintf("line %ld: %s", line, text) : xstrdup(text);

	free(text);
	return whole;
}

void import_fault(struct import *import, long line, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	if (import->fault_count < IMPORT_FAULTS_SHOWN)
		import->faults[import->fault_count] = sentence(line, format, list);
	import->fault_count++;
	va_end(list);
}

void import_skip(struct import *import, long line, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	import->skipped = xreallocarray(import->skipped, import->skipped_count + 1, sizeof(char *));
	import->skipped[import->skipped_count++] = sentence(line, format, list);
	va_end(list);
}

json_t *import_row(struct import *import, const char *kind, const char *key, long line)
{
	json_t *row = json_pack("{s:s, s:s, s:I}", "kind", kind, "key", key, "line", (json_int_t)line);

	if (!import->rows)
		import->rows = json_array();
	json_array_append_new(import->rows, row);
	return row;
}

bool import_too_much(struct import *import)
{
	bool too_much = json_array_size(import->rows) > IMPORT_ROWS_MAX;

	if (too_much)
		import_fault(import, 0, "holds more than %d entries; cut it into several files", IMPORT_ROWS_MAX);
	return too_much;
}

void row_set_instant(json_t *row, const char *key, struct instant when)
{
	char text[RFC3339_LENGTH + 1];

	rfc3339_format(when, text);
	json_object_set_new(row, key, json_string(text));
}

void row_set_night(json_t *row, int32_t night)
{
	char text[DATE_LENGTH + 1];

	date_format(night, text);
	json_object_set_new(row, "night", json_string(text));
}
