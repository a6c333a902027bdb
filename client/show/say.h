/*
 * Words that pages and charts share: dates and ranges in full, spans, names, and in a sentence what each picture shows.
 * Words numbers that the daemon worked out; works out none itself.
 */
#ifndef CRAMP_SHOW_SAY_H
#define CRAMP_SHOW_SAY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "client/show/phrase.h"

struct session;

/* Has it "from" and "to", in order and not before 1900? */
bool say_has_range(json_t *object);

/* "Sat 21 Nov 2026". */
const char *say_date(int32_t day, char out[PHRASE_MAX]);
/* "21/22 Nov", and with the year "21/22 Nov 2026". */
const char *say_night(int32_t night, bool with_year, char out[PHRASE_MAX]);
/* "15 to 21 November 2026". */
const char *say_range(int32_t from, int32_t to, char out[2 * PHRASE_MAX]);
/* "21 Nov 2026". */
const char *say_day(int32_t day, char out[PHRASE_MAX]);
/* "Jul". */
const char *say_month(int32_t day);
/* "1 cramp", "3 cramps"; a number with its noun. Caller frees. */
char *say_count(int64_t n, const char *what);
/* A time in seconds as people say it: "90 s", "2 min", "1 h 20". */
const char *say_span(double seconds, char out[PHRASE_MAX]);
/* Why a red flag of the pictures was met: "swollen, in the night of 3/4 Mar 2026". Caller frees. */
char *say_flag_reason(json_t *flag);
/* A factor's name on a page: its label and lag. Caller frees. */
char *say_factor(json_t *row);

/* The everyday label of a relief method; its id where it is not known. */
const char *relief_label(const char *method);

/* ---- what a picture shows, in a sentence; caller frees. `figures`: of a report or its pictures ---- */

char *say_nights(json_t *figures);
/* Is there anything to draw: a recorded night, a stretch with a rate, a cramp with a time? */
bool say_any_night(json_t *figures);
bool say_any_rate(json_t *stretches);
bool say_any_hour(json_t *figures);
char *say_trend(json_t *stretches);
/* Which hours hold most of the cramps. */
char *say_hours(json_t *figures);
/* Of so many hours side by side, each how manieth is named where there is little room. */
int say_hours_every(int hours);
char *say_severity(json_t *figures);
char *say_relief(json_t *uses);
/* The means of nights with a cramp, and of free ones. */
char *say_sleep(json_t *cramp, json_t *free_nights);
char *say_factors(json_t *report);
/* The axis of a forest plot goes from 2^-n to 2^n: a quarter to four times, or further where a claim reaches further.
 */
int say_octaves(json_t *report);
/* How many factors have that verdict. */
int say_verdicts(json_t *report, const char *verdict);

/* ---- what has no answer ---- */

/* Ids of the factors that a row cannot be told apart from: a new array; empty where it is none of those. */
json_t *say_pair(json_t *row);
/* Is the row at that place one of those, and not said already by an earlier one? */
bool say_is_new_pair(json_t *report, size_t place);
/* Was the question refused for another reason? Which, in a sentence; caller frees. */
bool say_is_refused(json_t *row);
char *say_refusal(const struct session *s, json_t *row);

#endif
