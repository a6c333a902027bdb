/*
 * What every call that changes the diary goes through: its uid and zone are checked, its command is begun, and it ends
 * in exactly one reply, with the command kept or given up as a whole.
 */
#ifndef CRAMPD_CHANGE_H
#define CRAMPD_CHANGE_H

#include <jansson.h>

#include "daemon/diary/entry.h"
#include "daemon/service/api.h"

struct store;

struct change {
	struct call *call;
	struct store *store;
	const char *uid, *zone;	  /* as told */
	struct entry_rules rules; /* now by the clock of the asker's zone */
	int64_t batch;	   /* this command's (0: it changed nothing); the first one's where the call came before */
	const char *error; /* of the interface, once something was refused */
	json_t *error_parameters;
};

/* Positive answer of the functions below and of a step: refused, the error is noted. Beside it they return 0 or
 * negative. */
enum { CHANGE_REFUSED = 1 };

/*
 * Runs `first` within a command, or, where the call came before, `again` outside of one: it changes nothing and says
 * what is there now. Each returns 0 with *reply (a new reference), CHANGE_REFUSED, or a negative result of the store.
 * Whether the command changed anything is added where the method tells it.
 */
typedef int (*change_step)(struct change *c, json_t **reply);
void change_run(struct call *call, change_step first, change_step again);

/* Notes the error; takes ownership of `parameters`. */
int change_refuse(struct change *c, const char *error, json_t *parameters);
/* The answer of a check as an error; 0 for ENTRY_OK. */
int change_judge(struct change *c, enum entry_answer answer, const struct entry_fault *fault);
/* A positive answer of the store that is no surprise here: there is no such entry. `what` names it. */
int change_no_entry(struct change *c, const char *what);

/* Borrowed from the call. */
json_t *change_parameter(const struct change *c, const char *name);
const char *change_text(const struct change *c, const char *name);

/* A fresh uid must name nothing yet (of a table): 0 or refused. */
int change_fresh_uid(struct change *c, const char *entity);
/* The offset by the asker's clock in the middle of a night, for what has no time of its own. */
int32_t change_offset_of_night(const struct change *c, int32_t night);

/* Sets e->repeat_of from an EpisodeInput's id, if it has one. Refused: there is no such episode, or it is the episode
 * itself. */
int change_take_repeat(struct change *c, const json_t *input, struct episode *e);

/* For calls that change nothing: true, or the call is answered with the error. */
bool answer_judge(struct call *call, enum entry_answer answer, const struct entry_fault *fault);
/* A date parameter that may be left out (*day is left alone then). False: the call is answered. */
bool answer_date(struct call *call, const char *name, int32_t *day);

#endif
