/*
 * Undo and redo. A change that is taken back stays in the history; what it did to each thing is reversed by a batch of
 * its own that writes the older text again. Three rules keep every state that is reached one that was there before:
 *
 * A thing can be taken back to before a change only while it is still as that change left it (but for a cramp's class,
 * which is worked out and not told), and no later change that stands has touched it. So the newest change can be taken
 * back unless a sensor wrote the same thing after it, and a chain of undos passes through the same states backwards.
 *
 * Redo brings back the change whose undo is the newest, and only while the user has told nothing new since: a state
 * that is told is never overwritten by one that was taken back.
 *
 * A reminder's life is not the user's to take back. Undo of an answer ("Done") takes back the readings it made and
 * leaves the reminder answered: it was shown and answered, and must not come again tonight because a reading was wrong.
 * So rows of reminders are left alone, stand in nobody's way, and a batch that has only such is no change of the user.
 */
#include "daemon/store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/log.h"
#include "daemon/store/thing.h"

enum { NEWEST_CHANGE, NEWEST_UNDO, STEPS, LATER_CHANGE, NEWEST_ROW, NIGHT_TAKEN, MARK_OWN, MARK_TARGET };

/* What counts as told by the user: also a notification that was answered, and an import. */
#define BY_USER                                                                                                        \
	"(b.actor IN ('user', 'import') OR (b.actor = 'reminder' AND b.command = 'Answer'))"                           \
	" AND EXISTS (SELECT 1 FROM journal WHERE batch = b.id AND entity <> 'reminder')"

static const char *const sql[] = {
	[NEWEST_CHANGE] = "SELECT id FROM batch AS b WHERE kind = 'change' AND undone = 0 AND " BY_USER
			  " ORDER BY id DESC LIMIT 1",
	[NEWEST_UNDO] =
		"SELECT u.target FROM batch AS u JOIN batch AS t ON t.id = u.target WHERE u.kind = 'undo' AND t.undone "
		"= 1"
		" AND NOT EXISTS (SELECT 1 FROM batch AS b WHERE b.id > u.id AND b.kind = 'change' AND " BY_USER ")"
		" ORDER BY u.id DESC LIMIT 1",
	[STEPS] = "SELECT entity, uid, (SELECT after FROM journal AS p WHERE p.entity = j.entity AND p.uid = j.uid"
		  " AND p.seq < j.seq ORDER BY p.seq DESC LIMIT 1), after"
		  " FROM journal AS j WHERE batch = ?1 AND entity <> 'reminder' ORDER BY seq",
	[LATER_CHANGE] =
		"SELECT b.id FROM journal AS j JOIN batch AS b ON b.id = j.batch WHERE j.entity = ?1 AND j.uid = ?2"
		" AND b.id > ?3 AND b.kind = 'change' AND b.undone = 0 ORDER BY b.id DESC LIMIT 1",
	/* The class of a cramp follows from what was told around it and may be worked out anew by any undo or redo. */
	[NEWEST_ROW] = "SELECT json_remove(after, '$.class', '$.class_reason') IS json_remove(?3, '$.class', "
		       "'$.class_reason'), batch"
		       " FROM journal WHERE entity = ?1 AND uid = ?2 ORDER BY seq DESC LIMIT 1",
	[NIGHT_TAKEN] = "SELECT (SELECT max(batch) FROM journal WHERE entity = 'night' AND uid = n.uid) FROM night AS n"
			" WHERE n.night = json_extract(?1, '$.night') AND n.uid <> ?2",
	[MARK_OWN] = "UPDATE batch SET kind = ?2, target = ?3 WHERE id = ?1",
	[MARK_TARGET] = "UPDATE batch SET undone = ?2 WHERE id = ?1",
};
extern const struct statements undo_statements;
const struct statements undo_statements = { SET_UNDO, sql, ARRAY_LEN(sql) };

/* One thing a change touched, as it is expected to be now and as it shall be (NULL: not there). */
struct turn_step {
	const struct thing *thing;
	uid_text uid;
	char *now, *then;
};

struct turn {
	int64_t target;
	bool back; /* undo; else redo */
	struct turn_step *steps;
	size_t count;
};

static void turn_clear(struct turn *t)
{
	for (size_t i = 0; i < t->count; i++) {
		free(t->steps[i].now);
		free(t->steps[i].then);
	}
	free(t->steps);
}

/* One integer or NULL: STORE_NOT_FOUND where there is no row. */
static int only_int(struct query *q, int64_t *out)
{
	int result = query_step(q);

	if (result == 1)
		*out = row_int(q);
	return query_end(q, result == 1 ? 0 : result == 0 ? STORE_NOT_FOUND : result);
}

static int turn_read(struct store *s, struct turn *t)
{
	struct query q;
	int result;

	query_begin(&q, s, &undo_statements, STEPS);
	query_int(&q, t->target);
	while ((result = query_step(&q)) == 1) {
		t->steps = xreallocarray(t->steps, t->count + 1, sizeof(*t->steps));
		struct turn_step *step = &t->steps[t->count++];
		*step = (struct turn_step){ .thing = thing_of(row_text(&q)) };
		str_copy(step->uid, sizeof(step->uid), row_text(&q));
		char *before = xstrdup_null(row_text(&q)), *after = xstrdup_null(row_text(&q));
		step->now = t->back ? after : before;
		step->then = t->back ? before : after;
	}
	return query_end(&q, result);
}

