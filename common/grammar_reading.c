/* The words of a reading: which factor, how much, when. */
#include "grammar_entry.h"

#include <stdlib.h>
#include <string.h>

#include "cramp/amount.h"

static const char *const vocabulary[] = { "until",   "from",	"effort",    "less",	 "usual",     "more",
					  "yes",     "no",	"none",	     "note",	 "yesterday", "today",
					  "tonight", "last",	"night",     "midnight", "noon",      "ago",
					  "monday",  "tuesday", "wednesday", "thursday", "friday",    "saturday",
					  "sunday",  "first",	"second",    "now",	 NULL };

static const struct clearable clearable[] = {
	{ "note", "note" }, { "until", "until" }, { "effort", "effort" },
	{ "time", "at" },   { "at", "at" },	  { NULL, NULL },
};

/* A span over midnight that is longer than this was meant otherwise. */
enum { SPAN_S_MAX = 18 * 3600 };

struct reading_words {
	struct words *w;
	struct entry e;
	const struct factor *f;
	struct when_words when, until;
	bool ending; /* the next time is the end */
	bool valued;
	bool rough; /* of the whole day: less than usual, none */
};

/* A word that names the factor in examples: one a user would type. */
static const char *short_name(const struct factor *f)
{
	return strchr(f->id, '_') && f->aliases[0] ? f->aliases[0] : f->id;
}

/* How a value of this factor is written. */
static void example(const struct factor *f, struct strbuf *out)
{
	static const struct {
		const char *unit, *values;
	} units[] = { { "ml", "300ml or 1.5l" }, { "min", "45m or 1h30m" }, { "h", "6h or 90m" },
		      { "C", "17.5C or 64F" },	 { "mg", "250mg or 0.5g" }, { "IU", "1000IU" },
		      { "km", "5km or 3mi" },	 { "m", "300m or 1000ft" } };

	if (f->kind == KIND_YESNO)
		strbuf_add(out, "yes or no");
	else if (f->kind == KIND_SCALE)
		strbuf_add(out, "a whole number from %g to %g", f->minimum, f->maximum);
	for (size_t i = 0; f->kind == KIND_AMOUNT && i < ARRAY_LEN(units); i++)
		if (str_equal(units[i].unit, f->unit))
			strbuf_add(out, "%s", units[i].values);
	if (f->kind == KIND_AMOUNT && !out->length)
		strbuf_add(out, "a number%s%s", *f->unit ? " of " : "", f->unit);
}

/* "1,500ml" is 1500ml to one and 1.500ml to another. */
static void complain_ambiguous(struct words *w, const char *word)
{
	const char *comma = strchr(word, ',');
	int before = comma ? (int)(comma - word) : 0;

	if (!comma || strpbrk(comma + 1, ",.") || strchr(word, '.'))
		words_complain(w, "\"%s\" can be read in more than one way; write a point alone, before the decimals.",
			       word);
	else if (before == 0 || word[0] == '0')
		words_complain(w, "\"%s\" can be read in two ways; write %.*s.%s.", word, before, word, comma + 1);
	else
		words_complain(w, "\"%s\" can be read in two ways; write %.*s%s or %.*s.%s.", word, before, word,
			       comma + 1, before, word, comma + 1);
}

static void complain_value(struct reading_words *p, enum amount_answer answer, const char *word)
{
	struct strbuf how = { 0 };
	const struct factor *f = p->f;

	example(f, &how);
	if (answer == AMOUNT_NEGATIVE)
		words_complain(p->w, "\"%s\" is less than nothing; %s is told as %s.", word, short_name(f), how.text);
	else if (answer == AMOUNT_AMBIGUOUS)
		complain_ambiguous(p->w, word);
	else if (answer == AMOUNT_WRONG_UNIT)
		words_complain(p->w, "\"%s\" does not measure %s, which is told as %s.", word, short_name(f), how.text);
	else if (f->kind == KIND_AMOUNT)
		words_complain(p->w, "\"%s\" is beyond what %s can be, %.15g to %.15g%s%s.", word, short_name(f),
			       f->minimum, f->maximum, *f->unit ? " " : "", f->unit);
	else
		words_complain(p->w, "\"%s\" is no value of %s, which is told as %s.", word, short_name(f), how.text);
	strbuf_clear(&how);
}

/* Tells the value, which there may be only one of. */
static void put_value(struct reading_words *p, const char *key, json_t *value)
{
	if (p->valued)
		words_complain(p->w, "%s is told twice; leave one of the values out.", short_name(p->f));
	p->valued = true;
	json_object_set_new(p->e.o, key, value);
}

