/* Spawning with bounds: small shell scripts as the programs that behave and misbehave. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "cramp/util.h"
#include "daemon/helper.h"

struct outcome {
	int ends, status, lines;
	char output[4096];
	size_t length;
	char last_line[256];
	bool cancel_on_line;
	struct helper *helper;
};

static void on_end(struct helper *h, int status, const char *output, size_t length, void *data)
{
	struct outcome *o = data;

	(void)h;
	o->ends++;
	o->status = status;
	o->length = length;
	snprintf(o->output, sizeof(o->output), "%.*s", (int)(length < 4000 ? length : 4000), output);
}

static void on_line(struct helper *h, const char *line, void *data)
{
	struct outcome *o = data;

	o->lines++;
	str_copy(o->last_line, sizeof(o->last_line), line);
	if (o->cancel_on_line)
		helper_cancel(h);
}

/* Runs a shell script to its end. */
static void run(const char *script, const struct helper_options *with, struct outcome *o)
{
	const char *const arguments[] = { "-c", script, NULL };
	struct helper_options options = *with;
	uv_loop_t loop;
	int error;

	assert_int_equal(uv_loop_init(&loop), 0);
	options.program = "/bin/sh";
	options.arguments = arguments;
	options.on_end = on_end;
	options.data = o;
	if (!options.output_max)
		options.output_max = 100000;
	o->helper = helper_start(&loop, &options, &error);
	assert_non_null(o->helper);
	assert_true(helper_pid(o->helper) > 0);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&loop), 0);
}

static void test_helper_start_collects(void **state)
{
	struct outcome o = { 0 };

	(void)state;
	run("echo one; echo two; exit 3", &(struct helper_options){ 0 }, &o);
	assert_int_equal(o.ends, 1);
	assert_int_equal(o.status, 3);
	assert_string_equal(o.output, "one\ntwo\n");
}

static void test_helper_start_gives_input(void **state)
{
	struct outcome o = { 0 };
	char *big = xmalloc(1 << 20);

	(void)state;
	memset(big, 'x', 1 << 20);
	run("cat | wc -c", &(struct helper_options){ .input = big, .input_length = 1 << 20 }, &o);
	assert_int_equal(o.status, 0);
	assert_int_equal(atoi(o.output), 1 << 20);
	memset(&o, 0, sizeof(o));
	run("cat; echo end", &(struct helper_options){ 0 }, &o);
	assert_string_equal(o.output, "end\n");
	/* A program that does not want its input is no failure. */
	memset(&o, 0, sizeof(o));
	run("exec 0<&-; echo fine", &(struct helper_options){ .input = big, .input_length = 1 << 20 }, &o);
	assert_int_equal(o.status, 0);
	assert_string_equal(o.output, "fine\n");
	free(big);
}

static void test_helper_start_lines(void **state)
{
	struct outcome o = { 0 };

	(void)state;
	run("printf 'a\\nbc'; printf 'd\\nrest'", &(struct helper_options){ .on_line = on_line }, &o);
	assert_int_equal(o.lines, 2);
	assert_string_equal(o.last_line, "bcd");
	assert_int_equal(o.ends, 1);
}

static void test_helper_timeout_kills(void **state)
{
	struct outcome o = { 0 };
	uint64_t before = uv_hrtime();

	(void)state;
	run("trap '' TERM; echo on; while :; do read x < /dev/zero; done",
	    &(struct helper_options){ .timeout_ms = 150 }, &o);
	assert_int_equal(o.ends, 1);
	assert_int_equal(o.status, -ETIMEDOUT);
	assert_true(uv_hrtime() - before < 5000000000u);
}

static void test_helper_closed_output_is_not_the_end(void **state)
{
	struct outcome o = { 0 };

	(void)state;
	run("exec >&-; exit 5", &(struct helper_options){ 0 }, &o);
	assert_int_equal(o.status, 5);
	memset(&o, 0, sizeof(o));
	run("exec >&-; exec sleep 600", &(struct helper_options){ .timeout_ms = 150 }, &o);
	assert_int_equal(o.status, -ETIMEDOUT);
}

