/*
 * What the files of the reminder room share among themselves; nobody else looks in here. reminder.c looks at the
 * calendar, standing.c says how things stand, screen.c has the notifications, week.c gets the week's report made,
 * told.c takes in what people say, row.c keeps the rows, facts.c gathers what advice goes by.
 */
#ifndef CRAMPD_REMINDER_ROOM_H
#define CRAMPD_REMINDER_ROOM_H

#include "daemon/app.h"
#include "daemon/reminder/notifier.h"
#include "daemon/reminder/reminder.h"
#include "daemon/weekly_report.h"

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

/* The report of the week that a weekly reminder speaks of. */
struct week_notice {
	int32_t night; /* NO_NIGHT: none */
	struct weekly_report *asked;
	struct week_figures figures;
	char *path;	  /* of the HTML page; NULL: there is none */
	bool ready;	  /* figures are there */
	int64_t retry_at; /* after trouble; UNKNOWN: none */
};

enum { WATCHED_MAX = 16 };

struct reminders {
	struct app *app;
	struct live live[REMINDER_KINDS];
	struct week_notice week;
	struct trial_notice test;
	struct helper *opening; /* a page; NULL: none */
	/* What a change of the diary could matter to, as of the newest look at the calendar. */
	struct occasion watched[WATCHED_MAX];
	size_t watched_count;
	bool stale;    /* that look no longer says what a change could matter to */
	int32_t swept; /* the night up to which older open reminders were ended; NO_NIGHT: never */
	/* The newest night whose reminder was due at the last look, or at one before; NO_NIGHT: there was none yet. */
	int32_t handled[REMINDER_KINDS];
	bool was_shown; /* something was, since the start */
	char *trouble;	/* of the newest attempt; NULL after one that worked */
};

/* A reminder of two dates ago may still be open (of three, a week's), and one of tomorrow's date due. */
enum { NIGHTS_BEFORE = 3, NIGHTS_AFTER = 1 };

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

/* Has the diary what the reminder asks for? A week's: is there nothing to tell? 1, 0 or negative. */
int reminder_is_settled(struct reminders *r, enum reminder_kind kind, int32_t night);

/* How many bedtime reminders before that night's were shown in a row and never answered: counted up to `most`. */
int reminder_unanswered(struct reminders *r, int32_t night, int most);

/* Did the user end the bedtime reminders? 1 with the row that says so, 0 or negative. The caller clears it. */
int reminder_stop_row(struct reminders *r, struct reminder *row);
bool reminders_are_stopped(struct reminders *r);

/* On the screen, if it is not there yet; off it. */
void screen_put_up(struct live *live, const struct occasion *o);
void screen_take_away(struct live *live);
/* Why the newest attempt failed, for the row and for all; NULL: it worked. */
void screen_note_trouble(struct live *live, const char *trouble);

/* Is the week's report there? Else it is being made, and reminders_wake comes when it is, or *retry_at says when. */
bool week_is_ready(struct reminders *r, int32_t night, int64_t *retry_at);
void week_forget(struct reminders *r);

#endif
