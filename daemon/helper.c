#include "daemon/helper.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cramp/log.h"
#include "cramp/util.h"

enum {
	READ_ROOM = 16384,
	ARGUMENTS_MAX = 64,
	CANCEL_GRACE_MS = 1000,
	/* Once it has exited, its output is in the socket already; only a child of its own could hold the other end
	   open. */
	DRAIN_MS = 250,
};

enum handle_bit { PROCESS = 1, INPUT = 2, OUTPUT = 4, TIMER = 8 };

struct helper {
	uv_process_t process;
	uv_pipe_t input, output;
	uv_timer_t timer;
	uv_write_t write;
	unsigned open; /* handles that are initialised and not yet closed */
	unsigned closing;
	bool exited, output_ended, cancelled, reported;
	int status;   /* what on_end will say; 0 until something is known */
	bool bounded; /* status is -ETIMEDOUT or -EFBIG and stays it */
	struct strbuf text;
	size_t received, taken; /* bytes in all; bytes of text that were handed out as lines */
	struct helper_options options;
	char *input_text;
	char room[READ_ROOM];
};

static void on_closed(struct helper *h, enum handle_bit bit)
{
	h->open &= ~(unsigned)bit;
	if (h->open)
		return;
	strbuf_clear(&h->text);
	free(h->input_text);
	free(h);
}

static void on_process_closed(uv_handle_t *handle)
{
	on_closed(handle->data, PROCESS);
}

static void on_input_closed(uv_handle_t *handle)
{
	on_closed(handle->data, INPUT);
}

static void on_output_closed(uv_handle_t *handle)
{
	on_closed(handle->data, OUTPUT);
}

static void on_timer_closed(uv_handle_t *handle)
{
	on_closed(handle->data, TIMER);
}

static void close_handle(struct helper *h, enum handle_bit bit)
{
	if (!(h->open & bit) || (h->closing & bit))
		return;
	h->closing |= bit;
	switch (bit) {
	case PROCESS: uv_close((uv_handle_t *)&h->process, on_process_closed); break;
	case INPUT: uv_close((uv_handle_t *)&h->input, on_input_closed); break;
	case OUTPUT: uv_close((uv_handle_t *)&h->output, on_output_closed); break;
	case TIMER: uv_close((uv_handle_t *)&h->timer, on_timer_closed); break;
	}
}

static void close_all(struct helper *h)
{
	close_handle(h, INPUT);
	close_handle(h, OUTPUT);
	close_handle(h, TIMER);
	close_handle(h, PROCESS);
}

static void kill_with(struct helper *h, int sig)
{
	if (!h->exited)
		uv_process_kill(&h->process, sig);
}

/* The last word, once the process is gone and its output read (or given up). */
static void finish(struct helper *h)
{
	if (h->reported)
		return;
	h->reported = true;
	if (!h->cancelled && h->options.on_end)
		h->options.on_end(h, h->status, h->text.text ? h->text.text : "", h->text.length, h->options.data);
	h->cancelled = true;
	close_all(h);
}

static void bound(struct helper *h, int status)
{
	if (!h->bounded)
		h->status = status;
	h->bounded = true;
	kill_with(h, SIGKILL);
}

static void on_timer(uv_timer_t *timer)
{
	struct helper *h = timer->data;

	if (h->exited)
		finish(h);
	else if (h->cancelled)
		kill_with(h, SIGKILL);
	else
		bound(h, -ETIMEDOUT);
}

static void on_exited(uv_process_t *process, int64_t status, int sig)
{
	struct helper *h = process->data;

	h->exited = true;
	if (!h->bounded)
		h->status = sig ? -sig : (int)status;
	if (h->output_ended || h->cancelled)
		finish(h);
	else
		uv_timer_start(&h->timer, on_timer, DRAIN_MS, 0);
}

/* Hands out the whole lines received so far. The callback may cancel the helper. */
static void give_lines(struct helper *h)
{
	char *start, *end;

	while (!h->cancelled && h->taken < h->text.length) {
		start = h->text.text + h->taken;
		end = memchr(start, '\n', h->text.length - h->taken);
		if (!end)
			break;
		*end = '\0';
		h->taken = (size_t)(end + 1 - h->text.text);
		h->options.on_line(h, start, h->options.data);
	}
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
	struct helper *h = handle->data;

	(void)suggested;
	*buf = uv_buf_init(h->room, sizeof(h->room));
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct helper *h = stream->data;

	if (n == 0 || h->cancelled)
		return;
	if (n < 0) {
		h->output_ended = true;
		close_handle(h, OUTPUT);
		if (h->exited)
			finish(h);
		return;
	}
	h->received += (size_t)n;
	if (h->received > h->options.output_max) {
		bound(h, -EFBIG);
		return;
	}
	strbuf_bytes(&h->text, buf->base, (size_t)n);
	if (h->options.on_line)
		give_lines(h);
}

static void on_written(uv_write_t *write, int status)
{
	struct helper *h = write->data;

	/* A program that does not read its input to the end is judged by its exit status. */
	(void)status;
	close_handle(h, INPUT);
}

static void count_process(uv_handle_t *handle, void *data)
{
	if (handle->type == UV_PROCESS && !uv_is_closing(handle))
		++*(int *)data;
}

/* Where this program lies, without a slash at the end; caller frees. NULL: not known. */
static char *own_directory(void)
{
	char self[4096], *slash;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n <= 0)
		return NULL;
	self[n] = '\0';
	slash = strrchr(self, '/');
	if (slash)
		*slash = '\0';
	return xstrdup(self);
}

/* Takes the path over: it, or NULL if there is no such program. */
static char *if_program(char *path)
{
	if (access(path, X_OK) == 0)
		return path;
	free(path);
	return NULL;
}

