/*
 * The hand on the clock, for tests: where CRAMPD_TEST_CLOCK names a path, the daemon's time stands still and is moved
 * by whoever connects to the Unix socket there. A line each:
 *   now                 says what time it is
 *   next                runs to the next alarm
 *   run INSTANT         time passes; each alarm on the way wakes when it is due
 *   jump INSTANT        the clock is stepped, or the machine slept until then
 *   zone NAME           another time zone
 * Each is answered, once everything that followed from it at once is done and on disk, by a line "NOW ALARM": instants
 * of RFC 3339, "-" where no alarm is set; or by a line that begins with "?".
 */
#ifndef CRAMPD_CLOCK_CONTROL_H
#define CRAMPD_CLOCK_CONTROL_H

struct clock;
struct clock_control;

/* Holds the clock and listens. 0 or -errno. */
int clock_control_new(struct clock *clock, const char *path, struct clock_control **out);
/* NULL-safe; the memory goes when the loop has closed its handles. */
void clock_control_free(struct clock_control *c);

#endif
