/* The pieces of a time: words → struct when_words. What they amount to is grammar_resolve.c. */
#include "grammar_when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const when_vocabulary[] = { "yesterday", "today",	  "this",     "morning", "tonight",  "last",
					"night",     "midnight",  "noon",     "ago",	 "about",    "monday",
					"tuesday",   "wednesday", "thursday", "friday",	 "saturday", "sunday",
					"mon",	     "tue",	  "wed",      "thu",	 "fri",	     "sat",
					"sun",	     "first",	  "second",   "now",	 NULL };

static const struct {
	const char *name;
	int number;
} weekdays[] = { { "mon", 0 },	    { "monday", 0 },   { "tue", 1 },	   { "tues", 1 },   { "tuesday", 1 },
		 { "wed", 2 },	    { "weds", 2 },     { "wednesday", 2 }, { "thu", 3 },    { "thur", 3 },
		 { "thurs", 3 },    { "thursday", 3 }, { "fri", 4 },	   { "friday", 4 }, { "sat", 5 },
		 { "saturday", 5 }, { "sun", 6 },      { "sunday", 6 } },
  months[] = {
	  { "jan", 1 },	 { "january", 1 },  { "feb", 2 },    { "february", 2 },	 { "mar", 3 },	{ "march", 3 },
	  { "apr", 4 },	 { "april", 4 },    { "may", 5 },    { "jun", 6 },	 { "june", 6 }, { "jul", 7 },
	  { "july", 7 }, { "aug", 8 },	    { "august", 8 }, { "sep", 9 },	 { "sept", 9 }, { "september", 9 },
	  { "oct", 10 }, { "october", 10 }, { "nov", 11 },   { "november", 11 }, { "dec", 12 }, { "december", 12 }
  };

static int weekday_of(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(weekdays); i++)
		if (str_equal(weekdays[i].name, word))
			return weekdays[i].number;
	return -1;
}

static int month_of(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(months); i++)
		if (str_equal(months[i].name, word))
			return months[i].number;
	return 0;
}

/* Pieces that exclude each other. */
static unsigned rivals(enum when_piece p)
{
	return p & PIECES_OF_TIME ? PIECES_OF_TIME : p & (PIECE_NIGHT | PIECE_DATE) ? PIECE_NIGHT | PIECE_DATE : p;
}

/* Keeps a piece that was told with the next n words, and steps over them. */
static bool piece(struct words *w, struct when_words *when, enum when_piece p, int n)
{
	char said[sizeof(when->said)] = "";

	for (int i = 0; i < n; i++) {
		size_t length = strlen(said);

		snprintf(said + length, sizeof(said) - length, "%s%s", i ? " " : "", words_text(w, i));
	}
	w->at += n;
	if (when->pieces & rivals(p)) {
		words_complain(w, "\"%s\" and \"%s\" are told together; leave one of them out.", when->said, said);
		return true;
	}
	when->pieces |= p;
	if (p != PIECE_ABOUT) {
		size_t length = strlen(when->said);

		snprintf(when->said + length, sizeof(when->said) - length, "%s%s", length ? " " : "", said);
	}
	return true;
}

/* Dates from 1900 on; what is older is a slip of the finger. */
static bool too_old(struct words *w, int32_t day)
{
	static const int32_t new_year_1900 = -25567;

	if (day > new_year_1900)
		return false;
	words_complain(w, "\"%s\" is before 1900; a diary does not go back that far.", words_text(w, 0));
	w->at++;
	return true;
}

static int32_t today(const struct words *w)
{
	return civil_of(w->now).day;
}

/* "3 nights ago" is a night, "2 days ago" a date. */
static bool take_days_ago(struct words *w, struct when_words *when)
{
	static const struct {
		const char *unit;
		int days;
	} units[] = { { "night", 1 }, { "nights", 1 }, { "day", 1 }, { "days", 1 }, { "week", 7 }, { "weeks", 7 } };
	int64_t n;

	if (!str_equal(words_peek(w, 2), "ago") || !whole_number(words_peek(w, 0), &n) || n > 36500)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (!str_equal(words_peek(w, 1), units[i].unit))
			continue;
		when->night = when->date = today(w) - units[i].days * (int32_t)n;
		return piece(w, when, units[i].unit[0] == 'n' ? PIECE_NIGHT : PIECE_DATE, 3);
	}
	return false;
}

