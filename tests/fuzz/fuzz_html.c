/*
 * Any bytes as text on a page: what comes out is UTF-8 without markup and says the same; the description of a page
 * comes back as it was. Bytes that are a JSON object {"report", "episodes", "traits"} are drawn as a report as well:
 * whatever it says, the page is well-formed.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/html.h"
#include "client/show/report_html.h"
#include "cramp/util.h"
#include "tests/unit/well_formed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text)
{
	struct strbuf b = { 0 };
	char *out;

	html_text(&b, text);
	out = strbuf_take(&b);
	if (!utf8_valid(out, strlen(out)) || strpbrk(out, "<>\"'"))
		abort();
	for (const char *p = out; (p = strchr(p, '&')); p++)
		if (!is_entity(p))
			abort();
	free(out);
}

/* The description of a page that holds the text elsewhere too. */
static void check_description(const char *text)
{
	struct strbuf b = { 0 };
	char *page, *back;

	html_begin(&b, "report", text, text);
	html_user(&b, text);
	html_end(&b);
	page = strbuf_take(&b);
	back = html_description(page, strlen(page));
	if (!well_formed(page) || !back)
		abort();
	/* What is allowed comes back as it was. */
	if (utf8_valid(text, strlen(text)) && !strstr(back, "\xEF\xBF\xBD") && strcmp(text, back) != 0)
		abort();
	free(back);
	free(page);
}

static void check_report(const char *text)
{
	json_t *all = json_loads(text, JSON_REJECT_DUPLICATES, NULL), *report = json_object_get(all, "report");
	struct session s = { .width = 80, .reader = { .night = NO_NIGHT } };
	char *page;

	s.reader.own = &s.own;
	if (json_is_object(report)) {
		page = report_html(&s, report, json_object_get(all, "episodes"), json_object_get(all, "traits"), true);
		if (page && (!utf8_valid(page, strlen(page)) || !well_formed(page)))
			abort();
		free(page);
	}
	json_decref(all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size), *found = html_description((const char *)data, size);

	if (found && !utf8_valid(found, strlen(found)))
		abort();
	free(found);
	check_text(text);
	check_description(text);
	check_report(text);
	free(text);
	return 0;
}
