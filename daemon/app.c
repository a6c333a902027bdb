#include "daemon/app.h"

#include <errno.h>
#include <libgen.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cramp/log.h"
#include "cramp/paths.h"
#include "cramp/util.h"
#include "daemon/backup_daily.h"
#include "daemon/clock_control.h"
#include "daemon/reminder/reminder.h"
#include "daemon/sdnotify.h"
#include "daemon/service/judged.h"
#include "daemon/service/server.h"
#include "daemon/service/spool.h"
#include "daemon/store/store.h"

/* ---- configuration ---- */

bool app_reload(struct app *app, struct config_error *error)
{
	struct config fresh;

	config_init(&fresh);
	if (!config_read(app->config_path, &fresh, error)) {
		config_clear(&fresh);
		return false;
	}
	config_clear(&app->config);
	app->config = fresh;
	log_init("crampd", app->config.log_debug);
	if (app->reminders)
		reminders_wake(app->reminders);
	return true;
}

/* A slip in the file must not keep anybody from logging: what was in force stays so, and the log says why. */
static void read_config(struct app *app)
{
	struct config_error error = { 0 };

	if (app_reload(app, &error))
		return;
	if (error.line)
		log_warnx("%s:%d: %s Nothing of it is used.", app->config_path, error.line, error.reason);
	else
		log_warnx("%s: %s Nothing of it is used.", app->config_path, error.reason);
	config_error_clear(&error);
}

/* ---- the diary ---- */

static int add_own_factor(const struct own_factor *f, void *data)
{
	own_factors_add(data, f->id, f->label, (enum factor_kind)factor_kind_of(f->kind), f->unit,
			(enum factor_window)factor_window_of(f->window),
			(enum factor_combine)factor_combine_of(f->combine));
	return 0;
}

void app_own_factors_changed(struct app *app)
{
	own_factors_clear(&app->own);
	if (store_factors_each(app->store, add_own_factor, &app->own) < 0)
		log_warnx("the own factors could not be read");
}

void app_diary_changed(struct app *app)
{
	reminders_see_change(app->reminders);
	daily_backup_look(app->daily_backup);
}

static void on_wake(void *data)
{
	struct app *app = data;

	reminders_wake(app->reminders);
	daily_backup_look(app->daily_backup);
}

int app_links(struct app *app, struct advice_link *out, size_t most, size_t *count)
{
	return factors_linked(app->store, out, most, count);
}

/* ---- a turn of the loop ---- */

/* What everybody changed in this turn reaches the disk together; only then does anybody hear of it. */
int app_commit(struct app *app)
{
	int r = store_commit(app->store);

	if (r < 0) {
		log_warnx("changes could not be kept: %s", strerror(-r));
		app_own_factors_changed(app);
	}
	server_settle(app->server, r);
	return r;
}

/* True: something new is on disk. */
static bool commit(struct app *app)
{
	if (store_is_open(app->store))
		return app_commit(app) == 0;
	/* Somebody ended the transaction past app_commit, and with what outcome is not known: nobody is told that all
	 * is well. */
	if (server_waits(app->server)) {
		log_warnx("a transaction was ended while replies waited for it");
		server_settle(app->server, -EIO);
	}
	return false;
}

/*
 * Runs before the loop sleeps, so that no reply and no change is left over while it does. The reminders may answer a
 * change with one of their own: once more then.
 */
static void end_turn(struct app *app)
{
	enum { ROUNDS = 4 };

	server_work(app->server);
	for (int i = 0; i < ROUNDS; i++) {
		bool changed = commit(app);

		server_flush(app->server);
		if (!changed)
			break;
		app_diary_changed(app);
	}
}

static void on_turn(uv_prepare_t *turn)
{
	end_turn(turn->data);
}

/* ---- signals ---- */

static void on_stop(uv_signal_t *handle, int number)
{
	struct app *app = handle->data;

	(void)number;
	uv_stop(app->loop);
}

static void on_hangup(uv_signal_t *handle, int number)
{
	struct app *app = handle->data;
	char *state = xasprintf("RELOADING=1\nMONOTONIC_USEC=%lld", (long long)clock_now_us(&app->clock));

	(void)number;
	sdnotify(state);
	free(state);
	read_config(app);
	sdnotify("READY=1");
}

static void listen_to(struct app *app, uv_signal_t *handle, uv_signal_cb fn, int number)
{
	uv_signal_init(app->loop, handle);
	handle->data = app;
	uv_signal_start(handle, fn, number);
}

/* ---- start and stop ---- */

static char *directory_of(const char *path)
{
	char *copy = xstrdup(path), *directory = xstrdup(dirname(copy));

	free(copy);
	return directory;
}

static char *absolute(const char *path)
{
	char *here, *whole;

	if (path[0] == '/')
		return xstrdup(path);
	here = getcwd(NULL, 0);
	whole = xasprintf("%s/%s", here ? here : "", path);
	free(here);
	return whole;
}

static void find_paths(struct app *app, const struct app_options *options)
{
	char *directory;

	app->config_path = options->config ? absolute(options->config) : paths_config();
	app->database_path = options->database ? absolute(options->database) : paths_database();
	app->socket_path = options->socket ? absolute(options->socket) : paths_socket();
	directory = directory_of(app->database_path);
	app->backups_path = xasprintf("%s/backups", directory);
	app->reports_path = xasprintf("%s/reports", directory);
	free(directory);
}

