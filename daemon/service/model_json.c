#include "daemon/service/model_json.h"

#include <math.h>
#include <string.h>
#include <stdlib.h>

#include "daemon/diary/night.h"

/* Beyond this a double no longer tells every whole number. */
static const double exact_most = 9007199254740992.0;

json_t *json_int_or_null(int64_t v)
{
	return v == UNKNOWN ? json_null() : json_integer(v);
}

json_t *json_bool_or_null(int64_t v)
{
	return v == UNKNOWN ? json_null() : json_boolean(v != 0);
}

json_t *json_real_or_null(double v)
{
	if (!isfinite(v))
		return json_null();
	if (fabs(v) <= exact_most && trunc(v) == v)
		return json_integer((json_int_t)v);
	return json_real(v);
}

json_t *json_text_or_null(const char *s)
{
	json_t *text = str_empty(s) ? NULL : json_string(s);

	return text ? text : json_null();
}

json_t *json_instant_or_null(int64_t at, int32_t offset_s)
{
	char text[RFC3339_LENGTH + 1];

	rfc3339_format((struct instant){ at, offset_s }, text);
	return json_text_or_null(text);
}

json_t *json_date_or_null(int32_t night)
{
	char text[DATE_LENGTH + 1];

	date_format(night, text);
	return json_text_or_null(text);
}

json_t *json_word_shown(const char *word)
{
	enum { MOST = 80 }; /* nobody reads more of them */
	size_t n = word ? strlen(word) : 0;

	if (n > MOST) {
		n = MOST;
		while (n > 0 && ((unsigned char)word[n] & 0xC0) == 0x80)
			n--;
	}
	return json_stringn(word ? word : "", n);
}

/* When it was said, by the clock of the one who said it. */
static json_t *recorded_json(int64_t at, const char *zone)
{
	struct instant there = zone_instant(zone, at);

	return json_instant_or_null(there.at, there.offset_s);
}

static json_t *words_json(const id_text *words, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_string(words[i]));
	return list;
}

static json_t *relief_json(const struct episode *e)
{
	json_t *list = json_array();

	for (size_t i = 0; i < e->relief_count; i++) {
		const struct relief_use *use = &e->relief[i];
		json_t *one = json_object();

		json_object_set_new(one, "method", json_string(use->method));
		json_object_set_new(one, "order", json_integer((json_int_t)i + 1));
		json_object_set_new(one, "seconds", json_int_or_null(use->seconds));
		json_object_set_new(one, "worked", json_bool_or_null(use->worked));
		json_object_set_new(one, "effect", json_int_or_null(use->effect));
		json_array_append_new(list, one);
	}
	return list;
}

json_t *episode_to_json(const struct episode *e, int64_t repeat_of_id)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", json_int_or_null(e->id));
	json_object_set_new(o, "uid", json_string(e->uid));
	json_object_set_new(o, "night", json_date_or_null(e->night));
	json_object_set_new(o, "onset", json_instant_or_null(e->onset.at, e->onset.offset_s));
	json_object_set_new(o, "precision", json_string(e->precision));
	json_object_set_new(o, "zone", json_string(e->zone));
	json_object_set_new(o, "recorded_at", recorded_json(e->recorded_at, e->zone));
	json_object_set_new(o, "muscles", words_json(e->muscles, e->muscle_count));
	json_object_set_new(o, "side", json_text_or_null(e->side));
	json_object_set_new(o, "severity", json_int_or_null(e->severity));
	json_object_set_new(o, "duration_s", json_int_or_null(e->duration_s));
	json_object_set_new(o, "woke", json_bool_or_null(e->woke));
	json_object_set_new(o, "awake_min", json_int_or_null(e->awake_min));
	json_object_set_new(o, "sleep_disturbance", json_int_or_null(e->sleep_disturbance));
	json_object_set_new(o, "context", json_text_or_null(e->context));
	json_object_set_new(o, "soreness", json_int_or_null(e->soreness));
	json_object_set_new(o, "soreness_h", json_int_or_null(e->soreness_h));
	json_object_set_new(o, "distress", json_int_or_null(e->distress));
	json_object_set_new(o, "knot", json_bool_or_null(e->knot));
	json_object_set_new(o, "trigger", json_text_or_null(e->trigger));
	json_object_set_new(o, "posture", json_text_or_null(e->posture));
	json_object_set_new(o, "repeat_of", json_int_or_null(repeat_of_id));
	json_object_set_new(o, "red_flags", words_json(e->flags, e->flag_count));
	json_object_set_new(o, "relief", relief_json(e));
	json_object_set_new(o, "class", json_string(e->class));
	json_object_set_new(o, "class_reason", json_string(e->class_reason ? e->class_reason : ""));
	json_object_set_new(o, "draft", json_boolean(e->draft));
	json_object_set_new(o, "source", json_string(e->source));
	json_object_set_new(o, "note", json_text_or_null(e->note));
	return o;
}

