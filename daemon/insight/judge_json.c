#include "daemon/insight/judge_json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "daemon/insight/look.h"
#include "daemon/insight/report_json.h"
#include "daemon/insight/values_json.h"
#include "daemon/insight/verdicts_json.h"

void judge_begin(struct judge *j, const struct rows *r, int32_t from, int32_t until, int32_t over, bool official)
{
	*j = (struct judge){ .until = until, .over = over, .official = official, .up_to_now = until == over };
	j->first = from == NO_NIGHT ? rows_first_recorded(r) : from;
	j->nights = j->first == NO_NIGHT || j->first > until ? 0 : (int64_t)until - j->first + 1;
}

void judge_end(struct judge *j)
{
	json_decref(j->look);
	json_decref(j->before);
	json_decref(j->issue);
	*j = (struct judge){ 0 };
}

static json_t *hash_text(uint64_t hash)
{
	char text[17];

	snprintf(text, sizeof(text), "%016llx", (unsigned long long)hash);
	return json_string(text);
}

static int64_t integer(json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static json_t *row_of(json_t *look, const char *id)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(look, "rows"), i, row)
	{
		if (str_equal(json_string_value(json_object_get(row, "id")), id))
			return row;
	}
	return NULL;
}

/* ---- the looks on record ---- */

/* What the look pronounced, and what it is. */
static json_t *look_object(const struct issued_look *l)
{
	json_t *o = json_loads(l->verdicts, 0, NULL);

	if (!json_is_object(o)) {
		json_decref(o);
		return NULL;
	}
	json_object_set_new(o, "nights", json_integer(l->nights));
	json_object_set_new(o, "first", date_json(l->first));
	json_object_set_new(o, "last", date_json(l->last));
	json_object_set_new(o, "issued_at", json_integer(l->issued_at));
	json_object_set_new(o, "data_hash", json_string(l->data_hash));
	return o;
}

/* Where two diaries that began on different nights had a look at the same count, the later one. */
static bool is_newer(json_t *a, json_t *b)
{
	int64_t nights = integer(a, "nights"), others = integer(b, "nights");

	return nights != others ? nights > others : integer(a, "issued_at") > integer(b, "issued_at");
}

void judge_look(struct judge *j, const struct issued_look *l, bool undone)
{
	json_t *look;

	if (undone) {
		j->replaced = l->issued_at > j->replaced ? l->issued_at : j->replaced;
		return;
	}
	j->newest = l->nights > j->newest ? l->nights : j->newest;
	if (l->nights > j->nights || l->last > j->until || !(look = look_object(l)))
		return;
	if (!j->look || is_newer(look, j->look)) {
		json_decref(j->before);
		j->before = j->look;
		j->look = look;
	} else if (!j->before || is_newer(look, j->before)) {
		json_decref(j->before);
		j->before = look;
	} else {
		json_decref(look);
	}
}

int64_t judge_due(const struct judge *j)
{
	int64_t due = look_before(j->nights);

	return j->official && j->up_to_now && due > integer(j->look, "nights") ? due : 0;
}

bool judge_looked(const struct judge *j, int32_t *first, int32_t *last)
{
	return j->look && !j->issue && date_parse(json_string_value(json_object_get(j->look, "first")), first) &&
	       date_parse(json_string_value(json_object_get(j->look, "last")), last);
}

void judge_compare(struct judge *j, uint64_t hash)
{
	json_t *now = hash_text(hash);

	j->changed = !json_equal(now, json_object_get(j->look, "data_hash"));
	json_decref(now);
}

bool judge_speaks(const struct judge *j)
{
	return !j->official || j->look;
}

