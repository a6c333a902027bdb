/*
 * A plain main for fuzz targets: runs each file of a corpus directory through the target once, so that `make check`
 * covers the corpus without a fuzzer. Prints TAP.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "cramp/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = NULL;
	size_t size = 0, got;

	if (!f) {
		perror(path);
		exit(1);
	}
	do {
		data = xreallocarray(data, size + 65536, 1);
		got = fread(data + size, 1, 65536, f);
		size += got;
	} while (got > 0);
	fclose(f);
	/* An exact copy, so that reading one byte too far is seen. */
	uint8_t *exact = xmalloc(size ? size : 1);
	for (size_t i = 0; i < size; i++)
		exact[i] = data[i];
	LLVMFuzzerTestOneInput(exact, size);
	free(exact);
	free(data);
}

int main(int argc, char **argv)
{
	int n = 0;

	for (int i = 1; i < argc; i++) {
		DIR *d = opendir(argv[i]);
		struct dirent *entry;

		if (!d) {
			perror(argv[i]);
			return 1;
		}
		while ((entry = readdir(d))) {
			if (entry->d_name[0] == '.')
				continue;
			char *path = xasprintf("%s/%s", argv[i], entry->d_name);
			replay(path);
			printf("ok %d - %s\n", ++n, entry->d_name);
			free(path);
		}
		closedir(d);
	}
	printf("1..%d\n", n);
	return n == 0;
}
