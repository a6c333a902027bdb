#include "client/show/report_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/phrase.h"
#include "client/show/report_parts.h"
#include "client/show/text.h"

/* ---- what range, how much of it is recorded ---- */

static const char *number_word(int64_t n)
{
	static const char *const words[] = { "No",    "One",   "Two",  "Three", "Four",	  "Five",  "Six",
					     "Seven", "Eight", "Nine", "Ten",	"Eleven", "Twelve" };

	return n >= 0 && n < (int64_t)ARRAY_LEN(words) ? words[n] : NULL;
}

static bool same_month(int32_t a, int32_t b)
{
	int year[2], month[2], mday;

	date_split(a, &year[0], &month[0], &mday);
	date_split(b, &year[1], &month[1], &mday);
	return year[0] == year[1] && month[0] == month[1];
}

/* "Seven nights, Sun 15 to Sat 21 Nov"; the year where it is not this one. */
static char *title(const struct session *s, int32_t from, int32_t to)
{
	char first[PHRASE_MAX], last[PHRASE_MAX];
	int64_t nights = (int64_t)to - from + 1;
	int year, month, mday;

	date_split(civil_of(s->reader.now).day, &year, &month, &mday);
	phrase_date(from, year, first);
	phrase_date(to, year, last);
	if (nights == 1)
		return xasprintf("The night of %s", last);
	if (same_month(from, to)) {
		size_t day = strcspn(first, " ") + 1;
		first[day + strcspn(first + day, " ")] = '\0';
	}
	if (number_word(nights))
		return xasprintf("%s nights, %s to %s", number_word(nights), first, last);
	return xasprintf("%lld nights, %s to %s", (long long)nights, first, last);
}

/* The title, and at the right end of its line, or below it, how much is recorded. */
static void show_title(const struct session *s, json_t *report)
{
	char *left = title(s, date_of(report, "from"), date_of(report, "to")), *right;
	int64_t ended = count_of(report, "ended");
	int room;

	if (ended > 0)
		right = xasprintf("%lld of %lld night%s recorded", (long long)count_of(report, "recorded"),
				  (long long)ended, ended == 1 ? "" : "s");
	else
		right = xstrdup("");
	room = s->width - utf8_width(left) - utf8_width(right);
	show_styled(s, STYLE_BOLD, "%s", left);
	if (!right[0])
		show_text(s, "\n");
	else if (room >= 2)
		show_text(s, "%*s%s\n", room, "", right);
	else
		show_text(s, "\n%s\n", right);
	free(left);
	free(right);
}

/* ---- the answer ---- */

static void say_before(struct strbuf *b, json_t *report)
{
	json_t *before = json_object_get(report, "before");

	if (!is_known(report, "cramps_per_week"))
		return;
	if (is_known(before, "cramps_per_week"))
		strbuf_add(b, " The four weeks before: %.1f a week.", number_of(before, "cramps_per_week"));
	else if (count_of(before, "recorded") > 0)
		strbuf_add(b, " Too few nights of the four weeks before are recorded to compare.");
}

/* What the recorded nights say; the rest is unknown, and said to be. */
static void say_answer(struct strbuf *b, json_t *report)
{
	int64_t episodes = count_of(report, "episodes"), recorded = count_of(report, "recorded");
	int64_t cramp_nights = count_of(json_object_get(report, "nights"), "cramp");

	if (recorded == 0) {
		strbuf_add(b, count_of(report, "ended") == 0 ? "None of these nights is over yet."
							     : "Nothing is recorded of these nights.");
		return;
	}
	if (episodes == 0) {
		strbuf_add(b, "No cramp on ");
		add_count(b, recorded, "recorded night");
		strbuf_add(b, ".");
	} else {
		add_count(b, episodes, "cramp");
		strbuf_add(b, " on %lld of %lld recorded night%s", (long long)cramp_nights, (long long)recorded,
			   recorded == 1 ? "" : "s");
		if (is_known(report, "cramps_per_week") && count_of(report, "ended") != recorded)
			strbuf_add(b, ", or %.1f a week", number_of(report, "cramps_per_week"));
		else if (is_known(report, "cramps_per_week") && recorded != 7)
			strbuf_add(b, ": %.1f a week", number_of(report, "cramps_per_week"));
		strbuf_add(b, ".");
	}
	if (!is_known(report, "cramps_per_week"))
		strbuf_add(b, " How many a week cannot be said: it takes 4 recorded nights of 7, and silence is not "
			      "a free night.");
	say_before(b, report);
}

