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

/* Does the look stand on a step that was taken back after it, and has not been brought back? */
enum { IS_UNDONE };
static const char *const sql[] = {
	[IS_UNDONE] = "SELECT EXISTS (SELECT 1 FROM batch AS u JOIN batch AS b ON b.id = u.target"
		      " WHERE u.kind = 'undo' AND b.undone = 1 AND u.id > l.batch AND b.id < l.batch"
		      " AND (SELECT count(*) FROM (SELECT 1 FROM journal WHERE batch = b.id LIMIT 28)) = 28)"
		      " FROM (SELECT max(batch) AS batch FROM journal WHERE entity = 'look' AND uid = ?1) AS l",
};
extern const struct statements look_statements;
const struct statements look_statements = { SET_LOOK, sql, ARRAY_LEN(sql) };

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

static int is_undone(struct store *s, const char *uid, bool *undone)
{
	struct query q;
	int result;

	query_begin(&q, s, &look_statements, IS_UNDONE);
	query_text(&q, uid);
	result = query_step(&q);
	if (result == 1)
		*undone = row_int(&q) == 1;
	return query_end(&q, result < 0 ? result : 0);
}

int store_looks_each(struct store *s, look_fn fn, void *data)
{
	struct issued_look l;
	struct query q;
	int result;

	thing_select(&q, s, &look_thing, ALL);
	while ((result = thing_next(&q, &look_thing, &l)) == 1) {
		bool undone = false;
		result = is_undone(s, l.uid, &undone);
		if (result == 0)
			result = fn(&l, undone, data);
		issued_look_clear(&l);
		if (result)
			break;
	}
	return query_end(&q, result);
}
