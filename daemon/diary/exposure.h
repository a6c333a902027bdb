/*
 * Readings → one value a factor and night, by window and combination of the catalogue. Nothing is filled in where
 * nothing was said. The same rules serve `cramp show` and every report. Pure.
 */
#ifndef CRAMPD_EXPOSURE_H
#define CRAMPD_EXPOSURE_H

#include "cramp/catalogue.h"
#include "daemon/diary/model.h"

struct exposure {
	double value;  /* combined; NAN if only told roughly or not at all */
	int64_t level; /* the newest rough level where there is no value; UNKNOWN otherwise */
	int count;     /* readings that entered */
	int late;      /* of these: recorded after the night's first cramp (memory follows the theory) */
};

/*
 * Combines the readings of one factor and one night (any order; readings of other factors or nights are passed over).
 * `closes_at`: lights-out or the night's first cramp, whichever is earlier: what was done at or after it is no exposure
 * of a day-window factor (UNKNOWN: open). `first_cramp_at` serves `late`.
 */
struct exposure exposure_combine(const struct factor *factor, const struct reading *readings, size_t count,
				 int32_t night, int64_t closes_at, int64_t first_cramp_at);

/*
 * Composites: yes if it, or any finer measure that counts as it, was yes; no if it was said no and none of them yes. A
 * finer measure said no leaves the composite open: another one may have been done.
 */
struct exposure exposure_composite(const struct exposure *own, const struct exposure *finer, size_t count);

#endif
