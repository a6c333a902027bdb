#include <math.h>

#include "daemon/diary/entry_check.h"
#include "daemon/diary/night.h"

enum { MOST_NIGHTS_OFF = 1 };

static const char *expected_of(const struct factor *factor)
{
	static const char *const expected[] = {
		[KIND_YESNO] = "yes or no",
		[KIND_AMOUNT] = "one amount, or one of less, usual and more",
		[KIND_SCALE] = "one number of its scale",
		[KIND_TEXT] = "no reading: it is told in words, as a trait",
	};

	return expected[factor->kind];
}

static enum entry_answer check_value(const struct reading *r, const struct factor *factor, struct entry_fault *fault)
{
	bool told = !isnan(r->value), rough = r->level != UNKNOWN;

	if (factor->window == WINDOW_TRAIT)
		return entry_bad_reading(fault, factor,
					 "no reading: it is a standing circumstance, told as a trait with its dates");
	if (factor_worked_out(factor))
		return entry_bad_reading(fault, factor, "no reading: it is worked out from what the diary knows");
	if (told == rough || factor->kind == KIND_TEXT || (rough && factor->kind != KIND_AMOUNT))
		return entry_bad_reading(fault, factor, expected_of(factor));
	if (rough)
		return entry_check_integer(fault, "level", r->level, -1, 1);
	if (factor->kind == KIND_YESNO && r->value != 0 && r->value != 1)
		return entry_bad_reading(fault, factor, expected_of(factor));
	if (!(r->value >= factor->minimum && r->value <= factor->maximum))
		return entry_out_of_range(fault, factor->id, r->value, factor->minimum, factor->maximum);
	return ENTRY_OK;
}

static enum entry_answer check_times(const struct reading *r, const struct entry_rules *rules,
				     struct entry_fault *fault)
{
	enum entry_answer answer = entry_check_instant(fault, "at", (struct instant){ r->at, r->offset_s }, rules);

	if (answer == ENTRY_OK)
		answer = entry_check_instant(fault, "until", (struct instant){ r->until_at, r->offset_s }, rules);
	if (answer == ENTRY_OK && r->at != UNKNOWN && r->until_at != UNKNOWN && r->at > r->until_at) {
		entry_malformed(fault, "at", NULL, NULL);
		fault->other = "until";
		answer = ENTRY_WRONG_ORDER;
	}
	return answer;
}

/*
 * The night whose exposure it is: the one told, else by the day rule or the night rule from when it was, else from now.
 * By the day rule a night may be spoken of from the morning before it.
 */
static enum entry_answer check_night(struct reading *r, const struct factor *factor, const struct entry_rules *rules,
				     struct entry_fault *fault)
{
	int starts_min = factor->window == WINDOW_DAY ? rules->day_starts_min : rules->night_starts_min;
	struct instant when = { r->until_at != UNKNOWN ? r->until_at : r->at, r->offset_s };
	int32_t by_day = night_of(rules->now, rules->day_starts_min);
	int32_t by_night = night_current(rules->now, rules->night_starts_min);
	int32_t from_time = when.at == UNKNOWN ? NO_NIGHT : night_of(when, starts_min);

	if (r->night == NO_NIGHT) {
		r->night = when.at == UNKNOWN ? night_of(rules->now, starts_min) : from_time;
		return ENTRY_OK;
	}
	if (from_time != NO_NIGHT &&
	    (r->night > from_time + MOST_NIGHTS_OFF || r->night < from_time - MOST_NIGHTS_OFF)) {
		entry_malformed(fault, "night", NULL, "the night of the time told");
		fault->night = r->night;
		return ENTRY_MALFORMED;
	}
	return entry_check_night(fault, r->night, by_day > by_night ? by_day : by_night);
}

enum entry_answer reading_check(struct reading *r, const struct entry_rules *rules, struct entry_fault *fault)
{
	const struct factor *factor = factor_find(r->factor, rules->own);
	enum entry_answer answer;

	if (!factor) {
		entry_malformed(fault, "factor", r->factor, NULL);
		return ENTRY_UNKNOWN_WORD;
	}
	str_copy(r->factor, sizeof(r->factor), factor->id);
	answer = check_value(r, factor, fault);
	if (answer == ENTRY_OK)
		answer = entry_check_integer(fault, "effort", r->effort, 0, 10);
	if (answer == ENTRY_OK)
		answer = check_times(r, rules, fault);
	if (answer == ENTRY_OK)
		answer = check_night(r, factor, rules, fault);
	if (answer == ENTRY_OK)
		answer = entry_check_note(fault, r->note);
	return answer;
}
