#include "daemon/clock_control.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "daemon/clock.h"

enum { LINE_MAX_BYTES = 256, BACKLOG = 1 };

struct clock_control {
	struct clock *clock;
	uv_pipe_t server, hand; /* one hand at a time */
	bool held;		/* hand is open */
	bool knocked;		/* somebody came while the last hand was not gone */
	int open;		/* handles that are not closed yet */
	char line[LINE_MAX_BYTES];
	size_t length;
};

/* ---- the five words ---- */

static bool now(struct clock *clock, const char *argument)
{
	(void)clock, (void)argument;
	return true;
}

static bool next(struct clock *clock, const char *argument)
{
	int64_t at = clock_next_alarm(clock);

	(void)argument;
	if (at == UNKNOWN)
		return false;
	clock_run_to(clock, at > clock_now(clock) ? at : clock_now(clock));
	return true;
}

static bool run(struct clock *clock, const char *argument)
{
	struct instant to;

	if (!rfc3339_parse(argument, &to) || to.at < clock_now(clock))
		return false;
	clock_run_to(clock, to.at);
	return true;
}

static bool jump(struct clock *clock, const char *argument)
{
	struct instant to;

	if (!rfc3339_parse(argument, &to))
		return false;
	clock_jump_to(clock, to.at);
	return true;
}

static bool zone(struct clock *clock, const char *argument)
{
	if (!when_zone_known(argument))
		return false;
	clock_move_to_zone(clock, argument);
	return true;
}

static const struct {
	const char *word;
	bool (*move)(struct clock *clock, const char *argument);
} words[] = { { "now", now }, { "next", next }, { "run", run }, { "jump", jump }, { "zone", zone } };

static bool obey(struct clock *clock, char *line)
{
	char *argument = strchr(line, ' ');

	if (argument)
		*argument++ = '\0';
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(line, words[i].word) == 0)
			return words[i].move(clock, argument ? argument : "");
	return false;
}

/* ---- the socket ---- */

static void take_hand(struct clock_control *c);

static void on_server_closed(uv_handle_t *handle)
{
	struct clock_control *c = handle->data;

	if (--c->open == 0)
		free(c);
}

static void on_hand_closed(uv_handle_t *handle)
{
	struct clock_control *c = handle->data;

	if (--c->open == 0)
		free(c);
	else if (c->knocked)
		take_hand(c);
}

static void let_go(struct clock_control *c)
{
	if (!c->held)
		return;
	c->held = false;
	uv_close((uv_handle_t *)&c->hand, on_hand_closed);
}

static void answer(struct clock_control *c, char *line)
{
	char said[RFC3339_LENGTH + 1], alarm[RFC3339_LENGTH + 1], reply[LINE_MAX_BYTES];
	bool obeyed = obey(c->clock, line);
	int64_t at = clock_next_alarm(c->clock);
	uv_buf_t buf;

	rfc3339_format(clock_local(c->clock), said);
	rfc3339_format(local_instant(at == UNKNOWN ? 0 : at), alarm);
	snprintf(reply, sizeof(reply), "%s%s %s\n", obeyed ? "" : "? ", said, at == UNKNOWN ? "-" : alarm);
	buf = uv_buf_init(reply, (unsigned)strlen(reply));
	/* A line of a few bytes, to one who waits for it. */
	if (uv_try_write((uv_stream_t *)&c->hand, &buf, 1) < 0)
		let_go(c);
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
	struct clock_control *c = handle->data;

	(void)suggested;
	*buf = uv_buf_init(c->line + c->length, (unsigned)(sizeof(c->line) - c->length));
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct clock_control *c = stream->data;
	char *end;

	(void)buf;
	if (n < 0) {
		let_go(c);
		return;
	}
	c->length += (size_t)n;
	while (c->held && (end = memchr(c->line, '\n', c->length))) {
		*end++ = '\0';
		answer(c, c->line);
		c->length -= (size_t)(end - c->line);
		memmove(c->line, end, c->length);
	}
}

static void take_hand(struct clock_control *c)
{
	c->knocked = false;
	uv_pipe_init(c->clock->loop, &c->hand, 0);
	c->hand.data = c;
	c->held = true;
	c->open++;
	c->length = 0;
	if (uv_accept((uv_stream_t *)&c->server, (uv_stream_t *)&c->hand) < 0 ||
	    uv_read_start((uv_stream_t *)&c->hand, on_room, on_read) < 0)
		let_go(c);
}

static void on_connection(uv_stream_t *server, int status)
{
	struct clock_control *c = server->data;

	if (status < 0)
		return;
	if (c->open == 1)
		take_hand(c);
	else
		c->knocked = true;
}

int clock_control_new(struct clock *clock, const char *path, struct clock_control **out)
{
	struct clock_control *c;
	int r;

	/* uv_pipe_bind cuts a longer one. */
	if (strlen(path) >= sizeof(((struct sockaddr_un *)0)->sun_path))
		return -ENAMETOOLONG;
	c = xcalloc(1, sizeof(*c));
	c->clock = clock;
	uv_pipe_init(clock->loop, &c->server, 0);
	c->server.data = c;
	c->open = 1;
	r = uv_pipe_bind(&c->server, path);
	if (r == 0)
		r = uv_listen((uv_stream_t *)&c->server, BACKLOG, on_connection);
	if (r < 0) {
		clock_control_free(c);
		return r;
	}
	clock_hold(clock);
	log_info("time stands still, and is moved at %s", path);
	*out = c;
	return 0;
}

void clock_control_free(struct clock_control *c)
{
	if (!c)
		return;
	c->knocked = false;
	let_go(c);
	uv_close((uv_handle_t *)&c->server, on_server_closed);
}
