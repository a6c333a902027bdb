/* Cramps as they are told: log, now, over, and what is changed in one. */
#include "grammar_episode.h"

static const struct clearable clearable[] = {
	{ "note", "note" },
	{ "severity", "severity" },
	{ "pain", "severity" },
	{ "duration", "duration_s" },
	{ "side", "side" },
	{ "muscle", "muscles" },
	{ "muscles", "muscles" },
	{ "relief", "relief" },
	{ "time", "onset" },
	{ "onset", "onset" },
	{ "woke", "woke" },
	{ "awake", "awake_min" },
	{ "context", "context" },
	{ "soreness", "soreness" },
	{ "sore", "soreness" },
	{ "distress", "distress" },
	{ "lasting", "soreness_h" },
	{ "knot", "knot" },
	{ "trigger", "trigger" },
	{ "disturbance", "sleep_disturbance" },
	{ "posture", "posture" },
	{ "flags", "red_flags" },
	{ "flag", "red_flags" },
	{ "signs", "red_flags" },
	{ "class", "class" },
	{ "again", "repeat_of" },
	{ NULL, NULL },
};

static void put_time(struct episode_words *p, const struct told *told)
{
	if (told->at.at == UNKNOWN) {
		when_put_date(p->e.o, "night", told->night);
		json_object_set_new(p->e.o, "precision", json_string("night"));
		if (p->e.clear)
			json_array_append_new(p->e.clear, json_string("onset"));
		return;
	}
	when_put(p->e.o, "onset", told->at);
	json_object_set_new(p->e.o, "precision", json_string(p->when.pieces & PIECE_ABOUT ? "approximate" : "exact"));
}

/* A clock alone is the first such time after the onset. */
static bool resolve_end(struct episode_words *p, const struct told *told, struct told *end)
{
	struct civil onset = civil_of(told->at);
	bool next_day = p->end.clock <= onset.second;

	/* Which night it is, is said of the onset already. */
	p->end.spoken = false;
	if (p->end.pieces == PIECE_CLOCK)
		return when_on_date(p->w, onset.day + next_day, p->end.clock, 0, &end->at);
	return when_resolve(p->w, &p->end, end);
}

/* "3:10 - 3:12" tells how long it lasted. */
static void put_end_of(struct episode_words *p, const struct told *told)
{
	struct told end = { .night = NO_NIGHT };
	char text[WHEN_TEXT];

	if (!p->end.pieces || p->w->complaint.length)
		return;
	if (told->at.at == UNKNOWN || !resolve_end(p, told, &end))
		return;
	when_text(p->w, end.at, text);
	if (when_future(p->w, end.at))
		words_complain(p->w, "\"%s\" is still to come (%s).", p->end.said, text);
	else if (end.at.at <= told->at.at)
		words_complain(p->w, "The end (%s) is not after the onset.", text);
	else
		entry_put_span(&p->e, "duration_s", "The duration", end.at.at - told->at.at, 1, EPISODE_S_MAX);
}

/* What an entry without a time means. */
enum unsaid { UNSAID_DEFAULT, UNSAID_NOW };

/* Nothing is said of the time: in the morning it was some time last night, else it is now. */
static void default_time(struct words *w, enum unsaid unsaid, struct told *told)
{
	bool some_time = unsaid == UNSAID_DEFAULT && when_morning(w);

	told->night = when_begun(w, w->reader->night_starts_min);
	told->at = some_time ? (struct instant){ UNKNOWN, w->now.offset_s } : w->now;
}

/* Reads the words into an empty *p. False: they are not even words. */
static bool take_words(struct episode_words *p, struct words *w, const struct reader *reader, int count,
		       char *const *words)
{
	*p = (struct episode_words){ .w = w, .e = { .w = w, .o = json_object() }, .beside = -1, .waiting = -1 };
	p->when.starts_min = p->end.starts_min = reader->night_starts_min;
	return words_init(w, reader, count, words);
}

static void take_all(struct episode_words *p)
{
	when_begin(p->w, &p->when);
	entry_note(&p->e);
	episode_words_read(p);
}

static bool finish(struct words *w, json_t *object, int32_t night, struct read_result *out)
{
	bool ok = words_result(w, object, night, out);

	words_finish(w);
	return ok;
}

/* What began so long ago has not just begun. */
enum { RECENT_S = 12 * 3600 };

