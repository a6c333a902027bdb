#include "daemon/reminder/wording.h"

#include <math.h>
#include <stdlib.h>

#include "cramp/util.h"
#include "cramp/when.h"

enum { DAY_MIN = 1440, TEST_EXPIRE_MS = 60000 };

/* Sources 001 and 004 (warm feet), 003 and the stretching trial of Hallegraeff (calf and hamstring), 003 (bedding). */
static const char three_measures[] = "Warm feet: socks on, feet under the covers.\n"
				     "Stretch: calves and hamstrings, three minutes.\n"
				     "Loose bedding: free the covers at the foot end.";
static const char how_to_stretch[] = "How to stretch: cramp measures stretch";

/* Said in place of a command where nothing may tell what this is about. */
static const char answer_privately[] = "Answer in a terminal.", read_privately[] = "Read it in a terminal.";

static const struct notice_action bedtime_actions[] = {
	{ "done", "Done" },
	{ "snooze", "Snooze" },
	{ "skip", "Not tonight" },
};
/* Three, since some desktops show no more. */
static const struct notice_action go_on_actions[] = {
	{ "done", "Done" },
	{ "skip", "Not tonight" },
	{ "stop", "Stop reminders" },
};
static const struct notice_action checkin_actions[] = {
	{ "no", "No" },
	{ "yes", "Yes" },
	{ "later", "Later" },
	{ WORDING_LOG, "Log…" }, /* only where there is a command for it */
};
static const struct notice_action weekly_actions[] = {
	{ "open", "Open report" },
};

static const char *const weekdays[WEEKDAYS] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
						"Friday", "Saturday", "Sunday" };
static const char *const months[] = { "January", "February", "March",	  "April",   "May",	 "June",
				      "July",	 "August",   "September", "October", "November", "December" };

static char *bedtime_body(const struct config *config, const struct advice_line *lines, size_t count, bool ask_on)
{
	struct strbuf b = { 0 };

	if (ask_on)
		strbuf_add(&b, "The last three had no answer. Shall they go on? Any answer but Stop keeps them.");
	if (!config->private_text) {
		strbuf_add(&b, "%s%s", b.length ? "\n" : "", three_measures);
		for (size_t i = 0; i < count; i++)
			strbuf_add(&b, "\n%s", lines[i].text);
		strbuf_add(&b, "\n%s", how_to_stretch);
	}
	return b.length ? strbuf_take(&b) : NULL;
}

struct notice wording_bedtime(const struct config *config, int32_t night, const struct advice_line *lines, size_t count,
			      bool ask_on)
{
	struct notice n = { .actions = ask_on ? go_on_actions : bedtime_actions,
			    .action_count = ask_on ? ARRAY_LEN(go_on_actions) : ARRAY_LEN(bedtime_actions),
			    .nameless = config->private_text };
	int minutes = config->bedtime_min[date_weekday(night)] % DAY_MIN;
	char clock[CLOCK_TEXT];

	n.summary = config->private_text ? xstrdup("Bedtime routine")
					 : xasprintf("Bedtime %s", clock_text(minutes * 60, clock));
	n.body = bedtime_body(config, lines, count, ask_on);
	n.command = xstrdup(config->private_text ? answer_privately
			    : ask_on		 ? "Answer: cramp remind done, skip or stop"
						 : "Answer: cramp remind done, snooze or skip");
	return n;
}

struct notice wording_checkin(const struct config *config, int32_t night)
{
	struct notice n = { .actions = checkin_actions,
			    .action_count = ARRAY_LEN(checkin_actions) - str_empty(config->log_command),
			    .nameless = config->private_text };

	n.command = xstrdup(config->private_text ? answer_privately : "Answer: cramp none, or cramp log");
	if (config->private_text) {
		n.summary = xstrdup("Morning check-in");
		return n;
	}
	n.summary = xstrdup("Any cramps last night?");
	n.body = xasprintf("The night of %s to %s.", weekdays[date_weekday(night)], weekdays[date_weekday(night + 1)]);
	return n;
}

/* "Your week, 15 to 21 November" */
static char *week_name(const struct week_figures *week)
{
	int year, month[2], day[2];

	date_split(week->from, &year, &month[0], &day[0]);
	date_split(week->to, &year, &month[1], &day[1]);
	if (month[0] == month[1])
		return xasprintf("Your week, %d to %d %s", day[0], day[1], months[month[1] - 1]);
	return xasprintf("Your week, %d %s to %d %s", day[0], months[month[0] - 1], day[1], months[month[1] - 1]);
}

static void say_cramps(struct strbuf *b, const struct week_figures *week)
{
	long long nights = week->cramp_nights, recorded = week->recorded, cramps = week->cramps;
	const char *plural = recorded == 1 ? "" : "s";

	if (recorded == 0)
		strbuf_add(b, "Nothing is recorded of the nights that are over");
	else if (cramps == 0)
		strbuf_add(b, "No cramp on %lld recorded night%s", recorded, plural);
	else
		strbuf_add(b, "%lld cramp%s on %lld of %lld recorded night%s", cramps, cramps == 1 ? "" : "s", nights,
			   recorded, plural);
}

/*
 * One sentence. A night counts from its end on, so that in the morning the last of the seven is not among them; and a
 * rate is said only where enough nights are recorded on both sides.
 */
static char *week_sentence(const struct week_figures *week)
{
	struct strbuf b = { 0 };

	say_cramps(&b, week);
	if (week->ended < WEEK_NIGHTS)
		strbuf_add(&b, " (last night not yet counted)");
	if (week->recorded > 0 && isnan(week->cramps_per_week))
		strbuf_add(&b, ": too few to say how many a week");
	else if (week->recorded > 0 && !isnan(week->before_per_week))
		strbuf_add(&b, ", %.1f a week in the four weeks before", week->before_per_week);
	strbuf_add(&b, ".");
	return strbuf_take(&b);
}

struct notice wording_weekly(const struct config *config, const struct week_figures *week, bool page)
{
	struct notice n = { .actions = weekly_actions,
			    .action_count = page ? ARRAY_LEN(weekly_actions) : 0,
			    .nameless = config->private_text };
	const char *command = config->private_text ? read_privately : "Read it: cramp report";
	struct strbuf body = { 0 };
	char *sentence;

	n.summary = config->private_text ? xstrdup("Weekly report") : week_name(week);
	if (!config->private_text) {
		sentence = week_sentence(week);
		strbuf_add(&body, "%s", sentence);
		free(sentence);
	}
	/* Without a page there is no button, and the command is said to all. */
	if (!page)
		strbuf_add(&body, "%s%s", body.length ? "\n" : "", command);
	else
		n.command = xstrdup(command);
	n.body = body.length ? strbuf_take(&body) : NULL;
	return n;
}

struct notice wording_test(const struct config *config)
{
	struct notice n = { .actions = bedtime_actions,
			    .action_count = ARRAY_LEN(bedtime_actions),
			    .nameless = config->private_text };

	n.summary = xstrdup("Only a test: this is how reminders look");
	n.body = xstrdup(config->private_text ? "The buttons of this one record nothing." : three_measures);
	n.expire_ms = TEST_EXPIRE_MS;
	return n;
}
