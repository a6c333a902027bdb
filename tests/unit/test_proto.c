#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cramp/proto.h"
#include "cramp/util.h"
#include "proto_gen.h"

static const struct proto_method *method(const char *interface, const char *name)
{
	const struct proto_interface *i = proto_interface_find(interface);
	const struct proto_method *m;

	assert_non_null(i);
	m = proto_method_find(i, name);
	assert_non_null(m);
	return m;
}

/* Checks the text as parameters of a method of the diary. */
static void check(const char *name, const char *text, const char *fault)
{
	json_t *parameters = json_loads(text, 0, NULL);
	const char *found;

	assert_non_null(parameters);
	found = proto_check(method("org.crampd.Diary", name)->in, parameters);
	if (fault)
		assert_string_equal(found ? found : "(none)", fault);
	else
		assert_null(found);
	json_decref(parameters);
}

static void test_interfaces_sorted_and_complete(void **state)
{
	(void)state;
	assert_int_equal(proto_interface_count, 6);
	for (size_t i = 1; i < proto_interface_count; i++)
		assert_true(strcmp(proto_interfaces[i - 1].name, proto_interfaces[i].name) < 0);
	assert_non_null(proto_interface_find("org.varlink.service"));
	assert_null(proto_interface_find("org.crampd"));
	assert_null(proto_interface_find(""));
	assert_null(proto_method_find(proto_interface_find("org.crampd.Diary"), "log"));
}

static void test_interface_text_is_the_file(void **state)
{
	(void)state;
	for (size_t i = 0; i < proto_interface_count; i++) {
		char *path = xasprintf("schema/%s.varlink", proto_interfaces[i].name);
		FILE *f = fopen(path, "rb");
		size_t length = proto_interfaces[i].text_length;
		char *text = xmalloc(length + 2);

		assert_non_null(f);
		assert_int_equal(fread(text, 1, length + 2, f), length);
		assert_memory_equal(text, proto_interfaces[i].text, length);
		assert_int_equal(proto_interfaces[i].text[length], '\0');
		fclose(f);
		free(text);
		free(path);
	}
}

static void test_methods_more_flag(void **state)
{
	(void)state;
	assert_int_equal(method("org.crampd.Diary", "Log")->more, PROTO_PLAIN);
	assert_int_equal(method("org.crampd.Diary", "History")->more, PROTO_MAY_STREAM);
	assert_int_equal(method("org.crampd.Diary", "Nights")->more, PROTO_MUST_STREAM);
	assert_int_equal(method("org.crampd.Transfer", "Export")->more, PROTO_MUST_STREAM);
}

#define STRINGS(interface, method, symbol, more) #interface "." #method "=" #symbol,
static const char *const listed[] = { PROTO_METHODS(STRINGS) };

static void test_methods_symbols(void **state)
{
	size_t found = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(listed); i++) {
		found += strcmp(listed[i], "Diary.AddSeveral=diary_add_several") == 0;
		found += strcmp(listed[i], "Reminder.Status=reminder_status") == 0;
		assert_null(strstr(listed[i], "GetInfo"));
	}
	assert_int_equal(found, 2);
}

#define COUNT_ERROR(interface, error) +1
static void test_errors_all_listed(void **state)
{
	size_t count = 0, fields;

	(void)state;
	for (size_t i = 0; i < proto_interface_count; i++) {
		for (fields = 0; proto_interfaces[i].errors[fields]; fields++)
			assert_non_null(proto_interfaces[i].error_fields[fields]);
		count += fields;
	}
	assert_int_equal(count, PROTO_ERRORS(COUNT_ERROR));
}

static void test_check_missing_null_unknown(void **state)
{
	(void)state;
	check("None", "{\"uid\":\"u\",\"zone\":\"UTC\",\"nights\":[]}", NULL);
	check("None", "{\"zone\":\"UTC\",\"nights\":[]}", "uid");
	check("None", "{\"uid\":null,\"zone\":\"UTC\",\"nights\":[]}", "uid");
	check("None", "{\"uid\":\"u\",\"zone\":\"UTC\",\"nights\":[],\"colour\":1}", "colour");
	check("Undo", "{\"uid\":\"u\",\"zone\":\"UTC\",\"batch\":null}", NULL);
	check("Undo", "{\"uid\":\"u\",\"zone\":\"UTC\"}", NULL);
	check("Factors", "{}", NULL);
	check("Factors", "{\"\":0}", "");
}

static void test_check_first_bad_one_only(void **state)
{
	(void)state;
	check("None", "{\"colour\":1,\"nights\":7}", "uid");
	check("None", "{\"colour\":1,\"uid\":\"u\",\"zone\":\"\",\"nights\":7}", "nights");
}