/* Nights that are still to come, or not yet over. */
static void say_not_over(struct strbuf *b, json_t *report)
{
	int32_t from = date_of(report, "from"), to = date_of(report, "to");
	int64_t left = (int64_t)to - from + 1 - count_of(report, "ended");
	char date[PHRASE_MAX];

	if (left == 1)
		strbuf_add(b, " The night of %s is not over yet and counts nowhere.", phrase_date(to, 0, date));
	else if (left > 1 && count_of(report, "ended") > 0)
		strbuf_add(b, " %lld of these nights are not over yet and count nowhere.", (long long)left);
}

char *report_answer(json_t *report)
{
	struct strbuf b = { 0 };

	say_answer(&b, report);
	say_not_over(&b, report);
	return strbuf_take(&b);
}

static void show_answer(const struct session *s, json_t *report)
{
	char *answer = report_answer(report);

	fputs(style_begin(s, STYLE_BOLD), stdout);
	show_folded(s, "", 0, answer);
	fputs(style_end(s, STYLE_BOLD), stdout);
	free(answer);
}

static void show_beginning(const struct session *s, json_t *report)
{
	struct strbuf b = { 0 };

	say_not_over(&b, report);
	char *text =
		b.length ? xasprintf("Your diary holds no night yet that is over.%s It begins with one line a morning:",
				     b.text)
			 : xstrdup("Your diary is empty so far. It begins with one line a morning:");
	show_folded(s, "", 0, text);
	free(text);
	strbuf_clear(&b);
	show_text(s, "\n");
	show_folded(s, "  cramp none   ", 15, "last night was free of cramps");
	show_folded(s, "  cramp log    ", 15, "there was one: cramp log 3:10 left calf 7 for 2m");
	show_text(s, "\n");
	show_folded(s, "", 0, "With four nights of a week recorded, this page has something to tell.");
}

/* ---- the whole ---- */

/* Up to three nights that may still be remembered. */
static void show_gaps(const struct session *s, json_t *report)
{
	struct strbuf b = { 0 };
	int32_t today = civil_of(s->reader.now).day;
	const char *newest = "";
	char date[PHRASE_MAX];
	json_t *night;
	size_t i;
	int gaps = 0;

	json_array_foreach(json_object_get(report, "strip"), i, night)
	{
		if (!str_equal(text_of(night, "state"), "unknown") || today - date_of(night, "night") > 7)
			continue;
		newest = text_of(night, "night");
		strbuf_add(&b, "%s%s", gaps++ ? ", " : "", phrase_night_text(newest, date));
	}
	if (gaps > 0 && gaps <= 3) {
		char *text =
			xasprintf("Do you still know about %s? cramp none %s says that no cramp came.", b.text, newest);

		show_folded(s, "", 0, text);
		free(text);
	}
	strbuf_clear(&b);
}

static void show_diary(const struct session *s, json_t *report)
{
	json_t *diary = json_object_get(report, "diary");
	char *text = xasprintf("Night %lld of your diary; %lld of its nights are recorded.",
			       (long long)count_of(diary, "nights"), (long long)count_of(diary, "recorded"));

	show_text(s, "\n");
	show_folded(s, "", 0, text);
	free(text);
}

void show_report(const struct session *s, json_t *report)
{
	show_title(s, report);
	show_text(s, "\n");
	if (count_of(json_object_get(report, "diary"), "recorded") == 0 && count_of(report, "daytime") == 0) {
		show_beginning(s, report);
		return;
	}
	show_answer(s, report);
	show_text(s, "\n");
	show_report_lines(s, report);
	show_report_verdicts(s, report);
	/* Counts are of every day, verdicts of the looks; before the first look neither. */
	if (!json_is_true(json_object_get(json_object_get(report, "look"), "preliminary")))
		show_report_factors(s, report);
	show_diary(s, report);
	show_gaps(s, report);
}
