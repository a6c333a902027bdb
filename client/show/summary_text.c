/*
 * The facts for a clinician on the terminal: a section a paragraph, labels in front where there is room.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/command.h"
#include "client/show/report_parts.h"
#include "client/show/summary.h"
#include "client/show/text.h"

enum { LABEL_MOST = 34, TEXT_LEAST = 36, INDENT = 2, GAP = 2 };

static int widest_label(json_t *facts)
{
	json_t *fact;
	size_t i;
	int widest = 0;

	json_array_foreach(facts, i, fact)
	{
		int width = utf8_width(text_of(fact, "label"));
		widest = width > widest ? width : widest;
	}
	return widest;
}

static void show_fact(const struct session *s, json_t *fact, int columns)
{
	const char *label = text_of(fact, "label"), *text = text_of(fact, "text");
	int width = utf8_width(label);
	char *line;

	if (columns && width <= columns) {
		line = xasprintf("%*s%s%*s", INDENT, "", label, columns - width + GAP, "");
		show_folded(s, line, INDENT + columns + GAP, text);
	} else {
		line = xasprintf("%s%s%s", label, *label ? ": " : "", text);
		show_folded(s, "  ", 2 * INDENT, line);
	}
	free(line);
}

void show_summary(const struct session *s, json_t *facts)
{
	json_t *section, *fact;
	size_t i, k;

	json_array_foreach(facts, i, section)
	{
		json_t *list = json_object_get(section, "facts");
		int columns = widest_label(list);

		columns = columns > LABEL_MOST ? LABEL_MOST : columns;
		if (INDENT + columns + GAP + TEXT_LEAST > s->width)
			columns = 0;
		if (i)
			show_text(s, "\n");
		fputs(style_begin(s, STYLE_BOLD), stdout);
		show_folded(s, "", INDENT, text_of(section, "title"));
		fputs(style_end(s, STYLE_BOLD), stdout);
		json_array_foreach(list, k, fact) show_fact(s, fact, columns);
	}
	show_text(s, "\n");
	show_folded(s, "", 0,
		    "Told and kept by the patient in a diary. Intervals are 95 %: Wilson's of nights taken one by one, "
		    "of linked factors those of a Poisson regression. The page for a doctor: cramp summary --open");
}
