/*
 * crampd-insight: one request on standard input, one report on standard output, from one read-only snapshot of the
 * diary. Knows no clock: what is now is said in the request. Started by crampd for each report; works as a plain filter
 * too:
 *
 *   echo '{"from":"2026-11-15","to":"2026-11-21","now":"2026-11-22T22:00:00+01:00"}' | crampd-insight --db FILE
 *
 * Further keys, with their defaults: "night_starts_min" (720), "tracked" (ids that count as tracked until the user said
 * otherwise, comma-separated; none). Exit status: 0 done, 1 failed, 2 not a request.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "cramp/when.h"
#include "cramp/wire.h"
#include "daemon/insight/report_json.h"
#include "daemon/insight/rows.h"
#include "daemon/insight/table.h"
#include "daemon/insight/week.h"
#include "daemon/store/store.h"

enum exit_status { DONE = 0, FAILED = 1, USAGE = 2 };

enum { REQUEST_MAX = 1 << 16, MINUTES_A_DAY = 1440 };

struct request {
	int32_t from, to;
	struct instant now;
	int night_starts_min;
	char *tracked; /* owned */
};

static const char *text_of(json_t *root, const char *key)
{
	const char *s = json_string_value(json_object_get(root, key));

	return s ? s : "";
}

/* NULL, or what is wrong with it. */
static const char *take_request(json_t *root, struct request *out)
{
	json_t *starts = json_object_get(root, "night_starts_min");
	json_int_t minute = starts ? json_integer_value(starts) : MINUTES_A_DAY / 2;

	if (!date_parse(text_of(root, "from"), &out->from) || !date_parse(text_of(root, "to"), &out->to))
		return "\"from\" and \"to\" must be dates like 2026-11-21";
	if (out->from > out->to)
		return "\"from\" must not be after \"to\"";
	if (!rfc3339_parse(text_of(root, "now"), &out->now))
		return "\"now\" must be an instant like 2026-11-22T03:10:00+01:00";
	if ((starts && !json_is_integer(starts)) || minute < 0 || minute >= MINUTES_A_DAY)
		return "\"night_starts_min\" must be a minute of the day";
	out->night_starts_min = (int)minute;
	out->tracked = xstrdup(text_of(root, "tracked"));
	return NULL;
}

static bool read_request(struct request *out)
{
	char *text = xcalloc(REQUEST_MAX, 1);
	size_t length = fread(text, 1, REQUEST_MAX, stdin);
	json_error_t error;
	json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
	const char *wrong = root ? take_request(root, out) : error.text;

	if (wrong)
		log_warnx("not a request: %s", wrong);
	json_decref(root);
	free(text);
	return !wrong;
}

/* The nights up to and including `until`. */
static int read_rows(struct store *s, int32_t until, const char *tracked, struct rows *out)
{
	struct rows_builder *b = rows_builder_new(tracked);
	int r;

	if ((r = store_factors_each(s, rows_add_factor, b)) == 0 &&
	    (r = store_tracking_each(s, rows_add_tracking, b)) == 0 &&
	    (r = store_nights_each(s, NO_NIGHT, until, rows_add_night, b)) == 0 &&
	    (r = store_episodes_each(s, NO_NIGHT, until, rows_add_episode, b)) == 0 &&
	    (r = store_readings_each(s, NO_NIGHT, until, NULL, rows_add_reading, b)) == 0)
		rows_finish(b, out);
	else
		rows_builder_free(b);
	return r;
}

static int report(struct store *s, const struct request *r, json_t **out)
{
	int32_t over = last_night_over(r->now, r->night_starts_min), until = r->to < over ? r->to : over;
	struct rows rows = { 0 };
	struct table table = { 0 };
	struct week week = { 0 };
	int result = read_rows(s, until, r->tracked, &rows);

	if (result != 0)
		return result;
	week_begin(&week, &rows, r->from, r->to, over);
	if (week.from <= week.last)
		result = store_episodes_each(s, week.from, week.last, week_episode, &week);
	week_end(&week);
	if (result == 0) {
		table_make(&rows, &table);
		*out = report_to_json(&week, &table);
	}
	table_clear(&table);
	week_clear(&week);
	rows_clear(&rows);
	return result;
}

static int run(const char *path, const struct request *request)
{
	struct store *store = NULL;
	json_t *answer = NULL;
	char *why = NULL, *text;
	int r = store_open(path, STORE_READ, &store, &why), status = FAILED;

	if (r != 0) {
		log_warnx("%s", why ? why : strerror(r < 0 ? -r : EIO));
		goto out;
	}
	r = report(store, request, &answer);
	if (r != 0) {
		log_warnx("the diary could not be read: %s", strerror(r < 0 ? -r : EIO));
		goto out;
	}
	text = json_text(answer);
	if (puts(text) >= 0 && fflush(stdout) == 0)
		status = DONE;
	else
		log_warn("the report could not be written");
	free(text);
out:
	json_decref(answer);
	store_close(store);
	free(why);
	return status;
}

int main(int argc, char **argv)
{
	struct request request = { 0 };
	int status;

	log_init("crampd-insight", false);
	if (argc != 3 || strcmp(argv[1], "--db") != 0) {
		fprintf(stderr, "Usage: crampd-insight --db FILE < REQUEST\n");
		return USAGE;
	}
	if (!read_request(&request))
		return USAGE;
	status = run(argv[2], &request);
	free(request.tracked);
	return status;
}
