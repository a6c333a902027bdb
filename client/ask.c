#include "client/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/text.h"
#include "client/words.h"
#include "cramp/util.h"

static const struct {
	const char *question, *example;
} questions[] = {
	{ "When did it begin?", "3:10, 20m ago" },
	{ "Where?", "left calf" },
	{ "How bad, 0 to 10?", "7" },
	{ "How long?", "2m, 90s" },
	{ "What did you do about it?", "stretch, massage helped" },
	{ "A note?", "" },
};
enum { WHEN_QUESTION = 0, NOTE_QUESTION = ARRAY_LEN(questions) - 1, QUESTION_WIDTH = 28 };

/* What an entry without a time is read as. */
static const char *unsaid_time(const struct session *s)
{
	int minute = civil_of(s->reader.now).second / 60;
	bool morning = minute >= s->reader.day_starts_min && minute < s->reader.night_starts_min;

	return morning ? "last night, time unknown" : "now";
}

/* The line without its end; NULL at the end of input. Caller frees. */
static char *ask(struct session *s, size_t i)
{
	char *line = NULL;
	size_t room = 0;

	show_text(s, "%-*s", QUESTION_WIDTH, questions[i].question);
	if (i == WHEN_QUESTION)
		show_styled(s, STYLE_DIM, "(e.g. %s; Enter: %s)  ", questions[i].example, unsaid_time(s));
	else if (questions[i].example[0])
		show_styled(s, STYLE_DIM, "(e.g. %s)  ", questions[i].example);
	fflush(stdout);
	if (getline(&line, &room, stdin) <= 0) {
		free(line);
		return NULL;
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

/* An answer alone must be understood, so that a slip costs one question and not the whole entry. Commas between words
 * are forgiven. */
static bool understood(struct session *s, char *answer)
{
	struct read_result read = { 0 };
	char *const words[] = { answer };
	bool ok;

	for (char *p = answer; *p; p++)
		if (*p == ',' && (p[1] == ' ' || p[1] == '\0'))
			*p = ' ';
	ok = read_episode(&s->reader, 1, words, &read);
	if (!ok)
		show_text(s, "%s\n", read.complaint);
	read_result_clear(&read);
	return ok;
}

int ask_episode(struct session *s, struct words *out)
{
	show_styled(s, STYLE_DIM, "Enter: not known.  Ctrl-D: stop, nothing is recorded.\n");
	for (size_t i = 0; i < ARRAY_LEN(questions);) {
		char *answer = ask(s, i);
		if (!answer) {
			putchar('\n');
			words_clear(out);
			return complain(EXIT_REFUSED, "Nothing was recorded.");
		}
		if (answer[0] && i == NOTE_QUESTION) {
			words_add(out, xstrdup("note"));
		} else if (answer[0] && !understood(s, answer)) {
			free(answer);
			continue;
		}
		if (answer[0])
			words_add(out, answer);
		else
			free(answer);
		i++;
	}
	return EXIT_DONE;
}
