/* The wire's JSON of the diary: what the structs become, what inputs become, and that one is the other's inverse. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/proto.h"
#include "cramp/wire.h"
#include "daemon/service/json_model.h"
#include "daemon/service/model_json.h"

static json_t *parsed(const char *text)
{
	json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);

	assert_non_null(value);
	return value;
}

/* The value as it goes over the wire; takes ownership. */
static void assert_json(json_t *value, const char *text)
{
	char *got = json_text(value);

	assert_string_equal(got, text);
	free(got);
	json_decref(value);
}

static void test_json_real_is_written_as_typed(void **state)
{
	(void)state;
	assert_json(json_real_or_null(17.4), "17.4");
	assert_json(json_real_or_null(0.1), "0.1");
	assert_json(json_real_or_null(300), "300");
	assert_json(json_real_or_null(-0.5), "-0.5");
	assert_json(json_real_or_null(1e9), "1000000000");
	assert_json(json_real_or_null(NAN), "null");
	assert_json(json_real_or_null(INFINITY), "null");
	assert_json(json_real_or_null(-INFINITY), "null");
}

static void test_json_unknown_is_null(void **state)
{
	(void)state;
	assert_json(json_int_or_null(UNKNOWN), "null");
	assert_json(json_int_or_null(0), "0");
	assert_json(json_bool_or_null(UNKNOWN), "null");
	assert_json(json_bool_or_null(0), "false");
	assert_json(json_text_or_null(""), "null");
	assert_json(json_text_or_null(NULL), "null");
	assert_json(json_date_or_null(NO_NIGHT), "null");
	assert_json(json_instant_or_null(UNKNOWN, 3600), "null");
	assert_json(json_instant_or_null(1795313400, 3600), "\"2026-11-22T03:10:00+01:00\"");
}

/* An input of a method, checked as the service does. */
static json_t *input_of(const char *method, const char *key, const char *text)
{
	const struct proto_method *m = proto_method_find(proto_interface_find("org.crampd.Diary"), method);
	json_t *parameters = json_object(), *input = parsed(text);
	const struct proto_field *f;

	for (f = m->in; strcmp(f->name, key) != 0; f++)
		;
	json_object_set(parameters, key, input);
	assert_null(proto_check((const struct proto_field[]){ *f, { 0 } }, parameters));
	json_decref(parameters);
	return input;
}

static const char full_episode[] =
	"{\"onset\":\"2026-11-22T03:10:00+01:00\",\"precision\":\"approximate\",\"muscles\":[\"calf\",\"toes\"],"
	"\"side\":\"left\",\"severity\":7,\"duration_s\":120,\"woke\":true,\"awake_min\":15,\"sleep_disturbance\":6,"
	"\"context\":\"asleep\",\"distress\":2,\"soreness\":4,\"soreness_h\":12,\"knot\":false,"
	"\"trigger\":\"foot_pointing\",\"posture\":\"prone\",\"red_flags\":[\"numb\"],\"relief\":["
	"{\"method\":\"massage_upward\",\"order\":2,\"worked\":true},"
	"{\"method\":\"stretch_dorsiflex\",\"order\":1,\"seconds\":30,\"effect\":1}],"
	"\"class\":\"unclear\",\"draft\":true,\"note\":\"grüße\"}";

static void test_episode_there_and_back(void **state)
{
	json_t *input = input_of("Log", "episode", full_episode), *out, *key_out, *value;
	struct entry_fault fault;
	struct episode e;
	const char *key;

	(void)state;
	episode_init(&e);
	assert_int_equal(episode_from_json(input, &e, &fault), ENTRY_OK);
	assert_int_equal(e.relief_count, 2);
	assert_string_equal(e.relief[0].method, "stretch_dorsiflex");
	assert_int_equal(e.relief[0].worked, UNKNOWN);
	assert_int_equal(e.relief[1].seconds, UNKNOWN);
	assert_true(e.class_manual);
	assert_int_equal(e.night, NO_NIGHT);
	out = episode_to_json(&e, 40);
	json_object_foreach(input, key, value)
	{
		key_out = json_object_get(out, key);
		if (strcmp(key, "relief") != 0)
			assert_true(json_equal(key_out, value));
	}
	assert_int_equal(json_integer_value(json_object_get(out, "repeat_of")), 40);
	key_out = json_array_get(json_object_get(out, "relief"), 1);
	assert_string_equal(json_string_value(json_object_get(key_out, "method")), "massage_upward");
	assert_int_equal(json_integer_value(json_object_get(key_out, "order")), 2);
	assert_true(json_is_true(json_object_get(key_out, "worked")));
	assert_true(json_is_null(json_object_get(key_out, "seconds")));
	json_decref(out);
	json_decref(input);
	episode_clear(&e);
}

