#include "daemon/weekly_report.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "cramp/log.h"
#include "cramp/paths.h"
#include "cramp/util.h"
#include "daemon/app.h"
#include "daemon/helper.h"
#include "daemon/service/server.h"
#include "daemon/service/week_figures.h"
#include "daemon/store/store.h"

enum { TIMEOUT_MS = 60000, OUTPUT_MAX = 1 << 16 };

struct weekly_report {
	uv_timer_t start;
	struct app *app;
	int32_t last;
	struct week_asked *asked;
	struct helper *client;
	struct week_figures figures;
	char *path;
	weekly_report_fn on_ready;
	void *data;
};

static void on_closed(uv_handle_t *handle)
{
	struct weekly_report *w = handle->data;

	free(w->path);
	free(w);
}

void weekly_report_free(struct weekly_report *w)
{
	if (!w || uv_is_closing((uv_handle_t *)&w->start))
		return;
	week_figures_forget(w->asked);
	helper_cancel(w->client);
	uv_close((uv_handle_t *)&w->start, on_closed);
}

/* The end: whoever asked may take what there is. */
static void finish(struct weekly_report *w, const char *why)
{
	w->on_ready(why ? NULL : &w->figures, w->path, why, w->data);
	weekly_report_free(w);
}

static void no_page(struct weekly_report *w, const char *why)
{
	log_warnx("the page of the week's report was not made: %s", why);
	free(w->path);
	w->path = NULL;
	finish(w, NULL);
}

/* ---- the page ---- */

static void on_client_end(struct helper *h, int status, const char *output, size_t length, void *data)
{
	struct weekly_report *w = data;
	char *why;

	(void)h, (void)output, (void)length;
	w->client = NULL;
	if (status == 0 && access(w->path, R_OK) == 0) {
		finish(w, NULL);
		return;
	}
	why = status == -ETIMEDOUT ? xstrdup("it took too long")
				   : xasprintf("cramp report --html ended with status %d", status);
	no_page(w, why);
	free(why);
}

/* "reports/2026-11-21.html"; the directory is made. NULL: it cannot be. */
static char *page_path(const struct weekly_report *w)
{
	char date[DATE_LENGTH + 1];

	date_format(w->last, date);
	return paths_make_dir(w->app->reports_path) == 0 ? xasprintf("%s/%s.html", w->app->reports_path, date) : NULL;
}

static int start_client(struct weekly_report *w)
{
	char from[DATE_LENGTH + 1], to[DATE_LENGTH + 1], now[RFC3339_LENGTH + 1];
	char *range, *socket, *clock;
	int error = 0;

	date_format(w->figures.from, from);
	date_format(w->figures.to, to);
	rfc3339_format(clock_local(&w->app->clock), now);
	range = xasprintf("%s..%s", from, to);
	socket = xasprintf("CRAMP_SOCKET=%s", server_path(w->app->server));
	clock = xasprintf("CRAMP_NOW=%s", now);
	const char *arguments[] = { "report", range, "--html", w->path, NULL };
	/* It asks this very daemon, and starts no other if this one goes away meanwhile. */
	const char *environment[] = { socket, "CRAMP_DAEMON=/dev/null", w->app->clock.set ? clock : NULL, NULL };
	struct helper_options options = {
		.program = "cramp",
		.arguments = arguments,
		.environment = environment,
		.output_max = OUTPUT_MAX,
		.timeout_ms = TIMEOUT_MS,
		.on_end = on_client_end,
		.data = w,
	};
	w->client = helper_start(w->app->loop, &options, &error);
	free(range);
	free(socket);
	free(clock);
	return error;
}

static void make_page(struct weekly_report *w)
{
	int error;

	w->path = page_path(w);
	if (!w->path) {
		no_page(w, "the directory for it cannot be made");
		return;
	}
	error = start_client(w);
	if (!w->client)
		no_page(w, error == -ENOENT ? "cramp is not installed beside crampd" : strerror(-error));
}

/* ---- the figures ---- */

static void on_figures(const struct week_figures *figures, const char *why, void *data)
{
	struct weekly_report *w = data;

	w->asked = NULL;
	if (!figures) {
		finish(w, why);
		return;
	}
	w->figures = *figures;
	make_page(w);
}

/* A report reads what is on the disk. */
static void on_start(uv_timer_t *timer)
{
	struct weekly_report *w = timer->data;
	struct week_asked *asked;

	if (store_is_open(w->app->store))
		app_commit(w->app);
	asked = week_figures_ask(w->app, w->last - WEEK_NIGHTS + 1, w->last, on_figures, w);
	if (asked)
		w->asked = asked;
}

struct weekly_report *weekly_report_new(struct app *app, int32_t last, weekly_report_fn on_ready, void *data)
{
	struct weekly_report *w = xcalloc(1, sizeof(*w));

	*w = (struct weekly_report){ .app = app, .last = last, .on_ready = on_ready, .data = data };
	w->start.data = w;
	uv_timer_init(app->loop, &w->start);
	uv_timer_start(&w->start, on_start, 0, 0);
	return w;
}
