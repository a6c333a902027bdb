#include "cramp/amount.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cramp/util.h"

enum { DIGITS_MAX = 18, UNIT_MAX = 24 };

/* What a unit measures. A unit may stand in two: "m" is minutes and metres. */
enum dimension { VOLUME, MASS, TIME, TEMPERATURE, DISTANCE, INTERNATIONAL, COUNT, UNITS };

/* One name of a unit: how much of the dimension's base (ml, mg, s, C, m, IU, one) it is. */
struct unit {
	const char *name;
	enum dimension dimension;
	double base;
	bool customary; /* not metric: a converted value is rounded to what was told */
};

/* US customary measures, as the National Institute of Standards and Technology defines them (Handbook 44, appendix C).
 */
static const struct unit units[] = {
	{ "ml", VOLUME, 1, false },
	{ "millilitre", VOLUME, 1, false },
	{ "milliliter", VOLUME, 1, false },
	{ "cl", VOLUME, 10, false },
	{ "dl", VOLUME, 100, false },
	{ "l", VOLUME, 1000, false },
	{ "litre", VOLUME, 1000, false },
	{ "liter", VOLUME, 1000, false },
	{ "oz", VOLUME, 29.5735295625, true },
	{ "floz", VOLUME, 29.5735295625, true },
	{ "ounce", VOLUME, 29.5735295625, true },
	{ "cup", VOLUME, 236.5882365, true },
	{ "pt", VOLUME, 473.176473, true },
	{ "pint", VOLUME, 473.176473, true },
	{ "qt", VOLUME, 946.352946, true },
	{ "quart", VOLUME, 946.352946, true },
	{ "gal", VOLUME, 3785.411784, true },
	{ "gallon", VOLUME, 3785.411784, true },
	{ "mg", MASS, 1, false },
	{ "g", MASS, 1000, false },
	{ "gram", MASS, 1000, false },
	{ "ug", MASS, 0.001, false },
	{ "mcg", MASS, 0.001, false },
	{ "µg", MASS, 0.001, false },
	{ "μg", MASS, 0.001, false },
	{ "s", TIME, 1, false },
	{ "sec", TIME, 1, false },
	{ "second", TIME, 1, false },
	{ "m", TIME, 60, false },
	{ "min", TIME, 60, false },
	{ "minute", TIME, 60, false },
	{ "h", TIME, 3600, false },
	{ "hr", TIME, 3600, false },
	{ "hour", TIME, 3600, false },
	{ "d", TIME, 86400, false },
	{ "day", TIME, 86400, false },
	{ "c", TEMPERATURE, 1, false },
	{ "°c", TEMPERATURE, 1, false },
	{ "celsius", TEMPERATURE, 1, false },
	{ "f", TEMPERATURE, 0, true },
	{ "°f", TEMPERATURE, 0, true },
	{ "fahrenheit", TEMPERATURE, 0, true },
	{ "m", DISTANCE, 1, false },
	{ "metre", DISTANCE, 1, false },
	{ "meter", DISTANCE, 1, false },
	{ "km", DISTANCE, 1000, false },
	{ "kilometre", DISTANCE, 1000, false },
	{ "kilometer", DISTANCE, 1000, false },
	{ "mi", DISTANCE, 1609.344, true },
	{ "mile", DISTANCE, 1609.344, true },
	{ "ft", DISTANCE, 0.3048, true },
	{ "feet", DISTANCE, 0.3048, true },
	{ "iu", INTERNATIONAL, 1, false },
	{ "ie", INTERNATIONAL, 1, false },
	{ "x", COUNT, 1, false },
	{ "time", COUNT, 1, false },
	{ "count", COUNT, 1, false },
	{ "unit", UNITS, 1, false },
};

