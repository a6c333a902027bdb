/*
 * What the pictures show, in a sentence each: for pages and charts alike.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "client/show/phrase_parts.h"
#include "client/show/report_parts.h"
#include "client/show/say.h"
#include "cramp/catalogue.h"

enum { HOURS = 24, NOON = 12 };

bool say_any_night(json_t *p)
{
	return count_of(p, "recorded") > 0;
}

bool say_any_rate(json_t *list)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (is_known(one, "cramps_per_week"))
			return true;
	}
	return false;
}

char *say_nights(json_t *p)
{
	json_t *nights = json_object_get(p, "nights");
	long long ended = count_of(p, "ended"), cramp = count_of(nights, "cramp"), none = count_of(nights, "free"),
		  unknown = count_of(nights, "unknown");
	char date[PHRASE_MAX];

	say_date(date_of(p, "from"), date);
	if (!say_any_night(p))
		return ended > 1 ? xasprintf("Of the %lld nights since %s nothing is recorded.", ended, date)
				 : xstrdup("Nothing is recorded so far.");
	if (ended == 1)
		return xasprintf("One night is recorded so far, %s, with %s cramp.", date, cramp ? "a" : "no");
	if (unknown == 0 && cramp == 0)
		return xasprintf("None of the %lld nights since %s had a cramp, and all are recorded.", ended, date);
	if (unknown == 0)
		return xasprintf("Of the %lld nights since %s, all recorded, %lld had a cramp and %lld had none.",
				 ended, date, cramp, none);
	return xasprintf("Of the %lld nights since %s, %lld had a cramp, %lld had none, and of %lld nothing is "
			 "recorded.",
			 ended, date, cramp, none, unknown);
}

/* The newest, the oldest and the highest of what is smoothed. */
char *say_trend(json_t *list)
{
	json_t *one, *first = NULL, *last = NULL, *top = NULL;
	char then[PHRASE_MAX], peak[PHRASE_MAX];
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (!is_known(one, "trend"))
			continue;
		first = first ? first : one;
		last = one;
		if (!top || number_of(one, "trend") > number_of(top, "trend"))
			top = one;
	}
	if (!last)
		return xstrdup("Too few nights are recorded for a trend so far.");
	if (number_of(top, "trend") < 0.05)
		return xstrdup("No cramps, or hardly any, over all these weeks.");
	if (last == first)
		return xasprintf("Smoothed over the weeks, about %.1f cramps a week.", number_of(last, "trend"));
	return xasprintf(
		"Smoothed over the weeks, about %.1f cramps a week now, after %.1f around %s; the most were %.1f, "
		"around %s.",
		number_of(last, "trend"), number_of(first, "trend"), say_date(date_of(first, "to"), then),
		number_of(top, "trend"), say_date(date_of(top, "to"), peak));
}

static int64_t at_hour(json_t *figures, int after_noon)
{
	return json_integer_value(
		json_array_get(json_object_get(figures, "hours"), (size_t)((after_noon + NOON) % HOURS)));
}

static int clock_hour(int after_noon)
{
	return (after_noon + NOON) % HOURS;
}

/* How many cramps the fullest `hours` in a row hold, and which is the first of those. */
static int64_t fullest(json_t *p, int hours, int *first)
{
	int64_t most = 0;

	for (int i = 0; i + hours <= HOURS; i++) {
		int64_t n = 0;

		for (int k = i; k < i + hours; k++)
			n += at_hour(p, k);
		if (n > most) {
			most = n;
			*first = i;
		}
	}
	return most;
}

bool say_any_hour(json_t *p)
{
	int first;

	return fullest(p, HOURS, &first) > 0;
}

/* The three hours in a row that hold most of them; fewer where those hold all. */
char *say_hours(json_t *p)
{
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	int first = 0, best = 0, hours = 1;
	int64_t total = fullest(p, HOURS, &first), most = fullest(p, hours, &best);

	if (total == 0)
		return xstrdup("No cramp has a time so far.");
	while (hours < 3 && most < total)
		most = fullest(p, ++hours, &best);
	char *without = count_of(p, "hour_unknown") > 0
				? xasprintf("; %lld without a time", (long long)count_of(p, "hour_unknown"))
				: xstrdup("");
	char *text =
		xasprintf("%lld of %lld with a time came between %s and %s%s%s.", (long long)most, (long long)total,
			  hour_text(clock_hour(best), from), hour_text(clock_hour(best + hours), to),
			  clock_has_twelve_hours() ? "" : " o’clock", without);
	free(without);
	return text;
}

