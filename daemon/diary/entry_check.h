/*
 * What the checks of entry_NOUN.c share. Each sets *fault and returns the answer; ENTRY_OK leaves *fault alone.
 */
#ifndef CRAMPD_ENTRY_CHECK_H
#define CRAMPD_ENTRY_CHECK_H

#include "daemon/diary/entry.h"

/* Longest texts of a unit and an own factor's label, and the earliest night a diary can speak of: 1900-01-01. */
enum { UNIT_MAX = 16, LABEL_MAX = 200, EARLIEST_NIGHT = -25567 };

enum entry_answer entry_out_of_range(struct entry_fault *fault, const char *field, double value, double minimum,
				     double maximum);
enum entry_answer entry_malformed(struct entry_fault *fault, const char *field, const char *word, const char *expected);
/* `expected` goes on after "FACTOR takes". */
enum entry_answer entry_bad_reading(struct entry_fault *fault, const struct factor *factor, const char *expected);

/* An integer fact; UNKNOWN fits. */
enum entry_answer entry_check_integer(struct entry_fault *fault, const char *field, int64_t value, int64_t minimum,
				      int64_t maximum);
/* Plain text of at most `most` bytes; NULL fits. `expected` says so in words. */
enum entry_answer entry_check_text(struct entry_fault *fault, const char *field, const char *text, size_t most,
				   const char *expected);
enum entry_answer entry_check_note(struct entry_fault *fault, const char *note);
/* A word of the vocabulary or "", replaced by its id. */
enum entry_answer entry_check_word(struct entry_fault *fault, const char *kind, const char *field, id_text word);
/* Not in the future, not before the earliest night; UNKNOWN fits. */
enum entry_answer entry_check_instant(struct entry_fault *fault, const char *field, struct instant when,
				      const struct entry_rules *rules);
/* A night that has begun (`newest`: the one that may be spoken of last). */
enum entry_answer entry_check_night(struct entry_fault *fault, int32_t night, int32_t newest);

#endif
