#include "daemon/insight/verdicts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/insight/look.h"

enum { HELD_NIGHTS = 84, LEAST_UNLOGGED = 20, DAY_S = 86400, WEEK_NIGHTS = 7, WELL_RECORDED = 6 };
/* What stands for something else must be able to answer for it: gates A3, as far as the exposure has its say. */
enum { STANDS_NIGHTS = 42, STANDS_SIDE = 10 };

static int32_t first_recorded(const struct night_row *nights, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (nights[i].state != STATE_UNKNOWN)
			return nights[i].night;
	return NO_NIGHT;
}

int32_t rows_first_recorded(const struct rows *r)
{
	return first_recorded(r->nights, r->count);
}

static double outcome(const struct night_row *n)
{
	return n->state == STATE_UNKNOWN ? NAN : (double)n->cramps;
}

/* ---- which nights ---- */

/* The table's rows on the calendar from v->first: NAN where there is no row, or nothing was told. x NULL: outcomes. */
static double *on_calendar(const struct verdicts *v, const double *x)
{
	double *out = xcalloc((size_t)v->nights, sizeof(*out));

	for (int64_t i = 0; i < v->nights; i++)
		out[i] = NAN;
	for (size_t i = 0; i < v->table->count; i++) {
		const struct night_row *n = &v->table->nights[i];
		if (n->night >= v->first && n->night <= v->last)
			out[n->night - v->first] = x ? x[i] : outcome(n);
	}
	return out;
}

static int recorded_of(const double *cramps, int64_t nights, int64_t from)
{
	int recorded = 0;

	for (int64_t i = from; i < nights && i < from + WEEK_NIGHTS; i++)
		recorded += !isnan(cramps[i]);
	return recorded;
}

static void forget_poor_weeks(double *cramps, int64_t nights)
{
	for (int64_t from = 0; from < nights; from += WEEK_NIGHTS) {
		bool poor = recorded_of(cramps, nights, from) < WELL_RECORDED;
		for (int64_t i = from; poor && i < nights && i < from + WEEK_NIGHTS; i++)
			cramps[i] = NAN;
	}
}

struct weeks verdicts_weeks(const struct verdicts *v)
{
	double *cramps = on_calendar(v, NULL);
	struct weeks w = { 0 };

	for (int64_t from = 0; from < v->nights; from += WEEK_NIGHTS) {
		int recorded = recorded_of(cramps, v->nights, from);
		w.any += recorded > 0;
		w.well += recorded >= WELL_RECORDED;
	}
	free(cramps);
	return w;
}

/* ---- which questions ---- */

/* Is there enough of the column, on both sides, for a verdict of its own? */
static bool stands(const struct table *t, size_t j)
{
	struct contrast c;

	table_contrast(t, &t->columns[j], &c);
	return c.known >= STANDS_NIGHTS && c.low.nights >= STANDS_SIDE && c.high.nights >= STANDS_SIDE;
}

static bool find_standing(const struct table *t, const char *source, size_t *at)
{
	for (size_t j = 0; j < t->column_count; j++)
		if (str_equal(t->columns[j].source->factor->id, source) && stands(t, j)) {
			*at = j;
			return true;
		}
	return false;
}

/*
 * A low-fluid flag beside fluid, socks beside warm feet: the same thing said twice. But where only the flag was kept,
 * or socks were said yes and no and warm feet are therefore never a plain no, it is asked in the other's place.
 */
static enum left_out second_finding(const struct table *t, size_t j, size_t *beside)
{
	const struct factor *f = t->columns[j].source->factor;

	if (!str_empty(f->derived) && !str_equal(f->derived, f->id) && find_standing(t, f->derived, beside))
		return LEFT_OUT_DERIVED;
	if (!str_empty(f->composite) && !str_equal(f->composite, f->id) && find_standing(t, f->composite, beside))
		return LEFT_OUT_COUNTS_AS;
	return ASKED;
}

/* The other end of the same U, or NO_PARTNER. */
static int partner_of(const struct table *t, size_t j)
{
	for (size_t k = 0; k < t->column_count; k++)
		if (k != j && t->columns[j].end != U_NONE && t->columns[k].source == t->columns[j].source)
			return (int)k;
	return NO_PARTNER;
}

/* The night of the day it was declared on is the first with the new lag. */
static bool lag_is_fresh(const struct column *c, int32_t today)
{
	return c->lag_declared_at != UNKNOWN && today - (int32_t)(c->lag_declared_at / DAY_S) + 1 < HELD_NIGHTS;
}

