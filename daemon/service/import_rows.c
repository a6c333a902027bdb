#include "daemon/service/import_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/catalogue.h"
#include "daemon/diary/night.h"
#include "daemon/service/circumstances.h"
#include "daemon/store/store.h"

enum { CRAMPS_MAX = 50 };

/* ---- reading a row ---- */

static int64_t int_of(json_t *row, const char *key)
{
	json_t *v = json_object_get(row, key);

	return json_is_integer(v) ? json_integer_value(v) : UNKNOWN;
}

static const char *text_of(json_t *row, const char *key)
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

static int night_of_row(struct importing *i, json_t *row, int32_t *night)
{
	const char *text = text_of(row, "night");

	if (!text || !date_parse(text, night))
		return import_bad_row(i, "night", text, "a date like 2026-11-21");
	return 0;
}

/* An instant that may be absent. */
static int instant_of_row(struct importing *i, json_t *row, const char *key, struct instant *out)
{
	const char *text = text_of(row, key);

	*out = (struct instant){ .at = UNKNOWN };
	if (text && !rfc3339_parse(text, out))
		return import_bad_row(i, key, text, "an instant like 2026-11-22T03:10:00+01:00");
	return 0;
}

/* The offset to keep where no time of day is known: that of the night's midnight. */
static int32_t offset_of_night(int32_t night)
{
	return local_resolve(night + 1, 0).first.offset_s;
}

static const char *zone_of_row(const struct importing *i, json_t *row)
{
	const char *zone = text_of(row, "zone");

	return zone && when_zone_known(zone) ? zone : i->zone;
}

/* The answer of an entry check as a bad row. */
static int judged(struct importing *i, enum entry_answer answer, const struct entry_fault *fault)
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

static int leave(struct importing *i, json_t *row, const char *reason)
{
	json_array_append_new(i->left, json_pack("{s:I, s:s?, s:s}", "line", (json_int_t)int_of(row, "line"), "night",
						 text_of(row, "night"), "reason", reason));
	return 0;
}

static int count_added(struct importing *i, int result)
{
	if (result == 0)
		i->added++;
	return result;
}

static int count_unchanged(struct importing *i)
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
	const char *factor = text_of(row, "factor"), *level = text_of(row, "level");
	json_t *value = json_object_get(row, "value");
	struct entry_fault fault = { 0 };
	int result = night_of_row(i, row, &r->night);

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
	r->offset_s = offset_of_night(r->night);
	str_copy(r->zone, sizeof(r->zone), zone_of_row(i, row));
	str_copy(r->source, sizeof(r->source), i->source);
	r->recorded_at = i->rules.now.at;
	return judged(i, reading_check(r, &i->rules, &fault), &fault);
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
			result = same_value(&here, &r) ? count_unchanged(i)
						       : leave(i, row, "another value is on record");
		goto out;
	}
	if (fate == UID_REMOVED) {
		result = leave(i, row, "you removed it");
		goto out;
	}
	result = store_readings_each(i->store, r.night, r.night, r.factor, on_reading, &same);
	if (result)
		goto out;
	if (same.equal)
		result = count_unchanged(i);
	else if (same.others)
		result = leave(i, row, "another value is on record");
	else
		result = count_added(i, store_reading_put(i->store, &r));
out:
	reading_clear(&r);
	reading_clear(&here);
	return result;
}

/* ---- the night as a whole: free, and sleep ---- */

/* The row of a night, or a fresh one to be told by this import. */
static int night_begin(struct importing *i, json_t *row, const char *key, struct night *n)
{
	int32_t night;
	int result = night_of_row(i, row, &night);

	if (result)
		return result;
	result = store_night_get(i->store, night, n);
	if (result != STORE_NOT_FOUND)
		return result;
	night_init(n);
	n->night = night;
	if (!str_copy(n->uid, sizeof(n->uid), key))
		return import_bad_row(i, "key", key, "at most 128 characters");
	n->offset_s = offset_of_night(night);
	str_copy(n->zone, sizeof(n->zone), zone_of_row(i, row));
	str_copy(n->source, sizeof(n->source), i->source);
	return 0;
}

