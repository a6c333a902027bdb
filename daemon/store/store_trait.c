#include "daemon/store/store.h"

#include "daemon/store/thing.h"

static const struct field fields[] = {
	FIELD(trait, id, "id", FIELD_ID),
	FIELD(trait, trait, "trait", FIELD_WORD),
	FIELD(trait, value, "value", FIELD_REAL),
	FIELD(trait, name, "name", FIELD_TEXT_OR_NULL),
	FIELD(trait, dose, "dose", FIELD_TEXT_OR_NULL),
	FIELD(trait, as_needed, "as_needed", FIELD_INT),
	FIELD(trait, side, "side", FIELD_WORD_OR_NULL),
	FIELD(trait, from, "from_date", FIELD_DATE),
	FIELD(trait, until, "until_date", FIELD_DATE),
	FIELD(trait, note, "note", FIELD_TEXT_OR_NULL),
	FIELD(trait, recorded_at, "recorded_at", FIELD_RECORDED),
};

enum { BY_UID, ALL };
static const char *const selects[] = {
	[BY_UID] = "WHERE uid = ?1",
	[ALL] = "ORDER BY id",
};

const struct thing trait_thing = {
	.number = THING_TRAIT,
	.entity = "trait",
	.uid = FIELD(trait, uid, "uid", FIELD_WORD),
	.fields = fields,
	.field_count = ARRAY_LEN(fields),
	.size = sizeof(struct trait),
	.selects = selects,
	.select_count = ARRAY_LEN(selects),
};

int store_trait_put(struct store *s, struct trait *t)
{
	return thing_put(s, &trait_thing, t);
}

int store_trait_get(struct store *s, const char *uid, struct trait *out)
{
	return thing_get(s, &trait_thing, uid, out);
}

int store_trait_from_text(struct store *s, const char *uid, const char *text, struct trait *out)
{
	return thing_parse(s, &trait_thing, uid, text, out);
}

int store_traits_each(struct store *s, trait_fn fn, void *data)
{
	struct trait t;
	struct query q;
	int result;

	thing_select(&q, s, &trait_thing, ALL);
	while ((result = thing_next(&q, &trait_thing, &t)) == 1) {
		result = fn(&t, data);
		trait_clear(&t);
		if (result)
			break;
	}
	return query_end(&q, result);
}
