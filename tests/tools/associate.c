/*
 * The association engine as a filter: a diary as CSV (date,cramps,FACTOR,…; blank unknown; absent rows not logged) in,
 * its numbers as JSON out, in the reference implementation's shape. For the oracles, the simulations and the bench.
 *
 *   associate FILE.csv [--suspect NAME]… [--lag NAME=N]… [--ushape NAME]… [--repeat N] [--time N]
 *
 * --time: instead of the numbers, the seconds of processor time of each of N reports, a line each.
 */
#include <gsl/gsl_errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/csv_reader.h"
#include "cramp/util.h"
#include "cramp/when.h"
#include "daemon/insight/association.h"

struct table {
	size_t nights, count, room;
	int32_t first;
	double *cramps;
	char **names;
	double **x;
	struct association_factor *factors;
};

static char *slurp(const char *path, size_t *length)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	struct strbuf b = { 0 };
	char buffer[65536];
	size_t n;

	if (!f) {
		perror(path);
		exit(1);
	}
	while ((n = fread(buffer, 1, sizeof(buffer), f)) > 0)
		strbuf_bytes(&b, buffer, n);
	fclose(f);
	*length = b.length;
	return strbuf_take(&b);
}

static double number(const char *cell)
{
	return *cell ? strtod(cell, NULL) : NAN;
}

static double *blank_column(size_t nights)
{
	double *x = xcalloc(nights, sizeof(*x));

	for (size_t i = 0; i < nights; i++)
		x[i] = NAN;
	return x;
}

static void read_table(struct table *t, const char *path)
{
	size_t length;
	char *text = slurp(path, &length);
	struct csv_reader r;
	int32_t last = INT32_MIN, day;

	t->first = INT32_MAX;
	csv_reader_init(&r, text, length, ',');
	csv_reader_next(&r);
	t->count = r.record.count - 2;
	t->room = 2 * t->count + 1;
	t->names = xcalloc(t->room, sizeof(*t->names));
	t->x = xcalloc(t->room, sizeof(*t->x));
	t->factors = xcalloc(t->room, sizeof(*t->factors));
	for (size_t j = 0; j < t->count; j++)
		t->names[j] = xstrdup(r.record.cells[j + 2]);
	while (csv_reader_next(&r) == CSV_RECORD)
		if (date_parse(r.record.cells[0], &day)) {
			t->first = day < t->first ? day : t->first;
			last = day > last ? day : last;
		}
	csv_reader_finish(&r);
	t->nights = last >= t->first ? (size_t)(last - t->first) + 1 : 0;
	t->cramps = blank_column(t->nights);
	for (size_t j = 0; j < t->count; j++)
		t->x[j] = blank_column(t->nights);
	csv_reader_init(&r, text, length, ',');
	csv_reader_next(&r);
	while (csv_reader_next(&r) == CSV_RECORD) {
		if (!date_parse(r.record.cells[0], &day))
			continue;
		size_t i = (size_t)(day - t->first);
		t->cramps[i] = number(csv_cell(&r.record, 1));
		for (size_t j = 0; j < t->count; j++)
			t->x[j][i] = number(csv_cell(&r.record, (long)j + 2));
	}
	csv_reader_finish(&r);
	free(text);
}

static size_t find(const struct table *t, const char *name, size_t length)
{
	for (size_t j = 0; j < t->count; j++)
		if (strlen(t->names[j]) == length && strncmp(t->names[j], name, length) == 0)
			return j;
	fprintf(stderr, "no factor %.*s\n", (int)length, name);
	exit(2);
}

static void shift(struct table *t, const char *told)
{
	const char *eq = strchr(told, '=');
	size_t lag = eq ? strtoul(eq + 1, NULL, 10) : 0, j = find(t, told, eq ? (size_t)(eq - told) : strlen(told));

	for (size_t i = t->nights; i-- > 0;)
		t->x[j][i] = i >= lag ? t->x[j][i - lag] : NAN;
}

static void split(struct table *t, const char *name)
{
	size_t j = find(t, name, strlen(name)), high = t->count++;
	double *low = blank_column(t->nights), *up = blank_column(t->nights);
	bool *logged = xcalloc(t->nights, sizeof(*logged));
	int *level = xcalloc(t->nights, sizeof(*level));

	for (size_t i = 0; i < t->nights; i++) {
		logged[i] = !isnan(t->cramps[i]);
		level[i] = 2;
	}
	u_shape_split(t->x[j], level, logged, t->nights, low, up);
	t->names[high] = xasprintf("%s_high", name);
	free(t->names[j]);
	t->names[j] = xasprintf("%s_low", name);
	free(t->x[j]);
	t->x[j] = low;
	t->x[high] = up;
	t->factors[j].partner = (int)high;
	t->factors[high].partner = (int)j;
	free(logged);
	free(level);
}

/* ---- output ---- */

static json_t *real(double v)
{
	return isfinite(v) ? json_real(v) : json_null();
}

static json_t *group_json(const struct group *g)
{
	return json_pack("{s:I, s:I, s:o, s:[o, o]}", "nights", (json_int_t)g->nights, "cramp_nights",
			 (json_int_t)g->cramp_nights, "median", real(g->median), "wilson", real(g->wilson.low),
			 real(g->wilson.high));
}

