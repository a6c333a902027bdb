/*
 * Red flags met in a range of nights: by single episodes (diary/warning.h), by what only many nights show, and by
 * standing circumstances that hold in it. Never a diagnosis. Pure.
 */
#ifndef CRAMPD_FLAGS_H
#define CRAMPD_FLAGS_H

#include "daemon/diary/warning.h"
#include "daemon/insight/course.h"

enum { FLAG_NIGHTS = 5, FLAG_TICKS = 16 };

enum flag_source { FLAG_EPISODES, FLAG_NIGHTS_TOGETHER, FLAG_TRAIT };
const char *flag_source_name(enum flag_source s); /* "episode", "pattern", "trait" */

struct flag_met {
	const struct red_flag *flag; /* of the catalogue */
	enum flag_source by;
	int64_t times;		     /* episodes or nights that met it; traits that hold */
	int32_t first, last;	     /* nights; of a trait the days it holds, NO_NIGHT: open */
	int32_t nights[FLAG_NIGHTS]; /* the newest, newest first */
	size_t night_count;
	const char *words[FLAG_TICKS]; /* ids of the ticks, or of the traits; borrowed from the catalogue */
	size_t word_count;
};

struct flags {
	int32_t from, to;
	struct flag_met list[WARNINGS_MAX]; /* urgent first, else in the catalogue's order, after flags_end */
	size_t count;
	int32_t disturbed_last; /* the newest night on which a cramp disturbed the sleep */
	int32_t *disturbed;	/* those nights, each once, in order; owned */
	size_t disturbed_count, disturbed_room;
};

void flags_begin(struct flags *f, int32_t from, int32_t to);
/* Each in order of night; these fit the store's lists. Other nights are passed over. */
int flags_episode(const struct episode *e, void *flags);
int flags_trait(const struct trait *t, void *flags);
/* `c` covers the nights from..to. */
void flags_end(struct flags *f, const struct course *c);
void flags_clear(struct flags *f);

#endif
