#include "daemon/insight/verdicts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/insight/look.h"

enum { HELD_NIGHTS = 84, LEAST_UNLOGGED = 20, DAY_S = 86400 };

int32_t verdicts_first_night(const struct table *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->nights[i].state != STATE_UNKNOWN)
			return t->nights[i].night;
	return NO_NIGHT;
}

/* The table's rows on the calendar from v->first: NAN where there is no row, or nothing was told. */
static double *on_calendar(const struct verdicts *v, const double *x)
{
	double *out = xcalloc((size_t)v->nights, sizeof(*out));

	for (int64_t i = 0; i < v->nights; i++)
		out[i] = NAN;
	for (size_t i = 0; i < v->table->count; i++) {
		int32_t night = v->table->nights[i].night;
		if (night >= v->first && night <= v->last)
			out[night - v->first] = x[i];
	}
	return out;
}

static double *outcomes(const struct table *t)
{
	double *y = xcalloc(t->count + 1, sizeof(*y));

	for (size_t i = 0; i < t->count; i++)
		y[i] = t->nights[i].state == STATE_UNKNOWN ? NAN : (double)t->nights[i].cramps;
	return y;
}

static bool find_column(const struct table *t, const char *source, size_t *at)
{
	for (size_t j = 0; j < t->column_count; j++)
		if (str_equal(t->columns[j].source->factor->id, source)) {
			*at = j;
			return true;
		}
	return false;
}

/* A low-fluid flag beside fluid, socks beside warm feet: the same thing said twice. */
static enum left_out second_finding(const struct table *t, size_t j, size_t *beside)
{
	const struct factor *f = t->columns[j].source->factor;

	if (!str_empty(f->derived) && !str_equal(f->derived, f->id) && find_column(t, f->derived, beside))
		return LEFT_OUT_DERIVED;
	if (!str_empty(f->composite) && !str_equal(f->composite, f->id) && find_column(t, f->composite, beside))
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

static bool lag_is_fresh(const struct column *c, int32_t today)
{
	return c->lag_declared_at != UNKNOWN && today - (int32_t)(c->lag_declared_at / DAY_S) < HELD_NIGHTS;
}

static void ask(struct verdicts *v, int32_t today)
{
	const struct table *t = v->table;
	size_t count = t->column_count;
	struct association_factor *factors = xcalloc(count, sizeof(*factors));
	double **columns = xcalloc(count, sizeof(*columns)), *told = outcomes(t), *cramps = on_calendar(v, told);

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
	free(told);
}

uint64_t verdicts_hash(const struct table *t, int32_t first, int32_t last)
{
	struct verdicts v = {
		.table = t, .first = first, .last = last, .nights = last >= first ? (int64_t)last - first + 1 : 0
	};
	double *told = outcomes(t), *cramps = on_calendar(&v, told);
	uint64_t hash = look_hash(LOOK_HASH_BEGIN, cramps, (size_t)v.nights);

	for (size_t j = 0; j < t->column_count; j++) {
		double *x = on_calendar(&v, t->columns[j].x);
		hash = look_hash(hash, x, (size_t)v.nights);
		free(x);
	}
	free(cramps);
	free(told);
	return hash;
}

void verdicts_make(struct verdicts *v, const struct table *t, int32_t from, int32_t last, int32_t today)
{
	*v = (struct verdicts){ .table = t, .first = from == NO_NIGHT ? verdicts_first_night(t) : from, .last = last };
	v->left_out = xcalloc(t->column_count, sizeof(*v->left_out));
	v->beside = xcalloc(t->column_count, sizeof(*v->beside));
	if (v->first == NO_NIGHT || v->first > last)
		v->first = last + 1;
	v->nights = (int64_t)last - v->first + 1;
	v->hash = verdicts_hash(t, v->first, v->last);
	ask(v, today);
}

void verdicts_clear(struct verdicts *v)
{
	association_report_clear(&v->report);
	free(v->left_out);
	free(v->beside);
	*v = (struct verdicts){ 0 };
}

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
