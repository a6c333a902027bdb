/*
 * crampd-insight: one request on standard input, one report on standard output, from one read-only snapshot of the
 * diary. Knows no clock: what is now is said in the request. Started by crampd for each report; works as a plain filter
 * too:
 *
 *   echo '{"from":"2026-11-15","to":"2026-11-21","now":"2026-11-22T22:00:00+01:00"}' | crampd-insight --db FILE
 *
 * Further keys, with their defaults: "night_starts_min" (720), "tracked" (ids that count as tracked until the user said
 * otherwise, comma-separated; none), "look_now" (false: official verdicts, as the looks issued them; true: computed on
 * exactly this range, and nothing official), "max_recall_h" (none: hours after which an entry was typed too late to
 * count; not official either), "since" (none: the first night of the range that "pictures" is about; without it the
 * report has none). Where a look is due the report carries it under "issue", for the daemon to keep. Exit
 * status: 0 done, 1 failed, 2 not a request.
 */
#include <errno.h>
#include <gsl/gsl_errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "cramp/when.h"
#include "cramp/wire.h"
#include "daemon/insight/judge_json.h"
#include "daemon/insight/pictures_json.h"
#include "daemon/insight/report_json.h"
#include "daemon/insight/rows.h"
#include "daemon/insight/table.h"
#include "daemon/insight/week.h"
#include "daemon/store/store.h"

enum exit_status { DONE = 0, FAILED = 1, USAGE = 2 };

enum { REQUEST_MAX = 1 << 16, MINUTES_A_DAY = 1440, HOUR_S = 3600, RECALL_MAX_H = 24 * 365 };

struct request {
	int32_t from, to;
	int32_t since; /* NO_NIGHT: no pictures */
	struct instant now;
	int night_starts_min;
	char *tracked; /* owned */
	bool look_now;
	int64_t max_recall_s; /* UNKNOWN: none */
};

/* Official verdicts are those of a look over the whole diary. */
static bool is_official(const struct request *r)
{
	return !r->look_now && r->max_recall_s == UNKNOWN;
}

static const char *text_of(json_t *root, const char *key)
{
	const char *s = json_string_value(json_object_get(root, key));

	return s ? s : "";
}

