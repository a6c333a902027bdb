#include "client/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/prompt.h"
#include "client/show/text.h"
#include "client/words.h"
#include "cramp/util.h"

static const struct {
	const char *question, *hint;
} questions[] = {
	{ "When did it begin?", NULL },
	{ "Where?", "e.g. left calf" },
	{ "How bad, 0 to 10?", "e.g. 7" },
	{ "How long?", "e.g. 2m, 90s" },
	{ "What did you do about it?", "e.g. stretch, massage helped" },
	{ "A note?", "any words" },
};
enum { WHEN_QUESTION = 0, NOTE_QUESTION = ARRAY_LEN(questions) - 1, HINT_COLUMN = 30 };

/* What an entry without a time is read as. */
static const char *unsaid_time(const struct session *s)
{
	int minute = civil_of(s->reader.now).second / 60;
	bool morning = minute >= s->reader.day_starts_min && minute < s->reader.night_starts_min;

	return morning ? "some time last night" : "now";
}

static enum prompt_answer ask(struct session *s, size_t i, char **answer)
{
	char *when = xasprintf("3:10; Enter = %s", unsaid_time(s));
	enum prompt_answer result =
		prompt_ask(s, questions[i].question, i == WHEN_QUESTION ? when : questions[i].hint, answer);

	free(when);
	return result;
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
		show_folded(s, "    ", 4, read.complaint);
	read_result_clear(&read);
	return ok;
}

/* Asks all of them; an answer stays where it is until it is given anew. False: given up. */
static bool ask_all(struct session *s, char *answers[ARRAY_LEN(questions)])
{
	for (size_t i = 0; i < ARRAY_LEN(questions);) {
		char *line;
		enum prompt_answer answer = ask(s, i, &line);

		if (answer == PROMPT_QUIT)
			return false;
		if (answer == PROMPT_TOLD && i != NOTE_QUESTION && !understood(s, line)) {
			free(line);
			continue;
		}
		if (answer == PROMPT_BACK) {
			i -= i > 0;
			continue;
		}
		free(answers[i]);
		answers[i++] = line;
	}
	return true;
}

int ask_episode(struct session *s, struct words *out)
{
	char *answers[ARRAY_LEN(questions)] = { NULL };
	bool told;

	show_folded(s, "", 0, "Enter = not known, b = back, q = stop (nothing is recorded)");
	putchar('\n');
	prompt_begin(HINT_COLUMN);
	told = ask_all(s, answers);
	prompt_end();
	putchar('\n');
	for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
		if (told && answers[i] && i == NOTE_QUESTION)
			words_add(out, xstrdup("note"));
		if (told && answers[i])
			words_add(out, answers[i]);
		else
			free(answers[i]);
	}
	return told ? EXIT_DONE : complain(EXIT_REFUSED, "Nothing was recorded.");
}
