/*
 * The kinds of thing a diary keeps (the tables that are journalled), each described once: its columns and where they
 * lie in its struct. Inserting, reading, the JSON text of the journal and reading that text back are all made from this
 * description.
 */
#ifndef CRAMPD_STORE_THING_H
#define CRAMPD_STORE_THING_H

#include "daemon/store/sql.h"

/* UTC seconds: the years 1 to 9999. Counters stay where a double (and so any reader of JSON) holds them exactly. */
#define FIRST_INSTANT INT64_C(-62135596800)
#define LAST_INSTANT  INT64_C(253402300799)
#define LAST_ID	      (INT64_C(1) << 53)

enum field_kind {
	FIELD_WORD,	    /* char array, always there */
	FIELD_WORD_OR_NULL, /* char array, "" is NULL */
	FIELD_TEXT,	    /* char *, always there: NULL is written as "" */
	FIELD_TEXT_OR_NULL, /* char *, NULL and "" are NULL */
	FIELD_INT,	    /* int64_t, UNKNOWN is NULL; none lies outside the instants of the years 1 to 9999 */
	FIELD_OFFSET,	    /* int32_t, always there */
	FIELD_REAL,	    /* double, NAN is NULL */
	FIELD_DATE,	    /* int32_t night or date, NO_NIGHT is NULL */
	FIELD_BOOL,	    /* bool as 1 and 0 */
	FIELD_TRUE_OR_NULL, /* bool as 1 and NULL */
	FIELD_ID,	    /* int64_t, the lasting id, 1 to LAST_ID; given out by the store */
	FIELD_RECORDED,	    /* int64_t, when it was told: no change by itself */
};

struct field {
	const char *column;
	enum field_kind kind;
	size_t at, size;
};
#define FIELD(type, member, name, kind_)                                                                               \
	{                                                                                                              \
		.column = (name), .kind = (kind_), .at = offsetof(struct type, member),                                \
		.size = sizeof(((struct type *)NULL)->member)                                                          \
	}

/* Room for any of them. */
union any_thing {
	struct episode episode;
	struct night night;
	struct nap nap;
	struct reading reading;
	struct own_factor factor;
	struct tracking tracking;
	struct trait trait;
	struct reminder reminder;
	struct issued_look look;
};

struct thing {
	enum thing_number number;
	const char *entity; /* table */
	struct field uid;   /* its key */
	const struct field *fields;
	size_t field_count;
	size_t size; /* of the struct */
	/* SQL: further arguments of the json_object that is its text, for what hangs on the row; NULL: nothing does. */
	const char *text_more;
	/* Ends of "SELECT columns FROM table": which rows, in what order. The first is by uid. */
	const char *const *selects;
	size_t select_count;
	/*
	 * Child rows; NULL where there are none. fresh: there were no rows of this thing before, so none to take away.
	 * text: read them from a journal's text instead of the tables.
	 */
	int (*children_write)(struct store *s, const void *thing, bool fresh);
	int (*children_read)(struct store *s, const char *uid, const char *text, void *thing);
	bool (*children_same)(const void *a, const void *b);
};

extern const struct thing episode_thing, night_thing, nap_thing, reading_thing, factor_thing, tracking_thing,
	trait_thing, reminder_thing, look_thing;
extern const struct thing *const things[THINGS];

/* NULL: no such table. */
const struct thing *thing_of(const char *entity);
const char *thing_uid(const struct thing *t, const void *thing);

/* Insert or replace and journal it, unless it is there already as it is; sets the lasting id, and then when it was
 * told. */
int thing_put(struct store *s, const struct thing *t, void *thing);
/* The same without a look at what is there (fresh: the caller knows that nothing is), without a lasting id, and without
 * the journal. */
int thing_write(struct store *s, const struct thing *t, const void *thing, bool fresh);
/* STORE_NOT_FOUND. */
int thing_delete(struct store *s, const struct thing *t, const char *uid);
/* The JSON text of what is on record. Caller frees. STORE_NOT_FOUND. */
int thing_text(struct store *s, const struct thing *t, const char *uid, char **text);
/* From JSON text. STORE_BAD_OBJECT. The caller clears what it got. */
int thing_parse(struct store *s, const struct thing *t, const char *uid, const char *text, void *out);
int thing_get(struct store *s, const struct thing *t, const char *uid, void *out); /* STORE_NOT_FOUND */

/* A listing: one of t->selects; bind its parameters, then thing_next until it is not 1, then query_end. */
void thing_select(struct query *q, struct store *s, const struct thing *t, size_t select);
int thing_next(struct query *q, const struct thing *t, void *out);
/* All of them in lasting order as objects of an export, one text a row. */
void thing_objects(struct query *q, struct store *s, const struct thing *t);
/* Steps a listing of at most one, ends it. STORE_NOT_FOUND. */
int thing_only(struct query *q, const struct thing *t, void *out);

/* The same facts, the same lasting id, told at the same time. */
bool thing_equal(const struct thing *t, const void *a, const void *b);

/* Frees the texts a struct owns. */
void thing_clear(const struct thing *t, void *thing);

int thing_prepare_all(struct store *s);
size_t thing_statement_count(const struct thing *t);

#endif
