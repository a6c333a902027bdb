#include "client/show/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"

static void add_list(struct strbuf *b, json_t *list)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		char *text = csv_text(json_is_object(item) ? json_object_get(item, "method") : item);
		strbuf_add(b, "%s%s", i ? ";" : "", text);
		free(text);
	}
}

char *csv_text(json_t *value)
{
	struct strbuf b = { 0 };

	if (json_is_string(value))
		strbuf_add(&b, "%s", json_string_value(value));
	else if (json_is_boolean(value))
		strbuf_add(&b, "%s", json_is_true(value) ? "true" : "false");
	else if (json_is_number(value))
		strbuf_add(&b, "%.15g", json_number_value(value));
	else if (json_is_array(value))
		add_list(&b, value);
	return strbuf_take(&b);
}

static void print_field(const char *text, int first)
{
	if (!first)
		putchar(',');
	if (!strpbrk(text, ",\"\r\n")) {
		fputs(text, stdout);
		return;
	}
	putchar('"');
	for (const char *p = text; *p; p++) {
		if (*p == '"')
			putchar('"');
		putchar(*p);
	}
	putchar('"');
}

void show_csv_header(const char *const *keys)
{
	for (int i = 0; keys[i]; i++) {
		const char *dot = strchr(keys[i], '.');
		print_field(dot ? dot + 1 : keys[i], i == 0);
	}
	fputs("\r\n", stdout);
}

static json_t *value_at(json_t *object, const char *key)
{
	const char *dot = strchr(key, '.');

	if (!dot)
		return json_object_get(object, key);
	char *outer = xstrndup(key, (size_t)(dot - key));
	json_t *inner = json_object_get(json_object_get(object, outer), dot + 1);
	free(outer);
	return inner;
}

void show_csv_row(const char *const *keys, json_t *object)
{
	for (int i = 0; keys[i]; i++) {
		char *text = csv_text(value_at(object, keys[i]));
		print_field(text, i == 0);
		free(text);
	}
	fputs("\r\n", stdout);
}
