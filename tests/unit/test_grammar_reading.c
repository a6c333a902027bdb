/* The words of a reading: which factor, how much, when. */
#include "grammar_check.h"

static void test_read_reading_documented_lines(void **state)
{
	static const struct told_case cases[] = {
		{ "water 300ml", "{'factor': 'fluid_ml', 'value': 300, 'at': '2026-11-22T22:04:00+01:00'}",
		  "2026-11-22", NULL },
		{ "water more", "{'factor': 'fluid_ml', 'level': 'more', 'night': '2026-11-22'}", "2026-11-22", NULL },
		{ "exercise 45m until 18:30",
		  "{'factor': 'exercise_min', 'value': 45, 'until': '2026-11-22T18:30:00+01:00'}", "2026-11-22", NULL },
		{ "stretch", "{'factor': 'stretch', 'yes': true, 'at': '2026-11-22T22:04:00+01:00'}", "2026-11-22",
		  NULL },
		{ "stretch no", "{'factor': 'stretch', 'yes': false, 'at': '2026-11-22T22:04:00+01:00'}", "2026-11-22",
		  NULL },
		{ "room 17.5C", "{'factor': 'room_temp_c', 'value': 17.5, 'at': '2026-11-22T22:04:00+01:00'}",
		  "2026-11-22", NULL },
		{ "exercise 45m effort 6 until 18:30",
		  "{'factor': 'exercise_min', 'value': 45, 'effort': 6, 'until': '2026-11-22T18:30:00+01:00'}",
		  "2026-11-22", NULL },
		{ "leg_fatigue 6", "{'factor': 'leg_fatigue', 'value': 6, 'night': '2026-11-22'}", "2026-11-22", NULL },
		{ "leg fatigue 7/10", "{'factor': 'leg_fatigue', 'value': 7, 'night': '2026-11-22'}", "2026-11-22",
		  NULL },
	};
	struct reader r = sunday_evening();
	(void)state;
	CHECK_TOLD(&r, read_reading, cases);
}

static void test_read_reading_values(void **state)
{
	static const struct told_case cases[] = {
		{ "water 300", "{'factor': 'fluid_ml', 'value': 300, 'at': '2026-11-22T22:04:00+01:00'}", NULL, NULL },
		{ "water 1.5 l", "{'factor': 'fluid_ml', 'value': 1500, 'at': '2026-11-22T22:04:00+01:00'}", NULL,
		  NULL },
		{ "water 12 fl oz", "{'factor': 'fluid_ml', 'value': 354.882, 'at': '2026-11-22T22:04:00+01:00'}", NULL,
		  NULL },
		{ "water about 2 cups", "{'factor': 'fluid_ml', 'value': 473.176, 'at': '2026-11-22T22:04:00+01:00'}",
		  NULL, NULL },
		{ "water less than usual", "{'factor': 'fluid_ml', 'level': 'less', 'night': '2026-11-22'}", NULL,
		  NULL },
		{ "water as usual", "{'factor': 'fluid_ml', 'level': 'usual', 'night': '2026-11-22'}", NULL, NULL },
		{ "water none", "{'factor': 'fluid_ml', 'value': 0, 'night': '2026-11-22'}", NULL, NULL },
		{ "exercise 1h 30m", "{'factor': 'exercise_min', 'value': 90, 'at': '2026-11-22T22:04:00+01:00'}", NULL,
		  NULL },
		{ "exercise no", "{'factor': 'exercise_min', 'value': 0, 'night': '2026-11-22'}", NULL, NULL },
		{ "room 64F", "{'factor': 'room_temp_c', 'value': 17.7778, 'at': '2026-11-22T22:04:00+01:00'}", NULL,
		  NULL },
		{ "room -3", "{'factor': 'room_temp_c', 'value': -3, 'at': '2026-11-22T22:04:00+01:00'}", NULL, NULL },
		{ "stretch yes", "{'factor': 'stretch', 'yes': true, 'at': '2026-11-22T22:04:00+01:00'}", NULL, NULL },
		{ "stretch y", "{'factor': 'stretch', 'yes': true, 'at': '2026-11-22T22:04:00+01:00'}", NULL, NULL },
		{ "stretch 0", "{'factor': 'stretch', 'yes': false, 'at': '2026-11-22T22:04:00+01:00'}", NULL, NULL },
		{ "stretch not done", "{'factor': 'stretch', 'yes': false, 'at': '2026-11-22T22:04:00+01:00'}", NULL,
		  NULL },
		{ "socks", "{'factor': 'wear_socks', 'yes': true, 'at': '2026-11-22T22:04:00+01:00'}", NULL, NULL },
		{ "Loose-Bedding", "{'factor': 'loosen_bedding', 'yes': true, 'at': '2026-11-22T22:04:00+01:00'}", NULL,
		  NULL },
		{ "magnesium 0.25g note with dinner",
		  "{'factor': 'magnesium_mg', 'value': 250, 'at': '2026-11-22T22:04:00+01:00', 'note': 'with dinner'}",
		  NULL, NULL },
	};
	struct reader r = sunday_evening();
	(void)state;
	CHECK_TOLD(&r, read_reading, cases);
	r.us_units = true;
	check_told(&r, read_reading,
		   &(struct told_case){
			   "room 64", "{'factor': 'room_temp_c', 'value': 17.7778, 'at': '2026-11-22T22:04:00+01:00'}",
			   NULL, NULL });
}

