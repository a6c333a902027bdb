/*
 * What the verdicts that were issued say. Read from the looks on record, whichever night the diary began on then, but
 * for those that are void because their data were taken back.
 */
#ifndef CRAMPD_JUDGED_H
#define CRAMPD_JUDGED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

/* 0 or negative; *judged, and *night the last night of the look that pronounced first. A look that could say nothing
 * for want of data has not judged. */
int factor_is_judged(struct store *s, const char *factor, bool *judged, int32_t *night);

struct advice_link;
/* What the newest look found linked, strong or some: at most so many factors. 0 or negative. */
int factors_linked(struct store *s, struct advice_link *out, size_t most, size_t *count);

#endif
