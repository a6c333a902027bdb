/*
 * What is advised at bedtime. Pure: facts in, lines out. The three measures always stand; at most two lines are added,
 * each of which names its measure and its factor in the catalogue, where sources and evidence are to be read
 * (`cramp measures ID`, `cramp factors ID`). Nothing that bars a measure for a person is passed over, no supplement and
 * no drug is ever advised, and a link of the diary is called a link.
 */
#ifndef CRAMPD_ADVICE_H
#define CRAMPD_ADVICE_H

#include "daemon/diary/model.h"

/* The three measures of the mission, catalogue ids; what Done and Not tonight speak of. */
enum { ADVICE_MEASURES = 3 };
extern const char *const advice_measures[ADVICE_MEASURES];

/* A factor that the user's own cramps go with, by a verdict strong or some. */
struct advice_link {
	id_text factor; /* or an end of one: fluid_ml_low */
	bool more;	/* more of it goes with more cramps; else less of it */
};

struct advice_facts {
	int32_t night;
	const struct reading *readings; /* of that night and its day, any factor */
	size_t reading_count;
	const struct advice_link *links;
	size_t link_count;
	const char
		*barring; /* what may bar a measure: traits that stand, red-flag ticks of late; ids, comma-separated */
	int64_t age;	  /* years; UNKNOWN */
};

struct advice_line {
	const char *measure, *factor; /* catalogue ids */
	const char *text;	      /* one line */
	bool today, linked;	      /* what calls for it: today's reading, the user's own link */
};

enum { ADVICE_LINES = 2 };
/* The lines that matter most; returns how many. They are constant texts. */
size_t advice_choose(const struct advice_facts *facts, struct advice_line out[ADVICE_LINES]);

/* May this measure be advised to them? False for an unknown id. */
bool advice_allows(const struct advice_facts *facts, const char *measure);

/* Every line there is, for tests: index from 0, false past the end. */
bool advice_every(size_t index, struct advice_line *out);

#endif
