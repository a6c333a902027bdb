/*
 * Any bytes as cramp.conf: refused with a line and a reason, or read; what was read and is written out again reads the
 * same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/config.h"
#include "cramp/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const weekdays[] = { "", ".mon", ".tue", ".wed", ".thu", ".fri", ".sat", ".sun" };

/* Every value as the file would hold it. */
static char *whole(const struct config *c)
{
	struct strbuf out = { 0 };

	for (int i = 0; i < config_option_count; i++)
		for (size_t d = 0; d < (config_options[i].per_weekday ? ARRAY_LEN(weekdays) : 1); d++) {
			char *key = xasprintf("%s%s", config_options[i].name, weekdays[d]);
			char *value = config_get(c, key);

			if (!value)
				abort();
			strbuf_add(&out, "%s = %s\n", key, value);
			free(value);
			free(key);
		}
	return strbuf_take(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size), *first, *second;
	struct config_error error = { 0 };
	struct config c;

	config_init(&c);
	if (config_parse(text, &c, &error)) {
		first = whole(&c);
		if (strlen(first) < 60000 && !config_parse(first, &c, &error))
			abort();
		second = whole(&c);
		if (strcmp(first, second) != 0)
			abort();
		free(first);
		free(second);
	} else if (str_empty(error.reason) || error.line < 0) {
		abort();
	}
	config_error_clear(&error);
	config_clear(&c);
	free(text);
	return 0;
}
