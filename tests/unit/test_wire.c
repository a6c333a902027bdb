#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cramp/util.h"
#include "cramp/wire.h"

static bool parses(const char *text)
{
	struct wire_call call;

	if (!wire_call_parse(text, strlen(text), &call))
		return false;
	assert_true(json_is_object(call.parameters));
	wire_call_clear(&call);
	return true;
}

static bool reply_parses(const char *text)
{
	struct wire_reply reply;

	if (!wire_reply_parse(text, strlen(text), &reply))
		return false;
	assert_true(json_is_object(reply.parameters));
	wire_reply_clear(&reply);
	return true;
}

static void expect_message(struct wire_buffer *b, const char *text)
{
	size_t length;
	const char *message = wire_buffer_message(b, &length);

	assert_non_null(message);
	assert_string_equal(message, text);
	assert_int_equal(length, strlen(text));
	wire_buffer_drop(b, length);
}

static void expect_none(struct wire_buffer *b)
{
	size_t length;

	assert_null(wire_buffer_message(b, &length));
}

static void test_buffer_byte_at_a_time(void **state)
{
	struct wire_buffer b = { 0 };
	const char text[] = "{\"method\":\"a.B\"}";

	(void)state;
	expect_none(&b);
	for (size_t i = 0; i < sizeof(text); i++) {
		expect_none(&b);
		assert_true(wire_buffer_add(&b, text + i, 1));
	}
	expect_message(&b, text);
	expect_none(&b);
	assert_int_equal(wire_buffer_held(&b), 0);
	wire_buffer_clear(&b);
}

static void test_buffer_several_at_once(void **state)
{
	struct wire_buffer b = { 0 };

	(void)state;
	assert_true(wire_buffer_add(&b, "one\0two\0\0thr", 12));
	expect_message(&b, "one");
	expect_message(&b, "two");
	expect_message(&b, "");
	expect_none(&b);
	assert_true(wire_buffer_add(&b, "ee\0", 3));
	expect_message(&b, "three");
	expect_none(&b);
	wire_buffer_clear(&b);
}

static void take(struct wire_buffer *b, int count)
{
	size_t length;

	for (; count > 0; count--) {
		assert_non_null(wire_buffer_message(b, &length));
		wire_buffer_drop(b, length);
	}
}

/* A reader that is never quite done: what was taken must not pile up. */
static void test_buffer_long_pipeline(void **state)
{
	struct wire_buffer b = { 0 };
	const char text[100] = "0123456789"; /* a message, then 89 empty ones: 90 */

	(void)state;
	for (int i = 1; i <= 100000; i++) {
		assert_true(wire_buffer_add(&b, text, sizeof(text)));
		take(&b, 89);
		if (i % 1000 == 0)
			take(&b, 1000);
		assert_true(b.room <= 1 << 16);
	}
	assert_int_equal(wire_buffer_held(&b), 0);
	wire_buffer_clear(&b);
}

static void test_buffer_longest_message(void **state)
{
	struct wire_buffer b = { 0 };
	char *text = xmalloc(WIRE_MESSAGE_MAX + 1);

	(void)state;
	memset(text, 'x', WIRE_MESSAGE_MAX);
	text[WIRE_MESSAGE_MAX - 1] = '\0';
	assert_true(wire_buffer_add(&b, text, WIRE_MESSAGE_MAX));
	expect_message(&b, text);
	/* the memory of a large message is given back */
	assert_null(b.bytes);
	/* one byte more, in one piece */
	text[WIRE_MESSAGE_MAX - 1] = 'x';
	text[WIRE_MESSAGE_MAX] = '\0';
	assert_false(wire_buffer_add(&b, text, WIRE_MESSAGE_MAX + 1));
	wire_buffer_clear(&b);
	/* without an end, in two pieces and behind another message */
	assert_true(wire_buffer_add(&b, "a\0", 2));
	assert_true(wire_buffer_add(&b, text, WIRE_MESSAGE_MAX - 1));
	assert_false(wire_buffer_add(&b, text, 1));
	wire_buffer_clear(&b);
	free(text);
}

static void test_call_envelope_accepted(void **state)
{
	static const char *const texts[] = {
		"{\"method\":\"a.b.C\"}",
		" { \"method\" : \"a.b.C\" ,\n \"parameters\" : { } }\n",
		"{\"method\":\"a.b.C\",\"parameters\":null,\"more\":null,\"oneway\":null,\"upgrade\":null}",
		"{\"method\":\"a.b.C\",\"more\":true,\"oneway\":false,\"upgrade\":false}",
		"{\"oneway\":true,\"method\":\"\"}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (!parses(texts[i]))
			fail_msg("refused: %s", texts[i]);
	}
}

