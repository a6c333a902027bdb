/*
 * The report as text, from diaries made here: what it says, that it stays within any width from 40 columns, and in
 * ASCII where the terminal has nothing else. `test_report_text WIDTH` prints the reports instead, for a look.
 */
#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/command.h"
#include "client/show/report_text.h"
#include "cramp/util.h"
#include "daemon/insight/report_json.h"

/* The week from Sunday 15 to Saturday 21 November 2026. */
enum { HOUR = 3600, DAY = 86400, FIRST = 20772, LAST = FIRST + 6, TEXT_MAX = 1 << 16 };

struct told {
	struct rows_builder *rows;
	struct week *week;
};

static void free_night(struct rows_builder *b, int32_t night)
{
	struct night n;

	night_init(&n);
	n.night = night;
	n.free = true;
	n.into_bed_at = n.lights_out_at = (int64_t)night * DAY + 23 * HOUR;
	n.sol_min = 15;
	n.waso_min = 20;
	n.final_awakening_at = n.out_of_bed_at = n.into_bed_at + 8 * HOUR;
	rows_add_night(&n, b);
}

static struct episode cramp(int32_t night, double hour, int64_t severity, int64_t duration_s, const char *muscle)
{
	struct episode e;

	episode_init(&e);
	e.id = night;
	e.night = night;
	e.onset.at = hour > 0 ? (int64_t)night * DAY + (int64_t)(hour * HOUR) : UNKNOWN;
	e.severity = severity;
	e.duration_s = duration_s;
	str_copy(e.precision, sizeof(e.precision), hour > 0 ? "exact" : "night");
	str_copy(e.class, sizeof(e.class), "night");
	str_copy(e.side, sizeof(e.side), "left");
	str_copy(e.muscles[e.muscle_count++], sizeof(e.muscles[0]), muscle);
	str_copy(e.relief[0].method, sizeof(e.relief[0].method), "massage_upward");
	e.relief[0].seconds = 50;
	e.relief[0].worked = severity > 4;
	e.relief_count = 1;
	return e;
}

static void told(struct rows_builder *b, int32_t night, const char *factor, double value)
{
	struct reading r;

	reading_init(&r);
	r.night = night;
	r.value = value;
	str_copy(r.factor, sizeof(r.factor), factor);
	rows_add_reading(&r, b);
}

/* The report of FIRST..LAST; takes the builder. */
static json_t *finished(struct rows_builder *b, const struct episode *episodes, size_t count, int32_t over)
{
	struct rows rows;
	struct table table;
	struct week week;
	json_t *report;

	rows_finish(b, &rows);
	week_begin(&week, &rows, FIRST, LAST, over);
	for (size_t i = 0; i < count; i++)
		week_episode(&episodes[i], &week);
	week_end(&week);
	table_make(&rows, NULL, 0, &table);
	report = report_to_json(&week, &table);
	table_clear(&table);
	week_clear(&week);
	rows_clear(&rows);
	return report;
}

static json_t *empty_report(void)
{
	return finished(rows_builder_new("stretch"), NULL, 0, LAST);
}

/* Two nights of the week, the newest of which is not over. */
static json_t *thin_report(void)
{
	struct rows_builder *b = rows_builder_new("stretch,warm_feet");
	struct episode e = cramp(FIRST + 2, 0, UNKNOWN, UNKNOWN, "calf");

	free_night(b, FIRST + 1);
	rows_add_episode(&e, b);
	return finished(b, &e, 1, LAST - 1);
}

/* Eight weeks, with everything. */
static json_t *full_report(void)
{
	struct rows_builder *b =
		rows_builder_new("stretch,warm_feet,loosen_bedding,exercise_min,fluid_ml,room_temp_c,cold_legs");
	struct episode week[3], e;

	week[0] = cramp(FIRST + 3, 26.7, 8, 240, "calf");
	week[1] = cramp(FIRST + 3, 28.2, 3, 30, "foot_sole");
	week[2] = cramp(FIRST + 6, 27.1, 6, 120, "calf");
	for (int32_t night = FIRST - 49; night <= LAST; night++)
		if (night != FIRST + 3 && night != FIRST + 4 && night != FIRST + 6 &&
		    (night % 5 != 0 || night >= FIRST))
			free_night(b, night);
	for (int32_t night = FIRST - 49; night < FIRST; night++) {
		if (night % 5 != 0)
			continue;
		e = cramp(night, 27, 5, 60, "calf");
		rows_add_episode(&e, b);
	}
	for (int i = 0; i < 3; i++)
		rows_add_episode(&week[i], b);
	for (int32_t night = FIRST - 49; night <= LAST; night++) {
		told(b, night, "exercise_min", night % 7 * 15);
		told(b, night, "fluid_ml", 900 + night % 9 * 150);
		told(b, night, "room_temp_c", 16 + night % 4);
		told(b, night, "stretch", night % 2);
		if (night % 3 == 0)
			told(b, night, "cold_legs", night % 4);
	}
	return finished(b, week, 3, LAST);
}

