/* The words of a night's sleep, of naps, and of what is changed in them. */
#include "grammar_check.h"

#define WHOLE                                                                                                          \
	"{'sleep': {'into_bed': '2026-11-21T22:50:00+01:00', 'lights_out': '2026-11-21T23:10:00+01:00', "              \
	"'final_awakening': "                                                                                          \
	"'2026-11-22T06:40:00+01:00', 'out_of_bed': '2026-11-22T07:00:00+01:00'}, 'naps': []}"

static void test_read_sleep_documented_lines(void **state)
{
	static const struct told_case cases[] = {
		{ "bed 22:50 light 23:10 sol 20m woke 2 30m wake 6:40 up 7:00 quality good",
		  "{'sleep': {'into_bed': '2026-11-21T22:50:00+01:00', 'lights_out': '2026-11-21T23:10:00+01:00', "
		  "'sol_min': 20, "
		  "'awakenings': 2, 'waso_min': 30, 'final_awakening': '2026-11-22T06:40:00+01:00', 'out_of_bed': "
		  "'2026-11-22T07:00:00+01:00', 'quality': 4}, 'naps': []}",
		  "2026-11-21", NULL },
		{ "22:50 23:10 6:40 7:00", WHOLE, "2026-11-21", NULL },
		{ "bed 22:50 lights out 23:10 woke up 6:40 got up 7am", WHOLE, "2026-11-21", NULL },
		{ "up 7:00 wake 6:40 light 23:10 bed 10:50pm", WHOLE, "2026-11-21", NULL },
		{ "23:10 6:40",
		  "{'sleep': {'lights_out': '2026-11-21T23:10:00+01:00', 'final_awakening': "
		  "'2026-11-22T06:40:00+01:00'}, 'naps': []}",
		  "2026-11-21", NULL },
		{ "23:10 - 6:40",
		  "{'sleep': {'lights_out': '2026-11-21T23:10:00+01:00', 'final_awakening': "
		  "'2026-11-22T06:40:00+01:00'}, 'naps': []}",
		  "2026-11-21", NULL },
		{ "23:10-6:40 note restless",
		  "{'sleep': {'lights_out': '2026-11-21T23:10:00+01:00', 'final_awakening': "
		  "'2026-11-22T06:40:00+01:00', 'note': "
		  "'restless'}, 'naps': []}",
		  "2026-11-21", NULL },
		{ "light 23:10 up now",
		  "{'sleep': {'lights_out': '2026-11-21T23:10:00+01:00', 'out_of_bed': '2026-11-22T07:39:00+01:00'}, "
		  "'naps': []}",
		  "2026-11-21", NULL },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_TOLD(&r, read_sleep, cases);
}

static void test_read_sleep_figures(void **state)
{
	static const struct told_case cases[] = {
		{ "sol 20", "{'sleep': {'sol_min': 20}, 'naps': []}", "2026-11-21", NULL },
		{ "sol 1h5m", "{'sleep': {'sol_min': 65}, 'naps': []}", NULL, NULL },
		{ "sol 0", "{'sleep': {'sol_min': 0}, 'naps': []}", NULL, NULL },
		{ "woke 0", "{'sleep': {'awakenings': 0}, 'naps': []}", NULL, NULL },
		{ "woke 3 times 45 min", "{'sleep': {'awakenings': 3, 'waso_min': 45}, 'naps': []}", NULL, NULL },
		{ "woke 30m", "{'sleep': {'waso_min': 30}, 'naps': []}", NULL, NULL },
		{ "waso 40m quality very good", "{'sleep': {'waso_min': 40, 'quality': 5}, 'naps': []}", NULL, NULL },
		{ "quality 2/5", "{'sleep': {'quality': 2}, 'naps': []}", NULL, NULL },
		{ "quality very poor", "{'sleep': {'quality': 1}, 'naps': []}", NULL, NULL },
		{ "fri wake 6:40", "{'sleep': {'final_awakening': '2026-11-21T06:40:00+01:00'}, 'naps': []}",
		  "2026-11-20", NULL },
		{ "last night wake 6:40", "{'sleep': {'final_awakening': '2026-11-22T06:40:00+01:00'}, 'naps': []}",
		  "2026-11-21", NULL },
		{ "2026-11-03 light 0:20", "{'sleep': {'lights_out': '2026-11-04T00:20:00+01:00'}, 'naps': []}",
		  "2026-11-03", NULL },
		/* Getting up after noon is still of the night before. */
		{ "fri light 4:00 wake 12:40 up 13:30",
		  "{'sleep': {'lights_out': '2026-11-21T04:00:00+01:00', 'final_awakening': "
		  "'2026-11-21T12:40:00+01:00', 'out_of_bed': "
		  "'2026-11-21T13:30:00+01:00'}, 'naps': []}",
		  "2026-11-20", NULL },
		{ "fri light 19:00 wake 23:30",
		  "{'sleep': {'lights_out': '2026-11-20T19:00:00+01:00', 'final_awakening': "
		  "'2026-11-20T23:30:00+01:00'}, 'naps': []}",
		  "2026-11-20", NULL },
		{ "bed 2026-11-19T22:50 up 2026-11-20T06:50",
		  "{'sleep': {'into_bed': '2026-11-19T22:50:00+01:00', 'out_of_bed': '2026-11-20T06:50:00+01:00'}, "
		  "'naps': []}",
		  "2026-11-19", NULL },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_TOLD(&r, read_sleep, cases);
	assert_true(date_parse("2026-11-10", &r.night));
	check_told(&r, read_sleep,
		   &(struct told_case){ "wake 6:40",
					"{'sleep': {'final_awakening': '2026-11-11T06:40:00+01:00'}, 'naps': []}",
					"2026-11-10", NULL });
}

static void test_read_sleep_naps(void **state)
{
	static const struct told_case cases[] = {
		{ "nap 14:00 - 14:40",
		  "{'sleep': {}, 'naps': [{'start': '2026-11-22T14:00:00+01:00', 'end': '2026-11-22T14:40:00+01:00'}]}",
		  "2026-11-22", NULL },
		{ "nap 14:00 for 40m note sofa",
		  "{'sleep': {}, 'naps': [{'start': '2026-11-22T14:00:00+01:00', 'end': '2026-11-22T14:40:00+01:00', "
		  "'note': 'sofa'}]}",
		  "2026-11-22", NULL },
		{ "nap 14:00-14:40 nap 17:00-17:20",
		  "{'sleep': {}, 'naps': [{'start': '2026-11-22T14:00:00+01:00', 'end': '2026-11-22T14:40:00+01:00'}, "
		  "{'start': "
		  "'2026-11-22T17:00:00+01:00', 'end': '2026-11-22T17:20:00+01:00'}]}",
		  "2026-11-22", NULL },
		{ "nap yesterday 14:00 - 14:40",
		  "{'sleep': {}, 'naps': [{'start': '2026-11-21T14:00:00+01:00', 'end': '2026-11-21T14:40:00+01:00'}]}",
		  "2026-11-21", NULL },
		{ "nap 23:00 - 1:00",
		  "{'sleep': {}, 'naps': [{'start': '2026-11-21T23:00:00+01:00', 'end': '2026-11-22T01:00:00+01:00'}]}",
		  "2026-11-21", NULL },
		{ "wake 6:40 nap 14:00-14:40",
		  "{'sleep': {'final_awakening': '2026-11-22T06:40:00+01:00'}, 'naps': [{'start': "
		  "'2026-11-22T14:00:00+01:00', 'end': "
		  "'2026-11-22T14:40:00+01:00'}]}",
		  "2026-11-21", NULL },
	};
	static const struct refused_case wrong[] = {
		{ "nap", "A nap is told by two times, as in: nap 14:00 - 14:40." },
		{ "nap 14:00", "A nap is told by two times, as in: nap 14:00 - 14:40." },
		{ "nap 14:00 for 2", "After \"for\" comes how long, with its unit, as in: nap 14:00 for 40m." },
		{ "nap 22:00 for 40m", "The nap from 22:00 would end in the future." },
		{ "nap 14:00 - 14:00", "The nap from 14:00 would not end within 12 hours." },
	};
	struct reader r = sunday_evening();
	(void)state;
	CHECK_TOLD(&r, read_sleep, cases);
	CHECK_REFUSED(&r, read_sleep, wrong);
}

static void test_read_sleep_summer_time(void **state)
{
	struct reader r = reader_at("2026-10-25T09:00:00+01:00", "Europe/Berlin");
	(void)state;
	check_told(&r, read_sleep,
		   &(struct told_case){ "light 23:00 wake 2:30 second",
					"{'sleep': {'lights_out': '2026-10-24T23:00:00+02:00', 'final_awakening': "
					"'2026-10-25T02:30:00+01:00'}, 'naps': []}",
					"2026-10-24", "This is the second 2:30 of Sun 25 Oct." });
	r = reader_at("2026-03-29T09:00:00+02:00", "Europe/Berlin");
	check_refused(&r, read_sleep,
		      &(struct refused_case){
			      "wake 2:30",
			      "2:30 does not exist on Sun 29 Mar: the clocks were put forward then. The nearest "
			      "times are 1:59 and 3:00." });
}

static void test_read_sleep_refusals(void **state)
{
	static const struct refused_case cases[] = {
		{ "", "How did you sleep? As in: light 23:10 wake 6:40 quality good." },
		{ "light 23:10 wake 22:00",
		  "\"wake 22:00\" is before \"light 23:10\"; the order is bed, light, wake, up." },
		{ "bed 23:10 light 22:50",
		  "\"light 22:50\" is before \"bed 23:10\"; the order is bed, light, wake, up." },
		{ "up 8:00", "\"up 8:00\" is still to come." },
		{ "tonight wake 6:40", "The night of Sun 22 Nov has not begun yet." },
		{ "23:10", "Two bare times are light and wake, four are bed, light, wake and up; say which these are, "
			   "as in: bed 22:50 up 7:00." },
		{ "1:00 2:00 3:00 4:00 5:00", "Two bare times are light and wake, four are bed, light, wake and up; "
					      "say which these are, as in: bed 22:50 up 7:00." },
		{ "light 23:10 23:20 6:40", "\"light\" is told twice; leave one of them out." },
		{ "wake 6:40 wake 6:50", "\"wake\" is told twice; leave one of them out." },
		{ "wake", "After \"wake\" comes a time, as in: wake 6:40." },
		{ "bed early", "After \"bed\" comes a time, as in: bed 22:50. I do not know \"early\". Free text goes "
			       "after the word note." },
		{ "lihgt 23:10", "I do not know \"lihgt\". Did you mean light?" },
		{ "quality splendid", "The quality of sleep is very poor, poor, fair, good or very good." },
		{ "quality 6", "The quality is a whole number from 1 to 5, not \"6\"." },
		{ "woke 201", "How often you woke is a whole number from 0 to 200, not \"201\"." },
		{ "sol 25h", "The time to fall asleep can be at most 24 hours." },
		{ "sol", "After \"sol\" comes how long, with its unit, as in: sol 20m." },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_REFUSED(&r, read_sleep, cases);
}

static bool edit(const struct reader *reader, int count, char *const *words, struct read_result *out)
{
	int32_t night = NO_NIGHT;

	date_parse("2026-11-19", &night);
	return read_sleep_edit(reader, night, count, words, out);
}

static void test_read_sleep_edit_names_only(void **state)
{
	static const struct told_case cases[] = {
		{ "wake 6:50", "{'set': {'final_awakening': '2026-11-20T06:50:00+01:00'}, 'clear': []}", "2026-11-19",
		  NULL },
		{ "no quality no woke no note", "{'set': {}, 'clear': ['note', 'quality', 'awakenings']}", "2026-11-19",
		  NULL },
		{ "woke 1 note better", "{'set': {'awakenings': 1, 'note': 'better'}, 'clear': []}", NULL, NULL },
	};
	static const struct refused_case wrong[] = {
		{ "", "Say what to change, as in: wake 6:40, or: no quality." },
		{ "nap 14:00 - 14:40", "A nap is an entry of its own; it cannot be told in an edit of a night." },
		{ "fri wake 6:50", "The night of an entry stays; \"fri\" has no place here." },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_TOLD(&r, edit, cases);
	CHECK_REFUSED(&r, edit, wrong);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_sleep_documented_lines),
		cmocka_unit_test(test_read_sleep_figures),
		cmocka_unit_test(test_read_sleep_naps),
		cmocka_unit_test(test_read_sleep_summer_time),
		cmocka_unit_test(test_read_sleep_refusals),
		cmocka_unit_test(test_read_sleep_edit_names_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
