#include "client/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cramp/util.h"

static int open_stream(struct whole_file *w)
{
	struct stat st;
	int fd;

	if (stat(w->path, &st) == 0 && S_ISDIR(st.st_mode))
		return -EISDIR;
	if (stat(w->path, &st) == 0 && !S_ISREG(st.st_mode)) {
		fd = open(w->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	} else {
		w->beside = xasprintf("%s.XXXXXX", w->path);
		fd = mkostemp(w->beside, O_CLOEXEC);
	}
	if (fd < 0)
		return -errno;
	w->stream = fdopen(fd, "w");
	return 0;
}

static void clear(struct whole_file *w)
{
	free(w->path);
	free(w->beside);
	*w = (struct whole_file){ 0 };
}

int whole_file_begin(struct whole_file *w, const char *path)
{
	char *target = realpath(path, NULL);

	*w = (struct whole_file){ .path = target ? target : xstrdup(path) };
	int result = open_stream(w);
	if (result)
		clear(w);
	return result;
}

/* The new name is on the disk only when its directory is. */
static void sync_directory(const char *path)
{
	char *copy = xstrdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(copy);
}

/* Everything written and, where there is a disk, on it. */
static int flush(FILE *f)
{
	if (fflush(f) != 0 || ferror(f))
		return errno ? -errno : -EIO;
	return fsync(fileno(f)) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : -errno;
}

int whole_file_end(struct whole_file *w, bool keep)
{
	errno = 0;
	int result = keep ? flush(w->stream) : 0;

	if (fclose(w->stream) != 0 && keep && result == 0)
		result = -errno;
	if (keep && result == 0 && w->beside && rename(w->beside, w->path) != 0)
		result = -errno;
	if (w->beside && (!keep || result))
		unlink(w->beside);
	else if (w->beside)
		sync_directory(w->path);
	clear(w);
	return result;
}
