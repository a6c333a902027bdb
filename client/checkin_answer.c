/* The answers of a morning: a line → a part of the call's parameters, and all of them together. */
#include "client/checkin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/phrase.h"
#include "cramp/util.h"

static bool says(const char *line, const char *const *words)
{
	for (; *words; words++)
		if (strcasecmp(line, *words) == 0)
			return true;
	return false;
}

static const char *const no_words[] = { "n", "no", "none", "nothing", "no cramp", "no cramps", NULL };
static const char *const yes_words[] = { "y", "yes", NULL };
static const char *const unknown_words[] = { "-", "?", ".", NULL };

/* What the words of an answer are read against: its own night, and no time that is still to come. */
static struct reader reader_of(const struct checkin *c)
{
	struct reader reader = c->session->reader;

	reader.night = c->night;
	reader.at = NULL;
	return reader;
}

static char *take_complaint(struct read_result *read)
{
	char *complaint = read->complaint;

	read->complaint = NULL;
	read_result_clear(read);
	return complaint;
}

/* ---- cramps ---- */

static void open_another(struct checkin *c, size_t at)
{
	if (at + 1 < c->count && c->list[at + 1].about == ABOUT_ANOTHER)
		return;
	c->list = xreallocarray(c->list, c->count + 1, sizeof(*c->list));
	memmove(c->list + at + 2, c->list + at + 1, (c->count - at - 1) * sizeof(*c->list));
	c->list[at + 1] = (struct question){ .about = ABOUT_ANOTHER };
	c->count++;
}

static json_t *cramp_of_night(const struct checkin *c)
{
	char night[DATE_LENGTH + 1];

	date_format(c->night, night);
	return json_pack("{s:s, s:s}", "night", night, "precision", "night");
}

/* Behind the name of the program and of the command, which some will type here too. */
static const char *without_command(const char *line)
{
	static const char *const before[] = { "cramp ", "log " };

	for (size_t i = 0; i < ARRAY_LEN(before); i++)
		if (strncasecmp(line, before[i], strlen(before[i])) == 0)
			line += strlen(before[i]) + strspn(line + strlen(before[i]), " ");
	return line;
}

static bool take_cramp(struct checkin *c, size_t at, const char *line, char **complaint)
{
	struct read_result read = { 0 };
	struct reader reader = reader_of(c);
	json_t *episode;

	line = without_command(line);
	char *const words[] = { (char *)line };

	if (says(line, no_words)) {
		c->list[at].answer = c->list[at].about == ABOUT_CRAMPS ? json_pack("{s:b}", "free", 1) : json_object();
		return true;
	}
	if (says(line, yes_words)) {
		episode = cramp_of_night(c);
	} else {
		if (!read_episode(&reader, 1, words, &read)) {
			*complaint = take_complaint(&read);
			return false;
		}
		episode = json_incref(read.object);
		read_result_clear(&read);
	}
	c->list[at].answer = json_pack("{s:[o]}", "episodes", episode);
	open_another(c, at);
	return true;
}

static bool take_draft(struct checkin *c, size_t at, const char *line, char **complaint)
{
	struct read_result read = { 0 };
	struct reader reader = c->session->reader;
	char *const words[] = { (char *)line };
	json_t *set, *episode = c->list[at].episode;

	if (!read_episode_edit(&reader, c->night, 1, words, &read)) {
		*complaint = take_complaint(&read);
		return false;
	}
	set = json_incref(json_object_get(read.object, "set"));
	read_result_clear(&read);
	/* It was asked about, so it is complete with what is known. */
	json_object_set_new(set, "draft", json_false());
	c->list[at].answer =
		json_pack("{s:[{s:O, s:o}]}", "completed", "id", json_object_get(episode, "id"), "episode", set);
	return true;
}

/* ---- yes and no ---- */

/* "y y n", "yyn", "yes no yes": the next answer. 1, 0, UNKNOWN for "-"; -1: none of these. */
static int64_t next_yes(const char **p)
{
	static const struct {
		const char *word;
		int64_t value;
	} words[] = { { "yes", 1 },	{ "no", 0 },	  { "y", 1 },	   { "n", 0 },
		      { "-", UNKNOWN }, { "?", UNKNOWN }, { ".", UNKNOWN } };

	*p += strspn(*p, " ,\t");
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strncasecmp(*p, words[i].word, strlen(words[i].word)) == 0) {
			*p += strlen(words[i].word);
			return words[i].value;
		}
	return -1;
}

static json_t *yes_reading(const struct checkin *c, const struct factor *f, bool yes)
{
	char night[DATE_LENGTH + 1];

	date_format(c->night, night);
	return json_pack("{s:s, s:b, s:s}", "factor", f->id, "yes", yes, "night", night);
}

