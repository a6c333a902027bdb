#include "daemon/service/judged.h"

#include <jansson.h>

#include "cramp/util.h"
#include "daemon/reminder/advice.h"
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

/* ---- what goes with the cramps ---- */

struct linking {
	int32_t last; /* night of the newest look so far */
	struct advice_link *out;
	size_t most, count;
};

static bool is_link(const char *verdict)
{
	return str_equal(verdict, "strong") || str_equal(verdict, "some");
}

/* The newest look takes the place of those before. */
static int take_links(const struct issued_look *l, bool undone, void *data)
{
	struct linking *linking = data;
	json_t *look, *row;
	size_t i;

	if (undone || l->last <= linking->last || !(look = json_loads(l->verdicts, 0, NULL)))
		return 0;
	linking->last = l->last;
	linking->count = 0;
	json_array_foreach(json_object_get(look, "rows"), i, row)
	{
		const char *id = json_string_value(json_object_get(row, "id"));
		json_t *ratio = json_object_get(row, "rate_ratio");
		struct advice_link *link = &linking->out[linking->count];

		if (linking->count == linking->most || !id ||
		    !is_link(json_string_value(json_object_get(row, "verdict"))) || !json_is_number(ratio))
			continue;
		link->more = json_number_value(ratio) > 1;
		linking->count += str_copy(link->factor, sizeof(link->factor), id);
	}
	json_decref(look);
	return 0;
}

int factors_linked(struct store *s, struct advice_link *out, size_t most, size_t *count)
{
	struct linking linking = { .last = NO_NIGHT, .out = out, .most = most };
	int result = store_looks_each(s, take_links, &linking);

	*count = linking.count;
	return result;
}
