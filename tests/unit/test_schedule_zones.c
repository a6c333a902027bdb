/*
 * Every zone of the system's database, every night of 2024 to 2037, bedtimes and leads at random: one bedtime reminder
 * and one question a night, at the first moment whose wall clock has reached the time that was asked for.
 *
 * The changes of each zone are found once, by asking for the offset every few hours; what is expected follows from
 * that list alone. The schedule is asked with a resolver that reads the list, which is quick, and near each change
 * with the real one, which has to agree.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cramp/util.h"
#include "daemon/reminder/schedule.h"

enum {
	DAY_S = 86400,
	PROBE_S = 6 * 3600,
	SPANS_MAX = 256,
	ZONES_MAX = 2048,
	NEAR_DAYS = 3, /* around a change, where the real resolver is asked */
	NIGHTS_MAX = 5200,
};

/* ---- the zones ---- */

struct zone {
	char name[ZONE_MAX];
	uint64_t content; /* of its file: a zone may have several names */
};
static struct zone zones[ZONES_MAX];
static size_t zone_count;

/* FNV-1a */
static uint64_t hash_file(const char *path)
{
	FILE *f = fopen(path, "re");
	uint64_t hash = 14695981039346656037u;
	int c;

	assert_non_null(f);
	while ((c = getc(f)) != EOF)
		hash = (hash ^ (unsigned char)c) * 1099511628211u;
	fclose(f);
	return hash;
}

static const char *directory(void)
{
	const char *named = getenv("TZDIR");

	return str_empty(named) ? "/usr/share/zoneinfo" : named;
}

static int see_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	const char *name = path + strlen(directory()) + 1;

	(void)st, (void)ftw;
	if ((type != FTW_F && type != FTW_SL) || !when_zone_known(name))
		return 0;
	assert_true(zone_count < ZONES_MAX);
	str_copy(zones[zone_count].name, ZONE_MAX, name);
	zones[zone_count++].content = hash_file(path);
	return 0;
}

static int by_content(const void *a, const void *b)
{
	const struct zone *x = a, *y = b;

	return x->content != y->content ? (x->content < y->content ? -1 : 1) : strcmp(x->name, y->name);
}

/* ---- the list of changes ---- */

/* From that instant on the zone has that offset, until the next one. */
struct span {
	int64_t from;
	int32_t offset;
};
static struct span spans[SPANS_MAX];
static size_t span_count;

static void add_span(int64_t from, int32_t offset)
{
	assert_true(span_count < SPANS_MAX);
	spans[span_count++] = (struct span){ from, offset };
}

static void list_changes(int64_t from, int64_t until)
{
	int32_t before = local_instant(from).offset_s;
	int64_t t, low, high;

	span_count = 0;
	add_span(from, before);
	for (t = from + PROBE_S; t <= until; t += PROBE_S) {
		if (local_instant(t).offset_s == before)
			continue;
		for (low = t - PROBE_S, high = t; high - low > 1;) {
			int64_t middle = low + (high - low) / 2;

			if (local_instant(middle).offset_s == before)
				low = middle;
			else
				high = middle;
		}
		before = local_instant(high).offset_s;
		add_span(high, before);
	}
}