/* "20m ago", "2 hours ago", "an hour ago". */
static bool take_ago(struct words *w, struct when_words *when)
{
	int64_t ago_s;
	int n = words_span(w, 0, &ago_s);

	if (n == 0 && (str_equal(words_peek(w, 0), "an") || str_equal(words_peek(w, 0), "a"))) {
		n = str_equal(words_peek(w, 1), "hour") || str_equal(words_peek(w, 1), "minute") ? 2 : 0;
		ago_s = str_equal(words_peek(w, 1), "hour") ? 3600 : 60;
	}
	if (n == 0 || !str_equal(words_peek(w, n), "ago"))
		return false;
	when->ago_s = ago_s;
	return piece(w, when, PIECE_AGO, n + 1);
}

/* Of a time that comes twice: 1 first, 2 second; 0 where that word is neither. */
static int which_of_two(const struct words *w, int at)
{
	return str_equal(words_peek(w, at), "first") ? 1 : str_equal(words_peek(w, at), "second") ? 2 : 0;
}

/* "2026-11-22T03:10", with seconds or an offset if one likes. True if it is of that form, even if there is no such
 * time. */
static bool take_iso_instant(struct words *w, struct when_words *when)
{
	const char *text = words_text(w, 0), *clock = text + DATE_LENGTH + 1;
	char date[DATE_LENGTH + 1];
	int32_t day;
	struct instant told;

	if (strlen(text) < DATE_LENGTH + 5 || (text[DATE_LENGTH] != 'T' && text[DATE_LENGTH] != 't'))
		return false;
	str_copy(date, sizeof(date), text);
	if (!date_parse(date, &day))
		return false;
	if (too_old(w, day))
		return true;
	if (rfc3339_parse(text, &told)) {
		size_t last = strlen(text) - 1;

		/* "Z" says nothing about where it was: that is taken to be here. */
		when->instant = text[last] == 'Z' || text[last] == 'z' ? local_instant(told.at) : told;
		return piece(w, when, PIECE_INSTANT, 1);
	}
	int32_t second;
	int which = which_of_two(w, 1), length = which ? 2 : 1;

	if (clock_parse(clock, &second) != CLOCK_OK)
		return false;
	if (!when_on_date(w, day, second, which, &when->instant)) {
		w->at += length;
		return true;
	}
	return piece(w, when, PIECE_INSTANT, length);
}

static bool take_clock(struct words *w, struct when_words *when)
{
	const char *half = words_peek(w, 1);
	char text[2 * WORD_MAX + 2];
	int n = str_equal(half, "am") || str_equal(half, "pm") ? 2 : 1; /* "3 am" */
	int32_t clock;

	snprintf(text, sizeof(text), "%s%s", words_peek(w, 0), n == 2 ? half : "");
	enum clock_answer answer = clock_parse(text, &clock);

	if (answer == CLOCK_NONE)
		return false;
	if (answer == CLOCK_IMPOSSIBLE) {
		words_complain(w, "%s is no time of day; a day goes from 0:00 to 23:59, or from 12am to 11:59pm.",
			       text);
		w->at += n;
		return true;
	}
	if (!(when->pieces & PIECES_OF_TIME))
		when->clock = clock;
	return piece(w, when, PIECE_CLOCK, n);
}

static bool take_modifier(struct words *w, struct when_words *when)
{
	static const char *const about[] = { "about", "around", "circa", "ca", "approximately", "roughly", NULL };

	for (const char *const *a = about; *a; a++)
		if (str_equal(words_peek(w, 0), *a))
			return piece(w, when, PIECE_ABOUT, 1);
	int which = which_of_two(w, 0);
	if (which) {
		when->which = which;
		return piece(w, when, PIECE_WHICH, 1);
	}
	if (str_equal(words_peek(w, 0), "just") && str_equal(words_peek(w, 1), "now"))
		return piece(w, when, PIECE_NOW, 2);
	return str_equal(words_peek(w, 0), "now") && piece(w, when, PIECE_NOW, 1);
}

