/*
 * The classification rule of diary/classify.h, fed from the store: what was told around an episode.
 */
#ifndef CRAMPD_CIRCUMSTANCES_H
#define CRAMPD_CIRCUMSTANCES_H

#include "daemon/diary/entry.h"

struct store;

/* Sets e->class and e->class_reason from the readings on record (unless set by the user). 0 or negative. */
int circumstances_classify(struct store *s, const struct entry_rules *rules, struct episode *e);

/*
 * Works the class of every cramp of the nights from..to out anew and keeps those that changed, within the open command.
 * A night that has a cramp of its own by that is free no longer. 0 or negative.
 */
int circumstances_reclassify(struct store *s, const struct entry_rules *rules, int32_t from, int32_t to);
/* The same for the cramps that a reading of that factor and night may bear on: none for most factors. */
int circumstances_changed(struct store *s, const struct entry_rules *rules, const char *factor, int32_t night);

/*
 * The same for every cramp that the open batch touched, or a reading it changed bears on: after an undo, a redo or an
 * import a class follows from what is on record now, not from what was when the step was made. 0 or negative.
 */
int circumstances_settle(struct store *s, const struct entry_rules *rules, int64_t batch);

/*
 * Takes back the word that a night was free, within the open command; the row goes where it said nothing else. *cleared
 * (may be NULL) is set if it had been said, else left alone. 0 or negative.
 */
int circumstances_unfree(struct store *s, int32_t night, bool *cleared);

#endif
