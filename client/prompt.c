#include "client/prompt.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/command.h"
#include "client/show/text.h"
#include "cramp/util.h"

/* What the answer is given at least. */
enum { INDENT = 2, ANSWER_WIDTH = 12 };

static int column_of_hints;

static const int ending[] = { SIGINT, SIGTERM, SIGHUP };
static struct sigaction before[ARRAY_LEN(ending)];

static volatile sig_atomic_t ended;

static void on_signal(int number)
{
	(void)number;
	ended = 1;
}

/* Without SA_RESTART: the line that is being read ends. Unbuffered: what was not read yet can be waited for. */
void prompt_begin(int hint_column)
{
	struct sigaction action = { .sa_handler = on_signal };

	ended = 0;
	column_of_hints = hint_column;
	setvbuf(stdin, NULL, _IONBF, 0);
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(ending); i++)
		sigaction(ending[i], &action, &before[i]);
}

void prompt_end(void)
{
	for (size_t i = 0; i < ARRAY_LEN(ending); i++)
		sigaction(ending[i], &before[i], NULL);
}

/* Until something can be read. False: a signal came, whether before or while waiting. */
static bool wait_for_line(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	sigset_t held, usual;

	sigemptyset(&held);
	for (size_t i = 0; i < ARRAY_LEN(ending); i++)
		sigaddset(&held, ending[i]);
	/* One that comes after the look at `ended` still ends the waiting, for it is let in only there. */
	sigprocmask(SIG_BLOCK, &held, &usual);
	while (!ended && ppoll(&input, 1, NULL, &usual) < 0 && errno == EINTR)
		;
	sigprocmask(SIG_SETMASK, &usual, NULL);
	return !ended;
}

static void show_question(const struct session *s, const char *question, const char *hint)
{
	int width = INDENT + utf8_width(question), room = show_room(s);
	int column = width + 2 > column_of_hints ? width + 2 : column_of_hints;

	if (column + utf8_width(hint) + 3 + ANSWER_WIDTH > room)
		column = width + 2;
	if (column + utf8_width(hint) + 3 + ANSWER_WIDTH <= room) {
		show_text(s, "%*s%s%*s", INDENT, "", question, column - width, "");
	} else {
		show_folded(s, "  ", INDENT, question);
		show_text(s, "%*s", 2 * INDENT, "");
	}
	show_styled(s, STYLE_DIM, "%s:", hint);
	show_text(s, "  ");
	fflush(stdout);
}

/* Cuts blanks off both ends. */
static char *trimmed(char *line)
{
	static const char blanks[] = " \t\r\n";
	char *start = line + strspn(line, blanks);
	size_t n = strlen(start);

	while (n > 0 && strchr(blanks, start[n - 1]))
		n--;
	start[n] = '\0';
	return start;
}

enum prompt_answer prompt_ask(const struct session *s, const char *question, const char *hint, char **text)
{
	enum prompt_answer answer = PROMPT_QUIT;
	char *line = NULL, *told;
	size_t room = 0;

	*text = NULL;
	show_question(s, question, hint);
	if (!wait_for_line() || getline(&line, &room, stdin) <= 0) {
		putchar('\n');
		free(line);
		return PROMPT_QUIT;
	}
	told = trimmed(line);
	/* What is not typed at a terminal is not on the screen yet. */
	if (!isatty(STDIN_FILENO))
		show_text(s, "%s\n", told);
	if (!told[0])
		answer = PROMPT_UNKNOWN;
	else if (strcmp(told, "b") == 0 || strcmp(told, "back") == 0)
		answer = PROMPT_BACK;
	else if (strcmp(told, "q") != 0 && strcmp(told, "quit") != 0)
		answer = PROMPT_TOLD;
	if (answer == PROMPT_TOLD)
		*text = xstrdup(told);
	free(line);
	return answer;
}
