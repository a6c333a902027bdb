/*
 * What the two files behind the facts of the summary share.
 */
#ifndef CRAMP_SHOW_SUMMARY_PARTS_H
#define CRAMP_SHOW_SUMMARY_PARTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct session;

struct facts {
	const struct session *s;
	json_t *report, *pictures, *traits;
	json_t *sections; /* array */
	json_t *facts;	  /* of the section that is being filled; borrowed */
	bool capped;	  /* no more facts of a section than fit on a sheet */
	size_t most;
	int left_out;
};

/* A new section. `most`: facts of it that fit on the sheet; 0: as many as there are. */
void facts_section(struct facts *f, const char *id, const char *title, size_t most);
/* A fact of it; frees the text. */
void facts_add(struct facts *f, const char *label, char *text);

void summary_traits(struct facts *f);
void summary_relief(struct facts *f);
void summary_measures(struct facts *f);
void summary_flags(struct facts *f);
void summary_associations(struct facts *f);

#endif
