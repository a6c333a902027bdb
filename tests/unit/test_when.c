/* Dates, instants, nights and local times, over the zones that do strange things, and over all of them at random. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "cramp/util.h"
#include "cramp/when.h"

static void zone_set(const char *tz)
{
	if (tz)
		setenv("TZ", tz, 1);
	else
		unsetenv("TZ");
	when_zone_changed();
}

static int32_t day_at(const char *date)
{
	int32_t day = NO_NIGHT;

	assert_true(date_parse(date, &day));
	return day;
}

static struct instant moment(const char *text)
{
	struct instant i = { 0 };

	assert_true(rfc3339_parse(text, &i));
	return i;
}

static void assert_moment(struct instant i, const char *expected)
{
	char text[RFC3339_LENGTH + 1];

	rfc3339_format(i, text);
	assert_string_equal(text, expected);
}

static void test_date_parse_forms(void **state)
{
	static const char *const wrong[] = { "",	   "2026",	  "2026-11",	"2026-11-2",  "2026-1-22",
					     "2026-11-31", "2026-02-29",  "1900-02-29", "2026-00-10", "2026-13-10",
					     "2026-11-00", "0000-01-01",  "+026-11-22", "2026/11/22", "2026-11-22 ",
					     "20261122",   "2026-11-221", " 2026-11-22" };
	int32_t day = 7;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_false(date_parse(wrong[i], &day));
	assert_int_equal(day_at("1970-01-01"), 0);
	assert_int_equal(day_at("2000-02-29"), 11016);
	assert_int_equal(day_at("2026-11-22"), 20779);
	assert_int_equal(day_at("0001-01-01"), -719162);
	assert_int_equal(day_at("9999-12-31"), 2932896);
}

static void test_date_every_day_round_trips(void **state)
{
	int year = 0, month = 0, mday = 0, weekday = 0; /* 0001-01-01 is a Monday */
	char text[DATE_LENGTH + 1], before[DATE_LENGTH + 1] = "";
	(void)state;
	for (int32_t day = day_at("0001-01-01"); day <= day_at("9999-12-31"); day++, weekday = (weekday + 1) % 7) {
		int32_t again;

		date_split(day, &year, &month, &mday);
		if (!date_join(year, month, mday, &again) || again != day || date_weekday(day) != weekday)
			fail_msg("day %d is %d-%d-%d, which is day %d", day, year, month, mday, again);
		if (day % 97)
			continue;
		date_format(day, text);
		assert_true(strcmp(before, text) < 0);
		assert_int_equal(day_at(text), day);
		str_copy(before, sizeof(before), text);
	}
}

static void test_date_format_outside(void **state)
{
	char text[DATE_LENGTH + 1] = "x";
	(void)state;
	date_format(NO_NIGHT, text);
	assert_string_equal(text, "");
	date_format(INT32_MAX, text);
	assert_string_equal(text, "");
}

static void test_rfc3339_forms(void **state)
{
	static const char *const wrong[] = {
		"",
		"2026-11-22",
		"2026-11-22T03:10",
		"2026-11-22T24:00Z",
		"2026-11-22T03:60Z",
		"2026-11-22T3:10Z",
		"2026-11-22T03:10:60Z",
		"2026-11-22T03:10:00.Z",
		"2026-11-22T03:10:00+1",
		"2026-11-22T03:10:00+0100",
		"2026-11-22T03:10:00+24:00",
		"2026-11-22T03:10:00+01:00 ",
		"2026-11-22X03:10:00+01:00",
		"2026-02-30T03:10:00+01:00",
		"2026-11-22T03:10:00 +01:00",
		"2026-11-22T",
		"2026-11-22T03:10:0Z",
		"2026-11-22T03:10:00+01:00:0",
		"2026-11-22T03:10:00Zulu",
	};
	struct instant i;
	(void)state;
	for (size_t n = 0; n < ARRAY_LEN(wrong); n++)
		if (rfc3339_parse(wrong[n], &i))
			fail_msg("taken: %s", wrong[n]);
	assert_int_equal(moment("1970-01-01T00:00:00Z").at, 0);
	assert_int_equal(moment("2026-11-22T03:10:00+01:00").at, 1795313400);
	assert_int_equal(moment("2026-11-22T03:10:00+01:00").offset_s, 3600);
	assert_int_equal(moment("2026-11-22t02:10z").at, 1795313400);
	assert_int_equal(moment("2026-11-21 22:10:00.987-04:00").at, 1795313400);
	assert_int_equal(moment("2026-11-22T03:10:07+01:00").at, 1795313407);
	assert_int_equal(moment("2026-11-21T22:40:00-03:30").offset_s, -12600);
}

