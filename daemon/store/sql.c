#include "daemon/store/sql.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/log.h"
#include "daemon/store/thing.h"

extern const struct statements store_statements, thing_statements, episode_statements, journal_statements,
	undo_statements, transfer_statements, look_statements;

static const struct statements *const sets[STATEMENT_SETS] = {
	[SET_STORE] = &store_statements,     [SET_THING] = &thing_statements, [SET_EPISODE] = &episode_statements,
	[SET_JOURNAL] = &journal_statements, [SET_UNDO] = &undo_statements,   [SET_TRANSFER] = &transfer_statements,
	[SET_LOOK] = &look_statements,
};

static int errno_of(sqlite3 *db)
{
	int code = sqlite3_extended_errcode(db);

	switch (code & 0xff) {
	case SQLITE_FULL: return -ENOSPC;
	case SQLITE_READONLY: return -EROFS;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return -EBUSY;
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
	case SQLITE_TOOBIG: return -EINVAL;
	case SQLITE_NOMEM: fatal("out of memory");
	case SQLITE_IOERR: break;
	default: return -EIO;
	}
	/* SQLite calls only ENOSPC full; a quota or a limit is the same to the user. */
	switch (sqlite3_system_errno(db)) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG: return -ENOSPC;
	case EROFS: return -EROFS;
	default: return -EIO;
	}
}

int sql_failed(struct store *s, const char *doing)
{
	int result = errno_of(s->db), shown = (int)strcspn(doing, "\n");

	/* While a diary is restored, a refused row is the answer to a file that a person may have written, told by the
	 * caller. */
	if (!s->restore || result != -EINVAL)
		log_warnx("%s: %s (%.*s)", s->path, sqlite3_errmsg(s->db), shown < 60 ? shown : 60, doing);
	if (result == -ENOSPC)
		s->full = true;
	/* Some failures make SQLite roll the whole transaction back by itself. What came before in it is then gone as
	 * well, and nothing may follow in it. */
	if (s->open && sqlite3_get_autocommit(s->db))
		s->failed = result;
	return result;
}

int sql_exec(struct store *s, const char *sql)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : sql_failed(s, sql);
}

int sql_int(struct store *s, const char *sql, int64_t *out)
{
	sqlite3_stmt *stmt = NULL;
	int result = 0;

	if (sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	else
		result = sql_failed(s, sql);
	sqlite3_finalize(stmt);
	return result;
}

void query_begin_slot(struct query *q, struct store *s, sqlite3_stmt **slot, const char *sql)
{
	*q = (struct query){ .store = s, .stmt = *slot, .passing = *slot && sqlite3_stmt_busy(*slot) };
	if (q->stmt && !q->passing)
		return;
	if (sqlite3_prepare_v3(s->db, sql, -1, q->passing ? 0 : SQLITE_PREPARE_PERSISTENT, &q->stmt, NULL) != SQLITE_OK)
		q->error = sql_failed(s, sql);
	else if (!q->passing)
		*slot = q->stmt;
}

void query_begin(struct query *q, struct store *s, const struct statements *set, size_t which)
{
	if (!s->kept[set->set])
		s->kept[set->set] = xcalloc(set->count, sizeof(sqlite3_stmt *));
	query_begin_slot(q, s, &s->kept[set->set][which], set->sql[which]);
}

static void query_bound(struct query *q, int code)
{
	if (code != SQLITE_OK && !q->error)
		q->error = sql_failed(q->store, "bind");
}

void query_text(struct query *q, const char *text)
{
	q->bound++;
	if (!q->error)
		query_bound(q, text ? sqlite3_bind_text(q->stmt, q->bound, text, -1, SQLITE_TRANSIENT)
				    : sqlite3_bind_null(q->stmt, q->bound));
}

void query_int(struct query *q, int64_t value)
{
	q->bound++;
	if (!q->error)
		query_bound(q, value != UNKNOWN ? sqlite3_bind_int64(q->stmt, q->bound, value)
						: sqlite3_bind_null(q->stmt, q->bound));
}

void query_real(struct query *q, double value)
{
	q->bound++;
	if (!q->error)
		query_bound(q, isnan(value) ? sqlite3_bind_null(q->stmt, q->bound)
					    : sqlite3_bind_double(q->stmt, q->bound, value));
}

void query_date(struct query *q, int32_t day)
{
	char text[DATE_LENGTH + 1];

	if (day != NO_NIGHT)
		date_format(day, text);
	query_text(q, day != NO_NIGHT ? text : NULL);
}

void query_range(struct query *q, int32_t from, int32_t to)
{
	if (from == NO_NIGHT)
		query_text(q, "0000-00-00");
	else
		query_date(q, from);
	if (to == NO_NIGHT)
		query_text(q, "9999-99-99");
	else
		query_date(q, to);
}

int query_step(struct query *q)
{
	if (q->error)
		return q->error;
	q->column = 0;
	switch (sqlite3_step(q->stmt)) {
	case SQLITE_ROW: return 1;
	case SQLITE_DONE: return 0;
	default: return q->error = sql_failed(q->store, sqlite3_sql(q->stmt));
	}
}

const char *row_text(struct query *q)
{
	return (const char *)sqlite3_column_text(q->stmt, q->column++);
}

int64_t row_int(struct query *q)
{
	int column = q->column++;

	return sqlite3_column_type(q->stmt, column) == SQLITE_NULL ? UNKNOWN : sqlite3_column_int64(q->stmt, column);
}

bool row_int_strict(struct query *q, int64_t *out)
{
	int type = sqlite3_column_type(q->stmt, q->column);

	*out = row_int(q);
	return type == SQLITE_INTEGER || type == SQLITE_NULL;
}

int query_end(struct query *q, int result)
{
	if (q->passing) {
		sqlite3_finalize(q->stmt);
	} else if (q->stmt) {
		sqlite3_reset(q->stmt);
		sqlite3_clear_bindings(q->stmt);
	}
	q->stmt = NULL;
	return result;
}

int query_run(struct query *q)
{
	int result;

	do {
		result = query_step(q);
	} while (result == 1);
	return query_end(q, result);
}

int sql_run(struct store *s, const struct statements *set, size_t which)
{
	struct query q;

	query_begin(&q, s, set, which);
	return query_run(&q);
}

int sql_prepare_all(struct store *s)
{
	int result = 0;

	for (size_t i = 0; i < ARRAY_LEN(sets) && result == 0; i++) {
		for (size_t j = 0; j < sets[i]->count && result == 0; j++) {
			struct query q;
			query_begin(&q, s, sets[i], j);
			result = query_end(&q, q.error);
		}
	}
	return result ? result : thing_prepare_all(s);
}

static void finish_set(sqlite3_stmt **kept, size_t count)
{
	for (size_t i = 0; kept && i < count; i++)
		sqlite3_finalize(kept[i]);
	free(kept);
}

void sql_finish(struct store *s)
{
	for (size_t i = 0; i < STATEMENT_SETS; i++)
		finish_set(s->kept[i], sets[i]->count);
	for (size_t i = 0; i < THINGS; i++)
		finish_set(s->kept_of_thing[i], thing_statement_count(things[i]));
}

double sql_round(double value)
{
	char text[40];

	if (isnan(value) || isinf(value))
		return value;
	snprintf(text, sizeof(text), "%.15g", value);
	return strtod(text, NULL);
}
