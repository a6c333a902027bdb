/* Numbers with units and spans of time, both ways. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cramp/amount.h"
#include "cramp/util.h"

static const struct factor fluid = { .id = "fluid_ml", .kind = KIND_AMOUNT, .unit = "ml", .maximum = 20000 };
static const struct factor room = {
	.id = "room_temp_c", .kind = KIND_AMOUNT, .unit = "C", .minimum = -30, .maximum = 60
};
static const struct factor exercise = { .id = "exercise_min", .kind = KIND_AMOUNT, .unit = "min", .maximum = 1440 };
static const struct factor sitting = { .id = "sedentary_hours", .kind = KIND_AMOUNT, .unit = "h", .maximum = 24 };
static const struct factor magnesium = { .id = "magnesium_mg", .kind = KIND_AMOUNT, .unit = "mg", .maximum = 5000 };
static const struct factor calcium = { .id = "calcium_mg", .kind = KIND_AMOUNT, .unit = "mg", .maximum = 10000 };
static const struct factor vitamin_d = { .id = "vitamin_d_iu", .kind = KIND_AMOUNT, .unit = "IU", .maximum = 100000 };
static const struct factor alcohol = { .id = "alcohol_units", .kind = KIND_AMOUNT, .unit = "units", .maximum = 100 };
static const struct factor trips = { .id = "nocturia", .kind = KIND_AMOUNT, .unit = "count", .maximum = 50 };
static const struct factor walk = { .id = "walk_km", .kind = KIND_AMOUNT, .unit = "km", .maximum = 100 };
static const struct factor ascent = { .id = "ascent_m", .kind = KIND_AMOUNT, .unit = "m", .maximum = 9000 };
static const struct factor fatigue = { .id = "leg_fatigue", .kind = KIND_SCALE, .unit = "", .maximum = 10 };
static const struct factor cold = { .id = "cold_legs", .kind = KIND_SCALE, .unit = "", .maximum = 3 };
static const struct factor yesno = { .id = "stretch", .kind = KIND_YESNO, .unit = "", .maximum = 1 };
static const struct factor steps = {
	.id = "steps", .kind = KIND_AMOUNT, .unit = "steps", .minimum = -1e9, .maximum = 1e9, .own = true
};

static const struct {
	const char *word;
	const struct factor *factor;
	double value;
} good[] = {
	{ "300ml", &fluid, 300 },
	{ "300", &fluid, 300 },
	{ "1.5l", &fluid, 1500 },
	{ "1,5l", &fluid, 1500 },
	{ "0.3 l", &fluid, 300 },
	{ ".5 L", &fluid, 500 },
	{ "25cl", &fluid, 250 },
	{ "3dl", &fluid, 300 },
	{ "12oz", &fluid, 354.882 },
	{ "12 fl oz", &fluid, 354.882 },
	{ "2cups", &fluid, 473.176 },
	{ "1 cup", &fluid, 236.588 },
	{ "1pint", &fluid, 473.176 },
	{ "0.5 gal", &fluid, 1892.71 },
	{ "1qt", &fluid, 946.353 },
	{ "0", &fluid, 0 },
	{ "2 litres", &fluid, 2000 },
	{ "1.500", &fluid, 1.5 },
	{ "+250", &fluid, 250 },
	{ "1,50", &fluid, 1.5 },
	{ "17.5C", &room, 17.5 },
	{ "17,5°C", &room, 17.5 },
	{ "64F", &room, 17.7778 },
	{ "-5C", &room, -5 },
	{ "14°F", &room, -10 },
	{ "32f", &room, 0 },
	{ "45m", &exercise, 45 },
	{ "45", &exercise, 45 },
	{ "45min", &exercise, 45 },
	{ "1h30m", &exercise, 90 },
	{ "1h30", &exercise, 90 },
	{ "1.5h", &exercise, 90 },
	{ "90s", &exercise, 1.5 },
	{ "1h 30m", &exercise, 90 },
	{ "2 hours", &exercise, 120 },
	{ "90m", &sitting, 1.5 },
	{ "6", &sitting, 6 },
	{ "6h", &sitting, 6 },
	{ "250mg", &magnesium, 250 },
	{ "0.25g", &magnesium, 250 },
	{ "400µg", &magnesium, 0.4 },
	{ "400μg", &magnesium, 0.4 },
	{ "400ug", &magnesium, 0.4 },
	{ "2 servings", &calcium, 600 },
	{ "1 serving", &calcium, 300 },
	{ "1000IU", &vitamin_d, 1000 },
	{ "25µg", &vitamin_d, 1000 },
	{ "800", &vitamin_d, 800 },
	{ "2.5units", &alcohol, 2.5 },
	{ "1 unit", &alcohol, 1 },
	{ "2", &trips, 2 },
	{ "2x", &trips, 2 },
	{ "3 times", &trips, 3 },
	{ "5km", &walk, 5 },
	{ "800m", &walk, 0.8 },
	{ "3mi", &walk, 4.82803 },
	{ "300m", &ascent, 300 },
	{ "1000ft", &ascent, 304.8 },
	{ "7", &fatigue, 7 },
	{ "7/10", &fatigue, 7 },
	{ "0/3", &cold, 0 },
	{ "1", &yesno, 1 },
	{ "8000 steps", &steps, 8000 },
	{ "-3", &steps, -3 },
};

static void test_amount_parse_units(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		double value = -1;
		enum amount_answer answer = amount_parse(good[i].word, good[i].factor, false, &value);

		if (answer != AMOUNT_OK || value != good[i].value)
			fail_msg("%s for %s: answer %d, value %.15g", good[i].word, good[i].factor->id, answer, value);
	}
}

static const struct {
	const char *word;
	const struct factor *factor;
	enum amount_answer answer;
} bad[] = {
	{ "", &fluid, AMOUNT_NOT_ONE },
	{ "lots", &fluid, AMOUNT_NOT_ONE },
	{ "-", &fluid, AMOUNT_NOT_ONE },
	{ ".", &fluid, AMOUNT_NOT_ONE },
	{ "3am", &fluid, AMOUNT_NOT_ONE },
	{ "15:20", &fluid, AMOUNT_NOT_ONE },
	{ "1e9", &fluid, AMOUNT_NOT_ONE },
	{ "0x10", &fluid, AMOUNT_NOT_ONE },
	{ "300mlx", &fluid, AMOUNT_NOT_ONE },
	{ "3aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &fluid, AMOUNT_NOT_ONE },
	{ "300mg", &fluid, AMOUNT_WRONG_UNIT },
	{ "300C", &fluid, AMOUNT_WRONG_UNIT },
	{ "45m", &fluid, AMOUNT_WRONG_UNIT },
	{ "2l", &exercise, AMOUNT_WRONG_UNIT },
	{ "30m1h", &exercise, AMOUNT_NOT_ONE },
	{ "12oz", &magnesium, AMOUNT_WRONG_UNIT },
	{ "1000IU", &magnesium, AMOUNT_WRONG_UNIT },
	{ "2 servings", &magnesium, AMOUNT_WRONG_UNIT },
	{ "25µg", &alcohol, AMOUNT_WRONG_UNIT },
	{ "7/3", &fatigue, AMOUNT_WRONG_UNIT },
	{ "7ml", &fatigue, AMOUNT_WRONG_UNIT },
	{ "-300ml", &fluid, AMOUNT_NEGATIVE },
	{ "-300", &fluid, AMOUNT_NEGATIVE },
	{ "-45m", &exercise, AMOUNT_NEGATIVE },
	{ "-1h30m", &exercise, AMOUNT_NEGATIVE },
	{ "-1", &fatigue, AMOUNT_NEGATIVE },
	{ "1,500", &fluid, AMOUNT_AMBIGUOUS },
	{ "1,500ml", &fluid, AMOUNT_AMBIGUOUS },
	{ "1.500,5", &fluid, AMOUNT_AMBIGUOUS },
	{ "1,500.5", &fluid, AMOUNT_AMBIGUOUS },
	{ "20001ml", &fluid, AMOUNT_RANGE },
	{ "21l", &fluid, AMOUNT_RANGE },
	{ "61C", &room, AMOUNT_RANGE },
	{ "-31C", &room, AMOUNT_RANGE },
	{ "25h", &exercise, AMOUNT_RANGE },
	{ "11", &fatigue, AMOUNT_RANGE },
	{ "7.5", &fatigue, AMOUNT_RANGE },
	{ "2", &yesno, AMOUNT_RANGE },
	{ "1000000001", &steps, AMOUNT_RANGE },
	{ "99999999999999999999999999", &steps, AMOUNT_RANGE },
};

static void test_amount_parse_refusals(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		double value = 0;
		enum amount_answer answer = amount_parse(bad[i].word, bad[i].factor, false, &value);

		if (answer != bad[i].answer)
			fail_msg("%s for %s: answer %d, not %d", bad[i].word, bad[i].factor->id, answer, bad[i].answer);
	}
}

static void test_amount_parse_us(void **state)
{
	double value;
	(void)state;
	assert_int_equal(amount_parse("64", &room, true, &value), AMOUNT_OK);
	assert_true(value == 17.7778);
	assert_int_equal(amount_parse("12", &fluid, true, &value), AMOUNT_OK);
	assert_true(value == 354.882);
	assert_int_equal(amount_parse("3", &walk, true, &value), AMOUNT_OK);
	assert_true(value == 4.82803);
	assert_int_equal(amount_parse("17.5C", &room, true, &value), AMOUNT_OK);
	assert_true(value == 17.5);
	assert_int_equal(amount_parse("45", &exercise, true, &value), AMOUNT_OK);
	assert_true(value == 45);
}

static void test_span_parse_forms(void **state)
{
	static const struct {
		const char *word;
		int64_t seconds;
	} cases[] = {
		{ "90s", 90 },	      { "2m", 120 },	  { "2min", 120 },  { "1h30m", 5400 }, { "1h30", 5400 },
		{ "1.5h", 5400 },     { "1,5h", 5400 },	  { "2m30s", 150 }, { "2m30", 150 },   { "1h0m1s", 3601 },
		{ "2 minutes", 120 }, { "1h 30m", 5400 }, { "0s", 0 },	    { "7d", 604800 },  { "168h", 604800 },
		{ "1d12h", 129600 },  { ".5m", 30 },	  { "90 sec", 90 }, { "2 hrs", 7200 },
	};
	static const char *const wrong[] = { "",       "5",	"m",   "5x",   "-5m",  "1.5h30m", "30m1h",
					     "1h1h",   "1h60m", "8d",  "169h", "5 5m", "3am",	  "3:10",
					     "1,500s", "5mg",	"2m-", "m5",   "1h.",  "0s ago" };
	int64_t seconds;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		seconds = -1;
		if (!span_parse(cases[i].word, &seconds) || seconds != cases[i].seconds)
			fail_msg("%s: %lld", cases[i].word, (long long)seconds);
	}
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (span_parse(wrong[i], &seconds))
			fail_msg("taken: %s as %lld", wrong[i], (long long)seconds);
}

static void test_span_format_for_people(void **state)
{
	static const struct {
		int64_t seconds;
		const char *text;
	} cases[] = {
		{ 0, "0 s" },	     { 30, "30 s" },	      { 60, "1 min" }, { 90, "90 s" },
		{ 120, "2 min" },    { 150, "2 min 30 s" },   { 3600, "1 h" }, { 24000, "6 h 40" },
		{ 25500, "7 h 05" }, { 3599, "59 min 59 s" }, { 7199, "2 h" }, { UNKNOWN, "" },
		{ -90, "-90 s" },
	};
	char text[32];
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		span_format(cases[i].seconds, text, sizeof(text));
		assert_string_equal(text, cases[i].text);
	}
}

static void test_amount_format_for_people(void **state)
{
	static const struct {
		double value;
		const struct factor *factor;
		bool us;
		const char *text;
	} cases[] = {
		{ 1200, &fluid, false, "1.2 l" },
		{ 300, &fluid, false, "300 ml" },
		{ 1250, &fluid, false, "1.25 l" },
		{ 354.882, &fluid, true, "12 fl oz" },
		{ 17.4, &room, false, "17.4 °C" },
		{ 18, &room, false, "18.0 °C" },
		{ 17.2222, &room, true, "63 °F" },
		{ -10, &room, true, "14 °F" },
		{ 95, &exercise, false, "95 min" },
		{ 1.5, &sitting, false, "1.5 h" },
		{ 250, &magnesium, false, "250 mg" },
		{ 1000, &vitamin_d, false, "1000 IU" },
		{ 2, &alcohol, false, "2 units" },
		{ 1, &alcohol, false, "1 unit" },
		{ 3, &trips, false, "3" },
		{ 4.82803, &walk, true, "3 mi" },
		{ 304.8, &ascent, true, "1000 ft" },
		{ 7, &fatigue, false, "7/10" },
		{ 1, &yesno, false, "yes" },
		{ 0, &yesno, false, "no" },
		{ 8000, &steps, false, "8000 steps" },
		{ -0.0, &steps, false, "0 steps" },
		{ NAN, &fluid, false, "" },
	};
	char text[64];
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		amount_format(cases[i].value, cases[i].factor, cases[i].us, text, sizeof(text));
		assert_string_equal(text, cases[i].text);
	}
}

/* What is printed is understood again, to the precision it is printed with. */
static void test_amount_format_parses_back(void **state)
{
	static const struct factor *const all[] = { &fluid,   &room, &exercise, &magnesium, &vitamin_d,
						    &alcohol, &walk, &fatigue,	&steps };
	(void)state;
	srandom(5);
	for (int n = 0; n < 20000; n++) {
		const struct factor *f = all[(size_t)random() % ARRAY_LEN(all)];
		bool us = random() % 2, fahrenheit = us && strcmp(f->unit, "C") == 0;
		double most = f->maximum > 1e6 ? 1e6 : f->maximum, value = (double)(random() % 1000) / 1000 * most,
		       back = -1;
		char text[64];

		if (f->kind == KIND_SCALE)
			value = floor(value);
		amount_format(value, f, us, text, sizeof(text));
		double slack = fahrenheit			  ? 0.3
			       : us && strcmp(f->unit, "km") == 0 ? 0.09
			       : fabs(value) >= 1000		  ? 6
			       : us				  ? 1.5
								  : 0.06;
		if (amount_parse(text, f, false, &back) != AMOUNT_OK || fabs(back - value) > slack)
			fail_msg("%s: %.15g printed as %s is %.15g", f->id, value, text, back);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_amount_parse_units),	  cmocka_unit_test(test_amount_parse_refusals),
		cmocka_unit_test(test_amount_parse_us),		  cmocka_unit_test(test_span_parse_forms),
		cmocka_unit_test(test_span_format_for_people),	  cmocka_unit_test(test_amount_format_for_people),
		cmocka_unit_test(test_amount_format_parses_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
