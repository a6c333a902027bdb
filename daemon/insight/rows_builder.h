/*
 * What the two halves of rows.h share: facts as they come in (rows_builder.c), and the rows made of them (rows.c).
 * Nobody else includes this.
 */
#ifndef CRAMPD_ROWS_BUILDER_H
#define CRAMPD_ROWS_BUILDER_H

#include "daemon/diary/exposure.h"
#include "daemon/insight/rows.h"

/* A night, and what its exposures depend on. */
struct night_facts {
	struct night_row row;
	int64_t lights_out_at, first_cramp_at; /* UNKNOWN: not known */
	int64_t cramp_by_at; /* by when a cramp had come: its onset, or when it was told; UNKNOWN: not known */
	bool lost;	     /* a cramp of it was typed too late to count */
};

/* One exposure of one night, before there are rows to put it in. */
struct cell {
	int32_t night;
	size_t slot; /* of the factor: its place in the catalogue, own factors after it */
	struct exposure exposure;
};

struct rows_builder {
	int64_t max_recall_s; /* UNKNOWN: nothing is too late */
	int night_starts_min;
	int64_t typed_late, late_entries;
	char *tracked;
	bool *composite; /* a slot of the catalogue: something finer counts as it */
	struct own_factors own;
	struct tracking *trackings;
	size_t tracking_count, tracking_room;
	struct night_facts *nights;
	size_t night_count, night_room;
	bool sealed;	    /* nights are ascending and each is there once */
	struct cell *cells; /* ascending by night */
	size_t cell_count, cell_room;
	struct reading *pending; /* of one night; notes left out */
	size_t pending_count, pending_room;
};

/* All facts are in: every night with anything told is there once, in order. */
void rows_settle(struct rows_builder *b);

static inline size_t slot_of(const struct own_factors *own, const struct factor *f)
{
	return f->own ? catalogue_factor_count + (size_t)(f - own->list) : (size_t)(f - catalogue_factors);
}

static inline const struct factor *factor_at(const struct own_factors *own, size_t slot)
{
	return slot < catalogue_factor_count ? &catalogue_factors[slot] : &own->list[slot - catalogue_factor_count];
}

/* Traits do not vary from night to night, text is no number, the season is in every model, and what is part of a cramp
 * is no cause of it. */
static inline bool is_exposure(const struct factor *f)
{
	return f->window != WINDOW_TRAIT && f->kind != KIND_TEXT && !str_equal(f->derived, "date") &&
	       !str_equal(f->derived, "episode");
}

#endif
