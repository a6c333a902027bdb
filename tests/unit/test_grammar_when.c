/* Words for instants, nights and ranges of nights. */
#include "grammar_check.h"

/* A phrase, the instant it is, and what must be said beside it. */
struct when_case {
	const char *line, *instant, *remark;
};

static void check_when(const struct reader *reader, const struct when_case *c)
{
	char *words[LINE_WORDS], text[RFC3339_LENGTH + 1], *remark, *complaint;
	struct instant i;
	int n = shell_words(c->line, words);

	if (!read_when(reader, n, words, &i, &remark, &complaint))
		fail_msg("%s: %s", c->line, complaint);
	rfc3339_format(i, text);
	if (strcmp(text, c->instant) != 0)
		fail_msg("%s: %s, expected %s", c->line, text, c->instant);
	if (!str_equal(remark, c->remark))
		fail_msg("%s: remark\n  %s, expected\n  %s", c->line, remark ? remark : "none",
			 c->remark ? c->remark : "none");
	free(words[0]);
	free(remark);
}

static void check_not_when(const struct reader *reader, const struct refused_case *c)
{
	char *words[LINE_WORDS], *remark, *complaint;
	struct instant i;
	int n = shell_words(c->line, words);

	if (read_when(reader, n, words, &i, &remark, &complaint))
		fail_msg("understood: %s", c->line);
	if (!str_equal(complaint, c->complaint))
		fail_msg("%s:\n  %s, expected\n  %s", c->line, complaint, c->complaint);
	free(words[0]);
	free(remark);
	free(complaint);
}

static void test_read_when_morning(void **state)
{
	static const struct when_case cases[] = {
		{ "3:10", "2026-11-22T03:10:00+01:00", NULL },
		{ "03:10", "2026-11-22T03:10:00+01:00", NULL },
		{ "3:10:25", "2026-11-22T03:10:25+01:00", NULL },
		{ "3am", "2026-11-22T03:00:00+01:00", NULL },
		{ "3 am", "2026-11-22T03:00:00+01:00", NULL },
		{ "3:10am", "2026-11-22T03:10:00+01:00", NULL },
		{ "3:10 AM", "2026-11-22T03:10:00+01:00", NULL },
		{ "12am", "2026-11-22T00:00:00+01:00", NULL },
		{ "12:30am", "2026-11-22T00:30:00+01:00", NULL },
		{ "midnight", "2026-11-22T00:00:00+01:00", NULL },
		{ "11pm", "2026-11-21T23:00:00+01:00", NULL },
		{ "23:30", "2026-11-21T23:30:00+01:00", NULL },
		{ "noon", "2026-11-21T12:00:00+01:00", NULL },
		{ "about 3am", "2026-11-22T03:00:00+01:00", NULL },
		{ "~3am", "2026-11-22T03:00:00+01:00", NULL },
		{ "7:39", "2026-11-22T07:39:00+01:00", NULL },
		/* A clock that is a little ahead. */
		{ "7:41", "2026-11-22T07:41:00+01:00", NULL },
		{ "8:30", "2026-11-21T08:30:00+01:00",
		  "\"8:30\" is Sat 21 Nov 08:30, in the night of Fri 20 Nov; if you mean last night, write: last "
		  "night." },
		{ "now", "2026-11-22T07:39:00+01:00", NULL },
		{ "20m ago", "2026-11-22T07:19:00+01:00", NULL },
		{ "20 min ago", "2026-11-22T07:19:00+01:00", NULL },
		{ "1h 30m ago", "2026-11-22T06:09:00+01:00", NULL },
		{ "2 hours ago", "2026-11-22T05:39:00+01:00", NULL },
		{ "an hour ago", "2026-11-22T06:39:00+01:00", NULL },
		{ "last night 3:10", "2026-11-22T03:10:00+01:00", NULL },
		{ "3:10 last night", "2026-11-22T03:10:00+01:00", NULL },
		{ "last night 23:10", "2026-11-21T23:10:00+01:00", NULL },
		{ "night before last 3:10", "2026-11-21T03:10:00+01:00", NULL },
		{ "3 nights ago 3:10", "2026-11-20T03:10:00+01:00", NULL },
		{ "sat 3am", "2026-11-22T03:00:00+01:00", NULL },
		{ "Saturday 23:00", "2026-11-21T23:00:00+01:00", NULL },
		{ "night of sat 3am", "2026-11-22T03:00:00+01:00", NULL },
		{ "night of 2026-11-20 3am", "2026-11-21T03:00:00+01:00", NULL },
		{ "fri 3am", "2026-11-21T03:00:00+01:00", NULL },
		{ "sun 3am", "2026-11-16T03:00:00+01:00",
		  "\"sun 3am\" is Mon 16 Nov 03:00, in the night of Sun 15 Nov; if you mean last night, write: last "
		  "night." },
		{ "today 3am", "2026-11-22T03:00:00+01:00", NULL },
		{ "yesterday 3am", "2026-11-21T03:00:00+01:00",
		  "\"yesterday 3am\" is Sat 21 Nov 03:00, in the night of Fri 20 Nov; if you mean last night, write: "
		  "last night." },
		{ "yesterday 23:30", "2026-11-21T23:30:00+01:00", NULL },
		{ "2 days ago 3am", "2026-11-20T03:00:00+01:00", NULL },
		{ "2026-11-22T03:10", "2026-11-22T03:10:00+01:00", NULL },
		{ "2026-11-22 3:10", "2026-11-22T03:10:00+01:00", NULL },
		{ "2026-11-22T02:10Z", "2026-11-22T03:10:00+01:00", NULL },
		{ "2026-11-21T21:10:00-05:00", "2026-11-21T21:10:00-05:00", NULL },
		{ "22 nov 3:10", "2026-11-22T03:10:00+01:00", NULL },
		{ "nov 22nd 3:10", "2026-11-22T03:10:00+01:00", NULL },
		{ "sun 22 nov 03:10", "2026-11-22T03:10:00+01:00", NULL },
		{ "24 dec 3:10", "2025-12-24T03:10:00+01:00", NULL },
		{ "24 dec 2024 3:10", "2024-12-24T03:10:00+01:00", NULL },
		{ "2026-07-01 3:10", "2026-07-01T03:10:00+02:00", NULL },
	};
	struct reader r = sunday_morning();
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		check_when(&r, &cases[i]);
}

