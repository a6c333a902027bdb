/* What is on record is found again: by number, by age, in order, within a range. */
#include "store_fixture.h"

static void test_find_by_id_and_newest(void **state)
{
	struct fixture *f = *state;
	id_text entity;
	uid_text uid;

	assert_int_equal(store_find_newest(f->store, 1, entity, uid), STORE_NOT_FOUND);
	tell_reading(f, "r1", 300);
	tell_episode(f, "e1", 3);
	tell_free(f, TEST_NIGHT - 1);
	assert_int_equal(store_find_newest(f->store, 1, entity, uid), 0);
	assert_string_equal(entity, "night");
	assert_int_equal(store_find_newest(f->store, 2, entity, uid), 0);
	assert_string_equal(uid, "e1");
	assert_int_equal(store_find_newest(f->store, 4, entity, uid), STORE_NOT_FOUND);
	assert_int_equal(store_find_newest(f->store, 0, entity, uid), STORE_NOT_FOUND);
	assert_int_equal(store_find_id(f->store, 1, entity, uid), 0);
	assert_string_equal(entity, "reading");
	assert_int_equal(store_find_id(f->store, 9, entity, uid), STORE_NOT_FOUND);
	assert_int_equal(store_uid_of_id(f->store, 2, uid), 0);
	assert_string_equal(uid, "e1");
	assert_int_equal(store_uid_of_id(f->store, 1, uid), STORE_NOT_FOUND); /* no episode */
	/* a number is never given out twice */
	take_away(f, "episode", "e1");
	tell_episode(f, "e2", 3);
	assert_int_equal(store_find_newest(f->store, 1, entity, uid), 0);
	assert_string_equal(uid, "e2");
	assert_int_equal(store_uid_of_id(f->store, 2, uid), STORE_NOT_FOUND);
}

static int collect_reading(const struct reading *r, void *data)
{
	strbuf_add(data, "%s ", r->uid);
	return strcmp(r->uid, "stop") == 0 ? 77 : 0;
}

static void put_at(struct fixture *f, const char *uid, const char *factor, int32_t night, int64_t at)
{
	struct reading r = a_reading(uid, factor, 1);

	r.night = night;
	r.at = at;
	begin(f);
	assert_int_equal(store_reading_put(f->store, &r), 0);
	end(f);
}

static void test_readings_each_in_order_and_range(void **state)
{
	struct fixture *f = *state;
	struct strbuf b = { 0 };

	put_at(f, "late", "fluid_ml", TEST_NIGHT, TEST_AT + 50);
	put_at(f, "unknown", "fluid_ml", TEST_NIGHT, UNKNOWN);
	put_at(f, "early", "stretch", TEST_NIGHT, TEST_AT);
	put_at(f, "before", "fluid_ml", TEST_NIGHT - 1, TEST_AT);
	put_at(f, "stop", "fluid_ml", TEST_NIGHT + 1, TEST_AT);
	put_at(f, "after", "fluid_ml", TEST_NIGHT + 2, TEST_AT);
	assert_int_equal(store_readings_each(f->store, NO_NIGHT, NO_NIGHT, NULL, collect_reading, &b), 77);
	assert_string_equal(b.text, "before early late unknown stop ");
	strbuf_clear(&b);
	assert_int_equal(store_readings_each(f->store, TEST_NIGHT, TEST_NIGHT, "fluid_ml", collect_reading, &b), 0);
	assert_string_equal(b.text, "late unknown ");
	strbuf_clear(&b);
	assert_int_equal(store_readings_each(f->store, TEST_NIGHT + 2, NO_NIGHT, NULL, collect_reading, &b), 0);
	assert_string_equal(b.text, "after ");
	strbuf_clear(&b);
}

struct nested {
	struct store *store;
	struct strbuf all;
};

static int list_within(const struct reading *r, void *data)
{
	struct nested *n = data;

	strbuf_add(&n->all, "%s: ", r->uid);
	return store_readings_each(n->store, NO_NIGHT, NO_NIGHT, NULL, collect_reading, &n->all);
}

static void test_readings_each_may_be_asked_within_itself(void **state)
{
	struct fixture *f = *state;
	struct nested n = { .store = f->store };

	put_at(f, "a", "fluid_ml", TEST_NIGHT, TEST_AT);
	put_at(f, "b", "fluid_ml", TEST_NIGHT, TEST_AT + 1);
	assert_int_equal(store_readings_each(f->store, NO_NIGHT, NO_NIGHT, NULL, list_within, &n), 0);
	assert_string_equal(n.all.text, "a: a b b: a b ");
	strbuf_clear(&n.all);
}

static void test_span_and_totals(void **state)
{
	struct fixture *f = *state;
	struct store_totals totals;
	int32_t first, last;

	assert_int_equal(store_span(f->store, &first, &last), STORE_NOT_FOUND);
	tell_free(f, TEST_NIGHT - 3);
	tell_episode(f, "e1", 3);
	put_at(f, "r", "fluid_ml", TEST_NIGHT + 2, TEST_AT);
	assert_int_equal(store_span(f->store, &first, &last), 0);
	assert_int_equal(first, TEST_NIGHT - 3);
	assert_int_equal(last, TEST_NIGHT + 2);
	assert_int_equal(store_totals(f->store, &totals), 0);
	assert_int_equal(totals.episodes, 1);
	assert_int_equal(totals.nights, 2);
	assert_int_equal(totals.readings, 1);
	assert_true(totals.size_bytes > 4096);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DIARY_TEST(test_find_by_id_and_newest),
		DIARY_TEST(test_readings_each_in_order_and_range),
		DIARY_TEST(test_readings_each_may_be_asked_within_itself),
		DIARY_TEST(test_span_and_totals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
