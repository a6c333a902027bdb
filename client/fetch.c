#include "client/fetch.h"

#include "client/command.h"

struct collection {
	const char *key;
	json_t *array;
};

json_t *fetch_range(int32_t from, int32_t to)
{
	json_t *range = json_object();
	char iso[DATE_LENGTH + 1];

	if (from != NO_NIGHT) {
		date_format(from, iso);
		json_object_set_new(range, "from", json_string(iso));
	}
	if (to != NO_NIGHT) {
		date_format(to, iso);
		json_object_set_new(range, "to", json_string(iso));
	}
	return range;
}

static int keep(json_t *reply, void *data)
{
	struct collection *c = data;
	json_t *object = json_object_get(reply, c->key);

	if (json_is_object(object))
		json_array_append(c->array, object);
	return 0;
}

int fetch(struct session *s, const char *method, const char *key, json_t *parameters, json_t **array)
{
	struct collection c = { .key = key, .array = json_array() };
	int status = session_stream(s, method, parameters, keep, &c);

	if (status == EXIT_DONE)
		*array = c.array;
	else
		json_decref(c.array);
	return status;
}
