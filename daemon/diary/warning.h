/*
 * Red flags an episode meets by itself: its ticks, and what can be read off its figures (domain section 5). What only
 * many nights can show (frequency, broken sleep) is the report's. Pure.
 */
#ifndef CRAMPD_WARNING_H
#define CRAMPD_WARNING_H

#include "cramp/catalogue.h"
#include "daemon/diary/model.h"

enum { WARNINGS_MAX = 32 };

/* The flags met, urgent ones first, else in the catalogue's order; returns how many. They are the catalogue's. */
size_t episode_warnings(const struct episode *e, const struct red_flag *out[WARNINGS_MAX]);

#endif
