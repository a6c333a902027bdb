/* The reader of comma-separated text: quotes, line ends, separators, line numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "client/csv_reader.h"
#include "cramp/util.h"

static void expect_record(struct csv_reader *r, long line, size_t count, const char *const *cells)
{
	assert_int_equal(csv_reader_next(r), CSV_RECORD);
	assert_int_equal(r->record.line, line);
	assert_int_equal(r->record.count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(r->record.cells[i], cells[i]);
}
#define EXPECT(r, line, ...)                                                                                           \
	expect_record(r, line, ARRAY_LEN(((const char *[]){ __VA_ARGS__ })), (const char *[]){ __VA_ARGS__ })

static void test_next_reads_quotes_and_line_ends(void **state)
{
	(void)state;
	static const char text[] = "\xef\xbb\xbfnight,cramps,note\r\n"
				   "2026-01-01,0,\"two\r\nlines, \"\"quoted\"\"\"\r\n"
				   "\r\n"
				   "2026-01-02,,\n"
				   "last";
	struct csv_reader r;

	csv_reader_init(&r, text, sizeof(text) - 1, 0);
	EXPECT(&r, 1, "night", "cramps", "note");
	EXPECT(&r, 2, "2026-01-01", "0", "two\r\nlines, \"quoted\"");
	EXPECT(&r, 5, "2026-01-02", "", "");
	EXPECT(&r, 6, "last");
	assert_int_equal(csv_reader_next(&r), CSV_END);
	assert_int_equal(csv_reader_next(&r), CSV_END);
	csv_reader_finish(&r);
}

static void test_next_finds_semicolons(void **state)
{
	(void)state;
	static const char text[] = "night;room_temp_c\n2026-01-01;17,4\n";
	struct csv_reader r;

	csv_reader_init(&r, text, sizeof(text) - 1, 0);
	EXPECT(&r, 1, "night", "room_temp_c");
	EXPECT(&r, 2, "2026-01-01", "17,4");
	csv_reader_finish(&r);
}

static void test_next_names_an_unclosed_quote(void **state)
{
	(void)state;
	static const char text[] = "a,b\n1,\"never closed\n2,3\n";
	struct csv_reader r;

	csv_reader_init(&r, text, sizeof(text) - 1, 0);
	EXPECT(&r, 1, "a", "b");
	assert_int_equal(csv_reader_next(&r), CSV_UNCLOSED_QUOTE);
	assert_int_equal(r.record.line, 2);
	csv_reader_finish(&r);
}

static void test_next_reads_very_long_lines(void **state)
{
	(void)state;
	struct strbuf b = { 0 };
	struct csv_reader r;

	for (int i = 0; i < 5000; i++)
		strbuf_add(&b, "%s\"%d\"", i ? "," : "", i);
	csv_reader_init(&r, b.text, b.length, ',');
	assert_int_equal(csv_reader_next(&r), CSV_RECORD);
	assert_int_equal(r.record.count, 5000);
	assert_string_equal(r.record.cells[4999], "4999");
	csv_reader_finish(&r);
	strbuf_clear(&b);
}

static void test_next_finds_tabs(void **state)
{
	(void)state;
	static const char text[] = "night\tcramps\twater\n2026-11-21\t0\t1,5\n";
	struct csv_reader r;

	csv_reader_init(&r, text, sizeof(text) - 1, 0);
	EXPECT(&r, 1, "night", "cramps", "water");
	EXPECT(&r, 2, "2026-11-21", "0", "1,5");
	csv_reader_finish(&r);
}

static void test_column_and_cell_by_name(void **state)
{
	(void)state;
	static const char text[] = "Id,Tz,From\n1,UTC\n";
	struct csv_reader r;

	csv_reader_init(&r, text, sizeof(text) - 1, 0);
	assert_int_equal(csv_reader_next(&r), CSV_RECORD);
	long from = csv_column(&r.record, "From"), none = csv_column(&r.record, "Geo");
	assert_int_equal(from, 2);
	assert_int_equal(none, -1);
	assert_int_equal(csv_reader_next(&r), CSV_RECORD);
	assert_string_equal(csv_cell(&r.record, 1), "UTC");
	assert_string_equal(csv_cell(&r.record, from), "");
	assert_string_equal(csv_cell(&r.record, none), "");
	csv_reader_finish(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_next_reads_quotes_and_line_ends),
		cmocka_unit_test(test_next_finds_semicolons),
		cmocka_unit_test(test_next_finds_tabs),
		cmocka_unit_test(test_next_names_an_unclosed_quote),
		cmocka_unit_test(test_next_reads_very_long_lines),
		cmocka_unit_test(test_column_and_cell_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
