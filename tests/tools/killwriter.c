/*
 * killwriter DIARY ROUNDS BEGINNINGS: kills a writer with SIGKILL again and again and counts what is lost.
 *
 * Each round forks a process that opens the diary and writes episodes through the store, up to three commands a turn,
 * and acknowledges each on a pipe after the commit that covers it. It is killed after a random number of
 * acknowledgements and a random moment more. At last, and now and then on the way, the diary is opened again:
 * everything acknowledged must be there, and every page in order. The beginnings kill a process while it makes a new
 * diary: the next one must be able to open it. Figures go to stdout as NAME=NUMBER; kill -9 keeps the page cache, so
 * this says nothing about a power failure.
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "daemon/store/sql.h"

enum { CHECK_EVERY = 60, ACKS_MOST = 16, DELAY_US = 2500, BEGIN_DELAY_US = 12000, TURN_MOST = 3 };

struct figures {
	long rounds, acknowledged, lost, unacknowledged, damaged, beginnings, unopenable;
};

/* "round.number" of every acknowledged episode. */
struct acks {
	uint32_t (*list)[2];
	size_t count, room;
};

static uint64_t seed = 42;

static uint64_t random_below(uint64_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (seed >> 33) % below;
}

static void episode_name(uint32_t round, uint32_t number, uid_text uid)
{
	snprintf(uid, sizeof(uid_text), "k%" PRIu32 ".%" PRIu32, round, number);
}

static void write_one(struct store *s, uint32_t round, uint32_t number)
{
	uid_text uid, call;
	struct episode e;
	int64_t batch;

	episode_name(round, number, uid);
	snprintf(call, sizeof(call), "c%.60s", uid);
	struct command command = { .uid = call, .at = 1, .zone = "UTC", .actor = "user", .name = "Log" };
	episode_init(&e);
	str_copy(e.uid, sizeof(e.uid), uid);
	e.night = 20000 + (int32_t)(number % 300);
	e.onset.at = 1;
	str_copy(e.precision, sizeof(e.precision), "exact");
	str_copy(e.zone, sizeof(e.zone), "UTC");
	str_copy(e.class, sizeof(e.class), "night");
	e.class_reason = xstrdup("a test");
	str_copy(e.source, sizeof(e.source), "user");
	str_copy(e.muscles[0], ID_MAX, "calf");
	e.muscle_count = 1;
	e.recorded_at = 2;
	if (store_command_begin(s, &command, &batch) != 0 || store_episode_put(s, &e) != 0 ||
	    store_command_end(s, &batch) != 0)
		fatal("%s cannot be written", uid);
	episode_clear(&e);
}

/* Writes until it is killed. */
static void writer(const char *path, uint32_t round, int ack_fd)
{
	struct store *s;
	char *why;
	uint32_t number = 0;

	if (store_open(path, 0, &s, &why) != 0)
		fatal("%s", why ? why : path);
	for (;;) {
		uint32_t turn = 1 + (uint32_t)random_below(TURN_MOST), acks[TURN_MOST];
		for (uint32_t i = 0; i < turn; i++) {
			acks[i] = number;
			write_one(s, round, number++);
		}
		if (store_commit(s) != 0)
			fatal("the commit failed");
		if (write(ack_fd, acks, turn * sizeof(acks[0])) < 0)
			_exit(1);
	}
}

static void wait_us(uint64_t us)
{
	struct timespec t = { .tv_nsec = (long)us * 1000 };

	nanosleep(&t, NULL);
}

static void acks_add(struct acks *a, uint32_t round, uint32_t number)
{
	if (a->count == a->room) {
		a->room = a->room ? 2 * a->room : 1024;
		a->list = xreallocarray(a->list, a->room, sizeof(*a->list));
	}
	a->list[a->count][0] = round;
	a->list[a->count++][1] = number;
}

