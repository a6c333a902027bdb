#include "daemon/service/tell.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/diary/classify.h"
#include "daemon/service/circumstances.h"
#include "daemon/service/json_model.h"
#include "daemon/service/model_json.h"
#include "daemon/store/store.h"

/* ---- cramps ---- */

static int read_episode(struct change *c, const json_t *input, const char *uid, struct episode *e)
{
	struct entry_fault fault;
	int result;

	str_copy(e->uid, sizeof(e->uid), uid);
	str_copy(e->zone, sizeof(e->zone), c->zone);
	str_copy(e->source, sizeof(e->source), "user");
	e->recorded_at = c->rules.now.at;
	result = change_judge(c, episode_from_json(input, e, &fault), &fault);
	if (result == 0)
		result = change_judge(c, episode_check(e, &c->rules, &fault), &fault);
	if (result == 0 && e->onset.at == UNKNOWN)
		e->onset.offset_s = change_offset_of_night(c, e->night);
	return result ? result : change_take_repeat(c, input, e);
}

static int keep_episode(struct change *c, struct episode *e, bool *cleared)
{
	int result = circumstances_classify(c->store, &c->rules, e);

	if (result == 0)
		result = store_episode_put(c->store, e);
	if (result == 0 && class_counts(e->class))
		result = circumstances_unfree(c->store, e->night, cleared);
	return result;
}

int tell_episode(struct change *c, const json_t *input, const char *uid, struct episode *e, bool *cleared)
{
	int result = read_episode(c, input, uid, e);

	return result ? result : keep_episode(c, e, cleared);
}

/* Nothing is left that is asked about in the morning. */
static bool is_complete(const struct episode *e)
{
	return (e->muscle_count > 0 || e->side[0]) && e->severity != UNKNOWN && e->duration_s != UNKNOWN;
}

int tell_changed_episode(struct change *c, const json_t *input, const struct episode *before, struct episode *e,
			 bool *cleared)
{
	struct entry_fault fault;
	int result;

	if (json_is_string(json_object_get(input, "onset")))
		str_copy(e->zone, sizeof(e->zone), c->zone);
	if (e->draft && is_complete(e))
		e->draft = false;
	result = change_judge(c, episode_check(e, &c->rules, &fault), &fault);
	if (result == 0 && input)
		result = change_take_repeat(c, input, e);
	if (result == 0)
		result = keep_episode(c, e, cleared);
	if (result == 0 && e->night != before->night)
		result = circumstances_unfree(c->store, before->night, NULL);
	return result;
}

/* ---- nights ---- */

int tell_free_allowed(struct change *c, const int32_t *nights, size_t count)
{
	json_t *with_cramp = json_array();
	int result = 0;

	for (size_t i = 0; i < count && result == 0; i++) {
		enum night_state state;
		int64_t episodes;

		result = store_night_state(c->store, nights[i], &state, &episodes);
		if (result == 0 && state == STATE_CRAMP)
			json_array_append_new(with_cramp, json_date_or_null(nights[i]));
	}
	if (result == 0 && json_array_size(with_cramp) > 0)
		return change_refuse(c, "NightsHaveCramp", json_pack("{s:o}", "nights", with_cramp));
	json_decref(with_cramp);
	return result;
}

/* The row of a night, or the beginning of one. */
static int begin_night(struct change *c, int32_t night, struct night *n)
{
	int result = store_night_get(c->store, night, n);

	if (result != STORE_NOT_FOUND)
		return result;
	night_init(n);
	n->night = night;
	n->offset_s = change_offset_of_night(c, night);
	str_copy(n->zone, sizeof(n->zone), c->zone);
	str_copy(n->source, sizeof(n->source), "user");
	return 0;
}

int tell_free(struct change *c, int32_t night)
{
	struct entry_fault fault;
	struct night n;
	int result = begin_night(c, night, &n);

	if (result)
		return result;
	if (!n.free) {
		n.free = true;
		n.recorded_at = c->rules.now.at;
		result = change_judge(c, night_entry_check(&n, &c->rules, &fault), &fault);
		if (result == 0)
			result = store_night_put(c->store, &n);
	}
	night_clear(&n);
	return result;
}

bool tell_anything(const json_t *input)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)input, key, value)
	{
		if (!json_is_null(value))
			return true;
	}
	return false;
}

int tell_sleep(struct change *c, int32_t night, const json_t *input)
{
	struct entry_fault fault;
	struct night n;
	int result = begin_night(c, night, &n);

	if (result)
		return result;
	str_copy(n.zone, sizeof(n.zone), c->zone);
	n.recorded_at = c->rules.now.at;
	result = change_judge(c, sleep_from_json(input, &n, &fault), &fault);
	if (result == 0)
		result = change_judge(c, night_entry_check(&n, &c->rules, &fault), &fault);
	if (result == 0)
		result = store_night_put(c->store, &n);
	night_clear(&n);
	return result;
}

/* ---- readings ---- */

static int take_reading(struct change *c, const json_t *input, struct reading *r)
{
	struct entry_fault fault;
	int result = change_judge(c, reading_from_json(input, c->rules.own, r, &fault), &fault);

	return result ? result : change_judge(c, reading_check(r, &c->rules, &fault), &fault);
}

static int read_reading(struct change *c, const json_t *input, const char *uid, struct reading *r)
{
	reading_init(r);
	str_copy(r->uid, sizeof(r->uid), uid);
	str_copy(r->zone, sizeof(r->zone), c->zone);
	str_copy(r->source, sizeof(r->source), "user");
	r->offset_s = c->rules.now.offset_s;
	r->recorded_at = c->rules.now.at;
	return take_reading(c, input, r);
}

static int keep_reading(struct change *c, struct reading *r)
{
	int result = store_reading_put(c->store, r);

	return result ? result : circumstances_changed(c->store, &c->rules, r->factor, r->night);
}

int tell_reading(struct change *c, const json_t *input, const char *uid, json_t **out)
{
	struct reading r;
	int result = read_reading(c, input, uid, &r);

	if (result == 0)
		result = keep_reading(c, &r);
	if (result == 0)
		*out = reading_to_json(&r, c->rules.own);
	reading_clear(&r);
	return result;
}

struct reminded {
	uid_text uid; /* "" where there is none */
};

static int on_reading(const struct reading *r, void *data)
{
	struct reminded *reminded = data;

	if (str_equal(r->source, "reminder"))
		str_copy(reminded->uid, sizeof(reminded->uid), r->uid);
	return 0;
}

/* Another answer is as late as it comes; the same one was there before the night. */
static int correct_reading(struct change *c, const char *uid, const json_t *input)
{
	struct reading r;
	double before;
	int result = store_reading_get(c->store, uid, &r);

	if (result)
		return result;
	before = r.value;
	result = take_reading(c, input, &r);
	str_copy(r.source, sizeof(r.source), "user");
	if (!(r.value == before))
		r.recorded_at = c->rules.now.at;
	if (result == 0)
		result = keep_reading(c, &r);
	reading_clear(&r);
	return result;
}

int tell_reading_again(struct change *c, const json_t *input)
{
	struct reminded reminded = { 0 };
	struct reading told;
	char uid[UID_LENGTH + 1];
	int result;

	uid_new(uid);
	result = read_reading(c, input, uid, &told);
	if (result == 0)
		result = store_readings_each(c->store, told.night, told.night, told.factor, on_reading, &reminded);
	if (result == 0)
		result = reminded.uid[0] ? correct_reading(c, reminded.uid, input) : keep_reading(c, &told);
	reading_clear(&told);
	return result;
}
