/*
 * One fact told within a command: read from the wire's input, checked, classified and kept. For the handlers of
 * org.crampd.Diary, which put facts together to a call's reply.
 *
 * Each returns 0, CHANGE_REFUSED with the error noted, or a negative result of the store.
 */
#ifndef CRAMPD_TELL_H
#define CRAMPD_TELL_H

#include "daemon/service/change.h"

/* A new cramp from an EpisodeInput into *e, which the caller has initialised and clears. *cleared (may be NULL) is set
 * where the night had been told free. */
int tell_episode(struct change *c, const json_t *input, const char *uid, struct episode *e, bool *cleared);
/* Keeps a cramp whose fields were changed: checked, classified, no draft any more once it is complete, its night and
 * that of `before` free no longer. */
int tell_changed_episode(struct change *c, const json_t *input, const struct episode *before, struct episode *e,
			 bool *cleared);

/* Refused where one of the nights has a cramp on record: all of them are named. */
int tell_free_allowed(struct change *c, const int32_t *nights, size_t count);
/* The night was free of cramps. */
int tell_free(struct change *c, int32_t night);

/* Does an input say anything at all? */
bool tell_anything(const json_t *input);
/* Items of the sleep diary, from a SleepInput. */
int tell_sleep(struct change *c, int32_t night, const json_t *input);

/* A new reading from a ReadingInput; *out is the Reading, a new reference. */
int tell_reading(struct change *c, const json_t *input, const char *uid, json_t **out);
/* The same in the place of what a reminder recorded of the factor and night, if it did. */
int tell_reading_again(struct change *c, const json_t *input);

#endif
