#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cramp/catalogue.h"
#include "cramp/util.h"

static void assert_factor(const char *word, const char *id)
{
	const struct factor *f = factor_find(word, NULL);

	if (!f)
		fail_msg("%s is no factor", word);
	assert_string_equal(f->id, id);
}

static void test_factor_find_words_every_user_tries(void **state)
{
	(void)state;
	assert_factor("water", "fluid_ml");
	assert_factor("magnesium", "magnesium_mg");
	assert_factor("calcium", "calcium_mg");
	assert_factor("exercise", "exercise_min");
	assert_factor("coffee", "caffeine_mg");
	assert_factor("alcohol", "alcohol_units");
	assert_factor("bedroom", "room_temp_c");
	assert_factor("temperature", "room_temp_c");
	assert_factor("socks", "wear_socks");
	assert_factor("stretch", "stretch");
	assert_factor("massage", "massage_legs");
}

static void test_factor_find_forgives_case_and_dashes(void **state)
{
	(void)state;
	assert_factor("Fluid-ML", "fluid_ml");
	assert_factor("WARM_feet", "warm_feet");
	assert_factor("Foot-Bath", "warm_foot_bath");
	assert_null(factor_find("", NULL));
	assert_null(factor_find("fluid_m", NULL));
	assert_null(factor_find("fluid_ml_", NULL));
}

static void test_factor_by_id_takes_no_alias(void **state)
{
	(void)state;
	assert_non_null(factor_by_id("fluid_ml", NULL));
	assert_null(factor_by_id("water", NULL));
	assert_null(factor_by_id("Fluid_ml", NULL));
}

static void test_own_factors_are_found_after_the_documented(void **state)
{
	struct own_factors own = { 0 };

	(void)state;
	own_factors_add(&own, "late_meal", "Late meal", KIND_YESNO, "", WINDOW_DAY, COMBINE_MAX);
	own_factors_add(&own, "rice_g", "Rice", KIND_AMOUNT, "g", WINDOW_DAY, COMBINE_SUM);
	const struct factor *f = factor_find("late-meal", &own);
	assert_non_null(f);
	assert_string_equal(f->label, "Late meal");
	assert_true(f->own);
	assert_true(f->maximum == 1);
	assert_true(factor_by_id("rice_g", &own)->maximum == 1e9);
	assert_string_equal(factor_by_id("rice_g", &own)->unit, "g");
	assert_null(factor_find("late_meal", NULL));
	assert_false(factor_find("water", &own)->own);
	char *near = near_names("late_mael", NEAR_FACTOR, &own, NULL);
	assert_string_equal(near, "late_meal");
	free(near);
	own_factors_clear(&own);
	assert_int_equal(own.count, 0);
}

static void test_relief_and_factor_share_words_but_not_meaning(void **state)
{
	(void)state;
	assert_string_equal(relief_find("stretch")->id, "stretch_dorsiflex");
	assert_string_equal(relief_find("heat")->id, "hot_compress");
	assert_string_equal(relief_find("walk")->id, "walk_or_stand");
	assert_string_equal(factor_find("heat", NULL)->id, "hot_exertion");
	assert_null(relief_find("water"));
}

