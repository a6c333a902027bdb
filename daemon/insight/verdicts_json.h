/*
 * Verdicts → the keys they add to a factor row of the report, as cramp(1), section JSON, describes. Undefined numbers
 * are null.
 */
#ifndef CRAMPD_VERDICTS_JSON_H
#define CRAMPD_VERDICTS_JSON_H

#include <jansson.h>

#include "daemon/insight/verdicts.h"

/*
 * Puts rate_ratio … cautions of the column into a row that has its id. `preliminary`: before the first look, when
 * nothing may be claimed: what the numbers would say is `unclear` then.
 */
void verdict_put(json_t *row, const struct verdicts *v, size_t column, bool preliminary);

/* Strong or some. */
bool verdict_is_link(json_t *row);

/* "well_recorded": the same column asked of the well recorded weeks alone. */
void verdict_put_well_recorded(json_t *row, const struct verdicts *v, size_t column);

/*
 * What a look pronounced replaces what today's numbers would: verdict, verdict_reason, attribution, companions, p, q,
 * standing; the ratio of that day is kept under "at_look". `looked`: the row of the look, or NULL where the factor was
 * not in it; one with another lag is as good as none.
 */
void verdict_stand(json_t *row, json_t *looked);

/* "new", "confirmed", "withdrawn" or null: the standing of a row against the row of the look before (NULL: none). New
 * reference. */
json_t *verdict_standing(json_t *row, json_t *before);

/* Adds to the row's cautions. Steals `caution`. */
void verdict_caution(json_t *row, json_t *caution);

#endif