static void test_read_reading_times(void **state)
{
	static const struct told_case cases[] = {
		{ "water 300ml 15:20", "{'factor': 'fluid_ml', 'value': 300, 'at': '2026-11-22T15:20:00+01:00'}",
		  "2026-11-22", NULL },
		{ "water 15:20 300ml", "{'factor': 'fluid_ml', 'value': 300, 'at': '2026-11-22T15:20:00+01:00'}",
		  "2026-11-22", NULL },
		{ "water 300ml 20m ago", "{'factor': 'fluid_ml', 'value': 300, 'at': '2026-11-22T21:44:00+01:00'}",
		  "2026-11-22", NULL },
		{ "water 1.5l yesterday", "{'factor': 'fluid_ml', 'value': 1500, 'night': '2026-11-21'}", "2026-11-21",
		  NULL },
		{ "water 300ml yesterday 15:20",
		  "{'factor': 'fluid_ml', 'value': 300, 'at': '2026-11-21T15:20:00+01:00'}", "2026-11-21", NULL },
		/* By day, a name of a day is that day from four in the morning on. */
		{ "water 300ml sat 10:00", "{'factor': 'fluid_ml', 'value': 300, 'at': '2026-11-21T10:00:00+01:00'}",
		  "2026-11-21", NULL },
		{ "water 300ml sat 2:00", "{'factor': 'fluid_ml', 'value': 300, 'at': '2026-11-22T02:00:00+01:00'}",
		  "2026-11-21", NULL },
		{ "room 17 sat 2:00", "{'factor': 'room_temp_c', 'value': 17, 'at': '2026-11-22T02:00:00+01:00'}",
		  "2026-11-21", NULL },
		{ "room 17 last night", "{'factor': 'room_temp_c', 'value': 17, 'night': '2026-11-21'}", "2026-11-21",
		  NULL },
		{ "stretch no last night", "{'factor': 'stretch', 'yes': false, 'night': '2026-11-21'}", "2026-11-21",
		  NULL },
		{ "magnesium 250mg 3 nov", "{'factor': 'magnesium_mg', 'value': 250, 'night': '2026-11-03'}",
		  "2026-11-03", NULL },
		{ "exercise 17:45 - 18:30",
		  "{'factor': 'exercise_min', 'value': 45, 'at': '2026-11-22T17:45:00+01:00', 'until': "
		  "'2026-11-22T18:30:00+01:00'}",
		  "2026-11-22", NULL },
		{ "exercise from 17:45 until 18:30 40m",
		  "{'factor': 'exercise_min', 'value': 40, 'at': '2026-11-22T17:45:00+01:00', 'until': "
		  "'2026-11-22T18:30:00+01:00'}",
		  "2026-11-22", NULL },
		{ "exercise 23:30 until 0:30",
		  "{'factor': 'exercise_min', 'value': 60, 'at': '2026-11-21T23:30:00+01:00', 'until': "
		  "'2026-11-22T00:30:00+01:00'}",
		  "2026-11-21", NULL },
		{ "exercise 21:30 until 0:30",
		  "{'factor': 'exercise_min', 'value': 180, 'at': '2026-11-21T21:30:00+01:00', 'until': "
		  "'2026-11-22T00:30:00+01:00'}",
		  "2026-11-21", NULL },
		{ "exercise yesterday 23:30 until 0:30",
		  "{'factor': 'exercise_min', 'value': 60, 'at': '2026-11-21T23:30:00+01:00', 'until': "
		  "'2026-11-22T00:30:00+01:00'}",
		  "2026-11-21", NULL },
		{ "exercise 45m yesterday until 18:30",
		  "{'factor': 'exercise_min', 'value': 45, 'until': '2026-11-21T18:30:00+01:00'}", "2026-11-21", NULL },
	};
	struct reader r = sunday_evening();
	(void)state;
	CHECK_TOLD(&r, read_reading, cases);
}

