#include "client/link.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "cramp/util.h"

enum { CONNECT_TIMEOUT_MS = 10000, SEND_TIMEOUT_MS = 30000, FULL_QUEUE_PAUSE_MS = 5 };

struct link {
	int fd;
	struct wire_buffer in;
};

static int64_t monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until the descriptor is ready for `events` or the deadline is past. 0, -ETIMEDOUT or -errno. */
static int wait_for(int fd, short events, int64_t deadline_ms)
{
	for (;;) {
		int64_t left = deadline_ms - monotonic_ms();
		struct pollfd wanted = { .fd = fd, .events = events };
		int n = poll(&wanted, 1, left > 0 ? (int)left : 0);

		if (n > 0)
			return 0;
		if (n == 0)
			return -ETIMEDOUT;
		if (errno != EINTR)
			return -errno;
	}
}

/* A Unix socket that is full answers EAGAIN at once instead of making one wait, so that is tried again for a while. */
static int connect_patiently(int fd, const struct sockaddr_un *address, socklen_t length)
{
	int64_t deadline = monotonic_ms() + CONNECT_TIMEOUT_MS;

	while (connect(fd, (const struct sockaddr *)address, length) != 0) {
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN)
			return -errno;
		if (monotonic_ms() >= deadline)
			return -ETIMEDOUT;
		poll(NULL, 0, FULL_QUEUE_PAUSE_MS);
	}
	return 0;
}

struct link *link_open(const char *path, int *error)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, result;

	if (!str_copy(address.sun_path, sizeof(address.sun_path), path)) {
		*error = -ENAMETOOLONG;
		return NULL;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0) {
		*error = -errno;
		return NULL;
	}
	result =
		connect_patiently(fd, &address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path) + 1));
	if (result != 0) {
		close(fd);
		*error = result;
		return NULL;
	}
	struct link *l = xcalloc(1, sizeof(*l));
	l->fd = fd;
	*error = 0;
	return l;
}

void link_close(struct link *l)
{
	if (!l)
		return;
	close(l->fd);
	wire_buffer_clear(&l->in);
	free(l);
}

static int send_all(int fd, const char *bytes, size_t length)
{
	int64_t deadline = monotonic_ms() + SEND_TIMEOUT_MS;

	while (length > 0) {
		ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);
		if (n > 0) {
			bytes += n;
			length -= (size_t)n;
		} else if (errno == EAGAIN) {
			int result = wait_for(fd, POLLOUT, deadline);
			if (result != 0)
				return result;
		} else if (errno != EINTR) {
			return -errno;
		}
	}
	return 0;
}

int link_send(struct link *l, const char *method, json_t *parameters, bool more)
{
	size_t length;
	char *text = wire_call_text(method, parameters, more, false, &length);
	int result = length > WIRE_MESSAGE_MAX ? -EMSGSIZE : send_all(l->fd, text, length);

	free(text);
	return result;
}

/* 0 after some bytes came. */
static int read_some(struct link *l, int64_t deadline)
{
	char bytes[16384];

	for (;;) {
		ssize_t n = recv(l->fd, bytes, sizeof(bytes), 0);
		if (n > 0)
			return wire_buffer_add(&l->in, bytes, (size_t)n) ? 0 : -EPROTO;
		if (n == 0)
			return -ECONNRESET;
		if (errno == EAGAIN) {
			int result = wait_for(l->fd, POLLIN, deadline);
			if (result != 0)
				return result;
		} else if (errno != EINTR) {
			return -errno;
		}
	}
}

int link_receive(struct link *l, int timeout_s, struct wire_reply *reply)
{
	int64_t deadline = monotonic_ms() + (int64_t)timeout_s * 1000;
	const char *text;
	size_t length;

	while (!(text = wire_buffer_message(&l->in, &length))) {
		int result = read_some(l, deadline);
		if (result != 0)
			return result;
	}
	bool whole = wire_reply_parse(text, length, reply);
	wire_buffer_drop(&l->in, length);
	return whole ? 0 : -EPROTO;
}
