#include "daemon/store/thing.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/log.h"

/* Statements made from the description; the listings (t->selects) follow them. */
enum { THING_WRITE, THING_DELETE, THING_TEXT, THING_PARSE, THING_OBJECTS, THING_SELECT };

enum { NEXT_ID, NEXT_ID_TAKE };
static const char *const sql[] = {
	/* not in one with RETURNING, for which SQLite opens a database in memory each time */
	[NEXT_ID] = "SELECT next_id FROM diary",
	[NEXT_ID_TAKE] = "UPDATE diary SET next_id = next_id + 1",
};
extern const struct statements thing_statements;
const struct statements thing_statements = { SET_THING, sql, ARRAY_LEN(sql) };

const struct thing *const things[THINGS] = {
	[THING_EPISODE] = &episode_thing, [THING_NIGHT] = &night_thing,	      [THING_NAP] = &nap_thing,
	[THING_READING] = &reading_thing, [THING_FACTOR] = &factor_thing,     [THING_TRACKING] = &tracking_thing,
	[THING_TRAIT] = &trait_thing,	  [THING_REMINDER] = &reminder_thing, [THING_LOOK] = &look_thing,
};

const struct thing *thing_of(const char *entity)
{
	for (size_t i = 0; i < THINGS; i++)
		if (str_equal(things[i]->entity, entity))
			return things[i];
	return NULL;
}

static void *member(const struct field *f, const void *thing)
{
	return (char *)thing + f->at;
}

const char *thing_uid(const struct thing *t, const void *thing)
{
	return member(&t->uid, thing);
}

/* The field of a kind that there is at most once; NULL: it has none. */
static const struct field *field_of(const struct thing *t, enum field_kind kind)
{
	for (size_t i = 0; i < t->field_count; i++)
		if (t->fields[i].kind == kind)
			return &t->fields[i];
	return NULL;
}

void thing_clear(const struct thing *t, void *thing)
{
	for (size_t i = 0; i < t->field_count; i++) {
		if (t->fields[i].kind != FIELD_TEXT && t->fields[i].kind != FIELD_TEXT_OR_NULL)
			continue;
		char **text = member(&t->fields[i], thing);
		free(*text);
		*text = NULL;
	}
}

static void add_columns(struct strbuf *b, const struct thing *t, const char *before, const char *after)
{
	for (size_t i = 0; i < t->field_count; i++)
		strbuf_add(b, "%s%s%s%s", i ? ", " : "", before, t->fields[i].column, after);
}

/* The expression that is the JSON text of a row, as the journal has it: the columns in order, then what hangs on the
 * row. */
static void add_text(struct strbuf *b, const struct thing *t)
{
	strbuf_add(b, "json_object(");
	for (size_t i = 0; i < t->field_count; i++)
		strbuf_add(b, "%s'%s', %s", i ? ", " : "", t->fields[i].column, t->fields[i].column);
	strbuf_add(b, "%s)", t->text_more ? t->text_more : "");
}

static void add_write(struct strbuf *b, const struct thing *t)
{
	strbuf_add(b, "INSERT INTO %s (uid, ", t->entity);
	add_columns(b, t, "", "");
	strbuf_add(b, ") VALUES (?");
	for (size_t i = 0; i < t->field_count; i++)
		strbuf_add(b, ", ?");
	strbuf_add(b, ") ON CONFLICT (uid) DO UPDATE SET ");
	for (size_t i = 0; i < t->field_count; i++)
		strbuf_add(b, "%s%s = excluded.%s", i ? ", " : "", t->fields[i].column, t->fields[i].column);
}

/* ?1 is the JSON text, ?2 the uid. */
static void add_parse(struct strbuf *b, const struct thing *t)
{
	strbuf_add(b, "SELECT ?2, ");
	add_columns(b, t, "json_extract(?1, '$.", "')");
	strbuf_add(b, " WHERE json_valid(?1)");
}

