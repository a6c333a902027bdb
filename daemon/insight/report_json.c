#include "daemon/insight/report_json.h"

#include <math.h>

#include "daemon/insight/values_json.h"
#include "daemon/insight/verdicts_json.h"

static json_t *text(const char *s)
{
	return str_empty(s) ? json_null() : json_string(s);
}

static json_t *share(double fraction)
{
	return real_json(100 * fraction);
}

static json_t *states(const struct coverage *c)
{
	return json_pack("{s:I, s:I, s:I}", "cramp", (json_int_t)c->cramp, "free", (json_int_t)c->free, "unknown",
			 (json_int_t)c->unknown);
}

/* Cramp nights of recorded nights with its Wilson interval, per cent; null of none. */
static json_t *proportion(int64_t k, int64_t n)
{
	struct interval i = wilson95(k, n);

	if (n == 0)
		return json_null();
	return json_pack("{s:o, s:o, s:o}", "percent", share((double)k / (double)n), "wilson_low", share(i.low),
			 "wilson_high", share(i.high));
}

/* The counts that the range and the weeks before it both have. */
static void put_coverage(json_t *o, const struct coverage *c)
{
	json_object_set_new(o, "nights", states(c));
	json_object_set_new(o, "recorded", json_integer(coverage_recorded(c)));
	json_object_set_new(o, "cramp_share", proportion(c->cramp, coverage_recorded(c)));
	json_object_set_new(o, "episodes", json_integer(c->episodes));
	json_object_set_new(o, "cramps_per_week", real_json(c->cramps_per_week));
}

static json_t *strip(const struct week *w, const struct table *t)
{
	json_t *list;
	size_t row = 0;

	if ((int64_t)w->to - w->from >= STRIP_NIGHTS)
		return json_null();
	list = json_array();
	for (int32_t night = w->from; night <= w->last; night++) {
		enum night_state state = STATE_UNKNOWN;
		int64_t episodes = 0;

		while (row < t->count && t->nights[row].night < night)
			row++;
		if (row < t->count && t->nights[row].night == night) {
			state = t->nights[row].state;
			episodes = t->nights[row].cramps;
		}
		json_array_append_new(list, json_pack("{s:o, s:s, s:I}", "night", date_json(night), "state",
						      night_state_name(state), "episodes", (json_int_t)episodes));
	}
	return list;
}

static json_t *spread(const struct spread *s)
{
	return json_pack("{s:I, s:o, s:o}", "episodes", (json_int_t)s->known, "median", real_json(s->median), "max",
			 s->known ? json_integer((json_int_t)s->maximum) : json_null());
}

static json_t *places(const struct week *w)
{
	json_t *list = json_array();

	for (size_t i = 0; i < w->muscle_count; i++)
		json_array_append_new(list, json_pack("{s:s, s:I}", "muscle", w->muscles[i].muscle, "episodes",
						      (json_int_t)w->muscles[i].episodes));
	return list;
}

static json_t *hours(const struct week *w)
{
	json_t *list = json_array();

	for (int i = 0; i < HOURS; i++)
		json_array_append_new(list, json_integer(w->hours[i]));
	return list;
}

static void put_middle(json_t *o, const struct middle *m, const char *mean, const char *nights, const char *first,
		       const char *third)
{
	json_object_set_new(o, mean, real_json(m->mean));
	json_object_set_new(o, nights, json_integer(m->nights));
	json_object_set_new(o, first, real_json(m->first_quartile));
	json_object_set_new(o, third, real_json(m->third_quartile));
}

static json_t *sleep_means(const struct sleep_means *m)
{
	json_t *o = json_object();

	put_middle(o, &m->tst_min, "tst_min", "tst_nights", "tst_q1", "tst_q3");
	put_middle(o, &m->se_percent, "se_percent", "se_nights", "se_q1", "se_q3");
	put_middle(o, &m->awakenings, "awakenings", "awakening_nights", "awakenings_q1", "awakenings_q3");
	put_middle(o, &m->quality, "quality", "quality_nights", "quality_q1", "quality_q3");
	return o;
}

static json_t *relief(const struct week *w)
{
	json_t *list = json_array();

	for (size_t i = 0; i < w->relief_count; i++) {
		const struct relief_figures *r = &w->relief[i];

		json_array_append_new(list, json_pack("{s:s, s:I, s:I, s:I, s:I, s:o}", "method", r->method, "used",
						      (json_int_t)r->used, "told", (json_int_t)r->told, "worked",
						      (json_int_t)r->worked, "timed", (json_int_t)r->seconds.known,
						      "median_s", real_json(r->seconds.median)));
	}
	return list;
}

static json_t *measures(const struct week *w)
{
	json_t *list = json_array();

	for (size_t i = 0; i < w->measure_count; i++) {
		const struct measure_figures *m = &w->measures[i];

		json_array_append_new(list, json_pack("{s:s, s:s, s:I, s:I, s:I}", "id", m->factor->id, "label",
						      m->factor->label, "done", (json_int_t)m->done, "not_done",
						      (json_int_t)m->not_done, "unknown", (json_int_t)m->unknown));
	}
	return list;
}