/* The same words at other hours: in the middle of the night, and in the evening. */
static void test_read_when_other_hours(void **state)
{
	static const struct when_case two_at_night[] = {
		{ "last night 23:10", "2026-11-21T23:10:00+01:00", NULL },
		{ "last night 1:10", "2026-11-22T01:10:00+01:00", NULL },
		{ "tonight 23:10", "2026-11-21T23:10:00+01:00", NULL },
		{ "sat 1am", "2026-11-22T01:00:00+01:00", NULL },
		{ "23:10", "2026-11-21T23:10:00+01:00", NULL },
	};
	static const struct when_case evening[] = {
		{ "tonight 21:30", "2026-11-22T21:30:00+01:00", NULL },
		{ "sun 21:30", "2026-11-22T21:30:00+01:00", NULL },
		{ "last night 3:10", "2026-11-22T03:10:00+01:00", NULL },
		{ "3:10", "2026-11-22T03:10:00+01:00", NULL },
		{ "23:00", "2026-11-21T23:00:00+01:00", NULL },
	};
	struct reader r = reader_at("2026-11-22T02:00:00+01:00", "Europe/Berlin");
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(two_at_night); i++)
		check_when(&r, &two_at_night[i]);
	r = sunday_evening();
	for (size_t i = 0; i < ARRAY_LEN(evening); i++)
		check_when(&r, &evening[i]);
}

