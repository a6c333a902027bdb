#include "client/show/knowledge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/show/csv.h"
#include "cramp/util.h"
#include "cramp/wire.h"

enum { COLUMNS_MAX = 32 };

static void put_text(json_t *object, const char *key, const char *text)
{
	json_object_set_new(object, key, str_empty(text) ? json_null() : json_string(text));
}

static void put_words(json_t *object, const char *key, const char *const *words)
{
	json_t *list = json_array();

	for (; *words; words++)
		json_array_append_new(list, json_string(*words));
	json_object_set_new(object, key, list);
}

/* A text of parts between separators as an array. */
static void put_parts(json_t *object, const char *key, const char *text, const char *separator)
{
	json_t *list = json_array();
	const char *next;

	for (; *text; text = next) {
		next = strstr(text, separator);
		size_t length = next ? (size_t)(next - text) : strlen(text);

		json_array_append_new(list, json_stringn(text, length));
		next = next ? next + strlen(separator) : text + length;
	}
	json_object_set_new(object, key, list);
}

/* What all three kinds end with. */
static void put_sources(json_t *object, const char *said_by, const char *evidence, const char *reference,
			const char *note)
{
	put_text(object, "said_by", said_by);
	put_text(object, "evidence", evidence);
	put_text(object, "reference", reference);
	put_text(object, "note", note);
}

json_t *knowledge_factor(const struct factor *f)
{
	bool ranged = f->kind != KIND_TEXT;
	json_t *o = json_object();

	put_text(o, "id", f->id);
	put_text(o, "label", f->label);
	put_words(o, "aliases", f->aliases);
	put_text(o, "kind", factor_kind_name(f->kind));
	put_text(o, "unit", f->unit);
	json_object_set_new(o, "minimum", ranged ? json_real(f->minimum) : json_null());
	json_object_set_new(o, "maximum", ranged ? json_real(f->maximum) : json_null());
	put_text(o, "window", factor_window_name(f->window));
	put_text(o, "combine", factor_combine_name(f->combine));
	json_object_set_new(o, "lag", json_integer(f->lag));
	put_text(o, "lags", f->lags);
	put_text(o, "direction", f->direction);
	json_object_set_new(o, "u_shaped", json_boolean(f->u_shaped));
	json_object_set_new(o, "own", json_boolean(f->own));
	put_text(o, "derived", f->derived);
	put_text(o, "composite", f->composite);
	put_text(o, "section", f->section);
	put_parts(o, "measures", f->measures, ",");
	put_text(o, "counter", f->counter);
	put_sources(o, f->said_by, f->evidence, f->reference, f->note);
	return o;
}

json_t *knowledge_measure(const struct measure *m)
{
	json_t *o = json_object();

	put_text(o, "id", m->id);
	put_text(o, "label", m->label);
	put_words(o, "aliases", m->aliases);
	put_text(o, "when", m->when);
	put_parts(o, "targets", m->targets, ",");
	put_text(o, "composite", m->composite);
	put_text(o, "how", m->how);
	put_parts(o, "barred_for", m->barred_for, ",");
	put_text(o, "barred_why", m->barred_why);
	put_sources(o, m->said_by, m->evidence, m->reference, m->note);
	return o;
}

json_t *knowledge_relief(const struct relief *r)
{
	json_t *o = json_object();

	put_text(o, "id", r->id);
	put_text(o, "label", r->label);
	put_words(o, "aliases", r->aliases);
	put_parts(o, "muscles", r->muscles, ",");
	put_parts(o, "steps", r->steps, " | ");
	put_parts(o, "asleep_for", r->asleep_for, ",");
	put_text(o, "asleep", r->asleep);
	put_parts(o, "barred_for", r->barred_for, ",");
	put_text(o, "barred_why", r->barred_why);
	put_sources(o, r->said_by, r->evidence, r->reference, r->note);
	return o;
}

void knowledge_print(json_t *object, bool csv, bool first)
{
	const char *keys[COLUMNS_MAX + 1] = { NULL };
	size_t count = 0;
	const char *key;
	json_t *value;

	if (csv) {
		json_object_foreach(object, key, value) if (count < COLUMNS_MAX) keys[count++] = key;
		if (first)
			show_csv_header(keys);
		show_csv_row(keys, object);
	} else {
		char *text = json_text(object);

		puts(text);
		free(text);
	}
	json_decref(object);
}
