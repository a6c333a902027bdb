#include "daemon/store/store.h"

#include "daemon/store/thing.h"

static const struct field fields[] = {
	FIELD(reading, id, "id", FIELD_ID),
	FIELD(reading, factor, "factor", FIELD_WORD),
	FIELD(reading, value, "value", FIELD_REAL),
	FIELD(reading, level, "level", FIELD_INT),
	FIELD(reading, effort, "effort", FIELD_INT),
	FIELD(reading, at, "at", FIELD_INT),
	FIELD(reading, until_at, "until_at", FIELD_INT),
	FIELD(reading, offset_s, "offset_s", FIELD_OFFSET),
	FIELD(reading, zone, "zone", FIELD_WORD),
	FIELD(reading, night, "night", FIELD_DATE),
	FIELD(reading, source, "source", FIELD_WORD),
	FIELD(reading, note, "note", FIELD_TEXT_OR_NULL),
	FIELD(reading, recorded_at, "recorded_at", FIELD_RECORDED),
};

/* A span counts where it ends; a reading of unknown time stands behind those whose time is known. */
#define READING_ORDER "ORDER BY night, coalesce(until_at, at) IS NULL, coalesce(until_at, at), id"

enum { READING_BY_UID, READINGS_OF_NIGHTS, READINGS_OF_FACTOR };
static const char *const selects[] = {
	[READING_BY_UID] = "WHERE uid = ?1",
	[READINGS_OF_NIGHTS] = "WHERE night BETWEEN ?1 AND ?2 " READING_ORDER,
	[READINGS_OF_FACTOR] = "WHERE night BETWEEN ?1 AND ?2 AND factor = ?3 " READING_ORDER,
};

const struct thing reading_thing = {
	.number = THING_READING,
	.entity = "reading",
	.uid = FIELD(reading, uid, "uid", FIELD_WORD),
	.fields = fields,
	.field_count = ARRAY_LEN(fields),
	.size = sizeof(struct reading),
	.selects = selects,
	.select_count = ARRAY_LEN(selects),
};

int store_reading_put(struct store *s, struct reading *r)
{
	return thing_put(s, &reading_thing, r);
}

int store_reading_get(struct store *s, const char *uid, struct reading *out)
{
	return thing_get(s, &reading_thing, uid, out);
}

int store_reading_from_text(struct store *s, const char *uid, const char *text, struct reading *out)
{
	return thing_parse(s, &reading_thing, uid, text, out);
}

int store_readings_each(struct store *s, int32_t from, int32_t to, const char *factor, reading_fn fn, void *data)
{
	struct reading r;
	struct query q;
	int result;

	thing_select(&q, s, &reading_thing, factor ? READINGS_OF_FACTOR : READINGS_OF_NIGHTS);
	query_range(&q, from, to);
	if (factor)
		query_text(&q, factor);
	while ((result = thing_next(&q, &reading_thing, &r)) == 1) {
		result = fn(&r, data);
		reading_clear(&r);
		if (result)
			break;
	}
	return query_end(&q, result);
}
