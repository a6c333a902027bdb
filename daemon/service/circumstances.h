/*
 * The classification rule of diary/classify.h, fed from the store: what was told around an episode.
 */
#ifndef CRAMPD_CIRCUMSTANCES_H
#define CRAMPD_CIRCUMSTANCES_H

#include "daemon/diary/entry.h"

struct store;

/* Sets e->class and e->class_reason from the readings on record (unless set by the user). 0 or negative. */
int circumstances_classify(struct store *s, const struct entry_rules *rules, struct episode *e);

#endif
