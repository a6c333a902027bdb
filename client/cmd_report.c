/*
 * cramp report [week|month|RANGE]: the figures of some nights, and what goes with the cramps. Without a range: the
 * seven nights up to last night, as the daemon reckons them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/command.h"
#include "client/show/report_text.h"
#include "client/show/json.h"
#include "cramp/util.h"

/* Takes the report's own options out of the words; what is left is the range. */
static int read_options(struct session *s, int *count, char **words, json_t *parameters)
{
	int kept = 0;

	for (int i = 0; i < *count; i++) {
		const char *value = i + 1 < *count ? words[i + 1] : NULL;
		char *end;

		if (str_equal(words[i], "--look")) {
			if (!str_equal(value, "now"))
				return usage_error(s, "--look wants now; official verdicts are shown without it.");
			json_object_set_new(parameters, "look_now", json_true());
			i++;
		} else if (str_equal(words[i], "--max-recall")) {
			long hours = value ? strtol(value, &end, 10) : -1;
			if (hours < 0 || (*end && !str_equal(end, "h")))
				return usage_error(s, "--max-recall wants a number of hours.");
			json_object_set_new(parameters, "max_recall_h", json_integer(hours));
			i++;
		} else {
			words[kept++] = words[i];
		}
	}
	*count = kept;
	return EXIT_DONE;
}

static int read_parameters(struct session *s, int count, char **words, json_t *parameters)
{
	char date[DATE_LENGTH + 1];
	int32_t from, to;
	int status = read_options(s, &count, words, parameters);

	if (status != EXIT_DONE || count == 0)
		return status;
	status = session_range(s, count, words, &from, &to);
	if (status != EXIT_DONE)
		return status;
	date_format(from, date);
	json_object_set_new(parameters, "from", json_string(date));
	date_format(to, date);
	json_object_set_new(parameters, "to", json_string(date));
	return EXIT_DONE;
}

int cmd_report(struct session *s, int count, char **words)
{
	json_t *parameters = json_object(), *reply = NULL, *report;
	int status = read_parameters(s, count, words, parameters);

	if (status != EXIT_DONE) {
		json_decref(parameters);
		return status;
	}
	status = session_call(s, "org.crampd.Report.Report", parameters, &reply);
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