static void kill_round(const char *path, uint32_t round, struct acks *acks)
{
	int fds[2], status;
	uint32_t number;

	if (pipe(fds) != 0)
		fatal("pipe: %s", strerror(errno));
	uint64_t enough = random_below(ACKS_MOST), delay = random_below(DELAY_US);
	pid_t pid = fork();
	if (pid == 0) {
		close(fds[0]);
		writer(path, round, fds[1]);
	}
	close(fds[1]);
	for (uint64_t i = 0; i < enough && read(fds[0], &number, sizeof(number)) == sizeof(number); i++)
		acks_add(acks, round, number);
	wait_us(delay);
	kill(pid, SIGKILL);
	while (read(fds[0], &number, sizeof(number)) == sizeof(number))
		acks_add(acks, round, number);
	close(fds[0]);
	waitpid(pid, &status, 0);
	if (!WIFSIGNALED(status))
		fatal("round %" PRIu32 ": the writer ended by itself", round);
}

static void count_integrity(struct store *s, struct figures *f)
{
	int64_t bad = 0;

	if (sql_int(s, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'", &bad) != 0 || bad)
		f->damaged++;
	if (sql_int(s, "SELECT count(*) FROM pragma_foreign_key_check", &bad) != 0 || bad)
		f->damaged++;
	/* whole turns only: what is on record is in the journal, of a command that is on record */
	if (sql_int(s,
		    "SELECT (SELECT count(*) FROM episode) <> (SELECT count(*) FROM journal)"
		    " OR (SELECT count(*) FROM journal) <> (SELECT count(*) FROM batch)"
		    " OR (SELECT count(*) FROM episode) <> (SELECT count(*) FROM episode_muscle)",
		    &bad) != 0 ||
	    bad)
		f->damaged++;
}

static void check(const char *path, const struct acks *acks, struct figures *f)
{
	struct store *s;
	struct episode e;
	struct store_totals totals;
	char *why;
	uid_text uid;

	if (store_open(path, 0, &s, &why) != 0)
		fatal("%s", why ? why : path);
	count_integrity(s, f);
	f->acknowledged = (long)acks->count;
	f->lost = 0;
	for (size_t i = 0; i < acks->count; i++) {
		episode_name(acks->list[i][0], acks->list[i][1], uid);
		if (store_episode_get(s, uid, &e) != 0)
			f->lost++;
		else
			episode_clear(&e);
	}
	if (store_totals(s, &totals) == 0)
		f->unacknowledged = totals.episodes - (f->acknowledged - f->lost);
	store_close(s);
}

static void remove_diary(const char *path)
{
	static const char *const suffixes[] = { "",	   "-wal",     "-shm", ".lock",
						".exists", ".reserve", ".new", ".new-journal" };

	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
		char *file = xasprintf("%s%s", path, suffixes[i]);
		unlink(file);
		free(file);
	}
}

static void kill_beginning(const char *path, struct figures *f)
{
	struct store *s = NULL;
	char *why = NULL;

	remove_diary(path);
	uint64_t delay = random_below(BEGIN_DELAY_US);
	pid_t pid = fork();
	if (pid == 0) {
		if (store_open(path, 0, &s, &why) != 0)
			fatal("%s", why ? why : path);
		pause();
	}
	wait_us(delay);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	f->beginnings++;
	if (store_open(path, 0, &s, &why) != 0) {
		log_warnx("%s", why ? why : "cannot be opened");
		f->unopenable++;
	} else {
		count_integrity(s, f);
	}
	store_close(s);
	free(why);
}

int main(int argc, char **argv)
{
	struct figures f = { 0 };
	struct acks acks = { 0 };

	if (argc != 4)
		fatal("usage: killwriter DIARY ROUNDS BEGINNINGS");
	for (long i = 0; i < atol(argv[3]); i++)
		kill_beginning(argv[1], &f);
	remove_diary(argv[1]);
	for (long rounds = atol(argv[2]); f.rounds < rounds; f.rounds++) {
		kill_round(argv[1], (uint32_t)f.rounds, &acks);
		if (f.rounds % CHECK_EVERY == CHECK_EVERY - 1)
			check(argv[1], &acks, &f);
	}
	check(argv[1], &acks, &f);
	printf("rounds=%ld\nacknowledged=%ld\nlost=%ld\nunacknowledged=%ld\ndamaged=%ld\nbeginnings=%ld\nunopenable=%"
	       "ld\n",
	       f.rounds, f.acknowledged, f.lost, f.unacknowledged, f.damaged, f.beginnings, f.unopenable);
	free(acks.list);
	return 0;
}
