/*
 * Four numbers at a time, for the few loops in which the time of a report goes. What is added to what is fixed by the
 * lanes, so the same processor gives the same bits; another may fuse a product and a sum and differ in the last ones.
 */
#ifndef CRAMPD_LANES_H
#define CRAMPD_LANES_H

#include <stddef.h>
#include <stdint.h>

/* The same loop twice in the program, the faster one for processors of the last ten years. Not under a sanitizer,
 * which wakes up only after that choice is made, nor for the analyser, which cannot follow a call through it. */
#if defined(__x86_64__) && defined(__gnu_linux__) && __GNUC__ >= 12 && !defined(__SANITIZE_ADDRESS__) &&               \
	!defined(CRAMP_ANALYZED)
#define EACH_CPU __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define EACH_CPU
#endif

enum { LANES = 4 };
typedef double lanes __attribute__((vector_size(LANES * sizeof(double)), aligned(sizeof(double)), may_alias));
typedef int64_t lanes_bits __attribute__((vector_size(LANES * sizeof(double)), aligned(sizeof(double)), may_alias));

/* Room for n numbers, rounded up to whole lanes. */
static inline size_t lanes_room(size_t n)
{
	return (n + LANES - 1) / LANES * LANES;
}

/* Of two numbers, neither NAN: without the call that fmin and fmax are. */
static inline double lesser(double a, double b)
{
	return a < b ? a : b;
}

static inline double greater(double a, double b)
{
	return a > b ? a : b;
}

static inline double lanes_sum(const lanes *a)
{
	return ((*a)[0] + (*a)[1]) + ((*a)[2] + (*a)[3]);
}

/*
 * e^x in place, within 2 units of the last place; below -700 as at -700, and x <= 700. x = k ln 2 + r with |r| <= ln 2
 * / 2; e^r = 1 + r + r² P(r), P a Chebyshev fit of (e^r - 1 - r) / r² with an error of 1e-16.
 */
static inline void lanes_exp(lanes *x)
{
	const double least = -700, shifter = 0x1.8p52, ln2_high = 0x1.62e42fef00000p-1, ln2_low = 0x1.473de6af278edp-34;
	const lanes floor_ = { least, least, least, least };
	lanes_bits above = *x > floor_;
	lanes v = (lanes)(((lanes_bits)*x & above) | ((lanes_bits)floor_ & ~above));
	/* Adding the shifter leaves the nearest integer in the lowest bits. */
	lanes shifted = v * 0x1.71547652b82fep+0 + shifter, k = shifted - shifter;
	lanes r = v - k * ln2_high - k * ln2_low, q = r * 0x1.af38a9b0ec855p-26 + 0x1.289185613a3d6p-22;

	q = q * r + 0x1.71de0dae63bb3p-19;
	q = q * r + 0x1.a019b90d2ae7ap-16;
	q = q * r + 0x1.a01a01a7c41d5p-13;
	q = q * r + 0x1.6c16c1788bd90p-10;
	q = q * r + 0x1.11111111109b3p-7;
	q = q * r + 0x1.5555555553d63p-5;
	q = q * r + 0x1.5555555555556p-3;
	q = q * r + 0x1.0000000000001p-1;
	q = r * r * q + r + 1.0;
	*x = (lanes)((lanes_bits)q + ((lanes_bits)shifted << 52));
}

#endif
