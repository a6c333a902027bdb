#include "client/show/why.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/page.h"
#include "client/show/phrase.h"
#include "client/show/text.h"
#include "client/show/why_parts.h"
#include "cramp/util.h"

void why_line(const struct why *w, const char *head, char *text)
{
	page_line(w->s, head, text);
	free(text);
}

/* ---- the verdict ---- */

const char *verdict_words(const char *verdict)
{
	static const char *const words[][2] = {
		{ "strong", "a strong link" },
		{ "some", "a possible link" },
		{ "little_effect", "probably no large effect" },
		{ "unclear", "no clear link so far" },
		{ "cannot_be_separated", "cannot be told apart" },
		{ "no_variation", "never varied" },
		{ "not_enough_data", "not enough data yet" },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_equal(verdict, words[i][0]))
			return words[i][1];
	return verdict;
}

static const char *date_words(const struct why *w, const char *key, char out[PHRASE_MAX])
{
	int year, month, mday;

	date_split(civil_of(w->s->reader.now).day, &year, &month, &mday);
	return phrase_date(date_of(w->look, key), year, out);
}

/* "verdict of Wed 6 Nov, night 284; the next at 426" */
static char *when_words(const struct why *w)
{
	char date[PHRASE_MAX];

	if (!json_is_true(json_object_get(w->look, "official")))
		return xstrdup("computed now, not an official look");
	if (w->preliminary)
		return xasprintf("verdicts begin at night %lld, %s", (long long)count_of(w->look, "next_nights"),
				 date_words(w, "next_date", date));
	return xasprintf("verdict of %s, night %lld; the next at %lld", date_words(w, "date", date),
			 (long long)count_of(w->look, "nights"), (long long)count_of(w->look, "next_nights"));
}

static void say_title(const struct why *w)
{
	bool shared = str_equal(text_of(w->row, "attribution"), "shared");
	const char *standing = text_of(w->row, "standing");
	char *when = when_words(w), *title;

	title = xasprintf("%s: %s%s%s (%s)", w->name, verdict_words(text_of(w->row, "verdict")),
			  shared ? " with it, or with something that moves with it" : "",
			  str_equal(standing, "confirmed")   ? ", confirmed: it held at two looks"
			  : str_equal(standing, "withdrawn") ? "; it was called strong at the look before, and that is "
							       "withdrawn"
							     : "",
			  when);
	if (w->factor && !w->factor->own)
		title[0] = (char)toupper((unsigned char)title[0]);
	fputs(style_begin(w->s, STYLE_BOLD), stdout);
	show_folded(w->s, "", 0, title);
	fputs(style_end(w->s, STYLE_BOLD), stdout);
	show_text(w->s, "\n");
	free(title);
	free(when);
}

/* ---- what was counted ---- */

static void say_counts(const struct why *w)
{
	json_t *low = json_object_get(w->row, "low"), *high = json_object_get(w->row, "high");
	char *much, *little;

	if (count_of(low, "nights") == 0 || count_of(high, "nights") == 0)
		return;
	much = report_side_words(w->s, w->row, true);
	little = *text_of(w->row, "end") ? xstrdup("other nights") : report_side_words(w->s, w->row, false);
	why_line(w, "Counted",
		 xasprintf("A cramp on %lld of %lld nights %s (%.0f %%), and on %lld of %lld %s%s (%.0f %%).",
			   (long long)count_of(high, "cramp_nights"), (long long)count_of(high, "nights"), much,
			   number_of(high, "percent"), (long long)count_of(low, "cramp_nights"),
			   (long long)count_of(low, "nights"), *text_of(w->row, "end") ? "" : "nights ", little,
			   number_of(low, "percent")));
	free(much);
	free(little);
}

/* Which day belongs to which night. */
static void say_lag(const struct why *w)
{
	static const char *const nights[] = { "Monday", "Tuesday", "Wednesday", "Thursday" };
	int64_t lag = count_of(w->row, "lag");

	if (lag > 0 && lag < (int64_t)ARRAY_LEN(nights))
		why_line(w, "",
			 xasprintf("Compared with a delay of %lld night%s: what was on Monday, with the night of %s.",
				   (long long)lag, plural(lag), nights[lag]));
}

/* ---- what is left of it ---- */

/* "2.3 times as many cramps. So many nights cannot say it more exactly than that: between 1.4 and 3.7 times all fits"
 */
static char *ratio_sentence(json_t *o)
{
	double low = number_of(o, "ci_low"), high = number_of(o, "ci_high");
	char *ratio = ratio_words(number_of(o, "rate_ratio")), *text;

	if (high < 100)
		text = xasprintf("%s cramps, give or take: anything from %.1f to %.1f times still fits (95 %%)", ratio,
				 low < 0.05 ? 0 : low, high);
	else
		text = xasprintf("%s cramps, give or take: anything from %.1f times upward still fits (95 %%)", ratio,
				 low < 0.05 ? 0 : low);
	free(ratio);
	return text;
}

static bool listed(json_t *list, const char *id)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (str_equal(json_string_value(one), id))
			return true;
	}
	return false;
}

/* What was held equal beside the calendar: all that can be adjusted for, but for itself and what moves with it. */
static char *others_words(const struct why *w)
{
	json_t *own = json_object_get(w->row, "own"), *id, *rest = json_array();
	json_t *companions = json_object_get(json_is_object(own) ? own : w->row, "companions");
	size_t i, count;
	char *text;

	json_array_foreach(json_object_get(w->report, "adjusters"), i, id)
	{
		if (!str_equal(json_string_value(id), text_of(w->row, "id")) &&
		    !listed(companions, json_string_value(id)))
			json_array_append(rest, id);
	}
	count = json_array_size(rest);
	if (count == 0)
		text = xstrdup("");
	else if (count <= 4) {
		char *names = report_names(w->s, w->report, rest);
		text = xasprintf(", and %s", names);
		free(names);
	} else
		text = xasprintf(", and your %zu other factors", count);
	json_decref(rest);
	return text;
}

