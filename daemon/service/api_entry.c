/* org.crampd.Diary: telling what happened. Log, None, Sleep, Add, AddSeveral. */
#include <stdlib.h>
#include <string.h>

#include "daemon/app.h"
#include "daemon/diary/classify.h"
#include "daemon/service/change.h"
#include "daemon/service/circumstances.h"
#include "daemon/service/entry_json.h"
#include "daemon/service/json_model.h"
#include "daemon/service/model_json.h"
#include "daemon/service/night_page.h"
#include "daemon/service/tell.h"
#include "daemon/store/store.h"

/* So that one reply holds them all with room to spare. */
enum { NIGHTS_A_CALL = 1000, READINGS_A_CALL = 500, NAPS_A_CALL = 20 };

static int check_count(struct change *c, const char *field, const json_t *list, size_t most)
{
	struct entry_fault fault = { .field = field, .value = (double)json_array_size(list), .maximum = (double)most };

	return json_array_size(list) <= most ? 0 : change_judge(c, ENTRY_OUT_OF_RANGE, &fault);
}

/* ---- Log ---- */

static int log_reply(struct change *c, const struct episode *e, bool cleared, json_t **reply)
{
	json_t *episode = NULL;
	int result = entry_episode_json(c->store, e, &episode);

	if (result)
		return result;
	*reply = json_pack("{s:o, s:b, s:o}", "episode", episode, "cleared_free", cleared, "warnings",
			   entry_warnings_json(e, NULL));
	return 0;
}

static int log_first(struct change *c, json_t **reply)
{
	struct episode e;
	bool cleared = false;
	int result;

	episode_init(&e);
	result = change_fresh_uid(c, "episode");
	if (result == 0)
		result = tell_episode(c, change_parameter(c, "episode"), c->uid, &e, &cleared);
	if (result == 0)
		result = log_reply(c, &e, cleared, reply);
	episode_clear(&e);
	return result;
}

/* A Log changes its night's row only to clear the word that it was free. */
static int on_log_change(const char *entity, const char *uid, const char *before, const char *after, void *cleared)
{
	(void)uid;
	(void)before;
	(void)after;
	*(bool *)cleared |= strcmp(entity, "night") == 0;
	return 0;
}

static int log_again(struct change *c, json_t **reply)
{
	struct episode e;
	bool cleared = false;
	int result = store_episode_get(c->store, c->uid, &e);

	if (result == STORE_NOT_FOUND)
		return change_no_entry(c, c->uid);
	if (result)
		return result;
	result = store_changes_each(c->store, c->batch, on_log_change, &cleared);
	if (result == 0)
		result = log_reply(c, &e, cleared, reply);
	episode_clear(&e);
	return result;
}

void api_diary_log(struct call *call)
{
	change_run(call, log_first, log_again);
}

/* ---- None ---- */

static int read_nights(struct change *c, int32_t *nights, size_t *count)
{
	json_t *list = change_parameter(c, "nights");
	struct entry_fault fault;
	int result = check_count(c, "nights", list, NIGHTS_A_CALL);

	*count = json_array_size(list);
	for (size_t i = 0; i < *count && result == 0; i++)
		result = change_judge(c, date_from_json(json_array_get(list, i), "nights", &nights[i], &fault), &fault);
	return result;
}

static int none_reply(struct change *c, const int32_t *nights, size_t count, json_t **reply)
{
	json_t *list = json_array();
	int result = 0;

	for (size_t i = 0; i < count && result == 0; i++) {
		json_t *night = NULL;

		result = night_json(c->store, c->rules.own, nights[i], &night);
		json_array_append_new(list, night);
	}
	*reply = json_pack("{s:o}", "nights", list);
	return result;
}

static int none_both(struct change *c, bool first, json_t **reply)
{
	int32_t *nights = xcalloc(NIGHTS_A_CALL, sizeof(*nights));
	size_t count = 0;
	int result = read_nights(c, nights, &count);

	if (result == 0 && first)
		result = tell_free_allowed(c, nights, count);
	for (size_t i = 0; i < count && result == 0 && first; i++)
		result = tell_free(c, nights[i]);
	if (result == 0)
		result = none_reply(c, nights, count, reply);
	free(nights);
	return result;
}

static int none_first(struct change *c, json_t **reply)
{
	return none_both(c, true, reply);
}

static int none_again(struct change *c, json_t **reply)
{
	return none_both(c, false, reply);
}

void api_diary_none(struct call *call)
{
	change_run(call, none_first, none_again);
}

/* ---- Sleep ---- */

struct same_nap {
	const struct nap *wanted;
	json_t *found; /* NULL: there is none */
};

static int on_nap(const struct nap *n, void *data)
{
	struct same_nap *same = data;

	if (!same->found && n->start_at == same->wanted->start_at && n->end_at == same->wanted->end_at)
		same->found = nap_to_json(n);
	return 0;
}

