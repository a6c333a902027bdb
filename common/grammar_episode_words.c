/* The words of a cramp, in any order; what they amount to is grammar_episode.c. */
#include "grammar_episode.h"

#include <string.h>

static const char *const vocabulary[] = {
	"for",	    "severity",	   "helped", "failed", "took",	  "woke",      "awake",	  "lay",       "sore",
	"distress", "disturbance", "knot",   "again",  "class",	  "context",   "trigger", "posture",   "side",
	"muscle",   "relief",	   "flag",   "note",   "lasting", "yesterday", "today",	  "tonight",   "last",
	"night",    "midnight",	   "noon",   "ago",    "about",	  "monday",    "tuesday", "wednesday", "thursday",
	"friday",   "saturday",	   "sunday", "first",  "second",  "now",       NULL
};

enum { MANY = 16 };

static json_t *list_of(struct episode_words *p, const char *key)
{
	json_t *list = json_object_get(p->e.o, key);

	if (!list) {
		list = json_array();
		json_object_set_new(p->e.o, key, list);
	}
	if (json_array_size(list) < MANY)
		return list;
	words_complain(p->w, "At most %d of the same kind fit one entry.", MANY);
	return NULL;
}

static void put_in_list(struct episode_words *p, const char *key, const char *id)
{
	json_t *list = list_of(p, key), *item;
	size_t i;

	json_array_foreach(list, i, item) if (str_equal(json_string_value(item), id)) return;
	json_array_append_new(list, json_string(id));
}

static void put_relief(struct episode_words *p, const char *id)
{
	json_t *list = list_of(p, "relief");

	if (!list)
		return;
	json_t *use = json_pack("{s:s, s:i}", "method", id, "order", (int)json_array_size(list) + 1);

	if (p->waiting >= 0)
		json_object_set_new(use, "worked", json_boolean(p->waiting));
	p->waiting = -1;
	p->beside = (int)json_array_size(list);
	json_array_append_new(list, use);
}

/* Kinds of catalogue words, in the order they are looked for. Those that may stand bare do not share a word. */
static const struct kind {
	const char *kind, *key, *name;
	bool bare, several;
} kinds[] = {
	{ "side", "side", "The side", true, false },
	{ "muscle", "muscles", "The place", true, true },
	{ "context", "context", "The circumstance", true, false },
	{ "flag", "red_flags", "The sign", true, true },
	{ "trigger", "trigger", "The trigger", false, false },
	{ "posture", "posture", "The posture", false, false },
};

/* The next n words as one word of a kind. */
static bool take_kind(struct episode_words *p, const struct kind *k, int n)
{
	char joined[WORD_MAX + 1];
	const struct word *word = words_join(p->w, 0, n, '_', joined) ? word_find(k->kind, joined) : NULL;

	if (!word)
		return false;
	if (k->several)
		put_in_list(p, k->key, word->id);
	else
		entry_put(&p->e, k->key, k->name, json_string(word->id));
	p->w->at += n;
	return true;
}

static bool take_relief(struct episode_words *p, int n)
{
	char joined[WORD_MAX + 1];
	const struct relief *r = words_join(p->w, 0, n, '_', joined) ? relief_find(joined) : NULL;

	if (!r)
		return false;
	put_relief(p, r->id);
	p->w->at += n;
	return true;
}

/* Words without their kind: the longest first, so that "warm compress" is not "warm". */
static bool take_bare(struct episode_words *p)
{
	for (int n = PHRASE_MAX; n > 0; n--) {
		for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
			if (kinds[i].bare && take_kind(p, &kinds[i], n))
				return true;
		bool none = n == 1 && str_equal(words_peek(p->w, 0), "none");

		if (take_relief(p, n)) {
			p->none |= none;
			return true;
		}
	}
	return false;
}

/* "context asleep", "posture supine", "relief massage": the kind said first. */
static bool take_named(struct episode_words *p)
{
	const char *name = words_peek(p->w, 0);
	const struct kind *kind = NULL;
	bool relief = str_equal(name, "relief");

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_equal(name, kinds[i].kind))
			kind = &kinds[i];
	if (!relief && !kind)
		return false;
	p->w->at++;
	for (int n = PHRASE_MAX; n > 0; n--)
		if (relief ? take_relief(p, n) : take_kind(p, kind, n))
			return true;
	if (words_left(p->w))
		words_unknown(p->w, relief ? NEAR_RELIEF : kind->bare ? NEAR_EPISODE_WORD : 0, NULL);
	else
		words_complain(p->w, "A word belongs after \"%s\".", name);
	return true;
}

static void take_duration(struct episode_words *p)
{
	int64_t seconds;

	words_take(p->w, "about");
	if (entry_span(&p->e, "for", "for 2m, or for 90s", &seconds))
		entry_put_span(&p->e, "duration_s", "The duration", seconds, 1, EPISODE_S_MAX);
}

