/*
 * Any bytes through the importers: the first byte chooses the format and the options, the rest is the file.
 */
#include <stdint.h>
#include <stdlib.h>

#include "client/import.h"
#include "cramp/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct import_options options = { .now = { 1795330800, 3600 }, .night_starts_min = 720, .day_starts_min = 240 };
	struct import import = { 0 };

	if (size == 0)
		return 0;
	options.new_factors = data[0] & 2;
	options.dated = data[0] & 4 ? 'm' : 'e';
	char *text = xmalloc(size);
	for (size_t i = 1; i < size; i++)
		text[i - 1] = (char)data[i];
	if (data[0] & 1)
		import_sleep_as_android(text, size - 1, &options, &import);
	else if (utf8_valid(text, size - 1))
		import_csv(text, size - 1, &options, &import);
	/* What is staged must be text that JSON can carry. */
	size_t index;
	json_t *row;
	json_array_foreach(import.rows, index, row) if (!row) abort();
	import_clear(&import);
	free(text);
	return 0;
}