/* As the button said, each. */
static json_t *as_pressed(const struct checkin *c)
{
	json_t *readings = json_array(), *reading;
	size_t i;

	json_array_foreach(c->readings, i, reading)
	{
		const char *id = json_string_value(json_object_get(reading, "factor"));
		if (!str_equal(json_string_value(json_object_get(reading, "source")), "reminder"))
			continue;
		for (size_t k = 0; k < c->measure_count; k++)
			if (str_equal(id, c->measures[k]->id))
				json_array_append_new(
					readings,
					yes_reading(c, c->measures[k], json_is_true(json_object_get(reading, "yes"))));
	}
	return readings;
}

static bool take_measures(struct checkin *c, size_t at, const char *line, char **complaint)
{
	json_t *readings = json_array();
	const char *p = line;
	size_t n = 0;

	if (strcmp(line, "=") == 0) {
		json_decref(readings);
		readings = as_pressed(c);
		n = c->measure_count;
		p = "";
	}
	for (; n < c->measure_count && *p; n++) {
		int64_t yes = next_yes(&p);
		if (yes == -1)
			break;
		if (yes != UNKNOWN)
			json_array_append_new(readings, yes_reading(c, c->measures[n], yes));
	}
	p += strspn(p, " ,\t");
	if (*p || n < c->measure_count || json_array_size(readings) == 0) {
		json_decref(readings);
		*complaint = c->measure_count == 1
				     ? xstrdup("y or n is expected.")
				     : xasprintf("y or n is expected for each of the %zu, or - for the one you do not "
						 "know; as in: y n y.",
						 c->measure_count);
		return false;
	}
	c->list[at].answer = json_pack("{s:o}", "readings", readings);
	return true;
}

/* ---- factors ---- */

/* One key as the word it stands for. */
static const char *word_of(const struct factor *f, const char *line)
{
	static const struct {
		const char *key, *word;
	} keys[] = { { "l", "less" },	   { "u", "usual" }, { "m", "more" },	   { "less", "less" }, { "c", "less" },
		     { "colder", "less" }, { "w", "more" },  { "warmer", "more" }, { "y", "yes" } };

	if (says(line, no_words))
		return f->kind == KIND_YESNO ? "no" : "0";
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (strcasecmp(line, keys[i].key) == 0)
			return keys[i].word;
	return line;
}

static bool take_factor(struct checkin *c, size_t at, const char *line, char **complaint)
{
	const struct factor *f = c->list[at].factor;
	struct read_result read = { 0 };
	struct reader reader = reader_of(c);
	char *const words[] = { (char *)f->id, (char *)word_of(f, line) };

	if (!read_reading(&reader, ARRAY_LEN(words), words, &read)) {
		*complaint = take_complaint(&read);
		return false;
	}
	c->list[at].answer = json_pack("{s:[O]}", "readings", read.object);
	read_result_clear(&read);
	return true;
}

/* ---- sleep ---- */

/* "20m 2 30m", each of which may be missing at the end, is: sol 20m woke 2 30m. */
static char *lying_words(const char *line)
{
	static const char *const before[] = { "sol ", "woke ", "" };
	struct strbuf b = { 0 };
	char *copy = xstrdup(line), *rest = copy;
	size_t n = 0;

	for (char *word; (word = strsep(&rest, " ,\t"));) {
		bool minutes = n == 0 || n == 2;
		if (!word[0])
			continue;
		bool bare = word[strspn(word, "0123456789")] == '\0';
		if (n == ARRAY_LEN(before) || word[0] < '0' || word[0] > '9') {
			strbuf_clear(&b);
			strbuf_add(&b, "%s", line);
			break;
		}
		strbuf_add(&b, "%s%s%s%s", n ? " " : "", before[n], word, bare && minutes ? "m" : "");
		n++;
	}
	free(copy);
	return strbuf_take(&b);
}

static bool take_sleep(struct checkin *c, size_t at, const char *line, char **complaint)
{
	struct read_result read = { 0 };
	struct reader reader = reader_of(c);
	char *told = c->list[at].about == ABOUT_LYING	  ? lying_words(line)
		     : c->list[at].about == ABOUT_QUALITY ? xasprintf("quality %s", line)
							  : xstrdup(line);
	char *const words[] = { told };
	bool ok = read_sleep(&reader, 1, words, &read);

	free(told);
	if (!ok) {
		*complaint = take_complaint(&read);
		return false;
	}
	c->list[at].answer = json_pack("{s:O}", "sleep", json_object_get(read.object, "sleep"));
	read_result_clear(&read);
	return true;
}

/* ---- all of them ---- */

