/*
 * Opening a diary: what may be wrong with the file is found before anything is written, and said in one sentence.
 * Beside DIARY lie DIARY.lock (held while a daemon has it), DIARY.exists (a diary was here: a missing file is then a
 * loss and no new beginning), DIARY.reserve, and while one is begun DIARY.new.
 */
#include "daemon/store/store.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cramp/log.h"
#include "cramp/paths.h"
#include "daemon/store/files.h"
#include "daemon/store/migrate.h"

enum {
	BUSY_MS = 1000, /* somebody may have the file open in another tool */
	/* An entry touches a dozen pages and changes little in each, and every one goes to the log as a whole. */
	PAGE_BYTES = 1024,
	CHECKPOINT_BYTES = 400 << 10, /* SQLite's 1000 pages of 4 KiB never recover on a nearly full disk */
	WAL_KEEP_BYTES = 1 << 20,
};

static int trouble(char **why, enum store_trouble what, const char *format, ...) __attribute__((format(printf, 3, 4)));
static int trouble(char **why, enum store_trouble what, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	*why = xvasprintf(format, list);
	va_end(list);
	return what;
}

static char *beside(const struct store *s, const char *suffix)
{
	return xasprintf("%s.%s", s->path, suffix);
}

static bool lies_beside(const struct store *s, const char *suffix)
{
	char *path = beside(s, suffix);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

static int not_writable(const struct store *s, char **why, int error)
{
	return trouble(why, STORE_READ_ONLY,
		       "%s cannot be written (%s): make the file and its directory yours and writable.", s->path,
		       strerror(error));
}

static int is_damaged(const struct store *s, char **why, const char *how)
{
	return trouble(
		why, STORE_DAMAGED,
		"%s is damaged (%s): keep it, put the newest copy from %s/backups in its place, then start again.",
		s->path, how, s->directory);
}

/* Is it a diary, of a version that is known? */
static int check_version(struct store *s, int64_t application, int64_t version, char **why)
{
	if (application != APPLICATION_ID || version < 1)
		return trouble(why, STORE_FOREIGN,
			       "%s is the database of another program: move it away or choose another file with --db.",
			       s->path);
	if (version > migration_count)
		return trouble(why, STORE_TOO_NEW,
			       "%s was written by a newer crampd (diary version %lld, this one knows %d): install the "
			       "newer one.",
			       s->path, (long long)version, migration_count);
	return 0;
}

/* ---- the file, before SQLite sees it ---- */

static int settle_path(struct store *s, const char *path, bool reading, char **why)
{
	char *copy = xstrdup(path);
	int result = 0;

	if (!reading)
		result = paths_make_dir(dirname(copy));
	if (result == 0)
		result = file_resolve(path, &s->path);
	free(copy);
	if (result == -EACCES || result == -EROFS || result == -EPERM)
		return trouble(why, STORE_READ_ONLY, "The directory of %s cannot be made: %s.", path,
			       strerror(-result));
	if (result == -ENOENT && reading)
		return trouble(why, STORE_VANISHED, "There is no diary at %s.", path);
	if (result)
		return result;
	copy = xstrdup(s->path);
	s->directory = xstrdup(dirname(copy));
	free(copy);
	return 0;
}

/* One daemon a diary. The lock goes with the process, however it ends; the file stays. */
static int take_lock(struct store *s, char **why)
{
	char *path = beside(s, "lock"), pid[24] = "";
	int result = 0;

	s->lock_fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (s->lock_fd < 0) {
		result = errno == EACCES || errno == EROFS || errno == EPERM ? not_writable(s, why, errno) : -errno;
	} else if (flock(s->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		ssize_t n = read(s->lock_fd, pid, sizeof(pid) - 1);
		pid[n > 0 ? (size_t)n : 0] = '\0';
		pid[strcspn(pid, "\n")] = '\0';
		result = errno != EWOULDBLOCK
				 ? -errno
				 : trouble(why, STORE_LOCKED, "%s is in use by another crampd (process %s).", s->path,
					   pid[0] ? pid : "unknown");
	} else if (ftruncate(s->lock_fd, 0) != 0 || dprintf(s->lock_fd, "%ld\n", (long)getpid()) < 0) {
		log_debug("%s: %s", path, strerror(errno)); /* the number is for people only */
	}
	free(path);
	return result;
}

static bool log_left_behind(const struct store *s)
{
	char *path = xasprintf("%s-wal", s->path);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

/*
 * The header, read without SQLite, which would leave its own files beside another program's. Version and application
 * stand in it as they were at the last checkpoint: they may be too old here and are asked again later.
 */
static int look_at_header(struct store *s, char **why)
{
	unsigned char header[100] = { 0 };
	uint32_t version, application;
	int fd = open(s->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return errno == EACCES ? not_writable(s, why, errno) : -errno;
	ssize_t n = read(fd, header, sizeof(header));
	close(fd);
	if (n < (ssize_t)sizeof(header) || memcmp(header, "SQLite format 3", 16) != 0) {
		if (lies_beside(s, "exists"))
			return is_damaged(s, why, "it does not begin as a database does");
		return trouble(why, STORE_FOREIGN, "%s is not a diary: move it away or choose another file with --db.",
			       s->path);
	}
	memcpy(&version, header + 60, sizeof(version));
	memcpy(&application, header + 68, sizeof(application));
	return check_version(s, be32toh(application), be32toh(version), why);
}

static int look_at_file(struct store *s, bool *exists, char **why)
{
	struct stat st;

	*exists = lstat(s->path, &st) == 0;
	if (!*exists && errno != ENOENT)
		return -errno;
	if (!*exists && (lies_beside(s, "exists") || log_left_behind(s)))
		return trouble(why, STORE_VANISHED,
			       "%s is gone although a diary was kept there: put it back (copies are in %s/backups), or "
			       "remove %s.exists and %s-wal to begin a new one.",
			       s->path, s->directory, s->path, s->path);
	if (!*exists)
		return 0;
	if (S_ISLNK(st.st_mode))
		return trouble(why, STORE_FOREIGN, "%s is a symbolic link: name the diary itself with --db.", s->path);
	if (!S_ISREG(st.st_mode))
		return trouble(why, STORE_FOREIGN, "%s is not a file: choose another one with --db.", s->path);
	if (st.st_size == 0)
		return trouble(
			why, STORE_EMPTY_FILE,
			"%s is empty (zero bytes), which no diary ever is: put the newest copy from %s/backups in its "
			"place, or remove it and %s.exists to begin a new one.",
			s->path, s->directory, s->path);
	return look_at_header(s, why);
}

static int look_at_rights(struct store *s, bool exists, char **why)
{
	if (access(s->directory, R_OK | W_OK | X_OK) != 0 || (exists && access(s->path, R_OK | W_OK) != 0))
		return not_writable(s, why, errno);
	return 0;
}

/* ---- SQLite ---- */

static int connect(struct store *s, const char *path, int flags)
{
	int code = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE, NULL);

	if (code != SQLITE_OK)
		return sql_failed(s, "open");
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_busy_timeout(s->db, BUSY_MS);
	return sql_exec(s, "PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; "
			   "PRAGMA temp_store = MEMORY");
}

static int set_journal(struct store *s)
{
	int64_t page_bytes = PAGE_BYTES;
	int result = sql_int(s, "PRAGMA page_size", &page_bytes);
	char *settings =
		xasprintf("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = %lld; PRAGMA journal_size_limit = %d",
			  (long long)(CHECKPOINT_BYTES / page_bytes), WAL_KEEP_BYTES);

	if (result == 0)
		result = sql_exec(s, settings);
	free(settings);
	return result;
}

static int set_page_size(struct store *s)
{
	char *setting = xasprintf("PRAGMA page_size = %d", PAGE_BYTES);
	int result = sql_exec(s, setting);

	free(setting);
	return result;
}

/* What SQLite's refusal of the file means to its owner. Gives `result` back where it has no such meaning. */
static int trouble_of(struct store *s, int result, char **why)
{
	switch (s->db ? sqlite3_errcode(s->db) & 0xff : SQLITE_OK) {
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT: return is_damaged(s, why, sqlite3_errmsg(s->db));
	case SQLITE_BUSY:
		return trouble(why, STORE_LOCKED, "%s is locked by another program: end that first.", s->path);
	default: return result;
	}
}

static int connect_known(struct store *s, int flags, char **why)
{
	int64_t application = 0, version = 0;
	int result = connect(s, s->path, flags);

	if (result == 0)
		result = sql_int(s, "PRAGMA application_id", &application);
	if (result == 0)
		result = sql_int(s, "PRAGMA user_version", &version);
	return result ? trouble_of(s, result, why) : check_version(s, application, version, why);
}

/* What quick_check found: a heading, then a line for each finding, of which the first will do. Caller frees. */
static char *finding(const char *text)
{
	const char *line = strchr(text, '\n');

	line = line ? line + 1 : text;
	return xstrndup(line, strcspn(line, "\n"));
}

static int check_pages(struct store *s, char **why)
{
	sqlite3_stmt *stmt = NULL;
	int result = 0;

	if (sqlite3_prepare_v2(s->db, "PRAGMA quick_check(1)", -1, &stmt, NULL) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_ROW)
		result = is_damaged(s, why, sqlite3_errmsg(s->db));
	else if (strcmp((const char *)sqlite3_column_text(stmt, 0), "ok") != 0) {
		char *found = finding((const char *)sqlite3_column_text(stmt, 0));
		result = is_damaged(s, why, found);
		free(found);
	}
	sqlite3_finalize(stmt);
	return result;
}

static int read_device(struct store *s, char **why)
{
	sqlite3_stmt *stmt = NULL;
	int result = 0;

	if (sqlite3_prepare_v2(s->db, "SELECT device FROM diary", -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		str_copy(s->device, sizeof(s->device), (const char *)sqlite3_column_text(stmt, 0));
	else
		result = is_damaged(s, why, "it does not say which diary it is");
	sqlite3_finalize(stmt);
	return result;
}

/* ---- a new diary ---- */

static int write_first_row(struct store *s)
{
	sqlite3_stmt *stmt = NULL;
	struct query q;
	char device[UID_LENGTH + 1];

	uid_new(device);
	/* The machine's clock, not the diary's: when the file was made. Nothing is worked out from it. */
	query_begin_slot(&q, s, &stmt,
			 "INSERT INTO diary (one, device, created_at, next_id) VALUES (1, ?1, unixepoch(), 1)");
	query_text(&q, device);
	int result = query_run(&q);
	sqlite3_finalize(stmt);
	return result;
}

/* Made complete beside its place and renamed into it: a process that dies on the way leaves no half diary and no empty
 * file. */
static int begin_new(struct store *s)
{
	char *path = beside(s, "new"), *journal = beside(s, "new-journal");

	unlink(path);
	unlink(journal);
	int result = file_create(path);
	if (result == 0)
		result = connect(s, path, SQLITE_OPEN_READWRITE);
	if (result == 0)
		result = set_page_size(s);
	if (result == 0)
		result = migrate(s, migrations, migration_count);
	if (result == 0)
		result = write_first_row(s);
	sqlite3_close(s->db);
	s->db = NULL;
	if (result == 0)
		result = file_sync(path);
	if (result == 0 && rename(path, s->path) != 0)
		result = -errno;
	if (result == 0)
		result = file_sync_directory(s->path);
	if (result)
		unlink(path);
	free(journal);
	free(path);
	return result;
}

static int leave_marker(struct store *s)
{
	char *path = beside(s, "exists");
	int result = file_create(path);

	if (result == 0)
		result = file_sync_directory(path);
	free(path);
	return result == -EEXIST ? 0 : result;
}

/* ---- open and close ---- */

/* Only the owner's business; a copy put back by hand may have other rights. */
static void make_private(struct store *s)
{
	struct stat st;

	if (stat(s->path, &st) == 0 && (st.st_mode & 077) && chmod(s->path, 0600) != 0)
		log_warn("%s: is readable by others", s->path);
}

static int connect_to_write(struct store *s, char **why)
{
	make_private(s);
	int result = connect_known(s, SQLITE_OPEN_READWRITE, why);

	if (result == 0)
		result = check_pages(s, why);
	if (result == 0)
		result = set_journal(s);
	if (result == 0)
		result = migrate(s, migrations, migration_count);
	if (result == 0)
		result = read_device(s, why);
	return result;
}

static int open_to_write(struct store *s, char **why)
{
	bool exists;
	int result = look_at_file(s, &exists, why);

	if (result == 0)
		result = look_at_rights(s, exists, why);
	if (result == 0)
		result = take_lock(s, why);
	if (result == 0)
		result = look_at_file(s, &exists, why); /* somebody may have begun it before the lock was ours */
	if (result == 0 && !exists)
		result = begin_new(s);
	if (result == 0)
		result = connect_to_write(s, why);
	if (result == 0)
		result = leave_marker(s);
	if (result == 0)
		reserve_make(s);
	return result;
}

/* One state of the diary, whatever is written meanwhile. The daemon that has it open has checked its pages. */
static int open_to_read(struct store *s, char **why)
{
	int64_t version = 0;
	bool exists;
	int result = look_at_file(s, &exists, why);

	s->read_only = true;
	if (result == 0 && !exists)
		result = trouble(why, STORE_VANISHED, "There is no diary at %s.", s->path);
	if (result == 0)
		result = connect_known(s, SQLITE_OPEN_READONLY, why);
	if (result == 0)
		result = sql_exec(s, "BEGIN");
	if (result == 0)
		result = sql_int(s, "PRAGMA user_version", &version);
	if (result == 0 && version < migration_count)
		result = trouble(why, STORE_READ_ONLY,
				 "%s is of version %lld and has to be brought up to date by crampd first.", s->path,
				 (long long)version);
	return result ? result : read_device(s, why);
}

int store_open(const char *path, unsigned flags, struct store **out, char **why)
{
	struct store *s = xcalloc(1, sizeof(*s));

	*why = NULL;
	s->lock_fd = -1;
	int result = settle_path(s, path, flags & STORE_READ, why);
	if (result == 0)
		result = flags & STORE_READ ? open_to_read(s, why) : open_to_write(s, why);
	s->good = result == 0;
	if (s->good)
		*out = s;
	else
		store_close(s);
	return result;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	store_rollback(s);
	sql_finish(s);
	if (s->db && !s->good) {
		/* What was found wrong is left as it was found. */
		sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	} else if (s->db && !s->read_only) {
		sqlite3_exec(s->db, "PRAGMA analysis_limit = 400; PRAGMA optimize", NULL, NULL, NULL);
		sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	}
	sqlite3_close(s->db);
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	free(s->directory);
	free(s->path);
	free(s);
}

int store_schema_version(void)
{
	return migration_count;
}
