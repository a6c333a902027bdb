#include "client/complete.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/words.h"
#include "cramp/proto.h"
#include "cramp/util.h"

enum { PLACES_MAX = 12, PATIENCE_S = 1 };

/* The words so far. A place is where a word stands after the command, from 0. */
struct completing {
	struct session *session;
	const struct command *command;
	int count; /* words after the command, without the current one and without options */
	char **words;
	const char *current;
	struct strbuf *offered; /* "\nword\t" each: nothing is offered twice */
};

static const char *word_before(const struct completing *c)
{
	return c->count > 0 ? c->words[c->count - 1] : "";
}

/* "-" and "_" make no difference in what is typed. */
static bool begins(const char *word, const char *typed)
{
	for (; *typed; word++, typed++) {
		char a = *word == '_' ? '-' : (char)tolower((unsigned char)*word);
		char b = *typed == '_' ? '-' : (char)tolower((unsigned char)*typed);
		if (a != b)
			return false;
	}
	return true;
}

static void offer(const struct completing *c, const char *word, const char *meaning)
{
	char *key;

	if (!begins(word, c->current))
		return;
	key = xasprintf("\n%s\t", word);
	if (!c->offered->text || !strstr(c->offered->text, key)) {
		strbuf_add(c->offered, "%s", key);
		printf("%s\t%s\n", word, meaning ? meaning : "");
	}
	free(key);
}

/* Something with several names: the everyday one, or where another one was begun, that. */
static void offer_named(const struct completing *c, const char *everyday, const char *id, const char *const *aliases,
			const char *meaning)
{
	if (begins(everyday, c->current)) {
		offer(c, everyday, meaning);
		return;
	}
	for (; aliases && *aliases; aliases++)
		offer(c, *aliases, meaning);
	offer(c, id, meaning);
}

static void offer_list(const struct completing *c, const char *const *words)
{
	for (; *words; words++)
		offer(c, *words, NULL);
}

/* ---- what stands for what in a usage line ---- */

/* Own factors, without starting a daemon or waiting for one. */
static void know_own_factors(const struct completing *c)
{
	c->session->patience_s = PATIENCE_S;
	if (session_daemon_running())
		session_own_factors(c->session);
	else if (!c->session->own_known)
		session_own_remembered(c->session);
}

static void offer_factor(const struct completing *c, const struct factor *f)
{
	offer_named(c, f->aliases && f->aliases[0] ? f->aliases[0] : f->id, f->id, f->aliases, f->label);
}

static void offer_factors(const struct completing *c)
{
	bool traits = strcmp(c->command ? c->command->name : "", "trait") == 0;
	bool any = c->command && (strcmp(c->command->name, "factors") == 0 || strcmp(c->command->name, "why") == 0);

	for (size_t i = 0; i < catalogue_factor_count; i++)
		if (any || (catalogue_factors[i].window == WINDOW_TRAIT) == traits)
			offer_factor(c, &catalogue_factors[i]);
	if (traits)
		return;
	know_own_factors(c);
	for (size_t i = 0; i < c->session->own.count; i++)
		offer(c, c->session->own.list[i].id, c->session->own.list[i].label);
}

/* Words of a kind by the name they are printed with, if it can be typed, else by their id. */
static void offer_kind(const struct completing *c, const char *kind)
{
	for (size_t i = 0; i < catalogue_word_count; i++) {
		const struct word *w = &catalogue_words[i];
		char *id;

		if (strcmp(w->kind, kind) != 0)
			continue;
		id = xstrdup(w->id);
		for (char *p = id; *p; p++)
			*p = *p == '_' ? '-' : *p;
		offer_named(c, !strchr(w->label, ' ') && word_find(kind, w->label) == w ? w->label : id, id, w->aliases,
			    w->label);
		free(id);
	}
}

static void offer_relief(const struct completing *c)
{
	for (size_t i = 0; i < catalogue_relief_count; i++) {
		const struct relief *r = &catalogue_relief[i];
		offer_named(c, r->aliases && r->aliases[0] ? r->aliases[0] : r->id, r->id, r->aliases, r->label);
	}
}

static void offer_nights(const struct completing *c)
{
	static const char *const words[] = { "last",	 "tonight", "yesterday", "monday", "tuesday", "wednesday",
					     "thursday", "friday",  "saturday",	 "sunday", NULL };
	static const char *const lengths[] = { "night", "nights", "weeks", "months", "week", "month", NULL };

	if (strcmp(word_before(c), "last") == 0 || isdigit((unsigned char)word_before(c)[0]))
		offer_list(c, lengths);
	else
		offer_list(c, words);
}

