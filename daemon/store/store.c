/* The transaction that a turn of the loop shares, and questions about the diary as a whole. Opening is in open.c. */
#include "daemon/store/store.h"

#include <errno.h>
#include <string.h>

#include "cramp/log.h"
#include "daemon/store/thing.h"

enum { BEGIN, COMMIT, FIND_ID, FIND_NEWEST, NIGHT_STATE, SPAN, FIRST_OUTCOME, TOTALS };

/* Everything with a lasting id. Each table has an index on it, so that the ends of the list are found without reading
 * it. */
#define NUMBERED(where)                                                                                                \
	"SELECT 'episode', uid, id FROM episode " where " UNION ALL SELECT 'night', uid, id FROM night " where         \
	" UNION ALL SELECT 'nap', uid, id FROM nap " where " UNION ALL SELECT 'reading', uid, id FROM reading " where  \
	" UNION ALL SELECT 'trait', uid, id FROM trait " where

static const char *const sql[] = {
	[BEGIN] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
	[FIND_ID] = NUMBERED("WHERE id = ?1"),
	[FIND_NEWEST] = NUMBERED("") " ORDER BY id DESC LIMIT 1 OFFSET ?1 - 1",
	/* The view's rule for one night: SQLite would read the whole diary for the view. */
	[NIGHT_STATE] = "SELECT (SELECT count(*) FROM episode WHERE night = ?1 AND class IN ('night', 'unclear')),"
			" (SELECT free FROM night WHERE night = ?1)",
	[SPAN] = "SELECT min(first), max(last) FROM (SELECT min(night) AS first, max(night) AS last FROM episode"
		 " UNION ALL SELECT min(night), max(night) FROM night UNION ALL SELECT min(night), max(night) FROM nap"
		 " UNION ALL SELECT min(night), max(night) FROM reading)",
	[FIRST_OUTCOME] = "SELECT min(night) FROM (SELECT min(night) AS night FROM night WHERE free = 1 UNION ALL"
			  " SELECT min(night) FROM episode WHERE class IN ('night', 'unclear'))",
	[TOTALS] = "SELECT (SELECT count(*) FROM episode), (SELECT count(*) FROM night_state WHERE state <> 'unknown'),"
		   " (SELECT count(*) FROM reading), (SELECT page_count * page_size FROM pragma_page_count, "
		   "pragma_page_size)",
};
extern const struct statements store_statements;
const struct statements store_statements = { SET_STORE, sql, ARRAY_LEN(sql) };

int store_begin(struct store *s)
{
	if (s->read_only)
		return -EROFS;
	if (s->open)
		return s->failed;
	int result = sql_run(s, &store_statements, BEGIN);
	if (result == 0)
		s->open = true;
	return result;
}

static void transaction_over(struct store *s, bool committed)
{
	restore_abandon(s);
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->open = false;
	if (!committed)
		restore_reload_device(s);
	s->failed = 0;
	s->in_command = false;
	s->batch = 0;
	if (s->full)
		reserve_give_up(s);
	else if (!s->has_reserve)
		reserve_make(s);
	s->full = false;
}

int store_commit(struct store *s)
{
	if (!s->open)
		return 0;
	store_command_abandon(s);
	restore_abandon(s);
	int result = s->failed ? s->failed : sql_run(s, &store_statements, COMMIT);
	transaction_over(s, result == 0);
	return result;
}

void store_rollback(struct store *s)
{
	if (s->open)
		transaction_over(s, false);
}

bool store_is_open(const struct store *s)
{
	return s->open;
}

const char *store_device(const struct store *s)
{
	return s->device;
}

int store_remove(struct store *s, const char *entity, const char *uid)
{
	const struct thing *t = thing_of(entity);

	if (!s->in_command || !t) {
		log_warnx("%s: removing %s outside a command", s->path, entity);
		return -EINVAL;
	}
	int result = thing_delete(s, t, uid);
	return result ? result : journal_record(s, entity, uid, NULL);
}

static int find(struct store *s, size_t which, int64_t number, id_text entity, uid_text uid)
{
	struct query q;

	query_begin(&q, s, &store_statements, which);
	query_int(&q, number);
	int result = query_step(&q);
	if (result == 1) {
		str_copy(entity, sizeof(id_text), row_text(&q));
		str_copy(uid, sizeof(uid_text), row_text(&q));
	}
	return query_end(&q, result == 1 ? 0 : result == 0 ? STORE_NOT_FOUND : result);
}

int store_find_id(struct store *s, int64_t id, id_text entity, uid_text uid)
{
	return find(s, FIND_ID, id, entity, uid);
}

int store_find_newest(struct store *s, int64_t newest, id_text entity, uid_text uid)
{
	return newest < 1 ? STORE_NOT_FOUND : find(s, FIND_NEWEST, newest, entity, uid);
}

int store_night_state(struct store *s, int32_t night, enum night_state *state, int64_t *episodes)
{
	struct query q;

	query_begin(&q, s, &store_statements, NIGHT_STATE);
	query_date(&q, night);
	int result = query_step(&q);
	if (result == 1) {
		*episodes = row_int(&q);
		bool is_free = row_int(&q) == 1;
		*state = *episodes > 0 ? STATE_CRAMP : is_free ? STATE_FREE : STATE_UNKNOWN;
		result = 0;
	}
	return query_end(&q, result);
}

int store_span(struct store *s, int32_t *first, int32_t *last)
{
	struct query q;

	query_begin(&q, s, &store_statements, SPAN);
	int result = query_step(&q);
	if (result == 1) {
		const char *from = row_text(&q), *to = row_text(&q);
		result = STORE_NOT_FOUND;
		if (from && to && date_parse(from, first) && date_parse(to, last))
			result = 0;
	}
	return query_end(&q, result);
}

int store_first_outcome(struct store *s, int32_t *night)
{
	struct query q;

	query_begin(&q, s, &store_statements, FIRST_OUTCOME);
	int result = query_step(&q);
	if (result == 1) {
		const char *first = row_text(&q);
		result = first && date_parse(first, night) ? 0 : STORE_NOT_FOUND;
	}
	return query_end(&q, result);
}

int store_totals(struct store *s, struct store_totals *out)
{
	struct query q;

	query_begin(&q, s, &store_statements, TOTALS);
	int result = query_step(&q);
	if (result == 1) {
		*out = (struct store_totals){ .episodes = row_int(&q) };
		out->nights = row_int(&q);
		out->readings = row_int(&q);
		out->size_bytes = row_int(&q);
		result = 0;
	}
	return query_end(&q, result);
}
