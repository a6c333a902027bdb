#include <string.h>

#include "daemon/diary/entry_check.h"
#include "daemon/diary/night.h"

enum { DAY_S = 86400, DAY_MIN = 1440, MONTH_H = 720 };

static enum entry_answer check_time(struct episode *e, const struct entry_rules *rules, struct entry_fault *fault)
{
	bool timed = e->onset.at != UNKNOWN;
	enum entry_answer answer = entry_check_instant(fault, "onset", e->onset, rules);

	if (answer != ENTRY_OK)
		return answer;
	if (str_empty(e->precision))
		str_copy(e->precision, sizeof(e->precision), timed ? "exact" : "night");
	if (timed && str_equal(e->precision, "night"))
		return entry_malformed(fault, "precision", e->precision, "exact or approximate, as the onset is known");
	if (!timed && !str_equal(e->precision, "night"))
		return entry_malformed(fault, "precision", e->precision, "night, as no onset is known");
	if (timed && e->night == NO_NIGHT)
		e->night = night_of(e->onset, rules->night_starts_min);
	/* Within the tolerance of clocks an onset may lie just beyond noon, in the night that is about to begin. */
	if (timed)
		return ENTRY_OK;
	return entry_check_night(fault, e->night, night_current(rules->now, rules->night_starts_min));
}

static enum entry_answer check_numbers(const struct episode *e, struct entry_fault *fault)
{
	const struct {
		const char *field;
		int64_t value, minimum, maximum;
	} numbers[] = {
		{ "severity", e->severity, 0, 10 },
		{ "duration_s", e->duration_s, 0, DAY_S },
		{ "woke", e->woke, 0, 1 },
		{ "awake_min", e->awake_min, 0, DAY_MIN },
		{ "sleep_disturbance", e->sleep_disturbance, 0, 10 },
		{ "distress", e->distress, 0, 3 },
		{ "soreness", e->soreness, 0, 10 },
		{ "soreness_h", e->soreness_h, 0, MONTH_H },
		{ "knot", e->knot, 0, 1 },
	};
	enum entry_answer answer = ENTRY_OK;

	for (size_t i = 0; i < ARRAY_LEN(numbers) && answer == ENTRY_OK; i++)
		answer = entry_check_integer(fault, numbers[i].field, numbers[i].value, numbers[i].minimum,
					     numbers[i].maximum);
	return answer;
}

/* Words of a set become ids; what was said twice is kept once. */
static enum entry_answer check_set(struct entry_fault *fault, const char *kind, const char *field, id_text *set,
				   size_t *count)
{
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		enum entry_answer answer = entry_check_word(fault, kind, field, set[i]);
		size_t same = 0;

		if (answer != ENTRY_OK)
			return answer;
		while (same < kept && strcmp(set[same], set[i]) != 0)
			same++;
		if (str_empty(set[i]) || same < kept)
			continue;
		if (kept != i)
			memcpy(set[kept], set[i], sizeof(id_text));
		kept++;
	}
	*count = kept;
	return ENTRY_OK;
}

static enum entry_answer check_words(struct episode *e, struct entry_fault *fault)
{
	const struct {
		const char *kind;
		char *word;
	} words[] = {
		{ "side", e->side },
		{ "context", e->context },
		{ "trigger", e->trigger },
		{ "posture", e->posture },
	};
	enum entry_answer answer = check_set(fault, "muscle", "muscles", e->muscles, &e->muscle_count);

	if (answer == ENTRY_OK)
		answer = check_set(fault, "flag", "red_flags", e->flags, &e->flag_count);
	for (size_t i = 0; i < ARRAY_LEN(words) && answer == ENTRY_OK; i++)
		answer = entry_check_word(fault, words[i].kind, words[i].kind, words[i].word);
	return answer;
}

static enum entry_answer check_relief(struct relief_use *use, struct entry_fault *fault)
{
	const struct relief *known = relief_find(use->method);
	enum entry_answer answer;

	if (!known) {
		entry_malformed(fault, "relief", use->method, NULL);
		return ENTRY_UNKNOWN_WORD;
	}
	str_copy(use->method, sizeof(use->method), known->id);
	answer = entry_check_integer(fault, "seconds", use->seconds, 0, DAY_S);
	if (answer == ENTRY_OK)
		answer = entry_check_integer(fault, "worked", use->worked, 0, 1);
	if (answer == ENTRY_OK)
		answer = entry_check_integer(fault, "effect", use->effect, 0, 3);
	return answer;
}

enum entry_answer episode_check(struct episode *e, const struct entry_rules *rules, struct entry_fault *fault)
{
	enum entry_answer answer = check_time(e, rules, fault);

	if (answer == ENTRY_OK)
		answer = check_numbers(e, fault);
	if (answer == ENTRY_OK)
		answer = check_words(e, fault);
	for (size_t i = 0; i < e->relief_count && answer == ENTRY_OK; i++)
		answer = check_relief(&e->relief[i], fault);
	if (answer == ENTRY_OK)
		answer = entry_check_note(fault, e->note);
	return answer;
}
