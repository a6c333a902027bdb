/*
 * Spawns the short-lived helper programs and bounds them in time, number and output. Programs are looked for beside
 * crampd first (a build tree), then in the libexec directory.
 */
#ifndef CRAMPD_HELPER_H
#define CRAMPD_HELPER_H

#include <stddef.h>
#include <uv.h>

struct helper;

struct helper_options {
	const char *program;	/* "crampd-insight" */
	char *const *arguments; /* NULL-terminated, without argv[0] */
	const char *input;	/* written to its stdin, then closed; NULL: /dev/null */
	size_t input_length;
	size_t output_max;   /* more than that kills it */
	uint64_t timeout_ms; /* 0: none */
	/* Called for each whole line of output if set (text without \n); else output is collected. */
	void (*on_line)(struct helper *h, const char *line, void *data);
	/* Once, at the end: exit status (negative: killed by that signal, or -ETIMEDOUT, -EFBIG, or could not be
	 * started), the output collected. */
	void (*on_end)(struct helper *h, int status, const char *output, size_t length, void *data);
	void *data;
};

/* NULL: could not be started, *error negative; on_end is not called then. Options are copied. */
struct helper *helper_start(uv_loop_t *loop, const struct helper_options *options, int *error);
/* Ends it; on_end is not called any more. */
void helper_cancel(struct helper *h);
/* Bound the time anew from now (0: no bound any more). */
void helper_extend(struct helper *h, uint64_t timeout_ms);
/* Writes to its stdin if it was left open with input NULL and input_length 1. */
pid_t helper_pid(const struct helper *h);

#endif
