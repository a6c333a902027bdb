/*
 * org.crampd.Report: each report is computed by a crampd-insight of its own, which reads the diary in one snapshot. Two
 * at once; more wait their turn. One whose asker goes away is ended.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "cramp/wire.h"
#include "daemon/app.h"
#include "daemon/helper.h"
#include "daemon/service/api.h"
#include "daemon/store/store.h"

enum {
	RUNNING_MAX = 2,
	TIMEOUT_S = 60,
	REPORT_MAX = WIRE_MESSAGE_MAX - 1024, /* the envelope has room too */
	OUTPUT_MAX = 2 * WIRE_MESSAGE_MAX,    /* a look to keep may come with it */
	LAST_SIGNAL = 64,
	DEFAULT_NIGHTS = 7,
	RECALL_MAX_H = 24 * 365,
};

struct report {
	struct report *next;
	struct call *call;
	struct helper *helper; /* NULL: waits */
	char *request;
};

/* In the order they were asked for; is there only while there are some. */
struct reports {
	struct report *first;
};

static void start_waiting(struct app *app);

static void forget(struct app *app, struct report *r)
{
	struct report **at = &app->reports->first;

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	free(r->request);
	free(r);
	if (!app->reports->first) {
		free(app->reports);
		app->reports = NULL;
	}
}

/* ---- the end ---- */

/* What went wrong, in a few words for the asker; caller frees. */
static char *reason_of(int status)
{
	if (status == -ETIMEDOUT)
		return xasprintf("it took longer than %d seconds", TIMEOUT_S);
	if (status == -EFBIG)
		return xstrdup("it is longer than a message can be");
	if (status < 0 && -status <= LAST_SIGNAL)
		return xasprintf("it was ended by signal %d (%s)", -status, strsignal(-status));
	return xasprintf("it ended with status %d; the log says why", status);
}

static void fail(struct call *call, const char *reason)
{
	log_warnx("a report failed: %s", reason);
	call_error(call, "ReportFailed", json_pack("{s:s}", "reason", reason));
}

/* A look that came due is a fact of the diary from now on. Two reports at once may bring the same one: the first is
 * kept. */
static int keep_look(struct app *app, json_t *issue)
{
	struct issued_look l = { .nights = json_integer_value(json_object_get(issue, "nights")),
				 .issued_at = json_integer_value(json_object_get(issue, "issued_at")),
				 .method = json_integer_value(json_object_get(issue, "method")) };
	struct command command = {
		.at = clock_now(&app->clock), .zone = when_zone(), .actor = "system", .name = "Look"
	};
	const char *first = json_string_value(json_object_get(issue, "first")),
		   *last = json_string_value(json_object_get(issue, "last")),
		   *hash = json_string_value(json_object_get(issue, "data_hash"));
	char *uid = NULL;
	int64_t batch;
	int result = -EPROTO;

	if (!first || !last || !hash || !date_parse(first, &l.first) || !date_parse(last, &l.last) ||
	    !str_copy(l.data_hash, sizeof(l.data_hash), hash))
		return result;
	l.verdicts = json_text(json_object_get(issue, "verdicts"));
	/* Where the diary was taken back and told anew, the same night has another look, and be it with the same data.
	 */
	command.uid = uid = xasprintf("look:%s:%lld:%s:%lld", first, (long long)l.nights, hash,
				      (long long)json_integer_value(json_object_get(issue, "replaces")));
	result = store_command_begin(app->store, &command, &batch);
	if (result == 0) {
		result = store_look_put(app->store, &l);
		if (result == 0)
			result = store_command_end(app->store, &batch);
		if (result != 0)
			store_command_abandon(app->store);
	}
	free(uid);
	free(l.verdicts);
	return result == STORE_REPEATED ? 0 : result;
}

static bool fits(const json_t *report)
{
	char *text = json_text(report);
	bool fit = strlen(text) <= REPORT_MAX;

	free(text);
	return fit;
}

static void answer(struct call *call, json_t *report)
{
	json_t *issue = json_object_get(report, "issue");
	int result = issue ? keep_look(call->app, issue) : 0;

	if (result != 0) {
		json_decref(report);
		call_failed(call, result < 0 ? result : -EIO);
		return;
	}
	json_object_del(report, "issue");
	if (fits(report)) {
		call_reply(call, json_pack("{s:o}", "report", report));
		return;
	}
	json_decref(report);
	fail(call, "with so many factors it is longer than a message can be");
}

static void on_end(struct helper *h, int status, const char *output, size_t length, void *data)
{
	struct report *r = data;
	struct call *call = r->call;
	struct app *app = call->app;
	json_error_t error;
	json_t *report = NULL;
	char *reason = NULL;

	(void)h;
	if (status != 0)
		reason = reason_of(status);
	else if (!(report = json_loadb(output, length, JSON_REJECT_DUPLICATES, &error)))
		reason = xasprintf("what it said makes no sense: %s", error.text);
	forget(app, r);
	if (report)
		answer(call, report);
	else
		fail(call, reason);
	free(reason);
	start_waiting(app);
}

static void on_gone(struct call *call)
{
	struct app *app = call->app;
	struct report *r = call->data;

	helper_cancel(r->helper);
	forget(app, r);
	start_waiting(app);
}

/* ---- the beginning ---- */

