/* org.crampd.Diary: reading the diary in order. Nights, Episodes, Readings. */
#include <stdlib.h>
#include <string.h>

#include "daemon/app.h"
#include "daemon/service/change.h"
#include "daemon/service/entry_json.h"
#include "daemon/service/model_json.h"
#include "daemon/service/night_page.h"
#include "daemon/service/stream.h"
#include "daemon/store/store.h"

/* Nights read at a time. */
enum { NIGHTS_A_PAGE = 64 };

/* How far a listing has come. */
struct listing {
	struct app *app;
	int32_t next, to; /* the nights still to be listed, both included */
	id_text factor;	  /* of Readings; "": all */
};

/* The end of the page that begins at l->next. */
static int32_t page_end(const struct listing *l)
{
	return l->to - l->next < NIGHTS_A_PAGE ? l->to : l->next + NIGHTS_A_PAGE - 1;
}

/*
 * The range of a call: what it names, for the rest what is on record. An empty diary has none (from after to). False:
 * answered.
 */
static bool take_range(struct call *call, struct listing *l)
{
	struct entry_fault fault = { .field = "from", .other = "to", .night = NO_NIGHT, .at = { .at = UNKNOWN } };
	int32_t from = NO_NIGHT, to = NO_NIGHT, first = 1, last = 0;
	int result = store_span(call->app->store, &first, &last);

	if (result < 0) {
		call_failed(call, result);
		return false;
	}
	if (!answer_date(call, "from", &from) || !answer_date(call, "to", &to))
		return false;
	if (from != NO_NIGHT && to != NO_NIGHT && from > to)
		return answer_judge(call, ENTRY_WRONG_ORDER, &fault);
	if (result == STORE_NOT_FOUND && (from == NO_NIGHT || to == NO_NIGHT))
		from = 1, to = 0;
	l->app = call->app;
	l->next = from != NO_NIGHT ? from : first;
	l->to = to != NO_NIGHT ? to : last;
	return true;
}

/* Rows, unlike nights, are only where something is on record. */
static bool take_span(struct call *call, struct listing *l)
{
	int32_t first = 1, last = 0;

	if (!take_range(call, l))
		return false;
	store_span(call->app->store, &first, &last);
	l->next = l->next < first ? first : l->next;
	l->to = l->to > last ? last : l->to;
	return true;
}

static void list(struct call *call, const char *key, bool (*take)(struct call *call, struct listing *l),
		 int (*more)(struct stream *s, void *state))
{
	struct listing *l = xcalloc(1, sizeof(*l));

	if (take(call, l))
		stream_begin(call, key, more, l, free);
	else
		free(l);
}

static int more_nights(struct stream *s, void *state)
{
	struct listing *l = state;
	struct night_page page;
	int result;

	if (l->next > l->to)
		return 0;
	result = night_page_read(&page, l->app->store, &l->app->own, l->next, page_end(l));
	for (int32_t night = page.from; result == 0 && night <= page.to; night++)
		stream_item(s, night_page_json(&page, night));
	l->next = page.to + 1;
	night_page_clear(&page);
	return result < 0 ? result : 1;
}

void api_diary_nights(struct call *call)
{
	list(call, "night", take_range, more_nights);
}

/* Cramps of a page; the ids they came back from are looked up once the list is read. */
struct episode_list {
	struct episode *list;
	size_t count;
};

static int keep_episode(const struct episode *e, void *data)
{
	struct episode_list *l = data;
	struct episode *to;

	l->list = xreallocarray(l->list, l->count + 1, sizeof(*l->list));
	to = &l->list[l->count++];
	*to = *e;
	to->note = xstrdup_null(e->note);
	to->class_reason = xstrdup_null(e->class_reason);
	return 0;
}

static int more_episodes(struct stream *s, void *state)
{
	struct listing *l = state;
	struct episode_list found = { 0 };
	int32_t end = page_end(l);
	int result;

	if (l->next > l->to)
		return 0;
	result = store_episodes_each(l->app->store, l->next, end, keep_episode, &found);
	for (size_t i = 0; i < found.count; i++) {
		json_t *episode = NULL;

		if (result == 0)
			result = entry_episode_json(l->app->store, &found.list[i], &episode);
		if (episode)
			stream_item(s, episode);
		episode_clear(&found.list[i]);
	}
	free(found.list);
	l->next = end + 1;
	return result < 0 ? result : 1;
}

void api_diary_episodes(struct call *call)
{
	list(call, "episode", take_span, more_episodes);
}

struct reading_sink {
	struct stream *stream;
	const struct own_factors *own;
};

static int send_reading(const struct reading *r, void *data)
{
	struct reading_sink *sink = data;

	stream_item(sink->stream, reading_to_json(r, sink->own));
	return 0;
}

static int more_readings(struct stream *s, void *state)
{
	struct listing *l = state;
	struct reading_sink sink = { s, &l->app->own };
	int32_t end = page_end(l);
	int result;

	if (l->next > l->to)
		return 0;
	result = store_readings_each(l->app->store, l->next, end, *l->factor ? l->factor : NULL, send_reading, &sink);
	l->next = end + 1;
	return result < 0 ? result : 1;
}

/* The factor by any of its names. */
static bool take_readings(struct call *call, struct listing *l)
{
	const char *word = json_string_value(json_object_get(call->parameters, "factor"));
	const struct factor *factor = word ? factor_find(word, &call->app->own) : NULL;
	struct entry_fault fault = { .field = "factor", .word = word, .night = NO_NIGHT, .at = { .at = UNKNOWN } };

	if (word && !factor)
		return answer_judge(call, ENTRY_UNKNOWN_WORD, &fault);
	if (factor)
		str_copy(l->factor, sizeof(l->factor), factor->id);
	return take_span(call, l);
}

void api_diary_readings(struct call *call)
{
	list(call, "reading", take_readings, more_readings);
}
