#include "client/show/phrase.h"

#include <stdio.h>

#include "cramp/util.h"

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char *const months[] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
};

const char *phrase_date(int32_t day, int now_year, char out[PHRASE_MAX])
{
	int year, month, mday;

	date_split(day, &year, &month, &mday);
	if (now_year != 0 && year != now_year)
		snprintf(out, PHRASE_MAX, "%s %d %s %d", weekdays[date_weekday(day)], mday, months[month - 1], year);
	else
		snprintf(out, PHRASE_MAX, "%s %d %s", weekdays[date_weekday(day)], mday, months[month - 1]);
	return out;
}

/* What is no date or time is shown as it came. */
static const char *as_it_is(const char *text, char out[PHRASE_MAX])
{
	str_copy(out, PHRASE_MAX, text ? text : "?");
	return out;
}

const char *phrase_night_dated(const char *iso, int now_year, char out[PHRASE_MAX])
{
	int32_t day;

	return iso && date_parse(iso, &day) ? phrase_date(day, now_year, out) : as_it_is(iso, out);
}

const char *phrase_night_text(const char *iso, char out[PHRASE_MAX])
{
	return phrase_night_dated(iso, 0, out);
}

const char *phrase_clock_text(const char *rfc3339, char out[PHRASE_MAX])
{
	struct instant when;
	char clock[CLOCK_TEXT];

	if (!rfc3339 || !rfc3339_parse(rfc3339, &when))
		return as_it_is(rfc3339, out);
	return as_it_is(clock_text(civil_of(when).second, clock), out);
}

const char *phrase_instant_dated(const char *rfc3339, int now_year, char out[PHRASE_MAX])
{
	struct instant when;
	char date[PHRASE_MAX], clock[PHRASE_MAX];

	if (!rfc3339 || !rfc3339_parse(rfc3339, &when))
		return as_it_is(rfc3339, out);
	snprintf(out, PHRASE_MAX, "%.40s %.8s", phrase_date(civil_of(when).day, now_year, date),
		 phrase_clock_text(rfc3339, clock));
	return out;
}

const char *phrase_instant_text(const char *rfc3339, char out[PHRASE_MAX])
{
	return phrase_instant_dated(rfc3339, 0, out);
}
