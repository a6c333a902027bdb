#include "daemon/service/conn.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "cramp/wire.h"
#include "daemon/service/api.h"
#include "daemon/service/dispatch.h"
#include "daemon/service/server.h"

enum {
	CALLS_A_TURN = 64,	 /* of one connection, so that the others get theirs */
	OWED_PAUSE = 1 << 18,	 /* bytes not read by the asker at which nothing more is begun for it */
	HELD_PAUSE = 1 << 16,	 /* bytes of calls that wait, at which no more are read */
	OWED_MAX = 1 << 20,	 /* … at which a series that goes on by itself is given up */
	OWED_WHOLE_MAX = 1 << 28 /* the same for a series sent at once */
};

/* A reply that waits for a commit: where it begins in `out`, and whose it is. */
struct held {
	size_t start;
	const struct proto_interface *interface;
	bool continues;
};

struct conn {
	uv_pipe_t pipe;
	struct server *server;
	struct app *app;
	struct wire_buffer in;
	struct strbuf out; /* replies of this turn; what went out before is in the loop's hands */
	struct held *held;
	size_t held_count, held_room;
	struct call *call; /* open: no final reply yet */
	bool in_handler;
	bool reading;
	bool eof;	/* nothing more will come */
	bool condemned; /* what came makes no sense: send what is owed, then close */
	bool gone;	/* nobody reads replies */
	int writes;	/* in flight */
	uint64_t used, born;
	void *kept; /* conn_hold */
	void (*kept_drop)(void *data);
};

struct write {
	uv_write_t request;
	char *text;
};

/* ---- what is owed ---- */

static size_t owed(const struct conn *c)
{
	return c->out.length + uv_stream_get_write_queue_size((const uv_stream_t *)&c->pipe);
}

static bool has_message(const struct conn *c)
{
	size_t length;

	return wire_buffer_message(&c->in, &length) != NULL;
}

/* May the next call be run? */
static bool may_run(const struct conn *c)
{
	return !c->call && !c->condemned && has_message(c) && owed(c) < OWED_PAUSE;
}

static bool may_go_on(const struct conn *c)
{
	return c->call && c->call->on_room && owed(c) < OWED_PAUSE;
}

bool conn_is_idle(const struct conn *c)
{
	return !c->call && wire_buffer_held(&c->in) == 0 && c->out.length == 0 && c->writes == 0;
}

bool conn_is_fresh(const struct conn *c)
{
	return server_turn(c->server) < c->born + 2;
}

uint64_t conn_used(const struct conn *c)
{
	return c->used;
}

void conn_hold(struct conn *c, void *data, void (*drop)(void *data))
{
	if (c->kept)
		c->kept_drop(c->kept);
	c->kept = data;
	c->kept_drop = drop;
}

void *conn_held(const struct conn *c)
{
	return c->kept;
}

/* ---- reading ---- */

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
	/* Copied on before the next read: one for all connections. */
	static char bytes[1 << 16];

	(void)handle;
	(void)suggested;
	*buffer = uv_buf_init(bytes, sizeof(bytes));
}

static void stop_reading(struct conn *c)
{
	uv_read_stop((uv_stream_t *)&c->pipe);
	c->reading = false;
}

static void condemn(struct conn *c)
{
	c->condemned = true;
	stop_reading(c);
	wire_buffer_clear(&c->in);
}

/*
 * The end of what the other side sends is not the end of the conversation: scripts close their writing side at once and
 * read on. Only a socket that is closed altogether hangs up.
 */
static bool hung_up(struct conn *c)
{
	struct pollfd p = { 0 };

	return uv_fileno((uv_handle_t *)&c->pipe, &p.fd) == 0 && poll(&p, 1, 0) == 1 && (p.revents & POLLHUP);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buffer)
{
	struct conn *c = stream->data;

	if (n == 0)
		return;
	c->used = server_tick(c->server);
	if (n < 0) {
		stop_reading(c);
		c->eof = true;
		if (n != UV_EOF || hung_up(c))
			c->gone = true;
	} else if (!wire_buffer_add(&c->in, buffer->base, (size_t)n)) {
		condemn(c);
	} else if (has_message(c) && wire_buffer_held(&c->in) >= HELD_PAUSE) {
		stop_reading(c);
	}
}

static void read_on(struct conn *c)
{
	if (c->reading || c->eof || c->condemned || (has_message(c) && wire_buffer_held(&c->in) >= HELD_PAUSE))
		return;
	c->reading = uv_read_start((uv_stream_t *)&c->pipe, on_alloc, on_read) == 0;
	if (!c->reading)
		c->eof = c->gone = true;
}

/* ---- calls ---- */

void conn_call_done(struct conn *c)
{
	c->call = NULL;
}

/* The asker is gone, or must go: whoever works on the call is told. */
static void drop_call(struct conn *c)
{
	struct call *call = c->call;

	c->call = NULL;
	call_abandon(call);
}

static void run_next(struct conn *c)
{
	struct wire_call wire;
	size_t length;
	const char *text = wire_buffer_message(&c->in, &length);
	bool sense = wire_call_parse(text, length, &wire);

	wire_buffer_drop(&c->in, length);
	if (!sense) {
		condemn(c);
		return;
	}
	c->in_handler = true;
	c->call = call_new(c->app, c, &wire);
	call_dispatch(c->call, wire.method);
	c->in_handler = false;
	wire_call_clear(&wire);
	if (c->gone && c->call)
		drop_call(c);
}

