#include "cramp/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

static const char *program_name = "cramp";
static bool debug_wanted;
static bool journal; /* stderr is systemd's journal: priorities are prefixed */

void log_init(const char *program, bool debug)
{
	program_name = program;
	debug_wanted = debug;
	journal = getenv("JOURNAL_STREAM") != NULL;
}

/* One write a line, so that lines of several processes do not mix. */
__attribute__((format(printf, 2, 0))) static void put_line(int priority, const char *format, va_list list,
							   int with_errno)
{
	char line[2048];
	int n = journal ? snprintf(line, sizeof(line), "<%d>", priority)
			: snprintf(line, sizeof(line), "%s: ", program_name);

	n += vsnprintf(line + n, sizeof(line) - (size_t)n, format, list);
	if (n < (int)sizeof(line) && with_errno)
		n += snprintf(line + n, sizeof(line) - (size_t)n, ": %s", strerror(with_errno));
	if (n >= (int)sizeof(line) - 1)
		n = (int)sizeof(line) - 2;
	line[n] = '\n';
	fwrite(line, 1, (size_t)n + 1, stderr);
}

#define PUT(priority, with_errno)                                                                                      \
	do {                                                                                                           \
		int kept = errno;                                                                                      \
		va_list list;                                                                                          \
		va_start(list, format);                                                                                \
		put_line(priority, format, list, with_errno);                                                          \
		va_end(list);                                                                                          \
		errno = kept;                                                                                          \
	} while (0)

void log_warn(const char *format, ...)
{
	PUT(LOG_WARNING, kept);
}

void log_warnx(const char *format, ...)
{
	PUT(LOG_WARNING, 0);
}

void log_info(const char *format, ...)
{
	PUT(LOG_INFO, 0);
}

void log_debug(const char *format, ...)
{
	if (debug_wanted)
		PUT(LOG_DEBUG, 0);
}

void fatal(const char *format, ...)
{
	PUT(LOG_ERR, 0);
	exit(EXIT_FAILURE);
}
