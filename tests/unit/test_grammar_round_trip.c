/* Entries made at random, at random moments in random zones, printed as words in any order, must be read as the same
 * entry.
 */
#include "grammar_check.h"

#include <math.h>
#include <stdio.h>

#include "cramp/amount.h"

enum { ENTRIES = 20000, GROUPS = 32, ENTRIES_A_ZONE = 20, ZONES_MAX = 1000 };

/* Every zone of the system's table. */
static char *zones[ZONES_MAX];
static int zone_count;

static void read_zones(void)
{
	FILE *table = fopen("/usr/share/zoneinfo/zone1970.tab", "re");
	char line[512], name[ZONE_MAX];

	assert_non_null(table);
	while (fgets(line, sizeof(line), table) && zone_count < ZONES_MAX)
		if (line[0] != '#' && sscanf(line, "%*s %*s %63s", name) == 1)
			zones[zone_count++] = xstrdup(name);
	fclose(table);
	assert_true(zone_count > 300);
}

/* Groups of words that belong together; the groups stand in any order. */
struct sentence {
	char *group[GROUPS];
	int count;
};

static int below(int n)
{
	return (int)(random() % n);
}

static bool often(void)
{
	return random() % 2;
}

/* For the n-th entry: a zone for a while, and some second of the years 2016 to 2037. */
static void another_moment(struct reader *r, int n)
{
	static const int64_t first = 1451606400, last = 2145916800;
	const char *zone = zones[below(zone_count)];
	struct reader fresh = { .night_starts_min = 720, .day_starts_min = 240, .night = NO_NIGHT };

	if (n % ENTRIES_A_ZONE == 0) {
		setenv("TZ", zone, 1);
		when_zone_changed();
	}
	*r = fresh;
	r->now = local_instant(first + random() % (last - first));
}

static void say(struct sentence *s, char *words)
{
	assert_true(s->count < GROUPS);
	s->group[s->count++] = words;
}

/* The words in one line, shuffled; the note stays last. Caller frees. */
static char *line_of(struct sentence *s, const char *note)
{
	struct strbuf line = { 0 };

	for (int i = s->count - 1; i > 0; i--) {
		int other = below(i + 1);
		char *kept = s->group[i];

		s->group[i] = s->group[other];
		s->group[other] = kept;
	}
	for (int i = 0; i < s->count; i++)
		strbuf_add(&line, "%s%s", i ? " " : "", s->group[i]);
	if (note)
		strbuf_add(&line, " note %s", note);
	return strbuf_take(&line);
}

static void forget(struct sentence *s)
{
	for (int i = 0; i < s->count; i++)
		free(s->group[i]);
	s->count = 0;
}

/* One of the names of a thing, with "-" or "_" and capitals as one likes. Caller frees. */
static char *some_name(const char *id, const char *const *aliases)
{
	int n = 0;

	while (aliases[n])
		n++;
	int chosen = below(n + 1);
	char *name = xstrdup(chosen == n ? id : aliases[chosen]);

	for (char *c = name; *c; c++)
		*c = *c == '_' && often() ? '-' : *c >= 'a' && *c <= 'z' && below(8) == 0 ? (char)(*c - 'a' + 'A') : *c;
	return name;
}

static const struct word *some_word(const char *kind)
{
	for (;;) {
		const struct word *w = &catalogue_words[(size_t)random() % catalogue_word_count];

		if (str_equal(w->kind, kind))
			return w;
	}
}

/* Some instant of the last year, in whole minutes, and one of the ways to type it. Caller frees. */
static struct instant some_instant(const struct reader *r, char **typed)
{
	struct instant at = local_instant(r->now.at / 60 * 60 - random() % 31000000 / 60 * 60);
	char text[RFC3339_LENGTH + 1], date[DATE_LENGTH + 1];
	struct civil c = civil_of(at);
	bool plain = local_resolve(c.day, c.second).count == 1;

	rfc3339_format(at, text);
	date_format(c.day, date);
	switch (plain ? below(3) : 0) {
	case 0: *typed = xstrdup(text); break;
	case 1: *typed = xasprintf("%sT%02d:%02d", date, c.second / 3600, c.second / 60 % 60); break;
	default: *typed = xasprintf("%s %d:%02d", date, c.second / 3600, c.second / 60 % 60); break;
	}
	return at;
}

static void put_instant(json_t *o, const char *key, struct instant at)
{
	char text[RFC3339_LENGTH + 1];

	rfc3339_format(at, text);
	json_object_set_new(o, key, json_string(text));
}

/* A span that is typed in one of its ways. */
static int64_t some_span(int64_t most, int64_t unit, char **typed)
{
	int64_t n = random() % most + 1, seconds = n * unit;

	if (seconds % 3600 == 0 && often())
		*typed = xasprintf("%lldh", (long long)seconds / 3600);
	else if (seconds > 3600 && seconds % 60 == 0 && often())
		*typed = xasprintf("%lldh%lldm", (long long)seconds / 3600, (long long)seconds / 60 % 60);
	else if (seconds % 60 == 0)
		*typed = xasprintf(often() ? "%lldm" : "%lld min", (long long)seconds / 60);
	else
		*typed = xasprintf("%llds", (long long)seconds);
	return n;
}

