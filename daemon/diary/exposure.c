#include "daemon/diary/exposure.h"

#include <math.h>

static const struct exposure nothing = { NAN, UNKNOWN, 0, 0 };

/* A reading with a span counts where it ends. */
static int64_t happened_at(const struct reading *r)
{
	return r->until_at != UNKNOWN ? r->until_at : r->at;
}

/* The later of two readings: by when it was, or where that was not told, when it was said. */
static bool is_later(const struct reading *a, const struct reading *b)
{
	int64_t a_at = happened_at(a) != UNKNOWN ? happened_at(a) : a->recorded_at;
	int64_t b_at = happened_at(b) != UNKNOWN ? happened_at(b) : b->recorded_at;

	if (a_at != b_at)
		return a_at > b_at;
	if (a->recorded_at != b->recorded_at)
		return a->recorded_at > b->recorded_at;
	return a->id > b->id;
}

/* Sums over the values that entered. */
struct sums {
	double sum, least, most;
	int values;
	const struct reading *last_value, *last_level;
};

static void add_value(struct sums *s, const struct reading *r)
{
	if (isnan(r->value)) {
		if (!s->last_level || is_later(r, s->last_level))
			s->last_level = r;
		return;
	}
	s->sum += r->value;
	s->least = s->values == 0 || r->value < s->least ? r->value : s->least;
	s->most = s->values == 0 || r->value > s->most ? r->value : s->most;
	s->values++;
	if (!s->last_value || is_later(r, s->last_value))
		s->last_value = r;
}

/* A yes/no that is said twice is one yes or no, so its sum is its highest. */
static double combined(const struct sums *s, const struct factor *factor)
{
	switch (factor->combine) {
	case COMBINE_SUM: return factor->kind == KIND_YESNO ? s->most : s->sum;
	case COMBINE_MEAN: return factor->kind == KIND_YESNO ? s->most : s->sum / s->values;
	case COMBINE_MIN: return s->least;
	case COMBINE_MAX: return s->most;
	case COMBINE_LAST: break;
	}
	return s->last_value->value;
}

struct exposure exposure_combine(const struct factor *factor, const struct reading *readings, size_t count,
				 int32_t night, int64_t closes_at, int64_t first_cramp_at)
{
	struct exposure x = nothing;
	struct sums s = { 0 };

	for (size_t i = 0; i < count; i++) {
		const struct reading *r = &readings[i];
		int64_t at = happened_at(r);

		if (r->night != night || !str_equal(r->factor, factor->id) || (isnan(r->value) && r->level == UNKNOWN))
			continue;
		if (factor->window == WINDOW_DAY && closes_at != UNKNOWN && at != UNKNOWN && at >= closes_at)
			continue;
		add_value(&s, r);
		x.count++;
		if (first_cramp_at != UNKNOWN && r->recorded_at != UNKNOWN && r->recorded_at > first_cramp_at)
			x.late++;
	}
	if (s.values > 0)
		x.value = combined(&s, factor);
	else if (s.last_level)
		x.level = s.last_level->level;
	return x;
}

struct exposure exposure_composite(const struct exposure *own, const struct exposure *finer, size_t count)
{
	struct exposure x = *own;

	for (size_t i = 0; i < count; i++) {
		if (!(finer[i].value > 0))
			continue;
		x.value = 1;
		x.count += finer[i].count;
		x.late += finer[i].late;
	}
	return x;
}
