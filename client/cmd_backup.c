/*
 * cramp backup [FILE]: a verified copy of the database. The daemon makes it in its own directory, which is the only one
 * it writes to; to another place the client copies it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/command.h"
#include "client/whole_file.h"
#include "client/show/text.h"
#include "cramp/util.h"
#include "cramp/wire.h"

/* 0 or -errno. */
static int copy_bytes(FILE *from, FILE *to)
{
	char buffer[65536];
	size_t n;

	while ((n = fread(buffer, 1, sizeof(buffer), from)) > 0)
		if (fwrite(buffer, 1, n, to) != n)
			return -errno;
	return ferror(from) ? -EIO : 0;
}

static int copy_file(const char *from, const char *path)
{
	struct whole_file file;
	FILE *in = fopen(from, "re");
	int result = in ? whole_file_begin(&file, path) : -errno;

	if (in && result == 0) {
		result = copy_bytes(in, file.stream);
		int ended = whole_file_end(&file, result == 0);
		result = result ? result : ended;
	}
	if (in)
		fclose(in);
	return result ? complain(EXIT_REFUSED, "%s cannot be written: %s.", path, strerror(-result)) : EXIT_DONE;
}

int cmd_backup(struct session *s, int count, char **words)
{
	json_t *reply;
	int status = session_call(s, "org.crampd.Transfer.Backup", json_object(), &reply);

	if (status != EXIT_DONE)
		return status;
	const char *made = json_string_value(json_object_get(reply, "path"));
	if (count > 0) {
		status = copy_file(made, words[0]);
		unlink(made);
		json_object_set_new(reply, "path", json_string(words[0]));
	}
	if (status == EXIT_DONE && s->json) {
		char *text = json_text(reply);
		puts(text);
		free(text);
	} else if (status == EXIT_DONE)
		show_line(s, "A checked copy of the diary: %s (%lld KiB)",
			  json_string_value(json_object_get(reply, "path")),
			  (long long)(json_integer_value(json_object_get(reply, "size_bytes")) + 1023) / 1024);
	json_decref(reply);
	return status;
}