/* NULL, or what is wrong with it. */
static const char *take_request(json_t *root, struct request *out)
{
	json_t *starts = json_object_get(root, "night_starts_min");
	json_t *recall = json_object_get(root, "max_recall_h");
	json_int_t minute = starts ? json_integer_value(starts) : MINUTES_A_DAY / 2;
	json_int_t hours = json_integer_value(recall);

	if (!date_parse(text_of(root, "from"), &out->from) || !date_parse(text_of(root, "to"), &out->to))
		return "\"from\" and \"to\" must be dates like 2026-11-21";
	if (out->from > out->to)
		return "\"from\" must not be after \"to\"";
	out->since = NO_NIGHT;
	if (json_object_get(root, "since") &&
	    (!date_parse(text_of(root, "since"), &out->since) || out->since > out->to))
		return "\"since\" must be a date not after \"to\"";
	if (!rfc3339_parse(text_of(root, "now"), &out->now))
		return "\"now\" must be an instant like 2026-11-22T03:10:00+01:00";
	if ((starts && !json_is_integer(starts)) || minute < 0 || minute >= MINUTES_A_DAY)
		return "\"night_starts_min\" must be a minute of the day";
	out->night_starts_min = (int)minute;
	if (recall && (!json_is_integer(recall) || hours < 0 || hours > RECALL_MAX_H))
		return "\"max_recall_h\" must be a number of hours";
	out->max_recall_s = recall ? hours * HOUR_S : UNKNOWN;
	out->look_now = json_is_true(json_object_get(root, "look_now"));
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

/* The nights from one to another, as the store lists them. */
static int read_rows(struct store *s, const struct request *request, int32_t from, int32_t until, int64_t max_recall_s,
		     struct rows *out)
{
	struct rows_builder *b = rows_builder_new(request->tracked);
	int r;

	rows_builder_max_recall(b, max_recall_s, request->night_starts_min);
	if ((r = store_factors_each(s, rows_add_factor, b)) == 0 &&
	    (r = store_tracking_each(s, rows_add_tracking, b)) == 0 &&
	    (r = store_nights_each(s, from, until, rows_add_night, b)) == 0 &&
	    (r = store_episodes_each(s, from, until, rows_add_episode, b)) == 0 &&
	    (r = store_readings_each(s, from, until, NULL, rows_add_reading, b)) == 0)
		rows_finish(b, out);
	else
		rows_builder_free(b);
	return r;
}

/* ---- verdicts ---- */

/* The diary as it stood on another night, or without what was typed late: rows, and the table made from them. */
struct version {
	struct rows rows;
	struct table table;
};

static int version_read(struct store *s, const struct request *r, int32_t until, int64_t max_recall_s,
			struct version *v)
{
	int result = read_rows(s, r, NO_NIGHT, until, max_recall_s, &v->rows);

	if (result == 0)
		table_make(&v->rows, &v->table);
	return result;
}

static void version_clear(struct version *v)
{
	table_clear(&v->table);
	rows_clear(&v->rows);
}

static int keep_look(const struct issued_look *l, void *data)
{
	judge_look(data, l);
	return 0;
}

/* A look that is due: computed on the diary up to its night, whatever has been told of the nights since. */
static int issue(struct store *s, const struct request *r, struct judge *j, int64_t nights)
{
	struct version then = { 0 };
	struct verdicts v;
	int32_t last = j->today.first + (int32_t)nights - 1;
	int result = version_read(s, r, last, UNKNOWN, &then);

	if (result == 0) {
		verdicts_make(&v, &then.table, j->today.first, last, j->over);
		judge_issue(j, &v, r->now.at);
		verdicts_clear(&v);
	}
	version_clear(&then);
	return result;
}

/* Has the diary changed since the look that stands was issued? */
static int compare_with_look(struct store *s, const struct request *r, struct judge *j)
{
	struct version then = { 0 };
	int32_t last = judge_look_last(j);
	int result;

	if (last == NO_NIGHT)
		return 0;
	result = version_read(s, r, last, UNKNOWN, &then);
	if (result == 0)
		judge_compare(j, verdicts_hash(&then.table, j->today.first, last));
	version_clear(&then);
	return result;
}

/* Would the verdicts be others without what was typed more than a day late? */
static int compare_without_late(struct store *s, const struct request *r, struct judge *j)
{
	struct version prompt = { 0 };
	struct verdicts v;
	int result = version_read(s, r, j->today.last, (int64_t)JUDGE_RECALL_H * HOUR_S, &prompt);

	if (result == 0 && prompt.rows.typed_late > 0) {
		verdicts_make(&v, &prompt.table, j->today.first, j->today.last, j->over);
		judge_recall(j, &v, prompt.rows.typed_late);
		verdicts_clear(&v);
	}
	version_clear(&prompt);
	return result;
}

static int judge(struct store *s, const struct request *r, const struct table *t, int32_t until, int32_t over,
		 json_t *report)
{
	struct judge j;
	int64_t due;
	int result = 0;

	judge_begin(&j, t, r->look_now ? r->from : NO_NIGHT, until, over, is_official(r));
	if (is_official(r))
		result = store_looks_each(s, keep_look, &j);
	if (result == 0 && (due = judge_due(&j)) > 0)
		result = issue(s, r, &j, due);
	else if (result == 0 && is_official(r))
		result = compare_with_look(s, r, &j);
	if (result == 0 && is_official(r) && judge_speaks(&j))
		result = compare_without_late(s, r, &j);
	if (result == 0)
		judge_put(&j, report);
	judge_end(&j);
	return result;
}

/* What the pictures are drawn from, of the same snapshot. */
static int picture(struct store *s, const struct request *r, const struct rows *rows, int32_t over, json_t *report)
{
	struct pictures p;
	int result = 0;

	/* "Computed on exactly these nights" holds for the pictures as well. */
	pictures_begin(&p, rows, r->look_now && r->since < r->from ? r->from : r->since, r->to, over);
	if (p.week.from <= p.week.last)
		result = store_episodes_each(s, p.week.from, p.week.last, pictures_episode, &p);
	if (result == 0)
		result = store_traits_each(s, pictures_trait, &p);
	if (result == 0)
		json_object_set_new(report, "pictures", pictures_to_json(&p));
	pictures_clear(&p);
	return result;
}

static int report(struct store *s, const struct request *r, json_t **out)
{
	int32_t over = last_night_over(r->now, r->night_starts_min), until = r->to < over ? r->to : over;
	struct rows rows = { 0 };
	struct table table = { 0 };
	struct week week = { 0 };
	int result = read_rows(s, r, r->look_now ? r->from : NO_NIGHT, until, r->max_recall_s, &rows);

	if (result != 0)
		return result;
	week_begin(&week, &rows, r->from, r->to, over);
	if (week.from <= week.last)
		result = store_episodes_each(s, week.from, week.last, week_episode, &week);
	week_end(&week);
	if (result == 0) {
		table_make(&rows, &table);
		*out = report_to_json(&week, &table);
		result = judge(s, r, &table, until, over, *out);
	}
	if (result == 0 && r->since != NO_NIGHT)
		result = picture(s, r, &rows, over, *out);
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
	/* A matrix that is not positive definite is an answer here, not a reason to die. */
	gsl_set_error_handler_off();
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
