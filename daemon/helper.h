/*
 * Spawns the short-lived helper programs and bounds them in time, number and output. Programs are looked for beside
 * crampd first (a build tree), then in the libexec directory of the tree it lies in (an installation that was moved)
 * and in the one it was built for; a name with a slash in it is taken as it is.
 */
#ifndef CRAMPD_HELPER_H
#define CRAMPD_HELPER_H

#include <stddef.h>
#include <uv.h>

struct helper;

/* Never more than this many at once on one loop. */
enum { HELPERS_MAX = 8 };

struct helper_options {
	const char *program;	      /* "crampd-insight" */
	const char *const *arguments; /* NULL-terminated, without argv[0]; NULL: none */
	/* "NAME=VALUE", NULL-terminated: beside this program's own environment, or in place of what is there. NULL:
	   none */
	const char *const *environment;
	const char *input; /* written to its stdin, then closed; NULL: /dev/null */
	size_t input_length;
	size_t output_max;   /* more bytes than that, in all, kill it */
	uint64_t timeout_ms; /* 0: none */
	/* Called for each whole line of output if set (text without \n); else output is collected. */
	void (*on_line)(struct helper *h, const char *line, void *data);
	/*
	 * Once, at the end, when it has exited and its output is read: exit status (negative: killed by that signal, or
	 * -ETIMEDOUT, -EFBIG), the output collected. The helper is gone afterwards.
	 */
	void (*on_end)(struct helper *h, int status, const char *output, size_t length, void *data);
	void *data;
};

/*
 * NULL: could not be started, *error negative (-ENOENT no such program, -EAGAIN too many at once); on_end is not called
 * then. Options are copied. The loop must run until its handles are closed before its memory goes.
 */
struct helper *helper_start(uv_loop_t *loop, const struct helper_options *options, int *error);
/* Ends it: SIGTERM, and SIGKILL a second later if it is still there. Neither callback comes any more. NULL-safe. */
void helper_cancel(struct helper *h);
/* Bound the time anew from now (0: no bound any more). */
void helper_extend(struct helper *h, uint64_t timeout_ms);
pid_t helper_pid(const struct helper *h);

#endif