static bool take_level(struct reading_words *p)
{
	static const struct {
		const char *phrase, *level;
	} levels[] = { { "less than usual", "less" },
		       { "more than usual", "more" },
		       { "as usual", "usual" },
		       { "less", "less" },
		       { "usual", "usual" },
		       { "normal", "usual" },
		       { "more", "more" } };

	for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
		if (!words_take(p->w, levels[i].phrase))
			continue;
		if (p->f->kind == KIND_AMOUNT) {
			put_value(p, "level", json_string(levels[i].level));
			p->rough = true;
			return true;
		}
		struct strbuf how = { 0 };

		example(p->f, &how);
		words_complain(p->w, "\"%s\" is for amounts; %s is told as %s.", levels[i].phrase, short_name(p->f),
			       how.text);
		strbuf_clear(&how);
		return true;
	}
	return false;
}

/* "yes" and "no"; of an amount or a scale "no" and "none" are nothing, where it can be nothing. */
static bool take_yes_no(struct reading_words *p)
{
	static const char *const yes[] = { "yes", "y", "true", "done", NULL };
	static const char *const no[] = { "no", "n", "none", "false", "not done", NULL };
	int at = p->w->at;
	bool is_yes = words_take_any(p->w, yes), is_no = !is_yes && words_take_any(p->w, no);

	if (!is_yes && !is_no)
		return false;
	if (p->f->kind == KIND_YESNO) {
		put_value(p, "yes", json_boolean(is_yes));
		return true;
	}
	if (is_no && p->f->minimum == 0) {
		put_value(p, "value", json_real(0));
		p->rough = true;
		return true;
	}
	p->w->at = at;
	complain_value(p, AMOUNT_WRONG_UNIT, words_text(p->w, 0));
	p->w->at++;
	return true;
}

/* A number with its unit over up to three words: "300 ml", "12 fl oz", "1h 30m". */
static bool take_amount(struct reading_words *p)
{
	char text[WORD_MAX + 1];
	double value;

	for (int n = p->f->kind == KIND_AMOUNT ? PHRASE_MAX : 1; n > 0; n--) {
		if (!words_join(p->w, 0, n, ' ', text))
			continue;
		char last = text[strlen(text) - 1];
		enum amount_answer answer = amount_parse(text, p->f, p->w->reader->us_units, &value);

		/* The last of several words is a unit, not another number. */
		if (answer == AMOUNT_NOT_ONE || (n > 1 && last >= '0' && last <= '9'))
			continue;
		if (answer != AMOUNT_OK)
			complain_value(p, answer, text);
		else if (p->f->kind == KIND_YESNO)
			put_value(p, "yes", json_boolean(value != 0));
		else
			put_value(p, "value", json_real(value));
		p->w->at += n;
		return true;
	}
	return false;
}

static bool measures_time(const struct factor *f)
{
	return str_equal(f->unit, "min") || str_equal(f->unit, "h");
}

static bool take_effort(struct reading_words *p)
{
	if (!words_take(p->w, "effort"))
		return false;
	if (measures_time(p->f))
		entry_number(&p->e, "effort", "The effort", 0, 10);
	else {
		words_complain(p->w, "An effort is told of exercise; %s has none.", short_name(p->f));
		p->w->at += words_left(p->w);
	}
	return true;
}

static bool take_time(struct reading_words *p)
{
	static const char *const ends[] = { "until", "till", "to", "-", "ended", NULL };
	static const char *const begins[] = { "from", "at", "began", "on", NULL };

	if (words_take_any(p->w, ends)) {
		p->ending = true;
		return true;
	}
	if (when_take_day(p->w, &p->when))
		return true;
	if (words_take_any(p->w, begins)) {
		p->ending = false;
		return true;
	}
	if (!when_take(p->w, p->ending ? &p->until : &p->when))
		return false;
	p->ending = p->ending && !(p->until.pieces & PIECES_OF_TIME);
	return true;
}

/* "2/3" on a scale is no date. */
static bool take_fraction(struct reading_words *p)
{
	return p->f->kind == KIND_SCALE && strchr(words_peek(p->w, 0), '/') && take_amount(p);
}