static void test_call_envelope_refused(void **state)
{
	static const char *const texts[] = {
		"",
		" ",
		"{",
		"[]",
		"\"x\"",
		"17",
		"null",
		"{}",
		"{\"method\":1}",
		"{\"method\":null}",
		"{\"parameters\":{}}",
		"{\"method\":\"a.B\"}x",
		"{\"method\":\"a.B\"}{\"method\":\"a.B\"}",
		"{\"method\":\"a.B\",\"method\":\"a.B\"}",
		"{\"method\":\"a.B\",\"parameters\":{\"x\":1,\"x\":2}}",
		"{\"method\":\"a.B\",\"parameters\":[]}",
		"{\"method\":\"a.B\",\"parameters\":\"\"}",
		"{\"method\":\"a.B\",\"more\":1}",
		"{\"method\":\"a.B\",\"oneway\":\"true\"}",
		"{\"method\":\"a.B\",\"more\":true,\"oneway\":true}",
		"{\"method\":\"a.B\",\"upgrade\":true}",
		"{\"method\":\"a.B\",\"id\":1}",
		"{\"method\":\"a.B\",\"error\":null}",
		"{\"method\":\"a\\u0000B\"}",
		"{\"method\":\"\xff\"}",
		"{\"method\":\"a.B\",\"parameters\":{\"x\":1e400}}",
		"{'method':'a.B'}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (parses(texts[i]))
			fail_msg("taken: %s", texts[i]);
	}
}

static void test_call_too_deep(void **state)
{
	struct strbuf b = { 0 };

	(void)state;
	strbuf_add(&b, "{\"method\":\"a.B\",\"parameters\":{\"x\":");
	for (int i = 0; i < 100000; i++)
		strbuf_add(&b, "[");
	assert_false(parses(b.text));
	strbuf_clear(&b);
}

static void test_call_fields(void **state)
{
	struct wire_call call;
	const char text[] = "{\"method\":\"a.b.C\",\"parameters\":{\"n\":9007199254740993},\"more\":true}";

	(void)state;
	assert_true(wire_call_parse(text, strlen(text), &call));
	assert_string_equal(call.method, "a.b.C");
	assert_true(call.more);
	assert_false(call.oneway);
	assert_true(json_integer_value(json_object_get(call.parameters, "n")) == 9007199254740993);
	wire_call_clear(&call);
	assert_null(call.root);
}

/* Beyond 64 bits: a real, while its neighbours stay what they are. */
static void test_call_integer_that_does_not_fit(void **state)
{
	struct wire_call call;
	const char text[] =
		"{\"method\":\"a.B\",\"parameters\":{\"n\":9223372036854775808,\"list\":[1,2.5,{\"k\":-3}]}}";
	json_t *list;

	(void)state;
	assert_true(wire_call_parse(text, strlen(text), &call));
	assert_true(json_is_real(json_object_get(call.parameters, "n")));
	list = json_object_get(call.parameters, "list");
	assert_int_equal(json_integer_value(json_array_get(list, 0)), 1);
	assert_true(json_is_real(json_array_get(list, 1)));
	assert_int_equal(json_integer_value(json_object_get(json_array_get(list, 2), "k")), -3);
	wire_call_clear(&call);
}

static void test_reply_envelope(void **state)
{
	(void)state;
	assert_true(reply_parses("{}"));
	assert_true(reply_parses("{\"parameters\":null}"));
	assert_true(reply_parses("{\"parameters\":{\"a\":1},\"continues\":true}"));
	assert_true(reply_parses("{\"error\":\"a.b.C\",\"continues\":false}"));
	assert_false(reply_parses("{\"error\":\"a.b.C\",\"continues\":true}"));
	assert_false(reply_parses("{\"parameters\":[]}"));
	assert_false(reply_parses("{\"error\":1}"));
	assert_false(reply_parses("{\"continues\":\"no\"}"));
	assert_false(reply_parses("{\"extra\":1}"));
	assert_false(reply_parses("[]"));
}

static void test_texts_written(void **state)
{
	json_t *p = json_pack("{s:f, s:i, s:n}", "a", 0.1, "b", 2, "c");
	size_t length;
	char *text;

	(void)state;
	text = wire_call_text("x.y.Z", NULL, false, false, &length);
	assert_string_equal(text, "{\"method\":\"x.y.Z\",\"parameters\":{}}");
	assert_int_equal(length, strlen(text) + 1);
	free(text);
	text = wire_call_text("x.y.Z", p, true, false, &length);
	assert_string_equal(text, "{\"method\":\"x.y.Z\",\"more\":true,\"parameters\":{\"a\":0.1,\"b\":2,\"c\":null}}");
	free(text);
	text = wire_reply_text(NULL, NULL, false, &length);
	assert_string_equal(text, "{\"parameters\":{}}");
	free(text);
	text = wire_reply_text(NULL, p, true, &length);
	assert_string_equal(text, "{\"continues\":true,\"parameters\":{\"a\":0.1,\"b\":2,\"c\":null}}");
	free(text);
	text = wire_reply_text("x.y.Bad", NULL, false, &length);
	assert_string_equal(text, "{\"error\":\"x.y.Bad\",\"parameters\":{}}");
	free(text);
	assert_int_equal(p->refcount, 1);
	json_decref(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buffer_byte_at_a_time),
		cmocka_unit_test(test_buffer_several_at_once),
		cmocka_unit_test(test_buffer_long_pipeline),
		cmocka_unit_test(test_buffer_longest_message),
		cmocka_unit_test(test_call_envelope_accepted),
		cmocka_unit_test(test_call_envelope_refused),
		cmocka_unit_test(test_call_too_deep),
		cmocka_unit_test(test_call_fields),
		cmocka_unit_test(test_call_integer_that_does_not_fit),
		cmocka_unit_test(test_reply_envelope),
		cmocka_unit_test(test_texts_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