static void test_read_when_refusals(void **state)
{
	static const struct refused_case cases[] = {
		{ "", "Which time? Write for instance 3:10, 3am, 20m ago or last night 3:10." },
		{ "last night", "Which time? Write for instance 3:10, 3am, 20m ago or last night 3:10." },
		{ "3", "A time is written 3:00 or 3am, not 3 alone." },
		{ "15", "A time is written 15:00 or 3pm, not 15 alone." },
		{ "yestreday 3am", "I do not know \"yestreday\". Did you mean yesterday?" },
		{ "25:10", "25:10 is no time of day; a day goes from 0:00 to 23:59, or from 12am to 11:59pm." },
		{ "24:00", "24:00 is no time of day; a day goes from 0:00 to 23:59, or from 12am to 11:59pm." },
		{ "3:60", "3:60 is no time of day; a day goes from 0:00 to 23:59, or from 12am to 11:59pm." },
		{ "13pm", "13pm is no time of day; a day goes from 0:00 to 23:59, or from 12am to 11:59pm." },
		{ "0am", "0am is no time of day; a day goes from 0:00 to 23:59, or from 12am to 11:59pm." },
		{ "3/4 3am", "\"3/4\" can be read as more than one date; write 2026-11-22, or 22 nov." },
		{ "22.11. 3am", "\"22.11.\" can be read as more than one date; write 2026-11-22, or 22 nov." },
		{ "22/11/2026 3am", "\"22/11/2026\" can be read as more than one date; write 2026-11-22, or 22 nov." },
		{ "31 apr 3am", "There is no 31 apr." },
		{ "3:10 4:10", "\"3:10\" and \"4:10\" are told together; leave one of them out." },
		{ "3:10 20m ago", "\"3:10\" and \"20m ago\" are told together; leave one of them out." },
		{ "last night yesterday 3am",
		  "\"last night\" and \"yesterday\" are told together; leave one of them out." },
		{ "yesterday 20m ago", "\"yesterday 20m ago\" tells the day twice; leave one of them out." },
		{ "mon 22 nov 3:10", "\"mon 22 nov 3:10\" names two days; leave one of them out." },
		{ "tonight 3am", "\"tonight 3am\" is still to come (Mon 23 Nov 03:00). If you mean the one before, "
				 "write 2026-11-22T03:00." },
		{ "today 23:00", "\"today 23:00\" is still to come (Sun 22 Nov 23:00). If you mean the one before, "
				 "write 2026-11-21T23:00." },
		{ "2027-11-22T03:10", "\"2027-11-22T03:10\" is still to come (Mon 22 Nov 2027 03:10)." },
		{ "1026-11-22 3am", "\"1026-11-22\" is before 1900; a diary does not go back that far." },
		{ "1026-11-22T03:10", "\"1026-11-22T03:10\" is before 1900; a diary does not go back that far." },
		{ "3:10 first", "3:10 comes only once on Sun 22 Nov; leave \"first\" out." },
		{ "20m ago second", "\"second\" belongs to a time of day that came twice, as in: 2:30 second." },
		{ "3:10 note x", "Which time? Write for instance 3:10, 3am, 20m ago or last night 3:10." },
	};
	struct reader r = sunday_morning();
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		check_not_when(&r, &cases[i]);
}

static void test_read_when_gap(void **state)
{
	static const struct refused_case cases[] = {
		{ "2:30", "2:30 does not exist on Sun 29 Mar: the clocks were put forward then. The nearest times are "
			  "1:59 and 3:00." },
		{ "last night 2:00", "2:00 does not exist on Sun 29 Mar: the clocks were put forward then. The nearest "
				     "times are 1:59 and 3:00." },
		{ "2026-03-29T02:59", "2:59 does not exist on Sun 29 Mar: the clocks were put forward then. The "
				      "nearest times are 1:59 and 3:00." },
	};
	static const struct when_case beside[] = {
		{ "1:59", "2026-03-29T01:59:00+01:00", NULL },
		{ "3:00", "2026-03-29T03:00:00+02:00", NULL },
		{ "5h ago", "2026-03-29T01:39:00+01:00", NULL },
	};
	struct reader r = reader_at("2026-03-29T07:39:00+02:00", "Europe/Berlin");
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		check_not_when(&r, &cases[i]);
	for (size_t i = 0; i < ARRAY_LEN(beside); i++)
		check_when(&r, &beside[i]);
	/* Half an hour in Lord Howe, and a date that Samoa did not have. */
	r = reader_at("2026-10-04T07:39:00+11:00", "Australia/Lord_Howe");
	check_not_when(&r, &(struct refused_case){
				   "2:15",
				   "2:15 does not exist on Sun 4 Oct: the clocks were put forward then. The nearest "
				   "times are 1:59 and 2:30." });
	r = reader_at("2012-01-05T07:39:00+14:00", "Pacific/Apia");
	check_not_when(&r,
		       &(struct refused_case){ "2011-12-30 3am", "3:00 does not exist on Fri 30 Dec 2011: the clocks "
								 "were put forward then. The nearest times are "
								 "Thu 29 Dec 2011 23:59 and Sat 31 Dec 2011 00:00." });
}

