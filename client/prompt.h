/*
 * One question, one line of answer. Lines and not single keys, so that a word typed in full is never read as the answer
 * to the question after it, and that everything works with any terminal, a braille line and a pipe.
 */
#ifndef CRAMP_PROMPT_H
#define CRAMP_PROMPT_H

struct session;

enum prompt_answer {
	PROMPT_TOLD,
	PROMPT_UNKNOWN, /* Enter alone */
	PROMPT_BACK,	/* b */
	PROMPT_QUIT,	/* q, the end of input, Ctrl-C, or the terminal went away */
};

/*
 * While questions are asked, a signal that would end the program only ends the questions. What may be answered stands
 * in one column, where there is room.
 */
void prompt_begin(int hint_column);
void prompt_end(void);

/*
 * Shows the question and what may be answered, at the end of its line where there is room, and reads a line without
 * blanks around it into *text (caller frees; NULL unless PROMPT_TOLD).
 */
enum prompt_answer prompt_ask(const struct session *s, const char *question, const char *hint, char **text);

#endif
