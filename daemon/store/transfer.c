/*
 * A whole diary as JSON objects and back. An object is a row: "type", then the columns. The history comes with it, so
 * that the copy can undo what the original could; the journal's texts pass through unchanged.
 */
#include "daemon/store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/thing.h"

enum {
	EXPORT_DIARY,
	EXPORT_BATCHES,
	EXPORT_JOURNAL,
	OBJECT_TYPE,
	IS_EMPTY,
	RESTORE_DIARY,
	RESTORE_BATCH,
	JOURNAL_THING,
	RESTORE_JOURNAL,
	HISTORY,
	RESTORE_CHECK,
	RESTORE_NEXT_ID,
	READ_DEVICE,
	HAS_DIARY,
	HAS_BATCH,
	HAS_JOURNAL,
	HAS_THING,
};

#define THINGS_ON_RECORD                                                                                               \
	"SELECT 'episode', uid FROM episode UNION ALL SELECT 'night', uid FROM night UNION ALL SELECT 'nap', uid "     \
	"FROM nap"                                                                                                     \
	" UNION ALL SELECT 'reading', uid FROM reading UNION ALL SELECT 'factor', uid FROM factor"                     \
	" UNION ALL SELECT 'tracking', uid FROM tracking UNION ALL SELECT 'trait', uid FROM trait"                     \
	" UNION ALL SELECT 'reminder', uid FROM reminder UNION ALL SELECT 'look', uid FROM look"
/* With max() the other columns are those of that row. */
#define BY_JOURNAL                                                                                                     \
	" FROM (SELECT entity, uid, after, max(seq) FROM journal GROUP BY entity, uid) WHERE after IS NOT NULL"
#define THINGS_BY_JOURNAL "SELECT entity, uid" BY_JOURNAL

/* Of thing.h. */
#define IS_INSTANT " BETWEEN -62135596800 AND 253402300799"
#define IS_ID	   " BETWEEN 1 AND 9007199254740992"
/* Bytes of a text that has a fixed room in C. */
#define BYTES(key) "length(CAST(json_extract(?1, '$." key "') AS BLOB))"