static int start(struct app *app, struct report *r)
{
	const char *arguments[] = { "--db", app->database_path, NULL };
	struct helper_options options = {
		.program = "crampd-insight",
		.arguments = arguments,
		.input = r->request,
		.input_length = strlen(r->request),
		.output_max = OUTPUT_MAX,
		.timeout_ms = TIMEOUT_S * 1000,
		.on_end = on_end,
		.data = r,
	};
	int error = 0;

	r->helper = helper_start(app->loop, &options, &error);
	return error;
}

static int running(const struct reports *reports)
{
	int n = 0;

	for (const struct report *r = reports->first; r; r = r->next)
		n += r->helper != NULL;
	return n;
}

static struct report *first_waiting(const struct reports *reports)
{
	struct report *r = reports->first;

	while (r && r->helper)
		r = r->next;
	return r;
}

static void start_waiting(struct app *app)
{
	struct report *r;

	while (app->reports && running(app->reports) < RUNNING_MAX && (r = first_waiting(app->reports))) {
		struct call *call = r->call;
		int error = start(app, r);
		char *reason;

		if (error == 0)
			continue;
		reason = xasprintf("crampd-insight could not be started: %s", strerror(-error));
		forget(app, r);
		fail(call, reason);
		free(reason);
	}
}

/*
 * What was told before in the same turn is not on the disk yet, where the report reads: then this is called again in
 * the next turn.
 */
static void begin(struct call *call)
{
	if (store_is_open(call->app->store))
		return;
	call->on_room = NULL;
	start_waiting(call->app);
}

static void queue(struct call *call, char *request)
{
	struct app *app = call->app;
	struct report *r = xcalloc(1, sizeof(*r)), **at;

	if (!app->reports)
		app->reports = xcalloc(1, sizeof(*app->reports));
	at = &app->reports->first;
	while (*at)
		at = &(*at)->next;
	*at = r;
	r->call = call;
	r->request = request;
	call->data = r;
	call->on_gone = on_gone;
	call->on_room = begin;
	begin(call);
}

/* ---- the call ---- */

/* A date that may be left out. False: replied. */
static bool take_date(struct call *call, const char *field, int32_t *out)
{
	const char *text = json_string_value(json_object_get(call->parameters, field));

	if (!text || date_parse(text, out))
		return true;
	call_error(call, "Malformed",
		   json_pack("{s:s, s:s, s:s}", "field", field, "value", text, "expected", "a date like 2026-11-21"));
	return false;
}

static char *request_text(const struct call *call, struct instant now, int32_t from, int32_t to)
{
	const struct app *app = call->app;
	json_t *look_now = json_object_get(call->parameters, "look_now"),
	       *recall = json_object_get(call->parameters, "max_recall_h"),
	       *since = json_object_get(call->parameters, "since");
	char first[DATE_LENGTH + 1], last[DATE_LENGTH + 1], instant[RFC3339_LENGTH + 1], *text;
	json_t *request;

	date_format(from, first);
	date_format(to, last);
	rfc3339_format(now, instant);
	request = json_pack("{s:s, s:s, s:s, s:i, s:s}", "from", first, "to", last, "now", instant, "night_starts_min",
			    app->config.night_starts_min, "tracked", app->config.tracked ? app->config.tracked : "");
	json_object_set_new(request, "look_now", json_boolean(json_is_true(look_now)));
	if (json_is_string(since))
		json_object_set(request, "since", since);
	if (json_is_integer(recall))
		json_object_set(request, "max_recall_h", recall);
	text = json_text(request);
	json_decref(request);
	return text;
}

/* A week; of a look that is wanted now, the whole diary. */
static int32_t usual_from(const struct call *call, int32_t to)
{
	int32_t first;

	if (json_is_true(json_object_get(call->parameters, "look_now")) &&
	    store_first_outcome(call->app->store, &first) == 0 && first <= to)
		return first;
	return to - DEFAULT_NIGHTS + 1;
}

void api_report_report(struct call *call)
{
	struct instant now = clock_local(&call->app->clock);
	int32_t from = NO_NIGHT, to = NO_NIGHT, since = NO_NIGHT;

	if (!take_date(call, "from", &from) || !take_date(call, "to", &to) || !take_date(call, "since", &since))
		return;
	if (to == NO_NIGHT)
		to = civil_of(now).day - 1;
	if (from == NO_NIGHT)
		from = usual_from(call, to);
	json_t *recall = json_object_get(call->parameters, "max_recall_h");
	json_int_t hours = json_integer_value(recall);
	if (json_is_integer(recall) && (hours < 0 || hours > RECALL_MAX_H))
		call_error(call, "OutOfRange",
			   json_pack("{s:s, s:f, s:f, s:f}", "field", "max_recall_h", "value", (double)hours, "minimum",
				     0.0, "maximum", (double)RECALL_MAX_H));
	else if (from > to)
		call_error(call, "WrongOrder", json_pack("{s:s, s:s}", "earlier", "from", "later", "to"));
	else if (since != NO_NIGHT && since > to)
		call_error(call, "WrongOrder", json_pack("{s:s, s:s}", "earlier", "since", "later", "to"));
	else if (call->oneway)
		call_reply(call, NULL);
	else
		queue(call, request_text(call, now, from, to));
}