static const char *level_name(int64_t level)
{
	return level == UNKNOWN ? NULL : level < 0 ? "less" : level > 0 ? "more" : "usual";
}

/* "yes" of a yes/no factor, "value" of the others; what is not known of either is null. */
static void set_value(json_t *o, const struct factor *factor, double value)
{
	bool yesno = factor && factor->kind == KIND_YESNO;

	json_object_set_new(o, "yes", yesno && !isnan(value) ? json_boolean(value != 0) : json_null());
	json_object_set_new(o, "value", yesno ? json_null() : json_real_or_null(value));
}

json_t *reading_to_json(const struct reading *r, const struct own_factors *own)
{
	const struct factor *factor = factor_by_id(r->factor, own);
	json_t *o = json_object();

	json_object_set_new(o, "id", json_int_or_null(r->id));
	json_object_set_new(o, "uid", json_string(r->uid));
	json_object_set_new(o, "factor", json_string(r->factor));
	set_value(o, factor, r->value);
	json_object_set_new(o, "level", json_text_or_null(level_name(r->level)));
	json_object_set_new(o, "effort", json_int_or_null(r->effort));
	json_object_set_new(o, "unit", json_string(factor ? factor->unit : ""));
	json_object_set_new(o, "at", json_instant_or_null(r->at, r->offset_s));
	json_object_set_new(o, "until", json_instant_or_null(r->until_at, r->offset_s));
	json_object_set_new(o, "night", json_date_or_null(r->night));
	json_object_set_new(o, "source", json_string(r->source));
	json_object_set_new(o, "note", json_text_or_null(r->note));
	json_object_set_new(o, "recorded_at", recorded_json(r->recorded_at, r->zone));
	return o;
}

json_t *nap_to_json(const struct nap *n)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", json_int_or_null(n->id));
	json_object_set_new(o, "uid", json_string(n->uid));
	json_object_set_new(o, "night", json_date_or_null(n->night));
	json_object_set_new(o, "start", json_instant_or_null(n->start_at, n->offset_s));
	json_object_set_new(o, "end", json_instant_or_null(n->end_at, n->offset_s));
	json_object_set_new(o, "source", json_string(n->source));
	json_object_set_new(o, "note", json_text_or_null(n->note));
	json_object_set_new(o, "recorded_at", recorded_json(n->recorded_at, n->zone));
	return o;
}

json_t *trait_to_json(const struct trait *t)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", json_int_or_null(t->id));
	json_object_set_new(o, "uid", json_string(t->uid));
	json_object_set_new(o, "trait", json_string(t->trait));
	set_value(o, factor_by_id(t->trait, NULL), t->value);
	json_object_set_new(o, "name", json_text_or_null(t->name));
	json_object_set_new(o, "dose", json_text_or_null(t->dose));
	json_object_set_new(o, "as_needed", json_bool_or_null(t->as_needed));
	json_object_set_new(o, "side", json_text_or_null(t->side));
	json_object_set_new(o, "from", json_date_or_null(t->from));
	json_object_set_new(o, "until", json_date_or_null(t->until));
	json_object_set_new(o, "note", json_text_or_null(t->note));
	json_object_set_new(o, "recorded_at", recorded_json(t->recorded_at, ""));
	return o;
}

/* One offset is kept for the evening; a morning after a change of the clock has another one, which the zone knows. */
static json_t *sleep_time_json(const struct night *n, int64_t at)
{
	const int64_t times[] = { n->into_bed_at, n->lights_out_at, n->final_awakening_at, n->out_of_bed_at };

	if (at == UNKNOWN)
		return json_null();
	for (size_t i = 0; i < ARRAY_LEN(times); i++) {
		if (times[i] == UNKNOWN)
			continue;
		if (zone_instant(n->zone, times[i]).offset_s != n->offset_s)
			break;
		return json_instant_or_null(at, zone_instant(n->zone, at).offset_s);
	}
	return json_instant_or_null(at, n->offset_s);
}

