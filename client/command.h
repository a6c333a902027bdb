/*
 * Commands as data: a command is one function in a cmd_NOUN.c and one row of the table in command.c; help, completion
 * and the order of the man page follow the table. main.c reads the options every command has, opens what the row says
 * it needs, and calls it.
 */
#ifndef CRAMP_COMMAND_H
#define CRAMP_COMMAND_H

#include <jansson.h>
#include <stdbool.h>

#include "cramp/catalogue.h"
#include "cramp/config.h"
#include "cramp/grammar.h"

/* Exit statuses, as cramp(1) lists them. */
enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_BAD_USAGE = 2, EXIT_NO_DAEMON = 3, EXIT_DAEMON_FAILED = 4 };

enum command_group { GROUP_EVERYDAY, GROUP_TELL, GROUP_LOOK, GROUP_CHANGE, GROUP_KNOW, GROUP_MANAGE };

struct session;

struct command {
	const char *name;
	const char *arguments; /* "[WORDS]" */
	const char *help;      /* one line, no full stop */
	const char *more;      /* a few lines for `cramp COMMAND -h`: the options of its own and an example; NULL */
	enum command_group group;
	int minimum, maximum; /* number of words after the command; maximum -1: any */
	int (*run)(struct session *s, int count, char **words);
};
extern const struct command commands[];
extern const int command_count;
const struct command *command_find(const char *name);
/* Does it print rows, which --csv can print too? */
bool command_has_rows(const struct command *c);

/* What one run of cramp holds. */
struct session {
	struct link *link; /* opened by the first call */
	struct config config;
	struct reader reader; /* now, zone, night_starts …; own factors after session_own_factors */
	struct own_factors own;
	json_t *tracking; /* what is tracked or suspected (array of Tracking), after session_own_factors; owned */
	bool own_known;
	char *unreachable; /* why no daemon could be had when it was asked before: it is not waited for again; owned */
	bool json, csv;
	bool utf8, colour; /* of standard output */
	int width;	   /* columns of the terminal, 80 where it is none */
	bool unbounded;	   /* no terminal, and no COLUMNS: text is not folded and tables keep their columns */
	int patience_s;	   /* how long an answer is waited for; 0: as long as the method needs */
	const struct command *command;
	char *line; /* the words as they were typed, with blanks between; owned */
};

/*
 * Call a method ("org.crampd.Diary.Log"; see call_of) and wait for its one reply. Steals `parameters`. Returns
 * EXIT_DONE with a new reference in *reply (may be NULL to drop it), or the exit status after one sentence on stderr.
 */
int session_call(struct session *s, const char *method, json_t *parameters, json_t **reply);
/* The same for a streaming method; `each` borrows each reply and stops the series by returning non-zero. */
int session_stream(struct session *s, const char *method, json_t *parameters, int (*each)(json_t *reply, void *data),
		   void *data);
/* Does a daemon answer at the socket? Starts none. */
bool session_daemon_running(void);
/* Parameters of a change: {"uid": fresh, "zone": ours}. */
json_t *session_change(struct session *s);
/*
 * Fetch the user's own factors into s->own, and s->tracking (once). Where no daemon can be had the own factors are
 * those that one told last: what is known by name can be recorded all the same.
 */
void session_own_factors(struct session *s);
/* Those that were told last, without asking. */
void session_own_remembered(struct session *s);
/* What a change of them makes stale is asked for again. */
void session_own_forget(struct session *s);

/* "cramp: " and one sentence on stderr; returns the status given. */
int complain(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A usage error: the sentence, then the command's usage line. Returns EXIT_BAD_USAGE. */
int usage_error(struct session *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The sentence for a wire error, from its name and parameters; caller frees. */
char *error_sentence(const char *error, json_t *parameters);

/*
 * The nights that the words of a looking command name: `words` as read_range takes them. EXIT_DONE, or EXIT_BAD_USAGE
 * after one sentence.
 */
int session_range(struct session *s, int count, char **words, int32_t *from, int32_t *to);

/* One function a command; cmd_NOUN.c */
int cmd_now(struct session *s, int count, char **words);
int cmd_over(struct session *s, int count, char **words);
int cmd_log(struct session *s, int count, char **words);
int cmd_none(struct session *s, int count, char **words);
int cmd_sleep(struct session *s, int count, char **words);
int cmd_entries(struct session *s, int count, char **words);
int cmd_morning(struct session *s, int count, char **words);
int cmd_add(struct session *s, int count, char **words);
int cmd_show(struct session *s, int count, char **words);
int cmd_list(struct session *s, int count, char **words);
int cmd_edit(struct session *s, int count, char **words);
int cmd_rm(struct session *s, int count, char **words);
int cmd_undo(struct session *s, int count, char **words);
int cmd_redo(struct session *s, int count, char **words);
int cmd_history(struct session *s, int count, char **words);
int cmd_date(struct session *s, int count, char **words);
int cmd_status(struct session *s, int count, char **words);
int cmd_glance(struct session *s, int count, char **words); /* bare cramp */
int cmd_factors(struct session *s, int count, char **words);
int cmd_relief(struct session *s, int count, char **words);
int cmd_measures(struct session *s, int count, char **words);
int cmd_report(struct session *s, int count, char **words);
int cmd_why(struct session *s, int count, char **words);
int cmd_chart(struct session *s, int count, char **words);
int cmd_summary(struct session *s, int count, char **words);
int cmd_import(struct session *s, int count, char **words);
int cmd_export(struct session *s, int count, char **words);
int cmd_backup(struct session *s, int count, char **words);
int cmd_setup(struct session *s, int count, char **words);
int cmd_config(struct session *s, int count, char **words);
int cmd_trait(struct session *s, int count, char **words);
int cmd_track(struct session *s, int count, char **words);
int cmd_untrack(struct session *s, int count, char **words);
int cmd_factor(struct session *s, int count, char **words);
int cmd_remind(struct session *s, int count, char **words);
int cmd_call(struct session *s, int count, char **words);
int cmd_completions(struct session *s, int count, char **words);
int cmd_help(struct session *s, int count, char **words);

/* The usage line, the help line and the lines of `more` of one command, on standard output. */
void help_command(const struct session *s, const struct command *c);

#endif