static void take_awake_min(struct episode_words *p)
{
	int64_t seconds;

	if (entry_span(&p->e, "lay awake", "lay awake 20m", &seconds))
		entry_put_span(&p->e, "awake_min", "The time awake", seconds, 60, 1440);
}

static void take_soreness_h(struct episode_words *p)
{
	int64_t seconds;

	if (entry_span(&p->e, "lasting", "sore 4 lasting 12h", &seconds))
		entry_put_span(&p->e, "soreness_h", "The soreness", seconds, 3600, 720);
}

/* "again": it came back from the newest cramp before it, which the diary knows; "again of 41". */
static void take_again(struct episode_words *p)
{
	if (words_take(p->w, "of"))
		entry_number(&p->e, "repeat_of", "The entry that it came back from", 1, 999999999);
	else
		entry_put(&p->e, "repeat_of", "The entry that it came back from", json_integer(0));
}

static void take_class(struct episode_words *p)
{
	static const char *const classes[] = {
		"night", "heat", "exercise", "electrolyte_like", "unclear", "day", NULL
	};
	char word[WORD_MAX + 1];

	str_copy(word, sizeof(word), words_peek(p->w, 0));
	for (char *c = word; *c; c++)
		*c = *c == '-' ? '_' : *c;
	p->w->at += words_left(p->w);
	for (const char *const *c = classes; *c; c++)
		if (str_equal(*c, word)) {
			entry_put(&p->e, "class", "The class", json_string(*c));
			return;
		}
	words_complain(p->w, "A class is night, day, heat, exercise, electrolyte_like or unclear.");
}

static const struct {
	const char *phrase, *key, *name;
	bool value;
} yes_words[] = {
	{ "woke me", "woke", "Whether it woke you", true },	  { "woke", "woke", "Whether it woke you", true },
	{ "woken", "woke", "Whether it woke you", true },	  { "awake", "woke", "Whether it woke you", false },
	{ "no knot", "knot", "Whether there was a knot", false }, { "knot", "knot", "Whether there was a knot", true },
};

static const struct {
	const char *phrase, *key, *name;
	int most;
} number_words[] = {
	{ "severity", "severity", "The severity", 10 },
	{ "pain", "severity", "The severity", 10 },
	{ "soreness", "soreness", "The soreness", 10 },
	{ "sore", "soreness", "The soreness", 10 },
	{ "distress", "distress", "The distress", 3 },
	{ "disturbance", "sleep_disturbance", "The disturbance of sleep", 10 },
};

static const struct {
	const char *phrase;
	void (*take)(struct episode_words *p);
} long_words[] = {
	{ "for", take_duration },	{ "duration", take_duration }, { "lay awake", take_awake_min },
	{ "lasting", take_soreness_h }, { "again", take_again },       { "class", take_class },
};

static bool take_keyword(struct episode_words *p)
{
	for (size_t i = 0; i < ARRAY_LEN(yes_words); i++)
		if (words_take(p->w, yes_words[i].phrase)) {
			entry_put(&p->e, yes_words[i].key, yes_words[i].name, json_boolean(yes_words[i].value));
			return true;
		}
	for (size_t i = 0; i < ARRAY_LEN(number_words); i++)
		if (words_take(p->w, number_words[i].phrase)) {
			entry_number(&p->e, number_words[i].key, number_words[i].name, 0, number_words[i].most);
			return true;
		}
	for (size_t i = 0; i < ARRAY_LEN(long_words); i++)
		if (words_take(p->w, long_words[i].phrase)) {
			long_words[i].take(p);
			return true;
		}
	return false;
}

/* "massage helped" and "helped massage": the one beside it. */
static void take_worked(struct episode_words *p, int worked)
{
	json_t *use = p->beside >= 0 ? json_array_get(json_object_get(p->e.o, "relief"), (size_t)p->beside) : NULL;

	if (use && !json_object_get(use, "worked"))
		json_object_set_new(use, "worked", json_boolean(worked));
	else
		p->waiting = worked;
}

/* "massage took 20s": from its start until the cramp let go. */
static void take_took(struct episode_words *p)
{
	int64_t seconds;

	if (p->beside < 0)
		words_complain(p->w, "\"took\" belongs after what was done, as in: massage took 20s.");
	if (!entry_span(&p->e, "took", "massage took 20s", &seconds) || p->beside < 0)
		return;
	if (seconds > EPISODE_S_MAX)
		words_complain(p->w, "What is said after \"took\" can be at most 24 hours.");
	else
		json_object_set_new(json_array_get(json_object_get(p->e.o, "relief"), (size_t)p->beside), "seconds",
				    json_integer(seconds));
}

/* Words that speak of the relief beside them. */
static bool take_beside(struct episode_words *p)
{
	static const char *const helped[] = { "helped", "worked", NULL };
	static const char *const failed[] = { "failed", "did not help", NULL };

	if (words_take_any(p->w, helped))
		take_worked(p, 1);
	else if (words_take_any(p->w, failed))
		take_worked(p, 0);
	else if (words_take(p->w, "took"))
		take_took(p);
	else
		return false;
	return true;
}