/* Nobody touched the thing since. STORE_CONFLICT. */
static int step_check(struct store *s, const struct turn *t, const struct turn_step *step, int64_t *conflict)
{
	struct query q;

	query_begin(&q, s, &undo_statements, LATER_CHANGE);
	query_text(&q, step->thing->entity);
	query_text(&q, step->uid);
	query_int(&q, t->target);
	int result = only_int(&q, conflict);
	if (result != STORE_NOT_FOUND)
		return result ? result : STORE_CONFLICT;
	query_begin(&q, s, &undo_statements, NEWEST_ROW);
	query_text(&q, step->thing->entity);
	query_text(&q, step->uid);
	query_text(&q, step->now);
	result = query_step(&q);
	if (result == 1) {
		result = row_int(&q) ? 0 : STORE_CONFLICT;
		*conflict = row_int(&q);
	}
	return query_end(&q, result);
}

/* A night's date may be told again under another uid after it was removed. STORE_CONFLICT. */
static int night_check(struct store *s, const struct turn_step *step, int64_t *conflict)
{
	struct query q;

	if (step->thing != &night_thing)
		return 0;
	query_begin(&q, s, &undo_statements, NIGHT_TAKEN);
	query_text(&q, step->then);
	query_text(&q, step->uid);
	int result = only_int(&q, conflict);
	return result == 0 ? STORE_CONFLICT : result == STORE_NOT_FOUND ? 0 : result;
}

static int step_write(struct store *s, const struct turn_step *step)
{
	union any_thing thing;
	int result = thing_parse(s, step->thing, step->uid, step->then, &thing);

	if (result == 0) {
		result = thing_write(s, step->thing, &thing, false);
		thing_clear(step->thing, &thing);
	}
	if (result > 0) {
		log_warnx("%s: the journal's text of %s %s cannot be read", s->path, step->thing->entity, step->uid);
		return -EIO;
	}
	return result;
}

static int step_delete(struct store *s, const struct turn_step *step)
{
	int result = thing_delete(s, step->thing, step->uid);

	return result == STORE_NOT_FOUND ? 0 : result;
}

/* What goes makes room for what comes. */
static int turn_apply(struct store *s, const struct turn *t, int64_t *conflict)
{
	int result = 0;

	for (size_t i = 0; i < t->count && result == 0; i++)
		if (!t->steps[i].then)
			result = step_delete(s, &t->steps[i]);
	for (size_t i = 0; i < t->count && result == 0; i++) {
		if (t->steps[i].then)
			result = night_check(s, &t->steps[i], conflict);
		if (result == 0 && t->steps[i].then)
			result = step_write(s, &t->steps[i]);
	}
	/* The older text itself is journalled, byte for byte: later steps compare with it. */
	for (size_t i = 0; i < t->count && result == 0; i++)
		result = journal_record(s, t->steps[i].thing->entity, t->steps[i].uid, t->steps[i].then);
	return result;
}

static int turn_mark(struct store *s, const struct turn *t)
{
	struct query q;

	query_begin(&q, s, &undo_statements, MARK_OWN);
	query_int(&q, s->batch);
	query_text(&q, t->back ? "undo" : "redo");
	query_int(&q, t->target);
	int result = query_run(&q);
	if (result)
		return result;
	query_begin(&q, s, &undo_statements, MARK_TARGET);
	query_int(&q, t->target);
	query_int(&q, t->back);
	return query_run(&q);
}

static int turn_run(struct store *s, int64_t target, bool back, int64_t *turned, int64_t *conflict)
{
	struct turn t = { .target = target, .back = back };
	int result = turn_read(s, &t);

	*turned = target;
	if (result == 0 && t.count == 0)
		result = STORE_NOTHING;
	for (size_t i = 0; i < t.count && result == 0; i++)
		result = step_check(s, &t, &t.steps[i], conflict);
	if (result == 0)
		result = turn_apply(s, &t, conflict);
	if (result == 0)
		result = turn_mark(s, &t);
	turn_clear(&t);
	return result;
}

static int newest(struct store *s, size_t which, int64_t *target)
{
	struct query q;

	query_begin(&q, s, &undo_statements, which);
	int result = only_int(&q, target);
	return result == STORE_NOT_FOUND ? STORE_NOTHING : result;
}

/* To take back an undo is to bring the change back, and the other way round. */
static int named(struct store *s, int64_t id, int64_t *target, bool *back)
{
	struct batch b, change;
	int result = store_batch_get(s, id, &b);

	if (result)
		return result;
	*back = strcmp(b.kind, "undo") != 0;
	*target = strcmp(b.kind, "change") == 0 ? b.id : b.target;
	result = store_batch_get(s, *target, &change);
	return result == 0 && change.undone == *back ? STORE_NOTHING : result;
}

int store_undo(struct store *s, int64_t target, int64_t *undone, int64_t *conflict)
{
	bool back = true;

	if (!s->in_command)
		return -EINVAL;
	int result = target ? named(s, target, &target, &back) : newest(s, NEWEST_CHANGE, &target);
	return result ? result : turn_run(s, target, back, undone, conflict);
}

int store_redo(struct store *s, int64_t *redone, int64_t *conflict)
{
	int64_t target = 0;

	if (!s->in_command)
		return -EINVAL;
	int result = newest(s, NEWEST_UNDO, &target);
	return result ? result : turn_run(s, target, false, redone, conflict);
}
