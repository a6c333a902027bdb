/* The words of a standing circumstance or a medicine. */
#include "grammar_check.h"

static void test_read_trait_forms(void **state)
{
	static const struct told_case cases[] = {
		{ "diuretic", "{'trait': 'diuretic', 'yes': true}", NULL, NULL },
		{ "diuretic no", "{'trait': 'diuretic', 'yes': false}", NULL, NULL },
		{ "diuretic furosemide 40mg as needed from 2026-01-03",
		  "{'trait': 'diuretic', 'yes': true, 'name': 'furosemide', 'dose': '40mg', 'as_needed': true, 'from': "
		  "'2026-01-03'}",
		  NULL, NULL },
		{ "diuretic furosemide 40 mg twice a day since 2025 note since the heart",
		  "{'trait': 'diuretic', 'yes': true, 'name': 'furosemide', 'dose': '40 mg twice a day', 'from': "
		  "'2025-01-01', 'note': 'since "
		  "the heart'}",
		  NULL, "The first day is kept as 2025-01-01." },
		{ "diuretic dose 40mg name furosemide until 2026-03",
		  "{'trait': 'diuretic', 'yes': true, 'name': 'furosemide', 'dose': '40mg', 'until': '2026-03-31'}",
		  NULL, "The last day is kept as 2026-03-31." },
		{ "diuretic furosemide regularly",
		  "{'trait': 'diuretic', 'yes': true, 'name': 'furosemide', 'as_needed': false}", NULL, NULL },
		{ "varicose veins left since 2019-05-01",
		  "{'trait': 'varicose_veins', 'yes': true, 'side': 'left', 'from': '2019-05-01'}", NULL, NULL },
		{ "varicose_veins both", "{'trait': 'varicose_veins', 'yes': true, 'side': 'both'}", NULL, NULL },
		{ "dvt from yesterday", "{'trait': 'deep_vein_thrombosis', 'yes': true, 'from': '2026-11-21'}", NULL,
		  NULL },
		{ "birth year 1960", "{'trait': 'age', 'value': 1960}", NULL, NULL },
		{ "age 1960", "{'trait': 'age', 'value': 1960}", NULL, NULL },
		{ "bmi 24.5", "{'trait': 'body_mass_index', 'value': 24.5}", NULL, NULL },
		{ "sex female", "{'trait': 'sex', 'name': 'female'}", NULL, NULL },
		{ "medication amlodipine 5mg every morning",
		  "{'trait': 'other_medication', 'name': 'amlodipine', 'dose': '5mg every morning'}", NULL, NULL },
		{ "medication Medicine number 1 of a very long name 2 tablets at night",
		  "{'trait': 'other_medication', 'name': 'Medicine number 1 of a very long name', 'dose': '2 tablets "
		  "at "
		  "night'}",
		  NULL, NULL },
		{ "medication 5-HTP 100 mg a day",
		  "{'trait': 'other_medication', 'name': '5-HTP', 'dose': '100 mg a day'}", NULL, NULL },
		{ "medication vitamin B 12 1000µg",
		  "{'trait': 'other_medication', 'name': 'vitamin B 12', 'dose': '1000µg'}", NULL, NULL },
		{ "medication insulin 70/30 20 units",
		  "{'trait': 'other_medication', 'name': 'insulin 70/30', 'dose': '20 "
		  "units'}",
		  NULL, NULL },
		{ "statin atorvastatin 20 since 2024-10-18",
		  "{'trait': 'statin', 'yes': true, 'name': 'atorvastatin', 'dose': '20', 'from': '2024-10-18'}", NULL,
		  NULL },
		{ "statin half of it 40mg", "{'trait': 'statin', 'yes': true, 'name': 'of it', 'dose': 'half 40mg'}",
		  NULL, NULL },
		{ "pregnancy from 2026-03-01 until 2026-11-20",
		  "{'trait': 'pregnancy', 'yes': true, 'from': '2026-03-01', 'until': '2026-11-20'}", NULL, NULL },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_TOLD(&r, read_trait, cases);
}

static void test_read_trait_refusals(void **state)
{
	static const struct refused_case cases[] = {
		{ "", "Which circumstance? As in: varicose_veins left. cramp factors lists them all." },
		{ "diuertic", "I do not know \"diuertic\". Did you mean diuretic?" },
		{ "water", "Fluid drunk changes from day to day; write: cramp add fluid_ml." },
		{ "varicose_veins lft", "I do not know \"lft\". Did you mean left?" },
		{ "age 62", "Year of birth is one number from 1900 to 2100 (year), not \"62\"." },
		{ "age", "Year of birth: how much? It is a number from 1900 to 2100." },
		{ "sex", "Sex: which? Write it after the word, as in: sex NAME." },
		{ "pregnancy from 2026-03-01 until 2026-01-20", "It ends (2026-01-20) before it begins (2026-03-01)." },
		{ "pregnancy from 3/4", "\"3/4\" can be read as more than one date; write 2026-11-22, or 22 nov." },
		{ "pregnancy from 2026-11-23", "It begins in the future; tell it when it has begun." },
		{ "pregnancy until 1013", "After \"until\" comes a date, as in: until 2026-01-03. I do not know "
					  "\"1013\". Free text goes after the "
					  "word note." },
		{ "pregnancy from", "After \"from\" comes a date, as in: from 2026-01-03." },
		{ "diuretic as", "\"as\" needs another word beside it." },
	};
	struct reader r = sunday_morning();
	(void)state;
	CHECK_REFUSED(&r, read_trait, cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_trait_forms),
		cmocka_unit_test(test_read_trait_refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
