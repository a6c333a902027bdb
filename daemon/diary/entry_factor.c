/* Standing circumstances and own factors. */
#include <math.h>
#include <string.h>

#include "daemon/diary/entry_check.h"

static enum entry_answer check_trait_value(const struct trait *t, const struct factor *factor,
					   struct entry_fault *fault)
{
	bool told = !isnan(t->value);

	if (!told && str_empty(t->name))
		return entry_bad_reading(fault, factor,
					 factor->kind == KIND_YESNO  ? "yes or no, or a name"
					 : factor->kind == KIND_TEXT ? "a name"
								     : "a number");
	if (!told)
		return ENTRY_OK;
	if (factor->kind == KIND_TEXT || (factor->kind == KIND_YESNO && t->value != 0 && t->value != 1))
		return entry_bad_reading(fault, factor, factor->kind == KIND_TEXT ? "a name, no number" : "yes or no");
	if (!(t->value >= factor->minimum && t->value <= factor->maximum))
		return entry_out_of_range(fault, factor->id, t->value, factor->minimum, factor->maximum);
	return ENTRY_OK;
}

/* A trait may be told to end in time to come (a course of tablets), not to begin there. */
static enum entry_answer check_dates(const struct trait *t, const struct entry_rules *rules, struct entry_fault *fault)
{
	if (t->from != NO_NIGHT && (t->from > civil_of(rules->now).day || t->from < EARLIEST_NIGHT)) {
		entry_malformed(fault, "from", NULL, "a date after 1900 and not after today");
		fault->night = t->from;
		return ENTRY_MALFORMED;
	}
	if (t->until != NO_NIGHT && t->until < EARLIEST_NIGHT) {
		entry_malformed(fault, "until", NULL, "a date after 1900");
		fault->night = t->until;
		return ENTRY_MALFORMED;
	}
	if (t->from != NO_NIGHT && t->until != NO_NIGHT && t->from > t->until) {
		entry_malformed(fault, "from", NULL, NULL);
		fault->other = "until";
		return ENTRY_WRONG_ORDER;
	}
	return ENTRY_OK;
}

static enum entry_answer check_trait_texts(struct trait *t, struct entry_fault *fault)
{
	enum entry_answer answer =
		entry_check_text(fault, "name", t->name, NAME_MAX_BYTES, "plain text of at most 200 bytes");

	if (answer == ENTRY_OK)
		answer = entry_check_text(fault, "dose", t->dose, NAME_MAX_BYTES, "plain text of at most 200 bytes");
	if (answer == ENTRY_OK)
		answer = entry_check_word(fault, "side", "side", t->side);
	if (answer == ENTRY_OK)
		answer = entry_check_integer(fault, "as_needed", t->as_needed, 0, 1);
	if (answer == ENTRY_OK)
		answer = entry_check_note(fault, t->note);
	return answer;
}

enum entry_answer trait_check(struct trait *t, const struct entry_rules *rules, struct entry_fault *fault)
{
	const struct factor *factor = factor_find(t->trait, rules->own);
	enum entry_answer answer;

	if (!factor || factor->window != WINDOW_TRAIT) {
		entry_malformed(fault, "trait", t->trait, NULL);
		return ENTRY_UNKNOWN_WORD;
	}
	str_copy(t->trait, sizeof(t->trait), factor->id);
	answer = check_trait_value(t, factor, fault);
	if (answer == ENTRY_OK)
		answer = check_dates(t, rules, fault);
	if (answer == ENTRY_OK)
		answer = check_trait_texts(t, fault);
	return answer;
}

/* Own factors are named like the documented ones: lower case letters, digits and single "_", a letter first. */
static bool factor_id_valid(const char *id)
{
	size_t n = strlen(id);

	if (n == 0 || id[0] < 'a' || id[0] > 'z' || id[n - 1] == '_' || strstr(id, "__"))
		return false;
	return strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static enum entry_answer check_names(const struct own_factor *f, struct entry_fault *fault)
{
	if (factor_kind_of(f->kind) < 0 || factor_kind_of(f->kind) == KIND_TEXT)
		return entry_malformed(fault, "kind", f->kind, "yesno, amount or scale");
	if (factor_window_of(f->window) < 0 || factor_window_of(f->window) == WINDOW_TRAIT)
		return entry_malformed(fault, "window", f->window, "day or night");
	if (factor_combine_of(f->combine) < 0)
		return entry_malformed(fault, "combine", f->combine, "sum, mean, min, max or last");
	return ENTRY_OK;
}

enum entry_answer own_factor_check(struct own_factor *f, struct entry_fault *fault)
{
	enum entry_answer answer;

	if (!factor_id_valid(f->id))
		return entry_malformed(fault, "id", f->id, "a name of lower case letters, digits and single \"_\"");
	if (str_empty(f->label))
		return entry_malformed(fault, "label", "", "a text of 1 to 200 bytes");
	answer = entry_check_text(fault, "label", f->label, LABEL_MAX, "plain text of 1 to 200 bytes");
	if (answer == ENTRY_OK)
		answer = check_names(f, fault);
	if (answer == ENTRY_OK)
		answer = entry_check_text(fault, "unit", f->unit, UNIT_MAX, "a unit of at most 16 bytes");
	if (answer != ENTRY_OK)
		return answer;
	/* An amount may be a plain number: the columns of a table say no unit. */
	if (factor_kind_of(f->kind) != KIND_AMOUNT && !str_empty(f->unit))
		return entry_malformed(fault, "unit", f->unit, "empty: only an amount has a unit");
	return ENTRY_OK;
}
