#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <time.h>

#include "cramp/util.h"
#include "cramp/when.h"

/* 2026-07-21 and 2026-11-22, noon UTC. */
static const int64_t summer = 1784635200, winter = 1795348800;

static void own_zone(const char *tz)
{
	if (tz)
		setenv("TZ", tz, 1);
	else
		unsetenv("TZ");
	when_zone_changed();
}

static void test_zone_instant_of_another_zone(void **state)
{
	(void)state;
	own_zone("Europe/Berlin");
	assert_int_equal(zone_instant("America/New_York", summer).offset_s, -4 * 3600);
	assert_int_equal(zone_instant("America/New_York", winter).offset_s, -5 * 3600);
	assert_int_equal(zone_instant("Asia/Kathmandu", winter).offset_s, 20700);
	assert_int_equal(zone_instant("UTC", summer).offset_s, 0);
	assert_int_equal(zone_instant("America/New_York", summer).at, summer);
}

static void test_zone_misnamed(void **state)
{
	static const char *const good[] = { "Europe/Berlin",
					    ":Europe/Berlin",
					    "/usr/share/zoneinfo/Europe/Berlin",
					    "UTC",
					    "",
					    "EST5EDT",
					    "<+03>-3",
					    NULL };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		own_zone(good[i]);
		assert_null(when_zone_misnamed());
	}
	own_zone("Mars/Olympus");
	assert_string_equal(when_zone_misnamed(), "Mars/Olympus");
	own_zone("../../etc/passwd");
	assert_string_equal(when_zone_misnamed(), "../../etc/passwd");
}

static void test_zone_instant_leaves_the_own_zone(void **state)
{
	static const char *const zones[] = { "Europe/Berlin", ":Australia/Sydney", NULL };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(zones); i++) {
		int32_t before;

		own_zone(zones[i]);
		before = local_instant(winter).offset_s;
		zone_instant("Pacific/Apia", winter);
		assert_int_equal(local_instant(winter).offset_s, before);
		assert_true(str_equal(getenv("TZ"), zones[i]));
	}
}

static void test_zone_instant_unknown_zone_is_the_own(void **state)
{
	(void)state;
	own_zone("Europe/Berlin");
	assert_int_equal(zone_instant("Europe/Berlin", summer).offset_s, 7200);
	assert_int_equal(zone_instant("", summer).offset_s, 7200);
	assert_int_equal(zone_instant("Mars/Olympus", summer).offset_s, 7200);
	assert_int_equal(zone_instant("../../etc/passwd", winter).offset_s, 3600);
	assert_int_equal(zone_instant("America/New_York", UNKNOWN).at, UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zone_instant_of_another_zone),
		cmocka_unit_test(test_zone_misnamed),
		cmocka_unit_test(test_zone_instant_leaves_the_own_zone),
		cmocka_unit_test(test_zone_instant_unknown_zone_is_the_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
