/*
 * What to know when reading the verdicts, and how far it is until there are some.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/command.h"
#include "client/show/phrase.h"
#include "client/show/report_parts.h"
#include "client/show/text.h"

/* Folds a sentence and frees it. */
static void note(const struct session *s, char *text)
{
	show_folded(s, "", 0, text);
	free(text);
}

static json_t *caution_of(json_t *row, const char *kind)
{
	return report_find(json_object_get(row, "cautions"), "kind", kind);
}

/* The factors with a caution of one kind, between the two halves of a sentence; nothing where there is none. */
static void note_caution(const struct session *s, json_t *report, const char *kind, const char *before,
			 const char *after)
{
	json_t *row, *ids = json_array();
	size_t i;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (caution_of(row, kind))
			json_array_append(ids, json_object_get(row, "id"));
	}
	if (json_array_size(ids)) {
		char *names = report_names(s, report, ids);
		note(s, xasprintf("%s%s%s", before, names, after));
		free(names);
	}
	json_decref(ids);
}

/* Memory follows the theory: what was typed after the cramp may have been remembered to fit it. */
static void note_typed_after_cramp(const struct session *s, json_t *report)
{
	struct strbuf b = { 0 };
	json_t *row, *caution;
	size_t i;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (!(caution = caution_of(row, "typed_after_cramp")))
			continue;
		char *name = report_factor_name(s, row);
		strbuf_add(&b, "%s%s on %lld of %lld nights", b.length ? ", " : "", name,
			   (long long)count_of(caution, "nights"), (long long)count_of(row, "nights_known"));
		free(name);
	}
	if (b.length)
		note(s, xasprintf("Typed after that night's cramp, when memory looks for reasons: %s.", b.text));
	strbuf_clear(&b);
}

/* Whether what was told late decides anything. */
static void note_recall(const struct session *s, json_t *report)
{
	json_t *recall = json_object_get(report, "recall"), *changes = json_object_get(recall, "changes");
	bool left_out = json_is_true(json_object_get(recall, "left_out"));
	long long entries = count_of(recall, "entries");
	char *names;

	if (!json_is_object(recall))
		return;
	names = report_names(s, report, changes);
	if (json_array_size(changes))
		note(s, xasprintf("%s the %lld entr%s told more than %lld hours late the verdict would be another on "
				  "%s.",
				  left_out ? "With" : "Without", entries, entries == 1 ? "y" : "ies",
				  (long long)count_of(recall, "hours"), names));
	else if (left_out)
		note(s, xstrdup("With them no verdict would be another."));
	free(names);
}

/* The links once more in the weeks that were recorded well. */
static void note_weeks(const struct session *s, json_t *report)
{
	json_t *weeks = json_object_get(report, "sensitivity"), *row;
	struct strbuf b = { 0 };
	size_t i;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		json_t *there = json_object_get(row, "well_recorded");
		if (!is_known(there, "rate_ratio"))
			continue;
		char *name = report_factor_name(s, row), *ratio = ratio_words(number_of(there, "rate_ratio"));
		strbuf_add(&b, "%s%s %s", b.length ? ", " : "", name, ratio);
		free(ratio);
		free(name);
	}
	if (b.length)
		note(s, xasprintf("In the weeks with six or seven recorded nights alone (%lld nights): %s.",
				  (long long)count_of(weeks, "nights"), b.text));
	strbuf_clear(&b);
}

void show_report_notes(const struct session *s, json_t *report, bool strong, bool possible)
{
	json_t *look = json_object_get(report, "look");

	show_text(s, "\n");
	if (possible)
		note(s, xstrdup("Of possible links about one in five is chance. Worth a trial."));
	note_weeks(s, report);
	note_recall(s, report);
	note_typed_after_cramp(s, report);
	note_caution(s, report, "unrecorded_nights_differ",
		     "The nights you did not record were not like the others in: ",
		     ". What decides whether you record can make a link by itself.");
	if (json_is_true(json_object_get(look, "changed_since")))
		note(s, xstrdup("The diary up to that night has changed since; the verdicts are those of their day."));
	if (strong || possible)
		note(s,
		     xstrdup("Ratios are after season, weekday, slow changes and your other factors. A link is not a "
			     "cause."));
	note(s, xstrdup("Everything behind one line: cramp why FACTOR"));
}

/* ---- before the first look ---- */

static char *suspects(const struct session *s, json_t *report)
{
	json_t *list = json_object_get(report, "suspects"), *suspect;
	struct strbuf b = { 0 };
	char name[PHRASE_MAX];
	size_t i, count = json_array_size(list);

	json_array_foreach(list, i, suspect) strbuf_add(&b, "%s%s",
							i == 0		 ? ""
							: i + 1 == count ? " and "
									 : ", ",
							phrase_factor(s, text_of(suspect, "id"), name));
	return strbuf_take(&b);
}

static void show_how_far(const struct session *s, json_t *look)
{
	char date[PHRASE_MAX];
	int year, month, mday;

	date_split(civil_of(s->reader.now).day, &year, &month, &mday);
	if (count_of(look, "night") >= FIRST_VERDICTS)
		note(s,
		     xasprintf("Too little is recorded so far to say what goes with your cramps; the next look is at "
			       "night %lld of your diary (%s).",
			       (long long)count_of(look, "next_nights"),
			       phrase_date(date_of(look, "next_date"), year, date)));
	else if (count_of(look, "night") == 0)
		note(s, xasprintf("What goes with your cramps is said at night %lld of your diary for the first time.",
				  (long long)count_of(look, "next_nights")));
	else
		note(s, xasprintf("What goes with your cramps is said at night %lld of your diary (%s) for the first "
				  "time: before that, chance writes better stories than causes do.",
				  (long long)count_of(look, "next_nights"),
				  phrase_date(date_of(look, "next_date"), year, date)));
}

void show_report_outlook(const struct session *s, json_t *report)
{
	json_t *look = json_object_get(report, "look");
	char *names = suspects(s, report);
	bool past = is_known(look, "newest_nights") || (!json_is_true(json_object_get(look, "up_to_now")) &&
							count_of(look, "nights_by_now") >= FIRST_VERDICTS);

	show_text(s, "\n");
	if (past) {
		note(s, xstrdup("By the end of these nights nothing had been said yet of what goes with your cramps; "
				"what is known now: cramp report"));
	} else {
		show_how_far(s, look);
		note(s,
		     *names ? xasprintf("You suspect %s: keep recording that every day.", names)
			    : xstrdup("Do you suspect something? Say so before it is tested, and it is found sooner: "
				      "cramp track FACTOR suspect"));
	}
	free(names);
}
