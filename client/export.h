/*
 * Writers of whole diaries. Each returns an exit status; write errors are found by the caller through ferror.
 */
#ifndef CRAMP_EXPORT_H
#define CRAMP_EXPORT_H

#include <stdio.h>

struct session;

/* Every object of org.crampd.Transfer.Export, one a line. */
int export_ndjson(struct session *s, FILE *to);
/* The wide nightly table: night,cramps,severity,duration_s,onset, then every factor with a value in any night, by id.
 */
int export_csv(struct session *s, FILE *to);

#endif
