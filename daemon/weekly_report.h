/*
 * The week's report, made once a week: its figures by crampd-insight, as every report, and the page by
 * `cramp report --html`, run as a user would.
 */
#ifndef CRAMPD_WEEKLY_REPORT_H
#define CRAMPD_WEEKLY_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "cramp/when.h"

struct app;
struct weekly_report;

enum { WEEK_NIGHTS = 7 };

struct week_figures {
	int32_t from, to;
	int64_t ended; /* of the seven nights; the last is over at noon only */
	int64_t recorded, cramp_nights, cramps;
	double cramps_per_week, before_per_week; /* NAN: too few nights recorded */
};

/*
 * The seven nights up to `last`. Comes back once, later: with the figures, and the path of the page (NULL: it could not
 * be made; the log says why). Or with NULL figures and why. Borrowed; the report is gone afterwards.
 */
typedef void (*weekly_report_fn)(const struct week_figures *figures, const char *path, const char *why, void *data);
struct weekly_report *weekly_report_new(struct app *app, int32_t last, weekly_report_fn on_ready, void *data);
/* It is not wanted any more. NULL-safe. */
void weekly_report_free(struct weekly_report *w);

#endif
