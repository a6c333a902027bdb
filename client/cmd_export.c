/*
 * cramp export FORMAT [FILE]: everything, for safe keeping (ndjson), or the wide nightly table for a spreadsheet (csv).
 * A file is written beside its name and renamed into place, so that a broken export never stands where a good one was.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/command.h"
#include "client/export.h"
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

/* Everything written and on disk? */
static bool finished(FILE *f)
{
	bool good = fflush(f) == 0 && !ferror(f);

	return (fsync(fileno(f)) == 0 || errno == EINVAL || errno == ENOTSUP) && good;
}

static int export_to_file(struct session *s, int (*write)(struct session *s, FILE *to), const char *path)
{
	char *beside = xasprintf("%s.XXXXXX", path);
	int fd = mkostemp(beside, O_CLOEXEC), status;

	if (fd < 0) {
		status = complain(EXIT_REFUSED, "%s cannot be written: %s.", path, strerror(errno));
		free(beside);
		return status;
	}
	FILE *f = fdopen(fd, "w");
	status = write(s, f);
	if (status == EXIT_DONE && !finished(f))
		status = complain(EXIT_REFUSED, "%s cannot be written: %s.", path, strerror(errno));
	fclose(f);
	if (status == EXIT_DONE && rename(beside, path) != 0)
		status = complain(EXIT_REFUSED, "%s cannot be written: %s.", path, strerror(errno));
	if (status != EXIT_DONE)
		unlink(beside);
	free(beside);
	return status;
}

int cmd_export(struct session *s, int count, char **words)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		if (strcmp(formats[i].name, words[0]) != 0)
			continue;
		if (count > 1 && strcmp(words[1], "-") != 0)
			return export_to_file(s, formats[i].write, words[1]);
		int status = formats[i].write(s, stdout);
		if (status == EXIT_DONE && fflush(stdout) != 0)
			status = complain(EXIT_REFUSED, "the export cannot be written: %s.", strerror(errno));
		return status;
	}
	return complain(EXIT_BAD_USAGE, "I do not know the format \"%s\"; I write csv and ndjson.", words[0]);
}
