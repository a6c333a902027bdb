/*
 * A run of nights as the wire shows them: states, sleep, naps and the combined value of each factor, read from the
 * store at once.
 */
#ifndef CRAMPD_NIGHT_PAGE_H
#define CRAMPD_NIGHT_PAGE_H

#include <jansson.h>

#include "cramp/catalogue.h"
#include "daemon/diary/model.h"

struct store;

struct night_page {
	int32_t from, to;
	const struct own_factors *own;
	struct night *nights;
	struct nap *naps;
	struct reading *readings;
	struct page_cramp *cramps;
	size_t night_count, nap_count, reading_count, cramp_count;
};

/* Reads the nights from..to (both included). 0 or negative; the page is to be cleared either way. */
int night_page_read(struct night_page *page, struct store *s, const struct own_factors *own, int32_t from, int32_t to);
void night_page_clear(struct night_page *page);

/* One of its nights: a Night of the wire. */
json_t *night_page_json(const struct night_page *page, int32_t night);

/* One night alone. 0 or negative. */
int night_json(struct store *s, const struct own_factors *own, int32_t night, json_t **out);

#endif
