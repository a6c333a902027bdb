/*
 * Which facts a clinician is handed, and in which words.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/phrase_parts.h"
#include "client/show/report_parts.h"
#include "client/show/sheet.h"
#include "client/show/summary.h"
#include "client/show/summary_parts.h"

/* As in a week of the report: from fewer nights no rate is told. */
enum { NIGHTS_FOR_A_RATE = 4 };

static void section_end(struct facts *f)
{
	char *text;

	if (f->left_out) {
		text = xasprintf("%d more in the diary", f->left_out);
		json_array_append_new(f->facts, json_pack("{s:s, s:s}", "label", "", "text", text));
		free(text);
	}
	f->left_out = 0;
}

void facts_section(struct facts *f, const char *id, const char *title, size_t most)
{
	json_t *one = json_pack("{s:s, s:s, s:[]}", "id", id, "title", title, "facts");

	section_end(f);
	json_array_append_new(f->sections, one);
	f->facts = json_object_get(one, "facts");
	f->most = f->capped ? most : 0;
}

void facts_add(struct facts *f, const char *label, char *text)
{
	json_t *l = json_string(label), *t = json_string(text);

	/* A text that is no UTF-8 was cut off within a letter: without its last bytes it is. */
	for (size_t n = strlen(text); !t && n > 0; n--)
		t = json_stringn(text, n - 1);
	if (f->most && json_array_size(f->facts) >= f->most)
		f->left_out++;
	else
		json_array_append_new(f->facts, json_pack("{s:O, s:O}", "label", l, "text", t));
	json_decref(l);
	json_decref(t);
	free(text);
}

/* ---- period, frequency ---- */

static void put_period(struct facts *f)
{
	json_t *p = f->pictures;
	char first[PHRASE_MAX], last[PHRASE_MAX];
	long long ended = count_of(p, "ended"), recorded = count_of(p, "recorded");

	facts_section(f, "period", "Period", 0);
	if (recorded == 0 && ended <= 1) {
		facts_add(f, "Nights", xstrdup("none is recorded so far"));
		return;
	}
	facts_add(f, "Nights",
		  xasprintf("%s to %s", say_night(date_of(p, "from"), true, first),
			    say_night(date_of(p, "to"), true, last)));
	facts_add(f, "Recorded",
		  xasprintf("%lld of %lld nights (%.0f %%)%s", recorded, ended,
			    ended ? 100.0 * (double)recorded / (double)ended : 0,
			    recorded < ended ? "; the others are unknown and enter no rate" : ""));
}

static void put_frequency(struct facts *f)
{
	json_t *p = f->pictures, *share = json_object_get(p, "cramp_share");

	facts_section(f, "frequency", "Frequency", 0);
	if (json_is_object(share))
		facts_add(f, "Nights with a cramp",
			  xasprintf("%lld of %lld recorded, %.0f %% (95 %%: %.0f to %.0f)",
				    (long long)count_of(json_object_get(p, "nights"), "cramp"),
				    (long long)count_of(p, "recorded"), number_of(share, "percent"),
				    number_of(share, "wilson_low"), number_of(share, "wilson_high")));
	else
		facts_add(f, "Nights with a cramp", xstrdup("no night is recorded"));
	facts_add(f, "Cramps",
		  is_known(p, "cramps_per_week") && count_of(p, "recorded") >= NIGHTS_FOR_A_RATE
			  ? xasprintf("%lld, or %.1f a week", (long long)count_of(p, "episodes"),
				      number_of(p, "cramps_per_week"))
			  : xasprintf("%lld; too few nights recorded for a rate", (long long)count_of(p, "episodes")));
}

/* ---- the cramps ---- */