/* A factor's unit, and what a bare number is, and is printed in, where the user measures in US customary units. */
static const struct measured {
	const char *unit;
	enum dimension dimension;
	double base; /* of the dimension */
	const char *us, *us_label;
	int us_decimals;
} measured[] = {
	{ "ml", VOLUME, 1, "oz", "fl oz", 1 },	 { "C", TEMPERATURE, 1, "f", "°F", 0 },
	{ "km", DISTANCE, 1000, "mi", "mi", 1 }, { "m", DISTANCE, 1, "ft", "ft", 0 },
	{ "min", TIME, 60, NULL, NULL, 0 },	 { "h", TIME, 3600, NULL, NULL, 0 },
	{ "s", TIME, 1, NULL, NULL, 0 },	 { "mg", MASS, 1, NULL, NULL, 0 },
	{ "g", MASS, 1000, NULL, NULL, 0 },	 { "IU", INTERNATIONAL, 1, NULL, NULL, 0 },
	{ "count", COUNT, 1, NULL, NULL, 0 },	 { "units", UNITS, 1, NULL, NULL, 0 },
};

/* Units that only one factor has. Vitamin D: 40 IU a microgram; a serving of food rich in calcium: 300 mg. */
static const struct {
	const char *factor, *unit;
	double value;
} special[] = {
	{ "vitamin_d_iu", "µg", 40 },  { "vitamin_d_iu", "μg", 40 },	 { "vitamin_d_iu", "ug", 40 },
	{ "vitamin_d_iu", "mcg", 40 }, { "calcium_mg", "serving", 300 }, { "calcium_mg", "servings", 300 },
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A plain decimal number at *s, moves past it. Negative numbers are read with their sign. */
static enum amount_answer number_at(const char **s, double *value)
{
	const char *p = *s;
	bool minus = *p == '-';
	double n = 0, scale = 1;
	int count = 0, after = 0;

	if (*p == '-' || *p == '+')
		p++;
	for (; digit(*p); p++, count++)
		n = n * 10 + (*p - '0');
	bool comma = *p == ',';

	if ((*p == '.' || *p == ',') && digit(p[1]))
		for (p++; digit(*p); p++, after++)
			n += (*p - '0') * (scale /= 10);
	if (count + after == 0)
		return AMOUNT_NOT_ONE;
	if ((comma && after == 3) || ((*p == '.' || *p == ',') && digit(p[1])))
		return AMOUNT_AMBIGUOUS;
	if (count + after > DIGITS_MAX)
		return AMOUNT_RANGE;
	*s = p;
	*value = minus ? -n : n;
	return AMOUNT_OK;
}

/* The rest of the word as the name of a unit: lower case, without blanks, "-", "_" and "." ("fl. oz" is "floz"). */
static bool unit_text(const char *s, char out[UNIT_MAX])
{
	size_t n = 0;

	for (; *s; s++) {
		if (strchr(" -_.", *s))
			continue;
		if (n + 1 >= UNIT_MAX)
			return false;
		out[n++] = lower(*s);
	}
	out[n] = '\0';
	return true;
}

/* The same word, or its plural. */
static bool unit_named(const char *name, const char *word)
{
	size_t n = strlen(name);

	return strncmp(name, word, n) == 0 && (word[n] == '\0' || (n > 1 && word[n] == 's' && word[n + 1] == '\0'));
}

static const struct unit *unit_find(const char *word, enum dimension dimension)
{
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (units[i].dimension == dimension && unit_named(units[i].name, word))
			return &units[i];
	return NULL;
}

static bool unit_known(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (unit_named(units[i].name, word))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(special); i++)
		if (strcmp(special[i].unit, word) == 0)
			return true;
	return false;
}

static const struct measured *measured_in(const char *unit)
{
	for (size_t i = 0; i < ARRAY_LEN(measured); i++)
		if (str_equal(measured[i].unit, unit))
			return &measured[i];
	return NULL;
}

/* The unit of a user who measures in US customary units; NULL where there is no other. */
static const struct unit *customary(const struct measured *m, bool us_units)
{
	return us_units && m && m->us ? unit_find(m->us, m->dimension) : NULL;
}

/* Takes away what the binary fractions of a conversion add: 0.3 l is 300 ml, 64 F is 17.7778 C. */
static double rounded(double value, int figures)
{
	if (value == 0 || !isfinite(value))
		return value;
	double scale = pow(10, figures - 1 - (int)floor(log10(fabs(value))));

	return isfinite(scale) && scale > 0 ? round(value * scale) / scale : value;
}

