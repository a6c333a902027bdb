/* Export and restore: the same bytes again, history included; and what is refused leaves nothing. */
#include "store_fixture.h"

#include "daemon/store/sql.h"

/* Something of everything, with undone and redone steps in its history. */
static void tell_much(struct fixture *f)
{
	struct own_factor factor = {
		.id = "cheese", .kind = "yesno", .window = "day", .combine = "max", .recorded_at = 1
	};
	struct tracking tracking = { .factor = "cheese",
				     .tracked = true,
				     .suspect = true,
				     .suspect_at = TEST_AT,
				     .lag = UNKNOWN,
				     .lag_declared_at = UNKNOWN,
				     .recorded_at = 2 };
	struct episode e = an_episode("e1");
	struct nap nap;
	struct trait trait;
	struct reminder reminder;

	factor.label = xstrdup("Cheese \"old\"\tor \xc3\xbc"
			       "ber 3\nyears");
	e.note = xstrdup("a / b \\ c \x01");
	str_copy(e.muscles[0], ID_MAX, "toes");
	str_copy(e.muscles[1], ID_MAX, "calf");
	e.muscle_count = 2;
	e.relief[0] = (struct relief_use){ .method = "walk", .seconds = 30, .worked = UNKNOWN, .effect = 0 };
	e.relief_count = 1;
	nap_init(&nap);
	str_copy(nap.uid, sizeof(nap.uid), "n1");
	nap.night = TEST_NIGHT;
	nap.start_at = TEST_AT;
	nap.end_at = TEST_AT + 1;
	str_copy(nap.zone, sizeof(nap.zone), "UTC");
	str_copy(nap.source, sizeof(nap.source), "import:sleep-as-android");
	nap.recorded_at = TEST_AT;
	trait_init(&trait);
	str_copy(trait.uid, sizeof(trait.uid), "t1");
	str_copy(trait.trait, sizeof(trait.trait), "age");
	trait.value = 1961;
	trait.recorded_at = TEST_AT;
	reminder_init(&reminder);
	str_copy(reminder.kind, sizeof(reminder.kind), "weekly");
	reminder.night = TEST_NIGHT;
	reminder.due = (struct instant){ TEST_AT, -34200 };
	str_copy(reminder.zone, sizeof(reminder.zone), "Pacific/Marquesas");
	str_copy(reminder.state, sizeof(reminder.state), "due");
	reminder.trouble = xstrdup("no server");
	begin(f);
	assert_int_equal(store_factor_put(f->store, &factor), 0);
	assert_int_equal(store_tracking_put(f->store, &tracking), 0);
	assert_int_equal(store_episode_put(f->store, &e), 0);
	assert_int_equal(store_nap_put(f->store, &nap), 0);
	assert_int_equal(store_trait_put(f->store, &trait), 0);
	assert_int_equal(store_reminder_put(f->store, &reminder), 0);
	end(f);
	tell_free(f, TEST_NIGHT - 1);
	tell_reading(f, "r1", 17.4);
	tell_reading(f, "r2", 1e9);
	tell_reading(f, "r3", 1.0 / 3);
	tell_reading(f, "r1", -0.05);
	take_away(f, "reading", "r3");
	assert_int_equal(undo(f), 0);
	assert_int_equal(undo(f), 0);
	assert_int_equal(redo(f), 0);
	tell_reading(f, "r4", 1);
	take_away(f, "reading", "r4"); /* the newest id is out of use, and stays so */
	own_factor_clear(&factor);
	episode_clear(&e);
	reminder_clear(&reminder);
}