static void put_spread(struct facts *f, const char *label, const char *key, bool seconds)
{
	json_t *spread = json_object_get(f->pictures, key);
	char median[PHRASE_MAX], most[PHRASE_MAX];

	if (!is_known(spread, "median"))
		facts_add(f, label, xstrdup("not told"));
	else if (seconds)
		facts_add(f, label,
			  xasprintf("median %s, longest %s (%lld told)", say_span(number_of(spread, "median"), median),
				    say_span(number_of(spread, "max"), most), (long long)count_of(spread, "episodes")));
	else
		facts_add(f, label,
			  xasprintf("median %.3g, worst %lld of 10 (%lld told)", number_of(spread, "median"),
				    (long long)count_of(spread, "max"), (long long)count_of(spread, "episodes")));
}

static void add_counted(struct strbuf *b, const char *what, int64_t n)
{
	if (n > 0)
		strbuf_add(b, "%s%s %lld", b->length ? ", " : "", what, (long long)n);
}

static void put_places(struct facts *f)
{
	json_t *sides = json_object_get(f->pictures, "sides"), *muscle;
	struct strbuf sites = { 0 }, side = { 0 };
	size_t i;

	json_array_foreach(json_object_get(f->pictures, "muscles"), i, muscle)
		add_counted(&sites, word_label("muscle", text_of(muscle, "muscle")), count_of(muscle, "episodes"));
	add_counted(&sites, "not told", count_of(f->pictures, "muscle_unknown"));
	add_counted(&side, "left", count_of(sides, "left"));
	add_counted(&side, "right", count_of(sides, "right"));
	add_counted(&side, "both", count_of(sides, "both"));
	add_counted(&side, "not told", count_of(sides, "unknown"));
	facts_add(f, "Site", sites.length ? strbuf_take(&sites) : xstrdup("none"));
	facts_add(f, "Side", side.length ? strbuf_take(&side) : xstrdup("none"));
}

static void put_cramps(struct facts *f)
{
	facts_section(f, "cramps", "The cramps", 0);
	put_spread(f, "Severity", "severity", false);
	put_spread(f, "Duration", "duration_s", true);
	put_places(f);
	facts_add(f, "Time of night", say_hours(f->pictures));
}

/* ---- sleep ---- */

static void put_mean(struct facts *f, const char *label, const char *key, const char *nights)
{
	json_t *sleep = json_object_get(f->pictures, "sleep"),
	       *both[] = { json_object_get(sleep, "cramp"), json_object_get(sleep, "free") };
	static const char *const names[] = { "cramp nights", "free nights" };
	struct strbuf b = { 0 };
	char span[PHRASE_MAX];

	for (size_t i = 0; i < ARRAY_LEN(both); i++) {
		if (!is_known(both[i], key))
			continue;
		strbuf_add(&b, "%s", b.length ? ", " : "");
		if (str_equal(key, "tst_min"))
			strbuf_add(&b, "%s", say_span(60 * round(number_of(both[i], key)), span));
		else
			strbuf_add(&b, str_equal(key, "se_percent") ? "%.0f %%" : "%.1f", number_of(both[i], key));
		strbuf_add(&b, " on %lld %s", (long long)count_of(both[i], nights), names[i]);
	}
	facts_add(f, label, b.length ? strbuf_take(&b) : xstrdup("not told"));
}

static void put_sleep(struct facts *f)
{
	json_t *awake = json_object_get(f->pictures, "awake_min");
	char median[PHRASE_MAX];

	facts_section(f, "sleep", "Sleep lost", 0);
	facts_add(f, "Awake after a cramp",
		  is_known(awake, "median")
			  ? xasprintf("median %s (%lld told)", say_span(60 * number_of(awake, "median"), median),
				      (long long)count_of(awake, "episodes"))
			  : xstrdup("not told"));
	put_mean(f, "Asleep, mean", "tst_min", "tst_nights");
	put_mean(f, "Of the time in bed", "se_percent", "se_nights");
	put_mean(f, "Awakenings, mean", "awakenings", "awakening_nights");
}

/* ---- what kind ---- */

