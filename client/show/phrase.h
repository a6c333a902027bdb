/*
 * Facts as people say them: dates, times, episodes, readings, nights. Pure: wire objects and numbers in, UTF-8 text
 * out; what goes to a terminal passes through out.h, which knows the locale.
 */
#ifndef CRAMP_SHOW_PHRASE_H
#define CRAMP_SHOW_PHRASE_H

#include <stdint.h>

#include "cramp/when.h"

enum { PHRASE_MAX = 64 };

/* "Sat 21 Nov"; with the year where it is not that of `now_year` (0: never with the year). */
const char *phrase_date(int32_t day, int now_year, char out[PHRASE_MAX]);
/* The same for an ISO date from the wire; a text that is none is given back as it is. */
const char *phrase_night_text(const char *iso, char out[PHRASE_MAX]);
/* "Sun 22 Nov 03:10" for an RFC 3339 text. */
const char *phrase_instant_text(const char *rfc3339, char out[PHRASE_MAX]);
/* "03:10" for an RFC 3339 text. */
const char *phrase_clock_text(const char *rfc3339, char out[PHRASE_MAX]);

#endif
