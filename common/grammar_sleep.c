/* The words of a night's sleep: the items of the consensus sleep diary, and naps. */
#include "grammar_entry.h"

#include <stdlib.h>
#include <string.h>

static const char *const vocabulary[] = { "bed",      "light",	 "sol",	      "woke",	  "waso",   "wake",
					  "up",	      "quality", "nap",	      "note",	  "until",  "very",
					  "midnight", "noon",	 "yesterday", "today",	  "last",   "night",
					  "monday",   "tuesday", "wednesday", "thursday", "friday", "saturday",
					  "sunday",   NULL };

static const struct clearable clearable[] = {
	{ "bed", "into_bed" },
	{ "light", "lights_out" },
	{ "sol", "sol_min" },
	{ "woke", "awakenings" },
	{ "awakenings", "awakenings" },
	{ "waso", "waso_min" },
	{ "wake", "final_awakening" },
	{ "up", "out_of_bed" },
	{ "quality", "quality" },
	{ "note", "note" },
	{ NULL, NULL },
};

enum { BED, LIGHT, WAKE, UP, ITEMS, NAPS_MAX = 16, NAP_S_MAX = 12 * 3600, LATE_MIN = 6 * 60 };

/* The four times, in their order. */
static const struct {
	const char *name, *key;
	const char *const *words;
} items[ITEMS] = {
	[BED] = { "bed", "into_bed", (const char *const[]){ "into bed", "to bed", "in bed", "bed", NULL } },
	[LIGHT] = { "light", "lights_out",
		    (const char *const[]){ "lights out", "lights off", "light out", "light", "lights", NULL } },
	[WAKE] = { "wake", "final_awakening", (const char *const[]){ "woke up", "wake up", "wake", NULL } },
	[UP] = { "up", "out_of_bed", (const char *const[]){ "got up", "out of bed", "get up", "up", NULL } },
};

struct nap_words {
	struct when_words start, end;
	int64_t span_s; /* UNKNOWN: the end is told */
};

struct sleep_words {
	struct words *w;
	struct entry e;
	struct when_words day;
	struct when_words item[ITEMS];
	struct when_words bare[ITEMS];
	int bare_count;
	struct nap_words naps[NAPS_MAX];
	int nap_count;
};

/* A time, and "first" or "second" after it. False: none comes. */
static bool take_time(struct words *w, struct when_words *when)
{
	int at = w->at;

	words_take(w, "at");
	if (!when_take(w, when) || (!(when->pieces & PIECES_OF_TIME) && !w->complaint.length)) {
		w->at = at;
		return false;
	}
	if (str_equal(words_peek(w, 0), "first") || str_equal(words_peek(w, 0), "second"))
		when_take(w, when);
	return true;
}

static bool take_item(struct sleep_words *p)
{
	for (int i = 0; i < ITEMS; i++) {
		struct when_words when = { .starts_min = p->day.starts_min };

		if (!words_take_any(p->w, items[i].words))
			continue;
		if (!take_time(p->w, &when)) {
			words_complain(p->w, "After \"%s\" comes a time, as in: %s %s.", items[i].name, items[i].name,
				       i < WAKE ? "22:50" : "6:40");
			return true;
		}
		if (p->item[i].pieces)
			words_complain(p->w, "\"%s\" is told twice; leave one of them out.", items[i].name);
		p->item[i] = when;
		return true;
	}
	return false;
}

