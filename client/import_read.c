/*
 * The bytes of a file to import: the file itself, or one member of a zip. minizip does the unpacking: small, beside
 * zlib which it needs, and in Debian.
 */
#include <errno.h>
#include <fcntl.h>
#include <minizip/unzip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/import.h"
#include "cramp/util.h"

static char *read_all(int fd, const char *path, size_t *length, char **why)
{
	char *text = NULL;
	size_t room = 0;
	ssize_t n = 1;

	*length = 0;
	while (n > 0) {
		if (*length == room) {
			room = room ? 2 * room : 65536;
			text = xreallocarray(text, room, 1);
		}
		n = read(fd, text + *length, room - *length);
		if (n > 0)
			*length += (size_t)n;
		if (n < 0 || *length > IMPORT_BYTES_MAX) {
			*why = n < 0 ? xasprintf("%s cannot be read: %s.", path, strerror(errno))
				     : xasprintf("%s is larger than %d MiB.", path, IMPORT_BYTES_MAX >> 20);
			free(text);
			return NULL;
		}
	}
	return text;
}

static char *read_member(unzFile zip, const char *path, const char *member, size_t *length, char **why)
{
	unz_file_info64 info;

	if (unzLocateFile(zip, member, 1) != UNZ_OK ||
	    unzGetCurrentFileInfo64(zip, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK) {
		*why = xasprintf("There is no %s in %s.", member, path);
		return NULL;
	}
	if (info.uncompressed_size > IMPORT_BYTES_MAX) {
		*why = xasprintf("%s in %s is larger than %d MiB.", member, path, IMPORT_BYTES_MAX >> 20);
		return NULL;
	}
	if (unzOpenCurrentFile(zip) != UNZ_OK) {
		*why = xasprintf("%s in %s cannot be unpacked.", member, path);
		return NULL;
	}
	/* One byte more than promised, so that a member that lies about its size is seen. */
	size_t promised = (size_t)info.uncompressed_size;
	char *text = xmalloc(promised + 1);
	int n = 1;
	*length = 0;
	while (n > 0 && *length <= promised) {
		n = unzReadCurrentFile(zip, text + *length, (unsigned)(promised + 1 - *length));
		if (n > 0)
			*length += (size_t)n;
	}
	/* Closing checks the CRC. */
	if (unzCloseCurrentFile(zip) != UNZ_OK || n < 0 || *length != promised) {
		*why = xasprintf("%s in %s is damaged.", member, path);
		free(text);
		return NULL;
	}
	return text;
}

char *import_read_file(const char *path, const char *member, size_t *length, char **why)
{
	static const char zip_magic[4] = { 'P', 'K', 3, 4 };
	char magic[sizeof(zip_magic)] = { 0 }, *text;
	struct stat st;
	int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))) {
		*why = fd < 0 ? xasprintf("%s cannot be opened: %s.", path, strerror(errno))
			      : xasprintf("%s is a directory; name the file in it.", path);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	bool zipped = member && pread(fd, magic, sizeof(magic), 0) == sizeof(magic) && memcmp(magic, zip_magic, 4) == 0;
	if (!zipped) {
		text = read_all(fd, path, length, why);
		close(fd);
		return text;
	}
	close(fd);
	unzFile zip = unzOpen64(path);
	if (!zip) {
		*why = xasprintf("%s begins like a zip file and is none that can be read.", path);
		return NULL;
	}
	text = read_member(zip, path, member, length, why);
	unzClose(zip);
	return text;
}
