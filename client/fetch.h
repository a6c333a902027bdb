/*
 * Nights, episodes and readings of a range as arrays, for commands that show them together.
 */
#ifndef CRAMP_FETCH_H
#define CRAMP_FETCH_H

#include <jansson.h>
#include <stdint.h>

struct session;

/* {"from", "to"} of a range; NO_NIGHT leaves an end open. A new reference. */
json_t *fetch_range(int32_t from, int32_t to);

/* Puts a date into parameters. */
void fetch_set_date(json_t *parameters, const char *key, int32_t day);

/* The report of from..to with pictures since `since`. EXIT_DONE with a new reference, or another status after one
 * sentence. */
int fetch_report(struct session *s, int32_t from, int32_t to, int32_t since, json_t **reply);

/* All replies' `key` objects of a streaming method into a new array. Steals `parameters`. EXIT_DONE, or another status
 * after one sentence. */
int fetch(struct session *s, const char *method, const char *key, json_t *parameters, json_t **array);

#endif
