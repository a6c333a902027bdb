/*
 * cramp help: everything in it is read from the command table.
 */
#include "client/command.h"

#include <stdio.h>
#include <string.h>

#include "cramp/util.h"

static const struct {
	enum command_group group;
	const char *title;
} groups[] = {
	{ GROUP_EVERYDAY, "Every day" },
	{ GROUP_LOOK, "Looking" },
	{ GROUP_CHANGE, "Changing what was said" },
	{ GROUP_KNOW, "What is known" },
	{ GROUP_MANAGE, "Looking after it" },
};

static void print_group(enum command_group group, const char *title)
{
	bool any = false;

	for (int i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		char left[64];

		if (c->group != group)
			continue;
		if (title && !any)
			printf("%s\n", title);
		any = true;
		snprintf(left, sizeof(left), "%s%s%s", c->name, c->arguments[0] ? " " : "", c->arguments);
		if (strlen(left) > 31)
			printf("  %s\n  %-31s  %s\n", left, "", c->help);
		else
			printf("  %-31s  %s\n", left, c->help);
	}
	if (title && any)
		putchar('\n');
}

void help_command(const struct command *c)
{
	printf("cramp %s%s%s\n  %s\n", c->name, c->arguments[0] ? " " : "", c->arguments, c->help);
	if (c->more)
		printf("\n%s", c->more);
}

static void print_everyday(void)
{
	printf("cramp: a diary of cramps in the night. Words in any order; a factor's name is a command of its "
	       "own.\n\n");
	print_group(GROUP_EVERYDAY, NULL);
	printf("\n  cramp log 3:10 left calf 7 for 2m stretch\n"
	       "  cramp water 300ml\n"
	       "\n--json, --csv, --night NIGHT, --at WHEN and -h go with every command.  The rest: cramp help all\n");
}

static void print_all(void)
{
	for (size_t i = 0; i < ARRAY_LEN(groups); i++)
		print_group(groups[i].group, groups[i].title);
	printf("Everywhere\n"
	       "  --json           the answer as JSON; a listing: one object a line\n"
	       "  --csv            a listing as CSV\n"
	       "  --night NIGHT    the night it belongs to: 2026-11-21, last night, tonight, mon\n"
	       "  --at WHEN        when it was: 3:10, 20m ago, 2026-11-22T03:10\n"
	       "  -h, --help       this, or help on the command\n"
	       "  --version        the version\n"
	       "\nThe manual: man cramp\n");
}

int cmd_help(struct session *s, int count, char **words)
{
	if (count == 0) {
		print_everyday();
		return EXIT_DONE;
	}
	if (strcmp(words[0], "all") == 0) {
		print_all();
		return EXIT_DONE;
	}
	const struct command *c = command_find(words[0]);
	if (!c)
		return usage_error(s, "There is no command \"%s\"; cramp help all lists them.", words[0]);
	help_command(c);
	return EXIT_DONE;
}
