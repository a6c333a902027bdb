/*
 * Rules about nights: which one an instant belongs to, what its sleep items amount to, when it is over. Pure.
 */
#ifndef CRAMPD_NIGHT_H
#define CRAMPD_NIGHT_H

#include "daemon/diary/model.h"

/* Consensus sleep diary figures (Carney et al. 2012, formulas in cramp-statistics(7)); UNKNOWN unless every item needed
 * is known. */
struct sleep_figures {
	int64_t tib_min;   /* time in bed: out of bed - into bed */
	int64_t spt_min;   /* sleep period: final awakening - (lights out + SOL) */
	int64_t tst_min;   /* total sleep time: SPT - WASO */
	double se_percent; /* sleep efficiency: 100 TST / TIB; NAN if unknown */
};
struct sleep_figures night_sleep(const struct night *n);

/* Answers of night_check. */
enum night_answer { NIGHT_OK = 0, NIGHT_WRONG_ORDER, NIGHT_OUT_OF_RANGE };
/* Out of range: `a` names the item ("waso_min"), with its value and limits. Wrong order: `a` should come before `b`. */
struct night_fault {
	const char *a, *b;
	int64_t value, minimum, maximum;
};
/*
 * Are the sleep items possible together? into bed <= lights out, lights out + SOL <= final awakening <= out of bed,
 * WASO <= SPT, no awakenings then no WASO, at most 36 h in bed (told as an impossible "tib_min"). *fault is set unless
 * NIGHT_OK.
 */
enum night_answer night_check(const struct night *n, struct night_fault *fault);

/* True if night `night` has ended at `now`: the next noon (night_starts) has passed by the local time of `now`. */
bool night_is_over(int32_t night, struct instant now, int night_starts_min);
/* The newest night that may be spoken of: the one in progress, or before the evening the one just past. */
int32_t night_current(struct instant now, int night_starts_min);

#endif
