/*
 * Logging commands lose nothing: where no daemon can be had, the call is kept in the spool instead.
 */
#ifndef CRAMP_RECORD_H
#define CRAMP_RECORD_H

#include <jansson.h>

struct session;

/*
 * As session_call. Steals `parameters`. EXIT_DONE with *reply; or EXIT_DONE with *reply NULL where the entry was put
 * into the spool (and one line said so); or another status after one sentence.
 */
int record(struct session *s, const char *method, json_t *parameters, json_t **reply);

#endif