json_t *sleep_to_json(const struct night *n)
{
	struct sleep_figures figures = night_sleep(n);
	json_t *o = json_object();

	json_object_set_new(o, "into_bed", sleep_time_json(n, n->into_bed_at));
	json_object_set_new(o, "lights_out", sleep_time_json(n, n->lights_out_at));
	json_object_set_new(o, "sol_min", json_int_or_null(n->sol_min));
	json_object_set_new(o, "awakenings", json_int_or_null(n->awakenings));
	json_object_set_new(o, "waso_min", json_int_or_null(n->waso_min));
	json_object_set_new(o, "final_awakening", sleep_time_json(n, n->final_awakening_at));
	json_object_set_new(o, "out_of_bed", sleep_time_json(n, n->out_of_bed_at));
	json_object_set_new(o, "quality", json_int_or_null(n->quality));
	json_object_set_new(o, "tib_min", json_int_or_null(figures.tib_min));
	json_object_set_new(o, "spt_min", json_int_or_null(figures.spt_min));
	json_object_set_new(o, "tst_min", json_int_or_null(figures.tst_min));
	json_object_set_new(o, "se_percent", json_real_or_null(figures.se_percent));
	return o;
}

json_t *night_to_json(const struct night *n, enum night_state state, int64_t episodes, json_t *naps, json_t *readings)
{
	json_t *o = json_object();

	json_object_set_new(o, "night", json_date_or_null(n->night));
	json_object_set_new(o, "state", json_string(night_state_name(state)));
	json_object_set_new(o, "episodes", json_integer(episodes));
	json_object_set_new(o, "sleep", sleep_to_json(n));
	json_object_set_new(o, "naps", naps ? naps : json_array());
	json_object_set_new(o, "readings", readings ? readings : json_object());
	json_object_set_new(o, "note", json_text_or_null(n->note));
	json_object_set_new(o, "id", json_int_or_null(n->id));
	return o;
}

json_t *batch_to_json(const struct batch *b)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", json_integer(b->id));
	json_object_set_new(o, "uid", json_string(b->uid));
	json_object_set_new(o, "at", recorded_json(b->at, b->zone));
	json_object_set_new(o, "zone", json_string(b->zone));
	json_object_set_new(o, "actor", json_string(b->actor));
	json_object_set_new(o, "command", json_string(b->command));
	json_object_set_new(o, "kind", json_string(b->kind));
	json_object_set_new(o, "target", json_int_or_null(b->target));
	json_object_set_new(o, "undone", json_boolean(b->undone));
	json_object_set_new(o, "changes", json_integer(b->changes));
	return o;
}

json_t *own_factor_to_json(const struct own_factor *f)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", json_string(f->id));
	json_object_set_new(o, "label", json_string(f->label ? f->label : ""));
	json_object_set_new(o, "kind", json_string(f->kind));
	json_object_set_new(o, "unit", json_string(f->unit));
	json_object_set_new(o, "window", json_string(f->window));
	json_object_set_new(o, "combine", json_string(f->combine));
	return o;
}

json_t *tracking_to_json(const struct tracking *t)
{
	json_t *o = json_object();

	json_object_set_new(o, "factor", json_string(t->factor));
	json_object_set_new(o, "tracked", json_boolean(t->tracked));
	json_object_set_new(o, "suspect", json_boolean(t->suspect));
	json_object_set_new(o, "suspect_since", recorded_json(t->suspect_at, ""));
	json_object_set_new(o, "lag", json_int_or_null(t->lag));
	json_object_set_new(o, "lag_since", recorded_json(t->lag_declared_at, ""));
	return o;
}

json_t *reminder_to_json(const struct reminder *r)
{
	json_t *o = json_object();

	json_object_set_new(o, "kind", json_string(r->kind));
	json_object_set_new(o, "night", json_date_or_null(r->night));
	json_object_set_new(o, "due", json_instant_or_null(r->due.at, r->due.offset_s));
	json_object_set_new(o, "state", json_string(r->state));
	json_object_set_new(o, "shown", recorded_json(r->shown_at, r->zone));
	json_object_set_new(o, "snooze_until", recorded_json(r->snooze_until_at, r->zone));
	json_object_set_new(o, "answered", recorded_json(r->answered_at, r->zone));
	json_object_set_new(o, "answer", json_text_or_null(r->answer));
	json_object_set_new(o, "trouble", json_text_or_null(r->trouble));
	return o;
}

json_t *warning_to_json(const struct red_flag *flag)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", json_string(flag->id));
	json_object_set_new(o, "level", json_string(flag->level));
	json_object_set_new(o, "trigger", json_string(flag->trigger));
	json_object_set_new(o, "advice", json_string(flag->advice));
	return o;
}

json_t *exposure_to_json(const struct exposure *x, const struct factor *factor)
{
	if (isnan(x->value))
		return json_text_or_null(level_name(x->level));
	return factor->kind == KIND_YESNO ? json_boolean(x->value > 0) : json_real_or_null(x->value);
}
