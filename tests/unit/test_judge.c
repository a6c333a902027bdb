/*
 * Which verdicts a report shows: looks that are due, that stand, that were confirmed, withdrawn or are void, and what
 * is said of them.
 */
#include "tests/unit/insight_fixture.h"

#include "daemon/insight/judge_json.h"
#include "daemon/insight/verdicts_json.h"

enum { NIGHTS = 300, LOOK_AT = 284, NOW = 1700000000 };

/* A diary of 300 nights with one thing in it that matters, and one that does not. */
static const struct told_factor factors[] = { { "fan_on_legs", 0.4, 4, 1 }, { "alcohol_units", 3, 1, 1 } };

struct diary {
	struct rows rows;
	struct table table;
	struct verdicts verdicts;
	struct judge judge;
	json_t *report; /* with bare factor rows */
};

static void ask(struct diary *d, int32_t last, const struct frozen_cuts *frozen, size_t frozen_count)
{
	table_make(&d->rows, frozen, frozen_count, &d->table);
	verdicts_make(&d->verdicts, &d->table, NO_NIGHT, last, last, ALL_NIGHTS);
	d->report = json_pack("{s:[]}", "factors");
	for (size_t i = 0; i < d->table.column_count; i++) {
		json_t *row =
			json_pack("{s:s, s:i}", "id", d->table.columns[i].id, "lag", d->table.columns[i].source->lag);
		json_array_append_new(json_object_get(d->report, "factors"), row);
	}
}

static void diary_make(struct diary *d, struct rows_builder *b, int32_t until, int32_t over, bool official)
{
	struct rows all;

	rows_finish(b, &all);
	d->rows = all;
	d->rows.count = rows_until(&all, until).count;
	judge_begin(&d->judge, &d->rows, NO_NIGHT, until, over, official);
	ask(d, until, NULL, 0);
}

static void simulated(struct diary *d, int nights, bool official)
{
	struct rows_builder *b = rows_builder_new(NULL);

	tell_diary(b, nights, 0, 0.12, factors, 2);
	diary_make(d, b, D + nights - 1, D + nights - 1, official);
}

static void diary_clear(struct diary *d)
{
	json_decref(d->report);
	judge_end(&d->judge);
	verdicts_clear(&d->verdicts);
	table_clear(&d->table);
	rows_clear(&d->rows);
}

static json_t *row_of(json_t *rows, const char *id)
{
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		if (str_equal(json_string_value(json_object_get(row, "id")), id))
			return row;
	}
	fail_msg("no row %s", id);
	return NULL;
}

static json_t *reported(const struct diary *d, const char *id)
{
	return row_of(json_object_get(d->report, "factors"), id);
}

static const char *text_of(json_t *o, const char *key)
{
	const char *text = json_string_value(json_object_get(o, key));

	return text ? text : "null";
}

