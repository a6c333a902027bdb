#include "client/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client/command.h"
#include "client/session.h"
#include "cramp/paths.h"
#include "cramp/util.h"
#include "cramp/wire.h"

static int write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, bytes, length);
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			bytes += n;
			length -= (size_t)n;
		}
	}
	return fsync(fd) == 0 ? 0 : -errno;
}

/* The file, then its name in the directory: both are on the disk afterwards. */
static int write_file(const char *directory, const char *path, const char *text)
{
	char *fresh = xasprintf("%s.tmp", path);
	int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), result;

	result = fd < 0 ? -errno : write_all(fd, text, strlen(text));
	if (fd >= 0 && close(fd) != 0 && result == 0)
		result = -errno;
	if (result == 0 && rename(fresh, path) != 0)
		result = -errno;
	if (result != 0 && fd >= 0)
		unlink(fresh);
	free(fresh);
	if (result != 0)
		return result;
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	result = fsync(fd) == 0 ? 0 : -errno;
	close(fd);
	return result;
}

/*
 * The names are in the order of telling: by the instant, and within its second by the clock, for many lines may be told
 * at once. The beginning of the uid parts two that are told at the same time; people see these names, so no more.
 */
static char *file_name(const struct session *s, const char *directory, const char *uid)
{
	struct timespec clock;

	clock_gettime(CLOCK_REALTIME, &clock);
	return xasprintf("%s/%lld-%lld%06ld-%.8s.json", directory, (long long)s->reader.now.at, (long long)clock.tv_sec,
			 clock.tv_nsec / 1000, uid);
}

int spool_keep(const struct session *s, const char *method, json_t *parameters, char **path)
{
	const char *uid = json_string_value(json_object_get(parameters, "uid"));
	char at[RFC3339_LENGTH + 1], *directory = paths_spool(), *text;
	json_t *entry;
	int result = paths_make_dir(directory);

	rfc3339_format(s->reader.now, at);
	entry = json_pack("{s:s, s:s, s:s, s:O}", "at", at, "words", s->line, "method", method, "parameters",
			  parameters);
	text = json_text(entry);
	*path = file_name(s, directory, uid);
	if (result == 0)
		result = write_file(directory, *path, text);
	if (result != 0) {
		free(*path);
		*path = NULL;
	}
	json_decref(entry);
	free(text);
	free(directory);
	return result;
}

static bool ends_with(const struct dirent *entry, const char *wanted)
{
	const char *end = strrchr(entry->d_name, '.');

	return end && strcmp(end, wanted) == 0;
}

static int is_refused(const struct dirent *entry)
{
	return ends_with(entry, ".refused");
}

static int is_kept(const struct dirent *entry)
{
	return ends_with(entry, ".json");
}

/* False: there is no daemon to be told anything. */
static bool tell_one(struct session *s, const char *path)
{
	static const char diary[] = "org.crampd.Diary.";
	json_t *entry = json_load_file(path, 0, NULL), *parameters = json_object_get(entry, "parameters");
	const char *method = json_string_value(json_object_get(entry, "method"));
	char *why = NULL;
	int status = EXIT_REFUSED;

	if (json_is_object(parameters) && method && strncmp(method, diary, strlen(diary)) == 0)
		status = session_try(s, method, parameters, NULL, &why);
	if (status == EXIT_DONE)
		unlink(path);
	json_decref(entry);
	free(why);
	return status != EXIT_NO_DAEMON;
}

void spool_tell(struct session *s)
{
	char *directory = paths_spool();
	struct dirent **names;
	int count = scandir(directory, &names, is_kept, alphasort);
	bool listens = true;

	for (int i = 0; i < count; i++) {
		char *path = xasprintf("%s/%s", directory, names[i]->d_name);

		listens = listens && tell_one(s, path);
		free(path);
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	free(directory);
}

void spool_refused(void (*each)(const char *path, json_t *entry, void *data), void *data)
{
	char *directory = paths_spool();
	struct dirent **names;
	int count = scandir(directory, &names, is_refused, alphasort);

	for (int i = 0; i < count; i++) {
		char *path = xasprintf("%s/%s", directory, names[i]->d_name);
		json_t *entry = json_load_file(path, 0, NULL);
		if (entry)
			each(path, entry, data);
		json_decref(entry);
		free(path);
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	free(directory);
}

char *spool_refused_text(const char *path, json_t *entry)
{
	const char *error = json_string_value(json_object_get(entry, "error"));
	const char *words = json_string_value(json_object_get(entry, "words"));
	char *why = error_sentence(error ? error : "?", json_object_get(entry, "error_parameters"));
	char *text = xasprintf("cramp %s: %s Tell it again, then remove %s", words ? words : "?", why, path);

	free(why);
	return text;
}
