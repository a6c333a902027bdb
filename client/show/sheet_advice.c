/*
 * What to try: the documented measures against what is linked with the cramps, each with who says it and what the
 * evidence is, apart; what a standing circumstance or a sign bars is not advised, and said to be barred. Then the red
 * flags that were met.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/html.h"
#include "client/show/phrase_parts.h"
#include "client/show/report_parts.h"
#include "client/show/sheet.h"

/* The three of the bedtime reminder, for whom nothing stands out yet. */
static const char *const usual_measures[] = { "warm_feet", "stretch", "loosen_bedding" };

/* ---- whom a measure is not for ---- */

static json_t *trait_that_holds(const struct sheet *h, const char *id, int32_t day)
{
	json_t *t;
	size_t i;

	json_array_foreach(h->traits, i, t)
	{
		int32_t from = date_of(t, "from"), until = date_of(t, "until");

		if (str_equal(text_of(t, "trait"), id) && !json_is_false(json_object_get(t, "yes")) &&
		    (from == NO_NIGHT || from <= day) && (until == NO_NIGHT || until >= day))
			return t;
	}
	return NULL;
}

/* "age>75": the year of birth is among the circumstances. */
static bool is_older_than(const struct sheet *h, int years, int32_t day)
{
	json_t *age = trait_that_holds(h, "age", day);
	int year, month, mday;

	date_split(day, &year, &month, &mday);
	return is_known(age, "value") && year - number_of(age, "value") > years;
}

static bool was_ticked(const struct sheet *h, const char *id)
{
	json_t *flag, *word;
	size_t i, k;

	json_array_foreach(json_object_get(h->pictures, "red_flags"), i, flag)
	{
		json_array_foreach(json_object_get(flag, "words"), k, word)
		{
			if (str_equal(text_of(flag, "by"), "episode") && str_equal(json_string_value(word), id))
				return true;
		}
	}
	return false;
}

/* What bars it, in a word: "neuropathy", "swollen", "age over 75"; caller frees. NULL: nothing does. */
static char *bar_of(const struct sheet *h, const struct measure *m)
{
	int32_t day = date_of(h->report, "to");
	char *found = NULL;
	size_t length;

	for (const char *p = m->barred_for; *p && !found; p += length + (p[length] == ',')) {
		length = strcspn(p, ",");
		char *id = xstrndup(p, length);
		const struct factor *f = factor_by_id(id, NULL);

		if (strncmp(id, "age>", 4) == 0 && is_older_than(h, atoi(id + 4), day))
			found = xasprintf("age over %s", id + 4);
		else if (f && trait_that_holds(h, id, day))
			found = xstrdup(f->label);
		else if (word_by_id("flag", id) && was_ticked(h, id))
			found = xasprintf("a leg that was %s", word_label("flag", id));
		free(id);
	}
	return found;
}

/* ---- which measures ---- */

/* Does what was found point where the documents do? A measure against too much is none where more goes with fewer. */
static bool points_as_documented(json_t *row, const struct factor *f)
{
	bool more = number_of(row, "rate_ratio") > 1;

	if (*text_of(row, "end") || f->direction[0] == 'U' || f->direction[0] == '?' || f->direction[0] == '+')
		return more;
	return !more;
}

/* Of a U's measures those against the end that is linked: too little is dehydration, too much overhydration. */
static bool is_against_end(const struct measure *m, json_t *row, const struct factor *f)
{
	const char *end = text_of(row, "end");

	if (!*end)
		return true;
	for (size_t i = 0; i < catalogue_factor_count; i++) {
		const struct factor *derived = &catalogue_factors[i];
		bool low = strncmp(derived->id, "de", 2) == 0;

		if (str_equal(derived->derived, f->id) && low == str_equal(end, "low") &&
		    id_listed(m->targets, derived->id))
			return true;
	}
	return false;
}

static void put_fact(struct sheet *h, const char *head, const char *text)
{
	if (str_empty(text))
		return;
	html_element(h->out, "dt", head);
	html_element(h->out, "dd", text);
}

/* The grade first: what was found, before how. "none found: no trial …" */
static void put_evidence(struct sheet *h, const struct measure *m)
{
	const char *colon = strchr(m->evidence, ':');
	size_t grade = colon ? (size_t)(colon - m->evidence) : strlen(m->evidence);
	char *text = xstrndup(m->evidence, grade);

	strbuf_add(h->out, "<dt>Evidence</dt><dd><b>");
	html_text(h->out, text);
	strbuf_add(h->out, "</b>");
	html_text(h->out, m->evidence + grade);
	if (*m->reference) {
		strbuf_add(h->out, " <span class=\"note\">");
		html_text(h->out, m->reference);
		strbuf_add(h->out, "</span>");
	}
	strbuf_add(h->out, "</dd>\n");
	free(text);
}

/* `heading`: "h3", "h4", or NULL where it has one already. */
static void put_measure(struct sheet *h, const struct measure *m, const char *heading)
{
	char *bar = bar_of(h, m);

	if (heading)
		html_element(h->out, heading, m->label);
	strbuf_add(h->out, "<dl class=\"facts\">\n");
	if (bar) {
		char *text = xasprintf("%s: %s", bar, m->barred_why);
		put_fact(h, "Not for you", text);
		free(text);
	} else {
		put_fact(h, "How", m->how);
		put_fact(h, "Said by", *m->said_by ? m->said_by : "none of the source articles");
		put_evidence(h, m);
	}
	strbuf_add(h->out, "</dl>\n");
	free(bar);
}