static const char *feature_label(const char *id)
{
	static const char *const labels[][2] = {
		{ "intense_pain", "Intense pain (7 of 10 or more)" },
		{ "brief", "Seconds to ten minutes" },
		{ "calf_or_foot", "In calf or foot" },
		{ "seldom_thigh", "Seldom in thigh or hamstring" },
		{ "pain_after", "Pain afterwards" },
		{ "sleep_disturbed", "Sleep disturbed" },
		{ "distress", "Distress" },
	};

	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if (str_equal(labels[i][0], id))
			return labels[i][1];
	return id;
}

static void put_features(struct facts *f)
{
	json_t *list = json_object_get(f->pictures, "features"), *one;
	int yes = 0, no = 0, untold = 0;
	char *title;
	size_t i;

	json_array_foreach(list, i, one)
	{
		yes += str_equal(text_of(one, "state"), "yes");
		no += str_equal(text_of(one, "state"), "no");
		untold += str_equal(text_of(one, "state"), "not_told");
	}
	title = xasprintf("Features reported: %d of %zu (%d no, %d not asked)", yes, json_array_size(list), no, untold);
	facts_section(f, "features", title, 0);
	free(title);
	json_array_foreach(list, i, one)
	{
		const char *state = text_of(one, "state");
		long long has = count_of(one, "yes"), told = has + count_of(one, "no");

		if (str_equal(state, "not_told"))
			facts_add(f, feature_label(text_of(one, "id")), xstrdup("not asked"));
		else if (str_equal(text_of(one, "id"), "seldom_thigh"))
			facts_add(f, feature_label(text_of(one, "id")),
				  xasprintf("%s: %lld of %lld elsewhere", state, has, told));
		else
			facts_add(f, feature_label(text_of(one, "id")),
				  xasprintf("%s: %lld of %lld told", state, has, told));
	}
}

/* A circumstance that was told of, be it yes or no. */
static bool was_asked(const struct facts *f, const char *trait)
{
	json_t *t;
	size_t i;

	json_array_foreach(f->traits, i, t)
	{
		if (str_equal(text_of(t, "trait"), trait))
			return true;
	}
	return false;
}

/* What looks alike must have been asked about before a cramp in bed is called more than that. */
static void put_classes(struct facts *f)
{
	json_t *c = json_object_get(f->pictures, "classes");
	bool asked = was_asked(f, "restless_legs") && was_asked(f, "walking_pain");
	struct strbuf b = { 0 };

	facts_section(f, "classes", "Classification of all cramps", 0);
	strbuf_add(&b, "%s %lld, heat %lld, exercise %lld, unclear (night or heat) %lld",
		   asked ? "night cramps" : "at rest or in bed", (long long)count_of(c, "night"),
		   (long long)count_of(c, "heat"), (long long)count_of(c, "exercise"),
		   (long long)count_of(c, "unclear"));
	add_counted(&b, "perhaps from lost salts", count_of(c, "electrolyte_like"));
	add_counted(&b, "other, by day", count_of(c, "day"));
	facts_add(f, "Cramps", strbuf_take(&b));
	facts_add(f, "Asked as well",
		  xstrdup(asked ? "restless legs, calf pain on walking: see circumstances"
				: "restless legs and calf pain on walking: not both asked about"));
}

json_t *summary_facts(const struct session *s, json_t *report, json_t *traits, bool capped)
{
	static void (*const parts[])(struct facts * f) = {
		put_period,	put_frequency,	put_cramps,	  put_sleep,	 put_features,	       put_classes,
		summary_traits, summary_relief, summary_measures, summary_flags, summary_associations,
	};
	struct facts f = {
		.s = s, .pictures = json_object_get(report, "pictures"), .traits = traits, .capped = capped
	};

	if (!say_has_range(report) || !say_has_range(f.pictures))
		return NULL;
	f.report = report_judged(report);
	f.sections = json_array();
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		parts[i](&f);
	section_end(&f);
	json_decref(f.report);
	return f.sections;
}
