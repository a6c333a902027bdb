/* org.crampd.Diary: the history of what was told. Undo, Redo, History. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/app.h"
#include "daemon/service/change.h"
#include "daemon/service/circumstances.h"
#include "daemon/service/entry_json.h"
#include "daemon/service/model_json.h"
#include "daemon/service/stream.h"
#include "daemon/store/store.h"

/* ---- Undo and Redo ---- */

static int step_reply(struct change *c, const char *key, int64_t step, json_t **reply)
{
	struct batch b;
	json_t *changes = NULL;
	int result = store_batch_get(c->store, step, &b);

	if (result == 0)
		result = entry_changes_json(c->store, c->rules.own, c->batch, &changes);
	if (result == 0)
		*reply = json_pack("{s:o, s:o}", key, batch_to_json(&b), "changes", changes);
	return result;
}

/* What store_undo and store_redo answer. */
static int judge_step(struct change *c, int result, const char *nothing, int64_t step, int64_t conflict)
{
	if (result == STORE_NOTHING)
		return change_refuse(c, nothing, NULL);
	if (result == STORE_CONFLICT)
		return change_refuse(c, "ChangedSince",
				     json_pack("{s:I, s:I}", "batch", (json_int_t)step, "by", (json_int_t)conflict));
	if (result == STORE_NOT_FOUND)
		return change_refuse(c, "NoSuchStep", json_pack("{s:I}", "batch", (json_int_t)step));
	return result;
}

static int undo_first(struct change *c, json_t **reply)
{
	json_t *batch = change_parameter(c, "batch");
	int64_t target = batch ? json_integer_value(batch) : 0, undone = 0, conflict = 0;
	int result = batch && target <= 0 ? STORE_NOT_FOUND : store_undo(c->store, target, &undone, &conflict);

	result = judge_step(c, result, "NothingToUndo", result == STORE_CONFLICT ? undone : target, conflict);
	if (result == 0)
		result = circumstances_settle(c->store, &c->rules, c->batch);
	return result ? result : step_reply(c, "undone", undone, reply);
}

static int redo_first(struct change *c, json_t **reply)
{
	int64_t redone = 0, conflict = 0;
	int result = store_redo(c->store, &redone, &conflict);

	result = judge_step(c, result, "NothingToRedo", redone, conflict);
	if (result == 0)
		result = circumstances_settle(c->store, &c->rules, c->batch);
	return result ? result : step_reply(c, "redone", redone, reply);
}

static int step_again(struct change *c, const char *key, json_t **reply)
{
	struct batch b;
	int result = store_batch_get(c->store, c->batch, &b);

	return result ? result : step_reply(c, key, b.target, reply);
}

static int undo_again(struct change *c, json_t **reply)
{
	return step_again(c, "undone", reply);
}

static int redo_again(struct change *c, json_t **reply)
{
	return step_again(c, "redone", reply);
}

void api_diary_undo(struct call *call)
{
	struct app *app = call->app;

	change_run(call, undo_first, undo_again);
	app_own_factors_changed(app);
}

void api_diary_redo(struct call *call)
{
	struct app *app = call->app;

	change_run(call, redo_first, redo_again);
	app_own_factors_changed(app);
}

/* ---- History ---- */

/* Batches are small and few: they are read at once and sent in portions. */
struct history {
	json_t *batches;
	size_t next;
};

static int on_batch(const struct batch *b, void *data)
{
	struct history *h = data;

	json_array_append_new(h->batches, batch_to_json(b));
	return 0;
}

static int more_history(struct stream *s, void *state)
{
	struct history *h = state;

	if (h->next == json_array_size(h->batches))
		return 0;
	stream_item(s, json_incref(json_array_get(h->batches, h->next++)));
	return 1;
}

static void history_free(void *state)
{
	struct history *h = state;

	json_decref(h->batches);
	free(h);
}

void api_diary_history(struct call *call)
{
	json_t *limit = json_object_get(call->parameters, "limit");
	struct history *h = xcalloc(1, sizeof(*h));
	json_int_t most = json_is_integer(limit) && json_integer_value(limit) > 0 ? json_integer_value(limit) : 0;
	int result;

	h->batches = json_array();
	result = store_batches_each(call->app->store, call->more ? most : 1, on_batch, h);
	if (result) {
		history_free(h);
		call_failed(call, result);
		return;
	}
	stream_begin(call, "batch", more_history, h, history_free);
}
