#include "client/show/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "client/command.h"
#include "client/show/csv.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/table.h"
#include "cramp/util.h"
#include "cramp/wire.h"

/* What is printed between capture_begin and capture_end. */
static FILE *kept_stdout;
static char *captured;
static size_t captured_size;

static void capture_begin(void)
{
	kept_stdout = stdout;
	stdout = open_memstream(&captured, &captured_size);
}

static void capture_end(const char *expected)
{
	fclose(stdout);
	stdout = kept_stdout;
	assert_string_equal(captured, expected);
	free(captured);
}

static struct session terminal(int width, bool utf8, bool colour)
{
	struct session s = { .width = width, .utf8 = utf8, .colour = colour, .reader = { .night = NO_NIGHT } };

	assert_true(rfc3339_parse("2026-11-22T08:00:00+01:00", &s.reader.now));
	return s;
}

static json_t *parse(const char *text)
{
	json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);

	assert_non_null(value);
	return value;
}

static void assert_phrase(char *got, const char *expected)
{
	assert_string_equal(got, expected);
	free(got);
}

/* Letters and folding. */

static void test_letters_become_ascii_where_the_locale_is_not_utf8(void **state)
{
	struct session s = terminal(80, false, false);

	(void)state;
	assert_phrase(show_letters(&s, "● 17.4 °C → none · “Grüße” …"), "* 17.4 C -> none - \"Gr??e\" ...");
}

static void test_letters_let_no_control_character_out(void **state)
{
	struct session s = terminal(80, true, false);

	(void)state;
	assert_phrase(show_letters(&s, "a\033[2Jb\tc\nd\x7f\xc2\x9bx\xff"), "a?[2Jb c\nd??x?");
	/* Nor may a name turn the words after it; letters that run to the left stay. */
	assert_phrase(show_letters(&s, "\u202eab\u2066c\u2069\u05d0\u200e"), "abc\u05d0\u200e");
}

static void test_fold_breaks_at_a_blank_or_within_a_long_word(void **state)
{
	int skip;

	(void)state;
	assert_int_equal(fold_at("left calf cramp", 10, &skip), 9);
	assert_int_equal(skip, 1);
	assert_int_equal(fold_at("left calf", 9, &skip), 9);
	assert_int_equal(skip, 0);
	assert_int_equal(fold_at("gastrocnemius", 5, &skip), 5);
	/* Between two facts rather than within one, unless the line would be half empty. */
	assert_int_equal(fold_at("left calf · woke you", 16, &skip), (int)strlen("left calf ·"));
	assert_int_equal(fold_at("a · pain in the left calf", 16, &skip), (int)strlen("a · pain in the"));
	assert_int_equal(fold_at("one\ntwo", 20, &skip), 3);
	assert_int_equal(skip, 1);
	/* Two columns wide each; a room of one takes one all the same. */
	assert_int_equal(fold_at("脚が", 3, &skip), 3);
	assert_int_equal(fold_at("脚が", 1, &skip), 3);
}

static void test_folded_lines_hang(void **state)
{
	struct session s = terminal(20, true, false);

	(void)state;
	capture_begin();
	show_folded(&s, "41  ", 4, "left calf · 7/10 · 2 min");
	capture_end("41  left calf ·\n    7/10 · 2 min\n");
}

static void test_colour_only_where_there_is_some(void **state)
{
	struct session plain = terminal(80, true, false), coloured = terminal(80, true, true);

	(void)state;
	capture_begin();
	show_styled(&plain, STYLE_BOLD, "Now");
	show_styled(&coloured, STYLE_BOLD, "Now");
	show_styled(&coloured, STYLE_PLAIN, "Now");
	capture_end("Now\033[1mNow\033[0mNow");
}

/* Tables. */

static const struct column diary_columns[] = {
	{ "Night", false, 0, 0 },
	{ "Cramps", false, 12, 0 },
	{ "Water", true, 0, 1 },
	{ "Bedroom", true, 0, 2 },
};

