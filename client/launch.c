#include "client/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/link.h"
#include "cramp/paths.h"
#include "cramp/util.h"

enum { FIRST_PAUSE_MS = 1, LONGEST_PAUSE_MS = 50, AGAIN_MS = 250 };
/* Exit status of crampd that says another one runs already: it is that one we want. */
enum { DAEMON_ALREADY_RUNNING = 4 };

static bool is_absent(int error)
{
	return error == -ENOENT || error == -ECONNREFUSED;
}

/* A child in a session of its own, without our descriptors except stderr; -1 with errno, also where the program cannot
 * run. */
static pid_t spawn(const char *const *arguments, int stderr_fd)
{
	int trouble[2], code = 0;
	pid_t pid;

	if (pipe2(trouble, O_CLOEXEC) != 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);
		setsid();
		if (chdir("/") == 0 && null >= 0 && dup2(null, 0) >= 0 && dup2(null, 1) >= 0 &&
		    dup2(stderr_fd >= 0 ? stderr_fd : null, 2) >= 0 && dup2(trouble[1], 3) >= 0 &&
		    fcntl(3, F_SETFD, FD_CLOEXEC) == 0) {
			/* Whatever the shell had open (a pipe somebody reads to its end) is not the daemon's to keep
			 * open. */
			close_range(4, ~0U, 0);
			umask(077);
			unsetenv("LISTEN_FDS");
			unsetenv("LISTEN_PID");
			unsetenv("NOTIFY_SOCKET");
			unsetenv("JOURNAL_STREAM");
			execvp(arguments[0], (char *const *)arguments);
		}
		code = errno;
		ssize_t told = write(3, &code, sizeof(code));
		_exit(told > 0 ? 127 : 126);
	}
	close(trouble[1]);
	if (pid > 0 && read(trouble[0], &code, sizeof(code)) == (ssize_t)sizeof(code)) {
		waitpid(pid, NULL, 0);
		pid = -1;
	}
	close(trouble[0]);
	if (pid < 0 && code)
		errno = code;
	return pid;
}

/* Runs it to its end. */
static bool succeeds(const char *const *arguments)
{
	int status;
	pid_t pid = spawn(arguments, -1);

	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* True if the user's manager took the socket up. */
static bool manager_started(void)
{
	const char *arguments[] = { "systemctl", "--user", "--quiet", "start", "crampd.socket", NULL };

	return succeeds(arguments);
}

static bool manager_runs(void)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	char *private = xasprintf("%s/systemd/private", runtime ? runtime : "");
	bool runs = runtime && access(private, F_OK) == 0;

	free(private);
	return runs;
}

/* The unit listens at the usual place and runs the installed daemon: it can serve only who asks for just that. */
static bool manager_serves(const char *socket_path)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	char *usual = xasprintf("%s/cramp/org.crampd.Diary", runtime ? runtime : "");
	bool serves = manager_runs() && str_equal(socket_path, usual) && str_empty(getenv("CRAMP_DAEMON")) &&
		      str_empty(getenv("CRAMP_NOW"));

	free(usual);
	return serves;
}

/* $CRAMP_DAEMON, else the crampd beside this program, else the installed one. Absolute; caller frees. */
static char *daemon_program(void)
{
	const char *named = getenv("CRAMP_DAEMON");
	char own[PATH_MAX];
	ssize_t n;

	if (!str_empty(named)) {
		char *whole = realpath(named, NULL);
		return whole ? whole : xstrdup(named);
	}
	n = readlink("/proc/self/exe", own, sizeof(own) - 1);
	if (n > 0) {
		own[n] = '\0';
		char *slash = strrchr(own, '/');
		char *beside = xasprintf("%.*s/crampd", slash ? (int)(slash - own) : 0, own);
		if (access(beside, X_OK) == 0)
			return beside;
		free(beside);
	}
	return xstrdup(CRAMP_BINDIR "/crampd");
}

