#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/diary/warning.h"

static struct episode cramp(const char *tick)
{
	struct episode e;

	episode_init(&e);
	if (tick)
		str_copy(e.flags[e.flag_count++], ID_MAX, tick);
	return e;
}

/* The ids met, in order, separated by blanks. */
static void assert_warnings(const struct episode *e, const char *ids)
{
	const struct red_flag *met[WARNINGS_MAX];
	size_t n = episode_warnings(e, met);
	struct strbuf b = { 0 };
	char *text;

	for (size_t i = 0; i < n; i++)
		strbuf_add(&b, "%s%s", i ? " " : "", met[i]->id);
	text = strbuf_take(&b);
	assert_string_equal(text, ids);
	free(text);
}

static void test_episode_warnings_none_where_nothing_was_told(void **state)
{
	struct episode e = cramp(NULL);

	(void)state;
	assert_warnings(&e, "");
}

static void test_episode_warnings_every_tick_is_answered(void **state)
{
	(void)state;
	for (size_t i = 0; i < catalogue_word_count; i++) {
		const struct red_flag *met[WARNINGS_MAX];
		struct episode e = cramp(catalogue_words[i].id);

		if (strcmp(catalogue_words[i].kind, "flag") == 0)
			assert_true(episode_warnings(&e, met) > 0);
	}
}

static void test_episode_warnings_duration(void **state)
{
	struct episode e = cramp(NULL);

	(void)state;
	e.duration_s = 600;
	assert_warnings(&e, "");
	e.duration_s = 601;
	assert_warnings(&e, "long_cramp");
	e.muscle_count = 3;
	assert_warnings(&e, "long_cramp many_muscles");
	e.muscle_count = 2;
	str_copy(e.class, sizeof(e.class), "heat");
	e.duration_s = 3600;
	assert_warnings(&e, "long_cramp");
	e.duration_s = 3601;
	assert_warnings(&e, "long_cramp heat_cramps");
}

static void test_episode_warnings_urgent_first(void **state)
{
	struct episode e = cramp("numb");

	(void)state;
	str_copy(e.flags[e.flag_count++], ID_MAX, "chest_pain");
	assert_warnings(&e, "chest_pain_or_breathless numb_or_weak");
}

static void test_episode_warnings_weak_legs(void **state)
{
	struct episode e = cramp("weak");

	(void)state;
	assert_warnings(&e, "numb_or_weak");
	str_copy(e.side, sizeof(e.side), "both");
	assert_warnings(&e, "numb_seat numb_or_weak");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_episode_warnings_none_where_nothing_was_told),
		cmocka_unit_test(test_episode_warnings_every_tick_is_answered),
		cmocka_unit_test(test_episode_warnings_duration),
		cmocka_unit_test(test_episode_warnings_urgent_first),
		cmocka_unit_test(test_episode_warnings_weak_legs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
