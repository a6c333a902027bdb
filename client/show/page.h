/*
 * Pages of the documented knowledge: a head on the left, folded text beside it, and what all pages have in common.
 */
#ifndef CRAMP_SHOW_PAGE_H
#define CRAMP_SHOW_PAGE_H

#include <stddef.h>

struct session;
struct table;
struct own_factors;

/* The everyday name of a row. */
const char *page_name(const char *id, const char *const *aliases);
/* "none found" of "none found: no study …"; valid until the next call. */
const char *page_grade(const char *evidence);
/* A table's cell: how many of the five documents are named, as "3 of 5". */
void page_said_by(struct table *t, const char *said_by);

/* A strong title and its name beside it, or below it where there is no room; after `indent` columns that are used. */
void page_title(struct session *s, int indent, const char *title, const char *name);
/* A head and its text, folded; nothing where the text is empty. */
void page_line(struct session *s, const char *head, const char *text);
/* The same for a comma-separated list of ids. */
void page_list(struct session *s, const char *head, const char *ids);
/* The same for whom something is not: ids of traits and red-flag ticks by their labels, "age>75" as "over 75". */
void page_barred(struct session *s, const char *head, const char *barred_for);
/* Every word that means a row. */
void page_words(struct session *s, const char *id, const char *const *aliases);
/* Who says it and what the evidence is: apart, always. What the numbers mean is told with them. */
void page_sources(struct session *s, const char *said_by, const char *evidence, const char *reference);
/* A paragraph below an empty line. */
void page_footnote(struct session *s, const char *text);

/* "I do not know the WHAT …" with the nearest names (NEAR_… bits of catalogue.h); returns EXIT_BAD_USAGE. */
int page_unknown(const char *what, const char *word, unsigned where, const struct own_factors *own);

#endif
