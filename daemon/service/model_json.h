/*
 * Model structs ↔ JSON objects of the wire contract (types of schema/org.crampd.*.varlink). Pure.
 */
#ifndef CRAMPD_MODEL_JSON_H
#define CRAMPD_MODEL_JSON_H

#include <jansson.h>

#include "cramp/catalogue.h"
#include "daemon/diary/exposure.h"
#include "daemon/diary/model.h"

struct red_flag;

/* Unknown is null. New references. */
json_t *episode_to_json(const struct episode *e, int64_t repeat_of_id);
/*
 * A night as a whole; `n` may be a night without a row (night_init, and its night set). Takes ownership of `naps` and
 * `readings` (NULL: none).
 */
json_t *night_to_json(const struct night *n, enum night_state state, int64_t episodes, json_t *naps, json_t *readings);
json_t *reading_to_json(const struct reading *r, const struct own_factors *own);
json_t *nap_to_json(const struct nap *n);
json_t *trait_to_json(const struct trait *t);
json_t *sleep_to_json(const struct night *n);
json_t *batch_to_json(const struct batch *b);
json_t *own_factor_to_json(const struct own_factor *f);
json_t *tracking_to_json(const struct tracking *t);
json_t *reminder_to_json(const struct reminder *r);
json_t *warning_to_json(const struct red_flag *flag);

json_t *json_int_or_null(int64_t v); /* UNKNOWN → null */
json_t *json_bool_or_null(int64_t v);
json_t *json_real_or_null(double v);	  /* NAN, infinite → null */
json_t *json_text_or_null(const char *s); /* NULL, "" → null */
json_t *json_instant_or_null(int64_t at, int32_t offset_s);
json_t *json_date_or_null(int32_t night);
/* A word that was told, on its way back in an error; a long one is cut. NULL → "". */
json_t *json_word_shown(const char *word);

/* Value of a reading as the user's contract shows it: true/false, a number, or "less" … where only the level is known.
 */
json_t *exposure_to_json(const struct exposure *x, const struct factor *factor);

#endif
