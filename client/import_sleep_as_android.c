/*
 * Sleep as Android's sleep-export.csv. A header line precedes every record, because the columns that follow the fixed
 * ones are clock times of that night and events; columns are therefore found by name, record by record. A record may be
 * followed by a line of noise levels that begins with empty cells.
 *
 * Read here: Id (start, milliseconds since the epoch; where a spreadsheet ruined it, From in Tz), Hours (real elapsed
 * time), LenAdjust (minutes awake, negative), Rating, Comment with its #tags, and the events AWAKE_START and AWAKE_END.
 * The app does not know when the person went to bed or got up, so these stay unknown; so do falling asleep and waking
 * where nothing measured them.
 */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/csv_reader.h"
#include "client/import.h"
#include "cramp/util.h"

enum {
	SHORTEST_S = 5 * 60,		/* shorter recordings are trials of the app */
	SHORTEST_NIGHT_S = 2 * 60 * 60, /* shorter sleeps are naps */
	LONGEST_S = 24 * 60 * 60,
	START_SLACK_S = 5 * 60, /* awake from so near the start on counts as falling asleep */
	AWAKE_SPELLS_MAX = 200,
	SLEEPS_MAX = 50000, /* more than a lifetime of them */
};

struct spell {
	int64_t from, to;
};

struct sleep {
	long line;
	char id[40]; /* of the app, or its From where that was ruined */
	char zone[ZONE_MAX];
	struct instant start, end;
	double awake_min; /* from LenAdjust; NAN: not told */
	struct spell awake[AWAKE_SPELLS_MAX];
	size_t awake_count;
	int quality; /* 1 to 5; 0: not rated */
	char *note;
	int32_t night;
	bool nap;
};

struct sleeps {
	const struct import_options *options;
	struct import *out;
	struct sleep *list;
	size_t count, room;
	struct strbuf unused_tags; /* " #rain #love …", each once */
};

/* ---- a zone of its own for each record ---- */

static char *enter_zone(const char *zone)
{
	char *before = xstrdup_null(getenv("TZ"));

	setenv("TZ", zone, 1);
	when_zone_changed();
	return before;
}

static void leave_zone(char *before)
{
	if (before)
		setenv("TZ", before, 1);
	else
		unsetenv("TZ");
	when_zone_changed();
	free(before);
}

/* "27. 11. 2020 7:38": day first, whatever the app's own notes say. */
static bool local_stamp(const char *cell, int32_t *day, int32_t *second)
{
	int d, m, y, hour, minute, used = 0;

	if (sscanf(cell, "%2d. %2d. %4d %2d:%2d%n", &d, &m, &y, &hour, &minute, &used) != 5 || cell[used] != '\0')
		return false;
	*second = hour * 3600 + minute * 60;
	return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && date_join(y, m, d, day);
}

/* ---- one record ---- */

static bool number_cell(const char *cell, double *value)
{
	char *end;

	errno = 0;
	*value = strtod(cell, &end);
	return end != cell && *end == '\0' && errno == 0 && isfinite(*value);
}

/* Milliseconds exactly; a spreadsheet's "1.59244E+12" is refused. */
static bool id_cell(const char *cell, int64_t *at)
{
	size_t digits = strspn(cell, "0123456789");

	if (digits < 10 || digits > 15 || cell[digits] != '\0')
		return false;
	*at = strtoll(cell, NULL, 10) / 1000;
	return true;
}

static bool read_start(struct sleep *s, const char *id, const char *from)
{
	int32_t day, second;
	int64_t at;

	if (id_cell(id, &at)) {
		str_copy(s->id, sizeof(s->id), id);
		s->start = local_instant(at);
		return true;
	}
	if (!local_stamp(from, &day, &second))
		return false;
	struct resolved r = local_resolve(day, second);
	s->start = r.first;
	snprintf(s->id, sizeof(s->id), "%lld", (long long)s->start.at);
	return r.count > 0;
}

/* "AWAKE_START-1606462701362-0.5": label, then milliseconds. The label has no "-", a value may. */
static bool event_at(const char *cell, const char *label, int64_t *at)
{
	size_t n = strlen(label);

	if (strncmp(cell, label, n) != 0 || cell[n] != '-')
		return false;
	size_t digits = strspn(cell + n + 1, "0123456789");
	if (digits < 10 || digits > 15)
		return false;
	*at = strtoll(cell + n + 1, NULL, 10) / 1000;
	return true;
}