static void ask(struct verdicts *v, int32_t today)
{
	const struct table *t = v->table;
	size_t count = t->column_count;
	struct association_factor *factors = xcalloc(count, sizeof(*factors));
	double **columns = xcalloc(count, sizeof(*columns)), *cramps = on_calendar(v, NULL);

	if (v->asked == WELL_RECORDED_WEEKS)
		forget_poor_weeks(cramps, v->nights);
	for (size_t j = 0; j < count; j++) {
		const struct exposure_column *c = &t->columns[j];
		columns[j] = on_calendar(v, c->x);
		v->left_out[j] = second_finding(t, j, &v->beside[j]);
		/* What is left out is asked of an empty column: it keeps its place, and adjusts for nothing. */
		for (int64_t i = 0; i < v->nights && v->left_out[j] != ASKED; i++)
			columns[j][i] = NAN;
		factors[j] = (struct association_factor){ .column = { columns[j], c->binary },
							  .partner = partner_of(t, j),
							  .suspect = c->source->suspect,
							  .held = lag_is_fresh(c->source, today) };
	}
	association_report(&v->report, cramps, (size_t)v->nights, date_weekday(v->first), factors, count);
	for (size_t j = 0; j < count; j++)
		free(columns[j]);
	free(columns);
	free(factors);
	free(cramps);
}

void verdicts_make(struct verdicts *v, const struct table *t, int32_t from, int32_t last, int32_t today,
		   enum nights_asked asked)
{
	*v = (struct verdicts){ .table = t, .last = last, .asked = asked };
	v->first = from == NO_NIGHT ? first_recorded(t->nights, t->count) : from;
	v->left_out = xcalloc(t->column_count, sizeof(*v->left_out));
	v->beside = xcalloc(t->column_count, sizeof(*v->beside));
	if (v->first == NO_NIGHT || v->first > last)
		v->first = last + 1;
	v->nights = (int64_t)last - v->first + 1;
	ask(v, today);
}

void verdicts_clear(struct verdicts *v)
{
	association_report_clear(&v->report);
	free(v->left_out);
	free(v->beside);
	*v = (struct verdicts){ 0 };
}

/* ---- the fingerprint ---- */

static uint64_t column_fingerprint(uint64_t hash, const struct column *c, size_t from, size_t count)
{
	double *told = xcalloc(2 * count + 1, sizeof(*told));
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		told[2 * i] = c->value[from + i];
		told[2 * i + 1] = c->level[from + i];
		any |= !isnan(told[2 * i]) || c->level[from + i] != LEVEL_UNTOLD;
	}
	if (any)
		hash = look_hash(look_hash_text(hash, c->factor->id), told, 2 * count);
	free(told);
	return hash;
}

uint64_t rows_fingerprint(const struct rows *r, int32_t first, int32_t last)
{
	size_t from = 0, count = 0;
	uint64_t hash = LOOK_HASH_BEGIN;

	while (from < r->count && r->nights[from].night < first)
		from++;
	while (from + count < r->count && r->nights[from + count].night <= last)
		count++;
	for (size_t i = from; i < from + count; i++) {
		double night[2] = { r->nights[i].night, outcome(&r->nights[i]) };
		hash = look_hash(hash, night, ARRAY_LEN(night));
	}
	for (size_t j = 0; j < r->column_count; j++)
		hash = column_fingerprint(hash, &r->columns[j], from, count);
	return hash;
}

/* ---- nights that were not recorded ---- */

struct missingness verdicts_missingness(const struct verdicts *v, size_t column)
{
	const double *x = v->table->columns[column].x;
	double sum[2] = { 0 }, squares = 0, count[2] = { 0 };
	struct missingness m = { .difference = NAN };

	for (size_t i = 0; i < v->table->count; i++) {
		const struct night_row *n = &v->table->nights[i];
		if (isnan(x[i]) || n->night < v->first || n->night > v->last)
			continue;
		bool logged = n->state != STATE_UNKNOWN;
		sum[logged] += x[i];
		count[logged]++;
		squares += logged ? x[i] * x[i] : 0;
	}
	m.unlogged = (int64_t)count[0];
	if (m.unlogged < LEAST_UNLOGGED || count[1] < 2)
		return m;
	double mean = sum[1] / count[1], variance = squares / count[1] - mean * mean;
	if (variance > 0)
		m.difference = (sum[0] / count[0] - mean) / sqrt(variance);
	return m;
}
