/*
 * Nights as CSV, for `cramp list nights --csv` and `cramp show --csv`.
 */
#ifndef CRAMP_LIST_H
#define CRAMP_LIST_H

#include <stdint.h>

struct session;

/* One line a night, sleep items and figures, then a column for every factor that occurs. */
int list_nights_csv(struct session *s, int32_t from, int32_t to);

#endif
