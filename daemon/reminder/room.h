/*
 * What the files of the reminder room share among themselves; nobody else looks in here. reminder.c looks at the
 * calendar, screen.c has the notifications, told.c takes in what people say.
 */
#ifndef CRAMPD_REMINDER_ROOM_H
#define CRAMPD_REMINDER_ROOM_H

#include "daemon/app.h"
#include "daemon/reminder/notifier.h"
#include "daemon/reminder/reminder.h"

/* What is on the screen, or on its way there: at most one of a kind. */
struct live {
	struct reminders *reminders;
	enum reminder_kind kind;
	int32_t night;		   /* NO_NIGHT: nothing */
	struct notifier *notifier; /* NULL: nothing */
};

/* A test notification. */
struct trial_notice {
	struct notifier *notifier;
	void (*on_tested)(bool shown, const char *trouble, void *data); /* NULL: told, or nobody asks any more */
	void *data;
};

struct reminders {
	struct app *app;
	struct live live[REMINDER_KINDS];
	struct trial_notice test;
	int32_t swept;	   /* the night up to which older open reminders were ended; NO_NIGHT: never */
	int64_t looked_at; /* when it looked at the calendar last; UNKNOWN: not yet */
	bool was_shown;	   /* something was, since the start */
	char *trouble;	   /* of the newest attempt; NULL after one that worked */
};

struct instant reminder_now(const struct reminders *r);
struct occasion reminder_occasion(const struct reminders *r, enum reminder_kind kind, int32_t night);

/* The stored row: 0, STORE_NOT_FOUND or negative. */
int reminder_row_get(struct reminders *r, enum reminder_kind kind, int32_t night, struct reminder *row);
/* A row in state due, not stored yet. */
void reminder_row_begin(struct reminder *row, const struct occasion *o);
bool reminder_row_is_open(const struct reminder *row);
bool reminder_state_is(const struct reminder *row, const char *state);
void reminder_state_set(struct reminder *row, const char *state);

/* A step of the reminder's own, on disk before it returns: 0 or negative. Only while no transaction is open. */
int reminder_keep_step(struct reminders *r, struct reminder *row);

/* Has the diary what the reminder asks for? 1, 0 or negative. */
int reminder_is_settled(struct reminders *r, enum reminder_kind kind, int32_t night);

/* On the screen, if it is not there yet; off it. */
void screen_put_up(struct live *live, const struct occasion *o);
void screen_take_away(struct live *live);

#endif