static int64_t count_of(json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static bool says(json_t *o, const char *key)
{
	return json_is_true(json_object_get(o, key));
}

/* A look on record, of one factor; verdicts NULL: what is no JSON. */
static struct issued_look look(int32_t first, int64_t nights, int64_t issued_at, const char *verdicts)
{
	struct issued_look l = { .first = first,
				 .last = first + (int32_t)nights - 1,
				 .nights = nights,
				 .issued_at = issued_at,
				 .method = 1,
				 .verdicts = xstrdup(verdicts ? verdicts : "no") };

	str_copy(l.data_hash, sizeof(l.data_hash), "0000000000000001");
	return l;
}

static void record(struct diary *d, int64_t nights, const char *verdict, double ratio, int lag)
{
	char *verdicts = xasprintf(
		"{\"tested\":7,\"recorded\":70,\"recall\":null,\"sensitivity\":null,\"rows\":[{\"id\":"
		"\"fan_on_legs\",\"source\":\"fan_on_legs\",\"lag\":%d,\"verdict\":\"%s\",\"q\":0.01,\"p\":0.001,"
		"\"rate_ratio\":%g,\"nights_used\":70,\"standing\":null,\"cautions\":[]}]}",
		lag, verdict, ratio);
	struct issued_look l = look(D, nights, NOW + nights, verdicts);

	judge_look(&d->judge, &l, false);
	free(verdicts);
	issued_look_clear(&l);
}

/* As main.c issues a look that is due. */
static void issue(struct diary *d)
{
	int64_t nights = judge_due(&d->judge);
	int32_t last = d->judge.first + (int32_t)nights - 1;
	struct rows then = rows_until(&d->rows, last);
	struct judge_checks none = { 0 };
	struct table t;
	struct verdicts v;

	assert_true(nights > 0);
	table_make(&then, NULL, 0, &t);
	verdicts_make(&v, &t, d->judge.first, last, d->judge.over, ALL_NIGHTS);
	judge_issue(&d->judge, &v, &none, rows_fingerprint(&then, d->judge.first, last), NOW);
	verdicts_clear(&v);
	table_clear(&t);
}

static json_t *finish(struct diary *d)
{
	judge_put(&d->judge, &d->verdicts, NULL, d->report);
	return json_object_get(d->report, "look");
}

/* ---- before the first look ---- */

static void test_judge_claims_nothing_before_night_84(void **state)
{
	struct diary d = { 0 };
	json_t *l, *row;
	size_t i;

	(void)state;
	simulated(&d, 83, true);
	assert_int_equal(judge_due(&d.judge), 0);
	assert_false(judge_speaks(&d.judge));
	l = finish(&d);
	assert_true(says(l, "preliminary"));
	assert_int_equal(count_of(l, "night"), 83);
	assert_int_equal(count_of(l, "next_nights"), 84);
	assert_string_equal(text_of(l, "next_date"), "2024-12-26");
	json_array_foreach(json_object_get(d.report, "factors"), i, row)
	{
		const char *verdict = text_of(row, "verdict");
		assert_true(str_equal(verdict, "not_enough_data") || str_equal(verdict, "no_variation") ||
			    str_equal(verdict, "cannot_be_separated") || str_equal(verdict, "unclear"));
		assert_true(json_is_null(json_object_get(row, "q")));
		assert_true(json_is_null(json_object_get(row, "attribution")));
	}
	diary_clear(&d);
}

static void test_judge_look_is_due_at_night_84(void **state)
{
	struct diary d = { 0 };

	(void)state;
	simulated(&d, 84, true);
	assert_int_equal(judge_due(&d.judge), 84);
	record(&d, 84, "unclear", 1.2, 0);
	assert_int_equal(judge_due(&d.judge), 0);
	diary_clear(&d);
}

/* ---- issuing ---- */

static void test_judge_issues_only_the_newest(void **state)
{
	struct diary d = { 0 };
	json_t *l;

	(void)state;
	simulated(&d, NIGHTS, true);
	assert_int_equal(judge_due(&d.judge), LOOK_AT);
	issue(&d);
	assert_int_equal(count_of(d.judge.issue, "nights"), LOOK_AT);
	assert_string_equal(text_of(d.judge.issue, "last"), "2025-07-14");
	assert_int_equal(strlen(text_of(d.judge.issue, "data_hash")), 16);
	l = finish(&d);
	assert_false(says(l, "preliminary"));
	assert_int_equal(count_of(l, "nights"), LOOK_AT);
	assert_int_equal(count_of(l, "next_nights"), 426);
	assert_int_equal(count_of(l, "recorded"), LOOK_AT);
	assert_int_equal(count_of(l, "tested"), 2);
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "verdict"), "strong");
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "standing"), "new");
	/* Today's nights are counted today, the verdict's at the look. */
	assert_int_equal(count_of(reported(&d, "fan_on_legs"), "nights_used"), NIGHTS);
	assert_int_equal(count_of(json_object_get(reported(&d, "fan_on_legs"), "at_look"), "nights_used"), LOOK_AT);
	diary_clear(&d);
}

