/* What advice goes by, gathered from the diary. */
#ifndef CRAMPD_FACTS_H
#define CRAMPD_FACTS_H

#include "daemon/reminder/advice.h"

struct app;

struct gathered {
	struct advice_facts facts; /* points into the rest */
	struct reading *readings;
	struct advice_link *links;
	char *barring;
};

/* What could not be read is left out; the log says so. The caller clears it. */
void facts_gather(struct app *app, int32_t night, struct gathered *out);
void facts_clear(struct gathered *g);

#endif
