#include "daemon/service/server.h"

#include <stdlib.h>
#include <uv.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "daemon/app.h"
#include "daemon/service/conn.h"
#include "daemon/service/socket.h"

enum { BACKLOG = 128 };

struct server {
	struct app *app;
	struct listener listener;
	uv_pipe_t pipe;
	uv_idle_t again;  /* active while something is left to do at once: the loop does not sleep then */
	bool open;	  /* pipe and again are */
	bool at_the_door; /* a connection waits to be taken */
	struct conn *conns[SERVER_CONNECTIONS];
	size_t count;
	uint64_t ticks, turn;
};

const char *server_path(const struct server *s)
{
	return s->listener.path;
}

uint64_t server_tick(struct server *s)
{
	return ++s->ticks;
}

uint64_t server_turn(const struct server *s)
{
	return s->turn;
}

void server_forget(struct server *s, struct conn *conn)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->conns[i] == conn) {
			s->conns[i] = s->conns[--s->count];
			return;
		}
	}
}

/* ---- the door ---- */

/*
 * Who leaves for a newcomer: the one idle longest; if nobody is idle, the one whose last use is longest ago. One that
 * has just come is spared, since what it asks has not been read yet. NULL: nobody at this moment.
 */
static struct conn *longest_idle(const struct server *s)
{
	struct conn *found = NULL;

	for (size_t i = 0; i < s->count; i++) {
		struct conn *c = s->conns[i];

		if (conn_is_fresh(c))
			continue;
		if (!found || conn_is_idle(c) > conn_is_idle(found) ||
		    (conn_is_idle(c) == conn_is_idle(found) && conn_used(c) < conn_used(found)))
			found = c;
	}
	return found;
}

/* Until it is taken, the loop does not look for further ones. False: it must wait for the next turn. */
static bool open_door(struct server *s)
{
	struct conn *c;

	if (s->count == SERVER_CONNECTIONS) {
		c = longest_idle(s);
		if (!c)
			return false;
		conn_close(c);
	}
	s->at_the_door = false;
	c = conn_accept(s, s->app, (uv_stream_t *)&s->pipe);
	if (c)
		s->conns[s->count++] = c;
	return true;
}

static void on_connection(uv_stream_t *stream, int status)
{
	struct server *s = stream->data;

	if (status < 0) {
		log_warnx("a connection could not be taken: %s", uv_strerror(status));
		return;
	}
	s->at_the_door = true;
	/* When full, places are given only between turns: a reply that waits for its commit is not cut off. */
	if (s->count < SERVER_CONNECTIONS)
		open_door(s);
}

/* ---- the turn ---- */

static void on_again(uv_idle_t *again)
{
	(void)again;
}

void server_work(struct server *s)
{
	s->turn++;
	for (size_t i = s->count; i-- > 0;)
		conn_work(s->conns[i]);
}

bool server_waits(const struct server *s)
{
	for (size_t i = 0; i < s->count; i++) {
		if (conn_waits(s->conns[i]))
			return true;
	}
	return false;
}

void server_settle(struct server *s, int result)
{
	for (size_t i = s->count; i-- > 0;)
		conn_settle(s->conns[i], result);
}

void server_flush(struct server *s)
{
	bool more = false;

	/* Downwards: one that is done leaves its place to the last. */
	for (size_t i = s->count; i-- > 0;)
		more |= conn_flush(s->conns[i]);
	if (s->at_the_door)
		more |= !open_door(s);
	if (!s->open)
		return;
	if (more)
		uv_idle_start(&s->again, on_again);
	else
		uv_idle_stop(&s->again);
}

/* ---- life ---- */

int server_new(struct app *app, struct server **out)
{
	struct server *s = xcalloc(1, sizeof(*s));
	int r;

	s->app = app;
	r = listener_claim(&s->listener, app->socket_path);
	if (r != LISTENER_OK) {
		listener_release(&s->listener);
		free(s);
		return r == LISTENER_TAKEN ? SERVER_TAKEN : r;
	}
	*out = s;
	return SERVER_OK;
}

int server_listen(struct server *s)
{
	int r = listener_bind(&s->listener);

	if (r < 0)
		return r;
	uv_pipe_init(s->app->loop, &s->pipe, 0);
	uv_idle_init(s->app->loop, &s->again);
	s->pipe.data = s;
	s->open = true;
	r = uv_pipe_open(&s->pipe, s->listener.fd);
	if (r == 0) {
		s->listener.fd = -1; /* the loop closes it */
		r = uv_listen((uv_stream_t *)&s->pipe, BACKLOG, on_connection);
	}
	if (r < 0)
		log_warnx("the socket %s cannot be listened on: %s", s->listener.path, uv_strerror(r));
	return r;
}

void server_stop(struct server *s)
{
	if (!s)
		return;
	while (s->count > 0)
		conn_close(s->conns[s->count - 1]);
	if (!s->open)
		return;
	uv_close((uv_handle_t *)&s->pipe, NULL);
	uv_close((uv_handle_t *)&s->again, NULL);
	s->open = false;
}

void server_free(struct server *s)
{
	if (!s)
		return;
	listener_release(&s->listener);
	free(s);
}
