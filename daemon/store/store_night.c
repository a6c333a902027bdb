#include "daemon/store/store.h"

#include <stdio.h>

#include "daemon/store/thing.h"

static const struct field night_fields[] = {
	FIELD(night, id, "id", FIELD_ID),
	FIELD(night, night, "night", FIELD_DATE),
	FIELD(night, free, "free", FIELD_TRUE_OR_NULL),
	FIELD(night, into_bed_at, "into_bed_at", FIELD_INT),
	FIELD(night, lights_out_at, "lights_out_at", FIELD_INT),
	FIELD(night, sol_min, "sol_min", FIELD_INT),
	FIELD(night, awakenings, "awakenings", FIELD_INT),
	FIELD(night, waso_min, "waso_min", FIELD_INT),
	FIELD(night, final_awakening_at, "final_awakening_at", FIELD_INT),
	FIELD(night, out_of_bed_at, "out_of_bed_at", FIELD_INT),
	FIELD(night, quality, "quality", FIELD_INT),
	FIELD(night, offset_s, "offset_s", FIELD_OFFSET),
	FIELD(night, zone, "zone", FIELD_WORD),
	FIELD(night, source, "source", FIELD_WORD),
	FIELD(night, note, "note", FIELD_TEXT_OR_NULL),
	FIELD(night, recorded_at, "recorded_at", FIELD_RECORDED),
};

enum { NIGHT_BY_UID, NIGHT_BY_DATE, NIGHTS };
static const char *const night_selects[] = {
	[NIGHT_BY_UID] = "WHERE uid = ?1",
	[NIGHT_BY_DATE] = "WHERE night = ?1",
	[NIGHTS] = "WHERE night BETWEEN ?1 AND ?2 ORDER BY night",
};

const struct thing night_thing = {
	.number = THING_NIGHT,
	.entity = "night",
	.uid = FIELD(night, uid, "uid", FIELD_WORD),
	.fields = night_fields,
	.field_count = ARRAY_LEN(night_fields),
	.size = sizeof(struct night),
	.selects = night_selects,
	.select_count = ARRAY_LEN(night_selects),
};

static const struct field nap_fields[] = {
	FIELD(nap, id, "id", FIELD_ID),
	FIELD(nap, night, "night", FIELD_DATE),
	FIELD(nap, start_at, "start_at", FIELD_INT),
	FIELD(nap, end_at, "end_at", FIELD_INT),
	FIELD(nap, offset_s, "offset_s", FIELD_OFFSET),
	FIELD(nap, zone, "zone", FIELD_WORD),
	FIELD(nap, source, "source", FIELD_WORD),
	FIELD(nap, note, "note", FIELD_TEXT_OR_NULL),
	FIELD(nap, recorded_at, "recorded_at", FIELD_RECORDED),
};

enum { NAP_BY_UID, NAPS };
static const char *const nap_selects[] = {
	[NAP_BY_UID] = "WHERE uid = ?1",
	[NAPS] = "WHERE night BETWEEN ?1 AND ?2 ORDER BY night, start_at, id",
};

const struct thing nap_thing = {
	.number = THING_NAP,
	.entity = "nap",
	.uid = FIELD(nap, uid, "uid", FIELD_WORD),
	.fields = nap_fields,
	.field_count = ARRAY_LEN(nap_fields),
	.size = sizeof(struct nap),
	.selects = nap_selects,
	.select_count = ARRAY_LEN(nap_selects),
};

/*
 * A night is its date. Its uid is made of it, so that a night that was taken back and told again is the same thing in
 * the history; a uid from the caller is used only where the date has none yet.
 */
int store_night_put(struct store *s, struct night *n)
{
	struct night there;
	char date[DATE_LENGTH + 1];
	int result = store_night_get(s, n->night, &there);

	if (result < 0)
		return result;
	date_format(n->night, date);
	if (result == 0) {
		str_copy(n->uid, sizeof(n->uid), there.uid);
		night_clear(&there);
	} else if (str_empty(n->uid)) {
		snprintf(n->uid, sizeof(n->uid), "night:%s", date);
	}
	return thing_put(s, &night_thing, n);
}

int store_night_get(struct store *s, int32_t night, struct night *out)
{
	struct query q;

	thing_select(&q, s, &night_thing, NIGHT_BY_DATE);
	query_date(&q, night);
	return thing_only(&q, &night_thing, out);
}

int store_night_of_uid(struct store *s, const char *uid, struct night *out)
{
	return thing_get(s, &night_thing, uid, out);
}

int store_night_from_text(struct store *s, const char *uid, const char *text, struct night *out)
{
	return thing_parse(s, &night_thing, uid, text, out);
}

int store_nights_each(struct store *s, int32_t from, int32_t to, night_fn fn, void *data)
{
	struct night n;
	struct query q;
	int result;

	thing_select(&q, s, &night_thing, NIGHTS);
	query_range(&q, from, to);
	while ((result = thing_next(&q, &night_thing, &n)) == 1) {
		result = fn(&n, data);
		night_clear(&n);
		if (result)
			break;
	}
	return query_end(&q, result);
}

int store_nap_put(struct store *s, struct nap *n)
{
	return thing_put(s, &nap_thing, n);
}

int store_nap_get(struct store *s, const char *uid, struct nap *out)
{
	return thing_get(s, &nap_thing, uid, out);
}

int store_nap_from_text(struct store *s, const char *uid, const char *text, struct nap *out)
{
	return thing_parse(s, &nap_thing, uid, text, out);
}

int store_naps_each(struct store *s, int32_t from, int32_t to, nap_fn fn, void *data)
{
	struct nap n;
	struct query q;
	int result;

	thing_select(&q, s, &nap_thing, NAPS);
	query_range(&q, from, to);
	while ((result = thing_next(&q, &nap_thing, &n)) == 1) {
		result = fn(&n, data);
		nap_clear(&n);
		if (result)
			break;
	}
	return query_end(&q, result);
}
