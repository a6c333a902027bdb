/*
 * What the two files behind `cramp why` share.
 */
#ifndef CRAMP_SHOW_WHY_PARTS_H
#define CRAMP_SHOW_WHY_PARTS_H

#include "client/show/report_parts.h"

struct factor;

struct why {
	struct session *s;
	json_t *report, *look, *row;
	const struct factor *factor;
	char *name; /* "exercise" */
	bool preliminary;
};

static inline bool why_is(const struct why *w, const char *verdict)
{
	return str_equal(text_of(w->row, "verdict"), verdict);
}

static inline bool why_is_link(const struct why *w)
{
	return why_is(w, "strong") || why_is(w, "some");
}

static inline const char *plural(int64_t n)
{
	return n == 1 ? "" : "s";
}

/* Prints a line of the page and frees its text. */
void why_line(const struct why *w, const char *head, char *text);
/* "a strong link" */
const char *verdict_words(const char *verdict);

/* Why there is no answer, and how long it takes to have one. */
void why_say_reason(const struct why *w);
void why_say_needed(const struct why *w);
/* What was used and what not, and what to bear in mind. */
void why_say_used(const struct why *w);
void why_say_cautions(const struct why *w);
/* What the documents expect, beside what was found; who says it. f NULL-safe. */
void why_say_expected(const struct why *w);
void why_say_sources(struct session *s, const struct factor *f);

#endif
