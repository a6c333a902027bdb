/*
 * Numbers with units, spans of time: words → metric numbers. Pure; decimal point or comma ("1,5"), but a comma before
 * exactly three digits is refused as ambiguous.
 */
#ifndef CRAMP_AMOUNT_H
#define CRAMP_AMOUNT_H

#include <stdint.h>

#include "cramp/catalogue.h"

enum amount_answer {
	AMOUNT_OK = 0,
	AMOUNT_NOT_ONE,	   /* no number in it: some other word */
	AMOUNT_WRONG_UNIT, /* a number with a unit that is not of this factor's kind */
	AMOUNT_NEGATIVE,
	AMOUNT_AMBIGUOUS, /* "1,500" */
	AMOUNT_RANGE,	  /* beyond the factor's range or 1e9 */
};

/*
 * "300ml", "1.5l", "17.5C", "64F", "45m", "1h30m", "250mg", "3": the value in the factor's own unit. A bare number
 * takes that unit, or with us_units the customary one (F, oz, mi, ft). A scale takes whole numbers, also as "7/10".
 */
enum amount_answer amount_parse(const char *word, const struct factor *factor, bool us_units, double *value);

/* "90s", "2m", "1h30m", "1.5h", "2min" → seconds, 0 to 7 days. False: not a span. A bare number is none. */
bool span_parse(const char *word, int64_t *seconds);

/* "90 s", "2 min", "2 min 30 s", "6 h 40"; "" for UNKNOWN. */
void span_format(int64_t seconds, char *out, size_t size);

/* A value in the unit the user reads: "1.2 l", "17.4 °C", "63 °F", "45 min", "yes". */
void amount_format(double value, const struct factor *factor, bool us_units, char *out, size_t size);

#endif
