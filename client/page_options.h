/*
 * --html FILE and --open, for the commands that can write what they show as a page.
 */
#ifndef CRAMP_PAGE_OPTIONS_H
#define CRAMP_PAGE_OPTIONS_H

#include <stdbool.h>

struct session;

struct page_options {
	const char *html; /* the file named; NULL: none */
	bool open;
};

/* Is a page asked for? */
static inline bool page_options_any(const struct page_options *o)
{
	return o->html || o->open;
}

/* Takes them out of the words. EXIT_DONE, or EXIT_BAD_USAGE after one sentence. */
int page_options_read(struct session *s, int *count, char **words, struct page_options *o);

/* Writes the page to the file named, else to `path`, says where it is, and shows it if that was asked for. */
int page_options_write(struct session *s, const struct page_options *o, const char *path, const char *page);

#endif
