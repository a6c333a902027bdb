#include "daemon/service/json_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum field_type { FIELD_INTEGER, FIELD_BOOL, FIELD_REAL, FIELD_WORD, FIELD_TEXT, FIELD_TIME, FIELD_DATE };

/* A key of an input and where it goes in the struct. */
struct field {
	const char *name;
	enum field_type type;
	size_t offset;
};

static const struct field episode_fields[] = {
	{ "precision", FIELD_WORD, offsetof(struct episode, precision) },
	{ "side", FIELD_WORD, offsetof(struct episode, side) },
	{ "severity", FIELD_INTEGER, offsetof(struct episode, severity) },
	{ "duration_s", FIELD_INTEGER, offsetof(struct episode, duration_s) },
	{ "woke", FIELD_BOOL, offsetof(struct episode, woke) },
	{ "awake_min", FIELD_INTEGER, offsetof(struct episode, awake_min) },
	{ "sleep_disturbance", FIELD_INTEGER, offsetof(struct episode, sleep_disturbance) },
	{ "context", FIELD_WORD, offsetof(struct episode, context) },
	{ "distress", FIELD_INTEGER, offsetof(struct episode, distress) },
	{ "soreness", FIELD_INTEGER, offsetof(struct episode, soreness) },
	{ "soreness_h", FIELD_INTEGER, offsetof(struct episode, soreness_h) },
	{ "knot", FIELD_BOOL, offsetof(struct episode, knot) },
	{ "trigger", FIELD_WORD, offsetof(struct episode, trigger) },
	{ "posture", FIELD_WORD, offsetof(struct episode, posture) },
	{ "note", FIELD_TEXT, offsetof(struct episode, note) },
	{ NULL, FIELD_TEXT, 0 },
};

static const struct field reading_fields[] = {
	{ "factor", FIELD_WORD, offsetof(struct reading, factor) },
	{ "value", FIELD_REAL, offsetof(struct reading, value) },
	{ "effort", FIELD_INTEGER, offsetof(struct reading, effort) },
	{ "at", FIELD_TIME, offsetof(struct reading, at) },
	{ "until", FIELD_TIME, offsetof(struct reading, until_at) },
	{ "note", FIELD_TEXT, offsetof(struct reading, note) },
	{ NULL, FIELD_TEXT, 0 },
};

static const struct field sleep_fields[] = {
	{ "into_bed", FIELD_TIME, offsetof(struct night, into_bed_at) },
	{ "lights_out", FIELD_TIME, offsetof(struct night, lights_out_at) },
	{ "sol_min", FIELD_INTEGER, offsetof(struct night, sol_min) },
	{ "awakenings", FIELD_INTEGER, offsetof(struct night, awakenings) },
	{ "waso_min", FIELD_INTEGER, offsetof(struct night, waso_min) },
	{ "final_awakening", FIELD_TIME, offsetof(struct night, final_awakening_at) },
	{ "out_of_bed", FIELD_TIME, offsetof(struct night, out_of_bed_at) },
	{ "quality", FIELD_INTEGER, offsetof(struct night, quality) },
	{ "note", FIELD_TEXT, offsetof(struct night, note) },
	{ NULL, FIELD_TEXT, 0 },
};

static const struct field nap_fields[] = {
	{ "start", FIELD_TIME, offsetof(struct nap, start_at) },
	{ "end", FIELD_TIME, offsetof(struct nap, end_at) },
	{ "note", FIELD_TEXT, offsetof(struct nap, note) },
	{ NULL, FIELD_TEXT, 0 },
};

static const struct field trait_fields[] = {
	{ "trait", FIELD_WORD, offsetof(struct trait, trait) },
	{ "value", FIELD_REAL, offsetof(struct trait, value) },
	{ "name", FIELD_TEXT, offsetof(struct trait, name) },
	{ "dose", FIELD_TEXT, offsetof(struct trait, dose) },
	{ "as_needed", FIELD_BOOL, offsetof(struct trait, as_needed) },
	{ "side", FIELD_WORD, offsetof(struct trait, side) },
	{ "from", FIELD_DATE, offsetof(struct trait, from) },
	{ "until", FIELD_DATE, offsetof(struct trait, until) },
	{ "note", FIELD_TEXT, offsetof(struct trait, note) },
	{ NULL, FIELD_TEXT, 0 },
};

static const struct field factor_fields[] = {
	{ "id", FIELD_WORD, offsetof(struct own_factor, id) },
	{ "label", FIELD_TEXT, offsetof(struct own_factor, label) },
	{ "kind", FIELD_WORD, offsetof(struct own_factor, kind) },
	{ "unit", FIELD_WORD, offsetof(struct own_factor, unit) },
	{ "window", FIELD_WORD, offsetof(struct own_factor, window) },
	{ "combine", FIELD_WORD, offsetof(struct own_factor, combine) },
	{ NULL, FIELD_TEXT, 0 },
};

