/* Where things lie, by what the environment says and leaves unsaid. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cramp/paths.h"
#include "cramp/util.h"

static const char *const variables[] = {
	"HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "CRAMP_SOCKET"
};

/* NULL: not set. */
static void environment(const char *const values[ARRAY_LEN(variables)])
{
	for (size_t i = 0; i < ARRAY_LEN(variables); i++) {
		if (values[i])
			setenv(variables[i], values[i], 1);
		else
			unsetenv(variables[i]);
	}
}
#define ENVIRONMENT(...) environment((const char *const[]){ __VA_ARGS__ })

static void assert_path(char *path, const char *expected)
{
	assert_string_equal(path, expected);
	free(path);
}

static void test_paths_of_the_base_directories(void **state)
{
	(void)state;
	ENVIRONMENT("/h", "/d", "/s", "/c", "/r", NULL);
	assert_path(paths_data_dir(), "/d/cramp");
	assert_path(paths_database(), "/d/cramp/diary.db");
	assert_path(paths_backups(), "/d/cramp/backups");
	assert_path(paths_spool(), "/d/cramp/spool");
	assert_path(paths_reports(), "/d/cramp/reports");
	assert_path(paths_state_dir(), "/s/cramp");
	assert_path(paths_config(), "/c/cramp/cramp.conf");
	assert_path(paths_socket(), "/r/cramp/org.crampd.Diary");
}

/* Unset, empty and relative ones are as if they were not there. */
static void test_paths_fall_back_to_home(void **state)
{
	(void)state;
	ENVIRONMENT("/h", NULL, "", "c", NULL, NULL);
	assert_path(paths_data_dir(), "/h/.local/share/cramp");
	assert_path(paths_state_dir(), "/h/.local/state/cramp");
	assert_path(paths_config(), "/h/.config/cramp/cramp.conf");
}

/* A service manager or cron may set no HOME; the files of a user do not lie below "/" then. */
static void test_paths_without_home_ask_the_user_database(void **state)
{
	const struct passwd *user = getpwuid(getuid());
	const char *home = user ? user->pw_dir : "/nonexistent";
	char *expected = xasprintf("%s/.local/share/cramp", home);

	(void)state;
	ENVIRONMENT(NULL, NULL, NULL, NULL, NULL, NULL);
	assert_path(paths_data_dir(), expected);
	ENVIRONMENT("relative", NULL, NULL, NULL, NULL, NULL);
	assert_path(paths_data_dir(), expected);
	free(expected);
}

static void test_paths_socket(void **state)
{
	char here[PATH_MAX], *expected, run[64];
	struct stat st;

	(void)state;
	ENVIRONMENT("/h", NULL, NULL, NULL, "/r", "/named");
	assert_path(paths_socket(), "/named");
	ENVIRONMENT("/h", NULL, NULL, NULL, "/r", "");
	assert_path(paths_socket(), "/r/cramp/org.crampd.Diary");
	/* told from here, and the same from anywhere */
	ENVIRONMENT("/h", NULL, NULL, NULL, "/r", "named/socket");
	assert_non_null(getcwd(here, sizeof(here)));
	expected = xasprintf("%s/named/socket", here);
	assert_path(paths_socket(), expected);
	free(expected);

	snprintf(run, sizeof(run), "/run/user/%u", (unsigned)getuid());
	bool ours = stat(run, &st) == 0 && st.st_uid == getuid() && (st.st_mode & 077) == 0;
	expected = ours ? xasprintf("%s/cramp/org.crampd.Diary", run)
			: xstrdup("/h/.local/share/cramp/run/org.crampd.Diary");
	ENVIRONMENT("/h", NULL, NULL, NULL, NULL, NULL);
	assert_path(paths_socket(), expected);
	ENVIRONMENT("/h", NULL, NULL, NULL, "r", NULL);
	assert_path(paths_socket(), expected);
	free(expected);
}

static void test_paths_make_dir(void **state)
{
	char root[] = "/tmp/cramp-paths-XXXXXX";
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(root));
	char *deep = xasprintf("%s/a/b", root), *a = xasprintf("%s/a", root), *in_file = xasprintf("%s/f/x", root),
	     *file = xasprintf("%s/f", root);
	assert_int_equal(paths_make_dir(deep), 0);
	assert_int_equal(paths_make_dir(deep), 0);
	assert_int_equal(stat(a, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(stat(deep, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	fclose(fopen(file, "w"));
	assert_int_equal(paths_make_dir(in_file), -ENOTDIR);
	unlink(file);
	rmdir(deep);
	rmdir(a);
	rmdir(root);
	free(deep);
	free(a);
	free(in_file);
	free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths_of_the_base_directories),
		cmocka_unit_test(test_paths_fall_back_to_home),
		cmocka_unit_test(test_paths_without_home_ask_the_user_database),
		cmocka_unit_test(test_paths_socket),
		cmocka_unit_test(test_paths_make_dir),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