/* "~3am" is "about 3am". */
static void split_tilde(struct words *w, struct when_words *when)
{
	struct token *t = &w->token[w->at];

	if (w->at >= w->count || t->low[0] != '~' || !t->low[1])
		return;
	memmove(t->low, t->low + 1, strlen(t->low));
	memmove(t->text, t->text + 1, strlen(t->text));
	when->pieces |= PIECE_ABOUT;
}

static bool take_phrase(struct words *w, struct when_words *when)
{
	const struct {
		const char *first, *second, *third, *fourth;
		enum when_piece piece;
		int32_t day;
	} phrases[] = {
		{ "night", "before", "last", NULL, PIECE_NIGHT, today(w) - 2 },
		{ "last", "night", NULL, NULL, PIECE_NIGHT, today(w) - 1 },
		{ "this", "morning", NULL, NULL, PIECE_NIGHT, today(w) - 1 },
		{ "tonight", NULL, NULL, NULL, PIECE_NIGHT, when_begun(w, w->reader->day_starts_min) },
		{ "day", "before", "yesterday", NULL, PIECE_DATE, today(w) - 2 },
		{ "yesterday", NULL, NULL, NULL, PIECE_DATE, today(w) - 1 },
		{ "today", NULL, NULL, NULL, PIECE_DATE, today(w) },
		/* Read, so that it can be refused as what it is. */
		{ "tomorrow", NULL, NULL, NULL, PIECE_DATE, today(w) + 1 },
	};

	for (size_t i = 0; i < ARRAY_LEN(phrases); i++) {
		const char *const word[] = { phrases[i].first, phrases[i].second, phrases[i].third, NULL };
		int n = 0;

		while (word[n] && str_equal(words_peek(w, n), word[n]))
			n++;
		if (word[n])
			continue;
		when->night = phrases[i].piece == PIECE_NIGHT ? phrases[i].day : when->night;
		when->date = phrases[i].piece == PIECE_DATE ? phrases[i].day : when->date;
		when->spoken = true;
		return piece(w, when, phrases[i].piece, n);
	}
	return false;
}

/* "night of 2026-11-21", "night of sat": a time after it falls inside that night. */
static bool take_night_of(struct words *w, struct when_words *when)
{
	int skip = !str_equal(words_peek(w, 0), "night") ? 0 : str_equal(words_peek(w, 1), "of") ? 2 : 1, weekday;
	int32_t day;

	if (skip == 0)
		return false;
	if (date_parse(words_peek(w, skip), &day)) {
		w->at += skip;
		if (too_old(w, day))
			return true;
		when->night = day;
		return piece(w, when, PIECE_NIGHT, 1);
	}
	weekday = weekday_of(words_peek(w, skip));
	if (weekday < 0)
		return false;
	when->weekday = weekday;
	return piece(w, when, PIECE_WEEKDAY, skip + 1);
}

/* "sat" or "last sat": the newest such night that has begun. */
static bool take_weekday(struct words *w, struct when_words *when)
{
	int skip = str_equal(words_peek(w, 0), "last") || str_equal(words_peek(w, 0), "on") ? 1 : 0;
	int weekday = weekday_of(words_peek(w, skip));

	if (weekday < 0)
		return false;
	when->weekday = weekday;
	return piece(w, when, PIECE_WEEKDAY, skip + 1);
}

/* "22" or "22nd" as a day of the month. */
static int month_day(const char *word)
{
	static const char *const endings[] = { "", "st", "nd", "rd", "th", "." };
	char *rest;
	long n = word[0] >= '0' && word[0] <= '9' ? strtol(word, &rest, 10) : 0;

	if (n < 1 || n > 31)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		if (str_equal(rest, endings[i]))
			return (int)n;
	return 0;
}

