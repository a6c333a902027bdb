/* History, undo and redo: chains, conflicts, and whose change is taken back. */
#include "store_fixture.h"

#include "daemon/store/sql.h"

static double value_of(struct fixture *f, const char *uid)
{
	struct reading r;
	int result = store_reading_get(f->store, uid, &r);

	if (result == STORE_NOT_FOUND)
		return NAN;
	assert_int_equal(result, 0);
	double value = r.value;
	reading_clear(&r);
	return value;
}

static void put_as(struct fixture *f, const char *actor, const char *name, const char *uid, double value)
{
	struct reading r = a_reading(uid, "room_temp_c", value);

	begin_as(f, actor, name);
	assert_int_equal(store_reading_put(f->store, &r), 0);
	end(f);
}

struct change_seen {
	char *before, *after;
	int count;
};

static int on_change(const char *entity, const char *uid, const char *before, const char *after, void *data)
{
	struct change_seen *seen = data;

	assert_string_equal(entity, "reading");
	assert_string_equal(uid, "r1");
	seen->before = xstrdup_null(before);
	seen->after = xstrdup_null(after);
	seen->count++;
	return 0;
}

static void test_changes_each_shows_before_and_after(void **state)
{
	struct fixture *f = *state;
	struct change_seen seen = { 0 };
	struct reading r;

	tell_reading(f, "r1", 300);
	int64_t batch = tell_reading(f, "r1", 500);
	assert_int_equal(store_changes_each(f->store, batch, on_change, &seen), 0);
	assert_int_equal(seen.count, 1);
	assert_string_equal(seen.before,
			    "{\"id\":1,\"factor\":\"fluid_ml\",\"value\":300.0,\"level\":null,\"effort\":null,"
			    "\"at\":null,\"until_at\":null,\"offset_s\":3600,\"zone\":\"Europe/Berlin\","
			    "\"night\":\"2026-11-21\",\"source\":\"user\",\"note\":null,\"recorded_at\":1795313460}");
	assert_int_equal(store_reading_from_text(f->store, "r1", seen.after, &r), 0);
	assert_true(r.value == 500 && r.id == 1 && r.level == UNKNOWN);
	assert_string_equal(r.uid, "r1");
	reading_clear(&r);
	assert_int_equal(store_reading_from_text(f->store, "r1", "{\"value\":1}", &r), STORE_BAD_OBJECT);
	assert_int_equal(store_reading_from_text(f->store, "r1", "no JSON", &r), STORE_BAD_OBJECT);
	free(seen.before);
	free(seen.after);
}

static void test_episode_from_text_has_its_children(void **state)
{
	struct fixture *f = *state;
	struct episode e = an_episode("e1"), got;
	char *text;

	str_copy(e.muscles[0], ID_MAX, "toes");
	str_copy(e.muscles[1], ID_MAX, "calf");
	e.muscle_count = 2;
	e.relief[0] = (struct relief_use){ .method = "walk", .seconds = 30, .worked = UNKNOWN, .effect = 0 };
	e.relief_count = 1;
	str_copy(e.flags[0], ID_MAX, "warm");
	e.flag_count = 1;
	begin(f);
	assert_int_equal(store_episode_put(f->store, &e), 0);
	end(f);
	text = exported(f->store, true);
	char *found = strstr(text, "\"muscles\":[\"toes\",\"calf\"],\"relief\":[{\"method\":\"walk\",\"seconds\":30,"
				   "\"worked\":null,\"effect\":0}],\"red_flags\":[\"warm\"]}");
	assert_non_null(found);
	assert_int_equal(store_episode_from_text(f->store, "e1", text, &got), 0);
	assert_string_equal(got.muscles[1], "calf");
	assert_true(got.relief[0].seconds == 30 && got.relief[0].worked == UNKNOWN && got.relief[0].effect == 0);
	assert_string_equal(got.flags[0], "warm");
	episode_clear(&got);
	free(text);
	episode_clear(&e);
}

