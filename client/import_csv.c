/*
 * The wide nightly table that people keep in spreadsheets: a header "night,cramps,FACTOR,…", one row a night. An empty
 * cell is not recorded; cramps empty is unknown, 0 is free, n is n cramps of unknown time. Optional severity,
 * duration_s and onset speak of the worst one. A first column "date" needs to be told whether it names the evening or
 * the morning.
 */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/csv_reader.h"
#include "client/import.h"
#include "cramp/util.h"

/* No diary goes further back than 1900-01-01. */
enum { CRAMPS_MAX = 50, COLUMNS_MAX = 400, FIRST_NIGHT = -25567 };

enum column_role { ROLE_NIGHT, ROLE_CRAMPS, ROLE_SEVERITY, ROLE_DURATION, ROLE_ONSET, ROLE_FACTOR };

struct column {
	enum column_role role;
	const struct factor *factor; /* of ROLE_FACTOR */
};

struct table {
	const struct import_options *options;
	struct import *out;
	struct column *columns;
	size_t count;
	long *lines;	 /* where each night from FIRST_NIGHT on stands, 0: nowhere */
	int32_t tonight; /* the newest night that can have had a cramp */
	int32_t newest;	 /* … and the newest that can have a reading: by day it has begun before its evening */
	size_t night_count;
};

/* ---- cells ---- */

static char *trimmed(const char *cell)
{
	while (isspace((unsigned char)*cell))
		cell++;
	size_t n = strlen(cell);
	while (n > 0 && isspace((unsigned char)cell[n - 1]))
		n--;
	return xstrndup(cell, n);
}

/* A plain number; a decimal comma is taken where it cannot be a thousands separator. */
static bool plain_number(const char *cell, double *value)
{
	char text[64], *end;

	if (!str_copy(text, sizeof(text), cell))
		return false;
	char *comma = strchr(text, ',');
	if (comma) {
		size_t after = strspn(comma + 1, "0123456789");
		if (strchr(text, '.') || after == 0 || after == 3 || comma[1 + after] != '\0')
			return false;
		*comma = '.';
	}
	if (!isdigit((unsigned char)text[0]) && text[0] != '-' && text[0] != '+' && text[0] != '.')
		return false;
	errno = 0;
	*value = strtod(text, &end);
	return *end == '\0' && end != text && isfinite(*value) && errno == 0 && !strpbrk(text, "xX");
}

static bool whole_number(const char *cell, double minimum, double maximum, json_int_t *value)
{
	double number;

	if (!plain_number(cell, &number) || number != floor(number) || number < minimum || number > maximum)
		return false;
	*value = (json_int_t)number;
	return true;
}

static int listed(const char *cell, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (strcasecmp(cell, words[i]) == 0)
			return i;
	return -1;
}

/* ---- the header ---- */

/* An id made from a column's name: "Hot bath" → "hot_bath". False if nothing is left of it. */
static bool id_from_name(const char *name, char id[WORD_MAX + 1])
{
	size_t n = 0;

	for (; *name && n < WORD_MAX; name++) {
		unsigned char c = (unsigned char)*name;
		if (isalnum(c) && c < 0x80)
			id[n++] = (char)tolower(c);
		else if (n > 0 && id[n - 1] != '_')
			id[n++] = '_';
	}
	while (n > 0 && id[n - 1] == '_')
		n--;
	id[n] = '\0';
	return n > 0 && isalpha((unsigned char)id[0]);
}

/* Are all values of a column 0 or 1? Decides what an own factor made from it is. */
static bool column_is_yesno(const char *text, size_t length, char separator, size_t column)
{
	struct csv_reader r;
	bool yesno = true;

	csv_reader_init(&r, text, length, separator);
	csv_reader_next(&r);
	while (yesno && csv_reader_next(&r) == CSV_RECORD) {
		char *cell = trimmed(csv_cell(&r.record, (long)column));
		double value;
		if (*cell && (!plain_number(cell, &value) || (value != 0 && value != 1)))
			yesno = false;
		free(cell);
	}
	csv_reader_finish(&r);
	return yesno;
}