/* What was not told is null, for every key but those that always are. */
static void test_episode_unknown_is_null(void **state)
{
	static const char *const known[] = { "uid",    "precision", "zone",	    "muscles", "red_flags",
					     "relief", "class",	    "class_reason", "draft",   "source" };
	struct episode e;
	const char *key;
	json_t *out, *value;

	(void)state;
	episode_init(&e);
	out = episode_to_json(&e, UNKNOWN);
	json_object_foreach(out, key, value)
	{
		size_t i = 0;

		while (i < ARRAY_LEN(known) && strcmp(known[i], key) != 0)
			i++;
		if (i == ARRAY_LEN(known) && !json_is_null(value))
			fail_msg("%s is not null", key);
	}
	json_decref(out);
}

/* Every key of a reply is one of its type, and none is missing. */
static void test_replies_have_the_keys_of_the_contract(void **state)
{
	const struct proto_interface *diary = proto_interface_find("org.crampd.Diary");
	const struct {
		const char *method;
		json_t *value;
	} cases[] = {
		{ "Episodes",
		  episode_to_json(&(struct episode){ .night = 20000, .precision = "night", .class = "night" }, 1) },
		{ "Readings", reading_to_json(&(struct reading){ .night = 20000, .factor = "fluid_ml" }, NULL) },
		{ "Nights", night_to_json(&(struct night){ .night = 20000 }, STATE_FREE, 0, NULL, NULL) },
		{ "Traits", trait_to_json(&(struct trait){ .trait = "diuretic", .value = 1 }) },
		{ "History", batch_to_json(&(struct batch){ .kind = "change" }) },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct proto_field *out = proto_method_find(diary, cases[i].method)->out;
		json_t *reply = json_object();
		const char *fault;
		size_t keys = 0;

		json_object_set_new(reply, out->name, cases[i].value);
		fault = proto_check(out, reply);
		if (fault)
			fail_msg("%s: %s", cases[i].method, fault);
		while (out->type->fields[keys].name)
			keys++;
		assert_int_equal(json_object_size(cases[i].value), keys);
		json_decref(reply);
	}
}

static void test_episode_edit_changes_only_what_is_told(void **state)
{
	json_t *input = input_of("Log", "episode", full_episode), *edit;
	struct entry_fault fault;
	struct episode e;

	(void)state;
	episode_init(&e);
	assert_int_equal(episode_from_json(input, &e, &fault), ENTRY_OK);
	e.night = 20777;
	edit = input_of("Log", "episode", "{\"severity\":3,\"note\":null}");
	assert_int_equal(episode_from_json(edit, &e, &fault), ENTRY_OK);
	assert_int_equal(e.severity, 3);
	assert_int_equal(e.duration_s, 120);
	assert_string_equal(e.note, "grüße");
	assert_int_equal(e.night, 20777);
	json_decref(edit);
	edit = input_of("Log", "episode", "{\"onset\":\"2026-11-21T03:10:00+01:00\"}");
	assert_int_equal(episode_from_json(edit, &e, &fault), ENTRY_OK);
	assert_int_equal(e.night, NO_NIGHT);
	assert_string_equal(e.precision, "");
	json_decref(edit);
	edit = input_of("Log", "episode", "{\"night\":\"2026-11-20\"}");
	assert_int_equal(episode_from_json(edit, &e, &fault), ENTRY_MALFORMED);
	assert_string_equal(fault.field, "night");
	json_decref(edit);
	json_decref(input);
	episode_clear(&e);
}

/* All but what always has a value. */
static json_t *known_of(const struct episode *e)
{
	json_t *o = episode_to_json(e, UNKNOWN);

	json_object_del(o, "class");
	json_object_del(o, "class_reason");
	json_object_del(o, "draft");
	return o;
}

