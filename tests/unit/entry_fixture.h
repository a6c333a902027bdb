/* Moments and rules for the tests of entries: a Sunday morning in Berlin. Included by each of them once. */
#ifndef TESTS_ENTRY_FIXTURE_H
#define TESTS_ENTRY_FIXTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/diary/entry.h"

static inline struct instant instant(const char *text)
{
	struct instant i;

	assert_true(rfc3339_parse(text, &i));
	return i;
}

static inline int32_t day(const char *text)
{
	int32_t d;

	assert_true(date_parse(text, &d));
	return d;
}

/* Sunday morning, 22 November 2026, in Berlin. */
static inline struct entry_rules rules_at(const char *now)
{
	return (struct entry_rules){ .now = instant(now), .night_starts_min = 720, .day_starts_min = 240 };
}

static inline struct entry_rules rules(void)
{
	return rules_at("2026-11-22T09:00:00+01:00");
}

#endif
