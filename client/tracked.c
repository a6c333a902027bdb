#include "client/tracked.h"

#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "cramp/util.h"

json_t *tracking_of(struct session *s, const char *id)
{
	json_t *t;
	size_t i;

	json_array_foreach(s->tracking, i,
			   t) if (str_equal(json_string_value(json_object_get(t, "factor")), id)) return t;
	return NULL;
}

static void add_id(struct tracked *t, const char *id)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->ids[i], id) == 0)
			return;
	t->ids = xreallocarray(t->ids, t->count + 1, sizeof(*t->ids));
	t->ids[t->count++] = xstrdup(id);
}

void tracked_list(struct session *s, struct tracked *out)
{
	char *configured = xstrdup(s->config.tracked ? s->config.tracked : ""), *rest = configured;
	json_t *t;
	size_t i;

	*out = (struct tracked){ 0 };
	session_own_factors(s);
	for (char *id; (id = strsep(&rest, ", "));) {
		t = id[0] ? tracking_of(s, id) : NULL;
		if (id[0] && (!t || json_is_true(json_object_get(t, "tracked"))))
			add_id(out, id);
	}
	json_array_foreach(s->tracking, i, t) if (json_is_true(json_object_get(t, "tracked")))
		add_id(out, json_string_value(json_object_get(t, "factor")));
	free(configured);
}

void tracked_clear(struct tracked *t)
{
	for (size_t i = 0; i < t->count; i++)
		free(t->ids[i]);
	free(t->ids);
	*t = (struct tracked){ 0 };
}
