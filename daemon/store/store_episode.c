#include "daemon/store/store.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/store/thing.h"

enum {
	MUSCLES_CLEAR,
	MUSCLES_ADD,
	MUSCLES_READ,
	MUSCLES_PARSE,
	RELIEF_CLEAR,
	RELIEF_ADD,
	RELIEF_READ,
	RELIEF_PARSE,
	FLAGS_CLEAR,
	FLAGS_ADD,
	FLAGS_READ,
	FLAGS_PARSE,
	UID_OF_ID,
};

static const char *const sql[] = {
	[MUSCLES_CLEAR] = "DELETE FROM episode_muscle WHERE episode = ?1",
	[MUSCLES_ADD] = "INSERT INTO episode_muscle (episode, ord, muscle) VALUES (?1, ?2, ?3)",
	[MUSCLES_READ] = "SELECT muscle FROM episode_muscle WHERE episode = ?1 ORDER BY ord",
	[MUSCLES_PARSE] = "SELECT value FROM json_each(?1, '$.muscles') ORDER BY key",
	[RELIEF_CLEAR] = "DELETE FROM episode_relief WHERE episode = ?1",
	[RELIEF_ADD] = "INSERT INTO episode_relief (episode, ord, method, seconds, worked, effect) VALUES (?1, ?2, ?3, "
		       "?4, ?5, ?6)",
	[RELIEF_READ] = "SELECT method, seconds, worked, effect FROM episode_relief WHERE episode = ?1 ORDER BY ord",
	[RELIEF_PARSE] = "SELECT json_extract(?1, fullkey || '.method'), json_extract(?1, fullkey || '.seconds'),"
			 "       json_extract(?1, fullkey || '.worked'), json_extract(?1, fullkey || '.effect')"
			 "  FROM json_each(?1, '$.relief') ORDER BY key",
	[FLAGS_CLEAR] = "DELETE FROM episode_flag WHERE episode = ?1",
	[FLAGS_ADD] = "INSERT INTO episode_flag (episode, flag) VALUES (?1, ?2)",
	[FLAGS_READ] = "SELECT flag FROM episode_flag WHERE episode = ?1 ORDER BY flag",
	[FLAGS_PARSE] = "SELECT value FROM json_each(?1, '$.red_flags') ORDER BY value",
	[UID_OF_ID] = "SELECT uid FROM episode WHERE id = ?1",
};
extern const struct statements episode_statements;
const struct statements episode_statements = { SET_EPISODE, sql, ARRAY_LEN(sql) };

static int run_for(struct store *s, size_t which, const char *uid)
{
	struct query q;

	query_begin(&q, s, &episode_statements, which);
	query_text(&q, uid);
	return query_run(&q);
}

static int relief_add(struct store *s, const char *uid, size_t order, const struct relief_use *r)
{
	struct query q;

	query_begin(&q, s, &episode_statements, RELIEF_ADD);
	query_text(&q, uid);
	query_int(&q, (int64_t)order);
	query_text(&q, r->method);
	query_int(&q, r->seconds);
	query_int(&q, r->worked);
	query_int(&q, r->effect);
	return query_run(&q);
}

static int muscle_add(struct store *s, const char *uid, size_t order, const char *muscle)
{
	struct query q;

	query_begin(&q, s, &episode_statements, MUSCLES_ADD);
	query_text(&q, uid);
	query_int(&q, (int64_t)order);
	query_text(&q, muscle);
	return query_run(&q);
}

static int flag_add(struct store *s, const char *uid, const char *flag)
{
	struct query q;

	query_begin(&q, s, &episode_statements, FLAGS_ADD);
	query_text(&q, uid);
	query_text(&q, flag);
	return query_run(&q);
}

static int children_clear(struct store *s, const char *uid)
{
	int result = run_for(s, MUSCLES_CLEAR, uid);

	if (result == 0)
		result = run_for(s, RELIEF_CLEAR, uid);
	return result ? result : run_for(s, FLAGS_CLEAR, uid);
}

