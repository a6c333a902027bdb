/*
 * Memory that cannot fail, small helpers, and the one way to say "unknown" in C.
 * Allocation failure ends the program: every size that comes from outside is capped before it gets here.
 */
#ifndef CRAMP_UTIL_H
#define CRAMP_UTIL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An integer fact that nobody told: the only sentinel, for int64_t. For int32_t nights it is NO_NIGHT (when.h), for
 * double NAN. */
#define UNKNOWN INT64_MIN

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* Longest text taken from outside, in bytes: a note, a name, a word. */
enum { NOTE_MAX = 4096, NAME_MAX_BYTES = 200, WORD_MAX = 64, UID_MAX = 128 };

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *p, size_t count, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *xvasprintf(const char *format, va_list list) __attribute__((format(printf, 1, 0)));

/* strdup for a text that may be absent: NULL gives NULL. */
char *xstrdup_null(const char *s);

/* Copy into a fixed array, always terminated. False (and cut) if it did not fit. */
bool str_copy(char *to, size_t size, const char *from);

/* True for NULL and "". */
bool str_empty(const char *s);
bool str_equal(const char *a, const char *b); /* NULL equals only NULL */

/* Valid UTF-8 without NUL, control characters other than \n and \t, or surrogates. */
bool utf8_valid(const char *s, size_t length);

/* Columns a UTF-8 text takes in a terminal (wide and combining characters counted right). */
int utf8_width(const char *s);

/* Does the user's environment ask for text in UTF-8? Told from its words where that is possible, without loading the
 * locale. */
bool locale_is_utf8(void);

/* Optimal string alignment distance (insert, delete, change, swap of neighbours), bytes; stops counting past `most`. */
int edit_distance(const char *a, const char *b, int most);

enum { UID_LENGTH = 36 };

/* A fresh random (version 4) UUID. */
void uid_new(char out[UID_LENGTH + 1]);

/* A text that grows. Zero-initialise; `text` is NULL until something is added; free with strbuf_clear. */
struct strbuf {
	char *text;
	size_t length, room;
};
void strbuf_add(struct strbuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strbuf_bytes(struct strbuf *b, const void *bytes, size_t n);
void strbuf_clear(struct strbuf *b);
/* Gives the text away ("" where nothing was added); caller frees. */
char *strbuf_take(struct strbuf *b);

#endif