/* A nap that is told again with the rest of the night is not a second one. The one on record is added to `naps`. */
static int tell_nap(struct change *c, const json_t *input, bool first, json_t *naps)
{
	struct entry_fault fault;
	struct nap n;
	struct same_nap same = { .wanted = &n };
	int result;

	nap_init(&n);
	uid_new(n.uid);
	str_copy(n.zone, sizeof(n.zone), c->zone);
	str_copy(n.source, sizeof(n.source), "user");
	n.recorded_at = c->rules.now.at;
	result = change_judge(c, nap_from_json(input, &n, &fault), &fault);
	if (result == 0)
		result = change_judge(c, nap_check(&n, &c->rules, &fault), &fault);
	if (result == 0)
		result = store_naps_each(c->store, n.night, n.night, on_nap, &same);
	if (result == 0 && !same.found && first) {
		result = store_nap_put(c->store, &n);
		same.found = result == 0 ? nap_to_json(&n) : NULL;
	}
	if (same.found)
		json_array_append_new(naps, same.found);
	nap_clear(&n);
	return result;
}

/* Takes ownership of `naps`. */
static int sleep_reply(struct change *c, int32_t night, json_t *naps, json_t **reply)
{
	json_t *json = NULL;
	int result = night_json(c->store, c->rules.own, night, &json);

	*reply = json_pack("{s:o, s:o}", "night", json ? json : json_null(), "naps", naps);
	return result;
}

static int read_night(struct change *c, int32_t *night)
{
	struct entry_fault fault;

	return change_judge(c, date_from_json(change_parameter(c, "night"), "night", night, &fault), &fault);
}

static int sleep_both(struct change *c, bool first, json_t **reply)
{
	json_t *sleep = change_parameter(c, "sleep"), *told = change_parameter(c, "naps"), *naps = json_array();
	int32_t night = NO_NIGHT;
	int result = read_night(c, &night);

	if (result == 0)
		result = check_count(c, "naps", told, NAPS_A_CALL);
	if (result == 0 && first && tell_anything(sleep))
		result = tell_sleep(c, night, sleep);
	for (size_t i = 0; i < json_array_size(told) && result == 0; i++)
		result = tell_nap(c, json_array_get(told, i), first, naps);
	if (result == 0)
		return sleep_reply(c, night, naps, reply);
	json_decref(naps);
	return result;
}

static int sleep_first(struct change *c, json_t **reply)
{
	return sleep_both(c, true, reply);
}

static int sleep_again(struct change *c, json_t **reply)
{
	return sleep_both(c, false, reply);
}

void api_diary_sleep(struct call *call)
{
	change_run(call, sleep_first, sleep_again);
}

/* ---- Add, AddSeveral ---- */

static int add_first(struct change *c, json_t **reply)
{
	json_t *reading = NULL;
	int result = change_fresh_uid(c, "reading");

	if (result == 0)
		result = tell_reading(c, change_parameter(c, "reading"), c->uid, &reading);
	if (result == 0)
		*reply = json_pack("{s:o}", "reading", reading);
	return result;
}

static int reading_now(struct change *c, const char *uid, json_t **out)
{
	struct reading r;
	int result = store_reading_get(c->store, uid, &r);

	if (result)
		return result;
	*out = reading_to_json(&r, c->rules.own);
	reading_clear(&r);
	return 0;
}

static int add_again(struct change *c, json_t **reply)
{
	json_t *reading = NULL;
	int result = reading_now(c, c->uid, &reading);

	if (result == STORE_NOT_FOUND)
		return change_no_entry(c, c->uid);
	if (result == 0)
		*reply = json_pack("{s:o}", "reading", reading);
	return result;
}

void api_diary_add(struct call *call)
{
	change_run(call, add_first, add_again);
}

static int add_several_first(struct change *c, json_t **reply)
{
	json_t *inputs = change_parameter(c, "readings"), *readings = json_array();
	int result = check_count(c, "readings", inputs, READINGS_A_CALL);

	for (size_t i = 0; i < json_array_size(inputs) && result == 0; i++) {
		char uid[UID_LENGTH + 1];
		json_t *reading = NULL;

		uid_new(uid);
		result = tell_reading(c, json_array_get(inputs, i), uid, &reading);
		if (result == 0)
			json_array_append_new(readings, reading);
	}
	*reply = json_pack("{s:o}", "readings", readings);
	return result;
}

struct uid_list {
	uid_text *list;
	size_t count;
};

static int on_added(const char *entity, const char *uid, const char *before, const char *after, void *data)
{
	struct uid_list *u = data;

	if (before || !after || strcmp(entity, "reading") != 0)
		return 0;
	u->list = xreallocarray(u->list, u->count + 1, sizeof(*u->list));
	str_copy(u->list[u->count++], sizeof(uid_text), uid);
	return 0;
}

/* Those of the first time that are still there. */
static int add_several_again(struct change *c, json_t **reply)
{
	struct uid_list u = { 0 };
	json_t *readings = json_array();
	int result = store_changes_each(c->store, c->batch, on_added, &u);

	for (size_t i = 0; i < u.count && result == 0; i++) {
		json_t *reading = NULL;

		result = reading_now(c, u.list[i], &reading);
		if (result == 0)
			json_array_append_new(readings, reading);
		else if (result == STORE_NOT_FOUND)
			result = 0;
	}
	free(u.list);
	*reply = json_pack("{s:o}", "readings", readings);
	return result;
}

void api_diary_add_several(struct call *call)
{
	change_run(call, add_several_first, add_several_again);
}
