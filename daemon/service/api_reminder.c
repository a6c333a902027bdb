/* org.crampd.Reminder: answers and snoozes from the shell, and what the calendar will ask for. */
#include <stdlib.h>
#include <string.h>

#include "cramp/util.h"
#include "daemon/app.h"
#include "daemon/diary/night.h"
#include "daemon/reminder/advice.h"
#include "daemon/reminder/facts.h"
#include "daemon/reminder/reminder.h"
#include "daemon/service/api.h"
#include "daemon/service/model_json.h"
#include "daemon/store/store.h"

enum { PREVIEW_DAYS = 7, PREVIEW_DAYS_MAX = 3660, MINUTES_MAX = 24 * 60 };

static const char *text_of(const struct call *call, const char *key)
{
	return json_string_value(json_object_get(call->parameters, key));
}

static void malformed(struct call *call, const char *field, const char *value, const char *expected)
{
	call_error(call, "Malformed",
		   json_pack("{s:s, s:s, s:s}", "field", field, "value", value, "expected", expected));
}

static void out_of_range(struct call *call, const char *field, int64_t value, int64_t minimum, int64_t maximum)
{
	call_error(call, "OutOfRange",
		   json_pack("{s:s, s:f, s:f, s:f}", "field", field, "value", (double)value, "minimum", (double)minimum,
			     "maximum", (double)maximum));
}

/* Every refusal but the ones that need the call's own words. */
static void refuse(struct call *call, int result)
{
	switch (result) {
	case REMINDER_NOT_STOPPED: call_error(call, "NotStopped", NULL); break;
	case STORE_NOT_FOUND:
	case REMINDER_FUTURE_NIGHT: call_error(call, "NothingToAnswer", NULL); break;
	case STORE_UID_REUSED: call_error(call, "UidReused", json_pack("{s:s}", "uid", text_of(call, "uid"))); break;
	default: call_failed(call, result); break;
	}
}

/* Who tells it; false after the error. */
static bool told_of(struct call *call, struct told *told)
{
	told->uid = text_of(call, "uid");
	told->zone = text_of(call, "zone");
	if (!*told->uid || strlen(told->uid) > UID_MAX) {
		malformed(call, "uid", told->uid, "1 to 128 characters");
		return false;
	}
	if (!when_zone_known(told->zone)) {
		malformed(call, "zone", told->zone, "an IANA zone like Europe/Berlin");
		return false;
	}
	return true;
}

/* A date parameter that may be absent; false after the error. */
static bool date_of(struct call *call, const char *key, int32_t absent, int32_t *day)
{
	const char *text = text_of(call, key);

	*day = absent;
	if (!text || date_parse(text, day))
		return true;
	malformed(call, key, text, "a date like 2026-11-21");
	return false;
}

static void reply_with(struct call *call, struct reminder *row, json_t *readings)
{
	json_t *reply = json_object();

	json_object_set_new(reply, "reminder", reminder_to_json(row));
	if (readings)
		json_object_set_new(reply, "readings", readings);
	reminder_clear(row);
	call_reply(call, reply);
}

static json_t *occasion_to_json(const struct occasion *o)
{
	struct reminder row;
	json_t *object;

	reminder_init(&row);
	str_copy(row.kind, sizeof(row.kind), reminder_kind_name(o->kind));
	str_copy(row.state, sizeof(row.state), "due");
	str_copy(row.zone, sizeof(row.zone), when_zone());
	row.night = o->night;
	row.due = o->due;
	object = reminder_to_json(&row);
	reminder_clear(&row);
	return object;
}

