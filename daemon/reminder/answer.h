/*
 * Answers to reminders become facts of the night the reminder was for, within a command that the caller has begun. The
 * uids are made of reminder and night, so that pressing twice, here and there, or first one and then the other button
 * gives one set of facts.
 */
#ifndef CRAMPD_ANSWER_H
#define CRAMPD_ANSWER_H

#include <stdbool.h>

#include "cramp/when.h"

struct store;

/* The first four are facts; the others are about the reminders themselves. */
enum reminder_answer {
	ANSWER_DONE,
	ANSWER_SKIP,
	ANSWER_NO,
	ANSWER_YES,
	ANSWER_OPEN,  /* the week's report */
	ANSWER_STOP,  /* no bedtime reminders any more … */
	ANSWER_START, /* … and again */
	REMINDER_ANSWERS
};
const char *reminder_answer_name(
	enum reminder_answer answer); /* "done", "skip", "no", "yes", "open", "stop", "start" */
bool reminder_answer_is_fact(enum reminder_answer answer);
int reminder_answer_of(const char *name); /* -1: none of these */

/* Who answers, when, and for which night. */
struct answering {
	struct instant now;
	const char *zone;
	int32_t night;
	int night_starts_min;
};

/* "No" to a night that has a cramp on record: nothing was changed. */
enum { ANSWER_CONTRADICTED = 210 };

/*
 * Done and skip: the three measures of that night, yes or no, at no particular time: the button is often pressed before
 * the deed. No: the night was free of cramps. Yes: one cramp of unknown time, to be completed, unless the night has one
 * already. The others: nothing. 0, negative, or ANSWER_CONTRADICTED.
 */
int answer_record(struct store *s, const struct answering *by, enum reminder_answer answer);

#endif