/* Beside this program, in the libexec directory of the tree it lies in, or in the one it was built for. Caller frees.
 */
static char *find_program(const char *name)
{
	char *here, *path = NULL;

	if (strchr(name, '/'))
		return xstrdup(name);
	here = own_directory();
	if (here)
		path = if_program(xasprintf("%s/%s", here, name));
	if (here && !path)
		path = if_program(xasprintf("%s/../libexec/cramp/%s", here, name));
	if (!path)
		path = if_program(xasprintf("%s/%s", CRAMP_LIBEXECDIR, name));
	free(here);
	return path;
}

static void open_handles(struct helper *h, uv_loop_t *loop)
{
	uv_timer_init(loop, &h->timer);
	uv_pipe_init(loop, &h->input, 0);
	uv_pipe_init(loop, &h->output, 0);
	h->process.data = h->input.data = h->output.data = h->timer.data = h->write.data = h;
	h->open = INPUT | OUTPUT | TIMER;
}

static bool is_given(const char *const *given, const char *entry)
{
	size_t length = strcspn(entry, "=");

	while (*given && strncmp(*given, entry, length + 1) != 0)
		given++;
	return *given != NULL;
}

/* What is given, and ours where it is not. The strings are borrowed, the list is the caller's to free. */
static char **environment_with(const char *const *given)
{
	size_t count = 0, n = 0, i;
	char **list;

	while (environ[count])
		count++;
	while (given[n])
		n++;
	list = xcalloc(count + n + 1, sizeof(*list));
	for (i = 0; i < n; i++)
		list[i] = (char *)(uintptr_t)given[i]; /* as uv_spawn takes it; it changes nothing */
	for (i = 0; i < count; i++)
		if (!is_given(given, environ[i]))
			list[n++] = environ[i];
	return list;
}

static int spawn(struct helper *h, uv_loop_t *loop, char *path)
{
	const char *argv[ARGUMENTS_MAX + 2] = { path };
	uv_stdio_container_t stdio[3] = { 0 };
	uv_process_options_t options = { 0 };
	const char *const *arguments = h->options.arguments;
	int i, error;

	for (i = 0; arguments && arguments[i]; i++) {
		if (i == ARGUMENTS_MAX)
			return -E2BIG;
		argv[i + 1] = arguments[i];
	}
	stdio[0].flags = UV_IGNORE;
	if (h->options.input) {
		stdio[0].flags = UV_CREATE_PIPE | UV_READABLE_PIPE;
		stdio[0].data.stream = (uv_stream_t *)&h->input;
	}
	stdio[1].flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE;
	stdio[1].data.stream = (uv_stream_t *)&h->output;
	stdio[2].flags = UV_INHERIT_FD;
	stdio[2].data.fd = STDERR_FILENO;
	options.file = path;
	options.args = (char **)(uintptr_t)argv; /* uv_spawn takes execvp's type and changes nothing */
	options.stdio = stdio;
	options.stdio_count = 3;
	options.exit_cb = on_exited;
	/* uv_spawn initialises the handle even where it fails, so that it must be closed all the same. */
	h->open |= PROCESS;
	if (h->options.environment)
		options.env = environment_with(h->options.environment);
	error = uv_spawn(loop, &h->process, &options);
	free(options.env);
	return error;
}

/* What it is told, in a copy of ours: the caller's may be gone before the pipe takes it all. */
static void give_input(struct helper *h)
{
	uv_buf_t buf;

	if (!h->options.input) {
		close_handle(h, INPUT);
		return;
	}
	h->input_text = xmalloc(h->options.input_length + 1);
	memcpy(h->input_text, h->options.input, h->options.input_length);
	buf = uv_buf_init(h->input_text, (unsigned)h->options.input_length);
	if (uv_write(&h->write, (uv_stream_t *)&h->input, &buf, 1, on_written) != 0)
		close_handle(h, INPUT);
}

struct helper *helper_start(uv_loop_t *loop, const struct helper_options *options, int *error)
{
	struct helper *h;
	char *path;
	int running = 0;

	uv_walk(loop, count_process, &running);
	if (running >= HELPERS_MAX) {
		*error = -EAGAIN;
		return NULL;
	}
	path = find_program(options->program);
	if (!path) {
		*error = -ENOENT;
		return NULL;
	}
	h = xcalloc(1, sizeof(*h));
	h->options = *options;
	open_handles(h, loop);
	*error = spawn(h, loop, path);
	free(path);
	if (*error < 0) {
		h->exited = h->cancelled = true;
		close_all(h);
		return NULL;
	}
	if (options->timeout_ms)
		uv_timer_start(&h->timer, on_timer, options->timeout_ms, 0);
	uv_read_start((uv_stream_t *)&h->output, on_room, on_read);
	give_input(h);
	h->options.program = h->options.input = NULL;
	h->options.arguments = h->options.environment = NULL;
	return h;
}

void helper_cancel(struct helper *h)
{
	if (!h || h->cancelled)
		return;
	h->cancelled = true;
	close_handle(h, INPUT);
	close_handle(h, OUTPUT);
	if (h->exited) {
		finish(h);
		return;
	}
	kill_with(h, SIGTERM);
	uv_timer_start(&h->timer, on_timer, CANCEL_GRACE_MS, 0);
}

void helper_extend(struct helper *h, uint64_t timeout_ms)
{
	if (h->cancelled || h->exited)
		return;
	if (timeout_ms)
		uv_timer_start(&h->timer, on_timer, timeout_ms, 0);
	else
		uv_timer_stop(&h->timer);
}

pid_t helper_pid(const struct helper *h)
{
	return h->process.pid;
}
