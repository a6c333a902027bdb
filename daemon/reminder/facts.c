#include "daemon/reminder/facts.h"

#include <math.h>
#include <stdlib.h>

#include "cramp/log.h"
#include "daemon/app.h"
#include "daemon/store/store.h"

enum { LINKS_MAX = 32, TICKS_OF_NIGHTS = 14 };

/* What one pass over the diary fills. */
struct gathering {
	int32_t night;
	struct gathered *out;
	struct strbuf barring;
};

static int add_reading(const struct reading *r, void *data)
{
	struct gathered *out = ((struct gathering *)data)->out;
	size_t n = out->facts.reading_count++;

	out->readings = xreallocarray(out->readings, n + 1, sizeof(*out->readings));
	out->readings[n] = *r;
	out->readings[n].note = NULL; /* the store's */
	return 0;
}

static void add_barring(struct gathering *g, const char *id)
{
	strbuf_add(&g->barring, "%s%s", g->barring.length ? "," : "", id);
}

static bool stands(const struct trait *t, int32_t night)
{
	return (t->from == NO_NIGHT || t->from <= night) && (t->until == NO_NIGHT || t->until >= night);
}

/* A year of birth says the age; anything else stands unless it was said not to. */
static int add_trait(const struct trait *t, void *data)
{
	struct gathering *g = data;
	int year, month, day;

	if (!stands(t, g->night))
		return 0;
	date_split(g->night, &year, &month, &day);
	if (str_equal(t->trait, "age"))
		g->out->facts.age = isnan(t->value) ? UNKNOWN : year - (int64_t)t->value;
	else if (isnan(t->value) || t->value != 0)
		add_barring(g, t->trait);
	return 0;
}

static int add_ticks(const struct episode *e, void *data)
{
	for (size_t i = 0; i < e->flag_count; i++)
		add_barring(data, e->flags[i]);
	return 0;
}

void facts_gather(struct app *app, int32_t night, struct gathered *out)
{
	struct gathering g = { .night = night, .out = out };
	int result;

	*out = (struct gathered){ .facts = { .night = night, .age = UNKNOWN } };
	out->links = xcalloc(LINKS_MAX, sizeof(*out->links));
	result = app_links(app, out->links, LINKS_MAX, &out->facts.link_count);
	if (result == 0)
		result = store_readings_each(app->store, night, night, NULL, add_reading, &g);
	if (result == 0)
		result = store_traits_each(app->store, add_trait, &g);
	if (result == 0)
		result = store_episodes_each(app->store, night - TICKS_OF_NIGHTS, night, add_ticks, &g);
	/* Without knowing what bars a measure none is advised beyond the three. */
	if (result != 0) {
		log_warnx("what a reminder could advise could not be read");
		out->facts.reading_count = out->facts.link_count = 0;
	}
	out->facts.readings = out->readings;
	out->facts.links = out->links;
	out->facts.barring = out->barring = g.barring.length ? strbuf_take(&g.barring) : NULL;
}

void facts_clear(struct gathered *g)
{
	free(g->readings);
	free(g->links);
	free(g->barring);
	*g = (struct gathered){ 0 };
}