static int children_write(struct store *s, const void *thing, bool fresh)
{
	const struct episode *e = thing;
	int result = fresh ? 0 : children_clear(s, e->uid);

	for (size_t i = 0; i < e->muscle_count && result == 0; i++)
		result = muscle_add(s, e->uid, i, e->muscles[i]);
	for (size_t i = 0; i < e->relief_count && result == 0; i++)
		result = relief_add(s, e->uid, i + 1, &e->relief[i]);
	for (size_t i = 0; i < e->flag_count && result == 0; i++)
		result = flag_add(s, e->uid, e->flags[i]);
	return result;
}

/* One column of words into an array of them. STORE_BAD_OBJECT: too many, or no words. */
static int read_words(struct store *s, size_t which, const char *key, id_text *words, size_t room, size_t *count)
{
	struct query q;
	int result;

	query_begin(&q, s, &episode_statements, which);
	query_text(&q, key);
	while ((result = query_step(&q)) == 1) {
		const char *word = row_text(&q);
		if (*count == room || str_empty(word) || !str_copy(words[*count], sizeof(words[*count]), word))
			return query_end(&q, STORE_BAD_OBJECT);
		++*count;
	}
	return query_end(&q, result);
}

static int read_relief(struct store *s, size_t which, const char *key, struct episode *e)
{
	struct query q;
	int result;

	query_begin(&q, s, &episode_statements, which);
	query_text(&q, key);
	while ((result = query_step(&q)) == 1) {
		struct relief_use *r = &e->relief[e->relief_count];
		const char *method = row_text(&q);
		if (e->relief_count == EPISODE_RELIEF || str_empty(method) ||
		    !str_copy(r->method, sizeof(r->method), method))
			return query_end(&q, STORE_BAD_OBJECT);
		if (!row_int_strict(&q, &r->seconds) || !row_int_strict(&q, &r->worked) ||
		    !row_int_strict(&q, &r->effect))
			return query_end(&q, STORE_BAD_OBJECT);
		e->relief_count++;
	}
	return query_end(&q, result);
}

static int children_read(struct store *s, const char *uid, const char *text, void *thing)
{
	struct episode *e = thing;
	const char *key = text ? text : uid;
	int result =
		read_words(s, text ? MUSCLES_PARSE : MUSCLES_READ, key, e->muscles, EPISODE_MUSCLES, &e->muscle_count);

	if (result == 0)
		result = read_relief(s, text ? RELIEF_PARSE : RELIEF_READ, key, e);
	if (result == 0)
		result = read_words(s, text ? FLAGS_PARSE : FLAGS_READ, key, e->flags, EPISODE_FLAGS, &e->flag_count);
	return result;
}

static bool has_flag(const struct episode *e, const char *flag)
{
	for (size_t i = 0; i < e->flag_count; i++)
		if (strcmp(e->flags[i], flag) == 0)
			return true;
	return false;
}

static bool same_relief(const struct relief_use *a, const struct relief_use *b)
{
	return strcmp(a->method, b->method) == 0 && a->seconds == b->seconds && a->worked == b->worked &&
	       a->effect == b->effect;
}

/* Muscles and relief in order; flags in any. */
static bool children_same(const void *thing_a, const void *thing_b)
{
	const struct episode *a = thing_a, *b = thing_b;

	if (a->muscle_count != b->muscle_count || a->relief_count != b->relief_count || a->flag_count != b->flag_count)
		return false;
	for (size_t i = 0; i < a->muscle_count; i++)
		if (strcmp(a->muscles[i], b->muscles[i]) != 0)
			return false;
	for (size_t i = 0; i < a->relief_count; i++)
		if (!same_relief(&a->relief[i], &b->relief[i]))
			return false;
	for (size_t i = 0; i < a->flag_count; i++)
		if (!has_flag(b, a->flags[i]))
			return false;
	return true;
}

