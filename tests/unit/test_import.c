/* Importers: a file's text in, rows and complaints out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "client/import.h"
#include "cramp/util.h"
#include "cramp/wire.h"

static struct import_options options(void)
{
	setenv("TZ", "Europe/Berlin", 1);
	when_zone_changed();
	/* 2026-11-22 08:00 in Berlin */
	return (struct import_options){ .now = { 1795330800, 3600 }, .night_starts_min = 720, .day_starts_min = 240 };
}

static struct import read_csv(const char *text, struct import_options o)
{
	struct import out = { 0 };

	import_csv(text, strlen(text), &o, &out);
	return out;
}

static void expect_rows(const struct import *import, const char *json)
{
	json_t *wanted = json_loads(json, 0, NULL);

	assert_non_null(wanted);
	if (!json_equal(wanted, import->rows)) {
		char *text = json_text(import->rows);
		fail_msg("rows are %s", text);
	}
	json_decref(wanted);
}

static void expect_faults(const char *text, struct import_options o, const char *first, size_t count)
{
	struct import import = read_csv(text, o);

	assert_int_equal(import.fault_count, count);
	assert_string_equal(import.faults[0], first);
	import_clear(&import);
}

static void test_csv_reads_what_is_told_and_nothing_else(void **state)
{
	(void)state;
	struct import import = read_csv("night,cramps,severity,onset,water,stretch,room_temp_c\n"
					"2026-11-19,2,7,03:10,1500,yes,17.4\n"
					"2026-11-20,0,,,,no,\n"
					"2026-11-21,,,,more,,\n",
					options());

	assert_int_equal(import.fault_count, 0);
	assert_int_equal(import.nights, 3);
	expect_rows(&import,
		    "[{\"kind\":\"cramps\",\"key\":\"csv:2026-11-19:cramp\",\"line\":2,\"night\":\"2026-11-19\","
		    "\"count\":2,"
		    "  \"severity\":7,\"onset\":\"2026-11-20T03:10:00+01:00\"},"
		    " {\"kind\":\"reading\",\"key\":\"csv:2026-11-19:fluid_ml\",\"line\":2,\"night\":\"2026-11-19\","
		    "  \"factor\":\"fluid_ml\",\"value\":1500.0},"
		    " {\"kind\":\"reading\",\"key\":\"csv:2026-11-19:stretch\",\"line\":2,\"night\":\"2026-11-19\","
		    "  \"factor\":\"stretch\",\"value\":1.0},"
		    " {\"kind\":\"reading\",\"key\":\"csv:2026-11-19:room_temp_c\",\"line\":2,\"night\":\"2026-11-19\","
		    "  \"factor\":\"room_temp_c\",\"value\":17.4},"
		    " {\"kind\":\"free\",\"key\":\"csv:2026-11-20:free\",\"line\":3,\"night\":\"2026-11-20\"},"
		    " {\"kind\":\"reading\",\"key\":\"csv:2026-11-20:stretch\",\"line\":3,\"night\":\"2026-11-20\","
		    "  \"factor\":\"stretch\",\"value\":0.0},"
		    " {\"kind\":\"reading\",\"key\":\"csv:2026-11-21:fluid_ml\",\"line\":4,\"night\":\"2026-11-21\","
		    "  \"factor\":\"fluid_ml\",\"level\":\"more\"}]");
	import_clear(&import);
}

static void test_csv_reads_a_spreadsheet_with_decimal_commas(void **state)
{
	(void)state;
	struct import import = read_csv("\xef\xbb\xbfnight;cramps;room_temp_c\r\n2026-11-19;0;17,4\r\n", options());

	assert_int_equal(import.fault_count, 0);
	assert_float_equal(json_number_value(json_object_get(json_array_get(import.rows, 1), "value")), 17.4, 1e-12);
	import_clear(&import);
}

