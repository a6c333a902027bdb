/* Factors the user made, and what is tracked or suspected. */
#include "daemon/store/store.h"

#include "daemon/store/thing.h"

static const struct field factor_fields[] = {
	FIELD(own_factor, label, "label", FIELD_TEXT),
	FIELD(own_factor, kind, "kind", FIELD_WORD),
	FIELD(own_factor, unit, "unit", FIELD_WORD),
	FIELD(own_factor, window, "time_window", FIELD_WORD),
	FIELD(own_factor, combine, "combine", FIELD_WORD),
	FIELD(own_factor, recorded_at, "recorded_at", FIELD_RECORDED),
};

static const struct field tracking_fields[] = {
	FIELD(tracking, tracked, "tracked", FIELD_BOOL),
	FIELD(tracking, suspect, "suspect", FIELD_BOOL),
	FIELD(tracking, suspect_at, "suspect_at", FIELD_INT),
	FIELD(tracking, lag, "lag", FIELD_INT),
	FIELD(tracking, lag_declared_at, "lag_declared_at", FIELD_INT),
	FIELD(tracking, recorded_at, "recorded_at", FIELD_RECORDED),
};

enum { BY_UID, ALL };
static const char *const selects[] = {
	[BY_UID] = "WHERE uid = ?1",
	[ALL] = "ORDER BY uid",
};

const struct thing factor_thing = {
	.number = THING_FACTOR,
	.entity = "factor",
	.uid = FIELD(own_factor, id, "uid", FIELD_WORD),
	.fields = factor_fields,
	.field_count = ARRAY_LEN(factor_fields),
	.size = sizeof(struct own_factor),
	.selects = selects,
	.select_count = ARRAY_LEN(selects),
};

const struct thing tracking_thing = {
	.number = THING_TRACKING,
	.entity = "tracking",
	.uid = FIELD(tracking, factor, "uid", FIELD_WORD),
	.fields = tracking_fields,
	.field_count = ARRAY_LEN(tracking_fields),
	.size = sizeof(struct tracking),
	.selects = selects,
	.select_count = ARRAY_LEN(selects),
};

int store_factor_put(struct store *s, const struct own_factor *f)
{
	struct own_factor copy = *f;

	return thing_put(s, &factor_thing, &copy);
}

int store_factor_get(struct store *s, const char *id, struct own_factor *out)
{
	return thing_get(s, &factor_thing, id, out);
}

int store_factors_each(struct store *s, own_factor_fn fn, void *data)
{
	struct own_factor f;
	struct query q;
	int result;

	thing_select(&q, s, &factor_thing, ALL);
	while ((result = thing_next(&q, &factor_thing, &f)) == 1) {
		result = fn(&f, data);
		own_factor_clear(&f);
		if (result)
			break;
	}
	return query_end(&q, result);
}

int store_tracking_put(struct store *s, const struct tracking *t)
{
	struct tracking copy = *t;

	return thing_put(s, &tracking_thing, &copy);
}

int store_tracking_get(struct store *s, const char *factor, struct tracking *out)
{
	return thing_get(s, &tracking_thing, factor, out);
}

int store_tracking_each(struct store *s, tracking_fn fn, void *data)
{
	struct tracking t;
	struct query q;
	int result;

	thing_select(&q, s, &tracking_thing, ALL);
	while ((result = thing_next(&q, &tracking_thing, &t)) == 1) {
		result = fn(&t, data);
		if (result)
			break;
	}
	return query_end(&q, result);
}
