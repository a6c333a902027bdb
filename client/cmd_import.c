/*
 * cramp import FORMAT FILE: the client opens and reads the file, rows go over in portions, and the daemon enters all of
 * it as one step or nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/command.h"
#include "client/import.h"
#include "cramp/util.h"

enum { PORTION = 500, TAGS_MAX = 50, LISTED = 20 };

struct format {
	const char *name;
	const char *member; /* of a zip; NULL: the file is never one */
	const char *what;
	import_fn read; /* NULL: lines of an export, sent as they are */
};

static const struct format formats[] = {
	{ "csv", NULL, "a wide nightly table: night,cramps,FACTOR,…", import_csv },
	{ "ndjson", NULL, "an export of this program, into an empty diary", NULL },
	{ "sleep-as-android", "sleep-export.csv", "Sleep as Android's export, zip or csv", import_sleep_as_android },
};

struct request {
	const struct format *format;
	const char *file;
	struct import_options options;
	const char *tags[TAGS_MAX + 1];
};

static const struct format *find_format(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

static char *format_names(void)
{
	struct strbuf b = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		strbuf_add(&b, "%s%s", i ? ", " : "", formats[i].name);
	return strbuf_take(&b);
}

static int read_tag(struct session *s, struct request *r, const char *tag, size_t *count)
{
	const char *target = strchr(tag, '=');

	if (!target || target == tag || (strcmp(target + 1, "cramp") != 0 && !factor_find(target + 1, &s->own)))
		return complain(EXIT_BAD_USAGE, "--tag wants TAG=FACTOR or TAG=cramp, not \"%s\".", tag);
	if (*count == TAGS_MAX)
		return complain(EXIT_BAD_USAGE, "at most %d --tag.", TAGS_MAX);
	r->tags[(*count)++] = tag;
	return EXIT_DONE;
}

static int read_words(struct session *s, int count, char **words, struct request *r)
{
	size_t tags = 0;
	int status = EXIT_DONE;

	for (int i = 0; i < count && status == EXIT_DONE; i++) {
		const char *w = words[i], *value = i + 1 < count ? words[i + 1] : NULL;
		if (strcmp(w, "--new-factors") == 0)
			r->options.new_factors = true;
		else if (strcmp(w, "--dated") == 0 && value && (!strcmp(value, "evening") || !strcmp(value, "morning")))
			r->options.dated = words[++i][0];
		else if (strcmp(w, "--dated") == 0)
			status = usage_error(s, "--dated wants evening or morning.");
		else if (strcmp(w, "--tag") == 0 && value)
			status = read_tag(s, r, words[++i], &tags);
		else if (w[0] == '-' && w[1])
			status = usage_error(s, "import has no option %s.", w);
		else if (!r->format) {
			r->format = find_format(w);
			if (!r->format) {
				char *names = format_names();
				status = complain(EXIT_BAD_USAGE, "I do not know the format \"%s\"; I read %s.", w,
						  names);
				free(names);
			}
		} else if (!r->file)
			r->file = w;
		else
			status = usage_error(s, "one file at a time.");
	}
	r->options.tags = r->tags;
	if (status == EXIT_DONE && (!r->format || !r->file)) {
		usage_error(s, "import wants a format and a file.");
		return EXIT_BAD_USAGE;
	}
	return status;
}

/* ---- sending ---- */

/* On a terminal: one line that counts up and goes away. */
static void progress(size_t done, size_t all)
{
	if (!isatty(STDERR_FILENO))
		return;
	if (done < all)
		fprintf(stderr, "\r%zu of %zu rows", done, all);
	else
		fprintf(stderr, "\r\033[K");
}

static int send_portions(struct session *s, const char *method, const char *key, json_t *list)
{
	size_t all = json_array_size(list);
	int status = EXIT_DONE;

	for (size_t from = 0; from < all && status == EXIT_DONE; from += PORTION) {
		json_t *portion = json_array();
		for (size_t i = from; i < from + PORTION && i < all; i++)
			json_array_append(portion, json_array_get(list, i));
		progress(from, all);
		status = session_call(s, method, json_pack("{s:o}", key, portion), NULL);
	}
	progress(all, all);
	return status;
}

static int begin(struct session *s, const char *format)
{
	json_t *parameters = session_change(s);

	json_object_set_new(parameters, "format", json_string(format));
	return session_call(s, "org.crampd.Transfer.Begin", parameters, NULL);
}

/* ---- what came of it ---- */

static int tell_faults(const struct request *r, const struct import *import)
{
	size_t shown = import->fault_count < IMPORT_FAULTS_SHOWN ? import->fault_count : IMPORT_FAULTS_SHOWN;

	for (size_t i = 0; i < shown; i++)
		fprintf(stderr, "cramp: %s: %s.\n", r->file, import->faults[i]);
	if (import->fault_count > shown)
		fprintf(stderr, "cramp: %s: … and %zu more.\n", r->file, import->fault_count - shown);
	fprintf(stderr, "Nothing was imported.\n");
	return EXIT_REFUSED;
}

static void tell_left(json_t *left)
{
	size_t index, count = json_array_size(left);
	json_t *row;

	if (count)
		printf("Left as they are, because the diary says otherwise: %zu\n", count);
	json_array_foreach(left, index, row)
	{
		const char *night = json_string_value(json_object_get(row, "night"));
		if (index == LISTED) {
			printf("  … and %zu more\n", count - LISTED);
			break;
		}
		printf("  line %lld%s%s: %s\n", (long long)json_integer_value(json_object_get(row, "line")),
		       night ? ", night of " : "", night ? night : "",
		       json_string_value(json_object_get(row, "reason")));
	}
}

static void tell(const struct request *r, const struct import *import, json_t *reply)
{
	json_int_t added = json_integer_value(json_object_get(reply, "added"));
	json_int_t unchanged = json_integer_value(json_object_get(reply, "unchanged"));

	printf("%s: %zu night%s read, %lld entr%s added", r->file, import->nights, import->nights == 1 ? "" : "s",
	       (long long)added, added == 1 ? "y" : "ies");
	if (unchanged)
		printf(", %lld on record already", (long long)unchanged);
	printf(".%s\n", added ? "          undo: cramp undo" : "");
	tell_left(json_object_get(reply, "left"));
	if (import->skipped_count)
		printf("Skipped: %zu\n", import->skipped_count);
	for (size_t i = 0; i < import->skipped_count && i < LISTED; i++)
		printf("  %s\n", import->skipped[i]);
	if (import->skipped_count > LISTED)
		printf("  … and %zu more\n", import->skipped_count - LISTED);
	if (import->remark)
		printf("%s\n", import->remark);
}

static void tell_json(const struct import *import, json_t *reply)
{
	json_t *skipped = json_array();

	for (size_t i = 0; i < import->skipped_count; i++)
		json_array_append_new(skipped, json_string(import->skipped[i]));
	json_object_set_new(reply, "nights", json_integer((json_int_t)import->nights));
	json_object_set_new(reply, "skipped", skipped);
	json_dumpf(reply, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
	putchar('\n');
}

static int import_rows_of(struct session *s, const struct request *r, const char *text, size_t length)
{
	struct import import = { 0 };
	json_t *reply = NULL;
	int status;

	r->format->read(text, length, &r->options, &import);
	if (import.fault_count) {
		status = tell_faults(r, &import);
		import_clear(&import);
		return status;
	}
	status = begin(s, r->format->name);
	if (status == EXIT_DONE && import.factors)
		status = send_portions(s, "org.crampd.Transfer.StageFactors", "factors", import.factors);
	if (status == EXIT_DONE && import.rows)
		status = send_portions(s, "org.crampd.Transfer.Stage", "rows", import.rows);
	if (status == EXIT_DONE)
		status = session_call(s, "org.crampd.Transfer.Commit", json_object(), &reply);
	if (status == EXIT_DONE && s->json)
		tell_json(&import, reply);
	else if (status == EXIT_DONE)
		tell(r, &import, reply);
	json_decref(reply);
	import_clear(&import);
	return status;
}

/* ---- an export of our own ---- */

static json_t *read_objects(const struct request *r, const char *text, size_t length)
{
	json_t *objects = json_array();
	long line = 0;

	for (const char *p = text, *end; p < text + length; p = end + 1) {
		json_error_t error;
		end = memchr(p, '\n', (size_t)(text + length - p));
		if (!end)
			end = text + length;
		line++;
		if (end == p)
			continue;
		json_t *object = json_loadb(p, (size_t)(end - p), JSON_REJECT_DUPLICATES, &error);
		if (!json_is_object(object)) {
			complain(EXIT_REFUSED, "%s: line %ld is no JSON object. Nothing was imported.", r->file, line);
			json_decref(object);
			json_decref(objects);
			return NULL;
		}
		json_array_append_new(objects, object);
	}
	return objects;
}

static int import_objects(struct session *s, const struct request *r, const char *text, size_t length)
{
	json_t *objects = read_objects(r, text, length), *reply = NULL;
	int status;

	if (!objects)
		return EXIT_REFUSED;
	status = begin(s, r->format->name);
	if (status == EXIT_DONE)
		status = send_portions(s, "org.crampd.Transfer.StageObjects", "objects", objects);
	if (status == EXIT_DONE)
		status = session_call(s, "org.crampd.Transfer.Commit", json_object(), &reply);
	if (status == EXIT_DONE && s->json)
		tell_json(&(struct import){ 0 }, reply);
	else if (status == EXIT_DONE && json_integer_value(json_object_get(reply, "added")) == 0)
		printf("%s: all of it is on record already.\n", r->file);
	else if (status == EXIT_DONE)
		printf("%s: the whole diary, %zu objects.\n", r->file, json_array_size(objects));
	json_decref(reply);
	json_decref(objects);
	return status;
}

/* UTF-8 with lines that may end as a spreadsheet ends them. */
static bool is_text(const char *text, size_t length)
{
	while (length > 0) {
		const char *end = memchr(text, '\r', length);
		size_t n = end ? (size_t)(end - text) : length;
		if (!utf8_valid(text, n))
			return false;
		n += end != NULL;
		text += n;
		length -= n;
	}
	return true;
}

int cmd_import(struct session *s, int count, char **words)
{
	struct request r = { 0 };
	size_t length;
	char *why = NULL;

	session_own_factors(s);
	int status = read_words(s, count, words, &r);
	if (status != EXIT_DONE)
		return status;
	r.options.now = s->reader.now;
	r.options.night_starts_min = s->reader.night_starts_min;
	r.options.day_starts_min = s->reader.day_starts_min;
	r.options.own = &s->own;
	char *text = import_read_file(r.file, r.format->member, &length, &why);
	if (!text) {
		status = complain(EXIT_REFUSED, "%s", why);
		free(why);
		return status;
	}
	if (r.format->read == import_csv && !is_text(text, length))
		status = complain(EXIT_REFUSED, "%s is not UTF-8 text; save it as \"CSV UTF-8\".", r.file);
	else if (r.format->read)
		status = import_rows_of(s, &r, text, length);
	else
		status = import_objects(s, &r, text, length);
	free(text);
	return status;
}
