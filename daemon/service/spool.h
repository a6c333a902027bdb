/*
 * Entries that the client kept in files while no daemon could be had (the directory "spool" beside the database):
 * entered before anybody is served. Each is a call with its uid, so that one that was kept as well as answered is
 * entered once.
 *
 * NAME.json holds {"at", "words", "method", "parameters"}. One that must be refused becomes NAME.refused, with "error"
 * and "error_parameters" beside them, and stays until the user removes it.
 */
#ifndef CRAMPD_SPOOL_H
#define CRAMPD_SPOOL_H

struct app;

/* Enters what is there, oldest first, and commits it. Files go only after the commit. */
void spool_enter(struct app *app);

/* How many refused entries wait to be dealt with. */
int spool_kept_back(const struct app *app);

#endif