/* In the morning the night is over: what is told of it has no time. By day a measured amount is of now. */
static void test_read_reading_default_time(void **state)
{
	static const struct {
		const char *now, *line, *json, *night;
	} cases[] = {
		{ "2026-11-22T07:39:00+01:00", "stretch", "{'factor': 'stretch', 'yes': true, 'night': '2026-11-21'}",
		  "2026-11-21" },
		{ "2026-11-22T07:39:00+01:00", "room 17C",
		  "{'factor': 'room_temp_c', 'value': 17, 'night': '2026-11-21'}", "2026-11-21" },
		{ "2026-11-22T07:39:00+01:00", "water 300ml",
		  "{'factor': 'fluid_ml', 'value': 300, 'at': '2026-11-22T07:39:00+01:00'}", "2026-11-22" },
		{ "2026-11-22T03:15:00+01:00", "stretch",
		  "{'factor': 'stretch', 'yes': true, 'at': '2026-11-22T03:15:00+01:00'}", "2026-11-21" },
		{ "2026-11-22T03:15:00+01:00", "water more",
		  "{'factor': 'fluid_ml', 'level': 'more', 'night': '2026-11-21'}", "2026-11-21" },
		{ "2026-11-22T03:15:00+01:00", "water 300ml",
		  "{'factor': 'fluid_ml', 'value': 300, 'at': '2026-11-22T03:15:00+01:00'}", "2026-11-21" },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct reader r = reader_at(cases[i].now, "Europe/Berlin");

		check_told(&r, read_reading, &(struct told_case){ cases[i].line, cases[i].json, cases[i].night, NULL });
	}
	struct reader r = sunday_evening();

	assert_true(date_parse("2026-11-19", &r.night));
	check_told(&r, read_reading,
		   &(struct told_case){ "water 300ml", "{'factor': 'fluid_ml', 'value': 300, 'night': '2026-11-19'}",
					"2026-11-19", NULL });
	check_told(&r, read_reading,
		   &(struct told_case){ "stretch 23:00",
					"{'factor': 'stretch', 'yes': true, 'at': '2026-11-19T23:00:00+01:00'}",
					"2026-11-19", NULL });
}

static void test_read_reading_own_factor(void **state)
{
	struct own_factors own = { 0 };
	struct reader r = sunday_evening();
	(void)state;
	own_factors_add(&own, "steps", "Steps", KIND_AMOUNT, "steps", WINDOW_DAY, COMBINE_SUM);
	own_factors_add(&own, "window_open", "Window open", KIND_YESNO, "", WINDOW_NIGHT, COMBINE_LAST);
	r.own = &own;
	check_told(&r, read_reading,
		   &(struct told_case){ "steps 8000 steps",
					"{'factor': 'steps', 'value': 8000, 'at': '2026-11-22T22:04:00+01:00'}", NULL,
					NULL });
	check_told(&r, read_reading,
		   &(struct told_case){ "window open",
					"{'factor': 'window_open', 'yes': true, 'at': '2026-11-22T22:04:00+01:00'}",
					NULL, NULL });
	check_refused(&r, read_reading,
		      &(struct refused_case){ "stepps 3", "I do not know \"stepps\". Did you mean steps?" });
	own_factors_clear(&own);
}

