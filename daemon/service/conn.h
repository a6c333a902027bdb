/*
 * One connection: bytes in, calls one after the other, replies out in their order.
 */
#ifndef CRAMPD_CONN_H
#define CRAMPD_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;
struct call;
struct conn;
struct server;
struct proto_interface;
struct uv_stream_s;

/* Takes the connection that waits at `listening`. NULL: it is refused (another user's, or it went away). */
struct conn *conn_accept(struct server *server, struct app *app, struct uv_stream_s *listening);
/* Ends it now; its memory goes when the loop has closed it. */
void conn_close(struct conn *c);

/* Runs calls that are waiting, a bounded number a turn. */
void conn_work(struct conn *c);
/* Do replies wait for a commit? */
bool conn_waits(const struct conn *c);
/* The outcome of the commit that replies were waiting for. */
void conn_settle(struct conn *c, int result);
/* Sends what may go, and closes a connection that is done. True: conn_work would find something to do at once. */
bool conn_flush(struct conn *c);

/* Nothing asked, nothing owed. */
bool conn_is_idle(const struct conn *c);
/* It came in this turn or the one before: what it asks may not have been read yet. */
bool conn_is_fresh(const struct conn *c);
uint64_t conn_used(const struct conn *c); /* server_tick of its last use */

/*
 * For api.c. A reply of the open call: takes `text` (length with its NUL). `held`: it waits for a commit, and says the
 * error of `interface` if that fails. An asker that does not read is given up.
 */
void conn_put(struct conn *c, char *text, size_t length, const struct proto_interface *interface, bool continues,
	      bool held);
/* The open call has had its final reply. */
void conn_call_done(struct conn *c);

#endif
