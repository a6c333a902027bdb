/*
 * From a checked call to one reply. Handlers (api_NOUN.c, one function a method of the .varlink files, named by the
 * generated table) read parameters that are known to be of the right types, make one call into diary, store or insight,
 * and reply once.
 */
#ifndef CRAMPD_API_H
#define CRAMPD_API_H

#include <jansson.h>

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
	/* Set by a handler that answers later; called if the asker goes away before that. */
	void (*on_gone)(struct call *call);
	void *data;
};

/* Exactly one final reply a call; takes ownership of `parameters` (NULL: {}). The call is gone afterwards. */
void call_reply(struct call *call, json_t *parameters);
/* One of a series; only where call->more. */
void call_continue(struct call *call, json_t *parameters);
/* An error of the call's interface by its short name; takes ownership of `parameters`. */
void call_error(struct call *call, const char *name, json_t *parameters);
/* The error for a negative result from the store: StorageFailed or Internal. */
void call_failed(struct call *call, int result);

#define API_DECLARE(interface, method, symbol, more) void api_##symbol(struct call *call);
PROTO_METHODS(API_DECLARE)
#undef API_DECLARE

#endif
