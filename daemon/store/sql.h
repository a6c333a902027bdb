/*
 * What the files of the store share: the open diary, and prepared statements that bind and read in order. SQLite's
 * types are seen here and nowhere outside this room.
 */
#ifndef CRAMPD_STORE_SQL_H
#define CRAMPD_STORE_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cramp/util.h"
#include "daemon/store/store.h"

/* Each file of the store keeps its statements in one table; they are prepared when first used and kept. */
enum statement_set { SET_STORE, SET_THING, SET_EPISODE, SET_JOURNAL, SET_UNDO, SET_TRANSFER, SET_LOOK, STATEMENT_SETS };
struct statements {
	enum statement_set set;
	const char *const *sql;
	size_t count;
};

enum thing_number {
	THING_EPISODE,
	THING_NIGHT,
	THING_NAP,
	THING_READING,
	THING_FACTOR,
	THING_TRACKING,
	THING_TRAIT,
	THING_REMINDER,
	THING_LOOK,
	THINGS
};

struct restore;

struct store {
	sqlite3 *db;
	char *path;	 /* absolute, its directory without symbolic links */
	char *directory; /* of path */
	bool read_only;
	bool good;	  /* opened and found in order: closing may tidy up */
	int lock_fd;	  /* -1: none held */
	bool has_reserve; /* the reserve file lies beside the diary */
	bool full;	  /* SQLITE_FULL was met since the transaction began */
	bool open;	  /* between store_begin and store_commit */
	int failed;	  /* what made SQLite give the open transaction up; 0: nothing did */
	bool in_command;
	int64_t batch;	/* of the command under way */
	bool retouched; /* the command changed a thing for the second time */
	char device[UID_LENGTH + 1];
	sqlite3_stmt **kept[STATEMENT_SETS];
	sqlite3_stmt **kept_of_thing[THINGS];
	struct restore *restore; /* NULL: no restore under way */
};

/*
 * One use of a statement: begin, bind in order, step, read in order, end. A failure on the way is kept and given back
 * by query_step, so that binding needs no checks. A statement that is busy already (a callback asks the same again) is
 * prepared a second time for this use alone.
 */
struct query {
	struct store *store;
	sqlite3_stmt *stmt;
	int bound, column;
	bool passing; /* prepared for this use alone */
	int error;
};

void query_begin(struct query *q, struct store *s, const struct statements *set, size_t which);
/* The same for a slot that is filled by `sql` the first time. */
void query_begin_slot(struct query *q, struct store *s, sqlite3_stmt **slot, const char *sql);
void query_text(struct query *q, const char *text); /* borrowed until query_end; NULL is NULL */
void query_int(struct query *q, int64_t value);	    /* UNKNOWN is NULL */
void query_real(struct query *q, double value);	    /* NAN is NULL */
void query_date(struct query *q, int32_t day);	    /* NO_NIGHT is NULL */
/* Two bounds of a range of dates; NO_NIGHT is an open end. */
void query_range(struct query *q, int32_t from, int32_t to);
/* 1: a row to read; 0: no more; negative. */
int query_step(struct query *q);
const char *row_text(struct query *q);		    /* NULL is NULL; borrowed until the next step */
int64_t row_int(struct query *q);		    /* NULL is UNKNOWN */
bool row_int_strict(struct query *q, int64_t *out); /* false: neither an integer nor NULL */
/* Ends the use. Gives back `result`, so that a function can end with it. */
int query_end(struct query *q, int result);
/* Steps to the end and ends. 0 or negative. */
int query_run(struct query *q);
/* All of that for a statement without parameters. */
int sql_run(struct store *s, const struct statements *set, size_t which);

/* Text of constants: several statements, no parameters. 0 or negative. */
int sql_exec(struct store *s, const char *sql);
/* A pragma or query that gives one integer. 0 or negative. */
int sql_int(struct store *s, const char *sql, int64_t *out);
/* Logs what SQLite says of its last failure and turns it into a negative errno. */
int sql_failed(struct store *s, const char *doing);
/* Prepares every statement of every table and of every thing: 0, or negative with the log saying which. For the tests.
 */
int sql_prepare_all(struct store *s);
void sql_finish(struct store *s);

/* The value the diary keeps for a number: 15 significant digits, as JSON in the journal has them. */
double sql_round(double value);

/* reserve.c: a file of 1 MiB that is given up when the disk is full, so that there is room to go on. */
enum { RESERVE_BYTES = 1 << 20 };
void reserve_make(struct store *s);
void reserve_give_up(struct store *s);

/* journal.c: what a thing is from now on; text NULL: it is gone. */
int journal_record(struct store *s, const char *entity, const char *uid, const char *text);

/* transfer.c: a restore that was not ended leaves nothing. */
void restore_abandon(struct store *s);
/* The diary's name, which a restore changes, after the transaction was rolled back. */
int restore_reload_device(struct store *s);

/*
 * backup.c: VACUUM INTO a new file beside `path`, checked and synced, then renamed to it; mode 0600. -EBUSY within a
 * transaction.
 */
int backup_copy(struct store *s, const char *path);

#endif