static json_t *worst(const struct worst *e)
{
	json_t *muscles, *onset = json_null();
	char instant[RFC3339_LENGTH + 1];

	if (e->id == 0)
		return json_null();
	if (e->onset.at != UNKNOWN) {
		rfc3339_format(e->onset, instant);
		onset = json_string(instant);
	}
	muscles = json_array();
	for (size_t i = 0; i < e->muscle_count; i++)
		json_array_append_new(muscles, json_string(e->muscles[i]));
	return json_pack("{s:I, s:o, s:o, s:s, s:o, s:o, s:o, s:o}", "id", (json_int_t)e->id, "night",
			 date_json(e->night), "onset", onset, "precision", e->precision, "severity",
			 whole_json(e->severity), "duration_s", whole_json(e->duration_s), "side", text(e->side),
			 "muscles", muscles);
}

static json_t *before(const struct week *w)
{
	json_t *o = json_object();

	json_object_set_new(o, "from", date_json(w->before_from));
	json_object_set_new(o, "to", date_json(w->from - 1));
	put_coverage(o, &w->before);
	return o;
}

/* The diary begins with its first recorded night; `nights` counts from there to the end of the range, gaps included. */
static json_t *diary(const struct week *w, const struct table *t)
{
	int32_t first = NO_NIGHT, last = NO_NIGHT;
	int64_t recorded = 0;

	for (size_t i = 0; i < t->count; i++) {
		if (t->nights[i].state == STATE_UNKNOWN)
			continue;
		if (first == NO_NIGHT)
			first = t->nights[i].night;
		last = t->nights[i].night;
		recorded++;
	}
	return json_pack("{s:o, s:o, s:I, s:I}", "first", date_json(first), "last", date_json(last), "nights",
			 (json_int_t)(recorded ? (int64_t)w->until - first + 1 : 0), "recorded", (json_int_t)recorded);
}

static json_t *group(const struct group *g)
{
	json_t *o = json_object();
	bool any = g->nights > 0;

	json_object_set_new(o, "nights", json_integer(g->nights));
	json_object_set_new(o, "cramp_nights", json_integer(g->cramp_nights));
	json_object_set_new(o, "percent", any ? share((double)g->cramp_nights / (double)g->nights) : json_null());
	json_object_set_new(o, "wilson_low", any ? share(g->wilson.low) : json_null());
	json_object_set_new(o, "wilson_high", any ? share(g->wilson.high) : json_null());
	json_object_set_new(o, "median", real_json(g->median));
	json_object_set_new(o, "edge", real_json(g->edge));
	return o;
}

void column_put(json_t *row, const struct exposure_column *c)
{
	bool cut = isfinite(c->cut);

	json_object_set_new(row, "id", json_string(c->id));
	json_object_set_new(row, "kind", json_string(c->binary ? "binary" : "continuous"));
	json_object_set_new(row, "lag", json_integer(c->source->lag));
	json_object_set_new(row, "source", json_string(c->source->factor->id));
	json_object_set_new(row, "end", c->end == U_NONE ? json_null() : json_string(c->end == U_LOW ? "low" : "high"));
	json_object_set_new(row, "cut", real_json(c->cut));
	json_object_set_new(row, "cut_open", cut ? json_boolean(c->open) : json_null());
}

static json_t *factor(const struct table *t, const struct exposure_column *c)
{
	const struct column *source = c->source;
	json_t *o = json_object();
	struct contrast groups;

	table_contrast(t, c, &groups);
	column_put(o, c);
	json_object_set_new(o, "label", json_string(c->label));
	json_object_set_new(o, "unit", json_string(c->unit));
	json_object_set_new(o, "low", group(&groups.low));
	json_object_set_new(o, "high", group(&groups.high));
	json_object_set_new(o, "nights_known", json_integer(groups.known));
	json_object_set_new(o, "typed_after_cramp", json_integer(column_late(source, t->count)));
	json_object_set_new(o, "tracked", json_boolean(source->tracked));
	json_object_set_new(o, "suspect", json_boolean(source->suspect));
	json_object_set_new(o, "source_unit", json_string(source->factor->unit));
	return o;
}

static json_t *factors(const struct table *t)
{
	json_t *list = json_array();

	for (size_t i = 0; i < t->column_count; i++)
		json_array_append_new(list, factor(t, &t->columns[i]));
	return list;
}

static json_t *counts(const int64_t *list, size_t count)
{
	json_t *a = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(a, json_integer(list[i]));
	return a;
}

static json_t *classes(const struct features *f)
{
	json_t *o = json_object();

	for (size_t i = 0; i < CLASSES; i++)
		json_object_set_new(o, class_names[i], json_integer(f->classes[i]));
	return o;
}

static json_t *durations(const struct features *f)
{
	json_t *list = json_array();

	for (size_t i = 0; i < DURATION_CLASSES; i++)
		json_array_append_new(
			list,
			json_pack("{s:I, s:o, s:I}", "from_s", (json_int_t)(i ? duration_edges_s[i - 1] : 0), "below_s",
				  i + 1 < DURATION_CLASSES ? json_integer(duration_edges_s[i]) : json_null(),
				  "episodes", (json_int_t)f->durations[i]));
	return list;
}

