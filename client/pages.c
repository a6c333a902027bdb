#include "client/pages.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/command.h"
#include "client/launch.h"
#include "client/show/html.h"
#include "client/show/report_html.h"
#include "cramp/paths.h"
#include "cramp/util.h"
#include "cramp/when.h"

enum { HEAD_BYTES = 8192, NAME_SHORT = DATE_LENGTH, NAME_LONG = 2 * DATE_LENGTH + 1, WEEK = 7 };

static const char index_name[] = "index.html";

char *pages_report_path(int32_t from, int32_t to)
{
	char first[DATE_LENGTH + 1], last[DATE_LENGTH + 1], *dir = paths_reports(), *path;

	date_format(from, first);
	date_format(to, last);
	path = to - from + 1 == WEEK ? xasprintf("%s/%s.html", dir, last)
				     : xasprintf("%s/%s_%s.html", dir, first, last);
	free(dir);
	return path;
}

char *pages_summary_path(int32_t to)
{
	char last[DATE_LENGTH + 1], *dir = paths_reports(), *path;

	date_format(to, last);
	path = xasprintf("%s/summary-%s.html", dir, last);
	free(dir);
	return path;
}

/* The directory a path lies in; caller frees. */
static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

bool pages_is_kept(const char *path)
{
	char *dir = directory_of(path), *kept = paths_reports(), *a, *b;
	bool same = strcmp(dir, kept) == 0;

	if (!same) {
		a = realpath(dir, NULL);
		b = realpath(kept, NULL);
		same = a && b && strcmp(a, b) == 0;
		free(a);
		free(b);
	}
	free(dir);
	free(kept);
	return same;
}

/* ---- writing ---- */

static bool write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(fd, text, left);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text += n;
		left -= (size_t)n;
	}
	return true;
}

/* The new name of a file is on the disk only when its directory is. */
static void sync_directory(const char *path)
{
	char *dir = directory_of(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(dir);
}

/* mkostemp makes it 0600. */
static bool write_beside(const char *path, const char *page)
{
	char *beside = xasprintf("%s.XXXXXX", path);
	int fd = mkostemp(beside, O_CLOEXEC), saved;
	bool good = fd >= 0 && write_all(fd, page) && fsync(fd) == 0;

	if (fd >= 0)
		good = close(fd) == 0 && good;
	good = good && rename(beside, path) == 0;
	saved = errno;
	if (good)
		sync_directory(path);
	else if (fd >= 0)
		unlink(beside);
	free(beside);
	errno = saved;
	return good;
}

/* ---- the index ---- */

/* "2026-11-21.html" and "2026-09-01_2026-11-21.html". */
static bool read_name(const char *name, int32_t *from, int32_t *to)
{
	size_t length = strlen(name);
	char first[NAME_SHORT + 1], last[NAME_SHORT + 1];

	if (length < 5 || strcmp(name + length - 5, ".html") != 0)
		return false;
	length -= 5;
	if (length != NAME_SHORT && length != NAME_LONG)
		return false;
	str_copy(last, sizeof(last), name + length - NAME_SHORT);
	if (!date_parse(last, to))
		return false;
	*from = *to - WEEK + 1;
	if (length == NAME_SHORT)
		return true;
	str_copy(first, sizeof(first), name);
	return name[NAME_SHORT] == '_' && date_parse(first, from) && *from <= *to;
}

/* What the head of a page says of it; "" where it says nothing. Caller frees. */
static char *read_description(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name), *head = xcalloc(HEAD_BYTES, 1), *says = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t n = fd >= 0 ? read(fd, head, HEAD_BYTES) : -1;

	if (n > 0)
		says = html_description(head, (size_t)n);
	if (fd >= 0)
		close(fd);
	free(head);
	free(path);
	return says ? says : xstrdup("");
}

static json_t *report_of(const char *dir, const char *name, int32_t from, int32_t to)
{
	char first[DATE_LENGTH + 1], last[DATE_LENGTH + 1], *says = read_description(dir, name);
	json_t *r;

	date_format(from, first);
	date_format(to, last);
	r = json_pack("{s:s, s:s, s:s, s:s}", "file", name, "from", first, "to", last, "says", says);
	free(says);
	return r;
}

/* Newest first: the last night, then the first. */
static int by_date(const void *a, const void *b)
{
	json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	int d = strcmp(json_string_value(json_object_get(y, "to")), json_string_value(json_object_get(x, "to")));

	return d ? d
		 : strcmp(json_string_value(json_object_get(y, "from")), json_string_value(json_object_get(x, "from")));
}

static json_t *list_reports(const char *dir)
{
	json_t *list = json_array(), **found = NULL;
	size_t count = 0;
	DIR *d = opendir(dir);
	struct dirent *entry;
	int32_t from, to;

	while (d && (entry = readdir(d))) {
		if (!read_name(entry->d_name, &from, &to))
			continue;
		found = xreallocarray(found, count + 1, sizeof(*found));
		found[count++] = report_of(dir, entry->d_name, from, to);
	}
	if (d)
		closedir(d);
	if (count)
		qsort(found, count, sizeof(*found), by_date);
	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, found[i]);
	free(found);
	return list;
}

static bool write_index(const char *path)
{
	char *dir = directory_of(path), *index = xasprintf("%s/%s", dir, index_name), *page;
	json_t *list = list_reports(dir);
	bool good;

	page = report_index_html(list);
	good = write_beside(index, page);
	free(page);
	json_decref(list);
	free(index);
	free(dir);
	return good;
}

static int cannot_write(const char *path)
{
	return complain(EXIT_REFUSED, "%s cannot be written: %s.", path, strerror(errno));
}

int pages_write(const char *path, const char *page)
{
	char *dir = paths_reports();
	bool kept, made;

	if (strcmp(path, "-") == 0) {
		free(dir);
		return fputs(page, stdout) >= 0 && fflush(stdout) == 0 ? EXIT_DONE : cannot_write("standard output");
	}
	made = strncmp(path, dir, strlen(dir)) != 0 || paths_make_dir(dir) == 0;
	kept = pages_is_kept(path);
	free(dir);
	if (!made || !write_beside(path, page) || (kept && !write_index(path)))
		return cannot_write(path);
	return EXIT_DONE;
}

/* ---- showing ---- */

int pages_open(const char *path)
{
	char *whole = realpath(path, NULL);
	const char *arguments[] = { "xdg-open", whole ? whole : path, NULL };
	bool good = launch_program(arguments) == 0;
	int status = good ? EXIT_DONE
			  : complain(EXIT_REFUSED, "It is written, but xdg-open cannot show it: %s. The page is %s",
				     strerror(errno), path);

	free(whole);
	return status;
}
