#include "daemon/insight/rows_builder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/diary/night.h"

enum { DAY_S = 86400 };

bool episode_of_night(const struct episode *e)
{
	return str_equal(e->class, "night") || str_equal(e->class, "unclear");
}

struct rows_builder *rows_builder_new(const char *tracked)
{
	struct rows_builder *b = xcalloc(1, sizeof(*b));

	b->max_recall_s = UNKNOWN;
	b->tracked = xstrdup_null(tracked);
	b->composite = xcalloc(catalogue_factor_count + 1, sizeof(*b->composite));
	for (size_t i = 0; i < catalogue_factor_count; i++) {
		const struct factor *f = factor_by_id(catalogue_factors[i].composite, NULL);

		if (f)
			b->composite[f - catalogue_factors] = true;
	}
	return b;
}

void rows_builder_max_recall(struct rows_builder *b, int64_t max_s, int night_starts_min)
{
	b->max_recall_s = max_s;
	b->night_starts_min = night_starts_min;
}

static bool is_imported(const char *source)
{
	return strncmp(source, "import", strlen("import")) == 0;
}

/* `happened_at` UNKNOWN: some time before the night was over. */
static bool too_late(struct rows_builder *b, const char *source, int32_t night, int64_t happened_at, int32_t offset_s,
		     int64_t recorded_at)
{
	int64_t by = happened_at;

	if (recorded_at == UNKNOWN || is_imported(source))
		return false;
	if (by == UNKNOWN)
		by = ((int64_t)night + 1) * DAY_S + b->night_starts_min * 60 - offset_s;
	b->late_entries += recorded_at - by > (int64_t)RECALL_H * 3600;
	if (b->max_recall_s == UNKNOWN || recorded_at - by <= b->max_recall_s)
		return false;
	b->typed_late++;
	return true;
}

void rows_builder_free(struct rows_builder *b)
{
	if (!b)
		return;
	own_factors_clear(&b->own);
	free(b->tracked);
	free(b->composite);
	free(b->trackings);
	free(b->nights);
	free(b->cells);
	free(b->pending);
	free(b);
}

/* Room for one more. */
static void *grown(void *list, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return list;
	*room = *room ? *room * 2 : 64;
	return xreallocarray(list, *room, size);
}

int rows_add_factor(const struct own_factor *f, void *builder)
{
	struct rows_builder *b = builder;
	int kind = factor_kind_of(f->kind), window = factor_window_of(f->window),
	    combine = factor_combine_of(f->combine);

	if (kind >= 0 && window >= 0 && combine >= 0)
		own_factors_add(&b->own, f->id, f->label, (enum factor_kind)kind, f->unit, (enum factor_window)window,
				(enum factor_combine)combine);
	return 0;
}

int rows_add_tracking(const struct tracking *t, void *builder)
{
	struct rows_builder *b = builder;

	b->trackings = grown(b->trackings, b->tracking_count, &b->tracking_room, sizeof(*b->trackings));
	b->trackings[b->tracking_count++] = *t;
	return 0;
}

static struct night_facts *add_facts(struct rows_builder *b, int32_t night)
{
	struct night_facts *f;

	b->nights = grown(b->nights, b->night_count, &b->night_room, sizeof(*b->nights));
	f = &b->nights[b->night_count++];
	*f = (struct night_facts){ .lights_out_at = UNKNOWN, .first_cramp_at = UNKNOWN, .cramp_by_at = UNKNOWN };
	f->row = (struct night_row){
		.night = night, .tst_min = NAN, .se_percent = NAN, .awakenings = NAN, .quality = NAN
	};
	b->sealed = false;
	return f;
}

static double number_of(int64_t v)
{
	return v == UNKNOWN ? NAN : (double)v;
}

int rows_add_night(const struct night *n, void *builder)
{
	struct night_facts *f = add_facts(builder, n->night);
	struct sleep_figures sleep = night_sleep(n);

	bool late = n->free && too_late(builder, n->source, n->night, UNKNOWN, n->offset_s, n->recorded_at);

	f->row.state = n->free && !late ? STATE_FREE : STATE_UNKNOWN;
	f->row.tst_min = number_of(sleep.tst_min);
	f->row.se_percent = sleep.se_percent;
	f->row.awakenings = number_of(n->awakenings);
	f->row.quality = number_of(n->quality);
	f->lights_out_at = n->lights_out_at;
	return 0;
}

static int64_t earlier(int64_t a, int64_t b)
{
	if (a == UNKNOWN || b == UNKNOWN)
		return a == UNKNOWN ? b : a;
	return a < b ? a : b;
}

int rows_add_episode(const struct episode *e, void *builder)
{
	struct rows_builder *b = builder;
	struct night_facts *f = b->night_count ? &b->nights[b->night_count - 1] : NULL;

	if (!f || f->row.night != e->night)
		f = add_facts(b, e->night);
	if (!episode_of_night(e))
		return 0;
	if (too_late(b, e->source, e->night, e->onset.at, e->onset.offset_s, e->recorded_at)) {
		f->lost = true;
		return 0;
	}
	f->row.cramps++;
	f->first_cramp_at = earlier(f->first_cramp_at, e->onset.at);
	if (e->onset.at != UNKNOWN || !is_imported(e->source))
		f->cramp_by_at = earlier(f->cramp_by_at, e->onset.at != UNKNOWN ? e->onset.at : e->recorded_at);
	return 0;
}

static int by_night(const void *a, const void *b)
{
	const struct night_facts *x = a, *y = b;

	return (x->row.night > y->row.night) - (x->row.night < y->row.night);
}

static double known_of(double a, double b)
{
	return isnan(a) ? b : a;
}

