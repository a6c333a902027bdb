/* Copies of the diary, and a disk that is full. */
#include "store_fixture.h"

#include <errno.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "daemon/store/sql.h"

static char *beside(const struct fixture *f, const char *name)
{
	return xasprintf("%s/%s", f->directory, name);
}

static void test_store_backup_is_a_diary_of_its_own(void **state)
{
	struct fixture *f = *state;
	char *path = beside(f, "copy.db"), *why = NULL, *original, *copied;
	struct store *copy = NULL;
	struct stat st;

	tell_reading(f, "r1", 300);
	tell_episode(f, "e1", 5);
	assert_int_equal(undo(f), 0);
	assert_int_equal(store_backup(f->store, path), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	tell_reading(f, "r2", 1); /* after it */
	assert_int_equal(undo(f), 0);
	assert_int_equal(store_backup(f->store, path), 0); /* takes the place of the older one */
	original = exported(f->store, false);
	assert_int_equal(store_open(path, 0, &copy, &why), 0);
	copied = exported(copy, false);
	assert_string_equal(original, copied);
	store_close(copy);
	free(copied);
	free(original);
	free(path);
}

static void test_store_backup_leaves_nothing_where_it_fails(void **state)
{
	struct fixture *f = *state;
	char *path = beside(f, "no-such-directory/copy.db"), *there = beside(f, "dir"), *part = beside(f, "dir.part");
	struct reading r = a_reading("r1", "fluid_ml", 1);

	assert_int_equal(store_backup(f->store, path), -ENOENT);
	assert_int_equal(mkdir(there, 0700), 0);
	assert_int_equal(store_backup(f->store, there), -EISDIR);
	assert_int_not_equal(access(part, F_OK), 0);
	assert_int_equal(rmdir(there), 0);
	begin(f);
	assert_int_equal(store_reading_put(f->store, &r), 0);
	assert_int_equal(store_backup(f->store, there), -EBUSY);
	end(f);
	free(part);
	free(there);
	free(path);
}

/* SQLite gives up the whole transaction when the diary may not grow; no command of that turn may be acknowledged then.
 */
static void test_store_commit_fails_for_all_when_full(void **state)
{
	struct fixture *f = *state;
	struct reading r = a_reading("kept", "fluid_ml", 1), got;
	int64_t pages, batch, filled = 0;
	int result = 0;

	tell_reading(f, "before", 1);
	begin(f);
	assert_int_equal(store_reading_put(f->store, &r), 0);
	assert_int_equal(store_command_end(f->store, &batch), 0);
	assert_int_equal(sql_int(f->store, "PRAGMA page_count", &pages), 0);
	char *limit = xasprintf("PRAGMA max_page_count = %lld", (long long)pages);
	assert_int_equal(sql_int(f->store, limit, &pages), 0);
	free(limit);
	r.note = xmalloc(NOTE_MAX);
	memset(r.note, 'x', NOTE_MAX - 1);
	r.note[NOTE_MAX - 1] = '\0';
	begin(f);
	while (result == 0 && filled++ < 1000) {
		snprintf(r.uid, sizeof(r.uid), "fill%d", (int)filled);
		r.id = UNKNOWN;
		result = store_reading_put(f->store, &r);
	}
	assert_int_equal(result, -ENOSPC);
	store_command_abandon(f->store);
	result = store_commit(f->store);
	if (result == 0) { /* only the command was given up */
		assert_int_equal(store_reading_get(f->store, "kept", &got), 0);
		reading_clear(&got);
	} else {
		assert_int_equal(result, -ENOSPC);
		assert_int_equal(store_reading_get(f->store, "kept", &got), STORE_NOT_FOUND);
	}
	assert_int_equal(store_reading_get(f->store, "fill1", &got), STORE_NOT_FOUND);
	assert_int_equal(sql_int(f->store, "PRAGMA max_page_count = 1000000", &pages), 0);
	tell_reading(f, "after", 1);
	reading_clear(&r);
}

/* ---- a real full disk: a small file system of our own, in a process and mount namespace of its own ---- */

static bool write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	bool good = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return good;
}