static int night_end(struct importing *i, struct night *n)
{
	struct entry_fault fault = { 0 };

	n->recorded_at = i->rules.now.at;
	int result = judged(i, night_entry_check(n, &i->rules, &fault), &fault);
	return result ? result : count_added(i, store_night_put(i->store, n));
}

static int apply_free(struct importing *i, json_t *row, const char *key)
{
	struct night n;
	enum night_state state;
	enum uid_fate fate;
	int64_t episodes;
	int result;

	night_init(&n);
	result = night_begin(i, row, key, &n);
	if (result == 0)
		result = store_night_state(i->store, n.night, &state, &episodes);
	if (result == 0)
		result = store_uid_fate(i->store, "night", key, &fate);
	if (result)
		goto out;
	if (state == STATE_CRAMP)
		result = leave(i, row, "a cramp is on record");
	else if (state == STATE_FREE)
		result = count_unchanged(i);
	else if (fate == UID_REMOVED)
		result = leave(i, row, "you removed it");
	else {
		n.free = true;
		result = night_end(i, &n);
	}
out:
	night_clear(&n);
	return result;
}

/* One sleep item: told by the row or not, known in the diary or not. */
static void merge_item(int64_t told, int64_t *kept, bool *news, bool *differs)
{
	if (told == UNKNOWN || told == *kept)
		return;
	if (*kept != UNKNOWN) {
		*differs = true;
		return;
	}
	*kept = told;
	*news = true;
}

static int merge_sleep(struct importing *i, json_t *row, struct night *n, bool *news, bool *differs)
{
	struct {
		const char *key;
		int64_t *kept;
	} const times[] = { { "into_bed", &n->into_bed_at },
			    { "lights_out", &n->lights_out_at },
			    { "final_awakening", &n->final_awakening_at },
			    { "out_of_bed", &n->out_of_bed_at } },
		numbers[] = { { "sol_min", &n->sol_min },
			      { "awakenings", &n->awakenings },
			      { "waso_min", &n->waso_min },
			      { "quality", &n->quality } };

	for (size_t k = 0; k < ARRAY_LEN(times); k++) {
		struct instant told;
		int result = instant_of_row(i, row, times[k].key, &told);
		if (result)
			return result;
		if (told.at != UNKNOWN && *times[k].kept == UNKNOWN)
			n->offset_s = told.offset_s;
		merge_item(told.at, times[k].kept, news, differs);
	}
	for (size_t k = 0; k < ARRAY_LEN(numbers); k++)
		merge_item(int_of(row, numbers[k].key), numbers[k].kept, news, differs);
	const char *note = text_of(row, "note");
	if (note && !n->note) {
		n->note = xstrdup(note);
		*news = true;
	}
	return 0;
}

static int apply_sleep(struct importing *i, json_t *row, const char *key)
{
	bool news = false, differs = false;
	struct night n;
	enum uid_fate fate;
	int result;

	night_init(&n);
	result = night_begin(i, row, key, &n);
	if (result == 0)
		result = store_uid_fate(i->store, "night", key, &fate);
	if (result == 0)
		result = merge_sleep(i, row, &n, &news, &differs);
	if (result)
		goto out;
	if (differs)
		result = leave(i, row, "other sleep times are on record");
	else if (!news)
		result = count_unchanged(i);
	else if (fate == UID_REMOVED)
		result = leave(i, row, "you removed it");
	else
		result = night_end(i, &n);
out:
	night_clear(&n);
	return result;
}

