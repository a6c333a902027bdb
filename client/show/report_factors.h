/*
 * The part of the report about factors: the groups of view 1 of cramp-statistics(7), for those the user tracks or
 * suspects.
 */
#ifndef CRAMP_SHOW_REPORT_FACTORS_H
#define CRAMP_SHOW_REPORT_FACTORS_H

#include <jansson.h>

struct session;

/* Prints the groups of a report; nothing where no factor is tracked or suspected. */
void show_report_factors(const struct session *s, json_t *report);

#endif