static void test_check_integers(void **state)
{
	(void)state;
	check("Undo", "{\"uid\":\"u\",\"zone\":\"\",\"batch\":9223372036854775807}", NULL);
	check("Undo", "{\"uid\":\"u\",\"zone\":\"\",\"batch\":-9223372036854775808}", NULL);
	check("Undo", "{\"uid\":\"u\",\"zone\":\"\",\"batch\":1.0}", "batch");
	check("Undo", "{\"uid\":\"u\",\"zone\":\"\",\"batch\":1e30}", "batch");
	check("Undo", "{\"uid\":\"u\",\"zone\":\"\",\"batch\":\"1\"}", "batch");
	check("Undo", "{\"uid\":\"u\",\"zone\":\"\",\"batch\":true}", "batch");
}

static void test_check_nested(void **state)
{
	(void)state;
	check("Log", "{\"uid\":\"u\",\"zone\":\"UTC\",\"episode\":{\"severity\":7,\"side\":\"left\",\"woke\":null}}",
	      NULL);
	check("Log", "{\"uid\":\"u\",\"zone\":\"UTC\",\"episode\":[]}", "episode");
	check("Log", "{\"uid\":\"u\",\"zone\":\"UTC\",\"episode\":{\"severity\":\"7\"}}", "episode.severity");
	check("Log", "{\"uid\":\"u\",\"zone\":\"UTC\",\"episode\":{\"side\":\"middle\"}}", "episode.side");
	check("Log", "{\"uid\":\"u\",\"zone\":\"UTC\",\"episode\":{\"side\":1}}", "episode.side");
	check("Log", "{\"uid\":\"u\",\"zone\":\"UTC\",\"episode\":{\"x\":1}}", "episode.x");
	check("Log", "{\"uid\":\"u\",\"zone\":\"UTC\",\"episode\":{\"muscles\":[\"calf\",null]}}",
	      "episode.muscles[1]");
	check("Log",
	      "{\"uid\":\"u\",\"zone\":\"UTC\",\"episode\":{\"relief\":[{\"method\":\"m\",\"order\":1},{\"order\":2}]}"
	      "}",
	      "episode.relief[1].method");
	check("AddSeveral", "{\"uid\":\"u\",\"zone\":\"UTC\",\"readings\":[{\"factor\":\"f\",\"value\":1}]}", NULL);
	check("AddSeveral", "{\"uid\":\"u\",\"zone\":\"UTC\",\"readings\":[{\"factor\":\"f\",\"value\":1.5}]}", NULL);
	check("AddSeveral", "{\"uid\":\"u\",\"zone\":\"UTC\",\"readings\":{}}", "readings");
}

/* Containers the diary itself does not use. */
static void test_check_maps_and_objects(void **state)
{
	static const struct proto_field fields[] = {
		{ "map", PROTO_INT, PROTO_MAP, 1, NULL },
		{ "any", PROTO_OBJECT, PROTO_ONE, 1, NULL },
		{ NULL, 0, 0, 0, NULL },
	};
	static const struct {
		const char *text, *fault;
	} cases[] = {
		{ "{\"map\":{\"a\":1,\"b\":2}}", NULL },
		{ "{\"map\":{\"a\":1,\"b\":\"2\"}}", "map.b" },
		{ "{\"map\":[1]}", "map" },
		{ "{\"any\":{\"x\":[null]}}", NULL },
		{ "{\"any\":[]}", "any" },
		{ "{\"any\":\"\"}", "any" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *parameters = json_loads(cases[i].text, 0, NULL);
		const char *found = proto_check(fields, parameters);

		assert_string_equal(found ? found : "(none)", cases[i].fault ? cases[i].fault : "(none)");
		json_decref(parameters);
	}
}

static void test_check_cuts_long_names(void **state)
{
	json_t *parameters = json_object();
	struct strbuf name = { 0 };
	const char *found;

	(void)state;
	/* 3-byte characters: the cut must not fall into one */
	for (int i = 0; i < 1000; i++)
		strbuf_add(&name, "€");
	json_object_set_new(parameters, name.text, json_null());
	found = proto_check(method("org.crampd.Diary", "Factors")->in, parameters);
	assert_int_equal(strlen(found), PROTO_PATH_MAX / 3 * 3);
	assert_true(utf8_valid(found, strlen(found)));
	strbuf_clear(&name);
	json_decref(parameters);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_interfaces_sorted_and_complete),
		cmocka_unit_test(test_interface_text_is_the_file),
		cmocka_unit_test(test_methods_more_flag),
		cmocka_unit_test(test_methods_symbols),
		cmocka_unit_test(test_errors_all_listed),
		cmocka_unit_test(test_check_missing_null_unknown),
		cmocka_unit_test(test_check_first_bad_one_only),
		cmocka_unit_test(test_check_integers),
		cmocka_unit_test(test_check_nested),
		cmocka_unit_test(test_check_maps_and_objects),
		cmocka_unit_test(test_check_cuts_long_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
