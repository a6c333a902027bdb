/*
 * A varlink client without manners: writes and reads a socket step by step as told, for tests of what a well-behaved
 * client never does.
 *
 * rawcall SOCKET STEP…
 *   call JSON      the text and its NUL in one write
 *   bytes JSON     the same, each byte in a write of its own
 *   calls N JSON   N times the same in one write
 *   pad N JSON     the text padded with blanks to N bytes, NUL included
 *   raw TEXT       the text without a NUL
 *   noise N        N bytes without a NUL
 *   read           one message, printed as a line; "closed" where the connection ends
 *   rest           everything until the connection ends, then "closed"
 *   count          the same, but only how many messages there were
 *   shut           closes the writing side
 *   leave          closes the connection and makes another
 *   new            another connection, used from here on; the earlier ones stay open
 *   crowd N JSON   N more connections with JSON sent on each, then "sent", then how many were answered or closed
 *   alive JSON     sends JSON on every connection so far: how many answer
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

/* The connection in use; the first is made when it is needed. */
static int current(void)
{
	if (count < 0)
		connect_new();
	return fds[count];
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

/* ---- steps ---- */

static void step_call(size_t n, const char *text)
{
	(void)n;
	write_all(current(), text, strlen(text) + 1);
}

static void step_bytes(size_t n, const char *text)
{
	for (n = 0; n <= strlen(text); n++)
		write_all(current(), text + n, 1);
}

static void step_calls(size_t n, const char *text)
{
	struct strbuf b = { 0 };

	while (n-- > 0)
		strbuf_bytes(&b, text, strlen(text) + 1);
	write_all(current(), b.text, b.length);
	strbuf_clear(&b);
}

static void step_pad(size_t n, const char *text)
{
	size_t length = strlen(text);
	char *padded;

	if (length + 1 > n)
		die("longer than %zu already", n);
	padded = xcalloc(n, 1);
	memset(padded, ' ', n - 1);
	memcpy(padded, text, length);
	write_all(current(), padded, n);
	free(padded);
}

static void step_raw(size_t n, const char *text)
{
	(void)n;
	write_all(current(), text, strlen(text));
}

static void step_noise(size_t n, const char *text)
{
	char *noise = xmalloc(n);

	(void)text;
	memset(noise, 'x', n);
	write_all(current(), noise, n);
	free(noise);
}

static void step_read(size_t n, const char *text)
{
	(void)n;
	(void)text;
	print_message(current());
}

static void step_rest(size_t n, const char *text)
{
	(void)n;
	(void)text;
	while (print_message(current()))
		;
}

static void step_count(size_t n, const char *text)
{
	char *message;

	(void)text;
	for (n = 0; (message = read_message(current())); n++)
		free(message);
	printf("%zu\n", n);
}

static void step_shut(size_t n, const char *text)
{
	(void)n;
	(void)text;
	shutdown(current(), SHUT_WR);
}

static void step_new(size_t n, const char *text)
{
	(void)n;
	(void)text;
	connect_new();
}

static void step_leave(size_t n, const char *text)
{
	close(current());
	step_new(n, text);
}

static void tally(int first)
{
	int answered = 0, closed = 0;

	for (int i = first; i <= count; i++) {
		char *text = read_message(fds[i]);

		answered += text != NULL;
		closed += text == NULL;
		free(text);
	}
	printf("%d answered, %d closed\n", answered, closed);
}

static void step_crowd(size_t n, const char *text)
{
	int first = count + 1;

	while (n-- > 0) {
		connect_new();
		step_call(0, text);
	}
	puts("sent");
	fflush(stdout);
	tally(first);
}

static void step_alive(size_t n, const char *text)
{
	(void)n;
	for (int i = 0; i <= count; i++)
		write_all(fds[i], text, strlen(text) + 1);
	tally(0);
}

static const struct step {
	const char *name;
	bool number, text; /* what follows */
	void (*run)(size_t n, const char *text);
} steps[] = {
	{ "call", false, true, step_call },    { "bytes", false, true, step_bytes },
	{ "calls", true, true, step_calls },   { "pad", true, true, step_pad },
	{ "raw", false, true, step_raw },      { "noise", true, false, step_noise },
	{ "read", false, false, step_read },   { "rest", false, false, step_rest },
	{ "count", false, false, step_count }, { "shut", false, false, step_shut },
	{ "leave", false, false, step_leave }, { "new", false, false, step_new },
	{ "crowd", true, true, step_crowd },   { "alive", false, true, step_alive },
};

static const char *word(char ***at)
{
	if (!**at)
		die("something must follow");
	return *(*at)++;
}

static void run(char ***at)
{
	const char *name = word(at), *text = NULL;
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		if (strcmp(steps[i].name, name) != 0)
			continue;
		if (steps[i].number)
			n = strtoul(word(at), NULL, 10);
		if (steps[i].text)
			text = word(at);
		steps[i].run(n, text);
		return;
	}
	die("no such step: %s", name);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		die("usage: rawcall SOCKET STEP…");
	signal(SIGPIPE, SIG_IGN);
	socket_path = argv[1];
	argv += 2;
	while (*argv)
		run(&argv);
	return 0;
}