/* What was issued is read back as it was. */
static void test_judge_stands_by_what_was_issued(void **state)
{
	struct diary before = { 0 }, d = { 0 };
	struct issued_look l;
	int32_t first, last;
	char *verdicts;

	(void)state;
	simulated(&before, LOOK_AT, true);
	issue(&before);
	verdicts = json_dumps(json_object_get(before.judge.issue, "verdicts"), 0);
	l = look(D, LOOK_AT, NOW, verdicts);
	str_copy(l.data_hash, sizeof(l.data_hash), text_of(before.judge.issue, "data_hash"));
	simulated(&d, NIGHTS, true);
	judge_look(&d.judge, &l, false);
	assert_int_equal(judge_due(&d.judge), 0);
	assert_true(judge_looked(&d.judge, &first, &last));
	assert_int_equal(first, D);
	assert_int_equal(last, D + LOOK_AT - 1);
	judge_compare(&d.judge, rows_fingerprint(&d.rows, first, last));
	assert_false(d.judge.changed);
	judge_compare(&d.judge, rows_fingerprint(&d.rows, first, last - 1));
	assert_true(d.judge.changed);
	finish(&d);
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "verdict"), "strong");
	assert_true(says(json_object_get(d.report, "look"), "changed_since"));
	free(verdicts);
	issued_look_clear(&l);
	diary_clear(&d);
	diary_clear(&before);
}

static const char *standing_after(const char *before, double ratio)
{
	static char standing[16];
	struct diary d = { 0 };

	simulated(&d, LOOK_AT, true);
	if (before)
		record(&d, 189, before, ratio, 0);
	issue(&d);
	finish(&d);
	str_copy(standing, sizeof(standing), text_of(reported(&d, "fan_on_legs"), "standing"));
	diary_clear(&d);
	return standing;
}

static void test_judge_confirms_and_withdraws(void **state)
{
	struct diary d = { 0 };

	(void)state;
	assert_string_equal(standing_after(NULL, 0), "new");
	assert_string_equal(standing_after("unclear", 1.2), "new");
	assert_string_equal(standing_after("strong", 2.5), "confirmed");
	/* The other way round it is another link. */
	assert_string_equal(standing_after("strong", 0.4), "new");
	simulated(&d, 126, true);
	record(&d, 84, "strong", 3, 0);
	d.verdicts.report.list[column_of(&d.table, "fan_on_legs")].verdict = VERDICT_UNCLEAR;
	judge_issue(&d.judge, &d.verdicts, &(struct judge_checks){ 0 }, 1, NOW);
	finish(&d);
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "standing"), "withdrawn");
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "verdict"), "unclear");
	assert_string_equal(text_of(reported(&d, "alcohol_units"), "standing"), "null");
	diary_clear(&d);
}

/* ---- which look stands ---- */

static void test_judge_newest_look_stands(void **state)
{
	struct diary d = { 0 };

	(void)state;
	simulated(&d, NIGHTS, true);
	record(&d, 126, "unclear", 1, 0);
	record(&d, 284, "some", 2, 0);
	record(&d, 84, "strong", 3, 0);
	record(&d, 189, "little_effect", 1, 0);
	finish(&d);
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "verdict"), "some");
	assert_int_equal(count_of(d.judge.before, "nights"), 189);
	diary_clear(&d);
}

static void test_judge_void_looks_do_not_stand(void **state)
{
	struct issued_look undone = look(D, 189, NOW + 9, "{\"rows\":[]}"), broken = look(D, 126, NOW, NULL),
			   longer = look(D - 400, 638, NOW, "{\"rows\":[]}"),
			   later = look(D + 120, 189, NOW, "{\"rows\":[]}");
	struct diary d = { 0 };

	(void)state;
	simulated(&d, NIGHTS, true);
	judge_look(&d.judge, &undone, true);
	judge_look(&d.judge, &broken, false);
	judge_look(&d.judge, &longer, false); /* of a diary that began earlier, in a night that was taken back */
	judge_look(&d.judge, &later, false);  /* of nights that are still to come */
	assert_null(d.judge.look);
	assert_int_equal(judge_due(&d.judge), LOOK_AT);
	issue(&d);
	assert_int_equal(count_of(d.judge.issue, "replaces"), NOW + 9);
	assert_int_equal(count_of(d.judge.issue, "issued_at"), NOW + 10);
	issued_look_clear(&undone);
	issued_look_clear(&broken);
	issued_look_clear(&longer);
	issued_look_clear(&later);
	diary_clear(&d);
}

