/*
 * Listings as RFC 4180 text: CRLF, quotes where needed, a header line. Unknown is an empty field.
 */
#ifndef CRAMP_SHOW_CSV_H
#define CRAMP_SHOW_CSV_H

#include <jansson.h>

/* One field's text without quoting: lists are joined by ";", of objects in them the method is told; caller frees. */
char *csv_text(json_t *value);

/* Prints `keys` (NULL-terminated) as the header; of "sleep.into_bed" the part after the point. */
void show_csv_header(const char *const *keys);
/* Prints the values of these keys; "sleep.into_bed" looks one object deeper. */
void show_csv_row(const char *const *keys, json_t *object);

#endif
