/* The words of a standing circumstance or a medicine: what, which side, how much, since when. */
#include "grammar_entry.h"

#include <math.h>
#include <string.h>

#include "cramp/amount.h"

static const char *const vocabulary[] = { "from", "since", "until", "dose", "as",    "needed", "name",
					  "yes",  "no",	   "note",  "left", "right", "both",   NULL };

/* Traits that go by a name of their own: words that are none of ours are that name. */
static const char *const medicines[] = { "diuretic", "statin", "long_acting_beta_agonist", "other_medication", NULL };

struct trait_words {
	struct words *w;
	struct entry e;
	const struct factor *f;
	bool named; /* free words are the name */
	bool dosed; /* the word before belonged to the dose */
	bool valued;
	struct strbuf name, dose;
};

static void add_text(struct trait_words *p, struct strbuf *b, const char *what)
{
	strbuf_add(b, "%s%s", b->length ? " " : "", words_text(p->w, 0));
	p->w->at++;
	if (b->length > NAME_MAX_BYTES)
		words_complain(p->w, "The %s is longer than %d bytes; the rest goes after the word note.", what,
			       NAME_MAX_BYTES);
}

static bool take_date(struct trait_words *p)
{
	static const struct {
		const char *word, *key, *name;
	} ends[] = { { "from", "from", "The first day" },
		     { "since", "from", "The first day" },
		     { "until", "until", "The last day" },
		     { "to", "until", "The last day" } };
	struct when_words when = { .starts_min = p->w->reader->day_starts_min };

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		int32_t from = NO_NIGHT, to = NO_NIGHT;

		if (!words_take(p->w, ends[i].word))
			continue;
		bool until = str_equal(ends[i].key, "until");

		if (when_take_month(p->w, &from, &to)) {
			char text[DATE_LENGTH + 1];

			date_format(until ? to : from, text);
			words_remark(p->w, "%s is kept as %s.", ends[i].name, text);
		} else if (when_take_day(p->w, &when)) {
			from = to = when_day(p->w, &when);
		}
		if (from == NO_NIGHT && !p->w->complaint.length)
			words_complain(p->w, "After \"%s\" comes a date, as in: %s 2026-01-03.", ends[i].word,
				       ends[i].word);
		else if (!until && from > civil_of(p->w->now).day)
			words_complain(p->w, "It begins in the future; tell it when it has begun.");
		else if (from != NO_NIGHT)
			when_put_date(p->e.o, ends[i].key, until ? to : from);
		return true;
	}
	return false;
}

static bool take_value(struct trait_words *p)
{
	double value;
	enum amount_answer answer;

	if (p->f->kind != KIND_AMOUNT && p->f->kind != KIND_SCALE)
		return false;
	answer = amount_parse(words_peek(p->w, 0), p->f, p->w->reader->us_units, &value);
	if (answer == AMOUNT_NOT_ONE)
		return false;
	if (answer == AMOUNT_OK && !p->valued)
		json_object_set_new(p->e.o, "value", json_real(value));
	else
		words_complain(p->w, "%s is one number from %.15g to %.15g%s%s%s, not \"%s\".", p->f->label,
			       p->f->minimum, p->f->maximum, *p->f->unit ? " (" : "", p->f->unit,
			       *p->f->unit ? ")" : "", words_text(p->w, 0));
	p->valued = true;
	p->w->at++;
	return true;
}

static bool take_yes_no(struct trait_words *p)
{
	bool yes = str_equal(words_peek(p->w, 0), "yes"), no = str_equal(words_peek(p->w, 0), "no");

	if (p->f->kind != KIND_YESNO || !(yes || no))
		return false;
	entry_put(&p->e, "yes", p->f->label, json_boolean(yes));
	p->w->at++;
	return true;
}

static const char *const dose_units[] = { "mg",	     "g",	 "ug",	  "mcg",    "µg",     "ml",
					  "iu",	     "unit",	 "units", "x",	    "tablet", "tablets",
					  "capsule", "capsules", "pill",  "pills",  "puff",   "puffs",
					  "drop",    "drops",	 "spray", "sprays", "patch",  NULL };
static const char *const dose_words[] = { "daily", "weekly",  "once",	 "twice",   "times", "per",   "a",
					  "each",  "every",   "day",	 "week",    "month", "other", "at",
					  "in",	   "the",     "half",	 "before",  "after", "with",  "noon",
					  "night", "bedtime", "morning", "evening", "meals", NULL };

/* What follows the number of "40mg" or "2-3": its unit, or nothing. NULL where it is none, as in 5-HTP. */
static const char *after_amount(const char *word)
{
	const char *unit = word + strspn(word, "0123456789.,/-");

	return word[0] >= '0' && word[0] <= '9' && (!*unit || words_listed(unit, dose_units)) ? unit : NULL;
}

static bool goes_on(const char *word)
{
	return words_listed(word, dose_units) || words_listed(word, dose_words);
}