static void test_rfc3339_format_ends(void **state)
{
	char text[RFC3339_LENGTH + 1] = "x";
	(void)state;
	rfc3339_format((struct instant){ UNKNOWN, 0 }, text);
	assert_string_equal(text, "");
	assert_moment((struct instant){ 0, -1800 }, "1969-12-31T23:30:00-00:30");
	/* Berlin before 1893 was 53 min 28 s ahead: the instant is kept. */
	assert_moment((struct instant){ -2500000000, 3208 }, "1890-10-11T20:26:20+00:53");
	assert_int_equal(moment("1890-10-11T20:26:20+00:53").at, -2500000000);
	rfc3339_format((struct instant){ INT64_MAX, INT32_MAX }, text);
	assert_int_equal(strlen(text), RFC3339_LENGTH);
	rfc3339_format((struct instant){ INT64_MIN + 1, INT32_MIN }, text);
	assert_int_equal(strlen(text), RFC3339_LENGTH);
}

static void test_rfc3339_round_trips(void **state)
{
	char text[RFC3339_LENGTH + 1];
	(void)state;
	srandom(3);
	for (int n = 0; n < 100000; n++) {
		struct instant i = { (random() % 4000000000LL) - 2000000000 + 1800000000,
				     (int32_t)(random() % 1600 - 800) * 60 };

		rfc3339_format(i, text);
		struct instant back = moment(text);
		assert_int_equal(back.at, i.at);
		assert_int_equal(back.offset_s, i.offset_s);
	}
}

static void test_civil_of_both_sides_of_1970(void **state)
{
	struct civil c = civil_of((struct instant){ -1, 0 });
	(void)state;
	assert_int_equal(c.day, -1);
	assert_int_equal(c.second, 86399);
	c = civil_of((struct instant){ 86400 - 3600, 3600 });
	assert_int_equal(c.day, 1);
	assert_int_equal(c.second, 0);
}

static void test_night_of_noon_to_noon(void **state)
{
	(void)state;
	assert_int_equal(night_of(moment("2026-11-22T03:10:00+01:00"), 720), day_at("2026-11-21"));
	assert_int_equal(night_of(moment("2026-11-22T11:59:59+01:00"), 720), day_at("2026-11-21"));
	assert_int_equal(night_of(moment("2026-11-22T12:00:00+01:00"), 720), day_at("2026-11-22"));
	assert_int_equal(night_of(moment("2026-11-22T23:59:59+01:00"), 720), day_at("2026-11-22"));
	/* The label is of the place where it was: the same instant is another night elsewhere. */
	assert_int_equal(night_of(moment("2026-11-22T11:30:00-05:00"), 720), day_at("2026-11-21"));
	assert_int_equal(night_of(moment("2026-11-22T17:30:00+01:00"), 720), day_at("2026-11-22"));
	/* A shift worker's night, and the day rule. */
	assert_int_equal(night_of(moment("2026-11-22T13:00:00+01:00"), 1080), day_at("2026-11-21"));
	assert_int_equal(night_of(moment("2026-11-22T03:59:00+01:00"), 240), day_at("2026-11-21"));
	assert_int_equal(night_of(moment("2026-11-22T04:00:00+01:00"), 240), day_at("2026-11-22"));
	assert_int_equal(night_of((struct instant){ UNKNOWN, 0 }, 720), NO_NIGHT);
}

