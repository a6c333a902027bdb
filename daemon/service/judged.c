#include "daemon/service/judged.h"

#include <jansson.h>
#include <string.h>

#include "daemon/store/store.h"

struct search {
	const char *factor;
	int32_t first; /* of the diary */
	bool judged;
	int32_t night;
};

/* A factor's own row, or one of the two ends of a U. */
static bool is_row_of(const char *id, const char *factor)
{
	size_t length = strlen(factor);

	return strncmp(id, factor, length) == 0 &&
	       (id[length] == '\0' || strcmp(id + length, "_low") == 0 || strcmp(id + length, "_high") == 0);
}

static bool says_something(const char *verdict)
{
	return strcmp(verdict, "not_enough_data") != 0 && strcmp(verdict, "no_variation") != 0;
}

static int on_look(const struct issued_look *l, void *data)
{
	struct search *search = data;
	json_t *rows, *row;
	size_t i;

	if (search->judged || l->first != search->first || !(rows = json_loads(l->verdicts, 0, NULL)))
		return 0;
	json_array_foreach(rows, i, row)
	{
		const char *id = json_string_value(json_object_get(row, "id"));
		const char *verdict = json_string_value(json_object_get(row, "verdict"));
		if (!id || !verdict || !is_row_of(id, search->factor) || !says_something(verdict))
			continue;
		search->judged = true;
		search->night = l->last;
	}
	json_decref(rows);
	return 0;
}

int factor_is_judged(struct store *s, const char *factor, bool *judged, int32_t *night)
{
	struct search search = { .factor = factor, .night = NO_NIGHT };
	int result = store_first_outcome(s, &search.first);

	if (result == 0)
		result = store_looks_each(s, on_look, &search);
	*judged = search.judged;
	*night = search.night;
	return result == STORE_NOT_FOUND ? 0 : result;
}
