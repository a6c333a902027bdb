/* The few figures of a week that a notification tells, out of the report that everybody gets. */
#ifndef CRAMPD_WEEK_FIGURES_H
#define CRAMPD_WEEK_FIGURES_H

#include "daemon/weekly_report.h"

struct week_asked;

/*
 * Asks for the report of a range, as a client would; only while no transaction is open. Comes back once, perhaps before
 * it returns (NULL then): figures, or NULL and why.
 */
struct week_asked *week_figures_ask(struct app *app, int32_t from, int32_t to,
				    void (*on_figures)(const struct week_figures *figures, const char *why, void *data),
				    void *data);
/* NULL-safe. */
void week_figures_forget(struct week_asked *w);

#endif
