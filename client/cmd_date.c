/*
 * cramp date: how a phrase is read. Changes nothing and needs no daemon.
 *
 * JSON: {"phrase", "instant", "night", "from", "to", "until", "duration_s", "remark"}; an instant has its night, nights
 * have from and to (and a single one night), a span of a night instant and until, a duration duration_s. The rest is
 * null.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/text.h"
#include "cramp/amount.h"
#include "cramp/util.h"

/* What a phrase turned out to be; what it is not is UNKNOWN or NO_NIGHT. */
struct meaning {
	struct instant at, until;
	int32_t from, to; /* nights */
	int64_t duration_s;
	char *remark, *complaint;
};

static struct meaning no_meaning(void)
{
	return (struct meaning){
		.at = { UNKNOWN, 0 }, .until = { UNKNOWN, 0 }, .from = NO_NIGHT, .to = NO_NIGHT, .duration_s = UNKNOWN
	};
}

/* "23:20 - 6:45": lights out and waking. */
static bool read_span_of_night(struct session *s, int count, char **words, struct meaning *m)
{
	struct read_result read = { 0 };
	const char *from, *to;
	bool ok = read_sleep(&s->reader, count, words, &read);
	json_t *sleep = json_object_get(read.object, "sleep");

	from = json_string_value(json_object_get(sleep, "lights_out"));
	to = json_string_value(json_object_get(sleep, "final_awakening"));
	ok = ok && json_object_size(sleep) == 2 && from && to && rfc3339_parse(from, &m->at) &&
	     rfc3339_parse(to, &m->until);
	m->from = m->to = read.night;
	m->remark = xstrdup_null(read.remark);
	read_result_clear(&read);
	return ok;
}

/* As many words may be one duration: "1h 30m". */
static bool read_duration(int count, char **words, struct meaning *m)
{
	struct strbuf b = { 0 };
	bool ok;

	for (int i = 0; i < count; i++)
		strbuf_add(&b, "%s", words[i]);
	ok = span_parse(b.text, &m->duration_s);
	strbuf_clear(&b);
	return ok;
}

/* Something of a time in it: the complaint is then about that. */
static bool names_time(int count, char **words)
{
	for (int i = 0; i < count; i++)
		if (strchr(words[i], ':') || strstr(words[i], "ago") ||
		    (strpbrk(words[i], "0123456789") && (strstr(words[i], "am") || strstr(words[i], "pm"))))
			return true;
	return count == 1 && strspn(words[0], "0123456789") == strlen(words[0]);
}

static bool read_phrase(struct session *s, int count, char **words, struct meaning *m)
{
	char *of_range = NULL, *of_when = NULL;
	bool ok;

	*m = no_meaning();
	if (read_range(&s->reader, count, words, &m->from, &m->to, &of_range))
		return true;
	*m = no_meaning();
	ok = read_when(&s->reader, count, words, &m->at, &m->remark, &of_when);
	if (ok) {
		m->from = m->to = night_of(m->at, s->reader.night_starts_min);
	} else {
		*m = no_meaning();
		ok = read_duration(count, words, m) || (*m = no_meaning(), read_span_of_night(s, count, words, m));
	}
	if (!ok)
		m->complaint = xstrdup(names_time(count, words) ? of_when : of_range);
	free(of_range);
	free(of_when);
	return ok;
}

static json_t *date_or_null(int32_t day)
{
	char iso[DATE_LENGTH + 1];

	date_format(day, iso);
	return day == NO_NIGHT ? json_null() : json_string(iso);
}

static json_t *instant_or_null(struct instant at)
{
	char text[RFC3339_LENGTH + 1];

	rfc3339_format(at, text);
	return at.at == UNKNOWN ? json_null() : json_string(text);
}

static void show_meaning_json(const struct meaning *m, const char *phrase)
{
	bool nights = m->at.at == UNKNOWN && m->from != NO_NIGHT;
	json_t *o = json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o?}", "phrase", phrase, "instant",
			      instant_or_null(m->at), "night", date_or_null(m->from == m->to ? m->from : NO_NIGHT),
			      "from", date_or_null(nights ? m->from : NO_NIGHT), "to",
			      date_or_null(nights ? m->to : NO_NIGHT), "until", instant_or_null(m->until), "duration_s",
			      m->duration_s == UNKNOWN ? json_null() : json_integer(m->duration_s), "remark",
			      m->remark ? json_string(m->remark) : json_null());

	show_json(o);
	json_decref(o);
}

static char *instant_text(struct instant at)
{
	char text[RFC3339_LENGTH + 1], phrase[PHRASE_MAX];

	rfc3339_format(at, text);
	return xstrdup(phrase_instant_dated(text, -1, phrase));
}

static char *meaning_text(const struct meaning *m)
{
	char first[PHRASE_MAX], last[PHRASE_MAX], span[PHRASE_MAX];
	char *at = instant_text(m->at), *until = instant_text(m->until), *text;

	phrase_date(m->from, -1, first);
	phrase_date(m->to, -1, last);
	span_format(m->until.at != UNKNOWN ? m->until.at - m->at.at : m->duration_s, span, sizeof(span));
	if (m->duration_s != UNKNOWN)
		text = xasprintf("%s, a duration (%lld seconds)", span, (long long)m->duration_s);
	else if (m->until.at != UNKNOWN)
		text = xasprintf("%s to %s, %s, the night of %s", at, until, span, first);
	else if (m->at.at != UNKNOWN)
		text = xasprintf("%s, in the night of %s", at, first);
	else if (m->from == m->to)
		text = xasprintf("the night of %s", first);
	else
		text = xasprintf("the nights of %s to %s, %d of them", first, last, (int)(m->to - m->from + 1));
	free(at);
	free(until);
	return text;
}

static char *joined(int count, char **words)
{
	struct strbuf b = { 0 };

	for (int i = 0; i < count; i++)
		strbuf_add(&b, "%s%s", i ? " " : "", words[i]);
	return strbuf_take(&b);
}

int cmd_date(struct session *s, int count, char **words)
{
	char *phrase = joined(count, words), *text;
	struct meaning m;
	int status = EXIT_DONE;

	if (!read_phrase(s, count, words, &m)) {
		status = complain(EXIT_REFUSED, "%s", m.complaint);
	} else if (s->json) {
		show_meaning_json(&m, phrase);
	} else {
		text = meaning_text(&m);
		show_folded(s, "", 4, text);
		if (m.remark)
			show_folded(s, "    ", 4, m.remark);
		free(text);
	}
	free(m.remark);
	free(m.complaint);
	free(phrase);
	return status;
}
