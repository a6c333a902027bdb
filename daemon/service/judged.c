#include "daemon/service/judged.h"

#include <jansson.h>

#include "daemon/store/store.h"

struct search {
	const char *factor;
	bool judged;
	int32_t night;
};

/* It was tested, or found to be inseparable from others: either way it was looked at. */
static bool was_looked_at(json_t *row)
{
	const char *verdict = json_string_value(json_object_get(row, "verdict"));

	return json_is_number(json_object_get(row, "q")) ||
	       (str_equal(verdict, "cannot_be_separated") && json_is_number(json_object_get(row, "rate_ratio")));
}

static int on_look(const struct issued_look *l, bool undone, void *data)
{
	struct search *search = data;
	json_t *look, *row;
	size_t i;

	if (undone || (search->judged && search->night <= l->last) || !(look = json_loads(l->verdicts, 0, NULL)))
		return 0;
	json_array_foreach(json_object_get(look, "rows"), i, row)
	{
		if (!str_equal(json_string_value(json_object_get(row, "source")), search->factor) ||
		    !was_looked_at(row))
			continue;
		search->judged = true;
		search->night = l->last;
	}
	json_decref(look);
	return 0;
}

int factor_is_judged(struct store *s, const char *factor, bool *judged, int32_t *night)
{
	struct search search = { .factor = factor, .night = NO_NIGHT };
	int result = store_looks_each(s, on_look, &search);

	*judged = search.judged;
	*night = search.night;
	return result;
}