void conn_work(struct conn *c)
{
	if (c->call && (c->gone || c->condemned))
		drop_call(c);
	if (may_go_on(c)) {
		c->in_handler = true;
		c->call->on_room(c->call);
		c->in_handler = false;
	}
	for (int n = 0; n < CALLS_A_TURN && may_run(c); n++)
		run_next(c);
	read_on(c);
}

/* ---- replies ---- */

static void hold(struct conn *c, const struct proto_interface *interface, bool continues)
{
	if (c->held_count == c->held_room) {
		c->held_room = c->held_room ? c->held_room * 2 : 16;
		c->held = xreallocarray(c->held, c->held_room, sizeof(*c->held));
	}
	c->held[c->held_count++] = (struct held){ c->out.length, interface, continues };
}

void conn_put(struct conn *c, char *text, size_t length, const struct proto_interface *interface, bool continues,
	      bool held)
{
	c->used = server_tick(c->server);
	if (!c->gone && continues && owed(c) + length > (c->in_handler ? OWED_WHOLE_MAX : OWED_MAX)) {
		log_warnx("a series of replies is given up: its reader does not read");
		c->gone = true;
		condemn(c);
	}
	if (!c->gone) {
		if (held)
			hold(c, interface, continues);
		strbuf_bytes(&c->out, text, length);
	}
	free(text);
}

/* Nothing of what was told is kept: say so in place of each reply, and end a series that was going on. */
static void replace_held(struct conn *c, int failure)
{
	struct strbuf out = { 0 };

	strbuf_bytes(&out, c->out.text, c->held[0].start);
	for (size_t i = 0; i < c->held_count; i++) {
		const struct held *h = &c->held[i];
		size_t end = i + 1 < c->held_count ? h[1].start : c->out.length, length;
		bool last = i + 1 == c->held_count;
		char *text;

		if (h->continues && !(last && c->call))
			continue;
		text = failure_text(h->interface, failure, &length);
		if (text)
			strbuf_bytes(&out, text, length);
		else
			strbuf_bytes(&out, c->out.text + h->start, end - h->start);
		free(text);
		if (h->continues)
			drop_call(c);
	}
	strbuf_clear(&c->out);
	c->out = out;
}

bool conn_waits(const struct conn *c)
{
	return c->held_count > 0;
}

void conn_settle(struct conn *c, int result)
{
	if (result < 0 && c->held_count > 0)
		replace_held(c, result);
	c->held_count = 0;
}

static void on_written(uv_write_t *request, int status)
{
	struct conn *c = request->handle->data;
	struct write *w = (struct write *)request;

	c->writes--;
	if (status < 0)
		c->gone = true;
	free(w->text);
	free(w);
}

static void send_out(struct conn *c)
{
	uv_buf_t buffer = uv_buf_init(c->out.text, (unsigned int)c->out.length);
	struct write *w = xcalloc(1, sizeof(*w));

	w->text = strbuf_take(&c->out);
	c->writes++;
	if (uv_write(&w->request, (uv_stream_t *)&c->pipe, &buffer, 1, on_written) == 0)
		return;
	c->writes--;
	c->gone = true;
	free(w->text);
	free(w);
}

bool conn_flush(struct conn *c)
{
	if (c->gone)
		strbuf_clear(&c->out);
	/* One write at a time: what comes meanwhile goes together. */
	if (c->out.length > 0 && c->writes == 0)
		send_out(c);
	if ((c->eof || c->condemned) && !c->call && !has_message(c) &&
	    (c->gone || (c->out.length == 0 && c->writes == 0))) {
		conn_close(c);
		return false;
	}
	return may_run(c) || may_go_on(c);
}

/* ---- life ---- */

static void on_closed(uv_handle_t *handle)
{
	struct conn *c = handle->data;

	wire_buffer_clear(&c->in);
	strbuf_clear(&c->out);
	free(c->held);
	free(c);
}

void conn_close(struct conn *c)
{
	server_forget(c->server, c);
	if (c->call)
		drop_call(c);
	conn_hold(c, NULL, NULL);
	uv_close((uv_handle_t *)&c->pipe, on_closed);
}

/* The directory and the mode of the socket keep others out already; this holds where they were loosened. */
static bool same_user(struct conn *c)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);
	uv_os_fd_t fd;

	if (uv_fileno((uv_handle_t *)&c->pipe, &fd) < 0 || getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
		return false;
	if (peer.uid != getuid())
		log_warnx("a connection of user %d was refused", (int)peer.uid);
	return peer.uid == getuid();
}

static void on_refused(uv_handle_t *handle)
{
	free(handle->data);
}

struct conn *conn_accept(struct server *server, struct app *app, uv_stream_t *listening)
{
	struct conn *c = xcalloc(1, sizeof(*c));

	uv_pipe_init(listening->loop, &c->pipe, 0);
	c->pipe.data = c;
	c->server = server;
	c->app = app;
	c->used = server_tick(server);
	c->born = server_turn(server);
	if (uv_accept(listening, (uv_stream_t *)&c->pipe) < 0 || !same_user(c)) {
		uv_close((uv_handle_t *)&c->pipe, on_refused);
		return NULL;
	}
	read_on(c);
	return c;
}
