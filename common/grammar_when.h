/*
 * The pieces that a time is told with ("last night", "3:10", "20m ago", "about"), gathered in any order among other
 * words, and what they amount to. For common/grammar_*.c only.
 */
#ifndef CRAMP_GRAMMAR_WHEN_H
#define CRAMP_GRAMMAR_WHEN_H

#include "words.h"

enum when_piece {
	PIECE_CLOCK = 1,
	PIECE_AGO = 2,
	PIECE_INSTANT = 4,
	PIECE_NOW = 8,
	PIECE_NIGHT = 16,
	PIECE_WEEKDAY = 32,
	PIECE_DATE = 64,
	PIECE_ABOUT = 128,
	PIECE_WHICH = 256,
	PIECES_OF_TIME = PIECE_CLOCK | PIECE_AGO | PIECE_INSTANT | PIECE_NOW,
	PIECES_OF_DAY = PIECE_NIGHT | PIECE_WEEKDAY | PIECE_DATE,
};

/* Zero-initialise, but for starts_min. */
struct when_words {
	unsigned pieces;
	int32_t clock;	 /* second of the day */
	int32_t night;	 /* "last night": a time falls inside it */
	int32_t date;	 /* "yesterday": a time is one of this date; alone it names the night of its evening */
	int32_t weekday; /* night of the newest one */
	int64_t ago_s;
	struct instant instant;
	bool spoken;	/* the date was told as "yesterday", not by its number */
	int which;	/* of a time that comes twice: 1 or 2; 0 not told */
	int starts_min; /* where a night, or for what happens by day a day, begins */
	char said[128]; /* the pieces as they were typed */
};

/* If the next words are a piece of a time or of a day: steps over them and keeps it (or complains). */
bool when_take(struct words *w, struct when_words *when);
bool when_take_day(struct words *w, struct when_words *when);
/* "2026-11" or "2026": its first and last date. */
bool when_take_month(struct words *w, int32_t *from, int32_t *to);
/* The pieces of --at, if the caller gave it; to be called before the words are read. */
void when_begin(struct words *w, struct when_words *when);
/* Words that may come next, for near_names. */
extern const char *const when_vocabulary[];

/* What the pieces amount to. */
struct told {
	struct instant at; /* .at UNKNOWN: only the night is told */
	int32_t night;
};
/* Some piece says a time or a day, or --night does. */
bool when_told(const struct words *w, const struct when_words *when);
/* False after a complaint: a time in the future, in a gap, two days at once … */
bool when_resolve(struct words *w, const struct when_words *when, struct told *out);
/* The night (or day) that the pieces of a day name; NO_NIGHT where none does, or after a complaint. */
int32_t when_day(struct words *w, const struct when_words *when);
/*
 * A wall-clock time on a date. A gap is a complaint; a time that comes twice is the first or as `which` says, with a
 * remark. `said` is how the user wrote it.
 */
bool when_on_date(struct words *w, int32_t date, int32_t clock, int which, struct instant *out);

/* Nights by the reader's calendar. */
int32_t when_last_night(const struct words *w);
int32_t when_begun(const struct words *w, int starts_min);
bool when_future(const struct words *w, struct instant at);
/* Between the start of the day and that of the night (04:00 and noon): what is told belongs to the night before. */
bool when_morning(const struct words *w);

/* "Sat 21 Nov", with the year if it is not this one; "Sun 22 Nov 03:10"; "3:10". */
enum { WHEN_TEXT = 40 };
void when_day_text(const struct words *w, int32_t day, char out[WHEN_TEXT]);
void when_text(const struct words *w, struct instant at, char out[WHEN_TEXT]);
/* "2026-11-22T03:10", as it can be typed. */
void when_typed(struct instant at, char out[WHEN_TEXT]);

/* The instant as RFC 3339 into an object. */
void when_put(json_t *object, const char *key, struct instant at);
void when_put_date(json_t *object, const char *key, int32_t day);

#endif
