#include "client/show/phrase_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/show/phrase.h"
#include "cramp/catalogue.h"
#include "cramp/util.h"

const char *told_text(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

int64_t told_integer(json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return json_is_number(value) ? (int64_t)json_number_value(value) : UNKNOWN;
}

int64_t told_truth(json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return json_is_boolean(value) ? json_is_true(value) : UNKNOWN;
}

void part(struct strbuf *b, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	char *text = xvasprintf(format, list);
	va_end(list);
	strbuf_add(b, "%s%s", b->length ? " · " : "", text);
	free(text);
}

void part_number(struct strbuf *b, json_t *object, const char *key, const char *before, const char *after)
{
	int64_t value = told_integer(object, key);

	if (value != UNKNOWN)
		part(b, "%s%lld%s", before, (long long)value, after);
}

void part_note(struct strbuf *b, json_t *object)
{
	const char *note = told_text(object, "note");

	if (!note)
		return;
	char *line = xstrdup(note);
	for (char *p = line; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	part(b, "note: %s", line);
	free(line);
}

const char *word_label(const char *kind, const char *id)
{
	const struct word *w = word_by_id(kind, id);

	return w ? w->label : id;
}

void add_night(struct strbuf *b, const char *night, int32_t beside)
{
	int32_t day;
	int year, month, mday, beside_year, beside_month;
	char date[PHRASE_MAX];

	if (!night || !date_parse(night, &day))
		return;
	date_split(day, &year, &month, &mday);
	date_split(beside, &beside_year, &beside_month, &mday);
	phrase_date(day, 0, date);
	if (month == beside_month && year == beside_year)
		*strrchr(date, ' ') = '\0';
	strbuf_add(b, "night of %s", date);
}

void part_truth(struct strbuf *b, json_t *object, const char *key, const char *yes, const char *no)
{
	int64_t truth = told_truth(object, key);

	if (truth == 1 || (truth == 0 && no))
		part(b, "%s", truth ? yes : no);
}