static json_t *effect_json(const struct effect *e)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:I, s:o, s:o, s:o}", "beta_sd", real(e->beta), "p", real(e->p),
			 "phi", real(e->phi), "vif", real(e->v), "r2", real(e->r2), "n", (json_int_t)e->nights,
			 "events", real(e->events), "edf", real(e->edf), "V0", real(e->information));
}

static void put_estimate(json_t *o, const struct estimate *e, const char *suffix)
{
	static const char *const keys[] = { "log_rr", "log_lo", "log_hi" };
	const double values[] = { e->log_rr, e->log_low, e->log_high };

	if (!e->known)
		return;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		char *key = xasprintf("%s%s", keys[i], suffix);
		json_object_set_new(o, key, real(values[i]));
		free(key);
	}
	json_object_set_new(o, *suffix ? "B" : "A", effect_json(&e->effect));
}

static json_t *names_json(const struct table *t, const int *list, size_t count)
{
	json_t *names = json_array();

	for (size_t i = 0; i < count; i++)
		if (list[i] >= 0)
			json_array_append_new(names, json_string(t->names[list[i]]));
	return names;
}

static json_t *why_json(unsigned why)
{
	static const char *const names[] = { "nights", "cramp_nights", "one_side_rare", "imprecise", "held" };
	json_t *list = json_array();

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (why & 1u << i)
			json_array_append_new(list, json_string(names[i]));
	return list;
}

static json_t *factor_json(const struct table *t, size_t j, const struct association *a)
{
	json_t *o = json_pack("{s:s, s:s, s:I}", "factor", t->names[j], "verdict", verdict_name(a->verdict), "nights",
			      (json_int_t)a->nights);

	if (a->why)
		json_object_set_new(o, "why", why_json(a->why));
	if (a->verdict != VERDICT_NO_VARIATION) {
		json_object_set_new(o, "low", group_json(&a->contrast.low));
		json_object_set_new(o, "high", group_json(&a->contrast.high));
	}
	if (!a->a.known)
		return o;
	put_estimate(o, &a->a, "");
	put_estimate(o, &a->b, "_B");
	json_object_set_new(o, "more_nights_rr2", json_integer(a->nights_needed));
	json_object_set_new(o, "companions", names_json(t, a->companions, a->companion_count));
	if (!isnan(a->q)) {
		json_object_set_new(o, "p", real(a->a.p));
		json_object_set_new(o, "q", real(a->q));
	}
	if (a->attribution)
		json_object_set_new(o, "attribution",
				    json_string(a->attribution == ATTRIBUTION_SHARED ? "shared" : "specific"));
	if (a->calendar)
		json_object_set_new(o, "inseparable_from", json_pack("[s]", "calendar"));
	else if (a->verdict == VERDICT_CANNOT_BE_SEPARATED)
		json_object_set_new(o, "inseparable_from", names_json(t, a->inseparable, 2));
	return o;
}

static void print_report(const struct table *t, const struct association_report *r)
{
	json_t *list = json_array(), *o;

	for (size_t j = 0; j < r->count; j++)
		json_array_append_new(list, factor_json(t, j, &r->list[j]));
	o = json_pack("{s:I, s:I, s:I, s:I, s:o}", "nights_span", (json_int_t)r->span, "nights_logged",
		      (json_int_t)r->logged, "cramp_nights", (json_int_t)r->cramp_nights, "tested",
		      (json_int_t)r->tested, "factors", list);
	json_dumpf(o, stdout, JSON_INDENT(1));
	putchar('\n');
	json_decref(o);
}

static double processor_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The last of `repeat` reports, or how long each took. */
static void run(const struct table *t, unsigned long repeat, bool timed)
{
	int weekday = t->nights ? date_weekday(t->first) : 0;
	struct association_report r;

	for (unsigned long n = 0; n < repeat; n++) {
		double start = processor_s();
		association_report(&r, t->cramps, t->nights, weekday, t->factors, t->count);
		if (timed)
			printf("%.9f\n", processor_s() - start);
		else if (n + 1 == repeat)
			print_report(t, &r);
		association_report_clear(&r);
	}
}

int main(int argc, char **argv)
{
	struct table t = { 0 };
	unsigned long repeat = 1;
	bool timed = false;

	if (argc < 2)
		return 2;
	gsl_set_error_handler_off();
	read_table(&t, argv[1]);
	for (size_t j = 0; j < t.room; j++)
		t.factors[j].partner = NO_PARTNER;
	for (int i = 2; i + 1 < argc; i += 2)
		if (strcmp(argv[i], "--lag") == 0)
			shift(&t, argv[i + 1]);
	for (int i = 2; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--ushape") == 0)
			split(&t, argv[i + 1]);
		if (strcmp(argv[i], "--repeat") == 0 || strcmp(argv[i], "--time") == 0)
			repeat = strtoul(argv[i + 1], NULL, 10);
		timed |= strcmp(argv[i], "--time") == 0;
	}
	for (int i = 2; i + 1 < argc; i += 2)
		if (strcmp(argv[i], "--suspect") == 0)
			t.factors[find(&t, argv[i + 1], strlen(argv[i + 1]))].suspect = true;
	for (size_t j = 0; j < t.count; j++)
		t.factors[j].column = (struct design_factor){ t.x[j], only_zero_one(t.x[j], t.nights) };
	run(&t, repeat, timed);
	for (size_t j = 0; j < t.count; j++) {
		free(t.names[j]);
		free(t.x[j]);
	}
	free(t.names);
	free(t.x);
	free(t.factors);
	free(t.cramps);
	return 0;
}