static json_t *features(const struct features *f)
{
	json_t *list = json_array();

	for (size_t i = 0; i < FEATURES; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:I, s:I, s:I}", "id", f->list[i].id, "state",
						      feature_state_name(feature_state(&f->list[i])), "yes",
						      (json_int_t)f->list[i].yes, "no", (json_int_t)f->list[i].no,
						      "untold", (json_int_t)f->list[i].untold));
	return list;
}

/* Everything about the episodes of the range. */
static void put_episodes(json_t *o, const struct week *w)
{
	json_object_set_new(o, "daytime", json_integer(w->daytime));
	json_object_set_new(o, "classes", classes(&w->features));
	json_object_set_new(o, "features", features(&w->features));
	json_object_set_new(o, "severity", spread(&w->severity));
	json_object_set_new(o, "severities", counts(w->features.severities, SEVERITIES));
	json_object_set_new(o, "duration_s", spread(&w->duration_s));
	json_object_set_new(o, "durations", durations(&w->features));
	json_object_set_new(o, "awake_min", spread(&w->awake_min));
	json_object_set_new(o, "sides",
			    json_pack("{s:I, s:I, s:I, s:I}", "left", (json_int_t)w->left, "right",
				      (json_int_t)w->right, "both", (json_int_t)w->both, "unknown",
				      (json_int_t)w->side_unknown));
	json_object_set_new(o, "muscles", places(w));
	json_object_set_new(o, "muscle_unknown", json_integer(w->muscle_unknown));
	json_object_set_new(o, "hours", hours(w));
	json_object_set_new(o, "hour_unknown", json_integer(w->hour_unknown));
	json_object_set_new(o, "sore_nights", json_integer(w->sore_nights));
	json_object_set_new(o, "worst", worst(&w->worst));
	json_object_set_new(o, "relief", relief(w));
}

json_t *figures_to_json(const struct week *w)
{
	json_t *o = json_object();

	json_object_set_new(o, "from", date_json(w->from));
	json_object_set_new(o, "to", date_json(w->to));
	json_object_set_new(o, "ended", json_integer((int64_t)w->last - w->from + 1));
	put_coverage(o, &w->now);
	json_object_set_new(o, "enough", json_boolean(coverage_enough(&w->now)));
	put_episodes(o, w);
	json_object_set_new(
		o, "sleep",
		json_pack("{s:o, s:o}", "cramp", sleep_means(&w->sleep_cramp), "free", sleep_means(&w->sleep_free)));
	json_object_set_new(o, "measures", measures(w));
	return o;
}

json_t *report_to_json(const struct week *w, const struct table *t)
{
	json_t *o = figures_to_json(w);

	json_object_set_new(o, "strip", strip(w, t));
	json_object_set_new(o, "before", before(w));
	json_object_set_new(o, "change", real_json(w->change));
	json_object_set_new(o, "diary", diary(w, t));
	json_object_set_new(o, "factors", factors(t));
	json_object_set_new(o, "untestable", json_array());
	json_object_set_new(o, "settings", json_pack("{s:s, s:i}", "method", "A", "version", METHOD_VERSION));
	return o;
}

void report_trait(json_t *report, const struct trait *t)
{
	json_t *list = json_object_get(report, "untestable"), *there;
	const struct factor *f = factor_by_id(t->trait, NULL);
	size_t i;

	json_array_foreach(list, i, there)
	{
		if (str_equal(json_string_value(json_object_get(there, "id")), t->trait))
			return;
	}
	json_array_append_new(list,
			      json_pack("{s:s, s:s, s:s, s:o, s:o}", "id", t->trait, "label", f ? f->label : t->trait,
					"reason", "trait", "from", date_json(t->from), "until", date_json(t->until)));
}

void report_suspects(json_t *report, const struct rows *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->column_count; i++) {
		const struct column *c = &r->columns[i];
		if (c->suspect)
			json_array_append_new(list, json_pack("{s:s, s:s, s:o}", "id", c->factor->id, "label",
							      c->factor->label, "since", instant_json(c->suspect_at)));
	}
	json_object_set_new(report, "suspects", list);
}

static json_t *judged(const struct table *t, const struct exposure_column *c)
{
	struct contrast groups;

	table_contrast(t, c, &groups);
	return json_pack("{s:o, s:b, s:o, s:o}", "cut", real_json(c->cut), "cut_open", c->open, "low",
			 group(&groups.low), "high", group(&groups.high));
}

void report_put_judged_groups(json_t *report, const struct table *t)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		const struct exposure_column *c = &t->columns[i];
		bool moved = c->end != U_NONE && isfinite(c->cut) &&
			     (c->cut != json_number_value(json_object_get(row, "cut")) ||
			      c->open != json_is_true(json_object_get(row, "cut_open")));
		json_object_set_new(row, "as_judged", moved ? judged(t, c) : json_null());
	}
}