/* "14:00 - 14:40", "14:00 for 40m". */
static bool take_nap(struct sleep_words *p)
{
	static const char *const to[] = { "-", "to", "until", "till", NULL };
	struct nap_words nap = { .span_s = UNKNOWN };
	bool ok;

	if (!words_take(p->w, "nap"))
		return false;
	nap.start.starts_min = nap.end.starts_min = p->w->reader->day_starts_min;
	while (when_take_day(p->w, &p->day))
		;
	words_take(p->w, "from");
	ok = take_time(p->w, &nap.start);
	if (ok && words_take(p->w, "for")) {
		if (!entry_span(&p->e, "for", "nap 14:00 for 40m", &nap.span_s))
			return true;
	} else {
		words_take_any(p->w, to);
		ok = ok && take_time(p->w, &nap.end);
	}
	if (!ok)
		words_complain(p->w, "A nap is told by two times, as in: nap 14:00 - 14:40.");
	else if (p->nap_count == NAPS_MAX)
		words_complain(p->w, "At most %d naps fit one entry.", NAPS_MAX);
	else
		p->naps[p->nap_count++] = nap;
	return true;
}

static void put_minutes(struct sleep_words *p, const char *word, const char *key, const char *name)
{
	int64_t n;

	/* A bare number is minutes. */
	if (whole_number(words_peek(p->w, 0), &n) && words_span(p->w, 0, &(int64_t){ 0 }) == 0) {
		entry_number(&p->e, key, name, 0, 1440);
		return;
	}
	if (entry_span(&p->e, word, "sol 20m", &n))
		entry_put_span(&p->e, key, name, n, 60, 1440);
}

/* "woke 2 30m": how often, and for how long together. */
static void take_woke(struct sleep_words *p)
{
	static const char *const times[] = { "times", "time", "x", NULL };
	static const char *const together[] = { "for", "together", NULL };
	int64_t seconds;
	int n = words_span(p->w, 0, &seconds);

	if (n == 0) {
		entry_number(&p->e, "awakenings", "How often you woke", 0, 200);
		words_take_any(p->w, times);
		words_take_any(p->w, together);
		n = words_span(p->w, 0, &seconds);
	}
	if (n == 0)
		return;
	p->w->at += n;
	entry_put_span(&p->e, "waso_min", "The time awake", seconds, 60, 1440);
}

static void take_quality(struct sleep_words *p)
{
	char joined[WORD_MAX + 1];

	if (words_peek(p->w, 0)[0] >= '0' && words_peek(p->w, 0)[0] <= '9') {
		entry_number(&p->e, "quality", "The quality", 1, 5);
		return;
	}
	for (int n = 2; n > 0; n--) {
		const struct word *word = words_join(p->w, 0, n, '_', joined) ? word_find("quality", joined) : NULL;

		if (!word)
			continue;
		entry_put(&p->e, "quality", "The quality", json_integer(atol(word->id)));
		p->w->at += n;
		return;
	}
	words_complain(p->w, "The quality of sleep is very poor, poor, fair, good or very good.");
	p->w->at += words_left(p->w);
}

static bool take_figure(struct sleep_words *p)
{
	static const char *const sol[] = { "sol", "asleep after", "fell asleep after", NULL };
	static const char *const woke[] = { "woke", "awakenings", NULL };

	if (words_take_any(p->w, sol))
		put_minutes(p, "sol", "sol_min", "The time to fall asleep");
	else if (words_take(p->w, "waso"))
		put_minutes(p, "waso", "waso_min", "The time awake");
	else if (words_take_any(p->w, woke))
		take_woke(p);
	else if (words_take(p->w, "quality"))
		take_quality(p);
	else
		return false;
	return true;
}

static bool take_bare(struct sleep_words *p)
{
	struct when_words when = { .starts_min = p->day.starts_min };
	static const char *const between[] = { "-", "to", "until", "and", NULL };

	if (p->bare_count > 0 && words_take_any(p->w, between))
		return true;
	if (!take_time(p->w, &when))
		return false;
	if (p->bare_count < ITEMS)
		p->bare[p->bare_count] = when;
	p->bare_count++;
	return true;
}

