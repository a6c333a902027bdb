/*
 * What the pictures of a report are drawn from: the figures of a long range, its nights, its weeks with their trend,
 * the red flags met. Keys in cramp(1), section JSON.
 */
#ifndef CRAMPD_PICTURES_JSON_H
#define CRAMPD_PICTURES_JSON_H

#include "daemon/insight/flags.h"
#include "daemon/insight/report_json.h"

struct pictures {
	struct week week; /* the figures of since..to */
	struct course course;
	struct flags flags;
};

/* The nights from the first recorded one since then up to `to`, of which those up to `over` are over. The rows must
 * outlive it. */
void pictures_begin(struct pictures *p, const struct rows *rows, int32_t since, int32_t to, int32_t over);
/* Each episode in order of night, then each trait; these fit the store's lists. */
int pictures_episode(const struct episode *e, void *pictures);
int pictures_trait(const struct trait *t, void *pictures);
/* New reference. */
json_t *pictures_to_json(struct pictures *p);
void pictures_clear(struct pictures *p);

#endif
