/*
 * cramp -: entries from standard input, one a line, so that what is told stands in no shell's history. A line that is
 * refused is named, and those after it are entered all the same.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/run.h"
#include "client/session.h"
#include "client/show/text.h"
#include "cramp/util.h"

enum { LINE_WORDS_MAX = 200 };

/* What a line may be: what tells something or takes it back. Any other word must be a factor. */
static bool is_entry(const struct command *c)
{
	static int (*const entries[])(struct session * s, int count, char **words) = {
		cmd_now,  cmd_over, cmd_log,  cmd_none, cmd_sleep, cmd_add,
		cmd_edit, cmd_rm,   cmd_undo, cmd_redo, cmd_trait,
	};

	for (size_t i = 0; i < ARRAY_LEN(entries); i++)
		if (c->run == entries[i])
			return true;
	return false;
}

/* Cuts at blanks, what follows "note" being one word. The count; -1: too many. */
static int cut(char *line, char *words[LINE_WORDS_MAX])
{
	static const char blanks[] = " \t\r\n";
	int n = 0;

	for (char *p = line + strspn(line, blanks); *p; p += strspn(p, blanks)) {
		if (n == LINE_WORDS_MAX)
			return -1;
		words[n++] = p;
		if (n > 2 && strcmp(words[n - 2], "note") == 0) {
			p += strcspn(p, "\r\n");
			*p = '\0';
			break;
		}
		p += strcspn(p, blanks);
		if (*p)
			*p++ = '\0';
	}
	return n;
}

/* --json and the like after "-" are those of every line. */
static int run_entry(struct session *s, char *line)
{
	char *words[LINE_WORDS_MAX + 1] = { NULL };
	bool json = s->json, csv = s->csv;
	const char *at = s->reader.at;
	int32_t night = s->reader.night;
	int count = cut(line, words), status;
	const struct command *c = count > 0 ? command_find(words[0]) : NULL;

	if (count < 0)
		return complain(EXIT_REFUSED, "That is too long for an entry.");
	if (count == 0 || words[0][0] == '#')
		return EXIT_DONE;
	if ((c && !is_entry(c)) || words[0][0] == '-')
		return complain(EXIT_REFUSED, "\"%s\" is no entry; here stands what log, none, add and the like tell.",
				words[0]);
	session_now(s);
	status = run_words(s, count, words);
	s->json = json;
	s->csv = csv;
	s->reader.at = at;
	s->reader.night = night;
	return status;
}

int cmd_entries(struct session *s, int count, char **words)
{
	char *line = NULL, *told;
	size_t room = 0;
	long number = 0;
	int status = EXIT_DONE, one;

	(void)count, (void)words;
	if (isatty(STDIN_FILENO))
		show_styled(s, STYLE_DIM, "One entry a line, as after cramp: log 3:10 left calf 7.  Ctrl-D: done.\n");
	while (getline(&line, &room, stdin) > 0) {
		number++;
		told = xstrndup(line, strcspn(line, "\r\n"));
		one = run_entry(s, line);
		fflush(stdout);
		if (one != EXIT_DONE && !isatty(STDIN_FILENO))
			fprintf(stderr, "That was line %ld: %s\n", number, told);
		if (status == EXIT_DONE)
			status = one;
		free(told);
	}
	free(line);
	return status;
}
