#include "daemon/store/files.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <unistd.h>

#include "cramp/util.h"

int file_resolve(const char *path, char **real)
{
	char *for_dir = xstrdup(path), *for_base = xstrdup(path);
	char *directory = realpath(dirname(for_dir), NULL);
	int result = directory ? 0 : -errno;

	if (directory)
		*real = xasprintf("%s/%s", directory[1] ? directory : "", basename(for_base));
	free(directory);
	free(for_dir);
	free(for_base);
	return result;
}

int file_create(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	return fd < 0 || close(fd) != 0 ? -errno : 0;
}

static int sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	int result = 0;

	if (fd < 0)
		return -errno;
	if (fsync(fd) != 0)
		result = -errno;
	close(fd);
	return result;
}

int file_sync(const char *path)
{
	return sync_path(path, O_RDONLY);
}

int file_sync_directory(const char *path)
{
	char *copy = xstrdup(path);
	int result = sync_path(dirname(copy), O_RDONLY | O_DIRECTORY);

	free(copy);
	return result;
}
