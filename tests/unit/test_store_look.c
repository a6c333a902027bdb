/* Looks on record, and which of them are void because what they had seen was taken back. */
#include "tests/unit/store_fixture.h"

static int64_t tell_nights(struct fixture *f, int32_t first, int nights)
{
	begin_as(f, "import", "Import csv");
	for (int i = 0; i < nights; i++) {
		struct night n = a_night(first + i, true);
		assert_int_equal(store_night_put(f->store, &n), 0);
		night_clear(&n);
	}
	return end(f);
}

static int64_t keep(struct fixture *f, int32_t first, int64_t nights, const char *verdicts)
{
	struct issued_look l = { .first = first,
				 .last = first + (int32_t)nights - 1,
				 .nights = nights,
				 .issued_at = TEST_AT + f->calls,
				 .method = 1,
				 .verdicts = xstrdup(verdicts) };

	str_copy(l.data_hash, sizeof(l.data_hash), "0123456789abcdef");
	begin_as(f, "system", "Look");
	assert_int_equal(store_look_put(f->store, &l), 0);
	issued_look_clear(&l);
	return end(f);
}

struct listed {
	char text[256];
};

/* "84 126! …": the nights of each look, those that are void with a mark. */
static int on_look(const struct issued_look *l, bool undone, void *data)
{
	struct listed *listed = data;
	size_t length = strlen(listed->text);

	snprintf(listed->text + length, sizeof(listed->text) - length, "%s%lld%s", length ? " " : "",
		 (long long)l->nights, undone ? "!" : "");
	return 0;
}

static const char *looks(struct fixture *f)
{
	static struct listed listed;

	listed = (struct listed){ 0 };
	assert_int_equal(store_looks_each(f->store, on_look, &listed), 0);
	return listed.text;
}

static void test_looks_are_listed_in_order(void **state)
{
	struct fixture *f = *state;

	keep(f, TEST_NIGHT, 126, "{}");
	keep(f, TEST_NIGHT, 84, "{}");
	keep(f, TEST_NIGHT - 5, 189, "{}");
	assert_string_equal(looks(f), "189 84 126");
	/* The same beginning and night: one look, as it was told last. */
	keep(f, TEST_NIGHT, 84, "{\"rows\":[]}");
	assert_string_equal(looks(f), "189 84 126");
}

static void test_look_is_void_while_its_import_is_undone(void **state)
{
	struct fixture *f = *state;

	tell_nights(f, TEST_NIGHT, 90);
	keep(f, TEST_NIGHT, 84, "{}");
	tell_free(f, TEST_NIGHT + 100);
	assert_string_equal(looks(f), "84");
	/* The last night is taken back, which the look had not seen; then the import, which it had. */
	assert_int_equal(undo(f), 0);
	assert_string_equal(looks(f), "84");
	assert_int_equal(undo(f), 0);
	assert_string_equal(looks(f), "84!");
	assert_int_equal(redo(f), 0);
	assert_string_equal(looks(f), "84");
}

static void test_look_outlives_an_import_it_had_not_seen(void **state)
{
	struct fixture *f = *state;

	tell_nights(f, TEST_NIGHT, 90);
	keep(f, TEST_NIGHT, 84, "{}");
	tell_nights(f, TEST_NIGHT + 100, 90);
	assert_int_equal(undo(f), 0);
	assert_string_equal(looks(f), "84");
}

static void test_look_outlives_a_small_undo(void **state)
{
	struct fixture *f = *state;

	tell_nights(f, TEST_NIGHT, 27);
	keep(f, TEST_NIGHT, 84, "{}");
	assert_int_equal(undo(f), 0);
	assert_string_equal(looks(f), "84");
}

static void test_look_that_was_issued_anew_stands(void **state)
{
	struct fixture *f = *state;

	tell_nights(f, TEST_NIGHT, 90);
	keep(f, TEST_NIGHT, 84, "{\"rows\":[1]}");
	assert_int_equal(undo(f), 0);
	tell_nights(f, TEST_NIGHT, 90);
	assert_string_equal(looks(f), "84!");
	keep(f, TEST_NIGHT, 84, "{\"rows\":[2]}");
	assert_string_equal(looks(f), "84");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_looks_are_listed_in_order, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(test_look_is_void_while_its_import_is_undone, fixture_setup,
						fixture_teardown),
		cmocka_unit_test_setup_teardown(test_look_outlives_an_import_it_had_not_seen, fixture_setup,
						fixture_teardown),
		cmocka_unit_test_setup_teardown(test_look_outlives_a_small_undo, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(test_look_that_was_issued_anew_stands, fixture_setup, fixture_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