static void test_when_zone_names(void **state)
{
	static const char *const cases[][2] = {
		{ "Europe/Berlin", "Europe/Berlin" },
		{ ":Europe/Berlin", "Europe/Berlin" },
		{ ":/usr/share/zoneinfo/America/Argentina/Ushuaia", "America/Argentina/Ushuaia" },
		{ "/usr/share/zoneinfo/Asia/Kolkata", "Asia/Kolkata" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "UTC" },
		{ "", "UTC" },
		{ "UTC", "UTC" },
		{ "UTC0", "UTC" },
		{ "Europe/Nowhere", "UTC" },
		{ "/etc/passwd", "UTC" },
		{ "../../etc/passwd", "UTC" },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		zone_set(cases[i][0]);
		assert_string_equal(when_zone(), cases[i][1]);
	}
	zone_set(NULL);
	assert_true(when_zone_known(when_zone()));
	/* A POSIX rule names no zone, its offset holds all the same. */
	zone_set("CET-1CEST,M3.5.0,M10.5.0/3");
	assert_int_equal(local_instant(1795313400).offset_s, 3600);
	assert_int_equal(local_instant(1795313400 - 150 * 86400).offset_s, 7200);
}

static void test_when_zone_known_refuses_tricks(void **state)
{
	static const char *const wrong[] = { "",
					     "/",
					     "/etc/passwd",
					     "../zoneinfo/Europe/Berlin",
					     "Europe",
					     "Europe/",
					     "europe berlin",
					     "tzdata.zi",
					     "zone.tab",
					     "right/Europe/Berlin",
					     "Europe//Berlin",
					     "Europe/../Europe/Berlin" };
	char longest[300];
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (when_zone_known(wrong[i]))
			fail_msg("taken: %s", wrong[i]);
	memset(longest, 'A', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_false(when_zone_known(longest));
	assert_false(when_zone_known(NULL));
	assert_true(when_zone_known("Europe/Berlin"));
	assert_true(when_zone_known("America/Argentina/Ushuaia"));
	assert_true(when_zone_known("Etc/GMT+12"));
}

/* A wall time, and what it must become. */
struct wall {
	const char *zone, *date;
	int hour, minute, count;
	const char *first, *second;
};

static const struct wall walls[] = {
	{ "Europe/Berlin", "2026-11-22", 3, 10, 1, "2026-11-22T03:10:00+01:00", NULL },
	{ "Europe/Berlin", "2026-07-22", 3, 10, 1, "2026-07-22T03:10:00+02:00", NULL },
	{ "Europe/Berlin", "2026-03-29", 1, 59, 1, "2026-03-29T01:59:00+01:00", NULL },
	{ "Europe/Berlin", "2026-03-29", 2, 0, 0, "2026-03-29T01:59:59+01:00", "2026-03-29T03:00:00+02:00" },
	{ "Europe/Berlin", "2026-03-29", 2, 30, 0, "2026-03-29T01:59:59+01:00", "2026-03-29T03:00:00+02:00" },
	{ "Europe/Berlin", "2026-03-29", 3, 0, 1, "2026-03-29T03:00:00+02:00", NULL },
	{ "Europe/Berlin", "2026-10-25", 1, 59, 1, "2026-10-25T01:59:00+02:00", NULL },
	{ "Europe/Berlin", "2026-10-25", 2, 0, 2, "2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00" },
	{ "Europe/Berlin", "2026-10-25", 2, 59, 2, "2026-10-25T02:59:00+02:00", "2026-10-25T02:59:00+01:00" },
	{ "Europe/Berlin", "2026-10-25", 3, 0, 1, "2026-10-25T03:00:00+01:00", NULL },
	{ "America/New_York", "2026-03-08", 2, 30, 0, "2026-03-08T01:59:59-05:00", "2026-03-08T03:00:00-04:00" },
	{ "America/New_York", "2026-11-01", 1, 30, 2, "2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00" },
	/* Half an hour of summer time. */
	{ "Australia/Lord_Howe", "2026-10-04", 2, 15, 0, "2026-10-04T01:59:59+10:30", "2026-10-04T02:30:00+11:00" },
	{ "Australia/Lord_Howe", "2026-04-05", 1, 45, 2, "2026-04-05T01:45:00+11:00", "2026-04-05T01:45:00+10:30" },
	{ "Australia/Lord_Howe", "2026-04-05", 2, 15, 1, "2026-04-05T02:15:00+10:30", NULL },
	/* A date that did not happen, and one that happened twice. */
	{ "Pacific/Apia", "2011-12-30", 22, 30, 0, "2011-12-29T23:59:59-10:00", "2011-12-31T00:00:00+14:00" },
	{ "Pacific/Kwajalein", "1993-08-21", 12, 0, 0, "1993-08-20T23:59:59-12:00", "1993-08-22T00:00:00+12:00" },
	{ "Asia/Manila", "1844-12-31", 12, 0, 0, NULL, NULL },
	{ "America/Juneau", "1867-10-18", 15, 40, 2, NULL, NULL },
	/* The standard offset changed: back in 2014, forward in 2016, and by a quarter of an hour in Nepal. */
	{ "Europe/Moscow", "2014-10-26", 1, 30, 2, "2014-10-26T01:30:00+04:00", "2014-10-26T01:30:00+03:00" },
	{ "Europe/Istanbul", "2016-11-06", 3, 30, 1, "2016-11-06T03:30:00+03:00", NULL },
	{ "Asia/Kathmandu", "1986-01-01", 0, 5, 0, "1985-12-31T23:59:59+05:30", "1986-01-01T00:15:00+05:45" },
	/* Winter time that is the exception, and summer time that begins at midnight. */
	{ "Europe/Dublin", "2026-10-25", 1, 30, 2, "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00" },
	{ "Africa/Casablanca", "2026-02-15", 2, 30, 2, "2026-02-15T02:30:00+01:00", "2026-02-15T02:30:00+00:00" },
	{ "America/Santiago", "2026-09-06", 0, 30, 0, "2026-09-05T23:59:59-04:00", "2026-09-06T01:00:00-03:00" },
	{ "Antarctica/Troll", "2026-03-29", 2, 0, 0, "2026-03-29T00:59:59+00:00", "2026-03-29T03:00:00+02:00" },
	{ "CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25", 2, 30, 2, "2026-10-25T02:30:00+02:00",
	  "2026-10-25T02:30:00+01:00" },
	{ "UTC", "9999-12-31", 23, 59, 1, "9999-12-31T23:59:00+00:00", NULL },
	{ "UTC", "0001-01-01", 0, 0, 1, "0001-01-01T00:00:00+00:00", NULL },
};

static void test_local_resolve_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(walls); i++) {
		const struct wall *w = &walls[i];

		zone_set(w->zone);
		struct resolved r = local_resolve(day_at(w->date), w->hour * 3600 + w->minute * 60);
		if (r.count != w->count)
			fail_msg("%s %s %02d:%02d: %d instants", w->zone, w->date, w->hour, w->minute, r.count);
		if (w->first)
			assert_moment(r.first, w->first);
		if (w->second)
			assert_moment(r.second, w->second);
	}
}

