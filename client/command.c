#include "client/command.h"

#include <string.h>

#include "cramp/util.h"

/* The order here is the order of help, completion and the man page. */
const struct command commands[] = {
	{ "import", "FORMAT FILE", "read a diary you already have: csv, sleep-as-android, ndjson",
	  "  csv               a wide nightly table: night,cramps,FACTOR,… (an empty cell is not recorded)\n"
	  "    --dated evening|morning   what a first column called date names\n"
	  "    --new-factors             make factors of your own of columns I do not know\n"
	  "  sleep-as-android  the app's export, zip or csv\n"
	  "    --tag NAME=FACTOR         what a tag of yours means; --tag NAME=cramp: a cramp that night\n"
	  "  ndjson            an export of this program, into an empty diary\n"
	  "  cramp import csv ~/cramps.csv\n",
	  GROUP_MANAGE, 0, -1, cmd_import },
	{ "export", "FORMAT [FILE]", "write the whole diary: ndjson (everything) or csv (a row a night)",
	  "  cramp export ndjson ~/diary.ndjson\n"
	  "  cramp export csv | head\n",
	  GROUP_MANAGE, 1, 2, cmd_export },
	{ "backup", "[FILE]", "a checked copy of the database", "  cramp backup /media/stick/diary.db\n", GROUP_MANAGE,
	  0, 1, cmd_backup },
	{ "undo", "[STEP]", "take back the newest change, or the one of that step", NULL, GROUP_EVERYDAY, 0, 1,
	  cmd_undo },
	{ "redo", "", "bring back what was taken back last", NULL, GROUP_CHANGE, 0, 0, cmd_redo },
	{ "history", "[N|all]", "the commands that changed the diary, newest first", NULL, GROUP_CHANGE, 0, 1,
	  cmd_history },
	{ "status", "[--format waybar]", "the daemon, the diary's file, the next reminder",
	  "  --format waybar    last night as a bar shows it: {\"text\",\"tooltip\",\"class\"}\n", GROUP_LOOK, 0, 2,
	  cmd_status },
	{ "relief", "[MUSCLE|METHOD]", "what to do during a cramp, and when to get help",
	  "  cramp relief calf       steps for that muscle\n"
	  "  cramp relief massage    one method: who says it, what the evidence is, whom it is not for\n",
	  GROUP_KNOW, 0, 1, cmd_relief },
	{ "measures", "[MEASURE]", "what people do against cramps beforehand, and what the evidence is", NULL,
	  GROUP_KNOW, 0, 1, cmd_measures },
	{ "factors", "[FACTOR]", "what may have to do with cramps: who says it, and what the evidence is",
	  "  cramp factors magnesium\n", GROUP_KNOW, 0, 1, cmd_factors },
	{ "remind", "[done|skip|snooze|test|preview]", "answer tonight's reminder, put it off, or see what comes",
	  "  done | skip          the three measures of the night: done, or not tonight (--night NIGHT: of another)\n"
	  "  snooze [DURATION]    show it again later (as configured, 15m)\n"
	  "  test                 is the way to the screen open?\n"
	  "  preview [--from DATE] [--days N]    what the calendar will ask for\n"
	  "  cramp remind snooze 40m\n",
	  GROUP_MANAGE, 0, -1, cmd_remind },
	{ "track", "[FACTOR [suspect] [lag N]]", "ask about a factor, and show it; alone: what is tracked",
	  "  suspect    you think it has to do with your cramps: it is tested before others\n"
	  "  lag N      it acts N nights later (0 to 3)\n"
	  "  cramp track magnesium suspect\n",
	  GROUP_MANAGE, 0, 4, cmd_track },
	{ "untrack", "FACTOR [suspect]", "ask about it no longer; with suspect: withdraw the suspicion only", NULL,
	  GROUP_MANAGE, 1, 2, cmd_untrack },
	{ "factor", "new|edit NAME [WORDS]", "a factor of your own",
	  "  yesno|amount|scale       what it is (yesno where nothing is said)\n"
	  "  unit UNIT                of an amount\n"
	  "  day|night                when it happens (day)\n"
	  "  sum|mean|min|max|last    how several readings become one (last)\n"
	  "  label TEXT               how it is called; the rest of the line\n"
	  "  cramp factor new cherry_juice amount unit ml day sum label Cherry juice\n",
	  GROUP_MANAGE, 2, -1, cmd_factor },
	{ "config", "[KEY [VALUE]]", "the settings: list, look at one, change one",
	  "  --default    back to the default: cramp config bedtime --default\n"
	  "  --reload     have the daemon read the file again\n"
	  "  cramp config bedtime 23:00\n"
	  "  cramp config bedtime.sat 23:30\n"
	  "  cramp config weekly sun 10:00\n",
	  GROUP_MANAGE, 0, -1, cmd_config },
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
