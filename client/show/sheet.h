/*
 * What the pages that are kept or handed over (the weekly report, the page for a clinician) share: sections with a
 * title and a sentence, tables of numbers, dates in full. Draws and words numbers that the daemon worked out; works out
 * none itself.
 */
#ifndef CRAMP_SHOW_SHEET_H
#define CRAMP_SHOW_SHEET_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "client/show/phrase.h"
#include "client/show/say.h"
#include "client/show/scale.h"
#include "client/show/svg.h"
#include "cramp/util.h"

struct session;

struct sheet {
	const struct session *s;
	json_t *report;	  /* of org.crampd.Report.Report, asked with `since` */
	json_t *pictures; /* of the report */
	json_t *episodes; /* array: those of the report's own range */
	json_t *traits;	  /* array: all */
	struct strbuf *out;
	int picture; /* their number so far, for ids */
};

/* ---- the sections of the report; each writes one, also where it has nothing to show: then it says so ---- */

void sheet_week(struct sheet *h);
void sheet_calendar(struct sheet *h);
void sheet_trend(struct sheet *h);
void sheet_hours(struct sheet *h);
void sheet_severity(struct sheet *h);
void sheet_factors(struct sheet *h);
void sheet_relief(struct sheet *h);
void sheet_sleep(struct sheet *h);
void sheet_try(struct sheet *h);
void sheet_flags(struct sheet *h);
void sheet_method(struct sheet *h);

/* ---- parts ---- */

/* <section>, its heading, and under it what the picture says in a sentence. `reading` is freed. */
void sheet_section(struct sheet *h, const char *id, const char *title, char *reading);
void sheet_section_end(struct sheet *h);
/* A paragraph in small print. */
void sheet_note(struct sheet *h, const char *text);
/* A picture's id, "p7"; valid until the next call. */
const char *sheet_picture_id(struct sheet *h);

/*
 * The numbers behind a picture, folded away under a name of their own: heads end with NULL. Then rows of cells (the
 * first names the row), the end.
 */
void sheet_table(struct sheet *h, const char *name, const char *caption, const char *const *heads);
void sheet_table_end(struct sheet *h);
void sheet_row(struct sheet *h, const char *name);
void sheet_cell(struct sheet *h, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A number with its unit, "–" where it is null. */
void sheet_cell_number(struct sheet *h, json_t *object, const char *key, int decimals, const char *unit);
void sheet_row_end(struct sheet *h);

/* A list that says what the marks of a picture mean: begin, entries, end. `svg` draws within 16 × 16. */
void sheet_legend(struct sheet *h);
void sheet_legend_entry(struct sheet *h, const char *svg, const char *text);
void sheet_legend_end(struct sheet *h);

#endif
