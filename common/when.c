#include "cramp/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cramp/util.h"

enum { DAY_S = 86400, HOUR_S = 3600 };

/* 0001-01-01 and 9999-12-31. */
static const int32_t first_day = -719162, last_day = 2932896;

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

/* Years are counted from March here, so that the leap day is the last of its year. */
bool date_join(int year, int month, int mday, int32_t *day)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || mday < 1 || mday > days_in(year, month))
		return false;
	int y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;

	*day = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + mday - 1 - 719468;
	return true;
}

void date_split(int32_t day, int *year, int *month, int *mday)
{
	int32_t n = (int32_t)floor_div((int64_t)day + 719468, 146097);
	int32_t in_era = (int32_t)((int64_t)day + 719468 - (int64_t)n * 146097);
	int32_t y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int32_t in_year = in_era - (365 * y + y / 4 - y / 100);
	int32_t m = (5 * in_year + 2) / 153;

	*mday = in_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + 400 * n + (*month <= 2);
}

int date_weekday(int32_t day)
{
	return (int)((int64_t)day + 3 - 7 * floor_div((int64_t)day + 3, 7));
}

/* Exactly `n` digits, else -1. */
static int digits(const char *s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + (s[i] - '0');
	}
	return value;
}

/* The ten bytes at `s` as a date; they may be fewer if a NUL comes first. */
static bool date_at(const char *s, int32_t *day)
{
	int year = digits(s, 4);

	if (year < 0 || s[4] != '-')
		return false;
	int month = digits(s + 5, 2);

	if (month < 0 || s[7] != '-')
		return false;
	return date_join(year, month, digits(s + 8, 2), day);
}

bool date_parse(const char *text, int32_t *day)
{
	return date_at(text, day) && text[DATE_LENGTH] == '\0';
}

void date_format(int32_t day, char out[DATE_LENGTH + 1])
{
	int year, month, mday;

	out[0] = '\0';
	if (day < first_day || day > last_day)
		return;
	date_split(day, &year, &month, &mday);
	snprintf(out, DATE_LENGTH + 1, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
		 (unsigned)mday % 100);
}

/* "HH:MM" at *s, moves past it. */
static bool clock_at(const char **s, int *second)
{
	int hour = digits(*s, 2);

	if (hour < 0 || hour > 23 || (*s)[2] != ':')
		return false;
	int minute = digits(*s + 3, 2);

	if (minute < 0 || minute > 59)
		return false;
	*second = hour * HOUR_S + minute * 60;
	*s += 5;
	return true;
}

/* ":SS" and a fraction, both optional; the fraction is dropped. */
static bool seconds_at(const char **s, int *second)
{
	if (**s != ':')
		return true;
	int n = digits(*s + 1, 2);

	if (n < 0 || n > 59)
		return false;
	*second += n;
	*s += 3;
	if (**s != '.')
		return true;
	const char *fraction = ++*s;

	while (**s >= '0' && **s <= '9')
		(*s)++;
	return *s > fraction;
}

static bool offset_at(const char *s, int *offset)
{
	int sign = *s == '-' ? -1 : 1;

	*offset = 0;
	if (*s == 'Z' || *s == 'z')
		return s[1] == '\0';
	if (*s != '+' && *s != '-')
		return false;
	s++;
	if (!clock_at(&s, offset) || *s != '\0')
		return false;
	*offset *= sign;
	return true;
}

bool rfc3339_parse(const char *text, struct instant *out)
{
	int32_t day;
	int second, offset;

	if (!date_at(text, &day) || !strchr("Tt ", text[DATE_LENGTH]) || !text[DATE_LENGTH])
		return false;
	const char *s = text + DATE_LENGTH + 1;

	if (!clock_at(&s, &second) || !seconds_at(&s, &second) || !offset_at(s, &offset))
		return false;
	*out = (struct instant){ (int64_t)day * DAY_S + second - offset, offset };
	return true;
}

static struct civil civil_at(int64_t local)
{
	int64_t day = floor_div(local, DAY_S);

	if (day < first_day)
		return (struct civil){ first_day, 0 };
	if (day > last_day)
		return (struct civil){ last_day, DAY_S - 1 };
	return (struct civil){ (int32_t)day, (int32_t)(local - day * DAY_S) };
}

/*
 * The text has an offset of whole minutes. One with seconds (local mean time, long ago) is cut, and the wall clock
 * shifted with it, so that the instant stays the same.
 */
