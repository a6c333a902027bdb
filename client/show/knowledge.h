/*
 * The documented knowledge as JSON objects and CSV columns. Every column of the tables is in them; lists are arrays;
 * what a row does not say is null.
 *
 * factor
 * {"id","label","aliases":[…],"kind":"yesno|amount|scale|text","unit","minimum","maximum","window":"day|night|trait",
 *           "combine":"sum|mean|min|max|last","lag","lags","direction":"+|-|U|?","u_shaped","own","derived","composite","section",
 *           "measures":[…],"counter","said_by","evidence","reference","note"}
 * measure
 * {"id","label","aliases":[…],"when":"bedtime|day|night|always","targets":[…],"composite","how","barred_for":[…],"barred_why",
 *           "said_by","evidence","reference","note"}
 * relief   {"id","label","aliases":[…],"muscles":[…] (none:
 * any),"steps":[…],"asleep_for":[…],"asleep","barred_for":[…],"barred_why","said_by","evidence", "reference","note"}
 */
#ifndef CRAMP_SHOW_KNOWLEDGE_H
#define CRAMP_SHOW_KNOWLEDGE_H

#include <jansson.h>
#include <stdbool.h>

#include "cramp/catalogue.h"

/* New references. */
json_t *knowledge_factor(const struct factor *f);
json_t *knowledge_measure(const struct measure *m);
json_t *knowledge_relief(const struct relief *r);

/* Prints an object as a line of JSON, or with `csv` as a row below a header that the first call of a listing prints.
 * Steals `object`. */
void knowledge_print(json_t *object, bool csv, bool first);

#endif
