#include "daemon/service/stream.h"

#include <stdlib.h>

#include "cramp/util.h"

/* Items in a portion, after which the asker reads before there are more. */
enum { PORTION = 200 };

static void stream_free(struct stream *s)
{
	s->free(s->state);
	json_decref(s->held);
	free(s);
}

static void on_gone(struct call *call)
{
	stream_free(call->data);
}

static json_t *reply_of(struct stream *s, json_t *item)
{
	json_t *reply = json_object();

	json_object_set_new(reply, s->key, item);
	return reply;
}

void stream_item(struct stream *s, json_t *item)
{
	if (s->held) {
		call_continue(s->call, reply_of(s, s->held));
		s->sent++;
	}
	s->held = item;
}

static void finish(struct stream *s, int result)
{
	struct call *call = s->call;
	json_t *last = s->held ? s->held : json_null();

	s->held = NULL;
	last = reply_of(s, last);
	stream_free(s);
	call->data = NULL;
	if (result == 0) {
		call_reply(call, last);
	} else {
		json_decref(last);
		call_failed(call, result);
	}
}

static void on_room(struct call *call)
{
	struct stream *s = call->data;
	size_t before = s->sent;
	int result = 1;

	while (result > 0 && s->sent - before < PORTION)
		result = s->more(s, s->state);
	if (result <= 0)
		finish(s, result);
}

void stream_begin(struct call *call, const char *key, int (*more)(struct stream *s, void *state), void *state,
		  void (*free_state)(void *state))
{
	struct stream *s = xcalloc(1, sizeof(*s));

	*s = (struct stream){ .call = call, .key = key, .more = more, .state = state, .free = free_state };
	call->data = s;
	call->on_gone = on_gone;
	call->on_room = on_room;
	on_room(call);
}