static void expect_recent(struct words *w, const struct told *told)
{
	char text[WHEN_TEXT];

	if (told->at.at == UNKNOWN) {
		words_complain(w,
			       "A cramp that has just begun is of now; one of another night is told with cramp log.");
	} else if (told->at.at < w->now.at - RECENT_S) {
		when_text(w, told->at, text);
		words_complain(w, "%s is long ago; a cramp that has passed is told with cramp log.", text);
	}
}

/* "none" and nothing else of a cramp: to many that is a night without one. */
static void expect_cramp(struct episode_words *p)
{
	const char *key;
	json_t *value;
	bool more = json_array_size(json_object_get(p->e.o, "relief")) > 1;

	json_object_foreach(p->e.o, key, value) more |= !str_equal(key, "relief") && !str_equal(key, "note");
	if (p->none && !more)
		words_complain(p->w,
			       "\"none\" can be read in two ways: no cramp is told with cramp none, one that passed "
			       "by itself with cramp log waited.");
}

static bool read_told(const struct reader *reader, enum unsaid unsaid, int count, char *const *words,
		      struct read_result *out)
{
	struct words w;
	struct episode_words p;
	struct told told = { .night = NO_NIGHT };

	if (take_words(&p, &w, reader, count, words)) {
		take_all(&p);
		expect_cramp(&p);
		if (!when_told(&w, &p.when))
			default_time(&w, unsaid, &told);
		else if (!w.complaint.length)
			when_resolve(&w, &p.when, &told);
		if (!w.complaint.length && unsaid == UNSAID_NOW)
			expect_recent(&w, &told);
		if (!w.complaint.length)
			put_time(&p, &told);
		put_end_of(&p, &told);
	}
	return finish(&w, p.e.o, told.night, out);
}

bool read_episode(const struct reader *reader, int count, char *const *words, struct read_result *out)
{
	return read_told(reader, UNSAID_DEFAULT, count, words, out);
}

bool read_begun(const struct reader *reader, int count, char *const *words, struct read_result *out)
{
	return read_told(reader, UNSAID_NOW, count, words, out);
}

/* The time is that of the end; nothing is said where none is told. */
static void put_end(struct episode_words *p, json_t *over)
{
	struct told told = { .night = NO_NIGHT };

	if (!when_told(p->w, &p->when) || p->w->complaint.length || !when_resolve(p->w, &p->when, &told))
		return;
	if (p->end.pieces)
		words_complain(p->w, "After over stands only when it was over, as in: cramp over 3:20.");
	else if (told.at.at == UNKNOWN)
		words_complain(p->w, "When was it over? Write for instance: cramp over 3:20, or cramp over 5m ago.");
	else
		when_put(over, "at", told.at);
}

bool read_over(const struct reader *reader, int count, char *const *words, struct read_result *out)
{
	struct words w;
	struct episode_words p;
	bool are_words = take_words(&p, &w, reader, count, words);
	json_t *over = json_pack("{s:o}", "episode", p.e.o);

	if (are_words) {
		take_all(&p);
		put_end(&p, over);
	}
	return finish(&w, over, NO_NIGHT, out);
}

/* A time in an edit falls inside the entry's night, unless a day is told with it. */
static void edit_time(struct episode_words *p, int32_t night, struct told *told)
{
	const struct reader *reader = p->w->reader;
	struct reader inside = *reader;

	if (inside.night == NO_NIGHT && (p->when.pieces & PIECE_CLOCK) && !(p->when.pieces & PIECES_OF_DAY))
		inside.night = night;
	p->w->reader = &inside;
	if (when_told(p->w, &p->when) && when_resolve(p->w, &p->when, told)) {
		put_time(p, told);
		put_end_of(p, told);
	}
	p->w->reader = reader;
}

bool read_episode_edit(const struct reader *reader, int32_t night, int count, char *const *words,
		       struct read_result *out)
{
	struct words w;
	struct episode_words p;
	struct told told = { .night = night };
	bool are_words = take_words(&p, &w, reader, count, words);

	p.e.clear = json_array();
	p.e.clearable = clearable;
	if (are_words) {
		take_all(&p);
		if (!w.complaint.length)
			edit_time(&p, night, &told);
	}
	return finish(&w, entry_changes(&p.e, "severity 6, or: no note"), told.night, out);
}