static void test_command_end_joins_what_one_command_did_twice(void **state)
{
	struct fixture *f = *state;
	struct reading r = a_reading("r1", "fluid_ml", 1);
	struct batch b;

	tell_reading(f, "r1", 300);
	int64_t batch = begin(f);
	assert_int_equal(store_reading_put(f->store, &r), 0);
	r.value = 2;
	assert_int_equal(store_reading_put(f->store, &r), 0);
	assert_int_equal(end(f), batch);
	assert_int_equal(store_batch_get(f->store, batch, &b), 0);
	assert_int_equal(b.changes, 1);
	assert_string_equal(b.kind, "change");
	assert_true(b.target == UNKNOWN && !b.undone);
	assert_string_equal(b.device, store_device(f->store));
	/* there and back is no change, nor is come and gone */
	begin(f);
	r.value = 3;
	assert_int_equal(store_reading_put(f->store, &r), 0);
	r.value = 2;
	assert_int_equal(store_reading_put(f->store, &r), 0);
	r = a_reading("r2", "fluid_ml", 1);
	assert_int_equal(store_reading_put(f->store, &r), 0);
	assert_int_equal(store_remove(f->store, "reading", "r2"), 0);
	assert_int_equal(end(f), 0);
	assert_int_equal(undo(f), 0);
	assert_true(value_of(f, "r1") == 300);
}

static void test_undo_redo_chain(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(undo(f), STORE_NOTHING);
	assert_int_equal(redo(f), STORE_NOTHING);
	tell_reading(f, "r1", 1);
	tell_reading(f, "r1", 2);
	take_away(f, "reading", "r1");
	assert_int_equal(undo(f), 0);
	assert_true(value_of(f, "r1") == 2);
	assert_int_equal(undo(f), 0);
	assert_true(value_of(f, "r1") == 1);
	assert_int_equal(undo(f), 0);
	assert_true(isnan(value_of(f, "r1")));
	assert_int_equal(undo(f), STORE_NOTHING);
	assert_int_equal(redo(f), 0);
	assert_true(value_of(f, "r1") == 1);
	assert_int_equal(redo(f), 0);
	assert_true(value_of(f, "r1") == 2);
	assert_int_equal(undo(f), 0);
	assert_int_equal(redo(f), 0);
	assert_int_equal(redo(f), 0);
	assert_true(isnan(value_of(f, "r1")));
	assert_int_equal(redo(f), STORE_NOTHING);
	/* a new fact ends redo, and undo goes on from it */
	assert_int_equal(undo(f), 0);
	tell_reading(f, "r2", 9);
	assert_int_equal(redo(f), STORE_NOTHING);
	assert_int_equal(undo(f), 0);
	assert_true(isnan(value_of(f, "r2")) && value_of(f, "r1") == 2);
	assert_int_equal(redo(f), 0);
	assert_true(value_of(f, "r2") == 9);
}

static void test_undo_keeps_the_lasting_id(void **state)
{
	struct fixture *f = *state;
	struct episode e;

	tell_episode(f, "e1", 5);
	take_away(f, "episode", "e1");
	tell_episode(f, "e2", 5);
	assert_int_equal(undo(f), 0);
	assert_int_equal(undo(f), 0);
	assert_int_equal(store_episode_get(f->store, "e1", &e), 0);
	assert_int_equal(e.id, 1);
	episode_clear(&e);
}

static void test_undo_named_refuses_what_is_in_the_way(void **state)
{
	struct fixture *f = *state;
	int64_t first = tell_reading(f, "r1", 1), other = tell_reading(f, "r2", 5), later = tell_reading(f, "r1", 2);
	int64_t undone = 0, conflict = 0;

	assert_int_equal(turn_over(f, true, first, &undone, &conflict), STORE_CONFLICT);
	assert_int_equal(conflict, later);
	assert_int_equal(undone, first);
	assert_int_equal(turn_over(f, true, 999, &undone, &conflict), STORE_NOT_FOUND);
	assert_int_equal(turn_over(f, true, other, &undone, &conflict), 0);
	assert_int_equal(undone, other);
	assert_int_equal(turn_over(f, true, other, &undone, &conflict), STORE_NOTHING);
	assert_int_equal(turn_over(f, true, later, &undone, &conflict), 0);
	assert_int_equal(turn_over(f, true, first, &undone, &conflict), 0);
	assert_true(isnan(value_of(f, "r1")) && isnan(value_of(f, "r2")));
	/* the newest undo is the first to be redone */
	assert_int_equal(redo(f), 0);
	assert_true(value_of(f, "r1") == 1);
	assert_int_equal(redo(f), 0);
	assert_true(value_of(f, "r1") == 2);
	assert_int_equal(redo(f), 0);
	assert_true(value_of(f, "r2") == 5);
}

/* Later changes that happen to end where this one did are in its way all the same: they were told after it. */
static void test_undo_named_refuses_a_state_come_round(void **state)
{
	struct fixture *f = *state;
	int64_t undone = 0, conflict = 0;

	tell_reading(f, "r1", 1);
	int64_t second = tell_reading(f, "r1", 2);
	tell_reading(f, "r1", 3);
	int64_t fourth = tell_reading(f, "r1", 2);
	assert_int_equal(turn_over(f, true, second, &undone, &conflict), STORE_CONFLICT);
	assert_int_equal(conflict, fourth);
	assert_true(value_of(f, "r1") == 2);
}