static void test_word_find_by_kind(void **state)
{
	static const struct {
		const char *kind, *word, *id;
	} cases[] = {
		{ "muscle", "calf", "calf" },		{ "muscle", "foot", "foot_sole" },
		{ "muscle", "arch", "foot_sole" },	{ "muscle", "thigh", "thigh_front" },
		{ "muscle", "Toes", "toes" },		{ "side", "L", "left" },
		{ "context", "inbed", "inbed" },	{ "context", "in-bed", "inbed" },
		{ "flag", "dark-urine", "dark_urine" }, { "quality", "good", "4" },
		{ "quality", "very_good", "5" },	{ "trigger", "foot-pointing", "foot_pointing" },
		{ "posture", "side", "side" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct word *w = word_find(cases[i].kind, cases[i].word);
		assert_non_null(w);
		assert_string_equal(w->id, cases[i].id);
	}
	assert_null(word_find("side", "calf"));
	assert_null(word_find("colour", "left"));
	assert_string_equal(word_by_id("quality", "1")->label, "very poor");
	assert_null(word_by_id("muscle", "foot"));
}

static void test_measures_are_factors_of_the_night_or_day(void **state)
{
	(void)state;
	assert_true(catalogue_measure_count >= 26);
	for (size_t i = 0; i < catalogue_measure_count; i++) {
		const struct measure *m = &catalogue_measures[i];
		const struct factor *f = factor_by_id(m->id, NULL);
		assert_non_null(f);
		assert_int_equal(f->kind, KIND_YESNO);
		assert_string_equal(f->direction, "-");
		assert_string_equal(f->section, "2");
		assert_string_equal(f->composite, m->composite);
		assert_string_equal(f->said_by, m->said_by);
		assert_int_equal(f->window, strcmp(m->when, "day") == 0 ? WINDOW_DAY : WINDOW_NIGHT);
		assert_ptr_equal(measure_find(m->id), m);
	}
	assert_string_equal(factor_by_id("wear_socks", NULL)->composite, "warm_feet");
	assert_string_equal(factor_by_id("step_heel_drop", NULL)->composite, "stretch");
}

static void test_counter_measures_follow_from_targets(void **state)
{
	const char *list = factor_by_id("cold_legs", NULL)->measures;

	(void)state;
	assert_true(id_listed(list, "wear_socks"));
	assert_true(id_listed(list, "warm_foot_bath"));
	assert_false(id_listed(list, "drink_enough"));
	assert_string_equal(factor_by_id("season", NULL)->measures, "");
}

/* What a pictured report or a reminder may advise passes by these bars: a measure without one is advised to everybody.
 */
static void test_measures_are_barred_for_whom_they_could_harm(void **state)
{
	static const char *const heart_and_kidneys[] = { "heart_failure", "kidney_disease", "haemodialysis", NULL };
	static const char *const burns[] = { "neuropathy", "diabetes", "poor_circulation", NULL };
	static const char *const falls[] = { "dizziness", "age>75", NULL };
	static const char *const clots[] = { "deep_vein_thrombosis", "swelling", "warm", "red", NULL };
	static const struct {
		const char *measure;
		const char *const *barred;
	} rows[] = { { "drink_enough", heart_and_kidneys },
		     { "drink_by_habit", heart_and_kidneys },
		     { "electrolytes_with_exercise", heart_and_kidneys },
		     { "warm_foot_bath", burns },
		     { "step_heel_drop", falls },
		     { "massage_legs", clots } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (const char *const *b = rows[i].barred; *b; b++)
			assert_true(id_listed(measure_find(rows[i].measure)->barred_for, *b));
	assert_string_equal(factor_by_id("electrolyte_drink", NULL)->measures, "electrolytes_with_exercise");
}

static void test_catalogue_fluid_is_the_only_u_shape(void **state)
{
	(void)state;
	for (size_t i = 0; i < catalogue_factor_count; i++) {
		const struct factor *f = &catalogue_factors[i];
		assert_int_equal(f->u_shaped, strcmp(f->id, "fluid_ml") == 0);
		assert_true(f->minimum <= f->maximum);
		assert_false(f->own);
		assert_true(f->window != WINDOW_TRAIT || f->lag == 0);
	}
}

static void test_urgent_flags_are_set_off_by_their_ticks(void **state)
{
	static const struct {
		const char *tick, *flag;
	} urgent[] = {
		{ "swelling", "one_leg_swollen" },
		{ "warm", "one_leg_swollen" },
		{ "red", "one_leg_swollen" },
		{ "chest_pain", "chest_pain_or_breathless" },
		{ "breathless", "chest_pain_or_breathless" },
		{ "dark_urine", "dark_urine" },
		{ "saddle_numbness", "numb_seat" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(urgent); i++) {
		const struct red_flag *f = red_flag_by_id(urgent[i].flag);
		assert_non_null(f);
		assert_string_equal(f->level, "urgent");
		assert_true(id_listed(f->ticks, urgent[i].tick));
		assert_non_null(strstr(f->advice, "now"));
	}
	assert_string_equal(red_flag_by_id("numb_or_weak")->level, "soon");
	assert_null(red_flag_by_id("swelling"));
}

static void test_id_listed_compares_whole_ids(void **state)
{
	(void)state;
	assert_true(id_listed("a,bc,d", "bc"));
	assert_true(id_listed("a,bc,d", "d"));
	assert_false(id_listed("a,bc,d", "b"));
	assert_false(id_listed("a,bc,d", "a,bc"));
	assert_false(id_listed("", "a"));
	assert_false(id_listed("a", ""));
	assert_false(id_listed(NULL, "a"));
}

static void assert_near(const char *word, unsigned where, const char *expected)
{
	static const char *const more[] = { "yesterday", "ago", NULL };
	char *near = near_names(word, where, NULL, more);

	assert_string_equal(near, expected);
	free(near);
}

static void test_near_names(void **state)
{
	char longest[WORD_MAX + 2];

	(void)state;
	assert_near("clf", NEAR_EPISODE_WORD, "calf");
	assert_near("yestreday", NEAR_EPISODE_WORD, "yesterday");
	assert_near("watr", NEAR_FACTOR, "water");
	assert_near("Magn", NEAR_FACTOR, "magnesium");
	assert_near("dark-urin", NEAR_EPISODE_WORD, "dark_urine");
	assert_near("masage", NEAR_RELIEF | NEAR_FACTOR, "massage");
	assert_near("good", NEAR_SLEEP_WORD, "good");
	assert_near("sokcs", NEAR_MEASURE, "socks");
	assert_near("qqqqqq", ~0u, "");
	assert_near("", ~0u, "");
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_near(longest, ~0u, "");
}

static void test_near_names_at_most_three(void **state)
{
	char *near = near_names("stretc", NEAR_FACTOR | NEAR_RELIEF, NULL, NULL);
	const char *comma = strchr(near, ',');

	(void)state;
	assert_non_null(comma);
	assert_null(strchr(comma + 1, ','));
	assert_non_null(strstr(near, " or "));
	free(near);
}

static void test_enum_names_round_trip(void **state)
{
	(void)state;
	for (int i = KIND_YESNO; i <= KIND_TEXT; i++)
		assert_int_equal(factor_kind_of(factor_kind_name((enum factor_kind)i)), i);
	for (int i = WINDOW_DAY; i <= WINDOW_TRAIT; i++)
		assert_int_equal(factor_window_of(factor_window_name((enum factor_window)i)), i);
	for (int i = COMBINE_SUM; i <= COMBINE_LAST; i++)
		assert_int_equal(factor_combine_of(factor_combine_name((enum factor_combine)i)), i);
	assert_int_equal(factor_kind_of("yes"), -1);
	assert_int_equal(factor_window_of(""), -1);
	assert_int_equal(factor_combine_of("summ"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_factor_find_words_every_user_tries),
		cmocka_unit_test(test_factor_find_forgives_case_and_dashes),
		cmocka_unit_test(test_factor_by_id_takes_no_alias),
		cmocka_unit_test(test_own_factors_are_found_after_the_documented),
		cmocka_unit_test(test_relief_and_factor_share_words_but_not_meaning),
		cmocka_unit_test(test_word_find_by_kind),
		cmocka_unit_test(test_measures_are_factors_of_the_night_or_day),
		cmocka_unit_test(test_counter_measures_follow_from_targets),
		cmocka_unit_test(test_measures_are_barred_for_whom_they_could_harm),
		cmocka_unit_test(test_catalogue_fluid_is_the_only_u_shape),
		cmocka_unit_test(test_urgent_flags_are_set_off_by_their_ticks),
		cmocka_unit_test(test_id_listed_compares_whole_ids),
		cmocka_unit_test(test_near_names),
		cmocka_unit_test(test_near_names_at_most_three),
		cmocka_unit_test(test_enum_names_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
