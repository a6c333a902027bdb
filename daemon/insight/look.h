/*
 * When verdicts are issued (A9 of cramp-statistics(7)): at calendar night ⌈84 · 1.5^k⌉ of the diary, k = 0, 1, 2, …
 * Looking more often would find more that is not there. Pure.
 */
#ifndef CRAMPD_LOOK_H
#define CRAMPD_LOOK_H

#include <stddef.h>
#include <stdint.h>

enum { FIRST_LOOK = 84 };

/* The newest look at or before night `nights` of the diary, counted from 1; 0: none yet. */
int64_t look_before(int64_t nights);
/* The next one after it. */
int64_t look_after(int64_t nights);

/* Fingerprint of numbers (FNV-1a, 64 bits; unknown is one value whatever its bits): start with LOOK_HASH_BEGIN, go on
 * with each array. */
#define LOOK_HASH_BEGIN 0xcbf29ce484222325u
uint64_t look_hash(uint64_t before, const double *values, size_t n);
uint64_t look_hash_text(uint64_t before, const char *text);

#endif