static void test_undo_of_an_undo_brings_back(void **state)
{
	struct fixture *f = *state;
	int64_t change = tell_reading(f, "r1", 1), undone = 0, conflict = 0;
	struct batch b;

	assert_int_equal(undo(f), 0);
	assert_int_equal(turn_over(f, true, change + 1, &undone, &conflict), 0);
	assert_int_equal(undone, change);
	assert_true(value_of(f, "r1") == 1);
	assert_int_equal(store_batch_get(f->store, change + 2, &b), 0);
	assert_string_equal(b.kind, "redo");
	assert_int_equal(b.target, change);
	assert_int_equal(turn_over(f, true, change + 2, &undone, &conflict), 0);
	assert_true(isnan(value_of(f, "r1")));
}

/* What was undone out of order must not come back over a state it never knew. */
static void test_redo_refuses_another_state(void **state)
{
	struct fixture *f = *state;
	int64_t undone = 0, conflict = 0;

	tell_reading(f, "r1", 1);
	int64_t second = tell_reading(f, "r1", 2);
	assert_int_equal(undo(f), 0); /* of second: batch second + 1 */
	assert_int_equal(undo(f), 0);
	assert_int_equal(turn_over(f, true, second + 1, &undone, &conflict), STORE_CONFLICT);
	assert_true(isnan(value_of(f, "r1")));
}

/* The bedtime reminder of TEST_NIGHT comes up. */
static void show_reminder(struct fixture *f, struct reminder *r)
{
	reminder_init(r);
	str_copy(r->kind, sizeof(r->kind), "bedtime");
	r->night = TEST_NIGHT;
	r->due = (struct instant){ TEST_AT, 3600 };
	str_copy(r->zone, sizeof(r->zone), "UTC");
	str_copy(r->state, sizeof(r->state), "shown");
	begin_as(f, "reminder", "Show");
	assert_int_equal(store_reminder_put(f->store, r), 0);
	end(f);
}

static void test_undo_passes_over_sensors_and_reminders(void **state)
{
	struct fixture *f = *state;
	struct reminder r;

	tell_reading(f, "r1", 1);
	put_as(f, "sensor", "Sense", "s1", 17.5);
	put_as(f, "system", "Sense", "s2", 17.6);
	show_reminder(f, &r);
	str_copy(r.state, sizeof(r.state), "snoozed");
	begin_as(f, "user", "Snooze");
	assert_int_equal(store_reminder_put(f->store, &r), 0);
	int64_t snooze = end(f), undone = 0, conflict = 0;

	assert_int_equal(undo(f), 0);
	assert_true(isnan(value_of(f, "r1")) && value_of(f, "s1") == 17.5);
	assert_int_equal(undo(f), STORE_NOTHING);
	/* neither a sensor nor a snooze ends redo */
	put_as(f, "sensor", "Sense", "s3", 18);
	str_copy(r.state, sizeof(r.state), "shown");
	begin_as(f, "user", "Snooze");
	assert_int_equal(store_reminder_put(f->store, &r), 0);
	end(f);
	assert_int_equal(redo(f), 0);
	assert_true(value_of(f, "r1") == 1);
	assert_int_equal(turn_over(f, true, snooze, &undone, &conflict), STORE_NOTHING);
}

static void test_undo_stops_where_a_sensor_wrote_after(void **state)
{
	struct fixture *f = *state;
	int64_t undone = 0, conflict = 0;

	tell_reading(f, "r1", 1);
	put_as(f, "sensor", "Sense", "r1", 17.5);
	assert_int_equal(turn_over(f, true, 0, &undone, &conflict), STORE_CONFLICT);
	assert_true(value_of(f, "r1") == 17.5);
	/* a sensor's own row goes when it is named */
	assert_int_equal(turn_over(f, true, conflict, &undone, &conflict), 0);
	assert_true(value_of(f, "r1") == 1);
	assert_int_equal(undo(f), 0);
	assert_true(isnan(value_of(f, "r1")));
}