static void test_episode_forget(void **state)
{
	static const char *const fields[] = { "onset",	  "muscles",	"side",	   "severity", "duration_s",
					      "woke",	  "awake_min",	"context", "distress", "sleep_disturbance",
					      "soreness", "soreness_h", "knot",	   "trigger",  "posture",
					      "relief",	  "red_flags",	"note",	   "class" };
	json_t *input = input_of("Log", "episode", full_episode), *left, *nothing;
	struct entry_fault fault;
	struct episode e, empty;

	(void)state;
	episode_init(&e);
	episode_init(&empty);
	assert_int_equal(episode_from_json(input, &e, &fault), ENTRY_OK);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		assert_int_equal(episode_forget(&e, fields[i], &fault), ENTRY_OK);
	left = known_of(&e);
	nothing = known_of(&empty);
	assert_true(json_equal(left, nothing));
	assert_int_equal(episode_forget(&e, "precision", &fault), ENTRY_UNKNOWN_WORD);
	assert_int_equal(episode_forget(&e, "uid", &fault), ENTRY_UNKNOWN_WORD);
	assert_string_equal(fault.word, "uid");
	json_decref(left);
	json_decref(nothing);
	json_decref(input);
	episode_clear(&e);
}

static enum entry_answer read_episode_text(const char *text, const char *field)
{
	json_t *input = input_of("Log", "episode", text);
	struct entry_fault fault = { 0 };
	struct episode e;
	enum entry_answer answer;

	episode_init(&e);
	answer = episode_from_json(input, &e, &fault);
	if (field)
		assert_string_equal(fault.field, field);
	episode_clear(&e);
	json_decref(input);
	return answer;
}

static void test_episode_wrong_forms(void **state)
{
	struct strbuf many = { 0 };

	(void)state;
	assert_int_equal(read_episode_text("{\"onset\":\"3:10\"}", "onset"), ENTRY_MALFORMED);
	assert_int_equal(read_episode_text("{\"onset\":\"2026-11-22T03:10:00\"}", "onset"), ENTRY_MALFORMED);
	assert_int_equal(read_episode_text("{\"night\":\"2026-02-30\"}", "night"), ENTRY_MALFORMED);
	strbuf_add(&many, "{\"muscles\":[\"calf\"");
	for (int i = 1; i < EPISODE_MUSCLES; i++)
		strbuf_add(&many, ",\"calf\"");
	char *text = xasprintf("%s]}", many.text);
	assert_int_equal(read_episode_text(text, NULL), ENTRY_OK);
	free(text);
	text = xasprintf("%s,\"calf\"]}", many.text);
	assert_int_equal(read_episode_text(text, "muscles"), ENTRY_MALFORMED);
	free(text);
	strbuf_clear(&many);
	text = xasprintf("{\"context\":\"%0*d\"}", WORD_MAX + 1, 0);
	assert_int_equal(read_episode_text(text, "context"), ENTRY_UNKNOWN_WORD);
	free(text);
	/* The sentinel of the structs is no way to say unknown. */
	json_t *input = input_of("Log", "episode", "{\"severity\":-9223372036854775808}");
	struct entry_fault fault;
	struct episode e;
	episode_init(&e);
	assert_int_equal(episode_from_json(input, &e, &fault), ENTRY_OK);
	assert_true(e.severity != UNKNOWN && e.severity < 0);
	json_decref(input);
}

static struct reading read_reading_text(const char *text, enum entry_answer expected)
{
	json_t *input = input_of("Add", "reading", text);
	struct entry_fault fault = { 0 };
	struct reading r;

	reading_init(&r);
	assert_int_equal(reading_from_json(input, NULL, &r, &fault), expected);
	json_decref(input);
	return r;
}