/* A night told before the first moves the count by one, and throws nothing away. */
static void test_judge_look_outlives_an_earlier_beginning(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };

	(void)state;
	tell_free(b, D - 1, 32);
	tell_diary(b, 130, 0, 0.12, factors, 2);
	diary_make(&d, b, D + 129, D + 129, true);
	assert_int_equal(d.judge.nights, 131);
	record(&d, 126, "strong", 3, 0);
	assert_int_equal(judge_due(&d.judge), 0);
	finish(&d);
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "verdict"), "strong");
	diary_clear(&d);
}

static void past(struct diary *d, int until)
{
	struct rows_builder *b = rows_builder_new(NULL);

	tell_diary(b, NIGHTS, 0, 0.12, factors, 2);
	diary_make(d, b, D + until - 1, D + NIGHTS - 1, true);
	record(d, 126, "some", 2, 0);
	record(d, 284, "strong", 3, 0);
}

static void test_judge_past_range_has_the_verdicts_of_then(void **state)
{
	struct diary d = { 0 };
	json_t *l;

	(void)state;
	past(&d, 200);
	assert_int_equal(judge_due(&d.judge), 0);
	l = finish(&d);
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "verdict"), "some");
	assert_int_equal(count_of(l, "nights"), 126);
	assert_int_equal(count_of(l, "newest_nights"), 284);
	assert_false(says(l, "up_to_now"));
	diary_clear(&d);
	past(&d, 100);
	/* None stood then, and none is made up afterwards. */
	assert_int_equal(judge_due(&d.judge), 0);
	l = finish(&d);
	assert_true(says(l, "preliminary"));
	assert_int_equal(count_of(l, "newest_nights"), 284);
	assert_int_equal(count_of(l, "nights_by_now"), NIGHTS);
	diary_clear(&d);
}

/* ---- what a look did not ask ---- */

static void test_judge_waits_with_what_no_look_asked(void **state)
{
	struct diary d = { 0 };

	(void)state;
	simulated(&d, NIGHTS, true);
	/* The look knows the fan with another lag, which is another question. */
	record(&d, 284, "strong", 3, 1);
	finish(&d);
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "verdict"), "unclear");
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "verdict_reason"), "next_look");
	assert_true(json_is_null(json_object_get(reported(&d, "fan_on_legs"), "q")));
	/* And it does not know the alcohol at all. */
	assert_true(str_equal(text_of(reported(&d, "alcohol_units"), "verdict"), "unclear"));
	assert_true(json_is_null(json_object_get(reported(&d, "alcohol_units"), "p")));
	diary_clear(&d);
}

static void test_judge_freezes_the_cuts_of_the_look(void **state)
{
	static const char verdicts[] =
		"{\"rows\":[{\"id\":\"fluid_ml_low\",\"source\":\"fluid_ml\",\"end\":\"low\",\"cut\":1100,\"cut_open\":"
		"false},"
		"{\"id\":\"fluid_ml_high\",\"source\":\"fluid_ml\",\"end\":\"high\",\"cut\":1900.5,\"cut_open\":true},"
		"{\"id\":\"other_low\",\"source\":\"other\",\"end\":\"low\",\"cut\":null},"
		"{\"id\":\"other_high\",\"source\":\"other\",\"end\":\"high\",\"cut\":null}]}";
	struct issued_look l = look(D, 189, NOW, verdicts);
	struct frozen_cuts cuts[FROZEN_MAX];
	struct diary d = { 0 };

	(void)state;
	simulated(&d, 200, true);
	assert_int_equal(judge_cuts(&d.judge, cuts), 0);
	judge_look(&d.judge, &l, false);
	assert_int_equal(judge_cuts(&d.judge, cuts), 1);
	assert_string_equal(cuts[0].factor, "fluid_ml");
	assert_true(cuts[0].cuts.low == 1100 && !cuts[0].cuts.low_open);
	assert_true(cuts[0].cuts.high == 1900.5 && cuts[0].cuts.high_open);
	issued_look_clear(&l);
	diary_clear(&d);
}

/* ---- what verdicts are compared with ---- */

