/*
 * Entries that no daemon could take: one file each in the spool directory, on the disk before the command says so. The
 * daemon enters them before it serves anybody, and renames one that it must refuse to NAME.refused, with the reason in
 * it.
 *
 * NAME.json: {"at": RFC 3339 of telling, "words": the command as typed, "method", "parameters"}; .refused: "error" and
 * "error_parameters" beside them.
 */
#ifndef CRAMP_SPOOL_H
#define CRAMP_SPOOL_H

#include <jansson.h>

struct session;

/* Keeps a call; `parameters` is borrowed and holds its uid. 0 with the file's *path (caller frees), or -errno. */
int spool_keep(const struct session *s, const char *method, json_t *parameters, char **path);

/*
 * Tells a daemon that runs what is still kept: one that hung for a while, or came up a moment too late, enters it only
 * when it is started anew. One that was told before changes nothing, for it has its uid. What is refused stays for the
 * next start, which puts it aside.
 */
void spool_tell(struct session *s);

/* Calls `each` with the path and content of every refused entry, oldest first. */
void spool_refused(void (*each)(const char *path, json_t *entry, void *data), void *data);
/* What was told, why it was refused and what to do about it; caller frees. */
char *spool_refused_text(const char *path, json_t *entry);

#endif