static void test_csv_wants_to_know_what_a_date_names(void **state)
{
	(void)state;
	struct import_options o = options();

	expect_faults("date,cramps\n2026-11-20,0\n", o,
		      "line 1: the first column is called \"date\": say --dated evening if it names the evening a "
		      "night begins, or "
		      "--dated morning",
		      1);
	o.dated = 'm';
	struct import import = read_csv("date,cramps\n2026-11-20,0\n", o);
	expect_rows(&import,
		    "[{\"kind\":\"free\",\"key\":\"csv:2026-11-19:free\",\"line\":2,\"night\":\"2026-11-19\"}]");
	import_clear(&import);
}

static void test_csv_refuses_with_the_line_and_the_word(void **state)
{
	(void)state;
	static const struct {
		const char *text, *first;
		size_t count;
	} cases[] = {
		{ "night,cramps\n2026-11-19,x\n",
		  "line 2: cramps cannot be \"x\"; expected a whole number from 0 to 50, or nothing if unknown", 1 },
		{ "night,cramps\n2026-11-19,-1\n2026-02-30,1\n",
		  "line 2: cramps cannot be \"-1\"; expected a whole number from 0 to 50, or nothing if unknown", 2 },
		{ "night,cramps\n2026-11-19,1\n2026-11-19,0\n", "line 3: the night of 2026-11-19 stands in line 2 too",
		  1 },
		{ "night,cramps\n2026-11-23,1\n", "line 2: the night of 2026-11-23 has not begun", 1 },
		{ "night,cramps\n2026-11-22,0\n", "line 2: the night of 2026-11-22 has not begun", 1 },
		{ "night,cramps,severity\n2026-11-19,1,11\n", "line 2: severity cannot be \"11\"; expected 0 to 10",
		  1 },
		{ "night,cramps,severity\n2026-11-19,,5\n",
		  "line 2: there is a severity, duration or onset, but the number of cramps is empty", 1 },
		{ "night,cramps,onset\n2026-11-19,1,25:10\n",
		  "line 2: onset cannot be \"25:10\"; expected a time of that night like 03:10", 1 },
		{ "night,cramps,stretch\n2026-11-19,1,2\n", "line 2: stretch 2 is outside 0 to 1", 1 },
		{ "night,cramps,stretch\n2026-11-19,1,perhaps\n",
		  "line 2: stretch cannot be \"perhaps\"; expected yes, no, 1 or 0", 1 },
		{ "cramps,night\n1,2026-11-19\n",
		  "line 1: the first column must be \"night\" (the date of the evening), not \"cramps\"", 1 },
		{ "night,cramps,water,fluid_ml\n", "line 1: columns 3 and 4 are the same thing; leave one out", 1 },
		{ "night,cramps\n2026-11-19,1,7\n", "line 2: has 3 cells, the header only 2", 1 },
		{ "night,cramps\n\"2026-11-19,1\n", "line 2: a quote (\") is opened and never closed", 1 },
		{ "", "the file is empty; expected a first line like night,cramps,water,exercise", 1 },
		{ "night,diuretic_use,statin\n",
		  "line 1: \"statin\" is a standing circumstance, not something of a night: cramp trait set statin",
		  2 },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct import import = read_csv(cases[i].text, options());
		if (i + 1 == ARRAY_LEN(cases))
			assert_string_equal(import.faults[1], cases[i].first);
		else
			assert_string_equal(import.faults[0], cases[i].first);
		assert_int_equal(import.fault_count, cases[i].count);
		import_clear(&import);
	}
}

static void test_csv_makes_factors_only_when_asked(void **state)
{
	(void)state;
	static const char text[] = "night,cramps,Hot bath,steps_k\n2026-11-19,0,1,7.5\n2026-11-20,1,0,\n";
	struct import_options o = options();
	struct import import = read_csv(text, o);

	assert_int_equal(import.fault_count, 2);
	assert_non_null(strstr(import.faults[0], "I do not know the column \"Hot bath\"."));
	assert_non_null(strstr(import.faults[0], "--new-factors"));
	import_clear(&import);

	o.new_factors = true;
	import = read_csv(text, o);
	assert_int_equal(import.fault_count, 0);
	json_t *wanted = json_loads(
		"[{\"id\":\"hot_bath\",\"label\":\"Hot bath\",\"kind\":\"yesno\",\"unit\":\"\",\"window\":\"day\","
		"  \"combine\":\"max\"},"
		" {\"id\":\"steps_k\",\"label\":\"steps_k\",\"kind\":\"amount\",\"unit\":\"\",\"window\":\"day\","
		"  \"combine\":\"sum\"}]",
		0, NULL);
	assert_true(json_equal(import.factors, wanted));
	json_decref(wanted);
	import_clear(&import);
}

