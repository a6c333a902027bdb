/*
 * cramp help: everything in it is read from the command table.
 */
#include "client/command.h"

#include <stdio.h>
#include <string.h>

#include "client/show/text.h"
#include "cramp/util.h"

enum { LEFT_WIDTH = 35, NARROW = 72, NARROW_LEFT = 6, HANG = 6 };

static const struct {
	enum command_group group;
	const char *title;
} groups[] = {
	{ GROUP_EVERYDAY, "Every day" }, { GROUP_TELL, "More to tell" },
	{ GROUP_LOOK, "Looking" },	 { GROUP_CHANGE, "Changing what was said" },
	{ GROUP_KNOW, "What is known" }, { GROUP_MANAGE, "Looking after it" },
};

static void print_group(const struct session *s, enum command_group group, const char *title)
{
	int column = show_room(s) < NARROW ? NARROW_LEFT : LEFT_WIDTH;
	bool any = false;

	for (int i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		char left[64], first[64];

		if (c->group != group)
			continue;
		if (title && !any)
			printf("%s\n", title);
		any = true;
		snprintf(left, sizeof(left), "  %s%s%s", c->name, c->arguments[0] ? " " : "", c->arguments);
		bool beside = (int)strlen(left) <= column - 2;
		if (!beside)
			show_folded(s, "", HANG, left);
		snprintf(first, sizeof(first), "%-*s", column, beside ? left : "");
		show_folded(s, first, column, c->help);
	}
	if (title && any)
		putchar('\n');
}

void help_command(const struct session *s, const struct command *c)
{
	char *more = xstrdup(c->more ? c->more : ""), *rest = more;
	char *usage = xasprintf("cramp %s%s%s", c->name, c->arguments[0] ? " " : "", c->arguments);

	show_folded(s, "", HANG, usage);
	show_folded(s, "  ", 2, c->help);
	if (c->more)
		putchar('\n');
	for (char *line; (line = strsep(&rest, "\n")) && (line[0] || rest);)
		show_folded(s, "", HANG, line);
	free(usage);
	free(more);
}

static void print_everyday(const struct session *s)
{
	show_folded(s, "", 0, "cramp: a diary of cramps in the night. Words stand in any order.");
	putchar('\n');
	print_group(s, GROUP_EVERYDAY, NULL);
	putchar('\n');
	show_folded(s, "  ", HANG, "cramp log 3:10 left calf 7 for 2m stretch");
	show_folded(s, "  ", HANG, "cramp water 300ml");
	putchar('\n');
	show_folded(s, "", 0, "Everything else: cramp help all. One command: cramp COMMAND -h.");
}

static void print_everywhere(const struct session *s)
{
	static const char *const options[][2] = {
		{ "  --json           ", "the answer as JSON; a listing: one object a line" },
		{ "  --csv            ", "a listing as CSV" },
		{ "  --night NIGHT    ", "the night it belongs to: 2026-11-21, last night, tonight, mon" },
		{ "  --at WHEN        ", "when it was: 3:10, 20m ago, 2026-11-22T03:10" },
		{ "  -h, --help       ", "this, or help on the command" },
		{ "  --version        ", "the version" },
	};

	printf("Everywhere\n");
	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		show_folded(s, options[i][0], (int)strlen(options[i][0]), options[i][1]);
	printf("\nThe manual: man cramp\n");
}

static void print_all(const struct session *s)
{
	for (size_t i = 0; i < ARRAY_LEN(groups); i++)
		print_group(s, groups[i].group, groups[i].title);
	print_everywhere(s);
}

int cmd_help(struct session *s, int count, char **words)
{
	if (count == 0) {
		print_everyday(s);
		return EXIT_DONE;
	}
	if (strcmp(words[0], "all") == 0) {
		print_all(s);
		return EXIT_DONE;
	}
	const struct command *c = command_find(words[0]);
	if (!c)
		return usage_error(s, "There is no command \"%s\"; cramp help all lists them.", words[0]);
	help_command(s, c);
	return EXIT_DONE;
}
