#include "client/show/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/wire.h"

/* Largest whole number that a double, and so jq, holds exactly. */
#define WHOLE_MAX 9007199254740992.0

/* An object that tells one value in two fields: a reading or a trait, told or taken. */
static bool has_two_values(json_t *object)
{
	return json_object_get(object, "yes") && json_object_get(object, "value") &&
	       (json_object_get(object, "factor") || json_object_get(object, "trait"));
}

static json_t *object_of(json_t *wire)
{
	json_t *out = json_object(), *value, *yes = NULL;
	const char *key;

	if (has_two_values(wire))
		yes = json_object_get(wire, "yes");
	json_object_foreach(wire, key, value)
	{
		if (yes && strcmp(key, "yes") == 0)
			continue;
		if (yes && strcmp(key, "value") == 0 && json_is_boolean(yes))
			json_object_set(out, key, yes);
		else
			json_object_set_new(out, key, show_json_of(value));
	}
	return out;
}

static json_t *array_of(json_t *wire)
{
	json_t *out = json_array(), *value;
	size_t i;

	json_array_foreach(wire, i, value) json_array_append_new(out, show_json_of(value));
	return out;
}

json_t *show_json_of(json_t *wire)
{
	if (json_is_object(wire))
		return object_of(wire);
	if (json_is_array(wire))
		return array_of(wire);
	/* 300, not 300.0 */
	if (json_is_real(wire)) {
		double value = json_real_value(wire);
		if (value == floor(value) && fabs(value) < WHOLE_MAX)
			return json_integer((json_int_t)value);
	}
	return json_incref(wire);
}

void show_json(json_t *wire)
{
	json_t *out = show_json_of(wire);
	char *text = json_text(out);

	puts(text);
	free(text);
	json_decref(out);
}

void show_json_as(const char *name, json_t *wire)
{
	json_t *out = json_pack("{s:O}", name, wire);

	show_json(out);
	json_decref(out);
}
