/*
 * The wide nightly table: what `cramp import csv` reads. Unknown is an empty cell: cramps empty for a night nobody
 * spoke of, 0 for a free one. severity, duration_s and onset are those of the worst cramp.
 */
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/export.h"
#include "cramp/util.h"
#include "cramp/wire.h"

struct wide {
	json_t *nights;	 /* objects by date, in order */
	json_t *worst;	 /* date → the worst episode of it */
	json_t *columns; /* factor id → true */
};

static int on_night(json_t *reply, void *data)
{
	struct wide *w = data;
	json_t *night = json_object_get(reply, "night"), *value;
	const char *factor;

	if (!json_is_object(night))
		return 0;
	json_array_append(w->nights, night);
	json_object_foreach(json_object_get(night, "readings"), factor, value)
		json_object_set_new(w->columns, factor, json_true());
	return 0;
}

static json_int_t number(json_t *object, const char *key)
{
	json_t *v = json_object_get(object, key);

	return json_is_integer(v) ? json_integer_value(v) : -1;
}

/* Worse: more severe, then longer. */
static bool worse(json_t *a, json_t *b)
{
	json_int_t x = number(a, "severity"), y = number(b, "severity");

	return x != y ? x > y : number(a, "duration_s") > number(b, "duration_s");
}

static int on_episode(json_t *reply, void *data)
{
	struct wide *w = data;
	json_t *e = json_object_get(reply, "episode");
	const char *class = json_string_value(json_object_get(e, "class"));
	const char *night = json_string_value(json_object_get(e, "night"));

	if (!night || !class || (strcmp(class, "night") != 0 && strcmp(class, "unclear") != 0))
		return 0;
	json_t *before = json_object_get(w->worst, night);
	if (!before || worse(e, before))
		json_object_set(w->worst, night, e);
	return 0;
}

static void put_value(FILE *to, json_t *value)
{
	fputc(',', to);
	if (json_is_boolean(value))
		fputc(json_is_true(value) ? '1' : '0', to);
	else if (json_is_string(value))
		fputs(json_string_value(value), to);
	else if (json_is_number(value)) {
		char *text = json_text(value);
		fputs(text, to);
		free(text);
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_nights(FILE *to, const struct wide *w, const char **columns, size_t count)
{
	static const char *const of_worst[] = { "severity", "duration_s", "onset" };
	size_t index;
	json_t *night;

	fputs("night,cramps", to);
	for (size_t i = 0; i < ARRAY_LEN(of_worst); i++)
		fprintf(to, ",%s", of_worst[i]);
	for (size_t i = 0; i < count; i++)
		fprintf(to, ",%s", columns[i]);
	fputc('\n', to);
	json_array_foreach(w->nights, index, night)
	{
		const char *date = json_string_value(json_object_get(night, "night"));
		const char *state = json_string_value(json_object_get(night, "state"));
		json_t *worst = json_object_get(w->worst, date), *readings = json_object_get(night, "readings");
		fputs(date, to);
		put_value(to, strcmp(state, "unknown") == 0 ? NULL : json_object_get(night, "episodes"));
		for (size_t i = 0; i < ARRAY_LEN(of_worst); i++)
			put_value(to, json_object_get(worst, of_worst[i]));
		for (size_t i = 0; i < count; i++)
			put_value(to, json_object_get(readings, columns[i]));
		fputc('\n', to);
	}
}

int export_csv(struct session *s, FILE *to)
{
	struct wide w = { json_array(), json_object(), json_object() };
	int status = session_stream(s, "org.crampd.Diary.Nights", json_object(), on_night, &w);

	if (status == EXIT_DONE)
		status = session_stream(s, "org.crampd.Diary.Episodes", json_object(), on_episode, &w);
	if (status == EXIT_DONE) {
		size_t count = 0;
		const char **columns = xcalloc(json_object_size(w.columns) + 1, sizeof(*columns)), *name;
		json_t *unused;
		json_object_foreach(w.columns, name, unused) columns[count++] = name;
		if (count)
			qsort(columns, count, sizeof(*columns), by_name);
		put_nights(to, &w, columns, count);
		free(columns);
	}
	json_decref(w.nights);
	json_decref(w.worst);
	json_decref(w.columns);
	return status;
}
