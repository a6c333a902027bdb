/*
 * cramp factors, cramp measures, cramp relief: the documented knowledge, who says it, and what the evidence is. Needs
 * no daemon; one that runs adds the user's own factors. The shapes of --json are in show/knowledge.h.
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

static const struct {
	const char *section, *title;
} sections[] = {
	{ "1a", "Cold and air" },
	{ "1b", "Bedding and posture" },
	{ "1c", "Load, rest, preparation" },
	{ "1d", "Fluid, minerals, food" },
	{ "1e", "Sleep and body" },
	{ "1f", "Not in the documents" },
	{ "", "Your own" },
};

static const struct {
	const char *when, *title;
} times[] = {
	{ "bedtime", "Before bed" },
	{ "day", "By day" },
	{ "night", "In the night" },
	{ "always", "Always" },
};

/* ---- words ---- */

static const char *unit_name(const char *unit)
{
	static const char *const names[][2] = {
		{ "C", "°C" },
		{ "count", "times" },
		{ "kg/m2", "kg/m²" },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i][0], unit) == 0)
			return names[i][1];
	return unit;
}

/* "yes/no", "0 to 3", "ml", "words"; caller frees. */
static char *told_as(const struct factor *f)
{
	switch (f->kind) {
	case KIND_YESNO: return xstrdup("yes/no");
	case KIND_SCALE: return xasprintf("%g to %g", f->minimum, f->maximum);
	case KIND_TEXT: return xstrdup("words");
	case KIND_AMOUNT: break;
	}
	return xstrdup(unit_name(f->unit));
}

static const char *example_of(const struct factor *f)
{
	static const char *const examples[][2] = {
		{ "ml", " 300ml" }, { "min", " 45m" },	 { "C", " 17.5C" },  { "mg", " 250mg" }, { "IU", " 1000IU" },
		{ "h", " 2h" },	    { "count", " 2" },	 { "units", " 2" },  { "km", " 5km" },	 { "m", " 400m" },
		{ "g", " 100g" },   { "year", " 1950" }, { "kg/m2", " 24" },
	};

	if (f->kind == KIND_YESNO)
		return "";
	if (f->kind == KIND_TEXT)
		return " …";
	for (size_t i = 0; i < ARRAY_LEN(examples); i++)
		if (strcmp(examples[i][0], f->unit) == 0)
			return examples[i][1];
	return " 2";
}

/* ---- factors ---- */

static void factor_row(struct table *t, const struct factor *f)
{
	char *told = told_as(f);

	table_cell(t, STYLE_PLAIN, "  %s", page_name(f->id, f->aliases));
	table_cell(t, STYLE_PLAIN, "%s", f->label);
	table_cell(t, STYLE_PLAIN, "%s", f->window == WINDOW_TRAIT ? "lasting" : told);
	page_said_by(t, f->said_by);
	table_cell(t, STYLE_PLAIN, "%s", f->own ? "–" : page_grade(f->evidence));
	free(told);
}

static void group_row(struct table *t, const char *title, size_t columns)
{
	if (table_rows(t) > 0)
		for (size_t i = 0; i < columns; i++)
			table_cell(t, STYLE_PLAIN, "%s", "");
	table_cell(t, STYLE_BOLD, "%s", title);
	for (size_t i = 1; i < columns; i++)
		table_cell(t, STYLE_PLAIN, "%s", "");
}

static int list_factors(struct session *s)
{
	static const struct column columns[] = {
		{ .title = "Factor" },
		{ .title = "What it is", .fold = 14 },
		{ .title = "told as", .dispensable = 3 },
		{ .title = "said by", .dispensable = 2 },
		{ .title = "evidence", .dispensable = 1 },
	};
	struct table *t = table_new(s, columns, ARRAY_LEN(columns));

	for (size_t g = 0; g < ARRAY_LEN(sections); g++) {
		bool own = sections[g].section[0] == '\0';

		if (own && s->own.count == 0)
			continue;
		group_row(t, sections[g].title, ARRAY_LEN(columns));
		for (size_t i = 0; !own && i < catalogue_factor_count; i++)
			if (strcmp(catalogue_factors[i].section, sections[g].section) == 0)
				factor_row(t, &catalogue_factors[i]);
		for (size_t i = 0; own && i < s->own.count; i++)
			factor_row(t, &s->own.list[i]);
	}
	table_print(t);
	table_free(t);
	page_footnote(s, "\"said by\" counts the five consumer articles this catalogue began with: what is often said, "
			 "not what is "
			 "shown. \"none found\": no study of it was found, which does not mean that there is none.");
	page_footnote(s, "One of them in full: cramp factors bedroom · what people do against cramps: cramp measures");
	return EXIT_DONE;
}

