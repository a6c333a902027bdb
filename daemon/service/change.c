#include "daemon/service/change.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/app.h"
#include "daemon/diary/night.h"
#include "daemon/service/json_model.h"
#include "daemon/service/model_json.h"
#include "daemon/store/store.h"

/* What was told, as text, whatever it was told as. */
static json_t *told(const struct entry_fault *fault)
{
	if (fault->word)
		return json_word_shown(fault->word);
	if (fault->at.at != UNKNOWN)
		return json_instant_or_null(fault->at.at, fault->at.offset_s);
	if (fault->night != NO_NIGHT)
		return json_date_or_null(fault->night);
	return json_string("");
}

static json_t *number(double value)
{
	return json_real_or_null(isfinite(value) ? value : 0);
}

/* The name and the parameters of the error for an answer other than ENTRY_OK. */
static const char *error_of(enum entry_answer answer, const struct entry_fault *f, const struct entry_rules *rules,
			    json_t **parameters)
{
	int32_t tonight = night_current(rules->now, rules->night_starts_min);

	switch (answer) {
	case ENTRY_OUT_OF_RANGE:
		*parameters = json_pack("{s:s, s:o, s:o, s:o}", "field", f->field, "value", number(f->value), "minimum",
					number(f->minimum), "maximum", number(f->maximum));
		return "OutOfRange";
	case ENTRY_IN_FUTURE:
		*parameters = json_pack("{s:s, s:o, s:o}", "field", f->field, "told", told(f), "now",
					json_instant_or_null(rules->now.at, rules->now.offset_s));
		return "InFuture";
	case ENTRY_FUTURE_NIGHT:
		*parameters = json_pack("{s:o, s:o}", "night", told(f), "tonight", json_date_or_null(tonight));
		return "FutureNight";
	case ENTRY_UNKNOWN_WORD:
		*parameters = json_pack("{s:s, s:o}", "field", f->field, "word", json_word_shown(f->word));
		return "UnknownWord";
	case ENTRY_WRONG_ORDER:
		*parameters = json_pack("{s:s, s:s}", "earlier", f->field, "later", f->other);
		return "WrongOrder";
	case ENTRY_BAD_READING:
		*parameters = json_pack("{s:o, s:s}", "factor", json_word_shown(f->word), "expected", f->expected);
		return "BadReading";
	case ENTRY_OK:
	case ENTRY_MALFORMED: break;
	}
	*parameters = json_pack("{s:s, s:o, s:s}", "field", f->field, "value", told(f), "expected", f->expected);
	return "Malformed";
}

json_t *change_parameter(const struct change *c, const char *name)
{
	json_t *value = json_object_get(c->call->parameters, name);

	return json_is_null(value) ? NULL : value;
}

const char *change_text(const struct change *c, const char *name)
{
	return json_string_value(change_parameter(c, name));
}

int change_refuse(struct change *c, const char *error, json_t *parameters)
{
	json_decref(c->error_parameters);
	c->error = error;
	c->error_parameters = parameters;
	return CHANGE_REFUSED;
}

int change_judge(struct change *c, enum entry_answer answer, const struct entry_fault *fault)
{
	json_t *parameters;
	const char *error;

	if (answer == ENTRY_OK)
		return 0;
	error = error_of(answer, fault, &c->rules, &parameters);
	return change_refuse(c, error, parameters);
}

int change_no_entry(struct change *c, const char *what)
{
	return change_refuse(c, "NoSuchEntry", json_pack("{s:o}", "what", json_word_shown(what)));
}

int change_fresh_uid(struct change *c, const char *entity)
{
	enum uid_fate fate;
	int result = store_uid_fate(c->store, entity, c->uid, &fate);

	if (result < 0 || fate == UID_NEVER)
		return result;
	return change_refuse(c, "UidReused", json_pack("{s:s}", "uid", c->uid));
}

int32_t change_offset_of_night(const struct change *c, int32_t night)
{
	const int64_t day_s = 86400;

	return zone_instant(c->zone, (night + 1) * day_s - c->rules.now.offset_s).offset_s;
}

/* The newest cramp before another one: by onset, else, where a time is not known, by the order in which they were told.
 */
struct cramp_before {
	const struct episode *of;
	uid_text uid;
	struct instant onset;
	bool found;
};

static int on_cramp_before(const struct episode *e, void *data)
{
	struct cramp_before *b = data;
	bool timed = e->onset.at != UNKNOWN && b->of->onset.at != UNKNOWN;

	if (strcmp(e->uid, b->of->uid) == 0 || (timed && e->onset.at >= b->of->onset.at) ||
	    (!timed && b->of->id != UNKNOWN && e->id > b->of->id))
		return 0;
	if (b->found && b->onset.at != UNKNOWN && (e->onset.at == UNKNOWN || e->onset.at < b->onset.at))
		return 0;
	b->found = true;
	b->onset = e->onset;
	str_copy(b->uid, sizeof(b->uid), e->uid);
	return 0;
}