static void test_reading_values(void **state)
{
	struct reading r;

	(void)state;
	r = read_reading_text("{\"factor\":\"stretch\",\"yes\":false}", ENTRY_OK);
	assert_true(r.value == 0);
	r = read_reading_text("{\"factor\":\"room_temp_c\",\"value\":17.4}", ENTRY_OK);
	assert_true(r.value == 17.4);
	r = read_reading_text("{\"factor\":\"water\",\"level\":\"less\"}", ENTRY_OK);
	assert_true(isnan(r.value));
	assert_int_equal(r.level, -1);
	assert_int_equal(read_reading_text("{\"factor\":\"water\",\"level\":\"usual\"}", ENTRY_OK).level, 0);
	assert_int_equal(read_reading_text("{\"factor\":\"water\",\"level\":\"more\"}", ENTRY_OK).level, 1);
	read_reading_text("{\"factor\":\"water\",\"yes\":true}", ENTRY_BAD_READING);
	read_reading_text("{\"factor\":\"stretch\",\"yes\":true,\"value\":1}", ENTRY_MALFORMED);
	read_reading_text("{\"factor\":\"water\",\"value\":1,\"at\":\"yesterday\"}", ENTRY_MALFORMED);
	read_reading_text("{\"factor\":\"water\",\"value\":1,\"night\":\"tonight\"}", ENTRY_MALFORMED);
	r = read_reading_text("{\"factor\":\"water\",\"value\":1,\"until\":\"2026-11-21T18:30:00+01:00\"}", ENTRY_OK);
	assert_int_equal(r.offset_s, 3600);
	assert_int_equal(r.at, UNKNOWN);
}

static void test_reading_to_json(void **state)
{
	struct reading r;
	json_t *out;

	(void)state;
	reading_init(&r);
	str_copy(r.factor, sizeof(r.factor), "stretch");
	r.value = 1;
	out = reading_to_json(&r, NULL);
	assert_true(json_is_true(json_object_get(out, "yes")));
	assert_true(json_is_null(json_object_get(out, "value")));
	json_decref(out);
	str_copy(r.factor, sizeof(r.factor), "fluid_ml");
	r.value = 300;
	out = reading_to_json(&r, NULL);
	assert_true(json_is_null(json_object_get(out, "yes")));
	assert_int_equal(json_integer_value(json_object_get(out, "value")), 300);
	assert_string_equal(json_string_value(json_object_get(out, "unit")), "ml");
	json_decref(out);
	r.value = NAN;
	r.level = 0;
	out = reading_to_json(&r, NULL);
	assert_true(json_is_null(json_object_get(out, "value")));
	assert_string_equal(json_string_value(json_object_get(out, "level")), "usual");
	json_decref(out);
}

static void test_reading_forget(void **state)
{
	struct reading r = read_reading_text(
		"{\"factor\":\"water\",\"value\":1,\"at\":\"2026-11-21T18:30:00+01:00\",\"effort\":3}", ENTRY_OK);
	struct entry_fault fault;

	(void)state;
	assert_int_equal(reading_forget(&r, "at", &fault), ENTRY_OK);
	assert_int_equal(reading_forget(&r, "effort", &fault), ENTRY_OK);
	assert_int_equal(r.at, UNKNOWN);
	assert_int_equal(r.effort, UNKNOWN);
	assert_int_equal(reading_forget(&r, "factor", &fault), ENTRY_UNKNOWN_WORD);
	assert_string_equal(fault.word, "factor");
}

/* The clock went back at 03:00 on 25 October 2026: evening and morning have each their own offset. */
static void test_sleep_over_a_clock_change(void **state)
{
	static const char text[] =
		"{\"into_bed\":\"2026-10-24T22:50:00+02:00\",\"lights_out\":\"2026-10-24T23:10:00+02:00\","
		"\"sol_min\":20,\"awakenings\":2,\"waso_min\":30,"
		"\"final_awakening\":\"2026-10-25T06:40:00+01:00\","
		"\"out_of_bed\":\"2026-10-25T07:00:00+01:00\",\"quality\":4}";
	json_t *input = input_of("Sleep", "sleep", text), *out, *value;
	struct entry_fault fault;
	struct night n;
	const char *key;

	(void)state;
	night_init(&n);
	str_copy(n.zone, sizeof(n.zone), "Europe/Berlin");
	assert_int_equal(sleep_from_json(input, &n, &fault), ENTRY_OK);
	assert_int_equal(n.offset_s, 7200);
	out = sleep_to_json(&n);
	json_object_foreach(input, key, value) assert_true(json_equal(json_object_get(out, key), value));
	assert_int_equal(json_integer_value(json_object_get(out, "tib_min")), 550);
	assert_int_equal(json_integer_value(json_object_get(out, "spt_min")), 490);
	assert_int_equal(json_integer_value(json_object_get(out, "tst_min")), 460);
	json_decref(out);
	json_decref(input);
}