/* Both cuts of one factor, where the look cut it by numbers. */
static bool cuts_of(json_t *look, const char *low_id, struct frozen_cuts *out)
{
	size_t length = strlen(low_id) - strlen("_low");
	char *high_id = xasprintf("%.*s_high", (int)length, low_id);
	json_t *low = row_of(look, low_id), *high = row_of(look, high_id);
	const char *source = json_string_value(json_object_get(low, "source"));
	json_t *below = json_object_get(low, "cut"), *above = json_object_get(high, "cut");

	free(high_id);
	if (!source || !json_is_number(below) || !json_is_number(above))
		return false;
	*out = (struct frozen_cuts){ .factor = source,
				     .cuts = { .low = json_number_value(below),
					       .high = json_number_value(above),
					       .low_open = json_is_true(json_object_get(low, "cut_open")),
					       .high_open = json_is_true(json_object_get(high, "cut_open")) } };
	return true;
}

size_t judge_cuts(const struct judge *j, struct frozen_cuts *out)
{
	json_t *row;
	size_t i, count = 0;

	if (!j->official)
		return 0;
	json_array_foreach(json_object_get(j->look, "rows"), i, row)
	{
		if (count < FROZEN_MAX && str_equal(json_string_value(json_object_get(row, "end")), "low") &&
		    cuts_of(j->look, json_string_value(json_object_get(row, "id")), &out[count]))
			count++;
	}
	return count;
}

/* ---- what verdicts are compared with ---- */

static const struct association *association_of(const struct verdicts *v, const char *id)
{
	for (size_t i = 0; i < v->table->column_count; i++)
		if (str_equal(v->table->columns[i].id, id))
			return &v->report.list[i];
	return NULL;
}

/* {"hours", "entries", "left_out", "changes"}; each row whose verdict would be another gets a caution. */
static json_t *compare_recall(json_t *rows, const struct verdicts *v, const struct judge_checks *c)
{
	json_t *changes = json_array(), *row;
	size_t i;

	if (!c->recall) {
		json_decref(changes);
		return json_null();
	}
	json_array_foreach(rows, i, row)
	{
		const struct association *other = association_of(c->recall, v->table->columns[i].id);
		enum verdict verdict = other ? other->verdict : VERDICT_NOT_ENOUGH_DATA;
		if (v->left_out[i] != ASKED || verdict == v->report.list[i].verdict)
			continue;
		json_array_append_new(changes, json_string(v->table->columns[i].id));
		verdict_caution(row,
				json_pack("{s:s, s:I, s:s}", "kind", "typed_late", "hours", (json_int_t)c->hours,
					  c->left_out ? "verdict_with" : "verdict_without", verdict_name(verdict)));
	}
	return json_pack("{s:I, s:I, s:b, s:o}", "hours", (json_int_t)c->hours, "entries", (json_int_t)c->entries,
			 "left_out", c->left_out, "changes", changes);
}

/* {"weeks", "well", "nights", "cramp_nights"}; each link gets its ratio in those weeks. */
static json_t *compare_weeks(json_t *rows, const struct judge_checks *c)
{
	json_t *row;
	size_t i;

	if (!c->weeks)
		return json_null();
	json_array_foreach(rows, i, row)
	{
		if (verdict_is_link(row))
			verdict_put_well_recorded(row, c->weeks, i);
	}
	struct weeks w = verdicts_weeks(c->weeks);
	return json_pack("{s:I, s:I, s:I, s:I}", "weeks", (json_int_t)w.any, "well", (json_int_t)w.well, "nights",
			 (json_int_t)c->weeks->report.logged, "cramp_nights",
			 (json_int_t)c->weeks->report.cramp_nights);
}

/* ---- a new look ---- */

static json_t *rows_to_keep(const struct judge *j, const struct verdicts *v)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < v->table->column_count; i++) {
		const struct exposure_column *c = &v->table->columns[i];
		json_t *row = json_object();
		column_put(row, c);
		verdict_put(row, v, i, false);
		json_object_set_new(row, "standing", verdict_standing(row, row_of(j->look, c->id)));
		json_array_append_new(rows, row);
	}
	return rows;
}

