/* What is advised at bedtime, and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <math.h>
#include <string.h>
#include <cmocka.h>

#include "cramp/catalogue.h"
#include "daemon/reminder/advice.h"

enum { NIGHT = 20778, READINGS_MAX = 8, LINKS_MAX = 4 };

struct told {
	struct reading readings[READINGS_MAX];
	struct advice_link links[LINKS_MAX];
	struct advice_facts facts;
	struct advice_line lines[ADVICE_LINES];
};

static struct told nothing(void)
{
	return (struct told){ .facts = { .night = NIGHT, .age = UNKNOWN } };
}

static void read_value(struct told *t, const char *factor, double value, int64_t level)
{
	struct reading *r = &t->readings[t->facts.reading_count++];

	reading_init(r);
	str_copy(r->factor, sizeof(r->factor), factor);
	r->value = value;
	r->level = level;
	r->night = NIGHT;
}

static void link_factor(struct told *t, const char *factor, bool more)
{
	struct advice_link *l = &t->links[t->facts.link_count++];

	str_copy(l->factor, sizeof(l->factor), factor);
	l->more = more;
}

static size_t choose(struct told *t)
{
	t->facts.readings = t->readings;
	t->facts.links = t->links;
	return advice_choose(&t->facts, t->lines);
}

static void assert_line(const struct advice_line *line, const char *measure, const char *factor)
{
	assert_string_equal(line->measure, measure);
	assert_string_equal(line->factor, factor);
}

static void test_choose_nothing_known(void **state)
{
	struct told t = nothing();

	(void)state;
	assert_int_equal(choose(&t), 0);
}

static void test_choose_todays_readings(void **state)
{
	struct told t = nothing();

	(void)state;
	read_value(&t, "sedentary_hours", 9, UNKNOWN);
	read_value(&t, "room_temp_c", 16.5, UNKNOWN);
	read_value(&t, "leg_fatigue", 7, UNKNOWN);
	assert_int_equal(choose(&t), 2);
	assert_line(&t.lines[0], "warm_room", "room_temp_c");
	assert_line(&t.lines[1], "massage_legs", "leg_fatigue");
	assert_true(t.lines[0].today && !t.lines[0].linked);
}

/* Just below what calls for a line, and another night's. */
static void test_choose_ordinary_day(void **state)
{
	struct told t = nothing();

	(void)state;
	read_value(&t, "sedentary_hours", 7.9, UNKNOWN);
	read_value(&t, "room_temp_c", 18, UNKNOWN);
	read_value(&t, "over_exercise", 0, UNKNOWN);
	read_value(&t, "fluid_ml", NAN, 0);
	read_value(&t, "leg_fatigue", 10, UNKNOWN);
	t.readings[4].night = NIGHT - 1;
	assert_int_equal(choose(&t), 0);
}

/* Both ends of drinking, and neither is pushed. */
static void test_choose_fluid_balanced(void **state)
{
	struct told little = nothing(), much = nothing(), typed = nothing();

	(void)state;
	read_value(&little, "fluid_ml", NAN, -1);
	assert_int_equal(choose(&little), 1);
	assert_line(&little.lines[0], "drink_enough", "fluid_ml");
	assert_non_null(strstr(little.lines[0].text, "a glass is fine, much is not"));
	read_value(&much, "fluid_ml", NAN, 1);
	assert_int_equal(choose(&much), 1);
	assert_line(&much.lines[0], "not_too_much_water", "fluid_ml");
	read_value(&typed, "fluid_ml", 300, UNKNOWN);
	assert_int_equal(choose(&typed), 0);
}

static void test_choose_links_before_readings(void **state)
{
	struct told t = nothing();

	(void)state;
	read_value(&t, "sedentary_hours", 9, UNKNOWN);
	read_value(&t, "unsuitable_shoes", 1, UNKNOWN);
	link_factor(&t, "exercise_min", true);
	link_factor(&t, "unsuitable_shoes", true);
	assert_int_equal(choose(&t), 2);
	/* What is linked and of today comes first. */
	assert_line(&t.lines[0], "good_shoes", "unsuitable_shoes");
	assert_line(&t.lines[1], "limit_load", "exercise_min");
	assert_true(t.lines[0].linked && t.lines[0].today);
	assert_non_null(strstr(t.lines[1].text, "keep moving"));
}

/* A link the other way round calls for no measure against it: here more exercise goes with fewer cramps. */
static void test_choose_link_of_the_other_sign(void **state)
{
	struct told t = nothing();

	(void)state;
	link_factor(&t, "exercise_min", false);
	link_factor(&t, "room_temp_c", true);
	link_factor(&t, "my_own_factor", true);
	assert_int_equal(choose(&t), 0);
	link_factor(&t, "fluid_ml_high", true);
	assert_int_equal(choose(&t), 1);
	assert_line(&t.lines[0], "not_too_much_water", "fluid_ml");
}

