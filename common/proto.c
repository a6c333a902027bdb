#include "cramp/proto.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

const struct proto_interface *proto_interface_find(const char *name)
{
	for (size_t i = 0; i < proto_interface_count; i++) {
		if (strcmp(proto_interfaces[i].name, name) == 0)
			return &proto_interfaces[i];
	}
	return NULL;
}

const struct proto_method *proto_method_find(const struct proto_interface *interface, const char *name)
{
	for (const struct proto_method *m = interface->methods; m->name; m++) {
		if (strcmp(m->name, name) == 0)
			return m;
	}
	return NULL;
}

/* Where in the parameters the check is: a path that grows and shrinks. What is beyond its room is left off. */
struct path {
	char text[PROTO_PATH_MAX + 1];
	size_t length;
};

/* Names come from outside: they may be long, and a cut must not fall into a character. */
static void path_add(struct path *p, const char *text)
{
	size_t room = PROTO_PATH_MAX - p->length, n = strlen(text);

	if (n > room) {
		n = room;
		while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
			n--;
	}
	memcpy(p->text + p->length, text, n);
	p->length += n;
	p->text[p->length] = '\0';
}

static void path_cut(struct path *p, size_t length)
{
	p->length = length;
	p->text[length] = '\0';
}

static bool check_struct(const struct proto_field *fields, json_t *object, struct path *at);

static bool enum_has(const struct proto_type *type, const json_t *value)
{
	const char *word = json_string_value(value);

	for (const char *const *v = type->values; word && *v; v++) {
		if (strcmp(*v, word) == 0)
			return true;
	}
	return false;
}

/* One value, without its container. */
static bool check_value(const struct proto_field *field, json_t *value, struct path *at)
{
	switch (field->base) {
	case PROTO_BOOL: return json_is_boolean(value);
	case PROTO_INT: return json_is_integer(value);
	case PROTO_FLOAT: return json_is_number(value);
	case PROTO_STRING: return json_is_string(value);
	case PROTO_OBJECT: return json_is_object(value);
	case PROTO_ENUM: return enum_has(field->type, value);
	case PROTO_STRUCT: return json_is_object(value) && check_struct(field->type->fields, value, at);
	}
	return false;
}

static bool check_array(const struct proto_field *field, json_t *array, struct path *at)
{
	size_t here = at->length, i;
	json_t *value;
	char index[32];

	if (!json_is_array(array))
		return false;
	json_array_foreach(array, i, value)
	{
		snprintf(index, sizeof(index), "[%zu]", i);
		path_add(at, index);
		if (!check_value(field, value, at))
			return false;
		path_cut(at, here);
	}
	return true;
}

static bool check_map(const struct proto_field *field, json_t *map, struct path *at)
{
	size_t here = at->length;
	const char *key;
	json_t *value;

	if (!json_is_object(map))
		return false;
	json_object_foreach(map, key, value)
	{
		path_add(at, ".");
		path_add(at, key);
		if (!check_value(field, value, at))
			return false;
		path_cut(at, here);
	}
	return true;
}

static bool check_field(const struct proto_field *field, json_t *value, struct path *at)
{
	if (!value || json_is_null(value))
		return field->nullable;
	switch (field->container) {
	case PROTO_ONE: return check_value(field, value, at);
	case PROTO_ARRAY: return check_array(field, value, at);
	case PROTO_MAP: return check_map(field, value, at);
	}
	return false;
}

static bool field_known(const struct proto_field *fields, const char *name)
{
	for (; fields->name; fields++) {
		if (strcmp(fields->name, name) == 0)
			return true;
	}
	return false;
}

/* False: `at` is left where the fault is. */
static bool check_struct(const struct proto_field *fields, json_t *object, struct path *at)
{
	size_t here;
	const char *key;
	json_t *value;

	if (at->length > 0)
		path_add(at, ".");
	here = at->length;
	for (const struct proto_field *f = fields; f->name; f++) {
		path_add(at, f->name);
		if (!check_field(f, json_object_get(object, f->name), at))
			return false;
		path_cut(at, here);
	}
	json_object_foreach(object, key, value)
	{
		if (field_known(fields, key))
			continue;
		path_add(at, key);
		return false;
	}
	return true;
}

const char *proto_check(const struct proto_field *fields, json_t *parameters)
{
	static struct path at;

	path_cut(&at, 0);
	return check_struct(fields, parameters, &at) ? NULL : at.text;
}
