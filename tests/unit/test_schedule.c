/* When reminders are due: weekdays, midnight, clock changes, shift work. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cramp/util.h"
#include "daemon/reminder/schedule.h"

static struct config standard(void)
{
	struct config c = { .lead_min = 30,
			    .night_starts_min = 720,
			    .quiet_from_min = -1,
			    .quiet_to_min = -1,
			    .weekly_weekday = 6,
			    .weekly_min = 600 };
	int i;

	for (i = 0; i < WEEKDAYS; i++) {
		c.bedtime_min[i] = 22 * 60 + 30;
		c.wake_min[i] = 7 * 60 + 30;
	}
	return c;
}

static void every_day(int minutes[WEEKDAYS], int value)
{
	int i;

	for (i = 0; i < WEEKDAYS; i++)
		minutes[i] = value;
}

static void in_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	when_zone_changed();
}

static int32_t date(const char *text)
{
	int32_t day;

	assert_true(date_parse(text, &day));
	return day;
}

static void assert_instant(struct instant when, const char *expected)
{
	char text[RFC3339_LENGTH + 1];

	rfc3339_format(when, text);
	assert_string_equal(text, expected);
}

static void assert_due(const struct config *c, enum reminder_kind kind, const char *night, const char *expected)
{
	struct occasion o = schedule_of(c, local_resolve, kind, date(night));

	assert_int_equal(o.night, date(night));
	assert_int_equal(o.kind, kind);
	assert_instant(o.due, expected);
	assert_true(o.due.at <= o.useful_until && o.useful_until <= o.closes);
}

static void test_schedule_of_defaults(void **state)
{
	struct config c = standard();
	struct occasion o;

	(void)state;
	in_zone("Europe/Berlin");
	assert_due(&c, REMIND_BEDTIME, "2026-11-21", "2026-11-21T22:00:00+01:00");
	assert_due(&c, REMIND_CHECKIN, "2026-11-21", "2026-11-22T07:30:00+01:00");
	o = schedule_of(&c, local_resolve, REMIND_BEDTIME, date("2026-11-21"));
	assert_instant(local_instant(o.useful_until), "2026-11-22T01:30:00+01:00");
	assert_instant(local_instant(o.closes), "2026-11-22T12:00:00+01:00");
	o = schedule_of(&c, local_resolve, REMIND_CHECKIN, date("2026-11-21"));
	assert_instant(local_instant(o.closes), "2026-11-22T19:30:00+01:00");
}

static void test_schedule_of_weekday(void **state)
{
	struct config c = standard();

	(void)state;
	in_zone("Europe/Berlin");
	c.bedtime_min[5] = 23 * 60 + 45; /* Saturday's evening */
	c.wake_min[6] = 9 * 60;		 /* Sunday's morning */
	assert_due(&c, REMIND_BEDTIME, "2026-11-21", "2026-11-21T23:15:00+01:00");
	assert_due(&c, REMIND_CHECKIN, "2026-11-21", "2026-11-22T09:00:00+01:00");
	assert_due(&c, REMIND_BEDTIME, "2026-11-22", "2026-11-22T22:00:00+01:00");
	assert_due(&c, REMIND_CHECKIN, "2026-11-20", "2026-11-21T07:30:00+01:00");
}

static void test_schedule_of_midnight(void **state)
{
	struct config c = standard();

	(void)state;
	in_zone("Europe/Berlin");
	every_day(c.bedtime_min, 24 * 60 + 15);
	assert_due(&c, REMIND_BEDTIME, "2026-11-21", "2026-11-21T23:45:00+01:00");
	every_day(c.bedtime_min, 15);
	assert_due(&c, REMIND_BEDTIME, "2026-11-21", "2026-11-21T23:45:00+01:00");
	assert_due(&c, REMIND_CHECKIN, "2026-11-21", "2026-11-22T07:30:00+01:00");
	c.lead_min = 0;
	assert_due(&c, REMIND_BEDTIME, "2026-12-31", "2027-01-01T00:15:00+01:00");
	every_day(c.bedtime_min, 35 * 60);
	assert_due(&c, REMIND_BEDTIME, "2026-11-21", "2026-11-22T11:00:00+01:00");
	assert_due(&c, REMIND_CHECKIN, "2026-11-21", "2026-11-23T07:30:00+01:00");
}