/* Somebody further down holds the pipe open: the exit of the program itself is the end. */
static void test_helper_grandchild_keeps_output(void **state)
{
	struct outcome o = { 0 };
	uint64_t before = uv_hrtime();

	(void)state;
	run("sleep 5 & echo gone", &(struct helper_options){ 0 }, &o);
	assert_int_equal(o.status, 0);
	assert_string_equal(o.output, "gone\n");
	assert_true(uv_hrtime() - before < 3000000000u);
}

static void test_helper_output_bounded(void **state)
{
	struct outcome o = { 0 };

	(void)state;
	run("while :; do echo noise noise noise noise; done", &(struct helper_options){ .output_max = 50000 }, &o);
	assert_int_equal(o.status, -EFBIG);
	assert_true(o.length <= 50000);
}

static void test_helper_killed_by_signal(void **state)
{
	struct outcome o = { 0 };

	(void)state;
	run("kill -SEGV $$", &(struct helper_options){ 0 }, &o);
	assert_int_equal(o.status, -SIGSEGV);
}

static void test_helper_cancel_in_callback(void **state)
{
	struct outcome o = { .cancel_on_line = true };
	uint64_t before = uv_hrtime();

	(void)state;
	run("echo one; echo two; exec sleep 600", &(struct helper_options){ .on_line = on_line }, &o);
	assert_int_equal(o.lines, 1);
	assert_int_equal(o.ends, 0);
	assert_true(uv_hrtime() - before < 900000000u);
	/* One that will not go is killed. */
	memset(&o, 0, sizeof(o));
	o.cancel_on_line = true;
	run("trap '' TERM; echo one; while :; do read x < /dev/zero; done",
	    &(struct helper_options){ .on_line = on_line }, &o);
	assert_int_equal(o.ends, 0);
}

static void on_line_extend(struct helper *h, const char *line, void *data)
{
	(void)line;
	((struct outcome *)data)->lines++;
	helper_extend(h, 0);
}

static void test_helper_extend_lifts_bound(void **state)
{
	struct outcome o = { 0 };

	(void)state;
	run("echo up; sleep 0.4; exit 7", &(struct helper_options){ .on_line = on_line_extend, .timeout_ms = 200 }, &o);
	assert_int_equal(o.lines, 1);
	assert_int_equal(o.status, 7);
}

static void test_helper_start_refuses(void **state)
{
	struct helper_options options = { .program = "crampd-no-such-program", .output_max = 10, .on_end = on_end };
	struct helper *running[HELPERS_MAX];
	const char *const arguments[] = { "600", NULL };
	uv_loop_t loop;
	int i, error = 0;

	(void)state;
	assert_int_equal(uv_loop_init(&loop), 0);
	assert_null(helper_start(&loop, &options, &error));
	assert_int_equal(error, -ENOENT);
	options.program = "/nonexistent/program";
	assert_null(helper_start(&loop, &options, &error));
	assert_int_equal(error, -ENOENT);
	options.program = "/bin/sleep";
	options.arguments = arguments;
	for (i = 0; i < HELPERS_MAX; i++)
		assert_non_null(running[i] = helper_start(&loop, &options, &error));
	assert_null(helper_start(&loop, &options, &error));
	assert_int_equal(error, -EAGAIN);
	for (i = 0; i < HELPERS_MAX; i++)
		helper_cancel(running[i]);
	helper_cancel(NULL);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&loop), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_helper_start_collects),
		cmocka_unit_test(test_helper_start_gives_input),
		cmocka_unit_test(test_helper_start_lines),
		cmocka_unit_test(test_helper_timeout_kills),
		cmocka_unit_test(test_helper_closed_output_is_not_the_end),
		cmocka_unit_test(test_helper_grandchild_keeps_output),
		cmocka_unit_test(test_helper_output_bounded),
		cmocka_unit_test(test_helper_killed_by_signal),
		cmocka_unit_test(test_helper_cancel_in_callback),
		cmocka_unit_test(test_helper_extend_lifts_bound),
		cmocka_unit_test(test_helper_start_refuses),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