/* What was asked before must not matter, as it does for mktime. */
static void test_local_resolve_has_no_history(void **state)
{
	(void)state;
	zone_set("Europe/Berlin");
	for (int n = 0; n < 2; n++) {
		local_resolve(day_at(n ? "2026-07-01" : "2026-01-01"), 43200);
		struct resolved r = local_resolve(day_at("2026-10-25"), 9000);
		assert_int_equal(r.count, 2);
		assert_moment(r.first, "2026-10-25T02:30:00+02:00");
	}
}

static int zones_seen;

/* Some thousand instants of one zone: what its clock shows leads back to the instant. */
static void check_zone(const char *zone)
{
	zone_set(zone);
	zones_seen++;
	for (int n = 0; n < 400; n++) {
		/* From 1800 to 2100; the ends of the table and the changes are all in between. */
		int64_t at = (((int64_t)random() << 20) ^ random()) % 9467000000LL - 5364000000LL;
		struct instant i = local_instant(at);
		struct civil c = civil_of(i);
		struct resolved r = local_resolve(c.day, c.second);
		if ((r.count < 1 || r.first.at != at) && (r.count != 2 || r.second.at != at))
			fail_msg("%s: %lld shows day %d second %d, which is %d instants, first %lld", zone,
				 (long long)at, c.day, c.second, r.count, (long long)r.first.at);
		if (r.count == 2 && r.first.at >= r.second.at)
			fail_msg("%s: %lld: first is not before second", zone, (long long)at);
	}
}