int say_hours_every(int hours)
{
	/* So many names fit; of "10pm" half as many as of "22". */
	int fit = clock_has_twelve_hours() ? 6 : 12;

	return 1 + hours / fit;
}

char *say_severity(json_t *p)
{
	json_t *severity = json_object_get(p, "severity"), *duration = json_object_get(p, "duration_s");
	char typical[PHRASE_MAX], longest[PHRASE_MAX];
	struct strbuf b = { 0 };

	if (is_known(severity, "median"))
		strbuf_add(&b, "Half of them were %.3g of 10 or worse, the worst %lld.", number_of(severity, "median"),
			   (long long)count_of(severity, "max"));
	if (is_known(duration, "median"))
		strbuf_add(&b, "%sHalf lasted %s or longer, the longest %s.", b.length ? " " : "",
			   say_span(number_of(duration, "median"), typical),
			   say_span(number_of(duration, "max"), longest));
	if (!b.length)
		strbuf_add(&b, "How bad they were and how long they lasted was not told so far.");
	return strbuf_take(&b);
}

char *say_relief(json_t *list)
{
	json_t *first = json_array_get(list, 0);
	char span[PHRASE_MAX], *times, *text;

	if (!first)
		return xstrdup("What was done during a cramp was not told so far.");
	times = say_count(count_of(first, "used"), "time");
	if (is_known(first, "median_s"))
		text = xasprintf(
			"Done most often: %s, %s, of which it worked %lld; half of the cramps then let go within %s.",
			relief_label(text_of(first, "method")), times, (long long)count_of(first, "worked"),
			say_span(number_of(first, "median_s"), span));
	else
		text = xasprintf("Done most often: %s, %s, of which it worked %lld.",
				 relief_label(text_of(first, "method")), times, (long long)count_of(first, "worked"));
	free(times);
	return text;
}

char *say_sleep(json_t *cramp, json_t *free_nights)
{
	char with[PHRASE_MAX], without[PHRASE_MAX];

	if (!is_known(cramp, "tst_min") || !is_known(free_nights, "tst_min"))
		return xstrdup("How long you slept is not yet known of nights with and without a cramp.");
	return xasprintf("Asleep on average %s on %lld nights with a cramp, and %s on %lld free nights.",
			 say_span(60 * round(number_of(cramp, "tst_min")), with),
			 (long long)count_of(cramp, "tst_nights"),
			 say_span(60 * round(number_of(free_nights, "tst_min")), without),
			 (long long)count_of(free_nights, "tst_nights"));
}

static bool has_verdict(json_t *row, const char *verdict)
{
	return str_equal(text_of(row, "verdict"), verdict);
}

int say_verdicts(json_t *report, const char *verdict)
{
	json_t *row;
	size_t i;
	int n = 0;

	json_array_foreach(json_object_get(report, "factors"), i, row) n += has_verdict(row, verdict);
	return n;
}

static char *how_far(json_t *look)
{
	char date[PHRASE_MAX];

	if (count_of(look, "night") == 0 || date_of(look, "next_date") == NO_NIGHT)
		return xasprintf("What goes with your cramps is said at night %lld of your diary for the first time: "
				 "before that, chance writes better stories than causes do.",
				 (long long)count_of(look, "next_nights"));
	return xasprintf(
		"This is night %lld of your diary. What goes with your cramps is said at night %lld, on %s, for the "
		"first time: before that, chance writes better stories than causes do.",
		(long long)count_of(look, "night"), (long long)count_of(look, "next_nights"),
		say_date(date_of(look, "next_date"), date));
}

char *say_factors(json_t *report)
{
	json_t *look = json_object_get(report, "look");
	int strong = say_verdicts(report, "strong"), some = say_verdicts(report, "some");
	int64_t asked = count_of(look, "tested");
	char *links;

	if (json_is_true(json_object_get(look, "preliminary")))
		return how_far(look);
	if (strong + some == 0)
		return xasprintf(
			"Of %lld things asked about, none stands out so far. That is no proof that none matters.",
			(long long)asked);
	links = strong && some ? xasprintf("%d strong and %d possible link%s", strong, some, some == 1 ? "" : "s")
		: strong       ? xasprintf("%d strong link%s", strong, strong == 1 ? "" : "s")
			       : xasprintf("%d possible link%s", some, some == 1 ? "" : "s");
	char *text = xasprintf("%s among %lld things asked about. A link is not a cause.", links, (long long)asked);
	free(links);
	return text;
}

