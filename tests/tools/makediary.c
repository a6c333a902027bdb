/* makediary EXPORT SCRATCH DIARY: a diary of this version of the schema, in one file, from an export. See
 * tests/data/make_diary.sh. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "daemon/store/store.h"

static void restore_lines(struct store *s, FILE *file)
{
	char *line = NULL, *why = NULL;
	size_t room = 0;

	if (store_restore_begin(s) != 0)
		fatal("cannot begin");
	while (getline(&line, &room, file) > 0)
		if (store_restore_object(s, line, &why) != 0)
			fatal("%s", why ? why : line);
	if (store_restore_end(s, &why) != 0 || store_commit(s) != 0)
		fatal("%s", why ? why : "cannot commit");
	free(line);
}

int main(int argc, char **argv)
{
	struct store *s;
	char *why;
	FILE *file;

	if (argc != 4)
		fatal("usage: makediary EXPORT SCRATCH DIARY");
	file = fopen(argv[1], "r");
	if (!file || store_open(argv[2], 0, &s, &why) != 0)
		fatal("cannot open %s or %s", argv[1], argv[2]);
	restore_lines(s, file);
	fclose(file);
	if (store_backup(s, argv[3]) != 0)
		fatal("cannot write %s", argv[3]);
	store_close(s);
	return 0;
}
