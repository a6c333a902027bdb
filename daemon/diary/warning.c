#include "daemon/diary/warning.h"

#include <string.h>

enum { LONG_S = 600, HEAT_LONG_S = 3600, MANY_MUSCLES = 3 };

static bool ticked(const struct episode *e, const char *flag)
{
	for (size_t i = 0; i < e->flag_count; i++) {
		if (strcmp(e->flags[i], flag) == 0)
			return true;
	}
	return false;
}

/* Unknown figures are UNKNOWN, which is less than any limit. */
static bool long_cramp(const struct episode *e)
{
	return e->duration_s > LONG_S;
}

static bool heat_cramps(const struct episode *e)
{
	return str_equal(e->class, "heat") && e->duration_s > HEAT_LONG_S;
}

static bool weak_legs(const struct episode *e)
{
	return ticked(e, "weak") && str_equal(e->side, "both");
}

static bool many_muscles(const struct episode *e)
{
	return e->muscle_count >= MANY_MUSCLES && e->duration_s > LONG_S;
}

/* What is read off the figures, beside the ticks of red_flags.tsv. */
static const struct {
	const char *flag;
	bool (*met)(const struct episode *e);
} rules[] = {
	{ "long_cramp", long_cramp },
	{ "heat_cramps", heat_cramps },
	{ "numb_seat", weak_legs },
	{ "many_muscles", many_muscles },
};

static bool is_met(const struct red_flag *flag, const struct episode *e)
{
	for (size_t i = 0; i < e->flag_count; i++) {
		if (id_listed(flag->ticks, e->flags[i]))
			return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		if (strcmp(rules[i].flag, flag->id) == 0 && rules[i].met(e))
			return true;
	}
	return false;
}

size_t episode_warnings(const struct episode *e, const struct red_flag *out[WARNINGS_MAX])
{
	static const char *const levels[] = { "urgent", "soon", "info" };
	size_t n = 0;

	for (size_t level = 0; level < ARRAY_LEN(levels); level++) {
		for (size_t i = 0; i < catalogue_red_flag_count && n < WARNINGS_MAX; i++) {
			const struct red_flag *flag = &catalogue_red_flags[i];

			if (strcmp(flag->level, levels[level]) == 0 && is_met(flag, e))
				out[n++] = flag;
		}
	}
	return n;
}
