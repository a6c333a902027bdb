/*
 * org.crampd.Transfer: whole diaries in and out. An import is staged on its connection and entered by Commit as one
 * command, so that it is all or nothing and one step of undo; a connection that ends before forgets it.
 */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cramp/log.h"
#include "cramp/paths.h"
#include "cramp/wire.h"
#include "daemon/app.h"
#include "daemon/service/api.h"
#include "daemon/service/circumstances.h"
#include "daemon/service/import_rows.h"
#include "daemon/service/model_json.h"
#include "daemon/store/store.h"

enum { PORTION_MAX = 500, OBJECTS_MAX = 4000000, NDJSON_PORTION = 200 };

struct staged {
	char *uid, *zone, *format;
	json_t *rows, *factors;
	json_t *objects; /* their texts */
};

/* What was staged may be a hundred times what the daemon needs otherwise, in many small pieces: the memory is given
 * back to the system, which free alone does not do. */
static void staged_free(void *data)
{
	struct staged *s = data;

	free(s->uid);
	free(s->zone);
	free(s->format);
	json_decref(s->rows);
	json_decref(s->factors);
	json_decref(s->objects);
	free(s);
	malloc_trim(0);
}

static const char *text_of(struct call *call, const char *key)
{
	return json_string_value(json_object_get(call->parameters, key));
}

static void malformed(struct call *call, const char *field, const char *value, const char *expected)
{
	call_error(call, "Malformed",
		   json_pack("{s:s, s:s, s:s}", "field", field, "value", value, "expected", expected));
}

