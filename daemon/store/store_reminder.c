#include "daemon/store/store.h"

#include <stdio.h>

#include "daemon/store/thing.h"

static const struct field fields[] = {
	FIELD(reminder, kind, "kind", FIELD_WORD),
	FIELD(reminder, night, "night", FIELD_DATE),
	FIELD(reminder, due.at, "due_at", FIELD_INT),
	FIELD(reminder, due.offset_s, "offset_s", FIELD_OFFSET),
	FIELD(reminder, zone, "zone", FIELD_WORD),
	FIELD(reminder, state, "state", FIELD_WORD),
	FIELD(reminder, shown_at, "shown_at", FIELD_INT),
	FIELD(reminder, reshown_at, "reshown_at", FIELD_INT),
	FIELD(reminder, closed_at, "closed_at", FIELD_INT),
	FIELD(reminder, snooze_until_at, "snooze_until_at", FIELD_INT),
	FIELD(reminder, answered_at, "answered_at", FIELD_INT),
	FIELD(reminder, answer, "answer", FIELD_WORD_OR_NULL),
	FIELD(reminder, trouble, "trouble", FIELD_TEXT_OR_NULL),
};

enum { BY_UID, OF_KIND_AND_STATE, NEWEST_SAID };
static const char *const selects[] = {
	[BY_UID] = "WHERE uid = ?1",
	[OF_KIND_AND_STATE] =
		"WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR state = ?2) ORDER BY night, due_at, uid",
	[NEWEST_SAID] = "WHERE kind = ?1 AND answer IN (?2, ?3) ORDER BY night DESC LIMIT 1",
};

const struct thing reminder_thing = {
	.number = THING_REMINDER,
	.entity = "reminder",
	.uid = FIELD(reminder, uid, "uid", FIELD_WORD),
	.fields = fields,
	.field_count = ARRAY_LEN(fields),
	.size = sizeof(struct reminder),
	.selects = selects,
	.select_count = ARRAY_LEN(selects),
};

static void reminder_uid(const char *kind, int32_t night, uid_text uid)
{
	char date[DATE_LENGTH + 1];

	date_format(night, date);
	snprintf(uid, sizeof(uid_text), "%s:%s", kind, date);
}

int store_reminder_put(struct store *s, struct reminder *r)
{
	reminder_uid(r->kind, r->night, r->uid);
	return thing_put(s, &reminder_thing, r);
}

int store_reminder_get(struct store *s, const char *kind, int32_t night, struct reminder *out)
{
	uid_text uid;

	reminder_uid(kind, night, uid);
	return thing_get(s, &reminder_thing, uid, out);
}

int store_reminder_newest_said(struct store *s, const char *kind, const char *answer, const char *or_answer,
			       struct reminder *out)
{
	struct query q;

	thing_select(&q, s, &reminder_thing, NEWEST_SAID);
	query_text(&q, kind);
	query_text(&q, answer);
	query_text(&q, or_answer);
	return thing_only(&q, &reminder_thing, out);
}

int store_reminders_each(struct store *s, const char *kind, const char *state, reminder_fn fn, void *data)
{
	struct reminder r;
	struct query q;
	int result;

	thing_select(&q, s, &reminder_thing, OF_KIND_AND_STATE);
	query_text(&q, kind);
	query_text(&q, state);
	while ((result = thing_next(&q, &reminder_thing, &r)) == 1) {
		result = fn(&r, data);
		reminder_clear(&r);
		if (result)
			break;
	}
	return query_end(&q, result);
}