static int apply_nap(struct importing *i, json_t *row, const char *key)
{
	struct nap n, here;
	struct instant start, end;
	struct entry_fault fault = { 0 };
	enum uid_fate fate;
	int result;

	nap_init(&n);
	nap_init(&here);
	result = instant_of_row(i, row, "start", &start);
	if (result == 0)
		result = instant_of_row(i, row, "end", &end);
	if (result == 0 && (start.at == UNKNOWN || end.at == UNKNOWN || !str_copy(n.uid, sizeof(n.uid), key)))
		result = import_bad_row(i, "start", NULL, "a start, an end and a key of at most 128 characters");
	if (result)
		goto out;
	n.start_at = start.at;
	n.end_at = end.at;
	n.offset_s = end.offset_s;
	n.night = night_of(end, i->rules.day_starts_min);
	str_copy(n.zone, sizeof(n.zone), zone_of_row(i, row));
	str_copy(n.source, sizeof(n.source), i->source);
	n.note = xstrdup_null(text_of(row, "note"));
	n.recorded_at = i->rules.now.at;
	result = judged(i, nap_check(&n, &i->rules, &fault), &fault);
	if (result == 0)
		result = store_uid_fate(i->store, "nap", key, &fate);
	if (result)
		goto out;
	if (fate == UID_PRESENT) {
		result = store_nap_get(i->store, key, &here);
		if (result == 0)
			result = here.start_at == n.start_at && here.end_at == n.end_at
					 ? count_unchanged(i)
					 : leave(i, row, "another nap is on record");
	} else if (fate == UID_REMOVED)
		result = leave(i, row, "you removed it");
	else
		result = count_added(i, store_nap_put(i->store, &n));
out:
	nap_clear(&n);
	nap_clear(&here);
	return result;
}

/* ---- cramps ---- */

static int read_cramps(struct importing *i, json_t *row, int32_t *night, int64_t *count, struct instant *onset)
{
	int result = night_of_row(i, row, night);

	if (result == 0)
		result = instant_of_row(i, row, "onset", onset);
	if (result)
		return result;
	*count = int_of(row, "count");
	if (*count < 1 || *count > CRAMPS_MAX)
		return import_bad_row(i, "count", NULL, "1 to 50");
	if (onset->at != UNKNOWN && night_of(*onset, i->rules.night_starts_min) != *night)
		return import_bad_row(i, "onset", text_of(row, "onset"), "a time of that night");
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
	e->onset.offset_s = offset_of_night(night);
	if (n == 0) {
		e->severity = int_of(row, "severity");
		e->duration_s = int_of(row, "duration_s");
		if (onset.at != UNKNOWN)
			e->onset = onset;
	}
	str_copy(e->precision, sizeof(e->precision), e->onset.at == UNKNOWN ? "night" : "exact");
	str_copy(e->zone, sizeof(e->zone), zone_of_row(i, row));
	str_copy(e->source, sizeof(e->source), i->source);
	e->recorded_at = i->rules.now.at;
	int result = judged(i, episode_check(e, &i->rules, &fault), &fault);
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
	*same = *same && e.severity == int_of(row, "severity") && e.duration_s == int_of(row, "duration_s") &&
		e.onset.at == onset.at;
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
			result = count_added(i, store_episode_put(i->store, &e));
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
		return same ? count_unchanged(i) : leave(i, row, "other cramps are on record");
	if (state == STATE_FREE)
		return leave(i, row, "the night is on record as free");
	if (fate == UID_REMOVED)
		return leave(i, row, "you removed it");
	if (here == 0)
		return add_cramps(i, row, key, night, count, onset);
	return here == count ? count_unchanged(i) : leave(i, row, "other cramps are on record");
}

/* ---- all rows ---- */

int import_rows(struct importing *i, json_t *rows, json_t **bad_row)
{
	static const struct {
		const char *kind;
		int (*apply)(struct importing *i, json_t *row, const char *key);
	} kinds[] = {
		{ "reading", apply_reading }, { "sleep", apply_sleep },	  { "nap", apply_nap },
		{ "free", apply_free },	      { "cramps", apply_cramps },
	};

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		size_t index;
		json_t *row;
		json_array_foreach(rows, index, row)
		{
			const char *key = text_of(row, "key");
			if (strcmp(text_of(row, "kind"), kinds[k].kind) != 0)
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
