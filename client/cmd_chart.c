/*
 * cramp chart KIND [RANGE]: pictures in the terminal. Without a range: the last year.
 */
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/fetch.h"
#include "client/show/json.h"
#include "client/show/term_chart.h"
#include "client/show/say.h"
#include "cramp/util.h"

enum { YEAR = 365 };

static const struct {
	const char *name;
	void (*show)(const struct session *s, json_t *report);
} charts[] = {
	{ "calendar", chart_calendar }, { "trend", chart_trend },     { "hours", chart_hours },
	{ "sleep", chart_sleep },	{ "factors", chart_factors },
};

int cmd_chart(struct session *s, int count, char **words)
{
	int32_t to = civil_of(s->reader.now).day - 1, from = to - YEAR + 1;
	json_t *reply = NULL, *report;
	size_t chart = 0;
	int status = EXIT_DONE;

	while (chart < ARRAY_LEN(charts) && strcmp(charts[chart].name, words[0]) != 0)
		chart++;
	if (chart == ARRAY_LEN(charts))
		return usage_error(s, "I know no chart \"%s\"; there are calendar, trend, hours, sleep and factors.",
				   words[0]);
	if (count > 1)
		status = session_range(s, count - 1, words + 1, &from, &to);
	if (status != EXIT_DONE)
		return status;
	session_own_factors(s);
	status = fetch_report(s, from, to, from, &reply);
	report = json_object_get(reply, "report");
	if (status == EXIT_DONE && s->json)
		show_json(report);
	else if (status == EXIT_DONE && !say_has_range(json_object_get(report, "pictures")))
		status = complain(EXIT_DAEMON_FAILED, "What the daemon answered is no report with pictures.");
	else if (status == EXIT_DONE)
		charts[chart].show(s, report);
	json_decref(reply);
	return status;
}
