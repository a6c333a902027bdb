/* org.crampd.Diary: changing what was told. Edit, Remove, Find. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/app.h"
#include "daemon/diary/classify.h"
#include "daemon/service/change.h"
#include "daemon/service/circumstances.h"
#include "daemon/service/entry_json.h"
#include "daemon/service/json_model.h"
#include "daemon/service/tell.h"
#include "daemon/store/store.h"

/* The entry that a call names by its lasting id. */
struct named {
	id_text entity;
	uid_text uid;
};

static int find_named(struct change *c, struct named *n)
{
	json_int_t id = json_integer_value(change_parameter(c, "id"));
	char text[24];
	int result = store_find_id(c->store, id, n->entity, n->uid);

	if (result != STORE_NOT_FOUND)
		return result;
	snprintf(text, sizeof(text), "%lld", (long long)id);
	return change_no_entry(c, text);
}

static int named_json(struct change *c, const struct named *n, json_t **out)
{
	int result = entry_json(c->store, c->rules.own, n->entity, n->uid, out);

	return result == STORE_NOT_FOUND ? change_no_entry(c, n->uid) : result;
}

/* ---- Edit ---- */

/* What came of an edit beside the entry itself. */
struct edited {
	bool cleared_free;
	json_t *warnings;
};

/* Fields named in `clear` become unknown. */
static int forget_fields(struct change *c, void *thing,
			 enum entry_answer (*forget)(void *thing, const char *field, struct entry_fault *fault))
{
	json_t *list = change_parameter(c, "clear"), *name;
	struct entry_fault fault;
	int result = 0;
	size_t i;

	json_array_foreach(list, i, name)
	{
		result = change_judge(c, forget(thing, json_string_value(name), &fault), &fault);
		if (result)
			break;
	}
	return result;
}

static enum entry_answer forget_of_episode(void *thing, const char *field, struct entry_fault *fault)
{
	return episode_forget(thing, field, fault);
}

static enum entry_answer forget_of_reading(void *thing, const char *field, struct entry_fault *fault)
{
	return reading_forget(thing, field, fault);
}

static enum entry_answer forget_of_night(void *thing, const char *field, struct entry_fault *fault)
{
	return sleep_forget(thing, field, fault);
}

/* What is cleared goes before what is set: an onset can be cleared and the night told. */
static int read_episode_edit(struct change *c, json_t *input, struct episode *e)
{
	struct entry_fault fault;
	int result = forget_fields(c, e, forget_of_episode);

	if (result == 0 && input)
		result = change_judge(c, episode_from_json(input, e, &fault), &fault);
	return result;
}

static int edit_episode(struct change *c, const struct named *n, json_t *input, struct edited *out)
{
	struct episode before, e;
	int result = store_episode_get(c->store, n->uid, &before);

	if (result)
		return result;
	result = store_episode_get(c->store, n->uid, &e);
	if (result) {
		episode_clear(&before);
		return result;
	}
	result = read_episode_edit(c, input, &e);
	if (result == 0)
		result = tell_changed_episode(c, input, &before, &e, &out->cleared_free);
	if (result == 0)
		out->warnings = entry_warnings_json(&e, &before);
	episode_clear(&before);
	episode_clear(&e);
	return result;
}

static int edit_reading(struct change *c, const struct named *n, json_t *input, struct edited *out)
{
	struct entry_fault fault;
	struct reading r;
	id_text factor;
	int32_t night;
	int result = store_reading_get(c->store, n->uid, &r);

	(void)out;
	if (result)
		return result;
	str_copy(factor, sizeof(factor), r.factor);
	night = r.night;
	result = forget_fields(c, &r, forget_of_reading);
	if (result == 0 && input)
		result = change_judge(c, reading_from_json(input, c->rules.own, &r, &fault), &fault);
	if (result == 0)
		result = change_judge(c, reading_check(&r, &c->rules, &fault), &fault);
	if (result == 0)
		result = store_reading_put(c->store, &r);
	if (result == 0)
		result = circumstances_changed(c->store, &c->rules, factor, night);
	if (result == 0)
		result = circumstances_changed(c->store, &c->rules, r.factor, r.night);
	reading_clear(&r);
	return result;
}

static int edit_night(struct change *c, const struct named *n, json_t *input, struct edited *out)
{
	struct entry_fault fault;
	struct night night;
	int result = store_night_of_uid(c->store, n->uid, &night);

	(void)out;
	if (result)
		return result;
	result = forget_fields(c, &night, forget_of_night);
	if (result == 0 && input)
		result = change_judge(c, sleep_from_json(input, &night, &fault), &fault);
	if (result == 0)
		result = change_judge(c, night_entry_check(&night, &c->rules, &fault), &fault);
	if (result == 0)
		result = store_night_put(c->store, &night);
	night_clear(&night);
	return result;
}

/* Which input fits which kind of entry. */
static const struct {
	const char *entity, *input;
	int (*edit)(struct change *c, const struct named *n, json_t *input, struct edited *out);
} edits[] = {
	{ "episode", "episode", edit_episode },
	{ "reading", "reading", edit_reading },
	{ "night", "sleep", edit_night },
};

static int edit_named(struct change *c, const struct named *n, struct edited *out)
{
	size_t fits = ARRAY_LEN(edits);

	for (size_t i = 0; i < ARRAY_LEN(edits); i++) {
		if (strcmp(edits[i].entity, n->entity) == 0)
			fits = i;
	}
	for (size_t i = 0; i < ARRAY_LEN(edits); i++) {
		if (i != fits && change_parameter(c, edits[i].input))
			fits = ARRAY_LEN(edits);
	}
	if (fits == ARRAY_LEN(edits))
		return change_refuse(c, "WrongKind", json_pack("{s:s}", "kind", n->entity));
	return edits[fits].edit(c, n, change_parameter(c, edits[fits].input), out);
}

