/* The same of a night as a whole, naps, circumstances and factors of one's own. */
#include "entry_fixture.h"

static struct night slept(const char *night)
{
	struct night n;

	night_init(&n);
	n.night = day(night);
	n.offset_s = 3600;
	return n;
}

static void test_night_entry_check(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct night n = slept("2026-11-21");

	(void)state;
	n.lights_out_at = instant("2026-11-21T23:10:00+01:00").at;
	n.final_awakening_at = instant("2026-11-22T06:40:00+01:00").at;
	assert_int_equal(night_entry_check(&n, &r, &fault), ENTRY_OK);
	n.sol_min = 500;
	assert_int_equal(night_entry_check(&n, &r, &fault), ENTRY_OUT_OF_RANGE);
	assert_string_equal(fault.field, "sol_min");
	assert_true(fault.maximum == 450);
	n.sol_min = 20;
	n.waso_min = 431;
	assert_int_equal(night_entry_check(&n, &r, &fault), ENTRY_OUT_OF_RANGE);
	assert_string_equal(fault.field, "waso_min");
	assert_true(fault.maximum == 430);
	n.waso_min = UNKNOWN;
	n.final_awakening_at = instant("2026-11-22T09:30:00+01:00").at;
	assert_int_equal(night_entry_check(&n, &r, &fault), ENTRY_IN_FUTURE);
	assert_string_equal(fault.field, "final_awakening");
	n = slept("2026-11-22");
	assert_int_equal(night_entry_check(&n, &r, &fault), ENTRY_FUTURE_NIGHT);
}

/* A sleep may end after noon or begin before the night does, not in another week. */
static void test_night_entry_check_times_belong_to_the_night(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct night n = slept("2026-11-18");

	(void)state;
	n.out_of_bed_at = instant("2026-11-19T13:30:00+01:00").at;
	assert_int_equal(night_entry_check(&n, &r, &fault), ENTRY_OK);
	n.into_bed_at = instant("2026-11-18T11:00:00+01:00").at;
	assert_int_equal(night_entry_check(&n, &r, &fault), ENTRY_OK);
	n.into_bed_at = UNKNOWN;
	n.out_of_bed_at = instant("2026-11-20T13:30:00+01:00").at;
	assert_int_equal(night_entry_check(&n, &r, &fault), ENTRY_MALFORMED);
	assert_string_equal(fault.field, "out_of_bed");
}

static void test_nap_check(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct nap n;

	(void)state;
	nap_init(&n);
	n.offset_s = 3600;
	assert_int_equal(nap_check(&n, &r, &fault), ENTRY_MALFORMED);
	n.start_at = instant("2026-11-21T14:00:00+01:00").at;
	n.end_at = instant("2026-11-21T14:40:00+01:00").at;
	assert_int_equal(nap_check(&n, &r, &fault), ENTRY_OK);
	assert_int_equal(n.night, day("2026-11-21"));
	n.end_at = n.start_at;
	assert_int_equal(nap_check(&n, &r, &fault), ENTRY_WRONG_ORDER);
	n.end_at = n.start_at - 1;
	assert_int_equal(nap_check(&n, &r, &fault), ENTRY_WRONG_ORDER);
	n.start_at = instant("2026-11-20T14:00:00+01:00").at;
	n.end_at = n.start_at + 86400;
	assert_int_equal(nap_check(&n, &r, &fault), ENTRY_OK);
	n.end_at += 60;
	assert_int_equal(nap_check(&n, &r, &fault), ENTRY_OUT_OF_RANGE);
	n.start_at = instant("2026-11-22T08:50:00+01:00").at;
	n.end_at = instant("2026-11-22T09:20:00+01:00").at;
	assert_int_equal(nap_check(&n, &r, &fault), ENTRY_IN_FUTURE);
}

static struct trait standing(const char *word, double value)
{
	struct trait t;

	trait_init(&t);
	str_copy(t.trait, sizeof(t.trait), word);
	t.value = value;
	return t;
}

static void test_trait_check(void **state)
{
	struct entry_rules r = rules();
	struct entry_fault fault;
	struct trait t = standing("diuretic", 1);

	(void)state;
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_OK);
	t.value = 2;
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_BAD_READING);
	t.value = NAN;
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_BAD_READING);
	t.name = xstrdup("torasemide");
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_OK);
	t.from = day("2026-11-22");
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_OK);
	t.until = day("2026-11-21");
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_WRONG_ORDER);
	t.until = day("2027-01-31");
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_OK);
	t.from = day("2026-11-23");
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_MALFORMED);
	assert_string_equal(fault.field, "from");
	trait_clear(&t);
	t = standing("fluid_ml", 1);
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_UNKNOWN_WORD);
	t = standing("age", 1899);
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_OUT_OF_RANGE);
	t = standing("age", 1955);
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_OK);
	t = standing("other_medication", 1);
	assert_int_equal(trait_check(&t, &r, &fault), ENTRY_BAD_READING);
}

static struct own_factor made(const char *id, const char *kind, const char *unit)
{
	static char label[] = "Green tea";
	struct own_factor f = { .label = label };

	str_copy(f.id, sizeof(f.id), id);
	str_copy(f.kind, sizeof(f.kind), kind);
	str_copy(f.unit, sizeof(f.unit), unit);
	str_copy(f.window, sizeof(f.window), "day");
	str_copy(f.combine, sizeof(f.combine), "sum");
	return f;
}

static void assert_factor(struct own_factor f, const char *wrong_field)
{
	struct entry_fault fault = { 0 };

	assert_int_equal(own_factor_check(&f, &fault), wrong_field ? ENTRY_MALFORMED : ENTRY_OK);
	if (wrong_field)
		assert_string_equal(fault.field, wrong_field);
}

static void test_own_factor_check(void **state)
{
	struct own_factor f = made("green_tea", "amount", "cups");

	(void)state;
	assert_factor(f, NULL);
	assert_factor(made("tea2", "yesno", ""), NULL);
	assert_factor(made("", "yesno", ""), "id");
	assert_factor(made("Tea", "yesno", ""), "id");
	assert_factor(made("2tea", "yesno", ""), "id");
	assert_factor(made("tea_", "yesno", ""), "id");
	assert_factor(made("green__tea", "yesno", ""), "id");
	assert_factor(made("green-tea", "yesno", ""), "id");
	assert_factor(made("tea", "yesno", "cups"), "unit");
	assert_factor(made("tea", "amount", "seventeen letters"), "unit");
	assert_factor(made("tea", "text", ""), "kind");
	str_copy(f.window, sizeof(f.window), "trait");
	assert_factor(f, "window");
	f = made("tea", "yesno", "");
	str_copy(f.combine, sizeof(f.combine), "often");
	assert_factor(f, "combine");
	f = made("tea", "yesno", "");
	f.label = NULL;
	assert_factor(f, "label");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_night_entry_check),
		cmocka_unit_test(test_night_entry_check_times_belong_to_the_night),
		cmocka_unit_test(test_nap_check),
		cmocka_unit_test(test_trait_check),
		cmocka_unit_test(test_own_factor_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
