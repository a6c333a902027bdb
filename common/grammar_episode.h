/*
 * A cramp's words while they are read. For common/grammar_episode*.c only.
 */
#ifndef CRAMP_GRAMMAR_EPISODE_H
#define CRAMP_GRAMMAR_EPISODE_H

#include "grammar_entry.h"

/* Longest that a cramp can be said to have lasted. */
enum { EPISODE_S_MAX = 86400 };

struct episode_words {
	struct words *w;
	struct entry e;
	struct when_words when, end; /* "3:10 - 3:12": the end tells how long */
	int beside;		     /* index of the relief method just before this word, or -1 */
	int waiting;		     /* "helped" came first: 1 worked, 0 did not; -1 none */
	bool none;		     /* the word "none" alone: nothing done, or no cramp? */
};

/* Reads all words that are left into p->e.o, those of a time into p->when. */
void episode_words_read(struct episode_words *p);

#endif
