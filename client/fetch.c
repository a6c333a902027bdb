#include "client/fetch.h"

#include "client/command.h"

struct collection {
	const char *key;
	json_t *array;
};

void fetch_set_date(json_t *parameters, const char *key, int32_t day)
{
	char iso[DATE_LENGTH + 1];

	date_format(day, iso);
	json_object_set_new(parameters, key, json_string(iso));
}

json_t *fetch_range(int32_t from, int32_t to)
{
	json_t *range = json_object();

	if (from != NO_NIGHT)
		fetch_set_date(range, "from", from);
	if (to != NO_NIGHT)
		fetch_set_date(range, "to", to);
	return range;
}

int fetch_report(struct session *s, int32_t from, int32_t to, int32_t since, json_t **reply)
{
	json_t *parameters = fetch_range(from, to);

	fetch_set_date(parameters, "since", since);
	return session_call(s, "org.crampd.Report.Report", parameters, reply);
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