static void print_diary(int width)
{
	struct session s = terminal(width, true, false);
	struct table *t = table_new(&s, diary_columns, ARRAY_LEN(diary_columns));

	table_cell(t, STYLE_PLAIN, "Sat 21 Nov");
	table_cell(t, STYLE_PLAIN, "● 03:10 left calf\n● 04:15 脚");
	table_cell(t, STYLE_PLAIN, "1.2 l");
	table_cell(t, STYLE_PLAIN, "17.4 °C");
	table_cell(t, STYLE_PLAIN, "Fri 20 Nov");
	table_cell(t, STYLE_PLAIN, "○ none");
	table_cell(t, STYLE_PLAIN, "–");
	table_cell(t, STYLE_PLAIN, "9.5 °C");
	assert_int_equal(table_rows(t), 2);
	table_print(t);
	table_free(t);
}

static void test_table_aligns_wide_and_symbol_cells(void **state)
{
	(void)state;
	capture_begin();
	print_diary(80);
	capture_end("Night       Cramps             Water  Bedroom\n"
		    "Sat 21 Nov  ● 03:10 left calf  1.2 l  17.4 °C\n"
		    "            ● 04:15 脚\n"
		    "Fri 20 Nov  ○ none                 –   9.5 °C\n");
}

static void test_table_folds_before_it_drops(void **state)
{
	(void)state;
	capture_begin();
	print_diary(42);
	capture_end("Night       Cramps          Water  Bedroom\n"
		    "Sat 21 Nov  ● 03:10 left    1.2 l  17.4 °C\n"
		    "            calf\n"
		    "            ● 04:15 脚\n"
		    "Fri 20 Nov  ○ none              –   9.5 °C\n");
}

static void test_table_says_which_columns_had_no_room(void **state)
{
	(void)state;
	capture_begin();
	print_diary(32);
	capture_end("Night       Cramps         Water\n"
		    "Sat 21 Nov  ● 03:10 left   1.2 l\n"
		    "            calf\n"
		    "            ● 04:15 脚\n"
		    "Fri 20 Nov  ○ none             –\n"
		    "Not shown, for want of room:\n"
		    "Bedroom.\n");
}

static void test_table_never_writes_beyond_the_terminal(void **state)
{
	(void)state;
	for (int width = 26; width <= 80; width++) {
		capture_begin();
		print_diary(width);
		fflush(stdout);
		char *copy = xstrdup(captured), *rest = copy;
		fclose(stdout);
		stdout = kept_stdout;
		for (char *line; (line = strsep(&rest, "\n"));)
			assert_true(utf8_width(line) <= width);
		free(copy);
		free(captured);
	}
}

/* JSON and CSV. */

static void assert_json(const char *wire, const char *expected)
{
	json_t *in = parse(wire), *out = show_json_of(in);
	char *text = json_text(out);

	assert_string_equal(text, expected);
	free(text);
	json_decref(in);
	json_decref(out);
}

static void test_json_of_a_reading_has_one_value(void **state)
{
	(void)state;
	assert_json("{\"id\":1,\"factor\":\"stretch\",\"yes\":false,\"value\":null,\"level\":null}",
		    "{\"id\":1,\"factor\":\"stretch\",\"value\":false,\"level\":null}");
	assert_json("{\"factor\":\"fluid_ml\",\"yes\":null,\"value\":300.0,\"level\":null}",
		    "{\"factor\":\"fluid_ml\",\"value\":300,\"level\":null}");
	assert_json("{\"factor\":\"fluid_ml\",\"yes\":null,\"value\":null,\"level\":\"more\"}",
		    "{\"factor\":\"fluid_ml\",\"value\":null,\"level\":\"more\"}");
	assert_json("{\"changes\":[{\"before\":{\"factor\":\"a\",\"yes\":true,\"value\":null},\"after\":null}]}",
		    "{\"changes\":[{\"before\":{\"factor\":\"a\",\"value\":true},\"after\":null}]}");
}

static void test_json_leaves_other_objects_alone(void **state)
{
	(void)state;
	assert_json("{\"yes\":true,\"value\":17.4,\"readings\":{\"yes\":1.5}}",
		    "{\"yes\":true,\"value\":17.4,\"readings\":{\"yes\":1.5}}");
}