void judge_issue(struct judge *j, const struct verdicts *v, const struct judge_checks *checks, uint64_t hash,
		 int64_t now)
{
	json_t *rows = rows_to_keep(j, v), *kept = json_object(), *look;
	/* Later than the void look whose place it takes, or it could not be told from it. */
	int64_t issued_at = now > j->replaced ? now : j->replaced + 1;

	json_object_set_new(kept, "tested", json_integer((json_int_t)v->report.tested));
	json_object_set_new(kept, "recorded", json_integer(v->report.logged));
	json_object_set_new(kept, "recall", compare_recall(rows, v, checks));
	json_object_set_new(kept, "sensitivity", compare_weeks(rows, checks));
	json_object_set_new(kept, "rows", rows);
	j->issue = json_pack("{s:I, s:o, s:o, s:I, s:i, s:o, s:I, s:O}", "nights", (json_int_t)v->nights, "first",
			     date_json(v->first), "last", date_json(v->last), "issued_at", (json_int_t)issued_at,
			     "method", METHOD_VERSION, "data_hash", hash_text(hash), "replaces",
			     (json_int_t)j->replaced, "verdicts", kept);
	look = json_copy(j->issue);
	json_object_del(look, "verdicts");
	json_object_update(look, kept);
	json_decref(kept);
	json_decref(j->before);
	j->before = j->look;
	j->look = look;
	j->newest = v->nights > j->newest ? v->nights : j->newest;
}

/* ---- the report ---- */

static json_t *known(json_t *o, const char *key)
{
	json_t *value = json_object_get(o, key);

	return value ? json_incref(value) : json_null();
}

static json_t *look_of(const struct judge *j, const struct verdicts *v)
{
	json_t *look = j->official ? j->look : NULL;
	int64_t next = look_after(j->nights);
	bool any = j->nights > 0;
	json_t *o = json_pack("{s:b, s:I, s:I, s:b, s:b}", "official", j->official, "night", (json_int_t)j->nights,
			      "nights_by_now", (json_int_t)(any ? (int64_t)j->over - j->first + 1 : 0), "up_to_now",
			      j->up_to_now, "preliminary", !judge_speaks(j));

	json_object_set_new(o, "nights", known(look, "nights"));
	json_object_set_new(o, "date", known(look, "last"));
	json_object_set_new(o, "issued", look ? instant_json(integer(look, "issued_at")) : json_null());
	json_object_set_new(o, "recorded", known(look, "recorded"));
	json_object_set_new(o, "newest_nights", j->newest ? json_integer(j->newest) : json_null());
	json_object_set_new(o, "next_nights", json_integer(next));
	json_object_set_new(o, "next_date", any ? date_json(j->first + (int32_t)next - 1) : json_null());
	json_object_set_new(o, "changed_since", json_boolean(j->changed));
	json_object_set_new(o, "tested", look ? known(look, "tested") : json_integer((json_int_t)v->report.tested));
	return o;
}

/* What the ratios are adjusted for, each but for the factor itself and its companions. */
static json_t *adjusters(const struct verdicts *v)
{
	json_t *ids = json_array();

	for (size_t i = 0; i < v->table->column_count; i++)
		if (v->report.list[i].adjuster)
			json_array_append_new(ids, json_string(v->table->columns[i].id));
	return ids;
}

void judge_put(struct judge *j, const struct verdicts *v, const struct judge_checks *checks, json_t *report)
{
	json_t *rows = json_object_get(report, "factors"), *row;
	bool stands = j->official && j->look;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		verdict_put(row, v, i, !judge_speaks(j));
		if (stands)
			verdict_stand(row, row_of(j->look, v->table->columns[i].id));
	}
	json_object_set_new(report, "look", look_of(j, v));
	json_object_set_new(report, "adjusters", adjusters(v));
	json_object_set_new(report, "recall",
			    stands   ? known(j->look, "recall")
			    : checks ? compare_recall(rows, v, checks)
				     : json_null());
	json_object_set_new(report, "sensitivity",
			    stands   ? known(j->look, "sensitivity")
			    : checks ? compare_weeks(rows, checks)
				     : json_null());
	if (j->issue)
		json_object_set(report, "issue", j->issue);
}
