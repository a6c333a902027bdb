/* Small helpers: text, UTF-8, distance, uids, the growing text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"

static void test_utf8_valid_refuses_what_is_none(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool valid;
	} cases[] = {
		{ "", true },
		{ "water", true },
		{ "Wärme 17,4 °C 🦵", true },
		{ "a\tb\nc", true },
		{ "\xff", false },	       /* no such lead byte */
		{ "\xc3", false },	       /* cut off */
		{ "\xc0\xaf", false },	       /* overlong slash */
		{ "\xe0\x80\xaf", false },     /* overlong, three bytes */
		{ "\xed\xa0\x80", false },     /* surrogate */
		{ "\xf4\x90\x80\x80", false }, /* beyond U+10FFFF */
		{ "\x1b[31m", false },	       /* an escape sequence is no text */
		{ "\xc2\x9b"
		  "31m",
		  false }, /* nor is its C1 form */
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(utf8_valid(cases[i].text, strlen(cases[i].text)), cases[i].valid);
	assert_false(utf8_valid("a\0b", 3));
}

static void test_utf8_width_counts_columns(void **state)
{
	(void)state;
	if (!setlocale(LC_ALL, "C.UTF-8"))
		skip();
	assert_int_equal(utf8_width("calf"), 4);
	assert_int_equal(utf8_width("Wärme"), 5);
	assert_int_equal(utf8_width("e\xcc\x81"), 1);	 /* combining accent */
	assert_int_equal(utf8_width("\xe6\xb0\xb4"), 2); /* a wide character */
}

static void test_edit_distance_counts_swaps_once(void **state)
{
	(void)state;
	assert_int_equal(edit_distance("calf", "calf", 3), 0);
	assert_int_equal(edit_distance("clf", "calf", 3), 1);
	assert_int_equal(edit_distance("clalf", "calf", 3), 1);
	assert_int_equal(edit_distance("clfa", "calf", 3), 2);
	assert_int_equal(edit_distance("yestreday", "yesterday", 3), 1);
	assert_int_equal(edit_distance("water", "magnesium", 3), 4);
	assert_int_equal(edit_distance("", "abc", 5), 3);
}

static void test_uid_new_is_a_version_4_uuid_and_fresh(void **state)
{
	(void)state;
	char a[UID_LENGTH + 1], b[UID_LENGTH + 1];

	uid_new(a);
	uid_new(b);
	assert_int_equal(strlen(a), UID_LENGTH);
	assert_string_not_equal(a, b);
	assert_int_equal(a[14], '4');
	assert_non_null(strchr("89ab", a[19]));
	assert_int_equal(strspn(a, "0123456789abcdef-"), UID_LENGTH);
}

static void test_str_copy_cuts_and_says_so(void **state)
{
	(void)state;
	char to[5];

	assert_true(str_copy(to, sizeof(to), "calf"));
	assert_string_equal(to, "calf");
	assert_false(str_copy(to, sizeof(to), "calves"));
	assert_string_equal(to, "calv");
}

static void test_strbuf_grows_and_gives_away(void **state)
{
	(void)state;
	struct strbuf b = { 0 };
	char *text;

	for (int i = 0; i < 1000; i++)
		strbuf_add(&b, "%d,", i);
	strbuf_bytes(&b, "end", 3);
	assert_int_equal(b.length, 10 * 2 + 90 * 3 + 900 * 4 + 3);
	text = strbuf_take(&b);
	assert_string_equal(text + strlen(text) - 7, "999,end");
	free(text);
	assert_null(b.text);
	text = strbuf_take(&b);
	assert_string_equal(text, "");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8_valid_refuses_what_is_none),
		cmocka_unit_test(test_utf8_width_counts_columns),
		cmocka_unit_test(test_edit_distance_counts_swaps_once),
		cmocka_unit_test(test_uid_new_is_a_version_4_uuid_and_fresh),
		cmocka_unit_test(test_str_copy_cuts_and_says_so),
		cmocka_unit_test(test_strbuf_grows_and_gives_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
