/* When verdicts are issued, and the fingerprint of what they were issued on. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "daemon/insight/look.h"

static const int64_t schedule[] = { 84, 126, 189, 284, 426, 638, 957, 1436, 2153, 3230 };
enum { LOOKS = sizeof(schedule) / sizeof(schedule[0]) };

static void test_look_schedule(void **state)
{
	(void)state;
	assert_int_equal(look_before(0), 0);
	assert_int_equal(look_before(83), 0);
	assert_int_equal(look_after(0), 84);
	assert_int_equal(look_after(83), 84);
	for (int i = 0; i < LOOKS; i++) {
		int64_t next = i + 1 < LOOKS ? schedule[i + 1] : 4844;
		assert_int_equal(look_before(schedule[i]), schedule[i]);
		assert_int_equal(look_before(next - 1), schedule[i]);
		assert_int_equal(look_after(schedule[i]), next);
		assert_int_equal(look_after(next - 1), next);
	}
}

static void test_look_schedule_has_no_end(void **state)
{
	(void)state;
	assert_true(look_before(40 * 366) <= 40 * 366);
	assert_true(look_after(40 * 366) > 40 * 366);
	assert_true(look_after(INT32_MAX) > INT32_MAX);
}

static void test_look_hash_tells_apart(void **state)
{
	const double a[] = { 1, 0, NAN }, b[] = { 1, NAN, 0 }, c[] = { 1, 0, 0 };
	uint64_t of_a = look_hash(LOOK_HASH_BEGIN, a, 3);

	(void)state;
	assert_true(of_a == look_hash(LOOK_HASH_BEGIN, a, 3));
	assert_true(of_a == look_hash(look_hash(LOOK_HASH_BEGIN, a, 1), a + 1, 2));
	assert_true(of_a != look_hash(LOOK_HASH_BEGIN, b, 3));
	assert_true(of_a != look_hash(LOOK_HASH_BEGIN, c, 3));
	assert_true(of_a != look_hash(LOOK_HASH_BEGIN, a, 2));
	assert_true(look_hash_text(of_a, "tea") != look_hash_text(of_a, "te"));
}

static void test_look_hash_unknown_is_one_value(void **state)
{
	const double a = NAN, b = -NAN;

	(void)state;
	assert_true(look_hash(LOOK_HASH_BEGIN, &a, 1) == look_hash(LOOK_HASH_BEGIN, &b, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_look_schedule),
		cmocka_unit_test(test_look_schedule_has_no_end),
		cmocka_unit_test(test_look_hash_tells_apart),
		cmocka_unit_test(test_look_hash_unknown_is_one_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
