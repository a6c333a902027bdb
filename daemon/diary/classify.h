/*
 * What sort of cramp an episode was, by rule (source 004 and 000; domain rule "Classification"). Pure.
 *
 * Contexts asleep, in bed, on waking and sitting are at rest. Where no context was told, or only "sitting", the clock
 * decides: from 8 to 22 hours after the night's start (20:00 to 10:00 under the noon rule) the person is taken to be at
 * rest, outside of that the cramp came by day. A cramp by day is no night cramp whatever it was.
 */
#ifndef CRAMPD_CLASSIFY_H
#define CRAMPD_CLASSIFY_H

#include "daemon/diary/model.h"

/* A cramp within this time after exertion in heat may be a heat cramp (source 004), the end included. */
enum { HEAT_WINDOW_S = 18 * 3600 };

/* What happened around the episode. Start from circumstances_init, then show it every reading of the nights around. */
struct circumstances {
	int night_starts_min;
	/* end of the latest hot exertion that ended at or before the onset, and start of one that was under way;
	 * UNKNOWN if none */
	int64_t hot_exertion_end_at, hot_exertion_start_at;
	/* one that may have been within the window: its own time or the cramp's is not known */
	bool hot_exertion_maybe;
	/* diarrhoea, vomiting or heavy sweating told for that day */
	bool mineral_loss;
	/* other exercise under way at onset, or ended within the hour before */
	bool exercise_near;
};

void circumstances_init(struct circumstances *around, int night_starts_min);
/* Takes in one reading; those that say nothing about the episode are passed over. */
void circumstances_add(struct circumstances *around, const struct episode *e, const struct reading *r);
/* Is it a factor that the rule looks at? */
bool circumstances_factor(const char *factor);
/* Nights before the episode's own whose readings may matter. */
enum { CIRCUMSTANCES_NIGHTS_BEFORE = 2, CIRCUMSTANCES_NIGHTS_AFTER = 1 };

/* Nights are counted by the cramps of these classes: night and unclear. */
bool class_counts(const char *class);

/* Sets e->class and e->class_reason unless class_manual. */
void classify(struct episode *e, const struct circumstances *around);

#endif
