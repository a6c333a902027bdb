/*
 * The words that the report and `cramp why` have in common: names of factors and of their sides, ratios and what still
 * fits.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/phrase.h"
#include "client/show/report_parts.h"

json_t *report_find(json_t *rows, const char *key, const char *text)
{
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		if (str_equal(text_of(row, key), text))
			return row;
	}
	return NULL;
}

json_t *report_factor_row(json_t *report, const char *id)
{
	return report_find(json_object_get(report, "factors"), "id", id);
}

/* More names than these are a list that nobody reads. */
enum { NAMED = 6 };

static void add_name(const struct session *s, struct strbuf *b, json_t *report, const char *id, size_t place,
		     size_t count)
{
	json_t *row = report_factor_row(report, id);
	char *name;

	if (count > NAMED + 1 && place >= NAMED)
		return;
	name = row ? report_factor_name(s, row) : xstrdup(id);
	strbuf_add(b, "%s%s", place == 0 ? "" : place + 1 == count ? " and " : ", ", name);
	free(name);
	if (count > NAMED + 1 && place == NAMED - 1)
		strbuf_add(b, " and %zu more", count - NAMED);
}

/* Names of `listed`, of `count` in all. */
static char *names_of(const struct session *s, json_t *report, json_t *listed, size_t count)
{
	struct strbuf b = { 0 };
	json_t *id;
	size_t i;

	json_array_foreach(listed, i, id) add_name(s, &b, report, json_string_value(id), i, count);
	return strbuf_take(&b);
}

char *report_companions(const struct session *s, json_t *report, json_t *row)
{
	json_t *list = json_object_get(row, "companions");

	return names_of(s, report, list, json_array_size(list) + (size_t)count_of(row, "companions_unnamed"));
}

char *report_names(const struct session *s, json_t *report, json_t *ids)
{
	json_t *list = json_array();
	char *names;

	if (json_is_array(ids))
		json_array_extend(list, ids);
	for (const char *p = json_is_string(ids) ? json_string_value(ids) : ""; *p;) {
		size_t length = strcspn(p, ",");
		json_array_append_new(list, json_stringn(p, length));
		p += length + (p[length] == ',');
	}
	names = names_of(s, report, list, json_array_size(list));
	json_decref(list);
	return names;
}

char *ratio_words(double ratio)
{
	if (ratio >= 9.95)
		return xasprintf("%.0f times as many", ratio);
	if (ratio > 0.945 && ratio < 1.055)
		return xstrdup("as many");
	return xasprintf("%.1f times as many", ratio < 0.05 ? 0.05 : ratio);
}

void range_words(double low, double high, char *out, size_t size)
{
	char top[24];

	if (high >= 100)
		str_copy(top, sizeof(top), "any number");
	else
		snprintf(top, sizeof(top), "%.1f", high);
	if (low < 0.05)
		snprintf(out, size, "0 to %s", top);
	else
		snprintf(out, size, "%.1f to %s", low, top);
}

char *estimate_words(json_t *o)
{
	char range[64], *ratio = ratio_words(number_of(o, "rate_ratio")), *text;

	range_words(number_of(o, "ci_low"), number_of(o, "ci_high"), range, sizeof(range));
	text = xasprintf("%s  (95 %%: %s)", ratio, range);
	free(ratio);
	return text;
}

char *report_side_words(const struct session *s, json_t *factor, bool high)
{
	bool end = *text_of(factor, "end");
	char *side, *text;

	if (str_equal(text_of(factor, "kind"), "binary") && !end)
		return xstrdup(high ? "with it" : "without it");
	if (end && !high)
		return xstrdup("otherwise");
	side = report_side_text(s, factor, high);
	text = xasprintf("with %s", end && strchr(side, ':') ? strchr(side, ':') + 2 : end ? "that" : side);
	free(side);
	return text;
}

json_t *report_judged(json_t *report)
{
	json_t *copy = json_copy(report), *rows = json_array(), *row;
	size_t i;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		json_t *judged = json_object_get(row, "as_judged"), *shown = json_copy(row);
		if (json_is_object(judged))
			json_object_update(shown, judged);
		json_array_append_new(rows, shown);
	}
	json_object_set_new(copy, "factors", rows);
	return copy;
}