/* NULL: left out, or null. */
static const json_t *told(const json_t *input, const char *key)
{
	const json_t *value = json_object_get(input, key);

	return json_is_null(value) ? NULL : value;
}

static enum entry_answer wrong(struct entry_fault *fault, enum entry_answer answer, const char *field,
			       const json_t *value, const char *expected)
{
	*fault = (struct entry_fault){
		.field = field,
		.word = json_string_value(value),
		.expected = expected,
		.value = NAN,
		.minimum = NAN,
		.maximum = NAN,
		.at = { .at = UNKNOWN },
		.night = NO_NIGHT,
	};
	return answer;
}

/* The least integer stands for unknown in the structs; as a number it is out of every range, and so is its neighbour.
 */
static int64_t integer_of(const json_t *value)
{
	json_int_t v = json_integer_value(value);

	return v == UNKNOWN ? UNKNOWN + 1 : v;
}

static enum entry_answer take_word(const char *field, const json_t *value, char *to, struct entry_fault *fault)
{
	if (str_copy(to, ID_MAX, json_string_value(value)))
		return ENTRY_OK;
	return wrong(fault, ENTRY_UNKNOWN_WORD, field, value, NULL);
}

static void take_text(const json_t *value, char **to)
{
	free(*to);
	*to = json_string_length(value) > 0 ? xstrdup(json_string_value(value)) : NULL;
}

static enum entry_answer take_time(const char *field, const json_t *value, struct instant *to,
				   struct entry_fault *fault)
{
	if (rfc3339_parse(json_string_value(value), to))
		return ENTRY_OK;
	return wrong(fault, ENTRY_MALFORMED, field, value, "a time with its offset, such as 2026-11-22T03:10:00+01:00");
}

enum entry_answer date_from_json(const json_t *text, const char *field, int32_t *day, struct entry_fault *fault)
{
	if (date_parse(json_string_value(text), day))
		return ENTRY_OK;
	return wrong(fault, ENTRY_MALFORMED, field, text, "a date, such as 2026-11-21");
}

static enum entry_answer take(const struct field *f, const json_t *value, char *base, struct entry_fault *fault)
{
	void *to = base + f->offset;
	struct instant when;
	enum entry_answer answer = ENTRY_OK;

	switch (f->type) {
	case FIELD_INTEGER: *(int64_t *)to = integer_of(value); break;
	case FIELD_BOOL: *(int64_t *)to = json_is_true(value); break;
	case FIELD_REAL: *(double *)to = json_number_value(value); break;
	case FIELD_WORD: answer = take_word(f->name, value, to, fault); break;
	case FIELD_TEXT: take_text(value, to); break;
	case FIELD_TIME:
		answer = take_time(f->name, value, &when, fault);
		if (answer == ENTRY_OK)
			*(int64_t *)to = when.at;
		break;
	case FIELD_DATE: answer = date_from_json(value, f->name, to, fault); break;
	}
	return answer;
}

static enum entry_answer take_fields(const struct field *fields, const json_t *input, void *base,
				     struct entry_fault *fault)
{
	enum entry_answer answer = ENTRY_OK;

	for (const struct field *f = fields; f->name && answer == ENTRY_OK; f++) {
		const json_t *value = told(input, f->name);

		if (value)
			answer = take(f, value, base, fault);
	}
	return answer;
}

static void forget(const struct field *f, char *base)
{
	void *at = base + f->offset;

	switch (f->type) {
	case FIELD_INTEGER:
	case FIELD_BOOL:
	case FIELD_TIME: *(int64_t *)at = UNKNOWN; break;
	case FIELD_REAL: *(double *)at = NAN; break;
	case FIELD_WORD: *(char *)at = '\0'; break;
	case FIELD_TEXT:
		free(*(char **)at);
		*(char **)at = NULL;
		break;
	case FIELD_DATE: *(int32_t *)at = NO_NIGHT; break;
	}
}

static const struct field *field_named(const struct field *fields, const char *name)
{
	while (fields->name && strcmp(fields->name, name) != 0)
		fields++;
	return fields->name ? fields : NULL;
}

static enum entry_answer cannot_forget(const char *name, struct entry_fault *fault)
{
	wrong(fault, ENTRY_UNKNOWN_WORD, "clear", NULL, NULL);
	fault->word = name;
	return ENTRY_UNKNOWN_WORD;
}

static enum entry_answer forget_field(const struct field *fields, const char *name, void *base,
				      struct entry_fault *fault)
{
	const struct field *f = field_named(fields, name);

	if (!f)
		return cannot_forget(name, fault);
	forget(f, base);
	return ENTRY_OK;
}

/* ---- episodes ---- */