static const char *const sql[] = {
	[EXPORT_DIARY] =
		"SELECT json_object('type', 'diary', 'version', (SELECT user_version FROM pragma_user_version),"
		" 'device', device, 'created_at', created_at, 'next_id', next_id) FROM diary",
	[EXPORT_BATCHES] =
		"SELECT json_object('type', 'batch', 'id', id, 'uid', uid, 'at', at, 'zone', zone, 'device', device,"
		" 'actor', actor, 'command', command, 'kind', kind, 'target', target, 'undone', undone)"
		" FROM batch ORDER BY id",
	[EXPORT_JOURNAL] =
		"SELECT json_object('type', 'journal', 'seq', seq, 'batch', batch, 'entity', entity, 'uid', uid,"
		" 'after', json(after)) FROM journal ORDER BY seq",
	[OBJECT_TYPE] = "SELECT json_extract(?1, '$.type'), json_extract(?1, '$.uid') WHERE json_valid(?1)",
	[IS_EMPTY] = "SELECT NOT EXISTS (SELECT 1 FROM journal WHERE entity <> 'reminder')",
	[RESTORE_DIARY] =
		"UPDATE diary SET device = json_extract(?1, '$.device'), created_at = json_extract(?1, '$.created_at'),"
		" next_id = json_extract(?1, '$.next_id')"
		" WHERE json_extract(?1, '$.version') <= (SELECT user_version FROM pragma_user_version)"
		"   AND " BYTES("device") " BETWEEN 1 AND 36 AND json_extract(?1, '$.created_at')" IS_INSTANT
					  "   AND json_extract(?1, '$.next_id')" IS_ID " RETURNING 1",
	/* What is undone or redone is a change, and came before. */
	[RESTORE_BATCH] =
		"INSERT INTO batch (id, uid, at, zone, device, actor, command, kind, target, undone)"
		" SELECT json_extract(?1, '$.id'), json_extract(?1, '$.uid'), json_extract(?1, '$.at'),"
		" json_extract(?1, '$.zone'), json_extract(?1, '$.device'), json_extract(?1, '$.actor'),"
		" json_extract(?1, '$.command'), json_extract(?1, '$.kind'), json_extract(?1, '$.target'),"
		" json_extract(?1, '$.undone')"
		" WHERE json_extract(?1, '$.id')" IS_ID " AND json_extract(?1, '$.at')" IS_INSTANT
		"   AND " BYTES("uid") " <= 128 AND " BYTES("zone") " <= 63 AND " BYTES(
			"device") " <= 36"
				  "   AND " BYTES(
					  "command") " <= 64 AND (json_extract(?1, '$.target') IS NULL OR EXISTS"
						     " (SELECT 1 FROM batch WHERE id = json_extract(?1, '$.target') "
						     "AND kind = 'change'"
						     "   AND id < json_extract(?1, '$.id'))) RETURNING 1",
	[JOURNAL_THING] = "SELECT json_extract(?1, '$.entity'), json_extract(?1, '$.after')",
	[RESTORE_JOURNAL] =
		"INSERT INTO journal (seq, batch, entity, uid, after)"
		" SELECT json_extract(?1, '$.seq'), json_extract(?1, '$.batch'), json_extract(?1, '$.entity'),"
		" json_extract(?1, '$.uid'), json_extract(?1, '$.after')"
		" WHERE json_extract(?1, '$.seq')" IS_ID " AND " BYTES("uid") " BETWEEN 1 AND 128 RETURNING 1",
	[HISTORY] = "SELECT entity, uid, after" BY_JOURNAL,
	[RESTORE_CHECK] = "SELECT count(*) FROM (SELECT * FROM (" THINGS_ON_RECORD " EXCEPT " THINGS_BY_JOURNAL ")"
			  " UNION ALL SELECT * FROM (" THINGS_BY_JOURNAL " EXCEPT SELECT * FROM (" THINGS_ON_RECORD "))"
			  " UNION ALL SELECT kind, uid FROM batch WHERE kind = 'change'"
			  "  AND NOT EXISTS (SELECT 1 FROM journal WHERE batch = batch.id))",
	[RESTORE_NEXT_ID] = "UPDATE diary SET next_id = max(next_id,"
			    " (SELECT coalesce(max(json_extract(after, '$.id')), 0) + 1 FROM journal))",
	[READ_DEVICE] = "SELECT device FROM diary",
	[HAS_DIARY] = "SELECT 1 FROM diary WHERE device = json_extract(?1, '$.device')",
	[HAS_BATCH] = "SELECT 1 FROM batch WHERE id = json_extract(?1, '$.id') AND uid = json_extract(?1, '$.uid')",
	[HAS_JOURNAL] =
		"SELECT 1 FROM journal WHERE seq = json_extract(?1, '$.seq') AND batch = json_extract(?1, '$.batch')"
		" AND entity = json_extract(?1, '$.entity') AND uid = json_extract(?1, '$.uid')",
	[HAS_THING] =
		"SELECT 1 FROM journal WHERE entity = json_extract(?1, '$.type') AND uid = json_extract(?1, '$.uid')",
};
extern const struct statements transfer_statements;
const struct statements transfer_statements = { SET_TRANSFER, sql, ARRAY_LEN(sql) };

struct restore {
	bool diary_seen;
	bool compares; /* this diary is not empty: the export may only be one of its own */
};

/* ---- out ---- */

static int export_rows(struct store *s, size_t which, object_fn fn, void *data)
{
	struct query q;
	int result;

	query_begin(&q, s, &transfer_statements, which);
	while ((result = query_step(&q)) == 1) {
		result = fn(row_text(&q), data);
		if (result)
			break;
	}
	return query_end(&q, result);
}

static int export_things(struct store *s, const struct thing *t, object_fn fn, void *data)
{
	struct query q;
	int result;

	thing_objects(&q, s, t);
	while ((result = query_step(&q)) == 1) {
		result = fn(row_text(&q), data);
		if (result)
			break;
	}
	return query_end(&q, result);
}

int store_export_each(struct store *s, object_fn fn, void *data)
{
	int result = export_rows(s, EXPORT_DIARY, fn, data);

	if (result == 0)
		result = export_rows(s, EXPORT_BATCHES, fn, data);
	if (result == 0)
		result = export_rows(s, EXPORT_JOURNAL, fn, data);
	for (size_t i = 0; i < THINGS && result == 0; i++)
		result = export_things(s, things[i], fn, data);
	return result;
}

/* ---- in ---- */

static int only_int(struct store *s, size_t which, int64_t *out)
{
	struct query q;

	query_begin(&q, s, &transfer_statements, which);
	int result = query_step(&q);
	if (result == 1)
		*out = row_int(&q);
	return query_end(&q, result == 1 ? 0 : result == 0 ? -EIO : result);
}

/* Leaves nothing of what was entered. Gives back `result`. */
static int restore_give_up(struct store *s, int result)
{
	free(s->restore);
	s->restore = NULL;
	if (s->failed)
		return result;
	int undone = sql_exec(s, "ROLLBACK TO restore; RELEASE restore");
	if (undone && !s->failed)
		s->failed = undone;
	return result;
}

