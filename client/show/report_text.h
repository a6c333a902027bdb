/*
 * The weekly report as text, at any width from 40 columns: the answer first, one idea a line, what is not known said to
 * be so.
 */
#ifndef CRAMP_SHOW_REPORT_TEXT_H
#define CRAMP_SHOW_REPORT_TEXT_H

#include <jansson.h>

struct session;

/* Prints the report object of org.crampd.Report.Report (keys in cramp(1), section JSON). Own factors of the session
 * must be known. */
void show_report(const struct session *s, json_t *report);

#endif
