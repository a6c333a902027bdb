/* Every kind of thing goes in and comes out as it was, unknowns included; commands and uids. */
#include "store_fixture.h"

#include "daemon/store/sql.h"

static void test_prepare_all_statements_fit_the_schema(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(sql_prepare_all(f->store), 0);
}

static void test_episode_put_all_known(void **state)
{
	struct fixture *f = *state;
	struct episode e = an_episode("e1"), got;

	str_copy(e.side, sizeof(e.side), "left");
	e.severity = 7;
	e.duration_s = 120;
	e.woke = 1;
	e.awake_min = 15;
	e.sleep_disturbance = 4;
	e.distress = 2;
	e.soreness = 4;
	e.soreness_h = 24;
	e.knot = 0;
	str_copy(e.context, sizeof(e.context), "asleep");
	str_copy(e.trigger, sizeof(e.trigger), "turning");
	str_copy(e.posture, sizeof(e.posture), "side");
	str_copy(e.repeat_of, sizeof(e.repeat_of), "e0");
	e.class_manual = true;
	e.draft = true;
	e.note = xstrdup("the \"old\" place – Wärme");
	str_copy(e.muscles[0], ID_MAX, "toes");
	str_copy(e.muscles[1], ID_MAX, "calf");
	e.muscle_count = 2;
	e.relief[0] = (struct relief_use){ .method = "walk", .seconds = UNKNOWN, .worked = 0, .effect = UNKNOWN };
	e.relief[1] = (struct relief_use){ .method = "stretch_dorsiflex", .seconds = 90, .worked = 1, .effect = 3 };
	e.relief_count = 2;
	str_copy(e.flags[0], ID_MAX, "warm");
	str_copy(e.flags[1], ID_MAX, "swelling");
	e.flag_count = 2;
	begin(f);
	assert_int_equal(store_episode_put(f->store, &e), 0);
	assert_int_equal(e.id, 1);
	assert_true(end(f) > 0);

	assert_int_equal(store_episode_get(f->store, "e1", &got), 0);
	assert_int_equal(got.id, 1);
	assert_int_equal(got.night, TEST_NIGHT);
	assert_int_equal(got.onset.at, TEST_AT);
	assert_int_equal(got.onset.offset_s, 3600);
	assert_string_equal(got.side, "left");
	assert_int_equal(got.severity, 7);
	assert_int_equal(got.duration_s, 120);
	assert_int_equal(got.woke, 1);
	assert_int_equal(got.awake_min, 15);
	assert_int_equal(got.sleep_disturbance, 4);
	assert_int_equal(got.distress, 2);
	assert_int_equal(got.soreness, 4);
	assert_int_equal(got.soreness_h, 24);
	assert_int_equal(got.knot, 0);
	assert_string_equal(got.context, "asleep");
	assert_string_equal(got.trigger, "turning");
	assert_string_equal(got.posture, "side");
	assert_string_equal(got.repeat_of, "e0");
	assert_string_equal(got.class, "night");
	assert_string_equal(got.class_reason, "in bed");
	assert_true(got.class_manual && got.draft);
	assert_string_equal(got.note, "the \"old\" place – Wärme");
	assert_int_equal(got.recorded_at, TEST_AT + 60);
	assert_int_equal(got.muscle_count, 2);
	assert_string_equal(got.muscles[0], "toes");
	assert_string_equal(got.muscles[1], "calf");
	assert_int_equal(got.relief_count, 2);
	assert_string_equal(got.relief[0].method, "walk");
	assert_true(got.relief[0].seconds == UNKNOWN && got.relief[0].worked == 0 && got.relief[0].effect == UNKNOWN);
	assert_true(got.relief[1].seconds == 90 && got.relief[1].worked == 1 && got.relief[1].effect == 3);
	assert_int_equal(got.flag_count, 2);
	assert_string_equal(got.flags[0], "swelling"); /* a set: sorted */
	episode_clear(&got);
	episode_clear(&e);
}

