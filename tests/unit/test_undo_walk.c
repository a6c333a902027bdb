/* A long random walk of changes, undo and redo against a simple model of them. */
#include "store_fixture.h"

static int count_batch(const struct batch *b, void *data)
{
	int64_t *newest = data;

	assert_true(*newest == 0 || b->id < *newest);
	*newest = b->id;
	return 0;
}

enum { WALK_STEPS = 1500, WALK_THINGS = 5 };

static uint64_t walk_random(uint64_t *seed, uint64_t below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (*seed >> 33) % below;
}

/* One to three random puts and removals as one command. */
static int64_t walk_command(struct fixture *f, uint64_t *seed, const char *actor)
{
	begin_as(f, actor, "Walk");
	for (uint64_t i = 0, n = 1 + walk_random(seed, 3); i < n; i++) {
		uint64_t which = walk_random(seed, WALK_THINGS), sort = walk_random(seed, 6);
		char uid[16];
		snprintf(uid, sizeof(uid), "w%d", (int)which);
		struct reading r = a_reading(uid, "fluid_ml", (double)walk_random(seed, 4));
		struct episode e = an_episode(uid);
		struct night night = a_night(TEST_NIGHT + (int32_t)which, true);
		e.severity = (int64_t)walk_random(seed, 11);
		str_copy(e.muscles[0], ID_MAX, walk_random(seed, 2) ? "calf" : "toes");
		e.muscle_count = walk_random(seed, 2);
		int result = 0;
		switch (sort) {
		case 0: result = store_remove(f->store, "reading", uid); break;
		case 1: result = store_remove(f->store, "episode", uid); break;
		case 2: result = store_episode_put(f->store, &e); break;
		case 3:
			night.quality = 1 + (int64_t)walk_random(seed, 5);
			result = store_night_put(f->store, &night);
			break;
		default: result = store_reading_put(f->store, &r); break;
		}
		assert_true(result == 0 || result == STORE_NOT_FOUND);
		episode_clear(&e);
	}
	return end(f);
}

/* The newest text the journal has of each thing is what is on record, to the byte. */
static void assert_journal_is_the_diary(struct fixture *f)
{
	char *all = exported(f->store, false), *things = exported(f->store, true);
	char *save = NULL;

	for (char *line = strtok_r(all, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *entity = strstr(line, "\"entity\":\""), *uid, *after;
		if (strncmp(line, "{\"type\":\"journal\"", 17) != 0)
			continue;
		uid = strstr(entity, ",\"uid\":\"");
		after = strstr(uid, ",\"after\":");
		char *thing = xasprintf("{\"type\":%.*s,%.*s,", (int)(uid - entity - 9), entity + 9,
					(int)(after - uid - 1), uid + 1);
		char *later = xasprintf("%.*s,", (int)(after - entity), entity);
		bool newest = !strstr(save, later);
		char *found = strstr(things, thing);
		if (newest && strncmp(after + 9, "null", 4) == 0)
			assert_null(found);
		else if (newest) {
			assert_non_null(found);
			size_t length = strcspn(found, "\n") - strlen(thing);
			assert_int_equal(length, strlen(after + 9) - 2);
			assert_memory_equal(found + strlen(thing), after + 10, length);
		}
		free(thing);
		free(later);
	}
	free(all);
	free(things);
}

static void test_undo_redo_random_walk_like_a_stack(void **state)
{
	struct fixture *f = *state;
	static char *states[WALK_STEPS + 1];
	size_t now = 0, top = 0;
	uint64_t seed = 20261121;

	states[0] = exported(f->store, true);
	for (int i = 0; i < WALK_STEPS; i++) {
		uint64_t dice = walk_random(&seed, 10);
		if (dice < 4) {
			int64_t batch = walk_command(f, &seed, walk_random(&seed, 4) ? "user" : "import");
			if (batch) {
				while (top > now)
					free(states[top--]);
				now = ++top;
				states[now] = exported(f->store, true);
			}
		} else if (dice < 7) {
			assert_int_equal(undo(f), now > 0 ? 0 : STORE_NOTHING);
			now -= now > 0;
		} else {
			assert_int_equal(redo(f), now < top ? 0 : STORE_NOTHING);
			now += now < top;
		}
		char *here = exported(f->store, true);
		assert_string_equal(here, states[now]);
		free(here);
		if (i % 100 == 0)
			assert_journal_is_the_diary(f);
	}
	assert_journal_is_the_diary(f);
	for (size_t i = 0; i <= top; i++)
		free(states[i]);
}

/* Any batch may be named, and sensors write between: what is refused changes nothing, what is done is undone by redo.
 */
static void test_undo_redo_random_walk_named(void **state)
{
	struct fixture *f = *state;
	uint64_t seed = 7;
	int64_t newest = 1, turned, conflict;
	int done = 0, refused = 0;

	for (int i = 0; i < WALK_STEPS / 2; i++) {
		uint64_t dice = walk_random(&seed, 10);
		if (dice < 5) {
			int64_t batch = walk_command(f, &seed, dice == 0 ? "sensor" : "user");
			newest = batch ? batch : newest;
			continue;
		}
		char *before = exported(f->store, true);
		int64_t target = newest - (int64_t)walk_random(&seed, 12);
		int result = turn_over(f, true, target < 1 ? 1 : target, &turned, &conflict);
		char *after = exported(f->store, true);
		if (result) {
			assert_string_equal(before, after);
			refused++;
		} else {
			done++;
			newest = 0;
			assert_int_equal(store_batches_each(f->store, 1, count_batch, &newest), 0);
			if (walk_random(&seed, 2)) { /* taking the taking back back */
				assert_int_equal(turn_over(f, true, newest, &turned, &conflict), 0);
				char *again = exported(f->store, true);
				assert_string_equal(before, again);
				free(again);
				newest++;
			}
		}
		free(before);
		free(after);
		if (i % 50 == 0)
			assert_journal_is_the_diary(f);
	}
	assert_true(done > 50 && refused > 50);
	assert_journal_is_the_diary(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DIARY_TEST(test_undo_redo_random_walk_like_a_stack),
		DIARY_TEST(test_undo_redo_random_walk_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