/* Four bare times are bed, light, wake, up; two are light and wake. */
static void place_bare(struct sleep_words *p)
{
	static const int two[] = { LIGHT, WAKE };

	if (p->bare_count == 0 || p->w->complaint.length)
		return;
	if (p->bare_count != 2 && p->bare_count != ITEMS) {
		words_complain(p->w, "Two bare times are light and wake, four are bed, light, wake and up; say which "
				     "these are, as in: bed 22:50 up 7:00.");
		return;
	}
	for (int i = 0; i < p->bare_count; i++) {
		int item = p->bare_count == 2 ? two[i] : i;

		if (p->item[item].pieces)
			words_complain(p->w, "\"%s\" is told twice; leave one of them out.", items[item].name);
		p->item[item] = p->bare[i];
	}
}

static void read_words(struct sleep_words *p)
{
	while (words_left(p->w))
		if (!entry_clear(&p->e) && !take_nap(p) && !take_item(p) && !take_figure(p) &&
		    !when_take_day(p->w, &p->day) && !take_bare(p))
			words_unknown(p->w, NEAR_SLEEP_WORD, vocabulary);
	place_bare(p);
}

/* The night that the words are about: said, or that of the first time with a date, or last night. */
static int32_t sleep_night(struct sleep_words *p)
{
	int32_t night = when_day(p->w, &p->day);

	if (p->day.pieces || p->w->reader->night != NO_NIGHT) {
		if (night != NO_NIGHT && night > when_begun(p->w, p->day.starts_min)) {
			char text[WHEN_TEXT];

			when_day_text(p->w, night, text);
			words_complain(p->w, "The night of %s has not begun yet.", text);
		}
		return night;
	}
	for (int i = 0; i < ITEMS; i++)
		if (p->item[i].pieces & PIECE_INSTANT) {
			struct instant at = p->item[i].instant;

			at.at -= i < WAKE ? 0 : LATE_MIN * 60;
			return night_of(at, p->day.starts_min);
		}
	return when_last_night(p->w);
}

/*
 * A clock time inside the night. One goes to bed from its start on, for a day; one gets up from six hours later on, so
 * that getting up after noon is still of this night.
 */
static bool item_on_night(struct sleep_words *p, int i, int32_t night, struct instant *out)
{
	const struct when_words *when = &p->item[i];
	int32_t starts = p->day.starts_min * 60, after = (when->clock - starts + 86400) % 86400;

	if (i >= WAKE && after < LATE_MIN * 60)
		after += 86400;
	return when_on_date(p->w, night + (starts + after) / 86400, when->clock, when->which, out);
}

static void put_items(struct sleep_words *p, int32_t night)
{
	struct instant before = { 0 };
	int last = -1;

	for (int i = 0; i < ITEMS && !p->w->complaint.length; i++) {
		struct told told;

		if (!p->item[i].pieces)
			continue;
		if (p->item[i].pieces & PIECE_CLOCK) {
			if (!item_on_night(p, i, night, &told.at))
				return;
		} else if (!when_resolve(p->w, &p->item[i], &told)) {
			return;
		}
		if (when_future(p->w, told.at))
			words_complain(p->w, "\"%s %s\" is still to come.", items[i].name, p->item[i].said);
		else if (last >= 0 && told.at.at < before.at)
			words_complain(p->w, "\"%s %s\" is before \"%s %s\"; the order is bed, light, wake, up.",
				       items[i].name, p->item[i].said, items[last].name, p->item[last].said);
		when_put(p->e.o, items[i].key, told.at);
		before = told.at;
		last = i;
	}
}

/* A nap's time: on the day that is told, by the day rule, or the newest one. */
static bool nap_time(struct sleep_words *p, const struct when_words *when, struct instant *out)
{
	struct when_words on = *when;
	struct told told;

	if (when->pieces & PIECE_CLOCK) {
		on.pieces |= p->day.pieces;
		on.date = p->day.date;
		on.night = p->day.night;
		on.weekday = p->day.weekday;
	}
	if (!when_resolve(p->w, &on, &told))
		return false;
	*out = told.at;
	return true;
}

