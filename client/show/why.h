/*
 * The page of `cramp why`: everything behind one verdict, in words that need no statistics.
 */
#ifndef CRAMP_SHOW_WHY_H
#define CRAMP_SHOW_WHY_H

#include <jansson.h>

struct session;
struct factor;

/* A row of the report's factors. */
void show_why(struct session *s, json_t *report, json_t *row);
/* A standing circumstance, which no diary of nights can test. */
void show_why_not(struct session *s, const struct factor *f);

#endif
