#include "common/config_options.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cramp/amount.h"
#include "cramp/catalogue.h"
#include "cramp/util.h"

enum { HOUR = 60, DAY = 24 * HOUR };

const struct option config_options[] = {
	{ "bedtime", OPTION_TIME, true, "22:30", 0, 36 * HOUR, NULL,
	  "When you mean to be in bed; after midnight 24:30 or 00:30. A weekday is that of the evening." },
	{ "lead", OPTION_SPAN, false, "30m", 0, 12 * HOUR, NULL, "How long before bedtime the reminder comes." },
	{ "wake", OPTION_TIME, true, "07:30", 0, DAY - 1, NULL,
	  "When to ask about the night. A weekday is that of the morning." },
	{ "weekly", OPTION_WEEKDAY_TIME, false, "sun 10:00", 0, DAY - 1, NULL, "When the week's report comes." },
	{ "night_starts", OPTION_TIME, false, "12:00", 0, DAY - 1, NULL,
	  "When one night ends and the next begins; change it if you sleep by day." },
	{ "day_starts", OPTION_TIME, false, "04:00", 0, DAY - 1, NULL,
	  "Until when what you drink or do still belongs to the day before." },
	{ "snooze", OPTION_SPAN, false, "15m", 1, 12 * HOUR, NULL, "How long Snooze puts a reminder off." },
	{ "private", OPTION_YES, false, "no", 0, 1, NULL, "yes: notifications say no more than \"Bedtime routine\"." },
	{ "quiet", OPTION_QUIET, false, "none", 0, DAY - 1, NULL,
	  "Hours that hold the morning question and the week's report until they end, such as 23:30 - 06:30." },
	{ "units", OPTION_WORDS, false, "metric", 0, 0, "metric us", "The units you read and type." },
	{ "tracked", OPTION_FACTORS, false, "fluid_ml, exercise_min, room_temp_c, stretch, warm_feet, loosen_bedding",
	  0, 0, NULL, "What the morning check-in asks for, until you say cramp track." },
	{ "log_command", OPTION_TEXT, false, "", 0, 0, NULL,
	  "What the morning question's button \"Log…\" starts; without it there is none." },
	{ "log", OPTION_WORDS, false, "info", 0, 0, "info debug", "How much the daemon writes into its own log." },
};
const int config_option_count = (int)ARRAY_LEN(config_options);
_Static_assert(ARRAY_LEN(config_options) <= OPTIONS_MAX, "OPTIONS_MAX is too small");

/* Where the option's value lies: int, int[WEEKDAYS], two ints in a row, bool (second word of `words`), or char *. */
static const size_t places[ARRAY_LEN(config_options)] = {
	offsetof(struct config, bedtime_min),	   offsetof(struct config, lead_min),
	offsetof(struct config, wake_min),	   offsetof(struct config, weekly_weekday),
	offsetof(struct config, night_starts_min), offsetof(struct config, day_starts_min),
	offsetof(struct config, snooze_min),	   offsetof(struct config, private_text),
	offsetof(struct config, quiet_from_min),   offsetof(struct config, us_units),
	offsetof(struct config, tracked),	   offsetof(struct config, log_command),
	offsetof(struct config, log_debug),
};

static const char *const weekday_names[WEEKDAYS] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
};
enum { WEEKDAY_SHORT = 3 };

/* ---- words ---- */

/* "sat", "Saturday" → 5; -1: none. */
static int weekday_of(const char *word, size_t length)
{
	for (int i = 0; i < WEEKDAYS; i++)
		if ((length == WEEKDAY_SHORT || length == strlen(weekday_names[i])) &&
		    strncasecmp(word, weekday_names[i], length) == 0)
			return i;
	return -1;
}

int option_find(const char *key, int *weekday)
{
	size_t length = strcspn(key, ".");

	*weekday = EVERY_DAY;
	for (int i = 0; i < config_option_count; i++) {
		const struct option *o = &config_options[i];

		if (strlen(o->name) != length || strncmp(key, o->name, length) != 0)
			continue;
		if (key[length] == '\0')
			return i;
		*weekday = weekday_of(key + length + 1, strlen(key + length + 1));
		return o->per_weekday && *weekday >= 0 ? i : -1;
	}
	return -1;
}

/* "7:30", "22:30", "24:30" at the beginning of a text; returns what follows, NULL: no time. */
static const char *time_parse(const char *text, int *minutes)
{
	int hour = 0, minute = 0, n;

	for (n = 0; n < 2 && text[n] >= '0' && text[n] <= '9'; n++)
		hour = hour * 10 + (text[n] - '0');
	if (n == 0 || text[n] != ':')
		return NULL;
	text += n + 1;
	for (n = 0; n < 2 && text[n] >= '0' && text[n] <= '9'; n++)
		minute = minute * 10 + (text[n] - '0');
	if (n != 2 || minute >= HOUR)
		return NULL;
	*minutes = hour * HOUR + minute;
	return text + n;
}

static char *time_show(int minutes)
{
	return xasprintf("%02d:%02d", minutes / HOUR, minutes % HOUR);
}

/* ---- text → value ---- */