static void test_schedule_of_shift_work(void **state)
{
	struct config c = standard();

	(void)state;
	in_zone("Europe/Berlin");
	c.night_starts_min = 4 * 60;
	every_day(c.bedtime_min, 8 * 60);
	every_day(c.wake_min, 16 * 60);
	assert_due(&c, REMIND_BEDTIME, "2026-11-21", "2026-11-21T07:30:00+01:00");
	assert_due(&c, REMIND_CHECKIN, "2026-11-21", "2026-11-21T16:00:00+01:00");
	/* One who sleeps until after noon. */
	c = standard();
	every_day(c.wake_min, 13 * 60);
	assert_due(&c, REMIND_CHECKIN, "2026-11-21", "2026-11-22T13:00:00+01:00");
}

static void test_schedule_of_gap(void **state)
{
	struct config c = standard();

	(void)state;
	in_zone("Europe/Berlin");
	every_day(c.bedtime_min, 26 * 60 + 30);
	c.lead_min = 0;
	assert_due(&c, REMIND_BEDTIME, "2026-03-28", "2026-03-29T03:00:00+02:00");
	/* The lead is taken off the wall time: from half past three it leads into the gap, from three to before it. */
	every_day(c.bedtime_min, 27 * 60 + 15);
	c.lead_min = 30;
	assert_due(&c, REMIND_BEDTIME, "2026-03-28", "2026-03-29T03:00:00+02:00");
	every_day(c.bedtime_min, 27 * 60 + 15);
	c.lead_min = 90;
	assert_due(&c, REMIND_BEDTIME, "2026-03-28", "2026-03-29T01:45:00+01:00");
	in_zone("Australia/Lord_Howe");
	every_day(c.bedtime_min, 26 * 60 + 15);
	c.lead_min = 0;
	assert_due(&c, REMIND_BEDTIME, "2026-10-03", "2026-10-04T02:30:00+11:00");
	/* A whole day was left out: its night begins where time goes on. */
	in_zone("Pacific/Apia");
	c = standard();
	assert_due(&c, REMIND_BEDTIME, "2011-12-29", "2011-12-29T22:00:00-10:00");
	assert_due(&c, REMIND_BEDTIME, "2011-12-30", "2011-12-31T00:00:00+14:00");
	assert_due(&c, REMIND_BEDTIME, "2011-12-31", "2011-12-31T22:00:00+14:00");
}

static void test_schedule_of_overlap(void **state)
{
	struct config c = standard();

	(void)state;
	in_zone("Europe/Berlin");
	every_day(c.bedtime_min, 26 * 60 + 30);
	c.lead_min = 0;
	assert_due(&c, REMIND_BEDTIME, "2026-10-24", "2026-10-25T02:30:00+02:00");
	in_zone("America/New_York");
	every_day(c.bedtime_min, 25 * 60 + 15);
	assert_due(&c, REMIND_BEDTIME, "2026-10-31", "2026-11-01T01:15:00-04:00");
	in_zone("Australia/Lord_Howe");
	every_day(c.bedtime_min, 25 * 60 + 45);
	assert_due(&c, REMIND_BEDTIME, "2026-04-04", "2026-04-05T01:45:00+11:00");
}

static void test_schedule_of_quiet(void **state)
{
	struct config c = standard();

	(void)state;
	in_zone("Europe/Berlin");
	c.quiet_from_min = 22 * 60;
	c.quiet_to_min = 8 * 60;
	assert_due(&c, REMIND_CHECKIN, "2026-11-21", "2026-11-22T08:00:00+01:00");
	assert_due(&c, REMIND_BEDTIME, "2026-11-21", "2026-11-21T22:00:00+01:00");
	c.quiet_from_min = 7 * 60;
	assert_due(&c, REMIND_CHECKIN, "2026-11-21", "2026-11-22T08:00:00+01:00");
	c.quiet_to_min = 7 * 60 + 30;
	assert_due(&c, REMIND_CHECKIN, "2026-11-21", "2026-11-22T07:30:00+01:00");
	every_day(c.wake_min, 23 * 60);
	c.quiet_from_min = 22 * 60;
	c.quiet_to_min = 8 * 60;
	assert_due(&c, REMIND_CHECKIN, "2026-11-21", "2026-11-22T08:00:00+01:00");
}

static void assert_none(const struct config *c, const char *night)
{
	struct occasion o = schedule_of(c, local_resolve, REMIND_WEEKLY, date(night));

	assert_true(o.due.at == UNKNOWN && o.useful_until == UNKNOWN && o.closes == UNKNOWN);
}

