/*
 * What a clinician is handed of the past: medicines and circumstances, what was tried, red flags, what goes with the
 * cramps.
 */
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/phrase_parts.h"
#include "client/show/report_parts.h"
#include "client/show/sheet.h"
#include "client/show/summary_parts.h"
#include "client/show/text.h"

/* What fits on the sheet. */
enum { NAME_COLUMNS = 36, TRAITS_MOST = 7, RELIEF_MOST = 4, MEASURES_MOST = 5, FLAGS_MOST = 5, LINKS_MOST = 3 };

/* ---- circumstances and medicines ---- */

static char *dates_text(json_t *t)
{
	char from[PHRASE_MAX], until[PHRASE_MAX];
	int32_t first = date_of(t, "from"), last = date_of(t, "until");

	if (first != NO_NIGHT && last != NO_NIGHT)
		return xasprintf("%s to %s", say_day(first, from), say_day(last, until));
	if (first != NO_NIGHT)
		return xasprintf("since %s", say_day(first, from));
	if (last != NO_NIGHT)
		return xasprintf("until %s", say_day(last, until));
	return xstrdup("start not told");
}

/* On the sheet a long name is cut, so that the dates after it are seen. */
static void add_name(const struct facts *f, struct strbuf *b, const char *name)
{
	int skip, fit = f->capped ? fold_at(name, NAME_COLUMNS, &skip) : (int)strlen(name);

	strbuf_add(b, "%.*s%s", fit, name, name[fit] ? "…" : "");
}

static bool is_medicine(json_t *t)
{
	return !str_empty(text_of(t, "name")) || !str_empty(text_of(t, "dose"));
}

static void put_trait(struct facts *f, json_t *t)
{
	const struct factor *factor = factor_by_id(text_of(t, "trait"), f->s->reader.own);
	json_t *value = json_object_get(t, "value"), *yes = json_object_get(t, "yes");
	char *dates = dates_text(t);
	struct strbuf b = { 0 };

	if (is_medicine(t)) {
		add_name(f, &b, text_of(t, "name"));
		strbuf_add(&b, "%s", *text_of(t, "name") && *text_of(t, "dose") ? " " : "");
		add_name(f, &b, text_of(t, "dose"));
		if (json_is_boolean(json_object_get(t, "as_needed")))
			strbuf_add(&b, "%s",
				   json_is_true(json_object_get(t, "as_needed")) ? ", as needed" : ", every day");
		strbuf_add(&b, ", %s", dates);
	} else if (json_is_boolean(yes)) {
		strbuf_add(&b, "%s", json_is_true(yes) ? "yes" : "no");
	} else if (json_is_number(value)) {
		strbuf_add(&b, "%.10g", json_number_value(value));
	}
	if (*text_of(t, "side"))
		strbuf_add(&b, "%s%s", b.length ? ", " : "", word_label("side", text_of(t, "side")));
	if (!is_medicine(t) && (date_of(t, "from") != NO_NIGHT || date_of(t, "until") != NO_NIGHT))
		strbuf_add(&b, "%s%s", b.length ? ", " : "", dates);
	facts_add(f,
		  !factor				      ? text_of(t, "trait")
		  : str_equal(factor->id, "other_medication") ? "Other medicine"
							      : factor->label,
		  b.length ? strbuf_take(&b) : xstrdup("told"));
	strbuf_clear(&b);
	free(dates);
}

/* Medicines first; what ended before the period is past. */
void summary_traits(struct facts *f)
{
	int32_t from = date_of(f->pictures, "from");
	json_t *t;
	size_t i;
	int shown = 0;

	facts_section(f, "traits", "Medicines and circumstances", TRAITS_MOST);
	for (int medicines = 1; medicines >= 0; medicines--) {
		json_array_foreach(f->traits, i, t)
		{
			int32_t until = date_of(t, "until");

			if (is_medicine(t) != (bool)medicines || (until != NO_NIGHT && until < from))
				continue;
			put_trait(f, t);
			shown++;
		}
	}
	if (shown == 0)
		facts_add(f, "None told", xstrdup("not asked, or none"));
}

/* ---- what was tried ---- */

void summary_relief(struct facts *f)
{
	json_t *use;
	size_t i;

	facts_section(f, "relief", "Tried during a cramp", RELIEF_MOST);
	json_array_foreach(json_object_get(f->pictures, "relief"), i, use)
	{
		const struct relief *r = relief_find(text_of(use, "method"));
		char span[PHRASE_MAX], *times = say_count(count_of(use, "used"), "time");

		facts_add(f, r ? r->label : text_of(use, "method"),
			  is_known(use, "median_s")
				  ? xasprintf("%s, worked %lld, median %s", times, (long long)count_of(use, "worked"),
					      say_span(number_of(use, "median_s"), span))
				  : xasprintf("%s, worked %lld", times, (long long)count_of(use, "worked")));
		free(times);
	}
	if (json_array_size(f->facts) == 0)
		facts_add(f, "Nothing told", xstrdup("what was done during a cramp was not told"));
}