static void say_ratio(const struct why *w)
{
	char *sentence, *others;

	if (!is_known(w->row, "rate_ratio") || w->preliminary)
		return;
	sentence = ratio_sentence(w->row);
	others = others_words(w);
	why_line(w, "All else equal",
		 xasprintf("Some of that may come from the season, the weekday, better and worse weeks%s. With these "
			   "taken "
			   "out: %s.",
			   others, sentence));
	free(others);
	free(sentence);
}

static void say_own(const struct why *w)
{
	json_t *own = json_object_get(w->row, "own");
	char *with, *sentence;

	if (!json_is_object(own) || w->preliminary)
		return;
	with = report_companions(w->s, w->report, own);
	sentence = ratio_sentence(own);
	why_line(w, "On its own",
		 xasprintf("In your diary it goes up and down together with %s, so the line above is about it or them. "
			   "Held apart from them as well: %s. Only that is about %s alone.",
			   with, sentence, w->name));
	free(sentence);
	free(with);
}

/* Today's ratio and the verdict's are of different nights. */
static void say_at_look(const struct why *w)
{
	json_t *then = json_object_get(w->row, "at_look");
	char *words;

	if (!is_known(then, "rate_ratio") || count_of(then, "nights_used") == count_of(w->row, "nights_used"))
		return;
	words = estimate_words(then);
	why_line(w, "At the look",
		 xasprintf("%s, from %lld nights. The verdict is that day's; the figures above are today's.", words,
			   (long long)count_of(then, "nights_used")));
	free(words);
}

/* ---- how sure ---- */

/* "in about one diary of 1,200": a p value as people can hold it; caller frees. */
static char *once_in(double p)
{
	double n = p > 0 ? 1 / p : 1e6;

	if (p >= 0.95)
		return xstrdup("in nearly every diary");
	if (p >= 0.15)
		return xasprintf("in about %.0f diaries of 10", 10 * p);
	if (n < 10)
		return xasprintf("in about one diary of %.0f", n);
	n = n < 100 ? round(n / 5) * 5 : n < 1000 ? round(n / 50) * 50 : round(n / 500) * 500;
	if (n >= 100000)
		return xstrdup("in fewer than one diary of 100,000");
	return n < 1000 ? xasprintf("in about one diary of %.0f", n)
			: xasprintf("in about one diary of %d,%03d", (int)n / 1000, (int)n % 1000);
}

/* What so many questions make of it; nothing where one alone says enough. */
static char *many_words(double p, int64_t questions)
{
	double any = p * (double)questions;
	char *once, *text;

	if (questions <= 1 || p >= 0.15)
		return xstrdup("");
	if (any > 0.5)
		return xasprintf(
			" But %lld things were tested in your diary, and with so many, one that comes out like this is "
			"no surprise.",
			(long long)questions);
	once = once_in(any);
	text = xasprintf(
		" %lld things were tested in your diary: were there no link anywhere, one of them would come out like "
		"this %s.",
		(long long)questions, once);
	free(once);
	return text;
}

static void say_chance(const struct why *w)
{
	double p = number_of(w->row, "p");
	bool then = is_known(json_object_get(w->row, "at_look"), "rate_ratio");
	char *once, *many;

	if (!is_known(w->row, "p") || !is_known(w->row, "q") || w->preliminary)
		return;
	once = once_in(p);
	many = many_words(p, count_of(w->look, "tested"));
	why_line(
		w, "By chance",
		xasprintf(
			"If it had nothing to do with your cramps, a difference as large%s would still come up %s.%s%s",
			then ? " as at the look" : "", once, many,
			why_is(w, "some")
				? " Of links called possible about one in five is chance: worth a trial, no more."
				: ""));
	free(many);
	free(once);
}

static void say_suspect(const struct why *w)
{
	char date[PHRASE_MAX];

	if (!json_is_true(json_object_get(w->row, "suspect")))
		return;
	if (*text_of(w->row, "suspect_since"))
		why_line(w, "You suspect it",
			 xasprintf("since %s: it was named before it was tested, so less is asked of it.",
				   phrase_instant_text(text_of(w->row, "suspect_since"), date)));
	else
		why_line(w, "You suspect it", xstrdup("It was named before it was tested, so less is asked of it."));
}

/* ---- the page ---- */

void show_why(struct session *s, json_t *report, json_t *row)
{
	struct why w = { .s = s, .report = report, .look = json_object_get(report, "look"), .row = row };

	w.factor = factor_by_id(text_of(row, "source"), s->reader.own);
	w.name = report_factor_name(s, row);
	w.preliminary = json_is_true(json_object_get(w.look, "preliminary"));
	say_title(&w);
	say_counts(&w);
	say_lag(&w);
	why_say_reason(&w);
	say_ratio(&w);
	say_own(&w);
	say_at_look(&w);
	say_chance(&w);
	say_suspect(&w);
	why_say_needed(&w);
	why_say_used(&w);
	why_say_cautions(&w);
	why_say_expected(&w);
	why_say_sources(s, w.factor);
	if (why_is_link(&w))
		page_footnote(s,
			      "A link, not proof of a cause: such nights can differ in ways that you do not record.");
	free(w.name);
}

void show_why_not(struct session *s, const struct factor *f)
{
	show_styled(s, STYLE_BOLD, "%s: cannot be tested by your diary\n", f->label);
	page_line(
		s, "Why not",
		"It does not change from night to night, so there are no nights without it to compare with. That says "
		"nothing about whether it matters.");
	why_say_sources(s, f);
}
