#include "daemon/service/night_page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/diary/classify.h"
#include "daemon/service/model_json.h"
#include "daemon/store/store.h"

/* What a night's figures need of a cramp. Cramps by day are none of its. */
struct page_cramp {
	int32_t night;
	int64_t onset_at;
};

/* Room for one more, doubled as needed. */
static void *grow(void *list, size_t count, size_t size)
{
	bool full = count == 0 || (count >= 16 && (count & (count - 1)) == 0);

	return full ? xreallocarray(list, count ? 2 * count : 16, size) : list;
}

/* The callback's struct is borrowed: what it owns is copied. */
static int keep_night(const struct night *n, void *data)
{
	struct night_page *page = data;

	page->nights = grow(page->nights, page->night_count, sizeof(*n));
	page->nights[page->night_count] = *n;
	page->nights[page->night_count++].note = xstrdup_null(n->note);
	return 0;
}

static int keep_nap(const struct nap *n, void *data)
{
	struct night_page *page = data;

	page->naps = grow(page->naps, page->nap_count, sizeof(*n));
	page->naps[page->nap_count] = *n;
	page->naps[page->nap_count++].note = xstrdup_null(n->note);
	return 0;
}

static int keep_reading(const struct reading *r, void *data)
{
	struct night_page *page = data;

	page->readings = grow(page->readings, page->reading_count, sizeof(*r));
	page->readings[page->reading_count] = *r;
	page->readings[page->reading_count++].note = NULL;
	return 0;
}

static int keep_cramp(const struct episode *e, void *data)
{
	struct night_page *page = data;

	if (!class_counts(e->class))
		return 0;
	page->cramps = grow(page->cramps, page->cramp_count, sizeof(*page->cramps));
	page->cramps[page->cramp_count++] = (struct page_cramp){ e->night, e->onset.at };
	return 0;
}

int night_page_read(struct night_page *page, struct store *s, const struct own_factors *own, int32_t from, int32_t to)
{
	int result;

	*page = (struct night_page){ .from = from, .to = to, .own = own };
	result = store_nights_each(s, from, to, keep_night, page);
	if (result == 0)
		result = store_naps_each(s, from, to, keep_nap, page);
	if (result == 0)
		result = store_readings_each(s, from, to, NULL, keep_reading, page);
	if (result == 0)
		result = store_episodes_each(s, from, to, keep_cramp, page);
	return result;
}

void night_page_clear(struct night_page *page)
{
	for (size_t i = 0; i < page->night_count; i++)
		night_clear(&page->nights[i]);
	for (size_t i = 0; i < page->nap_count; i++)
		nap_clear(&page->naps[i]);
	free(page->nights);
	free(page->naps);
	free(page->readings);
	free(page->cramps);
	*page = (struct night_page){ 0 };
}

/* When the day before a night closes for its exposures. */
struct closing {
	int64_t closes_at, first_cramp_at;
};

static struct closing closing_of(const struct night_page *page, const struct night *n)
{
	struct closing c = { n->lights_out_at, UNKNOWN };

	for (size_t i = 0; i < page->cramp_count; i++) {
		int64_t at = page->cramps[i].onset_at;

		if (page->cramps[i].night == n->night && at != UNKNOWN &&
		    (c.first_cramp_at == UNKNOWN || at < c.first_cramp_at))
			c.first_cramp_at = at;
	}
	if (c.first_cramp_at != UNKNOWN && (c.closes_at == UNKNOWN || c.first_cramp_at < c.closes_at))
		c.closes_at = c.first_cramp_at;
	return c;
}

/* The readings of one night: they lie together, as the store lists them. */
struct slice {
	const struct reading *list;
	size_t count;
};

static struct slice slice_of(const struct night_page *page, int32_t night)
{
	size_t from = 0, to;

	while (from < page->reading_count && page->readings[from].night < night)
		from++;
	for (to = from; to < page->reading_count && page->readings[to].night == night; to++)
		;
	return (struct slice){ page->readings + from, to - from };
}

static struct exposure exposure_of(const struct factor *factor, const struct slice *s, int32_t night,
				   const struct closing *c)
{
	return exposure_combine(factor, s->list, s->count, night, c->closes_at, c->first_cramp_at);
}

/* A finer measure counts as its composite. Both are measures of domain section 2. */
static struct exposure with_finer(const struct factor *factor, const struct slice *s, int32_t night,
				  const struct closing *c)
{
	struct exposure x = exposure_of(factor, s, night, c);

	if (strcmp(factor->section, "2") != 0)
		return x;
	for (size_t i = 0; i < catalogue_factor_count; i++) {
		const struct factor *finer = &catalogue_factors[i];

		if (finer != factor && strcmp(finer->composite, factor->id) == 0) {
			struct exposure one = exposure_of(finer, s, night, c);

			x = exposure_composite(&x, &one, 1);
		}
	}
	return x;
}

static void add_factor(json_t *readings, const struct factor *factor, const struct slice *s, int32_t night,
		       const struct closing *c)
{
	struct exposure x = with_finer(factor, s, night, c);

	if (!isnan(x.value) || x.level != UNKNOWN)
		json_object_set_new(readings, factor->id, exposure_to_json(&x, factor));
}

static json_t *readings_json(const struct night_page *page, const struct night *n)
{
	struct slice s = slice_of(page, n->night);
	struct closing c = closing_of(page, n);
	json_t *readings = json_object();

	for (size_t i = 0; i < catalogue_factor_count && s.count > 0; i++)
		add_factor(readings, &catalogue_factors[i], &s, n->night, &c);
	for (size_t i = 0; i < page->own->count && s.count > 0; i++)
		add_factor(readings, &page->own->list[i], &s, n->night, &c);
	return readings;
}

static json_t *naps_json(const struct night_page *page, int32_t night)
{
	json_t *naps = json_array();

	for (size_t i = 0; i < page->nap_count; i++) {
		if (page->naps[i].night == night)
			json_array_append_new(naps, nap_to_json(&page->naps[i]));
	}
	return naps;
}

json_t *night_page_json(const struct night_page *page, int32_t night)
{
	const struct night *n = NULL;
	struct night without_row;
	enum night_state state;
	int64_t cramps = 0;

	night_init(&without_row);
	without_row.night = night;
	for (size_t i = 0; i < page->night_count && !n; i++) {
		if (page->nights[i].night == night)
			n = &page->nights[i];
	}
	if (!n)
		n = &without_row;
	for (size_t i = 0; i < page->cramp_count; i++)
		cramps += page->cramps[i].night == night;
	state = cramps > 0 ? STATE_CRAMP : n->free ? STATE_FREE : STATE_UNKNOWN;
	return night_to_json(n, state, cramps, naps_json(page, night), readings_json(page, n));
}

int night_json(struct store *s, const struct own_factors *own, int32_t night, json_t **out)
{
	struct night_page page;
	int result = night_page_read(&page, s, own, night, night);

	if (result == 0)
		*out = night_page_json(&page, night);
	night_page_clear(&page);
	return result;
}
