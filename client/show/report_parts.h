/*
 * What the files that print a report share: reading its object, where what is not there is 0 or "".
 */
#ifndef CRAMP_SHOW_REPORT_PARTS_H
#define CRAMP_SHOW_REPORT_PARTS_H

#include <jansson.h>

#include "cramp/util.h"
#include "cramp/when.h"

struct session;

static inline int64_t count_of(json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static inline double number_of(json_t *object, const char *key)
{
	return json_number_value(json_object_get(object, key));
}

static inline bool is_known(json_t *object, const char *key)
{
	return json_is_number(json_object_get(object, key));
}

static inline const char *text_of(json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

static inline int32_t date_of(json_t *object, const char *key)
{
	int32_t day = NO_NIGHT;

	return date_parse(text_of(object, key), &day) ? day : NO_NIGHT;
}

/* "1 cramp", "3 cramps" */
static inline void add_count(struct strbuf *b, int64_t n, const char *what)
{
	strbuf_add(b, "%lld %s%s", (long long)n, what, n == 1 ? "" : "s");
}

/* The range in a sentence or three: cramps, nights, the rate, the weeks before; caller frees. */
char *report_answer(json_t *report);

/* A line a fact, what it is about in front: nights, how bad, where, when, what helped, sleep, measures. */
void show_report_lines(const struct session *s, json_t *report);

/* "exercise", "less water than usual", "alcohol, the day before"; caller frees. */
char *report_factor_name(const struct session *s, json_t *factor);
/* What the nights of a side have in common: "50 min or more", "0 min", "yes", "yes: 1.1 l or less"; caller frees. */
char *report_side_text(const struct session *s, json_t *factor, bool high);
/* The same within a sentence: "with 50 min or more", "with it", "without it", "otherwise"; caller frees. */
char *report_side_words(const struct session *s, json_t *factor, bool high);
/* The first of an array of objects whose key has that text, or NULL. Borrowed. */
json_t *report_find(json_t *rows, const char *key, const char *text);
/* The row of an id in the report, or NULL. Borrowed. */
json_t *report_factor_row(json_t *report, const char *id);
/* Names of ids from the report ("water and steps"), comma-separated text or array; caller frees. */
char *report_names(const struct session *s, json_t *report, json_t *ids);

/* The names of what moves with a factor; caller frees. */
char *report_companions(const struct session *s, json_t *report, json_t *row);

/* "2.3 times as many": a rate ratio in words; caller frees. */
char *ratio_words(double ratio);
/* "0.7 to 1.9", with an open end where the numbers are beyond telling. */
void range_words(double low, double high, char *out, size_t size);
/* "2.3 times as many  (95 %: 1.4 to 3.7)" of what has rate_ratio, ci_low and ci_high; caller frees. */
char *estimate_words(json_t *o);

/* The report with the ends of a U as the verdicts cut them, for all that is said about verdicts; new reference. */
json_t *report_judged(json_t *report);

/* Why nothing can be said yet: the codes of a verdict_reason as sentences; caller frees. */
char *gate_words(const char *reason);

/* What goes with the cramps: verdicts, or before the first look how far it is. */
void show_report_verdicts(const struct session *s, json_t *report);
/* What to know when reading them. strong, possible: such links were shown. */
void show_report_notes(const struct session *s, json_t *report, bool strong, bool possible);
/* Before the first look: how far it is, and what is suspected. */
void show_report_outlook(const struct session *s, json_t *report);
/* Nights of the diary at which verdicts begin. */
enum { FIRST_VERDICTS = 84 };

/* The groups of view 1 of cramp-statistics(7), for the factors the user tracks or suspects; nothing where there are
 * none. */
void show_report_factors(const struct session *s, json_t *report);

#endif