void api_transfer_begin(struct call *call)
{
	const char *uid = text_of(call, "uid"), *zone = text_of(call, "zone"), *format = text_of(call, "format");

	if (!*uid || strlen(uid) > UID_MAX) {
		malformed(call, "uid", uid, "1 to 128 characters");
		return;
	}
	if (!when_zone_known(zone)) {
		malformed(call, "zone", zone, "an IANA zone like Europe/Berlin");
		return;
	}
	if (!*format || strlen(format) > 40 ||
	    strspn(format, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(format)) {
		malformed(call, "format", format, "a name of small letters, digits and -");
		return;
	}
	struct staged *s = xcalloc(1, sizeof(*s));
	s->uid = xstrdup(uid);
	s->zone = xstrdup(zone);
	s->format = xstrdup(format);
	s->rows = json_array();
	s->factors = json_array();
	s->objects = json_array();
	conn_hold(call->conn, s, staged_free);
	call_reply(call, NULL);
}

/* What is staged of one kind, if this portion still fits to it: `most` of them in all. NULL: the call is answered. */
static json_t *stage_room(struct call *call, json_t *portion, size_t of, size_t most)
{
	struct staged *s = conn_held(call->conn);

	if (!s) {
		call_error(call, "NotBegun", NULL);
		return NULL;
	}
	json_t *to = *(json_t **)(void *)((char *)s + of);
	if (json_array_size(portion) > PORTION_MAX || json_array_size(to) + json_array_size(portion) > most) {
		size_t limit = json_array_size(portion) > PORTION_MAX ? PORTION_MAX : most;
		call_error(call, "TooMuch", json_pack("{s:I}", "limit", (json_int_t)limit));
		return NULL;
	}
	return to;
}

static void stage(struct call *call, const char *key, size_t of)
{
	json_t *portion = json_object_get(call->parameters, key), *to = stage_room(call, portion, of, IMPORT_ROWS_MAX);

	if (!to)
		return;
	json_array_extend(to, portion);
	call_reply(call, json_pack("{s:I}", "staged", (json_int_t)json_array_size(to)));
}

void api_transfer_stage(struct call *call)
{
	stage(call, "rows", offsetof(struct staged, rows));
}

void api_transfer_stage_factors(struct call *call)
{
	stage(call, "factors", offsetof(struct staged, factors));
}

/* As texts, which the store wants and which take an eighth of the room. */
void api_transfer_stage_objects(struct call *call)
{
	json_t *portion = json_object_get(call->parameters, "objects"), *object;
	json_t *to = stage_room(call, portion, offsetof(struct staged, objects), OBJECTS_MAX);
	size_t index;

	if (!to)
		return;
	json_array_foreach(portion, index, object)
	{
		char *text = json_text(object);
		json_array_append_new(to, json_string_nocheck(text));
		free(text);
	}
	call_reply(call, json_pack("{s:I}", "staged", (json_int_t)json_array_size(to)));
}

/* ---- commit ---- */

static void bad_row(struct call *call, const struct importing *i, json_t *row)
{
	json_int_t line = json_integer_value(json_object_get(row, "line"));

	call_error(call, "BadRow",
		   json_pack("{s:I, s:s, s:o, s:s}", "line", line, "field", i->field ? i->field : "", "value",
			     json_word_shown(i->value), "expected", i->expected ? i->expected : ""));
}

/* Own factors of the import: made where they are not there yet. */
static int enter_factors(struct importing *i, json_t *factors, json_t **bad)
{
	size_t index;
	json_t *told;
	int result = 0;

	json_array_foreach(factors, index, told)
	{
		struct own_factor f = { 0 }, here = { 0 };
		struct entry_fault fault = { 0 };
		const char *id = json_string_value(json_object_get(told, "id"));
		*bad = told;
		if (!str_copy(f.id, sizeof(f.id), id))
			return import_bad_row(i, "factor", id, "a name of at most 64 characters");
		result = store_factor_get(i->store, f.id, &here);
		own_factor_clear(&here);
		if (result == 0)
			continue;
		if (result != STORE_NOT_FOUND)
			return result;
		str_copy(f.kind, sizeof(f.kind), json_string_value(json_object_get(told, "kind")));
		str_copy(f.unit, sizeof(f.unit), json_string_value(json_object_get(told, "unit")));
		str_copy(f.window, sizeof(f.window), json_string_value(json_object_get(told, "window")));
		str_copy(f.combine, sizeof(f.combine), json_string_value(json_object_get(told, "combine")));
		f.label = xstrdup(json_string_value(json_object_get(told, "label")));
		f.recorded_at = i->rules.now.at;
		if (own_factor_check(&f, &fault) != ENTRY_OK)
			result = import_bad_row(i, "factor", id,
						fault.expected ? fault.expected : "a factor of your own");
		else
			result = store_factor_put(i->store, &f);
		own_factor_clear(&f);
		if (result)
			return result;
	}
	return 0;
}

static void commit_rows(struct call *call, struct staged *s)
{
	struct app *app = call->app;
	char *name = xasprintf("Import %s", s->format), *source = xasprintf("import:%s", s->format);
	struct importing i = { .store = app->store,
			       .rules = { clock_local(&app->clock), app->config.night_starts_min,
					  app->config.day_starts_min, &app->own },
			       .source = source,
			       .zone = s->zone,
			       .left = json_array() };
	struct command command = { s->uid, i.rules.now.at, s->zone, "import", name };
	json_t *bad = NULL;
	int64_t batch;

	int result = store_command_begin(app->store, &command, &batch);
	if (result == STORE_REPEATED) {
		call_reply(call, json_pack("{s:I, s:i, s:i, s:[]}", "batch", (json_int_t)batch, "added", 0, "unchanged",
					   0, "left"));
		goto out;
	}
	if (result == STORE_UID_REUSED) {
		call_error(call, "UidReused", json_pack("{s:s}", "uid", s->uid));
		goto out;
	}
	if (result) {
		call_failed(call, result);
		goto out;
	}
	result = enter_factors(&i, s->factors, &bad);
	if (result == 0) {
		app_own_factors_changed(app);
		result = import_rows(&i, s->rows, &bad);
	}
	if (result == 0)
		result = circumstances_settle(app->store, &i.rules, batch);
	if (result == 0)
		result = store_command_end(app->store, &batch);
	if (result) {
		store_command_abandon(app->store);
		app_own_factors_changed(app);
	}
	if (result == IMPORT_BAD_ROW)
		bad_row(call, &i, bad);
	else if (result)
		call_failed(call, result);
	else {
		call_reply(call, json_pack("{s:o, s:I, s:I, s:O}", "batch", batch ? json_integer(batch) : json_null(),
					   "added", (json_int_t)i.added, "unchanged", (json_int_t)i.unchanged, "left",
					   i.left));
		app_diary_changed(app);
	}
out:
	importing_clear(&i);
	free(name);
	free(source);
}

/* What store_restore_… says of the object at hand; `count` is how many there are. */
static void restore_failed(struct call *call, int result, size_t index, size_t count, const char *why)
{
	if (result == STORE_NOT_EMPTY)
		call_error(call, "NotEmpty", NULL);
	else if (result == STORE_BAD_OBJECT)
		call_error(call, "BadObject",
			   json_pack("{s:o, s:s}", "line",
				     index < count ? json_integer((json_int_t)index + 1) : json_null(), "reason", why));
	else
		call_failed(call, result);
}

static void commit_objects(struct call *call, struct staged *s)
{
	struct app *app = call->app;
	char *why = NULL;
	size_t index = 0;
	json_t *object;

	/* What others changed in this turn is not part of it, should it be taken back. */
	int result = app_commit(app);
	if (result == 0)
		result = store_restore_begin(app->store);
	if (result == 0)
		json_array_foreach(s->objects, index, object)
		{
			result = store_restore_object(app->store, json_string_value(object), &why);
			if (result)
				break;
		}
	if (result == 0)
		result = store_restore_end(app->store, &why);
	if (result == STORE_REPEATED) { /* an export of this diary: all of it is here */
		call_reply(call, json_pack("{s:n, s:i, s:I, s:[]}", "batch", "added", 0, "unchanged",
					   (json_int_t)json_array_size(s->objects), "left"));
		return;
	}
	if (result) {
		store_rollback(app->store);
		restore_failed(call, result, index, json_array_size(s->objects), why);
		free(why);
		return;
	}
	app_own_factors_changed(app);
	call_reply(call, json_pack("{s:n, s:I, s:i, s:[]}", "batch", "added", (json_int_t)json_array_size(s->objects),
				   "unchanged", 0, "left"));
	app_diary_changed(app);
}

void api_transfer_commit(struct call *call)
{
	struct staged *s = conn_held(call->conn);

	if (!s) {
		call_error(call, "NotBegun", NULL);
		return;
	}
	struct conn *conn = call->conn;
	if (strcmp(s->format, "ndjson") == 0)
		commit_objects(call, s);
	else
		commit_rows(call, s);
	conn_hold(conn, NULL, NULL);
}

/* ---- export ---- */

/* An export is one snapshot, taken at once as text and sent as the asker reads it. */
struct export
{
	char **texts;
	size_t count, room, sent;
};

static void export_free(struct export *e)
{
	for (size_t i = e->sent; i < e->count; i++)
		free(e->texts[i]);
	free(e->texts);
	free(e);
}

static int keep_object(const char *text, void *data)
{
	struct export *e = data;

	if (e->count == e->room) {
		e->room = e->room ? 2 * e->room : 1024;
		e->texts = xreallocarray(e->texts, e->room, sizeof(*e->texts));
	}
	e->texts[e->count++] = xstrdup(text);
	return 0;
}

static json_t *next_object(struct export *e)
{
	char *text = e->texts[e->sent++];
	json_t *object = json_loads(text, 0, NULL);

	free(text);
	return json_pack("{s:o}", "object", object ? object : json_null());
}

static void export_more(struct call *call)
{
	struct export *e = call->data;

	for (int n = 0; n < NDJSON_PORTION && e->sent + 1 < e->count; n++)
		call_continue(call, next_object(e));
	if (e->sent + 1 < e->count)
		return;
	json_t *last = e->sent < e->count ? next_object(e) : json_pack("{s:n}", "object");
	export_free(e);
	call->data = NULL;
	call_reply(call, last);
}

static void export_gone(struct call *call)
{
	export_free(call->data);
}

void api_transfer_export(struct call *call)
{
	struct export *e = xcalloc(1, sizeof(*e));
	int result = store_export_each(call->app->store, keep_object, e);

	if (result) {
		export_free(e);
		call_failed(call, result);
		return;
	}
	call->data = e;
	call->on_gone = export_gone;
	call->on_room = export_more;
	export_more(call);
}

/* ---- backup ---- */

/* backups/asked-2026-11-22T031000.db: not one of the daily seven, so it stays until the user takes it away. */
static char *backup_path(const struct app *app)
{
	struct civil c = civil_of(clock_local(&app->clock));
	char date[DATE_LENGTH + 1];

	date_format(c.day, date);
	return xasprintf("%s/asked-%sT%02d%02d%02d.db", app->backups_path, date, c.second / 3600, c.second / 60 % 60,
			 c.second % 60);
}

/* A copy cannot be made while this turn's transaction is open: then it is tried again in the next. */
void api_transfer_backup(struct call *call)
{
	struct app *app = call->app;
	struct stat st;

	if (store_is_open(app->store)) {
		call->on_room = api_transfer_backup;
		return;
	}
	char *path = backup_path(app);
	int result = paths_make_dir(app->backups_path);
	if (result == 0)
		result = store_backup(app->store, path);
	if (result == 0 && stat(path, &st) != 0)
		result = -errno;
	if (result)
		call_failed(call, result);
	else
		call_reply(call, json_pack("{s:s, s:I}", "path", path, "size_bytes", (json_int_t)st.st_size));
	free(path);
}
