#include "daemon/diary/night.h"

#include <math.h>

enum { MINUTE = 60, LONGEST_BED_S = 36 * 3600, LONGEST_ITEM_MIN = 1440, MOST_AWAKENINGS = 200 };

/* Whole minutes from one instant to another; UNKNOWN if either is. */
static int64_t minutes_between(int64_t from_at, int64_t to_at)
{
	if (from_at == UNKNOWN || to_at == UNKNOWN)
		return UNKNOWN;
	return (to_at - from_at) / MINUTE;
}

/* Q4 = 0 says that Q5 is 0: the night was not interrupted. */
static int64_t waso_of(const struct night *n)
{
	return n->waso_min == UNKNOWN && n->awakenings == 0 ? 0 : n->waso_min;
}

struct sleep_figures night_sleep(const struct night *n)
{
	struct sleep_figures f = { UNKNOWN, UNKNOWN, UNKNOWN, NAN };
	int64_t trying_min = minutes_between(n->lights_out_at, n->final_awakening_at);
	int64_t waso_min = waso_of(n);

	f.tib_min = minutes_between(n->into_bed_at, n->out_of_bed_at);
	if (trying_min != UNKNOWN && n->sol_min != UNKNOWN)
		f.spt_min = trying_min - n->sol_min;
	if (f.spt_min != UNKNOWN && waso_min != UNKNOWN)
		f.tst_min = f.spt_min - waso_min;
	if (f.tst_min != UNKNOWN && f.tib_min != UNKNOWN && f.tib_min > 0)
		f.se_percent = 100.0 * (double)f.tst_min / (double)f.tib_min;
	return f;
}

static enum night_answer check_ranges(const struct night *n, struct night_fault *fault)
{
	const struct night_fault checks[] = {
		{ "sol_min", NULL, n->sol_min, 0, LONGEST_ITEM_MIN },
		{ "awakenings", NULL, n->awakenings, 0, MOST_AWAKENINGS },
		{ "waso_min", NULL, n->waso_min, 0, n->awakenings == 0 ? 0 : LONGEST_ITEM_MIN },
		{ "quality", NULL, n->quality, 1, 5 },
	};

	for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
		const struct night_fault *c = &checks[i];

		if (c->value != UNKNOWN && (c->value < c->minimum || c->value > c->maximum)) {
			*fault = *c;
			return NIGHT_OUT_OF_RANGE;
		}
	}
	return NIGHT_OK;
}

struct item {
	const char *name;
	int64_t at;
	bool evening; /* before the time to fall asleep and the time awake in between, which lie before the other two */
};

static enum night_answer check_pair(const struct night *n, const struct item *a, const struct item *b,
				    struct night_fault *fault)
{
	int64_t span_s = b->at - a->at, sol_s = 0, room_min;

	if (span_s < 0) {
		*fault = (struct night_fault){ a->name, b->name, 0, 0, 0 };
		return NIGHT_WRONG_ORDER;
	}
	if (a->evening && !b->evening && n->sol_min != UNKNOWN)
		sol_s = n->sol_min * MINUTE;
	if (span_s < sol_s) {
		*fault = (struct night_fault){ "sol_min", NULL, n->sol_min, 0, span_s / MINUTE };
		return NIGHT_OUT_OF_RANGE;
	}
	if (span_s > LONGEST_BED_S) {
		*fault = (struct night_fault){ "tib_min", NULL, span_s / MINUTE, 0, LONGEST_BED_S / MINUTE };
		return NIGHT_OUT_OF_RANGE;
	}
	room_min = (span_s - sol_s) / MINUTE;
	if (a->evening && !b->evening && n->waso_min != UNKNOWN && n->waso_min > room_min) {
		*fault = (struct night_fault){ "waso_min", NULL, n->waso_min, 0, room_min };
		return NIGHT_OUT_OF_RANGE;
	}
	return NIGHT_OK;
}

enum night_answer night_check(const struct night *n, struct night_fault *fault)
{
	const struct item items[] = {
		{ "into_bed", n->into_bed_at, true },
		{ "lights_out", n->lights_out_at, true },
		{ "final_awakening", n->final_awakening_at, false },
		{ "out_of_bed", n->out_of_bed_at, false },
	};
	enum night_answer answer = check_ranges(n, fault);

	/* The nearest pairs first: they leave the least room, which is what a fault names. */
	for (size_t i = ARRAY_LEN(items); i-- > 0;) {
		for (size_t j = i + 1; j < ARRAY_LEN(items) && answer == NIGHT_OK; j++) {
			if (items[i].at != UNKNOWN && items[j].at != UNKNOWN)
				answer = check_pair(n, &items[i], &items[j], fault);
		}
	}
	return answer;
}

bool night_is_over(int32_t night, struct instant now, int night_starts_min)
{
	return night < night_current(now, night_starts_min);
}

int32_t night_current(struct instant now, int night_starts_min)
{
	return night_of(now, night_starts_min);
}
