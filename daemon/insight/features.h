/*
 * What kind of cramps these are: the seven features that clinicians agreed on for night cramps (Hallegraeff et al.
 * 2017, doi 10.1186/s12875-017-0600-x), counted from what was told of each episode, and the classes. What was not told
 * is neither yes nor no. Pure.
 */
#ifndef CRAMPD_FEATURES_H
#define CRAMPD_FEATURES_H

#include "daemon/diary/model.h"

enum { FEATURES = 7, CLASSES = 6, INTENSE_FROM = 7, BRIEF_S = 600, SEVERITIES = 11, DURATION_CLASSES = 6 };

enum feature_state { FEATURE_NOT_TOLD, FEATURE_NO, FEATURE_YES };
const char *feature_state_name(enum feature_state s); /* "not_told", "no", "yes" */

struct feature {
	const char *id;
	int64_t yes, no, untold; /* episodes */
};

struct features {
	/*
	 * In the order of the paper: "intense_pain" (severity 7 or more), "brief" (at most ten minutes),
	 * "calf_or_foot", "seldom_thigh" (yes: neither thigh nor hamstring), "pain_after" (sore), "sleep_disturbed",
	 * "distress" (1 or more).
	 */
	struct feature list[FEATURES];
	int64_t classes[CLASSES];	     /* all episodes, in the order of class_names */
	int64_t severities[SEVERITIES];	     /* episodes of each severity 0 to 10 */
	int64_t durations[DURATION_CLASSES]; /* episodes below each duration_edges_s, the last: that long or longer */
};
extern const char *const class_names[CLASSES];
/* 30 s, 1, 2, 5 and 10 min. */
extern const int64_t duration_edges_s[DURATION_CLASSES - 1];

void features_init(struct features *f);
/* Features, severities and durations count episodes of class night or unclear only. */
void features_episode(struct features *f, const struct episode *e);

/*
 * As a whole: yes if at least half of the episodes it was told of have it; the one about thigh and hamstring ("seldom")
 * if at least four of five keep clear of them.
 */
enum feature_state feature_state(const struct feature *f);

#endif