static char *thing_sql(const struct thing *t, size_t which)
{
	struct strbuf b = { 0 };

	if (which == THING_WRITE) {
		add_write(&b, t);
	} else if (which == THING_DELETE) {
		strbuf_add(&b, "DELETE FROM %s WHERE uid = ?1", t->entity);
	} else if (which == THING_PARSE) {
		add_parse(&b, t);
	} else if (which >= THING_SELECT) {
		strbuf_add(&b, "SELECT uid, ");
		add_columns(&b, t, "", "");
		strbuf_add(&b, " FROM %s %s", t->entity, t->selects[which - THING_SELECT]);
	} else if (which == THING_TEXT) {
		strbuf_add(&b, "SELECT ");
		add_text(&b, t);
		strbuf_add(&b, " FROM %s WHERE uid = ?1", t->entity);
	} else {
		strbuf_add(&b, "SELECT '{\"type\":\"%s\",\"uid\":' || json_quote(uid) || ',' || substr(", t->entity);
		add_text(&b, t);
		/* in an order that no later change of another one disturbs */
		strbuf_add(&b, ", 2) FROM %s ORDER BY %s", t->entity, field_of(t, FIELD_ID) ? "id" : "uid");
	}
	return strbuf_take(&b);
}

size_t thing_statement_count(const struct thing *t)
{
	return THING_SELECT + t->select_count;
}

static void thing_begin(struct query *q, struct store *s, const struct thing *t, size_t which)
{
	sqlite3_stmt ***kept = &s->kept_of_thing[t->number];
	char *text = NULL;

	if (!*kept)
		*kept = xcalloc(thing_statement_count(t), sizeof(sqlite3_stmt *));
	sqlite3_stmt **slot = &(*kept)[which];
	if (!*slot || sqlite3_stmt_busy(*slot))
		text = thing_sql(t, which);
	query_begin_slot(q, s, slot, text);
	free(text);
}

int thing_prepare_all(struct store *s)
{
	int result = 0;

	for (size_t i = 0; i < THINGS; i++) {
		for (size_t j = 0; j < thing_statement_count(things[i]) && result == 0; j++) {
			struct query q;
			thing_begin(&q, s, things[i], j);
			result = query_end(&q, q.error);
		}
	}
	return result;
}

static void bind_field(struct query *q, const struct field *f, const void *thing)
{
	const void *at = member(f, thing);
	const char *text = NULL;

	switch (f->kind) {
	case FIELD_WORD: query_text(q, at); break;
	case FIELD_WORD_OR_NULL: query_text(q, *(const char *)at ? at : NULL); break;
	case FIELD_TEXT:
		text = *(char *const *)at;
		query_text(q, text ? text : "");
		break;
	case FIELD_TEXT_OR_NULL:
		text = *(char *const *)at;
		query_text(q, str_empty(text) ? NULL : text);
		break;
	case FIELD_ID:
	case FIELD_RECORDED:
	case FIELD_INT: query_int(q, *(const int64_t *)at); break;
	case FIELD_OFFSET: query_int(q, *(const int32_t *)at); break;
	case FIELD_REAL: query_real(q, sql_round(*(const double *)at)); break;
	case FIELD_DATE: query_date(q, *(const int32_t *)at); break;
	case FIELD_BOOL: query_int(q, *(const bool *)at); break;
	case FIELD_TRUE_OR_NULL: query_int(q, *(const bool *)at ? 1 : UNKNOWN); break;
	}
}

static bool read_text(const struct field *f, const char *text, void *at)
{
	switch (f->kind) {
	case FIELD_WORD: return text && str_copy(at, f->size, text);
	case FIELD_WORD_OR_NULL: return str_copy(at, f->size, text ? text : "");
	case FIELD_DATE: *(int32_t *)at = NO_NIGHT; return !text || date_parse(text, at);
	default: *(char **)at = xstrdup_null(text); return text || f->kind == FIELD_TEXT_OR_NULL;
	}
}

static bool read_int(const struct field *f, int64_t value, void *at)
{
	bool in_range = value >= FIRST_INSTANT && value <= LAST_INSTANT;

	switch (f->kind) {
	case FIELD_OFFSET: *(int32_t *)at = (int32_t)value; return value >= INT32_MIN && value <= INT32_MAX;
	case FIELD_BOOL: *(bool *)at = value == 1; return value == 0 || value == 1;
	case FIELD_TRUE_OR_NULL: *(bool *)at = value == 1; return value == 1 || value == UNKNOWN;
	case FIELD_ID: *(int64_t *)at = value; return value > 0 && value <= LAST_ID;
	case FIELD_RECORDED: *(int64_t *)at = value; return in_range;
	default: *(int64_t *)at = value; return in_range || value == UNKNOWN;
	}
}

