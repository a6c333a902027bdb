/*
 * One line of words, as it stands after "cramp": the options every command has, then one row of the command table.
 */
#ifndef CRAMP_RUN_H
#define CRAMP_RUN_H

struct session;

/* Runs the words as a command; they are put in another order. The exit status. */
int run_words(struct session *s, int count, char **words);

#endif
