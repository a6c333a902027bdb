#include "daemon/service/import_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/catalogue.h"
#include "daemon/diary/night.h"
#include "daemon/service/circumstances.h"
#include "daemon/service/import_row.h"
#include "daemon/store/store.h"

enum { CRAMPS_MAX = 50 };

/* ---- reading a row ---- */

int64_t cell_integer(json_t *row, const char *key)
{
	json_t *v = json_object_get(row, key);

	return json_is_integer(v) ? json_integer_value(v) : UNKNOWN;
}

const char *cell_text(json_t *row, const char *key)
{
	return json_string_value(json_object_get(row, key));
}

/* What a check names points into a struct that is cleared, or to an own factor that is gone, before the reply is
 * written: so it is copied. */
int import_bad_row(struct importing *i, const char *field, const char *value, const char *expected)
{
	char *field_copy = xstrdup(field), *value_copy = xstrdup_null(value);

	free(i->field);
	free(i->value);
	i->field = field_copy;
	i->value = value_copy;
	i->expected = expected;
	return IMPORT_BAD_ROW;
}

void importing_clear(struct importing *i)
{
	json_decref(i->left);
	free(i->field);
	free(i->value);
	i->left = NULL;
	i->field = i->value = NULL;
}

int cell_night(struct importing *i, json_t *row, int32_t *night)
{
	const char *text = cell_text(row, "night");

	if (!text || !date_parse(text, night))
		return import_bad_row(i, "night", text, "a date like 2026-11-21");
	return 0;
}

/* An instant that may be absent. */
int cell_instant(struct importing *i, json_t *row, const char *key, struct instant *out)
{
	const char *text = cell_text(row, key);

	*out = (struct instant){ .at = UNKNOWN };
	if (text && !rfc3339_parse(text, out))
		return import_bad_row(i, key, text, "an instant like 2026-11-22T03:10:00+01:00");
	return 0;
}

/* The offset to keep where no time of day is known: that of the night's midnight. */
int32_t night_offset(int32_t night)
{
	return local_resolve(night + 1, 0).first.offset_s;
}

const char *cell_zone(const struct importing *i, json_t *row)
{
	const char *zone = cell_text(row, "zone");

	return zone && when_zone_known(zone) ? zone : i->zone;
}

/* The answer of an entry check as a bad row. */
int row_judged(struct importing *i, enum entry_answer answer, const struct entry_fault *fault)
{
	switch (answer) {
	case ENTRY_OK: return 0;
	case ENTRY_OUT_OF_RANGE:
		snprintf(i->text, sizeof(i->text), "%g to %g", fault->minimum, fault->maximum);
		return import_bad_row(i, fault->field, NULL, i->text);
	case ENTRY_IN_FUTURE: return import_bad_row(i, fault->field, NULL, "a time that has passed");
	case ENTRY_FUTURE_NIGHT: return import_bad_row(i, "night", NULL, "a night that has begun");
	case ENTRY_UNKNOWN_WORD: return import_bad_row(i, fault->field, fault->word, "a word of the catalogue");
	case ENTRY_WRONG_ORDER:
		snprintf(i->text, sizeof(i->text), "%s not after %s", fault->field, fault->other);
		return import_bad_row(i, fault->field, NULL, i->text);
	case ENTRY_BAD_READING: return import_bad_row(i, fault->word, NULL, fault->expected);
	case ENTRY_MALFORMED: break;
	}
	return import_bad_row(i, fault->field, fault->word, fault->expected);
}

int row_left(struct importing *i, json_t *row, const char *reason)
{
	json_array_append_new(i->left, json_pack("{s:I, s:s?, s:s}", "line", (json_int_t)cell_integer(row, "line"),
						 "night", cell_text(row, "night"), "reason", reason));
	return 0;
}

int row_added(struct importing *i, int result)
{
	if (result == 0)
		i->added++;
	return result;
}

int row_unchanged(struct importing *i)
{
	i->unchanged++;
	return 0;
}

/* ---- readings ---- */

struct same_factor {
	const struct reading *wanted;
	int others; /* readings of the factor and night under another uid */
	bool equal; /* … and the only one says the same */
};

