#include "client/show/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "cramp/util.h"

/* Symbols we use, as ASCII has them. Anything else that is not ASCII is "?" there. */
static const struct {
	const char *symbol, *ascii;
} symbols[] = {
	{ "·", "-" },	{ "●", "*" }, { "○", "o" },   { "◦", "." }, { "→", "->" }, { "–", "-" },   { "—", "-" },
	{ "…", "..." }, { "°", "" },  { "½", "1/2" }, { "²", "2" }, { "×", "x" },  { "±", "+/-" }, { "≤", "<=" },
	{ "≥", ">=" },	{ "−", "-" }, { "µ", "u" },   { "’", "'" }, { "‘", "'" },  { "“", "\"" },  { "”", "\"" },
	{ "├", "|" },	{ "┤", "|" }, { "│", "|" },   { "─", "-" }, { "▁", "." },  { "▂", ":" },   { "▃", "-" },
	{ "▄", "=" },	{ "▅", "+" }, { "▆", "*" },   { "▇", "#" }, { "█", "#" },
};

enum { UNBOUNDED = 100000 };

static const char *const style_codes[] = { "", "\033[1m", "\033[2m", "\033[1;31m" };

/* Bytes of the character at p; 1 where it is no UTF-8. */
static int character_bytes(const char *p)
{
	unsigned char c = (unsigned char)*p;
	int n = c < 0x80 ? 1 : (c & 0xE0) == 0xC0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : (c & 0xF8) == 0xF0 ? 4 : 1;

	for (int i = 1; i < n; i++)
		if (((unsigned char)p[i] & 0xC0) != 0x80)
			return 1;
	return n;
}

/* U+0080 to U+009F steer some terminals as the ASCII ones do. */
static bool is_control(const char *p, int bytes)
{
	unsigned char c = (unsigned char)p[0];

	return bytes == 1 ? (c < 0x20 && c != '\n') || c == 0x7F || c >= 0x80
			  : bytes == 2 && c == 0xC2 && (unsigned char)p[1] < 0xA0;
}

/* U+202A to U+202E, U+2066 to U+2069: would turn what follows them on the line. */
static bool is_direction(const char *p, int bytes)
{
	const unsigned char *c = (const unsigned char *)p;

	return bytes == 3 && c[0] == 0xE2 &&
	       ((c[1] == 0x80 && c[2] >= 0xAA && c[2] <= 0xAE) || (c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9));
}

static const char *ascii_of(const char *p, int bytes)
{
	for (size_t i = 0; i < ARRAY_LEN(symbols); i++)
		if (strlen(symbols[i].symbol) == (size_t)bytes && memcmp(symbols[i].symbol, p, (size_t)bytes) == 0)
			return symbols[i].ascii;
	return "?";
}

int show_room(const struct session *s)
{
	return s->unbounded ? UNBOUNDED : s->width;
}

char *show_letters(const struct session *s, const char *utf8)
{
	struct strbuf b = { 0 };
	int bytes;

	for (const char *p = utf8; *p; p += bytes) {
		bytes = character_bytes(p);
		if (is_direction(p, bytes))
			continue;
		if (is_control(p, bytes))
			strbuf_bytes(&b, *p == '\t' ? " " : "?", 1);
		else if (bytes == 1 || s->utf8)
			strbuf_bytes(&b, p, (size_t)bytes);
		else
			strbuf_add(&b, "%s", ascii_of(p, bytes));
	}
	return strbuf_take(&b);
}

const char *style_begin(const struct session *s, enum style style)
{
	return s->colour ? style_codes[style] : "";
}

const char *style_end(const struct session *s, enum style style)
{
	return s->colour && style != STYLE_PLAIN ? "\033[0m" : "";
}

__attribute__((format(printf, 3, 0))) static void show_list(const struct session *s, enum style style,
							    const char *format, va_list list)
{
	char *text = xvasprintf(format, list), *letters = show_letters(s, text);

	printf("%s%s%s", style_begin(s, style), letters, style_end(s, style));
	free(text);
	free(letters);
}

void show_text(const struct session *s, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	show_list(s, STYLE_PLAIN, format, list);
	va_end(list);
}

void show_styled(const struct session *s, enum style style, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	show_list(s, style, format, list);
	va_end(list);
}

static int character_width(const char *p, int bytes)
{
	char one[5] = { 0 };

	memcpy(one, p, (size_t)bytes);
	return utf8_width(one);
}

/* Is this blank the one after a "·" (or the "-" that stands for it) between two facts? */
static bool is_after_separator(const char *text, const char *blank)
{
	return (blank - text >= 3 && memcmp(blank - 3, " ·", 3) == 0) ||
	       (blank - text >= 2 && memcmp(blank - 2, " -", 2) == 0);
}

/* A line may end at this space, unless it stands between a number and its unit. */
static bool is_break(const char *text, const char *p)
{
	static const char *const units[] = { "%", "°C", "°F", "s", "min", "h", "ml", "l", "mg" };

	if (p == text)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(units) && p[-1] >= '0' && p[-1] <= '9'; i++) {
		size_t n = strlen(units[i]);
		if (strncmp(p + 1, units[i], n) == 0 && (!p[1 + n] || strchr(" \n.,;:)", p[1 + n])))
			return false;
	}
	return true;
}

int fold_at(const char *text, int columns, int *skip)
{
	int used = 0, bytes, fit = 0, blank = 0, bar = 0, between = 0, between_used = 0;
	const char *p = text;

	while (*p && *p != '\n') {
		bytes = character_bytes(p);
		used += character_width(p, bytes);
		if (*p == ' ' && is_break(text, p)) {
			blank = fit;
			if (used <= columns + 1 && is_after_separator(text, p)) {
				between = fit;
				between_used = used;
			}
		}
		if (used > columns && fit > 0)
			break;
		p += bytes;
		fit += bytes;
		bar = p[-1] == '|' ? fit : bar;
	}
	/* Between two facts is the best place, unless that leaves half the line empty. */
	if (*p && *p != '\n' && between_used > columns / 2)
		fit = between;
	else if (*p && *p != '\n' && blank > 0)
		fit = blank;
	else if (*p && *p != '\n' && bar > 0)
		fit = bar;
	while (fit > 1 && text[fit - 1] == ' ')
		fit--;
	*skip = 0;
	while (text[fit + *skip] == ' ')
		++*skip;
	if (text[fit + *skip] == '\n')
		++*skip;
	return fit;
}

void show_folded(const struct session *s, const char *first, int hang, const char *text)
{
	char *letters = show_letters(s, text), *start = show_letters(s, first);
	int skip = 0, room = show_room(s) - utf8_width(start);

	fputs(start, stdout);
	for (const char *p = letters; *p;) {
		int fit = fold_at(p, room > 0 ? room : 1, &skip);
		printf("%.*s\n", fit, p);
		p += fit + skip;
		room = show_room(s) - hang;
		if (*p)
			printf("%*s", hang, "");
	}
	if (!letters[0])
		putchar('\n');
	free(letters);
	free(start);
}

void show_line(const struct session *s, const char *format, ...)
{
	enum { HANG = 4 };
	va_list list;
	char *text;

	va_start(list, format);
	if (vasprintf(&text, format, list) < 0)
		abort();
	va_end(list);
	show_folded(s, "", HANG, text);
	free(text);
}