static const char *direction_text(const struct factor *f)
{
	/* An amount of sleep under the name of its lack. */
	if (str_equal(f->derived, "sleep"))
		return "too little of it raises the risk";
	switch (f->direction[0]) {
	case '+': return f->kind == KIND_YESNO ? "it raises the risk" : "more of it raises the risk";
	case '-': return f->kind == KIND_YESNO ? "it lowers the risk" : "more of it lowers the risk";
	case 'U': return "too little and too much are both blamed";
	default: return "";
	}
}

/* "day, prev" → "on the night that follows, on the one after"; caller frees. */
static char *lags_text(const char *lags)
{
	static const char *const texts[][2] = {
		{ "same", "during the night" },	       { "day", "on the night that follows" },
		{ "prev", "on the one after that" },   { "18h", "for 18 hours from its end" },
		{ "days", "for several days" },	       { "chronic", "over a long time" },
		{ "trigger", "at the moment itself" },
	};
	struct strbuf b = { 0 };

	for (const char *p = lags; *p; p += strspn(p, ", ")) {
		size_t length = strcspn(p, ",");

		for (size_t i = 0; i < ARRAY_LEN(texts); i++)
			if (strlen(texts[i][0]) == length && strncmp(texts[i][0], p, length) == 0)
				strbuf_add(&b, "%s%s", b.length ? ", " : "", texts[i][1]);
		p += length;
	}
	return strbuf_take(&b);
}

static const char *combine_text(const struct factor *f)
{
	static const char *const texts[] = {
		[COMBINE_SUM] = "several readings add up",
		[COMBINE_MEAN] = "of several readings the mean counts",
		[COMBINE_MIN] = "of several readings the lowest counts",
		[COMBINE_MAX] = "of several readings the highest counts",
		[COMBINE_LAST] = "of several readings the last counts",
	};

	if (f->kind == KIND_YESNO && f->combine == COMBINE_MAX)
		return "one yes makes it yes";
	return texts[f->combine];
}

static void diary_line(struct session *s, const struct factor *f)
{
	char *told = told_as(f), *lags = lags_text(f->lags), *text;

	if (str_equal(f->derived, "date"))
		text = xstrdup("worked out from the date of each night");
	else if (f->window == WINDOW_TRAIT)
		text = xstrdup("stands for long, with dates; the diary cannot test what does not change");
	else
		text = xasprintf("%s%s, of the %s; %s. Said to act %s.", f->kind == KIND_AMOUNT ? "in " : "", told,
				 f->window == WINDOW_DAY ? "day before the night" : "night", combine_text(f), lags);
	page_line(s, "In the diary", text);
	free(text);
	free(lags);
	free(told);
	if (factor_worked_out(f) && !str_equal(f->derived, "date"))
		page_line(s, "", "Worked out from other entries; never counted as a second finding beside them.");
	else if (!str_empty(f->derived) && !factor_worked_out(f))
		page_line(s, "",
			  "Worked out from other entries, or told; never counted as a second finding beside them.");
}

static void tell_line(struct session *s, const struct factor *f)
{
	const char *name = page_name(f->id, f->aliases);
	char *how;

	if (str_equal(f->derived, "date"))
		return;
	if (str_equal(f->derived, "sleep"))
		how = xstrdup("cramp sleep 23:10 - 6:40 sol 20m waso 30m");
	else if (str_equal(f->derived, "episode"))
		how = xstrdup("cramp log 3:10 left calf pointing");
	else if (f->window == WINDOW_TRAIT)
		how = xasprintf("cramp trait set %s%s", name, example_of(f));
	else if (f->kind == KIND_YESNO)
		how = xasprintf("cramp add %s · cramp add %s no", name, name);
	else
		how = xasprintf("cramp add %s%s", name, example_of(f));
	page_line(s, "Tell it", how);
	free(how);
}

