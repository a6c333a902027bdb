/*
 * Where a number stands on an axis, and steps that are plain numbers. Pure.
 */
#ifndef CRAMP_SHOW_SCALE_H
#define CRAMP_SHOW_SCALE_H

#include <stdbool.h>

/* Numbers → places. */
struct scale {
	double low, high; /* numbers at the ends */
	double from, to;  /* places of the ends */
	bool logarithmic; /* low and high are positive */
};
/* A number beyond an end stands at it. */
double scale_place(const struct scale *s, double value);

/* A step of 1, 2, 2.5 or 5 times a power of ten with at most `most` steps up to `high`; at least `least`, and where
 * that is not 0 a multiple of it. */
double nice_step(double high, int most, double least);
/* The first multiple of the step that is not below `high`; at least one step. */
double nice_top(double high, double step);

#endif
