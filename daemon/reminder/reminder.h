/*
 * The life of a reminder: due → shown → snoozed, answered, expired or missed; one row a kind and night in the store,
 * written before anything is done about it. What is on the screen follows from those rows, the calendar and the clock,
 * looked at anew on every wake: so a restart, a resume, a clock step or a server that comes and goes needs no handling
 * of its own.
 */
#ifndef CRAMPD_REMINDER_H
#define CRAMPD_REMINDER_H

#include "daemon/diary/model.h"
#include "daemon/reminder/schedule.h"

struct app;
struct reminders;

/* Looks at the calendar for the first time on the first reminders_wake. */
struct reminders *reminders_new(struct app *app);
/* Takes away what is on the screen; the loop must run until its handles are closed. NULL-safe. */
void reminders_free(struct reminders *r);
/*
 * Look again: an alarm, a step of the clock, a change of zone or configuration, a commit. Does nothing while a
 * transaction is open, since the commit that ends it wakes again.
 */
void reminders_wake(struct reminders *r);

/* The next reminder by the calendar that is not answered yet. */
struct occasion reminders_next(struct reminders *r);

/* The reminder of a kind that is open now (due, shown, snoozed): STORE_NOT_FOUND if none. Caller clears. */
int reminders_open(struct reminders *r, enum reminder_kind kind, struct reminder *out);

/* Is the notification service fit for use? */
struct notifier_state {
	bool enabled;
	const char *state;   /* "off", "unused", "working", "trouble" */
	const char *trouble; /* NULL, or why; valid until the loop turns */
};
struct notifier_state reminders_notifier(const struct reminders *r);

enum reminder_answer { ANSWER_DONE, ANSWER_SKIP, ANSWER_NO, ANSWER_YES };

/* Who answers, and with what uid; what is on the screen goes once the transaction is committed. */
struct told {
	const char *uid;
	const char *zone;
};

/* What is refused: nothing was changed. Beside it negative results and STORE_UID_REUSED of the store. */
enum { REMINDER_NOTHING_OPEN = 200, REMINDER_WRONG_ANSWER, REMINDER_FUTURE_NIGHT };

/*
 * Done and skip: the three measures of the night, yes or no. No: the night was free of cramps; yes: one cramp of
 * unknown time, to be completed. One command of the user's ("Answer"), within the open transaction or one that it
 * leaves open for the caller to commit. night NO_NIGHT: the open reminder's, else for bedtime the night in progress,
 * for the check-in the last one. *out and the uids of the readings (at most 3) as they are then; the same uid again
 * changes nothing.
 */
int reminders_answer(struct reminders *r, const struct told *told, enum reminder_kind kind, int32_t night,
		     enum reminder_answer answer, struct reminder *out);

/* Show the open reminder again `minutes` from now (UNKNOWN: as configured). Likewise. */
int reminders_snooze(struct reminders *r, const struct told *told, int64_t minutes, struct reminder *out);

/* Shows a notification that records nothing; on_tested comes once, within a few seconds, unless reminders_test_forget
 * came first. */
void reminders_test(struct reminders *r, void (*on_tested)(bool shown, const char *trouble, void *data), void *data);
void reminders_test_forget(struct reminders *r, void *data);

#endif