static void test_judge_says_what_late_entries_decide(void **state)
{
	struct diary d = { 0 }, prompt = { 0 };
	struct judge_checks checks = { .entries = 12, .hours = 24 };
	json_t *recall, *caution;

	(void)state;
	simulated(&d, LOOK_AT, true);
	simulated(&prompt, 30, true); /* too few nights for anything */
	checks.recall = &prompt.verdicts;
	/* What stands for something else is not asked, and no entry decides it. */
	d.verdicts.left_out[column_of(&d.table, "alcohol_units")] = LEFT_OUT_DERIVED;
	judge_issue(&d.judge, &d.verdicts, &checks, 1, NOW);
	finish(&d);
	recall = json_object_get(d.report, "recall");
	assert_int_equal(count_of(recall, "entries"), 12);
	assert_false(says(recall, "left_out"));
	assert_int_equal(json_array_size(json_object_get(recall, "changes")), 1);
	caution = json_array_get(json_object_get(reported(&d, "fan_on_legs"), "cautions"), 0);
	assert_string_equal(text_of(caution, "kind"), "typed_late");
	assert_string_equal(text_of(caution, "verdict_without"), "not_enough_data");
	diary_clear(&prompt);
	diary_clear(&d);
}

static void test_judge_repeats_links_in_well_recorded_weeks(void **state)
{
	struct diary d = { 0 };
	struct judge_checks checks = { 0 };
	struct verdicts weeks;

	(void)state;
	simulated(&d, LOOK_AT, true);
	verdicts_make(&weeks, &d.table, NO_NIGHT, D + LOOK_AT - 1, D + LOOK_AT - 1, WELL_RECORDED_WEEKS);
	checks.weeks = &weeks;
	judge_issue(&d.judge, &d.verdicts, &checks, 1, NOW);
	finish(&d);
	assert_int_equal(count_of(json_object_get(reported(&d, "fan_on_legs"), "well_recorded"), "nights"), 280);
	assert_true(json_is_null(json_object_get(reported(&d, "alcohol_units"), "well_recorded")));
	assert_int_equal(count_of(json_object_get(d.report, "sensitivity"), "well"), 40);
	verdicts_clear(&weeks);
	diary_clear(&d);
}

static void test_judge_unofficial_keeps_nothing(void **state)
{
	struct diary d = { 0 };
	json_t *l;

	(void)state;
	simulated(&d, NIGHTS, false);
	assert_int_equal(judge_due(&d.judge), 0);
	assert_true(judge_speaks(&d.judge));
	l = finish(&d);
	assert_false(says(l, "official"));
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "verdict"), "strong");
	assert_string_equal(text_of(reported(&d, "fan_on_legs"), "standing"), "null");
	assert_false(json_is_null(json_object_get(reported(&d, "fan_on_legs"), "q")));
	assert_null(json_object_get(d.report, "issue"));
	diary_clear(&d);
}

static void test_judge_nothing_recorded(void **state)
{
	struct rows_builder *b = rows_builder_new(NULL);
	struct diary d = { 0 };
	json_t *l;

	(void)state;
	tell(b, D, "alcohol_units", 1, 20);
	diary_make(&d, b, D + 400, D + 400, true);
	assert_int_equal(judge_due(&d.judge), 0);
	l = finish(&d);
	assert_true(says(l, "preliminary"));
	assert_int_equal(count_of(l, "night"), 0);
	assert_true(json_is_null(json_object_get(l, "next_date")));
	diary_clear(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_judge_claims_nothing_before_night_84),
		cmocka_unit_test(test_judge_look_is_due_at_night_84),
		cmocka_unit_test(test_judge_issues_only_the_newest),
		cmocka_unit_test(test_judge_stands_by_what_was_issued),
		cmocka_unit_test(test_judge_confirms_and_withdraws),
		cmocka_unit_test(test_judge_newest_look_stands),
		cmocka_unit_test(test_judge_void_looks_do_not_stand),
		cmocka_unit_test(test_judge_look_outlives_an_earlier_beginning),
		cmocka_unit_test(test_judge_past_range_has_the_verdicts_of_then),
		cmocka_unit_test(test_judge_waits_with_what_no_look_asked),
		cmocka_unit_test(test_judge_freezes_the_cuts_of_the_look),
		cmocka_unit_test(test_judge_says_what_late_entries_decide),
		cmocka_unit_test(test_judge_repeats_links_in_well_recorded_weeks),
		cmocka_unit_test(test_judge_unofficial_keeps_nothing),
		cmocka_unit_test(test_judge_nothing_recorded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
