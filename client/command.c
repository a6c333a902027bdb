#include "client/command.h"

#include <string.h>

#include "cramp/util.h"

/* The order here is the order of help, completion and the man page. */
const struct command commands[] = {
	{ "call", "METHOD [JSON]", "one call to the daemon, replies as they come",
	  "  --more     ask for a series of replies, one object a line\n"
	  "  JSON may be - for standard input. A method's short name will do where only one has it.\n"
	  "  cramp call GetInfo\n"
	  "  cramp call org.crampd.Diary.History --more '{\"limit\":3}'\n",
	  GROUP_MANAGE, 1, 3, cmd_call },
	{ "help", "[COMMAND|all]", "this, or everything about one command", NULL, GROUP_EVERYDAY, 0, 1, cmd_help },
};
const int command_count = (int)ARRAY_LEN(commands);

const struct command *command_find(const char *name)
{
	for (int i = 0; i < command_count; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}
