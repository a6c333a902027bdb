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
#include <sys/resource.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "cramp/when.h"
#include "cramp/wire.h"
#include "daemon/insight/judge_json.h"
#include "daemon/insight/pictures_json.h"
#include "daemon/insight/report_json.h"
#include "daemon/insight/request_json.h"
#include "daemon/insight/rows.h"
#include "daemon/insight/table.h"
#include "daemon/insight/week.h"
#include "daemon/store/store.h"

enum exit_status { DONE = 0, FAILED = 1, USAGE = 2 };

enum { HOUR_S = 3600, NICE = 10 };

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

/* A report under way. */
struct job {
	struct store *store;
	const struct request *request;
	int32_t over, until; /* last ended night; last night of the diary that is looked at */
	struct rows rows;    /* of the whole diary up to `until`, or of the range */
	struct judge judge;
};

/* Verdicts with what they were made from. */
struct opinion {
	struct rows rows; /* only where they are its own */
	struct table table;
	struct verdicts verdicts;
};

static void opinion_form(struct opinion *o, const struct job *j, const struct rows *rows,
			 const struct frozen_cuts *frozen, size_t frozen_count, int32_t last, enum nights_asked asked)
{
	table_make(rows, frozen, frozen_count, &o->table);
	verdicts_make(&o->verdicts, &o->table, j->judge.first, last, j->over, asked);
}

static void opinion_clear(struct opinion *o)
{
	verdicts_clear(&o->verdicts);
	table_clear(&o->table);
	rows_clear(&o->rows);
}

/* The verdicts once more without what was typed late, or with it where the request left it out. */
static int form_recall(const struct job *j, int32_t last, struct opinion *o, struct judge_checks *c)
{
	const struct request *r = j->request;
	int64_t limit_s = (int64_t)RECALL_H * HOUR_S;
	int result;

	c->left_out = r->max_recall_s != UNKNOWN;
	c->hours = (c->left_out ? r->max_recall_s : limit_s) / HOUR_S;
	if (c->left_out ? j->rows.typed_late == 0 : j->rows.late_entries == 0)
		return 0;
	result = read_rows(j->store, r, r->look_now ? r->from : NO_NIGHT, last, c->left_out ? UNKNOWN : limit_s,
			   &o->rows);
	if (result != 0)
		return result;
	c->entries = c->left_out ? j->rows.typed_late : o->rows.typed_late;
	if (c->entries == 0)
		return 0;
	opinion_form(o, j, &o->rows, NULL, 0, last, ALL_NIGHTS);
	c->recall = &o->verdicts;
	return 0;
}

static bool any_link(const struct verdicts *v)
{
	for (size_t i = 0; i < v->report.count; i++)
		if (v->report.list[i].verdict >= VERDICT_SOME)
			return true;
	return false;
}

/* The verdicts once more of the well recorded weeks alone, where there are others and a link to look at. */
static void form_weeks(const struct job *j, const struct opinion *all, struct opinion *o, struct judge_checks *c)
{
	struct weeks w = verdicts_weeks(&all->verdicts);

	if (w.well == w.any || !any_link(&all->verdicts))
		return;
	verdicts_make(&o->verdicts, &all->table, j->judge.first, all->verdicts.last, j->over, WELL_RECORDED_WEEKS);
	c->weeks = &o->verdicts;
}

/*
 * A look that is due: computed on the diary up to its night, whatever has been told of the nights since. One that could
 * ask nothing gave nothing away, and is not kept: the table that is imported tomorrow has its look still before it.
 */
static int issue(struct job *j, int64_t nights)
{
	int32_t last = j->judge.first + (int32_t)nights - 1;
	struct rows then = rows_until(&j->rows, last);
	struct opinion all = { 0 }, prompt = { 0 }, weeks = { 0 };
	struct judge_checks checks = { 0 };
	int result = 0;

	opinion_form(&all, j, &then, NULL, 0, last, ALL_NIGHTS);
	if (all.verdicts.report.tested == 0)
		goto out;
	result = form_recall(j, last, &prompt, &checks);
	form_weeks(j, &all, &weeks, &checks);
	if (result == 0)
		judge_issue(&j->judge, &all.verdicts, &checks, rows_fingerprint(&then, j->judge.first, last),
			    j->request->now.at);
out:
	opinion_clear(&weeks);
	opinion_clear(&prompt);
	opinion_clear(&all);
	return result;
}