static json_t *row_of_source(const struct facts *f, const char *id)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(f->report, "factors"), i, row)
	{
		if (str_equal(text_of(row, "source"), id))
			return row;
	}
	return NULL;
}

static void put_measure(struct facts *f, json_t *m)
{
	json_t *row = row_of_source(f, text_of(m, "id")), *with = json_object_get(row, "high"),
	       *without = json_object_get(row, "low");
	long long done = count_of(m, "done"), told = done + count_of(m, "not_done");

	if (told == 0)
		return;
	if (count_of(with, "nights") > 0 && count_of(without, "nights") > 0)
		facts_add(f, text_of(m, "label"),
			  xasprintf("%lld of %lld nights; with it a cramp on %.0f %% (%.0f to %.0f), without %.0f %% "
				    "(%.0f to %.0f)",
				    done, told, number_of(with, "percent"), number_of(with, "wilson_low"),
				    number_of(with, "wilson_high"), number_of(without, "percent"),
				    number_of(without, "wilson_low"), number_of(without, "wilson_high")));
	else
		facts_add(f, text_of(m, "label"), xasprintf("%lld of %lld nights", done, told));
}

void summary_measures(struct facts *f)
{
	json_t *m;
	size_t i;

	facts_section(f, "measures", "Tried beforehand", MEASURES_MOST);
	json_array_foreach(json_object_get(f->pictures, "measures"), i, m) put_measure(f, m);
	if (json_array_size(f->facts) == 0)
		facts_add(f, "Nothing told", xstrdup("what was done beforehand was not told"));
}

/* ---- red flags ---- */

static const char *flag_label(const char *id)
{
	static const char *const labels[][2] = {
		{ "long_cramp", "Longer than 10 minutes" },
		{ "one_leg_swollen", "Leg swollen, warm or red" },
		{ "chest_pain_or_breathless", "Chest pain or short of breath" },
		{ "heat_cramps", "Heat cramp longer than an hour" },
		{ "dark_urine", "Dark urine" },
		{ "numb_seat", "Numb around the seat, or both legs weak" },
		{ "numb_or_weak", "Numb, tingling or weak" },
		{ "many_muscles", "Three muscles or more, longer than 10 minutes" },
		{ "disturbed_sleep", "Sleep disturbed on 8 or more of 28 nights" },
		{ "frequent_or_rising", "Three nights a week, three weeks in a row" },
		{ "keeps_happening", "A cramp in each of six times four weeks" },
	};

	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if (str_equal(labels[i][0], id))
			return labels[i][1];
	return id;
}

/* Circumstances are listed as such already. */
void summary_flags(struct facts *f)
{
	json_t *flag;
	size_t i;

	facts_section(f, "flags", "Red flags ticked or met", FLAGS_MOST);
	json_array_foreach(json_object_get(f->pictures, "red_flags"), i, flag)
	{
		if (!str_equal(text_of(flag, "by"), "trait"))
			facts_add(f, flag_label(text_of(flag, "id")), say_flag_reason(flag));
	}
	if (json_array_size(f->facts) == 0)
		facts_add(f, "None", xstrdup("none was ticked, none met by the figures"));
}

/* ---- associations ---- */

static void put_association(struct facts *f, json_t *row)
{
	json_t *own = json_object_get(row, "own");
	char *name = say_factor(row), *text, *with, range[PHRASE_MAX];

	range_words(number_of(row, "ci_low"), number_of(row, "ci_high"), range, sizeof(range));
	text = xasprintf("%s, rate ratio %.1f (95 %%: %s)",
			 str_equal(text_of(row, "verdict"), "strong") ? "strong" : "possible",
			 number_of(row, "rate_ratio"), range);
	if (json_is_object(own)) {
		with = report_companions(f->s, f->report, own);
		range_words(number_of(own, "ci_low"), number_of(own, "ci_high"), range, sizeof(range));
		facts_add(f, name,
			  xasprintf("%s, for it or what moves with it (%s); on its own %.1f (%s)", text, with,
				    number_of(own, "rate_ratio"), range));
		free(with);
		free(text);
	} else {
		facts_add(f, name, text);
	}
	free(name);
}

void summary_associations(struct facts *f)
{
	json_t *look = json_object_get(f->report, "look"), *row;
	bool preliminary = json_is_true(json_object_get(look, "preliminary"));
	size_t i;

	facts_section(f, "links", "Factors linked with the cramps, adjusted", LINKS_MOST);
	json_array_foreach(json_object_get(f->report, "factors"), i, row)
	{
		if (!preliminary &&
		    (str_equal(text_of(row, "verdict"), "strong") || str_equal(text_of(row, "verdict"), "some")))
			put_association(f, row);
	}
	if (json_array_size(f->facts) > 0)
		return;
	if (preliminary)
		facts_add(f, "Not assessed yet",
			  xasprintf("first at night %lld of the diary; this is night %lld",
				    (long long)count_of(look, "next_nights"), (long long)count_of(look, "night")));
	else
		facts_add(f, "None so far",
			  xasprintf("of %lld things asked about", (long long)count_of(look, "tested")));
}
