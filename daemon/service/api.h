/*
 * From a checked call to one reply. Handlers (api_NOUN.c, one function a method of the .varlink files, named by the
 * generated table) read parameters that are known to be of the right types, make one call into diary, store or insight,
 * and reply once.
 */
#ifndef CRAMPD_API_H
#define CRAMPD_API_H

#include <jansson.h>
#include <stdbool.h>

#include "proto_gen.h"
#include "cramp/proto.h"

struct app;
struct conn;

struct call {
	struct app *app;
	struct conn *conn;
	const struct proto_interface *interface;
	const struct proto_method *method;
	json_t *parameters; /* borrowed for the time of the handler; incref to keep */
	bool more, oneway;
	/* Set by a handler that answers later: the asker went away, forget the call, which is freed afterwards. Without
	 * it a late reply is dropped. */
	void (*on_gone)(struct call *call);
	/* Set by a handler of a long series instead of sending it all at once: called again and again whenever the
	 * asker has taken what was sent, until the final reply. */
	void (*on_room)(struct call *call);
	void *data;
	/* Instant it was told at, where that is not now: it waited in the spool (UNKNOWN otherwise). */
	int64_t told_at;
	/* For a call of our own, without a connection: the final reply or error (full name; borrowed). */
	void (*on_end)(struct call *call, const char *error, json_t *parameters);
	void *end_data;
};

/*
 * Exactly one final reply a call; takes ownership of `parameters` (NULL: {}). The call is gone afterwards. While the
 * store has a transaction open the reply is held until the commit, and becomes StorageFailed if that fails.
 */
void call_reply(struct call *call, json_t *parameters);
/* One of a series; only where call->more. */
void call_continue(struct call *call, json_t *parameters);
/* An error of the call's interface by its short name; takes ownership of `parameters`. */
void call_error(struct call *call, const char *name, json_t *parameters);
/* The error for a negative result from the store: StorageFailed or Internal. */
void call_failed(struct call *call, int result);

/*
 * What a connection keeps between its calls (rows staged for an import): one thing, freed by `drop` when the connection
 * ends or holds something else. NULL data: nothing any more.
 */
void conn_hold(struct conn *conn, void *data, void (*drop)(void *data));
void *conn_held(const struct conn *conn);

#define API_DECLARE(interface, method, symbol, more) void api_##symbol(struct call *call);
PROTO_METHODS(API_DECLARE)
#undef API_DECLARE

#endif
