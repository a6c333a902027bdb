/*
 * Things of the diary as the wire shows them, looked up in the store: single entries, and what a command changed.
 */
#ifndef CRAMPD_ENTRY_JSON_H
#define CRAMPD_ENTRY_JSON_H

#include <jansson.h>

#include "cramp/catalogue.h"
#include "daemon/diary/model.h"

struct store;

/* An Episode; the uid it came back from becomes an id (null if that one is gone). 0 or negative. */
int entry_episode_json(struct store *s, const struct episode *e, json_t **out);

/* An Entry by table and uid. 0, negative or STORE_NOT_FOUND. */
int entry_json(struct store *s, const struct own_factors *own, const char *entity, const char *uid, json_t **out);

/* The Changes of a batch, in order; those beyond a few hundred kilobytes are left out. 0 or negative. */
int entry_changes_json(struct store *s, const struct own_factors *own, int64_t batch, json_t **out);

/* One thing as the journal keeps it, as its own type of the wire; NULL text or one that cannot be read: null. */
json_t *entry_kept_json(struct store *s, const struct own_factors *own, const char *entity, const char *uid,
			const char *text);

/* Warnings for the red flags of `e` that `before` (may be NULL) did not have. */
json_t *entry_warnings_json(const struct episode *e, const struct episode *before);

#endif
