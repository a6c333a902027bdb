#include "words.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/amount.h"

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static void lower(const char *from, char to[WORD_MAX + 1])
{
	size_t n = 0;

	for (; from[n] && n < WORD_MAX; n++)
		to[n] = from[n] >= 'A' && from[n] <= 'Z' ? (char)(from[n] - 'A' + 'a') : from[n];
	to[n] = '\0';
}

/* A time and the minute after a colon: two digits each, the hour may be short. Moves past them. */
static bool hour_minute(const char **s, int *hour, int *minute, int *second, bool *colon)
{
	const char *p = *s;

	*hour = *minute = *second = 0;
	if (!digit(*p))
		return false;
	for (; digit(*p) && p < *s + 3; p++)
		*hour = *hour * 10 + (*p - '0');
	int *const parts[] = { minute, second };

	*colon = *p == ':';
	for (int i = 0; i < 2 && *p == ':'; i++, p += 3) {
		if (!digit(p[1]) || !digit(p[2]))
			return false;
		*parts[i] = (p[1] - '0') * 10 + (p[2] - '0');
	}
	*s = p;
	return true;
}

enum clock_answer clock_parse(const char *low, int32_t *second)
{
	int hour, minute, s;
	bool colon, half_day = true;
	const char *p = low;

	if (str_equal(low, "noon") || str_equal(low, "midnight")) {
		*second = *low == 'n' ? 43200 : 0;
		return CLOCK_OK;
	}
	if (!hour_minute(&p, &hour, &minute, &s, &colon))
		return CLOCK_NONE;
	bool pm = str_equal(p, "pm") || str_equal(p, "p.m.");

	if (!pm && !str_equal(p, "am") && !str_equal(p, "a.m."))
		half_day = false;
	if (!half_day && (*p || !colon))
		return CLOCK_NONE;
	if (minute > 59 || s > 59 || hour > (half_day ? 12 : 23) || (half_day && hour < 1))
		return CLOCK_IMPOSSIBLE;
	if (half_day)
		hour = hour % 12 + (pm ? 12 : 0);
	*second = hour * 3600 + minute * 60 + s;
	return CLOCK_OK;
}

static bool is_clock(const char *text, size_t length)
{
	char part[WORD_MAX + 1], low[WORD_MAX + 1];
	int32_t second;

	if (length == 0 || length > WORD_MAX)
		return false;
	memcpy(part, text, length);
	part[length] = '\0';
	lower(part, low);
	return clock_parse(low, &second) == CLOCK_OK;
}

static bool add_token(struct words *w, const char *text, size_t length)
{
	while (length > 1 && (text[length - 1] == ',' || text[length - 1] == ';'))
		length--;
	if (length > WORD_MAX) {
		words_complain(w, "One word is longer than %d bytes; free text goes after the word note.", WORD_MAX);
		return false;
	}
	if (w->count == WORDS_MAX) {
		words_complain(w, "More than %d words are too many for one entry; free text goes after the word note.",
			       WORDS_MAX);
		return false;
	}
	struct token *t = &w->token[w->count++];

	memcpy(t->text, text, length);
	t->text[length] = '\0';
	lower(t->text, t->low);
	return true;
}

/* Where a word is two with something between: "23:10-6:40", "11pm–6am", "mon..wed". The length of what stands between.
 */
static size_t joint(const char *text, size_t length, size_t *at)
{
	static const char *const dashes[] = { "-", "–", "—" };

	for (*at = 0; *at < length; (*at)++) {
		const char *p = text + *at;

		if (length - *at >= 2 && p[0] == '.' && p[1] == '.' && length > 2)
			return 2;
		for (size_t i = 0; i < ARRAY_LEN(dashes); i++) {
			size_t n = strlen(dashes[i]);

			if (length - *at > n && strncmp(p, dashes[i], n) == 0 && is_clock(text, *at) &&
			    is_clock(p + n, length - *at - n))
				return n;
		}
	}
	return 0;
}

