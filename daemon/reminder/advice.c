#include "daemon/reminder/advice.h"

#include <stdio.h>

#include "cramp/util.h"

enum { DAY_MIN = 1440, TEST_EXPIRE_MS = 60000 };

const char *const advice_measures[ADVICE_MEASURES] = { "warm_feet", "stretch", "loosen_bedding" };

/* Sources 001 and 004 (warm feet), 003 and the stretching trial of Hallegraeff (calf and hamstring), 003 (bedding). */
static const char bedtime_body[] = "Warm feet: socks on, feet under the covers.\n"
				   "Stretch: calves and hamstrings, about three minutes.\n"
				   "Loose bedding: free the covers at the foot end.";

static const struct notice_action bedtime_actions[] = {
	{ "done", "Done" },
	{ "snooze", "Snooze" },
	{ "skip", "Not tonight" },
};
static const struct notice_action checkin_actions[] = {
	{ "no", "No" },
	{ "yes", "Yes" },
	{ "later", "Later" },
};

static const char *const weekday_names[WEEKDAYS] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
						     "Friday", "Saturday", "Sunday" };

static struct notice bedtime_notice(const struct config *config, int32_t night)
{
	struct notice n = { .actions = bedtime_actions, .action_count = ARRAY_LEN(bedtime_actions) };
	int minutes = config->bedtime_min[date_weekday(night)] % DAY_MIN;

	n.command = xstrdup("Answer: cramp remind done, snooze or skip");
	if (config->private_text) {
		n.summary = xstrdup("Bedtime routine");
		return n;
	}
	n.summary = xasprintf("Bedtime %02d:%02d", minutes / 60, minutes % 60);
	n.body = xstrdup(bedtime_body);
	return n;
}

static struct notice checkin_notice(const struct config *config, int32_t night)
{
	struct notice n = { .actions = checkin_actions, .action_count = ARRAY_LEN(checkin_actions) };

	n.command = xstrdup(config->private_text ? "Answer: cramp remind" : "Answer: cramp none, or cramp log");
	if (config->private_text) {
		n.summary = xstrdup("Morning check-in");
		return n;
	}
	n.summary = xstrdup("Any cramps last night?");
	n.body = xasprintf("The night of %s to %s.", weekday_names[date_weekday(night)],
			   weekday_names[date_weekday(night + 1)]);
	return n;
}

struct notice advice_notice(const struct config *config, const struct occasion *occasion)
{
	if (occasion->kind == REMIND_CHECKIN)
		return checkin_notice(config, occasion->night);
	return bedtime_notice(config, occasion->night);
}

struct notice advice_test_notice(const struct config *config)
{
	struct notice n = { .actions = bedtime_actions, .action_count = ARRAY_LEN(bedtime_actions) };

	n.summary = xstrdup("Only a test: this is how reminders look");
	n.body = xstrdup(config->private_text ? "The buttons of this one record nothing." : bedtime_body);
	n.expire_ms = TEST_EXPIRE_MS;
	return n;
}
