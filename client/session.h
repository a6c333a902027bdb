/*
 * A session's beginning and end, for main.c; what commands use of it is in command.h.
 */
#ifndef CRAMP_SESSION_H
#define CRAMP_SESSION_H

struct session;

/* Reads the configuration, the clock and the terminal. EXIT_DONE, or EXIT_BAD_USAGE after one sentence. */
int session_init(struct session *s);
void session_finish(struct session *s);

/* Exit status for a wire error. */
int error_status(const char *error);

#endif
