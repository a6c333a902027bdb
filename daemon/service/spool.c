#include "daemon/service/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "cramp/wire.h"
#include "daemon/app.h"
#include "daemon/service/api.h"
#include "daemon/service/dispatch.h"
#include "daemon/store/store.h"

/* More than that is no entry a person told. */
enum { ENTRY_BYTES_MAX = 1 << 20 };

struct entry {
	char *path;
	json_t *content; /* NULL: not to be read */
	bool ended;	 /* its call had its reply */
	char *error;	 /* NULL: entered */
	json_t *error_parameters;
};

static char *spool_directory(const struct app *app)
{
	const char *slash = strrchr(app->database_path, '/');

	return xasprintf("%.*s/spool", (int)(slash - app->database_path), app->database_path);
}

static bool ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), e = strlen(end);

	return n > e && strcmp(name + n - e, end) == 0;
}

static int is_entry(const struct dirent *d)
{
	return ends_with(d->d_name, ".json");
}

static int is_refused(const struct dirent *d)
{
	return ends_with(d->d_name, ".refused");
}

static void free_names(struct dirent **names, int count)
{
	for (int i = 0; i < count; i++)
		free(names[i]);
	if (count >= 0)
		free(names);
}

int spool_kept_back(const struct app *app)
{
	char *directory = spool_directory(app);
	struct dirent **names;
	int count = scandir(directory, &names, is_refused, NULL);

	free_names(names, count);
	free(directory);
	return count > 0 ? count : 0;
}

static void on_end(struct call *call, const char *error, json_t *parameters)
{
	struct entry *e = call->end_data;

	e->ended = true;
	e->error = xstrdup_null(error);
	e->error_parameters = json_incref(parameters);
}

/* What a client keeps in files; anything else is not the spool's business. */
static bool may_be_kept(const char *method)
{
	static const char *const methods[] = { "org.crampd.Diary.Log",	 "org.crampd.Diary.None",
					       "org.crampd.Diary.Sleep", "org.crampd.Diary.Add",
					       "org.crampd.Diary.Over",	 "org.crampd.Diary.CheckIn" };

	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (str_equal(method, methods[i]))
			return true;
	return false;
}

static void enter(struct app *app, struct entry *e)
{
	json_t *parameters = json_object_get(e->content, "parameters");
	const char *method = json_string_value(json_object_get(e->content, "method"));
	const char *at = json_string_value(json_object_get(e->content, "at"));
	struct wire_call wire = { .method = method, .parameters = parameters };
	struct instant told;
	struct call *call;

	if (!may_be_kept(method) || !json_is_object(parameters)) {
		e->error = xstrdup("org.varlink.service.InvalidParameter");
		e->error_parameters = json_pack("{s:s}", "parameter", may_be_kept(method) ? "parameters" : "method");
		return;
	}
	call = call_new(app, NULL, &wire);
	/* It is recorded as of the moment it was told. */
	if (at && rfc3339_parse(at, &told))
		call->told_at = told.at;
	call->on_end = on_end;
	call->end_data = e;
	call_dispatch(call, method);
}

static json_t *read_file(const char *path)
{
	json_error_t error;
	json_t *content = NULL;
	FILE *file = fopen(path, "re");

	if (file && fseek(file, 0, SEEK_END) == 0 && ftell(file) <= ENTRY_BYTES_MAX && fseek(file, 0, SEEK_SET) == 0)
		content = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
	if (file)
		fclose(file);
	if (!json_is_object(content)) {
		json_decref(content);
		content = json_object();
	}
	return content;
}

/* The refused one beside the entry, on the disk before the entry goes. */
static void put_aside(const struct entry *e)
{
	char *refused = xasprintf("%.*s.refused", (int)(strlen(e->path) - strlen(".json")), e->path);
	char *fresh = xasprintf("%s.tmp", refused), *text;
	FILE *file = fopen(fresh, "we");

	json_object_set_new(e->content, "error", json_string(e->error));
	json_object_set(e->content, "error_parameters", e->error_parameters);
	text = json_text(e->content);
	log_warnx("an entry told while no daemon ran is refused (%s): %s", e->error, refused);
	if (file && fputs(text, file) >= 0 && fflush(file) == 0 && fsync(fileno(file)) == 0 &&
	    rename(fresh, refused) == 0)
		unlink(e->path);
	else
		log_warn("%s cannot be written", refused);
	if (file)
		fclose(file);
	free(text);
	free(fresh);
	free(refused);
}

/* The disk's trouble is not the entry's fault: it is tried again at the next start. */
static bool is_daemons_fault(const char *error)
{
	return ends_with(error, ".StorageFailed") || ends_with(error, ".Internal");
}

static void settle(struct entry *e, bool committed)
{
	if (e->error && !is_daemons_fault(e->error))
		put_aside(e);
	else if (e->error)
		log_warnx("an entry told while no daemon ran could not be entered now (%s): %s", e->error, e->path);
	else if (committed && unlink(e->path) != 0)
		log_warn("%s cannot be removed", e->path);
	free(e->path);
	free(e->error);
	json_decref(e->error_parameters);
	json_decref(e->content);
}

void spool_enter(struct app *app)
{
	char *directory = spool_directory(app);
	struct dirent **names;
	int count = scandir(directory, &names, is_entry, alphasort), result = 0;
	struct entry *entries = xcalloc(count > 0 ? (size_t)count : 1, sizeof(*entries));

	for (int i = 0; i < count; i++) {
		entries[i].path = xasprintf("%s/%s", directory, names[i]->d_name);
		entries[i].content = read_file(entries[i].path);
		enter(app, &entries[i]);
	}
	if (store_is_open(app->store))
		result = store_commit(app->store);
	if (result < 0)
		log_warnx("entries told while no daemon ran could not be kept: %s", strerror(-result));
	for (int i = 0; i < count; i++)
		settle(&entries[i], result == 0 && entries[i].ended);
	if (count > 0)
		log_info("entered what was told while no daemon ran: %d", count);
	free(entries);
	free_names(names, count);
	free(directory);
}
