/*
 * cramp export FORMAT [FILE]: everything, for safe keeping (ndjson), or the wide nightly table for a spreadsheet (csv).
 * A broken export never stands where a good one was.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/export.h"
#include "client/show/json.h"
#include "client/whole_file.h"
#include "cramp/util.h"
#include "cramp/wire.h"

static const struct {
	const char *name;
	int (*write)(struct session *s, FILE *to);
} formats[] = {
	{ "csv", export_csv },
	{ "ndjson", export_ndjson },
};

static int write_object(json_t *reply, void *data)
{
	json_t *object = json_object_get(reply, "object");

	if (!json_is_object(object))
		return 0;
	char *text = json_text(object);
	int failed = fputs(text, data) < 0 || fputc('\n', data) < 0;
	free(text);
	return failed;
}

int export_ndjson(struct session *s, FILE *to)
{
	return session_stream(s, "org.crampd.Transfer.Export", json_object(), write_object, to);
}

static int export_to_file(struct session *s, const char *format, int (*write)(struct session *s, FILE *to),
			  const char *path)
{
	struct whole_file file;
	int result = whole_file_begin(&file, path), status = EXIT_DONE;

	if (result == 0) {
		status = write(s, file.stream);
		int unwritten = ferror(file.stream) ? -(errno ? errno : EIO) : 0;
		result = whole_file_end(&file, status == EXIT_DONE);
		if (unwritten)
			result = unwritten;
	}
	if (result)
		return complain(EXIT_REFUSED, "%s cannot be written: %s.", path, strerror(-result));
	if (status == EXIT_DONE && s->json) {
		json_t *done = json_pack("{s:s, s:s}", "format", format, "path", path);
		show_json(done);
		json_decref(done);
	}
	return status;
}

int cmd_export(struct session *s, int count, char **words)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		if (strcmp(formats[i].name, words[0]) != 0)
			continue;
		if (count > 1 && strcmp(words[1], "-") != 0)
			return export_to_file(s, formats[i].name, formats[i].write, words[1]);
		int status = formats[i].write(s, stdout);
		if (status == EXIT_DONE && fflush(stdout) != 0)
			status = complain(EXIT_REFUSED, "the export cannot be written: %s.", strerror(errno));
		return status;
	}
	return complain(EXIT_BAD_USAGE, "I do not know the format \"%s\"; I write csv and ndjson.", words[0]);
}
