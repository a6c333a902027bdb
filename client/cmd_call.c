/*
 * cramp call METHOD [JSON]: the wire as it is, for scripts. What is given goes out unchanged, what comes is printed
 * unchanged.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/proto.h"
#include "cramp/util.h"
#include "cramp/wire.h"

static int print_reply(json_t *reply, void *data)
{
	char *text = json_text(reply);

	(void)data;
	puts(text);
	free(text);
	return 0;
}

/* "Log" → "org.crampd.Diary.Log" where one interface alone has it. NULL after a usage error; caller frees. */
static char *whole_name(struct session *s, const char *name)
{
	struct strbuf all = { 0 };
	char *whole = NULL;
	int found = 0;

	if (strchr(name, '.'))
		return xstrdup(name);
	for (size_t i = 0; i < proto_interface_count; i++) {
		if (!proto_method_find(&proto_interfaces[i], name))
			continue;
		free(whole);
		whole = xasprintf("%s.%s", proto_interfaces[i].name, name);
		strbuf_add(&all, "%s%s", found++ ? " or " : "", whole);
	}
	if (found != 1) {
		if (found == 0)
			usage_error(s, "There is no method \"%s\".", name);
		else
			usage_error(s, "\"%s\" may be %s; which one?", name, all.text);
		free(whole);
		whole = NULL;
	}
	strbuf_clear(&all);
	return whole;
}

static json_t *read_parameters(struct session *s, const char *text)
{
	json_error_t error;
	size_t flags = JSON_REJECT_DUPLICATES;
	bool from_stdin = text && strcmp(text, "-") == 0;
	json_t *parameters;

	if (!text)
		return json_object();
	parameters = from_stdin ? json_loadf(stdin, flags, &error) : json_loads(text, flags, &error);
	if (json_is_object(parameters))
		return parameters;
	if (parameters)
		usage_error(s, "The parameters must be a JSON object, like {\"limit\":3}.");
	else
		usage_error(s, "The parameters are not JSON (line %d, column %d): %s.", error.line, error.column,
			    error.text);
	json_decref(parameters);
	return NULL;
}

int cmd_call(struct session *s, int count, char **words)
{
	const char *method = NULL, *text = NULL;
	json_t *parameters, *reply = NULL;
	bool more = false;
	char *name;
	int status;

	for (int i = 0; i < count; i++) {
		if (strcmp(words[i], "--more") == 0)
			more = true;
		else if (!method)
			method = words[i];
		else if (!text)
			text = words[i];
		else
			return usage_error(s, "I do not know what to do with \"%s\".", words[i]);
	}
	if (!method)
		return usage_error(s, "Which method?");
	name = whole_name(s, method);
	parameters = name ? read_parameters(s, text) : NULL;
	if (!parameters) {
		free(name);
		return EXIT_BAD_USAGE;
	}
	if (more) {
		status = session_stream(s, name, parameters, print_reply, NULL);
	} else {
		status = session_call(s, name, parameters, &reply);
		if (status == EXIT_DONE)
			print_reply(reply, NULL);
		json_decref(reply);
	}
	free(name);
	return status;
}