int say_octaves(json_t *report)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		bool claim = has_verdict(row, "strong") || has_verdict(row, "some");

		if (claim && (number_of(row, "ci_high") > 4 || number_of(row, "ci_low") < 0.25))
			return 3;
	}
	return 2;
}

/* ---- what has no answer ---- */

json_t *say_pair(json_t *row)
{
	const char *reason = text_of(row, "verdict_reason");
	json_t *ids = json_array();

	if (!has_verdict(row, "cannot_be_separated") || strchr(reason, ':') || str_equal(reason, "calendar"))
		return ids;
	for (size_t length; *reason; reason += length + (reason[length] == ',')) {
		length = strcspn(reason, ",");
		json_array_append_new(ids, json_stringn(reason, length));
	}
	return ids;
}

static bool lists(json_t *ids, const char *id)
{
	json_t *one;
	size_t i;

	json_array_foreach(ids, i, one)
	{
		if (str_equal(json_string_value(one), id))
			return true;
	}
	return false;
}

/* Two rows that name one another are one bracket. */
bool say_is_new_pair(json_t *report, size_t place)
{
	json_t *rows = json_object_get(report, "factors"), *row = json_array_get(rows, place), *ids = say_pair(row);
	bool fresh = json_array_size(ids) > 0;

	for (size_t i = 0; fresh && i < place; i++) {
		json_t *other = json_array_get(rows, i), *theirs = say_pair(other);

		fresh = !(lists(theirs, text_of(row, "id")) && lists(ids, text_of(other, "id")));
		json_decref(theirs);
	}
	json_decref(ids);
	return fresh;
}

bool say_is_refused(json_t *row)
{
	json_t *ids = say_pair(row);
	bool pair = json_array_size(ids) > 0;

	json_decref(ids);
	return has_verdict(row, "not_enough_data") || has_verdict(row, "no_variation") ||
	       (has_verdict(row, "cannot_be_separated") && !pair);
}

char *say_refusal(const struct session *s, json_t *row)
{
	const char *reason = text_of(row, "verdict_reason"), *colon = strchr(reason, ':');
	char other[PHRASE_MAX];

	if (colon)
		return xasprintf("It %s %s, and must not be counted twice.",
				 reason[0] == 'c' ? "counts as" : "says the same as",
				 phrase_factor(s, colon + 1, other));
	if (has_verdict(row, "no_variation"))
		return xstrdup("It was the same on every night.");
	if (str_equal(reason, "calendar"))
		return xstrdup("It changes only with the season and the weeks, and so does much else.");
	return gate_words(reason);
}

/* ---- red flags ---- */

/* "3/4 Mar 2026, 5/6 Apr 2026" */
static void add_nights(struct strbuf *b, json_t *nights)
{
	char date[PHRASE_MAX];
	json_t *night;
	int32_t day;
	size_t i;

	json_array_foreach(nights, i, night)
	{
		if (date_parse(json_string_value(night), &day))
			strbuf_add(b, "%s%s", i ? ", " : "", say_night(day, true, date));
	}
}

static void add_words(struct strbuf *b, json_t *flag)
{
	bool traits = str_equal(text_of(flag, "by"), "trait");
	json_t *word;
	size_t i;

	json_array_foreach(json_object_get(flag, "words"), i, word)
	{
		const char *id = json_string_value(word);
		const struct factor *f = traits ? factor_by_id(id, NULL) : NULL;

		strbuf_add(b, "%s%s", i ? ", " : "", f ? f->label : word_label("flag", id));
	}
}

char *say_flag_reason(json_t *flag)
{
	char first[PHRASE_MAX], last[PHRASE_MAX];
	struct strbuf b = { 0 };
	json_t *nights = json_object_get(flag, "nights");

	if (str_equal(text_of(flag, "by"), "trait")) {
		add_words(&b, flag);
		return strbuf_take(&b);
	}
	if (str_equal(text_of(flag, "by"), "pattern")) {
		strbuf_add(&b, "%lld nights, %s to %s", (long long)count_of(flag, "times"),
			   say_night(date_of(flag, "first"), true, first),
			   say_night(date_of(flag, "last"), true, last));
		return strbuf_take(&b);
	}
	add_words(&b, flag);
	strbuf_add(&b, "%snight%s of ", b.length ? ", " : "", json_array_size(nights) == 1 ? "" : "s");
	add_nights(&b, nights);
	if (count_of(flag, "times") > (int64_t)json_array_size(nights))
		strbuf_add(&b, "; %lld times in all", (long long)count_of(flag, "times"));
	return strbuf_take(&b);
}
