/*
 * The life of a reminder: due → shown → snoozed, answered, expired or missed; one row a kind and night in the store,
 * written before anything is done about it. What is on the screen follows from those rows, the calendar and the clock,
 * looked at anew on every wake: so a restart, a resume, a clock step or a service that comes and goes needs no handling
 * of its own.
 */
#ifndef CRAMPD_REMINDER_H
#define CRAMPD_REMINDER_H

#include "daemon/diary/model.h"
#include "daemon/reminder/answer.h"
#include "daemon/reminder/schedule.h"

struct app;
struct reminders;

/* Looks at the calendar on the first reminders_wake. */
struct reminders *reminders_new(struct app *app);
/* Takes away what is on the screen; the loop must run until its handles are closed. NULL-safe. */
void reminders_free(struct reminders *r);
/*
 * Look at the calendar again: an alarm, a step of the clock, a change of zone or configuration. Does nothing while a
 * transaction is open, since the commit that ends it is a change to see.
 */
void reminders_wake(struct reminders *r);
/* The same after a commit, at the cost of a few reads: the calendar is as it was at the last look. */
void reminders_see_change(struct reminders *r);

/* The next one by the calendar that the diary has not answered yet; none of bedtime while they are stopped. */
struct occasion reminders_next(struct reminders *r);
/* The night at which the user ended the bedtime reminders; NO_NIGHT: they go on. */
int32_t reminders_stopped_at(struct reminders *r);

/* The reminder of a kind that is open now (due, shown, snoozed): 0, STORE_NOT_FOUND, or negative. The caller clears it.
 */
int reminders_open(struct reminders *r, enum reminder_kind kind, struct reminder *out);

/* How showing has gone so far. */
struct notifier_state {
	bool enabled;
	const char *state;   /* "off", "unused", "working", "trouble" */
	const char *trouble; /* NULL, or why; valid until the loop turns */
};
struct notifier_state reminders_notifier(const struct reminders *r);

/* Who tells it. What is on the screen goes once the transaction is committed. */
struct told {
	const char *uid;
	const char *zone;
};

/* What is refused beside STORE_UID_REUSED, STORE_NOT_FOUND and ANSWER_CONTRADICTED; nothing was changed. */
enum { REMINDER_WRONG_ANSWER = 220, REMINDER_FUTURE_NIGHT, REMINDER_TOO_LONG, REMINDER_NOT_STOPPED };

/*
 * One command of the user's ("Answer"), in a transaction that is left open for the caller to commit. *night NO_NIGHT:
 * the open reminder's, else for bedtime the night in progress, for the check-in the last one. *out is the reminder as
 * it is then, the caller clears it; the same uid again changes nothing.
 */
int reminders_answer(struct reminders *r, const struct told *told, enum reminder_kind kind, int32_t *night,
		     enum reminder_answer answer, struct reminder *out);

/*
 * Show the open reminder of a kind again `minutes` from now (UNKNOWN: as configured), likewise. STORE_NOT_FOUND: none
 * is open. REMINDER_TOO_LONG: it would be over by then; *most minutes are possible.
 */
int reminders_snooze(struct reminders *r, const struct told *told, enum reminder_kind kind, int64_t minutes,
		     struct reminder *out, int64_t *most);

/*
 * Shows a notification that records nothing. on_tested comes once, at once or within a few seconds, unless
 * reminders_test_forget came first.
 */
void reminders_test(struct reminders *r, void (*on_tested)(bool shown, const char *trouble, void *data), void *data);
void reminders_test_forget(struct reminders *r);

#endif