static struct session session_of(int width, bool utf8)
{
	struct session s = { .width = width, .utf8 = utf8, .reader.night = NO_NIGHT };

	s.reader.now = (struct instant){ (int64_t)(LAST + 1) * DAY + 22 * HOUR, 0 };
	s.reader.own = &s.own;
	return s;
}

/* What show_report prints; caller frees. */
static char *printed(json_t *report, int width, bool utf8)
{
	struct session s = session_of(width, utf8);
	FILE *file = tmpfile();
	int kept = dup(STDOUT_FILENO);
	char *text = xcalloc(TEXT_MAX, 1);

	assert_non_null(file);
	s.reader.own = &s.own;
	fflush(stdout);
	dup2(fileno(file), STDOUT_FILENO);
	show_report(&s, report);
	fflush(stdout);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	rewind(file);
	assert_true(fread(text, 1, TEXT_MAX - 1, file) > 0);
	fclose(file);
	return text;
}

static void assert_says(json_t *report, const char *what)
{
	char *text = printed(report, 200, true);

	if (!strstr(text, what))
		fail_msg("not said: %s\n%s", what, text);
	free(text);
}

static void assert_silent(json_t *report, const char *what)
{
	char *text = printed(report, 200, true);

	if (strstr(text, what))
		fail_msg("said: %s\n%s", what, text);
	free(text);
}

static void test_empty_diary_says_how_to_begin(void **state)
{
	json_t *r = empty_report();

	(void)state;
	assert_says(r, "Your diary is empty so far.");
	assert_says(r, "cramp none");
	assert_silent(r, "nan");
	json_decref(r);
}

static void test_thin_week_has_no_rate(void **state)
{
	json_t *r = thin_report();

	(void)state;
	assert_says(r, "2 of 6 nights recorded");
	assert_says(r, "1 cramp on 1 of 2 recorded nights. How many a week cannot be said");
	assert_says(r, "The night of Sat 21 Nov is not over yet");
	assert_says(r, "warm feet not told");
	assert_silent(r, "a week.");
	json_decref(r);
}

static void test_full_week(void **state)
{
	json_t *r = full_report();

	(void)state;
	assert_says(r, "Seven nights, Sun 15 to Sat 21 Nov");
	assert_says(r, "6 of 7 nights recorded");
	/* 7 x 3 / 6; before: 28 nights, 5 or 6 of them with a cramp */
	assert_says(r, "3 cramps on 2 of 6 recorded nights, or 3.5 a week.");
	assert_says(r, "○ ○ ○ ● ? ○ ●");
	assert_says(r, "S M T W T F S");
	assert_says(r, "02:42 left calf 8/10 4 min · night of Wed 18 Nov");
	assert_says(r, "massage 2 of 3");
	assert_says(r, "counts, no verdict");
	assert_says(r, "less water than usual");
	/* Nobody tracks it. */
	assert_silent(r, "magnesium");
	/* Told on a third of the nights: too few on one side. */
	assert_says(r, "That takes 10 nights on either side.");
	json_decref(r);
}

static void test_every_width(void **state)
{
	json_t *reports[] = { empty_report(), thin_report(), full_report() };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(reports); i++) {
		for (int width = 40; width <= 130; width++) {
			char *text = printed(reports[i], width, true), *rest = text;

			for (char *line; (line = strsep(&rest, "\n"));)
				if (utf8_width(line) > width)
					fail_msg("%d columns in %d: %s", utf8_width(line), width, line);
			free(text);
		}
		json_decref(reports[i]);
	}
}

static void test_ascii(void **state)
{
	json_t *r = full_report();
	char *text = printed(r, 80, false);

	(void)state;
	for (const char *p = text; *p; p++)
		assert_true((unsigned char)*p < 0x80);
	assert_non_null(strstr(text, "o o o * ? o *"));
	free(text);
	json_decref(r);
}

static int look(int width)
{
	json_t *reports[] = { empty_report(), thin_report(), full_report() };
	struct session s = session_of(width, true);

	s.reader.own = &s.own;
	for (size_t i = 0; i < ARRAY_LEN(reports); i++) {
		show_report(&s, reports[i]);
		puts("----");
		json_decref(reports[i]);
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty_diary_says_how_to_begin),
		cmocka_unit_test(test_thin_week_has_no_rate),
		cmocka_unit_test(test_full_week),
		cmocka_unit_test(test_every_width),
		cmocka_unit_test(test_ascii),
	};

	if (argc > 1)
		return look(atoi(argv[1]));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
