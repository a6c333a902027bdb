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

/* ---- diaries of every released version ---- */

static void copy_file(const char *from, const char *to)
{
	char block[4096];
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t n;

	assert_true(in >= 0 && out >= 0);
	while ((n = read(in, block, sizeof(block))) > 0)
		assert_int_equal(write(out, block, (size_t)n), n);
	close(in);
	close(out);
}

static char *schema_of(struct store *s)
{
	static const char sql[] = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
				  " AND name NOT GLOB 'sqlite_*' ORDER BY type, name";
	struct strbuf b = { 0 };
	sqlite3_stmt *stmt = NULL;
	struct query q;

	query_begin_slot(&q, s, &stmt, sql);
	while (query_step(&q) == 1)
		strbuf_add(&b, "%s\n", row_text(&q));
	query_end(&q, 0);
	sqlite3_finalize(stmt);
	return strbuf_take(&b);
}

/* An old diary has the same tables as a new one in the end, loses nothing, and can still be taken back and told to. */
static void test_old_diaries_come_up_to_date(void **state)
{
	struct fixture *f = *state, old;
	struct store_totals totals;
	char from[64], *fresh = schema_of(f->store);

	for (int version = 1; version <= migration_count; version++) {
		fixture_init(&old);
		snprintf(from, sizeof(from), "tests/data/diary-v%d.db", version);
		if (version == migration_count && access(from, F_OK) != 0)
			break; /* not released yet */
		copy_file(from, old.path);
		fixture_open(&old);
		char *schema = schema_of(old.store);
		if (strcmp(schema, fresh) != 0)
			print_error("a step of the schema was edited after tests/data/make_diary.sh made %s\n", from);
		assert_string_equal(schema, fresh);
		free(schema);
		/* the same bytes in the log, however large the pages it was begun with */
		assert_int_equal(ask(&old, "PRAGMA page_size") * ask(&old, "PRAGMA wal_autocheckpoint"), 400 << 10);
		assert_int_equal(store_totals(old.store, &totals), 0);
		assert_true(totals.episodes == 1 && totals.nights == 2 && totals.readings == 3);
		old.calls = 1000;
		assert_int_equal(undo(&old), 0);
		tell_episode(&old, "e2", 5);
		fixture_finish(&old);
	}
	free(fresh);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DIARY_TEST(test_migrate_walks_and_keeps_a_copy),
		DIARY_TEST(test_migrate_stops_at_a_bad_step_and_goes_on_later),
		DIARY_TEST(test_migrate_never_overwrites_a_copy),
		DIARY_TEST(test_migrate_looks_at_every_reference),
		DIARY_TEST(test_old_diaries_come_up_to_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