/* "22 nov", "nov 22", with a year or else the newest. */
static bool take_month_date(struct words *w, struct when_words *when)
{
	int month = month_of(words_peek(w, 1)), mday = month_day(words_peek(w, 0)), n = 2, year, unused;
	int64_t told;

	if (!month || !mday) {
		month = month_of(words_peek(w, 0));
		mday = month_day(words_peek(w, 1));
	}
	if (!month || !mday)
		return false;
	date_split(today(w), &year, &unused, &unused);
	if (whole_number(words_peek(w, 2), &told) && told >= 1900 && told <= 9999) {
		n = 3;
		year = (int)told;
	}
	bool exists = date_join(year, month, mday, &when->date);

	if (n == 2 && (!exists || when->date > today(w)))
		exists = date_join(year - 1, month, mday, &when->date) || date_join(year - 2, month, mday, &when->date);
	if (exists)
		return piece(w, when, PIECE_DATE, n);
	words_complain(w, "There is no %s %s%s%s.", words_text(w, 0), words_text(w, 1), n == 3 ? " " : "",
		       n == 3 ? words_text(w, 2) : "");
	w->at += n;
	return true;
}

/* "3/4", "22.11.", "22/11/2026": two dates for two readers. One dot alone is a number. */
static bool take_numeric_date(struct words *w)
{
	const char *word = words_peek(w, 0), *p = word;
	int marks = 0, slashes = 0;

	for (; (*p >= '0' && *p <= '9') || *p == '/' || *p == '.'; p++) {
		marks += *p == '/' || *p == '.';
		slashes += *p == '/';
	}
	if (*p || p == word || word[0] == '/' || word[0] == '.' || marks > 3 || (slashes == 0 && marks < 2))
		return false;
	char example[DATE_LENGTH + 1];
	int year, month, mday;

	date_format(today(w), example);
	date_split(today(w), &year, &month, &mday);
	for (size_t i = 0; i < ARRAY_LEN(months); i++)
		if (months[i].number == month) {
			words_complain(w, "\"%s\" can be read as more than one date; write %s, or %d %s.", word,
				       example, mday, months[i].name);
			break;
		}
	w->at++;
	return true;
}

static bool take_iso_date(struct words *w, struct when_words *when)
{
	int32_t day;

	if (!date_parse(words_peek(w, 0), &day))
		return false;
	if (too_old(w, day))
		return true;
	when->date = day;
	return piece(w, when, PIECE_DATE, 1);
}

bool when_take_day(struct words *w, struct when_words *when)
{
	return take_days_ago(w, when) || take_phrase(w, when) || take_night_of(w, when) || take_weekday(w, when) ||
	       take_month_date(w, when) || take_iso_date(w, when) || take_numeric_date(w);
}

bool when_take(struct words *w, struct when_words *when)
{
	split_tilde(w, when);
	return take_days_ago(w, when) || take_ago(w, when) || take_iso_instant(w, when) || take_clock(w, when) ||
	       take_modifier(w, when) || when_take_day(w, when);
}

bool when_take_month(struct words *w, int32_t *from, int32_t *to)
{
	const char *word = words_peek(w, 0);
	size_t n = strlen(word);
	char first[DATE_LENGTH + 1], last[DATE_LENGTH + 1];
	int32_t begin, end;
	int year, month, mday;

	if (n != 4 && n != 7)
		return false;
	str_copy(first, sizeof(first), word);
	str_copy(last, sizeof(last), word);
	str_copy(first + n, sizeof(first) - n, n == 4 ? "-01-01" : "-01");
	str_copy(last + n, sizeof(last) - n, n == 4 ? "-12-28" : "-28");
	if (!date_parse(first, &begin) || !date_parse(last, &end) || strcmp(first, "1901") < 0)
		return false;
	date_split(end, &year, &month, &mday);
	for (int32_t next; date_join(year, month, ++mday, &next);)
		end = next;
	*from = begin;
	*to = end;
	w->at++;
	return true;
}

void when_begin(struct words *w, struct when_words *when)
{
	char *const at[] = { (char *)w->reader->at };
	struct words words;

	if (!w->reader->at)
		return;
	if (words_init(&words, w->reader, 1, at))
		while (words_left(&words))
			if (!when_take(&words, when))
				words_unknown(&words, 0, when_vocabulary);
	if (words.note)
		words_complain(&words, "--at takes a time alone.");
	if (words.complaint.length)
		words_complain(w, "%s", words.complaint.text);
	if (words.remark.length)
		words_remark(w, "%s", words.remark.text);
	words_finish(&words);
}
