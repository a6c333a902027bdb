/*
 * What notifications say. Pure: texts out of the occasion, the configuration and what is to be told. Plain and short;
 * the bedtime or the night that is meant is named however late it is shown; with `private` neither measures nor cramps
 * nor figures are. The caller clears the notice.
 */
#ifndef CRAMPD_WORDING_H
#define CRAMPD_WORDING_H

#include "cramp/config.h"
#include "daemon/reminder/advice.h"
#include "daemon/reminder/notifier.h"
#include "daemon/weekly_report.h"

/* The key of the morning question's button that starts what is configured. */
#define WORDING_LOG "log"

/* ask_on: the last ones had no answer; shall reminders go on? */
struct notice wording_bedtime(const struct config *config, int32_t night, const struct advice_line *lines, size_t count,
			      bool ask_on);
struct notice wording_checkin(const struct config *config, int32_t night);
/* page: there is one to be opened. */
struct notice wording_weekly(const struct config *config, const struct week_figures *week, bool page);

/* The bedtime reminder as a test, with a summary that says so; it leaves by itself. */
struct notice wording_test(const struct config *config);

#endif
