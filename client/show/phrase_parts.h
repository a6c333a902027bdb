/*
 * The pieces phrases are made of: what a wire object says, and facts strung together with " · ". For the phrase files
 * only.
 */
#ifndef CRAMP_SHOW_PHRASE_PARTS_H
#define CRAMP_SHOW_PHRASE_PARTS_H

#include <jansson.h>
#include <stdint.h>

struct strbuf;

/* What an object says; NULL and UNKNOWN where it does not. */
const char *told_text(json_t *object, const char *key);
int64_t told_integer(json_t *object, const char *key);
int64_t told_truth(json_t *object, const char *key); /* 1, 0, UNKNOWN */

/* The label of a word of the vocabulary; the id of one that is not known. */
const char *word_label(const char *kind, const char *id);

/* Another fact after what is there. */
void part(struct strbuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A number with text around it, where it is known. */
void part_number(struct strbuf *b, json_t *object, const char *key, const char *before, const char *after);
/* One of two texts, where it is known; `no` NULL: nothing is said where it is not so. */
void part_truth(struct strbuf *b, json_t *object, const char *key, const char *yes, const char *no);
/* The note on one line, whatever lines it had. */
void part_note(struct strbuf *b, json_t *object);

/* "night of Sat 21", with the month where it is not that of the day `beside` which was spoken of before. Not a fact of
 * its own. */
void add_night(struct strbuf *b, const char *night, int32_t beside);

#endif
