/*
 * Everything the daemon owns, in the order it starts. Rooms get what they need from here, not from each other.
 */
#ifndef CRAMPD_APP_H
#define CRAMPD_APP_H

#include <uv.h>

#include "cramp/catalogue.h"
#include "cramp/config.h"
#include "daemon/clock.h"

struct advice_link;
struct clock_control;
struct store;
struct server;
struct reminders;
struct daily_backup;
struct reports;

struct app {
	uv_loop_t *loop;
	struct clock clock;
	struct clock_control *clock_control; /* NULL, but in tests */
	struct config config;
	char *config_path, *database_path, *socket_path;
	char *backups_path, *reports_path; /* beside the database */
	bool notify;			   /* --no-notify clears it */
	int64_t started_us;
	struct store *store;
	struct own_factors own; /* as the diary has them, kept in step by app_own_factors_changed */
	struct server *server;
	struct reminders *reminders;
	struct daily_backup *daily_backup;
	struct reports *reports; /* being computed or waiting; NULL: none */
	int64_t last_backup_at;	 /* newest copy, daily or asked for; UNKNOWN: none yet */
	uv_signal_t sigterm, sigint, sighup;
	uv_prepare_t turn; /* before the loop sleeps: calls are run, changes committed, replies sent */
	int exit_status;
};

struct app_options {
	const char *config, *database, *socket; /* NULL: the usual place */
	bool notify;
};

enum app_exit { APP_STOPPED = 0, APP_FAILED = 1, APP_USAGE = 2, APP_ALREADY_RUNNING = 4 };

/* Runs until SIGTERM; returns the exit status. */
int app_run(const struct app_options *options);

/* Reads cramp.conf again. False: *error told and nothing changed. */
bool app_reload(struct app *app, struct config_error *error);

/*
 * Commits what this turn of the loop has changed so far, and releases the replies that waited for it: for one who needs
 * a transaction of its own, so that a rollback takes back nothing of others. 0 or negative (nothing of it was kept, and
 * all who waited are told).
 */
int app_commit(struct app *app);

/* Own factors were added, renamed or undone. */
void app_own_factors_changed(struct app *app);

/* Anything in the diary may have changed: reminders look again. Called after each commit. */
void app_diary_changed(struct app *app);

/* The factors that the newest verdicts link with the user's cramps, at most so many. 0 or negative. */
int app_links(struct app *app, struct advice_link *out, size_t most, size_t *count);

#endif