static void read_events(struct sleep *s, const struct csv_record *header, const struct csv_record *data)
{
	int64_t open = UNKNOWN, at;

	for (size_t i = 0; i < header->count && i < data->count; i++) {
		if (strcmp(header->cells[i], "Event") != 0)
			continue;
		if (event_at(data->cells[i], "AWAKE_START", &at) && open == UNKNOWN)
			open = at;
		if (event_at(data->cells[i], "AWAKE_END", &at) && open != UNKNOWN) {
			if (at > open && open >= s->start.at - START_SLACK_S && at <= s->end.at + START_SLACK_S &&
			    s->awake_count < AWAKE_SPELLS_MAX)
				s->awake[s->awake_count++] = (struct spell){ open, at };
			open = UNKNOWN;
		}
	}
}

/* The comment as text: the app writes a line end as " \n " and does not escape the backslash. */
static char *comment_text(const char *cell)
{
	struct strbuf b = { 0 };

	for (const char *p = cell; *p; p++) {
		if (p[0] == '\\' && p[1] == 'n') {
			strbuf_bytes(&b, "\n", 1);
			p++;
		} else if ((unsigned char)*p >= 0x20 || *p == '\n' || *p == '\t')
			strbuf_bytes(&b, p, 1);
	}
	while (b.length > 0 && isspace((unsigned char)b.text[b.length - 1]))
		b.text[--b.length] = '\0';
	char *text = strbuf_take(&b);
	size_t lead = strspn(text, " \n\t");
	char *trimmed = xstrndup(text + lead, NOTE_MAX);
	free(text);
	/* A cut in the middle of a character would make it no text at all. */
	for (size_t n = strlen(trimmed); n > 0 && !utf8_valid(trimmed, n);)
		trimmed[--n] = '\0';
	return trimmed;
}

/* What makes a record unusable: a sentence, or NULL. */
static const char *read_times(struct sleep *s, const struct csv_record *header, const struct csv_record *data)
{
	double hours, adjust, rating;

	if (!read_start(s, csv_cell(data, csv_column(header, "Id")), csv_cell(data, csv_column(header, "From"))))
		return "neither Id nor From says when it began";
	if (!number_cell(csv_cell(data, csv_column(header, "Hours")), &hours) || hours < 0)
		return "Hours is no length of time";
	if (hours * 3600 < SHORTEST_S)
		return "shorter than 5 minutes: a trial of the app";
	if (hours * 3600 > LONGEST_S)
		return "longer than a day";
	s->end = local_instant(s->start.at + (int64_t)llround(hours * 3600));
	if (number_cell(csv_cell(data, csv_column(header, "LenAdjust")), &adjust) && adjust < -1)
		s->awake_min = -adjust; /* -1.0 stands in records made by hand, and says nothing */
	if (number_cell(csv_cell(data, csv_column(header, "Rating")), &rating) && rating > 0 && rating <= 5)
		s->quality = rating < 1 ? 1 : (int)floor(rating + 0.5);
	read_events(s, header, data);
	return NULL;
}

static void read_sleep_record(struct sleeps *all, const struct csv_record *header, const struct csv_record *data)
{
	struct sleep s = { .line = data->line, .awake_min = NAN };
	const char *zone = csv_cell(data, csv_column(header, "Tz"));

	if (!when_zone_known(zone)) {
		import_skip(all->out, data->line, "the zone \"%.60s\" is not known here", zone);
		return;
	}
	str_copy(s.zone, sizeof(s.zone), zone);
	char *before = enter_zone(zone);
	const char *why = read_times(&s, header, data);
	leave_zone(before);
	if (!why && s.end.at > all->options->now.at)
		why = "it ends in the future";
	if (why) {
		import_skip(all->out, data->line, "%s", why);
		return;
	}
	s.note = comment_text(csv_cell(data, csv_column(header, "Comment")));
	/* By its middle: a long sleep that ends after noon still belongs to the night it began in. */
	struct instant middle = { s.start.at + (s.end.at - s.start.at) / 2, s.end.offset_s };
	s.night = night_of(middle, all->options->night_starts_min);
	if (all->count == all->room) {
		all->room = all->room ? 2 * all->room : 64;
		all->list = xreallocarray(all->list, all->room, sizeof(s));
	}
	all->list[all->count++] = s;
}

