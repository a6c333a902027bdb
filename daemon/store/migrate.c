#include "daemon/store/migrate.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "cramp/log.h"

/* The name of the copy that is kept. One of that name may be left from a step that failed: it is not overwritten. */
static char *copy_path(const struct store *s, int64_t version)
{
	char *path = xasprintf("%s.before-v%lld", s->path, (long long)version);

	for (int n = 2; access(path, F_OK) == 0; n++) {
		free(path);
		path = xasprintf("%s.before-v%lld.%d", s->path, (long long)version, n);
	}
	return path;
}

static int keep_copy(struct store *s, int64_t version)
{
	char *path = copy_path(s, version);
	int result = backup_copy(s, path);

	if (result == 0)
		log_info("%s: a copy as it was at version %lld is in %s", s->path, (long long)version, path);
	free(path);
	return result;
}

/* Foreign keys are off while tables are rebuilt, so every reference is looked at before the step is committed. */
static int references_good(struct store *s)
{
	int64_t broken = 0;
	int result = sql_int(s, "SELECT count(*) FROM pragma_foreign_key_check", &broken);

	if (result == 0 && broken) {
		log_warnx("%s: %lld references would lead nowhere", s->path, (long long)broken);
		return -EIO;
	}
	return result;
}

static int step_within(struct store *s, const struct migration *m)
{
	char *version = xasprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID, m->version);
	int result = sql_exec(s, m->sql);

	if (result == 0)
		result = references_good(s);
	if (result == 0)
		result = sql_exec(s, version);
	if (result == 0)
		result = sql_exec(s, "COMMIT");
	free(version);
	return result;
}

static int step(struct store *s, const struct migration *m)
{
	int result = sql_exec(s, "BEGIN IMMEDIATE");

	if (result)
		return result;
	result = step_within(s, m);
	if (result) {
		log_warnx("%s: could not be brought to version %d (%s)", s->path, m->version, m->name);
		if (!sqlite3_get_autocommit(s->db))
			sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	}
	return result;
}

int migrate(struct store *s, const struct migration *list, int count)
{
	int64_t version = 0;
	int result = sql_int(s, "PRAGMA user_version", &version);

	if (result || version >= count)
		return result;
	if (version > 0)
		result = keep_copy(s, version);
	/* The pragma does nothing within a transaction, so it stands around all of them. */
	if (result == 0)
		result = sql_exec(s, "PRAGMA foreign_keys = OFF");
	for (int i = (int)version; i < count && result == 0; i++)
		result = step(s, &list[i]);
	int on = sql_exec(s, "PRAGMA foreign_keys = ON");
	return result ? result : on;
}