/* Who is nobody in particular may mount only as root of a user namespace of their own. */
static bool become_root_of_our_own(void)
{
	char uid_map[32], gid_map[32];

	if (getuid() == 0)
		return true;
	snprintf(uid_map, sizeof(uid_map), "0 %u 1", (unsigned)getuid());
	snprintf(gid_map, sizeof(gid_map), "0 %u 1", (unsigned)getgid());
	return unshare(CLONE_NEWUSER) == 0 && write_text("/proc/self/uid_map", uid_map) &&
	       write_text("/proc/self/setgroups", "deny") && write_text("/proc/self/gid_map", gid_map);
}

static bool private_disk(const char *directory)
{
	return become_root_of_our_own() && unshare(CLONE_NEWNS) == 0 &&
	       mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("none", directory, "tmpfs", 0, "size=6m,mode=700") == 0;
}

enum { ROOM_LEFT = 200 << 10 };

static int fill_disk(const char *directory)
{
	char *path = xasprintf("%s/ballast", directory);
	static char block[4096];
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	while (write(fd, block, sizeof(block)) > 0)
		continue;
	if (ftruncate(fd, lseek(fd, 0, SEEK_CUR) - ROOM_LEFT) != 0)
		return -1;
	free(path);
	return fd;
}

static int try_reading(struct fixture *f, const char *uid)
{
	struct reading r = a_reading(uid, "fluid_ml", 1);
	struct command command = { .uid = uid, .at = TEST_AT, .zone = "UTC", .actor = "user", .name = "Add" };
	int64_t batch;
	int result = store_command_begin(f->store, &command, &batch);

	r.note = xmalloc(NOTE_MAX);
	memset(r.note, 'n', NOTE_MAX - 1);
	r.note[NOTE_MAX - 1] = '\0';
	if (result == 0)
		result = store_reading_put(f->store, &r);
	if (result == 0)
		result = store_command_end(f->store, &batch);
	if (result)
		store_command_abandon(f->store);
	int committed = store_commit(f->store);
	reading_clear(&r);
	return result ? result : committed;
}

enum { DISK_SKIPPED = 77 };

/* Runs in the child; what it returns is the number of the first thing that was not as it should be, 0 if all was. */
static int full_disk_story(const char *directory)
{
	struct fixture f = { 0 };
	char *why, uid[24], *reserve;
	int acknowledged = 0, result = 0;
	struct reading r;

	if (!private_disk(directory))
		return DISK_SKIPPED;
	snprintf(f.path, sizeof(f.path), "%s/diary.db", directory);
	reserve = xasprintf("%s.reserve", f.path);
	if (store_open(f.path, 0, &f.store, &why) != 0 || access(reserve, F_OK) != 0)
		return 1;
	int ballast = fill_disk(directory);
	while (result == 0 && acknowledged < 5000) {
		snprintf(uid, sizeof(uid), "r%d", acknowledged);
		result = try_reading(&f, uid);
		acknowledged += result == 0;
	}
	if (result != -ENOSPC || acknowledged == 0)
		return 2;
	for (int i = 0; i < acknowledged; i++) { /* what was acknowledged is there */
		snprintf(uid, sizeof(uid), "r%d", i);
		if (store_reading_get(f.store, uid, &r) != 0)
			return 3;
		reading_clear(&r);
	}
	if (access(reserve, F_OK) == 0)
		return 4;
	if (try_reading(&f, "again") != 0) /* the reserve is there to go on with */
		return 5;
	begin(&f);
	if (store_remove(f.store, "reading", "r0") != 0)
		return 6;
	end(&f);
	if (ftruncate(ballast, 0) != 0) /* room again: put by again */
		return 7;
	if (try_reading(&f, "room") != 0 || access(reserve, F_OK) != 0)
		return 8;
	fixture_close(&f);
	fixture_open(&f);
	if (store_reading_get(f.store, "again", &r) != 0)
		return 9;
	reading_clear(&r);
	fixture_close(&f);
	free(reserve);
	return 0;
}

static void test_store_full_disk_loses_nothing_and_recovers(void **state)
{
	struct fixture *f = *state;
	char *disk = beside(f, "disk");
	int status;

	assert_int_equal(mkdir(disk, 0700), 0);
	pid_t pid = fork();
	if (pid == 0)
		_exit(full_disk_story(disk));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	rmdir(disk);
	free(disk);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == DISK_SKIPPED)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DIARY_TEST(test_store_backup_is_a_diary_of_its_own),
		DIARY_TEST(test_store_backup_leaves_nothing_where_it_fails),
		DIARY_TEST(test_store_commit_fails_for_all_when_full),
		DIARY_TEST(test_store_full_disk_loses_nothing_and_recovers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
