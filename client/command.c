#include "client/command.h"

#include <string.h>
#include <strings.h>

#include "cramp/util.h"

/* The order here is the order of help, completion and the man page. */
const struct command commands[] = {
	{ "now", "[WORDS]", "a cramp has just begun: what to do",
	  "  the same words as after log; a time only if it is a while ago\n"
	  "  cramp now left calf\n",
	  GROUP_EVERYDAY, 0, -1, cmd_now },
	{ "over", "[WORDS]", "it is over: how bad it was, and what helped",
	  "  the cramp that now began lasted until now, or until a time that is told\n"
	  "  after more than an hour how long it lasted is left unknown, unless you say it: for 70m\n"
	  "  cramp over 6 massage helped\n",
	  GROUP_EVERYDAY, 0, -1, cmd_over },
	{ "log", "[WORDS]", "a cramp that has passed",
	  "  a time: 3:10, 20m ago, last night 3:10; about before it: approximate\n"
	  "  left right both; calf foot toes thigh hamstring shin arch hand ...\n"
	  "  7 or 7/10; for 2m or 90s; stretch massage walk ..., helped beside the one that worked\n"
	  "  woke awake; asleep inbed waking sitting exercise; sore 4, distress 2; again: it came back\n"
	  "  swelling warm red numb weak dark-urine chest-pain breathless; note TEXT\n"
	  "  cramp log 3:10 left calf 7 for 2m stretch\n",
	  GROUP_EVERYDAY, 0, -1, cmd_log },
	{ "none", "[NIGHT|FROM..TO]", "no cramp last night, or on those nights", NULL, GROUP_EVERYDAY, 0, -1,
	  cmd_none },
	{ "morning", "[NIGHT]", "asks what is missing: last night, the day before",
	  "  Enter leaves unknown, b goes back, q stops; what was answered is kept, as one step of undo\n"
	  "  at most four questions, unless you track more: cramp track sleep\n"
	  "  cramp morning fri\n",
	  GROUP_EVERYDAY, 0, -1, cmd_morning },
	{ "add", "FACTOR [VALUE] [WHEN]", "what may matter; the word add may be left out",
	  "  a value: 300ml, 17.5C, 45m, yes, no; or roughly: less, usual, more\n"
	  "  cramp add exercise 45m until 18:30\n"
	  "  cramp water more\n"
	  "  cramp add stretch no note too tired\n",
	  GROUP_EVERYDAY, 1, -1, cmd_add },
	{ "show", "[RANGE]", "the diary, a night a line",
	  "  a night, FROM..TO, last N nights|weeks|months, week, month, 2026-11; alone the last fourteen nights\n"
	  "  cramp show last 4 weeks\n",
	  GROUP_EVERYDAY, 0, -1, cmd_show },
	{ "report", "[week|month|RANGE]", "the week, and what goes with your cramps",
	  "  --look now           verdicts computed now on exactly these nights; not an official look\n"
	  "  --max-recall HOURS   without what was typed later than that\n"
	  "  --html FILE          as a page with pictures, for looking at and for printing; - is standard output\n"
	  "  --open               show that page; without a file it is kept with the other reports\n"
	  "  cramp report month\n"
	  "  cramp report 2026-09-01..2026-10-31 --json\n"
	  "  cramp report last 8 weeks\n",
	  GROUP_EVERYDAY, 0, -1, cmd_report },
	{ "sleep", "ITEMS", "how the night was: any of the sleep diary's items",
	  "  bed 22:50 light 23:10 sol 20m woke 2 30m wake 6:40 up 7:00 quality good; nap 14:00 - 14:40\n"
	  "  four bare times are bed, light, wake, up; two are light and wake\n"
	  "  cramp sleep 23:10 - 6:40 quality good\n",
	  GROUP_TELL, 1, -1, cmd_sleep },
	{ "chart", "calendar|trend|hours|sleep|factors [RANGE]", "pictures here in the terminal",
	  "  calendar    the nights, a column a week\n"
	  "  trend       cramps a week, with intervals and a trend\n"
	  "  hours       when in the night they come\n"
	  "  sleep       nights with a cramp beside free ones\n"
	  "  factors     what goes with them, as a forest plot\n"
	  "  without a range the last year\n"
	  "  cramp chart trend last 12 weeks\n",
	  GROUP_LOOK, 1, -1, cmd_chart },
	{ "summary", "[RANGE]", "one page for a doctor: what was told and counted",
	  "  --html FILE    as a sheet of A4 to print; - is standard output\n"
	  "  --open         show that page\n"
	  "  without a range the last year\n"
	  "  cramp summary --open\n"
	  "  cramp summary last 3 months\n",
	  GROUP_LOOK, 0, -1, cmd_summary },
	{ "remind", "[done|skip|snooze|test|preview|stop|start]",
	  "answer tonight's reminder, put it off, or see what comes",
	  "  done | skip          the three measures of the night: done, or not tonight (--night NIGHT: of another)\n"
	  "  snooze [DURATION]    show it again later (as configured, 15m)\n"
	  "  test                 is the way to the screen open?\n"
	  "  preview [--from DATE] [--days N]    what the calendar will ask for\n"
	  "  stop | start         no more bedtime reminders, and again\n"
	  "  cramp remind snooze 40m\n",
	  GROUP_TELL, 0, -1, cmd_remind },
	{ "-", "", "entries from standard input, one a line: nothing stands in the shell's history",
	  "  each line as it would stand after cramp; # begins a remark\n"
	  "  echo log 3:10 left calf 7 | cramp -\n",
	  GROUP_TELL, 0, 0, cmd_entries },
	{ "list", "episodes|readings|nights [RANGE]", "rows with their numbers, for scripts and for edit",
	  "  readings may be of one factor: cramp list readings water last 7 nights\n"
	  "  cramp list episodes --csv\n",
	  GROUP_LOOK, 1, -1, cmd_list },
	{ "why", "FACTOR", "everything behind one factor's verdict",
	  "  cramp why exercise\n"
	  "  cramp why fluid_ml_low\n",
	  GROUP_LOOK, 1, 1, cmd_why },
	{ "date", "PHRASE", "how a time, a night, a range or a duration is read; changes nothing",
	  "  cramp date yesterday 3am\n"
	  "  cramp date mon..wed\n",
	  GROUP_LOOK, 1, -1, cmd_date },
	{ "status", "[--format waybar]", "the daemon, the diary's file, the next reminder",
	  "  --format waybar    last night as a bar shows it: {\"text\",\"tooltip\",\"class\"}\n", GROUP_LOOK, 0, 2,
	  cmd_status },
	{ "edit", "@N|ID WORDS", "change what an entry says; only what the words name",
	  "  @1 is the newest entry, 41 a number from list; \"no note\" makes the note unknown\n"
	  "  cramp edit @1 6 right\n",
	  GROUP_CHANGE, 2, -1, cmd_edit },
	{ "rm", "@N|ID", "remove an entry; it stays in the history", NULL, GROUP_CHANGE, 1, 1, cmd_rm },
	{ "undo", "[STEP]", "take back the newest change, or that step", NULL, GROUP_CHANGE, 0, 1, cmd_undo },
	{ "redo", "", "bring back what was taken back last", NULL, GROUP_CHANGE, 0, 0, cmd_redo },
	{ "history", "[N|all]", "the commands that changed the diary, newest first", NULL, GROUP_CHANGE, 0, 1,
	  cmd_history },
	{ "factors", "[FACTOR]", "what may have to do with cramps: who says it, and what the evidence is",
	  "  cramp factors magnesium\n", GROUP_KNOW, 0, 1, cmd_factors },
	{ "relief", "[MUSCLE|METHOD]", "what to do during a cramp, and when to get help",
	  "  cramp relief calf       steps for that muscle\n"
	  "  cramp relief massage    one method: who says it, what the evidence is, whom it is not for\n",
	  GROUP_KNOW, 0, 1, cmd_relief },
	{ "measures", "[MEASURE]", "what people do against cramps beforehand, and what the evidence is", NULL,
	  GROUP_KNOW, 0, 1, cmd_measures },
	{ "setup", "", "the first settings, one question after the other",
	  "  bedtime, wake time, units, what to record, what you suspect, what bars some advice;\n"
	  "  starting at login, and a test notification\n",
	  GROUP_MANAGE, 0, 0, cmd_setup },
	{ "track", "[FACTOR [suspect] [lag N]]", "ask about a factor, and show it; alone: what is tracked",
	  "  suspect    you think it has to do with your cramps: it is found sooner; only before a verdict about it\n"
	  "  lag N      it acts N nights later (0 to 3); it is then tested anew, after 84 nights\n"
	  "  cramp track magnesium suspect\n"
	  "  cramp track --suspect magnesium    the same\n",
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
	{ "trait", "set|end|list [WORDS]", "standing circumstances and medicines",
	  "  cramp trait set diuretic Furosemide 40mg from 2026-03-01\n"
	  "  cramp trait end diuretic 2026-10-31\n",
	  GROUP_MANAGE, 0, -1, cmd_trait },
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
	{ "backup", "[FILE]", "a checked copy of the database", "  cramp backup ~/diary-copy.db\n", GROUP_MANAGE, 0, 1,
	  cmd_backup },
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
	{ "completions", "SHELL", "what a shell needs to complete words: bash, zsh or fish",
	  "  bash    source <(cramp completions bash)\n"
	  "  zsh     source <(cramp completions zsh)\n"
	  "  fish    cramp completions fish | source\n",
	  GROUP_MANAGE, 1, -1, cmd_completions },
	{ "help", "[COMMAND|all]", "this, or everything about one command", NULL, GROUP_MANAGE, 0, 1, cmd_help },
};
const int command_count = (int)ARRAY_LEN(commands);

const struct command *command_find(const char *name)
{
	for (int i = 0; i < command_count; i++)
		if (strcasecmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

bool command_has_rows(const struct command *c)
{
	static const char *const names[] = { "show",	"list",	  "history",  "track",
					     "factors", "relief", "measures", "trait" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(c->name, names[i]) == 0)
			return true;
	return false;
}
