/*
 * cramp report [week|month|RANGE]: the figures of some nights, and what goes with the cramps. Without a range: the
 * seven nights up to last night. As text, as JSON, or as a page (--html, --open).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/fetch.h"
#include "client/pages.h"
#include "client/show/json.h"
#include "client/show/report_html.h"
#include "client/show/report_parts.h"
#include "client/show/report_text.h"
#include "client/show/text.h"
#include "cramp/util.h"

enum { WEEK = 7, YEAR = 365 };

struct asked {
	json_t *parameters; /* owned */
	int32_t from, to;
	const char *html; /* NULL: no file named */
	bool open;
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
		} else if (str_equal(words[i], "--html")) {
			if (str_empty(value))
				return usage_error(s, "--html wants a file; - is standard output.");
			asked->html = value;
			i++;
		} else if (str_equal(words[i], "--open")) {
			asked->open = true;
		} else {
			words[kept++] = words[i];
		}
	}
	*count = kept;
	return EXIT_DONE;
}

static void set_date(json_t *parameters, const char *key, int32_t day)
{
	char date[DATE_LENGTH + 1];

	date_format(day, date);
	json_object_set_new(parameters, key, json_string(date));
}

static int read_asked(struct session *s, int count, char **words, struct asked *asked)
{
	int status = read_options(s, &count, words, asked);

	asked->to = civil_of(s->reader.now).day - 1;
	asked->from = asked->to - WEEK + 1;
	if (status == EXIT_DONE && str_equal(asked->html, "-") && asked->open)
		return usage_error(s, "--open needs a file; standard output is none.");
	if (status != EXIT_DONE || (count == 0 && !asked->html && !asked->open))
		return status;
	if (count > 0)
		status = session_range(s, count, words, &asked->from, &asked->to);
	set_date(asked->parameters, "from", asked->from);
	set_date(asked->parameters, "to", asked->to);
	return status;
}

/* Where it is, and how large. */
static void tell_page(const struct session *s, const char *path, const char *page)
{
	json_t *o;

	if (str_equal(path, "-"))
		return;
	o = json_pack("{s:s, s:I}", "path", path, "bytes", (json_int_t)strlen(page));
	if (s->json)
		show_json(o);
	else
		show_text(s, "%s (%lld KiB)\n", path, (long long)(count_of(o, "bytes") + 1023) / 1024);
	json_decref(o);
}

static int write_page(struct session *s, const struct asked *asked, json_t *report, json_t *episodes, json_t *traits)
{
	char *path = asked->html ? xstrdup(asked->html) : pages_report_path(asked->from, asked->to);
	char *page = report_html(s, report, episodes, traits, pages_is_kept(path));
	int status = page ? pages_write(path, page)
			  : complain(EXIT_DAEMON_FAILED, "What the daemon answered is no report with pictures.");

	if (status == EXIT_DONE)
		tell_page(s, path, page);
	if (status == EXIT_DONE && asked->open)
		status = pages_open(path);
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

	set_date(asked->parameters, "since", asked->from < year ? asked->from : year);
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
		status = asked.html || asked.open ? make_page(s, &asked) : print_report(s, &asked);
	json_decref(asked.parameters);
	return status;
}
