#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include <errno.h>

#include "cramp/util.h"
#include "daemon/clock.h"

/* A loop with a clock on it, and a bound in real time so that a lost wake-up fails instead of hanging. */
struct fixture {
	uv_loop_t loop;
	struct clock clock;
	uv_timer_t bound;
	int wakes;
	int64_t woken_at;
};

static void on_wake(void *data)
{
	struct fixture *f = data;

	f->wakes++;
	f->woken_at = clock_now(&f->clock);
	uv_stop(&f->loop);
}

static void on_bound(uv_timer_t *timer)
{
	uv_stop(timer->loop);
}

static void begin(struct fixture *f, const char *now)
{
	f->wakes = 0;
	uv_loop_init(&f->loop);
	assert_int_equal(clock_init(&f->clock, &f->loop, now), 0);
	assert_int_equal(clock_start(&f->clock, on_wake, f), 0);
	uv_timer_init(&f->loop, &f->bound);
}

static void run(struct fixture *f, uint64_t bound_ms)
{
	uv_timer_start(&f->bound, on_bound, bound_ms, 0);
	uv_run(&f->loop, UV_RUN_DEFAULT);
	uv_timer_stop(&f->bound);
}

static void end(struct fixture *f)
{
	uv_close((uv_handle_t *)&f->bound, NULL);
	clock_finish(&f->clock);
	uv_run(&f->loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&f->loop), 0);
}

static void test_init_sets_the_clock(void **state)
{
	uv_loop_t loop;
	struct clock c;

	(void)state;
	uv_loop_init(&loop);
	assert_int_equal(clock_init(&c, &loop, NULL), 0);
	assert_false(c.set);
	assert_true(llabs(clock_now(&c) - time(NULL)) <= 1);
	assert_int_equal(clock_init(&c, &loop, "2026-11-22T03:10:00+01:00"), 0);
	assert_true(c.set);
	assert_true(clock_now(&c) - 1795313400 <= 1 && clock_now(&c) >= 1795313400);
	assert_int_equal(clock_init(&c, &loop, "yesterday"), -EINVAL);
	clock_finish(&c);
	uv_loop_close(&loop);
}

static void test_wake_at_fires_on_time(void **state)
{
	struct fixture f;
	int64_t at;

	(void)state;
	begin(&f, NULL);
	at = clock_now(&f.clock) + 1;
	clock_wake_at(&f.clock, CLOCK_BACKUP, at + 3600);
	clock_wake_at(&f.clock, CLOCK_REMINDER, at);
	run(&f, 5000);
	assert_int_equal(f.wakes, 1);
	assert_true(f.woken_at >= at && f.woken_at <= at + 1);
	assert_true(f.clock.alarm_at[CLOCK_REMINDER] == UNKNOWN);
	assert_true(f.clock.alarm_at[CLOCK_BACKUP] == at + 3600);
	end(&f);
}

static void test_wake_at_in_the_past_fires_at_once(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "2026-11-22T03:10:00Z");
	clock_wake_at(&f.clock, CLOCK_REMINDER, clock_now(&f.clock) - 86400);
	run(&f, 5000);
	assert_int_equal(f.wakes, 1);
	clock_wake_at(&f.clock, CLOCK_REMINDER, -1);
	run(&f, 5000);
	assert_int_equal(f.wakes, 2);
	end(&f);
}

/* The clock set by CRAMP_NOW: its alarms are kept by that clock. */
static void test_wake_at_follows_the_set_clock(void **state)
{
	struct fixture f;
	int64_t at;

	(void)state;
	begin(&f, "2001-01-01T00:00:00Z");
	at = clock_now(&f.clock) + 1;
	clock_wake_at(&f.clock, CLOCK_REMINDER, at);
	run(&f, 5000);
	assert_int_equal(f.wakes, 1);
	assert_true(f.woken_at >= at && f.woken_at <= at + 1);
	end(&f);
}

static void test_wake_at_unknown_disarms(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, NULL);
	clock_wake_at(&f.clock, CLOCK_REMINDER, clock_now(&f.clock) + 1);
	clock_wake_at(&f.clock, CLOCK_REMINDER, UNKNOWN);
	run(&f, 1500);
	assert_int_equal(f.wakes, 0);
	end(&f);
}

