#include "client/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/command.h"
#include "cramp/util.h"

/* What an option stands for: words before and after its value, in the order they are said. */
struct long_option {
	const char *name;
	const char *before; /* a word before the value, or the whole of an option without one; "" for none */
	const char *after;  /* glued to the value's end, or a word of its own if it begins with a blank */
	bool takes_value;
};

static const struct long_option episode_options[] = {
	{ "--side", "", "", true },
	{ "--muscle", "", "", true },
	{ "--severity", "severity", "", true },
	{ "--duration", "for", "", true },
	{ "--relief", "", "", true },
	{ "--helped", "", " helped", true },
	{ "--context", "", "", true },
	{ "--woke", "woke", "", false },
	{ "--awake", "awake", "", false },
	{ "--sore", "sore", "", true },
	{ "--distress", "distress", "", true },
	{ "--again", "again", "", false },
	{ "--flag", "", "", true },
	{ NULL, NULL, NULL, false },
};

static const struct long_option sleep_options[] = {
	{ "--bed", "bed", "", true },	      { "--light", "light", "", true }, { "--sol", "sol", "", true },
	{ "--woke", "woke", "", true },	      { "--wake", "wake", "", true },	{ "--up", "up", "", true },
	{ "--quality", "quality", "", true }, { "--nap", "nap", "", true },	{ NULL, NULL, NULL, false },
};

static const struct long_option reading_options[] = {
	{ "--value", "", "", true },	    { "--level", "", "", true }, { "--until", "until", "", true },
	{ "--effort", "effort", "", true }, { NULL, NULL, NULL, false },
};

static const struct long_option trait_options[] = {
	{ "--dose", "", "", true },	  { "--name", "", "", true },  { "--from", "from", "", true },
	{ "--until", "until", "", true }, { NULL, NULL, NULL, false },
};

static const struct long_option *const option_sets[] = {
	[OPTIONS_EPISODE] = episode_options,
	[OPTIONS_SLEEP] = sleep_options,
	[OPTIONS_READING] = reading_options,
	[OPTIONS_TRAIT] = trait_options,
};

const char *words_option(enum option_set set, int i)
{
	return option_sets[set][i].name;
}

void words_clear(struct words *w)
{
	for (int i = 0; i < w->count; i++)
		free(w->list[i]);
	free(w->list);
	*w = (struct words){ 0 };
}

void words_add(struct words *w, char *word)
{
	w->list = xreallocarray(w->list, (size_t)w->count + 1, sizeof(*w->list));
	w->list[w->count++] = word;
}

static void add_option(struct words *w, const struct long_option *o, const char *value)
{
	if (o->before[0])
		words_add(w, xstrdup(o->before));
	if (!o->takes_value)
		return;
	words_add(w, xasprintf("%s%s", value, o->after[0] == ' ' ? "" : o->after));
	if (o->after[0] == ' ')
		words_add(w, xstrdup(o->after + 1));
}

/* The option this word names, its value after "=" in *value (NULL: none there). NULL: none of the set. */
static const struct long_option *find_option(const struct long_option *set, const char *word, const char **value)
{
	size_t length = strcspn(word, "=");

	*value = word[length] ? word + length + 1 : NULL;
	for (; set->name; set++)
		if (strlen(set->name) == length && strncmp(set->name, word, length) == 0)
			return set;
	return NULL;
}

int words_from_options(struct session *s, enum option_set set, int count, char **words, struct words *out)
{
	static const struct long_option note_option = { "--note", "note", "", true };
	const char *note = NULL, *value;
	int i;

	*out = (struct words){ 0 };
	for (i = 0; i < count && strcmp(words[i], "note") != 0; i++) {
		const struct long_option *o;
		if (strncmp(words[i], "--", 2) != 0) {
			words_add(out, xstrdup(words[i]));
			continue;
		}
		o = find_option(option_sets[set], words[i], &value);
		if (!o && strncmp(words[i], "--note", 6) == 0 && (words[i][6] == '=' || words[i][6] == '\0')) {
			o = &note_option;
			value = words[i][6] ? words[i] + 7 : NULL;
		}
		if (!o || (!o->takes_value && value) || (o->takes_value && !value && i + 1 >= count)) {
			words_clear(out);
			return !o ? usage_error(s, "I do not know the option \"%s\".", words[i])
				  : usage_error(s, value ? "%s takes no value." : "%s needs a value.", o->name);
		}
		if (o->takes_value && !value)
			value = words[++i];
		if (o == &note_option)
			note = value;
		else
			add_option(out, o, value);
	}
	/* All that follows "note" is its text. */
	for (; i < count; i++)
		words_add(out, xstrdup(words[i]));
	if (note) {
		words_add(out, xstrdup("note"));
		words_add(out, xstrdup(note));
	}
	return EXIT_DONE;
}

void words_ask_note(struct words *w)
{
	char *line = NULL;
	size_t room = 0;

	if (w->count == 0 || strcmp(w->list[w->count - 1], "note") != 0 || !isatty(STDIN_FILENO) ||
	    !isatty(STDERR_FILENO))
		return;
	fputs("Note: ", stderr);
	if (getline(&line, &room, stdin) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0])
			words_add(w, xstrdup(line));
	}
	free(line);
}

int words_refused(const struct read_result *r, const char *consequence)
{
	complain(EXIT_REFUSED, "%s", r->complaint);
	if (consequence)
		fprintf(stderr, "%s\n", consequence);
	return EXIT_REFUSED;
}

int entry_find(struct session *s, const char *word, json_t **entry)
{
	bool newest = word[0] == '@';
	const char *digits = word + newest;
	json_t *reply = NULL;
	int status;

	if (!digits[0] || strspn(digits, "0123456789") != strlen(digits) || strlen(digits) > 15 || atoll(digits) == 0)
		return usage_error(s, "\"%s\" is no entry; @1 (the newest) or a number like 41 is expected.", word);
	status = session_call(s, "org.crampd.Diary.Find",
			      json_pack("{s:I}", newest ? "newest" : "id", (json_int_t)atoll(digits)), &reply);
	if (status == EXIT_DONE)
		*entry = json_incref(json_object_get(reply, "entry"));
	json_decref(reply);
	return status;
}

int session_range(struct session *s, int count, char **words, int32_t *from, int32_t *to)
{
	char *complaint = NULL;
	int status = EXIT_DONE;

	if (!read_range(&s->reader, count, words, from, to, &complaint)) {
		status = usage_error(s, "%s", complaint);
		fputs("A range is a night, FROM..TO, last N nights|weeks|months, week, month or 2026-11.\n", stderr);
	}
	free(complaint);
	return status;
}
