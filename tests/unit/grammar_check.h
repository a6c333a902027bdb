/*
 * Transcripts for the grammars: a line of words, and what becomes of it. JSON is written with ' for ", and compared as
 * values.
 */
#ifndef CRAMP_TEST_GRAMMAR_CHECK_H
#define CRAMP_TEST_GRAMMAR_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cramp/grammar.h"
#include "cramp/util.h"

enum { LINE_WORDS = 200 };

/* A reader at a moment, in a zone; both last until the next. */
static inline struct reader reader_at(const char *now, const char *zone)
{
	struct reader r = { .night_starts_min = 720, .day_starts_min = 240, .night = NO_NIGHT };

	setenv("TZ", zone, 1);
	when_zone_changed();
	assert_true(rfc3339_parse(now, &r.now));
	return r;
}

/* A Sunday morning: the night of Saturday the 21st is just over. */
static inline struct reader sunday_morning(void)
{
	return reader_at("2026-11-22T07:39:00+01:00", "Europe/Berlin");
}

static inline struct reader sunday_evening(void)
{
	return reader_at("2026-11-22T22:04:00+01:00", "Europe/Berlin");
}

/* The line as shell words. Free the first, then forget the others. */
static inline int shell_words(const char *line, char *words[LINE_WORDS])
{
	int n = 0;
	char *save, *copy = xstrdup(line);

	words[0] = copy;
	for (char *word = strtok_r(copy, " ", &save); word && n < LINE_WORDS; word = strtok_r(NULL, " ", &save))
		words[n++] = word;
	return n;
}

/* As it is compared: one text for one value. Caller frees. */
static inline char *canonical(const char *single_quoted)
{
	char *text = xstrdup(single_quoted), *out;
	json_error_t error;

	for (char *p = text; *p; p++)
		*p = *p == '\'' ? '"' : *p;
	json_t *value = json_loads(text, JSON_DECODE_INT_AS_REAL, &error);
	if (!value)
		fail_msg("the test's own JSON is wrong: %s: %s", text, error.text);
	free(text);
	out = json_dumps(value, JSON_SORT_KEYS | JSON_COMPACT | JSON_REAL_PRECISION(15));
	json_decref(value);
	return out;
}

static inline char *canonical_json(const json_t *value)
{
	char *text = json_dumps(value, 0), *out = canonical(text);

	free(text);
	return out;
}

typedef bool (*grammar)(const struct reader *reader, int count, char *const *words, struct read_result *out);

/* A line that is understood. `night` NULL: not looked at; `remark` NULL: there is none. */
struct told_case {
	const char *line, *json, *night, *remark;
};

static inline void check_told(const struct reader *reader, grammar read, const struct told_case *c)
{
	char *words[LINE_WORDS], night[DATE_LENGTH + 1];
	struct read_result r = { 0 };
	int n = shell_words(c->line, words);
	bool ok = read(reader, n, words, &r);

	if (!ok)
		fail_msg("%s: %s", c->line, r.complaint);
	char *expected = canonical(c->json), *got = canonical_json(r.object);
	if (strcmp(expected, got) != 0)
		fail_msg("%s:\n  %s, expected\n  %s", c->line, got, expected);
	date_format(r.night, night);
	if (c->night && strcmp(night, c->night) != 0)
		fail_msg("%s: night %s, expected %s", c->line, night, c->night);
	if (!str_equal(r.remark, c->remark))
		fail_msg("%s: remark\n  %s, expected\n  %s", c->line, r.remark ? r.remark : "none",
			 c->remark ? c->remark : "none");
	free(expected);
	free(got);
	free(words[0]);
	read_result_clear(&r);
}

/* A line that is refused, with these words. */
struct refused_case {
	const char *line, *complaint;
};

static inline void check_refused(const struct reader *reader, grammar read, const struct refused_case *c)
{
	char *words[LINE_WORDS];
	struct read_result r = { 0 };
	int n = shell_words(c->line, words);
	bool ok = read(reader, n, words, &r);

	if (ok || r.object)
		fail_msg("understood: %s", c->line);
	if (!str_equal(r.complaint, c->complaint))
		fail_msg("%s:\n  %s, expected\n  %s", c->line, r.complaint, c->complaint);
	free(words[0]);
	read_result_clear(&r);
}

#define CHECK_TOLD(reader, read, cases)                                                                                \
	for (size_t case_ = 0; case_ < ARRAY_LEN(cases); case_++)                                                      \
	check_told(reader, read, &(cases)[case_])
#define CHECK_REFUSED(reader, read, cases)                                                                             \
	for (size_t case_ = 0; case_ < ARRAY_LEN(cases); case_++)                                                      \
	check_refused(reader, read, &(cases)[case_])

#endif