static void test_csv_refuses_a_gap_in_the_clock(void **state)
{
	(void)state;
	/* In Berlin 29 March 2026 has no 02:30. */
	expect_faults("night,cramps,onset\n2026-03-28,1,02:30\n", options(),
		      "line 2: onset cannot be \"02:30\"; expected a time of that night like 03:10", 1);
}

/* ---- Sleep as Android ---- */

#define HEADER "Id,Tz,From,To,Sched,Hours,Rating,Comment,Framerate,Snore,Noise,Cycles,DeepSleep,LenAdjust,Geo"

static struct import read_saa(const char *text, const char *const *tags)
{
	struct import_options o = options();
	struct import out = { 0 };

	o.tags = tags;
	import_sleep_as_android(text, strlen(text), &o, &out);
	return out;
}

static void test_saa_reads_a_night_with_events(void **state)
{
	(void)state;
	/* 20:00 to 07:00 in London; ten minutes to fall asleep, one spell of twenty awake. */
	struct import import = read_saa(
		HEADER ",\"7:00\",\"Event\",\"Event\",\"Event\",\"Event\",\"Event\"\r\n"
		       "\"1606420800000\",\"Europe/London\",\"26. 11. 2020 20:00\",\"27. 11. 2020 7:00\",\"27. 11. "
		       "2020 7:00\",\"11.000\","
		       "\"3.75\",\"rain, \"\"loud\"\" #cold_2x "
		       "#rain\\n\",\"10007\",\"-1\",\"-1.0\",\"-1\",\"-1.0\",\"-30\",\"\",\"0.0\","
		       "\"AWAKE_START-1606420800000\",\"AWAKE_END-1606421400000\",\"DHA-1606420800000-9.4E-38\","
		       "\"AWAKE_START-1606440000000\",\"AWAKE_END-1606441200000\"\r\n"
		       ",,,,,,,,,,,,,423.48\r\n",
		NULL);

	assert_int_equal(import.fault_count, 0);
	assert_int_equal(import.skipped_count, 0);
	expect_rows(&import,
		    "[{\"kind\":\"sleep\",\"key\":\"saa:1606420800000\",\"line\":2,\"zone\":\"Europe/London\","
		    "  \"note\":\"rain, \\\"loud\\\" #cold_2x #rain\",\"sol_min\":10,\"waso_min\":20,\"awakenings\":1,"
		    "  \"night\":\"2020-11-26\",\"lights_out\":\"2020-11-26T20:00:00+00:00\","
		    "  \"final_awakening\":\"2020-11-27T07:00:00+00:00\",\"quality\":4},"
		    " {\"kind\":\"reading\",\"key\":\"saa:1606420800000:cold_legs\",\"line\":2,\"factor\":\"cold_"
		    "legs\",\"value\":2.0,"
		    "  \"night\":\"2020-11-26\"}]");
	assert_non_null(strstr(import.remark, "Tags not used: #rain;"));
	import_clear(&import);
}

static void test_saa_falls_back_where_a_spreadsheet_ruined_the_id(void **state)
{
	(void)state;
	struct import import =
		read_saa("Id,Tz,From,To,Sched,Hours,Rating,Comment,Framerate,Snore,Noise,Cycles,Event\n"
			 "1.59244E+12,Europe/Berlin,28. 03. 2020 23:30,29. 03. 2020 8:00,,7.5,0.0,,10007,-1,-1.0,-1\n",
			 NULL);

	/* The clock went forward that night: 7.5 real hours after 23:30 it shows 08:00. An unrated night has no
	 * quality. */
	expect_rows(
		&import,
		"[{\"kind\":\"sleep\",\"key\":\"saa:1585434600\",\"line\":2,\"zone\":\"Europe/"
		"Berlin\",\"night\":\"2020-03-28\","
		"  \"lights_out\":\"2020-03-28T23:30:00+01:00\",\"final_awakening\":\"2020-03-29T08:00:00+02:00\"}]");
	import_clear(&import);
}