/* The same wall-clock time on the day before or after. */
static bool other_day(struct sleep_words *p, struct instant *at, int days)
{
	struct civil c = civil_of(*at);

	return when_on_date(p->w, c.day + days, c.second, 0, at);
}

static bool put_nap(struct sleep_words *p, const struct nap_words *nap, json_t *list, int32_t *night)
{
	bool dated = p->day.pieces || p->w->reader->night != NO_NIGHT;
	struct instant start, end;

	if (!nap_time(p, &nap->start, &start))
		return false;
	if (nap->span_s != UNKNOWN)
		end = local_instant(start.at + nap->span_s);
	else if (!nap_time(p, &nap->end, &end))
		return false;
	if (end.at <= start.at && !(dated ? other_day(p, &end, 1) : other_day(p, &start, -1)))
		return false;
	if (when_future(p->w, end) || end.at <= start.at || end.at - start.at > NAP_S_MAX) {
		words_complain(p->w, "The nap from %s would %s.", nap->start.said,
			       when_future(p->w, end) ? "end in the future" : "not end within 12 hours");
		return false;
	}
	json_t *object = json_object();

	when_put(object, "start", start);
	when_put(object, "end", end);
	json_array_append_new(list, object);
	*night = night_of(end, p->w->reader->day_starts_min);
	return true;
}

/* A note beside one nap and nothing else is the nap's. */
static void note_of_nap(struct sleep_words *p, json_t *naps)
{
	json_t *note = json_object_get(p->e.o, "note");

	if (!note || json_object_size(p->e.o) > 1 || json_array_size(naps) != 1)
		return;
	json_object_set(json_array_get(naps, 0), "note", note);
	json_object_del(p->e.o, "note");
}

bool read_sleep(const struct reader *reader, int count, char *const *words, struct read_result *out)
{
	struct words w;
	struct sleep_words p = { .w = &w, .e = { .w = &w, .o = json_object() } };
	json_t *naps = json_array();
	int32_t night = NO_NIGHT, nap_night = NO_NIGHT;

	p.day.starts_min = reader->night_starts_min;
	if (words_init(&w, reader, count, words)) {
		entry_note(&p.e);
		read_words(&p);
		if (!w.complaint.length) {
			night = sleep_night(&p);
			put_items(&p, night);
		}
		for (int i = 0; i < p.nap_count && !w.complaint.length; i++)
			put_nap(&p, &p.naps[i], naps, &nap_night);
		note_of_nap(&p, naps);
		if (!w.complaint.length && json_object_size(p.e.o) == 0 && p.nap_count == 0)
			words_complain(&w, "How did you sleep? As in: light 23:10 wake 6:40 quality good.");
		if (json_object_size(p.e.o) == 0 && p.nap_count > 0)
			night = nap_night;
	}
	bool ok = words_result(&w, json_pack("{s:o, s:o}", "sleep", p.e.o, "naps", naps), night, out);

	words_finish(&w);
	return ok;
}

bool read_sleep_edit(const struct reader *reader, int32_t night, int count, char *const *words, struct read_result *out)
{
	struct words w;
	struct sleep_words p = { .w = &w,
				 .e = { .w = &w, .o = json_object(), .clear = json_array(), .clearable = clearable } };

	p.day.starts_min = reader->night_starts_min;
	if (words_init(&w, reader, count, words)) {
		entry_note(&p.e);
		read_words(&p);
		if (p.nap_count)
			words_complain(&w, "A nap is an entry of its own; it cannot be told in an edit of a night.");
		if (p.day.pieces)
			words_complain(&w, "The night of an entry stays; \"%s\" has no place here.", p.day.said);
		if (!w.complaint.length)
			put_items(&p, night);
	}
	json_t *changes = entry_changes(&p.e, "wake 6:40, or: no quality");
	bool ok = words_result(&w, changes, night, out);

	words_finish(&w);
	return ok;
}
