/*
 * What the entries of every kind share: values that are told once, spans after a word, the note, and what an edit makes
 * unknown. For common/grammar_*.c only.
 */
#ifndef CRAMP_GRAMMAR_ENTRY_H
#define CRAMP_GRAMMAR_ENTRY_H

#include "grammar_when.h"

/* A word that "no" or "clear" can stand before in an edit, and the field that becomes unknown. */
struct clearable {
	const char *word, *field;
};

struct entry {
	struct words *w;
	json_t *o;			   /* what is told */
	json_t *clear;			   /* names of fields; NULL where nothing can be cleared */
	const struct clearable *clearable; /* ends with a NULL word */
};

/* Keeps a value (and its reference); telling it again must tell the same. `name` begins a sentence: "The side". */
void entry_put(struct entry *e, const char *key, const char *name, json_t *value);
/* A span, in units of so many seconds, at most so many of them. */
void entry_put_span(struct entry *e, const char *key, const char *name, int64_t seconds, int64_t unit, int64_t most);
/* The span that must come next, after `word`. False after a complaint. */
bool entry_span(struct entry *e, const char *word, const char *example, int64_t *seconds);
/* The number that must come next. */
void entry_number(struct entry *e, const char *key, const char *name, int64_t least, int64_t most);
/* The text after "note", into `o`; in an edit "no note" clears it. Before the words are read. */
void entry_note(struct entry *e);
/* "no severity". */
bool entry_clear(struct entry *e);
/* {"set": o, "clear": […]}; a complaint where nothing is told. */
json_t *entry_changes(struct entry *e, const char *example);

#endif
