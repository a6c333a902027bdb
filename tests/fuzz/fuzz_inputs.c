/*
 * Any JSON as the inputs of org.crampd.Diary, after the check of types that the service makes: refused with a reason,
 * or an entry that keeps to the schema and whose JSON keeps to the interface.
 *
 * {"episode": …, "reading": …, "sleep": …, "nap": …, "trait": …, "factor": …, "clear": […]}, each as far as it is
 * there.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/proto.h"
#include "cramp/util.h"
#include "daemon/diary/classify.h"
#include "daemon/diary/night.h"
#include "daemon/diary/warning.h"
#include "daemon/service/json_model.h"
#include "daemon/service/model_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct entry_rules rules = {
	.now = { 1795334400, 3600 }, /* 2026-11-22T09:00+01:00 */
	.night_starts_min = 720,
	.day_starts_min = 240,
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* A refusal names what it is about. */
static bool accepted(enum entry_answer answer, const struct entry_fault *fault)
{
	if (answer != ENTRY_OK)
		must(!str_empty(fault->field) && (answer != ENTRY_MALFORMED || !str_empty(fault->expected)) &&
		     (answer != ENTRY_WRONG_ORDER || !str_empty(fault->other)));
	return answer == ENTRY_OK;
}

static const struct proto_field *field_of(const char *method, const char *name, bool out)
{
	const struct proto_method *m = proto_method_find(proto_interface_find("org.crampd.Diary"), method);
	const struct proto_field *f = out ? m->out : m->in;

	while (strcmp(f->name, name) != 0)
		f++;
	return f;
}

/* Is the value of the type of a method's parameter? */
static bool typed(const char *method, const char *name, bool out, json_t *value)
{
	struct proto_field fields[2] = { *field_of(method, name, out) };
	json_t *parameters = json_object();
	bool fits;

	fields[0].container = PROTO_ONE;
	json_object_set(parameters, name, value);
	fits = !proto_check(fields, parameters);
	json_decref(parameters);
	return fits;
}

static void must_be(const char *method, const char *name, json_t *value)
{
	must(typed(method, name, true, value));
	json_decref(value);
}

static bool within(int64_t value, int64_t minimum, int64_t maximum)
{
	return value == UNKNOWN || (value >= minimum && value <= maximum);
}

static void check_episode(struct episode *e)
{
	const struct red_flag *flags[WARNINGS_MAX];
	struct circumstances around;
	struct entry_fault fault = { 0 };

	if (!accepted(episode_check(e, &rules, &fault), &fault))
		return;
	must(e->night != NO_NIGHT && (e->onset.at == UNKNOWN) == (strcmp(e->precision, "night") == 0));
	must(within(e->severity, 0, 10) && within(e->duration_s, 0, 86400) && within(e->awake_min, 0, 1440) &&
	     within(e->sleep_disturbance, 0, 10) && within(e->distress, 0, 3) && within(e->soreness, 0, 10) &&
	     within(e->soreness_h, 0, 720));
	for (size_t i = 0; i < e->muscle_count; i++)
		must(word_by_id("muscle", e->muscles[i]) != NULL);
	circumstances_init(&around, rules.night_starts_min);
	classify(e, &around);
	must(!str_empty(e->class) && !str_empty(e->class_reason));
	episode_warnings(e, flags);
	must_be("Episodes", "episode", episode_to_json(e, 1));
}

static void try_episode(json_t *input, json_t *clear)
{
	struct entry_fault fault = { 0 };
	struct episode e;
	json_t *name;
	size_t i;

	episode_init(&e);
	e.id = 1;
	e.recorded_at = rules.now.at;
	if (accepted(episode_from_json(input, &e, &fault), &fault)) {
		check_episode(&e);
		json_array_foreach(clear, i, name)
		{
			if (json_is_string(name))
				accepted(episode_forget(&e, json_string_value(name), &fault), &fault);
		}
		check_episode(&e);
	}
	episode_clear(&e);
}

