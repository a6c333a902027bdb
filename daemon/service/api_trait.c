/* org.crampd.Diary: standing circumstances and medicines. SetTrait, EndTrait, Traits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/app.h"
#include "daemon/service/change.h"
#include "daemon/service/json_model.h"
#include "daemon/service/model_json.h"
#include "daemon/service/stream.h"
#include "daemon/store/store.h"

static json_t *trait_reply(const struct trait *t)
{
	return json_pack("{s:o}", "trait", trait_to_json(t));
}

/* Checked, written and answered. */
static int keep(struct change *c, struct trait *t, json_t **reply)
{
	struct entry_fault fault;
	int result = change_judge(c, trait_check(t, &c->rules, &fault), &fault);

	if (result == 0)
		result = store_trait_put(c->store, t);
	if (result == 0)
		*reply = trait_reply(t);
	return result;
}

static int set_trait_first(struct change *c, json_t **reply)
{
	struct entry_fault fault;
	struct trait t;
	int result = change_fresh_uid(c, "trait");

	if (result)
		return result;
	trait_init(&t);
	str_copy(t.uid, sizeof(t.uid), c->uid);
	t.recorded_at = c->rules.now.at;
	result = change_judge(c, trait_from_json(change_parameter(c, "trait"), &t, &fault), &fault);
	if (result == 0)
		result = keep(c, &t, reply);
	trait_clear(&t);
	return result;
}

static int trait_now(struct change *c, const char *uid, json_t **reply)
{
	struct trait t;
	int result = store_trait_get(c->store, uid, &t);

	if (result == STORE_NOT_FOUND)
		return change_no_entry(c, uid);
	if (result)
		return result;
	*reply = trait_reply(&t);
	trait_clear(&t);
	return 0;
}

static int set_trait_again(struct change *c, json_t **reply)
{
	return trait_now(c, c->uid, reply);
}

void api_diary_set_trait(struct call *call)
{
	change_run(call, set_trait_first, set_trait_again);
}

/* The uid of the trait that a call names by its lasting id. */
static int find_trait(struct change *c, uid_text uid)
{
	json_int_t id = json_integer_value(change_parameter(c, "id"));
	id_text entity;
	char text[24];
	int result = store_find_id(c->store, id, entity, uid);

	if (result == 0 && strcmp(entity, "trait") != 0)
		return change_refuse(c, "WrongKind", json_pack("{s:s}", "kind", entity));
	if (result != STORE_NOT_FOUND)
		return result;
	snprintf(text, sizeof(text), "%lld", (long long)id);
	return change_no_entry(c, text);
}

static int end_trait(struct change *c, const char *uid, json_t **reply)
{
	struct entry_fault fault;
	struct trait t;
	int result = store_trait_get(c->store, uid, &t);

	if (result)
		return result;
	result = change_judge(c, date_from_json(change_parameter(c, "until"), "until", &t.until, &fault), &fault);
	if (result == 0)
		result = keep(c, &t, reply);
	trait_clear(&t);
	return result;
}

static int end_trait_first(struct change *c, json_t **reply)
{
	uid_text uid;
	int result = find_trait(c, uid);

	return result ? result : end_trait(c, uid, reply);
}

static int end_trait_again(struct change *c, json_t **reply)
{
	uid_text uid;
	int result = find_trait(c, uid);

	return result ? result : trait_now(c, uid, reply);
}

void api_diary_end_trait(struct call *call)
{
	change_run(call, end_trait_first, end_trait_again);
}

/* ---- Traits: a handful in a lifetime ---- */

static int on_trait(const struct trait *t, void *data)
{
	json_array_append_new(data, trait_to_json(t));
	return 0;
}

static int more_traits(struct stream *s, void *state)
{
	json_t *traits = state;

	for (size_t i = 0; i < json_array_size(traits); i++)
		stream_item(s, json_incref(json_array_get(traits, i)));
	return 0;
}

static void traits_free(void *state)
{
	json_decref(state);
}

void api_diary_traits(struct call *call)
{
	json_t *traits = json_array();
	int result = store_traits_each(call->app->store, on_trait, traits);

	if (result) {
		json_decref(traits);
		call_failed(call, result);
		return;
	}
	stream_begin(call, "trait", more_traits, traits, traits_free);
}