static void test_read_when_fold(void **state)
{
	static const char first[] =
		"2:30 came twice on Sun 25 Oct, and the first is taken; for the other one add: second.";
	static const char is_first[] = "This is the first 2:30 of Sun 25 Oct.";
	static const char is_second[] = "This is the second 2:30 of Sun 25 Oct.";
	static const struct when_case cases[] = {
		{ "2:30", "2026-10-25T02:30:00+02:00", first },
		{ "last night 2:30", "2026-10-25T02:30:00+02:00", first },
		{ "2:30 first", "2026-10-25T02:30:00+02:00", is_first },
		{ "2:30 second", "2026-10-25T02:30:00+01:00", is_second },
		{ "second 2:30 last night", "2026-10-25T02:30:00+01:00", is_second },
		{ "2026-10-25T02:30", "2026-10-25T02:30:00+02:00", first },
		{ "2026-10-25T02:30 first", "2026-10-25T02:30:00+02:00", is_first },
		{ "2026-10-25T02:30 second", "2026-10-25T02:30:00+01:00", is_second },
		{ "3:00", "2026-10-25T03:00:00+01:00", NULL },
	};
	struct reader r = reader_at("2026-10-25T07:39:00+01:00", "Europe/Berlin");
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		check_when(&r, &cases[i]);
	/* While the hour runs for the first time, there is no other one yet. */
	r = reader_at("2026-10-25T02:40:00+02:00", "Europe/Berlin");
	check_when(&r, &(struct when_case){ "2:30", "2026-10-25T02:30:00+02:00", NULL });
	check_not_when(
		&r, &(struct refused_case){ "2:30 second",
					    "\"2:30 second\" is still to come (Sun 25 Oct 02:30). If you mean the one "
					    "before, write 2026-10-24T02:30." });
}

static void test_read_when_option_night(void **state)
{
	struct reader r = sunday_morning();
	(void)state;
	assert_true(date_parse("2026-11-19", &r.night));
	check_when(&r, &(struct when_case){ "3:10", "2026-11-20T03:10:00+01:00", NULL });
	check_when(&r, &(struct when_case){ "22:10", "2026-11-19T22:10:00+01:00", NULL });
	check_not_when(&r, &(struct refused_case){
				   "20m ago", "\"20m ago\" is not in the night of Thu 19 Nov that --night names." });
	check_not_when(&r, &(struct refused_case){
				   "sat 3am", "\"sat 3am\" is not in the night of Thu 19 Nov that --night names." });
}

static void test_read_when_shift_worker(void **state)
{
	struct reader r = sunday_morning();
	(void)state;
	r.night_starts_min = 18 * 60;
	check_when(&r, &(struct when_case){ "fri 15:00", "2026-11-21T15:00:00+01:00", NULL });
	check_when(&r, &(struct when_case){ "fri 19:00", "2026-11-20T19:00:00+01:00", NULL });
}

/* Range or night, and its two ends. */
struct range_case {
	const char *line, *from, *to;
};