/* "300kg": a number with a unit of nothing that is told here. */
static void unknown(struct reading_words *p)
{
	const char *word = words_peek(p->w, 0), *number = word + strspn(word, "-+.,");

	if (p->f->kind != KIND_AMOUNT || *number < '0' || *number > '9' || strpbrk(number, "-:/")) {
		words_unknown(p->w, 0, vocabulary);
		return;
	}
	complain_value(p, AMOUNT_WRONG_UNIT, words_text(p->w, 0));
	p->w->at++;
}

static void read_words(struct reading_words *p)
{
	while (words_left(p->w))
		if (!entry_clear(&p->e) && !take_fraction(p) && !take_time(p) && !take_effort(p) && !take_level(p) &&
		    !take_yes_no(p) && !take_amount(p))
			unknown(p);
	if (p->ending)
		words_complain(p->w, "After until comes a time, as in: until 18:30.");
}

/* The same wall-clock time on a date so many days away. */
static bool shift(struct reading_words *p, struct told *told, int days)
{
	struct civil c = civil_of(told->at);

	return when_on_date(p->w, c.day + days, c.second, 0, &told->at);
}

/* A span whose end comes before its beginning runs over midnight: the beginning was the day before, or the end the day
 * after. */
static bool order(struct reading_words *p, struct told *begin, struct told *end)
{
	if (begin->at.at <= end->at.at)
		return true;
	bool dated = p->when.pieces & PIECES_OF_DAY;

	if ((dated ? p->until.pieces : p->when.pieces) & PIECE_CLOCK) {
		if (!shift(p, dated ? end : begin, dated ? 1 : -1))
			return false;
		if (begin->at.at <= end->at.at && end->at.at - begin->at.at <= SPAN_S_MAX &&
		    !when_future(p->w, end->at))
			return true;
	}
	words_complain(p->w, "\"%s\" is before \"%s\"; the end comes after the beginning.", p->until.said,
		       p->when.said);
	return false;
}

/* The day that is told holds for the end as well. */
static bool resolve_end(struct reading_words *p, struct told *end)
{
	struct when_words until = p->until;

	if (p->until.pieces & (PIECE_CLOCK | PIECE_ABOUT)) {
		until.pieces |= p->when.pieces & PIECES_OF_DAY;
		until.night = p->when.night;
		until.date = p->when.date;
		until.spoken = p->when.spoken;
		until.weekday = p->when.weekday;
	}
	return when_resolve(p->w, &until, end);
}

static void put_duration(struct reading_words *p, const struct told *begin, const struct told *end)
{
	double minutes = (double)(end->at.at - begin->at.at) / 60;

	if (!p->valued && p->f->kind == KIND_AMOUNT && measures_time(p->f))
		put_value(p, "value", json_real(str_equal(p->f->unit, "h") ? minutes / 60 : minutes));
}

/* What was told of the time. False after a complaint. */
static bool put_time(struct reading_words *p, int32_t *night)
{
	struct told begin = { .at = { UNKNOWN, 0 } }, end;
	bool ends = p->until.pieces & PIECES_OF_TIME, begins = p->when.pieces & PIECES_OF_TIME;

	if ((begins || !ends) && !when_resolve(p->w, &p->when, &begin))
		return false;
	if (ends && !resolve_end(p, &end))
		return false;
	if (ends && begins && !order(p, &begin, &end))
		return false;
	if (begins)
		when_put(p->e.o, "at", begin.at);
	if (ends)
		when_put(p->e.o, "until", end.at);
	if (!begins && !ends)
		when_put_date(p->e.o, "night", begin.night);
	if (begins && ends)
		put_duration(p, &begin, &end);
	*night = ends ? night_of(end.at, p->when.starts_min) : begin.night;
	return true;
}

/*
 * Nothing is said of the time. What is measured by day happens now; what is yes, no or rough is said of the whole day,
 * and has no time of its own. Of the night something can only be said afterwards in the morning, and then its time is
 * not known.
 */
static void default_time(struct reading_words *p, int32_t *night)
{
	bool day = p->f->window == WINDOW_DAY;

	*night = when_begun(p->w, p->when.starts_min);
	if (day ? p->f->kind == KIND_AMOUNT && !p->rough : !when_morning(p->w))
		when_put(p->e.o, "at", p->w->now);
	else
		when_put_date(p->e.o, "night", *night);
}