static void test_schedule_of_week(void **state)
{
	struct config c = standard();
	struct instant at;
	struct occasion o;

	(void)state;
	in_zone("Europe/Berlin");
	assert_due(&c, REMIND_WEEKLY, "2026-11-21", "2026-11-22T10:00:00+01:00");
	assert_none(&c, "2026-11-20");
	assert_none(&c, "2026-11-22");
	assert_true(rfc3339_parse("2026-11-22T10:00:00+01:00", &at));
	o = schedule_next(&c, local_resolve, REMIND_WEEKLY, at);
	assert_int_equal(o.night, date("2026-11-28"));
	at.at--;
	o = schedule_next(&c, local_resolve, REMIND_WEEKLY, at);
	assert_int_equal(o.night, date("2026-11-21"));
	/* Monday shortly after midnight, in quiet hours, in a gap. */
	c.weekly_weekday = 0;
	c.weekly_min = 15;
	c.quiet_from_min = 23 * 60;
	c.quiet_to_min = 7 * 60;
	assert_due(&c, REMIND_WEEKLY, "2026-11-22", "2026-11-23T07:00:00+01:00");
	c.weekly_weekday = 6;
	c.weekly_min = 150;
	c.quiet_from_min = -1;
	assert_due(&c, REMIND_WEEKLY, "2026-03-28", "2026-03-29T03:00:00+02:00");
}

static void assert_quiet(const struct config *c, const char *now, const char *until)
{
	struct instant at;
	int64_t end;

	assert_true(rfc3339_parse(now, &at));
	end = schedule_quiet_until(c, local_resolve, local_instant(at.at));
	if (until)
		assert_instant(local_instant(end), until);
	else
		assert_true(end == UNKNOWN);
}

static void test_quiet_until(void **state)
{
	struct config c = standard();

	(void)state;
	in_zone("Europe/Berlin");
	assert_quiet(&c, "2026-11-22T03:00:00+01:00", NULL);
	c.quiet_from_min = 23 * 60;
	c.quiet_to_min = 7 * 60;
	assert_quiet(&c, "2026-11-22T22:59:59+01:00", NULL);
	assert_quiet(&c, "2026-11-22T23:00:00+01:00", "2026-11-23T07:00:00+01:00");
	assert_quiet(&c, "2026-11-23T06:59:59+01:00", "2026-11-23T07:00:00+01:00");
	assert_quiet(&c, "2026-11-23T07:00:00+01:00", NULL);
	/* They end in an hour that comes twice: the first time. */
	c.quiet_to_min = 150;
	assert_quiet(&c, "2026-10-25T02:15:00+02:00", "2026-10-25T02:30:00+02:00");
	assert_quiet(&c, "2026-10-25T02:15:00+01:00", NULL);
	/* In one that does not exist: where time goes on. */
	assert_quiet(&c, "2026-03-29T01:59:59+01:00", "2026-03-29T03:00:00+02:00");
	assert_quiet(&c, "2026-03-29T03:00:00+02:00", NULL);
}

static void test_schedule_next(void **state)
{
	struct config c = standard();
	struct instant at;
	struct occasion o;

	(void)state;
	in_zone("Europe/Berlin");
	assert_true(rfc3339_parse("2026-11-21T21:59:59+01:00", &at));
	o = schedule_next(&c, local_resolve, REMIND_BEDTIME, at);
	assert_int_equal(o.night, date("2026-11-21"));
	at.at++;
	o = schedule_next(&c, local_resolve, REMIND_BEDTIME, at);
	assert_int_equal(o.night, date("2026-11-22"));
	o = schedule_next(&c, local_resolve, REMIND_CHECKIN, at);
	assert_int_equal(o.night, date("2026-11-21"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_schedule_of_defaults), cmocka_unit_test(test_schedule_of_weekday),
		cmocka_unit_test(test_schedule_of_midnight), cmocka_unit_test(test_schedule_of_shift_work),
		cmocka_unit_test(test_schedule_of_gap),	     cmocka_unit_test(test_schedule_of_overlap),
		cmocka_unit_test(test_schedule_of_quiet),    cmocka_unit_test(test_schedule_next),
		cmocka_unit_test(test_schedule_of_week),     cmocka_unit_test(test_quiet_until),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
