/*
 * A varlink client without manners: writes and reads a socket step by step as told, for tests of what a well-behaved
 * client never does.
 *
 * rawcall SOCKET STEP…
 *   call JSON       the text and its NUL in one write       bytes JSON   the same, each byte in a write of its own
 *   calls N JSON    N times the same in one write           raw TEXT     the text without a NUL
 *   noise N         N bytes without a NUL                   pad N JSON   the text padded with blanks to N bytes, NUL
 * included read            one message, printed as a line; "closed" where the connection ends rest everything until the
 * connection ends, then "closed" count           like rest, but only how many messages there were shut closes the
 * writing side                 leave        closes the connection new             another connection, used from here
 * on; the earlier ones stay open crowd N JSON    N more connections, JSON sent on all, then one message read of each:
 * how many had an answer, how many were closed alive JSON      sends JSON on every connection so far: how many answer
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "cramp/util.h"

enum { MOST = 1024 };

static const char *socket_path;
static int fds[MOST], count = -1;

static _Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void die(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fputc('\n', stderr);
	exit(1);
}

static void connect_new(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct timeval bound = { .tv_sec = 30 };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (++count == MOST)
		die("too many connections");
	str_copy(address.sun_path, sizeof(address.sun_path), socket_path);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		die("connect: %s", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof(bound));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &bound, sizeof(bound));
	fds[count] = fd;
}

/* A peer that closed meanwhile shows when reading. */
static void write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t w = write(fd, bytes, n);

		if (w < 0 && errno == EAGAIN)
			die("timeout while writing");
		if (w < 0)
			return;
		bytes += w;
		n -= (size_t)w;
	}
}

/* One message without its NUL, or NULL at the end; caller frees. */
static char *read_message(int fd)
{
	struct strbuf b = { 0 };
	char c;
	ssize_t n;

	while ((n = read(fd, &c, 1)) == 1 && c)
		strbuf_bytes(&b, &c, 1);
	if (n < 0 && errno == EAGAIN)
		die("timeout while reading");
	if (n == 1)
		return strbuf_take(&b);
	if (b.length)
		die("closed in the middle of: %s", b.text);
	return NULL;
}

static bool print_message(int fd)
{
	char *text = read_message(fd);

	puts(text ? text : "closed");
	fflush(stdout);
	free(text);
	return text != NULL;
}

static void step_noise(size_t n)
{
	char *noise = xmalloc(n);

	memset(noise, 'x', n);
	write_all(fds[count], noise, n);
	free(noise);
}

static void step_pad(size_t n, const char *json)
{
	size_t length = strlen(json);
	char *text = xcalloc(n, 1);

	if (length + 1 > n)
		die("longer than %zu already", n);
	memset(text, ' ', n - 1);
	memcpy(text, json, length);
	write_all(fds[count], text, n);
	free(text);
}

static void step_calls(int n, const char *json)
{
	struct strbuf b = { 0 };

	for (int i = 0; i < n; i++)
		strbuf_bytes(&b, json, strlen(json) + 1);
	write_all(fds[count], b.text, b.length);
	strbuf_clear(&b);
}

static void tally(int first, const char *json)
{
	int answered = 0, closed = 0;

	for (int i = first; i <= count; i++)
		write_all(fds[i], json, strlen(json) + 1);
	for (int i = first; i <= count; i++) {
		char *text = read_message(fds[i]);

		answered += text != NULL;
		closed += text == NULL;
		free(text);
	}
	printf("%d answered, %d closed\n", answered, closed);
}

static void step_count(void)
{
	int n = 0;
	char *text;

	while ((text = read_message(fds[count]))) {
		free(text);
		n++;
	}
	printf("%d\n", n);
}

static const char *word(char ***step)
{
	if (!*++*step)
		die("something must follow %s", (*step)[-1]);
	return **step;
}

static void run(char ***step)
{
	const char *name = **step;
	int fd = fds[count];

	if (strcmp(name, "call") == 0) {
		const char *json = word(step);

		write_all(fd, json, strlen(json) + 1);
	} else if (strcmp(name, "bytes") == 0) {
		const char *json = word(step);

		for (size_t i = 0; i <= strlen(json); i++)
			write_all(fd, json + i, 1);
	} else if (strcmp(name, "raw") == 0) {
		const char *text = word(step);

		write_all(fd, text, strlen(text));
	} else if (strcmp(name, "calls") == 0) {
		int n = atoi(word(step));

		step_calls(n, word(step));
	} else if (strcmp(name, "pad") == 0) {
		size_t n = strtoul(word(step), NULL, 10);

		step_pad(n, word(step));
	} else if (strcmp(name, "crowd") == 0) {
		int n = atoi(word(step)), first = count + 1;

		while (n-- > 0)
			connect_new();
		tally(first, word(step));
	} else if (strcmp(name, "alive") == 0) {
		tally(0, word(step));
	} else if (strcmp(name, "noise") == 0) {
		step_noise(strtoul(word(step), NULL, 10));
	} else if (strcmp(name, "read") == 0) {
		print_message(fd);
	} else if (strcmp(name, "rest") == 0) {
		while (print_message(fd))
			;
	} else if (strcmp(name, "count") == 0) {
		step_count();
	} else if (strcmp(name, "shut") == 0) {
		shutdown(fd, SHUT_WR);
	} else if (strcmp(name, "leave") == 0) {
		close(fd);
		connect_new();
	} else if (strcmp(name, "new") == 0) {
		connect_new();
	} else {
		die("no such step: %s", name);
	}
}

int main(int argc, char **argv)
{
	if (argc < 2)
		die("usage: rawcall SOCKET STEP…");
	signal(SIGPIPE, SIG_IGN);
	socket_path = argv[1];
	connect_new();
	for (char **step = argv + 2; *step; step++)
		run(&step);
	return 0;
}
