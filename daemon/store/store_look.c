/* Verdicts as they were issued. */
#include "daemon/store/store.h"

#include <stdio.h>

#include "daemon/store/thing.h"

static const struct field fields[] = {
	FIELD(issued_look, first, "first", FIELD_DATE),	      FIELD(issued_look, last, "last", FIELD_DATE),
	FIELD(issued_look, nights, "nights", FIELD_INT),      FIELD(issued_look, issued_at, "issued_at", FIELD_INT),
	FIELD(issued_look, method, "method", FIELD_INT),      FIELD(issued_look, data_hash, "data_hash", FIELD_WORD),
	FIELD(issued_look, verdicts, "verdicts", FIELD_TEXT),
};

enum { BY_UID, ALL };
static const char *const selects[] = {
	[BY_UID] = "WHERE uid = ?1",
	[ALL] = "ORDER BY first, nights",
};

const struct thing look_thing = {
	.number = THING_LOOK,
	.entity = "look",
	.uid = FIELD(issued_look, uid, "uid", FIELD_WORD),
	.fields = fields,
	.field_count = ARRAY_LEN(fields),
	.size = sizeof(struct issued_look),
	.selects = selects,
	.select_count = ARRAY_LEN(selects),
};

int store_look_put(struct store *s, struct issued_look *l)
{
	char first[DATE_LENGTH + 1];

	date_format(l->first, first);
	snprintf(l->uid, sizeof(l->uid), "%s:%lld", first, (long long)l->nights);
	return thing_put(s, &look_thing, l);
}

int store_looks_each(struct store *s, look_fn fn, void *data)
{
	struct issued_look l;
	struct query q;
	int result;

	thing_select(&q, s, &look_thing, ALL);
	while ((result = thing_next(&q, &look_thing, &l)) == 1) {
		result = fn(&l, data);
		issued_look_clear(&l);
		if (result)
			break;
	}
	return query_end(&q, result);
}
