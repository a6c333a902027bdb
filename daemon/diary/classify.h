/*
 * What sort of cramp an episode was, by rule (source 004 and 000; domain rule "Classification"). Pure.
 */
#ifndef CRAMPD_CLASSIFY_H
#define CRAMPD_CLASSIFY_H

#include "daemon/diary/model.h"

/* What happened around the episode. */
struct circumstances {
	/* end of the latest hot exertion that ended at or before the onset, and start of one that was under way;
	 * UNKNOWN if none */
	int64_t hot_exertion_end_at, hot_exertion_start_at;
	/* diarrhoea, vomiting or heavy sweating told for that day */
	bool mineral_loss;
	/* other exercise under way at onset, or ended within the hour before */
	bool exercise_near;
};

/* Sets e->class and e->class_reason unless class_manual. */
void classify(struct episode *e, const struct circumstances *around);

#endif
