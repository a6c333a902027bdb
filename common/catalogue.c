#include "cramp/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"

const char *const catalogue_caution =
	"Light on, hold on to something. A leg that is swollen, warm or red: do not rub or press it, get help.";

static const char *const kind_names[] = {
	[KIND_YESNO] = "yesno",
	[KIND_AMOUNT] = "amount",
	[KIND_SCALE] = "scale",
	[KIND_TEXT] = "text",
};
static const char *const window_names[] = {
	[WINDOW_DAY] = "day",
	[WINDOW_NIGHT] = "night",
	[WINDOW_TRAIT] = "trait",
};
static const char *const combine_names[] = {
	[COMBINE_SUM] = "sum", [COMBINE_MEAN] = "mean", [COMBINE_MIN] = "min",
	[COMBINE_MAX] = "max", [COMBINE_LAST] = "last",
};

/* What an own factor can be told: amounts as far as any amount goes, scales like the longest documented one. */
static const double own_maximum[] = {
	[KIND_YESNO] = 1,
	[KIND_AMOUNT] = 1e9,
	[KIND_SCALE] = 10,
	[KIND_TEXT] = 0,
};

static const char *const no_words[] = { NULL };

static int name_index(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(names[i], name))
			return (int)i;
	return -1;
}

const char *factor_kind_name(enum factor_kind kind)
{
	return kind_names[kind];
}

const char *factor_window_name(enum factor_window window)
{
	return window_names[window];
}

const char *factor_combine_name(enum factor_combine combine)
{
	return combine_names[combine];
}

int factor_kind_of(const char *name)
{
	return name_index(kind_names, ARRAY_LEN(kind_names), name);
}

int factor_window_of(const char *name)
{
	return name_index(window_names, ARRAY_LEN(window_names), name);
}

int factor_combine_of(const char *name)
{
	return name_index(combine_names, ARRAY_LEN(combine_names), name);
}

/* Letters as ids are written, whatever the locale: lower case, "_" for "-". */
static char plain(char c)
{
	return c == '-' ? '_' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_word(const char *a, const char *b)
{
	while (*a && plain(*a) == plain(*b)) {
		a++;
		b++;
	}
	return plain(*a) == plain(*b);
}

static bool named(const char *word, const char *id, const char *const *aliases)
{
	if (same_word(word, id))
		return true;
	for (; *aliases; aliases++)
		if (same_word(word, *aliases))
			return true;
	return false;
}

const struct factor *factor_find(const char *word, const struct own_factors *own)
{
	const struct factor *exact = factor_by_id(word, own);

	/* What is written as an id is one, and found without going through all aliases. */
	if (exact)
		return exact;
	for (size_t i = 0; i < catalogue_factor_count; i++)
		if (named(word, catalogue_factors[i].id, catalogue_factors[i].aliases))
			return &catalogue_factors[i];
	for (size_t i = 0; own && i < own->count; i++)
		if (same_word(word, own->list[i].id))
			return &own->list[i];
	return NULL;
}

const struct factor *factor_by_id(const char *id, const struct own_factors *own)
{
	for (size_t i = 0; i < catalogue_factor_count; i++)
		if (strcmp(id, catalogue_factors[i].id) == 0)
			return &catalogue_factors[i];
	for (size_t i = 0; own && i < own->count; i++)
		if (strcmp(id, own->list[i].id) == 0)
			return &own->list[i];
	return NULL;
}

bool factor_worked_out(const struct factor *f)
{
	return f->derived[0] && !factor_by_id(f->derived, NULL);
}

const struct measure *measure_find(const char *word)
{
	for (size_t i = 0; i < catalogue_measure_count; i++)
		if (named(word, catalogue_measures[i].id, catalogue_measures[i].aliases))
			return &catalogue_measures[i];
	return NULL;
}

const struct relief *relief_find(const char *word)
{
	for (size_t i = 0; i < catalogue_relief_count; i++)
		if (named(word, catalogue_relief[i].id, catalogue_relief[i].aliases))
			return &catalogue_relief[i];
	return NULL;
}

const struct red_flag *red_flag_by_id(const char *id)
{
	for (size_t i = 0; i < catalogue_red_flag_count; i++)
		if (strcmp(id, catalogue_red_flags[i].id) == 0)
			return &catalogue_red_flags[i];
	return NULL;
}

const struct word *word_find(const char *kind, const char *word)
{
	for (size_t i = 0; i < catalogue_word_count; i++)
		if (strcmp(kind, catalogue_words[i].kind) == 0 &&
		    named(word, catalogue_words[i].id, catalogue_words[i].aliases))
			return &catalogue_words[i];
	return NULL;
}

const struct word *word_by_id(const char *kind, const char *id)
{
	for (size_t i = 0; i < catalogue_word_count; i++)
		if (strcmp(kind, catalogue_words[i].kind) == 0 && strcmp(id, catalogue_words[i].id) == 0)
			return &catalogue_words[i];
	return NULL;
}

bool id_listed(const char *list, const char *id)
{
	size_t n = strlen(id);

	while (n > 0 && list && *list) {
		size_t item = strcspn(list, ",");

		if (item == n && strncmp(list, id, n) == 0)
			return true;
		list += item + (list[item] == ',');
	}
	return false;
}

void own_factors_add(struct own_factors *own, const char *id, const char *label, enum factor_kind kind,
		     const char *unit, enum factor_window window, enum factor_combine combine)
{
	own->list = xreallocarray(own->list, own->count + 1, sizeof(*own->list));
	own->list[own->count++] = (struct factor){
		.id = xstrdup(id),
		.label = xstrdup(label),
		.aliases = no_words,
		.kind = kind,
		.unit = xstrdup(unit),
		.minimum = kind == KIND_AMOUNT ? -own_maximum[kind] : 0,
		.maximum = own_maximum[kind],
		.window = window,
		.combine = combine,
		.lags = window == WINDOW_NIGHT ? "same" : "day",
		.direction = "?",
		.own = true,
		.derived = "",
		.composite = "",
		.section = "",
		.measures = "",
		.counter = "",
		.said_by = "",
		.evidence = "",
		.reference = "",
		.note = "",
	};
}

void own_factors_clear(struct own_factors *own)
{
	for (size_t i = 0; i < own->count; i++) {
		free((char *)own->list[i].id);
		free((char *)own->list[i].label);
		free((char *)own->list[i].unit);
	}
	free(own->list);
	*own = (struct own_factors){ 0 };
}
