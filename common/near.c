/* The names nearest to a word that is none, for "Did you mean …?". */
#include "cramp/catalogue.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"

enum { NEAREST = 3, PREFIX_MIN = 3 };

struct near {
	char word[WORD_MAX + 1]; /* as ids are written */
	size_t length;
	int most; /* edits that still count as near */
	const char *names[NEAREST];
	int edits[NEAREST];
	int count;
};

/* Keeps the best few, the earlier one where two are equally near. */
static void near_keep(struct near *n, const char *name, int edits)
{
	int at = n->count;

	for (int i = 0; i < n->count; i++)
		if (strcmp(n->names[i], name) == 0)
			return;
	while (at > 0 && n->edits[at - 1] > edits)
		at--;
	if (at == NEAREST)
		return;
	if (n->count < NEAREST)
		n->count++;
	for (int i = n->count - 1; i > at; i--) {
		n->names[i] = n->names[i - 1];
		n->edits[i] = n->edits[i - 1];
	}
	n->names[at] = name;
	n->edits[at] = edits;
}

static int near_edits(const struct near *n, const char *name)
{
	int edits = edit_distance(n->word, name, n->most);

	/* A beginning is as near as one slip. */
	if (edits > 1 && n->length >= PREFIX_MIN && strncmp(n->word, name, n->length) == 0)
		edits = 1;
	return edits;
}

/* One thing with several names offers the nearest of them. Digits (the ids of sleep quality) are no help to anybody. */
static void near_try(struct near *n, const char *id, const char *const *aliases)
{
	const char *best = NULL;
	int fewest = n->most + 1;

	for (const char *name = id; name; name = aliases ? *aliases++ : NULL) {
		int edits = near_edits(n, name);

		if (isdigit((unsigned char)name[0]))
			continue;
		if (edits < fewest || (best && edits == fewest && strlen(name) < strlen(best))) {
			fewest = edits;
			best = name;
		}
	}
	if (best)
		near_keep(n, best, fewest);
}

static bool wanted_word(const struct word *w, unsigned where)
{
	static const struct {
		const char *kind;
		unsigned bit;
	} kinds[] = {
		{ "muscle", NEAR_EPISODE_WORD }, { "side", NEAR_EPISODE_WORD },	 { "context", NEAR_EPISODE_WORD },
		{ "flag", NEAR_EPISODE_WORD },	 { "quality", NEAR_SLEEP_WORD },
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strcmp(kinds[i].kind, w->kind) == 0)
			return where & kinds[i].bit;
	return false;
}

static void near_search(struct near *n, unsigned where, const struct own_factors *own, const char *const *more)
{
	for (; more && *more; more++)
		near_try(n, *more, NULL);
	for (size_t i = 0; i < catalogue_word_count; i++)
		if (wanted_word(&catalogue_words[i], where))
			near_try(n, catalogue_words[i].id, catalogue_words[i].aliases);
	for (size_t i = 0; (where & NEAR_RELIEF) && i < catalogue_relief_count; i++)
		near_try(n, catalogue_relief[i].id, catalogue_relief[i].aliases);
	for (size_t i = 0; (where & NEAR_FACTOR) && i < catalogue_factor_count; i++)
		near_try(n, catalogue_factors[i].id, catalogue_factors[i].aliases);
	/* Every measure is a factor too: not twice. */
	for (size_t i = 0; (where & (NEAR_MEASURE | NEAR_FACTOR)) == NEAR_MEASURE && i < catalogue_measure_count; i++)
		near_try(n, catalogue_measures[i].id, catalogue_measures[i].aliases);
	for (size_t i = 0; (where & NEAR_FACTOR) && own && i < own->count; i++)
		near_try(n, own->list[i].id, own->list[i].aliases);
}

char *near_names(const char *word, unsigned where, const struct own_factors *own, const char *const *more)
{
	struct near n = { .length = strlen(word) };
	struct strbuf out = { 0 };

	if (n.length == 0 || n.length > WORD_MAX)
		return xstrdup("");
	for (size_t i = 0; i < n.length; i++)
		n.word[i] = word[i] == '-' ? '_' : (char)tolower((unsigned char)word[i]);
	n.most = n.length <= 3 ? 1 : n.length <= 6 ? 2 : 3;
	near_search(&n, where, own, more);
	/* One slip away is what was meant; what is farther would only be noise beside it. */
	while (n.count > 1 && n.edits[0] <= 1 && n.edits[n.count - 1] > 1)
		n.count--;
	for (int i = 0; i < n.count; i++)
		strbuf_add(&out, "%s%s", i == 0 ? "" : i == n.count - 1 ? " or " : ", ", n.names[i]);
	return strbuf_take(&out);
}
