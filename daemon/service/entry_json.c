#include "daemon/service/entry_json.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/diary/warning.h"
#include "daemon/service/model_json.h"
#include "daemon/service/night_page.h"
#include "daemon/store/store.h"

int entry_episode_json(struct store *s, const struct episode *e, json_t **out)
{
	int64_t repeat_of_id = UNKNOWN;
	struct episode before;
	int result = STORE_NOT_FOUND;

	if (!str_empty(e->repeat_of))
		result = store_episode_get(s, e->repeat_of, &before);
	if (result == 0) {
		repeat_of_id = before.id;
		episode_clear(&before);
	}
	if (result < 0)
		return result;
	*out = episode_to_json(e, repeat_of_id);
	return 0;
}

/* Each gives the thing of a uid, and its lasting id. */
static int episode_entry(struct store *s, const struct own_factors *own, const char *uid, int64_t *id, json_t **out)
{
	struct episode e;
	int result = store_episode_get(s, uid, &e);

	(void)own;
	if (result)
		return result;
	*id = e.id;
	result = entry_episode_json(s, &e, out);
	episode_clear(&e);
	return result;
}

static int reading_entry(struct store *s, const struct own_factors *own, const char *uid, int64_t *id, json_t **out)
{
	struct reading r;
	int result = store_reading_get(s, uid, &r);

	if (result)
		return result;
	*id = r.id;
	*out = reading_to_json(&r, own);
	reading_clear(&r);
	return 0;
}

static int night_entry(struct store *s, const struct own_factors *own, const char *uid, int64_t *id, json_t **out)
{
	struct night n;
	int result = store_night_of_uid(s, uid, &n);

	if (result)
		return result;
	*id = n.id;
	result = night_json(s, own, n.night, out);
	night_clear(&n);
	return result;
}

static int nap_entry(struct store *s, const struct own_factors *own, const char *uid, int64_t *id, json_t **out)
{
	struct nap n;
	int result = store_nap_get(s, uid, &n);

	(void)own;
	if (result)
		return result;
	*id = n.id;
	*out = nap_to_json(&n);
	nap_clear(&n);
	return 0;
}

static int trait_entry(struct store *s, const struct own_factors *own, const char *uid, int64_t *id, json_t **out)
{
	struct trait t;
	int result = store_trait_get(s, uid, &t);

	(void)own;
	if (result)
		return result;
	*id = t.id;
	*out = trait_to_json(&t);
	trait_clear(&t);
	return 0;
}

static const struct {
	const char *entity;
	int (*read)(struct store *s, const struct own_factors *own, const char *uid, int64_t *id, json_t **out);
} entries[] = {
	{ "episode", episode_entry }, { "reading", reading_entry }, { "night", night_entry },
	{ "nap", nap_entry },	      { "trait", trait_entry },
};

int entry_json(struct store *s, const struct own_factors *own, const char *entity, const char *uid, json_t **out)
{
	json_t *thing = NULL, *entry;
	int64_t id = 0;
	int result = STORE_NOT_FOUND;

	for (size_t i = 0; i < ARRAY_LEN(entries); i++) {
		if (strcmp(entries[i].entity, entity) == 0)
			result = entries[i].read(s, own, uid, &id, &thing);
	}
	if (result)
		return result;
	entry = json_object();
	json_object_set_new(entry, "kind", json_string(entity));
	json_object_set_new(entry, "id", json_integer(id));
	for (size_t i = 0; i < ARRAY_LEN(entries); i++)
		json_object_set_new(entry, entries[i].entity,
				    strcmp(entries[i].entity, entity) == 0 ? thing : json_null());
	*out = entry;
	return 0;
}

/* ---- things as the journal keeps them ---- */

static json_t *kept_episode(struct store *s, const struct own_factors *own, const char *uid, const char *text)
{
	struct episode e;
	json_t *out = NULL;

	(void)own;
	if (store_episode_from_text(s, uid, text, &e) == 0) {
		entry_episode_json(s, &e, &out);
		episode_clear(&e);
	}
	return out;
}

static json_t *kept_reading(struct store *s, const struct own_factors *own, const char *uid, const char *text)
{
	struct reading r;
	json_t *out = NULL;

	if (store_reading_from_text(s, uid, text, &r) == 0) {
		out = reading_to_json(&r, own);
		reading_clear(&r);
	}
	return out;
}

/* The row alone: cramps and readings of the night have lives of their own. */
static json_t *kept_night(struct store *s, const struct own_factors *own, const char *uid, const char *text)
{
	struct night n;
	json_t *out = NULL;

	(void)own;
	if (store_night_from_text(s, uid, text, &n) == 0) {
		out = night_to_json(&n, n.free ? STATE_FREE : STATE_UNKNOWN, 0, NULL, NULL);
		night_clear(&n);
	}
	return out;
}

static json_t *kept_nap(struct store *s, const struct own_factors *own, const char *uid, const char *text)
{
	struct nap n;
	json_t *out = NULL;

	(void)own;
	if (store_nap_from_text(s, uid, text, &n) == 0) {
		out = nap_to_json(&n);
		nap_clear(&n);
	}
	return out;
}

static json_t *kept_trait(struct store *s, const struct own_factors *own, const char *uid, const char *text)
{
	struct trait t;
	json_t *out = NULL;

	(void)own;
	if (store_trait_from_text(s, uid, text, &t) == 0) {
		out = trait_to_json(&t);
		trait_clear(&t);
	}
	return out;
}

