/*
 * cramp summary [RANGE]: one page for a clinician, on the terminal or as a page to print. Without a range: the last
 * year.
 */
#include <stdlib.h>

#include "client/command.h"
#include "client/fetch.h"
#include "client/page_options.h"
#include "client/pages.h"
#include "client/show/json.h"
#include "client/show/summary.h"
#include "cramp/util.h"

enum { YEAR = 365 };

static int no_report(void)
{
	return complain(EXIT_DAEMON_FAILED, "What the daemon answered is no report with pictures.");
}

static int write_summary(struct session *s, const struct page_options *o, int32_t to, json_t *report, json_t *traits)
{
	json_t *facts = summary_facts(s, report, traits, true);
	char *page = facts ? summary_html(s, report, facts) : NULL;
	char *path = pages_summary_path(to);
	int status = page ? page_options_write(s, o, path, page) : no_report();

	free(path);
	free(page);
	json_decref(facts);
	return status;
}

static int print_summary(const struct session *s, json_t *report, json_t *traits)
{
	json_t *facts = summary_facts(s, report, traits, false);

	if (!facts)
		return no_report();
	if (s->json)
		show_json(facts);
	else
		show_summary(s, facts);
	json_decref(facts);
	return EXIT_DONE;
}

int cmd_summary(struct session *s, int count, char **words)
{
	struct page_options o = { 0 };
	json_t *reply = NULL, *traits = NULL, *report;
	int32_t to = civil_of(s->reader.now).day - 1, from = to - YEAR + 1;
	int status = page_options_read(s, &count, words, &o);

	if (status == EXIT_DONE && count > 0)
		status = session_range(s, count, words, &from, &to);
	if (status != EXIT_DONE)
		return status;
	session_own_factors(s);
	status = fetch_report(s, from, to, from, &reply);
	if (status == EXIT_DONE)
		status = fetch(s, "org.crampd.Diary.Traits", "trait", json_object(), &traits);
	if (status == EXIT_DONE) {
		report = json_object_get(reply, "report");
		status = page_options_any(&o) ? write_summary(s, &o, to, report, traits)
					      : print_summary(s, report, traits);
	}
	json_decref(traits);
	json_decref(reply);
	return status;
}