/* "3h10" is a time in some countries. */
static bool is_clock_or_span(const char *word)
{
	size_t hours = strspn(word, "0123456789");

	return hours > 0 && hours <= 2 && word[hours] == 'h' && strspn(word + hours + 1, "0123456789") == 2 &&
	       !word[hours + 3];
}

/* "at 3" is a time to whoever says it, and a bare number is none. */
static bool take_at_number(struct episode_words *p)
{
	const char *number = words_peek(p->w, 1);
	int64_t n;

	if (!str_equal(words_peek(p->w, 0), "at") || !whole_number(number, &n) || n > 24)
		return false;
	words_complain(p->w, "\"at %s\" can be a time or how bad it was; write %s:00 or %sam, or %s/10.", number,
		       number, number, number);
	p->w->at += 2;
	return true;
}

/* "7", "7/10": never a time. "90s": how long. */
static bool take_number(struct episode_words *p)
{
	char number[WORD_MAX + 1];
	int64_t n;
	int span = words_span(p->w, 0, &n);

	if (is_clock_or_span(words_peek(p->w, 0))) {
		const char *word = words_text(p->w, 0);
		words_complain(p->w, "\"%s\" can be a time or how long it lasted; write it with a colon, or: for %sm.",
			       word, word);
		p->w->at++;
		return true;
	}
	if (span > 0) {
		p->w->at += span;
		entry_put_span(&p->e, "duration_s", "The duration", n, 1, EPISODE_S_MAX);
		return true;
	}
	str_copy(number, sizeof(number), words_peek(p->w, 0));
	size_t length = strlen(number);

	if (length > 3 && str_equal(number + length - 3, "/10"))
		number[length - 3] = '\0';
	if (strspn(number, "0123456789.,-+") != strlen(number) || !strpbrk(number, "0123456789") || date_form(number))
		return false;
	if (whole_number(number, &n) && n <= 10)
		entry_put(&p->e, "severity", "The severity", json_integer(n));
	else
		words_complain(
			p->w,
			"\"%s\" is no severity, which is a whole number from 0 to 10; a time is written 3:10 or 3am, a "
			"duration 90s or 2m.",
			words_text(p->w, 0));
	p->w->at++;
	return true;
}

/* "7/10" is a severity here, not a date. */
static bool take_tenths(struct episode_words *p)
{
	const char *slash = strchr(words_peek(p->w, 0), '/');

	return slash && str_equal(slash, "/10") && take_number(p);
}

/* "no cramp" is told elsewhere, and must not become one. */
static bool take_no(struct episode_words *p)
{
	static const char *const no[] = { "no cramps", "no cramp", NULL };

	if (p->e.clear || !words_take_any(p->w, no))
		return false;
	words_complain(p->w, "A night without a cramp is told with: cramp none.");
	return true;
}

static bool take_filler(struct episode_words *p)
{
	static const char *const fillers[] = { "and", "at",  "in",    "on",   "the",   "my", "with",
					       "a",   "leg", "cramp", "when", "onset", NULL };

	return words_take_any(p->w, fillers);
}

/* The end after a time: "3:10 - 3:12", "from 23:50 to 0:10". */
static bool take_end(struct episode_words *p)
{
	static const char *const between[] = { "-", "–", "to", "until", "till", "..", NULL };

	if (words_take(p->w, "from"))
		return true;
	/* After a time that was refused already, it still is no other mistake. */
	if ((!(p->when.pieces & PIECES_OF_TIME) && !p->w->complaint.length) || p->end.pieces ||
	    !words_take_any(p->w, between))
		return false;
	while (when_take(p->w, &p->end))
		;
	if (!(p->end.pieces & PIECES_OF_TIME))
		words_complain(p->w, "Until when? Write for instance 3:10 - 3:12, or 3:10 for 2m.");
	return true;
}

void episode_words_read(struct episode_words *p)
{
	while (words_left(p->w)) {
		size_t methods = json_array_size(json_object_get(p->e.o, "relief"));

		if (take_beside(p) || take_end(p))
			continue;
		if (!take_at_number(p) && !take_tenths(p) && !when_take(p->w, &p->when) && !take_keyword(p) &&
		    !entry_clear(&p->e) && !take_named(p) && !take_bare(p) && !take_number(p) && !take_no(p) &&
		    !take_filler(p))
			words_unknown(p->w, NEAR_EPISODE_WORD | NEAR_RELIEF, vocabulary);
		if (json_array_size(json_object_get(p->e.o, "relief")) == methods)
			p->beside = -1;
	}
	if (p->waiting >= 0)
		words_complain(p->w, "\"%s\" belongs beside what was done, as in: massage helped.",
			       p->waiting ? "helped" : "failed");
}
