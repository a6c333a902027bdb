/*
 * cramp relief: what to do during a cramp, by muscle or method, and when to get help. Needs no daemon. The shape of
 * --json is in show/knowledge.h.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/show/knowledge.h"
#include "client/show/page.h"
#include "client/show/table.h"
#include "client/show/text.h"
#include "cramp/util.h"

/* Columns that a step is set in. */
enum { STEP_HANG = 7 };

static bool is_for(const struct relief *r, const char *muscle)
{
	return !muscle || r->muscles[0] == '\0' || id_listed(r->muscles, muscle);
}

static void show_steps(struct session *s, const char *steps)
{
	static const char separator[] = " | ";
	const char *next;

	for (int n = 1; steps; n++, steps = next) {
		next = strstr(steps, separator);
		char *step = next ? xstrndup(steps, (size_t)(next - steps)) : xstrdup(steps);
		char *first = xasprintf("    %d  ", n);

		show_folded(s, first, STEP_HANG, step);
		free(first);
		free(step);
		if (next)
			next += sizeof(separator) - 1;
	}
}

/* ---- one muscle ---- */

/* The steps as one paragraph; caller frees. */
static char *paragraph(const struct relief *r)
{
	struct strbuf b = { 0 };

	for (const char *p = r->steps; *p; p++)
		if (strncmp(p, " | ", 3) == 0) {
			strbuf_add(&b, " ");
			p += 2;
		} else {
			strbuf_add(&b, "%c", *p);
		}
	/* What the caution above says of a swollen leg is not said again. */
	if (r->barred_why[0] && !id_listed(r->barred_for, "swelling"))
		strbuf_add(&b, " (%s)", r->barred_why);
	return strbuf_take(&b);
}

/* Ways for a muscle in the order they are worth trying, made for reading in the dark: what to do, nothing else. */
static int guide(struct session *s, const struct word *muscle)
{
	int n = 0;

	show_folded(s, "", 0, catalogue_caution);
	puts("");
	for (size_t i = 0; i < catalogue_relief_count; i++) {
		const struct relief *r = &catalogue_relief[i];
		char *steps;

		if (!is_for(r, muscle->id))
			continue;
		char *beside = xasprintf("(%s)", page_name(r->id, r->aliases));
		show_text(s, "%2d  ", ++n);
		page_title(s, 4, r->label, beside);
		free(beside);
		steps = paragraph(r);
		show_folded(s, "    ", 4, steps);
		free(steps);
	}
	page_footnote(
		s,
		"People say that these help; no study has tried them during a cramp. Which one helps you, your diary "
		"will show: cramp log calf 7 massage helped");
	page_footnote(s, "More about one: cramp relief massage · when to get help: cramp relief");
	return EXIT_DONE;
}

/* ---- one method ---- */

static int show_method(struct session *s, const struct relief *r)
{
	page_title(s, 0, r->label, r->id);
	show_steps(s, r->steps);
	puts("");
	page_barred(s, "Not for", r->barred_for);
	page_line(s, "", r->barred_why);
	page_list(s, "For", r->muscles[0] ? r->muscles : "any muscle");
	page_sources(s, r->said_by, r->evidence, r->reference);
	page_line(s, "Note", r->note);
	page_words(s, r->id, r->aliases);
	return EXIT_DONE;
}

/* ---- all of them ---- */

static void list_flags(struct session *s, const char *level, const char *title)
{
	show_styled(s, STYLE_BOLD, "\n%s\n", title);
	for (size_t i = 0; i < catalogue_red_flag_count; i++)
		if (strcmp(catalogue_red_flags[i].level, level) == 0)
			show_folded(s, "  · ", 4, catalogue_red_flags[i].trigger);
}

static int list_methods(struct session *s)
{
	static const struct column columns[] = {
		{ .title = "To log it" },
		{ .title = "What it is", .fold = 20 },
		{ .title = "for", .fold = 0, .dispensable = 3 },
		{ .title = "said by", .dispensable = 2 },
		{ .title = "evidence", .dispensable = 1 },
	};
	struct table *t = table_new(s, columns, ARRAY_LEN(columns));
	char *muscles;

	for (size_t i = 0; i < catalogue_relief_count; i++) {
		const struct relief *r = &catalogue_relief[i];

		table_cell(t, STYLE_PLAIN, "%s", page_name(r->id, r->aliases));
		table_cell(t, STYLE_PLAIN, "%s", r->label);
		muscles = xstrndup(r->muscles, strcspn(r->muscles, ","));
		table_cell(t, STYLE_PLAIN, "%s%s", *muscles ? muscles : "any", strchr(r->muscles, ',') ? " …" : "");
		free(muscles);
		page_said_by(t, r->said_by);
		table_cell(t, STYLE_PLAIN, "%s", page_grade(r->evidence));
	}
	show_folded(s, "", 0, catalogue_caution);
	puts("");
	table_print(t);
	table_free(t);
	page_footnote(s, "Steps for a muscle: cramp relief calf · one method in full: cramp relief massage");
	list_flags(s, "urgent", "Get medical help now");
	list_flags(s, "soon", "Talk to a doctor");
	return EXIT_DONE;
}

int cmd_relief(struct session *s, int count, char **words)
{
	const struct word *muscle = count ? word_find("muscle", words[0]) : NULL;
	const struct relief *method = count && !muscle ? relief_find(words[0]) : NULL;
	bool first = true;

	if (count && !muscle && !method)
		return page_unknown("muscle or relief", words[0], NEAR_EPISODE_WORD | NEAR_RELIEF, NULL);
	if (!s->json && !s->csv)
		return muscle ? guide(s, muscle) : method ? show_method(s, method) : list_methods(s);
	for (size_t i = 0; i < catalogue_relief_count; i++) {
		const struct relief *r = &catalogue_relief[i];

		if (method ? r != method : !is_for(r, muscle ? muscle->id : NULL))
			continue;
		knowledge_print(knowledge_relief(r), s->csv, first);
		first = false;
	}
	return EXIT_DONE;
}