/* False: the value is of the wrong type, too long for the struct or beyond every range. */
static bool read_field(sqlite3_stmt *stmt, int column, const struct field *f, void *thing)
{
	int type = sqlite3_column_type(stmt, column);
	void *at = member(f, thing);

	switch (f->kind) {
	case FIELD_WORD:
	case FIELD_WORD_OR_NULL:
	case FIELD_TEXT:
	case FIELD_TEXT_OR_NULL:
	case FIELD_DATE:
		return (type == SQLITE_TEXT || type == SQLITE_NULL) &&
		       read_text(f, (const char *)sqlite3_column_text(stmt, column), at);
	case FIELD_REAL:
		*(double *)at = type == SQLITE_NULL ? NAN : sqlite3_column_double(stmt, column);
		return type == SQLITE_NULL || type == SQLITE_FLOAT || type == SQLITE_INTEGER;
	default:
		return (type == SQLITE_INTEGER || type == SQLITE_NULL) &&
		       read_int(f, type == SQLITE_NULL ? UNKNOWN : sqlite3_column_int64(stmt, column), at);
	}
}

/* Answers STORE_BAD_OBJECT for a row that cannot be one. `out` owns nothing then. */
static int thing_read(struct query *q, const struct thing *t, const char *text, void *out)
{
	bool good = true;
	int result = 0;

	memset(out, 0, t->size);
	good = read_field(q->stmt, 0, &t->uid, out);
	for (size_t i = 0; i < t->field_count; i++)
		good = read_field(q->stmt, (int)i + 1, &t->fields[i], out) && good;
	if (good && t->children_read)
		result = t->children_read(q->store, thing_uid(t, out), text, out);
	if (!good)
		result = STORE_BAD_OBJECT;
	if (result)
		thing_clear(t, out);
	return result;
}

void thing_select(struct query *q, struct store *s, const struct thing *t, size_t select)
{
	thing_begin(q, s, t, THING_SELECT + select);
}

int thing_next(struct query *q, const struct thing *t, void *out)
{
	int result = query_step(q);

	if (result != 1)
		return result;
	result = thing_read(q, t, NULL, out);
	if (result > 0) {
		log_warnx("%s: a row of %s is not as crampd writes it", q->store->path, t->entity);
		return -EIO;
	}
	return result ? result : 1;
}

int thing_only(struct query *q, const struct thing *t, void *out)
{
	int result = thing_next(q, t, out);

	return query_end(q, result == 1 ? 0 : result == 0 ? STORE_NOT_FOUND : result);
}

int thing_get(struct store *s, const struct thing *t, const char *uid, void *out)
{
	struct query q;

	thing_select(&q, s, t, 0);
	query_text(&q, uid);
	return thing_only(&q, t, out);
}

void thing_objects(struct query *q, struct store *s, const struct thing *t)
{
	thing_begin(q, s, t, THING_OBJECTS);
}

int thing_text(struct store *s, const struct thing *t, const char *uid, char **text)
{
	struct query q;

	thing_begin(&q, s, t, THING_TEXT);
	query_text(&q, uid);
	int result = query_step(&q);
	if (result != 1)
		return query_end(&q, result == 0 ? STORE_NOT_FOUND : result);
	*text = xstrdup(row_text(&q));
	return query_end(&q, 0);
}

int thing_parse(struct store *s, const struct thing *t, const char *uid, const char *text, void *out)
{
	struct query q;

	thing_begin(&q, s, t, THING_PARSE);
	query_text(&q, text);
	query_text(&q, uid);
	int result = query_step(&q);
	if (result == 0)
		result = STORE_BAD_OBJECT;
	else if (result == 1)
		result = thing_read(&q, t, text, out);
	return query_end(&q, result);
}

int thing_write(struct store *s, const struct thing *t, const void *thing, bool fresh)
{
	struct query q;

	thing_begin(&q, s, t, THING_WRITE);
	query_text(&q, thing_uid(t, thing));
	for (size_t i = 0; i < t->field_count; i++)
		bind_field(&q, &t->fields[i], thing);
	int result = query_run(&q);
	if (result == 0 && t->children_write)
		result = t->children_write(s, thing, fresh);
	return result;
}

