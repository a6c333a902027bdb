/*
 * The only file that knows what time it is. Wall-clock alarms are absolute (timerfd on CLOCK_REALTIME, cancel-on-set):
 * they survive suspend, clock steps and zone changes. CRAMP_NOW sets where the clock starts; it runs on from there. A
 * test may hold it and move it by hand: alarms, steps and resumes then take the same way through the same code.
 */
#ifndef CRAMPD_CLOCK_H
#define CRAMPD_CLOCK_H

#include <uv.h>

#include "cramp/when.h"

/* Who may ask to be woken: one alarm each, all on one timer. */
enum clock_slot { CLOCK_BACKUP, CLOCK_REMINDER, CLOCK_SLOTS };

struct clock {
	uv_loop_t *loop;
	int64_t shift_s; /* CRAMP_NOW - the real time at start */
	bool set;	 /* not the machine's: by CRAMP_NOW, or held */
	bool held;	 /* stands still at held_at */
	int64_t held_at;
	int fd; /* timerfd, -1 before clock_start */
	uv_poll_t poll;
	uv_fs_event_t zone_watch;
	bool watch_open;
	int64_t alarm_at[CLOCK_SLOTS]; /* UNKNOWN: none */
	void (*on_wake)(void *data);
	void *data;
};

/* cramp_now may be NULL. 0, or -EINVAL if it is no instant. */
int clock_init(struct clock *c, uv_loop_t *loop, const char *cramp_now);

/*
 * on_wake is called when an alarm is due, the clock was stepped, or the zone changed: look at the calendar again.
 * Alarms that were due are forgotten before. 0 or -errno.
 */
int clock_start(struct clock *c, void (*on_wake)(void *data), void *data);

/* Closes its handles; the loop must run once more before the memory goes. Safe at any time after clock_init. */
void clock_finish(struct clock *c);

int64_t clock_now(const struct clock *c);	   /* UTC seconds */
struct instant clock_local(const struct clock *c); /* the same with the process's offset */
int64_t clock_now_us(const struct clock *c);	   /* monotonic microseconds, for spans */

/* Wake me at that instant, instead of whatever this slot asked before; UNKNOWN: do not. One that has passed wakes at
 * once. */
void clock_wake_at(struct clock *c, enum clock_slot slot, int64_t at);

/* The nearest alarm; UNKNOWN: none is set. */
int64_t clock_next_alarm(const struct clock *c);

/* ---- for tests ---- */

/* Time stands still from now on. */
void clock_hold(struct clock *c);
/* Time passes until that instant: each alarm on the way wakes when it is due. Only while held. */
void clock_run_to(struct clock *c, int64_t at);
/* The clock is stepped there, or the machine slept until then: one wake, at the end. Only while held. */
void clock_jump_to(struct clock *c, int64_t at);
/* Another time zone, as if /etc/localtime had been replaced. */
void clock_move_to_zone(struct clock *c, const char *zone);

#endif
