#include "cramp/wire.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"

void wire_init(void)
{
	json_set_alloc_funcs(xmalloc, free);
}

/* ---- bytes → messages ---- */

/* A buffer that held a large message gives its memory back when it is empty. */
enum { ROOM_FIRST = 4096, ROOM_KEPT = 1 << 16 };

size_t wire_buffer_held(const struct wire_buffer *b)
{
	return b->length - b->head;
}

static void make_room(struct wire_buffer *b, size_t n)
{
	size_t room = b->room ? b->room : ROOM_FIRST;

	if (b->room - b->length >= n)
		return;
	/* Moving costs at most what was taken before: each byte moves once or so. */
	if (b->head >= wire_buffer_held(b) && b->head > 0) {
		memmove(b->bytes, b->bytes + b->head, wire_buffer_held(b));
		b->length -= b->head;
		b->open -= b->head;
		b->head = 0;
	}
	while (room - b->length < n)
		room *= 2;
	if (room != b->room) {
		b->bytes = xreallocarray(b->bytes, room, 1);
		b->room = room;
	}
}

bool wire_buffer_add(struct wire_buffer *b, const char *bytes, size_t n)
{
	const char *rest = bytes, *nul;

	make_room(b, n);
	memcpy(b->bytes + b->length, bytes, n);
	while ((nul = memchr(rest, '\0', n - (size_t)(rest - bytes)))) {
		size_t end = b->length + (size_t)(nul - bytes) + 1;

		if (end - b->open > WIRE_MESSAGE_MAX)
			return false;
		b->open = end;
		rest = nul + 1;
	}
	b->length += n;
	/* A message of just the longest length lacks only its NUL. */
	return b->length - b->open < WIRE_MESSAGE_MAX;
}

const char *wire_buffer_message(const struct wire_buffer *b, size_t *length)
{
	if (b->open == b->head)
		return NULL;
	*length = strlen(b->bytes + b->head);
	return b->bytes + b->head;
}

void wire_buffer_drop(struct wire_buffer *b, size_t length)
{
	b->head += length + 1;
	if (b->head < b->length)
		return;
	b->head = b->open = b->length = 0;
	if (b->room > ROOM_KEPT)
		wire_buffer_clear(b);
}

void wire_buffer_clear(struct wire_buffer *b)
{
	free(b->bytes);
	*b = (struct wire_buffer){ 0 };
}

/* ---- JSON ---- */

/*
 * Undoes JSON_DECODE_INT_AS_REAL where nothing was lost: what was written as an integer that fits is one again. Depth
 * is bounded by the parser's own limit.
 */
static json_t *whole_numbers(json_t *value)
{
	const double exact = 9007199254740992.0; /* 2^53 */
	const char *key;
	json_t *child;
	size_t i;
	void *next;

	if (json_is_real(value)) {
		double v = json_real_value(value);

		return fabs(v) <= exact && floor(v) == v ? json_integer((json_int_t)v) : json_incref(value);
	}
	json_array_foreach(value, i, child) json_array_set_new(value, i, whole_numbers(child));
	json_object_foreach_safe(value, next, key, child) json_object_set_new(value, key, whole_numbers(child));
	return json_incref(value);
}

/* One JSON object and nothing else, or NULL. */
static json_t *object_parse(const char *text, size_t length)
{
	json_error_t error;
	json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);

	if (!root && json_error_code(&error) == json_error_numeric_overflow) {
		root = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
		if (root)
			json_decref(whole_numbers(root));
	}
	if (root && !json_is_object(root)) {
		json_decref(root);
		return NULL;
	}
	return root;
}

char *json_text(const json_t *value)
{
	/* 15 digits: 0.1 is written as 0.1. */
	char *text = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(15) | JSON_ENCODE_ANY);

	return text ? text : xstrdup("null");
}

/* ---- envelopes ---- */

/* The keys of an envelope with the types they may have beside null. */
struct envelope_key {
	const char *name;
	bool (*fits)(const json_t *value);
};

