/*
 * The only file that knows what time it is. Wall-clock alarms are absolute (timerfd on CLOCK_REALTIME, cancel-on-set):
 * they survive suspend, clock steps and zone changes. CRAMP_NOW sets where the clock starts; it runs on from there.
 */
#ifndef CRAMPD_CLOCK_H
#define CRAMPD_CLOCK_H

#include <uv.h>

#include "cramp/when.h"

struct clock {
	uv_loop_t *loop;
	int64_t shift_s; /* CRAMP_NOW - the real time at start */
	bool set;	 /* by CRAMP_NOW */
	int fd;		 /* timerfd, -1 while nothing is armed */
	uv_poll_t poll;
	uv_fs_event_t zone_watch;
	bool poll_open, watch_open;
	int64_t alarm_at; /* UNKNOWN: none */
	void (*on_wake)(
		void *data); /* the alarm, a step of the clock, or a change of zone: look at the calendar again */
	void *data;
};

/* 0 or negative. */
int clock_init(struct clock *c, uv_loop_t *loop, const char *cramp_now);
void clock_start(struct clock *c, void (*on_wake)(void *data), void *data);
/* Closes its handles; the loop must run once more before the memory goes. */
void clock_finish(struct clock *c);

int64_t clock_now(const struct clock *c);	   /* UTC seconds */
struct instant clock_local(const struct clock *c); /* the same with the process's offset */
int64_t clock_now_us(const struct clock *c);	   /* monotonic microseconds, for spans */
/* Wake me at that instant, instead of whatever was asked before; UNKNOWN: do not. */
void clock_wake_at(struct clock *c, int64_t at);

#endif