/* Two lists told something of the same night: each fact is in one of them. */
static void join_facts(struct night_facts *to, const struct night_facts *from)
{
	if (from->row.state == STATE_FREE)
		to->row.state = STATE_FREE;
	to->row.cramps += from->row.cramps;
	to->lost |= from->lost;
	to->row.tst_min = known_of(to->row.tst_min, from->row.tst_min);
	to->row.se_percent = known_of(to->row.se_percent, from->row.se_percent);
	to->row.awakenings = known_of(to->row.awakenings, from->row.awakenings);
	to->row.quality = known_of(to->row.quality, from->row.quality);
	to->lights_out_at = earlier(to->lights_out_at, from->lights_out_at);
	to->first_cramp_at = earlier(to->first_cramp_at, from->first_cramp_at);
	to->cramp_by_at = earlier(to->cramp_by_at, from->cramp_by_at);
}

static void seal(struct rows_builder *b)
{
	size_t kept = 0;

	if (b->sealed || b->night_count == 0)
		return;
	qsort(b->nights, b->night_count, sizeof(*b->nights), by_night);
	for (size_t i = 1; i < b->night_count; i++) {
		if (b->nights[i].row.night == b->nights[kept].row.night)
			join_facts(&b->nights[kept], &b->nights[i]);
		else
			b->nights[++kept] = b->nights[i];
	}
	b->night_count = kept + 1;
	b->sealed = true;
}

static void add_cell(struct rows_builder *b, const struct factor *f, int32_t night, const struct exposure *x)
{
	if (x->count == 0)
		return;
	b->cells = grown(b->cells, b->cell_count, &b->cell_room, sizeof(*b->cells));
	b->cells[b->cell_count++] = (struct cell){ .night = night, .slot = slot_of(&b->own, f), .exposure = *x };
}

/* A factor and what was told of it in the night at hand. */
struct told {
	const struct factor *factor;
	struct exposure exposure;
};

enum { FINER_MAX = 32 };

/* Those of `list` that count as the composite, itself first where it was told. */
static struct exposure composite_of(const char *id, const struct told *list, size_t count)
{
	struct exposure own = { .value = NAN, .level = UNKNOWN }, finer[FINER_MAX];
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (str_equal(list[i].factor->id, id))
			own = list[i].exposure;
		else if (str_equal(list[i].factor->composite, id) && n < FINER_MAX)
			finer[n++] = list[i].exposure;
	}
	return exposure_composite(&own, finer, n);
}

/* The composite that a factor is, or counts as; NULL: neither. */
static const struct factor *composite_over(const struct rows_builder *b, const struct factor *f)
{
	if (f->own)
		return NULL;
	return b->composite[f - catalogue_factors] ? f : factor_by_id(f->composite, NULL);
}

/* Is `id`, or anything that counts as it, among the first `count`? */
static bool counted_before(const struct told *list, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(list[i].factor->composite, id) || str_equal(list[i].factor->id, id))
			return true;
	return false;
}

/* Each factor as it was told, but a composite through what counts as it too, where only that was told as well. */
static void add_cells(struct rows_builder *b, int32_t night, const struct told *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct factor *f = list[i].factor, *composite = composite_over(b, f);
		struct exposure x;

		if (composite != f)
			add_cell(b, f, night, &list[i].exposure);
		if (!composite || counted_before(list, i, composite->id))
			continue;
		x = composite_of(composite->id, list, count);
		add_cell(b, composite, night, &x);
	}
}

/* The readings of one night are together: combine them, factor by factor. */
static void take_pending(struct rows_builder *b)
{
	struct night_facts key = { 0 }, *facts;
	int64_t cramp_by_at, closes_at;
	struct told *list;
	size_t count = 0;

	if (b->pending_count == 0)
		return;
	seal(b);
	key.row.night = b->pending[0].night;
	facts = b->night_count ? bsearch(&key, b->nights, b->night_count, sizeof(key), by_night) : NULL;
	cramp_by_at = facts ? facts->cramp_by_at : UNKNOWN;
	closes_at = facts ? earlier(facts->lights_out_at, facts->first_cramp_at) : UNKNOWN;
	list = xcalloc(b->pending_count, sizeof(*list));
	for (size_t i = 0; i < b->pending_count; i++) {
		const struct factor *f = factor_by_id(b->pending[i].factor, &b->own);
		size_t seen = 0;

		while (seen < count && list[seen].factor != f)
			seen++;
		if (!f || seen < count || !is_exposure(f))
			continue;
		list[count++] = (struct told){ f, exposure_combine(f, b->pending, b->pending_count, key.row.night,
								   closes_at, cramp_by_at) };
	}
	add_cells(b, key.row.night, list, count);
	free(list);
	b->pending_count = 0;
}

int rows_add_reading(const struct reading *r, void *builder)
{
	struct rows_builder *b = builder;
	struct reading *kept;

	if (b->pending_count && b->pending[0].night != r->night)
		take_pending(b);
	if (too_late(b, r->source, r->night, r->until_at != UNKNOWN ? r->until_at : r->at, r->offset_s, r->recorded_at))
		return 0;
	b->pending = grown(b->pending, b->pending_count, &b->pending_room, sizeof(*b->pending));
	kept = &b->pending[b->pending_count++];
	*kept = *r;
	kept->note = NULL;
	/* When it was typed into the table that was imported, nobody knows. */
	if (is_imported(r->source))
		kept->recorded_at = UNKNOWN;
	return 0;
}

void rows_settle(struct rows_builder *b)
{
	take_pending(b);
	for (size_t i = 0; i < b->cell_count; i++)
		if (i == 0 || b->cells[i].night != b->cells[i - 1].night)
			add_facts(b, b->cells[i].night);
	seal(b);
}
