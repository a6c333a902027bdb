#include "daemon/insight/verdicts_json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/insight/values_json.h"

/* An exposure that differs by more than this many standard deviations between recorded and unrecorded nights (A10). */
static const double notable_difference = 0.25;

static void put(json_t *row, const char *key, json_t *value)
{
	json_object_set_new(row, key, value);
}

/* ---- why ---- */

static json_t *gates(unsigned why)
{
	static const char *const names[] = { "nights", "cramp_nights", "one_side_rare", "imprecise", "held" };
	struct strbuf b = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (why & 1u << i)
			strbuf_add(&b, "%s%s", b.length ? "," : "", names[i]);
	json_t *text = b.length ? json_string(b.text) : json_null();
	strbuf_clear(&b);
	return text;
}

static json_t *inseparable(const struct verdicts *v, const struct association *a)
{
	struct strbuf b = { 0 };

	if (a->calendar)
		return json_string("calendar");
	for (size_t i = 0; i < ARRAY_LEN(a->inseparable); i++)
		if (a->inseparable[i] >= 0)
			strbuf_add(&b, "%s%s", b.length ? "," : "", v->table->columns[a->inseparable[i]].id);
	json_t *text = b.length ? json_string(b.text) : json_null();
	strbuf_clear(&b);
	return text;
}

static void put_left_out(json_t *row, const struct verdicts *v, size_t column)
{
	const char *beside = v->table->columns[v->beside[column]].source->factor->id;
	char *reason =
		xasprintf("%s:%s", v->left_out[column] == LEFT_OUT_DERIVED ? "derived_from" : "counts_as", beside);

	put(row, "verdict", json_string(verdict_name(VERDICT_CANNOT_BE_SEPARATED)));
	put(row, "verdict_reason", json_string(reason));
	free(reason);
}

static void put_verdict(json_t *row, const struct verdicts *v, const struct association *a, bool preliminary)
{
	enum verdict verdict = preliminary && a->verdict > VERDICT_UNCLEAR ? VERDICT_UNCLEAR : a->verdict;

	put(row, "verdict", json_string(verdict_name(verdict)));
	put(row, "verdict_reason", verdict == VERDICT_CANNOT_BE_SEPARATED ? inseparable(v, a) : gates(a->why));
}

/* ---- numbers ---- */

/* rate_ratio, ci_low, ci_high and p of one line; null where it is not known. */
static void put_estimate(json_t *o, const struct estimate *e)
{
	put(o, "rate_ratio", e->known ? real_json(exp(e->log_rr)) : json_null());
	put(o, "ci_low", e->known ? real_json(exp(e->log_low)) : json_null());
	put(o, "ci_high", e->known ? real_json(exp(e->log_high)) : json_null());
	put(o, "p", e->known ? real_json(e->p) : json_null());
}

/* A diary of two hundred factors that all move together would name forty thousand. */
enum { COMPANIONS_NAMED = 20 };

static json_t *companions(const struct verdicts *v, const struct association *a)
{
	json_t *list = json_array();

	for (size_t i = 0; i < a->companion_count && i < COMPANIONS_NAMED; i++)
		json_array_append_new(list, json_string(v->table->columns[a->companions[i]].id));
	return list;
}

static void put_companions(json_t *o, const struct verdicts *v, const struct association *a)
{
	put(o, "companions", companions(v, a));
	put(o, "companions_unnamed",
	    json_integer(a->companion_count > COMPANIONS_NAMED ? (json_int_t)(a->companion_count - COMPANIONS_NAMED)
							       : 0));
}

/* With what it is held apart from: a verdict that stands has the companions of its look, this line those of today. */
static json_t *own_line(const struct verdicts *v, const struct association *a)
{
	if (!a->b.known)
		return json_null();
	json_t *own = json_object();
	put_estimate(own, &a->b);
	put_companions(own, v, a);
	return own;
}

static json_t *attribution(enum attribution a)
{
	return a == ATTRIBUTION_NONE ? json_null() : json_string(a == ATTRIBUTION_SHARED ? "shared" : "specific");
}

static void put_numbers(json_t *row, const struct verdicts *v, const struct association *a)
{
	const struct effect *e = &a->a.effect;

	put_estimate(row, &a->a);
	put(row, "q", real_json(a->q));
	put(row, "phi", a->a.known ? real_json(e->phi) : json_null());
	put(row, "v", a->a.known ? real_json(e->v) : json_null());
	put(row, "r2", a->a.known ? real_json(e->r2) : json_null());
	put(row, "own", own_line(v, a));
	put(row, "attribution", attribution(a->attribution));
	put_companions(row, v, a);
	put(row, "nights_used", json_integer(a->nights));
	put(row, "nights_needed", a->nights_needed == UNKNOWN ? json_null() : json_integer(a->nights_needed));
}

/* ---- cautions ---- */

void verdict_caution(json_t *row, json_t *caution)
{
	json_array_append_new(json_object_get(row, "cautions"), caution);
}

