/*
 * Commands against each other, from the shell's side: each is started and waited for, in turn, round after round.
 *
 *   lap ROUNDS [-- LABEL COMMAND [ARGUMENT]…]…
 *
 * One line a command: LABEL, the median and the least time in milliseconds, its largest memory in KiB; then how many
 * times as long the first command took: the median over the rounds of the ratio within a round, and the ends of its 95
 * % confidence interval; then the time that 99 of 100 rounds kept within, and the longest. Tab-separated. In arguments
 * {n} is the number of the round in twelve digits, {time} a minute of its own in 2020, ten apart, and {later} two
 * minutes after it. A command that fails ends it all.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cramp/util.h"

enum { RUNNERS_MAX = 32, ARGUMENTS_MAX = 64, MINUTES_APART = 10, MINUTES_LONG = 2 };

extern char **environ;

struct runner {
	const char *label;
	char **arguments;
	int count;
	double *ms;
	long kib;
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static char *minute(int minutes)
{
	time_t t = 1577836800 + (time_t)minutes * 60; /* 2020-01-01 */
	char text[32];
	struct tm tm;

	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M", gmtime_r(&t, &tm));
	return xstrdup(text);
}

static char *fill_in(const char *argument, int round)
{
	const struct {
		const char *mark;
		char *text;
	} marks[] = { { "{n}", xasprintf("%012d", round) },
		      { "{time}", minute(round * MINUTES_APART) },
		      { "{later}", minute(round * MINUTES_APART + MINUTES_LONG) } };
	struct strbuf out = { 0 };

	while (*argument) {
		size_t i = 0;
		while (i < ARRAY_LEN(marks) && strncmp(argument, marks[i].mark, strlen(marks[i].mark)) != 0)
			i++;
		if (i < ARRAY_LEN(marks)) {
			strbuf_add(&out, "%s", marks[i].text);
			argument += strlen(marks[i].mark);
		} else
			strbuf_bytes(&out, argument++, 1);
	}
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		free(marks[i].text);
	return strbuf_take(&out);
}

static void run(struct runner *r, int round, const posix_spawn_file_actions_t *quiet)
{
	char *arguments[ARGUMENTS_MAX + 1] = { 0 };
	struct rusage usage;
	int status, error;
	pid_t pid;

	for (int i = 0; i < r->count; i++)
		arguments[i] = fill_in(r->arguments[i], round);
	double start = now_ms();
	if ((error = posix_spawnp(&pid, arguments[0], quiet, NULL, arguments, environ)) != 0) {
		fprintf(stderr, "%s: %s\n", arguments[0], strerror(error));
		exit(1);
	}
	while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
		;
	r->ms[round] = now_ms() - start;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "%s failed in round %d (status %x):", r->label, round, (unsigned)status);
		for (int i = 0; i < r->count; i++)
			fprintf(stderr, " %s", arguments[i]);
		fputc('\n', stderr);
		exit(1);
	}
	r->kib = usage.ru_maxrss > r->kib ? usage.ru_maxrss : r->kib;
	for (int i = 0; i < r->count; i++)
		free(arguments[i]);
}

/*
 * The order of a round, anew for each: whoever comes next finds the caches, and the disk's journal, as the one before
 * left them, and so none may always follow the same neighbour. The same orders in every run.
 */
static void shuffle(int *order, int count)
{
	static uint32_t state = 1;

	for (int i = 0; i < count; i++)
		order[i] = i;
	for (int i = count - 1; i > 0; i--) {
		state = state * 1664525 + 1013904223; /* Numerical Recipes' generator */
		int j = (int)((uint64_t)state * (uint32_t)(i + 1) >> 32), kept = order[i];
		order[i] = order[j];
		order[j] = kept;
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/*
 * The first command's time over this one's, round by round: what slows a round down slows both. The interval is that of
 * the sign test (ranks n/2 ± 1.96 √n/2 of the sorted ratios): it supposes nothing about how the noise is distributed.
 */
static void print_ratio(const struct runner *first, const struct runner *r, int rounds)
{
	double *ratio = xcalloc((size_t)rounds, sizeof(*ratio));
	int half = (int)ceil(1.96 * sqrt(rounds) / 2), low = rounds / 2 - half, high = rounds / 2 + half;

	for (int n = 0; n < rounds; n++)
		ratio[n] = first->ms[n] / r->ms[n];
	qsort(ratio, (size_t)rounds, sizeof(double), by_value);
	printf("\t%.3f\t%.3f\t%.3f", ratio[rounds / 2], ratio[low < 0 ? 0 : low],
	       ratio[high < rounds ? high : rounds - 1]);
	free(ratio);
}

static double *sorted_times(const struct runner *r, int rounds)
{
	double *ms = xcalloc((size_t)rounds, sizeof(*ms));

	memcpy(ms, r->ms, (size_t)rounds * sizeof(*ms));
	qsort(ms, (size_t)rounds, sizeof(*ms), by_value);
	return ms;
}

static void print_line(const struct runner *first, const struct runner *r, int rounds)
{
	double *ms = sorted_times(r, rounds);

	printf("%s\t%.3f\t%.3f\t%ld", r->label, ms[rounds / 2], ms[0], r->kib);
	print_ratio(first, r, rounds);
	printf("\t%.3f\t%.3f\n", ms[(int)(0.99 * rounds)], ms[rounds - 1]);
	free(ms);
}

int main(int argc, char **argv)
{
	struct runner runners[RUNNERS_MAX] = { 0 };
	posix_spawn_file_actions_t quiet;
	int rounds = argc > 1 ? atoi(argv[1]) : 0, count = 0, order[RUNNERS_MAX];

	for (int i = 2; i < argc; i++) {
		struct runner *r = count ? &runners[count - 1] : NULL;
		if (strcmp(argv[i], "--") == 0 && i + 2 < argc && count < RUNNERS_MAX) {
			r = &runners[count++];
			r->label = argv[++i];
			r->arguments = argv + i + 1;
			r->ms = xcalloc((size_t)rounds, sizeof(*r->ms));
		} else if (!r || ++r->count > ARGUMENTS_MAX)
			return 2;
	}
	if (rounds < 1 || count == 0)
		return 2;
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	for (int n = 0; n < rounds; n++) {
		shuffle(order, count);
		for (int i = 0; i < count; i++)
			run(&runners[order[i]], n, &quiet);
	}
	for (int i = 0; i < count; i++)
		print_line(&runners[0], &runners[i], rounds);
	for (int i = 0; i < count; i++)
		free(runners[i].ms);
	posix_spawn_file_actions_destroy(&quiet);
	return 0;
}
