/*
 * What was told over the wire → model structs: the inverse of model_json.h, for the …Input types of
 * schema/org.crampd.Diary.varlink, whose JSON types were checked before. Only what the input names is set, so that the
 * same functions serve an edit; the struct starts from …_init. Ranges and words are judged afterwards by diary/entry.h.
 * Pure.
 *
 * On anything but ENTRY_OK *fault says why (its strings are borrowed from the input) and the struct is only fit to be
 * cleared.
 */
#ifndef CRAMPD_JSON_MODEL_H
#define CRAMPD_JSON_MODEL_H

#include <jansson.h>

#include "daemon/diary/entry.h"

/* A new onset takes the night label along (NO_NIGHT: to be worked out); repeat_of stays with the caller, who knows the
 * ids. */
enum entry_answer episode_from_json(const json_t *input, struct episode *e, struct entry_fault *fault);
/* `own` tells a yes/no factor from an amount; a new time takes the night label along unless `night` is told too. */
enum entry_answer reading_from_json(const json_t *input, const struct own_factors *own, struct reading *r,
				    struct entry_fault *fault);
enum entry_answer sleep_from_json(const json_t *input, struct night *n, struct entry_fault *fault);
enum entry_answer nap_from_json(const json_t *input, struct nap *n, struct entry_fault *fault);
enum entry_answer trait_from_json(const json_t *input, struct trait *t, struct entry_fault *fault);
enum entry_answer own_factor_from_json(const json_t *input, struct own_factor *f, struct entry_fault *fault);

/* Makes the named field unknown. ENTRY_UNKNOWN_WORD: there is no such field, or it can never be unknown. */
enum entry_answer episode_forget(struct episode *e, const char *field, struct entry_fault *fault);
enum entry_answer reading_forget(struct reading *r, const char *field, struct entry_fault *fault);
enum entry_answer sleep_forget(struct night *n, const char *field, struct entry_fault *fault);

/* A date of the wire. */
enum entry_answer date_from_json(const json_t *text, const char *field, int32_t *day, struct entry_fault *fault);

#endif