/* The last span that begins at or before t. */
static size_t span_at(int64_t t)
{
	size_t low = 0, high = span_count;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (spans[middle].from <= t)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static int64_t end_of(size_t i)
{
	return i + 1 < span_count ? spans[i + 1].from : INT64_MAX / 2;
}

static int64_t wall_at(int64_t t)
{
	return t + spans[span_at(t)].offset;
}

/* The first moment at which the wall clock shows w or later. */
static int64_t reached(int64_t w)
{
	size_t i = span_at(w - 2 * DAY_S);

	while (end_of(i) + spans[i].offset <= w)
		i++;
	return w - spans[i].offset > spans[i].from ? w - spans[i].offset : spans[i].from;
}

/* As local_resolve. */
static struct resolved list_resolve(int32_t day, int32_t second)
{
	int64_t w = (int64_t)day * DAY_S + second;
	struct resolved r = { 0 };
	size_t i;

	for (i = span_at(w - 2 * DAY_S); i < span_count && spans[i].from <= w + 2 * DAY_S; i++) {
		struct instant found = { w - spans[i].offset, spans[i].offset };

		if (found.at >= spans[i].from && found.at < end_of(i))
			*(r.count++ ? &r.second : &r.first) = found;
	}
	if (r.count > 0)
		return r;
	i = span_at(reached(w));
	return (struct resolved){ 0, { spans[i].from - 1, spans[i - 1].offset }, { spans[i].from, spans[i].offset } };
}

static bool near_change(int32_t night)
{
	int64_t t = (int64_t)night * DAY_S;
	size_t i = span_at(t - NEAR_DAYS * DAY_S);

	return end_of(i) < t + NEAR_DAYS * DAY_S;
}

/* ---- one zone ---- */

static int32_t first_night, last_night;
static unsigned seed = 20240101;
static long nights_checked, nights_asked_really;

static int pick(int from, int to)
{
	return from + rand_r(&seed) % (to - from + 1);
}

/* Sane hours and any hours: a bedtime of its own for each weekday. */
static struct config draw(void)
{
	struct config c = { .night_starts_min = 720, .quiet_from_min = -1, .quiet_to_min = -1 };
	bool sane = pick(0, 1);
	int i;

	for (i = 0; i < WEEKDAYS; i++) {
		c.bedtime_min[i] = sane ? pick(20 * 60, 28 * 60) : pick(12 * 60, 36 * 60 - 1);
		c.wake_min[i] = sane ? pick(5 * 60, 10 * 60) : pick(0, 24 * 60 - 1);
	}
	c.lead_min = sane ? pick(0, 120) : pick(0, 12 * 60);
	return c;
}

static void assert_same(const struct occasion *a, const struct occasion *b)
{
	assert_true(a->due.at == b->due.at && a->due.offset_s == b->due.offset_s);
	assert_true(a->useful_until == b->useful_until && a->closes == b->closes);
}

static struct occasion ask(const struct config *c, enum reminder_kind kind, int32_t night)
{
	struct occasion o = schedule_of(c, list_resolve, kind, night), really;

	if (near_change(night)) {
		really = schedule_of(c, local_resolve, kind, night);
		assert_same(&o, &really);
		assert_int_equal(o.due.offset_s, local_instant(o.due.at).offset_s);
		nights_asked_really++;
	}
	return o;
}

static void check_bedtime(const struct config *c, const struct occasion *o)
{
	int64_t bedtime = (int64_t)o->night * DAY_S + (int64_t)c->bedtime_min[date_weekday(o->night)] * 60;
	int64_t wanted = bedtime - (int64_t)c->lead_min * 60;

	/* At the first moment the clock shows it, or at the end of the gap that has it; never in a gap. */
	assert_true(o->due.at == reached(wanted));
	assert_true(o->due.offset_s == spans[span_at(o->due.at)].offset);
	assert_true(wall_at(o->due.at) == wanted || wall_at(o->due.at - 1) < wanted);
	/* Within the lead of bedtime, by the wall clock; not after it. */
	assert_true(wall_at(o->due.at) >= bedtime - (int64_t)c->lead_min * 60);
	assert_true(o->due.at <= reached(bedtime));
	assert_true(o->due.at <= o->useful_until && o->useful_until <= o->closes);
	nights_checked++;
}

static void check_question(const struct config *c, const struct occasion *o)
{
	int64_t bedtime = (int64_t)o->night * DAY_S + (int64_t)c->bedtime_min[date_weekday(o->night)] * 60;
	int64_t wall = wall_at(o->due.at), day = wall / DAY_S;

	/* After bedtime, by less than two days; at a wake time of its date, or where a gap that has it ends. */
	assert_true(o->due.at >= reached(bedtime) && wall - bedtime < 2 * DAY_S);
	assert_true(o->due.at == reached(day * DAY_S + (int64_t)c->wake_min[date_weekday((int32_t)day)] * 60) ||
		    wall_at(o->due.at - 1) + 1 < wall);
	assert_true(o->due.at <= o->useful_until && o->useful_until <= o->closes);
}

/* From alarm to alarm, as the daemon goes: whatever is due and was not seen yet is due at this very moment. */
static void live_through(const struct config *c, enum reminder_kind kind)
{
	static bool seen[NIGHTS_MAX];
	struct instant t = { (int64_t)first_night * DAY_S - 3 * DAY_S, 0 };
	struct occasion o;
	int32_t night;

	memset(seen, 0, sizeof(seen));
	for (;;) {
		o = schedule_next(c, list_resolve, kind, t);
		t = o.due;
		if (o.night > last_night + 3)
			break;
		for (night = civil_of(t).day - 2; night <= civil_of(t).day + 1; night++) {
			if (night < first_night || night > last_night || seen[night - first_night])
				continue;
			o = ask(c, kind, night);
			if (o.due.at > t.at)
				continue;
			assert_true(o.due.at == t.at);
			seen[night - first_night] = true;
			if (kind == REMIND_BEDTIME)
				check_bedtime(c, &o);
			else
				check_question(c, &o);
		}
	}
	for (night = first_night; night <= last_night; night++)
		assert_true(seen[night - first_night]);
}

/* The real resolver at random times around each change. */
static void check_resolver(void)
{
	size_t i;
	int n;

	for (i = 1; i < span_count; i++) {
		for (n = 0; n < 12; n++) {
			int64_t w = spans[i].from + spans[i].offset + pick(-3 * 3600, 3 * 3600);
			struct resolved a = local_resolve((int32_t)(w / DAY_S), (int32_t)(w % DAY_S));
			struct resolved b = list_resolve((int32_t)(w / DAY_S), (int32_t)(w % DAY_S));

			assert_int_equal(a.count, b.count);
			assert_true(a.first.at == b.first.at && a.first.offset_s == b.first.offset_s);
			if (a.count != 1)
				assert_true(a.second.at == b.second.at && a.second.offset_s == b.second.offset_s);
		}
	}
}

static void check_zone(const char *zone)
{
	struct config c = draw();

	setenv("TZ", zone, 1);
	when_zone_changed();
	list_changes((int64_t)(first_night - 10) * DAY_S, (int64_t)(last_night + 10) * DAY_S);
	check_resolver();
	live_through(&c, REMIND_BEDTIME);
	live_through(&c, REMIND_CHECKIN);
}

static void test_every_zone_every_night(void **state)
{
	size_t i, distinct = 0, changes = 0;

	(void)state;
	assert_true(date_join(2024, 1, 1, &first_night) && date_join(2037, 12, 31, &last_night));
	assert_int_equal(nftw(directory(), see_file, 16, FTW_PHYS), 0);
	qsort(zones, zone_count, sizeof(zones[0]), by_content);
	for (i = 0; i < zone_count; i++) {
		if (i > 0 && zones[i].content == zones[i - 1].content)
			continue;
		check_zone(zones[i].name);
		changes += span_count - 1;
		distinct++;
	}
	print_message("# %zu zones (%zu differ), %zu changes of the clock, %ld nights, %ld of them asked with the real "
		      "resolver\n",
		      zone_count, distinct, changes, nights_checked, nights_asked_really);
	assert_true(distinct > 100 && nights_checked == (long)distinct * (last_night - first_night + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_zone_every_night),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
