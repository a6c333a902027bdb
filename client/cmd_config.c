/*
 * cramp config: lists the settings, prints one, changes one in cramp.conf, and has a running daemon read the file
 * again. No daemon is started for that: one that starts later reads the file anyway.
 *
 * JSON, an object a setting: {"key", "value", "default", "text"}, all texts as they stand in the file.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/show/page.h"
#include "client/show/text.h"
#include "cramp/paths.h"
#include "cramp/util.h"
#include "cramp/wire.h"

static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* What the user asked for. */
struct request {
	bool reload, to_default;
	const char *key;
	char *value; /* owned, NULL: only look */
};

/* The row of a key, also of "bedtime.sat". The key is known. */
static const struct option *option_of(const char *key)
{
	size_t length = strcspn(key, ".");

	for (int i = 0; i < config_option_count; i++)
		if (strlen(config_options[i].name) == length && strncmp(config_options[i].name, key, length) == 0)
			return &config_options[i];
	return NULL;
}

static void print_json(const char *key, const char *value, const struct option *o)
{
	json_t *row =
		json_pack("{s:s, s:s, s:s, s:s}", "key", key, "value", value, "default", o->fallback, "text", o->text);
	char *text = json_text(row);

	puts(text);
	free(text);
	json_decref(row);
}

static void print_row(struct session *s, const char *key, const char *value, const struct option *o, bool explain)
{
	char *head, *text;

	if (s->json) {
		print_json(key, value, o);
		return;
	}
	text = strcmp(value, o->fallback) == 0
		       ? xstrdup(value)
		       : xasprintf("%s   (default %s)", value, *o->fallback ? o->fallback : "none");
	head = xasprintf("%s = ", key);
	show_folded(s, head, 4, text);
	free(head);
	free(text);
	if (explain)
		show_folded(s, "    ", 4, o->text);
}

static int list(struct session *s, const char *path)
{
	if (!s->json)
		show_line(s, "Settings, kept in %s\n", path);
	for (int i = 0; i < config_option_count; i++) {
		const struct option *o = &config_options[i];
		char *value = config_get(&s->config, o->name);

		print_row(s, o->name, value, o, true);
		for (int day = 0; o->per_weekday && day < WEEKDAYS; day++) {
			char *key = xasprintf("%s.%s", o->name, weekdays[day]);
			char *own = config_get(&s->config, key);

			if (strcmp(own, value) != 0)
				print_row(s, key, own, o, false);
			free(own);
			free(key);
		}
		free(value);
	}
	if (!s->json) {
		page_footnote(
			s, "Change one: cramp config bedtime 23:00 · for one weekday: cramp config bedtime.sat 23:30");
		show_folded(s, "", 0, "Back to the default: cramp config bedtime --default");
	}
	return EXIT_DONE;
}

static int no_such_key(struct session *s, const char *key)
{
	char *sentence = config_no_such_key(key);

	usage_error(s, "%s", sentence);
	free(sentence);
	return EXIT_BAD_USAGE;
}

static int look(struct session *s, const char *key, const char *value)
{
	if (s->json)
		print_json(key, value, option_of(key));
	else
		show_text(s, "%s\n", value);
	return EXIT_DONE;
}

/* Asks a running daemon to read the file again. */
static int reload(struct session *s, bool *was_running)
{
	*was_running = session_daemon_running();
	return *was_running ? session_call(s, "org.crampd.Daemon.Reload", json_object(), NULL) : EXIT_DONE;
}

static int only_reload(struct session *s)
{
	bool running;
	int status = reload(s, &running);

	if (status == EXIT_DONE && s->json)
		puts(running ? "{\"reloaded\":true}" : "{\"reloaded\":false}");
	else if (status == EXIT_DONE)
		puts(running ? "The daemon has read the settings again."
			     : "No daemon is running; the next one reads the settings when it starts.");
	return status;
}

/* What was wrong with the file or the value, in one sentence on stderr. */
static int complain_of(const char *path, struct config_error *error, int result)
{
	if (result < 0)
		complain(EXIT_REFUSED, "%s cannot be written: %s.", path, strerror(-result));
	else if (error->line > 0)
		complain(EXIT_REFUSED, "%s, line %d: %s Nothing was changed.", path, error->line, error->reason);
	else
		complain(EXIT_REFUSED, "%s Nothing was changed.", error->reason);
	config_error_clear(error);
	return EXIT_REFUSED;
}

/* What it is, what it was, and the command that undoes it, quoted for a shell where that is needed. */
static void tell_way_back(struct session *s, const char *key, const char *after, const char *before)
{
	const char *quote = strpbrk(before, " ,;&|<>*?$#~\"\\()") ? "'" : "";

	if (strchr(before, '\''))
		show_line(s, "%s = %s   it was %s", key, after, before);
	else
		show_line(s, "%s = %s   it was %s; back: cramp config %s %s%s%s", key, after, before, key, quote,
			  before, quote);
}

static int change(struct session *s, const struct request *r, const char *path, const char *before)
{
	struct config_error error = { 0 };
	int result = config_write(path, r->key, r->to_default ? NULL : r->value, &error), status;
	bool running, fine;
	char *after;

	if (result == 0) {
		fine = config_read(path, &s->config, &error);
		result = fine ? 0 : 1;
	}
	if (result != 0)
		return complain_of(path, &error, result);
	after = config_get(&s->config, r->key);
	if (s->json)
		print_json(r->key, after, option_of(r->key));
	else if (strcmp(before, after) == 0)
		show_line(s, "%s = %s   as before", r->key, after);
	else if (*before)
		tell_way_back(s, r->key, after, before);
	else
		show_line(s, "%s = %s   it was empty; back: cramp config %s --default", r->key, after, r->key);
	free(after);
	status = reload(s, &running);
	return status;
}

static char *joined(int count, char **words)
{
	struct strbuf b = { 0 };

	for (int i = 0; i < count; i++)
		strbuf_add(&b, "%s%s", i ? " " : "", words[i]);
	return strbuf_take(&b);
}

/* Takes the options out; what is left is the key and the words of its value. 0, or EXIT_BAD_USAGE. */
static int read_request(struct session *s, int count, char **words, struct request *r)
{
	int kept = 0;

	*r = (struct request){ 0 };
	for (int i = 0; i < count; i++) {
		/* After the key and a first word everything is the value. */
		if (kept < 2 && strcmp(words[i], "--reload") == 0)
			r->reload = true;
		else if (kept < 2 && strcmp(words[i], "--default") == 0)
			r->to_default = true;
		else
			words[kept++] = words[i];
	}
	r->key = kept > 0 ? words[0] : NULL;
	if (r->to_default && kept != 1)
		return usage_error(s, "--default goes with one key and no value.");
	if (r->reload && (kept > 0 || r->to_default))
		return usage_error(s, "--reload stands alone; a change is told to the daemon anyway.");
	if (kept > 1)
		r->value = joined(kept - 1, words + 1);
	return 0;
}

int cmd_config(struct session *s, int count, char **words)
{
	char *path = paths_config(), *before = NULL;
	struct request r;
	int status = read_request(s, count, words, &r);

	if (status == 0 && r.reload)
		status = only_reload(s);
	else if (status == 0 && !r.key)
		status = list(s, path);
	else if (status == 0 && !(before = config_get(&s->config, r.key)))
		status = no_such_key(s, r.key);
	else if (status == 0 && (r.value || r.to_default))
		status = change(s, &r, path, before);
	else if (status == 0)
		status = look(s, r.key, before);
	free(before);
	free(r.value);
	free(path);
	return status;
}