static void offer_episode_words(const struct completing *c)
{
	static const char *const kinds[] = { "side", "muscle", "context", "flag" };
	static const struct {
		const char *word, *meaning;
	} words[] = {
		{ "for", "how long: for 2m" },
		{ "helped", "what stands before it" },
		{ "failed", "what stands before it did not help" },
		{ "woke", "it woke you" },
		{ "awake", "you were awake" },
		{ "sore", "afterwards, 0 to 10" },
		{ "distress", "0 to 3" },
		{ "again", "it came back" },
		{ "about", "the time is approximate" },
		{ "note", "text, to the end of the line" },
	};

	if (strcmp(word_before(c), "last") == 0) {
		offer_nights(c);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		offer_kind(c, kinds[i]);
	offer_relief(c);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		offer(c, words[i].word, words[i].meaning);
	offer_nights(c);
}

static void offer_words(const struct completing *c)
{
	static const char *const own[] = { "yesno", "amount", "scale", "unit", "day",	"night", "sum",
					   "mean",  "min",    "max",   "last", "label", NULL };

	if (strcmp(c->command->name, "trait") == 0)
		offer_factors(c);
	else if (strcmp(c->command->name, "factor") == 0)
		offer_list(c, own);
	else
		offer_episode_words(c);
}

static void offer_items(const struct completing *c)
{
	static const char *const items[] = {
		"bed", "light", "sol", "woke", "wake", "up", "quality", "nap", "note", NULL
	};

	if (strcmp(word_before(c), "quality") == 0)
		offer_kind(c, "quality");
	else
		offer_list(c, items);
}

/* How the factor that stands before it is told. */
static void offer_values(const struct completing *c)
{
	static const char *const yes[] = { "yes", "no", NULL }, *const rough[] = { "less", "usual", "more", "none",
										   NULL };
	static const char *const more[] = { "until", "yesterday", "note", NULL };
	const struct factor *f = c->count > 0 ? factor_find(c->words[0], NULL) : NULL;

	if (c->count > 0 && !f) {
		know_own_factors(c);
		f = factor_find(c->words[0], &c->session->own);
	}

	if (c->count == 1 && f && f->kind != KIND_SCALE)
		offer_list(c, f->kind == KIND_YESNO ? yes : rough);
	offer_list(c, more);
}

static void offer_measures(const struct completing *c)
{
	for (size_t i = 0; i < catalogue_measure_count; i++)
		offer(c, catalogue_measures[i].id, catalogue_measures[i].label);
}

static void offer_commands(const struct completing *c)
{
	for (int i = 0; i < command_count; i++)
		offer(c, commands[i].name, commands[i].help);
}

static void offer_keys(const struct completing *c)
{
	for (int i = 0; i < config_option_count; i++)
		offer(c, config_options[i].name, config_options[i].text);
}

static void offer_methods(const struct completing *c)
{
	if (strcmp(c->command->name, "relief") == 0) {
		offer_relief(c);
		return;
	}
	for (size_t i = 0; i < proto_interface_count; i++)
		for (const struct proto_method *m = proto_interfaces[i].methods; m->name; m++) {
			char *name = xasprintf("%s.%s", proto_interfaces[i].name, m->name);
			offer(c, name, NULL);
			free(name);
		}
}

static void offer_formats(const struct completing *c)
{
	static const char *const read[] = { "csv", "sleep-as-android", "ndjson", NULL };
	static const char *const written[] = { "ndjson", "csv", NULL };

	offer_list(c, strcmp(c->command->name, "import") == 0 ? read : written);
}

static void offer_files(const struct completing *c)
{
	(void)c;
	puts(COMPLETE_FILES);
}

static void offer_shells(const struct completing *c)
{
	static const char *const shells[] = { "bash", "zsh", "fish", NULL };

	offer_list(c, shells);
}

static void offer_muscles(const struct completing *c)
{
	offer_kind(c, "muscle");
}

static void offer_newest(const struct completing *c)
{
	offer(c, "@1", "the newest entry");
}

/* What a word in capitals of a usage line stands for. Those that are not here are for the user to know. */
static const struct {
	const char *name;
	void (*offer)(const struct completing *c);
	bool repeats; /* several words of it may follow each other */
} stands_for[] = {
	{ "WORDS", offer_words, true },	    { "ITEMS", offer_items, true },	  { "FACTOR", offer_factors, false },
	{ "VALUE", offer_values, false },   { "WHEN", offer_values, true },	  { "NIGHT", offer_nights, true },
	{ "RANGE", offer_nights, true },    { "PHRASE", offer_nights, true },	  { "MUSCLE", offer_muscles, false },
	{ "METHOD", offer_methods, false }, { "MEASURE", offer_measures, false }, { "COMMAND", offer_commands, false },
	{ "KEY", offer_keys, false },	    { "FORMAT", offer_formats, false },	  { "FILE", offer_files, false },
	{ "SHELL", offer_shells, false },   { "@N", offer_newest, false },
};

static int meaning_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(stands_for); i++)
		if (strcmp(stands_for[i].name, name) == 0)
			return (int)i;
	return -1;
}

/* ---- the usage line ---- */

