#include "daemon/reminder/advice.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/catalogue.h"
#include "cramp/util.h"
#include "daemon/diary/exposure.h"

const char *const advice_measures[ADVICE_MEASURES] = { "warm_feet", "stretch", "loosen_bedding" };

/* What a reading of the day must be to call for a line. ROUGHLY also takes "less" or "more" than usual. */
enum call { NEVER, AT_LEAST, AT_MOST, ROUGHLY };

/*
 * A line is worth saying where today's reading calls for it, or where the user's cramps go with the factor in the
 * direction the measure works against. The limits are ours, but for 18 °C: below it a bedroom counts as cold (WHO
 * Housing and health guidelines, 2018). Earlier rows go first. What is said of today is short enough for one line of a
 * notification.
 */
static const struct rule {
	const char *factor;
	const char *linked_as; /* id of the row of verdicts, where it is an end of the factor; NULL: the factor */
	bool more;	       /* it is too much of it that is worked against */
	enum call call;
	double limit;
	const char *measure;
	const char *today, *linked; /* NULL: no such line */
} rules[] = {
	{ "room_temp_c", NULL, false, AT_MOST, 17.9, "warm_room",
	  "A cool bedroom: take a thicker quilt, or heat a little.",
	  "Your cramps go with a cooler bedroom: a thicker quilt, or a little more heat." },
	{ "fan_on_legs", NULL, true, AT_LEAST, 1, "redirect_fan", "Turn fan or air conditioning away from the legs.",
	  "Your cramps go with a fan on the legs: turn it away." },
	{ "thin_bedding", NULL, true, AT_LEAST, 1, "warm_room", "The quilt is thin: take a thicker one.",
	  "Your cramps go with a thin quilt: take a thicker one." },
	{ "cold_legs", NULL, true, AT_LEAST, 2, "warm_foot_bath", "Cold legs: a warm foot bath; test it with the hand.",
	  "Your cramps go with cold legs: a warm foot bath, tested with the hand." },
	{ "chilled_asleep", NULL, true, NEVER, 0, "warm_foot_bath", NULL,
	  "Your cramps go with getting chilled: a warm foot bath, then dry well." },
	{ "cold_weather", NULL, false, AT_MOST, 0, "warm_foot_bath",
	  "A cold day: a warm foot bath; test it with the hand.",
	  "Your cramps go with cold days: a warm foot bath before bed." },
	{ "leg_fatigue", NULL, true, AT_LEAST, 6, "massage_legs",
	  "Tired legs: knead the calves gently, from the ankle up.",
	  "Your cramps go with tired legs: knead the calves gently, from the ankle up." },
	{ "muscle_injury", NULL, true, AT_LEAST, 1, "limit_load", "A hurt muscle: spare it tomorrow, and keep moving.",
	  "Your cramps go with a hurt muscle: spare it, and keep moving." },
	{ "over_exercise", NULL, true, AT_LEAST, 1, "limit_load", "A hard day: go easier tomorrow, but keep moving.",
	  "Your cramps go with overdoing it: go easier after hard days, but keep moving." },
	{ "exercise_min", NULL, true, AT_LEAST, 90, "limit_load", "Much exercise: go easier tomorrow, but keep moving.",
	  "Your cramps go with much exercise: go easier after hard days, but keep moving." },
	{ "hard_labour", NULL, true, AT_LEAST, 4, "limit_load", "Hard work today: go easier tomorrow, but keep moving.",
	  "Your cramps go with hard work: go easier after it where you can, but keep moving." },
	{ "sedentary_hours", NULL, true, AT_LEAST, 8, "move_regularly",
	  "Much sitting today: walk a few steps before bed.",
	  "Your cramps go with long sitting: get up once an hour, a few steps before bed." },
	{ "awkward_posture_day", NULL, true, AT_LEAST, 1, "move_regularly",
	  "Long in one position: walk a few steps before bed.",
	  "Your cramps go with sitting or standing awkwardly: get up once an hour." },
	{ "dehydration", NULL, true, AT_LEAST, 1, "drink_enough",
	  "Little drunk today: a glass is fine, much now is not.",
	  "Your cramps go with drinking too little: spread it over the day, not over the evening." },
	{ "fluid_ml", "fluid_ml_low", false, ROUGHLY, 0, "drink_enough",
	  "Less drunk than usual: a glass is fine, much is not.",
	  "Your cramps go with days of little drink: spread it over the day, not over the evening." },
	{ "overhydration", NULL, true, AT_LEAST, 1, "not_too_much_water",
	  "Much drunk today: no more is needed tonight.",
	  "Your cramps go with drinking very much: what thirst and effort ask for will do." },
	{ "fluid_ml", "fluid_ml_high", true, ROUGHLY, 0, "not_too_much_water",
	  "More drunk than usual: no more is needed tonight.",
	  "Your cramps go with days of much drink: what thirst and effort ask for will do." },
	{ "quilt_on_soles", NULL, true, NEVER, 0, "mind_posture", NULL,
	  "Your cramps go with the quilt on the feet: settle so that nothing presses them." },
	{ "posture_supine", NULL, true, NEVER, 0, "mind_posture", NULL,
	  "Your cramps go with lying on the back: try the side, and keep the feet free." },
	{ "posture_prone", NULL, true, NEVER, 0, "mind_posture", NULL,
	  "Your cramps go with lying on the front: let the feet hang over the edge, or try the side." },
	{ "limbs_flexed_long", NULL, true, NEVER, 0, "mind_posture", NULL,
	  "Your cramps go with bent knees: stretch the legs out now and then." },
	{ "fixed_posture_asleep", NULL, true, NEVER, 0, "mind_posture", NULL,
	  "Your cramps go with lying still: turn over when you wake." },
	{ "awkward_posture_night", NULL, true, NEVER, 0, "mind_posture", NULL,
	  "Your cramps go with lying awkwardly: settle well before you sleep." },
	{ "unsuitable_shoes", NULL, true, AT_LEAST, 1, "good_shoes", "Uncomfortable shoes today: wear others tomorrow.",
	  "Your cramps go with uncomfortable shoes: wear ones that fit." },
	{ "no_warm_up", NULL, true, NEVER, 0, "warm_up", NULL,
	  "Your cramps go with exercise without warm-up: begin easily next time." },
	{ "no_cool_down", NULL, true, NEVER, 0, "cool_down", NULL,
	  "Your cramps go with stopping at once: let the effort fade out next time." },
	{ "unbalanced_diet", NULL, true, NEVER, 0, "balanced_meals", NULL,
	  "Your cramps go with unbalanced eating: varied meals tomorrow." },
	{ "sleep_debt", NULL, false, NEVER, 0, "enough_sleep", NULL,
	  "Your cramps go with short nights: give this one enough hours." },
};

