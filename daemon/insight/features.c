#include "daemon/insight/features.h"

#include "daemon/insight/rows.h"

const char *const class_names[CLASSES] = { "night", "unclear", "heat", "exercise", "electrolyte_like", "day" };
const int64_t duration_edges_s[DURATION_CLASSES - 1] = { 30, 60, 120, 300, 600 };

const char *feature_state_name(enum feature_state s)
{
	static const char *const names[] = { "not_told", "no", "yes" };

	return names[s];
}

static bool has_muscle(const struct episode *e, const char *const *muscles, size_t count)
{
	for (size_t i = 0; i < e->muscle_count; i++)
		for (size_t m = 0; m < count; m++)
			if (str_equal(e->muscles[i], muscles[m]))
				return true;
	return false;
}

static enum feature_state known(bool told, bool yes)
{
	return !told ? FEATURE_NOT_TOLD : yes ? FEATURE_YES : FEATURE_NO;
}

static enum feature_state intense_pain(const struct episode *e)
{
	return known(e->severity != UNKNOWN, e->severity >= INTENSE_FROM);
}

static enum feature_state brief(const struct episode *e)
{
	return known(e->duration_s != UNKNOWN, e->duration_s <= BRIEF_S);
}

static enum feature_state calf_or_foot(const struct episode *e)
{
	static const char *const lower[] = { "calf", "foot_sole", "toes" };

	return known(e->muscle_count > 0, has_muscle(e, lower, ARRAY_LEN(lower)));
}

static enum feature_state clear_of_thigh(const struct episode *e)
{
	static const char *const upper[] = { "thigh_front", "hamstring" };

	return known(e->muscle_count > 0, !has_muscle(e, upper, ARRAY_LEN(upper)));
}

/* UNKNOWN is less than 0. */
static enum feature_state pain_after(const struct episode *e)
{
	return known(e->soreness != UNKNOWN || e->soreness_h != UNKNOWN, e->soreness > 0 || e->soreness_h > 0);
}

static enum feature_state sleep_disturbed(const struct episode *e)
{
	bool told = e->woke != UNKNOWN || e->awake_min != UNKNOWN || e->sleep_disturbance != UNKNOWN;

	return known(told, e->woke == 1 || e->awake_min > 0 || e->sleep_disturbance > 0);
}

static enum feature_state distress(const struct episode *e)
{
	return known(e->distress != UNKNOWN, e->distress > 0);
}

static const struct {
	const char *id;
	enum feature_state (*of)(const struct episode *e);
} rules[FEATURES] = {
	{ "intense_pain", intense_pain },   { "brief", brief },		  { "calf_or_foot", calf_or_foot },
	{ "seldom_thigh", clear_of_thigh }, { "pain_after", pain_after }, { "sleep_disturbed", sleep_disturbed },
	{ "distress", distress },
};
enum { SELDOM_THIGH = 3 };

void features_init(struct features *f)
{
	*f = (struct features){ 0 };
	for (size_t i = 0; i < FEATURES; i++)
		f->list[i].id = rules[i].id;
}

static size_t duration_class(int64_t duration_s)
{
	size_t i = 0;

	while (i < ARRAY_LEN(duration_edges_s) && duration_s >= duration_edges_s[i])
		i++;
	return i;
}

void features_episode(struct features *f, const struct episode *e)
{
	for (size_t i = 0; i < CLASSES; i++)
		f->classes[i] += str_equal(e->class, class_names[i]);
	if (!episode_of_night(e))
		return;
	if (e->severity >= 0 && e->severity < SEVERITIES)
		f->severities[e->severity]++;
	if (e->duration_s != UNKNOWN)
		f->durations[duration_class(e->duration_s)]++;
	for (size_t i = 0; i < FEATURES; i++) {
		enum feature_state s = rules[i].of(e);

		f->list[i].yes += s == FEATURE_YES;
		f->list[i].no += s == FEATURE_NO;
		f->list[i].untold += s == FEATURE_NOT_TOLD;
	}
}

enum feature_state feature_state(const struct feature *f)
{
	int64_t told = f->yes + f->no;

	if (told == 0)
		return FEATURE_NOT_TOLD;
	if (str_equal(f->id, rules[SELDOM_THIGH].id))
		return known(true, 5 * f->yes >= 4 * told);
	return known(true, 2 * f->yes >= told);
}
