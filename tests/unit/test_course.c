/*
 * Rates, stretches and the trend: published figures, cases by hand, properties. What R makes of a whole diary is
 * compared in tests/checks/course.sh.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "daemon/insight/course.h"

enum { FIRST = 20000, LONG = 400 };

static void assert_near(double a, double b, double within)
{
	if (!(fabs(a - b) <= within))
		fail_msg("%.9g is not %.9g", a, b);
}

/* Tables of Ulm 1990, and poisson.test of R. */
static void test_rate95_known_values(void **state)
{
	static const struct {
		int64_t count;
		double low, high;
	} known[] = {
		{ 0, 0, 3.688879 },	    { 1, 0.02531781, 5.571643 }, { 3, 0.6186721, 8.767273 },
		{ 10, 4.795389, 18.39036 }, { 100, 81.36397, 121.6268 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		struct interval r = rate95(known[i].count, 1), half = rate95(known[i].count, 2);

		assert_near(r.low, known[i].low, 1e-4);
		assert_near(r.high, known[i].high, 1e-4);
		assert_near(half.high, r.high / 2, 1e-9);
	}
	assert_true(rate95(0, 0).low == 0 && isinf(rate95(0, 0).high));
}

/* Text, a letter a night: "." free, "?" unknown, a digit so many cramps. */
static void make(struct course *c, const char *text)
{
	size_t n = 0;

	while (text[n])
		n++;
	*c = (struct course){ .from = FIRST, .count = n, .nights = xcalloc(n + 1, sizeof(*c->nights)) };
	for (size_t i = 0; i < n; i++)
		if (text[i] != '?')
			c->nights[i] = (struct course_night){ true, text[i] == '.' ? 0 : text[i] - '0' };
}

static void test_course_make_leaves_gaps_unknown(void **state)
{
	struct night_row nights[] = {
		{ .night = FIRST - 1, .state = STATE_CRAMP, .cramps = 4 },
		{ .night = FIRST + 1, .state = STATE_CRAMP, .cramps = 2 },
		{ .night = FIRST + 2, .state = STATE_UNKNOWN },
		{ .night = FIRST + 3, .state = STATE_FREE },
		{ .night = FIRST + 5, .state = STATE_FREE },
	};
	struct rows rows = { .nights = nights, .count = ARRAY_LEN(nights) };
	struct course c;

	(void)state;
	course_make(&c, &rows, FIRST, FIRST + 4);
	assert_int_equal(c.count, 5);
	assert_false(c.nights[0].recorded);
	assert_true(c.nights[1].recorded);
	assert_int_equal(c.nights[1].cramps, 2);
	assert_false(c.nights[2].recorded);
	assert_true(c.nights[3].recorded);
	assert_false(c.nights[4].recorded);
	course_clear(&c);
	course_make(&c, &rows, FIRST, FIRST - 1);
	assert_int_equal(c.count, 0);
	course_clear(&c);
}

static void test_stretches_end_with_the_last_night(void **state)
{
	struct course c;
	struct stretch *s;
	size_t count;

	(void)state;
	make(&c, "11"
		 "..2.1.?"
		 "???...1"
		 "????..1");
	s = course_stretches(&c, 7, &count);
	assert_int_equal(count, 4);
	assert_int_equal(s[0].from, FIRST);
	assert_int_equal(s[0].to, FIRST + 1);
	/* A stretch cut short is no week. */
	assert_true(isnan(s[0].per_week));
	assert_int_equal(s[1].from, FIRST + 2);
	assert_int_equal(s[3].to, FIRST + 22);
	assert_int_equal(s[1].recorded, 6);
	assert_int_equal(s[1].cramps, 3);
	assert_int_equal(s[1].cramp_nights, 2);
	assert_near(s[1].per_week, 3.5, 1e-12);
	assert_near(s[1].span.low, 0.6186721 * 7 / 6, 1e-4);
	/* Four nights of seven are enough, three are not. */
	assert_near(s[2].per_week, 7.0 / 4, 1e-12);
	assert_true(isnan(s[3].per_week));
	assert_true(isnan(s[3].span.high));
	free(s);
	course_clear(&c);
}

static void test_stretches_of_nothing(void **state)
{
	struct course c = { .from = FIRST };
	size_t count = 99;
	struct stretch *s = course_stretches(&c, 7, &count);

	(void)state;
	assert_int_equal(count, 0);
	free(s);
}

/* A constant rate, and a straight line, are given back as they are: also at the ends, and across gaps. */
static void test_trend_follows_a_line(void **state)
{
	struct course c = { .from = FIRST, .count = LONG, .nights = xcalloc(LONG, sizeof(*c.nights)) };

	(void)state;
	for (int i = 0; i < LONG; i++)
		c.nights[i] = (struct course_night){ i % 5 != 0, 3 };
	for (int i = 0; i < LONG; i += 7)
		assert_near(course_trend(&c, i), 21, 1e-9);
	for (int i = 0; i < LONG; i++)
		c.nights[i] = (struct course_night){ i % 3 != 0, i };
	for (int i = 0; i < LONG; i += 7)
		assert_near(course_trend(&c, i + 0.5), 7 * (i + 0.5), 1e-6);
	free(c.nights);
}

static void test_trend_is_silent_where_little_is_recorded(void **state)
{
	struct course c;

	(void)state;
	make(&c, ".............");
	assert_true(isnan(course_trend(&c, 6)));
	course_clear(&c);
	make(&c, "..............");
	assert_near(course_trend(&c, 6), 0, 0);
	course_clear(&c);
	/* In the middle of a hole nothing is said, however much there is around it. */
	c = (struct course){ .from = FIRST, .count = LONG, .nights = xcalloc(LONG, sizeof(*c.nights)) };
	for (int i = 0; i < LONG; i++)
		c.nights[i].recorded = i < 180 || i > 220;
	assert_false(isnan(course_trend(&c, 160)));
	assert_true(isnan(course_trend(&c, 200)));
	free(c.nights);
}

static void test_trend_is_never_negative(void **state)
{
	struct course c;

	(void)state;
	make(&c, "9999999999.........................");
	for (int i = 0; i < 35; i++)
		assert_true(course_trend(&c, i) >= 0);
	course_clear(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rate95_known_values),
		cmocka_unit_test(test_course_make_leaves_gaps_unknown),
		cmocka_unit_test(test_stretches_end_with_the_last_night),
		cmocka_unit_test(test_stretches_of_nothing),
		cmocka_unit_test(test_trend_follows_a_line),
		cmocka_unit_test(test_trend_is_silent_where_little_is_recorded),
		cmocka_unit_test(test_trend_is_never_negative),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
