/*
 * What may be told: ranges, words and instants of an entry, checked before it reaches the store. Pure; the wire and the
 * importers come through here alike.
 */
#ifndef CRAMPD_ENTRY_H
#define CRAMPD_ENTRY_H

#include "cramp/catalogue.h"
#include "daemon/diary/model.h"

enum entry_answer {
	ENTRY_OK = 0,
	ENTRY_OUT_OF_RANGE, /* field, value, minimum, maximum */
	ENTRY_IN_FUTURE,    /* field, at */
	ENTRY_FUTURE_NIGHT, /* night */
	ENTRY_UNKNOWN_WORD, /* field, word */
	ENTRY_WRONG_ORDER,  /* field, other */
	ENTRY_BAD_READING,  /* word (the factor), expected */
	ENTRY_MALFORMED,    /* field, word, expected */
};

/* Why, with what the message needs. Strings are borrowed from the entry, the catalogue or constants. */
struct entry_fault {
	const char *field, *other, *word, *expected;
	double value, minimum, maximum;
	struct instant at;
	int32_t night;
};

/* `now` and the tolerance of a client's clock: this many seconds ahead is still now. */
enum { CLOCK_TOLERANCE_S = 120 };

struct entry_rules {
	struct instant now;
	int night_starts_min, day_starts_min;
	const struct own_factors *own;
};

/* Fill what follows from the rest (night from onset, precision, order of relief) and check everything. */
enum entry_answer episode_check(struct episode *e, const struct entry_rules *rules, struct entry_fault *fault);
enum entry_answer reading_check(struct reading *r, const struct entry_rules *rules, struct entry_fault *fault);
enum entry_answer night_entry_check(struct night *n, const struct entry_rules *rules, struct entry_fault *fault);
enum entry_answer nap_check(struct nap *n, const struct entry_rules *rules, struct entry_fault *fault);
enum entry_answer trait_check(struct trait *t, const struct entry_rules *rules, struct entry_fault *fault);
enum entry_answer own_factor_check(struct own_factor *f, struct entry_fault *fault);

#endif
