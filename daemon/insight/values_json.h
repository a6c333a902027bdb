/*
 * Single values of a report as JSON: what is not known is null. New references.
 */
#ifndef CRAMPD_VALUES_JSON_H
#define CRAMPD_VALUES_JSON_H

#include <jansson.h>
#include <stdint.h>

/* "2026-11-21"; null for NO_NIGHT. */
json_t *date_json(int32_t night);

/* An instant as RFC 3339 in the zone of the process, null where unknown. */
json_t *instant_json(int64_t at);

/* Null where it is not finite: jansson has no word for that. */
json_t *real_json(double v);

/* Null for UNKNOWN. */
json_t *whole_json(int64_t v);

#endif