static void test_read_reading_refusals(void **state)
{
	static const struct refused_case cases[] = {
		{ "", "Which factor? As in: water 300ml. cramp factors lists them all." },
		{ "watre 300ml", "I do not know \"watre\". Did you mean water?" },
		{ "qqqqqqqqq", "I do not know \"qqqqqqqqq\". cramp factors lists what can be told; cramp factor new "
			       "makes an own one." },
		{ "diuretic", "Diuretic is a standing circumstance; write: cramp trait set diuretic." },
		{ "water", "How much water? It is told as 300ml or 1.5l, or as less, usual or more." },
		{ "leg_fatigue", "How much leg_fatigue? It is told as a whole number from 0 to 10." },
		{ "water -3", "\"-3\" is less than nothing; water is told as 300ml or 1.5l." },
		{ "water 1,500", "\"1,500\" can be read in two ways; write 1500 or 1.500." },
		{ "water 2,250 ml", "\"2,250 ml\" can be read in two ways; write 2250 ml or 2.250 ml." },
		{ "water 0,125l", "\"0,125l\" can be read in two ways; write 0.125l." },
		{ "water 1.500,5",
		  "\"1.500,5\" can be read in more than one way; write a point alone, before the decimals." },
		{ "water 300mg", "\"300mg\" does not measure water, which is told as 300ml or 1.5l." },
		{ "water 300 mg", "\"300 mg\" does not measure water, which is told as 300ml or 1.5l." },
		{ "water yes", "\"yes\" does not measure water, which is told as 300ml or 1.5l." },
		{ "water 99l", "\"99l\" is beyond what water can be, 0 to 20000 ml." },
		{ "room 99C", "\"99C\" is beyond what bedroom can be, -30 to 60 C." },
		{ "room none", "\"none\" does not measure bedroom, which is told as 17.5C or 64F." },
		{ "leg_fatigue 11",
		  "\"11\" is no value of leg_fatigue, which is told as a whole number from 0 to 10." },
		{ "leg_fatigue more", "\"more\" is for amounts; leg_fatigue is told as a whole number from 0 to 10." },
		{ "stretch 2", "\"2\" is no value of stretch, which is told as yes or no." },
		{ "water 300kg", "\"300kg\" does not measure water, which is told as 300ml or 1.5l." },
		{ "water 1e3ml", "\"1e3ml\" does not measure water, which is told as 300ml or 1.5l." },
		{ "exercise 2026-02-30", "\"2026-02-30\" is in no calendar." },
		{ "stretch 300kg", "\"300kg\" does not measure stretch, which is told as yes or no." },
		{ "water 300ml more", "water is told twice; leave one of the values out." },
		{ "water 300ml 200ml", "water is told twice; leave one of the values out." },
		{ "water 300ml effort 3", "An effort is told of exercise; water has none." },
		{ "exercise 45m effort 11", "The effort is a whole number from 0 to 10, not \"11\"." },
		{ "exercise 45m until", "After until comes a time, as in: until 18:30." },
		{ "exercise 45m until 23:00 today", "\"23:00\" is still to come (Sun 22 Nov 23:00). If you mean the "
						    "one before, write 2026-11-21T23:00." },
		{ "water 300ml 9:00 until 8:00", "\"8:00\" is before \"9:00\"; the end comes after the beginning." },
		{ "water 300ml tomorow", "I do not know \"tomorow\". Free text goes after the word note." },
		{ "water 300ml 2026-11-23",
		  "The day of Mon 23 Nov has not begun yet. If you mean the one before, write: yesterday." },
		{ "water 300ml 3/4", "\"3/4\" can be read as more than one date; write 2026-11-22, or 22 nov." },
	};
	struct reader r = sunday_evening();
	(void)state;
	CHECK_REFUSED(&r, read_reading, cases);
}

static bool edit(const struct reader *reader, int count, char *const *words, struct read_result *out)
{
	int32_t night = NO_NIGHT;

	/* The first word is the factor of the entry that is edited. */
	date_parse("2026-11-19", &night);
	return read_reading_edit(reader, factor_find(words[0], NULL), night, count - 1, words + 1, out);
}

static void test_read_reading_edit_names_only(void **state)
{
	static const struct told_case cases[] = {
		{ "water 400ml", "{'set': {'factor': 'fluid_ml', 'value': 400}, 'clear': []}", "2026-11-19", NULL },
		{ "water less no note", "{'set': {'factor': 'fluid_ml', 'level': 'less'}, 'clear': ['note']}",
		  "2026-11-19", NULL },
		{ "water 15:20", "{'set': {'factor': 'fluid_ml', 'at': '2026-11-19T15:20:00+01:00'}, 'clear': []}",
		  "2026-11-19", NULL },
		{ "water 2:20", "{'set': {'factor': 'fluid_ml', 'at': '2026-11-20T02:20:00+01:00'}, 'clear': []}",
		  "2026-11-19", NULL },
		{ "water yesterday 15:20",
		  "{'set': {'factor': 'fluid_ml', 'at': '2026-11-21T15:20:00+01:00'}, 'clear': []}", "2026-11-21",
		  NULL },
		{ "stretch no", "{'set': {'factor': 'stretch', 'yes': false}, 'clear': []}", NULL, NULL },
		{ "exercise no until no effort", "{'set': {}, 'clear': ['until', 'effort']}", NULL, NULL },
		{ "exercise until 19:00 effort 3",
		  "{'set': {'factor': 'exercise_min', 'until': '2026-11-19T19:00:00+01:00', 'effort': 3}, 'clear': []}",
		  NULL, NULL },
	};
	static const struct refused_case wrong[] = {
		{ "water", "Say what to change, as in: a new value, or: no note." },
		{ "water 300mg", "\"300mg\" does not measure water, which is told as 300ml or 1.5l." },
	};
	struct reader r = sunday_evening();
	(void)state;
	CHECK_TOLD(&r, edit, cases);
	CHECK_REFUSED(&r, edit, wrong);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_reading_documented_lines),
		cmocka_unit_test(test_read_reading_values),
		cmocka_unit_test(test_read_reading_times),
		cmocka_unit_test(test_read_reading_default_time),
		cmocka_unit_test(test_read_reading_own_factor),
		cmocka_unit_test(test_read_reading_refusals),
		cmocka_unit_test(test_read_reading_edit_names_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