static void test_saa_tells_naps_trials_and_overlaps(void **state)
{
	(void)state;
	struct import import =
		read_saa(HEADER "\n1606420800000,Europe/London,x,x,x,8.0,0,,1,-1,-1,-1,-1,0,\n"	 /* the night */
			 HEADER "\n1606424400000,Europe/London,x,x,x,2.0,0,,1,-1,-1,-1,-1,0,\n"	 /* within it */
			 HEADER "\n1606482000000,Europe/London,x,x,x,0.75,0,,1,-1,-1,-1,-1,0,\n" /* 13:00: a nap */
			 HEADER "\n1606485600000,Europe/London,x,x,x,0.01,0,,1,-1,-1,-1,-1,0,\n" /* a trial */
			 HEADER "\n1606485600000,Moon/Crater,x,x,x,5,0,,1,-1,-1,-1,-1,0,\n" HEADER
				"\nx,Europe/London,32. 01. 2020 1:00,x,x,5,0,,1,-1,-1,-1,-1,0,\n",
			 NULL);

	assert_int_equal(import.skipped_count, 4);
	assert_string_equal(import.skipped[0], "line 8: shorter than 5 minutes: a trial of the app");
	assert_string_equal(import.skipped[1], "line 10: the zone \"Moon/Crater\" is not known here");
	assert_string_equal(import.skipped[2], "line 12: neither Id nor From says when it began");
	assert_string_equal(import.skipped[3], "line 4: overlaps the longer sleep of line 2");
	assert_int_equal(json_array_size(import.rows), 2);
	assert_string_equal(json_string_value(json_object_get(json_array_get(import.rows, 1), "kind")), "nap");
	import_clear(&import);
}

static void test_saa_reads_a_tag_as_a_cramp_when_told(void **state)
{
	(void)state;
	static const char *const tags[] = { "crampy=cramp", "window=chilled_asleep", NULL };
	struct import import = read_saa(
		HEADER "\n1606420800000,Europe/London,x,x,x,8.0,0,#crampy_2x #window,1,-1,-1,-1,-1,0,\n", tags);

	assert_int_equal(json_array_size(import.rows), 3);
	json_t *cramps = json_array_get(import.rows, 1), *window = json_array_get(import.rows, 2);
	assert_string_equal(json_string_value(json_object_get(cramps, "kind")), "cramps");
	assert_int_equal(json_integer_value(json_object_get(cramps, "count")), 2);
	assert_string_equal(json_string_value(json_object_get(window, "factor")), "chilled_asleep");
	import_clear(&import);
}

static void test_saa_refuses_what_is_none(void **state)
{
	(void)state;
	struct import import = read_saa("sid,start,stop,rating\n1,2,3,4\n", NULL);

	assert_int_equal(import.fault_count, 1);
	assert_string_equal(import.faults[0],
			    "line 1: is no Sleep as Android export: it must begin with Id,Tz,From,To");
	import_clear(&import);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv_reads_what_is_told_and_nothing_else),
		cmocka_unit_test(test_csv_reads_a_spreadsheet_with_decimal_commas),
		cmocka_unit_test(test_csv_wants_to_know_what_a_date_names),
		cmocka_unit_test(test_csv_refuses_with_the_line_and_the_word),
		cmocka_unit_test(test_csv_makes_factors_only_when_asked),
		cmocka_unit_test(test_csv_refuses_a_gap_in_the_clock),
		cmocka_unit_test(test_saa_reads_a_night_with_events),
		cmocka_unit_test(test_saa_falls_back_where_a_spreadsheet_ruined_the_id),
		cmocka_unit_test(test_saa_tells_naps_trials_and_overlaps),
		cmocka_unit_test(test_saa_reads_a_tag_as_a_cramp_when_told),
		cmocka_unit_test(test_saa_refuses_what_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