static bool add_word(struct words *w, const char *text, size_t length)
{
	size_t at, between = joint(text, length, &at);

	if (between == 0)
		return length == 0 || add_token(w, text, length);
	return (at == 0 || add_token(w, text, at)) && add_token(w, between == 2 ? ".." : "-", between == 2 ? 2 : 1) &&
	       (at + between == length || add_token(w, text + at + between, length - at - between));
}

static bool set_note(struct words *w, char *note)
{
	if (w->note) {
		words_complain(w, "There are two notes; write one.");
		free(note);
		return false;
	}
	w->note = note;
	if (strlen(note) > NOTE_MAX) {
		words_complain(w, "The note is longer than %d bytes.", NOTE_MAX);
		return false;
	}
	return true;
}

/* Everything after the word "note": the rest of its shell word, and those that follow, one blank between. */
static char *rest_of_line(const char *rest, int count, char *const *words)
{
	struct strbuf b = { 0 };

	while (blank(*rest))
		rest++;
	strbuf_bytes(&b, rest, strlen(rest));
	for (int i = 0; i < count; i++) {
		strbuf_bytes(&b, " ", b.length ? 1 : 0);
		strbuf_bytes(&b, words[i], strlen(words[i]));
	}
	return strbuf_take(&b);
}

static bool is_note(const char *text, size_t length)
{
	return (length == 4 || (length == 5 && text[4] == ':')) && strncasecmp(text, "note", 4) == 0;
}

/* One shell word, cut at blanks. True in *all if a note took everything that follows. */
static bool add_line(struct words *w, const char *line, int more, char *const *words, bool *all)
{
	while (*line) {
		size_t n = 0;

		while (line[n] && !blank(line[n]))
			n++;
		if (is_note(line, n)) {
			*all = true;
			return set_note(w, rest_of_line(line + n, more, words));
		}
		if (!add_word(w, line, n))
			return false;
		line += n;
		while (blank(*line))
			line++;
	}
	return true;
}

bool words_init(struct words *w, const struct reader *reader, int count, char *const *words)
{
	bool all = false;

	memset(w, 0, sizeof(*w));
	w->reader = reader;
	w->now = local_instant(reader->now.at);
	for (int i = 0; i < count; i++)
		if (!utf8_valid(words[i], strlen(words[i]))) {
			words_complain(w,
				       "Word %d is not readable text (UTF-8 without control characters is expected).",
				       i + 1);
			return false;
		}
	for (int i = 0; i < count && !all; i++) {
		const char *word = words[i];

		while (blank(*word))
			word++;
		if (!add_line(w, word, count - i - 1, words + i + 1, &all))
			return false;
	}
	return true;
}

bool words_result(struct words *w, json_t *object, int32_t night, struct read_result *out)
{
	*out = (struct read_result){ .night = night };
	if (w->lost)
		words_complain(w, "Free text goes after the word note.");
	if (w->remark.length)
		out->remark = strbuf_take(&w->remark);
	if (!w->complaint.length) {
		out->object = object;
		return true;
	}
	json_decref(object);
	out->complaint = strbuf_take(&w->complaint);
	return false;
}

void words_finish(struct words *w)
{
	free(w->note);
	strbuf_clear(&w->complaint);
	strbuf_clear(&w->remark);
	w->note = NULL;
}

void read_result_clear(struct read_result *r)
{
	json_decref(r->object);
	free(r->complaint);
	free(r->remark);
	*r = (struct read_result){ .night = NO_NIGHT };
}

const char *words_peek(const struct words *w, int ahead)
{
	return w->at + ahead < w->count ? w->token[w->at + ahead].low : "";
}

const char *words_text(const struct words *w, int ahead)
{
	return w->at + ahead < w->count ? w->token[w->at + ahead].text : "";
}

bool words_left(const struct words *w)
{
	return w->at < w->count;
}

bool words_take(struct words *w, const char *phrase)
{
	int n = 0;

	while (*phrase) {
		size_t length = strcspn(phrase, " ");
		const char *word = words_peek(w, n++);

		if (strncmp(word, phrase, length) != 0 || word[length])
			return false;
		phrase += length + (phrase[length] == ' ');
	}
	w->at += n;
	return true;
}