static int keep_look(const struct issued_look *l, bool undone, void *data)
{
	judge_look(data, l, undone);
	return 0;
}

/* The look that stands, issued now where it is due. */
static int find_look(struct job *j)
{
	int32_t first, last;
	int64_t due;
	int result;

	if (!j->judge.official)
		return 0;
	result = store_looks_each(j->store, keep_look, &j->judge);
	if (result == 0 && (due = judge_due(&j->judge)) > 0)
		result = issue(j, due);
	if (result == 0 && judge_looked(&j->judge, &first, &last))
		judge_compare(&j->judge, rows_fingerprint(&j->rows, first, last));
	return result;
}

struct traits {
	json_t *report;
	int32_t first, until; /* of the diary */
};

/* Those in force at some time of the diary. */
static int add_trait(const struct trait *t, void *data)
{
	const struct traits *in = data;

	if ((t->from == NO_NIGHT || t->from <= in->until) &&
	    (t->until == NO_NIGHT || in->first == NO_NIGHT || t->until >= in->first))
		report_trait(in->report, t);
	return 0;
}

/* Today's verdicts and numbers, into the report of the range's figures. */
static int conclude(struct job *j, const struct week *week, json_t **out)
{
	struct frozen_cuts frozen[FROZEN_MAX];
	size_t frozen_count = judge_cuts(&j->judge, frozen);
	struct opinion today = { 0 }, late = { 0 }, weeks = { 0 };
	struct judge_checks checks = { 0 };
	bool official = j->judge.official;
	int result = 0;

	opinion_form(&today, j, &j->rows, frozen, frozen_count, j->until, ALL_NIGHTS);
	if (!official) {
		result = form_recall(j, j->until, &late, &checks);
		form_weeks(j, &today, &weeks, &checks);
	}
	/* Counts are of today, quartiles and all; only what is claimed stays with the cuts of its look. */
	struct table counts;
	table_make(&j->rows, NULL, 0, &counts);
	*out = report_to_json(week, &counts);
	report_put_judged_groups(*out, &today.table);
	table_clear(&counts);
	report_suspects(*out, &j->rows);
	judge_put(&j->judge, &today.verdicts, official ? NULL : &checks, *out);
	struct traits traits = { .report = *out, .first = j->judge.first, .until = j->until };
	if (result == 0)
		result = store_traits_each(j->store, add_trait, &traits);
	opinion_clear(&weeks);
	opinion_clear(&late);
	opinion_clear(&today);
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
	int32_t from = r->look_now ? r->from : NO_NIGHT;
	struct job j = { .store = s, .request = r, .over = over, .until = until };
	struct week week = { 0 };
	int result = read_rows(s, r, from, until, r->max_recall_s, &j.rows);

	if (result != 0)
		return result;
	week_begin(&week, &j.rows, r->from, r->to, over);
	if (week.from <= week.last)
		result = store_episodes_each(s, week.from, week.last, week_episode, &week);
	week_end(&week);
	judge_begin(&j.judge, &j.rows, from, until, over, request_is_official(r));
	if (result == 0)
		result = find_look(&j);
	if (result == 0)
		result = conclude(&j, &week, out);
	if (result == 0 && r->since != NO_NIGHT)
		result = picture(s, r, &j.rows, over, *out);
	judge_end(&j.judge);
	week_clear(&week);
	rows_clear(&j.rows);
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
	/* A report can wait, an entry cannot. Where it may not make way it runs as it is. */
	(void)setpriority(PRIO_PROCESS, 0, NICE);
	/* A matrix that is not positive definite is an answer here, not a reason to die. */
	gsl_set_error_handler_off();
	if (argc != 3 || strcmp(argv[1], "--db") != 0) {
		fprintf(stderr, "Usage: crampd-insight --db FILE < REQUEST\n");
		return USAGE;
	}
	status = request_read(stdin, &request) ? run(argv[2], &request) : USAGE;
	request_clear(&request);
	return status;
}
