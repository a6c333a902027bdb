/* Times of day as the user's locale has them. */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cramp/when.h"

enum { HOUR_S = 3600, MINUTE_S = 60, HALF_DAY = 12 };

/* Its table takes time to load, so that only who shows a time asks for it. */
bool clock_has_twelve_hours(void)
{
	const char *format, *p;

	if (strcmp(setlocale(LC_TIME, NULL), "C") == 0)
		setlocale(LC_TIME, "");
	format = nl_langinfo(T_FMT);
	for (p = strchr(format, '%'); p; p = strchr(p, '%')) {
		p += 1 + strspn(p + 1, "-_0^#EO");
		if (*p && strchr("rIlp", *p))
			return true;
		p += *p != '\0';
	}
	return false;
}

/* Twelve is the first of the twelve. */
static int of_twelve(int hour)
{
	return hour % HALF_DAY == 0 ? HALF_DAY : hour % HALF_DAY;
}

static const char *half_of(int hour)
{
	return hour < HALF_DAY ? "am" : "pm";
}

static const char *put_clock(int32_t second, int digits, char out[CLOCK_TEXT])
{
	int hour = second / HOUR_S % (2 * HALF_DAY), minute = second / MINUTE_S % 60;

	if (clock_has_twelve_hours())
		snprintf(out, CLOCK_TEXT, "%d:%02d%s", of_twelve(hour), minute, half_of(hour));
	else
		snprintf(out, CLOCK_TEXT, "%0*d:%02d", digits, hour, minute);
	return out;
}

const char *clock_text(int32_t second, char out[CLOCK_TEXT])
{
	return put_clock(second, 2, out);
}

const char *clock_typed(int32_t second, char out[CLOCK_TEXT])
{
	return put_clock(second, 1, out);
}

const char *hour_text(int hour, char out[CLOCK_TEXT])
{
	if (clock_has_twelve_hours())
		snprintf(out, CLOCK_TEXT, "%d%s", of_twelve(hour), half_of(hour));
	else
		snprintf(out, CLOCK_TEXT, "%d", hour);
	return out;
}