void restore_abandon(struct store *s)
{
	if (s->restore)
		restore_give_up(s, 0);
}

int store_restore_begin(struct store *s)
{
	int64_t empty = 0;
	int result = s->in_command || s->restore ? -EINVAL : store_begin(s);

	if (result == 0)
		result = only_int(s, IS_EMPTY, &empty);
	if (result)
		return result;
	result = sql_exec(s, "SAVEPOINT restore");
	if (result)
		return result;
	s->restore = xcalloc(1, sizeof(*s->restore));
	s->restore->compares = !empty;
	/* The daemon may have noted its own reminders already: they give way to those of the export. */
	if (empty)
		result = sql_exec(s, "DELETE FROM reminder; DELETE FROM journal; DELETE FROM batch");
	return result ? restore_give_up(s, result) : 0;
}

/* What SQLite refuses about a row is an answer here. */
static int answer_of(int result)
{
	return result == -EINVAL ? STORE_BAD_OBJECT : result;
}

/* Enters a row by a statement that gives one back, unless a value is out of its range. */
static int restore_row(struct store *s, size_t which, const char *text)
{
	struct query q;
	bool entered = false;

	query_begin(&q, s, &transfer_statements, which);
	query_text(&q, text);
	int result = query_step(&q);
	if (result == 1) {
		entered = true;
		result = query_step(&q);
	}
	result = query_end(&q, result);
	return result == 0 && !entered ? STORE_BAD_OBJECT : answer_of(result);
}

static int restore_diary(struct store *s, const char *text)
{
	int result = restore_row(s, RESTORE_DIARY, text);

	s->restore->diary_seen = result == 0;
	return result;
}

static int restore_thing(struct store *s, const struct thing *t, const char *uid, const char *text)
{
	union any_thing thing;
	int result = thing_parse(s, t, uid, text, &thing);

	if (result)
		return result;
	result = thing_write(s, t, &thing, false);
	thing_clear(t, &thing);
	return answer_of(result);
}

/* A text that undo can write: it is written, and taken back. */
static int journal_writes(struct store *s, const struct thing *t, const char *uid, const char *after)
{
	int result = sql_exec(s, "SAVEPOINT trial");

	if (result)
		return result;
	result = restore_thing(s, t, uid, after);
	if (s->failed)
		return result;
	int back = sql_exec(s, "ROLLBACK TO trial; RELEASE trial");
	return back ? back : result;
}

static int journal_good(struct store *s, const char *uid, const char *text)
{
	struct query q;

	query_begin(&q, s, &transfer_statements, JOURNAL_THING);
	query_text(&q, text);
	int result = query_step(&q);
	if (result == 1) {
		const struct thing *t = thing_of(row_text(&q));
		char *after = xstrdup_null(row_text(&q));
		query_end(&q, 0); /* no statement may be reading while a savepoint is rolled back */
		result = !t ? STORE_BAD_OBJECT : after ? journal_writes(s, t, uid, after) : 0;
		free(after);
		return result;
	}
	return query_end(&q, result);
}

static int restore_journal(struct store *s, const char *uid, const char *text)
{
	int result = journal_good(s, uid, text);

	return result ? result : restore_row(s, RESTORE_JOURNAL, text);
}

static int restore_typed(struct store *s, const char *type, const char *uid, const char *text)
{
	const struct thing *t = thing_of(type);

	if (str_equal(type, "diary"))
		return s->restore->diary_seen ? STORE_BAD_OBJECT : restore_diary(s, text);
	if (!s->restore->diary_seen || !uid)
		return STORE_BAD_OBJECT;
	if (str_equal(type, "batch"))
		return restore_row(s, RESTORE_BATCH, text);
	if (str_equal(type, "journal"))
		return restore_journal(s, uid, text);
	return t ? restore_thing(s, t, uid, text) : STORE_BAD_OBJECT;
}

/* Is this row of a history here already? What has become of the things since is the history's later part. */
static int restore_compare(struct store *s, const char *type, const char *text)
{
	size_t which = str_equal(type, "diary")	    ? HAS_DIARY
		       : str_equal(type, "batch")   ? HAS_BATCH
		       : str_equal(type, "journal") ? HAS_JOURNAL
						    : HAS_THING;
	struct query q;

	query_begin(&q, s, &transfer_statements, which);
	query_text(&q, text);
	int result = query_step(&q);
	if (which == HAS_DIARY && result == 1)
		s->restore->diary_seen = true;
	return query_end(&q, result == 1 ? 0 : result == 0 ? STORE_NOT_EMPTY : result);
}

