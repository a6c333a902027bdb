#include "daemon/diary/entry_check.h"
#include "daemon/diary/night.h"

enum { LONGEST_NAP_S = 24 * 3600 };

/*
 * Each time must be near its night: the main sleep ends in the night's window, or a little after it, and may have begun
 * up to a day and a half before (night_check bounds the span).
 */
static enum entry_answer check_near(const struct night *n, const char *item, int64_t at,
				    const struct entry_rules *rules, struct entry_fault *fault)
{
	struct instant when = { at, n->offset_s };
	enum entry_answer answer = entry_check_instant(fault, item, when, rules);
	int32_t night;

	if (at == UNKNOWN || answer != ENTRY_OK)
		return answer;
	night = night_of(when, rules->night_starts_min);
	if (night >= n->night - 2 && night <= n->night + 1)
		return ENTRY_OK;
	entry_malformed(fault, item, NULL, "a time in that night, or near it");
	fault->at = when;
	return ENTRY_MALFORMED;
}

static enum entry_answer check_figures(const struct night *n, struct entry_fault *fault)
{
	struct night_fault wrong;

	switch (night_check(n, &wrong)) {
	case NIGHT_OK: break;
	case NIGHT_OUT_OF_RANGE:
		return entry_out_of_range(fault, wrong.a, (double)wrong.value, (double)wrong.minimum,
					  (double)wrong.maximum);
	case NIGHT_WRONG_ORDER:
		entry_malformed(fault, wrong.a, NULL, NULL);
		fault->other = wrong.b;
		return ENTRY_WRONG_ORDER;
	}
	return ENTRY_OK;
}

enum entry_answer night_entry_check(struct night *n, const struct entry_rules *rules, struct entry_fault *fault)
{
	const struct {
		const char *item;
		int64_t at;
	} times[] = {
		{ "into_bed", n->into_bed_at },
		{ "lights_out", n->lights_out_at },
		{ "final_awakening", n->final_awakening_at },
		{ "out_of_bed", n->out_of_bed_at },
	};
	enum entry_answer answer =
		entry_check_night(fault, n->night, night_current(rules->now, rules->night_starts_min));

	for (size_t i = 0; i < ARRAY_LEN(times) && answer == ENTRY_OK; i++)
		answer = check_near(n, times[i].item, times[i].at, rules, fault);
	if (answer == ENTRY_OK)
		answer = check_figures(n, fault);
	if (answer == ENTRY_OK)
		answer = entry_check_note(fault, n->note);
	return answer;
}

enum entry_answer nap_check(struct nap *n, const struct entry_rules *rules, struct entry_fault *fault)
{
	struct instant start = { n->start_at, n->offset_s }, end = { n->end_at, n->offset_s };
	enum entry_answer answer;

	if (n->start_at == UNKNOWN || n->end_at == UNKNOWN)
		return entry_malformed(fault, n->start_at == UNKNOWN ? "start" : "end", "", "told, as a nap has both");
	answer = entry_check_instant(fault, "start", start, rules);
	if (answer == ENTRY_OK)
		answer = entry_check_instant(fault, "end", end, rules);
	if (answer != ENTRY_OK)
		return answer;
	if (n->start_at >= n->end_at) {
		entry_malformed(fault, "start", NULL, NULL);
		fault->other = "end";
		return ENTRY_WRONG_ORDER;
	}
	if (n->end_at - n->start_at > LONGEST_NAP_S)
		return entry_out_of_range(fault, "nap_min", (double)((n->end_at - n->start_at) / 60), 0,
					  LONGEST_NAP_S / 60);
	if (n->night == NO_NIGHT)
		n->night = night_of(end, rules->day_starts_min);
	return entry_check_note(fault, n->note);
}