static void check_range(const struct reader *reader, const struct range_case *c)
{
	char *words[LINE_WORDS], first[DATE_LENGTH + 1], last[DATE_LENGTH + 1], *complaint = NULL;
	int32_t from, to;
	int n = shell_words(c->line, words);

	if (!read_range(reader, n, words, &from, &to, &complaint))
		fail_msg("%s: %s", c->line, complaint);
	date_format(from, first);
	date_format(to, last);
	if (strcmp(first, c->from) != 0 || strcmp(last, c->to) != 0)
		fail_msg("%s: %s to %s, expected %s to %s", c->line, first, last, c->from, c->to);
	free(words[0]);
}

static void test_read_range_forms(void **state)
{
	static const struct range_case cases[] = {
		{ "", "2026-11-21", "2026-11-21" },
		{ "last night", "2026-11-21", "2026-11-21" },
		{ "2026-11-03", "2026-11-03", "2026-11-03" },
		{ "mon..wed", "2026-11-16", "2026-11-18" },
		{ "mon .. wed", "2026-11-16", "2026-11-18" },
		{ "from mon to wed", "2026-11-16", "2026-11-18" },
		{ "sat..mon", "2026-11-14", "2026-11-16" },
		{ "sun..sat", "2026-11-15", "2026-11-21" },
		{ "last 30 nights", "2026-10-23", "2026-11-21" },
		{ "last 1 night", "2026-11-21", "2026-11-21" },
		{ "30 nights", "2026-10-23", "2026-11-21" },
		{ "last 2 weeks", "2026-11-08", "2026-11-21" },
		{ "last 3 months", "2026-08-22", "2026-11-21" },
		{ "last year", "2025-11-22", "2026-11-21" },
		{ "week", "2026-11-15", "2026-11-21" },
		{ "last week", "2026-11-15", "2026-11-21" },
		{ "month", "2026-10-22", "2026-11-21" },
		{ "2026-11", "2026-11-01", "2026-11-30" },
		{ "2024-02", "2024-02-01", "2024-02-29" },
		{ "2026", "2026-01-01", "2026-12-31" },
		{ "2026-01..2026-03", "2026-01-01", "2026-03-31" },
		{ "2026-11-01..2026-11-07", "2026-11-01", "2026-11-07" },
		{ "2026-11-01 - 2026-11-07", "2026-11-01", "2026-11-07" },
		{ "1 nov .. 7 nov", "2026-11-01", "2026-11-07" },
		{ "2026-11-01..", "2026-11-01", "2026-11-21" },
		{ "since 1 nov", "2026-11-01", "2026-11-21" },
		{ "3 nights ago..last night", "2026-11-19", "2026-11-21" },
	};
	struct reader r = sunday_morning();
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		check_range(&r, &cases[i]);
	r = reader_at("2026-03-31T07:39:00+02:00", "Europe/Berlin");
	check_range(&r, &(struct range_case){ "last 1 month", "2026-03-01", "2026-03-30" });
}

static void test_read_range_refusals(void **state)
{
	static const struct refused_case cases[] = {
		{ "2026-11-07..2026-11-01",
		  "The range ends before it begins (Sat 7 Nov to Sun 1 Nov); write the earlier night first." },
		{ "mon..", NULL },
		{ "..mon", "I do not know \"..\"." },
		{ "last 0 nights", "From 1 night up to 100 years can be asked for; \"0 nights\" cannot." },
		{ "last 999999999 years",
		  "From 1 night up to 100 years can be asked for; \"999999999 years\" cannot." },
		{ "3:10", "\"3:10\" is a time; here a night is named, as in: last night, sat, 2026-11-21." },
		{ "3/4..mon", "\"3/4\" can be read as more than one date; write 2026-11-22, or 22 nov." },
		{ "wek", "I do not know \"wek\". Did you mean week or wed?" },
		{ "mon tue", "\"mon\" and \"tue\" are told together; leave one of them out." },
		{ "mon note x", "A note has no place here." },
	};
	struct reader r = sunday_morning();
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *words[LINE_WORDS], *complaint = NULL;
		int32_t from, to;
		int n = shell_words(cases[i].line, words);

		if (read_range(&r, n, words, &from, &to, &complaint) != !cases[i].complaint)
			fail_msg("understood, or not: %s", cases[i].line);
		if (!str_equal(complaint, cases[i].complaint))
			fail_msg("%s:\n  %s, expected\n  %s", cases[i].line, complaint, cases[i].complaint);
		free(words[0]);
		free(complaint);
	}
}