static void test_csv_quotes_what_needs_it(void **state)
{
	static const char *const keys[] = { "note", "sleep.sol_min", "muscles", "relief", "woke", "value", NULL };
	json_t *row =
		parse("{\"note\":\"a \\\"b\\\", c\\nd\",\"sleep\":{\"sol_min\":20},\"muscles\":[\"calf\",\"toes\"],"
		      "\"relief\":[{\"method\":\"none\"}],\"woke\":false,\"value\":null}");

	(void)state;
	capture_begin();
	show_csv_header(keys);
	show_csv_row(keys, row);
	capture_end("note,sol_min,muscles,relief,woke,value\r\n\"a \"\"b\"\", c\nd\",20,calf;toes,none,false,\r\n");
	json_decref(row);
}

/* Phrases. */

#define EPISODE                                                                                                        \
	"{\"id\":41,\"night\":\"2026-11-21\",\"onset\":\"2026-11-22T03:10:00+01:00\",\"precision\":\"exact\","         \
	"\"muscles\":[\"calf\"],\"side\":\"left\",\"severity\":7,\"duration_s\":120,\"woke\":true,\"red_flags\":[],"   \
	"\"relief\":[{\"method\":\"stretch_dorsiflex\",\"order\":1,\"seconds\":null,\"worked\":null}],"                \
	"\"class\":\"night\",\"note\":\"two\\nlines\"}"

static void test_phrase_episode_says_what_is_known(void **state)
{
	struct session s = terminal(80, true, false);
	json_t *e = parse(EPISODE);

	(void)state;
	assert_phrase(phrase_episode(&s, e),
		      "left calf · 7/10 · 2 min · Sun 22 Nov 03:10 (night of Sat 21) · relief: stretch · "
		      "woke you · note: two lines");
	assert_phrase(phrase_episode_brief(e), "03:10 left calf 7/10 2 min");
	json_decref(e);
}

static void test_phrase_episode_of_unknown_time(void **state)
{
	struct session s = terminal(80, true, false);
	json_t *e =
		parse("{\"night\":\"2026-11-21\",\"onset\":null,\"precision\":\"night\",\"muscles\":[],\"side\":null,"
		      "\"severity\":null,\"duration_s\":null,\"relief\":[]}");

	(void)state;
	assert_phrase(phrase_episode(&s, e), "a cramp · night of Sat 21 Nov, time unknown");
	assert_phrase(phrase_episode_brief(e), "time unknown");
	json_decref(e);
}

static void test_phrase_night_keeps_the_month_where_it_differs(void **state)
{
	struct session s = terminal(80, true, false);
	json_t *e =
		parse("{\"night\":\"2026-10-31\",\"onset\":\"2026-11-01T02:00:00+01:00\",\"precision\":\"approximate\","
		      "\"muscles\":[\"toes\",\"calf\"],\"side\":\"both\"}");

	(void)state;
	assert_phrase(phrase_episode(&s, e), "both toes and calves · Sun 1 Nov about 02:00 (night of Sat 31 Oct)");
	json_decref(e);
}

static void test_phrase_of_another_year_says_so(void **state)
{
	struct session s = terminal(80, true, false);
	json_t *e = parse("{\"night\":\"2025-12-31\",\"onset\":\"2026-01-01T02:00:00+01:00\",\"side\":\"left\"}");
	json_t *r = parse("{\"factor\":\"stretch\",\"yes\":true,\"night\":\"2025-12-31\"}");

	(void)state;
	assert_phrase(phrase_episode(&s, e), "left leg · Thu 1 Jan 02:00 (night of Wed 31 Dec)");
	assert_phrase(phrase_reading(&s, r), "stretch yes · night of Wed 31 Dec 2025");
	json_decref(e);
	json_decref(r);
}