/* A real step, of one millisecond: seen by an armed timer at once. Only root may do it. */
static bool step(long microseconds)
{
	struct timex t = { .modes = ADJ_SETOFFSET | ADJ_MICRO };

	t.time.tv_sec = microseconds < 0 ? -1 : 0;
	t.time.tv_usec = microseconds < 0 ? microseconds + 1000000 : microseconds;
	return clock_adjtime(CLOCK_REALTIME, &t) >= 0;
}

static void test_step_of_the_clock_wakes(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, NULL);
	clock_wake_at(&f.clock, CLOCK_REMINDER, clock_now(&f.clock) + 3600);
	if (!step(1000)) {
		end(&f);
		skip();
	}
	run(&f, 5000);
	step(-1000);
	assert_int_equal(f.wakes, 1);
	assert_true(f.clock.alarm_at[CLOCK_REMINDER] != UNKNOWN);
	/* the step back came while nothing was reading: told by arming anew */
	clock_wake_at(&f.clock, CLOCK_REMINDER, clock_now(&f.clock) + 7200);
	run(&f, 5000);
	assert_int_equal(f.wakes, 2);
	end(&f);
}

/* ---- held by a test ---- */

struct seen {
	struct clock clock;
	int64_t wakes[8], again_s; /* asks to be woken again so much later, once */
	int count;
};

static void see_wake(void *data)
{
	struct seen *s = data;

	s->wakes[s->count++] = clock_now(&s->clock);
	if (s->again_s)
		clock_wake_at(&s->clock, CLOCK_REMINDER, clock_now(&s->clock) + s->again_s);
	s->again_s = 0;
}

static void hold(struct seen *s)
{
	*s = (struct seen){ 0 };
	assert_int_equal(clock_init(&s->clock, NULL, "2026-11-22T03:10:00Z"), 0);
	s->clock.on_wake = see_wake;
	s->clock.data = s;
	clock_hold(&s->clock);
}

static void test_run_to_wakes_at_each_alarm(void **state)
{
	struct seen s;
	int64_t start;

	(void)state;
	hold(&s);
	start = clock_now(&s.clock);
	clock_wake_at(&s.clock, CLOCK_BACKUP, start + 600);
	clock_wake_at(&s.clock, CLOCK_REMINDER, start + 60);
	assert_true(clock_next_alarm(&s.clock) == start + 60);
	s.again_s = 120;
	clock_run_to(&s.clock, start + 599);
	assert_int_equal(s.count, 2);
	assert_true(s.wakes[0] == start + 60 && s.wakes[1] == start + 180);
	assert_true(clock_now(&s.clock) == start + 599);
	clock_run_to(&s.clock, start + 600);
	assert_int_equal(s.count, 3);
	assert_true(clock_next_alarm(&s.clock) == UNKNOWN);
}

static void test_jump_to_wakes_once(void **state)
{
	struct seen s;
	int64_t start;

	(void)state;
	hold(&s);
	start = clock_now(&s.clock);
	clock_wake_at(&s.clock, CLOCK_REMINDER, start + 60);
	clock_wake_at(&s.clock, CLOCK_BACKUP, start + 7200);
	clock_jump_to(&s.clock, start + 3600);
	assert_int_equal(s.count, 1);
	assert_true(s.wakes[0] == start + 3600);
	assert_true(clock_next_alarm(&s.clock) == start + 7200);
	clock_jump_to(&s.clock, start - 3600);
	assert_int_equal(s.count, 2);
	assert_true(clock_now(&s.clock) == start - 3600);
}

/* Nothing comes by itself but what is due already. */
static void test_held_clock_stands_still(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "2026-11-22T03:10:00Z");
	clock_hold(&f.clock);
	clock_wake_at(&f.clock, CLOCK_REMINDER, clock_now(&f.clock) + 1);
	run(&f, 1200);
	assert_int_equal(f.wakes, 0);
	clock_wake_at(&f.clock, CLOCK_REMINDER, clock_now(&f.clock));
	run(&f, 5000);
	assert_int_equal(f.wakes, 1);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_init_sets_the_clock),
		cmocka_unit_test(test_wake_at_fires_on_time),
		cmocka_unit_test(test_wake_at_in_the_past_fires_at_once),
		cmocka_unit_test(test_wake_at_follows_the_set_clock),
		cmocka_unit_test(test_wake_at_unknown_disarms),
		cmocka_unit_test(test_step_of_the_clock_wakes),
		cmocka_unit_test(test_run_to_wakes_at_each_alarm),
		cmocka_unit_test(test_jump_to_wakes_once),
		cmocka_unit_test(test_held_clock_stands_still),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
