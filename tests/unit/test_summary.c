/*
 * The facts for a clinician, from reports written down here: "no" and "not asked" are two things, nothing is claimed
 * that was not asked about, and what does not fit on the sheet is counted.
 */
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/command.h"
#include "client/show/summary.h"
#include "cramp/util.h"

static const char report_text[] =
	"{'from': '2026-10-23', 'to': '2026-11-21', 'settings': {'method': 'A', 'version': 1},"
	" 'look': {'official': true, 'preliminary': true, 'night': 30, 'next_nights': 84}, 'factors': [],"
	" 'pictures': {'from': '2026-10-23', 'to': '2026-11-21', 'ended': 30, 'recorded': 20,"
	"  'nights': {'cramp': 5, 'free': 15, 'unknown': 10}, 'episodes': 6, 'cramps_per_week': 2.1,"
	"  'cramp_share': {'percent': 25, 'wilson_low': 11.2, 'wilson_high': 46.9},"
	"  'classes': {'night': 6, 'unclear': 1, 'heat': 0, 'exercise': 2, 'electrolyte_like': 0, 'day': 0},"
	"  'features': [{'id': 'intense_pain', 'state': 'no', 'yes': 1, 'no': 4, 'untold': 1},"
	"   {'id': 'brief', 'state': 'yes', 'yes': 6, 'no': 0, 'untold': 0},"
	"   {'id': 'distress', 'state': 'not_told', 'yes': 0, 'no': 0, 'untold': 6}],"
	"  'severity': {'episodes': 5, 'median': 6.5, 'max': 8}, 'duration_s': {'episodes': 0, 'median': null, 'max': "
	"null},"
	"  'awake_min': {'episodes': 2, 'median': 20, 'max': 30},"
	"  'sides': {'left': 4, 'right': 1, 'both': 0, 'unknown': 1}, 'muscles': [{'muscle': 'calf', 'episodes': 5}],"
	"  'muscle_unknown': 1, 'hours': [0, 0, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],"
	"  'hour_unknown': 1, 'relief': [], 'measures': [], 'sleep': {'cramp': {'tst_min': 400, 'tst_nights': 4},"
	"  'free': {'tst_min': null, 'tst_nights': 0}},"
	"  'calendar': [], 'weeks': [], 'stretches': {'nights': 28, 'list': []},"
	"  'red_flags': [{'id': 'long_cramp', 'level': 'urgent', 'by': 'episode', 'times': 2, 'first': '2026-10-31',"
	"   'last': '2026-11-20', 'nights': ['2026-11-20', '2026-10-31'], 'words': []},"
	"   {'id': 'medicine_suspected', 'level': 'soon', 'by': 'trait', 'times': 1, 'first': null, 'last': null,"
	"    'nights': [], 'words': ['statin']}]}}";

/* JSON written with single quotes. */
static json_t *json_of(const char *text)
{
	char *copy = xstrdup(text);
	json_error_t error;
	json_t *o;

	for (char *p = copy; *p; p++)
		*p = *p == '\'' ? '"' : *p;
	o = json_loads(copy, 0, &error);
	if (!o)
		fail_msg("%s at %d", error.text, error.position);
	free(copy);
	return o;
}

static json_t *facts_of(const char *traits_text, bool capped)
{
	struct session s = { .width = 80, .reader = { .night = NO_NIGHT } };
	json_t *report = json_of(report_text), *traits = json_of(traits_text), *facts;

	s.reader.own = &s.own;
	facts = summary_facts(&s, report, traits, capped);
	json_decref(report);
	json_decref(traits);
	return facts;
}

static json_t *section(json_t *facts, const char *id)
{
	json_t *one;
	size_t i;

	json_array_foreach(facts, i, one)
	{
		if (strcmp(json_string_value(json_object_get(one, "id")), id) == 0)
			return one;
	}
	fail_msg("no section %s", id);
	return NULL;
}

static const char *said(json_t *facts, const char *id, const char *label)
{
	json_t *one;
	size_t i;

	json_array_foreach(json_object_get(section(facts, id), "facts"), i, one)
	{
		if (strcmp(json_string_value(json_object_get(one, "label")), label) == 0)
			return json_string_value(json_object_get(one, "text"));
	}
	fail_msg("no fact %s in %s", label, id);
	return NULL;
}

static void test_counts_with_their_intervals(void **state)
{
	json_t *f = facts_of("[]", true);

	(void)state;
	assert_string_equal(said(f, "period", "Nights"), "23/24 Oct 2026 to 21/22 Nov 2026");
	assert_string_equal(said(f, "period", "Recorded"),
			    "20 of 30 nights (67 %); the others are unknown and enter no rate");
	assert_string_equal(said(f, "frequency", "Nights with a cramp"), "5 of 20 recorded, 25 % (95 %: 11 to 47)");
	assert_string_equal(said(f, "frequency", "Cramps"), "6, or 2.1 a week");
	assert_string_equal(said(f, "cramps", "Severity"), "median 6.5, worst 8 of 10 (5 told)");
	assert_string_equal(said(f, "cramps", "Duration"), "not told");
	assert_string_equal(said(f, "cramps", "Site"), "calf 5, not told 1");
	assert_string_equal(said(f, "cramps", "Side"), "left 4, right 1, not told 1");
	assert_string_equal(said(f, "sleep", "Awake after a cramp"), "median 20 min (2 told)");
	assert_string_equal(said(f, "sleep", "Asleep, mean"), "6 h 40 on 4 cramp nights");
	json_decref(f);
}

