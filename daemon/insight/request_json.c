#include "daemon/insight/request_json.h"

#include <jansson.h>
#include <stdlib.h>

#include "cramp/log.h"

enum { REQUEST_MAX = 1 << 16, MINUTES_A_DAY = 1440, HOUR_S = 3600, RECALL_MAX_H = 24 * 365 };

bool request_is_official(const struct request *r)
{
	return !r->look_now && r->max_recall_s == UNKNOWN;
}

static const char *text_of(json_t *root, const char *key)
{
	const char *s = json_string_value(json_object_get(root, key));

	return s ? s : "";
}

/* NULL, or what is wrong with it. */
static const char *take_request(json_t *root, struct request *out)
{
	json_t *starts = json_object_get(root, "night_starts_min");
	json_t *recall = json_object_get(root, "max_recall_h");
	json_int_t minute = starts ? json_integer_value(starts) : MINUTES_A_DAY / 2;
	json_int_t hours = json_integer_value(recall);

	if (!date_parse(text_of(root, "from"), &out->from) || !date_parse(text_of(root, "to"), &out->to))
		return "\"from\" and \"to\" must be dates like 2026-11-21";
	if (out->from > out->to)
		return "\"from\" must not be after \"to\"";
	out->since = NO_NIGHT;
	if (json_object_get(root, "since") &&
	    (!date_parse(text_of(root, "since"), &out->since) || out->since > out->to))
		return "\"since\" must be a date not after \"to\"";
	if (!rfc3339_parse(text_of(root, "now"), &out->now))
		return "\"now\" must be an instant like 2026-11-22T03:10:00+01:00";
	if ((starts && !json_is_integer(starts)) || minute < 0 || minute >= MINUTES_A_DAY)
		return "\"night_starts_min\" must be a minute of the day";
	out->night_starts_min = (int)minute;
	if (recall && (!json_is_integer(recall) || hours < 0 || hours > RECALL_MAX_H))
		return "\"max_recall_h\" must be a number of hours";
	out->max_recall_s = recall ? hours * HOUR_S : UNKNOWN;
	out->look_now = json_is_true(json_object_get(root, "look_now"));
	out->tracked = xstrdup(text_of(root, "tracked"));
	return NULL;
}

bool request_read(FILE *in, struct request *out)
{
	char *text = xcalloc(REQUEST_MAX, 1);
	size_t length = fread(text, 1, REQUEST_MAX, in);
	json_error_t error;
	json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
	const char *wrong = root ? take_request(root, out) : error.text;

	if (wrong)
		log_warnx("not a request: %s", wrong);
	json_decref(root);
	free(text);
	return !wrong;
}

void request_clear(struct request *r)
{
	free(r->tracked);
	*r = (struct request){ 0 };
}
