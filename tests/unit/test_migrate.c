/* The walk from one version of the schema to the next, with steps made for the test. */
#include "store_fixture.h"

#include <errno.h>

#include "daemon/store/migrate.h"

static int64_t ask(struct fixture *f, const char *sql)
{
	int64_t value = -1;

	assert_int_equal(sql_int(f->store, sql, &value), 0);
	return value;
}

static bool copy_there(const struct fixture *f, const char *suffix)
{
	char *path = xasprintf("%s.before-%s", f->path, suffix);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

/* The real steps, and behind them those of a version to come. */
static struct migration *with_steps(const char *first, const char *second, int *count)
{
	struct migration *list = xcalloc((size_t)migration_count + 2, sizeof(*list));

	memcpy(list, migrations, (size_t)migration_count * sizeof(*list));
	list[migration_count] = (struct migration){ migration_count + 1, "first", first };
	list[migration_count + 1] = (struct migration){ migration_count + 2, "second", second };
	*count = migration_count + (second ? 2 : 1);
	return list;
}

static void test_migrate_walks_and_keeps_a_copy(void **state)
{
	struct fixture *f = *state;
	int count;
	struct migration *list =
		with_steps("ALTER TABLE nap ADD COLUMN depth INTEGER",
			   "CREATE TABLE dream (uid TEXT PRIMARY KEY) STRICT; UPDATE nap SET depth = 1", &count);
	char copy[16];

	tell_reading(f, "r1", 300);
	assert_int_equal(migrate(f->store, list, count), 0);
	assert_int_equal(ask(f, "PRAGMA user_version"), count);
	assert_int_equal(ask(f, "PRAGMA foreign_keys"), 1);
	assert_int_equal(ask(f, "SELECT count(*) FROM dream"), 0);
	assert_int_equal(ask(f, "SELECT count(*) FROM reading"), 1);
	snprintf(copy, sizeof(copy), "v%d", migration_count);
	assert_true(copy_there(f, copy));
	/* the copy is the diary as it was: this program still opens it */
	struct fixture old = *f;
	struct reading r;
	snprintf(old.path, sizeof(old.path), "%.90s.before-v%d", f->path, migration_count);
	fixture_open(&old);
	assert_int_equal(store_reading_get(old.store, "r1", &r), 0);
	reading_clear(&r);
	fixture_close(&old);
	/* there already: nothing to do, no second copy */
	assert_int_equal(migrate(f->store, list, count), 0);
	snprintf(copy, sizeof(copy), "v%d", count);
	assert_false(copy_there(f, copy));
	free(list);
}

static void test_migrate_stops_at_a_bad_step_and_goes_on_later(void **state)
{
	struct fixture *f = *state;
	int count;
	struct migration *list = with_steps("CREATE TABLE dream (uid TEXT PRIMARY KEY) STRICT",
					    "INSERT INTO dream VALUES ('a'); INSERT INTO nothing VALUES (1)", &count);
	char copy[16];

	tell_reading(f, "r1", 300);
	assert_true(migrate(f->store, list, count) < 0);
	assert_int_equal(ask(f, "PRAGMA user_version"),
			 migration_count + 1); /* the good step stands, the bad left nothing */
	assert_int_equal(ask(f, "SELECT count(*) FROM dream"), 0);
	assert_int_equal(ask(f, "PRAGMA foreign_keys"), 1);
	list[count - 1].sql = "INSERT INTO dream VALUES ('b')";
	assert_int_equal(migrate(f->store, list, count), 0);
	assert_int_equal(ask(f, "SELECT count(*) FROM dream WHERE uid = 'b'"), 1);
	snprintf(copy, sizeof(copy), "v%d", migration_count + 1);
	assert_true(copy_there(f, copy));
	free(list);
}

static void test_migrate_never_overwrites_a_copy(void **state)
{
	struct fixture *f = *state;
	int count;
	struct migration *list = with_steps("INSERT INTO nothing VALUES (1)", NULL, &count);
	char copy[16];

	assert_true(migrate(f->store, list, count) < 0);
	assert_true(migrate(f->store, list, count) < 0);
	snprintf(copy, sizeof(copy), "v%d", migration_count);
	assert_true(copy_there(f, copy));
	snprintf(copy, sizeof(copy), "v%d.2", migration_count);
	assert_true(copy_there(f, copy));
	assert_int_equal(ask(f, "PRAGMA user_version"), migration_count);
	free(list);
}

/* Tables are rebuilt with foreign keys off; a reference that leads nowhere afterwards refuses the step. */
static void test_migrate_looks_at_every_reference(void **state)
{
	struct fixture *f = *state;
	struct episode e = an_episode("e1");
	int count;
	struct migration *list = with_steps("DELETE FROM episode", NULL, &count);

	str_copy(e.muscles[0], ID_MAX, "calf");
	e.muscle_count = 1;
	begin(f);
	assert_int_equal(store_episode_put(f->store, &e), 0);
	end(f);
	episode_clear(&e);
	assert_int_equal(migrate(f->store, list, count), -EIO);
	assert_int_equal(ask(f, "SELECT count(*) FROM episode"), 1);
	assert_int_equal(ask(f, "PRAGMA user_version"), migration_count);
	free(list);
}

int main(void)
{
#define DIARY_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		DIARY_TEST(test_migrate_walks_and_keeps_a_copy),
		DIARY_TEST(test_migrate_stops_at_a_bad_step_and_goes_on_later),
		DIARY_TEST(test_migrate_never_overwrites_a_copy),
		DIARY_TEST(test_migrate_looks_at_every_reference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
