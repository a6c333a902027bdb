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

json_t *report_factor_row(json_t *report, const char *id)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (str_equal(text_of(row, "id"), id))
			return row;
	}
	return NULL;
}

static void add_name(const struct session *s, struct strbuf *b, json_t *report, const char *id, size_t place,
		     size_t count)
{
	json_t *row = report_factor_row(report, id);
	char *name = row ? report_factor_name(s, row) : xstrdup(id);

	strbuf_add(b, "%s%s", place == 0 ? "" : place + 1 == count ? " and " : ", ", name);
	free(name);
}

char *report_names(const struct session *s, json_t *report, json_t *ids)
{
	struct strbuf b = { 0 };
	json_t *id;
	size_t i, count;

	if (json_is_array(ids)) {
		json_array_foreach(ids, i, id) add_name(s, &b, report, json_string_value(id), i, json_array_size(ids));
		return strbuf_take(&b);
	}
	const char *list = json_is_string(ids) ? json_string_value(ids) : "";
	for (count = *list != '\0', i = 0; list[i]; i++)
		count += list[i] == ',';
	for (i = 0; *list; i++) {
		size_t length = strcspn(list, ",");
		char *one = xstrndup(list, length);
		add_name(s, &b, report, one, i, count);
		free(one);
		list += length + (list[length] == ',');
	}
	return strbuf_take(&b);
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