static void each_zone(const char *directory, const char *name)
{
	char *path = xasprintf("%s/%s", directory, name);
	DIR *d = opendir(path);
	struct dirent *entry;

	if (!d && when_zone_known(name))
		check_zone(name);
	while (d && (entry = readdir(d))) {
		if (entry->d_name[0] == '.' || str_equal(entry->d_name, "right") || str_equal(entry->d_name, "posix"))
			continue;
		char *below = *name ? xasprintf("%s/%s", name, entry->d_name) : xstrdup(entry->d_name);

		each_zone(directory, below);
		free(below);
	}
	if (d)
		closedir(d);
	free(path);
}

static void test_local_resolve_every_zone(void **state)
{
	(void)state;
	srandom(1);
	each_zone("/usr/share/zoneinfo", "");
	print_message("# %d zones\n", zones_seen);
	assert_true(zones_seen > 300);
}

/* Around every change of some zones, second by second where it matters: nothing is lost and nothing is twice that is
 * not. */
static void test_local_resolve_around_changes(void **state)
{
	static const char *const zones[] = { "Europe/Berlin",	 "Australia/Lord_Howe", "Pacific/Apia",
					     "America/St_Johns", "Asia/Gaza",		"Africa/Casablanca",
					     "Europe/Dublin",	 "Asia/Pyongyang",	"Antarctica/Troll",
					     "Africa/Monrovia" };
	(void)state;
	for (size_t z = 0; z < ARRAY_LEN(zones); z++) {
		int changes = 0;

		zone_set(zones[z]);
		for (int64_t t = -3000000000; t < 2300000000; t += 6 * 3600) {
			if (local_instant(t).offset_s == local_instant(t + 6 * 3600).offset_s)
				continue;
			changes++;
			for (int64_t at = t - 8 * 3600; at < t + 14 * 3600; at += 599) {
				struct civil c = civil_of(local_instant(at));
				struct resolved r = local_resolve(c.day, c.second);
				if (r.count == 0 || (r.first.at != at && !(r.count == 2 && r.second.at == at)))
					fail_msg("%s: %lld is lost", zones[z], (long long)at);
				struct civil first = civil_of(r.first);
				assert_int_equal(first.day, c.day);
				assert_int_equal(first.second, c.second);
			}
		}
		assert_true(changes > 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_date_parse_forms),
		cmocka_unit_test(test_date_every_day_round_trips),
		cmocka_unit_test(test_date_format_outside),
		cmocka_unit_test(test_rfc3339_forms),
		cmocka_unit_test(test_rfc3339_format_ends),
		cmocka_unit_test(test_rfc3339_round_trips),
		cmocka_unit_test(test_civil_of_both_sides_of_1970),
		cmocka_unit_test(test_night_of_noon_to_noon),
		cmocka_unit_test(test_when_zone_names),
		cmocka_unit_test(test_when_zone_known_refuses_tricks),
		cmocka_unit_test(test_local_resolve_cases),
		cmocka_unit_test(test_local_resolve_has_no_history),
		cmocka_unit_test(test_local_resolve_every_zone),
		cmocka_unit_test(test_local_resolve_around_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
