#include "client/show/scale.h"

#include <math.h>
#include <stddef.h>

#include "cramp/util.h"

double scale_place(const struct scale *s, double value)
{
	double share;

	if (!(value > s->low))
		share = 0;
	else if (!(value < s->high))
		share = 1;
	else if (s->logarithmic)
		share = log(value / s->low) / log(s->high / s->low);
	else
		share = (value - s->low) / (s->high - s->low);
	return s->from + share * (s->to - s->from);
}

double nice_step(double high, int most, double least)
{
	static const double steps[] = { 1, 2, 2.5, 5, 10 };
	double wanted = fmax(high / most, least), power = pow(10, floor(log10(wanted)));

	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (steps[i] * power >= wanted * (1 - 1e-9) &&
		    (least <= 0 || steps[i] * power < least || fmod(steps[i] * power, least) == 0))
			return fmax(steps[i] * power, least);
	return 10 * power;
}

double nice_top(double high, double step)
{
	return fmax(1, ceil(high / step - 1e-9)) * step;
}
