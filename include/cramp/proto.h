/*
 * The types of the tables that schema/idl.awk makes from schema/NAME.varlink (build/gen/proto_gen.[ch]), and the check
 * of a call's parameters against them. The .varlink files are the only declaration of the wire contract.
 *
 * proto_gen.h gives
 *   PROTO_METHODS(X)  X(Interface, Method, symbol, more)  e.g. X(Diary, Log, diary_log, PROTO_PLAIN), org.crampd.* only
 *   PROTO_ERRORS(X)   X(Interface, Error)               those of org.varlink.service too, as X(service, …)
 */
#ifndef CRAMP_PROTO_H
#define CRAMP_PROTO_H

#include <jansson.h>
#include <stddef.h>

enum proto_base { PROTO_BOOL, PROTO_INT, PROTO_FLOAT, PROTO_STRING, PROTO_OBJECT, PROTO_STRUCT, PROTO_ENUM };
enum proto_container { PROTO_ONE, PROTO_ARRAY, PROTO_MAP };
enum proto_more { PROTO_PLAIN, PROTO_MAY_STREAM, PROTO_MUST_STREAM };

struct proto_type;
struct proto_field {
	const char *name;
	enum proto_base base;
	enum proto_container container;
	int nullable;
	const struct proto_type *type; /* of PROTO_STRUCT and PROTO_ENUM */
};
struct proto_type {
	const char *name;
	const struct proto_field *fields; /* struct: name-terminated by NULL */
	const char *const *values;	  /* enum: NULL-terminated */
};
struct proto_method {
	const char *name; /* "Log" */
	enum proto_more more;
	const struct proto_field *in, *out;
};
struct proto_interface {
	const char *name; /* "org.crampd.Diary" */
	const char *text; /* the .varlink file, byte for byte */
	size_t text_length;
	const struct proto_method *methods; /* name-terminated by NULL */
	const struct proto_field *const *error_fields;
	const char *const *errors; /* NULL-terminated names without the interface; error_fields runs along */
};

/* Sorted by name, org.varlink.service included. */
extern const struct proto_interface proto_interfaces[];
extern const size_t proto_interface_count;

const struct proto_interface *proto_interface_find(const char *name);
const struct proto_method *proto_method_find(const struct proto_interface *interface, const char *name);

/*
 * The first parameter that is missing, of the wrong type, unknown, or not among an enum's values; NULL if all fit.
 * Within structs, arrays and maps the name is a path: "episode.severity", "rows[3].night". Cut to PROTO_PATH_MAX bytes,
 * always valid UTF-8; valid until the next call.
 */
enum { PROTO_PATH_MAX = 200 };
const char *proto_check(const struct proto_field *fields, json_t *parameters);

#endif