static enum entry_answer take_words(const json_t *input, const char *key, id_text *words, size_t most, size_t *count,
				    struct entry_fault *fault)
{
	const json_t *list = told(input, key);
	size_t n = json_array_size(list);

	if (!list)
		return ENTRY_OK;
	if (n > most)
		return wrong(fault, ENTRY_MALFORMED, key, NULL, "a list of at most 16 words");
	*count = n;
	for (size_t i = 0; i < n; i++) {
		enum entry_answer answer = take_word(key, json_array_get(list, i), words[i], fault);

		if (answer != ENTRY_OK)
			return answer;
	}
	return ENTRY_OK;
}

static int64_t told_integer(const json_t *input, const char *key)
{
	const json_t *value = told(input, key);

	return value ? integer_of(value) : UNKNOWN;
}

/* Places follow `order`; where two are the same, the list does. */
static enum entry_answer take_relief(const json_t *list, struct episode *e, struct entry_fault *fault)
{
	int64_t orders[EPISODE_RELIEF];
	size_t n = json_array_size(list);

	if (n > EPISODE_RELIEF)
		return wrong(fault, ENTRY_MALFORMED, "relief", NULL, "a list of at most 16 methods");
	e->relief_count = 0;
	for (size_t i = 0; i < n; i++) {
		const json_t *input = json_array_get(list, i), *worked = told(input, "worked");
		int64_t order = integer_of(json_object_get(input, "order"));
		struct relief_use use = {
			.seconds = told_integer(input, "seconds"),
			.worked = worked ? json_is_true(worked) : UNKNOWN,
			.effect = told_integer(input, "effect"),
		};
		enum entry_answer answer = take_word("relief", json_object_get(input, "method"), use.method, fault);
		size_t place = e->relief_count;

		if (answer != ENTRY_OK)
			return answer;
		for (; place > 0 && orders[place - 1] > order; place--) {
			orders[place] = orders[place - 1];
			e->relief[place] = e->relief[place - 1];
		}
		orders[place] = order;
		e->relief[place] = use;
		e->relief_count++;
	}
	return ENTRY_OK;
}

static void take_class(const json_t *class, struct episode *e)
{
	str_copy(e->class, sizeof(e->class), json_string_value(class));
	e->class_manual = true;
	free(e->class_reason);
	e->class_reason = xstrdup("set by hand");
}

/* The onset goes before the night, which follows from it. */
static enum entry_answer take_onset(const json_t *input, struct episode *e, struct entry_fault *fault)
{
	const json_t *onset = told(input, "onset"), *night = told(input, "night");
	enum entry_answer answer = ENTRY_OK;

	if (onset) {
		answer = take_time("onset", onset, &e->onset, fault);
		e->night = NO_NIGHT;
		if (!told(input, "precision"))
			e->precision[0] = '\0';
	} else if (night && e->onset.at != UNKNOWN) {
		answer = wrong(fault, ENTRY_MALFORMED, "night", night, "changed by itself: it follows from the onset");
	} else if (night) {
		answer = date_from_json(night, "night", &e->night, fault);
	}
	return answer;
}

enum entry_answer episode_from_json(const json_t *input, struct episode *e, struct entry_fault *fault)
{
	const json_t *relief = told(input, "relief"), *class = told(input, "class"), *draft = told(input, "draft");
	enum entry_answer answer = take_fields(episode_fields, input, e, fault);

	if (answer == ENTRY_OK)
		answer = take_onset(input, e, fault);
	if (answer == ENTRY_OK)
		answer = take_words(input, "muscles", e->muscles, EPISODE_MUSCLES, &e->muscle_count, fault);
	if (answer == ENTRY_OK)
		answer = take_words(input, "red_flags", e->flags, EPISODE_FLAGS, &e->flag_count, fault);
	if (answer == ENTRY_OK && relief)
		answer = take_relief(relief, e, fault);
	if (answer != ENTRY_OK)
		return answer;
	if (class)
		take_class(class, e);
	if (draft)
		e->draft = json_is_true(draft);
	return ENTRY_OK;
}

enum entry_answer episode_forget(struct episode *e, const char *field, struct entry_fault *fault)
{
	if (strcmp(field, "onset") == 0) {
		e->onset.at = UNKNOWN;
		e->precision[0] = '\0';
	} else if (strcmp(field, "muscles") == 0) {
		e->muscle_count = 0;
	} else if (strcmp(field, "red_flags") == 0) {
		e->flag_count = 0;
	} else if (strcmp(field, "relief") == 0) {
		e->relief_count = 0;
	} else if (strcmp(field, "repeat_of") == 0) {
		e->repeat_of[0] = '\0';
	} else if (strcmp(field, "class") == 0) {
		e->class_manual = false;
	} else if (strcmp(field, "precision") == 0) {
		return cannot_forget(field, fault);
	} else {
		return forget_field(episode_fields, field, e, fault);
	}
	return ENTRY_OK;
}