static double convert(double n, const struct unit *u, const struct measured *m)
{
	if (u->dimension == TEMPERATURE)
		return u->customary ? rounded((n - 32) / 1.8, 6) : n;
	return u->base == m->base ? n : rounded(n * u->base / m->base, u->customary ? 6 : 15);
}

static enum amount_answer in_range(double value, const struct factor *factor)
{
	if (value < factor->minimum && value < 0 && factor->minimum >= 0)
		return AMOUNT_NEGATIVE;
	return value < factor->minimum || value > factor->maximum || fabs(value) > 1e9 ? AMOUNT_RANGE : AMOUNT_OK;
}

/*
 * Spans of time are written with several units, from the longest on: "1h30m", "2m30s", "1h30" (the next smaller unit is
 * meant). Only the last number may have a decimal point.
 */
static bool span_at(const char *s, double *seconds)
{
	static const double smaller[] = { 86400, 3600, 60, 1 };
	double total = 0, before = INFINITY, n;

	if (!digit(*s) && *s != '.')
		return false;
	while (*s) {
		const char *start = s;
		char name[UNIT_MAX];
		size_t length = 0;

		if (!(digit(*s) || *s == '.') || number_at(&s, &n) != AMOUNT_OK)
			return false;
		bool whole = !memchr(start, '.', (size_t)(s - start)) && !memchr(start, ',', (size_t)(s - start));
		s += strspn(s, " ");
		while (s[length] && !digit(s[length]) && s[length] != ' ' && s[length] != '.' &&
		       length + 1 < UNIT_MAX) {
			name[length] = lower(s[length]);
			length++;
		}
		name[length] = '\0';
		s += length + strspn(s + length, " ");
		const struct unit *u = unit_find(name, TIME);
		double unit = u ? u->base : 0;

		for (size_t i = 1; !u && length == 0 && i < ARRAY_LEN(smaller); i++)
			if (smaller[i - 1] == before)
				unit = smaller[i];
		if (unit == 0 || unit >= before || (!whole && *s) || (before < INFINITY && n * unit >= before))
			return false;
		total += n * unit;
		before = unit;
	}
	*seconds = total;
	return true;
}

bool span_parse(const char *word, int64_t *seconds)
{
	double s;

	if (!span_at(word, &s) || s > 7 * 86400)
		return false;
	*seconds = (int64_t)round(s);
	return true;
}

/* "2/3" on a scale that goes to 3. */
static enum amount_answer scale_parse(const char *rest, double n, const struct factor *factor, double *value)
{
	double top = factor->maximum;

	if (*rest == '/' && (rest++, number_at(&rest, &top) != AMOUNT_OK || top != factor->maximum))
		return AMOUNT_WRONG_UNIT;
	if (*rest)
		return AMOUNT_WRONG_UNIT;
	*value = n;
	return n == floor(n) || n < factor->minimum ? in_range(n, factor) : AMOUNT_RANGE;
}

static enum amount_answer unit_parse(const char *word, const char *name, double n, const struct factor *factor,
				     double *value)
{
	const struct measured *m = measured_in(factor->unit);

	for (size_t i = 0; i < ARRAY_LEN(special); i++)
		if (strcmp(special[i].factor, factor->id) == 0 && strcmp(special[i].unit, name) == 0) {
			*value = n * special[i].value;
			return in_range(*value, factor);
		}
	double seconds;

	if (m && m->dimension == TIME && span_at(word + (*word == '-'), &seconds)) {
		*value = (*word == '-' ? -1 : 1) * rounded(seconds / m->base, 15);
		return in_range(*value, factor);
	}
	const struct unit *u = m ? unit_find(name, m->dimension) : NULL;
	char own[UNIT_MAX];

	if (u) {
		*value = convert(n, u, m);
		return in_range(*value, factor);
	}
	if (unit_text(factor->unit, own) && *own && strcmp(own, name) == 0) {
		*value = n;
		return in_range(*value, factor);
	}
	return unit_known(name) ? AMOUNT_WRONG_UNIT : AMOUNT_NOT_ONE;
}