/* "new|edit NAME [WORDS]" → its places. `copy` holds them. */
static int places_of(char *copy, char *places[PLACES_MAX])
{
	char *rest = copy;
	int n = 0;

	for (char *p = copy; *p; p++)
		if (*p == '[' || *p == ']')
			*p = ' ';
	for (char *place; (place = strsep(&rest, " "));)
		if (place[0] && n < PLACES_MAX)
			places[n++] = place;
	return n;
}

/* One place: its alternatives. True if it may be repeated. */
static bool offer_place(const struct completing *c, const char *place)
{
	char *copy = xstrdup(place), *rest = copy;
	bool repeats = false;

	for (char *one; (one = strsep(&rest, "|"));) {
		int m = meaning_of(one);
		if (m >= 0)
			stands_for[m].offer(c);
		else if (islower((unsigned char)one[0]))
			offer(c, one, NULL);
		repeats |= m >= 0 && stands_for[m].repeats;
	}
	free(copy);
	return repeats;
}

static bool is_literal(const char *place)
{
	return islower((unsigned char)place[0]);
}

static void offer_arguments(const struct completing *c)
{
	char *copy = xstrdup(c->command->arguments), *places[PLACES_MAX];
	int n = places_of(copy, places), at = c->count < n ? c->count : n - 1;

	if (n > 0 && (c->count < n || meaning_of(places[at]) < 0 || stands_for[meaning_of(places[at])].repeats))
		offer_place(c, places[at]);
	/* Words that may be left out stand for one another. */
	for (int i = at + 1; at > 0 && i < n && is_literal(places[at]); i++)
		if (is_literal(places[i]))
			offer_place(c, places[i]);
	free(copy);
}

/* ---- options ---- */

/* The options that a text names. */
static void offer_options_in(const struct completing *c, const char *text)
{
	for (const char *p = text; p && (p = strstr(p, "--"));) {
		size_t n = 2 + strspn(p + 2, "abcdefghijklmnopqrstuvwxyz-");
		char *option = xstrndup(p, n);
		if (n > 2)
			offer(c, option, NULL);
		free(option);
		p += n;
	}
}

static void offer_options(const struct completing *c)
{
	static const struct {
		int (*run)(struct session *s, int count, char **words);
		enum option_set set;
	} sets[] = {
		{ cmd_now, OPTIONS_EPISODE }, { cmd_over, OPTIONS_EPISODE }, { cmd_log, OPTIONS_EPISODE },
		{ cmd_sleep, OPTIONS_SLEEP }, { cmd_add, OPTIONS_READING },  { cmd_trait, OPTIONS_TRAIT },
	};
	static const char *const everywhere[] = { "--json", "--csv", "--night", "--at", "--help", NULL };
	const char *name;

	offer_list(c, everywhere);
	if (!c->command) {
		offer(c, "--version", NULL);
		return;
	}
	offer_options_in(c, c->command->arguments);
	offer_options_in(c, c->command->more);
	for (size_t i = 0; i < ARRAY_LEN(sets); i++)
		for (int k = 0; c->command->run == sets[i].run && (name = words_option(sets[i].set, k)); k++)
			offer(c, name, NULL);
}

/* ---- the line ---- */

/* What follows is text. */
static bool in_note(const struct completing *c)
{
	for (int i = 0; i < c->count; i++)
		if (strcmp(c->words[i], "note") == 0)
			return true;
	return false;
}

/* Leaves the words that are no options; the one before the current, if that is an option with a value, in *option. */
static int without_options(int count, char **words, const char **option)
{
	static const char *const valued[] = { "--night", "--at" };
	int kept = 0;

	*option = NULL;
	for (int i = 0; i < count; i++) {
		bool takes = false;
		for (size_t v = 0; v < ARRAY_LEN(valued); v++)
			takes |= strcmp(words[i], valued[v]) == 0;
		if (takes && i + 1 == count)
			*option = words[i];
		else if (takes)
			i++;
		else if (words[i][0] != '-' || strcmp(words[i], "-") == 0)
			words[kept++] = words[i];
	}
	return kept;
}

static void offer_next(const struct completing *c, int kept)
{
	if (c->current[0] == '-' && c->current[1]) {
		offer_options(c);
	} else if (c->command) {
		offer_arguments(c);
	} else if (kept > 0) {
		/* A factor without the word add before it. */
		offer_values(c);
	} else {
		offer_commands(c);
		/* They are many: only those that somebody has begun to type. */
		if (c->current[0])
			offer_factors(c);
	}
}

void complete(struct session *s, int count, char **words)
{
	struct strbuf offered = { 0 };
	struct completing c = { .session = s, .current = count > 0 ? words[count - 1] : "", .offered = &offered };
	const char *option;
	int kept = without_options(count - 1, words, &option);

	c.command = kept > 0 ? command_find(words[0]) : NULL;
	c.words = words + (c.command ? 1 : 0);
	c.count = kept - (c.command ? 1 : 0);
	if (option && strcmp(option, "--night") == 0) {
		c.count = 0;
		offer_nights(&c);
	} else if (!option && !in_note(&c)) {
		offer_next(&c, kept);
	}
	strbuf_clear(&offered);
}