static char *restore_why(struct store *s, const char *type, int result)
{
	if (result == STORE_NOT_EMPTY)
		return xstrdup("There is a diary here already, and this export holds what it does not know: an export "
			       "can only be read into an empty diary, or into the one it came from.");
	if (!type)
		return xstrdup("This is no object of an export: it has no \"type\".");
	if (!s->restore->diary_seen)
		return xstrdup("The first object of an export is of type \"diary\", and of no newer version than this "
			       "crampd.");
	if (sqlite3_errcode(s->db) == SQLITE_CONSTRAINT || (sqlite3_errcode(s->db) & 0xff) == SQLITE_CONSTRAINT)
		return xasprintf("An object of type \"%s\" cannot be kept: %s.", type, sqlite3_errmsg(s->db));
	return xasprintf("An object of type \"%s\" is not as crampd writes it: something is missing, of the wrong type "
			 "or too long.",
			 type);
}

int store_restore_object(struct store *s, const char *text, char **why)
{
	char *type = NULL, *uid = NULL;
	struct query q;

	if (!s->restore)
		return -EINVAL;
	query_begin(&q, s, &transfer_statements, OBJECT_TYPE);
	query_text(&q, text);
	int result = query_step(&q);
	if (result == 1) {
		type = xstrdup_null(row_text(&q));
		uid = xstrdup_null(row_text(&q));
	}
	result = query_end(&q, result);
	if (result >= 0 && !type)
		result = STORE_BAD_OBJECT;
	else if (result >= 0)
		result = s->restore->compares ? restore_compare(s, type, text) : restore_typed(s, type, uid, text);
	if (result > 0)
		*why = restore_why(s, type, result);
	if (result)
		restore_give_up(s, result);
	free(type);
	free(uid);
	return result;
}

int restore_reload_device(struct store *s)
{
	struct query q;

	query_begin(&q, s, &transfer_statements, READ_DEVICE);
	int result = query_step(&q);
	if (result == 1)
		str_copy(s->device, sizeof(s->device), row_text(&q));
	return query_end(&q, result == 1 ? 0 : -EIO);
}

/* Is the thing on record as its history leaves it? STORE_BAD_OBJECT. */
static int as_told(struct store *s, const struct thing *t, const char *uid, const char *after)
{
	union any_thing kept, told;
	int result = thing_get(s, t, uid, &kept);

	if (result)
		return result == STORE_NOT_FOUND ? STORE_BAD_OBJECT : result;
	result = thing_parse(s, t, uid, after, &told);
	if (result == 0) {
		result = thing_equal(t, &kept, &told) ? 0 : STORE_BAD_OBJECT;
		thing_clear(t, &told);
	}
	thing_clear(t, &kept);
	return result;
}

static int all_as_told(struct store *s)
{
	struct query q;
	int result;

	query_begin(&q, s, &transfer_statements, HISTORY);
	while ((result = query_step(&q)) == 1) {
		const char *entity = row_text(&q), *uid = row_text(&q), *after = row_text(&q);
		result = as_told(s, thing_of(entity), uid, after);
		if (result)
			break;
	}
	return query_end(&q, result);
}

/* Everything on record is in the history and the other way round, each change changed something, and no id is left that
 * could be given out twice. */
static int restore_finish(struct store *s, char **why)
{
	int64_t apart = 0;
	int result = only_int(s, RESTORE_CHECK, &apart);

	if (result == 0 && !apart)
		result = all_as_told(s);
	if (result < 0)
		return result;
	if (apart || result) {
		*why = xstrdup("The export is not complete: what is on record and what its history says differ.");
		return STORE_BAD_OBJECT;
	}
	result = sql_exec(s, sql[RESTORE_NEXT_ID]);
	return result ? result : restore_reload_device(s);
}

int store_restore_end(struct store *s, char **why)
{
	if (!s->restore)
		return -EINVAL;
	bool compares = s->restore->compares;
	int result = 0;
	if (!s->restore->diary_seen) {
		*why = xstrdup("There is no object of type \"diary\": this is no export.");
		result = STORE_BAD_OBJECT;
	}
	if (result == 0 && !compares)
		result = restore_finish(s, why);
	if (result == 0)
		result = sql_exec(s, "RELEASE restore");
	if (result)
		return restore_give_up(s, result);
	free(s->restore);
	s->restore = NULL;
	return compares ? STORE_REPEATED : 0;
}
