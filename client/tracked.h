/*
 * What the user wants asked about: the configured list, changed by `cramp track` and `cramp untrack`.
 */
#ifndef CRAMP_TRACKED_H
#define CRAMP_TRACKED_H

#include <jansson.h>
#include <stddef.h>

struct session;

struct tracked {
	char **ids;
	size_t count;
};

/* Asks the daemon once (session_own_factors). tracked_clear frees. */
void tracked_list(struct session *s, struct tracked *out);
void tracked_clear(struct tracked *t);

/* The daemon's word on one factor (a Tracking, borrowed), NULL where it has none; after session_own_factors. */
json_t *tracking_of(struct session *s, const char *id);

#endif
