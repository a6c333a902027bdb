/* org.crampd.Diary: own factors, and what is tracked and suspected. Factors, SetFactor, Track. */
#include <stdlib.h>
#include <string.h>

#include "daemon/app.h"
#include "daemon/service/change.h"
#include "daemon/service/json_model.h"
#include "daemon/service/judged.h"
#include "daemon/service/model_json.h"
#include "daemon/store/store.h"

/* Suspects share half of the weight of a report's tests, so they count only while they are few. */
enum { SUSPECTS_MAX = 5, LAG_MAX = 3 };

/* ---- Factors ---- */

static int on_own(const struct own_factor *f, void *data)
{
	json_array_append_new(data, own_factor_to_json(f));
	return 0;
}

struct tracked {
	json_t *list;
	struct strbuf said; /* ids of which the user said something, comma-separated */
};

static int on_tracking(const struct tracking *t, void *data)
{
	struct tracked *all = data;

	json_array_append_new(all->list, tracking_to_json(t));
	strbuf_add(&all->said, "%s,", t->factor);
	return 0;
}

/* What a factor is before the user says otherwise: tracked if the configuration lists it. */
static struct tracking untold(const struct app *app, const char *factor)
{
	struct tracking t = {
		.tracked = id_listed(app->config.tracked, factor),
		.suspect_at = UNKNOWN,
		.lag = UNKNOWN,
		.lag_declared_at = UNKNOWN,
		.recorded_at = UNKNOWN,
	};

	str_copy(t.factor, sizeof(t.factor), factor);
	return t;
}

static void add_configured(const struct app *app, struct tracked *all)
{
	for (size_t i = 0; i < catalogue_factor_count; i++) {
		struct tracking t = untold(app, catalogue_factors[i].id);

		if (t.tracked && !id_listed(all->said.text, t.factor))
			json_array_append_new(all->list, tracking_to_json(&t));
	}
	for (size_t i = 0; i < app->own.count; i++) {
		struct tracking t = untold(app, app->own.list[i].id);

		if (t.tracked && !id_listed(all->said.text, t.factor))
			json_array_append_new(all->list, tracking_to_json(&t));
	}
}

void api_diary_factors(struct call *call)
{
	struct app *app = call->app;
	struct tracked all = { .list = json_array() };
	json_t *own = json_array();
	int result = store_factors_each(app->store, on_own, own);

	if (result == 0)
		result = store_tracking_each(app->store, on_tracking, &all);
	add_configured(app, &all);
	strbuf_clear(&all.said);
	if (result == 0) {
		call_reply(call, json_pack("{s:o, s:o}", "own", own, "tracking", all.list));
		return;
	}
	json_decref(own);
	json_decref(all.list);
	call_failed(call, result);
}

/* ---- SetFactor ---- */

static bool same_kind(const struct own_factor *a, const struct own_factor *b)
{
	return str_equal(a->kind, b->kind) && str_equal(a->unit, b->unit) && str_equal(a->window, b->window) &&
	       str_equal(a->combine, b->combine);
}

/* The name must be free, or that of an own factor of the same sort, whose label is changed. */
static int check_name(struct change *c, const struct own_factor *f)
{
	struct own_factor there = { 0 };
	int result = store_factor_get(c->store, f->id, &there);
	bool taken = result == STORE_NOT_FOUND ? factor_find(f->id, NULL) != NULL : !same_kind(f, &there);

	own_factor_clear(&there);
	if (result < 0)
		return result;
	return taken ? change_refuse(c, "NameTaken", json_pack("{s:s}", "name", f->id)) : 0;
}

static int set_factor_first(struct change *c, json_t **reply)
{
	struct entry_fault fault;
	struct own_factor f = { .recorded_at = c->rules.now.at };
	int result = change_judge(c, own_factor_from_json(change_parameter(c, "factor"), &f, &fault), &fault);

	if (result == 0)
		result = change_judge(c, own_factor_check(&f, &fault), &fault);
	if (result == 0)
		result = check_name(c, &f);
	if (result == 0)
		result = store_factor_put(c->store, &f);
	if (result == 0)
		*reply = json_pack("{s:o}", "factor", own_factor_to_json(&f));
	own_factor_clear(&f);
	return result;
}

