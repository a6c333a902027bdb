/* org.crampd.Diary: the end of a cramp that was begun. Over. */
#include <stdlib.h>
#include <string.h>

#include "daemon/diary/night.h"
#include "daemon/service/change.h"
#include "daemon/service/entry_json.h"
#include "daemon/service/json_model.h"
#include "daemon/service/tell.h"
#include "daemon/store/store.h"

/*
 * A cramp that was begun longer ago than a day is none that somebody says the end of; and after an hour it is more
 * likely that somebody fell asleep than that it lasted so long.
 */
enum { BEGUN_S = 86400, LONGEST_S = 3600 };

struct begun {
	int64_t since, until;
	struct instant onset;
	uid_text uid; /* "" where there is none */
};

static int on_episode(const struct episode *e, void *data)
{
	struct begun *b = data;

	if (!e->draft || e->onset.at == UNKNOWN || e->onset.at < b->since || e->onset.at > b->until ||
	    (b->uid[0] && e->onset.at < b->onset.at))
		return 0;
	b->onset = e->onset;
	str_copy(b->uid, sizeof(b->uid), e->uid);
	return 0;
}

static int find_begun(struct change *c, struct begun *b)
{
	int32_t tonight = night_current(c->rules.now, c->rules.night_starts_min);
	int result;

	*b = (struct begun){ c->rules.now.at - BEGUN_S, c->rules.now.at + CLOCK_TOLERANCE_S, { UNKNOWN, 0 }, "" };
	result = store_episodes_each(c->store, tonight - 2, tonight + 1, on_episode, b);
	if (result == 0 && !b->uid[0])
		return change_refuse(c, "NothingBegun", NULL);
	return result;
}

/* When it was over: as told, else now. */
static int read_end(struct change *c, struct instant *end)
{
	const char *told = change_text(c, "at");
	struct entry_fault fault = {
		.field = "at", .word = told, .expected = "an instant with its offset", .night = NO_NIGHT
	};

	*end = c->rules.now;
	if (!told)
		return 0;
	if (!rfc3339_parse(told, end))
		return change_judge(c, ENTRY_MALFORMED, &fault);
	fault.word = NULL;
	fault.at = *end;
	return end->at > c->rules.now.at + CLOCK_TOLERANCE_S ? change_judge(c, ENTRY_IN_FUTURE, &fault) : 0;
}

static int end_at(struct change *c, struct episode *e, struct instant end)
{
	struct entry_fault fault = { .field = "onset", .other = "end" };
	int64_t lasted = end.at - e->onset.at;

	if (lasted < -CLOCK_TOLERANCE_S)
		return change_judge(c, ENTRY_WRONG_ORDER, &fault);
	if (e->duration_s == UNKNOWN && lasted <= LONGEST_S)
		e->duration_s = lasted > 0 ? lasted : 0;
	return 0;
}

/* What was done before it is told again stays, in its place. */
static void keep_relief(struct episode *e, const struct relief_use *before, size_t count)
{
	struct relief_use all[EPISODE_RELIEF];
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		size_t again = 0;

		while (again < e->relief_count && strcmp(e->relief[again].method, before[i].method) != 0)
			again++;
		if (again == e->relief_count)
			all[n++] = before[i];
	}
	for (size_t i = 0; i < e->relief_count && n < EPISODE_RELIEF; i++)
		all[n++] = e->relief[i];
	memcpy(e->relief, all, n * sizeof(*all));
	e->relief_count = n;
}

static void keep_flags(struct episode *e, id_text *before, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t again = 0;

		while (again < e->flag_count && strcmp(e->flags[again], before[i]) != 0)
			again++;
		if (again == e->flag_count && e->flag_count < EPISODE_FLAGS)
			str_copy(e->flags[e->flag_count++], sizeof(id_text), before[i]);
	}
}

static int add_told(struct change *c, const json_t *input, const struct episode *before, struct episode *e)
{
	struct entry_fault fault;
	struct relief_use relief[EPISODE_RELIEF];
	id_text flags[EPISODE_FLAGS];
	int result;

	memcpy(relief, before->relief, sizeof(relief));
	memcpy(flags, before->flags, sizeof(flags));
	result = change_judge(c, episode_from_json(input, e, &fault), &fault);
	if (result == 0 && json_object_get(input, "relief"))
		keep_relief(e, relief, before->relief_count);
	if (result == 0 && json_object_get(input, "red_flags"))
		keep_flags(e, flags, before->flag_count);
	return result;
}

static int over_reply(struct change *c, const struct episode *e, const struct episode *before, json_t **reply)
{
	json_t *episode = NULL;
	int result = entry_episode_json(c->store, e, &episode);

	if (result == 0)
		*reply = json_pack("{s:o, s:o}", "episode", episode, "warnings",
				   before ? entry_warnings_json(e, before) : json_array());
	return result;
}

static int end_begun(struct change *c, const char *uid, struct instant end, json_t **reply)
{
	const json_t *input = change_parameter(c, "episode");
	struct episode before, e;
	int result = store_episode_get(c->store, uid, &before);

	if (result)
		return result;
	result = store_episode_get(c->store, uid, &e);
	if (result == 0) {
		result = add_told(c, input, &before, &e);
		if (result == 0)
			result = end_at(c, &e, end);
		if (result == 0)
			result = tell_changed_episode(c, input, &before, &e, NULL);
		if (result == 0)
			result = over_reply(c, &e, &before, reply);
		episode_clear(&e);
	}
	episode_clear(&before);
	return result;
}

static int over_first(struct change *c, json_t **reply)
{
	struct begun b;
	struct instant end;
	int result = read_end(c, &end);

	if (result == 0)
		result = find_begun(c, &b);
	return result ? result : end_begun(c, b.uid, end, reply);
}

static int on_ended(const char *entity, const char *uid, const char *before, const char *after, void *data)
{
	(void)before;
	(void)after;
	if (strcmp(entity, "episode") == 0)
		str_copy(data, sizeof(uid_text), uid);
	return 0;
}

static int over_again(struct change *c, json_t **reply)
{
	uid_text uid = "";
	struct episode e;
	int result = store_changes_each(c->store, c->batch, on_ended, uid);

	if (result == 0)
		result = store_episode_get(c->store, uid, &e);
	if (result == STORE_NOT_FOUND)
		return change_no_entry(c, uid);
	if (result)
		return result;
	result = over_reply(c, &e, NULL, reply);
	episode_clear(&e);
	return result;
}

void api_diary_over(struct call *call)
{
	change_run(call, over_first, over_again);
}