static void word_from(const json_t *kept, const char *key, id_text to)
{
	str_copy(to, ID_MAX, json_string_value(json_object_get(kept, key)));
}

static int64_t integer_from(const json_t *kept, const char *key)
{
	const json_t *value = json_object_get(kept, key);

	return json_is_integer(value) ? json_integer_value(value) : UNKNOWN;
}

static json_t *kept_factor(struct store *s, const struct own_factors *own, const char *uid, const char *text)
{
	json_t *kept = json_loads(text, 0, NULL), *out;
	struct own_factor f = { .label = xstrdup_null(json_string_value(json_object_get(kept, "label"))) };

	(void)s;
	(void)own;
	str_copy(f.id, sizeof(f.id), uid);
	word_from(kept, "kind", f.kind);
	word_from(kept, "unit", f.unit);
	word_from(kept, "time_window", f.window);
	word_from(kept, "combine", f.combine);
	out = kept ? own_factor_to_json(&f) : NULL;
	own_factor_clear(&f);
	json_decref(kept);
	return out;
}

static json_t *kept_tracking(struct store *s, const struct own_factors *own, const char *uid, const char *text)
{
	json_t *kept = json_loads(text, 0, NULL), *out;
	struct tracking t = {
		.tracked = integer_from(kept, "tracked") == 1,
		.suspect = integer_from(kept, "suspect") == 1,
		.suspect_at = integer_from(kept, "suspect_at"),
		.lag = integer_from(kept, "lag"),
		.lag_declared_at = integer_from(kept, "lag_declared_at"),
	};

	(void)s;
	(void)own;
	str_copy(t.factor, sizeof(t.factor), uid);
	out = kept ? tracking_to_json(&t) : NULL;
	json_decref(kept);
	return out;
}

static const struct {
	const char *entity;
	json_t *(*read)(struct store *s, const struct own_factors *own, const char *uid, const char *text);
} kept_things[] = {
	{ "episode", kept_episode }, { "reading", kept_reading }, { "night", kept_night },	 { "nap", kept_nap },
	{ "trait", kept_trait },     { "factor", kept_factor },	  { "tracking", kept_tracking },
};

json_t *entry_kept_json(struct store *s, const struct own_factors *own, const char *entity, const char *uid,
			const char *text)
{
	json_t *out = NULL;

	for (size_t i = 0; i < ARRAY_LEN(kept_things) && text; i++) {
		if (strcmp(kept_things[i].entity, entity) == 0)
			out = kept_things[i].read(s, own, uid, text);
	}
	/* Reminders and looks are shown as they are kept. */
	if (!out && text && (strcmp(entity, "reminder") == 0 || strcmp(entity, "look") == 0))
		out = json_loads(text, 0, NULL);
	return out ? out : json_null();
}

/* ---- what a command changed ---- */

/* A message must stay well below WIRE_MESSAGE_MAX; an import changes thousands of things. */
enum { CHANGES_MAX = 500, CHANGES_BYTES_MAX = 200000 };

/* The store is asked again for each text, so the rows of the journal are kept until they were all read. */
struct kept_change {
	id_text entity;
	uid_text uid;
	char *before, *after;
};

struct kept_changes {
	struct kept_change *list;
	size_t count, bytes;
};

static int keep_change(const char *entity, const char *uid, const char *before, const char *after, void *data)
{
	struct kept_changes *k = data;
	struct kept_change *c;

	k->bytes += (before ? strlen(before) : 0) + (after ? strlen(after) : 0);
	if (k->count > 0 && (k->count >= CHANGES_MAX || k->bytes > CHANGES_BYTES_MAX))
		return STORE_CONFLICT; /* enough: any answer stops the list */
	k->list = xreallocarray(k->list, k->count + 1, sizeof(*k->list));
	c = &k->list[k->count++];
	str_copy(c->entity, sizeof(c->entity), entity);
	str_copy(c->uid, sizeof(c->uid), uid);
	c->before = xstrdup_null(before);
	c->after = xstrdup_null(after);
	return 0;
}

int entry_changes_json(struct store *s, const struct own_factors *own, int64_t batch, json_t **out)
{
	struct kept_changes k = { 0 };
	int result = store_changes_each(s, batch, keep_change, &k);
	json_t *changes = json_array();

	for (size_t i = 0; i < k.count; i++) {
		struct kept_change *c = &k.list[i];
		json_t *change = json_object();

		json_object_set_new(change, "kind", json_string(c->entity));
		json_object_set_new(change, "uid", json_string(c->uid));
		json_object_set_new(change, "before", entry_kept_json(s, own, c->entity, c->uid, c->before));
		json_object_set_new(change, "after", entry_kept_json(s, own, c->entity, c->uid, c->after));
		json_array_append_new(changes, change);
		free(c->before);
		free(c->after);
	}
	free(k.list);
	if (result < 0) {
		json_decref(changes);
		return result;
	}
	*out = changes;
	return 0;
}

json_t *entry_warnings_json(const struct episode *e, const struct episode *before)
{
	const struct red_flag *now[WARNINGS_MAX], *then[WARNINGS_MAX];
	size_t n = episode_warnings(e, now), m = before ? episode_warnings(before, then) : 0;
	json_t *warnings = json_array();

	for (size_t i = 0; i < n; i++) {
		size_t j = 0;

		while (j < m && then[j] != now[i])
			j++;
		if (j == m)
			json_array_append_new(warnings, warning_to_json(now[i]));
	}
	return warnings;
}