static void test_no_is_not_not_asked(void **state)
{
	json_t *f = facts_of("[]", true);

	(void)state;
	assert_string_equal(json_string_value(json_object_get(section(f, "features"), "title")),
			    "Features reported: 1 of 3 (1 no, 1 not asked)");
	assert_string_equal(said(f, "features", "Intense pain (7 of 10 or more)"), "no: 1 of 5 told");
	assert_string_equal(said(f, "features", "Seconds to ten minutes"), "yes: 6 of 6 told");
	assert_string_equal(said(f, "features", "Distress"), "not asked");
	json_decref(f);
}

/* Only who was asked about what looks alike has "night cramps"; no is an answer too. */
static void test_class_is_called_by_what_was_asked(void **state)
{
	json_t *f = facts_of("[{'trait': 'restless_legs', 'yes': false, 'value': null}]", true);

	(void)state;
	assert_string_equal(said(f, "classes", "Cramps"),
			    "at rest or in bed 6, heat 0, exercise 2, unclear (night or heat) 1");
	assert_non_null(strstr(said(f, "classes", "Asked as well"), "not both asked about"));
	json_decref(f);
	f = facts_of("[{'trait': 'restless_legs', 'yes': false}, {'trait': 'walking_pain', 'yes': true}]", true);
	assert_string_equal(said(f, "classes", "Cramps"),
			    "night cramps 6, heat 0, exercise 2, unclear (night or heat) 1");
	assert_string_equal(said(f, "traits", "Restless legs"), "no");
	assert_string_equal(said(f, "traits", "Calf pain on walking that rest relieves"), "yes");
	json_decref(f);
}

static void test_medicines_with_their_dates(void **state)
{
	json_t *f = facts_of(
		"[{'trait': 'varicose_veins', 'yes': true, 'side': 'left'},"
		" {'trait': 'statin', 'yes': true, 'name': 'Simvastatin <b>', 'dose': '20 mg', 'as_needed': false,"
		"  'from': '2024-03-01'},"
		" {'trait': 'diuretic', 'yes': true, 'dose': '5 mg', 'as_needed': true, 'from': '2026-01-01',"
		"  'until': '2026-11-01'},"
		" {'trait': 'diuretic', 'yes': true, 'dose': '9 mg', 'until': '2020-11-01'}]",
		true);
	json_t *list = json_object_get(section(f, "traits"), "facts");

	(void)state;
	/* Medicines first; what ended before the period is past. */
	assert_int_equal(json_array_size(list), 3);
	assert_string_equal(json_string_value(json_object_get(json_array_get(list, 0), "label")), "Statin");
	assert_string_equal(said(f, "traits", "Statin"), "Simvastatin <b> 20 mg, every day, since 1 Mar 2024");
	assert_string_equal(said(f, "traits", "Diuretic"), "5 mg, as needed, 1 Jan 2026 to 1 Nov 2026");
	assert_string_equal(said(f, "traits", "Varicose leg veins"), "yes, left");
	json_decref(f);
}

static void test_red_flags_with_their_nights(void **state)
{
	json_t *f = facts_of("[]", true);

	(void)state;
	/* Circumstances are listed as such. */
	assert_int_equal(json_array_size(json_object_get(section(f, "flags"), "facts")), 1);
	assert_string_equal(said(f, "flags", "Longer than 10 minutes"), "nights of 20/21 Nov 2026, 31 Oct/1 Nov 2026");
	json_decref(f);
}

static void test_before_the_first_look_nothing_is_linked(void **state)
{
	json_t *f = facts_of("[]", true);

	(void)state;
	assert_string_equal(said(f, "links", "Not assessed yet"), "first at night 84 of the diary; this is night 30");
	json_decref(f);
}

static void test_what_does_not_fit_is_counted(void **state)
{
	struct strbuf b = { 0 };
	json_t *f, *list;

	(void)state;
	strbuf_add(&b, "[");
	for (int i = 0; i < 20; i++)
		strbuf_add(&b, "%s{'trait': 'other_medication', 'name': 'Drug %d'}", i ? "," : "", i);
	strbuf_add(&b, "]");
	f = facts_of(b.text, true);
	list = json_object_get(section(f, "traits"), "facts");
	assert_int_equal(json_array_size(list), 8);
	assert_string_equal(said(f, "traits", ""), "13 more in the diary");
	json_decref(f);
	f = facts_of(b.text, false);
	assert_int_equal(json_array_size(json_object_get(section(f, "traits"), "facts")), 20);
	json_decref(f);
	strbuf_clear(&b);
}

static void test_no_report_is_refused(void **state)
{
	struct session s = { .width = 80 };
	json_t *empty = json_object();

	(void)state;
	assert_null(summary_facts(&s, empty, NULL, true));
	json_decref(empty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts_with_their_intervals),
		cmocka_unit_test(test_no_is_not_not_asked),
		cmocka_unit_test(test_class_is_called_by_what_was_asked),
		cmocka_unit_test(test_medicines_with_their_dates),
		cmocka_unit_test(test_red_flags_with_their_nights),
		cmocka_unit_test(test_before_the_first_look_nothing_is_linked),
		cmocka_unit_test(test_what_does_not_fit_is_counted),
		cmocka_unit_test(test_no_report_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
