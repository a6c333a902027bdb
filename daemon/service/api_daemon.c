/* org.crampd.Daemon: how the daemon is. */
#include <unistd.h>

#include "cramp/util.h"
#include "daemon/app.h"
#include "daemon/insight/look.h"
#include "daemon/reminder/reminder.h"
#include "daemon/service/api.h"
#include "daemon/service/model_json.h"
#include "daemon/service/server.h"
#include "daemon/service/spool.h"
#include "daemon/store/store.h"

static json_t *database(const struct app *app, const struct store_totals *totals)
{
	return json_pack("{s:s, s:i, s:I, s:I, s:I}", "path", app->database_path, "schema_version",
			 store_schema_version(), "episodes", (json_int_t)totals->episodes, "nights",
			 (json_int_t)totals->nights, "size_bytes", (json_int_t)totals->size_bytes);
}

static json_t *notifier(const struct app *app)
{
	struct notifier_state n = reminders_notifier(app->reminders);

	return json_pack("{s:b, s:s, s:o}", "enabled", n.enabled, "state", n.state, "trouble",
			 json_text_or_null(n.trouble));
}

static json_t *next_reminder(const struct app *app)
{
	struct occasion next = reminders_next(app->reminders);

	return json_pack("{s:s, s:o, s:o}", "kind", reminder_kind_name(next.kind), "due",
			 json_instant_or_null(next.due.at, next.due.offset_s), "night", json_date_or_null(next.night));
}

static json_t *last_backup(const struct app *app)
{
	return json_instant_or_null(app->last_backup_at,
				    app->last_backup_at == UNKNOWN ? 0 : local_instant(app->last_backup_at).offset_s);
}

/* Nights that are over since the first recorded one; 0: none is. */
static int diary_night(const struct app *app, struct instant now, int64_t *nights)
{
	int32_t first, over = night_of(now, app->config.night_starts_min) - 1;
	int r = store_first_outcome(app->store, &first);

	*nights = r == 0 && over >= first ? (int64_t)over - first + 1 : 0;
	return r == STORE_NOT_FOUND ? 0 : r;
}

void api_daemon_status(struct call *call)
{
	const struct app *app = call->app;
	struct instant now = clock_local(&app->clock);
	struct store_totals totals;
	int64_t nights = 0;
	int r = store_totals(app->store, &totals);

	if (r == 0)
		r = diary_night(app, now, &nights);
	if (r < 0) {
		call_failed(call, r);
		return;
	}
	json_t *night = nights ? json_integer(nights) : json_null(),
	       *look = nights ? json_integer(look_after(nights)) : json_null();
	call_reply(call, json_pack("{s:s, s:i, s:I, s:o, s:b, s:s, s:s, s:o, s:o, s:o, s:[], s:o, s:o, s:o, s:i}",
				   "version", CRAMP_VERSION, "pid", (int)getpid(), "uptime_s",
				   (json_int_t)((clock_now_us(&app->clock) - app->started_us) / 1000000), "now",
				   json_instant_or_null(now.at, now.offset_s), "clock_set", app->clock.set, "zone",
				   when_zone(), "socket", server_path(app->server), "database", database(app, &totals),
				   "notifier", notifier(app), "next_reminder", next_reminder(app), "sensors",
				   "last_backup", last_backup(app), "diary_night", night, "next_look", look,
				   "kept_back", spool_kept_back(app)));
}

void api_daemon_reload(struct call *call)
{
	struct config_error error = { 0 };

	if (app_reload(call->app, &error)) {
		call_reply(call, NULL);
		return;
	}
	call_error(call, "BadConfiguration",
		   json_pack("{s:s, s:i, s:s}", "path", call->app->config_path, "line", error.line, "reason",
			     error.reason));
	config_error_clear(&error);
}
