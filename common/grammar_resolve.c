/* What the pieces of a time amount to: past-biased, and inside the night where a night is named. */
#include "grammar_when.h"

#include <stdio.h>
#include <string.h>

/* A clock that is ahead of ours by this much still tells now. */
enum { AHEAD_S = 120, DAY_S = 86400 };

static const char *const weekday_names[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char *const month_names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

void when_day_text(const struct words *w, int32_t day, char out[WHEN_TEXT])
{
	int year, month, mday, this_year, unused;

	date_split(day, &year, &month, &mday);
	date_split(civil_of(w->now).day, &this_year, &unused, &unused);
	int n = snprintf(out, WHEN_TEXT, "%s %d %s", weekday_names[date_weekday(day)], mday, month_names[month - 1]);

	if (year != this_year && n > 0 && n < WHEN_TEXT)
		snprintf(out + n, WHEN_TEXT - (size_t)n, " %d", year);
}

void when_text(const struct words *w, struct instant at, char out[WHEN_TEXT])
{
	struct civil c = civil_of(at);

	when_day_text(w, c.day, out);
	size_t n = strlen(out);
	char clock[CLOCK_TEXT];

	snprintf(out + n, WHEN_TEXT - n, " %s", clock_text(c.second, clock));
}

void when_typed(struct instant at, char out[WHEN_TEXT])
{
	struct civil c = civil_of(at);
	char date[DATE_LENGTH + 1];

	date_format(c.day, date);
	snprintf(out, WHEN_TEXT, "%sT%02d:%02d", date, c.second / 3600, c.second / 60 % 60);
}

void when_put(json_t *object, const char *key, struct instant at)
{
	char text[RFC3339_LENGTH + 1];

	rfc3339_format(at, text);
	json_object_set_new(object, key, json_string(text));
}

void when_put_date(json_t *object, const char *key, int32_t day)
{
	char text[DATE_LENGTH + 1];

	date_format(day, text);
	json_object_set_new(object, key, json_string(text));
}

int32_t when_last_night(const struct words *w)
{
	return civil_of(w->now).day - 1;
}

int32_t when_begun(const struct words *w, int starts_min)
{
	return night_of(w->now, starts_min);
}

bool when_future(const struct words *w, struct instant at)
{
	return at.at > w->now.at + AHEAD_S;
}

bool when_morning(const struct words *w)
{
	int minute = civil_of(w->now).second / 60;

	return minute >= w->reader->day_starts_min && minute < w->reader->night_starts_min;
}

bool when_told(const struct words *w, const struct when_words *when)
{
	return when->pieces != 0 || w->reader->night != NO_NIGHT;
}

static void complain_gap(struct words *w, int32_t date, int32_t clock, struct resolved r)
{
	char day[WHEN_TEXT], before[WHEN_TEXT], after[WHEN_TEXT], told[CLOCK_TEXT];

	when_day_text(w, date, day);
	if (civil_of(r.first).day == date && civil_of(r.second).day == date) {
		clock_typed(civil_of(r.first).second, before);
		clock_typed(civil_of(r.second).second, after);
	} else {
		when_text(w, r.first, before);
		when_text(w, r.second, after);
	}
	words_complain(w, "%s does not exist on %s: the clocks were put forward then. The nearest times are %s and %s.",
		       clock_typed(clock, told), day, before, after);
}

bool when_on_date(struct words *w, int32_t date, int32_t clock, int which, struct instant *out)
{
	struct resolved r = local_resolve(date, clock);
	char day[WHEN_TEXT], told[CLOCK_TEXT];

	when_day_text(w, date, day);
	if (r.count == 0) {
		complain_gap(w, date, clock, r);
		return false;
	}
	if (r.count == 1 && which != 0) {
		words_complain(w, "%s comes only once on %s; leave \"%s\" out.", clock_typed(clock, told), day,
			       which == 1 ? "first" : "second");
		return false;
	}
	*out = which == 2 ? r.second : r.first;
	/* While the first is all there has been, nothing has come twice yet. */
	if (r.count == 2 && which == 0 && !when_future(w, r.second))
		words_remark(w, "%s came twice on %s, and the first is taken; for the other one add: second.",
			     clock_typed(clock, told), day);
	else if (r.count == 2 && which != 0)
		words_remark(w, "This is the %s %s of %s.", which == 1 ? "first" : "second", clock_typed(clock, told),
			     day);
	return true;
}

/* The newest date on which this time has been, or would have been but for a gap. */
static int32_t newest_date(const struct words *w, int32_t clock)
{
	int32_t today = civil_of(w->now).day;
	struct resolved r = local_resolve(today, clock);

	return when_future(w, r.count ? r.first : r.second) ? today - 1 : today;
}

/* The newest night of a weekday that has begun. */
static int32_t newest_weekday(const struct words *w, const struct when_words *when)
{
	int32_t begun = when_begun(w, when->starts_min);

	return begun - (date_weekday(begun) - when->weekday + 7) % 7;
}

int32_t when_day(struct words *w, const struct when_words *when)
{
	unsigned day = when->pieces & PIECES_OF_DAY;
	int32_t named = when->pieces & PIECE_DATE ? when->date : when->night;

	if (!day)
		return w->reader->night;
	if (day == PIECE_WEEKDAY)
		return newest_weekday(w, when);
	if ((day & PIECE_WEEKDAY) && date_weekday(named) != when->weekday) {
		words_complain(w, "\"%s\" names two days; leave one of them out.", when->said);
		return NO_NIGHT;
	}
	return named;
}

/* The same wall clock on the days before, until one is in the past: what was probably meant. */
static void complain_future(struct words *w, const struct when_words *when, struct instant at)
{
	char text[WHEN_TEXT], typed[WHEN_TEXT];
	struct civil c = civil_of(at);

	when_text(w, at, text);
	for (int32_t day = c.day - 1; day >= c.day - 2; day--) {
		struct resolved r = local_resolve(day, c.second);

		if (r.count == 0 || when_future(w, r.first))
			continue;
		when_typed(r.first, typed);
		words_complain(w, "\"%s\" is still to come (%s). If you mean the one before, write %s.", when->said,
			       text, typed);
		return;
	}
	words_complain(w, "\"%s\" is still to come (%s).", when->said, text);
}

/*
 * Two ways of speaking that are easily meant otherwise: a date has its own night in the evening, so a time on it before
 * noon is of the night before; and in the morning the name of the day is that of the night to come, so that the newest
 * one is a week ago.
 */
static void remark_night(struct words *w, const struct when_words *when, const struct told *told)
{
	char night[WHEN_TEXT], text[WHEN_TEXT];
	int32_t today = civil_of(w->now).day;
	bool yesterday =
		(when->pieces & PIECE_DATE) && when->spoken && when->date == today - 1 && told->night == today - 2;
	bool a_week = (when->pieces & PIECE_WEEKDAY) && told->night == today - 7;
	bool bare = (when->pieces & PIECE_CLOCK) && !(when->pieces & PIECES_OF_DAY) && w->reader->night == NO_NIGHT &&
		    told->night < today - 1;

	if (when->starts_min != w->reader->night_starts_min || !(yesterday || a_week || bare))
		return;
	when_text(w, told->at, text);
	when_day_text(w, told->night, night);
	words_remark(w, "\"%s\" is %s, in the night of %s; if you mean last night, write: last night.", when->said,
		     text, night);
}

static bool resolve_clock(struct words *w, const struct when_words *when, struct told *told)
{
	int32_t day = when_day(w, when);
	bool inside = !(when->pieces & PIECE_DATE);

	if (day == NO_NIGHT && ((when->pieces & PIECES_OF_DAY) || w->reader->night != NO_NIGHT))
		return false;
	if (day == NO_NIGHT)
		day = newest_date(w, when->clock);
	else if (inside && when->clock < when->starts_min * 60)
		day++;
	return when_on_date(w, day, when->clock, when->which, &told->at);
}

/* What the words say and what --night says. */
static bool option_agrees(struct words *w, const struct when_words *when, int32_t night)
{
	char text[WHEN_TEXT];

	if (w->reader->night == NO_NIGHT || w->reader->night == night)
		return true;
	when_day_text(w, w->reader->night, text);
	words_complain(w, "\"%s\" is not in the night of %s that --night names.", when->said, text);
	return false;
}

static bool resolve_night(struct words *w, const struct when_words *when, struct told *told)
{
	char text[WHEN_TEXT];

	told->night = when_day(w, when);
	told->at = (struct instant){ UNKNOWN, w->now.offset_s };
	if (told->night == NO_NIGHT)
		return false;
	if (told->night <= when_begun(w, when->starts_min))
		return option_agrees(w, when, told->night);
	when_day_text(w, told->night, text);
	words_complain(w, "%s %s has not begun yet. If you mean the one before, write: %s.",
		       when->starts_min == w->reader->night_starts_min ? "The night of" : "The day of", text,
		       when->starts_min == w->reader->night_starts_min ? "last night" : "yesterday");
	return false;
}

/* Pieces that cannot stand together. */
static bool pieces_fit(struct words *w, const struct when_words *when)
{
	unsigned p = when->pieces;

	if ((p & PIECES_OF_DAY) && (p & (PIECE_AGO | PIECE_INSTANT | PIECE_NOW)))
		words_complain(w, "\"%s\" tells the day twice; leave one of them out.", when->said);
	else if ((p & PIECE_ABOUT) && !(p & PIECES_OF_TIME))
		words_complain(w, "After about comes a time, as in: about 3am.");
	else if ((p & PIECE_WHICH) && !(p & PIECE_CLOCK))
		words_complain(w, "\"%s\" belongs to a time of day that came twice, as in: 2:30 second.",
			       when->which == 1 ? "first" : "second");
	else
		return true;
	return false;
}

bool when_resolve(struct words *w, const struct when_words *when, struct told *told)
{
	if (!pieces_fit(w, when))
		return false;
	if (!(when->pieces & PIECES_OF_TIME))
		return resolve_night(w, when, told);
	if (when->pieces & PIECE_INSTANT)
		told->at = when->instant;
	else if (!(when->pieces & PIECE_CLOCK))
		told->at = local_instant(w->now.at - (when->pieces & PIECE_AGO ? when->ago_s : 0));
	else if (!resolve_clock(w, when, told))
		return false;
	told->night = night_of(told->at, when->starts_min);
	if (when_future(w, told->at)) {
		complain_future(w, when, told->at);
		return false;
	}
	remark_night(w, when, told);
	return option_agrees(w, when, told->night);
}

/* A number is no time: "3" is a severity where cramps are told. */
static void no_time(struct words *w)
{
	int64_t n;

	if (!whole_number(words_peek(w, 0), &n) || n > 23) {
		words_unknown(w, 0, when_vocabulary);
		return;
	}
	words_complain(w, "A time is written %d:00 or %d%s, not %s alone.", (int)n, (int)(n + 11) % 12 + 1,
		       n < 12 ? "am" : "pm", words_text(w, 0));
	w->at++;
}

bool read_when(const struct reader *reader, int count, char *const *words, struct instant *out, char **remark,
	       char **complaint)
{
	struct when_words when = { .starts_min = reader->night_starts_min };
	struct read_result result;
	struct told told;
	struct words w;

	if (words_init(&w, reader, count, words))
		while (words_left(&w))
			if (!when_take(&w, &when))
				no_time(&w);
	if (!w.complaint.length && (w.note || !(when.pieces & PIECES_OF_TIME)))
		words_complain(&w, "Which time? Write for instance 3:10, 3am, 20m ago or last night 3:10.");
	if (!w.complaint.length)
		when_resolve(&w, &when, &told);
	w.lost = false;
	bool ok = words_result(&w, NULL, NO_NIGHT, &result);

	if (ok)
		*out = told.at;
	*remark = result.remark;
	*complaint = result.complaint;
	words_finish(&w);
	return ok;
}