static void restore_lines(struct store *s, const char *text, int expected)
{
	char *copy = xstrdup(text), *save = NULL, *why = NULL;

	assert_int_equal(store_restore_begin(s), 0);
	int result = 0;
	for (char *line = strtok_r(copy, "\n", &save); line && result == 0; line = strtok_r(NULL, "\n", &save))
		result = store_restore_object(s, line, &why);
	if (result == 0)
		result = store_restore_end(s, &why);
	if (result != expected)
		print_error("%s\n", why);
	assert_int_equal(result, expected);
	assert_int_equal(why != NULL, result == STORE_BAD_OBJECT || result == STORE_NOT_EMPTY);
	assert_int_equal(store_commit(s), 0);
	free(why);
	free(copy);
}

static void test_restore_gives_the_same_export_again(void **state)
{
	struct fixture *f = *state, other;
	char *first, *second;
	struct reading r;

	tell_much(f);
	first = exported(f->store, false);
	assert_int_equal(strncmp(first, "{\"type\":\"diary\",\"version\":", 25), 0);
	fixture_init(&other);
	fixture_open(&other);
	restore_lines(other.store, first, 0);
	second = exported(other.store, false);
	assert_string_equal(first, second);
	assert_string_equal(store_device(other.store), store_device(f->store));
	/* the copy goes on as the original would: undo reaches back into the history that came with it, ids go on */
	other.calls = 1000;
	assert_int_equal(undo(&other), 0); /* of taking r4 away */
	assert_int_equal(undo(&other), 0);
	assert_int_equal(undo(&other), 0);
	assert_int_equal(store_reading_get(other.store, "r1", &r), 0);
	assert_true(r.value == 17.4);
	reading_clear(&r);
	tell_reading(&other, "r5", 5);
	assert_int_equal(store_reading_get(other.store, "r5", &r), 0);
	assert_int_equal(r.id, 9);
	reading_clear(&r);
	fixture_finish(&other);
	free(first);
	free(second);
}

static void test_restore_into_the_diary_it_came_from_changes_nothing(void **state)
{
	struct fixture *f = *state, other;
	char *older, *newer, *after;

	tell_much(f);
	older = exported(f->store, false);
	restore_lines(f->store, older, STORE_REPEATED);
	tell_reading(f, "later", 1);
	newer = exported(f->store, false);
	restore_lines(f->store, older, STORE_REPEATED); /* it went on since */
	after = exported(f->store, false);
	assert_string_equal(newer, after);
	/* another diary's export is no part of this one, nor is one that went further */
	fixture_init(&other);
	fixture_open(&other);
	tell_reading(&other, "mine", 1);
	restore_lines(other.store, older, STORE_NOT_EMPTY);
	fixture_finish(&other);
	fixture_init(&other);
	fixture_open(&other);
	restore_lines(other.store, older, 0);
	restore_lines(other.store, newer, STORE_NOT_EMPTY);
	after = (free(after), exported(other.store, false));
	assert_string_equal(older, after);
	fixture_finish(&other);
	free(after);
	free(newer);
	free(older);
}

static void test_restore_makes_way_only_for_reminders(void **state)
{
	struct fixture *f = *state, other;
	struct reminder r;
	char *first, *second;

	tell_much(f);
	first = exported(f->store, false);
	fixture_init(&other);
	fixture_open(&other);
	reminder_init(&r);
	str_copy(r.kind, sizeof(r.kind), "bedtime");
	r.night = TEST_NIGHT;
	r.due = (struct instant){ TEST_AT, 0 };
	str_copy(r.zone, sizeof(r.zone), "UTC");
	str_copy(r.state, sizeof(r.state), "due");
	begin_as(&other, "reminder", "Due");
	assert_int_equal(store_reminder_put(other.store, &r), 0);
	end(&other);
	restore_lines(other.store, first, 0);
	second = exported(other.store, false);
	assert_string_equal(first, second);
	fixture_finish(&other);
	free(second);
	free(first);
}

