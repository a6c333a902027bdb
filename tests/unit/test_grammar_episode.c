/* The words of a cramp, and of what is changed in one. */
#include "grammar_check.h"

static void test_read_episode_documented_line(void **state)
{
	static const struct told_case cases[] = {
		{ "3:10 left calf 7 for 2m stretch",
		  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'side': 'left', 'muscles': ['calf'], "
		  "'severity': 7, "
		  "'duration_s': 120, 'relief': [{'method': 'stretch_dorsiflex', 'order': 1}]}",
		  "2026-11-21", NULL },
		/* Any order is the same entry. */
		{ "stretch for 2m 7 calf 3:10 left",
		  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'side': 'left', 'muscles': ['calf'], "
		  "'severity': 7, "
		  "'duration_s': 120, 'relief': [{'method': 'stretch_dorsiflex', 'order': 1}]}",
		  "2026-11-21", NULL },
		{ "Left CALF, 7/10, 3:10AM, 120s, Stretch",
		  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'side': 'left', 'muscles': ['calf'], "
		  "'severity': 7, "
		  "'duration_s': 120, 'relief': [{'method': 'stretch_dorsiflex', 'order': 1}]}",
		  "2026-11-21", NULL },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_TOLD(&r, read_episode, cases);
}

/* An end tells the duration: the first such time after the onset, across midnight as well. */
static void test_read_episode_from_to(void **state)
{
	static const struct told_case cases[] = {
		{ "3:10 - 3:12 left calf",
		  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'duration_s': 120, 'side': 'left', "
		  "'muscles': ['calf']}",
		  "2026-11-21", NULL },
		{ "23:50-0:10 left",
		  "{'onset': '2026-11-21T23:50:00+01:00', 'precision': 'exact', 'duration_s': 1200, 'side': 'left'}",
		  "2026-11-21", NULL },
		{ "from last night 3:10 to 3:11 7",
		  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'duration_s': 60, 'severity': 7}",
		  "2026-11-21", NULL },
		{ "yesterday 3am - yesterday 4am cramp",
		  "{'onset': '2026-11-21T03:00:00+01:00', 'precision': 'exact', 'duration_s': 3600}", "2026-11-20",
		  "\"yesterday 3am\" is Sat 21 Nov 03:00, in the night of Fri 20 Nov; if you mean last night, write: "
		  "last night." },
	};
	static const struct refused_case refused[] = {
		{ "7:30 - 7:50", "\"7:50\" is still to come (Sun 22 Nov 07:50)." },
		{ "3:10 - left calf", "Until when? Write for instance 3:10 - 3:12, or 3:10 for 2m." },
		{ "3:10 - 3:12 for 5m", "The duration is told twice; leave one of them out." },
		{ "3:10 - yesterday 3am", "The end (Sat 21 Nov 03:00) is not after the onset." },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_TOLD(&r, read_episode, cases);
	CHECK_REFUSED(&r, read_episode, refused);
}

static const struct told_case every_word[] = {
	{ "about 3am both calves foot toes severity 8 90s stretch massage helped walk woke asleep sore 4 "
	  "distress 2 swelling "
	  "dark-urine chest pain note it hurt, 9 of 10",
	  "{'onset': '2026-11-22T03:00:00+01:00', 'precision': 'approximate', 'side': 'both', "
	  "'muscles': ['calf', 'foot_sole', 'toes'], 'severity': 8, 'duration_s': 90, 'woke': true, 'context': "
	  "'asleep', "
	  "'soreness': 4, 'distress': 2, 'red_flags': ['swelling', 'dark_urine', 'chest_pain'], "
	  "'relief': [{'method': 'stretch_dorsiflex', 'order': 1}, {'method': 'massage_upward', 'order': 2, "
	  "'worked': true}, "
	  "{'method': 'walk_or_stand', 'order': 3}], 'note': 'it hurt, 9 of 10'}",
	  "2026-11-21", NULL },
	{ "3:10 hamstring shin thigh hand",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'muscles': ['hamstring', 'shin', "
	  "'thigh_front', 'hand']}",
	  NULL, NULL },
	{ "3:10 again awake in bed",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'repeat_of': 0, 'woke': false, "
	  "'context': 'inbed'}",
	  NULL, NULL },
	{ "3:10 again of 41", "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'repeat_of': 41}", NULL,
	  NULL },
	{ "3:10 class heat trigger turning posture supine knot",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'class': 'heat', 'trigger': 'turning', "
	  "'posture': 'supine', "
	  "'knot': true}",
	  NULL, NULL },
	{ "3:10 class electrolyte-like no knot lay awake 20m disturbance 6 sore 3 lasting 12h",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'class': 'electrolyte_like', 'knot': "
	  "false, 'awake_min': 20, "
	  "'sleep_disturbance': 6, 'soreness': 3, 'soreness_h': 12}",
	  NULL, NULL },
	{ "3:10 woke 90s",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'woke': true, 'duration_s': 90}", NULL, NULL },
	{ "3:10 for 2 min 7",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'duration_s': 120, 'severity': 7}", NULL,
	  NULL },
	{ "3:10 for 2m 7",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'duration_s': 120, 'severity': 7}", NULL,
	  NULL },
	{ "3:10 1h 30m 0",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'duration_s': 5400, 'severity': 0}", NULL,
	  NULL },
	{ "3:10 for about 2m", "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'duration_s': 120}", NULL,
	  NULL },
	{ "3:10 helped massage",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', "
	  "'relief': [{'method': 'massage_upward', 'order': 1, 'worked': true}]}",
	  NULL, NULL },
	{ "3:10 failed massage",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', "
	  "'relief': [{'method': 'massage_upward', 'order': 1, 'worked': false}]}",
	  NULL, NULL },
	{ "3:10 stretch failed massage took 20s helped",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', "
	  "'relief': [{'method': 'stretch_dorsiflex', 'order': 1, 'worked': false}, "
	  "{'method': 'massage_upward', 'order': 2, 'seconds': 20, 'worked': true}]}",
	  NULL, NULL },
	{ "3:10 warm compress walk_or_stand",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', "
	  "'relief': [{'method': 'hot_compress', 'order': 1}, {'method': 'walk_or_stand', 'order': 2}]}",
	  NULL, NULL },
	{ "3:10 left none",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'side': 'left', "
	  "'relief': [{'method': 'none', 'order': 1}]}",
	  NULL, NULL },
	{ "3:10 waited",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'relief': [{'method': 'none', 'order': "
	  "1}]}",
	  NULL, NULL },
	{ "3:10 warm red", "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'red_flags': ['warm', 'red']}",
	  NULL, NULL },
	{ "3:10 relief none muscle calf side left context sitting flag numb",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'relief': [{'method': 'none', 'order': "
	  "1}], "
	  "'muscles': ['calf'], 'side': 'left', 'context': 'sitting', 'red_flags': ['numb']}",
	  NULL, NULL },
	{ "after exercise right calf at 3:10",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'context': 'after_exercise', 'side': "
	  "'right', "
	  "'muscles': ['calf']}",
	  NULL, NULL },
	{ "3:10 calf calf left left",
	  "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'exact', 'muscles': ['calf'], 'side': 'left'}", NULL,
	  NULL },
};

static void test_read_episode_every_word(void **state)
{
	struct reader r = sunday_morning();
	(void)state;
	CHECK_TOLD(&r, read_episode, every_word);
}

/* Where nothing is said of the time. */
static void test_read_episode_default_time(void **state)
{
	static const struct {
		const char *now, *json, *night;
	} cases[] = {
		{ "2026-11-22T03:12:00+01:00",
		  "{'onset': '2026-11-22T03:12:00+01:00', 'precision': 'exact', 'severity': 7}", "2026-11-21" },
		{ "2026-11-22T03:59:00+01:00",
		  "{'onset': '2026-11-22T03:59:00+01:00', 'precision': 'exact', 'severity': 7}", "2026-11-21" },
		{ "2026-11-22T04:00:00+01:00", "{'night': '2026-11-21', 'precision': 'night', 'severity': 7}",
		  "2026-11-21" },
		{ "2026-11-22T11:59:00+01:00", "{'night': '2026-11-21', 'precision': 'night', 'severity': 7}",
		  "2026-11-21" },
		{ "2026-11-22T12:00:00+01:00",
		  "{'onset': '2026-11-22T12:00:00+01:00', 'precision': 'exact', 'severity': 7}", "2026-11-22" },
		{ "2026-11-22T22:04:00+01:00",
		  "{'onset': '2026-11-22T22:04:00+01:00', 'precision': 'exact', 'severity': 7}", "2026-11-22" },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct reader r = reader_at(cases[i].now, "Europe/Berlin");

		check_told(&r, read_episode, &(struct told_case){ "7", cases[i].json, cases[i].night, NULL });
	}
}

static void test_read_episode_nights(void **state)
{
	static const struct told_case cases[] = {
		{ "last night left", "{'night': '2026-11-21', 'precision': 'night', 'side': 'left'}", "2026-11-21",
		  NULL },
		{ "yesterday left", "{'night': '2026-11-21', 'precision': 'night', 'side': 'left'}", "2026-11-21",
		  NULL },
		{ "fri left", "{'night': '2026-11-20', 'precision': 'night', 'side': 'left'}", "2026-11-20", NULL },
		{ "2026-11-03 left", "{'night': '2026-11-03', 'precision': 'night', 'side': 'left'}", "2026-11-03",
		  NULL },
		{ "fri left 2:10", "{'onset': '2026-11-21T02:10:00+01:00', 'precision': 'exact', 'side': 'left'}",
		  "2026-11-20", NULL },
		{ "yesterday left 7 3am",
		  "{'onset': '2026-11-21T03:00:00+01:00', 'precision': 'exact', 'side': 'left', 'severity': 7}",
		  "2026-11-20",
		  "\"yesterday 3am\" is Sat 21 Nov 03:00, in the night of Fri 20 Nov; if you mean last night, write: "
		  "last night." },
		{ "20m ago left", "{'onset': '2026-11-22T07:19:00+01:00', 'precision': 'exact', 'side': 'left'}",
		  "2026-11-21", NULL },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_TOLD(&r, read_episode, cases);
	assert_true(date_parse("2026-11-19", &r.night));
	check_told(&r, read_episode,
		   &(struct told_case){ "left", "{'night': '2026-11-19', 'precision': 'night', 'side': 'left'}",
					"2026-11-19", NULL });
	check_told(&r, read_episode,
		   &(struct told_case){ "left 3:10",
					"{'onset': '2026-11-20T03:10:00+01:00', 'precision': 'exact', 'side': 'left'}",
					"2026-11-19", NULL });
	r.night = NO_NIGHT;
	r.at = "last night about 3:10";
	check_told(&r, read_episode,
		   &(struct told_case){
			   "left", "{'onset': '2026-11-22T03:10:00+01:00', 'precision': 'approximate', 'side': 'left'}",
			   "2026-11-21", NULL });
	check_refused(
		&r, read_episode,
		&(struct refused_case){ "left 4:10",
					"\"last night 3:10\" and \"4:10\" are told together; leave one of them out." });
	r.at = "lst night";
	check_refused(
		&r, read_episode,
		&(struct refused_case){
			"left", "I do not know \"lst\". Did you mean last? \"night\" needs another word beside it." });
}

static void test_read_episode_note(void **state)
{
	struct reader r = sunday_morning();
	char left[] = "left", note[] = "note", two[] = "  two ", words[] = "words", lot[] = "a lot";
	char line[] = "left calf 7 note it  hurt";
	char *quoted[] = { line, lot }, *split[] = { left, note, two, words }, *empty[] = { left, note };
	struct read_result out;
	(void)state;
	assert_true(read_episode(&r, 2, quoted, &out));
	assert_string_equal(json_string_value(json_object_get(out.object, "note")), "it  hurt a lot");
	assert_int_equal(json_integer_value(json_object_get(out.object, "severity")), 7);
	read_result_clear(&out);
	assert_true(read_episode(&r, 4, split, &out));
	assert_string_equal(json_string_value(json_object_get(out.object, "note")), "  two  words");
	read_result_clear(&out);
	assert_false(read_episode(&r, 2, empty, &out));
	assert_string_equal(out.complaint, "After note comes its text.");
	read_result_clear(&out);

	char *longest = xmalloc(NOTE_MAX + 2);
	memset(longest, 'x', NOTE_MAX + 1);
	longest[NOTE_MAX + 1] = '\0';
	assert_false(read_episode(&r, 2, (char *[]){ empty[1], longest }, &out));
	assert_string_equal(out.complaint, "The note is longer than 4096 bytes.");
	read_result_clear(&out);
	longest[NOTE_MAX] = '\0';
	assert_true(read_episode(&r, 2, (char *[]){ empty[1], longest }, &out));
	read_result_clear(&out);
	free(longest);
}

#define NONE_ALONE                                                                                                     \
	"\"none\" can be read in two ways: no cramp is told with cramp none, one that passed by itself with cramp "    \
	"log "                                                                                                         \
	"waited."
#define SEVERITY                                                                                                       \
	"is no severity, which is a whole number from 0 to 10; a time is written 3:10 or 3am, a duration 90s or 2m."

static void test_read_episode_refusals(void **state)
{
	static const struct refused_case cases[] = {
		{ "yestreday 3am left clf 7",
		  "I do not know \"yestreday\". Did you mean yesterday? I do not know \"clf\". Did you mean calf?" },
		{ "at 3 left", "\"at 3\" can be a time or how bad it was; write 3:00 or 3am, or 3/10." },
		{ "3h10 left", "\"3h10\" can be a time or how long it lasted; write it with a colon, or: for 3h10m." },
		{ "none", NONE_ALONE },
		{ "cramp none last night", NONE_ALONE },
		{ "none note slept well", NONE_ALONE },
		{ "no cramp last night", "A night without a cramp is told with: cramp none." },
		{ "left qqqqqq", "I do not know \"qqqqqq\". Free text goes after the word note." },
		{ "11", "\"11\" " SEVERITY },
		{ "11/10", "\"11/10\" " SEVERITY },
		{ "-3", "\"-3\" " SEVERITY },
		{ "7.5", "\"7.5\" " SEVERITY },
		{ "2026-02-30 left", "\"2026-02-30\" is in no calendar." },
		{ "severity 11", "The severity is a whole number from 0 to 10, not \"11\"." },
		{ "severity", "The severity is a whole number from 0 to 10; none is given." },
		{ "distress 4", "The distress is a whole number from 0 to 3, not \"4\"." },
		{ "7 8", "The severity is told twice; leave one of them out." },
		{ "left right", "The side is told twice; leave one of them out." },
		{ "woke awake", "Whether it woke you is told twice; leave one of them out." },
		{ "90s for 2m", "The duration is told twice; leave one of them out." },
		{ "for 2", "After \"for\" comes how long, with its unit, as in: for 2m, or for 90s." },
		{ "for 25h", "The duration can be at most 24 hours." },
		{ "3:10 4:10", "\"3:10\" and \"4:10\" are told together; leave one of them out." },
		{ "about left", "After about comes a time, as in: about 3am." },
		{ "helped", "\"helped\" belongs beside what was done, as in: massage helped." },
		{ "massage 3:10 helped", "\"helped\" belongs beside what was done, as in: massage helped." },
		{ "took 20s", "\"took\" belongs after what was done, as in: massage took 20s." },
		{ "class leg", "A class is night, day, heat, exercise, electrolyte_like or unclear." },
		{ "muscle", "A word belongs after \"muscle\"." },
		{ "relief strech", "I do not know \"strech\". Did you mean stretch?" },
		{ "tonight",
		  "The night of Sun 22 Nov has not begun yet. If you mean the one before, write: last night." },
		{ "2026-11-23",
		  "The night of Mon 23 Nov has not begun yet. If you mean the one before, write: last night." },
		{ "left note", "After note comes its text." },
		{ "last 3:10", "\"last\" needs another word beside it." },
		{ "no severity", "I do not know \"no\". Did you mean now? The severity is a whole number from 0 to 10; "
				 "none is given." },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_REFUSED(&r, read_episode, cases);
}

static bool edit(const struct reader *reader, int count, char *const *words, struct read_result *out)
{
	int32_t night = NO_NIGHT;

	date_parse("2026-11-19", &night);
	return read_episode_edit(reader, night, count, words, out);
}

static void test_read_episode_edit_names_only(void **state)
{
	static const struct told_case cases[] = {
		{ "severity 6", "{'set': {'severity': 6}, 'clear': []}", "2026-11-19", NULL },
		{ "6 no note", "{'set': {'severity': 6}, 'clear': ['note']}", "2026-11-19", NULL },
		{ "no severity no relief clear knot", "{'set': {}, 'clear': ['severity', 'relief', 'knot']}", NULL,
		  NULL },
		{ "no knot", "{'set': {'knot': false}, 'clear': []}", NULL, NULL },
		{ "no time", "{'set': {}, 'clear': ['onset']}", NULL, NULL },
		{ "note new text", "{'set': {'note': 'new text'}, 'clear': []}", NULL, NULL },
		/* A time falls inside the entry's night. */
		{ "3:30", "{'set': {'onset': '2026-11-20T03:30:00+01:00', 'precision': 'exact'}, 'clear': []}",
		  "2026-11-19", NULL },
		{ "about 23:30",
		  "{'set': {'onset': '2026-11-19T23:30:00+01:00', 'precision': 'approximate'}, 'clear': []}",
		  "2026-11-19", NULL },
		{ "last night 3:30",
		  "{'set': {'onset': '2026-11-22T03:30:00+01:00', 'precision': 'exact'}, 'clear': []}", "2026-11-21",
		  NULL },
		{ "20m ago", "{'set': {'onset': '2026-11-22T07:19:00+01:00', 'precision': 'exact'}, 'clear': []}",
		  "2026-11-21", NULL },
		{ "fri", "{'set': {'night': '2026-11-20', 'precision': 'night'}, 'clear': ['onset']}", "2026-11-20",
		  NULL },
	};
	static const struct refused_case wrong[] = {
		{ "", "Say what to change, as in: severity 6, or: no note." },
		{ "no sevrity",
		  "I do not know \"no\". Did you mean now? I do not know \"sevrity\". Did you mean severity?" },
		{ "severity 11", "The severity is a whole number from 0 to 10, not \"11\"." },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_TOLD(&r, edit, cases);
	CHECK_REFUSED(&r, edit, wrong);
}

/* now: the morning makes no difference. */
static void test_read_begun(void **state)
{
	static const struct told_case cases[] = {
		{ "left calf",
		  "{'onset': '2026-11-22T07:39:00+01:00', 'precision': 'exact', 'side': 'left', 'muscles': ['calf']}",
		  "2026-11-21", NULL },
		{ "", "{'onset': '2026-11-22T07:39:00+01:00', 'precision': 'exact'}", "2026-11-21", NULL },
		{ "5m ago right foot 4",
		  "{'onset': '2026-11-22T07:34:00+01:00', 'precision': 'exact', 'side': 'right', 'muscles': "
		  "['foot_sole'], 'severity': 4}",
		  "2026-11-21", NULL },
	};
	static const struct refused_case refused[] = {
		{ "last night", "A cramp that has just begun is of now; one of another night is told with cramp log." },
		{ "left clf", "I do not know \"clf\". Did you mean calf?" },
		{ "8:00", "Sat 21 Nov 08:00 is long ago; a cramp that has passed is told with cramp log." },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_TOLD(&r, read_begun, cases);
	CHECK_REFUSED(&r, read_begun, refused);
}

/* over: a time is the end's; nothing is filled in where none is told. */
static void test_read_over(void **state)
{
	static const struct told_case cases[] = {
		{ "", "{'episode': {}}", NULL, NULL },
		{ "6 massage helped",
		  "{'episode': {'severity': 6, 'relief': [{'method': 'massage_upward', 'order': 1, 'worked': true}]}}",
		  NULL, NULL },
		{ "3:20 for 10m", "{'episode': {'duration_s': 600}, 'at': '2026-11-22T03:20:00+01:00'}", NULL, NULL },
		{ "5m ago", "{'episode': {}, 'at': '2026-11-22T07:34:00+01:00'}", NULL, NULL },
	};
	static const struct refused_case refused[] = {
		{ "last night", "When was it over? Write for instance: cramp over 3:20, or cramp over 5m ago." },
		{ "tonight 9pm", "\"tonight 9pm\" is still to come (Sun 22 Nov 21:00). If you mean the one before, "
				 "write 2026-11-21T21:00." },
		{ "6 massge", "I do not know \"massge\". Did you mean massage?" },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_TOLD(&r, read_over, cases);
	CHECK_REFUSED(&r, read_over, refused);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_episode_documented_line),
		cmocka_unit_test(test_read_episode_from_to),
		cmocka_unit_test(test_read_begun),
		cmocka_unit_test(test_read_over),
		cmocka_unit_test(test_read_episode_every_word),
		cmocka_unit_test(test_read_episode_default_time),
		cmocka_unit_test(test_read_episode_nights),
		cmocka_unit_test(test_read_episode_note),
		cmocka_unit_test(test_read_episode_refusals),
		cmocka_unit_test(test_read_episode_edit_names_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