static void test_episode_put_unknown_stays_unknown(void **state)
{
	struct fixture *f = *state;
	struct episode e = an_episode("e1"), got;

	e.onset.at = UNKNOWN;
	str_copy(e.precision, sizeof(e.precision), "night");
	begin(f);
	assert_int_equal(store_episode_put(f->store, &e), 0);
	end(f);
	assert_int_equal(store_episode_get(f->store, "e1", &got), 0);
	assert_true(got.onset.at == UNKNOWN && got.severity == UNKNOWN && got.duration_s == UNKNOWN);
	assert_true(got.woke == UNKNOWN && got.awake_min == UNKNOWN && got.sleep_disturbance == UNKNOWN);
	assert_true(got.distress == UNKNOWN && got.soreness == UNKNOWN && got.soreness_h == UNKNOWN &&
		    got.knot == UNKNOWN);
	assert_string_equal(got.side, "");
	assert_string_equal(got.context, "");
	assert_string_equal(got.repeat_of, "");
	assert_null(got.note);
	assert_false(got.draft || got.class_manual);
	assert_int_equal(got.muscle_count + got.relief_count + got.flag_count, 0);
	episode_clear(&got);
	episode_clear(&e);
}

static void test_night_put_sleep_items(void **state)
{
	struct fixture *f = *state;
	struct night n = a_night(TEST_NIGHT, false), got;

	n.into_bed_at = TEST_AT;
	n.lights_out_at = TEST_AT + 600;
	n.sol_min = 20;
	n.awakenings = 0;
	n.quality = 4;
	begin(f);
	assert_int_equal(store_night_put(f->store, &n), 0);
	assert_true(n.uid[0] != '\0');
	end(f);
	assert_int_equal(store_night_get(f->store, TEST_NIGHT, &got), 0);
	assert_false(got.free);
	assert_int_equal(got.into_bed_at, TEST_AT);
	assert_int_equal(got.lights_out_at, TEST_AT + 600);
	assert_int_equal(got.sol_min, 20);
	assert_int_equal(got.awakenings, 0);
	assert_int_equal(got.quality, 4);
	assert_true(got.waso_min == UNKNOWN && got.final_awakening_at == UNKNOWN && got.out_of_bed_at == UNKNOWN);
	assert_null(got.note);
	assert_string_equal(got.uid, n.uid);
	assert_int_equal(store_night_get(f->store, TEST_NIGHT + 1, &got), STORE_NOT_FOUND);
}

static void test_night_put_a_date_is_one_thing(void **state)
{
	struct fixture *f = *state;
	struct night n = a_night(TEST_NIGHT, true), other = a_night(TEST_NIGHT, true);

	str_copy(n.uid, sizeof(n.uid), "told-by-import");
	begin(f);
	assert_int_equal(store_night_put(f->store, &n), 0);
	end(f);
	str_copy(other.uid, sizeof(other.uid), "another");
	other.quality = 3;
	begin(f);
	assert_int_equal(store_night_put(f->store, &other), 0);
	end(f);
	assert_string_equal(other.uid, "told-by-import");
	assert_int_equal(other.id, n.id);
}

static void test_reading_put_keeps_value_level_and_span(void **state)
{
	struct fixture *f = *state;
	struct reading typed = a_reading("r1", "fluid_ml", 300), rough = a_reading("r2", "fluid_ml", NAN), got;

	typed.at = TEST_AT;
	typed.until_at = TEST_AT + 1800;
	typed.effort = 6;
	typed.note = xstrdup("tea");
	rough.level = -1;
	begin(f);
	assert_int_equal(store_reading_put(f->store, &typed), 0);
	assert_int_equal(store_reading_put(f->store, &rough), 0);
	end(f);
	assert_int_equal(store_reading_get(f->store, "r1", &got), 0);
	assert_true(got.value == 300 && got.level == UNKNOWN && got.effort == 6);
	assert_true(got.at == TEST_AT && got.until_at == TEST_AT + 1800);
	assert_string_equal(got.note, "tea");
	reading_clear(&got);
	assert_int_equal(store_reading_get(f->store, "r2", &got), 0);
	assert_true(isnan(got.value) && got.level == -1 && got.effort == UNKNOWN && got.at == UNKNOWN);
	reading_clear(&got);
	reading_clear(&typed);
}

static void test_reading_put_refuses_what_says_nothing(void **state)
{
	struct fixture *f = *state;
	struct reading r = a_reading("r1", "fluid_ml", NAN);

	begin(f);
	assert_int_equal(store_reading_put(f->store, &r), -EINVAL);
	store_command_abandon(f->store);
	assert_int_equal(store_commit(f->store), 0);
	assert_int_equal(store_reading_get(f->store, "r1", &r), STORE_NOT_FOUND);
}