/* A cramp that comes back does so within its night, or the one before. */
static int take_cramp_before(struct change *c, struct episode *e)
{
	struct cramp_before b = { .of = e };
	int result = store_episodes_each(c->store, e->night - 1, e->night, on_cramp_before, &b);

	if (result)
		return result;
	if (!b.found)
		return change_no_entry(c, "before this one");
	str_copy(e->repeat_of, sizeof(e->repeat_of), b.uid);
	return 0;
}

int change_take_repeat(struct change *c, const json_t *input, struct episode *e)
{
	const json_t *id = json_object_get(input, "repeat_of");
	char text[24];
	int result;

	if (!json_is_integer(id))
		return 0;
	if (json_integer_value(id) == 0)
		return take_cramp_before(c, e);
	result = json_integer_value(id) == e->id ? STORE_NOT_FOUND
						 : store_uid_of_id(c->store, json_integer_value(id), e->repeat_of);
	if (result != STORE_NOT_FOUND)
		return result;
	snprintf(text, sizeof(text), "%lld", (long long)json_integer_value(id));
	return change_no_entry(c, text);
}

static struct entry_rules rules_of(const struct call *call, const char *zone)
{
	const struct app *app = call->app;
	int64_t now = call->told_at != UNKNOWN ? call->told_at : clock_now(&app->clock);

	return (struct entry_rules){
		.now = zone_instant(zone, now),
		.night_starts_min = app->config.night_starts_min,
		.day_starts_min = app->config.day_starts_min,
		.own = &app->own,
	};
}

static int check_envelope(struct change *c)
{
	struct entry_fault fault = { .field = "uid", .word = c->uid, .night = NO_NIGHT, .at = { .at = UNKNOWN } };
	size_t length = strlen(c->uid);

	if (length < 1 || length > UID_MAX || !utf8_valid(c->uid, length)) {
		fault.expected = "1 to 128 characters of plain text";
		return change_judge(c, ENTRY_MALFORMED, &fault);
	}
	if (!when_zone_known(c->zone)) {
		fault.field = "zone";
		fault.word = c->zone;
		fault.expected = "the name of a time zone, such as Europe/Berlin";
		return change_judge(c, ENTRY_MALFORMED, &fault);
	}
	return 0;
}

static int run(struct change *c, change_step first, change_step again, json_t **reply)
{
	struct command command = {
		.uid = c->uid,
		.at = c->rules.now.at,
		.zone = c->zone,
		.actor = "user",
		.name = c->call->method->name,
	};
	int result = store_command_begin(c->store, &command, &c->batch);

	if (result == STORE_REPEATED)
		return again(c, reply);
	if (result == STORE_UID_REUSED)
		return change_refuse(c, "UidReused", json_pack("{s:s}", "uid", c->uid));
	if (result == 0)
		result = first(c, reply);
	if (result == 0)
		result = store_command_end(c->store, &c->batch);
	if (result)
		store_command_abandon(c->store);
	return result;
}

static bool tells(const struct proto_field *reply, const char *name)
{
	while (reply->name && strcmp(reply->name, name) != 0)
		reply++;
	return reply->name;
}

void change_run(struct call *call, change_step first, change_step again)
{
	struct change c = {
		.call = call,
		.store = call->app->store,
		.uid = json_string_value(json_object_get(call->parameters, "uid")),
		.zone = json_string_value(json_object_get(call->parameters, "zone")),
	};
	json_t *reply = NULL;
	int result;

	c.rules = rules_of(call, c.zone);
	result = check_envelope(&c);
	if (result == 0)
		result = run(&c, first, again, &reply);
	if (result)
		json_decref(reply);
	if (result == 0 && tells(call->method->out, "changed"))
		json_object_set_new(reply, "changed", json_boolean(c.batch != 0));
	if (result == 0)
		call_reply(call, reply);
	else if (result == CHANGE_REFUSED)
		call_error(call, c.error, c.error_parameters);
	else
		call_failed(call, result);
}

bool answer_judge(struct call *call, enum entry_answer answer, const struct entry_fault *fault)
{
	struct entry_rules rules = rules_of(call, when_zone());
	json_t *parameters;
	const char *error;

	if (answer == ENTRY_OK)
		return true;
	error = error_of(answer, fault, &rules, &parameters);
	call_error(call, error, parameters);
	return false;
}

bool answer_date(struct call *call, const char *name, int32_t *day)
{
	json_t *text = json_object_get(call->parameters, name);
	struct entry_fault fault;

	return !json_is_string(text) || answer_judge(call, date_from_json(text, name, day, &fault), &fault);
}
