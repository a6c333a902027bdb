#include "client/show/term_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/text.h"
#include "cramp/util.h"

enum { EIGHTHS = 8 };

int term_columns(const struct session *s)
{
	return s->width < CHART_WIDEST ? s->width : CHART_WIDEST;
}

void term_title(const struct session *s, const char *title, char *sentence)
{
	fputs(style_begin(s, STYLE_BOLD), stdout);
	show_folded(s, "", 0, title);
	fputs(style_end(s, STYLE_BOLD), stdout);
	if (sentence)
		show_folded(s, "", 0, sentence);
	show_text(s, "\n");
	free(sentence);
}

char *term_bar(const struct session *s, double value, double most, int columns)
{
	static const char *const parts[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	int eighths = most > 0 ? (int)round(value / most * columns * EIGHTHS) : 0;
	struct strbuf b = { 0 };

	if (value > 0 && eighths == 0)
		eighths = 1;
	if (eighths > columns * EIGHTHS)
		eighths = columns * EIGHTHS;
	if (!s->utf8) {
		for (int i = 0; i < (eighths + EIGHTHS / 2) / EIGHTHS || (eighths > 0 && i == 0); i++)
			strbuf_add(&b, "#");
		return strbuf_take(&b);
	}
	for (int i = 0; i < eighths / EIGHTHS; i++)
		strbuf_add(&b, "█");
	strbuf_add(&b, "%s", parts[eighths % EIGHTHS]);
	return strbuf_take(&b);
}

static int place(const struct track *t, double value)
{
	return (int)round(scale_place(t->x, value));
}

static const char *sign(const struct session *s, const char *symbol, const char *ascii)
{
	return s->utf8 ? symbol : ascii;
}

char *term_track(const struct session *s, const struct track *t)
{
	bool known = !isnan(t->low) && !isnan(t->high);
	int from = known ? place(t, t->low) : t->columns, to = known ? place(t, t->high) : -1;
	struct strbuf b = { 0 };

	for (int i = 0; i < t->columns; i++) {
		const char *c = " ";
		bool ruled = !isnan(t->rule) && i == place(t, t->rule);

		if (ruled)
			c = sign(s, "│", "|");
		if (i >= from && i <= to)
			c = ruled ? sign(s, "┼", "+") : sign(s, "─", "-");
		if (known && i == from)
			c = t->low < t->x->low ? "<" : sign(s, "├", "[");
		if (known && i == to)
			c = t->high > t->x->high ? ">" : sign(s, "┤", "]");
		if (!isnan(t->other) && i == place(t, t->other))
			c = sign(s, "×", "x");
		if (!isnan(t->at) && i == place(t, t->at))
			c = t->at < t->x->low	 ? "<"
			    : t->at > t->x->high ? ">"
			    : t->point		 ? t->point
						 : sign(s, "●", "o");
		strbuf_add(&b, "%s", c);
	}
	return strbuf_take(&b);
}

char *term_trim(char *line)
{
	size_t length = strlen(line);

	while (length > 0 && line[length - 1] == ' ')
		line[--length] = '\0';
	return line;
}

char *term_ticks(const struct scale *x, int columns, double from, double step, const char *unit)
{
	struct strbuf b = { 0 };
	char text[32];

	for (double value = from; value <= x->high * (1 + 1e-9); value = x->logarithmic ? value * step : value + step) {
		int at = (int)round(scale_place(x, value)), width;

		width = snprintf(text, sizeof(text), "%g%s", value, unit);
		/* The number ends where its place is near the right end. */
		if (at + width > columns)
			at = columns - width;
		if (at > (int)b.length || (b.length == 0 && at >= 0))
			strbuf_add(&b, "%*s%s", at - (int)b.length, "", text);
	}
	return strbuf_take(&b);
}