enum amount_answer amount_parse(const char *word, const struct factor *factor, bool us_units, double *value)
{
	const char *rest = word;
	char name[UNIT_MAX];
	double n;
	enum amount_answer answer = number_at(&rest, &n);

	if (answer != AMOUNT_OK)
		return answer;
	if (factor->kind == KIND_SCALE || factor->kind == KIND_YESNO)
		return scale_parse(rest, n, factor, value);
	if (!unit_text(rest, name))
		return AMOUNT_NOT_ONE;
	if (*name)
		return unit_parse(word, name, n, factor, value);
	const struct measured *m = measured_in(factor->unit);
	const struct unit *us = customary(m, us_units);

	*value = us ? convert(n, us, m) : n;
	return in_range(*value, factor);
}

void span_format(int64_t seconds, char *out, size_t size)
{
	if (size)
		out[0] = '\0';
	if (seconds == UNKNOWN)
		return;
	long long s = seconds < 0 ? -seconds : seconds, m = (s + 30) / 60;
	const char *sign = seconds < 0 ? "-" : "";

	if (s == 0 || (s < 120 && s % 60 != 0))
		snprintf(out, size, "%s%lld s", sign, s);
	else if (s < 3600 && s % 60 != 0)
		snprintf(out, size, "%s%lld min %lld s", sign, s / 60, s % 60);
	else if (m < 60)
		snprintf(out, size, "%s%lld min", sign, m);
	else if (m % 60 != 0)
		snprintf(out, size, "%s%lld h %02lld", sign, m / 60, m % 60);
	else
		snprintf(out, size, "%s%lld h", sign, m / 60);
}

/* At most so many decimals, without zeros at the end. */
static void number_format(double value, int decimals, char *out, size_t size)
{
	snprintf(out, size, "%.*f", decimals, value);
	if (!strchr(out, '.'))
		return;
	size_t n = strlen(out);

	while (n > 0 && out[n - 1] == '0')
		out[--n] = '\0';
	if (n > 0 && out[n - 1] == '.')
		out[--n] = '\0';
	if (strcmp(out, "-0") == 0)
		str_copy(out, size, "0");
}

static void customary_format(double value, const struct measured *m, const struct unit *u, char *out, size_t size)
{
	double converted = m->dimension == TEMPERATURE ? value * 1.8 + 32 : value * m->base / u->base;
	char number[400];

	number_format(converted, m->us_decimals, number, sizeof(number));
	snprintf(out, size, "%s %s", number, m->us_label);
}

void amount_format(double value, const struct factor *factor, bool us_units, char *out, size_t size)
{
	const struct measured *m = measured_in(factor->unit);
	const struct unit *us = customary(m, us_units);
	char number[400];

	if (size)
		out[0] = '\0';
	if (isnan(value))
		return;
	if (factor->kind == KIND_YESNO) {
		snprintf(out, size, "%s", value != 0 ? "yes" : "no");
		return;
	}
	if (us) {
		customary_format(value, m, us, out, size);
		return;
	}
	number_format(value, 2, number, sizeof(number));
	if (factor->kind == KIND_SCALE)
		snprintf(out, size, "%s/%.0f", number, factor->maximum);
	else if (m && m->dimension == TEMPERATURE)
		snprintf(out, size, "%.1f °C", value == 0 ? 0 : value);
	else if (m && m->dimension == VOLUME && fabs(value) >= 1000) {
		number_format(value / 1000, 2, number, sizeof(number));
		snprintf(out, size, "%s l", number);
	} else if (str_empty(factor->unit) || strcmp(factor->unit, "year") == 0 || (m && m->dimension == COUNT))
		snprintf(out, size, "%s", number);
	else if (m && m->dimension == UNITS && value == 1)
		snprintf(out, size, "1 unit");
	else
		snprintf(out, size, "%s %s", number, factor->unit);
}