/* ---- readings ---- */

static enum entry_answer take_yes(const json_t *yes, const struct own_factors *own, struct reading *r,
				  struct entry_fault *fault)
{
	const struct factor *factor = factor_find(r->factor, own);

	if (factor && factor->kind != KIND_YESNO) {
		wrong(fault, ENTRY_BAD_READING, "yes", NULL, "a number, not yes or no");
		fault->word = factor->id;
		return ENTRY_BAD_READING;
	}
	r->value = json_is_true(yes);
	return ENTRY_OK;
}

/* A reading's one offset is that of the time it counts by. */
static void take_offset(const json_t *input, struct reading *r)
{
	const json_t *at = told(input, "until") ? told(input, "until") : told(input, "at");
	struct instant when;

	if (at && rfc3339_parse(json_string_value(at), &when))
		r->offset_s = when.offset_s;
}

static enum entry_answer take_value(const json_t *input, const struct own_factors *own, struct reading *r,
				    struct entry_fault *fault)
{
	const json_t *yes = told(input, "yes"), *value = told(input, "value"), *level = told(input, "level");
	const char *name = json_string_value(level);

	if (yes && value)
		return wrong(fault, ENTRY_MALFORMED, "value", NULL, "told beside yes: one of the two is enough");
	if (level) {
		r->level = strcmp(name, "less") == 0 ? -1 : strcmp(name, "more") == 0;
		if (!yes && !value)
			r->value = NAN;
	} else if (yes || value) {
		r->level = UNKNOWN;
	}
	return yes ? take_yes(yes, own, r, fault) : ENTRY_OK;
}

enum entry_answer reading_from_json(const json_t *input, const struct own_factors *own, struct reading *r,
				    struct entry_fault *fault)
{
	const json_t *night = told(input, "night");
	enum entry_answer answer = take_fields(reading_fields, input, r, fault);

	if (answer == ENTRY_OK)
		answer = take_value(input, own, r, fault);
	if (answer != ENTRY_OK)
		return answer;
	if (told(input, "at") || told(input, "until"))
		r->night = NO_NIGHT;
	take_offset(input, r);
	return night ? date_from_json(night, "night", &r->night, fault) : ENTRY_OK;
}

enum entry_answer reading_forget(struct reading *r, const char *field, struct entry_fault *fault)
{
	if (strcmp(field, "factor") == 0)
		return cannot_forget(field, fault);
	if (strcmp(field, "level") == 0) {
		r->level = UNKNOWN;
		return ENTRY_OK;
	}
	return forget_field(reading_fields, field, r, fault);
}

/* ---- nights, naps, traits, own factors ---- */

/* The one offset of a night is the evening's, if an evening time is known. */
static void take_night_offset(const json_t *input, struct night *n)
{
	static const char *const items[] = { "into_bed", "lights_out", "final_awakening", "out_of_bed" };
	bool evening_known = n->into_bed_at != UNKNOWN || n->lights_out_at != UNKNOWN;
	struct instant when;

	for (size_t i = 0; i < ARRAY_LEN(items); i++) {
		const json_t *value = told(input, items[i]);

		if (!value || !rfc3339_parse(json_string_value(value), &when))
			continue;
		if (i < 2 || !evening_known)
			n->offset_s = when.offset_s;
		return;
	}
}

enum entry_answer sleep_from_json(const json_t *input, struct night *n, struct entry_fault *fault)
{
	enum entry_answer answer = take_fields(sleep_fields, input, n, fault);

	if (answer == ENTRY_OK)
		take_night_offset(input, n);
	return answer;
}

enum entry_answer sleep_forget(struct night *n, const char *field, struct entry_fault *fault)
{
	return forget_field(sleep_fields, field, n, fault);
}

enum entry_answer nap_from_json(const json_t *input, struct nap *n, struct entry_fault *fault)
{
	enum entry_answer answer = take_fields(nap_fields, input, n, fault);
	struct instant end;

	if (answer == ENTRY_OK && rfc3339_parse(json_string_value(json_object_get(input, "end")), &end))
		n->offset_s = end.offset_s;
	return answer;
}

enum entry_answer trait_from_json(const json_t *input, struct trait *t, struct entry_fault *fault)
{
	const json_t *yes = told(input, "yes");

	if (yes && told(input, "value"))
		return wrong(fault, ENTRY_MALFORMED, "value", NULL, "told beside yes: one of the two is enough");
	if (yes)
		t->value = json_is_true(yes);
	return take_fields(trait_fields, input, t, fault);
}

enum entry_answer own_factor_from_json(const json_t *input, struct own_factor *f, struct entry_fault *fault)
{
	return take_fields(factor_fields, input, f, fault);
}