static void try_reading(json_t *input, json_t *clear)
{
	struct entry_fault fault = { 0 };
	struct reading r;
	json_t *name;
	size_t i;

	reading_init(&r);
	r.id = 1;
	r.recorded_at = rules.now.at;
	if (!accepted(reading_from_json(input, NULL, &r, &fault), &fault))
		goto out;
	json_array_foreach(clear, i, name)
	{
		if (json_is_string(name))
			accepted(reading_forget(&r, json_string_value(name), &fault), &fault);
	}
	if (!accepted(reading_check(&r, &rules, &fault), &fault))
		goto out;
	must(r.night != NO_NIGHT && isnan(r.value) == (r.level != UNKNOWN) && !(fabs(r.value) > 1e9));
	must(within(r.level, -1, 1) && within(r.effort, 0, 10));
	must(r.at == UNKNOWN || r.until_at == UNKNOWN || r.at <= r.until_at);
	must_be("Readings", "reading", reading_to_json(&r, NULL));
out:
	reading_clear(&r);
}

static void try_sleep(json_t *input)
{
	struct entry_fault fault = { 0 };
	struct night n;

	night_init(&n);
	n.night = 20778;
	if (accepted(sleep_from_json(input, &n, &fault), &fault) &&
	    accepted(night_entry_check(&n, &rules, &fault), &fault)) {
		struct sleep_figures f = night_sleep(&n);

		must(f.tst_min == UNKNOWN || f.tst_min >= 0);
		must(f.tib_min == UNKNOWN || f.tib_min >= 0);
		must(isnan(f.se_percent) || (f.se_percent >= 0 && f.se_percent <= 100));
		must_be("Nights", "night", night_to_json(&n, STATE_UNKNOWN, 0, NULL, NULL));
	}
	night_clear(&n);
}

static void try_nap(json_t *input)
{
	struct entry_fault fault = { 0 };
	struct nap n;

	nap_init(&n);
	if (accepted(nap_from_json(input, &n, &fault), &fault) && accepted(nap_check(&n, &rules, &fault), &fault))
		must(n.start_at < n.end_at && n.night != NO_NIGHT);
	nap_clear(&n);
}

static void try_trait(json_t *input)
{
	struct entry_fault fault = { 0 };
	struct trait t;

	trait_init(&t);
	t.id = 1;
	t.recorded_at = rules.now.at;
	if (accepted(trait_from_json(input, &t, &fault), &fault) && accepted(trait_check(&t, &rules, &fault), &fault)) {
		must(t.from == NO_NIGHT || t.until == NO_NIGHT || t.from <= t.until);
		must_be("Traits", "trait", trait_to_json(&t));
	}
	trait_clear(&t);
}

static void try_factor(json_t *input)
{
	struct entry_fault fault = { 0 };
	struct own_factor f = { 0 };

	if (accepted(own_factor_from_json(input, &f, &fault), &fault) && accepted(own_factor_check(&f, &fault), &fault))
		must_be("SetFactor", "factor", own_factor_to_json(&f));
	own_factor_clear(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *root = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL), *part, *clear;

	clear = json_object_get(root, "clear");
	if ((part = json_object_get(root, "episode")) && typed("Log", "episode", false, part))
		try_episode(part, clear);
	if ((part = json_object_get(root, "reading")) && typed("Add", "reading", false, part))
		try_reading(part, clear);
	if ((part = json_object_get(root, "sleep")) && typed("Sleep", "sleep", false, part))
		try_sleep(part);
	if ((part = json_object_get(root, "nap")) && !json_is_null(part) && typed("Sleep", "naps", false, part))
		try_nap(part);
	if ((part = json_object_get(root, "trait")) && typed("SetTrait", "trait", false, part))
		try_trait(part);
	if ((part = json_object_get(root, "factor")) && typed("SetFactor", "factor", false, part))
		try_factor(part);
	json_decref(root);
	return 0;
}
