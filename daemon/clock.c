#include "daemon/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "cramp/log.h"
#include "cramp/util.h"

static int64_t real_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec;
}

int64_t clock_now(const struct clock *c)
{
	return c->held ? c->held_at : real_now() + c->shift_s;
}

struct instant clock_local(const struct clock *c)
{
	return local_instant(clock_now(c));
}

int64_t clock_now_us(const struct clock *c)
{
	struct timespec t;

	(void)c;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int clock_init(struct clock *c, uv_loop_t *loop, const char *cramp_now)
{
	struct instant start;

	*c = (struct clock){ .loop = loop, .fd = -1 };
	for (int i = 0; i < CLOCK_SLOTS; i++)
		c->alarm_at[i] = UNKNOWN;
	if (str_empty(cramp_now))
		return 0;
	if (!rfc3339_parse(cramp_now, &start))
		return -EINVAL;
	c->shift_s = start.at - real_now();
	c->set = true;
	return 0;
}

/* ---- the one timer ---- */

int64_t clock_next_alarm(const struct clock *c)
{
	int64_t at = UNKNOWN;

	for (int i = 0; i < CLOCK_SLOTS; i++) {
		if (c->alarm_at[i] != UNKNOWN && (at == UNKNOWN || c->alarm_at[i] < at))
			at = c->alarm_at[i];
	}
	return at;
}

/* A zero time disarms a timerfd, so what lies before 1970 becomes its first second: it has passed either way. */
static int set_timer(int fd, int64_t real_at)
{
	struct itimerspec when = { 0 };

	if (real_at != UNKNOWN)
		when.it_value.tv_sec = real_at > 0 ? real_at : 1;
	return timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL);
}

/* The same alarm by the machine's clock. While time stands still only what is due already can come by itself. */
static int64_t real_alarm(const struct clock *c)
{
	int64_t at = clock_next_alarm(c);

	if (at == UNKNOWN || (c->held && at > c->held_at))
		return UNKNOWN;
	return c->held ? 1 : at - c->shift_s;
}

static void arm(struct clock *c)
{
	if (c->fd < 0)
		return;
	if (set_timer(c->fd, real_alarm(c)) == 0)
		return;
	if (errno != ECANCELED)
		log_warn("the alarm could not be set");
	/* A step of the clock that nobody has read of yet: the timer is armed, but this was the only word of it. */
	else if (set_timer(c->fd, 1) < 0 && errno != ECANCELED)
		log_warn("the alarm could not be set");
}

void clock_wake_at(struct clock *c, enum clock_slot slot, int64_t at)
{
	if (c->alarm_at[slot] == at)
		return;
	c->alarm_at[slot] = at;
	arm(c);
}

static void wake(struct clock *c)
{
	int64_t now = clock_now(c);

	for (int i = 0; i < CLOCK_SLOTS; i++) {
		if (c->alarm_at[i] != UNKNOWN && c->alarm_at[i] <= now)
			c->alarm_at[i] = UNKNOWN;
	}
	arm(c);
	c->on_wake(c->data);
}

static void on_timer(uv_poll_t *poll, int status, int events)
{
	struct clock *c = poll->data;
	uint64_t expirations;

	(void)status;
	(void)events;
	/* ECANCELED: the clock was stepped. Either way the calendar is looked at again. */
	if (read(c->fd, &expirations, sizeof(expirations)) < 0 && errno == EAGAIN)
		return;
	wake(c);
}

void clock_hold(struct clock *c)
{
	c->held_at = clock_now(c);
	c->held = c->set = true;
	arm(c);
}

void clock_run_to(struct clock *c, int64_t at)
{
	int64_t next;

	while ((next = clock_next_alarm(c)) != UNKNOWN && next <= at) {
		if (c->held_at < next)
			c->held_at = next;
		wake(c);
	}
	c->held_at = at;
}

void clock_jump_to(struct clock *c, int64_t at)
{
	c->held_at = at;
	wake(c);
}

/* ---- the zone ---- */

static void on_etc(uv_fs_event_t *watch, const char *name, int events, int status)
{
	(void)events;
	if (status < 0 || !name || strcmp(name, "localtime") != 0)
		return;
	when_zone_changed();
	wake(watch->data);
}

void clock_move_to_zone(struct clock *c, const char *zone)
{
	setenv("TZ", zone, 1);
	when_zone_changed();
	wake(c);
}

/* With TZ in the environment the zone cannot change. The directory is watched, since the link in it is replaced. */
static void watch_zone(struct clock *c)
{
	int r;

	if (getenv("TZ"))
		return;
	uv_fs_event_init(c->loop, &c->zone_watch);
	c->zone_watch.data = c;
	c->watch_open = true;
	r = uv_fs_event_start(&c->zone_watch, on_etc, "/etc", 0);
	if (r < 0)
		log_warnx("a change of the time zone will not be noticed: %s", uv_strerror(r));
}

int clock_start(struct clock *c, void (*on_wake)(void *data), void *data)
{
	int r;

	c->on_wake = on_wake;
	c->data = data;
	c->fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	if (c->fd < 0)
		return -errno;
	r = uv_poll_init(c->loop, &c->poll, c->fd);
	if (r < 0) {
		close(c->fd);
		c->fd = -1;
		return r;
	}
	c->poll.data = c;
	r = uv_poll_start(&c->poll, UV_READABLE, on_timer);
	if (r < 0)
		return r;
	watch_zone(c);
	arm(c);
	return 0;
}

void clock_finish(struct clock *c)
{
	if (c->fd >= 0) {
		uv_close((uv_handle_t *)&c->poll, NULL);
		close(c->fd);
		c->fd = -1;
	}
	if (c->watch_open) {
		uv_close((uv_handle_t *)&c->zone_watch, NULL);
		c->watch_open = false;
	}
}
