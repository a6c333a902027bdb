/*
 * What the charts of a terminal are made of.
 */
#ifndef CRAMP_SHOW_TERM_PARTS_H
#define CRAMP_SHOW_TERM_PARTS_H

#include <stdint.h>

#include "client/show/scale.h"

struct session;

/* Wider than that no chart becomes: the eye would lose its line. */
enum { CHART_WIDEST = 120 };

/* Columns a chart may take. */
int term_columns(const struct session *s);

/* The title in bold, and the sentence below it, which is freed. */
void term_title(const struct session *s, const char *title, char *sentence);

/* A bar of so many columns at most, in eighths of a block; what is not nothing is never drawn as nothing. Caller frees.
 */
char *term_bar(const struct session *s, double value, double most, int columns);

/* A line of an axis: an interval with its point, as far as they are known (NAN: not drawn). */
struct track {
	const struct scale *x; /* from 0 to columns - 1 */
	int columns;
	double low, high, at;
	double other;	   /* a second mark, × */
	double rule;	   /* a vertical line, as at 1 */
	const char *point; /* the sign of `at`; NULL: ● */
};
/* "  ├──●─┤ × "; arrows where the interval goes on. As wide as its columns. Caller frees. */
char *term_track(const struct session *s, const struct track *t);

/* Without the blanks at its end; gives the line back. */
char *term_trim(char *line);

/* The numbers of an axis under or over such lines. `unit` follows each. Caller frees. */
char *term_ticks(const struct scale *x, int columns, double from, double step, const char *unit);

#endif