/* Told by a clock that is not the zone's: what was told is shown. */
static void test_sleep_keeps_a_strange_offset(void **state)
{
	json_t *input = input_of("Sleep", "sleep", "{\"out_of_bed\":\"2026-10-25T07:00:00+05:30\"}"), *out;
	struct entry_fault fault;
	struct night n;

	(void)state;
	night_init(&n);
	str_copy(n.zone, sizeof(n.zone), "Europe/Berlin");
	assert_int_equal(sleep_from_json(input, &n, &fault), ENTRY_OK);
	out = sleep_to_json(&n);
	assert_string_equal(json_string_value(json_object_get(out, "out_of_bed")), "2026-10-25T07:00:00+05:30");
	json_decref(out);
	json_decref(input);
}

static void test_exposure_to_json(void **state)
{
	struct factor water = { .kind = KIND_AMOUNT }, stretch = { .kind = KIND_YESNO };

	(void)state;
	assert_json(exposure_to_json(&(struct exposure){ 1200.5, UNKNOWN, 2, 0 }, &water), "1200.5");
	assert_json(exposure_to_json(&(struct exposure){ NAN, -1, 1, 0 }, &water), "\"less\"");
	assert_json(exposure_to_json(&(struct exposure){ 0, UNKNOWN, 1, 0 }, &water), "0");
	assert_json(exposure_to_json(&(struct exposure){ 0, UNKNOWN, 1, 0 }, &stretch), "false");
	assert_json(exposure_to_json(&(struct exposure){ 1, UNKNOWN, 1, 0 }, &stretch), "true");
	assert_json(exposure_to_json(&(struct exposure){ NAN, UNKNOWN, 0, 0 }, &stretch), "null");
}

static void test_trait_and_factor_inputs(void **state)
{
	json_t *input = input_of("SetTrait", "trait",
				 "{\"trait\":\"statin\",\"yes\":true,\"name\":\"simvastatin\",\"dose\":\"20 mg\","
				 "\"as_needed\":false,\"from\":\"2026-01-31\"}");
	struct own_factor f = { 0 };
	struct entry_fault fault;
	struct trait t;

	(void)state;
	trait_init(&t);
	assert_int_equal(trait_from_json(input, &t, &fault), ENTRY_OK);
	assert_true(t.value == 1);
	assert_int_equal(t.as_needed, 0);
	assert_string_equal(t.dose, "20 mg");
	assert_int_equal(t.until, NO_NIGHT);
	trait_clear(&t);
	json_decref(input);
	input = input_of("SetFactor", "factor",
			 "{\"id\":\"green_tea\",\"label\":\"Green tea\",\"kind\":\"amount\",\"unit\":\"cups\","
			 "\"window\":\"day\",\"combine\":\"sum\"}");
	assert_int_equal(own_factor_from_json(input, &f, &fault), ENTRY_OK);
	json_t *out = own_factor_to_json(&f);
	assert_true(json_equal(out, input));
	json_decref(out);
	json_decref(input);
	own_factor_clear(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_real_is_written_as_typed),
		cmocka_unit_test(test_json_unknown_is_null),
		cmocka_unit_test(test_episode_there_and_back),
		cmocka_unit_test(test_episode_unknown_is_null),
		cmocka_unit_test(test_replies_have_the_keys_of_the_contract),
		cmocka_unit_test(test_episode_edit_changes_only_what_is_told),
		cmocka_unit_test(test_episode_forget),
		cmocka_unit_test(test_episode_wrong_forms),
		cmocka_unit_test(test_reading_values),
		cmocka_unit_test(test_reading_to_json),
		cmocka_unit_test(test_reading_forget),
		cmocka_unit_test(test_sleep_over_a_clock_change),
		cmocka_unit_test(test_sleep_keeps_a_strange_offset),
		cmocka_unit_test(test_exposure_to_json),
		cmocka_unit_test(test_trait_and_factor_inputs),
	};

	setenv("TZ", "Europe/Berlin", 1);
	when_zone_changed();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