static bool refuse(char **reason, const struct option *o, const char *expected, const char *value)
{
	*reason = xasprintf("%s is %s, not \"%s\".", o->name, expected, value);
	return false;
}

static bool set_time(void *place, const struct option *o, int weekday, const char *value, char **reason)
{
	int *minutes = place, told, count = o->per_weekday ? WEEKDAYS : 1;
	const char *rest = time_parse(value, &told);

	if (!rest || *rest || told < o->minimum || told > o->maximum)
		return refuse(reason, o, o->maximum < DAY ? "a time from 00:00 to 23:59" : "a time from 00:00 to 36:00",
			      value);
	for (int i = 0; i < count; i++)
		if (weekday == EVERY_DAY || weekday == i)
			minutes[i] = told;
	return true;
}

static bool set_weekday_time(void *place, const struct option *o, int weekday, const char *value, char **reason)
{
	int *pair = place, minutes;
	size_t length = strcspn(value, " \t"), gap = strspn(value + length, " \t");
	int day = weekday_of(value, length);
	const char *rest = time_parse(value + length + gap, &minutes);

	(void)weekday;
	if (day < 0 || gap == 0 || !rest || *rest || minutes > o->maximum)
		return refuse(reason, o, "a weekday and a time like sun 10:00", value);
	pair[0] = day;
	pair[1] = minutes;
	return true;
}

static bool set_span(void *place, const struct option *o, int weekday, const char *value, char **reason)
{
	int64_t seconds;

	(void)weekday;
	if (!span_parse(value, &seconds) || seconds % 60 != 0 || seconds / 60 < o->minimum || seconds / 60 > o->maximum)
		return refuse(reason, o,
			      o->minimum > 0 ? "a span of whole minutes from 1m to 12h"
					     : "a span of whole minutes from 0m to 12h",
			      value);
	*(int *)place = (int)(seconds / 60);
	return true;
}

static bool set_yes(void *place, const struct option *o, int weekday, const char *value, char **reason)
{
	static const char *const words[] = { "no", "false", "off", "yes", "true", "on" };

	(void)weekday;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcasecmp(value, words[i]) == 0) {
			*(bool *)place = i >= ARRAY_LEN(words) / 2;
			return true;
		}
	return refuse(reason, o, "yes or no", value);
}

static bool set_words(void *place, const struct option *o, int weekday, const char *value, char **reason)
{
	size_t first = strcspn(o->words, " ");
	const char *second = o->words + first + 1;
	char *expected;

	(void)weekday;
	if (strcasecmp(value, second) == 0 || (strlen(value) == first && strncasecmp(value, o->words, first) == 0)) {
		*(bool *)place = strcasecmp(value, second) == 0;
		return true;
	}
	expected = xasprintf("%.*s or %s", (int)first, o->words, second);
	refuse(reason, o, expected, value);
	free(expected);
	return false;
}

/* One of a list of factors, as an id. False: *reason. */
static bool add_factor(struct strbuf *ids, const struct option *o, const char *word, char **reason)
{
	const struct factor *f = factor_find(word, NULL);

	if (!f) {
		char *near = near_names(word, NEAR_FACTOR, NULL, NULL);

		*reason = xasprintf("%s: I do not know the factor \"%s\".%s%s%s", o->name, word,
				    *near ? " Did you mean " : "", near, *near ? "?" : "");
		free(near);
		return false;
	}
	if (f->window == WINDOW_TRAIT) {
		*reason = xasprintf("%s: %s stands for long and is not asked every day; see cramp trait.", o->name,
				    f->id);
		return false;
	}
	if (!ids->text || !id_listed(ids->text, f->id))
		strbuf_add(ids, "%s%s", ids->text ? "," : "", f->id);
	return true;
}

static bool set_factors(void *place, const struct option *o, int weekday, const char *value, char **reason)
{
	struct strbuf ids = { 0 };
	const char *separators = ", \t";
	bool fine = true;

	(void)weekday;
	if (strcasecmp(value, "none") == 0)
		value = "";
	while (fine && *(value += strspn(value, separators))) {
		size_t length = strcspn(value, separators);
		char *word = xstrndup(value, length);

		fine = add_factor(&ids, o, word, reason);
		free(word);
		value += length;
	}
	if (fine) {
		char **list = place;

		free(*list);
		*list = strbuf_take(&ids);
	}
	strbuf_clear(&ids);
	return fine;
}

static bool set_text(void *place, const struct option *o, int weekday, const char *value, char **reason)
{
	char **text = place;

	(void)weekday;
	if (strlen(value) > NOTE_MAX) {
		*reason = xasprintf("%s is longer than %d bytes.", o->name, NOTE_MAX);
		return false;
	}
	free(*text);
	*text = xstrdup(value);
	return true;
}

