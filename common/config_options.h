/*
 * The values of cramp.conf: text ↔ struct config, one option at a time. For config.c, which knows lines and files.
 */
#ifndef CRAMP_CONFIG_OPTIONS_H
#define CRAMP_CONFIG_OPTIONS_H

#include <stdbool.h>

#include "cramp/config.h"

/* OPTIONS_MAX: room for every row of config_options. */
enum { EVERY_DAY = -1, OPTIONS_MAX = 32 };

/* Index of an option and the weekday of "bedtime.sat" (else EVERY_DAY); -1: no such key. */
int option_find(const char *key, int *weekday);

/* Sets one value; an option that is per weekday and set for EVERY_DAY is set for all seven. False: *reason (caller
 * frees). */
bool option_set(struct config *c, int option, int weekday, const char *value, char **reason);

/* The value as it would stand in the file; caller frees. For EVERY_DAY: the commonest of the week. */
char *option_show(const struct config *c, int option, int weekday);

/*
 * What only the values together show. Bedtimes after midnight told as 00:30 become 24:30. False: *reason (caller
 * frees), and the option and weekday it is about.
 */
bool options_settle(struct config *c, int *option, int *weekday, char **reason);

#endif
