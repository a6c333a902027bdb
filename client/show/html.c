#include "client/show/html.h"

#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"

static const char replacement[] = "\xEF\xBF\xBD";
static const char description_begins[] = "<meta name=\"description\" content=\"";

/* Only what stands in this file is taken: no script, no picture, no font, no form, whatever a text may try. */
static const char policy[] = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

static const struct {
	char c;
	const char *entity;
} entities[] = {
	{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" },
};

/*
 * The character at p: its bytes in *bytes. -1 where it is no UTF-8 (overlong, surrogate, beyond the last); *bytes is
 * then 1.
 */
static int32_t character_at(const unsigned char *p, int *bytes)
{
	static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	int n = p[0] < 0x80 ? 1 : (p[0] & 0xE0) == 0xC0 ? 2 : (p[0] & 0xF0) == 0xE0 ? 3 : (p[0] & 0xF8) == 0xF0 ? 4 : 0;
	int32_t c = n == 1 ? p[0] : p[0] & (0x7F >> n);

	*bytes = 1;
	if (n == 0)
		return -1;
	for (int i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return -1;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return -1;
	*bytes = n;
	return c;
}

/* May it stand in a page? XML 1.0 forbids most control characters and the last two of the first plane. */
static bool is_allowed(int32_t c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n';
	return c > 0 && !(c >= 0x7F && c < 0xA0) && (c & 0xFFFE) != 0xFFFE && !(c >= 0xFDD0 && c <= 0xFDEF);
}

static const char *entity_of(int32_t c)
{
	for (size_t i = 0; i < ARRAY_LEN(entities); i++)
		if (entities[i].c == c)
			return entities[i].entity;
	return NULL;
}

void html_text(struct strbuf *b, const char *utf8)
{
	int bytes;

	for (const char *p = utf8; *p; p += bytes) {
		int32_t c = character_at((const unsigned char *)p, &bytes);
		const char *entity = entity_of(c);

		if (entity)
			strbuf_bytes(b, entity, strlen(entity));
		else if (is_allowed(c))
			strbuf_bytes(b, p, (size_t)bytes);
		else
			strbuf_bytes(b, replacement, strlen(replacement));
	}
}

void html_user(struct strbuf *b, const char *utf8)
{
	strbuf_add(b, "<bdi>");
	html_text(b, utf8);
	strbuf_add(b, "</bdi>");
}

void html_element(struct strbuf *b, const char *open, const char *text)
{
	strbuf_add(b, "<%s>", open);
	html_text(b, text);
	strbuf_add(b, "</%.*s>\n", (int)strcspn(open, " "), open);
}

void html_begin(struct strbuf *b, const char *kind, const char *title, const char *description)
{
	strbuf_add(
		b,
		"<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"");
	html_text(b, policy);
	strbuf_add(b, "\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		      "<meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"referrer\" "
		      "content=\"no-referrer\"/>\n"
		      "<meta name=\"generator\" content=\"cramp " CRAMP_VERSION "\"/>\n");
	strbuf_add(b, "%s", description_begins);
	html_text(b, description);
	strbuf_add(b, "\"/>\n");
	html_element(b, "title", title);
	strbuf_add(b, "<style>\n%s</style>\n</head>\n<body class=\"%s\">\n<main>\n", html_style, kind);
}

void html_end(struct strbuf *b)
{
	strbuf_add(b, "</main>\n</body>\n</html>\n");
}

/* Entities as html_text writes them; another one stays as it is. */
static char *plain(const char *text, size_t length)
{
	struct strbuf b = { 0 };

	for (size_t i = 0; i < length;) {
		size_t e = 0, n = 0;

		while (e < ARRAY_LEN(entities) &&
		       (n = strlen(entities[e].entity), n > length - i || memcmp(text + i, entities[e].entity, n) != 0))
			e++;
		strbuf_bytes(&b, e < ARRAY_LEN(entities) ? &entities[e].c : text + i, 1);
		i += e < ARRAY_LEN(entities) ? n : 1;
	}
	return strbuf_take(&b);
}

char *html_description(const char *page, size_t length)
{
	const char *start = memmem(page, length, description_begins, strlen(description_begins)), *end;
	char *text;

	if (!start)
		return NULL;
	start += strlen(description_begins);
	end = memchr(start, '"', length - (size_t)(start - page));
	if (!end || memchr(start, '\0', (size_t)(end - start)))
		return NULL;
	text = plain(start, (size_t)(end - start));
	if (utf8_valid(text, strlen(text)))
		return text;
	free(text);
	return NULL;
}
