/*
 * What commands do with their words before and after the grammar: long options for scripts, entries by number,
 * complaints.
 */
#ifndef CRAMP_WORDS_H
#define CRAMP_WORDS_H

#include <jansson.h>

struct session;
struct read_result;

/* A list of words of its own; words_clear frees. */
struct words {
	char **list;
	int count;
};
void words_clear(struct words *w);
/* Takes ownership of `word`. */
void words_add(struct words *w, char *word);

/*
 * The words with long options turned into the words they stand for ("--severity 7" → "7/10", "--duration 2m" → "for"
 * "2m"), those of an episode, of a sleep entry or of a reading. A note goes last. EXIT_DONE, or EXIT_BAD_USAGE after
 * one sentence.
 */
enum option_set { OPTIONS_EPISODE, OPTIONS_SLEEP, OPTIONS_READING, OPTIONS_TRAIT };
int words_from_options(struct session *s, enum option_set set, int count, char **words, struct words *out);
/* Names of a set's options, from 0 on; NULL: no more. */
const char *words_option(enum option_set set, int i);

/* Asks for the text of a note that ends in a bare "note", on a terminal; elsewhere the words stay as they are. */
void words_ask_note(struct words *w);

/* After a read_… function: its complaint and what that means for the entry ("Nothing was recorded."). Returns
 * EXIT_REFUSED. */
int words_refused(const struct read_result *r, const char *consequence);

/* "@2" or "41" → the Entry. EXIT_DONE with a new reference, or another status after one sentence. */
int entry_find(struct session *s, const char *word, json_t **entry);

#endif
