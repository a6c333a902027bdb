/*
 * What may come next on a command line, for the completions of the shells. Everything is read from the tables that the
 * commands themselves are read from: the command table with its usage lines, the options, the catalogue, the settings,
 * the wire; and the user's own factors, if a daemon runs and answers at once. Starts none.
 */
#ifndef CRAMP_COMPLETE_H
#define CRAMP_COMPLETE_H

struct session;

/* The line that asks the shell to complete the name of a file. */
#define COMPLETE_FILES ":files"

/* Prints the words that may stand in the place of the last one (which is what was typed of it), each with a tab and
 * what it means. `words` are those after "cramp". */
void complete(struct session *s, int count, char **words);

#endif
