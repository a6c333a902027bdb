/* Commands, the batches they become, the journal of what they changed, and its readings. Undo is in undo.c. */
#include "daemon/store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/log.h"
#include "daemon/store/sql.h"

enum {
	COMMAND_BEGIN,
	COMMAND_END,
	BATCH_OF_UID,
	BATCH_BEGIN,
	BATCH_KEPT,
	BATCH_UNSAY,
	JOURNAL_AGAIN,
	JOURNAL_ADD,
	BATCH_GET,
	BATCHES,
	CHANGES,
	UID_FATE,
};

#define BATCH_COLUMNS                                                                                                  \
	"SELECT id, uid, at, zone, device, actor, command, kind, target, undone,"                                      \
	"       (SELECT count(*) FROM journal WHERE batch = b.id) FROM batch AS b "

static const char *const sql[] = {
	[COMMAND_BEGIN] = "SAVEPOINT command",
	[COMMAND_END] = "RELEASE command",
	[BATCH_OF_UID] = "SELECT id, command FROM batch WHERE uid = ?1",
	[BATCH_BEGIN] = "INSERT INTO batch (uid, at, zone, device, actor, command, kind)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'change')",
	[BATCH_KEPT] = "SELECT kind <> 'change' OR EXISTS (SELECT 1 FROM journal WHERE batch = b.id) FROM batch AS b "
		       "WHERE id = ?1",
	/* what was changed twice and is now as it was before */
	[BATCH_UNSAY] = "DELETE FROM journal AS j WHERE batch = ?1 AND after IS (SELECT after FROM journal AS p"
			" WHERE p.entity = j.entity AND p.uid = j.uid AND p.seq < j.seq ORDER BY p.seq DESC LIMIT 1)",
	/* by the thing, not by the batch ("+"): an import is one long batch */
	[JOURNAL_AGAIN] = "UPDATE journal SET after = ?4 WHERE +batch = ?1 AND entity = ?2 AND uid = ?3",
	[JOURNAL_ADD] = "INSERT INTO journal (batch, entity, uid, after) VALUES (?1, ?2, ?3, ?4)",
	[BATCH_GET] = BATCH_COLUMNS "WHERE id = ?1",
	[BATCHES] = BATCH_COLUMNS "ORDER BY id DESC LIMIT ?1",
	[CHANGES] = "SELECT entity, uid, (SELECT after FROM journal AS p WHERE p.entity = j.entity AND p.uid = j.uid"
		    " AND p.seq < j.seq ORDER BY p.seq DESC LIMIT 1), after FROM journal AS j WHERE batch = ?1 ORDER "
		    "BY seq",
	[UID_FATE] = "SELECT j.after IS NOT NULL, b.kind = 'undo' AND t.actor = 'import' FROM journal AS j"
		     "  JOIN batch AS b ON b.id = j.batch LEFT JOIN batch AS t ON t.id = b.target"
		     " WHERE j.entity = ?1 AND j.uid = ?2 ORDER BY j.seq DESC LIMIT 1",
};
extern const struct statements journal_statements;
const struct statements journal_statements = { SET_JOURNAL, sql, ARRAY_LEN(sql) };

/* Was this uid told before? STORE_REPEATED, STORE_UID_REUSED. */
static int command_told(struct store *s, const struct command *command, int64_t *batch)
{
	struct query q;

	query_begin(&q, s, &journal_statements, BATCH_OF_UID);
	query_text(&q, command->uid);
	int result = query_step(&q);
	if (result == 1) {
		int64_t id = row_int(&q);
		result = STORE_UID_REUSED;
		if (str_equal(row_text(&q), command->name)) {
			*batch = id;
			result = STORE_REPEATED;
		}
	}
	return query_end(&q, result);
}

static int batch_begin(struct store *s, const struct command *command)
{
	struct query q;

	query_begin(&q, s, &journal_statements, BATCH_BEGIN);
	query_text(&q, command->uid);
	query_int(&q, command->at);
	query_text(&q, command->zone);
	query_text(&q, s->device);
	query_text(&q, command->actor);
	query_text(&q, command->name);
	int result = query_run(&q);
	s->batch = sqlite3_last_insert_rowid(s->db);
	return result;
}

int store_command_begin(struct store *s, const struct command *command, int64_t *batch)
{
	if (s->in_command) {
		log_warnx("%s: a command within a command", s->path);
		return -EINVAL;
	}
	int result = store_begin(s);
	if (result == 0)
		result = command_told(s, command, batch);
	if (result)
		return result;
	result = sql_run(s, &journal_statements, COMMAND_BEGIN);
	if (result)
		return result;
	s->in_command = true;
	s->retouched = false;
	result = batch_begin(s, command);
	if (result)
		store_command_abandon(s);
	else
		*batch = s->batch;
	return result;
}

