/* Nights at random: whatever happens, one reminder on the screen, and each answer with its night. */
#include "reminder_fixture.h"

enum { WALK_STEPS = 1000, WALK_NIGHTS = 128 };

/* What should be on record: the answer to each night's reminder, as pressed. */
struct walk {
	struct world *world;
	unsigned seed;
	int64_t now;
	int32_t first;
	int answers[WALK_NIGHTS]; /* -1: none, 0 skip, 1 done */
	bool ended[WALK_NIGHTS];
};

static int chance(struct walk *k, int n)
{
	return rand_r(&k->seed) % n;
}

/* Each weekday has a minute of its own in the bedtime, so that the text on the screen tells its night. */
static int32_t night_on_screen(const struct walk *k, const struct notifier *n)
{
	int weekday = n->summary[strlen(n->summary) - 1] - '0';
	int32_t night = civil_of(local_instant(k->now)).day;

	while (date_weekday(night) != weekday)
		night--;
	return night;
}

static void walk_press(struct walk *k)
{
	static const char *const keys[] = { "skip", "done", "snooze" };
	int key = chance(k, 3);
	struct notifier *n = screen;
	int32_t night = night_on_screen(k, n);

	n->events->on_shown(n->data);
	if (key < 2)
		k->answers[night - k->first] = key;
	screen->events->on_answer(keys[key], screen->data);
}

static void walk_time(struct walk *k, int64_t seconds)
{
	char text[RFC3339_LENGTH + 1];

	k->now += seconds;
	rfc3339_format(local_instant(k->now), text);
	reach(k->world, text);
}

static void walk_step(struct walk *k)
{
	switch (chance(k, 14)) {
	case 0: walk_time(k, chance(k, 3) ? 3600 : -3 * 3600); break;
	case 1: walk_time(k, chance(k, 20) * 3600); break;
	case 2:
		daemon_end(k->world);
		daemon_start(k->world);
		break;
	case 3:
		if (screen)
			screen->events->on_trouble("no notification service is running", screen->data);
		break;
	case 4:
		if (screen) {
			screen->events->on_shown(screen->data);
			screen->events->on_closed(screen->data);
		}
		break;
	case 5:
	case 6:
		if (screen)
			walk_press(k);
		break;
	case 7:
	case 8:
	case 9:
	case 10: walk_time(k, alarm_of(k->world) - k->now); break;
	default: walk_time(k, chance(k, 90) * 60); break;
	}
}

static int see_walk(const struct reminder *row, void *data)
{
	struct walk *k = data;
	int i = row->night - k->first;
	bool open = str_equal(row->state, "due") || str_equal(row->state, "shown") || str_equal(row->state, "snoozed");

	if (!str_equal(row->kind, "bedtime"))
		return 0;
	assert_in_range(i, 0, WALK_NIGHTS - 1);
	/* What has ended does not begin again, and is answered exactly if somebody pressed. */
	assert_false(k->ended[i] && open);
	k->ended[i] |= !open;
	assert_int_equal(str_equal(row->state, "answered"), k->answers[i] >= 0);
	return 0;
}

static void walk_check(struct walk *k)
{
	struct seen s;
	int i, measures = 0;

	assert_true(count_on_screen() <= 1);
	assert_int_equal(store_reminders_each(k->world->app.store, NULL, NULL, see_walk, k), 0);
	for (i = 0; i < WALK_NIGHTS; i++) {
		s = (struct seen){ 0 };
		assert_int_equal(store_readings_each(k->world->app.store, k->first + i, k->first + i, NULL, see, &s),
				 0);
		assert_int_equal(s.count, k->answers[i] < 0 ? 0 : ADVICE_MEASURES);
		assert_true(s.count == 0 || s.value == k->answers[i]);
		measures += s.count;
	}
	assert_int_equal(measures, count_readings(k->world));
}

static void test_walk(void **state)
{
	struct walk k = {
		.world = *state, .seed = 20261121, .now = at("2026-11-21T21:00:00+01:00"), .first = TEST_NIGHT - 8
	};
	int i, steps, answered = 0;

	for (i = 0; i < WEEKDAYS; i++) {
		k.world->app.config.bedtime_min[i] = 22 * 60 + 30 + i;
		/* The check-in is told apart by having no place on this screen: its nights are free. */
		k.world->app.config.wake_min[i] = 7 * 60 + 30;
	}
	for (i = 0; i < WALK_NIGHTS; i++) {
		k.answers[i] = -1;
		tell_free(&k.world->diary, k.first + i);
	}
	for (steps = 0; steps < WALK_STEPS && k.now < at("2027-03-10T00:00:00+01:00"); steps++) {
		walk_step(&k);
		walk_check(&k);
	}
	for (i = 0; i < WALK_NIGHTS; i++)
		answered += k.answers[i] >= 0;
	print_message("# %d steps, %d nights answered\n", steps, answered);
	assert_true(answered > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(test_walk),
	};

	log_init("test", false);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
