/*
 * Facts as people say them: dates, times, episodes, readings, nights. Pure: wire objects and numbers in, UTF-8 text
 * out; what goes to a terminal passes through text.h or table.h, which know the locale.
 */
#ifndef CRAMP_SHOW_PHRASE_H
#define CRAMP_SHOW_PHRASE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "cramp/when.h"

struct session;

enum { PHRASE_MAX = 64 };

/* "Sat 21 Nov"; with the year where it is not that of `now_year` (0: never, -1: always). */
const char *phrase_date(int32_t day, int now_year, char out[PHRASE_MAX]);
/* The same for an ISO date from the wire; a text that is none is given back as it is. */
const char *phrase_night_text(const char *iso, char out[PHRASE_MAX]);
/* "Sun 22 Nov 03:10" for an RFC 3339 text. */
const char *phrase_instant_text(const char *rfc3339, char out[PHRASE_MAX]);
/* The same with the year, as phrase_date has it, for what may be long ago. */
const char *phrase_night_dated(const char *iso, int now_year, char out[PHRASE_MAX]);
const char *phrase_instant_dated(const char *rfc3339, int now_year, char out[PHRASE_MAX]);
/* The year it is, for the above. */
int phrase_year(const struct session *s);
/* "03:10" for an RFC 3339 text. */
const char *phrase_clock_text(const char *rfc3339, char out[PHRASE_MAX]);

/* The shortest name of a factor: "water", "leg fatigue"; the id of one that is not known. */
const char *phrase_factor(const struct session *s, const char *id, char out[PHRASE_MAX]);

/* Wire objects; new texts that the caller frees. What is not known is left out. */
char *phrase_episode(
	const struct session *s,
	json_t *episode); /* "left calf · 7/10 · 2 min · Sun 22 Nov 03:10 (night of Sat 21) · relief: stretch" */
char *phrase_episode_facts(json_t *episode); /* the same without when it was, and without the note */
char *phrase_episode_brief(json_t *episode); /* "03:10 left calf 7/10 2 min" */
/* One of the night, which its statistics count; the others are kept and shown beside. */
bool phrase_is_night_cramp(json_t *episode);
/* What sort it was, where it is none of the night: "by day", "from heat"; "" otherwise. */
const char *phrase_class(json_t *episode);
char *phrase_reading(const struct session *s,
		     json_t *reading);			      /* "water 300 ml · Sun 22 Nov 15:20 (night of Sun 22)" */
char *phrase_value(const struct session *s, json_t *reading); /* "300 ml", "yes", "less than usual" */
char *phrase_sleep(json_t *sleep); /* "bed 22:50 · lights out 23:10 · …"; "" if nothing is known */
char *phrase_night(const struct session *s, json_t *night); /* "night of Sat 21 Nov · no cramp · bed 22:50 …" */
char *phrase_nap(const struct session *s, json_t *nap);
char *phrase_trait(const struct session *s, json_t *trait);
char *phrase_tracking(const struct session *s, json_t *tracking);
char *phrase_own_factor(json_t *factor);

/* "bedtime reminder", "morning question", "weekly report". */
const char *phrase_reminder_kind(const char *kind);

/* Any of them, by the kind the wire says; "nothing" for null. */
char *phrase_thing(const struct session *s, const char *kind, json_t *thing);

/* A combined value of a night: a number, a boolean, "less" …; caller frees. */
char *phrase_combined(const struct session *s, const char *factor_id, json_t *value);

#endif
