/*
 * Everything that stands between the socket and a handler: bytes → messages → envelope → parameters. The first byte
 * says in what pieces the rest arrives. Each object is held against the parameters of every method, not only of the one
 * it names.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/proto.h"
#include "cramp/util.h"
#include "cramp/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_everywhere(json_t *parameters)
{
	for (size_t i = 0; i < proto_interface_count; i++) {
		for (const struct proto_method *m = proto_interfaces[i].methods; m->name; m++) {
			const char *fault = proto_check(m->in, parameters);
			json_t *told = fault ? json_string(fault) : NULL;

			/* What is wrong must be possible to tell. */
			require(!fault || (told && strlen(fault) <= PROTO_PATH_MAX));
			json_decref(told);
			fault = proto_check(m->out, parameters);
			require(!fault || strlen(fault) <= PROTO_PATH_MAX);
		}
	}
}

/* A call that was understood can be written and is then understood as the same. */
static void write_again(const struct wire_call *call)
{
	size_t length;
	char *text = wire_call_text(call->method, call->parameters, call->more, call->oneway, &length);
	struct wire_call again;

	require(text[length - 1] == '\0' && strlen(text) + 1 == length);
	require(wire_call_parse(text, length - 1, &again));
	require(strcmp(again.method, call->method) == 0 && again.more == call->more && again.oneway == call->oneway);
	wire_call_clear(&again);
	free(text);
}

static void read_message(const char *text, size_t length)
{
	struct wire_call call;
	struct wire_reply reply;

	if (wire_call_parse(text, length, &call)) {
		require(json_is_object(call.parameters) && !(call.more && call.oneway));
		check_everywhere(call.parameters);
		write_again(&call);
		wire_call_clear(&call);
	}
	if (wire_reply_parse(text, length, &reply)) {
		require(json_is_object(reply.parameters) && !(reply.error && reply.continues));
		check_everywhere(reply.parameters);
		wire_reply_clear(&reply);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_buffer buffer = { 0 };
	size_t piece, at = 1, length, taken = 0;
	const char *text;
	bool fits = true;

	if (size == 0)
		return 0;
	piece = data[0] ? data[0] : size;
	while (fits && at < size) {
		size_t n = size - at < piece ? size - at : piece;

		fits = wire_buffer_add(&buffer, (const char *)data + at, n);
		at += n;
		while (fits && (text = wire_buffer_message(&buffer, &length))) {
			require(length < WIRE_MESSAGE_MAX && strlen(text) == length);
			read_message(text, length);
			wire_buffer_drop(&buffer, length);
			taken += length + 1;
		}
		require(!fits || taken + wire_buffer_held(&buffer) == at - 1);
	}
	wire_buffer_clear(&buffer);
	return 0;
}
