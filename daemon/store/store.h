/*
 * The diary on disk. The only room that knows SQLite; takes and gives the structs of diary/model.h. One writer.
 *
 * Functions return 0, a negative -errno that the caller passes on (SQLite's own text was logged here; -ENOSPC where the
 * disk is full, -EROFS where it cannot be written), or one of the positive answers below where the function's comment
 * names it.
 */
#ifndef CRAMPD_STORE_H
#define CRAMPD_STORE_H

#include "daemon/diary/model.h"

struct store;

enum store_answer {
	STORE_OK = 0,
	STORE_NOT_FOUND,  /* no such thing */
	STORE_REPEATED,	  /* this uid was told before */
	STORE_UID_REUSED, /* … by another kind of call */
	STORE_NOTHING,	  /* nothing to undo or redo */
	STORE_CONFLICT,	  /* a later change is in the way */
	STORE_NOT_EMPTY,
	STORE_BAD_OBJECT,
};

/* What store_open found wrong with the file; each with a sentence in *why that names the file. */
enum store_trouble {
	STORE_FOREIGN = 100, /* another program's database, or no database at all */
	STORE_TOO_NEW,	     /* written by a newer crampd */
	STORE_EMPTY_FILE,    /* zero bytes where a diary was */
	STORE_DAMAGED,
	STORE_VANISHED,	 /* the directory says a diary was here, the file is gone */
	STORE_LOCKED,	 /* another daemon has it */
	STORE_READ_ONLY, /* directory or file cannot be written */
};

enum { STORE_READ = 1 }; /* flags: open read-only, in one snapshot, without migrating (crampd-insight) */

/*
 * Opens and checks (application_id, user_version, quick_check), migrates after a verified copy, or begins a new diary.
 * 0, negative, or a store_trouble with *why set (caller frees).
 */
int store_open(const char *path, unsigned flags, struct store **out, char **why);
void store_close(struct store *s); /* NULL-safe; optimises and checkpoints */
int store_schema_version(void);	   /* that this program knows */
const char *store_device(const struct store *s);

/* ---- changes: one transaction for all commands of a turn of the loop, a savepoint each ---- */

int store_begin(struct store *s);  /* opens the transaction if none is open */
int store_commit(struct store *s); /* on failure everything since store_begin is rolled back */
void store_rollback(struct store *s);
bool store_is_open(const struct store *s); /* a transaction is open */

struct command {
	const char *uid; /* of the call */
	int64_t at;	 /* instant of recording */
	const char *zone;
	const char *actor; /* user, reminder, import, sensor, system */
	const char *name;  /* "Log", "None", … */
};
/* Starts a command (and the transaction if need be). STORE_REPEATED with *batch of the first time; STORE_UID_REUSED. */
int store_command_begin(struct store *s, const struct command *command, int64_t *batch);
/* Ends it; a command that changed nothing leaves no batch (then *batch = 0). */
int store_command_end(struct store *s, int64_t *batch);
void store_command_abandon(struct store *s); /* as if it had never begun */

/*
 * Put: insert or replace by uid, journal it. Gives the struct a lasting id where it has none. Writing what is there
 * already journals nothing. Only within a command.
 */
int store_episode_put(struct store *s, struct episode *e);
int store_night_put(struct store *s, struct night *n); /* uid made here if "" */
int store_nap_put(struct store *s, struct nap *n);
int store_reading_put(struct store *s, struct reading *r);
int store_factor_put(struct store *s, const struct own_factor *f);
int store_tracking_put(struct store *s, const struct tracking *t);
int store_trait_put(struct store *s, struct trait *t);
int store_reminder_put(struct store *s, struct reminder *r);
/* entity: the table's name. STORE_NOT_FOUND. */
int store_remove(struct store *s, const char *entity, const char *uid);

/* ---- reading; STORE_NOT_FOUND; the caller clears what it got ---- */

int store_episode_get(struct store *s, const char *uid, struct episode *out);
int store_night_get(struct store *s, int32_t night, struct night *out);
int store_night_of_uid(struct store *s, const char *uid, struct night *out);
int store_nap_get(struct store *s, const char *uid, struct nap *out);
int store_reading_get(struct store *s, const char *uid, struct reading *out);
int store_factor_get(struct store *s, const char *id, struct own_factor *out);
int store_tracking_get(struct store *s, const char *factor, struct tracking *out);
int store_trait_get(struct store *s, const char *uid, struct trait *out);
int store_reminder_get(struct store *s, const char *kind, int32_t night, struct reminder *out);
/* That of the latest night that was answered with one word or the other. */
int store_reminder_newest_said(struct store *s, const char *kind, const char *answer, const char *or_answer,
			       struct reminder *out);

/*
 * Verdicts: put gives the uid; each lists in order of the diary's first night, then of nights. undone: a step of a
 * month's worth of entries or more that the look had seen (an import) is taken back now, and the look is void.
 */
typedef int (*look_fn)(const struct issued_look *l, bool undone, void *data);
int store_look_put(struct store *s, struct issued_look *l);
int store_looks_each(struct store *s, look_fn fn, void *data);
/* The first night with an outcome, cramp or free. STORE_NOT_FOUND. */
int store_first_outcome(struct store *s, int32_t *night);

/* What has this lasting id, or is the newest-th newest entry (1: the newest id)? entity: episode, reading, night, nap,
 * trait. */
