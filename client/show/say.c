#include "client/show/say.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/show/phrase_parts.h"
#include "client/show/report_parts.h"
#include "cramp/amount.h"
#include "cramp/catalogue.h"

enum { FIRST_DAY = -25567 /* 1900-01-01 */, SHORT_MONTH = 3, LONG_MONTH = 9 };

bool say_has_range(json_t *object)
{
	int32_t from = date_of(object, "from"), to = date_of(object, "to");

	return from >= FIRST_DAY && to >= from;
}

/* ---- words ---- */

static const char *const months[] = { "January", "February", "March",	  "April",   "May",	 "June",
				      "July",	 "August",   "September", "October", "November", "December" };

const char *say_date(int32_t day, char out[PHRASE_MAX])
{
	return phrase_date(day, -1, out);
}

const char *say_month(int32_t day)
{
	static char name[4];
	int year, month, mday;

	date_split(day, &year, &month, &mday);
	str_copy(name, sizeof(name), months[month - 1]);
	return name;
}

const char *say_night(int32_t night, bool with_year, char out[PHRASE_MAX])
{
	int year[2], month[2], mday[2];
	char tail[16] = "";

	date_split(night, &year[0], &month[0], &mday[0]);
	date_split(night + 1, &year[1], &month[1], &mday[1]);
	if (with_year)
		snprintf(tail, sizeof(tail), " %d", year[0]);
	if (month[0] != month[1])
		snprintf(out, PHRASE_MAX, "%d %.3s/%d %.3s%s", mday[0], months[month[0] - 1], mday[1],
			 months[month[1] - 1], tail);
	else
		snprintf(out, PHRASE_MAX, "%d/%d %.3s%s", mday[0], mday[1], months[month[0] - 1], tail);
	return out;
}

/* `letters` of the names of months. */
static const char *range_text(int32_t from, int32_t to, int letters, char out[2 * PHRASE_MAX])
{
	int year[2], month[2], mday[2];
	const char *first, *last;

	date_split(from, &year[0], &month[0], &mday[0]);
	date_split(to, &year[1], &month[1], &mday[1]);
	first = months[month[0] - 1];
	last = months[month[1] - 1];
	if (from == to)
		snprintf(out, 2 * PHRASE_MAX, "%d %.*s %d", mday[1], letters, last, year[1]);
	else if (year[0] != year[1])
		snprintf(out, 2 * PHRASE_MAX, "%d %.*s %d to %d %.*s %d", mday[0], letters, first, year[0], mday[1],
			 letters, last, year[1]);
	else if (month[0] != month[1])
		snprintf(out, 2 * PHRASE_MAX, "%d %.*s to %d %.*s %d", mday[0], letters, first, mday[1], letters, last,
			 year[1]);
	else
		snprintf(out, 2 * PHRASE_MAX, "%d to %d %.*s %d", mday[0], mday[1], letters, last, year[1]);
	return out;
}

const char *say_range(int32_t from, int32_t to, char out[2 * PHRASE_MAX])
{
	return range_text(from, to, LONG_MONTH, out);
}

const char *say_day(int32_t day, char out[PHRASE_MAX])
{
	char range[2 * PHRASE_MAX];

	str_copy(out, PHRASE_MAX, range_text(day, day, SHORT_MONTH, range));
	return out;
}

char *say_count(int64_t n, const char *what)
{
	return xasprintf("%lld %s%s", (long long)n, what, n == 1 ? "" : "s");
}

const char *say_span(double seconds, char out[PHRASE_MAX])
{
	span_format((int64_t)(seconds + 0.5), out, PHRASE_MAX);
	return out;
}

char *say_factor(json_t *row)
{
	int64_t lag = count_of(row, "lag");

	if (lag == 0)
		return xstrdup(text_of(row, "label"));
	return lag == 1 ? xasprintf("%s, the day before", text_of(row, "label"))
			: xasprintf("%s, %d days before", text_of(row, "label"), (int)lag);
}

const char *relief_label(const char *method)
{
	const struct relief *r = relief_find(method);

	return r ? r->label : method;
}
