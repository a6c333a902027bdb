/*
 * cramp backup [FILE]: a verified copy of the database. The daemon makes it in its own directory, which is the only one
 * it writes to; to another place the client copies it, beside and renamed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/command.h"
#include "cramp/util.h"
#include "cramp/wire.h"

static bool copy_bytes(int from, int to)
{
	char buffer[65536];
	ssize_t n;

	while ((n = read(from, buffer, sizeof(buffer))) > 0)
		for (ssize_t done = 0, w; done < n; done += w)
			if ((w = write(to, buffer + done, (size_t)(n - done))) <= 0)
				return false;
	return n == 0 && fsync(to) == 0;
}

static int copy_file(const char *from, const char *path)
{
	char *beside = xasprintf("%s.XXXXXX", path);
	int in = open(from, O_RDONLY | O_CLOEXEC), out = in < 0 ? -1 : mkostemp(beside, O_CLOEXEC);
	bool good = out >= 0 && copy_bytes(in, out) && rename(beside, path) == 0;
	int status = good ? EXIT_DONE : complain(EXIT_REFUSED, "%s cannot be written: %s.", path, strerror(errno));

	if (!good && out >= 0)
		unlink(beside);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	free(beside);
	return status;
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
		printf("A checked copy of the diary: %s (%lld KiB)\n",
		       json_string_value(json_object_get(reply, "path")),
		       (long long)(json_integer_value(json_object_get(reply, "size_bytes")) + 1023) / 1024);
	json_decref(reply);
	return status;
}
