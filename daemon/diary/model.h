/*
 * The facts of the diary as C sees them. Plain structs: no SQL, no JSON, no clock. Integers are UNKNOWN (util.h),
 * doubles NAN, strings NULL or "" and nights NO_NIGHT where nobody told.
 */
#ifndef CRAMPD_MODEL_H
#define CRAMPD_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cramp/util.h"
#include "cramp/when.h"

enum { ID_MAX = WORD_MAX + 1, EPISODE_MUSCLES = 16, EPISODE_RELIEF = 16, EPISODE_FLAGS = 16 };

typedef char uid_text[UID_MAX + 1];
typedef char id_text[ID_MAX];

struct relief_use {
	id_text method;
	int64_t seconds; /* to relief */
	int64_t worked;	 /* 1, 0, UNKNOWN */
	int64_t effect;	 /* 0 to 3 */
};

struct episode {
	uid_text uid;
	int64_t id;
	int32_t night;
	struct instant onset; /* .at UNKNOWN where only the night is known; .offset_s always set */
	id_text precision;    /* exact, approximate, night */
	char zone[ZONE_MAX];
	id_text side;	  /* left, right, both, "" */
	int64_t severity; /* 0 to 10, numeric rating scale */
	int64_t duration_s, woke, awake_min, sleep_disturbance, distress, soreness, soreness_h, knot;
	id_text context, trigger, posture;
	uid_text repeat_of; /* "" if it is none */
	id_text class;	    /* night, heat, exercise, electrolyte_like, unclear, day */
	char *class_reason; /* owned */
	bool class_manual, draft;
	id_text source;
	char *note; /* owned */
	int64_t recorded_at;
	id_text muscles[EPISODE_MUSCLES];
	size_t muscle_count;
	struct relief_use relief[EPISODE_RELIEF];
	size_t relief_count;
	id_text flags[EPISODE_FLAGS];
	size_t flag_count;
};

struct night {
	uid_text uid; /* "" where there is no row */
	int64_t id;
	int32_t night;
	bool free;
	int64_t into_bed_at, lights_out_at, sol_min, awakenings, waso_min, final_awakening_at, out_of_bed_at, quality;
	int32_t offset_s;
	char zone[ZONE_MAX];
	id_text source;
	char *note; /* owned */
	int64_t recorded_at;
};

struct nap {
	uid_text uid;
	int64_t id;
	int32_t night;
	int64_t start_at, end_at;
	int32_t offset_s;
	char zone[ZONE_MAX];
	id_text source;
	char *note; /* owned */
	int64_t recorded_at;
};

struct reading {
	uid_text uid;
	int64_t id;
	id_text factor;
	double value;	      /* yes/no as 1 and 0; NAN where only the level is known */
	int64_t level;	      /* -1, 0, 1, UNKNOWN */
	int64_t effort;	      /* 0 to 10, of exercise */
	int64_t at, until_at; /* UTC seconds: when it was, or began, and ended */
	int32_t offset_s;
	char zone[ZONE_MAX];
	int32_t night;
	id_text source;
	char *note; /* owned */
	int64_t recorded_at;
};

struct own_factor {
	id_text id;
	char *label; /* owned */
	id_text kind, unit, window, combine;
	int64_t recorded_at;
};

struct tracking {
	id_text factor;
	bool tracked, suspect;
	int64_t suspect_at, lag, lag_declared_at, recorded_at;
};

struct trait {
	uid_text uid;
	int64_t id;
	id_text trait;
	double value;	   /* yes/no as 1 and 0; else in the catalogue's unit */
	char *name, *dose; /* owned */
	int64_t as_needed; /* 1, 0, UNKNOWN */
	id_text side;
	int32_t from, until; /* dates */
	char *note;	     /* owned */
	int64_t recorded_at;
};

struct reminder {
	uid_text uid; /* KIND:NIGHT */
	id_text kind; /* bedtime, checkin, weekly */
	int32_t night;
	struct instant due;
	char zone[ZONE_MAX];
	id_text state; /* due, shown, snoozed, answered, expired, missed */
	int64_t shown_at, reshown_at, closed_at, snooze_until_at, answered_at;
	id_text answer;
	char *trouble; /* owned */
};

/* Verdicts as they were issued at a night of the schedule. */
struct issued_look {
	uid_text uid; /* FIRST:NIGHTS */
	int32_t first, last;
	int64_t nights; /* calendar nights from first to last */
	int64_t issued_at, method;
	id_text data_hash;
	char *verdicts; /* owned; JSON text, an object with the report's rows */
};

/* One command of the journal: what undo takes back. */
struct batch {
	int64_t id;
	uid_text uid;
	int64_t at; /* UTC seconds */
	char zone[ZONE_MAX];
	char device[UID_LENGTH + 1];
	id_text actor, command, kind;
	int64_t target; /* of an undo or a redo: the id of the batch it is about */
	bool undone;
	int64_t changes; /* their number */
};

/* Everything unknown. */
void episode_init(struct episode *e);
void night_init(struct night *n);
void nap_init(struct nap *n);
void reading_init(struct reading *r);
void trait_init(struct trait *t);
void reminder_init(struct reminder *r);

/* Free what the struct owns and set it to unknown. */
void episode_clear(struct episode *e);
void night_clear(struct night *n);
void nap_clear(struct nap *n);
void reading_clear(struct reading *r);
void own_factor_clear(struct own_factor *f);
void trait_clear(struct trait *t);
void reminder_clear(struct reminder *r);
void issued_look_clear(struct issued_look *l);

/* Night states, as stored and as shown. */
enum night_state { STATE_UNKNOWN, STATE_FREE, STATE_CRAMP };
const char *night_state_name(enum night_state s);

#endif