/* One of a measure's bars: an id, or "age>75". */
static bool bars(const struct advice_facts *facts, const char *what)
{
	int64_t years;

	if (strncmp(what, "age>", 4) != 0)
		return facts->barring && id_listed(facts->barring, what);
	years = strtoll(what + 4, NULL, 10);
	return facts->age != UNKNOWN && facts->age > years;
}

bool advice_allows(const struct advice_facts *facts, const char *id)
{
	const struct measure *m = measure_find(id);
	bool barred = !m;

	for (const char *p = m ? m->barred_for : ""; *p && !barred; p += strspn(p, ",")) {
		size_t length = strcspn(p, ",");
		char *what = xstrndup(p, length);

		barred = bars(facts, what);
		free(what);
		p += length;
	}
	return !barred;
}

static bool is_called_for(const struct advice_facts *facts, const struct rule *rule)
{
	const struct factor *f = factor_by_id(rule->factor, NULL);
	struct exposure e;

	if (rule->call == NEVER || !f)
		return false;
	e = exposure_combine(f, facts->readings, facts->reading_count, facts->night, UNKNOWN, UNKNOWN);
	if (rule->call == ROUGHLY)
		return e.level == (rule->more ? 1 : -1);
	if (isnan(e.value))
		return false;
	return rule->call == AT_LEAST ? e.value >= rule->limit : e.value <= rule->limit;
}

/* An end of a factor is told by its own row: more of "too little" goes with more cramps. */
static bool is_linked(const struct advice_facts *facts, const struct rule *rule)
{
	const char *id = rule->linked_as ? rule->linked_as : rule->factor;
	bool more = rule->linked_as ? true : rule->more;

	for (size_t i = 0; i < facts->link_count; i++)
		if (strcmp(facts->links[i].factor, id) == 0 && facts->links[i].more == more)
			return rule->linked != NULL;
	return false;
}

/* What is both linked and of today weighs most, then what is linked. */
static int weight(const struct advice_line *line)
{
	return 2 * line->linked + line->today;
}

static bool same_measure(const struct advice_line *lines, size_t count, const char *measure)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(lines[i].measure, measure) == 0)
			return true;
	return false;
}

size_t advice_choose(const struct advice_facts *facts, struct advice_line out[ADVICE_LINES])
{
	size_t count = 0;

	for (int wanted = 3; wanted > 0; wanted--) {
		for (size_t i = 0; i < ARRAY_LEN(rules) && count < ADVICE_LINES; i++) {
			const struct rule *rule = &rules[i];
			struct advice_line line = { .measure = rule->measure, .factor = rule->factor };

			line.today = is_called_for(facts, rule);
			line.linked = is_linked(facts, rule);
			line.text = line.linked ? rule->linked : rule->today;
			if (weight(&line) == wanted && !same_measure(out, count, rule->measure) &&
			    advice_allows(facts, rule->measure))
				out[count++] = line;
		}
	}
	return count;
}

bool advice_every(size_t index, struct advice_line *out)
{
	const struct rule *rule = &rules[index / 2];

	if (index / 2 >= ARRAY_LEN(rules))
		return false;
	*out = (struct advice_line){ rule->measure, rule->factor, index % 2 ? rule->linked : rule->today,
				     index % 2 == 0, index % 2 == 1 };
	return true;
}