/* ---- main sleep and naps ---- */

static int by_start(const void *a, const void *b)
{
	const struct sleep *x = a, *y = b;

	return x->start.at != y->start.at ? (x->start.at > y->start.at) - (x->start.at < y->start.at)
					  : (x->line > y->line) - (x->line < y->line);
}

static int64_t length_of(const struct sleep *s)
{
	return s->end.at - s->start.at;
}

/* Two recordings of the same hours: the longer one stays. */
static void drop_overlaps(struct sleeps *all)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->count; i++) {
		struct sleep *s = &all->list[i], *last = kept ? &all->list[kept - 1] : NULL;
		if (!last || s->start.at >= last->end.at) {
			all->list[kept++] = *s;
			continue;
		}
		struct sleep *shorter = length_of(s) > length_of(last) ? last : s;
		struct sleep *longer = shorter == s ? last : s;
		import_skip(all->out, shorter->line, "overlaps the longer sleep of line %ld", longer->line);
		free(shorter->note);
		*last = *longer;
	}
	all->count = kept;
}

/* The longest sleep of a night, if it is long enough, is the main one; the others are naps. */
static void find_main_sleeps(struct sleeps *all)
{
	size_t end;

	for (size_t i = 0; i < all->count; i = end) {
		size_t longest = i;
		for (end = i; end < all->count && all->list[end].night == all->list[i].night; end++) {
			all->list[end].nap = true;
			if (length_of(&all->list[end]) > length_of(&all->list[longest]))
				longest = end;
		}
		all->list[longest].nap = length_of(&all->list[longest]) < SHORTEST_NIGHT_S;
		all->out->nights++;
	}
}

/* ---- tags ---- */

/* Tags that say something about a factor by themselves. "#cold_2x" is the scale's 2. Others: --tag TAG=FACTOR. */
static const char *const own_tags[] = { "cold=cold_legs", NULL };

static const char *tag_target(const char *const *maps, const char *tag, size_t length)
{
	for (size_t i = 0; maps && maps[i]; i++)
		if (strncmp(maps[i], tag, length) == 0 && maps[i][length] == '=')
			return maps[i] + length + 1;
	return NULL;
}

static void tag_row(struct sleeps *all, const struct sleep *s, const char *target, int times)
{
	const struct factor *f = factor_find(target, all->options->own);
	json_t *row;

	if (strcmp(target, "cramp") == 0) {
		char *key = xasprintf("saa:%s:cramp", s->id);
		row = import_row(all->out, "cramps", key, s->line);
		json_object_set_new(row, "count", json_integer(times));
		row_set_night(row, s->night);
		free(key);
	} else if (f) {
		char *key = xasprintf("saa:%s:%s", s->id, f->id);
		double value = times < f->maximum ? times : f->maximum;
		row = import_row(all->out, "reading", key, s->line);
		json_object_set_new(row, "factor", json_string(f->id));
		json_object_set_new(row, "value", json_real(value));
		row_set_night(row, s->night);
		free(key);
	}
}