static void test_nap_trait_factor_tracking_reminder_put(void **state)
{
	struct fixture *f = *state;
	struct nap nap, nap_got;
	struct trait trait, trait_got;
	char label[] = "Cheese in the evening";
	struct own_factor factor = { .id = "cheese",
				     .label = label,
				     .kind = "yesno",
				     .window = "day",
				     .combine = "max",
				     .recorded_at = TEST_AT };
	struct own_factor factor_got;
	struct tracking tracking = { .factor = "cheese",
				     .tracked = true,
				     .suspect_at = UNKNOWN,
				     .lag = 0,
				     .lag_declared_at = TEST_AT,
				     .recorded_at = TEST_AT };
	struct tracking tracking_got;
	struct reminder reminder, reminder_got;

	nap_init(&nap);
	str_copy(nap.uid, sizeof(nap.uid), "n1");
	nap.night = TEST_NIGHT;
	nap.start_at = TEST_AT;
	nap.end_at = TEST_AT + 2400;
	str_copy(nap.zone, sizeof(nap.zone), "UTC");
	str_copy(nap.source, sizeof(nap.source), "user");
	nap.recorded_at = TEST_AT + 3000;
	trait_init(&trait);
	str_copy(trait.uid, sizeof(trait.uid), "t1");
	str_copy(trait.trait, sizeof(trait.trait), "diuretic");
	trait.name = xstrdup("hydrochlorothiazide");
	trait.as_needed = 0;
	trait.from = TEST_NIGHT - 100;
	trait.recorded_at = TEST_AT;
	reminder_init(&reminder);
	str_copy(reminder.kind, sizeof(reminder.kind), "bedtime");
	reminder.night = TEST_NIGHT;
	reminder.due = (struct instant){ TEST_AT, 3600 };
	str_copy(reminder.zone, sizeof(reminder.zone), "Europe/Berlin");
	str_copy(reminder.state, sizeof(reminder.state), "due");

	begin(f);
	assert_int_equal(store_nap_put(f->store, &nap), 0);
	assert_int_equal(store_trait_put(f->store, &trait), 0);
	assert_int_equal(store_factor_put(f->store, &factor), 0);
	assert_int_equal(store_tracking_put(f->store, &tracking), 0);
	assert_int_equal(store_reminder_put(f->store, &reminder), 0);
	end(f);

	assert_int_equal(store_nap_get(f->store, "n1", &nap_got), 0);
	assert_true(nap_got.start_at == TEST_AT && nap_got.end_at == TEST_AT + 2400 && nap_got.id == nap.id);
	nap_clear(&nap_got);
	assert_int_equal(store_trait_get(f->store, "t1", &trait_got), 0);
	assert_string_equal(trait_got.name, "hydrochlorothiazide");
	assert_null(trait_got.dose);
	assert_true(isnan(trait_got.value) && trait_got.as_needed == 0);
	assert_true(trait_got.from == TEST_NIGHT - 100 && trait_got.until == NO_NIGHT);
	trait_clear(&trait_got);
	assert_int_equal(store_factor_get(f->store, "cheese", &factor_got), 0);
	assert_string_equal(factor_got.label, "Cheese in the evening");
	assert_string_equal(factor_got.unit, "");
	own_factor_clear(&factor_got);
	assert_int_equal(store_tracking_get(f->store, "cheese", &tracking_got), 0);
	assert_true(tracking_got.tracked && !tracking_got.suspect && tracking_got.suspect_at == UNKNOWN &&
		    tracking_got.lag == 0);
	assert_int_equal(store_reminder_get(f->store, "bedtime", TEST_NIGHT, &reminder_got), 0);
	assert_string_equal(reminder_got.uid, "bedtime:2026-11-21");
	assert_true(reminder_got.shown_at == UNKNOWN && reminder_got.due.offset_s == 3600);
	reminder_clear(&reminder_got);
	trait_clear(&trait);
}

static void test_put_the_same_leaves_no_batch(void **state)
{
	struct fixture *f = *state;
	struct reading r = a_reading("r1", "room_temp_c", 17.4);
	struct episode e = an_episode("e1");

	str_copy(e.flags[0], ID_MAX, "warm");
	str_copy(e.flags[1], ID_MAX, "red");
	e.flag_count = 2;
	begin(f);
	assert_int_equal(store_reading_put(f->store, &r), 0);
	assert_int_equal(store_episode_put(f->store, &e), 0);
	assert_true(end(f) > 0);
	char *before = exported(f->store, false);

	r.recorded_at += 100; /* told again later: no new fact */
	r.id = UNKNOWN;
	begin(f);
	assert_int_equal(store_reading_put(f->store, &r), 0);
	assert_int_equal(store_episode_put(f->store, &e), 0);
	assert_int_equal(end(f), 0);
	assert_int_equal(r.id, 1);
	assert_int_equal(r.recorded_at, TEST_AT + 60);
	char *after = exported(f->store, false);
	assert_string_equal(before, after);
	free(before);
	free(after);
	episode_clear(&e);
}