static void test_read_night_forms(void **state)
{
	static const struct {
		const char *line, *night, *complaint;
	} cases[] = {
		{ "", "2026-11-21", NULL },
		{ "last night", "2026-11-21", NULL },
		{ "yesterday", "2026-11-21", NULL },
		{ "tonight", "2026-11-22", NULL },
		{ "today", "2026-11-22", NULL },
		{ "sat", "2026-11-21", NULL },
		{ "sun", "2026-11-15", NULL },
		{ "last sat", "2026-11-21", NULL },
		{ "3 nights ago", "2026-11-19", NULL },
		{ "2026-11-03", "2026-11-03", NULL },
		{ "night of 2026-11-03", "2026-11-03", NULL },
		{ "22 oct", "2026-10-22", NULL },
		{ "sat 21 nov", "2026-11-21", NULL },
		{ "week", NULL,
		  "That is more than one night; one is wanted here, as in: last night, sat, 2026-11-21." },
		{ "3am", NULL, "\"3am\" is a time; here a night is named, as in: last night, sat, 2026-11-21." },
		{ "last night 3am", NULL,
		  "\"3am\" is a time; here a night is named, as in: last night, sat, 2026-11-21." },
		{ "yestreday", NULL, "I do not know \"yestreday\". Did you mean yesterday?" },
	};
	struct reader r = sunday_morning();
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *words[LINE_WORDS], text[DATE_LENGTH + 1], *complaint = NULL;
		int32_t night;
		int n = shell_words(cases[i].line, words);
		bool ok = read_night(&r, n, words, &night, &complaint);

		if (!str_equal(complaint, cases[i].complaint) || ok != !cases[i].complaint)
			fail_msg("%s:\n  %s, expected\n  %s", cases[i].line, complaint, cases[i].complaint);
		date_format(night, text);
		if (ok && strcmp(text, cases[i].night) != 0)
			fail_msg("%s: %s, expected %s", cases[i].line, text, cases[i].night);
		free(words[0]);
		free(complaint);
	}
	assert_true(date_parse("2026-11-05", &r.night));
	int32_t night;
	char *complaint = NULL;

	assert_true(read_night(&r, 0, NULL, &night, &complaint));
	assert_int_equal(night, r.night);
}

/* What is not text, or too much of it, is refused before it is read. */
static void test_words_limits(void **state)
{
	struct reader r = sunday_morning();
	char *many[200], *remark, *complaint, longest[100], three[] = "3am";
	struct instant i;
	(void)state;
	assert_false(read_when(&r, 1, (char *[]){ (char[]){ "3am\xff" } }, &i, &remark, &complaint));
	assert_string_equal(complaint, "Word 1 is not readable text (UTF-8 without control characters is expected).");
	free(complaint);
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_false(read_when(&r, 1, (char *[]){ longest }, &i, &remark, &complaint));
	assert_string_equal(complaint, "One word is longer than 64 bytes; free text goes after the word note.");
	free(complaint);
	for (size_t n = 0; n < ARRAY_LEN(many); n++)
		many[n] = three;
	assert_false(read_when(&r, ARRAY_LEN(many), many, &i, &remark, &complaint));
	assert_string_equal(complaint,
			    "More than 96 words are too many for one entry; free text goes after the word note.");
	free(complaint);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_when_morning),      cmocka_unit_test(test_read_when_other_hours),
		cmocka_unit_test(test_read_when_refusals),     cmocka_unit_test(test_read_when_gap),
		cmocka_unit_test(test_read_when_fold),	       cmocka_unit_test(test_read_when_option_night),
		cmocka_unit_test(test_read_when_shift_worker), cmocka_unit_test(test_read_range_forms),
		cmocka_unit_test(test_read_range_refusals),    cmocka_unit_test(test_read_night_forms),
		cmocka_unit_test(test_words_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