static void read_tags(struct sleeps *all, const struct sleep *s)
{
	for (const char *p = strchr(s->note, '#'); p; p = strchr(p + 1, '#')) {
		size_t length = strspn(p + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
		size_t name = length;
		int times = 1;

		if (length == 0 || length > WORD_MAX)
			continue;
		/* "_3x" at the end says how often. */
		if (length > 3 && p[length] == 'x' && isdigit((unsigned char)p[length - 1]) && p[length - 2] == '_') {
			times = p[length - 1] - '0';
			name = length - 3;
		}
		const char *target = tag_target(all->options->tags, p + 1, name);
		if (!target)
			target = tag_target(own_tags, p + 1, name);
		char *word = xasprintf(" #%.*s", (int)name, p + 1), *found = NULL;
		if (target && times > 0)
			tag_row(all, s, target, times);
		else if (!target) {
			for (found = all->unused_tags.text; found; found = strstr(found + 1, word))
				if (strncmp(found, word, name + 2) == 0 &&
				    (found[name + 2] == ' ' || found[name + 2] == '\0'))
					break;
			if (!found)
				strbuf_add(&all->unused_tags, "%s", word);
		}
		free(word);
	}
}

/* ---- rows ---- */

static int64_t minutes(int64_t seconds)
{
	return (seconds + 30) / 60;
}

/* Awake at the start is falling asleep; awake later, WASO and an awakening each. Awake at the very end is after the
 * final awakening. */
static void add_awake(json_t *row, struct sleep *s)
{
	int64_t sol_s = 0, waso_s = 0;
	json_int_t awakenings = 0;

	if (s->awake_count == 0) {
		if (!isnan(s->awake_min))
			json_object_set_new(row, "waso_min", json_integer((json_int_t)llround(s->awake_min)));
		return;
	}
	for (size_t i = 0; i < s->awake_count; i++) {
		const struct spell *a = &s->awake[i];
		if (a->from <= s->start.at + START_SLACK_S && i == 0)
			sol_s = a->to - s->start.at;
		else if (a->to >= s->end.at - 60)
			s->end.at = a->from;
		else {
			waso_s += a->to - a->from;
			awakenings++;
		}
	}
	json_object_set_new(row, "sol_min", json_integer(minutes(sol_s)));
	json_object_set_new(row, "waso_min", json_integer(minutes(waso_s)));
	json_object_set_new(row, "awakenings", json_integer(awakenings));
}

static void add_sleep(struct sleeps *all, struct sleep *s)
{
	char *key = xasprintf("saa:%s", s->id);
	json_t *row = import_row(all->out, s->nap ? "nap" : "sleep", key, s->line);

	free(key);
	json_object_set_new(row, "zone", json_string(s->zone));
	if (*s->note)
		json_object_set_new(row, "note", json_string(s->note));
	if (s->nap) {
		row_set_instant(row, "start", s->start);
		row_set_instant(row, "end", s->end);
		return;
	}
	add_awake(row, s);
	row_set_night(row, s->night);
	row_set_instant(row, "lights_out", s->start);
	row_set_instant(row, "final_awakening", s->end);
	if (s->quality)
		json_object_set_new(row, "quality", json_integer(s->quality));
}

static void read_records(struct sleeps *all, struct csv_reader *r)
{
	struct csv_record header = { 0 };
	char **names = NULL;
	enum csv_answer answer;
	char *storage = NULL;

	while ((answer = csv_reader_next(r)) == CSV_RECORD) {
		if (strcmp(r->record.cells[0], "Id") == 0) {
			/* The header is kept while its record is read: take its cells and their text over. */
			free(names);
			free(storage);
			header = r->record;
			names = header.cells;
			storage = r->storage;
			r->record = (struct csv_record){ 0 };
			r->storage = NULL;
		} else if (header.count == 0) {
			import_fault(all->out, r->record.line,
				     "is no Sleep as Android export: it must begin with Id,Tz,From,To");
			break;
		} else if (all->count == SLEEPS_MAX) {
			import_fault(all->out, r->record.line, "is beyond the %d records one import may have",
				     SLEEPS_MAX);
			break;
		} else if (*r->record.cells[0])
			read_sleep_record(all, &header, &r->record);
	}
	if (answer == CSV_UNCLOSED_QUOTE)
		import_fault(all->out, r->record.line, "a quote (\") is opened and never closed");
	if (answer == CSV_TOO_WIDE)
		import_fault(all->out, r->record.line, "has more than %d cells", CSV_CELLS_MAX);
	if (answer == CSV_END && header.count == 0)
		import_fault(all->out, 0, "there is no record in it");
	free(names);
	free(storage);
}

void import_sleep_as_android(const char *text, size_t length, const struct import_options *options, struct import *out)
{
	struct sleeps all = { .options = options, .out = out };
	struct csv_reader r;

	csv_reader_init(&r, text, length, ',');
	read_records(&all, &r);
	csv_reader_finish(&r);
	if (all.count)
		qsort(all.list, all.count, sizeof(*all.list), by_start);
	drop_overlaps(&all);
	find_main_sleeps(&all);
	for (size_t i = 0; i < all.count; i++) {
		add_sleep(&all, &all.list[i]);
		read_tags(&all, &all.list[i]);
		free(all.list[i].note);
	}
	free(all.list);
	out->remark = xasprintf("The app does not know when you went to bed or got up: these stay unknown.%s%s%s",
				all.unused_tags.length ? " Tags not used:" : "",
				all.unused_tags.length ? all.unused_tags.text : "",
				all.unused_tags.length ? "; --tag NAME=FACTOR uses one." : "");
	strbuf_clear(&all.unused_tags);
}