/* A bare number may belong to the name (vitamin B 12, 1 of 3): a dose is what has a unit, or ends the free words. */
static bool begins_dose(struct trait_words *p)
{
	const char *word = words_peek(p->w, 0), *next = words_peek(p->w, 1), *unit = after_amount(word);

	if (!unit)
		return str_equal(word, "half") || str_equal(word, "½");
	return *unit || !*next || goes_on(next) || words_listed(next, vocabulary);
}

/* "40mg", "2 tablets", "half": what follows at once in the words of a dose belongs to it. */
static bool take_dose(struct trait_words *p)
{
	const char *word = words_peek(p->w, 0);

	if (!p->named || !(begins_dose(p) || (p->dosed && (goes_on(word) || after_amount(word)))))
		return false;
	p->dosed = true;
	add_text(p, &p->dose, "dose");
	return true;
}

static bool take_side(struct trait_words *p)
{
	const struct word *side = word_find("side", words_peek(p->w, 0));

	if (!side)
		return false;
	entry_put(&p->e, "side", "The side", json_string(side->id));
	p->w->at++;
	return true;
}

static bool take_as_needed(struct trait_words *p)
{
	static const char *const needed[] = { "as needed", "when needed", "if needed", "prn", NULL };
	static const char *const regular[] = { "regularly", "regular", NULL };
	bool yes = words_take_any(p->w, needed);

	if (!yes && !words_take_any(p->w, regular))
		return false;
	entry_put(&p->e, "as_needed", "Whether it is taken as needed", json_boolean(yes));
	return true;
}

static void read_words(struct trait_words *p)
{
	while (words_left(p->w)) {
		if (take_date(p) || take_as_needed(p) || take_yes_no(p) || take_value(p) || take_side(p) ||
		    take_dose(p))
			continue;
		if (!p->name.length && words_take(p->w, "name")) {
			p->named = true;
			continue;
		}
		if (words_take(p->w, "dose") && words_left(p->w)) {
			p->named = p->dosed = true;
			add_text(p, &p->dose, "dose");
			continue;
		}
		if (p->named && (p->name.length || !words_listed(words_peek(p->w, 0), vocabulary))) {
			p->dosed = false;
			add_text(p, &p->name, "name");
		} else {
			words_unknown(p->w, 0, vocabulary);
		}
	}
}

static void put_texts(struct trait_words *p)
{
	if (p->name.length)
		json_object_set_new(p->e.o, "name", json_string(p->name.text));
	if (p->dose.length)
		json_object_set_new(p->e.o, "dose", json_string(p->dose.text));
	if (p->f->kind == KIND_TEXT && !p->name.length)
		words_complain(p->w, "%s: which? Write it after the word, as in: %s NAME.", p->f->label, p->f->id);
	if ((p->f->kind == KIND_AMOUNT || p->f->kind == KIND_SCALE) && !p->valued && !p->w->complaint.length)
		words_complain(p->w, "%s: how much? It is a number from %.15g to %.15g.", p->f->label, p->f->minimum,
			       p->f->maximum);
	if (p->f->kind == KIND_YESNO && !json_object_get(p->e.o, "yes"))
		json_object_set_new(p->e.o, "yes", json_true());
	const char *from = json_string_value(json_object_get(p->e.o, "from")),
		   *until = json_string_value(json_object_get(p->e.o, "until"));

	if (from && until && strcmp(from, until) > 0)
		words_complain(p->w, "It ends (%s) before it begins (%s).", until, from);
}

/* A trait of the catalogue. NULL after a complaint. */
static const struct factor *take_trait(struct words *w)
{
	const struct factor *daily = NULL;
	char joined[WORD_MAX + 1];

	if (!words_left(w)) {
		words_complain(w, "Which circumstance? As in: varicose_veins left. cramp factors lists them all.");
		return NULL;
	}
	for (int n = PHRASE_MAX; n > 0; n--) {
		const struct factor *f = words_join(w, 0, n, '_', joined) ? factor_find(joined, w->reader->own) : NULL;

		if (f && f->window == WINDOW_TRAIT) {
			w->at += n;
			return f;
		}
		daily = f ? f : daily;
	}
	if (daily)
		words_complain(w, "%s changes from day to day; write: cramp add %s.", daily->label, daily->id);
	else
		words_unknown(w, NEAR_FACTOR, NULL);
	return NULL;
}

bool read_trait(const struct reader *reader, int count, char *const *words, struct read_result *out)
{
	struct words w;
	struct trait_words p = { .w = &w, .e = { .w = &w, .o = json_object() } };

	if (words_init(&w, reader, count, words) && (p.f = take_trait(&w))) {
		json_object_set_new(p.e.o, "trait", json_string(p.f->id));
		p.named = p.f->kind == KIND_TEXT;
		for (const char *const *m = medicines; *m; m++)
			p.named = p.named || str_equal(*m, p.f->id);
		entry_note(&p.e);
		read_words(&p);
		put_texts(&p);
	}
	bool ok = words_result(&w, p.e.o, NO_NIGHT, out);

	strbuf_clear(&p.name);
	strbuf_clear(&p.dose);
	words_finish(&w);
	return ok;
}
