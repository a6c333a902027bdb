/*
 * Importers: a file of another program → rows of org.crampd.Transfer. An importer is one function in an import_FORMAT.c
 * and one row of the table in cmd_import.c. It opens nothing and sends nothing: text in, rows and complaints out, so
 * that each can be tested and fuzzed alone.
 */
#ifndef CRAMP_IMPORT_H
#define CRAMP_IMPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "cramp/catalogue.h"
#include "cramp/when.h"

/* Largest file taken, unpacked: ten years of minute-by-minute recordings are a tenth of it. */
enum { IMPORT_BYTES_MAX = 256 << 20, IMPORT_FAULTS_SHOWN = 20 };

/* How the words of the command line change the reading of the file. */
struct import_options {
	struct instant now;
	int night_starts_min, day_starts_min;
	const struct own_factors *own; /* known before this import */
	bool new_factors;	       /* unknown columns become own factors */
	int dated;		       /* of a first column "date": 'e' evening, 'm' morning, 0 not said */
	const char *const *tags;       /* "TAG=FACTOR", NULL-terminated: tags of the app → factors; may be NULL */
};

/* What came of it. Zero-initialise; import_clear frees. */
struct import {
	json_t *rows;		  /* array of Row */
	json_t *factors;	  /* array of OwnFactor to be made first */
	struct own_factors fresh; /* the same, for reading this file */
	size_t nights;		  /* nights the rows speak of */
	size_t fault_count;	  /* what makes the whole file unusable */
	char *faults[IMPORT_FAULTS_SHOWN];
	size_t skipped_count; /* records left out, each with its line and why */
	char **skipped;
	char *remark; /* what the user should know about the reading, or NULL */
};
void import_clear(struct import *import);

/* "line 12: …". A fault refuses the file; what is skipped is reported. */
void import_fault(struct import *import, long line, const char *format, ...) __attribute__((format(printf, 3, 4)));
void import_skip(struct import *import, long line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A row begun: {"kind", "key", "line"}, appended already; the reference is borrowed. */
json_t *import_row(struct import *import, const char *kind, const char *key, long line);
/* More rows than the daemon takes at once? Then that is a fault, and there is no use in reading on. */
bool import_too_much(struct import *import);
void row_set_instant(json_t *row, const char *key, struct instant when);
void row_set_night(json_t *row, int32_t night);

typedef void (*import_fn)(const char *text, size_t length, const struct import_options *options, struct import *out);

void import_csv(const char *text, size_t length, const struct import_options *options, struct import *out);
void import_sleep_as_android(const char *text, size_t length, const struct import_options *options, struct import *out);

/* The file's bytes; for a zip the member of that name. Caller frees. NULL with a sentence in *why (caller frees). */
char *import_read_file(const char *path, const char *member, size_t *length, char **why);

#endif
