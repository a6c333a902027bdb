#include "daemon/diary/model.h"

#include <math.h>
#include <stdlib.h>

void episode_init(struct episode *e)
{
	*e = (struct episode){
		.id = UNKNOWN,
		.night = NO_NIGHT,
		.onset = { .at = UNKNOWN },
		.severity = UNKNOWN,
		.duration_s = UNKNOWN,
		.woke = UNKNOWN,
		.awake_min = UNKNOWN,
		.sleep_disturbance = UNKNOWN,
		.distress = UNKNOWN,
		.soreness = UNKNOWN,
		.soreness_h = UNKNOWN,
		.knot = UNKNOWN,
		.recorded_at = UNKNOWN,
	};
}

void night_init(struct night *n)
{
	*n = (struct night){
		.id = UNKNOWN,
		.night = NO_NIGHT,
		.into_bed_at = UNKNOWN,
		.lights_out_at = UNKNOWN,
		.sol_min = UNKNOWN,
		.awakenings = UNKNOWN,
		.waso_min = UNKNOWN,
		.final_awakening_at = UNKNOWN,
		.out_of_bed_at = UNKNOWN,
		.quality = UNKNOWN,
		.recorded_at = UNKNOWN,
	};
}

void nap_init(struct nap *n)
{
	*n = (struct nap){
		.id = UNKNOWN, .night = NO_NIGHT, .start_at = UNKNOWN, .end_at = UNKNOWN, .recorded_at = UNKNOWN
	};
}

void reading_init(struct reading *r)
{
	*r = (struct reading){
		.id = UNKNOWN,
		.value = NAN,
		.level = UNKNOWN,
		.effort = UNKNOWN,
		.at = UNKNOWN,
		.until_at = UNKNOWN,
		.night = NO_NIGHT,
		.recorded_at = UNKNOWN,
	};
}

void trait_init(struct trait *t)
{
	*t = (struct trait){
		.id = UNKNOWN,
		.value = NAN,
		.as_needed = UNKNOWN,
		.from = NO_NIGHT,
		.until = NO_NIGHT,
		.recorded_at = UNKNOWN,
	};
}

void reminder_init(struct reminder *r)
{
	*r = (struct reminder){
		.night = NO_NIGHT,
		.due = { .at = UNKNOWN },
		.shown_at = UNKNOWN,
		.reshown_at = UNKNOWN,
		.closed_at = UNKNOWN,
		.snooze_until_at = UNKNOWN,
		.answered_at = UNKNOWN,
	};
}

void episode_clear(struct episode *e)
{
	free(e->class_reason);
	free(e->note);
	episode_init(e);
}

void night_clear(struct night *n)
{
	free(n->note);
	night_init(n);
}

void nap_clear(struct nap *n)
{
	free(n->note);
	nap_init(n);
}

void reading_clear(struct reading *r)
{
	free(r->note);
	reading_init(r);
}

void own_factor_clear(struct own_factor *f)
{
	free(f->label);
	*f = (struct own_factor){ 0 };
}

void trait_clear(struct trait *t)
{
	free(t->name);
	free(t->dose);
	free(t->note);
	trait_init(t);
}

void reminder_clear(struct reminder *r)
{
	free(r->trouble);
	reminder_init(r);
}

void issued_look_clear(struct issued_look *l)
{
	free(l->verdicts);
	*l = (struct issued_look){ .first = NO_NIGHT, .last = NO_NIGHT };
}

const char *night_state_name(enum night_state s)
{
	static const char *const names[] = {
		[STATE_UNKNOWN] = "unknown", [STATE_FREE] = "free", [STATE_CRAMP] = "cramp"
	};

	return names[s];
}
