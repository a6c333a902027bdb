#include "daemon/insight/table.h"

#include <math.h>
#include <stdlib.h>

#include "cramp/util.h"

/* What was told `lag` nights before each row's night; nights are dates, so rows that are missing leave it unknown. */
static void lagged(const struct rows *rows, const struct column *c, double *x, int *level)
{
	size_t from = 0;

	for (size_t i = 0; i < rows->count; i++) {
		int32_t wanted = rows->nights[i].night - c->lag;

		while (rows->nights[from].night < wanted)
			from++;
		x[i] = NAN;
		level[i] = LEVEL_UNTOLD;
		if (rows->nights[from].night == wanted) {
			x[i] = c->value[from];
			level[i] = c->level[from];
		}
	}
}

static bool any_known(const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i]))
			return true;
	return false;
}

/* Takes x, or frees it where it tells nothing. */
static struct exposure_column *add_column(struct table *t, const struct column *source, double *x)
{
	struct exposure_column *c = &t->columns[t->column_count];

	if (!any_known(x, t->count)) {
		free(x);
		return NULL;
	}
	*c = (struct exposure_column){ .source = source, .unit = source->factor->unit, .cut = NAN, .x = x };
	c->binary = only_zero_one(x, t->count);
	t->column_count++;
	return c;
}

/* Told as a lack, measured as sleep. */
static const char *label_of(const struct factor *f)
{
	return str_equal(f->derived, "sleep") ? "Sleep in the nights before" : f->label;
}

static void add_plain(struct table *t, const struct column *source, double *x)
{
	struct exposure_column *c = add_column(t, source, x);

	if (!c)
		return;
	c->id = xstrdup(source->factor->id);
	c->label = xstrdup(label_of(source->factor));
}

static void add_end(struct table *t, const struct column *source, enum u_end end, const struct u_cuts *cuts, double *x)
{
	struct exposure_column *c = add_column(t, source, x);

	if (!c)
		return;
	c->end = end;
	c->unit = "";
	c->id = xasprintf("%s_%s", source->factor->id, end == U_LOW ? "low" : "high");
	c->label = xasprintf("%s: %s than usual", source->factor->label, end == U_LOW ? "less" : "more");
	c->cut = end == U_LOW ? cuts->low : cuts->high;
	c->open = end == U_LOW ? cuts->low_open : cuts->high_open;
}

static void add_ends(struct table *t, const struct column *source, const struct u_cuts *frozen, const double *x,
		     const int *level)
{
	double *low = xcalloc(t->count + 1, sizeof(*low)), *high = xcalloc(t->count + 1, sizeof(*high));
	bool *logged = xcalloc(t->count + 1, sizeof(*logged));
	struct u_cuts cuts;

	for (size_t i = 0; i < t->count; i++)
		logged[i] = t->nights[i].state != STATE_UNKNOWN;
	cuts = frozen ? *frozen : u_shape_cuts(x, logged, t->count);
	u_shape_apply(&cuts, x, level, t->count, low, high);
	add_end(t, source, U_LOW, &cuts, low);
	add_end(t, source, U_HIGH, &cuts, high);
	free(logged);
}

static const struct u_cuts *cuts_of(const struct frozen_cuts *frozen, size_t count, const char *factor)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(frozen[i].factor, factor))
			return &frozen[i].cuts;
	return NULL;
}

void table_make(const struct rows *rows, const struct frozen_cuts *frozen, size_t frozen_count, struct table *out)
{
	int *level = xcalloc(rows->count + 1, sizeof(*level));

	*out = (struct table){ .nights = rows->nights, .count = rows->count };
	out->columns = xcalloc(2 * rows->column_count + 1, sizeof(*out->columns));
	for (size_t i = 0; i < rows->column_count; i++) {
		const struct column *source = &rows->columns[i];
		double *x = xcalloc(rows->count + 1, sizeof(*x));

		lagged(rows, source, x, level);
		if (source->factor->u_shaped) {
			add_ends(out, source, cuts_of(frozen, frozen_count, source->factor->id), x, level);
			free(x);
		} else {
			add_plain(out, source, x);
		}
	}
	free(level);
}

void table_clear(struct table *t)
{
	for (size_t i = 0; i < t->column_count; i++) {
		free(t->columns[i].id);
		free(t->columns[i].label);
		free(t->columns[i].x);
	}
	free(t->columns);
	*t = (struct table){ 0 };
}

void table_contrast(const struct table *t, const struct exposure_column *c, struct contrast *out)
{
	double *x = xcalloc(t->count + 1, sizeof(*x));
	int *cramp = xcalloc(t->count + 1, sizeof(*cramp));
	size_t n = 0;

	for (size_t i = 0; i < t->count; i++) {
		if (t->nights[i].state == STATE_UNKNOWN)
			continue;
		x[n] = c->x[i];
		cramp[n++] = t->nights[i].state == STATE_CRAMP;
	}
	contrast_groups(x, cramp, n, c->binary, out);
	free(cramp);
	free(x);
}
