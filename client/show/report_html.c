#include "client/show/report_html.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/command.h"
#include "client/show/html.h"
#include "client/show/phrase_parts.h"
#include "client/show/report_parts.h"
#include "client/show/sheet.h"

/* ---- the week ---- */

/* A square of 36, hollow where nobody said. */
static void draw_night(struct sheet *h, json_t *night)
{
	static const char *const shades[] = { "free", "n1", "n2", "n3" };
	const char *state = text_of(night, "state");
	int64_t cramps = count_of(night, "episodes");
	bool known = !str_equal(state, "unknown");
	char date[PHRASE_MAX], text[24], *count = say_count(cramps, "cramp"), *title;
	struct svg v;

	snprintf(text, sizeof(text), "%lld", (long long)cramps);
	title = xasprintf("%s: %s", say_date(date_of(night, "night"), date),
			  !known   ? "not recorded"
			  : cramps ? count
				   : "no cramp");
	strbuf_add(h->out, "<li>");
	svg_begin_scaled(&v, h->out, sheet_picture_id(h), "scaled", 36, 36, title, NULL);
	svg_cell(&v, known ? 4 : 5, known ? 4 : 5, known ? 28 : 26,
		 (struct svg_mark){ known ? shades[cramps > 3 ? 3 : cramps] : "unknown", text_of(night, "night"),
				    NULL });
	if (!known || cramps)
		svg_word(&v, 18, 23,
			 known ? cramps > 2   ? "mid on3"
				 : cramps > 1 ? "mid on2"
					      : "mid on1"
			       : "mid",
			 known ? text : "?");
	svg_end(&v);
	strbuf_add(h->out, "%.3s<br/>%d</li>\n", date, atoi(text_of(night, "night") + 8));
	free(count);
	free(title);
}

static void put_strip(struct sheet *h)
{
	json_t *strip = json_object_get(h->report, "strip"), *night;
	size_t i;

	if (json_array_size(strip) == 0 || json_array_size(strip) > 7)
		return;
	strbuf_add(h->out, "<ol class=\"strip\">\n");
	json_array_foreach(strip, i, night) draw_night(h, night);
	strbuf_add(h->out, "</ol>\n");
}

static void put_cramp(struct sheet *h, json_t *e)
{
	const char *onset = told_text(e, "onset"), *note = told_text(e, "note"), *class = phrase_class(e);
	char *facts = phrase_episode_facts(e), clock[PHRASE_MAX], date[PHRASE_MAX];

	strbuf_add(h->out, "<li><b>");
	html_text(h->out, say_night(date_of(e, "night"), false, date));
	strbuf_add(h->out, ", %s</b>\n<div>", onset ? phrase_clock_text(onset, clock) : "time unknown");
	html_text(h->out, facts);
	if (*class)
		strbuf_add(h->out, " <span class=\"tag\">%s</span>", class);
	if (!str_empty(note)) {
		strbuf_add(h->out, "<q>");
		html_user(h->out, note);
		strbuf_add(h->out, "</q>");
	}
	strbuf_add(h->out, "</div></li>\n");
	free(facts);
}

/* Each cramp of a short range; a long one has too many to be read. */
static void put_cramps(struct sheet *h)
{
	enum { CRAMPS_MOST = 40 };
	size_t i, count = json_array_size(h->episodes);
	json_t *e;

	if (count == 0 || count > CRAMPS_MOST)
		return;
	strbuf_add(h->out, "<ul class=\"cramps\">\n");
	json_array_foreach(h->episodes, i, e) put_cramp(h, e);
	strbuf_add(h->out, "</ul>\n");
}

void sheet_week(struct sheet *h)
{
	int32_t from = date_of(h->report, "from"), to = date_of(h->report, "to");
	char range[2 * PHRASE_MAX], *answer = report_answer(h->report);

	strbuf_add(h->out, "<header>\n<p class=\"kicker\">%s</p>\n<h1>",
		   to - from == 6 ? "Cramp diary, seven nights" : "Cramp diary");
	html_text(h->out, say_range(from, to, range));
	strbuf_add(h->out, "</h1>\n");
	html_element(h->out, "p class=\"lead\"", answer);
	put_strip(h);
	put_cramps(h);
	strbuf_add(h->out, "</header>\n");
	free(answer);
}

/* ---- how it was computed ---- */

static void fact(struct sheet *h, const char *head, char *text)
{
	html_element(h->out, "dt", head);
	html_element(h->out, "dd", text);
	free(text);
}