static void default_value(struct reading_words *p)
{
	struct strbuf how = { 0 };

	if (p->valued)
		return;
	if (p->f->kind == KIND_YESNO) {
		json_object_set_new(p->e.o, "yes", json_true());
		return;
	}
	example(p->f, &how);
	words_complain(p->w, "How much %s? It is told as %s%s.", short_name(p->f), how.text,
		       p->f->kind == KIND_AMOUNT ? ", or as less, usual or more" : "");
	strbuf_clear(&how);
}

/* The longest run of words that names a factor: "leg fatigue". */
static const struct factor *take_factor(struct words *w)
{
	char joined[WORD_MAX + 1];

	for (int n = PHRASE_MAX; n > 0; n--) {
		if (!words_join(w, 0, n, '_', joined))
			continue;
		const struct factor *f = factor_find(joined, w->reader->own);
		const struct measure *m = f ? NULL : measure_find(joined);

		if (m)
			f = factor_by_id(m->id, NULL);
		if (!f)
			continue;
		w->at += n;
		return f;
	}
	return NULL;
}

/* A factor that can be told as a reading. NULL after a complaint. */
static const struct factor *take_told_factor(struct words *w)
{
	const struct factor *f;

	if (!words_left(w)) {
		words_complain(w, "Which factor? As in: water 300ml. cramp factors lists them all.");
		return NULL;
	}
	f = take_factor(w);
	if (!f) {
		words_unknown(w, NEAR_FACTOR, NULL);
		if (w->lost)
			words_complain(w, "cramp factors lists what can be told; cramp factor new makes an own one.");
		w->lost = false;
	} else if (f->window == WINDOW_TRAIT)
		words_complain(w, "%s is a standing circumstance; write: cramp trait set %s.", f->label, f->id);
	else if (factor_worked_out(f))
		words_complain(w, "%s is worked out from what the diary knows; it cannot be told.", f->label);
	else
		return f;
	return NULL;
}

static void begin(struct reading_words *p, const struct reader *reader, const struct factor *f)
{
	p->f = f;
	p->when.starts_min = p->until.starts_min =
		f->window == WINDOW_DAY ? reader->day_starts_min : reader->night_starts_min;
	when_begin(p->w, &p->when);
	entry_note(&p->e);
	read_words(p);
	/* "about 300ml": how well an amount is known has no place in the diary. */
	p->when.pieces &= ~(unsigned)PIECE_ABOUT;
	p->until.pieces &= ~(unsigned)PIECE_ABOUT;
}

bool read_reading(const struct reader *reader, int count, char *const *words, struct read_result *out)
{
	struct words w;
	struct reading_words p = { .w = &w, .e = { .w = &w, .o = json_object() } };
	const struct factor *f;
	int32_t night = NO_NIGHT;

	if (words_init(&w, reader, count, words) && (f = take_told_factor(&w))) {
		json_object_set_new(p.e.o, "factor", json_string(f->id));
		begin(&p, reader, f);
		if (!w.complaint.length && (when_told(&w, &p.when) || p.until.pieces))
			put_time(&p, &night);
		if (!w.complaint.length)
			default_value(&p);
		if (!w.complaint.length && !when_told(&w, &p.when) && !p.until.pieces)
			default_time(&p, &night);
	}
	bool ok = words_result(&w, p.e.o, night, out);

	words_finish(&w);
	return ok;
}

bool read_reading_edit(const struct reader *reader, const struct factor *factor, int32_t night, int count,
		       char *const *words, struct read_result *out)
{
	struct reader inside = *reader;
	struct words w;
	struct reading_words p = {
		.w = &w, .e = { .w = &w, .o = json_object(), .clear = json_array(), .clearable = clearable }
	};
	int32_t told = night;

	if (words_init(&w, reader, count, words)) {
		begin(&p, reader, factor);
		if (inside.night == NO_NIGHT && !(p.when.pieces & ~(unsigned)PIECE_CLOCK) &&
		    !(p.until.pieces & ~(unsigned)PIECE_CLOCK) && (p.when.pieces | p.until.pieces))
			inside.night = night;
		w.reader = &inside;
		if (!w.complaint.length && (when_told(&w, &p.when) || p.until.pieces))
			put_time(&p, &told);
		w.reader = reader;
	}
	/* A reading on the wire names its factor. */
	if (json_object_size(p.e.o) > 0)
		json_object_set_new(p.e.o, "factor", json_string(factor->id));
	json_t *changes =
		entry_changes(&p.e, factor->kind == KIND_YESNO ? "yes, no, or: no note" : "a new value, or: no note");
	bool ok = words_result(&w, changes, told, out);

	words_finish(&w);
	return ok;
}