static bool is_text(const json_t *value)
{
	return json_is_string(value);
}

static bool is_object(const json_t *value)
{
	return json_is_object(value);
}

static bool is_flag(const json_t *value)
{
	return json_is_boolean(value);
}

static const struct envelope_key call_keys[] = {
	{ "method", is_text }, { "parameters", is_object }, { "oneway", is_flag },
	{ "more", is_flag },   { "upgrade", is_flag },	    { NULL, NULL },
};

static const struct envelope_key reply_keys[] = {
	{ "parameters", is_object },
	{ "continues", is_flag },
	{ "error", is_text },
	{ NULL, NULL },
};

/* True if no key is unknown and each is of its type. */
static bool envelope_fits(json_t *root, const struct envelope_key *keys)
{
	const char *name;
	json_t *value;

	json_object_foreach(root, name, value)
	{
		const struct envelope_key *k = keys;

		while (k->name && strcmp(k->name, name) != 0)
			k++;
		if (!k->name || (!json_is_null(value) && !k->fits(value)))
			return false;
	}
	return true;
}

/* The envelope's parameters, {} put in where there are none. */
static json_t *envelope_parameters(json_t *root)
{
	json_t *parameters = json_object_get(root, "parameters");

	if (json_is_object(parameters))
		return parameters;
	parameters = json_object();
	json_object_set_new(root, "parameters", parameters);
	return parameters;
}

bool wire_call_parse(const char *text, size_t length, struct wire_call *out)
{
	json_t *root = object_parse(text, length);

	if (!root)
		return false;
	out->root = root;
	out->method = json_string_value(json_object_get(root, "method"));
	out->oneway = json_is_true(json_object_get(root, "oneway"));
	out->more = json_is_true(json_object_get(root, "more"));
	if (!envelope_fits(root, call_keys) || !out->method || (out->more && out->oneway) ||
	    json_is_true(json_object_get(root, "upgrade"))) {
		json_decref(root);
		return false;
	}
	out->parameters = envelope_parameters(root);
	return true;
}

void wire_call_clear(struct wire_call *call)
{
	json_decref(call->root);
	*call = (struct wire_call){ 0 };
}

bool wire_reply_parse(const char *text, size_t length, struct wire_reply *out)
{
	json_t *root = object_parse(text, length);

	if (!root)
		return false;
	out->root = root;
	out->error = json_string_value(json_object_get(root, "error"));
	out->continues = json_is_true(json_object_get(root, "continues"));
	if (!envelope_fits(root, reply_keys) || (out->error && out->continues)) {
		json_decref(root);
		return false;
	}
	out->parameters = envelope_parameters(root);
	return true;
}

void wire_reply_clear(struct wire_reply *reply)
{
	json_decref(reply->root);
	*reply = (struct wire_reply){ 0 };
}

/* Takes over `root`, which holds all but the parameters. */
static char *envelope_text(json_t *root, json_t *parameters, size_t *length)
{
	char *text;

	if (parameters)
		json_object_set(root, "parameters", parameters);
	else
		json_object_set_new(root, "parameters", json_object());
	text = json_text(root);
	json_decref(root);
	*length = strlen(text) + 1;
	return text;
}

char *wire_call_text(const char *method, json_t *parameters, bool more, bool oneway, size_t *length)
{
	json_t *root = json_object();

	json_object_set_new(root, "method", json_string(method));
	if (more)
		json_object_set_new(root, "more", json_true());
	if (oneway)
		json_object_set_new(root, "oneway", json_true());
	return envelope_text(root, parameters, length);
}

char *wire_reply_text(const char *error, json_t *parameters, bool continues, size_t *length)
{
	json_t *root = json_object();

	if (error)
		json_object_set_new(root, "error", json_string(error));
	if (continues)
		json_object_set_new(root, "continues", json_true());
	return envelope_text(root, parameters, length);
}
