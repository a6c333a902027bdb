#include "cramp/util.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <wchar.h>

#include "cramp/log.h"

void *xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		fatal("Out of memory.");
	return p;
}

void *xcalloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		fatal("Out of memory.");
	return p;
}

void *xreallocarray(void *p, size_t count, size_t size)
{
	p = reallocarray(p, count ? count : 1, size ? size : 1);
	if (!p)
		fatal("Out of memory.");
	return p;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *xstrndup(const char *s, size_t n)
{
	size_t length = strnlen(s, n);
	char *copy = xmalloc(length + 1);

	memcpy(copy, s, length);
	copy[length] = '\0';
	return copy;
}

char *xstrdup_null(const char *s)
{
	return s ? xstrdup(s) : NULL;
}

char *xvasprintf(const char *format, va_list list)
{
	char *text;

	if (vasprintf(&text, format, list) < 0)
		fatal("Out of memory.");
	return text;
}

char *xasprintf(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	char *text = xvasprintf(format, list);
	va_end(list);
	return text;
}

bool str_copy(char *to, size_t size, const char *from)
{
	size_t length = strlen(from), fit = length < size ? length : size - 1;

	memcpy(to, from, fit);
	to[fit] = '\0';
	return fit == length;
}

bool str_empty(const char *s)
{
	return !s || !*s;
}

bool str_equal(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Bytes of the character at s, its code point in *code; 0 if it is none (overlong, surrogate, beyond U+10FFFF, cut
 * off). */
static size_t utf8_decode(const unsigned char *s, size_t left, uint32_t *code)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = s[0] < 0x80		   ? 1
		   : (s[0] & 0xe0) == 0xc0 ? 2
		   : (s[0] & 0xf0) == 0xe0 ? 3
		   : (s[0] & 0xf8) == 0xf0 ? 4
					   : 0;

	if (n == 0 || n > left)
		return 0;
	*code = n == 1 ? s[0] : s[0] & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (s[i] & 0x3f);
	}
	if (*code < smallest[n] || *code > 0x10ffff || (*code >= 0xd800 && *code <= 0xdfff))
		return 0;
	return n;
}

bool utf8_valid(const char *s, size_t length)
{
	uint32_t code = 0;

	for (size_t i = 0, n; i < length; i += n) {
		n = utf8_decode((const unsigned char *)s + i, length - i, &code);
		if (n == 0 || (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7f && code < 0xa0))
			return false;
	}
	return true;
}

/* Beyond the Latin letters, all of one column, the C library is asked. Its table of characters takes as long to load as
 * a connection to make, so only here. It knows nothing in the C locale; one column is the better guess there. */
static int rare_width(uint32_t code)
{
	if (strcmp(setlocale(LC_CTYPE, NULL), "C") == 0)
		setlocale(LC_CTYPE, "");
	int columns = wcwidth((wchar_t)code);

	return columns >= 0 ? columns : 1;
}

int utf8_width(const char *s)
{
	size_t length = strlen(s);
	uint32_t code = 0;
	int width = 0;

	for (size_t i = 0, n; i < length; i += n) {
		n = utf8_decode((const unsigned char *)s + i, length - i, &code);
		if (n == 0) {
			n = 1;
			width++;
			continue;
		}
		width += code < 0x300 ? (code >= 0x20 && code < 0x7f) || code >= 0xa0 : rare_width(code);
	}
	return width;
}

bool locale_is_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *value = NULL, *letters;

	for (size_t i = 0; i < ARRAY_LEN(names) && str_empty(value); i++)
		value = getenv(names[i]);
	if (str_empty(value) || strcmp(value, "C") == 0 || strcmp(value, "POSIX") == 0)
		return false;
	letters = strchr(value, '.');
	if (letters)
		return strncasecmp(letters + 1, "UTF-8", 5) == 0 || strncasecmp(letters + 1, "utf8", 4) == 0;
	setlocale(LC_CTYPE, "");
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static int least(int a, int b, int c)
{
	int m = a < b ? a : b;

	return m < c ? m : c;
}

int edit_distance(const char *a, const char *b, int most)
{
	int n = (int)strnlen(a, WORD_MAX), m = (int)strnlen(b, WORD_MAX);
	int rows[3][WORD_MAX + 1];
	int *before = rows[0], *above = rows[1], *row = rows[2];

	if (abs(n - m) > most)
		return most + 1;
	for (int j = 0; j <= m; j++)
		above[j] = j;
	for (int i = 1; i <= n; i++) {
		row[0] = i;
		for (int j = 1; j <= m; j++) {
			int change = a[i - 1] != b[j - 1];
			row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + change);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
		int *oldest = before;
		before = above;
		above = row;
		row = oldest;
	}
	return above[m] <= most ? above[m] : most + 1;
}

void uid_new(char out[UID_LENGTH + 1])
{
	uint8_t b[16];
	size_t got = 0;

	while (got < sizeof(b)) {
		ssize_t n = getrandom(b + got, sizeof(b) - got, 0);
		if (n < 0 && errno != EINTR)
			fatal("The kernel gives no random numbers: %s.", strerror(errno));
		if (n > 0)
			got += (size_t)n;
	}
	b[6] = (b[6] & 0x0f) | 0x40;
	b[8] = (b[8] & 0x3f) | 0x80;
	snprintf(out, UID_LENGTH + 1, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0],
		 b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

static void strbuf_need(struct strbuf *b, size_t more)
{
	size_t room = b->room ? b->room : 64;

	if (b->length + more + 1 <= b->room)
		return;
	while (room < b->length + more + 1)
		room *= 2;
	b->text = xreallocarray(b->text, room, 1);
	b->room = room;
}

void strbuf_add(struct strbuf *b, const char *format, ...)
{
	va_list list, again;

	va_start(list, format);
	va_copy(again, list);
	int n = vsnprintf(NULL, 0, format, list);
	va_end(list);
	if (n > 0) {
		strbuf_need(b, (size_t)n);
		vsnprintf(b->text + b->length, (size_t)n + 1, format, again);
		b->length += (size_t)n;
	}
	va_end(again);
}

void strbuf_bytes(struct strbuf *b, const void *bytes, size_t n)
{
	strbuf_need(b, n);
	if (n)
		memcpy(b->text + b->length, bytes, n);
	b->length += n;
	b->text[b->length] = '\0';
}

void strbuf_clear(struct strbuf *b)
{
	free(b->text);
	*b = (struct strbuf){ 0 };
}

char *strbuf_take(struct strbuf *b)
{
	char *text = b->text ? b->text : xstrdup("");

	*b = (struct strbuf){ 0 };
	return text;
}
