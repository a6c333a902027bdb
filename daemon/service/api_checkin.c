/* org.crampd.Diary: the answers of a morning as one step. CheckIn. */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/service/change.h"
#include "daemon/service/entry_json.h"
#include "daemon/service/json_model.h"
#include "daemon/service/night_page.h"
#include "daemon/service/tell.h"
#include "daemon/store/store.h"

/* More answers than that are no morning's. */
enum { ANSWERS_MAX = 200 };

static int read_night(struct change *c, int32_t *night)
{
	struct entry_fault fault;

	return change_judge(c, date_from_json(change_parameter(c, "night"), "night", night, &fault), &fault);
}

static int check_count(struct change *c)
{
	static const char *const lists[] = { "episodes", "completed", "readings" };

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		size_t count = json_array_size(change_parameter(c, lists[i]));
		struct entry_fault fault = { .field = lists[i], .value = (double)count, .maximum = ANSWERS_MAX };

		if (count > ANSWERS_MAX)
			return change_judge(c, ENTRY_OUT_OF_RANGE, &fault);
	}
	return 0;
}

static int tell_cramp(struct change *c, const json_t *input, json_t *warnings)
{
	struct episode e;
	char uid[UID_LENGTH + 1];
	json_t *new_warnings;
	int result;

	uid_new(uid);
	episode_init(&e);
	result = tell_episode(c, input, uid, &e, NULL);
	if (result == 0) {
		new_warnings = entry_warnings_json(&e, NULL);
		json_array_extend(warnings, new_warnings);
		json_decref(new_warnings);
	}
	episode_clear(&e);
	return result;
}

static int find_episode(struct change *c, json_int_t id, uid_text uid)
{
	char text[24];
	int result = store_uid_of_id(c->store, id, uid);

	snprintf(text, sizeof(text), "%lld", (long long)id);
	return result == STORE_NOT_FOUND ? change_no_entry(c, text) : result;
}

static int change_episode(struct change *c, const json_t *input, const struct episode *before, struct episode *e,
			  json_t *warnings)
{
	struct entry_fault fault;
	json_t *new_warnings;
	int result = change_judge(c, episode_from_json(input, e, &fault), &fault);

	if (result == 0)
		result = tell_changed_episode(c, input, before, e, NULL);
	if (result == 0) {
		new_warnings = entry_warnings_json(e, before);
		json_array_extend(warnings, new_warnings);
		json_decref(new_warnings);
	}
	return result;
}

static int complete_cramp(struct change *c, const json_t *completed, json_t *warnings)
{
	const json_t *input = json_object_get(completed, "episode");
	struct episode before, e;
	uid_text uid;
	int result = find_episode(c, json_integer_value(json_object_get(completed, "id")), uid);

	if (result == 0)
		result = store_episode_get(c->store, uid, &before);
	if (result)
		return result;
	result = store_episode_get(c->store, uid, &e);
	if (result == 0) {
		result = change_episode(c, input, &before, &e, warnings);
		episode_clear(&e);
	}
	episode_clear(&before);
	return result;
}

static int tell_cramps(struct change *c, json_t *warnings)
{
	json_t *told = change_parameter(c, "episodes"), *completed = change_parameter(c, "completed"), *one;
	int result = 0;
	size_t i;

	json_array_foreach(completed, i, one)
	{
		result = complete_cramp(c, one, warnings);
		if (result)
			return result;
	}
	json_array_foreach(told, i, one)
	{
		result = tell_cramp(c, one, warnings);
		if (result)
			return result;
	}
	return 0;
}

static int tell_rest(struct change *c, int32_t night)
{
	json_t *readings = change_parameter(c, "readings"), *sleep = change_parameter(c, "sleep"), *reading;
	int result = 0;
	size_t i;

	if (json_is_true(change_parameter(c, "free"))) {
		result = tell_free_allowed(c, &night, 1);
		if (result == 0)
			result = tell_free(c, night);
	}
	if (result == 0 && tell_anything(sleep))
		result = tell_sleep(c, night, sleep);
	json_array_foreach(readings, i, reading)
	{
		if (result == 0)
			result = tell_reading_again(c, reading);
	}
	return result;
}

struct listing {
	struct store *store;
	json_t *list;
};

static int list_episode(const struct episode *e, void *data)
{
	struct listing *l = data;
	json_t *episode = NULL;
	int result = entry_episode_json(l->store, e, &episode);

	if (result == 0)
		json_array_append_new(l->list, episode);
	return result;
}

/* The night as it is now; takes ownership of `warnings`. */
static int night_reply(struct change *c, int32_t night, json_t *warnings, json_t **reply)
{
	struct listing l = { c->store, json_array() };
	json_t *json = NULL;
	int result = night_json(c->store, c->rules.own, night, &json);

	if (result == 0)
		result = store_episodes_each(c->store, night, night, list_episode, &l);
	*reply = json_pack("{s:o, s:o, s:o}", "night", json ? json : json_null(), "episodes", l.list, "warnings",
			   warnings);
	return result;
}

static int checkin_first(struct change *c, json_t **reply)
{
	json_t *warnings = json_array();
	int32_t night = NO_NIGHT;
	int result = read_night(c, &night);

	if (result == 0)
		result = check_count(c);
	if (result == 0)
		result = tell_cramps(c, warnings);
	if (result == 0)
		result = tell_rest(c, night);
	if (result) {
		json_decref(warnings);
		return result;
	}
	return night_reply(c, night, warnings, reply);
}

static int checkin_again(struct change *c, json_t **reply)
{
	int32_t night = NO_NIGHT;
	int result = read_night(c, &night);

	return result ? result : night_reply(c, night, json_array(), reply);
}

void api_diary_check_in(struct call *call)
{
	change_run(call, checkin_first, checkin_again);
}
