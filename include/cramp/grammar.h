/*
 * Words → typed calls, without a daemon: what is typed after log, sleep, add, none, show, trait becomes the parameters
 * of the wire call (objects of the types in schema/org.crampd.Diary.varlink), or one complaint that names the word.
 * Order-free, pure: text, now, zone and catalogue in, entry or complaint out. A word that is not understood refuses the
 * whole entry.
 */
#ifndef CRAMP_GRAMMAR_H
#define CRAMP_GRAMMAR_H

#include <jansson.h>

#include "cramp/catalogue.h"
#include "cramp/when.h"

/* What the words are read against. */
struct reader {
	struct instant now;
	int night_starts_min, day_starts_min;
	bool us_units;
	const struct own_factors *own; /* may be NULL */
	int32_t night;		       /* --night, or NO_NIGHT */
	const char *at;		       /* --at WHEN, or NULL */
};

/* What came of it. Zero-initialise; read_result_clear frees. */
struct read_result {
	json_t *object;	 /* the typed input (EpisodeInput, SleepInput …), NULL on complaint; owned */
	int32_t night;	 /* night it belongs to */
	char *complaint; /* one sentence or several, without "cramp: "; NULL: understood */
	char *remark;	 /* something the echo must say ("02:30 exists twice; the first was taken"), or NULL */
};
void read_result_clear(struct read_result *r);

/*
 * "again" is "repeat_of": 0, the newest episode before: the daemon knows which.
 * Each returns true if understood. `words` are shell words; a word that itself holds blanks is split, except after
 * note.
 */
bool read_episode(const struct reader *reader, int count, char *const *words, struct read_result *out);
/* After now: without a time it is now, also in the morning. */
bool read_begun(const struct reader *reader, int count, char *const *words, struct read_result *out);
/* After over: {"episode":…, "at"}; a time is that of the end. */
bool read_over(const struct reader *reader, int count, char *const *words, struct read_result *out);
bool read_sleep(const struct reader *reader, int count, char *const *words,
		struct read_result *out); /* object: {"sleep":…, "naps":[…]} */
bool read_reading(const struct reader *reader, int count, char *const *words, struct read_result *out);
bool read_trait(const struct reader *reader, int count, char *const *words, struct read_result *out);

/*
 * An edit: {"set":…, "clear":[…]}. The same words, but only what is named is set; "no note" and "no severity" become
 * names in "clear", which is done before "set".
 */
bool read_episode_edit(const struct reader *reader, int32_t night, int count, char *const *words,
		       struct read_result *out);
bool read_reading_edit(const struct reader *reader, const struct factor *factor, int32_t night, int count,
		       char *const *words, struct read_result *out);
bool read_sleep_edit(const struct reader *reader, int32_t night, int count, char *const *words,
		     struct read_result *out);

/* One night: "last night", "tonight", "yesterday", "mon", "2026-11-21". Default last night. */
bool read_night(const struct reader *reader, int count, char *const *words, int32_t *night, char **complaint);

/* A range of nights: one night, "FROM..TO", "last N nights|weeks|months", "week", "month", "2026-11". Both ends
 * included. */
bool read_range(const struct reader *reader, int count, char *const *words, int32_t *from, int32_t *to,
		char **complaint);

/* An instant, for --at and for tests: "3:10", "3am", "20m ago", "yesterday 3am", "last night 3:10", ISO. */
bool read_when(const struct reader *reader, int count, char *const *words, struct instant *out, char **remark,
	       char **complaint);

#endif
