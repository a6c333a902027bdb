/* What may be wrong with a diary's file: each with an answer of its own, a sentence that names it, and nothing changed.
 */
#include "store_fixture.h"

#include <errno.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "daemon/store/sql.h"

static int fresh_setup(void **state)
{
	struct fixture *f = xcalloc(1, sizeof(*f));

	fixture_init(f);
	*state = f;
	return 0;
}

static void write_file(const char *path, const void *bytes, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), n);
	close(fd);
}

static char *read_file(const char *path, size_t *length)
{
	struct stat st;
	int fd = open(path, O_RDONLY);

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	char *bytes = xmalloc((size_t)st.st_size + 1);
	*length = (size_t)st.st_size;
	assert_int_equal(read(fd, bytes, *length), st.st_size);
	close(fd);
	return bytes;
}

static bool file_there(const struct fixture *f, const char *suffix)
{
	char *path = xasprintf("%s%s", f->path, suffix);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

static void sql_in_file(const char *path, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* The answer, with a sentence that names the file; the file itself as it was. */
static void assert_trouble(struct fixture *f, unsigned flags, int expected)
{
	size_t before_length = 0, after_length = 0;
	char *before = file_there(f, "") ? read_file(f->path, &before_length) : NULL;
	struct store *s = NULL;
	char *why = NULL;

	assert_int_equal(store_open(f->path, flags, &s, &why), expected);
	assert_null(s);
	assert_non_null(why);
	assert_non_null(strstr(why, f->path));
	assert_int_equal(why[strlen(why) - 1], '.');
	assert_null(strchr(why, '\n')); /* the client shows the last line of what the daemon said */
	assert_int_equal(file_there(f, ""), before != NULL);
	if (before) {
		char *after = read_file(f->path, &after_length);
		assert_int_equal(before_length, after_length);
		assert_memory_equal(before, after, before_length);
		free(after);
	}
	free(before);
	free(why);
}

static void test_store_open_begins_private_and_complete(void **state)
{
	struct fixture *f = *state;
	static const char *const files[] = { "", "-wal", "-shm", ".lock", ".exists", ".reserve" };
	struct stat st;
	int64_t value;

	fixture_open(f);
	tell_reading(f, "r1", 1);
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		char *path = xasprintf("%s%s", f->path, files[i]);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		free(path);
	}
	assert_false(file_there(f, ".new"));
	assert_int_equal(sql_int(f->store, "PRAGMA application_id", &value), 0);
	assert_int_equal(value, 0x43524d50);
	assert_int_equal(sql_int(f->store, "PRAGMA user_version", &value), 0);
	assert_int_equal(value, store_schema_version());
	assert_int_equal(sql_int(f->store, "PRAGMA synchronous", &value), 0);
	assert_int_equal(value, 2);
	assert_int_equal(sql_int(f->store, "PRAGMA foreign_keys", &value), 0);
	assert_int_equal(value, 1);
	assert_int_equal(sql_int(f->store, "PRAGMA page_size", &value), 0);
	assert_int_equal(value, 1024);
	assert_int_equal(sql_int(f->store, "PRAGMA wal_autocheckpoint", &value), 0);
	assert_int_equal(value, 400);
	assert_int_equal(sql_int(f->store, "SELECT journal_mode = 'wal' FROM pragma_journal_mode", &value), 0);
	assert_int_equal(value, 1);
	assert_int_equal(strlen(store_device(f->store)), UID_LENGTH);
}

static void test_store_open_again_finds_it_all(void **state)
{
	struct fixture *f = *state;
	struct reading r;
	char device[UID_LENGTH + 1];

	fixture_open(f);
	str_copy(device, sizeof(device), store_device(f->store));
	tell_reading(f, "r1", 1);
	struct episode e = an_episode("e1"); /* with a row in every table: SQLite's check must find each good */
	str_copy(e.muscles[0], ID_MAX, "calf");
	str_copy(e.relief[0].method, ID_MAX, "walk");
	e.relief[0].seconds = e.relief[0].worked = e.relief[0].effect = UNKNOWN;
	str_copy(e.flags[0], ID_MAX, "warm");
	e.muscle_count = e.relief_count = e.flag_count = 1;
	begin(f);
	assert_int_equal(store_episode_put(f->store, &e), 0);
	end(f);
	episode_clear(&e);
	fixture_close(f);
	assert_false(file_there(f, "-wal")); /* closed in order: one file */
	fixture_open(f);
	assert_string_equal(store_device(f->store), device);
	assert_int_equal(store_reading_get(f->store, "r1", &r), 0);
	reading_clear(&r);
}

static void test_store_open_makes_the_directory(void **state)
{
	struct fixture *f = *state, inner = *f;
	struct stat st;

	snprintf(inner.directory, sizeof(inner.directory), "%.60s/x", f->directory);
	snprintf(inner.path, sizeof(inner.path), "%s/diary.db", inner.directory);
	fixture_open(&inner);
	assert_int_equal(stat(inner.directory, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	fixture_finish(&inner);
}

static void test_store_open_through_a_linked_directory(void **state)
{
	struct fixture *f = *state;
	char *link = xasprintf("%s-link", f->directory), *path = xasprintf("%s/diary.db", link), *why;

	assert_int_equal(symlink(f->directory, link), 0);
	assert_int_equal(store_open(path, 0, &f->store, &why), 0);
	unlink(link);
	free(path);
	free(link);
}

static void test_store_open_foreign(void **state)
{
	struct fixture *f = *state;

	write_file(f->path, "Dear diary, this is a text and no database.\n", 44);
	assert_trouble(f, 0, STORE_FOREIGN);
	assert_trouble(f, STORE_READ, STORE_FOREIGN);
	unlink(f->path);
	sql_in_file(f->path, "CREATE TABLE moz_places (id INTEGER)");
	assert_trouble(f, 0, STORE_FOREIGN);
	sql_in_file(f->path, "PRAGMA journal_mode = WAL; PRAGMA application_id = 1; PRAGMA user_version = 1");
	assert_trouble(f, 0, STORE_FOREIGN);
	assert_false(file_there(f, ".lock")); /* nothing of ours is left beside another's */
	unlink(f->path);
	assert_int_equal(symlink("/etc/passwd", f->path), 0);
	char *why;
	assert_int_equal(store_open(f->path, 0, &f->store, &why), STORE_FOREIGN);
	free(why);
	unlink(f->path);
	assert_int_equal(mkdir(f->path, 0700), 0);
	assert_int_equal(store_open(f->path, 0, &f->store, &why), STORE_FOREIGN);
	free(why);
	rmdir(f->path);
}

static void test_store_open_too_new(void **state)
{
	struct fixture *f = *state;

	fixture_open(f);
	fixture_close(f);
	sql_in_file(f->path, "PRAGMA user_version = 99");
	assert_trouble(f, 0, STORE_TOO_NEW);
	assert_trouble(f, STORE_READ, STORE_TOO_NEW);
}

static void test_store_open_empty_file(void **state)
{
	struct fixture *f = *state;

	write_file(f->path, "", 0);
	assert_trouble(f, 0, STORE_EMPTY_FILE);
	assert_trouble(f, STORE_READ, STORE_EMPTY_FILE);
}

static void test_store_open_vanished(void **state)
{
	struct fixture *f = *state;

	assert_trouble(f, STORE_READ, STORE_VANISHED); /* never was: nothing to report on */
	fixture_open(f);
	fixture_close(f);
	assert_int_equal(unlink(f->path), 0);
	assert_trouble(f, 0, STORE_VANISHED);
	/* as the sentence says */
	char *marker = xasprintf("%s.exists", f->path);
	assert_int_equal(unlink(marker), 0);
	free(marker);
	fixture_open(f);
}

static void test_store_open_vanished_with_its_log_left(void **state)
{
	struct fixture *f = *state;
	char *log = xasprintf("%s-wal", f->path);

	write_file(log, "frames", 6);
	assert_trouble(f, 0, STORE_VANISHED);
	free(log);
}

static void test_store_open_damaged(void **state)
{
	struct fixture *f = *state;
	char garbage[8192];
	size_t length;

	fixture_open(f);
	for (int i = 0; i < 200; i++) {
		char uid[16];
		snprintf(uid, sizeof(uid), "r%d", i);
		tell_reading(f, uid, i);
	}
	fixture_close(f);
	char *good = read_file(f->path, &length);
	assert_true(length > 8 * sizeof(garbage));

	memset(garbage, 0x5a, sizeof(garbage));
	int fd = open(f->path, O_WRONLY); /* two pages in the middle: SQLite itself would go on inserting */
	assert_int_equal(pwrite(fd, garbage, sizeof(garbage), (off_t)(length / 8192 * 4096)), sizeof(garbage));
	close(fd);
	assert_trouble(f, 0, STORE_DAMAGED);
	write_file(f->path, good, length / 2 / 4096 * 4096); /* cut short */
	assert_trouble(f, 0, STORE_DAMAGED);
	write_file(f->path, garbage, sizeof(garbage)); /* header gone, but a diary was here */
	assert_trouble(f, 0, STORE_DAMAGED);
	write_file(f->path, good, length);
	fixture_open(f);
	free(good);
}

static void test_store_open_locked(void **state)
{
	struct fixture *f = *state;
	int status;

	fixture_open(f);
	pid_t pid = fork();
	if (pid == 0) {
		struct store *s = NULL;
		char *why = NULL, expected[64];
		int result = store_open(f->path, 0, &s, &why);
		snprintf(expected, sizeof(expected), "process %ld", (long)getppid());
		_exit(result == STORE_LOCKED && strstr(why, expected) ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	fixture_close(f);
	fixture_open(f); /* the lock went with its holder */
}

/* As somebody whom the file rights bind: root is bound by none. */
static int open_as_nobody(struct fixture *f)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct store *s = NULL;
		char *why = NULL;
		if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(99);
		int result = store_open(f->path, 0, &s, &why);
		_exit(result > 0 && strstr(why, f->path) ? result : 98);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_store_open_read_only(void **state)
{
	struct fixture *f = *state;

	fixture_open(f);
	fixture_close(f);
	assert_int_equal(chmod(f->directory, 0555), 0);
	assert_int_equal(chmod(f->path, 0644), 0);
	assert_int_equal(open_as_nobody(f), STORE_READ_ONLY);
	char *path = xasprintf("%s", f->path);
	snprintf(f->path, sizeof(f->path), "%s/deeper/diary.db", f->directory);
	assert_int_equal(open_as_nobody(f), STORE_READ_ONLY); /* the directory cannot be made */
	snprintf(f->path, sizeof(f->path), "%s", path);
	assert_int_equal(chmod(f->directory, 0755), 0);
	free(path);
}

static void test_store_open_tightens_what_was_put_back(void **state)
{
	struct fixture *f = *state;
	struct stat st;

	fixture_open(f);
	fixture_close(f);
	assert_int_equal(chmod(f->path, 0644), 0);
	fixture_open(f);
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static int count_reading(const struct reading *r, void *data)
{
	(void)r;
	++*(int *)data;
	return 0;
}

static void test_store_open_read_is_one_snapshot(void **state)
{
	struct fixture *f = *state;
	struct store *reader = NULL;
	struct command command = { .uid = "x", .at = 0, .zone = "UTC", .actor = "user", .name = "Log" };
	int64_t batch;
	char *why = NULL;
	int n = 0;

	fixture_open(f);
	tell_reading(f, "r1", 1);
	assert_int_equal(store_open(f->path, STORE_READ, &reader, &why), 0);
	for (int i = 0; i < 300; i++) { /* past several checkpoints */
		char uid[16];
		snprintf(uid, sizeof(uid), "later%d", i);
		tell_reading(f, uid, i);
	}
	assert_int_equal(store_readings_each(reader, NO_NIGHT, NO_NIGHT, NULL, count_reading, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(store_command_begin(reader, &command, &batch), -EROFS);
	store_close(reader);
	assert_int_equal(store_open(f->path, STORE_READ, &reader, &why), 0);
	n = 0;
	assert_int_equal(store_readings_each(reader, NO_NIGHT, NO_NIGHT, NULL, count_reading, &n), 0);
	assert_int_equal(n, 301);
	store_close(reader);
	fixture_close(f); /* and without a daemon */
	assert_int_equal(store_open(f->path, STORE_READ, &reader, &why), 0);
	store_close(reader);
}

int main(void)
{
#define FILE_TEST(name) cmocka_unit_test_setup_teardown(name, fresh_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		FILE_TEST(test_store_open_begins_private_and_complete),
		FILE_TEST(test_store_open_again_finds_it_all),
		FILE_TEST(test_store_open_makes_the_directory),
		FILE_TEST(test_store_open_through_a_linked_directory),
		FILE_TEST(test_store_open_foreign),
		FILE_TEST(test_store_open_too_new),
		FILE_TEST(test_store_open_empty_file),
		FILE_TEST(test_store_open_vanished),
		FILE_TEST(test_store_open_vanished_with_its_log_left),
		FILE_TEST(test_store_open_damaged),
		FILE_TEST(test_store_open_locked),
		FILE_TEST(test_store_open_read_only),
		FILE_TEST(test_store_open_tightens_what_was_put_back),
		FILE_TEST(test_store_open_read_is_one_snapshot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
