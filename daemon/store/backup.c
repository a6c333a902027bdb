#include "daemon/store/sql.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cramp/log.h"
#include "daemon/store/files.h"

static int vacuum_into(struct store *s, const char *path)
{
	struct query q;
	sqlite3_stmt *stmt = NULL;

	query_begin_slot(&q, s, &stmt, "VACUUM INTO ?1");
	query_text(&q, path);
	int result = query_run(&q);
	sqlite3_finalize(stmt);
	return result;
}

/* A copy is worth something only if it can be read from end to end. */
static int copy_good(const char *path)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	const char *found = NULL;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		found = (const char *)sqlite3_column_text(stmt, 0);
	bool good = str_equal(found, "ok");
	if (!good)
		log_warnx("%s: the copy is damaged (%s)", path, found ? found : sqlite3_errmsg(db));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return good ? 0 : -EIO;
}

static int copy_to(struct store *s, const char *temporary, const char *path)
{
	/* SQLite fills an empty file that is there; made here, it is never readable by others, not even for a moment.
	 */
	int result = file_create(temporary);

	if (result == 0)
		result = vacuum_into(s, temporary);
	if (result == 0)
		result = copy_good(temporary);
	if (result == 0)
		result = file_sync(temporary);
	if (result == 0 && rename(temporary, path) != 0)
		result = -errno;
	if (result == 0)
		result = file_sync_directory(path);
	return result;
}

int backup_copy(struct store *s, const char *path)
{
	char *real = NULL, *temporary = NULL;

	if (s->open || !sqlite3_get_autocommit(s->db))
		return -EBUSY;
	int result = file_resolve(path, &real);
	if (result)
		goto out;
	temporary = xasprintf("%s.part", real);
	unlink(temporary);
	result = copy_to(s, temporary, real);
	if (result)
		unlink(temporary);
out:
	free(temporary);
	free(real);
	return result;
}

int store_backup(struct store *s, const char *path)
{
	return backup_copy(s, path);
}