static const struct factor *make_factor(struct table *t, const char *name, bool yesno)
{
	struct import *out = t->out;
	char id[WORD_MAX + 1];

	if (!id_from_name(name, id)) {
		import_fault(out, 1, "the column \"%s\" has a name no factor can have; use letters, digits and _",
			     name);
		return NULL;
	}
	const struct factor *known = factor_find(id, &out->fresh);
	if (known) {
		import_fault(out, 1, "the column \"%s\" would be the same factor as \"%s\"; rename it", name,
			     known->id);
		return NULL;
	}
	own_factors_add(&out->fresh, id, name, yesno ? KIND_YESNO : KIND_AMOUNT, "", WINDOW_DAY,
			yesno ? COMBINE_MAX : COMBINE_SUM);
	if (!out->factors)
		out->factors = json_array();
	json_array_append_new(out->factors, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "id", id, "label", name, "kind",
						      yesno ? "yesno" : "amount", "unit", "", "window", "day",
						      "combine", yesno ? "max" : "sum"));
	return factor_by_id(id, &out->fresh);
}

static const struct factor *known_factor(const struct table *t, const char *name)
{
	const struct factor *f = factor_find(name, t->options->own);

	return f ? f : factor_find(name, &t->out->fresh);
}

static void refuse_column(struct table *t, const char *name)
{
	char *near = near_names(name, NEAR_FACTOR, t->options->own, NULL);

	import_fault(t->out, 1, "I do not know the column \"%s\".%s%s%s --new-factors makes a factor of your own of it",
		     name, *near ? " Did you mean " : "", near, *near ? "?" : "");
	free(near);
}

static void read_column(struct table *t, struct csv_reader *r, size_t index, const char *name)
{
	static const struct {
		const char *name;
		enum column_role role;
	} fixed[] = {
		{ "night", ROLE_NIGHT },	 { "cramps", ROLE_CRAMPS }, { "severity", ROLE_SEVERITY },
		{ "duration_s", ROLE_DURATION }, { "onset", ROLE_ONSET },
	};
	struct column *column = &t->columns[index];

	column->role = ROLE_FACTOR;
	for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
		if (strcasecmp(name, fixed[i].name) == 0) {
			column->role = fixed[i].role;
			return;
		}
	if (strcasecmp(name, "date") == 0 && index == 0) {
		column->role = ROLE_NIGHT;
		if (!t->options->dated)
			import_fault(t->out, 1,
				     "the first column is called \"date\": say --dated evening if it names the "
				     "evening a night begins, or --dated morning");
		return;
	}
	column->factor = known_factor(t, name);
	if (!column->factor && t->options->new_factors)
		column->factor = make_factor(t, name, column_is_yesno(r->text, r->length, r->separator, index));
	else if (!column->factor)
		refuse_column(t, name);
	else if (column->factor->window == WINDOW_TRAIT || column->factor->kind == KIND_TEXT)
		import_fault(t->out, 1,
			     "\"%s\" is a standing circumstance, not something of a night: cramp trait set %s", name,
			     column->factor->id);
	else if (factor_worked_out(column->factor))
		import_fault(t->out, 1, "\"%s\" is worked out from what the diary knows; leave the column out", name);
}

static void check_columns(struct table *t)
{
	for (size_t i = 0; i < t->count; i++)
		for (size_t j = 0; j < i; j++) {
			const struct column *a = &t->columns[i], *b = &t->columns[j];
			if (a->role == b->role && (a->role != ROLE_FACTOR || (a->factor && a->factor == b->factor))) {
				import_fault(t->out, 1, "columns %zu and %zu are the same thing; leave one out", j + 1,
					     i + 1);
				return;
			}
		}
}

static void read_header(struct table *t, struct csv_reader *r)
{
	struct csv_record *header = &r->record;

	if (header->count > COLUMNS_MAX) {
		import_fault(t->out, 1, "%zu columns are more than the %d a table may have", header->count,
			     COLUMNS_MAX);
		return;
	}
	t->count = header->count;
	t->columns = xcalloc(t->count, sizeof(*t->columns));
	/* Own factors are made while the header is read and their list moves as it grows: by id first, by pointer
	 * after. */
	char **names = xcalloc(t->count, sizeof(char *));
	for (size_t i = 0; i < t->count; i++)
		names[i] = trimmed(header->cells[i]);
	struct csv_reader copy = *r;
	for (size_t i = 0; i < t->count; i++)
		read_column(t, &copy, i, names[i]);
	for (size_t i = 0; i < t->count; i++)
		if (t->columns[i].role == ROLE_FACTOR) {
			char id[WORD_MAX + 1];
			const struct factor *f = known_factor(t, names[i]);
			t->columns[i].factor = f			    ? f
					       : id_from_name(names[i], id) ? factor_by_id(id, &t->out->fresh)
									    : NULL;
		}
	if (t->columns[0].role != ROLE_NIGHT)
		import_fault(t->out, 1, "the first column must be \"night\" (the date of the evening), not \"%s\"",
			     names[0]);
	check_columns(t);
	for (size_t i = 0; i < t->count; i++)
		free(names[i]);
	free(names);
}