/* Where a daemon of our own writes what it has to say; the last start's words are kept beside it. */
static int open_log(char **path)
{
	char *dir = paths_state_dir();
	char *old = xasprintf("%s/crampd.log.1", dir);

	*path = xasprintf("%s/crampd.log", dir);
	paths_make_dir(dir);
	rename(*path, old);
	free(dir);
	free(old);
	return open(*path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
}

/* The last line in a file that is not empty, without the program's name; caller frees, NULL if there is none. */
static char *last_line(const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL, *last = NULL;
	size_t room = 0;
	ssize_t n;

	if (!file)
		return NULL;
	while ((n = getline(&line, &room, file)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (!line[0])
			continue;
		free(last);
		last = xstrdup(strncmp(line, "crampd: ", 8) == 0 ? line + 8 : line);
	}
	free(line);
	fclose(file);
	return last;
}

/* Has the daemon we started ended? Then *why says what it said (NULL: only that another one was first). */
static bool has_ended(pid_t pid, const char *program, const char *log, char **why)
{
	int status;
	char *said;

	if (waitpid(pid, &status, WNOHANG) != pid)
		return false;
	if (WIFEXITED(status) && WEXITSTATUS(status) == DAEMON_ALREADY_RUNNING)
		return true;
	said = last_line(log);
	if (said)
		*why = xasprintf("The daemon did not start: %s%s", said, said[strlen(said) - 1] == '.' ? "" : ".");
	else if (access(log, W_OK) != 0)
		*why = xasprintf("The daemon %s did not start, and its words could not be kept in %s: %s.", program,
				 log, strerror(errno));
	else if (WIFSIGNALED(status))
		*why = xasprintf("The daemon %s did not start: it was ended by signal %d.", program, WTERMSIG(status));
	else
		*why = xasprintf("The daemon %s did not start; it ended with status %d and said nothing.", program,
				 WEXITSTATUS(status));
	free(said);
	return true;
}

static pid_t spawn_daemon(const char *program, int log_fd)
{
	const char *arguments[] = { program, NULL };

	return spawn(arguments, log_fd);
}

/* Connects again and again, more and more slowly. program NULL: somebody else starts it. */
static struct link *await(const char *socket_path, const char *program, const char *log, int log_fd, int patience_s,
			  char **why)
{
	pid_t pid = program ? spawn_daemon(program, log_fd) : 0;
	int pause = FIRST_PAUSE_MS, again = 0, error;

	if (pid < 0) {
		*why = xasprintf("The daemon %s cannot be run: %s.", program, strerror(errno));
		return NULL;
	}
	for (int waited = 0; waited < patience_s * 1000; waited += pause) {
		struct link *l = link_open(socket_path, &error);
		if (l || !is_absent(error)) {
			if (!l)
				*why = xasprintf("The daemon cannot be reached at %s: %s.", socket_path,
						 strerror(-error));
			return l;
		}
		if (pid > 0 && has_ended(pid, program, log, why)) {
			if (*why)
				return NULL;
			pid = 0;
			again = waited + AGAIN_MS;
		} else if (program && pid <= 0 && waited >= again) {
			/* The one that was first never answered: it was on its way out. */
			pid = spawn_daemon(program, log_fd);
		}
		poll(NULL, 0, pause);
		pause = pause * 2 < LONGEST_PAUSE_MS ? pause * 2 : LONGEST_PAUSE_MS;
	}
	*why = xasprintf("The daemon was started but does not answer at %s.", socket_path);
	return NULL;
}

struct link *launch_daemon(const char *socket_path, int patience_s, char **why)
{
	char *program = NULL, *log = NULL, *data = paths_data_dir();
	struct link *l = NULL;
	int log_fd = -1;

	*why = NULL;
	/* The sandboxed unit may write in this directory but cannot make it. */
	paths_make_dir(data);
	if (manager_serves(socket_path) && manager_started()) {
		l = await(socket_path, NULL, NULL, -1, patience_s, why);
		goto out;
	}
	/* A path told from this directory: the daemon runs in another one. */
	if (getenv("CRAMP_SOCKET"))
		setenv("CRAMP_SOCKET", socket_path, 1);
	program = daemon_program();
	log_fd = open_log(&log);
	l = await(socket_path, program, log, log_fd, patience_s, why);
out:
	if (log_fd >= 0)
		close(log_fd);
	free(program);
	free(log);
	free(data);
	return l;
}

int launch_program(const char *const *arguments)
{
	return spawn(arguments, -1) > 0 ? 0 : -1;
}

/* The daemon as an entry of the desktop's autostart directory. */
static char *write_autostart(void)
{
	char *config = paths_config(), *program = daemon_program(), *directory, *path, *how;
	FILE *file;
	bool ok;

	/* …/cramp/cramp.conf → …/autostart */
	*strrchr(config, '/') = '\0';
	*strrchr(config, '/') = '\0';
	directory = xasprintf("%s/autostart", config);
	path = xasprintf("%s/crampd.desktop", directory);
	paths_make_dir(directory);
	file = fopen(path, "we");
	ok = file &&
	     fprintf(file,
		     "[Desktop Entry]\nType=Application\nName=Cramp diary\nComment=Reminders of the cramp diary\n"
		     "Exec=%s\nNoDisplay=true\n",
		     program) > 0;
	if (file && fclose(file) != 0)
		ok = false;
	how = ok ? xasprintf("No service manager of yours runs here, so your desktop starts it: %s", path)
		 : xasprintf("%s cannot be written: %s.", path, strerror(errno));
	free(config);
	free(program);
	free(directory);
	free(path);
	return how;
}

void launch_at_login(char **how)
{
	const char *enable[] = { "systemctl", "--user", "--quiet", "enable", "crampd.socket", "crampd.service", NULL };
	const char *start[] = { "systemctl", "--user", "--quiet", "start", "crampd.socket", NULL };

	if (!manager_runs()) {
		*how = write_autostart();
	} else if (succeeds(enable)) {
		/* Where one runs already, that is no matter. */
		succeeds(start);
		*how = xstrdup("It starts when you log in (systemctl --user status crampd).");
	} else {
		*how = xstrdup("That did not work; systemctl --user enable crampd.socket crampd.service says why.");
	}
}
