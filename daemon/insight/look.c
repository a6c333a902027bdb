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

uint64_t look_hash(uint64_t before, const double *values, size_t n)
{
	uint64_t hash = before;

	for (size_t i = 0; i < n; i++) {
		unsigned char bytes[sizeof(double)];
		double value = isnan(values[i]) ? INFINITY : values[i];
		memcpy(bytes, &value, sizeof(value));
		for (size_t k = 0; k < sizeof(bytes); k++)
			hash = (hash ^ bytes[k]) * fnv_prime;
	}
	return hash;
}