void store_command_abandon(struct store *s)
{
	if (!s->in_command)
		return;
	s->in_command = false;
	s->batch = 0;
	/* SQLite may have given the transaction up, and the savepoint with it. */
	if (s->failed)
		return;
	int result = sql_exec(s, "ROLLBACK TO command; RELEASE command");
	if (result && !s->failed)
		s->failed = result;
}

/* Does the command leave anything behind? 1, 0 or negative. */
static int batch_kept(struct store *s)
{
	struct query q;
	int result = 0;

	if (s->retouched) {
		query_begin(&q, s, &journal_statements, BATCH_UNSAY);
		query_int(&q, s->batch);
		result = query_run(&q);
	}
	if (result)
		return result;
	query_begin(&q, s, &journal_statements, BATCH_KEPT);
	query_int(&q, s->batch);
	result = query_step(&q);
	if (result == 1)
		result = row_int(&q) != 0;
	return query_end(&q, result);
}

int store_command_end(struct store *s, int64_t *batch)
{
	if (!s->in_command)
		return -EINVAL;
	int kept = s->failed ? s->failed : batch_kept(s);
	if (kept <= 0) {
		store_command_abandon(s);
		*batch = 0;
		return kept;
	}
	int result = sql_run(s, &journal_statements, COMMAND_END);
	if (result) {
		store_command_abandon(s);
		return result;
	}
	*batch = s->batch;
	s->in_command = false;
	s->batch = 0;
	return 0;
}

static int record(struct store *s, size_t which, const char *entity, const char *uid, const char *text)
{
	struct query q;

	query_begin(&q, s, &journal_statements, which);
	query_int(&q, s->batch);
	query_text(&q, entity);
	query_text(&q, uid);
	query_text(&q, text);
	return query_run(&q);
}

/* One row a thing and command, so that a command is undone by looking at one row before each of its own. */
int journal_record(struct store *s, const char *entity, const char *uid, const char *text)
{
	int result = record(s, JOURNAL_AGAIN, entity, uid, text);

	if (result)
		return result;
	if (sqlite3_changes(s->db) == 0)
		return record(s, JOURNAL_ADD, entity, uid, text);
	s->retouched = true;
	return 0;
}

static void batch_read(struct query *q, struct batch *b)
{
	*b = (struct batch){ .id = row_int(q) };
	str_copy(b->uid, sizeof(b->uid), row_text(q));
	b->at = row_int(q);
	str_copy(b->zone, sizeof(b->zone), row_text(q));
	str_copy(b->device, sizeof(b->device), row_text(q));
	str_copy(b->actor, sizeof(b->actor), row_text(q));
	str_copy(b->command, sizeof(b->command), row_text(q));
	str_copy(b->kind, sizeof(b->kind), row_text(q));
	b->target = row_int(q);
	b->undone = row_int(q) == 1;
	b->changes = row_int(q);
}

int store_batch_get(struct store *s, int64_t id, struct batch *out)
{
	struct query q;

	query_begin(&q, s, &journal_statements, BATCH_GET);
	query_int(&q, id);
	int result = query_step(&q);
	if (result == 1)
		batch_read(&q, out);
	return query_end(&q, result == 1 ? 0 : result == 0 ? STORE_NOT_FOUND : result);
}

int store_batches_each(struct store *s, int64_t limit, batch_fn fn, void *data)
{
	struct batch b;
	struct query q;
	int result;

	query_begin(&q, s, &journal_statements, BATCHES);
	query_int(&q, limit > 0 ? limit : -1); /* SQLite's "no limit" */
	while ((result = query_step(&q)) == 1) {
		batch_read(&q, &b);
		result = fn(&b, data);
		if (result)
			break;
	}
	return query_end(&q, result);
}

int store_changes_each(struct store *s, int64_t batch, change_fn fn, void *data)
{
	struct query q;
	int result;

	query_begin(&q, s, &journal_statements, CHANGES);
	query_int(&q, batch);
	while ((result = query_step(&q)) == 1) {
		const char *entity = row_text(&q), *uid = row_text(&q), *before = row_text(&q), *after = row_text(&q);
		result = fn(entity, uid, before, after, data);
		if (result)
			break;
	}
	return query_end(&q, result);
}

int store_uid_fate(struct store *s, const char *entity, const char *uid, enum uid_fate *fate)
{
	struct query q;

	*fate = UID_NEVER;
	query_begin(&q, s, &journal_statements, UID_FATE);
	query_text(&q, entity);
	query_text(&q, uid);
	int result = query_step(&q);
	if (result == 1) {
		bool present = row_int(&q) == 1, undone = row_int(&q) == 1;
		*fate = present ? UID_PRESENT : undone ? UID_UNDONE : UID_REMOVED;
		result = 0;
	}
	return query_end(&q, result);
}