static int64_t put_again(struct fixture *f, struct episode *e)
{
	begin(f);
	assert_int_equal(store_episode_put(f->store, e), 0);
	return end(f);
}

static void test_episode_put_sees_what_hangs_on_it_change(void **state)
{
	struct fixture *f = *state;
	struct episode e = an_episode("e1");

	str_copy(e.muscles[0], ID_MAX, "calf");
	str_copy(e.muscles[1], ID_MAX, "toes");
	str_copy(e.flags[0], ID_MAX, "warm");
	e.relief[0] = (struct relief_use){ .method = "walk", .seconds = 30, .worked = UNKNOWN, .effect = UNKNOWN };
	e.muscle_count = 2;
	e.flag_count = e.relief_count = 1;
	assert_true(put_again(f, &e) > 0);
	assert_int_equal(put_again(f, &e), 0);
	str_copy(e.flags[0], ID_MAX, "red");
	assert_true(put_again(f, &e) > 0);
	e.relief[0].worked = 0;
	assert_true(put_again(f, &e) > 0);
	str_copy(e.muscles[0], ID_MAX, "toes");
	str_copy(e.muscles[1], ID_MAX, "calf");
	assert_true(put_again(f, &e) > 0);
	e.muscle_count = 1;
	assert_true(put_again(f, &e) > 0);
	assert_int_equal(put_again(f, &e), 0);
	episode_clear(&e);
}

static void test_command_begin_knows_its_uid_again(void **state)
{
	struct fixture *f = *state;
	int64_t first = tell_reading(f, "r1", 300), batch = 0;
	struct command again = { .uid = "call-1", .at = TEST_AT, .zone = "UTC", .actor = "user", .name = "Test" };
	struct command other = { .uid = "call-1", .at = TEST_AT, .zone = "UTC", .actor = "user", .name = "Log" };

	assert_int_equal(store_command_begin(f->store, &again, &batch), STORE_REPEATED);
	assert_int_equal(batch, first);
	assert_int_equal(store_command_begin(f->store, &other, &batch), STORE_UID_REUSED);
	assert_int_equal(store_commit(f->store), 0);
}

static void test_command_abandon_leaves_its_neighbours(void **state)
{
	struct fixture *f = *state;
	struct reading a = a_reading("a", "fluid_ml", 1), b = a_reading("b", "fluid_ml", 2), got;
	int64_t batch;

	begin(f);
	assert_int_equal(store_reading_put(f->store, &a), 0);
	assert_int_equal(store_command_end(f->store, &batch), 0);
	begin(f);
	assert_int_equal(store_reading_put(f->store, &b), 0);
	store_command_abandon(f->store);
	assert_true(store_is_open(f->store));
	assert_int_equal(store_commit(f->store), 0);
	assert_false(store_is_open(f->store));
	assert_int_equal(store_reading_get(f->store, "a", &got), 0);
	reading_clear(&got);
	assert_int_equal(store_reading_get(f->store, "b", &got), STORE_NOT_FOUND);
	/* its number was never shown to anybody and goes to the next */
	tell_reading(f, "c", 3);
	assert_int_equal(store_reading_get(f->store, "c", &got), 0);
	assert_int_equal(got.id, 2);
	reading_clear(&got);
}

static void test_store_rollback_takes_all_of_the_turn(void **state)
{
	struct fixture *f = *state;
	struct reading a = a_reading("a", "fluid_ml", 1), got;
	int64_t batch;

	begin(f);
	assert_int_equal(store_reading_put(f->store, &a), 0);
	assert_int_equal(store_command_end(f->store, &batch), 0);
	store_rollback(f->store);
	assert_int_equal(store_reading_get(f->store, "a", &got), STORE_NOT_FOUND);
	assert_int_equal(store_reading_put(f->store, &a), -EINVAL); /* outside a command */
}

