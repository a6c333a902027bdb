/*
 * cramp report [week|month|RANGE]: the figures of some nights, and the groups behind them. Without a range: the seven
 * nights up to last night, as the daemon reckons them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/command.h"
#include "client/show/report_text.h"
#include "client/show/json.h"

int cmd_report(struct session *s, int count, char **words)
{
	json_t *parameters = json_object(), *reply = NULL, *report;
	char date[DATE_LENGTH + 1];
	int32_t from, to;
	int status;

	if (count > 0) {
		status = session_range(s, count, words, &from, &to);
		if (status != EXIT_DONE) {
			json_decref(parameters);
			return status;
		}
		date_format(from, date);
		json_object_set_new(parameters, "from", json_string(date));
		date_format(to, date);
		json_object_set_new(parameters, "to", json_string(date));
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
