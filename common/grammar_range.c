/* Nights and ranges of nights: "last night", "mon..wed", "last 30 nights", "2026-11". */
#include "grammar_when.h"

#include <stdlib.h>
#include <string.h>

enum { RANGE_NIGHTS_MAX = 36500 };

static const char *const range_vocabulary[] = { "yesterday", "today",	"tonight",   "last",	 "night",  "nights",
						"week",	     "weeks",	"month",     "months",	 "year",   "mon",
						"tue",	     "wed",	"thu",	     "fri",	 "sat",	   "sun",
						"monday",    "tuesday", "wednesday", "thursday", "friday", "saturday",
						"sunday",    NULL };

/* One end of a range: a night, or all nights of a month or year. */
struct stretch {
	int32_t from, to;
	bool weekday; /* told by its name alone, so that it can be an earlier one */
};

/* The calendar date so many months before, or the last of that month. */
static int32_t months_before(int32_t day, int months)
{
	int year, month, mday;
	int32_t before;

	date_split(day, &year, &month, &mday);
	int n = year * 12 + month - 1 - months;

	while (mday > 1 && !date_join(n / 12, n % 12 + 1, mday, &before))
		mday--;
	return date_join(n / 12, n % 12 + 1, mday, &before) ? before : day;
}

/* Also a number that is too long, or below nothing. */
static bool is_number(const char *word)
{
	size_t sign = word[0] == '-';

	return word[sign] && !word[sign + strspn(word + sign, "0123456789")];
}

/* "last 30 nights", "2 weeks", "last month", "week": that many up to last night. */
static bool take_last(struct words *w, struct stretch *s)
{
	static const struct {
		const char *unit;
		int nights, months;
	} units[] = {
		{ "nights", 1, 0 }, { "night", 1, 0 },	{ "days", 1, 0 },  { "day", 1, 0 },    { "weeks", 7, 0 },
		{ "week", 7, 0 },   { "months", 0, 1 }, { "month", 0, 1 }, { "years", 0, 12 }, { "year", 0, 12 }
	};
	int at = str_equal(words_peek(w, 0), "last") || str_equal(words_peek(w, 0), "past") ? 1 : 0;
	int64_t n = 1;
	bool number = is_number(words_peek(w, at));
	const char *unit = words_peek(w, at + number);
	int32_t last = when_last_night(w);

	if (str_equal(words_peek(w, at + number + 1), "ago"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (!str_equal(unit, units[i].unit) || (!number && units[i].nights == 1))
			continue;
		if ((number && !whole_number(words_peek(w, at), &n)) || n < 1 ||
		    n * (units[i].nights + 31 * units[i].months) > RANGE_NIGHTS_MAX) {
			words_complain(w, "From 1 night up to 100 years can be asked for; \"%s %s\" cannot.",
				       words_text(w, at), unit);
			s->from = s->to = last;
		} else {
			s->to = last;
			s->from = (units[i].nights ? last - (int32_t)n * units[i].nights
						   : months_before(last, (int)n * units[i].months)) +
				  1;
		}
		w->at += at + number + 1;
		return true;
	}
	if (at == 0 || !number || !unit[0])
		return false;
	w->at += at + 1;
	words_unknown(w, 0, range_vocabulary);
	s->from = s->to = last;
	return true;
}

static bool take_stretch(struct words *w, struct stretch *s)
{
	struct when_words when = { .starts_min = w->reader->night_starts_min };

	*s = (struct stretch){ NO_NIGHT, NO_NIGHT, false };
	if (take_last(w, s) || when_take_month(w, &s->from, &s->to))
		return true;
	if (!when_take_day(w, &when))
		return false;
	while (when_take_day(w, &when))
		;
	s->weekday = when.pieces == PIECE_WEEKDAY;
	struct reader plain = *w->reader;
	const struct reader *told = w->reader;

	/* --night is the default, not a second night beside the one that is named. */
	plain.night = NO_NIGHT;
	w->reader = &plain;
	s->from = s->to = when_day(w, &when);
	w->reader = told;
	return true;
}

static void complain_words(struct words *w)
{
	int32_t second;

	if (clock_parse(words_peek(w, 0), &second) != CLOCK_NONE) {
		words_complain(w, "\"%s\" is a time; here a night is named, as in: last night, sat, 2026-11-21.",
			       words_text(w, 0));
		w->at++;
		return;
	}
	words_unknown(w, 0, range_vocabulary);
}

/* FROM..TO; TO is open where nothing follows. */
static void take_range(struct words *w, struct stretch *range)
{
	static const char *const between[] = { "..", "-", "–", "to", "until", NULL };
	struct stretch to;
	bool since = words_take(w, "since");

	if (!since)
		words_take(w, "from");
	if (!take_stretch(w, range)) {
		complain_words(w);
		return;
	}
	if (since) {
		range->to = when_last_night(w);
		return;
	}
	if (!words_take_any(w, between))
		return;
	if (!words_left(w)) {
		range->to = when_last_night(w);
		return;
	}
	if (!take_stretch(w, &to)) {
		complain_words(w);
		return;
	}
	/* The second one was refused, and is none. */
	if (to.to == NO_NIGHT)
		return;
	/* "sat..mon" on a Sunday: the Saturday before that Monday. */
	if (range->weekday && range->from > to.to)
		range->from -= 7 * ((range->from - to.to + 6) / 7);
	range->to = to.to;
}

static bool finish(struct words *w, char **complaint)
{
	struct read_result result;

	while (words_left(w) && !w->complaint.length)
		complain_words(w);
	if (w->note)
		words_complain(w, "A note has no place here.");
	w->lost = false;
	bool ok = words_result(w, NULL, NO_NIGHT, &result);

	*complaint = result.complaint;
	free(result.remark);
	words_finish(w);
	return ok;
}

static int32_t default_night(const struct words *w)
{
	return w->reader->night != NO_NIGHT ? w->reader->night : when_last_night(w);
}

bool read_night(const struct reader *reader, int count, char *const *words, int32_t *night, char **complaint)
{
	struct stretch s = { NO_NIGHT, NO_NIGHT, false };
	struct words w;

	if (words_init(&w, reader, count, words)) {
		if (!words_left(&w))
			s.from = default_night(&w);
		else if (!take_stretch(&w, &s))
			complain_words(&w);
		else if (s.from != s.to)
			words_complain(
				&w,
				"That is more than one night; one is wanted here, as in: last night, sat, 2026-11-21.");
	}
	*night = s.from;
	return finish(&w, complaint);
}

bool read_range(const struct reader *reader, int count, char *const *words, int32_t *from, int32_t *to,
		char **complaint)
{
	struct stretch s = { NO_NIGHT, NO_NIGHT, false };
	struct words w;

	if (words_init(&w, reader, count, words)) {
		if (!words_left(&w))
			s.from = s.to = default_night(&w);
		else
			take_range(&w, &s);
		if (!w.complaint.length && s.from > s.to) {
			char first[WHEN_TEXT], last[WHEN_TEXT];

			when_day_text(&w, s.from, first);
			when_day_text(&w, s.to, last);
			words_complain(&w, "The range ends before it begins (%s to %s); write the earlier night first.",
				       first, last);
		}
	}
	*from = s.from;
	*to = s.to;
	return finish(&w, complaint);
}
