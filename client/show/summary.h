/*
 * The page for a clinician: facts in sections, the same on the terminal and on paper. Neutral: what was told and
 * counted, no advice, no diagnosis; "no" and "not asked" are two things.
 */
#ifndef CRAMP_SHOW_SUMMARY_H
#define CRAMP_SHOW_SUMMARY_H

#include <jansson.h>
#include <stdbool.h>

struct session;

/*
 * The facts of the report's pictures: [{"id", "title", "facts": [{"label", "text"}]}]. `capped`: no more of a section
 * than fit on a sheet, what is beyond counted in a last one. New reference; NULL: this is no report with pictures.
 */
json_t *summary_facts(const struct session *s, json_t *report, json_t *traits, bool capped);

/* As text, at the terminal's width. */
void show_summary(const struct session *s, json_t *facts);

/* As a page that fits on one sheet of A4; caller frees. */
char *summary_html(const struct session *s, json_t *report, json_t *facts);

#endif