/* ---- rows ---- */

static bool read_night_cell(struct table *t, const char *cell, long line, int32_t *night)
{
	if (!date_parse(cell, night)) {
		import_fault(t->out, line, "\"%s\" is no date; write it like 2026-11-21", cell);
		return false;
	}
	if (t->options->dated == 'm')
		--*night;
	if (*night > t->newest || *night < FIRST_NIGHT) {
		import_fault(t->out, line, *night > t->newest ? "the night of %s has not begun" : "%s is before 1900",
			     cell);
		return false;
	}
	long *seen = &t->lines[*night - FIRST_NIGHT];
	if (*seen) {
		import_fault(t->out, line, "the night of %s stands in line %ld too", cell, *seen);
		return false;
	}
	*seen = line;
	t->night_count++;
	return true;
}

/* "03:10" within the night, or a whole instant. */
static bool read_onset(const struct table *t, int32_t night, const char *cell, struct instant *onset)
{
	int hour, minute, used = 0;

	if (rfc3339_parse(cell, onset))
		return night_of(*onset, t->options->night_starts_min) == night;
	if (sscanf(cell, "%2d:%2d%n", &hour, &minute, &used) != 2 || cell[used] != '\0' || hour < 0 || hour > 23 ||
	    minute < 0 || minute > 59)
		return false;
	int32_t second = hour * 3600 + minute * 60;
	struct resolved r = local_resolve(night + (second < t->options->night_starts_min * 60), second);
	*onset = r.first;
	return r.count > 0;
}

static void read_reading(struct table *t, int32_t night, const char *date, const struct factor *f, const char *cell,
			 long line)
{
	static const char *const no_yes[] = { "no", "yes", "n", "y", "false", "true", NULL };
	static const char *const levels[] = { "less", "usual", "more", NULL };
	int yesno = listed(cell, no_yes), level = f->kind == KIND_YESNO ? -1 : listed(cell, levels);
	double value = 0;

	if (level < 0) {
		if (f->kind == KIND_YESNO && yesno >= 0)
			value = yesno % 2;
		else if (!plain_number(cell, &value)) {
			import_fault(t->out, line, "%s cannot be \"%s\"; expected %s", f->id, cell,
				     f->kind == KIND_YESNO ? "yes, no, 1 or 0" : "a number, or less, usual, more");
			return;
		}
		if (value < f->minimum || value > f->maximum || (f->kind == KIND_YESNO && value != 0 && value != 1)) {
			import_fault(t->out, line, "%s %s is outside %g to %g%s%s", f->id, cell, f->minimum, f->maximum,
				     *f->unit ? " " : "", f->unit);
			return;
		}
	}
	char *key = xasprintf("csv:%s:%s", date, f->id);
	json_t *row = import_row(t->out, "reading", key, line);
	free(key);
	row_set_night(row, night);
	json_object_set_new(row, "factor", json_string(f->id));
	if (level >= 0)
		json_object_set_new(row, "level", json_string(levels[level]));
	else
		json_object_set_new(row, "value", json_real(value));
}