static void some_time(const struct reader *r, json_t *o, struct sentence *s)
{
	char *typed, date[DATE_LENGTH + 1];
	bool about = often();

	if (below(4) == 0) {
		date_format(civil_of(r->now).day - 1 - below(300), date);
		json_object_set_new(o, "night", json_string(date));
		json_object_set_new(o, "precision", json_string("night"));
		say(s, xasprintf("%s%s", often() ? "night of " : "", date));
		return;
	}
	put_instant(o, "onset", some_instant(r, &typed));
	json_object_set_new(o, "precision", json_string(about ? "approximate" : "exact"));
	say(s, xasprintf("%s%s", about ? "about " : "", typed));
	free(typed);
}

static void some_relief(json_t *o, struct sentence *s)
{
	struct strbuf words = { 0 };
	json_t *list = json_array();
	int count = 1 + below(4);

	/*
	 * Order matters, so that all of them are one group. Several stand by their ids: "press" and "knee" beside each
	 * other are one word of the catalogue, and so are "warm" and "compress".
	 */
	for (int i = 0; i < count; i++) {
		const struct relief *r = &catalogue_relief[(size_t)random() % catalogue_relief_count];
		json_t *use = json_pack("{s:s, s:i}", "method", r->id, "order", i + 1);
		char *name = some_name(r->id, r->aliases);

		strbuf_add(&words, "%s%s%s", i ? " " : "", count == 1 ? "relief " : "", count == 1 ? name : r->id);
		free(name);
		if (below(3) == 0) {
			char *typed;
			json_object_set_new(use, "seconds", json_integer(some_span(300, 1, &typed)));
			strbuf_add(&words, " took %s", typed);
			free(typed);
		}
		if (below(3) == 0) {
			bool helped = often();
			json_object_set_new(use, "worked", json_boolean(helped));
			strbuf_add(&words, helped ? " helped" : " failed");
		}
		json_array_append_new(list, use);
	}
	json_object_set_new(o, "relief", list);
	say(s, strbuf_take(&words));
}

static void some_list(json_t *o, struct sentence *s, const char *kind, const char *key)
{
	json_t *list = json_array();
	struct strbuf words = { 0 };
	uint64_t seen = 0;

	for (int n = below(3); n >= 0; n--) {
		const struct word *w = some_word(kind);
		uint64_t bit = 1ull << (w - catalogue_words);

		if (seen & bit)
			continue;
		seen |= bit;
		char *name = some_name(w->id, w->aliases);

		json_array_append_new(list, json_string(w->id));
		strbuf_add(&words, "%s%s", words.length ? " " : "", name);
		free(name);
	}
	json_object_set_new(o, key, list);
	say(s, strbuf_take(&words));
}

static void some_single(json_t *o, struct sentence *s, const char *kind, bool bare)
{
	const struct word *w = some_word(kind);
	char *name = some_name(w->id, w->aliases);

	json_object_set_new(o, kind, json_string(w->id));
	say(s, xasprintf("%s%s%s", bare ? "" : kind, bare ? "" : " ", name));
	free(name);
}

static void some_number(json_t *o, struct sentence *s, const char *key, const char *word, int most)
{
	int n = below(most + 1);

	json_object_set_new(o, key, json_integer(n));
	say(s, xasprintf("%s%s%d", word, *word ? " " : "", n));
}

static json_t *some_episode(const struct reader *r, struct sentence *s)
{
	json_t *o = json_object();
	char *typed;

	some_time(r, o, s);
	if (often())
		some_single(o, s, "side", true);
	if (often())
		some_list(o, s, "muscle", "muscles");
	if (often())
		some_number(o, s, "severity", often() ? "" : "severity", 10);
	if (often()) {
		json_object_set_new(o, "duration_s", json_integer(some_span(often() ? 86400 : 600, 1, &typed)));
		say(s, xasprintf("%s%s", often() ? "for " : "", typed));
		free(typed);
	}
	if (often())
		some_relief(o, s);
	if (below(3) == 0)
		some_single(o, s, "context", false);
	if (below(3) == 0)
		some_list(o, s, "flag", "red_flags");
	if (below(3) == 0)
		some_single(o, s, "trigger", false);
	if (below(3) == 0)
		some_single(o, s, "posture", false);
	if (below(3) == 0)
		some_number(o, s, "soreness", "sore", 10);
	if (below(3) == 0)
		some_number(o, s, "distress", "distress", 3);
	if (below(3) == 0) {
		bool woke = often();
		json_object_set_new(o, "woke", json_boolean(woke));
		say(s, xstrdup(woke ? "woke" : "awake"));
	}
	return o;
}