static void test_choose_one_line_a_measure(void **state)
{
	struct told t = nothing();

	(void)state;
	read_value(&t, "over_exercise", 1, UNKNOWN);
	read_value(&t, "exercise_min", 120, UNKNOWN);
	read_value(&t, "hard_labour", 8, UNKNOWN);
	assert_int_equal(choose(&t), 1);
	assert_line(&t.lines[0], "limit_load", "over_exercise");
}

/* Whatever bars a measure: it is not said, and the next best is. */
static void test_choose_what_is_barred(void **state)
{
	static const struct {
		const char *factor, *barring;
		double value;
		int64_t level;
	} cases[] = {
		{ "cold_legs", "neuropathy", 3, UNKNOWN },
		{ "cold_legs", "smoking,diabetes", 3, UNKNOWN },
		{ "cold_weather", "poor_circulation", -5, UNKNOWN },
		{ "leg_fatigue", "deep_vein_thrombosis", 8, UNKNOWN },
		{ "leg_fatigue", "swelling", 8, UNKNOWN },
		{ "leg_fatigue", "red,numb", 8, UNKNOWN },
		{ "fluid_ml", "heart_failure", NAN, -1 },
		{ "dehydration", "kidney_disease", 1, UNKNOWN },
		{ "dehydration", "haemodialysis", 1, UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct told t = nothing();

		read_value(&t, cases[i].factor, cases[i].value, cases[i].level);
		link_factor(&t, str_equal(cases[i].factor, "fluid_ml") ? "fluid_ml_low" : cases[i].factor,
			    !str_equal(cases[i].factor, "cold_weather"));
		assert_int_equal(choose(&t), 1);
		t.facts.barring = "varicose_veins,dizziness";
		assert_int_equal(choose(&t), 1);
		t.facts.barring = cases[i].barring;
		assert_int_equal(choose(&t), 0);
	}
}

static void test_allows_by_age(void **state)
{
	struct told t = nothing();

	(void)state;
	assert_true(advice_allows(&t.facts, "step_heel_drop"));
	t.facts.age = 75;
	assert_true(advice_allows(&t.facts, "step_heel_drop"));
	t.facts.age = 76;
	assert_false(advice_allows(&t.facts, "step_heel_drop"));
	assert_true(advice_allows(&t.facts, "stretch"));
	t.facts.age = 40;
	t.facts.barring = "dizziness";
	assert_false(advice_allows(&t.facts, "step_heel_drop"));
	assert_false(advice_allows(&t.facts, "no_such_measure"));
}

/* Each line leads to a measure that aims at its factor, and to somebody who says so. */
static void test_every_line_is_traceable(void **state)
{
	struct advice_line line;
	size_t lines = 0, i;

	(void)state;
	for (i = 0; advice_every(i, &line); i++) {
		const struct measure *m = measure_find(line.measure);
		const struct factor *f = factor_by_id(line.factor, NULL);

		if (!line.text)
			continue;
		assert_non_null(m);
		assert_non_null(f);
		assert_string_equal(m->id, line.measure);
		assert_true(id_listed(m->targets, f->id));
		assert_true(m->said_by[0] && m->evidence[0] && f->said_by[0]);
		assert_string_not_equal(m->id, "supplements");
		assert_true(f->window != WINDOW_TRAIT);
		/* At most two lines of a notification, of today one; and without a promise. */
		assert_true(strlen(line.text) <= (line.today ? 55 : 90) && !strchr(line.text, '\n'));
		assert_null(strstr(line.text, "prevent"));
		if (line.linked)
			assert_non_null(strstr(line.text, "Your cramps go with "));
		lines++;
	}
	assert_true(lines > 30);
	for (i = 0; i < ADVICE_MEASURES; i++)
		assert_string_equal(measure_find(advice_measures[i])->barred_for, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choose_nothing_known),
		cmocka_unit_test(test_choose_todays_readings),
		cmocka_unit_test(test_choose_ordinary_day),
		cmocka_unit_test(test_choose_fluid_balanced),
		cmocka_unit_test(test_choose_links_before_readings),
		cmocka_unit_test(test_choose_link_of_the_other_sign),
		cmocka_unit_test(test_choose_one_line_a_measure),
		cmocka_unit_test(test_choose_what_is_barred),
		cmocka_unit_test(test_allows_by_age),
		cmocka_unit_test(test_every_line_is_traceable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