void sheet_method(struct sheet *h)
{
	json_t *diary = json_object_get(h->report, "diary"), *p = h->pictures;
	json_t *settings = json_object_get(h->report, "settings");
	char range[2 * PHRASE_MAX], now[PHRASE_MAX];
	long long ended = count_of(p, "ended"), recorded = count_of(p, "recorded");

	sheet_section(h, "method", "How this was computed",
		      xstrdup("A link is not a cause: nights can differ in ways nobody records."));
	strbuf_add(h->out, "<dl class=\"facts\">\n");
	fact(h, "Pictures",
	     xasprintf("%s: %lld of %lld nights recorded (%.0f %%). What is not recorded enters no rate; "
		       "silence is never a free night.",
		       say_range(date_of(p, "from"), date_of(p, "to"), range), recorded, ended,
		       ended ? 100.0 * (double)recorded / (double)ended : 0));
	fact(h, "Verdicts",
	     xasprintf("the whole diary, %lld of %lld nights recorded; method %s version %lld: for each factor "
		       "a Poisson regression against season, slow changes, weekday and the other factors, "
		       "95 %% intervals, false discoveries held down over all questions asked.",
		       (long long)count_of(diary, "recorded"), (long long)count_of(diary, "nights"),
		       text_of(settings, "method"), (long long)count_of(settings, "version")));
	fact(h, "Cramps a week",
	     xstrdup("seven times the cramps by the recorded nights, with the exact 95 % interval of a "
		     "Poisson rate; smoothed by local linear regression over nine weeks either way."));
	fact(h, "Nights", xstrdup("named by the date of their evening. Cramps by day are listed and counted nowhere."));
	fact(h, "Made",
	     xasprintf("%s by cramp " CRAMP_VERSION ", on this machine, from its own diary; nothing was sent anywhere.",
		       say_date(civil_of(h->s->reader.now).day, now)));
	strbuf_add(h->out, "</dl>\n");
	sheet_section_end(h);
}

/* ---- the page ---- */

static void (*const sections[])(struct sheet *h) = {
	sheet_week,   sheet_calendar, sheet_trend, sheet_hours, sheet_severity, sheet_factors,
	sheet_relief, sheet_sleep,    sheet_try,   sheet_flags, sheet_method,
};

char *report_html(const struct session *s, json_t *report, json_t *episodes, json_t *traits, bool kept)
{
	json_t *pictures = json_object_get(report, "pictures");
	struct strbuf b = { 0 };
	struct sheet h = {
		.s = s, .report = report, .pictures = pictures, .episodes = episodes, .traits = traits, .out = &b
	};
	char range[2 * PHRASE_MAX], *title, *answer;

	if (!say_has_range(report) || !say_has_range(pictures))
		return NULL;
	h.report = report_judged(report);
	answer = report_answer(report);
	title = xasprintf("Cramps, %s", say_range(date_of(report, "from"), date_of(report, "to"), range));
	html_begin(&b, "report", title, answer);
	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		sections[i](&h);
	if (kept)
		strbuf_add(&b, "<p class=\"nav\"><a href=\"index.html\">All reports</a></p>\n");
	html_end(&b);
	json_decref(h.report);
	free(title);
	free(answer);
	return strbuf_take(&b);
}

/* ---- all reports ---- */

static void put_report(struct strbuf *b, json_t *r)
{
	char range[2 * PHRASE_MAX];

	strbuf_add(b, "<li><a href=\"");
	html_text(b, text_of(r, "file"));
	strbuf_add(b, "\">");
	html_text(b, say_range(date_of(r, "from"), date_of(r, "to"), range));
	strbuf_add(b, "</a><p class=\"note\">");
	html_user(b, text_of(r, "says"));
	strbuf_add(b, "</p></li>\n");
}

char *report_index_html(json_t *reports)
{
	struct strbuf b = { 0 };
	json_t *r;
	size_t i;
	int before = 0;

	html_begin(&b, "index", "Cramp diary, all reports", "The reports that are kept, newest first");
	strbuf_add(&b, "<header><h1>Cramp diary, all reports</h1></header>\n");
	json_array_foreach(reports, i, r)
	{
		int year = atoi(text_of(r, "to"));

		if (year != before)
			strbuf_add(&b, "%s<h2>%d</h2>\n<ul class=\"reports\">\n", before ? "</ul>\n" : "", year);
		before = year;
		put_report(&b, r);
	}
	strbuf_add(&b, "%s", before ? "</ul>\n" : "<p>None is kept so far.</p>\n");
	html_end(&b);
	return strbuf_take(&b);
}
