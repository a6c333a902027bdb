#include "daemon/diary/classify.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MINUTE = 60, HOUR = 3600, REST_FROM_S = 8 * HOUR, REST_UNTIL_S = 22 * HOUR, DAY_S = 86400, TELLING_S = 600 };
/* "Many muscles, long": signs of mineral loss (source 000). */
enum { MANY_MUSCLES = 3, LONG_S = 600, HEAVY_SWEATING = 2 };

/* Which reading means what to the rule. */
enum role { ROLE_NONE, ROLE_HOT, ROLE_EXERCISE, ROLE_LOSS };

static const struct {
	const char *factor;
	enum role role;
	double least; /* told at least so much */
} roles[] = {
	{ "hot_exertion", ROLE_HOT, 0 },       { "exercise_min", ROLE_EXERCISE, 0 },
	{ "over_exercise", ROLE_EXERCISE, 0 }, { "long_walk_or_climb", ROLE_EXERCISE, 0 },
	{ "hard_labour", ROLE_EXERCISE, 0 },   { "diarrhoea", ROLE_LOSS, 0 },
	{ "vomiting", ROLE_LOSS, 0 },	       { "heavy_sweating", ROLE_LOSS, HEAVY_SWEATING },
};

static enum role role_of(const char *factor, double *least)
{
	for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
		if (str_equal(roles[i].factor, factor)) {
			*least = roles[i].least;
			return roles[i].role;
		}
	}
	return ROLE_NONE;
}

bool circumstances_factor(const char *factor)
{
	double least;

	return role_of(factor, &least) != ROLE_NONE;
}

void circumstances_init(struct circumstances *around, int night_starts_min)
{
	*around = (struct circumstances){
		.night_starts_min = night_starts_min,
		.hot_exertion_end_at = UNKNOWN,
		.hot_exertion_start_at = UNKNOWN,
	};
}

/* Start and end of what a reading tells, as far as they are known. An amount of minutes or hours fills in the other
 * end. */
struct span {
	int64_t start_at, end_at;
};

static struct span span_of(const struct reading *r)
{
	double minutes = str_equal(r->factor, "hard_labour") ? r->value * 60 : r->value;
	bool timed = str_equal(r->factor, "hot_exertion") || str_equal(r->factor, "exercise_min") ||
		     str_equal(r->factor, "hard_labour");
	int64_t length_s = timed && minutes > 0 && minutes <= 2880 ? (int64_t)(minutes * MINUTE) : 0;
	struct span s = { r->at, r->until_at };

	if (s.end_at == UNKNOWN && s.start_at != UNKNOWN) {
		s.end_at = s.start_at + length_s;
		/* What was told afterwards had ended by then. */
		if (r->recorded_at != UNKNOWN && r->recorded_at >= s.start_at && s.end_at > r->recorded_at)
			s.end_at = r->recorded_at;
	}
	if (s.start_at == UNKNOWN && s.end_at != UNKNOWN)
		s.start_at = s.end_at - length_s;
	return s;
}

/* The earliest and latest moment an episode of unknown time can have had: the hours of rest of its night. */
static struct span night_hours(const struct circumstances *around, const struct episode *e)
{
	int64_t start = (int64_t)e->night * DAY_S + around->night_starts_min * MINUTE - e->onset.offset_s;

	return (struct span){ start + REST_FROM_S, start + REST_UNTIL_S };
}

static void add_hot(struct circumstances *around, const struct episode *e, const struct reading *r)
{
	struct span s = span_of(r);
	struct span onset = { e->onset.at, e->onset.at };

	if (s.end_at == UNKNOWN) {
		if (r->night == e->night)
			around->hot_exertion_maybe = true;
		return;
	}
	if (e->onset.at == UNKNOWN) {
		onset = night_hours(around, e);
		if (s.start_at + HOUR <= onset.end_at && onset.start_at - s.end_at <= HEAT_WINDOW_S)
			around->hot_exertion_maybe = true;
		return;
	}
	if (s.end_at <= onset.start_at) {
		if (around->hot_exertion_end_at == UNKNOWN || s.end_at > around->hot_exertion_end_at)
			around->hot_exertion_end_at = s.end_at;
	} else if (s.start_at <= onset.start_at) {
		if (around->hot_exertion_start_at == UNKNOWN || s.start_at < around->hot_exertion_start_at)
			around->hot_exertion_start_at = s.start_at;
	}
}

/* "exercise 45m" in the evening, without a time, is stamped with the moment it was said: that is not when it ended. */
static bool time_of_telling(const struct reading *r)
{
	return r->until_at == UNKNOWN && r->at != UNKNOWN && r->recorded_at != UNKNOWN &&
	       r->at > r->recorded_at - TELLING_S;
}

static bool exercise_is_near(const struct episode *e, const struct reading *r)
{
	struct span s = span_of(r);

	if (e->onset.at == UNKNOWN || s.end_at == UNKNOWN || time_of_telling(r))
		return false;
	return s.start_at <= e->onset.at && e->onset.at - s.end_at <= HOUR;
}

