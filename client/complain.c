/*
 * One sentence on stderr: in the letters the terminal has, folded at its width where it is one.
 */
#include "client/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client/show/text.h"
#include "cramp/util.h"

enum { NARROWEST = 20 };

/* Columns of the terminal behind stderr; 0: it is none. */
static int terminal_width(void)
{
	struct winsize size;

	if (!isatty(STDERR_FILENO) || ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < NARROWEST)
		return 0;
	return size.ws_col;
}

static void put(const char *text)
{
	struct session letters = { .utf8 = locale_is_utf8() };
	char *clean = show_letters(&letters, text);
	int width = terminal_width(), skip = 0;

	for (const char *p = clean; *p;) {
		int bytes = width ? fold_at(p, width, &skip) : (int)strlen(p);
		fprintf(stderr, "%.*s\n", bytes, p);
		p += bytes + skip;
	}
	free(clean);
}

__attribute__((format(printf, 1, 0))) static void put_sentence(const char *format, va_list list)
{
	struct strbuf b = { 0 };
	char *sentence = xvasprintf(format, list);

	strbuf_add(&b, "cramp: %s", sentence);
	fflush(stdout);
	put(b.text);
	strbuf_clear(&b);
	free(sentence);
}

int complain(int status, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	put_sentence(format, list);
	va_end(list);
	return status;
}

int usage_error(struct session *s, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	put_sentence(format, list);
	va_end(list);
	if (s->command) {
		char *usage = xasprintf("Usage: cramp %s%s%s", s->command->name, s->command->arguments[0] ? " " : "",
					s->command->arguments);
		put(usage);
		free(usage);
	}
	return EXIT_BAD_USAGE;
}
