/*
 * Pictures for a terminal of any width from 40 columns: blocks and lines in Unicode, or in ASCII where the locale has
 * nothing else; no picture needs colour to be read.
 */
#ifndef CRAMP_SHOW_TERM_CHART_H
#define CRAMP_SHOW_TERM_CHART_H

#include <jansson.h>

struct session;

/* Each prints a title, a sentence, the picture and what its signs mean. `report` was asked with `since`; own factors of
 * the session must be known. */
void chart_calendar(const struct session *s, json_t *report);
void chart_trend(const struct session *s, json_t *report);
void chart_hours(const struct session *s, json_t *report);
void chart_sleep(const struct session *s, json_t *report);
void chart_factors(const struct session *s, json_t *report);

#endif