static int show_factor(struct session *s, const struct factor *f)
{
	page_title(s, 0, f->label, f->id);
	if (f->note[0])
		show_folded(s, "", 0, f->note);
	puts("");
	page_line(s, "Often said", direction_text(f));
	if (f->own)
		page_line(s, "Said by", "you: it is a factor of your own");
	else
		page_sources(s, f->said_by, f->evidence, f->reference);
	page_line(s, "They advise", f->counter);
	page_list(s, "Measures", f->measures);
	page_list(s, "Counts as", f->composite);
	diary_line(s, f);
	page_words(s, f->id, f->aliases);
	tell_line(s, f);
	return EXIT_DONE;
}

static int every_factor(struct session *s)
{
	for (size_t i = 0; i < catalogue_factor_count; i++)
		knowledge_print(knowledge_factor(&catalogue_factors[i]), s->csv, i == 0);
	for (size_t i = 0; i < s->own.count; i++)
		knowledge_print(knowledge_factor(&s->own.list[i]), s->csv, false);
	return EXIT_DONE;
}

int cmd_factors(struct session *s, int count, char **words)
{
	bool rows = s->json || s->csv;
	const struct factor *f;

	if (session_daemon_running())
		session_own_factors(s);
	if (count == 0)
		return rows ? every_factor(s) : list_factors(s);
	f = factor_find(words[0], &s->own);
	if (!f)
		return page_unknown("factor", words[0], NEAR_FACTOR, &s->own);
	if (!rows)
		return show_factor(s, f);
	knowledge_print(knowledge_factor(f), s->csv, true);
	return EXIT_DONE;
}

/* ---- measures ---- */

static int list_measures(struct session *s)
{
	static const struct column columns[] = {
		{ .title = "Measure" },
		{ .title = "What it is", .fold = 14 },
		{ .title = "said by", .dispensable = 2 },
		{ .title = "evidence", .dispensable = 1 },
	};
	struct table *t = table_new(s, columns, ARRAY_LEN(columns));

	for (size_t g = 0; g < ARRAY_LEN(times); g++) {
		group_row(t, times[g].title, ARRAY_LEN(columns));
		for (size_t i = 0; i < catalogue_measure_count; i++) {
			const struct measure *m = &catalogue_measures[i];

			if (strcmp(m->when, times[g].when) != 0)
				continue;
			table_cell(t, STYLE_PLAIN, "  %s", page_name(m->id, m->aliases));
			table_cell(t, STYLE_PLAIN, "%s", m->label);
			page_said_by(t, m->said_by);
			table_cell(t, STYLE_PLAIN, "%s", page_grade(m->evidence));
		}
	}
	table_print(t);
	table_free(t);
	page_footnote(s, "\"said by\" counts the five consumer articles this catalogue began with: what is often said, "
			 "not what is "
			 "shown.");
	page_footnote(s, "One of them in full: cramp measures stretch · done: cramp add stretch · not done: cramp add "
			 "stretch no");
	return EXIT_DONE;
}

static int show_measure(struct session *s, const struct measure *m)
{
	const char *name = page_name(m->id, m->aliases);
	char *how = xasprintf("cramp add %s · cramp add %s no", name, name);

	page_title(s, 0, m->label, m->id);
	show_folded(s, "", 0, m->how);
	puts("");
	page_barred(s, "Not for", m->barred_for);
	page_line(s, "", m->barred_why);
	page_sources(s, m->said_by, m->evidence, m->reference);
	page_line(s, "Note", m->note);
	page_list(s, "Aims at", m->targets);
	page_line(s, "Counts as", m->composite);
	for (size_t i = 0; i < ARRAY_LEN(times); i++)
		if (strcmp(times[i].when, m->when) == 0)
			page_line(s, "When", times[i].title);
	page_words(s, m->id, m->aliases);
	page_line(s, "Tell it", how);
	free(how);
	return EXIT_DONE;
}

int cmd_measures(struct session *s, int count, char **words)
{
	bool rows = s->json || s->csv;
	const struct measure *m;

	if (count == 0 && !rows)
		return list_measures(s);
	if (count == 0) {
		for (size_t i = 0; i < catalogue_measure_count; i++)
			knowledge_print(knowledge_measure(&catalogue_measures[i]), s->csv, i == 0);
		return EXIT_DONE;
	}
	m = measure_find(words[0]);
	if (!m)
		return page_unknown("measure", words[0], NEAR_MEASURE, NULL);
	if (!rows)
		return show_measure(s, m);
	knowledge_print(knowledge_measure(m), s->csv, true);
	return EXIT_DONE;
}