static int open_diary(struct app *app)
{
	char *directory = directory_of(app->database_path), *why = NULL;
	int r = paths_make_dir(directory);

	if (r < 0)
		log_warnx("%s cannot be made: %s", directory, strerror(-r));
	else
		r = store_open(app->database_path, 0, &app->store, &why);
	if (why)
		log_warnx("%s", why);
	else if (r < 0)
		log_warnx("%s cannot be opened: %s", app->database_path, strerror(-r));
	free(why);
	free(directory);
	if (r == 0)
		app_own_factors_changed(app);
	return r == STORE_LOCKED ? APP_ALREADY_RUNNING : r == 0 ? APP_STOPPED : APP_FAILED;
}

static int claim_address(struct app *app)
{
	int r = server_new(app, &app->server);

	if (r == SERVER_TAKEN)
		log_warnx("crampd is running already: somebody answers at %s", app->socket_path);
	return r == SERVER_TAKEN ? APP_ALREADY_RUNNING : r == 0 ? APP_STOPPED : APP_FAILED;
}

/* A test may hold the clock. */
static int take_clock(struct app *app)
{
	const char *control = getenv("CRAMPD_TEST_CLOCK");
	int r = clock_start(&app->clock, on_wake, app);

	if (r == 0 && !str_empty(control))
		r = clock_control_new(&app->clock, control, &app->clock_control);
	if (r < 0)
		log_warnx("the clock cannot be watched: %s", strerror(-r));
	return r;
}

/* Nobody gets in before everything is there. */
static int open_door(struct app *app)
{
	if (take_clock(app) < 0 || server_listen(app->server) < 0)
		return APP_FAILED;
	uv_prepare_init(app->loop, &app->turn);
	app->turn.data = app;
	uv_prepare_start(&app->turn, on_turn);
	listen_to(app, &app->sigterm, on_stop, SIGTERM);
	listen_to(app, &app->sigint, on_stop, SIGINT);
	listen_to(app, &app->sighup, on_hangup, SIGHUP);
	return APP_STOPPED;
}

static int start(struct app *app, const struct app_options *options)
{
	int r;

	if (clock_init(&app->clock, app->loop, getenv("CRAMP_NOW")) < 0) {
		log_warnx("CRAMP_NOW is not an instant with its offset (2026-11-22T03:10:00+01:00): %s",
			  getenv("CRAMP_NOW"));
		return APP_USAGE;
	}
	app->started_us = clock_now_us(&app->clock);
	find_paths(app, options);
	read_config(app);
	r = claim_address(app);
	if (r == APP_STOPPED)
		r = open_diary(app);
	if (r == APP_STOPPED)
		r = open_door(app);
	if (r != APP_STOPPED)
		return r;
	app->daily_backup = daily_backup_new(app);
	app->reminders = reminders_new(app);
	spool_enter(app);
	app_diary_changed(app);
	log_info("ready: %s, %s", server_path(app->server), app->database_path);
	sdnotify("READY=1");
	return APP_STOPPED;
}

static void close_handle(uv_handle_t *handle)
{
	if (handle->type != UV_UNKNOWN_HANDLE)
		uv_close(handle, NULL);
}

static void on_patience_out(uv_timer_t *timer)
{
	uv_stop(timer->loop);
}

/*
 * What closes needs some turns of the loop, and a notification that is taken away the time to go; but what somebody
 * forgot must not keep the daemon from ending.
 */
static void close_loop(uv_loop_t *loop)
{
	enum { PATIENCE_MS = 2500 };
	uv_timer_t patience;

	uv_timer_init(loop, &patience);
	uv_timer_start(&patience, on_patience_out, PATIENCE_MS, 0);
	uv_unref((uv_handle_t *)&patience);
	uv_run(loop, UV_RUN_DEFAULT);
	uv_close((uv_handle_t *)&patience, NULL);
	uv_run(loop, UV_RUN_NOWAIT);
	if (uv_loop_close(loop) < 0)
		log_warnx("something was left open at the end");
}

static void stop(struct app *app)
{
	sdnotify("STOPPING=1");
	if (app->reminders)
		end_turn(app);
	reminders_free(app->reminders);
	app->reminders = NULL;
	daily_backup_free(app->daily_backup);
	server_stop(app->server);
	close_handle((uv_handle_t *)&app->sighup);
	close_handle((uv_handle_t *)&app->sigint);
	close_handle((uv_handle_t *)&app->sigterm);
	close_handle((uv_handle_t *)&app->turn);
	clock_control_free(app->clock_control);
	clock_finish(&app->clock);
	close_loop(app->loop);
	server_free(app->server);
	if (app->store && store_is_open(app->store))
		store_commit(app->store);
	store_close(app->store);
	own_factors_clear(&app->own);
	config_clear(&app->config);
	free(app->config_path);
	free(app->database_path);
	free(app->backups_path);
	free(app->reports_path);
	free(app->socket_path);
}

int app_run(const struct app_options *options)
{
	uv_loop_t loop;
	struct app app = { .loop = &loop, .notify = options->notify };

	uv_loop_init(&loop);
	config_init(&app.config);
	app.exit_status = start(&app, options);
	if (app.exit_status == APP_STOPPED)
		uv_run(&loop, UV_RUN_DEFAULT);
	stop(&app);
	return app.exit_status;
}