/* What the next bedtime reminder would add, as of now. */
static json_t *advice(struct call *call)
{
	struct app *app = call->app;
	int32_t night = night_of(clock_local(&app->clock), app->config.night_starts_min);
	struct advice_line lines[ADVICE_LINES];
	json_t *list = json_array();
	struct gathered gathered;
	size_t count;

	facts_gather(app, night, &gathered);
	count = advice_choose(&gathered.facts, lines);
	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:b, s:b}", "text", lines[i].text, "measure",
						      lines[i].measure, "factor", lines[i].factor, "today",
						      lines[i].today, "linked", lines[i].linked));
	facts_clear(&gathered);
	return list;
}

void api_reminder_status(struct call *call)
{
	struct reminders *reminders = call->app->reminders;
	struct occasion next = reminders_next(reminders);
	json_t *open = json_array();
	struct reminder row;
	int kind, result;

	for (kind = 0; kind < REMINDER_KINDS; kind++) {
		result = reminders_open(reminders, kind, &row);
		if (result == STORE_NOT_FOUND)
			continue;
		if (result < 0) {
			json_decref(open);
			call_failed(call, result);
			return;
		}
		json_array_append_new(open, reminder_to_json(&row));
		reminder_clear(&row);
	}
	call_reply(call, json_pack("{s:o, s:o, s:o, s:o}", "open", open, "next", occasion_to_json(&next), "advice",
				   advice(call), "stopped", json_date_or_null(reminders_stopped_at(reminders))));
}

/* ---- answers ---- */

static void snooze(struct call *call, const struct told *told, int64_t minutes, json_t *readings)
{
	struct reminder row;
	int64_t most = MINUTES_MAX;
	int kind, result = STORE_NOT_FOUND;

	for (kind = 0; kind < REMINDER_KINDS && result == STORE_NOT_FOUND; kind++)
		result = reminders_snooze(call->app->reminders, told, kind, minutes, &row, &most);
	if (result == 0) {
		reply_with(call, &row, readings);
		return;
	}
	json_decref(readings);
	if (result == REMINDER_TOO_LONG)
		out_of_range(call, "minutes", minutes, 1, most);
	else
		refuse(call, result);
}

static json_t *measures(void)
{
	json_t *list = json_array();
	int i;

	for (i = 0; i < ADVICE_MEASURES; i++)
		json_array_append_new(list, json_string(advice_measures[i]));
	return list;
}

static const char *const answers_to[REMINDER_KINDS] = {
	[REMIND_BEDTIME] = "done, skip, later, stop or start",
	[REMIND_CHECKIN] = "no, yes or later",
	[REMIND_WEEKLY] = "open or later",
};

static void answer(struct call *call, const struct told *told, int kind, int32_t night, enum reminder_answer word)
{
	bool measured = word == ANSWER_DONE || word == ANSWER_SKIP;
	struct reminder row;
	int result = reminders_answer(call->app->reminders, told, (enum reminder_kind)kind, &night, word, &row);

	switch (result) {
	case 0: reply_with(call, &row, measured ? measures() : json_array()); break;
	case REMINDER_WRONG_ANSWER: malformed(call, "answer", reminder_answer_name(word), answers_to[kind]); break;
	case ANSWER_CONTRADICTED:
		call_error(call, "NightHasCramp", json_pack("{s:o}", "night", json_date_or_null(night)));
		break;
	default: refuse(call, result); break;
	}
}

/* Whose answer that is, where nobody says. */
static enum reminder_kind kind_answered_with(const char *word)
{
	if (str_equal(word, "no") || str_equal(word, "yes"))
		return REMIND_CHECKIN;
	return str_equal(word, "open") ? REMIND_WEEKLY : REMIND_BEDTIME;
}

void api_reminder_answer(struct call *call)
{
	const char *word = text_of(call, "answer"), *name = text_of(call, "kind");
	int kind = name ? reminder_kind_of(name) : (int)kind_answered_with(word);
	struct told told;
	int32_t night;

	if (!told_of(call, &told) || !date_of(call, "night", NO_NIGHT, &night))
		return;
	if (kind < 0)
		malformed(call, "kind", name, "bedtime, checkin or weekly");
	else if (str_equal(word, "later"))
		snooze(call, &told, UNKNOWN, json_array());
	else if (reminder_answer_of(word) < 0)
		malformed(call, "answer", word, "done, skip, no, yes, later, open, stop or start");
	else
		answer(call, &told, kind, night, (enum reminder_answer)reminder_answer_of(word));
}

