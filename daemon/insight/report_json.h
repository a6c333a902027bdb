/*
 * Figures → the report object that cramp(1), section JSON, describes. Undefined numbers are null.
 */
#ifndef CRAMPD_REPORT_JSON_H
#define CRAMPD_REPORT_JSON_H

#include <jansson.h>

#include "daemon/insight/table.h"
#include "daemon/insight/week.h"

/* The method's version: counted up whenever the same diary could give other numbers. */
enum { METHOD_VERSION = 1 };

/* Nights are listed one by one in ranges up to this long. */
enum { STRIP_NIGHTS = 62 };

/* The figures of a range alone, as the report and its pictures both have them. New reference. */
json_t *figures_to_json(const struct week *w);

/* New reference. The table holds the nights up to w->until. */
json_t *report_to_json(const struct week *w, const struct table *t);

/* What a column is: id, lag, kind, source, end, cut, cut_open. */
void column_put(json_t *row, const struct exposure_column *c);

/* "as_judged" in the rows of ends of a U that a look cut elsewhere than today's quartiles do: cut and groups of t. */
void report_put_judged_groups(json_t *report, const struct table *t);

/* "suspects": what the user suspects, with or without data. */
void report_suspects(json_t *report, const struct rows *r);

/* A standing circumstance in force in the diary's time: it is in no table. Into the report's "untestable", once. */
void report_trait(json_t *report, const struct trait *t);

#endif