bool words_take_any(struct words *w, const char *const *phrases)
{
	for (; *phrases; phrases++)
		if (words_take(w, *phrases))
			return true;
	return false;
}

bool words_join(const struct words *w, int ahead, int n, char between, char out[WORD_MAX + 1])
{
	size_t length = 0;

	if (w->at + ahead + n > w->count)
		return false;
	for (int i = 0; i < n; i++) {
		const char *word = words_text(w, ahead + i);
		size_t more = strlen(word);

		if (length + more + 1 > WORD_MAX)
			return false;
		if (i > 0)
			out[length++] = between;
		memcpy(out + length, word, more);
		length += more;
	}
	out[length] = '\0';
	return true;
}

static __attribute__((format(printf, 2, 0))) void sentence(struct strbuf *b, const char *format, va_list list)
{
	char *text = xvasprintf(format, list);
	strbuf_add(b, "%s%s", b->length ? " " : "", text);
	free(text);
}

void words_complain(struct words *w, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	sentence(&w->complaint, format, list);
	va_end(list);
}

void words_remark(struct words *w, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	sentence(&w->remark, format, list);
	va_end(list);
}

bool words_listed(const char *word, const char *const *list)
{
	for (; list && *list; list++)
		if (str_equal(*list, word))
			return true;
	return false;
}

bool date_form(const char *word)
{
	static const char form[] = "0000-00-00";
	size_t i = 0;

	while (word[i] && form[i] && (form[i] == '0' ? digit(word[i]) : word[i] == form[i]))
		i++;
	return !word[i] && (i == 7 || i == 10);
}

void words_unknown(struct words *w, unsigned where, const char *const *more)
{
	if (date_form(words_peek(w, 0))) {
		words_complain(w, "\"%s\" is in no calendar.", words_text(w, 0));
		w->at++;
		return;
	}
	if (words_listed(words_peek(w, 0), more)) {
		/* Such as "last" without "night". */
		words_complain(w, "\"%s\" needs another word beside it.", words_text(w, 0));
		w->at++;
		return;
	}
	char *near = near_names(words_peek(w, 0), where, w->reader->own, more);

	if (*near)
		words_complain(w, "I do not know \"%s\". Did you mean %s?", words_text(w, 0), near);
	else
		words_complain(w, "I do not know \"%s\".", words_text(w, 0));
	w->lost = w->lost || !*near;
	free(near);
	w->at++;
}

bool whole_number(const char *text, int64_t *n)
{
	size_t length = strspn(text, "0123456789");

	if (length == 0 || length > 9 || text[length])
		return false;
	*n = atol(text);
	return true;
}

bool words_number(struct words *w, const char *name, int64_t least, int64_t most, int64_t *n)
{
	char number[WORD_MAX + 1], *of;

	if (!words_left(w)) {
		words_complain(w, "%s is a whole number from %lld to %lld; none is given.", name, (long long)least,
			       (long long)most);
		return false;
	}
	str_copy(number, sizeof(number), words_peek(w, 0));
	of = strchr(number, '/');
	if (of && atol(of + 1) == most)
		*of = '\0';
	bool ok = whole_number(number, n) && *n >= least && *n <= most;

	if (!ok)
		words_complain(w, "%s is a whole number from %lld to %lld, not \"%s\".", name, (long long)least,
			       (long long)most, words_text(w, 0));
	w->at++;
	return ok;
}

/* The last word must name a unit, or "for 2m 7" would be two minutes and seven seconds. */
int words_span(const struct words *w, int ahead, int64_t *seconds)
{
	char text[WORD_MAX + 1];

	for (int n = 4; n > 0; n--) {
		if (!words_join(w, ahead, n, ' ', text) || (n > 1 && digit(text[strlen(text) - 1])))
			continue;
		if (span_parse(text, seconds))
			return n;
	}
	return 0;
}