void api_reminder_snooze(struct call *call)
{
	json_t *told_minutes = json_object_get(call->parameters, "minutes");
	int64_t minutes = json_is_integer(told_minutes) ? json_integer_value(told_minutes) : UNKNOWN;
	struct told told;

	if (!told_of(call, &told))
		return;
	if (minutes != UNKNOWN && (minutes < 1 || minutes > MINUTES_MAX))
		out_of_range(call, "minutes", minutes, 1, MINUTES_MAX);
	else
		snooze(call, &told, minutes, NULL);
}

/* ---- a test ---- */

static void on_tested(bool shown, const char *trouble, void *data)
{
	call_reply(data, json_pack("{s:b, s:o}", "shown", shown, "trouble", json_text_or_null(trouble)));
}

static void test_gone(struct call *call)
{
	reminders_test_forget(call->app->reminders);
}

void api_reminder_test(struct call *call)
{
	call->on_gone = test_gone;
	reminders_test(call->app->reminders, on_tested, call);
}

/* ---- the calendar ---- */

struct preview {
	int32_t night, end;
	int kind;
};

/* From where it stands to the next one the calendar asks for, which may be where it stands. False: there is none. */
static bool find_next(const struct call *call, struct preview *p, struct occasion *o)
{
	for (; p->night < p->end; p->night++, p->kind = 0) {
		for (; p->kind < REMINDER_KINDS; p->kind++) {
			*o = schedule_of(&call->app->config, local_resolve, (enum reminder_kind)p->kind, p->night);
			if (o->due.at != UNKNOWN)
				return true;
		}
	}
	return false;
}

static json_t *line_of(const struct occasion *o)
{
	return json_pack("{s:s, s:o, s:o}", "kind", reminder_kind_name(o->kind), "due",
			 json_instant_or_null(o->due.at, o->due.offset_s), "night", json_date_or_null(o->night));
}

static void preview_more(struct call *call)
{
	enum { PORTION = 64 };
	struct preview *p = call->data;
	struct occasion o, next;
	int i;

	/* Every night has some, so there is one to begin with. */
	find_next(call, p, &o);
	for (i = 0; i < PORTION; i++, o = next) {
		p->kind++;
		if (!find_next(call, p, &next)) {
			free(p);
			call->data = NULL;
			call_reply(call, line_of(&o));
			return;
		}
		call_continue(call, line_of(&o));
	}
}

static void preview_gone(struct call *call)
{
	free(call->data);
}

void api_reminder_preview(struct call *call)
{
	int32_t tonight = night_of(clock_local(&call->app->clock), call->app->config.night_starts_min);
	json_t *told_days = json_object_get(call->parameters, "days");
	int64_t days = json_is_integer(told_days) ? json_integer_value(told_days) : PREVIEW_DAYS;
	struct preview *p;
	int32_t from, last;

	if (!date_of(call, "from", tonight, &from))
		return;
	if (days < 1 || days > PREVIEW_DAYS_MAX) {
		out_of_range(call, "days", days, 1, PREVIEW_DAYS_MAX);
		return;
	}
	/* The last reminders of all are due a day or two after their night, which must still have a date. */
	date_join(9999, 12, 29, &last);
	if (from > last - days) {
		malformed(call, "from", text_of(call, "from"), "a date before the calendar's end");
		return;
	}
	p = xcalloc(1, sizeof(*p));
	p->night = from;
	p->end = from + (int32_t)days;
	call->data = p;
	call->on_gone = preview_gone;
	call->on_room = preview_more;
	preview_more(call);
}
