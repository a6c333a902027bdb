/*
 * Is a page well-formed, as far as this project's pages go: every element is closed by its own name, attributes stand
 * in double quotes, "<" and "&" are nowhere bare. Written for tests; a browser's XML parser has the last word
 * (tests/browser).
 */
#ifndef CRAMP_TESTS_WELL_FORMED_H
#define CRAMP_TESTS_WELL_FORMED_H

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH_MAX = 64, TAG_MAX = 32 };

static inline bool is_entity(const char *p)
{
	static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strncmp(p, known[i], strlen(known[i])) == 0)
			return true;
	return false;
}

static inline const char *skip_name(const char *p)
{
	while (isalnum((unsigned char)*p) || *p == '-' || *p == ':')
		p++;
	return p;
}

/* Attributes up to ">" or "/>"; NULL where they are broken. */
static inline const char *skip_attributes(const char *p)
{
	while (*p == ' ') {
		const char *name = p + 1;

		p = skip_name(name);
		if (p == name || p[0] != '=' || p[1] != '"')
			return NULL;
		for (p += 2; *p != '"'; p++)
			if (!*p || *p == '<' || (*p == '&' && !is_entity(p)))
				return NULL;
		p++;
	}
	return p;
}

static inline bool well_formed(const char *page)
{
	static const char doctype[] = "<!DOCTYPE html>\n";
	char open[DEPTH_MAX][TAG_MAX];
	int depth = 0;
	const char *p = page;

	if (strncmp(p, doctype, strlen(doctype)) != 0)
		return false;
	for (p += strlen(doctype); *p; p++) {
		if (*p == '&' && !is_entity(p))
			return false;
		if (*p != '<')
			continue;
		bool closes = p[1] == '/';
		const char *name = p + 1 + closes, *end = skip_name(name);
		char tag[TAG_MAX];
		if (end == name || end - name >= TAG_MAX)
			return false;
		snprintf(tag, sizeof(tag), "%.*s", (int)(end - name), name);
		if (closes) {
			if (depth == 0 || strcmp(open[--depth], tag) != 0 || *end != '>')
				return false;
			p = end;
			continue;
		}
		p = skip_attributes(end);
		if (!p || (*p != '>' && strncmp(p, "/>", 2) != 0))
			return false;
		if (*p == '>') {
			if (depth == DEPTH_MAX)
				return false;
			memcpy(open[depth++], tag, sizeof(tag));
		} else {
			p++;
		}
	}
	return depth == 0;
}

#endif
