/*
 * cramp.conf: the option table, and reading and writing the file. In common/ because the client writes the file (and
 * reads words by night_starts and units without asking the daemon) while the daemon acts by it. The file: "key = value"
 * lines, "[section]" heads for sensors, "#" comments; unknown keys and bad values are refused with their line.
 */
#ifndef CRAMP_CONFIG_H
#define CRAMP_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

enum { WEEKDAYS = 7 };

struct config {
	int bedtime_min[WEEKDAYS]; /* minutes after midnight of the evening's date; 0 Monday. "24:30" is half past
				      midnight: up to 36 h */
	int wake_min[WEEKDAYS];	   /* of the morning's date */
	int lead_min;
	int weekly_weekday, weekly_min;
	int night_starts_min, day_starts_min;
	int snooze_min;
	bool private_text;
	int quiet_from_min, quiet_to_min; /* -1: none */
	bool us_units;
	bool log_debug;
	char *tracked;	   /* ids, comma-separated: what is tracked before the user says otherwise */
	char *log_command; /* what "Log…" starts, "" for none */
};

/* How a value is told, for errors, help and the man page. */
enum option_type {
	OPTION_TIME,
	OPTION_WEEKDAY_TIME,
	OPTION_SPAN,
	OPTION_YES,
	OPTION_WORDS,
	OPTION_FACTORS,
	OPTION_TEXT,
	OPTION_QUIET
};

struct option {
	const char *name;
	enum option_type type;
	bool per_weekday;	  /* "bedtime.sat" may differ */
	const char *fallback;	  /* the default, as it would stand in the file */
	int64_t minimum, maximum; /* of times and spans, in minutes */
	const char *words;	  /* of OPTION_WORDS: "metric us" */
	const char *text;	  /* one sentence */
};
extern const struct option config_options[];
extern const int config_option_count;

void config_init(struct config *c); /* the defaults */
void config_clear(struct config *c);

/* What was wrong, for one clear sentence. */
struct config_error {
	int line;     /* 0: not about a line */
	char *reason; /* owned; config_error_clear */
};
void config_error_clear(struct config_error *e);

/* Reads a file into *c (which starts from the defaults). A missing file is no error. False: *c is untouched. */
bool config_read(const char *path, struct config *c, struct config_error *error);
bool config_parse(const char *text, struct config *c, struct config_error *error);

/* The value of a key ("bedtime", "bedtime.sat") as it would stand in the file; caller frees. NULL: no such key. */
char *config_get(const struct config *c, const char *key);

/* The sentence for a key that is none, with the nearest that is one; caller frees. */
char *config_no_such_key(const char *key);

/*
 * Writes the file with one key changed (NULL value: back to the default), keeping comments and order, by a new file and
 * rename. The value is checked first. 0, or -errno, or 1 with *error told.
 */
int config_write(const char *path, const char *key, const char *value, struct config_error *error);

#endif