int thing_delete(struct store *s, const struct thing *t, const char *uid)
{
	struct query q;

	thing_begin(&q, s, t, THING_DELETE);
	query_text(&q, uid);
	int result = query_run(&q);
	if (result == 0 && sqlite3_changes(s->db) == 0)
		return STORE_NOT_FOUND;
	return result;
}

static bool same_text(const char *a, const char *b)
{
	return str_equal(str_empty(a) ? NULL : a, str_empty(b) ? NULL : b);
}

static bool same_real(double a, double b)
{
	return isnan(a) ? isnan(b) : sql_round(a) == sql_round(b);
}

static bool same_field(const struct field *f, const void *thing_a, const void *thing_b)
{
	const void *a = member(f, thing_a), *b = member(f, thing_b);

	switch (f->kind) {
	case FIELD_WORD:
	case FIELD_WORD_OR_NULL: return strcmp(a, b) == 0;
	case FIELD_TEXT:
	case FIELD_TEXT_OR_NULL: return same_text(*(char *const *)a, *(char *const *)b);
	case FIELD_REAL: return same_real(*(const double *)a, *(const double *)b);
	case FIELD_BOOL:
	case FIELD_TRUE_OR_NULL: return *(const bool *)a == *(const bool *)b;
	case FIELD_OFFSET:
	case FIELD_DATE: return *(const int32_t *)a == *(const int32_t *)b;
	case FIELD_INT: return *(const int64_t *)a == *(const int64_t *)b;
	case FIELD_ID:
	case FIELD_RECORDED: return true;
	}
	return false;
}

/* The same facts. When they were told is none of them: an import read a second time must find nothing to change. */
static bool thing_same(const struct thing *t, const void *a, const void *b)
{
	for (size_t i = 0; i < t->field_count; i++)
		if (!same_field(&t->fields[i], a, b))
			return false;
	return !t->children_same || t->children_same(a, b);
}

bool thing_equal(const struct thing *t, const void *a, const void *b)
{
	const struct field *id = field_of(t, FIELD_ID), *recorded = field_of(t, FIELD_RECORDED);

	if (id && *(const int64_t *)member(id, a) != *(const int64_t *)member(id, b))
		return false;
	if (recorded && *(const int64_t *)member(recorded, a) != *(const int64_t *)member(recorded, b))
		return false;
	return thing_same(t, a, b);
}

static int next_id(struct store *s, int64_t *id)
{
	struct query q;

	query_begin(&q, s, &thing_statements, NEXT_ID);
	int result = query_step(&q);
	if (result == 1)
		*id = row_int(&q);
	query_end(&q, result);
	return result == 1 ? sql_run(s, &thing_statements, NEXT_ID_TAKE) : result;
}

/* A thing keeps its lasting id for ever; a new one gets the next. */
static int settle_id(struct store *s, const struct thing *t, void *thing, const void *old)
{
	const struct field *f = field_of(t, FIELD_ID);

	if (!f)
		return 0;
	int64_t *id = member(f, thing);
	if (old)
		*id = *(const int64_t *)member(f, old);
	return *id > 0 ? 0 : next_id(s, id);
}

static int thing_keep(struct store *s, const struct thing *t, const void *thing, bool fresh)
{
	const char *uid = thing_uid(t, thing);
	char *text = NULL;
	int result = thing_write(s, t, thing, fresh);

	if (result == 0)
		result = thing_text(s, t, uid, &text);
	if (result == 0)
		result = journal_record(s, t->entity, uid, text);
	free(text);
	return result > 0 ? -EIO : result;
}

int thing_put(struct store *s, const struct thing *t, void *thing)
{
	const struct field *recorded = field_of(t, FIELD_RECORDED);
	union any_thing old;

	if (!s->in_command) {
		log_warnx("%s: a change of %s outside a command", s->path, t->entity);
		return -EINVAL;
	}
	int result = thing_get(s, t, thing_uid(t, thing), &old);
	if (result < 0)
		return result;
	bool known = result == 0, same = known && thing_same(t, &old, thing);
	result = settle_id(s, t, thing, known ? &old : NULL);
	if (same && recorded)
		*(int64_t *)member(recorded, thing) = *(int64_t *)member(recorded, &old);
	if (result == 0 && !same)
		result = thing_keep(s, t, thing, !known);
	if (known)
		thing_clear(t, &old);
	return result;
}