static void test_remove_needs_something(void **state)
{
	struct fixture *f = *state;

	tell_reading(f, "r1", 300);
	begin(f);
	assert_int_equal(store_remove(f->store, "reading", "nobody"), STORE_NOT_FOUND);
	assert_int_equal(store_remove(f->store, "reading", "r1"), 0);
	assert_true(end(f) > 0);
	struct reading got;
	assert_int_equal(store_reading_get(f->store, "r1", &got), STORE_NOT_FOUND);
}

/* The one night and the view of all nights follow one rule. */
static void assert_states_as_in_view(struct fixture *f)
{
	sqlite3_stmt *stmt = NULL;
	struct query q;
	enum night_state state;
	int64_t episodes;
	int32_t night;
	int seen = 0;

	query_begin_slot(&q, f->store, &stmt, "SELECT night, state, episodes FROM night_state");
	for (; query_step(&q) == 1; seen++) {
		assert_true(date_parse(row_text(&q), &night));
		assert_int_equal(store_night_state(f->store, night, &state, &episodes), 0);
		assert_string_equal(row_text(&q), night_state_name(state));
		assert_int_equal(row_int(&q), episodes);
	}
	assert_int_equal(seen, 2);
	query_end(&q, 0);
	sqlite3_finalize(stmt);
}

static void test_night_state_has_three_states(void **state)
{
	struct fixture *f = *state;
	enum night_state night;
	int64_t episodes;

	assert_int_equal(store_night_state(f->store, TEST_NIGHT, &night, &episodes), 0);
	assert_int_equal(night, STATE_UNKNOWN);
	tell_free(f, TEST_NIGHT);
	assert_int_equal(store_night_state(f->store, TEST_NIGHT, &night, &episodes), 0);
	assert_int_equal(night, STATE_FREE);
	assert_int_equal(episodes, 0);
	/* sleep items alone say nothing about cramps */
	struct night n = a_night(TEST_NIGHT + 1, false);
	n.quality = 5;
	begin(f);
	assert_int_equal(store_night_put(f->store, &n), 0);
	end(f);
	assert_int_equal(store_night_state(f->store, TEST_NIGHT + 1, &night, &episodes), 0);
	assert_int_equal(night, STATE_UNKNOWN);
	/* nor does a cramp of another class */
	struct episode heat = an_episode("heat");
	str_copy(heat.class, sizeof(heat.class), "heat");
	begin(f);
	assert_int_equal(store_episode_put(f->store, &heat), 0);
	end(f);
	assert_int_equal(store_night_state(f->store, TEST_NIGHT, &night, &episodes), 0);
	assert_int_equal(night, STATE_FREE);
	tell_episode(f, "e1", 3);
	tell_episode(f, "e2", UNKNOWN);
	assert_int_equal(store_night_state(f->store, TEST_NIGHT, &night, &episodes), 0);
	assert_int_equal(night, STATE_CRAMP);
	assert_int_equal(episodes, 2);
	episode_clear(&heat);
	assert_states_as_in_view(f);
}

static void test_numbers_keep_fifteen_digits(void **state)
{
	struct fixture *f = *state;
	struct reading got;

	tell_reading(f, "r1", 0.1 + 0.2);
	assert_int_equal(store_reading_get(f->store, "r1", &got), 0);
	assert_true(got.value == 0.3); /* as the journal and an export say it, so that undo gives back the same */
	reading_clear(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DIARY_TEST(test_prepare_all_statements_fit_the_schema),
		DIARY_TEST(test_episode_put_all_known),
		DIARY_TEST(test_episode_put_unknown_stays_unknown),
		DIARY_TEST(test_night_put_sleep_items),
		DIARY_TEST(test_night_put_a_date_is_one_thing),
		DIARY_TEST(test_reading_put_keeps_value_level_and_span),
		DIARY_TEST(test_reading_put_refuses_what_says_nothing),
		DIARY_TEST(test_nap_trait_factor_tracking_reminder_put),
		DIARY_TEST(test_put_the_same_leaves_no_batch),
		DIARY_TEST(test_episode_put_sees_what_hangs_on_it_change),
		DIARY_TEST(test_command_begin_knows_its_uid_again),
		DIARY_TEST(test_command_abandon_leaves_its_neighbours),
		DIARY_TEST(test_store_rollback_takes_all_of_the_turn),
		DIARY_TEST(test_remove_needs_something),
		DIARY_TEST(test_night_state_has_three_states),
		DIARY_TEST(test_numbers_keep_fifteen_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