static int set_factor_again(struct change *c, json_t **reply)
{
	json_t *input = change_parameter(c, "factor");
	const char *id = json_string_value(json_object_get(input, "id"));
	struct own_factor f = { 0 };
	int result = store_factor_get(c->store, id, &f);

	if (result == STORE_NOT_FOUND)
		return change_no_entry(c, id);
	if (result == 0)
		*reply = json_pack("{s:o}", "factor", own_factor_to_json(&f));
	own_factor_clear(&f);
	return result;
}

void api_diary_set_factor(struct call *call)
{
	struct app *app = call->app;

	change_run(call, set_factor_first, set_factor_again);
	app_own_factors_changed(app);
}

/* ---- Track ---- */

static int get_tracking(struct change *c, const char *factor, struct tracking *t)
{
	int result = store_tracking_get(c->store, factor, t);

	if (result == STORE_NOT_FOUND) {
		*t = untold(c->call->app, factor);
		result = 0;
	}
	return result;
}

static int on_suspect(const struct tracking *t, void *data)
{
	*(int *)data += t->suspect;
	return 0;
}

static int set_suspect(struct change *c, struct tracking *t, bool suspect)
{
	int suspects = 0;
	int result = 0;
	bool judged = false;
	int32_t night;

	if (suspect && !t->suspect) {
		result = factor_is_judged(c->store, t->factor, &judged, &night);
		if (result == 0)
			result = store_tracking_each(c->store, on_suspect, &suspects);
	}
	if (result == 0 && judged)
		return change_refuse(c, "AlreadyJudged",
				     json_pack("{s:s, s:o}", "factor", t->factor, "night", json_date_or_null(night)));
	if (result == 0 && suspects >= SUSPECTS_MAX)
		return change_refuse(c, "TooManySuspects", json_pack("{s:i}", "limit", SUSPECTS_MAX));
	if (suspect != t->suspect)
		t->suspect_at = suspect ? c->rules.now.at : UNKNOWN;
	t->suspect = suspect;
	return result;
}

static int set_lag(struct change *c, struct tracking *t, const struct factor *factor, int64_t lag)
{
	int64_t present = t->lag != UNKNOWN ? t->lag : factor->lag;
	struct entry_fault fault = { .field = "lag", .value = (double)lag, .maximum = LAG_MAX };

	if (lag < 0 || lag > LAG_MAX)
		return change_judge(c, ENTRY_OUT_OF_RANGE, &fault);
	if (lag != present)
		t->lag_declared_at = c->rules.now.at;
	t->lag = lag;
	return 0;
}

/* The factor of the call by any of its names; traits are not asked night by night. */
static int find_factor(struct change *c, const struct factor **factor)
{
	const char *word = change_text(c, "factor");
	struct entry_fault fault = { .field = "factor", .word = word, .night = NO_NIGHT, .at = { .at = UNKNOWN } };

	*factor = factor_find(word, c->rules.own);
	if (!*factor)
		return change_judge(c, ENTRY_UNKNOWN_WORD, &fault);
	if ((*factor)->window != WINDOW_TRAIT)
		return 0;
	fault.word = (*factor)->id;
	fault.expected = "no tracking: it is a standing circumstance, told once as a trait";
	return change_judge(c, ENTRY_BAD_READING, &fault);
}

static int track_both(struct change *c, bool first, json_t **reply)
{
	json_t *tracked = change_parameter(c, "tracked"), *suspect = change_parameter(c, "suspect");
	json_t *lag = change_parameter(c, "lag");
	const struct factor *factor;
	struct tracking t;
	int result = find_factor(c, &factor);

	if (result == 0)
		result = get_tracking(c, factor->id, &t);
	if (result == 0 && first && suspect)
		result = set_suspect(c, &t, json_is_true(suspect));
	if (result == 0 && first && lag)
		result = set_lag(c, &t, factor, json_integer_value(lag));
	if (result == 0 && first && (tracked || suspect || lag)) {
		t.tracked = tracked ? json_is_true(tracked) : t.tracked;
		t.recorded_at = c->rules.now.at;
		result = store_tracking_put(c->store, &t);
	}
	if (result == 0)
		*reply = json_pack("{s:o}", "tracking", tracking_to_json(&t));
	return result;
}

static int track_first(struct change *c, json_t **reply)
{
	return track_both(c, true, reply);
}

static int track_again(struct change *c, json_t **reply)
{
	return track_both(c, false, reply);
}

void api_diary_track(struct call *call)
{
	change_run(call, track_first, track_again);
}
