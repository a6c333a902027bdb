#include "client/show/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "cramp/util.h"

enum { GAP = 2 };

struct cell {
	char *text; /* in the terminal's letters */
	enum style style;
};

struct table {
	const struct session *session;
	const struct column *columns;
	size_t count, cells;
	struct cell *list; /* row by row, the titles first */
	int *widths;	   /* 0: the column is not shown */
};

static void add_cell(struct table *t, enum style style, const char *text)
{
	if (t->cells % 64 == 0)
		t->list = xreallocarray(t->list, t->cells + 64, sizeof(*t->list));
	t->list[t->cells++] = (struct cell){ .text = show_letters(t->session, text), .style = style };
}

struct table *table_new(const struct session *s, const struct column *columns, size_t count)
{
	struct table *t = xcalloc(1, sizeof(*t));

	*t = (struct table){ .session = s, .columns = columns, .count = count };
	t->widths = xcalloc(count, sizeof(*t->widths));
	for (size_t i = 0; i < count; i++)
		add_cell(t, STYLE_DIM, columns[i].title);
	return t;
}

void table_free(struct table *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->cells; i++)
		free(t->list[i].text);
	free(t->list);
	free(t->widths);
	free(t);
}

void table_cell(struct table *t, enum style style, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	char *text = xvasprintf(format, list);
	va_end(list);
	add_cell(t, style, text);
	free(text);
}

size_t table_rows(const struct table *t)
{
	return t->cells / t->count - 1;
}

/* Columns the widest line of a text takes. */
static int text_width(const char *text)
{
	int widest = 0;
	char *copy = xstrdup(text), *rest = copy;

	for (char *line; (line = strsep(&rest, "\n"));) {
		int width = utf8_width(line);
		if (width > widest)
			widest = width;
	}
	free(copy);
	return widest;
}

static int total_width(const struct table *t)
{
	int total = -GAP;

	for (size_t i = 0; i < t->count; i++)
		if (t->widths[i])
			total += t->widths[i] + GAP;
	return total;
}

/* The column that may go most easily; -1: none may. */
static int most_dispensable(const struct table *t)
{
	int most = -1;

	for (size_t i = 0; i < t->count; i++)
		if (t->widths[i] && t->columns[i].dispensable > (most < 0 ? 0 : t->columns[most].dispensable))
			most = (int)i;
	return most;
}

static void fit(struct table *t)
{
	int room = show_room(t->session), folding = -1, spare = 0, most;

	for (size_t i = 0; i < t->cells; i++) {
		int *width = &t->widths[i % t->count], needed = text_width(t->list[i].text);
		if (needed > *width)
			*width = needed;
	}
	for (size_t i = 0; i < t->count; i++)
		if (t->columns[i].fold && t->widths[i] > t->columns[i].fold) {
			folding = (int)i;
			spare = t->widths[i] - t->columns[i].fold;
		}
	while (total_width(t) - spare > room && (most = most_dispensable(t)) >= 0)
		t->widths[most] = 0;
	if (folding >= 0 && total_width(t) > room) {
		int over = total_width(t) - room;
		t->widths[folding] -= over < spare ? over : spare;
	}
}

/* One terminal line of a row: what still fits of each cell. False: all cells are at their end. */
static void print_line(const struct table *t, const struct cell *row, const char **left)
{
	int pending = 0; /* blanks that are printed only if something follows */

	for (size_t i = 0; i < t->count; i++) {
		int skip = 0, bytes, width;
		if (!t->widths[i])
			continue;
		bytes = *left[i] ? fold_at(left[i], t->widths[i], &skip) : 0;
		char *part = xstrndup(left[i], (size_t)bytes);
		width = utf8_width(part);
		if (bytes > 0) {
			printf("%*s", pending + (t->columns[i].right ? t->widths[i] - width : 0), "");
			printf("%s%s%s", style_begin(t->session, row[i].style), part,
			       style_end(t->session, row[i].style));
			pending = t->columns[i].right ? GAP : t->widths[i] - width + GAP;
		} else {
			pending += t->widths[i] + GAP;
		}
		left[i] += bytes + skip;
		free(part);
	}
	putchar('\n');
}

static bool any_left(const struct table *t, const char *const *left)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->widths[i] && *left[i])
			return true;
	return false;
}

static void print_row(const struct table *t, const struct cell *row)
{
	const char **left = xcalloc(t->count, sizeof(*left));

	for (size_t i = 0; i < t->count; i++)
		left[i] = row[i].text;
	do
		print_line(t, row, left);
	while (any_left(t, left));
	free(left);
}

static void tell_missing(const struct table *t)
{
	struct strbuf b = { 0 };

	for (size_t i = 0; i < t->count; i++)
		if (!t->widths[i])
			strbuf_add(&b, "%s%s", b.length ? ", " : "", t->list[i].text);
	if (b.length) {
		char *line = xasprintf("Not shown, for want of room: %s.", b.text);
		show_folded(t->session, "", 0, line);
		free(line);
	}
	strbuf_clear(&b);
}

void table_print(struct table *t)
{
	fit(t);
	for (size_t i = 0; i + t->count <= t->cells; i += t->count)
		print_row(t, t->list + i);
	tell_missing(t);
}
