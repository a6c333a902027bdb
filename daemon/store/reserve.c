/*
 * Once a disk is full even DELETE and a checkpoint fail, so that nobody can make room from within. A megabyte is
 * therefore put by while there is room, given up at the first refusal, and put by again when there is room once more.
 */
#include "daemon/store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cramp/log.h"

/* Room that must be left over before a megabyte is taken of it. */
enum { ROOM_WANTED = 4 * RESERVE_BYTES };

static char *reserve_path(const struct store *s)
{
	return xasprintf("%s.reserve", s->path);
}

static bool room_enough(const struct store *s)
{
	struct statvfs v;

	return statvfs(s->directory, &v) == 0 && (uint64_t)v.f_bavail * v.f_frsize >= ROOM_WANTED;
}

void reserve_make(struct store *s)
{
	char *path = reserve_path(s);
	int fd = -1;

	s->has_reserve = access(path, F_OK) == 0;
	if (s->has_reserve || !room_enough(s))
		goto out;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		goto out;
	s->has_reserve = posix_fallocate(fd, 0, RESERVE_BYTES) == 0;
	if (!s->has_reserve)
		unlink(path);
	close(fd);
out:
	free(path);
}

void reserve_give_up(struct store *s)
{
	char *path = reserve_path(s);

	if (unlink(path) == 0)
		log_warnx("%s: the disk is full; the %d KiB put by for this are free now", s->path,
			  RESERVE_BYTES / 1024);
	s->has_reserve = false;
	/* What is in the write-ahead log goes to its place, and the log's room is free again. */
	sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	free(path);
}