static void test_undo_of_an_answer_leaves_the_reminder_answered(void **state)
{
	struct fixture *f = *state;
	struct reminder r;
	struct reading done = a_reading("a1", "stretch", 1);

	show_reminder(f, &r);
	str_copy(r.state, sizeof(r.state), "answered");
	str_copy(r.answer, sizeof(r.answer), "done");
	begin_as(f, "reminder", "Answer");
	assert_int_equal(store_reminder_put(f->store, &r), 0);
	assert_int_equal(store_reading_put(f->store, &done), 0);
	end(f);

	assert_int_equal(undo(f), 0);
	assert_true(isnan(value_of(f, "a1")));
	reminder_clear(&r);
	assert_int_equal(store_reminder_get(f->store, "bedtime", TEST_NIGHT, &r), 0);
	assert_string_equal(r.state, "answered");
	reminder_clear(&r);
	assert_int_equal(redo(f), 0);
	assert_true(value_of(f, "a1") == 1);
}

/* A night taken back under one uid and told under another is the same date all the same. */
static void test_undo_refuses_a_night_told_again(void **state)
{
	struct fixture *f = *state;
	struct night n = a_night(TEST_NIGHT, true);
	int64_t undone = 0, conflict = 0, batch;

	str_copy(n.uid, sizeof(n.uid), "by-import");
	begin_as(f, "import", "Import csv");
	assert_int_equal(store_night_put(f->store, &n), 0);
	end(f);
	int64_t removal = take_away(f, "night", "by-import");
	batch = tell_free(f, TEST_NIGHT);
	assert_int_equal(turn_over(f, true, removal, &undone, &conflict), STORE_CONFLICT);
	assert_int_equal(conflict, batch);
}

static void test_uid_fate_after_an_import(void **state)
{
	struct fixture *f = *state;
	enum uid_fate fate;
	int64_t undone = 0, conflict = 0;

	assert_int_equal(store_uid_fate(f->store, "reading", "i1", &fate), 0);
	assert_int_equal(fate, UID_NEVER);
	put_as(f, "import", "Import csv", "i1", 17);
	assert_int_equal(store_uid_fate(f->store, "reading", "i1", &fate), 0);
	assert_int_equal(fate, UID_PRESENT);
	assert_int_equal(undo(f), 0);
	assert_int_equal(store_uid_fate(f->store, "reading", "i1", &fate), 0);
	assert_int_equal(fate, UID_UNDONE);
	put_as(f, "import", "Import csv", "i1", 17);
	int64_t removal = take_away(f, "reading", "i1");
	assert_int_equal(store_uid_fate(f->store, "reading", "i1", &fate), 0);
	assert_int_equal(fate, UID_REMOVED);
	assert_int_equal(turn_over(f, true, removal, &undone, &conflict), 0);
	assert_int_equal(store_uid_fate(f->store, "reading", "i1", &fate), 0);
	assert_int_equal(fate, UID_PRESENT);
	assert_int_equal(redo(f), 0);
	assert_int_equal(store_uid_fate(f->store, "reading", "i1", &fate), 0);
	assert_int_equal(fate, UID_REMOVED); /* by the user, not with the import */
}

static int count_batch(const struct batch *b, void *data)
{
	int64_t *newest = data;

	assert_true(*newest == 0 || b->id < *newest);
	*newest = b->id;
	return 0;
}

static void test_batches_each_newest_first(void **state)
{
	struct fixture *f = *state;
	int64_t last = 0;

	tell_reading(f, "r1", 1);
	int64_t second = tell_reading(f, "r1", 2);
	tell_reading(f, "r1", 3);
	assert_int_equal(store_batches_each(f->store, 0, count_batch, &last), 0);
	assert_int_equal(last, 1);
	last = 0;
	assert_int_equal(store_batches_each(f->store, 2, count_batch, &last), 0);
	assert_int_equal(last, second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DIARY_TEST(test_changes_each_shows_before_and_after),
		DIARY_TEST(test_episode_from_text_has_its_children),
		DIARY_TEST(test_command_end_joins_what_one_command_did_twice),
		DIARY_TEST(test_undo_redo_chain),
		DIARY_TEST(test_undo_keeps_the_lasting_id),
		DIARY_TEST(test_undo_named_refuses_what_is_in_the_way),
		DIARY_TEST(test_undo_named_refuses_a_state_come_round),
		DIARY_TEST(test_undo_of_an_undo_brings_back),
		DIARY_TEST(test_redo_refuses_another_state),
		DIARY_TEST(test_undo_passes_over_sensors_and_reminders),
		DIARY_TEST(test_undo_stops_where_a_sensor_wrote_after),
		DIARY_TEST(test_undo_of_an_answer_leaves_the_reminder_answered),
		DIARY_TEST(test_undo_refuses_a_night_told_again),
		DIARY_TEST(test_uid_fate_after_an_import),
		DIARY_TEST(test_batches_each_newest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
