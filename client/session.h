/*
 * A session's beginning and end, for main.c; what commands use of it is in command.h.
 */
#ifndef CRAMP_SESSION_H
#define CRAMP_SESSION_H

#include <jansson.h>

struct session;

/* Reads the configuration, the clock and the terminal. EXIT_DONE, or EXIT_BAD_USAGE after one sentence. */
int session_init(struct session *s);
void session_finish(struct session *s);

/* Reads the clock again, for an entry that is told later in the session. */
void session_now(struct session *s);

/*
 * session_call without a word on stderr: another status than EXIT_DONE comes with the sentence in *why, which the
 * caller frees. Borrows `parameters`.
 */
int session_try(struct session *s, const char *method, json_t *parameters, json_t **reply, char **why);

/* Exit status for a wire error. */
int error_status(const char *error);

#endif
