#include "daemon/insight/judge_json.h"

#include <stdio.h>
#include <string.h>

#include "daemon/insight/look.h"
#include "daemon/insight/report_json.h"
#include "daemon/insight/verdicts_json.h"

void judge_begin(struct judge *j, const struct table *t, int32_t from, int32_t until, int32_t over, bool official)
{
	*j = (struct judge){ .over = over, .official = official, .up_to_now = until == over };
	verdicts_make(&j->today, t, from, until, over);
}

void judge_end(struct judge *j)
{
	verdicts_clear(&j->today);
	json_decref(j->look);
	json_decref(j->before);
	json_decref(j->issue);
	json_decref(j->recall);
	json_decref(j->recall_of);
	*j = (struct judge){ 0 };
}

/* ---- looks ---- */

static json_t *date(int32_t night)
{
	char text[DATE_LENGTH + 1];

	date_format(night, text);
	return json_string(text);
}

static json_t *hash_text(uint64_t hash)
{
	char text[17];

	snprintf(text, sizeof(text), "%016llx", (unsigned long long)hash);
	return json_string(text);
}

static int64_t nights_of(json_t *look)
{
	return look ? json_integer_value(json_object_get(look, "nights")) : 0;
}

static void stand(struct judge *j, json_t *look)
{
	json_decref(j->before);
	j->before = j->look;
	j->look = look;
}

void judge_look(struct judge *j, const struct issued_look *l)
{
	json_t *rows;

	if (l->first != j->today.first || l->nights > j->today.nights || !(rows = json_loads(l->verdicts, 0, NULL)))
		return;
	stand(j, json_pack("{s:I, s:o, s:o, s:I, s:s, s:o}", "nights", (json_int_t)l->nights, "first", date(l->first),
			   "last", date(l->last), "issued_at", (json_int_t)l->issued_at, "data_hash", l->data_hash,
			   "rows", rows));
}

int64_t judge_due(const struct judge *j)
{
	int64_t due = look_before(j->today.nights);

	return j->official && j->up_to_now && due > nights_of(j->look) ? due : 0;
}

static json_t *row_of(json_t *look, const char *id)
{
	json_t *rows = json_object_get(look, "rows"), *row;
	size_t i;

	json_array_foreach(rows, i, row) if (str_equal(json_string_value(json_object_get(row, "id")), id)) return row;
	return NULL;
}

void judge_issue(struct judge *j, const struct verdicts *v, int64_t now)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < v->table->column_count; i++) {
		json_t *row = json_pack("{s:s}", "id", v->table->columns[i].id);
		verdict_put(row, v, i, false);
		json_object_set_new(row, "standing",
				    verdict_standing(row, j->look ? row_of(j->look, v->table->columns[i].id) : NULL));
		json_array_append_new(rows, row);
	}
	j->issue =
		json_pack("{s:I, s:o, s:o, s:I, s:i, s:o, s:I, s:o}", "nights", (json_int_t)v->nights, "first",
			  date(v->first), "last", date(v->last), "issued_at", (json_int_t)now, "method", METHOD_VERSION,
			  "data_hash", hash_text(v->hash), "tested", (json_int_t)v->report.tested, "rows", rows);
	stand(j, json_incref(j->issue));
}

int32_t judge_look_last(const struct judge *j)
{
	int32_t last = NO_NIGHT;

	if (j->look && !j->issue)
		date_parse(json_string_value(json_object_get(j->look, "last")), &last);
	return last;
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

/* ---- late entries ---- */

static const char *verdict_of(const struct verdicts *v, size_t column)
{
	return verdict_name(v->report.list[column].verdict);
}

void judge_recall(struct judge *j, const struct verdicts *v, int64_t entries)
{
	json_t *changes = json_array();

	j->recall_of = json_object();
	for (size_t i = 0; i < j->today.table->column_count; i++) {
		const char *id = j->today.table->columns[i].id, *without = verdict_name(VERDICT_NOT_ENOUGH_DATA);
		for (size_t k = 0; k < v->table->column_count; k++)
			if (str_equal(v->table->columns[k].id, id))
				without = verdict_of(v, k);
		if (str_equal(without, verdict_of(&j->today, i)))
			continue;
		json_array_append_new(changes, json_string(id));
		json_object_set_new(j->recall_of, id, json_string(without));
	}
	j->recall = json_pack("{s:i, s:I, s:o}", "hours", JUDGE_RECALL_H, "entries", (json_int_t)entries, "changes",
			      changes);
}

/* ---- the report ---- */

static json_t *instant(int64_t at)
{
	char text[RFC3339_LENGTH + 1];

	rfc3339_format(local_instant(at), text);
	return json_string(text);
}

static json_t *look_of(const struct judge *j)
{
	int64_t next = look_after(j->today.nights);
	bool any = j->today.report.logged > 0;
	json_t *o = json_pack("{s:b, s:I, s:b}", "official", j->official, "night",
			      (json_int_t)(any ? j->today.nights : 0), "preliminary", !judge_speaks(j));

	json_object_set_new(o, "nights", j->official && j->look ? json_integer(nights_of(j->look)) : json_null());
	json_object_set_new(o, "date", j->look ? json_incref(json_object_get(j->look, "last")) : json_null());
	json_object_set_new(o, "issued",
			    j->look ? instant(json_integer_value(json_object_get(j->look, "issued_at"))) : json_null());
	json_object_set_new(o, "next_nights", json_integer(next));
	json_object_set_new(o, "next_date", any ? date(j->today.first + (int32_t)next - 1) : json_null());
	json_object_set_new(o, "changed_since", json_boolean(j->changed));
	json_object_set_new(o, "tested", json_integer((json_int_t)j->today.report.tested));
	return o;
}

void judge_put(struct judge *j, json_t *report)
{
	json_t *rows = json_object_get(report, "factors"), *row;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		const char *id = j->today.table->columns[i].id, *without;
		verdict_put(row, &j->today, i, !judge_speaks(j));
		if (j->official && j->look)
			verdict_stand(row, row_of(j->look, id));
		without = json_string_value(json_object_get(j->recall_of, id));
		if (without)
			verdict_caution(row, json_pack("{s:s, s:i, s:s}", "kind", "typed_late", "hours", JUDGE_RECALL_H,
						       "verdict_without", without));
	}
	json_object_set_new(report, "look", look_of(j));
	json_object_set_new(report, "recall", j->recall ? json_incref(j->recall) : json_null());
	if (j->issue)
		json_object_set(report, "issue", j->issue);
}
