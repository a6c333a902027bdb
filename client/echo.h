/*
 * What a change says back: what was understood, which night it belongs to, and how to take it back.
 */
#ifndef CRAMP_ECHO_H
#define CRAMP_ECHO_H

#include <jansson.h>

struct session;

/* "41  left calf · 7/10 · …     undo: cramp undo"; `facts` is freed. `id` null: no number. */
void echo_change(const struct session *s, json_t *id, char *facts);
/* The same for what a command may have found on record already: its `reply` says so in "changed". */
void echo_told(const struct session *s, json_t *reply, json_t *id, char *facts);
/* The same line for what a command does that is taken back otherwise: `hint` "again: cramp redo". */
void echo_line(const struct session *s, json_t *id, char *facts, const char *hint);

/* Something the echo must add: on a line of its own, indented. NULL and "": nothing. */
void echo_remark(const struct session *s, const char *text);

/* Red flags met by the entry, urgent ones first, each with what to do. */
void echo_warnings(const struct session *s, json_t *warnings);

/* before → after of one thing, as two lines. */
void echo_before_after(const struct session *s, const char *kind, json_t *before, json_t *after);

#endif