bool checkin_take(struct checkin *c, size_t at, const char *line, char **complaint)
{
	checkin_untake(c, at);
	if (says(line, unknown_words))
		return true;
	switch (c->list[at].about) {
	case ABOUT_DRAFT: return take_draft(c, at, line, complaint);
	case ABOUT_CRAMPS:
	case ABOUT_ANOTHER: return take_cramp(c, at, line, complaint);
	case ABOUT_MEASURES: return take_measures(c, at, line, complaint);
	case ABOUT_FACTOR: return take_factor(c, at, line, complaint);
	case ABOUT_SLEEP:
	case ABOUT_LYING:
	case ABOUT_QUALITY: return take_sleep(c, at, line, complaint);
	}
	return true;
}

/* With a cramp that is taken back the question after it goes. */
static void close_another(struct checkin *c, size_t at)
{
	if (!json_object_get(c->list[at].answer, "episodes") || at + 1 == c->count ||
	    c->list[at + 1].about != ABOUT_ANOTHER)
		return;
	json_decref(c->list[at + 1].answer);
	memmove(c->list + at + 1, c->list + at + 2, (c->count - at - 2) * sizeof(*c->list));
	c->count--;
}

void checkin_untake(struct checkin *c, size_t at)
{
	close_another(c, at);
	json_decref(c->list[at].answer);
	c->list[at].answer = NULL;
}

/* Lists are joined, what is told of sleep is put together. */
static void merge(json_t *all, json_t *answer)
{
	const char *key;
	json_t *value, *there;

	json_object_foreach(answer, key, value)
	{
		there = json_object_get(all, key);
		if (!there)
			json_object_set_new(all, key, json_deep_copy(value));
		else if (json_is_array(there))
			json_array_extend(there, value);
		else if (json_is_object(there))
			json_object_update(there, value);
	}
}

json_t *checkin_answers(const struct checkin *c)
{
	json_t *all = json_object();

	for (size_t i = 0; i < c->count; i++)
		if (c->list[i].answer)
			merge(all, c->list[i].answer);
	return all;
}

static void add(struct strbuf *b, const char *text)
{
	strbuf_add(b, "%s%s", b->length ? " · " : "", text);
}

/* "stretch and warm feet yes, loosen bedding no", then the amounts. */
static void add_readings(const struct checkin *c, struct strbuf *b, json_t *readings)
{
	static const char *const answers[] = { "yes", "no" };
	struct strbuf said = { 0 };
	char name[PHRASE_MAX];
	json_t *r;
	size_t i;

	for (int k = 0; k < 2; k++) {
		size_t n = 0, last = 0;
		json_array_foreach(readings, i, r) last += json_is_boolean(json_object_get(r, "yes")) &&
							   json_is_true(json_object_get(r, "yes")) == (k == 0);
		json_array_foreach(readings, i, r)
		{
			json_t *yes = json_object_get(r, "yes");
			if (!json_is_boolean(yes) || json_is_true(yes) != (k == 0))
				continue;
			n++;
			strbuf_add(&said, "%s%s",
				   n == 1      ? (said.length ? ", " : "")
				   : n == last ? " and "
					       : ", ",
				   phrase_factor(c->session, json_string_value(json_object_get(r, "factor")), name));
		}
		if (n > 0)
			strbuf_add(&said, " %s", answers[k]);
	}
	if (said.length)
		add(b, said.text);
	strbuf_clear(&said);
	json_array_foreach(readings, i, r)
	{
		if (json_is_boolean(json_object_get(r, "yes")))
			continue;
		char *value = phrase_value(c->session, r);
		strbuf_add(b, "%s%s %s", b->length ? " · " : "",
			   phrase_factor(c->session, json_string_value(json_object_get(r, "factor")), name), value);
		free(value);
	}
}

char *checkin_phrase(const struct checkin *c, json_t *answers)
{
	struct strbuf b = { 0 };
	size_t cramps = json_array_size(json_object_get(answers, "episodes"));
	size_t completed = json_array_size(json_object_get(answers, "completed"));
	char *sleep = phrase_sleep(json_object_get(answers, "sleep"));

	if (json_is_true(json_object_get(answers, "free")))
		add(&b, "no cramp");
	if (completed)
		strbuf_add(&b, "%s%zu cramp%s completed", b.length ? " · " : "", completed, completed == 1 ? "" : "s");
	if (cramps)
		strbuf_add(&b, "%s%zu %scramp%s", b.length ? " · " : "", cramps, completed ? "more " : "",
			   cramps == 1 ? "" : "s");
	add_readings(c, &b, json_object_get(answers, "readings"));
	if (sleep[0])
		add(&b, sleep);
	free(sleep);
	return strbuf_take(&b);
}