static int edit_first(struct change *c, json_t **reply)
{
	struct edited out = { 0 };
	struct named n;
	json_t *before = NULL, *after = NULL;
	int result = find_named(c, &n);

	if (result == 0)
		result = named_json(c, &n, &before);
	if (result == 0)
		result = edit_named(c, &n, &out);
	if (result == 0)
		result = named_json(c, &n, &after);
	if (result == 0)
		*reply = json_pack("{s:O, s:O, s:b, s:o}", "before", before, "after", after, "cleared_free",
				   out.cleared_free, "warnings", out.warnings ? out.warnings : json_array());
	else
		json_decref(out.warnings);
	json_decref(before);
	json_decref(after);
	return result;
}

/* An Entry made of a thing as the journal keeps it. */
static json_t *kept_entry(struct change *c, const struct named *n, const char *text)
{
	static const char *const kinds[] = { "episode", "reading", "night", "nap", "trait" };
	json_t *entry = json_object(), *thing = entry_kept_json(c->store, c->rules.own, n->entity, n->uid, text);

	json_object_set_new(entry, "kind", json_string(n->entity));
	json_object_set(entry, "id", json_object_get(thing, "id"));
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		json_object_set_new(entry, kinds[i],
				    strcmp(kinds[i], n->entity) == 0 ? json_incref(thing) : json_null());
	json_decref(thing);
	return entry;
}

/* What a command did first of all to the entry it was about; what followed from that comes after it. */
struct main_change {
	struct named named;
	char *before;
	bool found;
};

static int on_main_change(const char *entity, const char *uid, const char *before, const char *after, void *data)
{
	struct main_change *m = data;

	(void)after;
	if (m->found)
		return 0;
	m->found = true;
	str_copy(m->named.entity, sizeof(m->named.entity), entity);
	str_copy(m->named.uid, sizeof(m->named.uid), uid);
	m->before = xstrdup_null(before);
	return 0;
}

static int edit_again(struct change *c, json_t **reply)
{
	struct main_change m = { 0 };
	json_t *after = NULL;
	int result = store_changes_each(c->store, c->batch, on_main_change, &m);

	if (result == 0)
		result = named_json(c, &m.named, &after);
	if (result == 0)
		*reply = json_pack("{s:o, s:o, s:b, s:[]}", "before", kept_entry(c, &m.named, m.before), "after", after,
				   "cleared_free", false, "warnings");
	free(m.before);
	return result;
}

void api_diary_edit(struct call *call)
{
	change_run(call, edit_first, edit_again);
}

/* ---- Remove ---- */

/* What the entry held up goes with it: the class of cramps near a reading, and a word that the night was free that a
 * cramp outlived. */
static int remove_episode(struct change *c, const char *uid)
{
	struct episode e;
	int32_t night;
	int result = store_episode_get(c->store, uid, &e);

	if (result)
		return result;
	night = e.night;
	result = store_remove(c->store, "episode", uid);
	if (result == 0 && class_counts(e.class))
		result = circumstances_unfree(c->store, night, NULL);
	episode_clear(&e);
	return result;
}

static int remove_reading(struct change *c, const char *uid)
{
	struct reading r;
	int result = store_reading_get(c->store, uid, &r);

	if (result)
		return result;
	result = store_remove(c->store, "reading", uid);
	if (result == 0)
		result = circumstances_changed(c->store, &c->rules, r.factor, r.night);
	reading_clear(&r);
	return result;
}

static int remove_first(struct change *c, json_t **reply)
{
	struct named n;
	json_t *removed = NULL;
	int result = find_named(c, &n);

	if (result == 0)
		result = named_json(c, &n, &removed);
	if (result)
		return result;
	if (strcmp(n.entity, "episode") == 0)
		result = remove_episode(c, n.uid);
	else if (strcmp(n.entity, "reading") == 0)
		result = remove_reading(c, n.uid);
	else
		result = store_remove(c->store, n.entity, n.uid);
	*reply = json_pack("{s:o}", "removed", removed);
	return result;
}

static int remove_again(struct change *c, json_t **reply)
{
	struct main_change m = { 0 };
	int result = store_changes_each(c->store, c->batch, on_main_change, &m);

	if (result == 0)
		*reply = json_pack("{s:o}", "removed", kept_entry(c, &m.named, m.before));
	free(m.before);
	return result;
}

void api_diary_remove(struct call *call)
{
	change_run(call, remove_first, remove_again);
}

/* ---- Find ---- */

void api_diary_find(struct call *call)
{
	json_t *id = json_object_get(call->parameters, "id"), *newest = json_object_get(call->parameters, "newest");
	struct app *app = call->app;
	struct named n;
	json_t *entry = NULL;
	char what[24];
	int result;

	if (json_is_integer(id)) {
		snprintf(what, sizeof(what), "%lld", (long long)json_integer_value(id));
		result = store_find_id(app->store, json_integer_value(id), n.entity, n.uid);
	} else {
		json_int_t nth = json_is_integer(newest) ? json_integer_value(newest) : 1;

		snprintf(what, sizeof(what), "@%lld", (long long)nth);
		result = store_find_newest(app->store, nth, n.entity, n.uid);
	}
	if (result == 0)
		result = entry_json(app->store, &app->own, n.entity, n.uid, &entry);
	if (result == 0)
		call_reply(call, json_pack("{s:o}", "entry", entry));
	else if (result == STORE_NOT_FOUND)
		call_error(call, "NoSuchEntry", json_pack("{s:s}", "what", what));
	else
		call_failed(call, result);
}