static void begin_link(struct sheet *h, json_t *row)
{
	char *name = say_factor(row);

	strbuf_add(h->out, "<h3>");
	html_user(h->out, name);
	strbuf_add(h->out, " <span class=\"tag\">%s link, %s cramps with more of it</span></h3>\n",
		   str_equal(text_of(row, "verdict"), "strong") ? "strong" : "possible",
		   number_of(row, "rate_ratio") > 1 ? "more" : "fewer");
	free(name);
}

/* The measures against one linked factor, or in a sentence why there are none. `shown`: ids that were, comma-separated.
 */
static void put_link(struct sheet *h, json_t *row, struct strbuf *shown)
{
	const struct factor *f = factor_by_id(text_of(row, "source"), h->s->reader.own);
	const struct measure *itself = f ? measure_find(f->id) : NULL;
	size_t length;
	int count = 0;

	begin_link(h, row);
	if (!f || f->own) {
		sheet_note(h, "A factor of your own: nothing is documented about it.");
		return;
	}
	if (!points_as_documented(row, f)) {
		sheet_note(h, itself ? "More cramps on nights with it may only mean that it is done on bad days. A "
				       "trial could tell."
				     : "It points the other way than is said of it; nothing is documented for that.");
		return;
	}
	if (itself && str_equal(itself->id, f->id)) {
		put_measure(h, itself, NULL);
		return;
	}
	for (const char *p = f->measures; *p; p += length + (p[length] == ',')) {
		length = strcspn(p, ",");
		char *id = xstrndup(p, length);
		const struct measure *m = measure_find(id);

		bool against = m && is_against_end(m, row, f);
		if (against && shown->length && id_listed(shown->text, id)) {
			char *text = xasprintf("%s: see above.", m->label);
			html_element(h->out, "p", text);
			free(text);
		} else if (against) {
			put_measure(h, m, "h4");
			strbuf_add(shown, "%s%s", shown->length ? "," : "", id);
		}
		count += against;
		free(id);
	}
	if (count == 0 && *f->counter) {
		char *text = xasprintf("The articles advise: %s.", f->counter);
		sheet_note(h, text);
		free(text);
	} else if (count == 0) {
		sheet_note(h, "No measure is documented against it.");
	}
}

void sheet_try(struct sheet *h)
{
	bool preliminary = json_is_true(json_object_get(json_object_get(h->report, "look"), "preliminary"));
	json_t *row;
	size_t i;
	struct strbuf shown = { 0 };
	int links = 0;

	json_array_foreach(json_object_get(h->report, "factors"), i, row) links +=
		!preliminary &&
		(str_equal(text_of(row, "verdict"), "strong") || str_equal(text_of(row, "verdict"), "some"));
	sheet_section(
		h, "try", "What to try",
		xstrdup(links ? "What is documented against the things linked with your cramps. Who says it and what "
				"research found are two lines, because often said is not shown."
			      : "Nothing is linked with your cramps so far. These three are what the bedtime reminder "
				"speaks of; who says it and what research found are two lines, because often said is "
				"not shown."));
	if (links) {
		json_array_foreach(json_object_get(h->report, "factors"), i, row)
		{
			if (str_equal(text_of(row, "verdict"), "strong") || str_equal(text_of(row, "verdict"), "some"))
				put_link(h, row, &shown);
		}
	} else {
		for (i = 0; i < ARRAY_LEN(usual_measures); i++)
			put_measure(h, measure_find(usual_measures[i]), "h3");
	}
	sheet_note(h,
		   "000 to 004 are the five consumer articles the catalogue began with. A measure is tried best as a "
		   "trial: on some nights and not on others, by lot.");
	sheet_section_end(h);
	strbuf_clear(&shown);
}

/* ---- red flags ---- */

/* What was urgent in a night long past is no alarm now: it says what to do when it comes again. */
static void put_flag(struct sheet *h, json_t *met)
{
	const struct red_flag *flag = red_flag_by_id(text_of(met, "id"));
	char *reason = say_flag_reason(met);

	if (flag) {
		bool urgent = str_equal(flag->level, "urgent");
		bool recent = date_of(met, "last") >= date_of(h->pictures, "to") - 1;

		strbuf_add(h->out, "<h3>");
		html_text(h->out, flag->trigger);
		strbuf_add(h->out, " <span class=\"%s\">%s</span></h3>\n", urgent && recent ? "tag urgent" : "tag",
			   !urgent  ? "talk to a doctor"
			   : recent ? "urgent"
				    : "urgent when it happens");
		strbuf_add(h->out, "<dl class=\"facts\">\n");
		put_fact(h, "Met by", reason);
		put_fact(h, urgent && !recent ? "When it comes again" : "What to do", flag->advice);
		if (urgent && !recent)
			put_fact(h, "Now", "Talk to a doctor about it all the same, if you have not yet.");
		put_fact(h, "Said by", flag->said_by);
		strbuf_add(h->out, "</dl>\n");
	}
	free(reason);
}

void sheet_flags(struct sheet *h)
{
	json_t *list = json_object_get(h->pictures, "red_flags"), *flag;
	size_t i, count = json_array_size(list);

	sheet_section(
		h, "signs", "Signs for a doctor",
		count ? xasprintf(
				"%zu sign%s that a doctor should hear of %s met in these months. This is no diagnosis: "
				"most have a harmless cause, and a doctor can tell.",
				count, count == 1 ? "" : "s", count == 1 ? "was" : "were")
		      : xstrdup("None of the signs this diary knows was met in these months. What worries you is "
				"reason enough to ask, whatever is written here."));
	json_array_foreach(list, i, flag) put_flag(h, flag);
	sheet_section_end(h);
}
