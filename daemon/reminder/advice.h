/*
 * What a reminder says. Pure: text out of the occasion and the configuration. Plain, short, and nothing that any
 * standing circumstance bars: a foot bath, for one, is barred where feeling or blood flow in the legs is reduced, socks
 * are for all.
 */
#ifndef CRAMPD_ADVICE_H
#define CRAMPD_ADVICE_H

#include "cramp/config.h"
#include "daemon/reminder/notifier.h"
#include "daemon/reminder/schedule.h"

/* The three measures of the mission, catalogue ids; what Done and Not tonight speak of. */
enum { ADVICE_MEASURES = 3 };
extern const char *const advice_measures[ADVICE_MEASURES];

/*
 * The notification for an occasion. Its summary names the bedtime or the night that is meant, however late it is shown;
 * with private_text neither measures nor cramps are named. The caller clears it.
 */
struct notice advice_notice(const struct config *config, const struct occasion *occasion);

/* The same for a test, with a summary that says so; it leaves by itself. */
struct notice advice_test_notice(const struct config *config);

#endif
