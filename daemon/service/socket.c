#include "daemon/service/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "cramp/log.h"
#include "cramp/paths.h"
#include "cramp/util.h"

enum { INHERITED_FIRST = 3 }; /* the first descriptor a supervisor passes on */

/* ---- a socket from a supervisor ---- */

static int number_of(const char *variable)
{
	const char *text = getenv(variable);
	char *end;
	long n;

	if (str_empty(text))
		return 0;
	n = strtol(text, &end, 10);
	return *end == '\0' && n > 0 && n <= INT32_MAX ? (int)n : 0;
}

/* Of several sockets the one named "varlink" is ours; a single one is, whatever its name. */
static int place_of_ours(int count)
{
	char *names, *rest, *name;
	int place = count == 1 ? 0 : -1, i = 0;

	if (count == 1 || !getenv("LISTEN_FDNAMES"))
		return place;
	names = rest = xstrdup(getenv("LISTEN_FDNAMES"));
	while ((name = strsep(&rest, ":")) && i < count) {
		if (strcmp(name, "varlink") == 0)
			place = i;
		i++;
	}
	free(names);
	return place;
}

static bool is_listening(int fd)
{
	int domain = 0, type = 0, listening = 0;
	socklen_t size = sizeof(int);

	return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX &&
	       getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM &&
	       getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening;
}

static char *address_of(int fd)
{
	struct sockaddr_un address = { 0 };
	socklen_t size = sizeof(address);
	const size_t before = offsetof(struct sockaddr_un, sun_path);

	if (getsockname(fd, (struct sockaddr *)&address, &size) < 0 || size <= before || !address.sun_path[0])
		return xstrdup("(inherited)");
	return xstrndup(address.sun_path, size - before);
}

/* 0: nothing inherited. 1: *l has it. Negative: what was passed on is of no use. */
static int inherit(struct listener *l)
{
	int count = number_of("LISTEN_PID") == getpid() ? number_of("LISTEN_FDS") : 0;
	int place = count ? place_of_ours(count) : -1;

	/* Not for the programs started from here. */
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	if (count == 0)
		return 0;
	if (place < 0 || !is_listening(INHERITED_FIRST + place)) {
		log_warnx("no listening socket of ours among the %d passed on", count);
		return -EBADF;
	}
	l->fd = INHERITED_FIRST + place;
	fcntl(l->fd, F_SETFD, FD_CLOEXEC);
	l->path = address_of(l->fd);
	return 1;
}

/* ---- a socket of our own ---- */

/* Binding would cut a longer path and serve another file. */
static bool address_make(const char *path, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	return str_copy(address->sun_path, sizeof(address->sun_path), path);
}

/* Does somebody answer? LISTENER_TAKEN, LISTENER_OK (nobody, or nothing there) or negative. */
static int probe(const struct sockaddr_un *address)
{
	/* Without waiting: a full queue of connections belongs to somebody alive. */
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), r = LISTENER_TAKEN;

	if (fd < 0)
		return -errno;
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0) {
		if (errno == ECONNREFUSED || errno == ENOENT)
			r = LISTENER_OK;
		else if (errno != EAGAIN)
			r = -errno;
	}
	close(fd);
	return r;
}

/* Whoever holds the lock may remove and bind the path. The lock file itself is never removed: a lock on a removed file
 * keeps nobody out. */
static int lock(struct listener *l, const char *path)
{
	char *name = xasprintf("%s.lock", path);
	int r = LISTENER_OK;

	l->lock_fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (l->lock_fd < 0 || flock(l->lock_fd, LOCK_EX | LOCK_NB) < 0) {
		r = errno == EWOULDBLOCK ? LISTENER_TAKEN : -errno;
		if (r < 0)
			log_warn("%s", name);
	}
	free(name);
	return r;
}

static int remove_stale(const char *path)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISSOCK(st.st_mode))
		return -EEXIST;
	return unlink(path) < 0 ? -errno : 0;
}

static int make_directory(const char *path)
{
	char *copy = xstrdup(path);
	int r = paths_make_dir(dirname(copy));

	free(copy);
	return r;
}

static int claim_path(struct listener *l, const char *path)
{
	struct sockaddr_un address;
	int r;

	if (!address_make(path, &address)) {
		log_warnx("the socket's path is too long (%zu bytes; %zu at most): %s", strlen(path),
			  sizeof(address.sun_path) - 1, path);
		return -ENAMETOOLONG;
	}
	r = make_directory(path);
	if (r == 0)
		r = lock(l, path);
	if (r == LISTENER_OK)
		r = probe(&address);
	if (r == LISTENER_OK)
		r = remove_stale(path);
	if (r < 0)
		log_warnx("the socket %s cannot be had: %s", path, strerror(-r));
	return r;
}

int listener_claim(struct listener *l, const char *path)
{
	int r;

	*l = (struct listener){ .fd = -1, .lock_fd = -1 };
	r = inherit(l);
	if (r != 0)
		return r < 0 ? r : LISTENER_OK;
	r = claim_path(l, path);
	if (r == LISTENER_OK)
		l->path = xstrdup(path);
	return r;
}

int listener_bind(struct listener *l)
{
	struct sockaddr_un address;
	struct stat st;

	if (l->fd >= 0)
		return 0;
	address_make(l->path, &address);
	l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* The mode goes on before the name does: there is no moment at which others could connect. */
	if (l->fd < 0 || fchmod(l->fd, 0600) < 0 || bind(l->fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    lstat(l->path, &st) < 0) {
		int r = -errno;

		log_warn("the socket %s cannot be had", l->path);
		return r;
	}
	l->bound = true;
	l->device = st.st_dev;
	l->inode = st.st_ino;
	return 0;
}

void listener_release(struct listener *l)
{
	struct stat st;

	if (l->bound && lstat(l->path, &st) == 0 && st.st_dev == l->device && st.st_ino == l->inode)
		unlink(l->path);
	if (l->fd >= 0)
		close(l->fd);
	if (l->lock_fd >= 0)
		close(l->lock_fd);
	free(l->path);
	*l = (struct listener){ .fd = -1, .lock_fd = -1 };
}
