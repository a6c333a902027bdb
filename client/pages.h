/*
 * Pages as files: written whole or not at all, for their owner's eyes, in the directory of reports with an index beside
 * them; and shown by whatever the desktop shows pages with.
 */
#ifndef CRAMP_PAGES_H
#define CRAMP_PAGES_H

#include <stdbool.h>
#include <stdint.h>

/* The file of a report in the directory of reports, named by its last night; of another range than seven nights by both
 * ends. Caller frees. */
char *pages_report_path(int32_t from, int32_t to);

/* The file of a summary that ends with that night, in the same directory. Caller frees. */
char *pages_summary_path(int32_t to);

/* Does the path lie in the directory of reports? */
bool pages_is_kept(const char *path);

/*
 * Writes it beside its name with mode 0600 and renames it into place; a report that is kept is entered in the index.
 * "-" is standard output. EXIT_DONE, or EXIT_REFUSED after one sentence.
 */
int pages_write(const char *path, const char *page);

/* Has the desktop show it (xdg-open), without waiting. EXIT_DONE, or EXIT_REFUSED after one sentence. */
int pages_open(const char *path);

#endif