int store_find_id(struct store *s, int64_t id, id_text entity, uid_text uid);
int store_find_newest(struct store *s, int64_t newest, id_text entity, uid_text uid);
int store_uid_of_id(struct store *s, int64_t id, uid_text uid); /* of an episode */

/* Lists in order of night, then time. The callback borrows the struct; a non-zero return stops and is passed on. Dates
 * NO_NIGHT: open end. */
typedef int (*episode_fn)(const struct episode *e, void *data);
typedef int (*night_fn)(const struct night *n, void *data);
typedef int (*nap_fn)(const struct nap *n, void *data);
typedef int (*reading_fn)(const struct reading *r, void *data);
typedef int (*own_factor_fn)(const struct own_factor *f, void *data);
typedef int (*tracking_fn)(const struct tracking *t, void *data);
typedef int (*trait_fn)(const struct trait *t, void *data);
typedef int (*reminder_fn)(const struct reminder *r, void *data);
int store_episodes_each(struct store *s, int32_t from, int32_t to, episode_fn fn, void *data);
int store_nights_each(struct store *s, int32_t from, int32_t to, night_fn fn, void *data);
int store_naps_each(struct store *s, int32_t from, int32_t to, nap_fn fn, void *data);
int store_readings_each(struct store *s, int32_t from, int32_t to, const char *factor, reading_fn fn, void *data);
int store_factors_each(struct store *s, own_factor_fn fn, void *data);
int store_tracking_each(struct store *s, tracking_fn fn, void *data);
int store_traits_each(struct store *s, trait_fn fn, void *data);
int store_reminders_each(struct store *s, const char *kind, const char *state, reminder_fn fn,
			 void *data); /* NULL: any */

/* A state as night_state has it. episodes: those of class night or unclear. */
int store_night_state(struct store *s, int32_t night, enum night_state *state, int64_t *episodes);
/* First and last night on record with anything in it. STORE_NOT_FOUND: empty diary. */
int store_span(struct store *s, int32_t *first, int32_t *last);

struct store_totals {
	int64_t episodes, nights, readings, size_bytes; /* nights: known ones, cramp or free */
};
int store_totals(struct store *s, struct store_totals *out);

/* ---- history ---- */

typedef int (*batch_fn)(const struct batch *b, void *data);
int store_batch_get(struct store *s, int64_t id, struct batch *out);
int store_batches_each(struct store *s, int64_t limit, batch_fn fn, void *data); /* newest first */

/*
 * What a batch changed. before and after are the things as they were kept: JSON texts as the journal has them (keys are
 * the schema's columns), NULL where there was or is nothing. For a caller that shows them see store_change_… below.
 */
typedef int (*change_fn)(const char *entity, const char *uid, const char *before, const char *after, void *data);
int store_changes_each(struct store *s, int64_t batch, change_fn fn, void *data);

/*
 * Undo and redo, within a command (whose batch they become; after any answer but 0 it has to be abandoned). To name an
 * undo is to bring back what it took back. Rows of reminders are left as they are (undo.c says why). target 0: the
 * newest change of the user (actor user or import, or the reminder's command "Answer") that is not undone, or for redo
 * the newest undone one. STORE_NOTHING, STORE_NOT_FOUND, STORE_CONFLICT (*undone or *redone: the change that was meant;
 * *conflict: the batch in the way).
 */
int store_undo(struct store *s, int64_t target, int64_t *undone, int64_t *conflict);
int store_redo(struct store *s, int64_t *redone, int64_t *conflict);

/* Was the thing last touched by an undo of an import (so that it may be imported again)? And is it on record at all? */
enum uid_fate { UID_NEVER, UID_PRESENT, UID_REMOVED, UID_UNDONE };
int store_uid_fate(struct store *s, const char *entity, const char *uid, enum uid_fate *fate);

/* Parse a kept JSON text back into the struct (for showing before and after). STORE_BAD_OBJECT. */
int store_episode_from_text(struct store *s, const char *uid, const char *text, struct episode *out);
int store_night_from_text(struct store *s, const char *uid, const char *text, struct night *out);
int store_nap_from_text(struct store *s, const char *uid, const char *text, struct nap *out);
int store_reading_from_text(struct store *s, const char *uid, const char *text, struct reading *out);
int store_trait_from_text(struct store *s, const char *uid, const char *text, struct trait *out);

/* ---- whole diaries ---- */

/* Every object of an export, as JSON text with "type" first: diary, batch, journal rows, then the things. Same diary,
 * same bytes. */
typedef int (*object_fn)(const char *text, void *data);
int store_export_each(struct store *s, object_fn fn, void *data);
/*
 * Enters objects of an export into an empty diary; within store_begin … store_commit, not within a command. Where the
 * diary is not empty the objects are only looked for: if all of them are known here (an export of this diary, read
 * again) the end answers STORE_REPEATED and nothing was changed. After any other answer than 0 the restore is over and
 * has left nothing. STORE_NOT_EMPTY and STORE_BAD_OBJECT come with *why (caller frees).
 */
int store_restore_begin(struct store *s);
int store_restore_object(struct store *s, const char *text, char **why);
int store_restore_end(struct store *s, char **why);

/* A copy in one file, checked, written beside and renamed into place, mode 0600. -EBUSY while a transaction is open. */
int store_backup(struct store *s, const char *path);

#endif
