#include "client/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "cramp/util.h"

struct globals {
	bool json, csv, help, version;
	const char *night, *at;
};

/* One of the words every command understands? Takes its value from the next word or after "=". 0 no, 1 yes, -1 value
 * missing. */
static int take_global(struct globals *g, int count, char **words, int *i)
{
	const struct {
		const char *name;
		bool *flag;
		const char **value;
	} options[] = {
		{ "--json", &g->json, NULL }, { "--csv", &g->csv, NULL },	  { "-h", &g->help, NULL },
		{ "--help", &g->help, NULL }, { "--version", &g->version, NULL }, { "--night", NULL, &g->night },
		{ "--at", NULL, &g->at },
	};

	for (size_t o = 0; o < ARRAY_LEN(options); o++) {
		size_t length = strlen(options[o].name);
		if (strncmp(words[*i], options[o].name, length) != 0)
			continue;
		if (words[*i][length] == '\0' && options[o].flag) {
			*options[o].flag = true;
			return 1;
		}
		if (words[*i][length] == '=' && options[o].value) {
			*options[o].value = words[*i] + length + 1;
			return 1;
		}
		if (words[*i][length] != '\0' || !options[o].value)
			continue;
		if (*i + 1 >= count)
			return -1;
		*options[o].value = words[++*i];
		return 1;
	}
	return 0;
}

/* Keeps the words that are no global option, in order. After "note" and "--" everything is text. The count left, -1:
 * usage. */
static int take_globals(struct globals *g, int count, char **words)
{
	int kept = 0, taken;
	bool text = false;

	for (int i = 0; i < count; i++) {
		if (!text && strcmp(words[i], "--") == 0) {
			text = true;
			continue;
		}
		taken = text ? 0 : take_global(g, count, words, &i);
		if (taken < 0)
			return -1;
		if (taken > 0)
			continue;
		words[kept++] = words[i];
		if (kept > 1 && strcmp(words[i], "note") == 0)
			text = true;
		/* The value of --note is text even where it looks like an option. */
		if (!text && strcmp(words[i], "--note") == 0 && i + 1 < count)
			words[kept++] = words[++i];
	}
	return kept;
}

static int read_night_option(struct session *s, const char *text)
{
	char *const words[] = { (char *)text };
	char *complaint = NULL;
	int status = EXIT_DONE;

	if (!read_night(&s->reader, 1, words, &s->reader.night, &complaint))
		status = complain(EXIT_BAD_USAGE, "%s", complaint);
	free(complaint);
	return status;
}

/* --night is read before the command's own words, which are read against it. What an outer line said stays. */
static int set_reader(struct session *s, const struct globals *g)
{
	s->json |= g->json;
	s->csv |= g->csv;
	if (g->at)
		s->reader.at = g->at;
	return g->night ? read_night_option(s, g->night) : EXIT_DONE;
}

static int run_command(struct session *s, const struct command *c, int count, char **words)
{
	s->command = c;
	if (count < c->minimum)
		return usage_error(s, "%s needs more words.", c->name);
	if (c->maximum >= 0 && count > c->maximum)
		return usage_error(s, "I do not know what to do with \"%s\".", words[c->maximum]);
	if (s->csv && !s->json && !command_has_rows(c))
		return usage_error(s, "%s has no rows to print as CSV.", c->name);
	return c->run(s, count, words);
}

/* A word that is no command is a factor of the catalogue, or one of the user's own. */
static int run_factor(struct session *s, int count, char **words)
{
	const char *names[64] = { NULL };
	char *near;

	if (!factor_find(words[0], NULL))
		session_own_factors(s);
	if (factor_find(words[0], &s->own))
		return run_command(s, command_find("add"), count, words);
	for (int i = 0; i < command_count && i < (int)ARRAY_LEN(names) - 1; i++)
		names[i] = commands[i].name;
	near = near_names(words[0], NEAR_FACTOR, &s->own, names);
	complain(EXIT_BAD_USAGE, "I do not know \"%s\"; it is neither a command nor a factor.%s%s%s%s%s", words[0],
		 near[0] ? " Did you mean " : "", near, near[0] ? "?" : "", s->unreachable ? " " : "",
		 s->unreachable ? s->unreachable : "");
	free(near);
	return EXIT_BAD_USAGE;
}

static int run(struct session *s, const struct globals *g, int count, char **words)
{
	const struct command *c = count > 0 ? command_find(words[0]) : NULL;

	if (g->version) {
		printf("cramp %s\n", CRAMP_VERSION);
		return EXIT_DONE;
	}
	if (g->help && c) {
		help_command(s, c);
		return EXIT_DONE;
	}
	if (g->help)
		return cmd_help(s, 0, NULL);
	int status = set_reader(s, g);
	if (status != EXIT_DONE)
		return status;
	if (count == 0)
		return cmd_glance(s, 0, NULL);
	if (!c)
		return run_factor(s, count, words);
	return run_command(s, c, count - 1, words + 1);
}

static char *join(int count, char **words)
{
	struct strbuf b = { 0 };

	for (int i = 0; i < count; i++)
		strbuf_add(&b, "%s%s", i ? " " : "", words[i]);
	return strbuf_take(&b);
}

int run_words(struct session *s, int count, char **words)
{
	struct globals g = { 0 };
	int left;

	free(s->line);
	s->line = join(count, words);
	left = take_globals(&g, count, words);
	if (left < 0)
		return complain(EXIT_BAD_USAGE, "%s needs a value.", words[count - 1]);
	return run(s, &g, left, words);
}
