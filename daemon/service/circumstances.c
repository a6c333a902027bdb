#include "daemon/service/circumstances.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/diary/classify.h"
#include "daemon/store/store.h"

struct looking {
	struct circumstances around;
	const struct episode *episode;
};

static int on_reading(const struct reading *r, void *data)
{
	struct looking *l = data;

	if (circumstances_factor(r->factor))
		circumstances_add(&l->around, l->episode, r);
	return 0;
}

int circumstances_classify(struct store *s, const struct entry_rules *rules, struct episode *e)
{
	struct looking l = { .episode = e };

	circumstances_init(&l.around, rules->night_starts_min);
	int result = store_readings_each(s, e->night - CIRCUMSTANCES_NIGHTS_BEFORE,
					 e->night + CIRCUMSTANCES_NIGHTS_AFTER, NULL, on_reading, &l);
	if (result == 0)
		classify(e, &l.around);
	return result;
}

/* The cramps of a range by uid: the store is asked again for each while it is written. */
struct uids {
	uid_text *list;
	size_t count;
};

static int keep_uid(const struct episode *e, void *data)
{
	struct uids *u = data;

	if (e->class_manual)
		return 0;
	u->list = xreallocarray(u->list, u->count + 1, sizeof(*u->list));
	str_copy(u->list[u->count++], sizeof(uid_text), e->uid);
	return 0;
}

static int reclassify(struct store *s, const struct entry_rules *rules, const char *uid)
{
	struct episode e;
	char *reason;
	id_text class;
	int result = store_episode_get(s, uid, &e);

	if (result)
		return result;
	str_copy(class, sizeof(class), e.class);
	reason = xstrdup_null(e.class_reason);
	result = circumstances_classify(s, rules, &e);
	if (result == 0 && (!str_equal(class, e.class) || !str_equal(reason, e.class_reason)))
		result = store_episode_put(s, &e);
	if (result == 0 && class_counts(e.class) && !class_counts(class))
		result = circumstances_unfree(s, e.night, NULL);
	free(reason);
	episode_clear(&e);
	return result;
}

int circumstances_reclassify(struct store *s, const struct entry_rules *rules, int32_t from, int32_t to)
{
	struct uids u = { 0 };
	int result = store_episodes_each(s, from, to, keep_uid, &u);

	for (size_t i = 0; i < u.count && result == 0; i++)
		result = reclassify(s, rules, u.list[i]);
	free(u.list);
	return result;
}

int circumstances_changed(struct store *s, const struct entry_rules *rules, const char *factor, int32_t night)
{
	if (!circumstances_factor(factor))
		return 0;
	return circumstances_reclassify(s, rules, night - CIRCUMSTANCES_NIGHTS_AFTER,
					night + CIRCUMSTANCES_NIGHTS_BEFORE);
}

/* The nights whose cramps may be of another class after a batch. */
struct touched {
	int32_t from, to;
};

/* A thing as the journal keeps it: does it bear on classes, and where? */
static void touch(struct touched *t, const char *entity, const char *text)
{
	bool is_reading = strcmp(entity, "reading") == 0;
	json_t *kept = text && (is_reading || strcmp(entity, "episode") == 0) ? json_loads(text, 0, NULL) : NULL;
	const char *date = json_string_value(json_object_get(kept, "night"));
	const char *factor = json_string_value(json_object_get(kept, "factor"));
	int32_t night;

	if (date && date_parse(date, &night) && (!is_reading || (factor && circumstances_factor(factor)))) {
		int32_t from = is_reading ? night - CIRCUMSTANCES_NIGHTS_AFTER : night;
		int32_t to = is_reading ? night + CIRCUMSTANCES_NIGHTS_BEFORE : night;

		t->from = t->from == NO_NIGHT || from < t->from ? from : t->from;
		t->to = t->to == NO_NIGHT || to > t->to ? to : t->to;
	}
	json_decref(kept);
}

static int on_touched(const char *entity, const char *uid, const char *before, const char *after, void *data)
{
	(void)uid;
	touch(data, entity, before);
	touch(data, entity, after);
	return 0;
}

int circumstances_settle(struct store *s, const struct entry_rules *rules, int64_t batch)
{
	struct touched t = { NO_NIGHT, NO_NIGHT };
	int result = store_changes_each(s, batch, on_touched, &t);

	if (result == 0 && t.from != NO_NIGHT)
		result = circumstances_reclassify(s, rules, t.from, t.to);
	return result;
}

static bool says_nothing(const struct night *n)
{
	return !n->free && n->into_bed_at == UNKNOWN && n->lights_out_at == UNKNOWN && n->sol_min == UNKNOWN &&
	       n->awakenings == UNKNOWN && n->waso_min == UNKNOWN && n->final_awakening_at == UNKNOWN &&
	       n->out_of_bed_at == UNKNOWN && n->quality == UNKNOWN && str_empty(n->note);
}

int circumstances_unfree(struct store *s, int32_t night, bool *cleared)
{
	struct night n;
	int result = store_night_get(s, night, &n);

	if (result)
		return result == STORE_NOT_FOUND ? 0 : result;
	if (n.free) {
		n.free = false;
		result = says_nothing(&n) ? store_remove(s, "night", n.uid) : store_night_put(s, &n);
		if (cleared)
			*cleared = true;
	}
	night_clear(&n);
	return result;
}