#define DIARY "{\"type\":\"diary\",\"version\":1,\"device\":\"d\",\"created_at\":1,\"next_id\":9}\n"
#define BATCH                                                                                                          \
	DIARY "{\"type\":\"batch\",\"id\":1,\"uid\":\"u\",\"at\":1,\"zone\":\"UTC\",\"device\":\"d\",\"actor\":"       \
	      "\"user\","                                                                                              \
	      "\"command\":\"Add\",\"kind\":\"change\",\"target\":null,\"undone\":0}\n"
#define A_BATCH(id, kind, target)                                                                                      \
	"{\"type\":\"batch\",\"id\":" id                                                                               \
	",\"uid\":\"v\",\"at\":1,\"zone\":\"UTC\",\"device\":\"d\",\"actor\":\"user\","                                \
	"\"command\":\"Undo\",\"kind\":\"" kind "\",\"target\":" target ",\"undone\":0}\n"
#define READING                                                                                                        \
	"\"id\":1,\"factor\":\"fluid_ml\",\"value\":1,\"level\":null,\"effort\":null,\"at\":null,\"until_at\":null,"   \
	"\"offset_s\":0,\"zone\":\"UTC\",\"night\":\"2026-11-21\",\"source\":\"user\",\"note\":null,\"recorded_at\":"  \
	"1}"
#define JOURNAL                                                                                                        \
	BATCH "{\"type\":\"journal\",\"seq\":1,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":{" READING   \
	      "}\n"