static void put_cautions(json_t *row, const struct verdicts *v, size_t column)
{
	const struct exposure_column *c = &v->table->columns[column];
	struct missingness m = verdicts_missingness(v, column);

	put(row, "cautions", json_array());
	if (fabs(m.difference) > notable_difference)
		verdict_caution(row, json_pack("{s:s, s:I, s:f}", "kind", "unrecorded_nights_differ", "nights",
					       (json_int_t)m.unlogged, "difference_sd", m.difference));
	int64_t late = column_late(c->source, v->table->count);
	if (c->source->factor->window == WINDOW_NIGHT && late > 0)
		verdict_caution(row, json_pack("{s:s, s:I}", "kind", "typed_after_cramp", "nights", (json_int_t)late));
}

/* What the documents expect of more of it. The ends of a U are both said to raise the risk. */
static json_t *expected(const struct exposure_column *c)
{
	const struct factor *f = c->source->factor;

	if (f->own || str_empty(f->direction))
		return json_null();
	return json_string(c->end == U_NONE ? f->direction : "+");
}

void verdict_put_well_recorded(json_t *row, const struct verdicts *v, size_t column)
{
	const struct association *a = &v->report.list[column];
	json_t *o = json_object();

	put_estimate(o, &a->a);
	put(o, "nights", json_integer(a->nights));
	put(o, "verdict", json_string(verdict_name(a->verdict)));
	put(row, "well_recorded", o);
}

void verdict_put(json_t *row, const struct verdicts *v, size_t column, bool preliminary)
{
	const struct association *a = &v->report.list[column];

	put_numbers(row, v, a);
	if (v->left_out[column] == ASKED)
		put_verdict(row, v, a, preliminary);
	else
		put_left_out(row, v, column);
	if (preliminary) {
		put(row, "q", json_null());
		put(row, "attribution", json_null());
	}
	put(row, "standing", json_null());
	put(row, "at_look", json_null());
	put(row, "well_recorded", json_null());
	put(row, "suspect", json_boolean(v->table->columns[column].source->suspect));
	put(row, "suspect_since", instant_json(v->table->columns[column].source->suspect_at));
	put(row, "expected", expected(&v->table->columns[column]));
	put_cautions(row, v, column);
}

/* ---- looks ---- */

static bool is_verdict(json_t *row, enum verdict v)
{
	return str_equal(json_string_value(json_object_get(row, "verdict")), verdict_name(v));
}

bool verdict_is_link(json_t *row)
{
	return is_verdict(row, VERDICT_STRONG) || is_verdict(row, VERDICT_SOME);
}

static bool raises(json_t *row)
{
	return json_number_value(json_object_get(row, "rate_ratio")) > 1;
}

json_t *verdict_standing(json_t *row, json_t *before)
{
	bool strong = is_verdict(row, VERDICT_STRONG), was = before && is_verdict(before, VERDICT_STRONG);

	/* A link that turned round is another one. */
	return strong && was && raises(row) == raises(before) ? json_string("confirmed")
	       : strong					      ? json_string("new")
	       : was					      ? json_string("withdrawn")
							      : json_null();
}

/* It was not asked of the look: nothing is claimed of it until the next. */
static void wait_for_look(json_t *row)
{
	if (verdict_is_link(row) || is_verdict(row, VERDICT_LITTLE_EFFECT)) {
		put(row, "verdict", json_string(verdict_name(VERDICT_UNCLEAR)));
		put(row, "verdict_reason", json_string("next_look"));
	}
	put(row, "p", json_null());
	put(row, "q", json_null());
	put(row, "attribution", json_null());
}

static void keep_caution(json_t *row, json_t *looked)
{
	json_t *caution;
	size_t i;

	json_array_foreach(json_object_get(looked, "cautions"), i, caution)
	{
		if (str_equal(json_string_value(json_object_get(caution, "kind")), "typed_late"))
			verdict_caution(row, json_incref(caution));
	}
}

void verdict_stand(json_t *row, json_t *looked)
{
	static const char *const pronounced[] = { "verdict",	"verdict_reason",     "attribution",
						  "companions", "companions_unnamed", "p",
						  "q",		"standing",	      "well_recorded" };
	static const char *const measured[] = { "rate_ratio", "ci_low", "ci_high", "own", "nights_used" };

	/* With another lag it is another question. */
	if (!looked || !json_equal(json_object_get(looked, "lag"), json_object_get(row, "lag"))) {
		wait_for_look(row);
		return;
	}
	keep_caution(row, looked);
	json_t *then = json_object();
	for (size_t i = 0; i < ARRAY_LEN(measured); i++)
		json_object_set(then, measured[i], json_object_get(looked, measured[i]));
	put(row, "at_look", then);
	for (size_t i = 0; i < ARRAY_LEN(pronounced); i++)
		json_object_set(row, pronounced[i], json_object_get(looked, pronounced[i]));
}
