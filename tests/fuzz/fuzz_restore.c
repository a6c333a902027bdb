/*
 * An export read into an empty diary, line by line. What is accepted must export as something that is accepted again
 * and exports the same bytes; what is refused must leave the diary empty.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cramp/util.h"
#include "daemon/store/store.h"

static char directory[64];
static struct store *store;

static void finish(void)
{
	static const char *const files[] = { "", ".lock", ".exists", ".reserve" };

	store_close(store);
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		char *path = xasprintf("%s/diary.db%s", directory, files[i]);
		unlink(path);
		free(path);
	}
	rmdir(directory);
}

static void begin(void)
{
	char *why = NULL;

	snprintf(directory, sizeof(directory), "/tmp/cramp-fuzz-XXXXXX");
	if (!mkdtemp(directory))
		abort();
	char *path = xasprintf("%s/diary.db", directory);
	if (store_open(path, 0, &store, &why) != 0)
		abort();
	free(path);
	atexit(finish);
}

/* True if all of it was accepted; the transaction stays open. */
static bool restore(char *text)
{
	char *save = NULL, *why = NULL;
	int result = store_restore_begin(store);

	for (char *line = strtok_r(text, "\n", &save); line && result == 0; line = strtok_r(NULL, "\n", &save))
		result = store_restore_object(store, line, &why);
	if (result == 0)
		result = store_restore_end(store, &why);
	if (result < 0)
		abort(); /* a file cannot make the store itself fail */
	if (result > 0 && !why)
		abort();
	free(why);
	return result == 0;
}

static int on_object(const char *text, void *data)
{
	strbuf_add(data, "%s\n", text);
	return 0;
}

static char *export(void)
{
	struct strbuf b = { 0 };

	if (store_export_each(store, on_object, &b) != 0)
		abort();
	return strbuf_take(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size), *copy;

	if (!store)
		begin();
	char *empty = export();
	bool good = restore(text);
	char *first = export();
	store_rollback(store);
	if (!good && strcmp(empty, first) != 0)
		abort();
	if (good) {
		copy = xstrdup(first);
		if (!restore(copy))
			abort();
		char *second = export();
		if (strcmp(first, second) != 0)
			abort();
		store_rollback(store);
		free(second);
		free(copy);
	}
	free(first);
	free(empty);
	free(text);
	return 0;
}
