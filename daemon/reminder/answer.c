#include "daemon/reminder/answer.h"

#include <stdio.h>
#include <string.h>

#include "daemon/diary/classify.h"
#include "daemon/diary/model.h"
#include "daemon/reminder/advice.h"
#include "daemon/store/store.h"

static const char source[] = "reminder";

static const char *const answer_names[REMINDER_ANSWERS] = {
	[ANSWER_DONE] = "done", [ANSWER_SKIP] = "skip", [ANSWER_NO] = "no",	  [ANSWER_YES] = "yes",
	[ANSWER_OPEN] = "open", [ANSWER_STOP] = "stop", [ANSWER_START] = "start",
};

const char *reminder_answer_name(enum reminder_answer answer)
{
	return answer_names[answer];
}

int reminder_answer_of(const char *name)
{
	int i;

	for (i = 0; i < REMINDER_ANSWERS; i++)
		if (!strcmp(name, answer_names[i]))
			return i;
	return -1;
}

bool reminder_answer_is_fact(enum reminder_answer answer)
{
	return answer <= ANSWER_YES;
}

/* "reminder:bedtime:2026-11-21:stretch" */
static void fact_uid(uid_text uid, const char *kind, int32_t night, const char *what)
{
	char date[DATE_LENGTH + 1];

	date_format(night, date);
	snprintf(uid, sizeof(uid_text), "reminder:%s:%s:%s", kind, date, what);
}

static int record_measure(struct store *s, const struct answering *by, const char *measure, double value)
{
	struct reading r;
	uid_text uid;
	int result;

	fact_uid(uid, "bedtime", by->night, measure);
	result = store_reading_get(s, uid, &r);
	if (result == STORE_NOT_FOUND)
		reading_init(&r);
	else if (result != STORE_OK)
		return result;
	/* What the user said of it in the morning is not said over by a button; the same again keeps its time. */
	if (result == STORE_OK && (!str_equal(r.source, source) || (r.value == value && r.night == by->night)))
		goto out;
	str_copy(r.uid, sizeof(r.uid), uid);
	str_copy(r.factor, sizeof(r.factor), measure);
	str_copy(r.source, sizeof(r.source), source);
	str_copy(r.zone, sizeof(r.zone), by->zone);
	r.value = value;
	r.level = UNKNOWN;
	r.offset_s = by->now.offset_s;
	r.night = by->night;
	r.recorded_at = by->now.at;
	result = store_reading_put(s, &r);
out:
	reading_clear(&r);
	return result;
}

static int record_measures(struct store *s, const struct answering *by, double value)
{
	int i, result = 0;

	for (i = 0; i < ADVICE_MEASURES && result == 0; i++)
		result = record_measure(s, by, advice_measures[i], value);
	return result;
}

/* Says that the night was free, or takes that word back. Where nothing was said there is nothing to take back. */
static int record_free(struct store *s, const struct answering *by, bool is_free)
{
	struct night n;
	int result = store_night_get(s, by->night, &n);

	if (result < 0)
		return result;
	if (result == STORE_NOT_FOUND) {
		night_init(&n);
		n.night = by->night;
		n.offset_s = by->now.offset_s;
		str_copy(n.zone, sizeof(n.zone), by->zone);
		str_copy(n.source, sizeof(n.source), source);
	}
	result = 0;
	if (n.free != is_free) {
		n.free = is_free;
		n.recorded_at = by->now.at;
		result = store_night_put(s, &n);
	}
	night_clear(&n);
	return result;
}

/* What classification looks at: the readings of the nights around. */
struct looking {
	struct circumstances around;
	const struct episode *episode;
};

static int look_at(const struct reading *r, void *data)
{
	struct looking *l = data;

	circumstances_add(&l->around, l->episode, r);
	return 0;
}

static int record_cramp(struct store *s, const struct answering *by)
{
	struct episode e;
	struct looking l = { .episode = &e };
	int result;

	episode_init(&e);
	fact_uid(e.uid, "checkin", by->night, "cramp");
	e.night = by->night;
	e.onset = (struct instant){ UNKNOWN, by->now.offset_s };
	e.draft = true;
	e.recorded_at = by->now.at;
	str_copy(e.precision, sizeof(e.precision), "night");
	str_copy(e.zone, sizeof(e.zone), by->zone);
	str_copy(e.source, sizeof(e.source), source);
	circumstances_init(&l.around, by->night_starts_min);
	result = store_readings_each(s, by->night - CIRCUMSTANCES_NIGHTS_BEFORE, by->night + CIRCUMSTANCES_NIGHTS_AFTER,
				     NULL, look_at, &l);
	if (result == 0) {
		classify(&e, &l.around);
		result = store_episode_put(s, &e);
	}
	episode_clear(&e);
	return result;
}

int answer_record(struct store *s, const struct answering *by, enum reminder_answer answer)
{
	enum night_state state;
	int64_t episodes;
	int result;

	if (!reminder_answer_is_fact(answer))
		return 0;
	if (answer == ANSWER_DONE || answer == ANSWER_SKIP)
		return record_measures(s, by, answer == ANSWER_DONE);
	result = store_night_state(s, by->night, &state, &episodes);
	if (result != 0)
		return result;
	if (answer == ANSWER_NO)
		return state == STATE_CRAMP ? ANSWER_CONTRADICTED : record_free(s, by, true);
	if (state == STATE_CRAMP)
		return 0;
	result = record_free(s, by, false);
	return result == 0 ? record_cramp(s, by) : result;
}
