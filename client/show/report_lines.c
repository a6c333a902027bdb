/*
 * The lines of a report between its answer and its groups.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/command.h"
#include "client/show/phrase.h"
#include "client/show/report_parts.h"
#include "client/show/text.h"
#include "cramp/amount.h"

enum {
	LABEL_COLUMNS = 10,
	HOURS = 24,
	NOON = 12,
	LETTERS_NIGHTS = 14,
	RELIEF_SHOWN = 5,
	SPAN_MAX = 32,
	LEGEND_GAP = 6
};

static void separate(struct strbuf *b)
{
	if (b->length)
		strbuf_add(b, " · ");
}

/* "Worst     …", folded under the text; nothing for an empty one. Clears it. */
static void line(const struct session *s, const char *label, struct strbuf *b)
{
	char first[LABEL_COLUMNS + 1];

	snprintf(first, sizeof(first), "%-*s", LABEL_COLUMNS, label);
	if (b->length)
		show_folded(s, first, LABEL_COLUMNS, b->text);
	strbuf_clear(b);
}

/* ---- night by night ---- */

static const char *state_sign(const char *state)
{
	return str_equal(state, "cramp") ? "●" : str_equal(state, "free") ? "○" : "?";
}

/* A sign a night, weekdays below them; of a longer range in groups of seven. */
static void show_strip(const struct session *s, json_t *strip)
{
	static const char letters[] = "MTWTFSS", legend[] = "● cramp   ○ none   ? not recorded";
	struct strbuf signs = { 0 }, days = { 0 };
	size_t count = json_array_size(strip), i;
	bool wide = count <= LETTERS_NIGHTS, beside;
	json_t *night;

	json_array_foreach(strip, i, night)
	{
		if (i > 0 && (wide || i % 7 == 0))
			strbuf_add(&signs, " ");
		strbuf_add(&signs, "%s", state_sign(text_of(night, "state")));
		strbuf_add(&days, "%s%c", i ? " " : "", letters[date_weekday(date_of(night, "night"))]);
	}
	if (count == 0)
		return;
	beside = LABEL_COLUMNS + utf8_width(signs.text) + LEGEND_GAP + utf8_width(legend) <= s->width;
	if (beside)
		strbuf_add(&signs, "%*s%s", LEGEND_GAP, "", legend);
	line(s, "Nights", &signs);
	if (wide)
		line(s, "", &days);
	strbuf_clear(&days);
	strbuf_add(&signs, "%s", beside ? "" : legend);
	line(s, "", &signs);
}

/* ---- how bad, where, when ---- */

static void add_span(struct strbuf *b, double seconds)
{
	char span[SPAN_MAX];

	span_format((int64_t)(seconds + 0.5), span, sizeof(span));
	strbuf_add(b, "%s", span);
}

static void show_how_bad(const struct session *s, json_t *report)
{
	json_t *severity = json_object_get(report, "severity"), *duration = json_object_get(report, "duration_s");
	struct strbuf b = { 0 };

	if (count_of(severity, "episodes") > 1)
		strbuf_add(&b, "typically %.3g/10, at worst %lld/10", number_of(severity, "median"),
			   (long long)count_of(severity, "max"));
	if (count_of(duration, "episodes") > 1) {
		separate(&b);
		strbuf_add(&b, "typically ");
		add_span(&b, number_of(duration, "median"));
		strbuf_add(&b, ", at most ");
		add_span(&b, number_of(duration, "max"));
	}
	if (count_of(report, "sore_nights") > 0) {
		separate(&b);
		strbuf_add(&b, "sore after ");
		add_count(&b, count_of(report, "sore_nights"), "night");
	}
	line(s, "How bad", &b);
}

static const char *label_of(const char *kind, const char *id)
{
	const struct word *w = word_by_id(kind, id);

	return w ? w->label : id;
}

/* "02:40 both calf 8/10 4 min · night of Wed 18 Nov" */
static void show_worst(const struct session *s, json_t *worst)
{
	struct strbuf b = { 0 };
	char *episode, date[PHRASE_MAX];
	int year, month, mday;

	if (!json_is_object(worst))
		return;
	date_split(civil_of(s->reader.now).day, &year, &month, &mday);
	episode = phrase_episode_brief(worst);
	strbuf_add(&b, "%s · night of %s", episode, phrase_date(date_of(worst, "night"), year, date));
	free(episode);
	line(s, "Worst", &b);
}