static const char *const no_exports[] = {
	"", /* nothing */
	"no JSON",
	"[1]",
	"{\"type\":\"reading\"}",							       /* not the diary first */
	"{\"type\":\"diary\",\"version\":99,\"device\":\"d\",\"created_at\":1,\"next_id\":9}", /* newer */
	"{\"type\":\"diary\",\"version\":1,\"device\":5,\"created_at\":\"x\",\"next_id\":9}",
	"{\"type\":\"diary\",\"version\":1}",
	DIARY DIARY,
	DIARY "{\"type\":\"dream\",\"uid\":\"u\"}",	     /* no such thing */
	DIARY "{\"type\":\"batch\",\"id\":1,\"uid\":\"u\"}", /* parts missing */
	JOURNAL "{\"type\":\"journal\",\"seq\":1,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":"
		"null}", /* seq twice */
	BATCH "{\"type\":\"journal\",\"seq\":1,\"batch\":2,\"entity\":\"reading\",\"uid\":\"r\",\"after\":null}",
	BATCH "{\"type\":\"journal\",\"seq\":1,\"batch\":1,\"entity\":\"dream\",\"uid\":\"r\",\"after\":null}",
	BATCH "{\"type\":\"journal\",\"seq\":1,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":{"
	      "\"id\":1}}",
	/* a step of the history that undo could not go back to */
	BATCH "{\"type\":\"journal\",\"seq\":1,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":{\"id\":1}}"
	      "\n"
	      "{\"type\":\"journal\",\"seq\":2,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":null}",
	JOURNAL,					      /* the history says there is a reading */
	BATCH "{\"type\":\"reading\",\"uid\":\"r\"," READING, /* and here it says nothing of it */
	JOURNAL "{\"type\":\"reading\",\"uid\":\"r\"}",
	JOURNAL "{\"type\":\"reading\",\"uid\":5," READING,
	JOURNAL "{\"type\":\"reading\",\"uid\":\"r\",\"effort\":11," READING,
	JOURNAL "{\"type\":\"reading\",\"uid\":\"r\",\"effort\":\"much\"," READING,
	JOURNAL "{\"type\":\"reading\",\"uid\":\"r\",\"night\":\"2026-02-30\"," READING,
	/* on record is something else than the history says: in a fact, in its id, in when it was told */
	JOURNAL "{\"type\":\"reading\",\"uid\":\"r\",\"value\":2," READING,
	JOURNAL "{\"type\":\"reading\",\"uid\":\"r\",\"id\":2," READING,
	JOURNAL "{\"type\":\"reading\",\"uid\":\"r\",\"recorded_at\":2," READING,
	/* counters and instants out of range, after which no entry could be made or shown */
	"{\"type\":\"diary\",\"version\":1,\"device\":\"d\",\"created_at\":1,\"next_id\":9007199254740993}",
	"{\"type\":\"diary\",\"version\":1,\"device\":\"d\",\"created_at\":253402300800,\"next_id\":9}",
	BATCH A_BATCH("0", "undo", "1"),
	BATCH A_BATCH("9223372036854775807", "change", "null"),
	BATCH A_BATCH("2", "undo", "2"),
	BATCH A_BATCH("2", "undo", "3"),
	BATCH A_BATCH("2", "undo", "1") A_BATCH("3", "redo", "2"),
	BATCH "{\"type\":\"journal\",\"seq\":0,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":null}",
	BATCH "{\"type\":\"journal\",\"seq\":9223372036854775807,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\","
	      "\"after\":null}",
	BATCH "{\"type\":\"journal\",\"seq\":1,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":{"
	      "\"recorded_at\":253402300800," READING "}\n"
	      "{\"type\":\"journal\",\"seq\":2,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":null}",
	BATCH "{\"type\":\"journal\",\"seq\":1,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":{\"id\":"
	      "0," READING "}\n"
	      "{\"type\":\"journal\",\"seq\":2,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":null}",
	/* well formed, but undo could not write it again */
	BATCH "{\"type\":\"journal\",\"seq\":1,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":{"
	      "\"effort\":11," READING "}\n"
	      "{\"type\":\"journal\",\"seq\":2,\"batch\":1,\"entity\":\"reading\",\"uid\":\"r\",\"after\":null}",
};

static void test_restore_refuses_what_cannot_be(void **state)
{
	struct fixture *f = *state;
	char *before = exported(f->store, false);

	for (size_t i = 0; i < ARRAY_LEN(no_exports); i++) {
		restore_lines(f->store, no_exports[i], STORE_BAD_OBJECT);
		char *after = exported(f->store, false);
		assert_string_equal(before, after);
		free(after);
	}
	/* and this is one that can be */
	restore_lines(f->store, JOURNAL "{\"type\":\"reading\",\"uid\":\"r\"," READING, 0);
	assert_string_equal(store_device(f->store), "d");
	free(before);
}

static void test_restore_is_undone_by_a_rollback(void **state)
{
	struct fixture *f = *state;
	char *why = NULL, device[UID_LENGTH + 1], *before = exported(f->store, false);

	str_copy(device, sizeof(device), store_device(f->store));
	assert_int_equal(store_restore_begin(f->store), 0);
	assert_int_equal(store_restore_object(f->store, BATCH, &why), STORE_BAD_OBJECT); /* two lines are no object */
	free(why);
	assert_int_equal(store_restore_object(f->store, DIARY, &why), -EINVAL); /* it is over */
	assert_int_equal(store_restore_begin(f->store), 0);
	assert_int_equal(store_restore_object(f->store, DIARY, &why), 0);
	assert_int_equal(store_restore_end(f->store, &why), 0);
	assert_string_equal(store_device(f->store), "d");
	store_rollback(f->store);
	assert_string_equal(store_device(f->store), device);
	assert_int_equal(store_restore_begin(f->store), 0);
	assert_int_equal(store_restore_object(f->store, DIARY, &why), 0);
	assert_int_equal(store_commit(f->store), 0); /* not ended: not kept */
	char *after = exported(f->store, false);
	assert_string_equal(before, after);
	free(after);
	free(before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DIARY_TEST(test_restore_gives_the_same_export_again),
		DIARY_TEST(test_restore_into_the_diary_it_came_from_changes_nothing),
		DIARY_TEST(test_restore_makes_way_only_for_reminders),
		DIARY_TEST(test_restore_refuses_what_cannot_be),
		DIARY_TEST(test_restore_is_undone_by_a_rollback),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
