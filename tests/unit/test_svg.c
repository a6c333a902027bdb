/*
 * Numbers → places, and marks as they are written.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/show/scale.h"
#include "client/show/svg.h"
#include "cramp/util.h"

static void assert_near(double a, double b)
{
	if (!(fabs(a - b) <= 1e-9))
		fail_msg("%.12g is not %.12g", a, b);
}

static void test_scale_linear(void **state)
{
	struct scale s = { .low = 10, .high = 20, .from = 0, .to = 100 }, down = { .high = 4, .from = 200, .to = 0 };

	(void)state;
	assert_near(scale_place(&s, 10), 0);
	assert_near(scale_place(&s, 12.5), 25);
	assert_near(scale_place(&s, 20), 100);
	assert_near(scale_place(&s, -1e9), 0);
	assert_near(scale_place(&s, 1e9), 100);
	assert_near(scale_place(&s, NAN), 0);
	assert_near(scale_place(&down, 1), 150);
}

static void test_scale_logarithmic(void **state)
{
	struct scale s = { 0.25, 4, 0, 100, true };

	(void)state;
	assert_near(scale_place(&s, 1), 50);
	assert_near(scale_place(&s, 2), 75);
	assert_near(scale_place(&s, 0.5), 25);
	assert_near(scale_place(&s, 0), 0);
	assert_near(scale_place(&s, 1000), 100);
}

/* Whatever the highest number: few steps, each a plain number, and room for it. */
static void test_nice_steps(void **state)
{
	(void)state;
	assert_near(nice_step(33, 4, 1), 10);
	assert_near(nice_step(1, 4, 1), 1);
	assert_near(nice_step(0, 4, 1), 1);
	assert_near(nice_step(100, 4, 1), 25);
	assert_near(nice_step(10, 4, 1), 5); /* half a cramp is none */
	assert_near(nice_step(10, 4, 0), 2.5);
	assert_near(nice_top(33, 10), 40);
	assert_near(nice_top(40, 10), 40);
	assert_near(nice_top(0, 10), 10);
	for (double high = 0.01; high < 1e7; high *= 1.37) {
		double step = nice_step(high, 5, 0), top = nice_top(high, step);

		assert_true(top >= high * (1 - 1e-9));
		assert_true(top / step < 6);
		assert_true(top < high * 2.6 || top == step);
	}
}

static char *drawn(void)
{
	struct strbuf b = { 0 };
	struct svg s;

	svg_begin(&s, &b, "p1", "plot", 100, "A \"title\"", "<desc>");
	svg_rect(&s, 1.0 / 3, 2, 10, 98, (struct svg_mark){ "bar", "k\"1", "tip & more" });
	svg_dot(&s, 50, -0.001, 3, (struct svg_mark){ "dot", NULL, NULL });
	svg_line(&s, 0, 1, 100, 1, (struct svg_mark){ "axis", NULL, NULL });
	svg_text(&s, 5, 6, "mid", "<5");
	svg_end(&s);
	return strbuf_take(&b);
}

static void test_svg_marks(void **state)
{
	char *text = drawn();

	(void)state;
	assert_string_equal(
		text,
		"<svg class=\"plot\" role=\"img\" aria-labelledby=\"p1-t p1-d\" xmlns=\"http://www.w3.org/2000/svg\" "
		"width=\"100%\" height=\"100\"><title id=\"p1-t\">A &quot;title&quot;</title>"
		"<desc id=\"p1-d\">&lt;desc&gt;</desc>\n"
		"<rect x=\"0.33%\" y=\"2\" width=\"10%\" height=\"98\" class=\"bar\" data-k=\"k&quot;1\">"
		"<title>tip &amp; more</title></rect>\n"
		"<circle cx=\"50%\" cy=\"0\" r=\"3\" class=\"dot\"/>\n"
		"<line x1=\"0%\" y1=\"1\" x2=\"100%\" y2=\"1\" class=\"axis\"/>\n"
		"<text x=\"5%\" y=\"6\" class=\"mid\">&lt;5</text>\n"
		"</svg>\n");
	free(text);
}

static void test_svg_scaled_has_its_own_measure(void **state)
{
	struct strbuf b = { 0 };
	struct svg s;
	char *text;

	(void)state;
	svg_begin_scaled(&s, &b, "p2", "scaled", 36, 36, "t", NULL);
	svg_cell(&s, 4, 4, 28, (struct svg_mark){ "free", "2026-11-21", NULL });
	svg_word(&s, 18, 23, "mid", "2");
	svg_end(&s);
	text = strbuf_take(&b);
	assert_non_null(strstr(text, "aria-labelledby=\"p2-t\""));
	assert_non_null(strstr(text, "viewBox=\"0 0 36 36\""));
	assert_non_null(strstr(
		text, "<rect x=\"4\" y=\"4\" width=\"28\" height=\"28\" class=\"free\" data-k=\"2026-11-21\"/>"));
	assert_null(strstr(text, "<desc"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scale_linear),
		cmocka_unit_test(test_scale_logarithmic),
		cmocka_unit_test(test_nice_steps),
		cmocka_unit_test(test_svg_marks),
		cmocka_unit_test(test_svg_scaled_has_its_own_measure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
