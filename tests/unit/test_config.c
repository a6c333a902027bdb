#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cramp/config.h"
#include "cramp/util.h"

/* ---- helpers ---- */

struct place {
	char *dir, *path;
};

static int make_place(void **state)
{
	struct place *p = xcalloc(1, sizeof(*p));
	char dir[] = "/tmp/cramp-config-XXXXXX";

	assert_non_null(mkdtemp(dir));
	p->dir = xstrdup(dir);
	p->path = xasprintf("%s/deep/er/cramp.conf", dir);
	*state = p;
	return 0;
}

static int remove_place(void **state)
{
	struct place *p = *state;
	static const char *const names[] = { "/deep/er/cramp.conf", "/elsewhere.conf", "/deep/er", "/deep", "" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *path = xasprintf("%s%s", p->dir, names[i]);
		remove(path);
		free(path);
	}
	free(p->dir);
	free(p->path);
	free(p);
	return 0;
}

static void put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fputs(text, f) >= 0, 1);
	assert_int_equal(fclose(f), 0);
}

static void assert_file(const char *path, const char *expected)
{
	FILE *f = fopen(path, "r");
	char text[4096];

	assert_non_null(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	assert_string_equal(text, expected);
}

static void assert_value(const struct config *c, const char *key, const char *expected)
{
	char *value = config_get(c, key);

	assert_non_null(value);
	assert_string_equal(value, expected);
	free(value);
}

/* The text is read and leaves `key` at `expected`. */
static void assert_reads(const char *text, const char *key, const char *expected)
{
	struct config c;
	struct config_error error = { 0 };

	config_init(&c);
	if (!config_parse(text, &c, &error))
		fail_msg("line %d: %s", error.line, error.reason);
	assert_value(&c, key, expected);
	config_clear(&c);
}

/* The text is refused in that line, with these words, and the configuration stays as it was. */
static void assert_refused(const char *text, int line, const char *words)
{
	struct config c;
	struct config_error error = { 0 };

	config_init(&c);
	c.lead_min = 77;
	if (config_parse(text, &c, &error))
		fail_msg("\"%s\" was accepted", text);
	assert_int_equal(error.line, line);
	if (!strstr(error.reason, words))
		fail_msg("\"%s\" is not in \"%s\"", words, error.reason);
	assert_int_equal(c.lead_min, 77);
	config_error_clear(&error);
	config_clear(&c);
}

/* ---- reading ---- */

static void test_config_init_takes_the_documented_defaults(void **state)
{
	struct config c;

	(void)state;
	config_init(&c);
	for (int i = 0; i < WEEKDAYS; i++) {
		assert_int_equal(c.bedtime_min[i], 22 * 60 + 30);
		assert_int_equal(c.wake_min[i], 7 * 60 + 30);
	}
	assert_int_equal(c.lead_min, 30);
	assert_int_equal(c.weekly_weekday, 6);
	assert_int_equal(c.weekly_min, 600);
	assert_int_equal(c.night_starts_min, 720);
	assert_int_equal(c.day_starts_min, 240);
	assert_int_equal(c.snooze_min, 15);
	assert_false(c.private_text);
	assert_int_equal(c.quiet_from_min, -1);
	assert_false(c.us_units);
	assert_false(c.log_debug);
	assert_string_equal(c.tracked, "fluid_ml,exercise_min,room_temp_c,stretch,warm_feet,loosen_bedding");
	assert_string_equal(c.log_command, "");
	config_clear(&c);
}

static void test_config_options_show_what_they_were_given(void **state)
{
	struct config c;

	(void)state;
	config_init(&c);
	for (int i = 0; i < config_option_count; i++)
		assert_value(&c, config_options[i].name, config_options[i].fallback);
	config_clear(&c);
}

static void test_config_parse_values(void **state)
{
	(void)state;
	assert_reads("bedtime = 23:15\n", "bedtime", "23:15");
	assert_reads("  bedtime=9:05", "bedtime", "33:05");
	assert_reads("bedtime = 24:30\r\n", "bedtime", "24:30");
	assert_reads("bedtime = 0:30\n", "bedtime", "24:30");
	assert_reads("lead = 1h30m\n", "lead", "1h30m");
	assert_reads("lead = 0m\n", "lead", "0m");
	assert_reads("lead = 120m\n", "lead", "2h");
	assert_reads("weekly = Saturday   9:00\n", "weekly", "sat 09:00");
	assert_reads("private = TRUE\n", "private", "yes");
	assert_reads("private = off\n", "private", "no");
	assert_reads("quiet = 23:30-6:30\n", "quiet", "23:30 - 06:30");
	assert_reads("quiet = none\n", "quiet", "none");
	assert_reads("units = US\n", "units", "us");
	assert_reads("log = debug\n", "log", "debug");
	assert_reads("tracked = water magnesium,water\n", "tracked", "fluid_ml, magnesium_mg");
	assert_reads("tracked =\n", "tracked", "none");
	assert_reads("log_command = foot -e cramp log # not a comment\n", "log_command",
		     "foot -e cramp log # not a comment");
	assert_reads("# private = yes\n\n", "private", "no");
}

static void test_config_parse_weekdays_in_any_order(void **state)
{
	(void)state;
	assert_reads("bedtime.sat = 23:30\nbedtime = 22:00\n", "bedtime.sat", "23:30");
	assert_reads("bedtime.sat = 23:30\nbedtime = 22:00\n", "bedtime.fri", "22:00");
	assert_reads("bedtime.sat = 23:30\nbedtime = 22:00\n", "bedtime", "22:00");
	assert_reads("wake.Sunday = 09:00\n", "wake.sun", "09:00");
}

static void test_config_parse_shifted_night(void **state)
{
	(void)state;
	assert_reads("night_starts = 04:00\nbedtime = 08:00\n", "bedtime", "08:00");
	assert_refused("night_starts = 04:00\nbedtime = 28:30\n", 2, "no longer in its night");
	assert_refused("bedtime = 22:00\nbedtime.sun = 36:00\n", 2, "ends at 12:00");
	assert_refused("bedtime = 36:00\n", 1, "ends at 12:00");
}

static void test_config_parse_keeps_sensors(void **state)
{
	(void)state;
	assert_reads("lead = 5m\n[sensor bed-1]\ndevice = iio:device0\nbedtime = anything\n[sensor b]\n", "lead", "5m");
}

static void test_config_parse_refuses(void **state)
{
	(void)state;
	assert_refused("lead = 5m\nbedtim = 22:00\n", 2, "Did you mean bedtime?");
	assert_refused("bedtime = half ten\n", 1, "bedtime is a time from 00:00 to 36:00, not \"half ten\".");
	assert_refused("bedtime = 22:60\n", 1, "a time");
	assert_refused("bedtime = 22:30x\n", 1, "a time");
	assert_refused("bedtime = 36:01\n", 1, "a time");
	assert_refused("night_starts = 24:00\n", 1, "00:00 to 23:59");
	assert_refused("lead.sat = 5m\n", 1, "no setting");
	assert_refused("bedtime.someday = 22:30\n", 1, "no setting");
	assert_refused("\n\nlead = 30\n", 3, "whole minutes");
	assert_refused("lead = 90s\n", 1, "whole minutes");
	assert_refused("lead = 13h\n", 1, "whole minutes");
	assert_refused("snooze = 0m\n", 1, "from 1m");
	assert_refused("weekly = 10:00\n", 1, "like sun 10:00");
	assert_refused("weekly = sun\n", 1, "like sun 10:00");
	assert_refused("private = maybe\n", 1, "yes or no");
	assert_refused("quiet = 23:00\n", 1, "two times");
	assert_refused("quiet = 23:00 - 23:00\n", 1, "two times");
	assert_refused("quiet = 23:00 - 24:00\n", 1, "two times");
	assert_refused("units = imperial\n", 1, "metric or us");
	assert_refused("tracked = watr\n", 1, "Did you mean water?");
	assert_refused("tracked = diabetes\n", 1, "cramp trait");
	assert_refused("lead = 5m\nlead = 6m\n", 2, "was set in line 1 already");
	assert_refused("bedtime.sat = 22:00\nbedtime.saturday = 22:00\n", 2, "already");
	assert_refused("bedtime\n", 1, "KEY = VALUE");
	assert_refused("= 22:30\n", 1, "KEY = VALUE");
	assert_refused("[other]\n", 1, "[sensor NAME]");
	assert_refused("[sensor ]\n", 1, "[sensor NAME]");
	assert_refused("[sensor a b]\n", 1, "[sensor NAME]");
	assert_refused("[sensor a]\nnonsense\n", 2, "KEY = VALUE");
	assert_refused("# \xff\n", 1, "UTF-8");
	assert_refused("lead = 5m\x01\n", 1, "UTF-8");
}

static void test_config_get_unknown_key(void **state)
{
	struct config c;

	(void)state;
	config_init(&c);
	assert_null(config_get(&c, "bedtim"));
	assert_null(config_get(&c, ""));
	assert_null(config_get(&c, "lead.sat"));
	config_clear(&c);
}

static void test_config_read_missing_file_is_the_defaults(void **state)
{
	struct place *p = *state;
	struct config_error error = { 0 };
	struct config c;

	config_init(&c);
	assert_true(config_read(p->path, &c, &error));
	assert_value(&c, "bedtime", "22:30");
	config_clear(&c);
}

static void test_config_read_directory_is_told(void **state)
{
	struct place *p = *state;
	struct config_error error = { 0 };
	struct config c;

	config_init(&c);
	assert_false(config_read(p->dir, &c, &error));
	assert_int_equal(error.line, 0);
	assert_non_null(strstr(error.reason, "cannot be read"));
	config_error_clear(&error);
	config_clear(&c);
}

/* ---- writing ---- */

static void write_value(const char *path, const char *key, const char *value)
{
	struct config_error error = { 0 };
	int result = config_write(path, key, value, &error);

	if (result != 0)
		fail_msg("%d: line %d: %s", result, error.line, error.reason ? error.reason : "");
}

static void test_config_write_makes_the_file(void **state)
{
	struct place *p = *state;
	struct config_error error = { 0 };
	struct stat st;
	struct config c;

	write_value(p->path, "bedtime.sat", "23:30");
	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	config_init(&c);
	assert_true(config_read(p->path, &c, &error));
	assert_value(&c, "bedtime.sat", "23:30");
	config_clear(&c);
}

static void test_config_write_keeps_comments_and_order(void **state)
{
	struct place *p = *state;

	write_value(p->path, "lead", "5m");
	put_file(p->path, "# mine\n\nbedtime = 22:00 \n# then\n  lead=5m\n\n# the sensor\n[sensor bed]\nlead = x\n");
	write_value(p->path, "lead", "10m");
	assert_file(p->path,
		    "# mine\n\nbedtime = 22:00 \n# then\nlead = 10m\n\n# the sensor\n[sensor bed]\nlead = x\n");
	write_value(p->path, "wake", "6:00");
	assert_file(p->path, "# mine\n\nbedtime = 22:00 \n# then\nlead = 10m\nwake = 6:00\n\n# the sensor\n[sensor "
			     "bed]\nlead = x\n");
	write_value(p->path, "bedtime", NULL);
	assert_file(p->path, "# mine\n\n# then\nlead = 10m\nwake = 6:00\n\n# the sensor\n[sensor bed]\nlead = x\n");
}

static void test_config_write_into_odd_files(void **state)
{
	struct place *p = *state;

	write_value(p->path, "lead", "5m");
	put_file(p->path, "lead = 5m");
	write_value(p->path, "wake", "06:00");
	assert_file(p->path, "lead = 5m\nwake = 06:00\n");
	put_file(p->path, "# only this");
	write_value(p->path, "wake", "06:00");
	assert_file(p->path, "# only this\nwake = 06:00\n");
	put_file(p->path, "bedtime.Saturday = 22:00\n");
	write_value(p->path, "bedtime.sat", "23:00");
	assert_file(p->path, "bedtime.sat = 23:00\n");
	put_file(p->path, "bedtime.sat = 23:00\nbedtime = 22:00\n");
	write_value(p->path, "bedtime.sat", "23:30");
	assert_file(p->path, "bedtime.sat = 23:30\nbedtime = 22:00\n");
	put_file(p->path, "[sensor a]\nx = 1\n");
	write_value(p->path, "wake", "06:00");
	assert_file(p->path, "wake = 06:00\n[sensor a]\nx = 1\n");
}

static void test_config_write_refuses_and_leaves_the_file(void **state)
{
	static const struct {
		const char *key, *value;
	} wrong[] = {
		{ "lead", "ages" },	   { "bedtim", "22:00" },  { "log_command", "a\nlead = 5m" },
		{ "log_command", "\xff" }, { "bedtime", "36:00" },
	};
	struct place *p = *state;

	write_value(p->path, "lead", "5m");
	put_file(p->path, "lead = 6m\n");
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct config_error error = { 0 };

		assert_int_equal(config_write(p->path, wrong[i].key, wrong[i].value, &error), 1);
		assert_non_null(error.reason);
		assert_int_equal(error.line, 0);
		config_error_clear(&error);
		assert_file(p->path, "lead = 6m\n");
	}
}