static void read_cramps(struct table *t, int32_t night, const char *date, char *const of_role[], long line)
{
	struct import *out = t->out;
	json_int_t count, number;
	struct instant onset;

	if (!*of_role[ROLE_CRAMPS]) {
		if (*of_role[ROLE_SEVERITY] || *of_role[ROLE_DURATION] || *of_role[ROLE_ONSET])
			import_fault(out, line,
				     "there is a severity, duration or onset, but the number of cramps is empty");
		return;
	}
	if (!whole_number(of_role[ROLE_CRAMPS], 0, CRAMPS_MAX, &count)) {
		import_fault(out, line,
			     "cramps cannot be \"%s\"; expected a whole number from 0 to %d, or nothing if unknown",
			     of_role[ROLE_CRAMPS], CRAMPS_MAX);
		return;
	}
	char *key = xasprintf("csv:%s:%s", date, count ? "cramp" : "free");
	json_t *row = import_row(out, count ? "cramps" : "free", key, line);
	free(key);
	row_set_night(row, night);
	if (count)
		json_object_set_new(row, "count", json_integer(count));
	if (!count && (*of_role[ROLE_SEVERITY] || *of_role[ROLE_DURATION] || *of_role[ROLE_ONSET]))
		import_fault(out, line, "a night with 0 cramps cannot have a severity, duration or onset");
	if (*of_role[ROLE_SEVERITY]) {
		if (!whole_number(of_role[ROLE_SEVERITY], 0, 10, &number))
			import_fault(out, line, "severity cannot be \"%s\"; expected 0 to 10", of_role[ROLE_SEVERITY]);
		else
			json_object_set_new(row, "severity", json_integer(number));
	}
	if (*of_role[ROLE_DURATION]) {
		if (!whole_number(of_role[ROLE_DURATION], 0, 86400, &number))
			import_fault(out, line, "duration_s cannot be \"%s\"; expected seconds, 0 to 86400",
				     of_role[ROLE_DURATION]);
		else
			json_object_set_new(row, "duration_s", json_integer(number));
	}
	if (*of_role[ROLE_ONSET]) {
		if (!read_onset(t, night, of_role[ROLE_ONSET], &onset))
			import_fault(out, line, "onset cannot be \"%s\"; expected a time of that night like 03:10",
				     of_role[ROLE_ONSET]);
		else
			row_set_instant(row, "onset", onset);
	}
}

static void read_record(struct table *t, const struct csv_record *record)
{
	char *cells[COLUMNS_MAX];
	char nothing[] = "", *of_role[ROLE_FACTOR + 1];
	char date[DATE_LENGTH + 1];
	int32_t night;

	if (record->count > t->count) {
		import_fault(t->out, record->line, "has %zu cells, the header only %zu", record->count, t->count);
		return;
	}
	for (size_t i = 0; i <= ROLE_FACTOR; i++)
		of_role[i] = nothing;
	for (size_t i = 0; i < t->count; i++) {
		cells[i] = trimmed(csv_cell(record, (long)i));
		of_role[t->columns[i].role] = cells[i];
	}
	if (read_night_cell(t, of_role[ROLE_NIGHT], record->line, &night)) {
		date_format(night, date);
		if (night > t->tonight && *of_role[ROLE_CRAMPS])
			import_fault(t->out, record->line, "the night of %s has not begun", date);
		else
			read_cramps(t, night, date, of_role, record->line);
		for (size_t i = 0; i < t->count; i++)
			if (t->columns[i].factor && *cells[i])
				read_reading(t, night, date, t->columns[i].factor, cells[i], record->line);
	}
	for (size_t i = 0; i < t->count; i++)
		free(cells[i]);
}

void import_csv(const char *text, size_t length, const struct import_options *options, struct import *out)
{
	struct table t = { .options = options, .out = out };
	struct csv_reader r;
	enum csv_answer answer;

	t.tonight = night_of(options->now, options->night_starts_min);
	t.newest = night_of(options->now, options->day_starts_min);
	if (t.newest < t.tonight)
		t.newest = t.tonight;
	t.lines = xcalloc(t.newest > FIRST_NIGHT ? (size_t)(t.newest - FIRST_NIGHT) + 1 : 1, sizeof(*t.lines));
	csv_reader_init(&r, text, length, 0);
	answer = csv_reader_next(&r);
	if (answer == CSV_RECORD)
		read_header(&t, &r);
	else if (answer == CSV_END)
		import_fault(out, 0, "the file is empty; expected a first line like night,cramps,water,exercise");
	const bool header_fits = out->fault_count == 0;
	/* With a good header every row is looked at, so that all faults are told at once. */
	while (answer == CSV_RECORD && header_fits && !import_too_much(out)) {
		answer = csv_reader_next(&r);
		if (answer == CSV_RECORD)
			read_record(&t, &r.record);
	}
	if (answer == CSV_UNCLOSED_QUOTE)
		import_fault(out, r.record.line, "a quote (\") is opened and never closed");
	if (answer == CSV_TOO_WIDE)
		import_fault(out, r.record.line, "has more than %d cells", CSV_CELLS_MAX);
	out->nights = t.night_count;
	csv_reader_finish(&r);
	free(t.columns);
	free(t.lines);
}
