#include "daemon/insight/look.h"

#include <math.h>
#include <string.h>

static const double growth = 1.5;
static const uint64_t fnv_prime = 0x100000001b3u;

int64_t look_after(int64_t nights)
{
	double due = FIRST_LOOK;

	while (ceil(due) <= (double)nights)
		due *= growth;
	return (int64_t)ceil(due);
}

int64_t look_before(int64_t nights)
{
	double due = FIRST_LOOK;

	if (nights < FIRST_LOOK)
		return 0;
	while (ceil(due * growth) <= (double)nights)
		due *= growth;
	return (int64_t)ceil(due);
}

static uint64_t hash_bytes(uint64_t hash, const void *data, size_t size)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ bytes[i]) * fnv_prime;
	return hash;
}

uint64_t look_hash(uint64_t before, const double *values, size_t n)
{
	uint64_t hash = before;

	for (size_t i = 0; i < n; i++) {
		double value = isnan(values[i]) ? INFINITY : values[i];
		hash = hash_bytes(hash, &value, sizeof(value));
	}
	return hash;
}

uint64_t look_hash_text(uint64_t before, const char *text)
{
	return hash_bytes(before, text, strlen(text) + 1);
}