static const struct field fields[] = {
	FIELD(episode, id, "id", FIELD_ID),
	FIELD(episode, night, "night", FIELD_DATE),
	FIELD(episode, onset.at, "onset_at", FIELD_INT),
	FIELD(episode, precision, "precision", FIELD_WORD),
	FIELD(episode, onset.offset_s, "offset_s", FIELD_OFFSET),
	FIELD(episode, zone, "zone", FIELD_WORD),
	FIELD(episode, side, "side", FIELD_WORD_OR_NULL),
	FIELD(episode, severity, "severity", FIELD_INT),
	FIELD(episode, duration_s, "duration_s", FIELD_INT),
	FIELD(episode, woke, "woke", FIELD_INT),
	FIELD(episode, awake_min, "awake_min", FIELD_INT),
	FIELD(episode, sleep_disturbance, "sleep_disturbance", FIELD_INT),
	FIELD(episode, context, "context", FIELD_WORD_OR_NULL),
	FIELD(episode, distress, "distress", FIELD_INT),
	FIELD(episode, soreness, "soreness", FIELD_INT),
	FIELD(episode, soreness_h, "soreness_h", FIELD_INT),
	FIELD(episode, knot, "knot", FIELD_INT),
	FIELD(episode, trigger, "trigger", FIELD_WORD_OR_NULL),
	FIELD(episode, posture, "posture", FIELD_WORD_OR_NULL),
	FIELD(episode, repeat_of, "repeat_of", FIELD_WORD_OR_NULL),
	FIELD(episode, class, "class", FIELD_WORD),
	FIELD(episode, class_reason, "class_reason", FIELD_TEXT),
	FIELD(episode, class_manual, "class_manual", FIELD_BOOL),
	FIELD(episode, draft, "draft", FIELD_BOOL),
	FIELD(episode, source, "source", FIELD_WORD),
	FIELD(episode, note, "note", FIELD_TEXT_OR_NULL),
	FIELD(episode, recorded_at, "recorded_at", FIELD_RECORDED),
};

enum { EPISODE_BY_UID, EPISODES_OF_NIGHTS };
static const char *const selects[] = {
	[EPISODE_BY_UID] = "WHERE uid = ?1",
	/* an episode of unknown time stands behind those whose time is known */
	[EPISODES_OF_NIGHTS] = "WHERE night BETWEEN ?1 AND ?2 ORDER BY night, onset_at IS NULL, onset_at, id",
};

/* Child rows as arrays in their order. Not a view in the schema: what SQLite 3.40 finds in an untrusted schema may use
 * no JSON. */
static const char text_more[] =
	", 'muscles', json((SELECT json_group_array(muscle) FROM"
	" (SELECT muscle FROM episode_muscle WHERE episode = episode.uid ORDER BY ord)))"
	", 'relief', json((SELECT json_group_array(json_object('method', method, 'seconds', seconds, 'worked', worked,"
	" 'effect', effect)) FROM (SELECT * FROM episode_relief WHERE episode = episode.uid ORDER BY ord)))"
	", 'red_flags', json((SELECT json_group_array(flag) FROM"
	" (SELECT flag FROM episode_flag WHERE episode = episode.uid ORDER BY flag)))";

const struct thing episode_thing = {
	.number = THING_EPISODE,
	.entity = "episode",
	.uid = FIELD(episode, uid, "uid", FIELD_WORD),
	.fields = fields,
	.field_count = ARRAY_LEN(fields),
	.size = sizeof(struct episode),
	.text_more = text_more,
	.selects = selects,
	.select_count = ARRAY_LEN(selects),
	.children_write = children_write,
	.children_read = children_read,
	.children_same = children_same,
};

int store_episode_put(struct store *s, struct episode *e)
{
	return thing_put(s, &episode_thing, e);
}

int store_episode_get(struct store *s, const char *uid, struct episode *out)
{
	return thing_get(s, &episode_thing, uid, out);
}

int store_episode_from_text(struct store *s, const char *uid, const char *text, struct episode *out)
{
	return thing_parse(s, &episode_thing, uid, text, out);
}

int store_episodes_each(struct store *s, int32_t from, int32_t to, episode_fn fn, void *data)
{
	struct episode e;
	struct query q;
	int result;

	thing_select(&q, s, &episode_thing, EPISODES_OF_NIGHTS);
	query_range(&q, from, to);
	while ((result = thing_next(&q, &episode_thing, &e)) == 1) {
		result = fn(&e, data);
		episode_clear(&e);
		if (result)
			break;
	}
	return query_end(&q, result);
}

int store_uid_of_id(struct store *s, int64_t id, uid_text uid)
{
	struct query q;

	query_begin(&q, s, &episode_statements, UID_OF_ID);
	query_int(&q, id);
	int result = query_step(&q);
	if (result == 1)
		str_copy(uid, sizeof(uid_text), row_text(&q));
	return query_end(&q, result == 1 ? 0 : result == 0 ? STORE_NOT_FOUND : result);
}
