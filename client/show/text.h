/*
 * Everything that people read leaves through here or through table.h: in the letters their terminal has (symbols become
 * ASCII where the locale is not UTF-8, control characters never leave), strengthened by colour only on a terminal,
 * folded at its width.
 */
#ifndef CRAMP_SHOW_TEXT_H
#define CRAMP_SHOW_TEXT_H

struct session;

enum style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_ALERT };

/* Columns a line may take: those of the terminal; off a terminal very many, for scripts look for whole lines. */
int show_room(const struct session *s);

/* The text as it can be shown; caller frees. Newlines stay, tabs become blanks. */
char *show_letters(const struct session *s, const char *utf8);

/* What begins and ends a style on this terminal; "" where there is no colour. */
const char *style_begin(const struct session *s, enum style style);
const char *style_end(const struct session *s, enum style style);

/* Prints; nothing is folded and no newline added. */
void show_text(const struct session *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void show_styled(const struct session *s, enum style style, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Prints lines folded at the terminal's width; the first begins with `first`, the following with as many blanks as
 * `hang`. */
void show_folded(const struct session *s, const char *first, int hang, const char *text);
/* The same of a text that is put together; lines after the first begin with four blanks. */
void show_line(const struct session *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Bytes of `text` (already in the terminal's letters) that fit into `columns`, whole words if there is a blank to break
 * at; at least one character. *skip: blanks and a newline after them that are passed over at the fold.
 */
int fold_at(const char *text, int columns, int *skip);

#endif