void circumstances_add(struct circumstances *around, const struct episode *e, const struct reading *r)
{
	double least = 0;
	enum role role = role_of(r->factor, &least);
	bool happened = isnan(r->value) ? r->level == 1 : r->value > 0 && r->value >= least;

	if (!happened)
		return;
	switch (role) {
	case ROLE_HOT: add_hot(around, e, r); break;
	case ROLE_EXERCISE: around->exercise_near |= exercise_is_near(e, r); break;
	case ROLE_LOSS: around->mineral_loss |= r->night == e->night; break;
	case ROLE_NONE: break;
	}
}

/* Where the episode stands for the rule. */
struct view {
	bool rest, by_day, exercise; /* at rest; up and about by day; during or after exercise, as told */
	bool heat;		     /* exertion in heat within the window */
	bool heat_site;		     /* hand, arm, thigh or abdomen: seldom a night cramp */
	int64_t since_heat_s;	     /* UNKNOWN: it was under way */
};

static bool any_muscle(const struct episode *e, const char *const *list)
{
	for (size_t i = 0; i < e->muscle_count; i++) {
		for (size_t j = 0; list[j]; j++) {
			if (strcmp(e->muscles[i], list[j]) == 0)
				return true;
		}
	}
	return false;
}

/* Outside the hours of rest by the clock of where it happened. */
static bool clock_says_day(const struct episode *e, int night_starts_min)
{
	struct civil c = civil_of(e->onset);
	int32_t since_start_s = (c.second - night_starts_min * MINUTE + DAY_S) % DAY_S;

	return since_start_s < REST_FROM_S || since_start_s >= REST_UNTIL_S;
}

static struct view view_of(const struct episode *e, const struct circumstances *around)
{
	static const char *const heat_sites[] = { "hand", "arm", "thigh_front", "hamstring", "abdomen", NULL };
	bool in_bed =
		str_equal(e->context, "asleep") || str_equal(e->context, "inbed") || str_equal(e->context, "waking");
	bool open = str_empty(e->context) || str_equal(e->context, "sitting");
	struct view v = { .since_heat_s = UNKNOWN };

	v.exercise = !in_bed && !open;
	v.by_day = open && e->onset.at != UNKNOWN && clock_says_day(e, around->night_starts_min);
	v.rest = in_bed || (open && !v.by_day);
	v.heat_site = any_muscle(e, heat_sites);
	if (e->onset.at == UNKNOWN)
		return v;
	if (around->hot_exertion_start_at != UNKNOWN && e->onset.at - around->hot_exertion_start_at >= HOUR) {
		v.heat = true;
	} else if (around->hot_exertion_end_at != UNKNOWN) {
		v.since_heat_s = e->onset.at - around->hot_exertion_end_at;
		v.heat = v.since_heat_s >= 0 && v.since_heat_s <= HEAT_WINDOW_S;
	}
	return v;
}

/* "9 h 40 min before", "under way". */
static char *heat_words(const struct view *v)
{
	if (v->since_heat_s == UNKNOWN)
		return xstrdup("exertion in heat was under way");
	return xasprintf("exertion in heat ended %d h %02d min before", (int)(v->since_heat_s / HOUR),
			 (int)(v->since_heat_s % HOUR / MINUTE));
}

static void set_class(struct episode *e, const char *class, const char *because)
{
	str_copy(e->class, sizeof(e->class), class);
	free(e->class_reason);
	e->class_reason = xstrdup(because);
}

static void set_heat(struct episode *e, const struct view *v)
{
	bool clear = v->heat_site || !v->rest;
	char *heat = heat_words(v);
	char *reason = xasprintf("%s, %s", heat,
				 v->heat_site ? "and it was not in calf or foot alone"
				 : clear      ? "and it did not come at rest"
					      : "but it came at rest in calf or foot: night or heat cramp");

	set_class(e, clear ? "heat" : "unclear", reason);
	free(heat);
	free(reason);
}

bool class_counts(const char *class)
{
	return str_equal(class, "night") || str_equal(class, "unclear");
}

void classify(struct episode *e, const struct circumstances *around)
{
	struct view v;
	bool minerals;

	if (e->class_manual)
		return;
	v = view_of(e, around);
	minerals = around->mineral_loss && e->muscle_count >= MANY_MUSCLES && e->duration_s > LONG_S;
	if (v.heat && (v.heat_site || !v.rest))
		set_heat(e, &v);
	else if (minerals)
		set_class(e, "electrolyte_like",
			  "many muscles, more than 10 minutes, on a day with diarrhoea, vomiting or heavy sweating");
	else if (v.heat)
		set_heat(e, &v);
	else if (v.exercise)
		set_class(e, "exercise", "during or just after exercise");
	else if (around->exercise_near && str_empty(e->context))
		set_class(e, "exercise", "exercise was under way, or ended within the hour before");
	else if (v.by_day)
		set_class(e, "day", "by day, not in bed");
	else if (around->hot_exertion_maybe)
		set_class(e, "unclear", "at rest, but exertion in heat may have been within the 18 hours before");
	else
		set_class(e, "night", "at rest, and no exertion in heat on record in the 18 hours before");
}
