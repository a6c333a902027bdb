/*
 * cramp why FACTOR: everything behind one factor's verdict: what was counted, what is left after everything else, how
 * sure that is, what was used, what speaks against it, who says what.
 */
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/report_parts.h"
#include "client/show/text.h"
#include "client/show/why.h"
#include "cramp/util.h"

/* Which rows a word means: a factor's one row, both ends of a U ("water"), or one of them ("water_low"). */
struct wanted {
	const struct factor *factor;
	const char *end; /* "low", "high", "" for both */
};

static struct wanted wanted_of(const struct session *s, const char *word)
{
	static const char *const ends[] = { "_low", "_high" };
	struct wanted w = { factor_find(word, s->reader.own), "" };
	size_t length = strlen(word);

	for (size_t i = 0; i < ARRAY_LEN(ends) && !w.factor; i++) {
		size_t tail = strlen(ends[i]);
		if (length <= tail || strcmp(word + length - tail, ends[i]) != 0)
			continue;
		char *base = xstrndup(word, length - tail);
		w.factor = factor_find(base, s->reader.own);
		w.end = ends[i] + 1;
		free(base);
		if (w.factor && !w.factor->u_shaped)
			w.factor = NULL;
	}
	return w;
}

static bool row_is_of(json_t *row, const struct wanted *w)
{
	return w->factor && str_equal(text_of(row, "source"), w->factor->id) &&
	       (!*w->end || str_equal(text_of(row, "end"), w->end));
}

/* A trait has no row: that is its answer. */
static int show_trait(struct session *s, const struct factor *f)
{
	json_t *o;

	if (!s->json) {
		show_why_not(s, f);
		return EXIT_DONE;
	}
	o = json_pack("{s:s, s:s, s:n, s:s}", "id", f->id, "label", f->label, "verdict", "verdict_reason", "trait");
	show_json(o);
	json_decref(o);
	return EXIT_DONE;
}

static int no_row(struct session *s, const char *word, const struct factor *f)
{
	char name[PHRASE_MAX];

	if (f && f->window == WINDOW_TRAIT)
		return show_trait(s, f);
	if (!f) {
		char *near = near_names(word, NEAR_FACTOR, s->reader.own, NULL);
		int status = complain(EXIT_REFUSED, "I know no factor \"%s\".%s%s%s", word,
				      *near ? " Did you mean " : "", near, *near ? "?" : "");
		free(near);
		return status;
	}
	return complain(EXIT_REFUSED,
			"Nothing of %s can be counted yet: it takes a night that is over, told as cramp or free, with "
			"a value of it.",
			phrase_factor(s, f->id, name));
}

static int show_rows(struct session *s, json_t *report, const char *word)
{
	struct wanted wanted = wanted_of(s, word);
	json_t *row;
	size_t i;
	int shown = 0;

	json_array_foreach(json_object_get(report, "factors"), i, row)
	{
		if (!row_is_of(row, &wanted))
			continue;
		if (s->json)
			show_json(row);
		else {
			if (shown)
				show_text(s, "\n");
			show_why(s, report, row);
		}
		shown++;
	}
	return shown ? EXIT_DONE : no_row(s, word, wanted.factor);
}

int cmd_why(struct session *s, int count, char **words)
{
	json_t *reply = NULL, *report;
	int status;

	(void)count;
	session_own_factors(s);
	status = session_call(s, "org.crampd.Report.Report", json_object(), &reply);
	if (status != EXIT_DONE)
		return status;
	report = json_object_get(reply, "report");
	report = s->json ? json_incref(report) : report_judged(report);
	status = show_rows(s, report, words[0]);
	json_decref(report);
	json_decref(reply);
	return status;
}
