#include "daemon/insight/rows.h"

#include <math.h>
#include <stdlib.h>

#include "daemon/insight/rows_builder.h"

/* What the user said about a factor, else the settings and the catalogue. */
static void set_tracking(const struct rows_builder *b, struct column *c)
{
	c->tracked = b->tracked && id_listed(b->tracked, c->factor->id);
	c->lag = c->factor->lag;
	c->suspect_at = c->lag_declared_at = UNKNOWN;
	for (size_t i = 0; i < b->tracking_count; i++) {
		const struct tracking *t = &b->trackings[i];

		if (!str_equal(t->factor, c->factor->id))
			continue;
		c->tracked = t->tracked;
		c->suspect = t->suspect;
		c->suspect_at = t->suspect_at;
		c->lag_declared_at = t->lag_declared_at;
		if (t->lag != UNKNOWN)
			c->lag = (int)t->lag;
	}
}

static void column_init(struct column *c, size_t rows)
{
	c->value = xcalloc(rows + 1, sizeof(*c->value));
	c->level = xcalloc(rows + 1, sizeof(*c->level));
	c->late = xcalloc(rows + 1, sizeof(*c->late));
	for (size_t i = 0; i < rows; i++) {
		c->value[i] = NAN;
		c->level[i] = LEVEL_UNTOLD;
	}
}

static bool is_sleep_debt(const struct factor *f)
{
	return str_equal(f->derived, "sleep");
}

static bool any_sleep(const struct rows *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (!isnan(r->nights[i].tst_min))
			return true;
	return false;
}

/* Columns in order of slot; *place says which column a slot became, column_count if none. */
static size_t *make_columns(const struct rows_builder *b, struct rows *out)
{
	size_t slots = catalogue_factor_count + out->own.count;
	size_t *place = xcalloc(slots + 1, sizeof(*place));
	bool *told = xcalloc(slots + 1, sizeof(*told));

	for (size_t i = 0; i < b->cell_count; i++)
		told[b->cells[i].slot] = true;
	out->columns = xcalloc(slots + 1, sizeof(*out->columns));
	for (size_t slot = 0; slot < slots; slot++) {
		struct column *c = &out->columns[out->column_count];

		*c = (struct column){ .factor = factor_at(&out->own, slot) };
		set_tracking(b, c);
		if (is_sleep_debt(c->factor) && any_sleep(out))
			told[slot] = true;
		if (!is_exposure(c->factor) || !(told[slot] || c->tracked || c->suspect))
			continue;
		column_init(c, out->count);
		place[slot] = out->column_count++;
	}
	free(told);
	return place;
}

static void fill_columns(const struct rows_builder *b, struct rows *out, const size_t *place)
{
	size_t row = 0;

	for (size_t i = 0; i < b->cell_count; i++) {
		const struct cell *cell = &b->cells[i];
		struct column *c = &out->columns[place[cell->slot]];

		while (out->nights[row].night < cell->night)
			row++;
		c->value[row] = cell->exposure.value;
		if (isnan(cell->exposure.value) && cell->exposure.level != UNKNOWN)
			c->level[row] = (int)cell->exposure.level;
		c->late[row] = cell->exposure.late > 0;
	}
}

/* Sleep debt is the mean sleep of the three nights before, the last of which must be known (A1b). */
static void fill_sleep_debt(struct rows *r)
{
	struct column *c = NULL;

	for (size_t i = 0; i < r->column_count && !c; i++)
		if (is_sleep_debt(r->columns[i].factor))
			c = &r->columns[i];
	for (size_t i = 1; c && i < r->count; i++) {
		const struct night_row *n = &r->nights[i];
		double sum = 0, known = 0;

		if (n[-1].night != n->night - 1 || isnan(n[-1].tst_min))
			continue;
		for (size_t k = 1; k <= i && n[-(ptrdiff_t)k].night >= n->night - 3; k++) {
			double tst_min = n[-(ptrdiff_t)k].tst_min;

			sum += isnan(tst_min) ? 0 : tst_min;
			known += !isnan(tst_min);
		}
		c->value[i] = sum / known;
	}
}

void rows_finish(struct rows_builder *b, struct rows *out)
{
	size_t *place;

	rows_settle(b);
	*out = (struct rows){
		.count = b->night_count, .own = b->own, .typed_late = b->typed_late, .late_entries = b->late_entries
	};
	b->own = (struct own_factors){ 0 };
	out->nights = xcalloc(out->count + 1, sizeof(*out->nights));
	for (size_t i = 0; i < out->count; i++) {
		out->nights[i] = b->nights[i].row;
		if (out->nights[i].cramps > 0)
			out->nights[i].state = STATE_CRAMP;
		if (b->nights[i].lost) {
			out->nights[i].state = STATE_UNKNOWN;
			out->nights[i].cramps = 0;
		}
	}
	place = make_columns(b, out);
	fill_columns(b, out, place);
	fill_sleep_debt(out);
	free(place);
	rows_builder_free(b);
}

void rows_clear(struct rows *r)
{
	for (size_t i = 0; i < r->column_count; i++) {
		free(r->columns[i].value);
		free(r->columns[i].level);
		free(r->columns[i].late);
	}
	free(r->columns);
	free(r->nights);
	own_factors_clear(&r->own);
	*r = (struct rows){ 0 };
}

const struct night_row *rows_night(const struct rows *r, int32_t night)
{
	size_t low = 0, high = r->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->nights[middle].night < night)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->count && r->nights[low].night == night ? &r->nights[low] : NULL;
}

struct rows rows_until(const struct rows *r, int32_t last)
{
	struct rows view = *r;

	while (view.count > 0 && view.nights[view.count - 1].night > last)
		view.count--;
	return view;
}

int64_t column_late(const struct column *c, size_t count)
{
	int64_t late = 0;

	for (size_t i = 0; i < count; i++)
		late += c->late[i];
	return late;
}

const struct column *rows_column(const struct rows *r, const char *id)
{
	for (size_t i = 0; i < r->column_count; i++)
		if (str_equal(r->columns[i].factor->id, id))
			return &r->columns[i];
	return NULL;
}