static bool set_quiet(void *place, const struct option *o, int weekday, const char *value, char **reason)
{
	int *pair = place, from, to;
	const char *rest;

	(void)weekday;
	if (strcasecmp(value, "none") == 0) {
		pair[0] = pair[1] = -1;
		return true;
	}
	rest = time_parse(value, &from);
	if (rest) {
		rest += strspn(rest, " \t");
		rest = *rest == '-' ? time_parse(rest + 1 + strspn(rest + 1, " \t"), &to) : NULL;
	}
	if (!rest || *rest || from > o->maximum || to > o->maximum || from == to)
		return refuse(reason, o, "none, or two times like 23:30 - 06:30", value);
	pair[0] = from;
	pair[1] = to;
	return true;
}

bool option_set(struct config *c, int option, int weekday, const char *value, char **reason)
{
	static bool (*const set[])(void *, const struct option *, int, const char *, char **) = {
		[OPTION_TIME] = set_time,   [OPTION_WEEKDAY_TIME] = set_weekday_time,
		[OPTION_SPAN] = set_span,   [OPTION_YES] = set_yes,
		[OPTION_WORDS] = set_words, [OPTION_FACTORS] = set_factors,
		[OPTION_TEXT] = set_text,   [OPTION_QUIET] = set_quiet,
	};
	const struct option *o = &config_options[option];

	return set[o->type]((char *)c + places[option], o, weekday, value, reason);
}

/* ---- value → text ---- */

static int commonest(const int *minutes)
{
	int best = 0, most = 0;

	for (int i = 0; i < WEEKDAYS; i++) {
		int count = 0;

		for (int j = 0; j < WEEKDAYS; j++)
			count += minutes[j] == minutes[i];
		if (count > most) {
			most = count;
			best = minutes[i];
		}
	}
	return best;
}

static char *show_time(const void *place, const struct option *o, int weekday)
{
	const int *minutes = place;

	return time_show(!o->per_weekday ? *minutes : weekday == EVERY_DAY ? commonest(minutes) : minutes[weekday]);
}

static char *show_weekday_time(const void *place, const struct option *o, int weekday)
{
	const int *pair = place;

	(void)o;
	(void)weekday;
	return xasprintf("%.*s %02d:%02d", WEEKDAY_SHORT, weekday_names[pair[0]], pair[1] / HOUR, pair[1] % HOUR);
}

static char *show_span(const void *place, const struct option *o, int weekday)
{
	int minutes = *(const int *)place;

	(void)o;
	(void)weekday;
	if (minutes < HOUR)
		return xasprintf("%dm", minutes);
	return minutes % HOUR ? xasprintf("%dh%dm", minutes / HOUR, minutes % HOUR) : xasprintf("%dh", minutes / HOUR);
}

static char *show_yes(const void *place, const struct option *o, int weekday)
{
	(void)o;
	(void)weekday;
	return xstrdup(*(const bool *)place ? "yes" : "no");
}

static char *show_words(const void *place, const struct option *o, int weekday)
{
	size_t first = strcspn(o->words, " ");

	(void)weekday;
	return *(const bool *)place ? xstrdup(o->words + first + 1) : xstrndup(o->words, first);
}

static char *show_factors(const void *place, const struct option *o, int weekday)
{
	struct strbuf out = { 0 };

	(void)o;
	(void)weekday;
	for (const char *p = *(char *const *)place; *p; p++)
		strbuf_add(&out, *p == ',' ? ", " : "%c", *p);
	return out.text ? strbuf_take(&out) : xstrdup("none");
}

static char *show_text_value(const void *place, const struct option *o, int weekday)
{
	(void)o;
	(void)weekday;
	return xstrdup(*(char *const *)place);
}

static char *show_quiet(const void *place, const struct option *o, int weekday)
{
	const int *pair = place;

	(void)o;
	(void)weekday;
	if (pair[0] < 0)
		return xstrdup("none");
	return xasprintf("%02d:%02d - %02d:%02d", pair[0] / HOUR, pair[0] % HOUR, pair[1] / HOUR, pair[1] % HOUR);
}

char *option_show(const struct config *c, int option, int weekday)
{
	static char *(*const show[])(const void *, const struct option *, int) = {
		[OPTION_TIME] = show_time,	 [OPTION_WEEKDAY_TIME] = show_weekday_time,
		[OPTION_SPAN] = show_span,	 [OPTION_YES] = show_yes,
		[OPTION_WORDS] = show_words,	 [OPTION_FACTORS] = show_factors,
		[OPTION_TEXT] = show_text_value, [OPTION_QUIET] = show_quiet,
	};
	const struct option *o = &config_options[option];

	return show[o->type]((const char *)c + places[option], o, weekday);
}

/* ---- together ---- */

bool options_settle(struct config *c, int *option, int *weekday, char **reason)
{
	int unused;

	for (int i = 0; i < WEEKDAYS; i++) {
		if (c->bedtime_min[i] < c->night_starts_min)
			c->bedtime_min[i] += DAY;
		if (c->bedtime_min[i] < c->night_starts_min + DAY)
			continue;
		char *bed = time_show(c->bedtime_min[i]), *noon = time_show(c->night_starts_min);

		*option = option_find("bedtime", &unused);
		*weekday = i;
		*reason =
			xasprintf("bedtime %s is no longer in its night, which ends at %s (night_starts).", bed, noon);
		free(bed);
		free(noon);
		return false;
	}
	return true;
}
