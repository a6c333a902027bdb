#include "cramp/paths.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cramp/util.h"

/* $HOME, or what the user database says where a service manager or cron set none. */
static const char *home_dir(void)
{
	const char *home = getenv("HOME");

	if (home && home[0] == '/')
		return home;
	const struct passwd *user = getpwuid(getuid());
	return user && user->pw_dir && user->pw_dir[0] == '/' ? user->pw_dir : "/nonexistent";
}

/* An XDG base directory: the variable if it is an absolute path, else the default below the home directory. */
static char *base_dir(const char *variable, const char *below_home)
{
	const char *value = getenv(variable);

	return value && value[0] == '/' ? xstrdup(value) : xasprintf("%s/%s", home_dir(), below_home);
}

static char *below(char *base, const char *rest)
{
	char *path = xasprintf("%s/%s", base, rest);

	free(base);
	return path;
}

char *paths_data_dir(void)
{
	return below(base_dir("XDG_DATA_HOME", ".local/share"), "cramp");
}

char *paths_database(void)
{
	return below(paths_data_dir(), "diary.db");
}

char *paths_backups(void)
{
	return below(paths_data_dir(), "backups");
}

char *paths_spool(void)
{
	return below(paths_data_dir(), "spool");
}

char *paths_reports(void)
{
	return below(paths_data_dir(), "reports");
}

char *paths_state_dir(void)
{
	return below(base_dir("XDG_STATE_HOME", ".local/state"), "cramp");
}

char *paths_config(void)
{
	return below(base_dir("XDG_CONFIG_HOME", ".config"), "cramp/cramp.conf");
}

/* The user manager's directory, if it is there and ours alone. */
static char *run_user_dir(void)
{
	char *path = xasprintf("/run/user/%u", (unsigned)getuid());
	struct stat st;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == getuid() && (st.st_mode & 077) == 0)
		return path;
	free(path);
	return NULL;
}

/* As seen from here: the daemon that is started runs elsewhere. */
static char *absolute(const char *path)
{
	char here[PATH_MAX];

	return path[0] == '/' || !getcwd(here, sizeof(here)) ? xstrdup(path) : xasprintf("%s/%s", here, path);
}

char *paths_socket(void)
{
	const char *named = getenv("CRAMP_SOCKET"), *runtime = getenv("XDG_RUNTIME_DIR");
	char *dir;

	if (!str_empty(named))
		return absolute(named);
	if (runtime && runtime[0] == '/')
		return xasprintf("%s/cramp/org.crampd.Diary", runtime);
	dir = run_user_dir();
	return dir ? below(dir, "cramp/org.crampd.Diary") : below(paths_data_dir(), "run/org.crampd.Diary");
}

int paths_make_dir(const char *path)
{
	char *copy = xstrdup(path);
	int result = 0;

	for (char *p = copy + 1; result == 0; p++) {
		char here = *p;
		if (here != '/' && here != '\0')
			continue;
		*p = '\0';
		struct stat st;
		if (stat(copy, &st) != 0 && mkdir(copy, 0700) != 0 && errno != EEXIST)
			result = -errno;
		*p = here;
		if (here == '\0')
			break;
	}
	free(copy);
	return result;
}