static bool same_value(const struct reading *a, const struct reading *b)
{
	return ((isnan(a->value) && isnan(b->value)) || a->value == b->value) && a->level == b->level;
}

static int on_reading(const struct reading *r, void *data)
{
	struct same_factor *s = data;

	if (strcmp(r->uid, s->wanted->uid) != 0) {
		s->others++;
		s->equal = s->others == 1 && same_value(r, s->wanted);
	}
	return 0;
}

static int read_reading(struct importing *i, json_t *row, const char *key, struct reading *r)
{
	static const char *const levels[] = { "less", "usual", "more" };
	const char *factor = cell_text(row, "factor"), *level = cell_text(row, "level");
	json_t *value = json_object_get(row, "value");
	struct entry_fault fault = { 0 };
	int result = cell_night(i, row, &r->night);

	if (result)
		return result;
	if (!factor || !str_copy(r->factor, sizeof(r->factor), factor))
		return import_bad_row(i, "factor", factor, "a factor's id");
	if (!str_copy(r->uid, sizeof(r->uid), key))
		return import_bad_row(i, "key", key, "at most 128 characters");
	if (json_is_number(value))
		r->value = json_number_value(value);
	for (size_t k = 0; level && k < ARRAY_LEN(levels); k++)
		if (strcmp(level, levels[k]) == 0)
			r->level = (int64_t)k - 1;
	r->offset_s = night_offset(r->night);
	str_copy(r->zone, sizeof(r->zone), cell_zone(i, row));
	str_copy(r->source, sizeof(r->source), i->source);
	r->recorded_at = i->rules.now.at;
	return row_judged(i, reading_check(r, &i->rules, &fault), &fault);
}

static int apply_reading(struct importing *i, json_t *row, const char *key)
{
	struct reading r, here;
	struct same_factor same = { .wanted = &r };
	enum uid_fate fate;
	int result;

	reading_init(&r);
	reading_init(&here);
	result = read_reading(i, row, key, &r);
	if (result == 0)
		result = store_uid_fate(i->store, "reading", key, &fate);
	if (result)
		goto out;
	if (fate == UID_PRESENT) {
		result = store_reading_get(i->store, key, &here);
		if (result == 0)
			result = same_value(&here, &r) ? row_unchanged(i)
						       : row_left(i, row, "another value is on record");
		goto out;
	}
	if (fate == UID_REMOVED) {
		result = row_left(i, row, "you removed it");
		goto out;
	}
	result = store_readings_each(i->store, r.night, r.night, r.factor, on_reading, &same);
	if (result)
		goto out;
	if (same.equal)
		result = row_unchanged(i);
	else if (same.others)
		result = row_left(i, row, "another value is on record");
	else
		result = row_added(i, store_reading_put(i->store, &r));
out:
	reading_clear(&r);
	reading_clear(&here);
	return result;
}

/* ---- cramps ---- */

static int read_cramps(struct importing *i, json_t *row, int32_t *night, int64_t *count, struct instant *onset)
{
	int result = cell_night(i, row, night);

	if (result == 0)
		result = cell_instant(i, row, "onset", onset);
	if (result)
		return result;
	*count = cell_integer(row, "count");
	if (*count < 1 || *count > CRAMPS_MAX)
		return import_bad_row(i, "count", NULL, "1 to 50");
	if (onset->at != UNKNOWN && night_of(*onset, i->rules.night_starts_min) != *night)
		return import_bad_row(i, "onset", cell_text(row, "onset"), "a time of that night");
	return 0;
}

/* The n-th cramp of a row (from 0); the first is the worst, of which severity, duration and onset speak. */
static int make_episode(struct importing *i, json_t *row, const char *key, int n, int32_t night, struct instant onset,
			struct episode *e)
{
	struct entry_fault fault = { 0 };

