/*
 * A long list as a series of replies {KEY: item}, made and sent in portions as the asker reads, so that a diary of ten
 * years neither holds up the loop nor fills memory. An empty list is one reply with null.
 */
#ifndef CRAMPD_STREAM_H
#define CRAMPD_STREAM_H

#include <jansson.h>

#include "daemon/service/api.h"

struct stream {
	struct call *call;
	const char *key;
	json_t *held; /* the newest item: only what comes after it says whether it is the last */
	size_t sent;
	/* Gives the next portion by stream_item: 1 if there may be more, 0 at the end, negative if it failed. */
	int (*more)(struct stream *s, void *state);
	void (*free)(void *state);
	void *state;
};

/* Takes ownership of `state`; answers the call from now on. */
void stream_begin(struct call *call, const char *key, int (*more)(struct stream *s, void *state), void *state,
		  void (*free_state)(void *state));
/* One item; takes ownership. */
void stream_item(struct stream *s, json_t *item);

#endif