static void test_config_write_tells_where_the_file_is_wrong(void **state)
{
	struct place *p = *state;
	struct config_error error = { 0 };

	write_value(p->path, "lead", "5m");
	put_file(p->path, "lead = 6m\nnonsense\n");
	assert_int_equal(config_write(p->path, "lead", "5m", &error), 1);
	assert_int_equal(error.line, 2);
	config_error_clear(&error);
	assert_file(p->path, "lead = 6m\nnonsense\n");
}

static void test_config_write_keeps_a_link(void **state)
{
	struct place *p = *state;
	char *target = xasprintf("%s/elsewhere.conf", p->dir);
	struct stat st;

	write_value(p->path, "lead", "5m");
	put_file(target, "lead = 6m\n");
	assert_int_equal(unlink(p->path), 0);
	assert_int_equal(symlink(target, p->path), 0);
	write_value(p->path, "lead", "7m");
	assert_int_equal(lstat(p->path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_file(target, "lead = 7m\n");
	free(target);
}

static void test_config_write_passes_on_what_the_disk_says(void **state)
{
	struct config_error error = { 0 };

	(void)state;
	assert_int_equal(config_write("/dev/null/cramp.conf", "lead", "5m", &error), -ENOTDIR);
	assert_null(error.reason);
}

#define place_test(f) cmocka_unit_test_setup_teardown(f, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_config_init_takes_the_documented_defaults),
		cmocka_unit_test(test_config_options_show_what_they_were_given),
		cmocka_unit_test(test_config_parse_values),
		cmocka_unit_test(test_config_parse_weekdays_in_any_order),
		cmocka_unit_test(test_config_parse_shifted_night),
		cmocka_unit_test(test_config_parse_keeps_sensors),
		cmocka_unit_test(test_config_parse_refuses),
		cmocka_unit_test(test_config_get_unknown_key),
		place_test(test_config_read_missing_file_is_the_defaults),
		place_test(test_config_read_directory_is_told),
		place_test(test_config_write_makes_the_file),
		place_test(test_config_write_keeps_comments_and_order),
		place_test(test_config_write_into_odd_files),
		place_test(test_config_write_refuses_and_leaves_the_file),
		place_test(test_config_write_tells_where_the_file_is_wrong),
		place_test(test_config_write_keeps_a_link),
		cmocka_unit_test(test_config_write_passes_on_what_the_disk_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
