#include "grammar_entry.h"

void entry_put(struct entry *e, const char *key, const char *name, json_t *value)
{
	json_t *before = json_object_get(e->o, key);

	if (before && !json_equal(before, value))
		words_complain(e->w, "%s is told twice; leave one of them out.", name);
	json_object_set_new(e->o, key, value);
}

void entry_put_span(struct entry *e, const char *key, const char *name, int64_t seconds, int64_t unit, int64_t most)
{
	if (seconds > most * unit)
		words_complain(e->w, "%s can be at most %d hours.", name, (int)(most * unit / 3600));
	else
		entry_put(e, key, name, json_integer((seconds + unit / 2) / unit));
}

bool entry_span(struct entry *e, const char *word, const char *example, int64_t *seconds)
{
	int n = words_span(e->w, 0, seconds);

	if (n == 0) {
		words_complain(e->w, "After \"%s\" comes how long, with its unit, as in: %s.", word, example);
		/* "for 2" is one mistake, not two. */
		n = whole_number(words_peek(e->w, 0), seconds);
		e->w->at += n;
		return false;
	}
	e->w->at += n;
	return true;
}

void entry_number(struct entry *e, const char *key, const char *name, int64_t least, int64_t most)
{
	int64_t n;

	if (words_number(e->w, name, least, most, &n))
		entry_put(e, key, name, json_integer(n));
}

static bool clears(const char *word)
{
	return str_equal(word, "no") || str_equal(word, "clear");
}

void entry_note(struct entry *e)
{
	struct words *w = e->w;

	if (!w->note)
		return;
	if (*w->note) {
		entry_put(e, "note", "The note", json_string(w->note));
	} else if (e->clear && w->count > 0 && clears(w->token[w->count - 1].low)) {
		w->count--;
		json_array_append_new(e->clear, json_string("note"));
	} else {
		words_complain(w, "After note comes its text.");
	}
}

bool entry_clear(struct entry *e)
{
	if (!e->clear || !clears(words_peek(e->w, 0)))
		return false;
	for (const struct clearable *c = e->clearable; c->word; c++)
		if (str_equal(c->word, words_peek(e->w, 1))) {
			json_array_append_new(e->clear, json_string(c->field));
			e->w->at += 2;
			return true;
		}
	return false;
}

json_t *entry_changes(struct entry *e, const char *example)
{
	if (!e->w->complaint.length && json_object_size(e->o) == 0 && json_array_size(e->clear) == 0)
		words_complain(e->w, "Say what to change, as in: %s.", example);
	return json_pack("{s:o, s:o}", "set", e->o, "clear", e->clear);
}