static void add_part_count(struct strbuf *b, const char *what, int64_t n)
{
	if (n == 0)
		return;
	separate(b);
	strbuf_add(b, "%s %lld", what, (long long)n);
}

static void show_where(const struct session *s, json_t *report)
{
	json_t *sides = json_object_get(report, "sides"), *muscle;
	struct strbuf b = { 0 };
	size_t i;

	json_array_foreach(json_object_get(report, "muscles"), i, muscle)
		add_part_count(&b, label_of("muscle", text_of(muscle, "muscle")), count_of(muscle, "episodes"));
	add_part_count(&b, "left", count_of(sides, "left"));
	add_part_count(&b, "right", count_of(sides, "right"));
	add_part_count(&b, "both", count_of(sides, "both"));
	line(s, "Where", &b);
}

/* The hours from noon on, as a night runs. */
static int64_t hour_count(json_t *hours, int after_noon)
{
	return json_integer_value(json_array_get(hours, (size_t)((after_noon + NOON) % HOURS)));
}

static int clock_hour(int after_noon)
{
	return (after_noon + NOON) % HOURS;
}

/* Eighths of a block a step; what is not nothing is never drawn as nothing. */
static const char *bar(int64_t n, int64_t most)
{
	static const char *const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	size_t steps = ARRAY_LEN(blocks) - 1;

	return n == 0 ? blocks[0] : blocks[1 + (size_t)((n * (int64_t)(steps - 1) + most / 2) / most)];
}

/* The two hours that hold more than half of them, if any two do. */
static void say_when_most(struct strbuf *b, json_t *hours, int64_t total)
{
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	int best = 0;
	int64_t most = 0;

	for (int h = 0; h + 1 < HOURS; h++) {
		int64_t n = hour_count(hours, h) + hour_count(hours, h + 1);

		if (n > most) {
			most = n;
			best = h;
		}
	}
	if (2 * most > total)
		strbuf_add(b, "   most between %s and %s", hour_text(clock_hour(best), from),
			   hour_text(clock_hour(best + 2), to));
}

static void add_histogram(struct strbuf *b, json_t *hours, int64_t total)
{
	int first = 22 - NOON, last = HOURS - NOON + 8;
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	int64_t most = 0;

	for (int h = 0; h < HOURS; h++) {
		int64_t n = hour_count(hours, h);

		if (n > 0 && h < first)
			first = h;
		if (n > 0 && h >= last)
			last = h + 1;
		most = n > most ? n : most;
	}
	for (int h = first; h < last; h++)
		strbuf_add(b, "%s", bar(hour_count(hours, h), most));
	if (clock_has_twelve_hours())
		strbuf_add(b, "  %s – %s", hour_text(clock_hour(first), from), hour_text(clock_hour(last), to));
	else
		strbuf_add(b, "  %02d – %02d h", clock_hour(first), clock_hour(last));
	say_when_most(b, hours, total);
}

/* Bars of one or two cramps would look like more than they are. */
static void show_when(const struct session *s, json_t *report)
{
	json_t *hours = json_object_get(report, "hours");
	int64_t total = 0, untimed = count_of(report, "hour_unknown");
	struct strbuf b = { 0 };
	char from[CLOCK_TEXT], to[CLOCK_TEXT];

	for (int h = 0; h < HOURS; h++)
		total += hour_count(hours, h);
	for (int h = 0; h < HOURS && total < 3; h++) {
		for (int64_t n = hour_count(hours, h); n > 0; n--) {
			separate(&b);
			strbuf_add(&b, "between %s and %s", hour_text(clock_hour(h), from),
				   hour_text(clock_hour(h + 1), to));
		}
	}
	if (total >= 3)
		add_histogram(&b, hours, total);
	if (untimed > 0 && total > 0)
		strbuf_add(&b, " · %lld without a time", (long long)untimed);
	line(s, "When", &b);
}

/* ---- what was done, how the nights were slept ---- */