static json_t *some_reading(const struct reader *r, struct sentence *s, char **factor)
{
	static const char *const ids[] = { "fluid_ml", "exercise_min", "room_temp_c",  "magnesium_mg",
					   "stretch",  "leg_fatigue",  "alcohol_units" };
	const struct factor *f = factor_find(ids[below(ARRAY_LEN(ids))], NULL);
	json_t *o = json_pack("{s:s}", "factor", f->id);
	char *typed;

	*factor = some_name(f->id, f->aliases);
	if (f->kind == KIND_YESNO) {
		bool yes = often();
		json_object_set_new(o, "yes", json_boolean(yes));
		say(s, xstrdup(yes ? "yes" : "no"));
	} else if (f->kind == KIND_AMOUNT && below(4) == 0) {
		static const char *const levels[] = { "less", "usual", "more" };
		int level = below(3);
		json_object_set_new(o, "level", json_string(levels[level]));
		say(s, xstrdup(levels[level]));
	} else {
		/* Halves of the unit, for what is no scale. */
		double value = f->minimum + (double)(random() % (int64_t)(f->maximum - f->minimum));

		value += f->kind == KIND_AMOUNT && often() ? 0.5 : 0;
		json_object_set_new(o, "value", json_real(value));
		say(s, xasprintf("%.15g%s", value, often() && f->kind == KIND_AMOUNT ? f->unit : ""));
	}
	if (often()) {
		put_instant(o, "at", some_instant(r, &typed));
		say(s, typed);
	} else {
		put_instant(o, "until", some_instant(r, &typed));
		say(s, xasprintf("until %s", typed));
		free(typed);
	}
	if (below(3) == 0 && str_equal(f->unit, "min"))
		some_number(o, s, "effort", "effort", 10);
	return o;
}

/* The entry and its line must be one. */
static void check_same(const struct reader *r, grammar read, const char *line, json_t *expected)
{
	char *text = json_dumps(expected, 0);

	check_told(r, read, &(struct told_case){ line, text, NULL, NULL });
	free(text);
}

static void test_read_episode_reads_what_is_printed(void **state)
{
	struct reader r;
	(void)state;
	srandom(7);
	for (int n = 0; n < ENTRIES; n++) {
		another_moment(&r, n);
		struct sentence s = { 0 };
		json_t *o = some_episode(&r, &s);
		const char *note = often() ? "7 of 10, 3am: left calf" : NULL;
		char *line = line_of(&s, note);

		if (note)
			json_object_set_new(o, "note", json_string(note));
		check_same(&r, read_episode, line, o);
		json_decref(o);
		free(line);
		forget(&s);
	}
}

static void test_read_reading_reads_what_is_printed(void **state)
{
	struct reader r;
	(void)state;
	srandom(8);
	for (int n = 0; n < ENTRIES; n++) {
		another_moment(&r, n);
		struct sentence s = { 0 };
		char *factor;
		json_t *o = some_reading(&r, &s, &factor);
		char *words = line_of(&s, NULL), *line = xasprintf("%s %s", factor, words);

		check_same(&r, read_reading, line, o);
		json_decref(o);
		free(line);
		free(words);
		free(factor);
		forget(&s);
	}
}

/* A night's times in their order, from the evening on, told by the clock alone. */
static void test_read_sleep_reads_what_is_printed(void **state)
{
	static const char *const words[] = { "bed", "light", "wake", "up" };
	static const char *const keys[] = { "into_bed", "lights_out", "final_awakening", "out_of_bed" };
	struct reader r;
	(void)state;
	srandom(9);
	for (int n = 0; n < ENTRIES; n++) {
		another_moment(&r, n);
		struct sentence s = { 0 };
		json_t *o = json_object(), *sleep = json_object();
		int32_t night = civil_of(r.now).day - 2 - below(300);
		int minute = 20 * 60 + below(240);
		char date[DATE_LENGTH + 1];

		json_object_set_new(o, "sleep", sleep);
		json_object_set_new(o, "naps", json_array());
		date_format(night, date);
		say(&s, xstrdup(date));
		for (int i = 0; i < 4; i++, minute += i == 2 ? 300 + below(200) : below(90)) {
			struct resolved at = local_resolve(night + minute / 1440, minute % 1440 * 60);

			if (below(4) == 0 || at.count != 1)
				continue;
			put_instant(sleep, keys[i], at.first);
			say(&s, xasprintf("%s %d:%02d", words[i], minute / 60 % 24, minute % 60));
		}
		int quality = below(6);

		if (quality > 0) {
			json_object_set_new(sleep, "quality", json_integer(quality));
			say(&s, xasprintf("quality %d", quality));
		}
		some_number(sleep, &s, "sol_min", "sol", 200);
		char *line = line_of(&s, NULL);

		check_same(&r, read_sleep, line, o);
		json_decref(o);
		free(line);
		forget(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_episode_reads_what_is_printed),
		cmocka_unit_test(test_read_reading_reads_what_is_printed),
		cmocka_unit_test(test_read_sleep_reads_what_is_printed),
	};

	read_zones();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	while (zone_count > 0)
		free(zones[--zone_count]);
	return failed;
}
