/*
 * Shell words as the grammars see them: cut at blanks, checked, in lower case, with a place to read on from and one
 * text of complaint for the whole entry. For common/grammar_*.c only; what the words mean is not known here.
 */
#ifndef CRAMP_WORDS_H
#define CRAMP_WORDS_H

#include "cramp/grammar.h"
#include "cramp/util.h"

enum { WORDS_MAX = 96, PHRASE_MAX = 3 };

struct token {
	char text[WORD_MAX + 1]; /* as typed */
	char low[WORD_MAX + 1];	 /* ASCII letters in lower case */
};

struct words {
	const struct reader *reader;
	struct instant now; /* the reader's, with the offset of the process's zone */
	struct token token[WORDS_MAX];
	int count, at;
	char *note; /* what follows the word "note"; NULL where that word is not there; owned */
	struct strbuf complaint, remark;
	bool lost; /* an unknown word had no near name */
};

/* Cuts and checks the words; false after a complaint. words_finish in either case. */
bool words_init(struct words *w, const struct reader *reader, int count, char *const *words);
/* Hands complaint and remark over, or drops `object` where there is a complaint. True if there is none. */
bool words_result(struct words *w, json_t *object, int32_t night, struct read_result *out);
void words_finish(struct words *w);

/* The word `ahead` places on, in lower case; "" beyond the end. */
const char *words_peek(const struct words *w, int ahead);
const char *words_text(const struct words *w, int ahead);
bool words_left(const struct words *w);
/* If the next words are those of `phrase` ("last night"): steps over them. */
bool words_take(struct words *w, const char *phrase);
/* The same for any of a NULL-terminated list. */
bool words_take_any(struct words *w, const char *const *phrases);
/* n words as typed, from the one `ahead` on, joined by `between`; false if there are fewer, or they are too long for
 * one word.
 */
bool words_join(const struct words *w, int ahead, int n, char between, char out[WORD_MAX + 1]);

/* A whole sentence for the user. */
void words_complain(struct words *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
void words_remark(struct words *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Names the next word as one that nobody knows, with the nearest that are known, and steps over it. */
void words_unknown(struct words *w, unsigned where, const char *const *more);

/* In a NULL-terminated list; a list may be NULL. */
bool words_listed(const char *word, const char *const *list);
/* In the form of a date or month, be there such a one or not: "2026-02-30", "2026-13". */
bool date_form(const char *word);
/* Digits alone, at most nine of them. */
bool whole_number(const char *text, int64_t *n);
/* A whole number of the next word between the limits, for what `name` names. Steps over it; a complaint if it is none.
 */
bool words_number(struct words *w, const char *name, int64_t least, int64_t most, int64_t *n);
/* A span of time over as many words as it takes: "90s", "2 min", "1h 30m". The number of words, 0 if there is none. */
int words_span(const struct words *w, int ahead, int64_t *seconds);

/* "3:10", "03:10:30", "3am", "3:10pm", "noon", "midnight" as a second of the day. */
enum clock_answer { CLOCK_OK = 0, CLOCK_NONE, CLOCK_IMPOSSIBLE };
enum clock_answer clock_parse(const char *low, int32_t *second);

#endif
