/*
 * Varlink messages as text: one JSON object, one NUL byte. Pure functions over buffers; no socket in here.
 */
#ifndef CRAMP_WIRE_H
#define CRAMP_WIRE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Once, first: no memory for JSON ends the program, as everywhere. */
void wire_init(void);

/* Longest message taken, NUL included. Beyond that the connection is closed. */
enum { WIRE_MESSAGE_MAX = 1 << 20 };

/* Entries of one import: twenty years with twenty-five columns. The objects of an export are not counted by it. */
enum { IMPORT_ROWS_MAX = 200000 };

/* Bytes as they arrive. Zero-initialise. */
struct wire_buffer {
	char *bytes;
	size_t length, room;
	size_t head; /* the first message begins here; before it: taken already */
	size_t open; /* the message that is not whole yet begins here: what is before it holds whole ones only */
};
/* Appends; false if a message in it would be longer than WIRE_MESSAGE_MAX. */
bool wire_buffer_add(struct wire_buffer *b, const char *bytes, size_t n);
/* The next whole message (without its NUL, which stands behind it) or NULL. Valid until wire_buffer_drop or _add. */
const char *wire_buffer_message(const struct wire_buffer *b, size_t *length);
/* Bytes held and not taken yet. */
size_t wire_buffer_held(const struct wire_buffer *b);
/* Forgets the message just taken. */
void wire_buffer_drop(struct wire_buffer *b, size_t length);
void wire_buffer_clear(struct wire_buffer *b);

/* A call as the envelope says it. `method` and `parameters` are owned by `root`. */
struct wire_call {
	json_t *root;
	const char *method;
	json_t *parameters; /* always an object */
	bool oneway, more;
};
/*
 * Strict reading of an envelope: false means "close the connection, no reply". An integer that does not fit 64 bits is
 * read as a real number, so that the check of the parameters can name it.
 */
bool wire_call_parse(const char *text, size_t length, struct wire_call *out);
void wire_call_clear(struct wire_call *call);

/* The same of a reply. */
struct wire_reply {
	json_t *root;
	json_t *parameters; /* always an object */
	const char *error;  /* NULL: success */
	bool continues;
};
bool wire_reply_parse(const char *text, size_t length, struct wire_reply *out);
void wire_reply_clear(struct wire_reply *reply);

/* Text to send, NUL-terminated; *length counts the NUL. Caller frees. Take no ownership of `parameters` (may be NULL
 * for {}). */
char *wire_call_text(const char *method, json_t *parameters, bool more, bool oneway, size_t *length);
char *wire_reply_text(const char *error, json_t *parameters, bool continues, size_t *length);

/* JSON as this project writes it everywhere: compact, reals with 15 digits, keys in the order they were put. Caller
 * frees. */
char *json_text(const json_t *value);

#endif