static void show_relief(const struct session *s, json_t *relief)
{
	struct strbuf b = { 0 };
	json_t *use;
	size_t i;

	json_array_foreach(relief, i, use)
	{
		const struct relief *r = relief_find(text_of(use, "method"));

		if (i == RELIEF_SHOWN)
			break;
		separate(&b);
		strbuf_add(&b, "%s ", r && r->aliases && r->aliases[0] ? r->aliases[0] : text_of(use, "method"));
		if (count_of(use, "told") > 0) {
			strbuf_add(&b, "%lld of %lld", (long long)count_of(use, "worked"),
				   (long long)count_of(use, "told"));
		} else {
			add_count(&b, count_of(use, "used"), "time");
			strbuf_add(&b, ", not said if it did");
		}
		if (is_known(use, "median_s")) {
			strbuf_add(&b, ", ");
			add_span(&b, number_of(use, "median_s"));
		}
	}
	line(s, "Helped", &b);
}

static void add_sleep(struct strbuf *b, json_t *means, const char *nights)
{
	if (!is_known(means, "tst_min"))
		return;
	separate(b);
	add_span(b, 60 * number_of(means, "tst_min"));
	if (is_known(means, "se_percent"))
		strbuf_add(b, ", %.0f %% of the time in bed,", number_of(means, "se_percent"));
	strbuf_add(b, " on %lld %s night%s", (long long)count_of(means, "tst_nights"), nights,
		   count_of(means, "tst_nights") == 1 ? "" : "s");
}

/* "awakenings 2.5 with a cramp, 0.8 without" */
static void add_both(struct strbuf *b, json_t *sleep, const char *key, const char *what)
{
	json_t *cramp = json_object_get(sleep, "cramp"), *free_nights = json_object_get(sleep, "free");
	char on_cramp[SPAN_MAX], on_free[SPAN_MAX];

	if (!is_known(cramp, key) || !is_known(free_nights, key))
		return;
	snprintf(on_cramp, sizeof(on_cramp), "%.1f", number_of(cramp, key));
	snprintf(on_free, sizeof(on_free), "%.1f", number_of(free_nights, key));
	separate(b);
	strbuf_add(b, "%s %s with a cramp, %s without", what, on_cramp, on_free);
}

static void show_sleep(const struct session *s, json_t *sleep)
{
	struct strbuf b = { 0 };

	add_sleep(&b, json_object_get(sleep, "cramp"), "cramp");
	add_sleep(&b, json_object_get(sleep, "free"), "free");
	line(s, "Asleep", &b);
	/* What a cramp does to its night is no cause of it: said beside it, and not tested. */
	add_both(&b, sleep, "awakenings", "awakenings");
	add_both(&b, sleep, "quality", "quality (1 to 5)");
	line(s, "", &b);
}

/* Of the nights of which it was said; silence is not "no". */
static void show_measures(const struct session *s, json_t *measures)
{
	struct strbuf b = { 0 };
	json_t *m;
	size_t i;

	json_array_foreach(measures, i, m)
	{
		int64_t told = count_of(m, "done") + count_of(m, "not_done");
		char name[PHRASE_MAX];

		separate(&b);
		strbuf_add(&b, "%s ", phrase_factor(s, text_of(m, "id"), name));
		if (told)
			strbuf_add(&b, "%lld of %lld", (long long)count_of(m, "done"), (long long)told);
		else
			strbuf_add(&b, "not told");
	}
	line(s, "Done", &b);
}

static void show_by_day(const struct session *s, json_t *report)
{
	struct strbuf b = { 0 };

	if (count_of(report, "daytime") > 0) {
		add_count(&b, count_of(report, "daytime"), "cramp");
		strbuf_add(&b, " that belong to the day and are not counted above");
	}
	line(s, "By day", &b);
}

void show_report_lines(const struct session *s, json_t *report)
{
	show_strip(s, json_object_get(report, "strip"));
	show_worst(s, json_object_get(report, "worst"));
	show_how_bad(s, report);
	show_where(s, report);
	show_when(s, report);
	show_relief(s, json_object_get(report, "relief"));
	show_sleep(s, json_object_get(report, "sleep"));
	if (count_of(report, "ended") > 0)
		show_measures(s, json_object_get(report, "measures"));
	show_by_day(s, report);
}
