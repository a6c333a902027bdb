/*
 * What a report is asked for: the JSON object on standard input, as the head of main.c describes it.
 */
#ifndef CRAMPD_REQUEST_JSON_H
#define CRAMPD_REQUEST_JSON_H

#include <stdio.h>

#include "cramp/util.h"
#include "cramp/when.h"

struct request {
	int32_t from, to;
	int32_t since; /* NO_NIGHT: no pictures */
	struct instant now;
	int night_starts_min;
	char *tracked; /* owned */
	bool look_now;
	int64_t max_recall_s; /* UNKNOWN: none */
};

/* False after one sentence in the log. Caller clears. */
bool request_read(FILE *in, struct request *out);
void request_clear(struct request *r);

/* Official verdicts are those of a look over the whole diary. */
bool request_is_official(const struct request *r);

#endif
