#include "daemon/backup_daily.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cramp/log.h"
#include "cramp/paths.h"
#include "cramp/util.h"
#include "daemon/app.h"
#include "daemon/store/store.h"

enum {
	NOON_S = 12 * 3600,
	RETRY_S = 3600, /* after a copy that failed: a full disk does not empty itself in a second */
	FILES_MAX = 4096
};

struct daily_backup {
	struct app *app;
	int32_t last;	  /* date of the newest copy that is not of the future; NO_NIGHT: none */
	int64_t retry_at; /* UNKNOWN: the last one went well */
};

static const char name_head[] = "diary-", name_tail[] = ".db";

/* "diary-2026-11-22.db" → its date. */
static bool name_parse(const char *name, int32_t *date)
{
	const size_t head = sizeof(name_head) - 1;
	char text[DATE_LENGTH + 1];

	if (strncmp(name, name_head, head) != 0 || strlen(name) != head + DATE_LENGTH + sizeof(name_tail) - 1 ||
	    strcmp(name + head + DATE_LENGTH, name_tail) != 0)
		return false;
	memcpy(text, name + head, DATE_LENGTH);
	text[DATE_LENGTH] = '\0';
	return date_parse(text, date);
}

static char *path_of(const struct daily_backup *b, int32_t date)
{
	char text[DATE_LENGTH + 1];

	date_format(date, text);
	return xasprintf("%s/%s%s%s", b->app->backups_path, name_head, text, name_tail);
}

static int by_date(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

/* The dates of the copies there are, oldest first; caller frees. */
static int32_t *dates(const struct daily_backup *b, size_t *count)
{
	DIR *d = opendir(b->app->backups_path);
	struct dirent *entry;
	int32_t *list = NULL;

	*count = 0;
	while (d && *count < FILES_MAX && (entry = readdir(d))) {
		list = xreallocarray(list, *count + 1, sizeof(*list));
		if (name_parse(entry->d_name, &list[*count]))
			(*count)++;
	}
	if (d)
		closedir(d);
	if (list && *count)
		qsort(list, *count, sizeof(*list), by_date);
	return list;
}

static int32_t today(const struct daily_backup *b)
{
	return civil_of(clock_local(&b->app->clock)).day;
}

/* A copy dated later than today was made when the clock was wrong, and must not keep today's from being made. */
static void find_last(struct daily_backup *b)
{
	size_t count;
	int32_t *list = dates(b, &count);
	struct stat st;

	while (count > 0 && list[count - 1] > today(b))
		count--;
	if (count > 0) {
		char *path = path_of(b, list[count - 1]);

		b->last = list[count - 1];
		if (stat(path, &st) == 0)
			b->app->last_backup_at = st.st_mtime;
		free(path);
	}
	free(list);
}

static void prune(const struct daily_backup *b)
{
	size_t count;
	int32_t *list = dates(b, &count);

	for (size_t i = 0; i + DAILY_BACKUPS_KEPT < count; i++) {
		char *path = path_of(b, list[i]);

		if (unlink(path) < 0)
			log_warn("%s", path);
		free(path);
	}
	free(list);
}

static int note_batch(const struct batch *batch, void *data)
{
	(void)batch;
	*(bool *)data = true;
	return 0;
}

/* A diary in which nothing was ever told needs no copy. */
static bool anything_told(const struct daily_backup *b)
{
	bool told = false;

	return store_batches_each(b->app->store, 1, note_batch, &told) == 0 && told;
}

static bool due(const struct daily_backup *b)
{
	if (b->retry_at != UNKNOWN)
		return clock_now(&b->app->clock) >= b->retry_at;
	return (b->last == NO_NIGHT || today(b) > b->last) && anything_told(b);
}

static void make(struct daily_backup *b)
{
	char *path = path_of(b, today(b));
	int r = paths_make_dir(b->app->backups_path);

	if (r == 0)
		r = store_backup(b->app->store, path);
	if (r == 0) {
		b->last = today(b);
		b->retry_at = UNKNOWN;
		b->app->last_backup_at = clock_now(&b->app->clock);
		prune(b);
		log_info("today's copy of the diary: %s", path);
	} else {
		b->retry_at = clock_now(&b->app->clock) + RETRY_S;
		log_warnx("no copy of the diary could be made (%s): %s", path, strerror(-r));
	}
	free(path);
}

void daily_backup_look(struct daily_backup *b)
{
	int64_t at;

	if (store_is_open(b->app->store))
		return;
	if (due(b))
		make(b);
	/* Noon: the night that the copy is meant to hold has just ended. An empty diary waits for its first change. */
	if (b->retry_at != UNKNOWN)
		at = b->retry_at;
	else
		at = b->last == NO_NIGHT ? UNKNOWN : local_resolve(b->last + 1, NOON_S).first.at;
	clock_wake_at(&b->app->clock, CLOCK_BACKUP, at);
}

struct daily_backup *daily_backup_new(struct app *app)
{
	struct daily_backup *b = xcalloc(1, sizeof(*b));

	b->app = app;
	b->last = NO_NIGHT;
	b->retry_at = UNKNOWN;
	app->last_backup_at = UNKNOWN;
	find_last(b);
	return b;
}

void daily_backup_free(struct daily_backup *b)
{
	free(b);
}
