/*
 * Many clients at once against a daemon: each logs cramps one after the other and waits for every answer.
 *
 *   crowd SOCKET CLIENTS CALLS SERIES      prints the calls answered a second; SERIES keeps the uids of two runs apart
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS_MAX = 64, ROOM = 65536 };

struct client {
	int fd, calls;
	size_t got;
	char answer[ROOM];
};

static struct client clients[CLIENTS_MAX];

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "crowd: %s\n", what);
	exit(1);
}

/* The next cramp of a client, in a minute of its own. */
static void send_call(struct client *c, int who, int series)
{
	char text[1024];
	time_t at = 1577836800 + ((time_t)c->calls * CLIENTS_MAX + who) * 60;
	struct tm tm;

	gmtime_r(&at, &tm);
	int n = snprintf(text, sizeof(text),
			 "{\"method\":\"org.crampd.Diary.Log\",\"parameters\":{"
			 "\"uid\":\"00000000-%04d-4000-8%03d-%012d\",\"zone\":\"UTC\",\"episode\":{"
			 "\"onset\":\"%04d-%02d-%02dT%02d:%02d:00+00:00\",\"muscles\":[\"calf\"],\"side\":\"left\","
			 "\"severity\":7}}}",
			 series, who, c->calls, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min);
	c->got = 0;
	if (write(c->fd, text, (size_t)n + 1) != n + 1)
		die("could not write");
}

/* True when an answer is complete. */
static int receive(struct client *c)
{
	ssize_t n = read(c->fd, c->answer + c->got, ROOM - c->got);

	if (n <= 0)
		die("the connection was closed");
	c->got += (size_t)n;
	if (c->answer[c->got - 1] != '\0')
		return 0;
	if (strstr(c->answer, "\"error\""))
		die(c->answer);
	return 1;
}

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct pollfd polled[CLIENTS_MAX];

	if (argc != 5 || strlen(argv[1]) >= sizeof(address.sun_path))
		return 2;
	int count = atoi(argv[2]), calls = atoi(argv[3]), series = atoi(argv[4]), left = count * calls;
	if (count < 1 || count > CLIENTS_MAX || calls < 1)
		return 2;
	memcpy(address.sun_path, argv[1], strlen(argv[1]));
	for (int i = 0; i < count; i++) {
		clients[i].fd = socket(AF_UNIX, SOCK_STREAM, 0);
		if (connect(clients[i].fd, (struct sockaddr *)&address, sizeof(address)) != 0)
			die("could not connect");
		polled[i] = (struct pollfd){ .fd = clients[i].fd, .events = POLLIN };
	}
	double start = now_s();
	for (int i = 0; i < count; i++)
		send_call(&clients[i], i, series);
	while (left > 0) {
		if (poll(polled, (nfds_t)count, -1) < 0)
			die("poll");
		for (int i = 0; i < count; i++) {
			if (!(polled[i].revents & (POLLIN | POLLHUP)) || !receive(&clients[i]))
				continue;
			left--;
			if (++clients[i].calls < calls)
				send_call(&clients[i], i, series);
		}
	}
	printf("%.1f\n", count * calls / (now_s() - start));
	return 0;
}
