/*
 * What a morning asks: the questions that are still open for a night and the day before it, and what their answers
 * become (parameters of org.crampd.Diary.CheckIn). Nothing is asked twice, and nothing is filled in that was not
 * answered.
 */
#ifndef CRAMP_CHECKIN_H
#define CRAMP_CHECKIN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/tracked.h"

struct session;

enum about {
	ABOUT_DRAFT,
	ABOUT_CRAMPS,
	ABOUT_ANOTHER,
	ABOUT_MEASURES,
	ABOUT_FACTOR,
	ABOUT_SLEEP,
	ABOUT_LYING,
	ABOUT_QUALITY
};

struct question {
	enum about about;
	json_t *episode;	     /* of a draft; borrowed */
	const struct factor *factor; /* of ABOUT_FACTOR */
	json_t *answer;		     /* part of the parameters; NULL: not answered */
};

struct checkin {
	struct session *session;
	int32_t night;
	json_t *row, *episodes, *readings; /* of the night: Night, Episodes, Readings */
	struct tracked tracked;
	const struct factor **measures; /* asked about one by one in one question */
	size_t measure_count;
	struct question *list;
	size_t count;
	char *unasked; /* names of what there was no room for; NULL: nothing */
};

/* Fetches what is known and lists what is not. EXIT_DONE, or another status after one sentence. checkin_clear frees. */
int checkin_open(struct checkin *c, struct session *s, int32_t night);
void checkin_clear(struct checkin *c);

/* The text of a question and what may be answered; caller frees both. */
char *checkin_text(const struct checkin *c, const struct question *q);
char *checkin_hint(const struct checkin *c, const struct question *q);

/* Takes a line as the answer to the question at `at`, which may open another one after it. False: *complaint, owned by
 * the caller. */
bool checkin_take(struct checkin *c, size_t at, const char *line, char **complaint);
/* As if it had not been answered. */
void checkin_untake(struct checkin *c, size_t at);

/* All answers as one: {"night", "free", "episodes", "completed", "readings", "sleep"}, without what was not answered. A
 * new reference. */
json_t *checkin_answers(const struct checkin *c);
/* "1 cramp · stretch yes, warm feet no · water less than usual"; "" where nothing is answered. Caller frees. */
char *checkin_phrase(const struct checkin *c, json_t *answers);

#endif