static void test_phrase_reading_of_each_kind(void **state)
{
	struct session s = terminal(80, true, false);
	json_t *amount = parse("{\"factor\":\"fluid_ml\",\"yes\":null,\"value\":300,\"level\":null,\"at\":\"2026-11-"
			       "22T15:20:00+01:00\","
			       "\"until\":null,\"night\":\"2026-11-22\",\"note\":null}");
	json_t *rough = parse(
		"{\"factor\":\"fluid_ml\",\"yes\":null,\"value\":null,\"level\":\"less\",\"at\":null,\"until\":null,"
		"\"night\":\"2026-11-22\"}");
	json_t *yes = parse("{\"factor\":\"stretch\",\"yes\":false,\"value\":null,\"level\":null,\"at\":null,"
			    "\"until\":\"2026-11-22T22:00:00+01:00\",\"night\":\"2026-11-22\"}");

	(void)state;
	assert_phrase(phrase_reading(&s, amount), "water 300 ml · Sun 22 Nov 15:20 (night of Sun 22)");
	assert_phrase(phrase_reading(&s, rough), "water less than usual · night of Sun 22 Nov");
	assert_phrase(phrase_reading(&s, yes), "stretch no · Sun 22 Nov until 22:00 (night of Sun 22)");
	json_decref(amount);
	json_decref(rough);
	json_decref(yes);
}

static void test_phrase_sleep_says_only_what_is_told(void **state)
{
	json_t *all = parse(
		"{\"into_bed\":\"2026-11-21T22:50:00+01:00\",\"lights_out\":\"2026-11-21T23:10:00+01:00\",\"sol_min\":"
		"20,"
		"\"awakenings\":2,\"waso_min\":30,\"final_awakening\":\"2026-11-22T06:40:00+01:00\","
		"\"out_of_bed\":\"2026-11-22T07:00:00+01:00\",\"quality\":4,\"tst_min\":400,\"se_percent\":81.63}");
	json_t *some = parse("{\"into_bed\":null,\"awakenings\":1,\"tst_min\":null,\"se_percent\":null}");

	(void)state;
	assert_phrase(phrase_sleep(all),
		      "bed 22:50 · lights out 23:10 · asleep after 20 min · woke 2 times · awake 30 min · "
		      "woke at 06:40 · up 07:00 · good · slept 6 h 40 (82 %)");
	assert_phrase(phrase_sleep(some), "woke 1 time");
	json_decref(all);
	json_decref(some);
}

static void test_phrase_date_adds_the_year_where_it_is_another(void **state)
{
	char text[PHRASE_MAX];
	int32_t day;

	(void)state;
	assert_true(date_parse("2026-11-21", &day));
	assert_string_equal(phrase_date(day, 2026, text), "Sat 21 Nov");
	assert_string_equal(phrase_date(day, 2027, text), "Sat 21 Nov 2026");
	assert_string_equal(phrase_night_text("soon", text), "soon");
	assert_string_equal(phrase_instant_text("2026-11-22T03:10:00+01:00", text), "Sun 22 Nov 03:10");
}

int main(void)
{
	/* Widths of wide characters are the locale's to tell. */
	setlocale(LC_CTYPE, "C.UTF-8");

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letters_become_ascii_where_the_locale_is_not_utf8),
		cmocka_unit_test(test_letters_let_no_control_character_out),
		cmocka_unit_test(test_fold_breaks_at_a_blank_or_within_a_long_word),
		cmocka_unit_test(test_folded_lines_hang),
		cmocka_unit_test(test_colour_only_where_there_is_some),
		cmocka_unit_test(test_table_aligns_wide_and_symbol_cells),
		cmocka_unit_test(test_table_folds_before_it_drops),
		cmocka_unit_test(test_table_says_which_columns_had_no_room),
		cmocka_unit_test(test_table_never_writes_beyond_the_terminal),
		cmocka_unit_test(test_json_of_a_reading_has_one_value),
		cmocka_unit_test(test_json_leaves_other_objects_alone),
		cmocka_unit_test(test_csv_quotes_what_needs_it),
		cmocka_unit_test(test_phrase_episode_says_what_is_known),
		cmocka_unit_test(test_phrase_episode_of_unknown_time),
		cmocka_unit_test(test_phrase_night_keeps_the_month_where_it_differs),
		cmocka_unit_test(test_phrase_of_another_year_says_so),
		cmocka_unit_test(test_phrase_reading_of_each_kind),
		cmocka_unit_test(test_phrase_sleep_says_only_what_is_told),
		cmocka_unit_test(test_phrase_date_adds_the_year_where_it_is_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