	if (snprintf(e->uid, sizeof(e->uid), "%s:%d", key, n + 1) >= (int)sizeof(e->uid))
		return import_bad_row(i, "key", key, "at most 120 characters");
	e->night = night;
	e->onset.at = UNKNOWN;
	e->onset.offset_s = night_offset(night);
	if (n == 0) {
		e->severity = cell_integer(row, "severity");
		e->duration_s = cell_integer(row, "duration_s");
		if (onset.at != UNKNOWN)
			e->onset = onset;
	}
	str_copy(e->precision, sizeof(e->precision), e->onset.at == UNKNOWN ? "night" : "exact");
	str_copy(e->zone, sizeof(e->zone), cell_zone(i, row));
	str_copy(e->source, sizeof(e->source), i->source);
	e->recorded_at = i->rules.now.at;
	int result = row_judged(i, episode_check(e, &i->rules, &fault), &fault);
	return result ? result : circumstances_classify(i->store, &i->rules, e);
}

/* Are exactly the cramps of this row on record under their uids, the first of them saying the same? */
static int cramps_are_same(struct importing *i, json_t *row, const char *key, int64_t count, struct instant onset,
			   bool *same)
{
	struct episode e;
	uid_text uid;
	enum uid_fate fate;
	int result = 0;

	*same = true;
	for (int64_t n = 1; n <= count + 1 && result == 0; n++) {
		snprintf(uid, sizeof(uid), "%s:%d", key, (int)n);
		result = store_uid_fate(i->store, "episode", uid, &fate);
		*same = *same && (fate == UID_PRESENT) == (n <= count);
	}
	if (result)
		return result;
	episode_init(&e);
	snprintf(uid, sizeof(uid), "%s:1", key);
	result = store_episode_get(i->store, uid, &e);
	*same = *same && e.severity == cell_integer(row, "severity") &&
		e.duration_s == cell_integer(row, "duration_s") && e.onset.at == onset.at;
	episode_clear(&e);
	return result;
}

static int add_cramps(struct importing *i, json_t *row, const char *key, int32_t night, int64_t count,
		      struct instant onset)
{
	int result = 0;

	for (int n = 0; n < count && result == 0; n++) {
		struct episode e;
		episode_init(&e);
		result = make_episode(i, row, key, n, night, onset, &e);
		if (result == 0)
			result = row_added(i, store_episode_put(i->store, &e));
		episode_clear(&e);
	}
	return result;
}

static int apply_cramps(struct importing *i, json_t *row, const char *key)
{
	enum night_state state;
	enum uid_fate fate;
	int64_t count, here;
	int32_t night;
	struct instant onset;
	uid_text first;
	bool same = false;

	int result = read_cramps(i, row, &night, &count, &onset);
	if (result)
		return result;
	snprintf(first, sizeof(first), "%s:1", key);
	result = store_night_state(i->store, night, &state, &here);
	if (result == 0)
		result = store_uid_fate(i->store, "episode", first, &fate);
	if (result == 0 && fate == UID_PRESENT)
		result = cramps_are_same(i, row, key, count, onset, &same);
	if (result)
		return result;
	if (fate == UID_PRESENT)
		return same ? row_unchanged(i) : row_left(i, row, "other cramps are on record");
	if (state == STATE_FREE)
		return row_left(i, row, "the night is on record as free");
	if (fate == UID_REMOVED)
		return row_left(i, row, "you removed it");
	if (here == 0)
		return add_cramps(i, row, key, night, count, onset);
	return here == count ? row_unchanged(i) : row_left(i, row, "other cramps are on record");
}

/* ---- all rows ---- */

int import_rows(struct importing *i, json_t *rows, json_t **bad_row)
{
	static const struct {
		const char *kind;
		int (*apply)(struct importing *i, json_t *row, const char *key);
	} kinds[] = {
		{ "reading", apply_reading }, { "sleep", import_sleep },  { "nap", import_nap },
		{ "free", import_free },      { "cramps", apply_cramps },
	};

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		size_t index;
		json_t *row;
		json_array_foreach(rows, index, row)
		{
			const char *key = cell_text(row, "key");
			if (strcmp(cell_text(row, "kind"), kinds[k].kind) != 0)
				continue;
			*bad_row = row;
			int result = str_empty(key) ? import_bad_row(i, "key", "", "a name of the row")
						    : kinds[k].apply(i, row, key);
			if (result)
				return result;
		}
	}
	return 0;
}
