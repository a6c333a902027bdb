/* The week's report for its reminder: asked for when that is to be shown, thrown away with it. */
#include <stdlib.h>

#include "cramp/util.h"
#include "daemon/reminder/room.h"

enum { RETRY_S = 3600 };

static void on_ready(const struct week_figures *figures, const char *path, const char *why, void *data)
{
	struct reminders *r = data;
	struct week_notice *w = &r->week;

	w->asked = NULL;
	if (figures) {
		w->ready = true;
		w->figures = *figures;
		w->path = xstrdup_null(path);
	} else {
		w->retry_at = reminder_now(r).at + RETRY_S;
		screen_note_trouble(&r->live[REMIND_WEEKLY], why);
	}
	reminders_wake(r);
}

bool week_is_ready(struct reminders *r, int32_t night, int64_t *retry_at)
{
	struct week_notice *w = &r->week;

	if (w->night != night)
		week_forget(r);
	if (w->ready || w->asked)
		return w->ready;
	if (w->night == night && reminder_now(r).at < w->retry_at) {
		*retry_at = w->retry_at;
		return false;
	}
	w->night = r->live[REMIND_WEEKLY].night = night;
	w->asked = weekly_report_new(r->app, night, on_ready, r);
	return false;
}

void week_forget(struct reminders *r)
{
	struct week_notice *w = &r->week;

	weekly_report_free(w->asked);
	free(w->path);
	*w = (struct week_notice){ .night = NO_NIGHT, .retry_at = UNKNOWN };
}
