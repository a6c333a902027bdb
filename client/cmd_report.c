/*
 * cramp report [week|month|RANGE]: the figures of some nights, and what goes with the cramps. Without a range: the
 * seven nights up to last night. As text, as JSON, or as a page (--html, --open).
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/command.h"
#include "client/fetch.h"
#include "client/page_options.h"
#include "client/pages.h"
#include "client/show/json.h"
#include "client/show/report_html.h"
#include "client/show/report_text.h"
#include "cramp/util.h"

enum { WEEK = 7, YEAR = 365 };

struct asked {
	json_t *parameters; /* owned */
	int32_t from, to;
	struct page_options page;
};

/* Takes the report's own options out of the words; what is left is the range. */
static int read_options(struct session *s, int *count, char **words, struct asked *asked)
{
	int kept = 0;

	for (int i = 0; i < *count; i++) {
		const char *value = i + 1 < *count ? words[i + 1] : NULL;
		char *end;

		if (str_equal(words[i], "--look")) {
			if (!str_equal(value, "now"))
				return usage_error(s, "--look wants now; official verdicts are shown without it.");
			json_object_set_new(asked->parameters, "look_now", json_true());
			i++;
		} else if (str_equal(words[i], "--max-recall")) {
			long hours = value ? strtol(value, &end, 10) : -1;
			if (hours < 0 || (*end && !str_equal(end, "h")))
				return usage_error(s, "--max-recall wants a number of hours.");
			json_object_set_new(asked->parameters, "max_recall_h", json_integer(hours));
			i++;
		} else {
			words[kept++] = words[i];
		}
	}
	*count = kept;
	return EXIT_DONE;
}

static int read_asked(struct session *s, int count, char **words, struct asked *asked)
{
	int status = page_options_read(s, &count, words, &asked->page);

	if (status == EXIT_DONE)
		status = read_options(s, &count, words, asked);
	asked->to = civil_of(s->reader.now).day - 1;
	asked->from = asked->to - WEEK + 1;
	if (status != EXIT_DONE || (count == 0 && !page_options_any(&asked->page)))
		return status;
	if (count > 0)
		status = session_range(s, count, words, &asked->from, &asked->to);
	fetch_set_date(asked->parameters, "from", asked->from);
	fetch_set_date(asked->parameters, "to", asked->to);
	return status;
}

static int write_page(struct session *s, const struct asked *asked, json_t *report, json_t *episodes, json_t *traits)
{
	char *path = pages_report_path(asked->from, asked->to);
	bool kept = pages_is_kept(asked->page.html ? asked->page.html : path);
	char *page = report_html(s, report, episodes, traits, kept);
	int status = page ? page_options_write(s, &asked->page, path, page)
			  : complain(EXIT_DAEMON_FAILED, "What the daemon answered is no report with pictures.");

	free(page);
	free(path);
	return status;
}

/* The pictures are of a year at least. */
static int make_page(struct session *s, const struct asked *asked)
{
	json_t *reply = NULL, *episodes = NULL, *traits = NULL;
	int32_t year = asked->to - YEAR + 1;
	int status;

	fetch_set_date(asked->parameters, "since", asked->from < year ? asked->from : year);
	session_own_factors(s);
	status = session_call(s, "org.crampd.Report.Report", json_incref(asked->parameters), &reply);
	if (status == EXIT_DONE)
		status = fetch(s, "org.crampd.Diary.Episodes", "episode", fetch_range(asked->from, asked->to),
			       &episodes);
	if (status == EXIT_DONE)
		status = fetch(s, "org.crampd.Diary.Traits", "trait", json_object(), &traits);
	if (status == EXIT_DONE)
		status = write_page(s, asked, json_object_get(reply, "report"), episodes, traits);
	json_decref(traits);
	json_decref(episodes);
	json_decref(reply);
	return status;
}

static int print_report(struct session *s, const struct asked *asked)
{
	json_t *reply = NULL, *report;
	int status = session_call(s, "org.crampd.Report.Report", json_incref(asked->parameters), &reply);

	if (status != EXIT_DONE)
		return status;
	report = json_object_get(reply, "report");
	if (s->json) {
		show_json(report);
	} else {
		session_own_factors(s);
		show_report(s, report);
	}
	json_decref(reply);
	return EXIT_DONE;
}

int cmd_report(struct session *s, int count, char **words)
{
	struct asked asked = { .parameters = json_object() };
	int status = read_asked(s, count, words, &asked);

	if (status == EXIT_DONE)
		status = page_options_any(&asked.page) ? make_page(s, &asked) : print_report(s, &asked);
	json_decref(asked.parameters);
	return status;
}
