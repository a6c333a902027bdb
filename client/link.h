/*
 * The conversation with the daemon: one blocking connection, calls out, replies in. Knows bytes, sockets and time
 * limits; no words, no commands.
 */
#ifndef CRAMP_LINK_H
#define CRAMP_LINK_H

#include <jansson.h>
#include <stdbool.h>

#include "cramp/wire.h"

struct link;

/*
 * Connects to a socket's path. A daemon whose queue is full is waited for. NULL with *error: -ENOENT or -ECONNREFUSED
 * (nobody answers there), -ENAMETOOLONG, -ETIMEDOUT, -EACCES, …
 */
struct link *link_open(const char *path, int *error);
/* NULL-safe. The only way to stop a series of replies. */
void link_close(struct link *l);

/* Sends a call; `parameters` is borrowed. 0, or -errno: -EPIPE or -ECONNRESET where the daemon has gone, -EMSGSIZE. */
int link_send(struct link *l, const char *method, json_t *parameters, bool more);

/*
 * Waits for the next reply, at most `timeout_s` seconds. 0 with *reply (wire_reply_clear), or -errno: -ETIMEDOUT,
 * -ECONNRESET where the daemon went without an answer, -EPROTO where what came is no reply.
 */
int link_receive(struct link *l, int timeout_s, struct wire_reply *reply);

#endif