void rfc3339_format(struct instant when, char out[RFC3339_LENGTH + 1])
{
	int offset = when.offset_s / 60, minutes = (offset < 0 ? -offset : offset) % 1440;
	char date[DATE_LENGTH + 1];

	out[0] = '\0';
	if (when.at == UNKNOWN)
		return;
	struct civil c = civil_of((struct instant){ when.at, offset * 60 });
	unsigned second = (unsigned)c.second % DAY_S;

	date_format(c.day, date);
	snprintf(out, RFC3339_LENGTH + 1, "%sT%02u:%02u:%02u%c%02d:%02d", date, second / HOUR_S, second / 60 % 60,
		 second % 60, offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

/* Keeps sums of an instant and an offset away from the ends of int64_t. */
static int64_t sane(int64_t at)
{
	const int64_t least = (int64_t)first_day * DAY_S - DAY_S, most = (int64_t)(last_day + 2) * DAY_S;

	return at < least ? least : at > most ? most : at;
}

struct civil civil_of(struct instant when)
{
	return civil_at(sane(when.at) + when.offset_s);
}

int32_t night_of(struct instant when, int starts_min)
{
	return when.at == UNKNOWN ? NO_NIGHT : civil_at(sane(when.at) + when.offset_s - (int64_t)starts_min * 60).day;
}

struct instant local_instant(int64_t at)
{
	time_t t = (time_t)sane(at);
	struct tm tm;

	return (struct instant){ at, localtime_r(&t, &tm) ? (int32_t)tm.tm_gmtoff : 0 };
}

static bool zone_name_safe(const char *zone)
{
	size_t n = strlen(zone);

	if (n == 0 || n >= ZONE_MAX || zone[0] == '/' || zone[n - 1] == '/' || strstr(zone, "..") || strstr(zone, "//"))
		return false;
	/* Copies of the database with other rules for leap seconds, and what is no zone of its own. */
	if (strncmp(zone, "right/", 6) == 0 || strncmp(zone, "posix/", 6) == 0 || str_equal(zone, "posixrules") ||
	    str_equal(zone, "localtime"))
		return false;
	return strspn(zone, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/") == n;
}

bool when_zone_known(const char *zone)
{
	static char last[4096];
	const char *directory = getenv("TZDIR");
	char path[sizeof(last)], magic[4];
	int n;

	if (!zone || !zone_name_safe(zone))
		return false;
	if (str_equal(zone, "UTC"))
		return true;
	n = snprintf(path, sizeof(path), "%s/%s", str_empty(directory) ? "/usr/share/zoneinfo" : directory, zone);
	if (n < 0 || (size_t)n >= sizeof(path))
		return false;
	/* The same one is asked about several times for each cramp that is logged; a zone that was there stays. */
	if (strcmp(path, last) == 0)
		return true;
	FILE *f = fopen(path, "re");

	if (!f)
		return false;
	bool known = fread(magic, 1, 4, f) == 4 && memcmp(magic, "TZif", 4) == 0;

	fclose(f);
	if (known)
		str_copy(last, sizeof(last), path);
	return known;
}

/* "/usr/share/zoneinfo/Europe/Berlin" → "Europe/Berlin"; any other text is left as it is. */
static const char *zone_below(const char *path)
{
	const char *database = strstr(path, "zoneinfo/");

	return database ? database + strlen("zoneinfo/") : path;
}

const char *when_zone(void)
{
	static char zone[ZONE_MAX];
	const char *tz = getenv("TZ");
	char link[4096];

	if (tz) {
		tz = zone_below(*tz == ':' ? tz + 1 : tz);
	} else {
		ssize_t n = readlink("/etc/localtime", link, sizeof(link) - 1);

		link[n > 0 ? n : 0] = '\0';
		tz = zone_below(link);
	}
	str_copy(zone, sizeof(zone), when_zone_known(tz) ? tz : "UTC");
	return zone;
}

const char *when_zone_misnamed(void)
{
	const char *tz = getenv("TZ");

	/* A rule has an offset: digits. */
	return str_empty(tz) || strpbrk(tz, "0123456789") || str_equal(tz, ":") ||
			       when_zone_known(zone_below(*tz == ':' ? tz + 1 : tz))
		       ? NULL
		       : tz;
}

void when_zone_changed(void)
{
	tzset();
}

/*
 * mktime is not used: without being told whether it is summer time it answers by what it was asked before, and it moves
 * times in a gap, even to another date. An instant that shows wall time w is w minus the offset in force there, so
 * every offset that is in force around w is tried. None was ever more than 16 hours, and no two changes of a zone are
 * less than 95 hours apart in the zone database (Freetown, 1939), so before and after is enough.
 */
enum { AROUND_S = 17 * HOUR_S, STEP_S = AROUND_S };

struct resolved local_resolve(int32_t day, int32_t second)
{
	int64_t w = (int64_t)day * DAY_S + second;
	struct resolved r = { 0 };
	int32_t before = INT32_MIN;

	for (int64_t t = w - AROUND_S; t <= w + AROUND_S; t += STEP_S) {
		int32_t offset = local_instant(t).offset_s;
		struct instant found = { w - offset, offset };

		if (offset == before)
			continue;
		before = offset;
		if (local_instant(found.at).offset_s != offset || (r.count > 0 && r.first.at == found.at) ||
		    (r.count > 1 && r.second.at == found.at))
			continue;
		if (r.count == 0)
			r.first = found;
		else if (r.count == 1)
			r.second = found;
		r.count++;
	}
	if (r.count > 1) {
		r.count = 2;
		if (r.second.at < r.first.at)
			r = (struct resolved){ 2, r.second, r.first };
	}
	if (r.count > 0)
		return r;
	/* In a gap: the wall clock is before w at `low` and after it at `high`, and never at it. */
	int64_t low = w - AROUND_S, high = w + AROUND_S;

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (middle + local_instant(middle).offset_s < w)
			low = middle;
		else
			high = middle;
	}
	return (struct resolved){ 0, local_instant(low), local_instant(high) };
}
