#include <string.h>

#include "daemon/diary/night.h"
#include "daemon/service/import_row.h"
#include "daemon/store/store.h"

/* The row of a night, or a fresh one to be told by this import. */
static int night_begin(struct importing *i, json_t *row, const char *key, struct night *n)
{
	int32_t night;
	int result = cell_night(i, row, &night);

	if (result)
		return result;
	result = store_night_get(i->store, night, n);
	if (result != STORE_NOT_FOUND)
		return result;
	night_init(n);
	n->night = night;
	if (!str_copy(n->uid, sizeof(n->uid), key))
		return import_bad_row(i, "key", key, "at most 128 characters");
	n->offset_s = night_offset(night);
	str_copy(n->zone, sizeof(n->zone), cell_zone(i, row));
	str_copy(n->source, sizeof(n->source), i->source);
	return 0;
}

static int night_end(struct importing *i, struct night *n)
{
	struct entry_fault fault = { 0 };

	n->recorded_at = i->rules.now.at;
	int result = row_judged(i, night_entry_check(n, &i->rules, &fault), &fault);
	return result ? result : row_added(i, store_night_put(i->store, n));
}

int import_free(struct importing *i, json_t *row, const char *key)
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
		result = row_left(i, row, "a cramp is on record");
	else if (state == STATE_FREE)
		result = row_unchanged(i);
	else if (fate == UID_REMOVED)
		result = row_left(i, row, "you removed it");
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
		int result = cell_instant(i, row, times[k].key, &told);
		if (result)
			return result;
		if (told.at != UNKNOWN && *times[k].kept == UNKNOWN)
			n->offset_s = told.offset_s;
		merge_item(told.at, times[k].kept, news, differs);
	}
	for (size_t k = 0; k < ARRAY_LEN(numbers); k++)
		merge_item(cell_integer(row, numbers[k].key), numbers[k].kept, news, differs);
	const char *note = cell_text(row, "note");
	if (note && !n->note) {
		n->note = xstrdup(note);
		*news = true;
	}
	return 0;
}

int import_sleep(struct importing *i, json_t *row, const char *key)
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
		result = row_left(i, row, "other sleep times are on record");
	else if (!news)
		result = row_unchanged(i);
	else if (fate == UID_REMOVED)
		result = row_left(i, row, "you removed it");
	else
		result = night_end(i, &n);
out:
	night_clear(&n);
	return result;
}

int import_nap(struct importing *i, json_t *row, const char *key)
{
	struct nap n, here;
	struct instant start, end;
	struct entry_fault fault = { 0 };
	enum uid_fate fate;
	int result;

	nap_init(&n);
	nap_init(&here);
	result = cell_instant(i, row, "start", &start);
	if (result == 0)
		result = cell_instant(i, row, "end", &end);
	if (result == 0 && (start.at == UNKNOWN || end.at == UNKNOWN || !str_copy(n.uid, sizeof(n.uid), key)))
		result = import_bad_row(i, "start", NULL, "a start, an end and a key of at most 128 characters");
	if (result)
		goto out;
	n.start_at = start.at;
	n.end_at = end.at;
	n.offset_s = end.offset_s;
	n.night = night_of(end, i->rules.day_starts_min);
	str_copy(n.zone, sizeof(n.zone), cell_zone(i, row));
	str_copy(n.source, sizeof(n.source), i->source);
	n.note = xstrdup_null(cell_text(row, "note"));
	n.recorded_at = i->rules.now.at;
	result = row_judged(i, nap_check(&n, &i->rules, &fault), &fault);
	if (result == 0)
		result = store_uid_fate(i->store, "nap", key, &fate);
	if (result)
		goto out;
	if (fate == UID_PRESENT) {
		result = store_nap_get(i->store, key, &here);
		if (result == 0)
			result = here.start_at == n.start_at && here.end_at == n.end_at
					 ? row_unchanged(i)
					 : row_left(i, row, "another nap is on record");
	} else if (fate == UID_REMOVED)
		result = row_left(i, row, "you removed it");
	else
		result = row_added(i, store_nap_put(i->store, &n));
out:
	nap_clear(&n);
	nap_clear(&here);
	return result;
}
