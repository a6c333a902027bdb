#include "daemon/reminder/notifier.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "daemon/helper.h"

enum {
	SHOW_MS = 3000,
	RETRY_FIRST_MS = 1000,
	RETRY_LAST_MS = 60000,
	OUTPUT_MAX = 65536,
	OPEN_MS = 120000, /* the desktop may ask the user with what */
};

struct notifier {
	uv_timer_t retry;
	uv_loop_t *loop;
	struct helper *helper; /* NULL between two tries, and at the end */
	char *request;
	bool once, shown;
	bool waits; /* this try found no service, and ends when there may be one */
	bool told;  /* this try has said what became of it */
	unsigned pause_ms;
	const struct notifier_events *events;
	void *data;
};

void notice_clear(struct notice *n)
{
	free(n->summary);
	free(n->body);
	free(n->command);
	*n = (struct notice){ 0 };
}

/* crampd-notify's standard input. */
static char *request_of(const struct notice *notice)
{
	struct strbuf b = { 0 };
	const char *line, *end;
	size_t i;

	strbuf_add(&b, "summary %s\n", notice->summary);
	for (line = notice->body; line && *line; line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');
		strbuf_add(&b, "body %.*s\n", (int)(end - line), line);
	}
	for (i = 0; i < notice->action_count; i++)
		strbuf_add(&b, "action %s %s\n", notice->actions[i].key, notice->actions[i].label);
	if (notice->command)
		strbuf_add(&b, "command %s\n", notice->command);
	strbuf_add(&b, "%s\nexpire %u\n",
		   notice->nameless ? "application Reminder" : "category x-cramp.reminder\ndesktop-entry cramp",
		   notice->expire_ms);
	return strbuf_take(&b);
}

static void try_to_show(struct notifier *n);

static void on_retry(uv_timer_t *timer)
{
	try_to_show(timer->data);
}

/* After a pause that grows to a minute. */
static void try_again(struct notifier *n)
{
	if (n->once)
		return;
	uv_timer_start(&n->retry, on_retry, n->pause_ms, 0);
	n->pause_ms = n->pause_ms * 2 < RETRY_LAST_MS ? n->pause_ms * 2 : RETRY_LAST_MS;
}

/* Not on the screen: say so. */
static void trouble(struct notifier *n, const char *text)
{
	n->told = true;
	if (n->shown)
		n->pause_ms = RETRY_FIRST_MS;
	n->shown = false;
	try_again(n);
	n->events->on_trouble(text, n->data);
}

/* There is nobody to show it: the process waits for somebody, so that nobody needs to look again and again. */
static void wait_there(struct notifier *n, const char *text)
{
	n->waits = true;
	helper_extend(n->helper, 0);
	n->events->on_trouble(text, n->data);
}

static void on_line(struct helper *h, const char *line, void *data)
{
	struct notifier *n = data;

	if (n->told)
		return;
	if (!strncmp(line, "SHOWN ", 6) && !n->shown) {
		n->shown = true;
		n->pause_ms = RETRY_FIRST_MS;
		helper_extend(h, 0);
		n->events->on_shown(n->data);
	} else if (!strncmp(line, "ACTION ", 7) && n->shown) {
		n->told = true;
		helper_extend(h, SHOW_MS);
		n->events->on_answer(line + 7, n->data);
	} else if (!strncmp(line, "CLOSED ", 7) && n->shown) {
		n->told = true;
		helper_extend(h, SHOW_MS);
		n->events->on_closed(n->data);
	} else if (!strncmp(line, "ERROR ", 6)) {
		helper_extend(h, SHOW_MS);
		trouble(n, line + 6);
	} else if (!strncmp(line, "ABSENT ", 7) && !n->shown) {
		wait_there(n, line + 7);
	}
}

static void on_end(struct helper *h, int status, const char *output, size_t length, void *data)
{
	struct notifier *n = data;
	char *text;

	(void)h, (void)output, (void)length;
	n->helper = NULL;
	if (n->told)
		return;
	if (n->waits) {
		try_again(n);
		return;
	}
	if (status == -ETIMEDOUT)
		text = xstrdup("the notification service does not answer");
	else
		text = xasprintf("crampd-notify ended by %s %d", status < 0 ? "signal" : "status", abs(status));
	trouble(n, text);
	free(text);
}

static void try_to_show(struct notifier *n)
{
	struct helper_options options = {
		.program = "crampd-notify",
		.input = n->request,
		.input_length = strlen(n->request),
		.output_max = OUTPUT_MAX,
		.timeout_ms = SHOW_MS,
		.on_line = on_line,
		.on_end = on_end,
		.data = n,
	};
	char *text;
	int error;

	/* The last try said ERROR and is still busy going: it is not wanted any more. */
	helper_cancel(n->helper);
	n->told = n->waits = false;
	n->helper = helper_start(n->loop, &options, &error);
	if (n->helper)
		return;
	text = error == -ENOENT ? xstrdup("crampd-notify is not installed")
				: xasprintf("crampd-notify could not be started: %s", strerror(-error));
	trouble(n, text);
	free(text);
}

/* The first try comes from the loop, so that no event arrives before notifier_new has returned. */
struct notifier *notifier_new(struct uv_loop_s *loop, const struct notice *notice, bool once,
			      const struct notifier_events *events, void *data)
{
	struct notifier *n = xcalloc(1, sizeof(*n));

	n->loop = loop;
	n->request = request_of(notice);
	n->once = once;
	n->pause_ms = RETRY_FIRST_MS;
	n->events = events;
	n->data = data;
	n->retry.data = n;
	uv_timer_init(loop, &n->retry);
	uv_timer_start(&n->retry, on_retry, 0, 0);
	return n;
}

static void on_closed(uv_handle_t *handle)
{
	struct notifier *n = handle->data;

	free(n->request);
	free(n);
}

void notifier_free(struct notifier *n)
{
	if (!n || uv_is_closing((uv_handle_t *)&n->retry))
		return;
	helper_cancel(n->helper);
	n->helper = NULL;
	uv_close((uv_handle_t *)&n->retry, on_closed);
}

/* ---- what a button starts ---- */

static void on_opened(struct helper *h, int status, const char *output, size_t length, void *data)
{
	struct helper **opening = data;

	(void)h, (void)length;
	*opening = NULL;
	if (status != 0)
		log_warnx("what a button starts could not be started: %.*s", (int)strcspn(output, "\n"), output);
}

static void start(struct uv_loop_s *loop, const char *word, const char *what, struct helper **opening)
{
	char *request = xasprintf("%s %s\n", word, what);
	struct helper_options options = {
		.program = "crampd-notify",
		.input = request,
		.input_length = strlen(request),
		.output_max = OUTPUT_MAX,
		.timeout_ms = OPEN_MS,
		.on_end = on_opened,
		.data = opening,
	};
	int error;

	helper_cancel(*opening);
	*opening = helper_start(loop, &options, &error);
	if (!*opening)
		log_warnx("what a button starts could not be started: %s", strerror(-error));
	free(request);
}

void notifier_open(struct uv_loop_s *loop, const char *path, struct helper **opening)
{
	start(loop, "open", path, opening);
}

void notifier_run(struct uv_loop_s *loop, const char *command, struct helper **opening)
{
	start(loop, "run", command, opening);
}
