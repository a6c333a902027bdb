/*
 * cramp status: the daemon and what hangs on it; for bars, last night in a word.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/fetch.h"
#include "client/show/json.h"
#include "client/show/phrase.h"
#include "client/show/text.h"
#include "client/spool.h"
#include "cramp/amount.h"
#include "cramp/util.h"

enum { LABEL_WIDTH = 14 };

static const char *text_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static long long number_of(json_t *object, const char *key)
{
	return (long long)json_integer_value(json_object_get(object, key));
}

/* "Label         text" folded; `text` is freed. */
static void line(struct session *s, const char *label, char *text)
{
	char first[LABEL_WIDTH + 8];

	snprintf(first, sizeof(first), "%-*s", LABEL_WIDTH, label);
	show_folded(s, first, LABEL_WIDTH, text);
	free(text);
}

static char *size_text(long long bytes)
{
	return bytes < 1024 * 1024 ? xasprintf("%lld KiB", (bytes + 1023) / 1024)
				   : xasprintf("%.1f MiB", (double)bytes / 1024 / 1024);
}

static void show_next(struct session *s, json_t *next)
{
	char due[PHRASE_MAX], night[PHRASE_MAX];

	if (!json_is_object(next)) {
		line(s, "Next", xstrdup("no reminder"));
		return;
	}
	line(s, "Next",
	     xasprintf("%s, %s (night of %s)", phrase_reminder_kind(text_of(next, "kind")),
		       phrase_instant_text(text_of(next, "due"), due),
		       phrase_night_text(text_of(next, "night"), night)));
}

static void show_sensors(struct session *s, json_t *sensors)
{
	json_t *sensor, *value;
	size_t i;

	json_array_foreach(sensors, i, sensor)
	{
		value = json_object_get(sensor, "value");
		char *number = json_is_number(value)
				       ? xasprintf(" · %.1f %s", json_number_value(value), text_of(sensor, "unit"))
				       : xstrdup("");
		line(s, i ? "" : "Sensors",
		     xasprintf("%s · %s%s", text_of(sensor, "name"), text_of(sensor, "state"), number));
		free(number);
	}
}

static void show_kept_back(const char *path, json_t *entry, void *data)
{
	line(data, "Kept back", spool_refused_text(path, entry));
}

static void show_status(struct session *s, json_t *status)
{
	json_t *database = json_object_get(status, "database"), *notifier = json_object_get(status, "notifier");
	const char *trouble = text_of(notifier, "trouble"), *backup = text_of(status, "last_backup");
	long long cramps = number_of(database, "episodes"), nights = number_of(database, "nights");
	char text[PHRASE_MAX], *size = size_text(number_of(database, "size_bytes"));

	span_format(number_of(status, "uptime_s"), text, sizeof(text));
	line(s, "Daemon",
	     xasprintf("crampd %s · process %lld · running for %s", text_of(status, "version"),
		       number_of(status, "pid"), text));
	line(s, "Clock",
	     xasprintf("%s · %s%s", phrase_instant_text(text_of(status, "now"), text), text_of(status, "zone"),
		       json_is_true(json_object_get(status, "clock_set")) ? " · set by CRAMP_NOW" : ""));
	line(s, "Socket", xstrdup(text_of(status, "socket")));
	line(s, "Diary",
	     xasprintf("%s · %lld cramp%s, %lld night%s on record · %s", text_of(database, "path"), cramps,
		       cramps == 1 ? "" : "s", nights, nights == 1 ? "" : "s", size));
	spool_refused(show_kept_back, s);
	line(s, "Last copy", backup ? xstrdup(phrase_instant_text(backup, text)) : xstrdup("none yet"));
	line(s, "Notifications",
	     xasprintf("%s%s%s", text_of(notifier, "state"), trouble ? " · " : "", trouble ? trouble : ""));
	show_next(s, json_object_get(status, "next_reminder"));
	show_sensors(s, json_object_get(status, "sensors"));
	free(size);
}

/* Last night and the last seven, for a bar: {"text","tooltip","class"}. */
static int show_waybar(struct session *s)
{
	static const struct {
		const char *state, *symbol, *text;
	} states[] = { { "cramp", "●", "a cramp" }, { "free", "○", "no cramp" }, { "unknown", "?", "not recorded" } };
	int32_t last = civil_of(s->reader.now).day - 1;
	json_t *nights = NULL, *night, *out;
	size_t i, cramps = 0, known = 0, state = ARRAY_LEN(states) - 1;
	int status = fetch(s, "org.crampd.Diary.Nights", "night", fetch_range(last - 6, last), &nights);

	if (status != EXIT_DONE)
		return status;
	json_array_foreach(nights, i, night)
	{
		const char *told = text_of(night, "state");
		cramps += str_equal(told, "cramp");
		known += !str_equal(told, "unknown");
		for (size_t k = 0; i + 1 == json_array_size(nights) && k < ARRAY_LEN(states); k++)
			if (str_equal(told, states[k].state))
				state = k;
	}
	char *tooltip = xasprintf("Last night: %s. Last 7: %zu of %zu recorded nights with cramps.", states[state].text,
				  cramps, known);
	out = json_pack("{s:s, s:s, s:s}", "text", states[state].symbol, "tooltip", tooltip, "class",
			states[state].state);
	show_json(out);
	free(tooltip);
	json_decref(out);
	json_decref(nights);
	return EXIT_DONE;
}

int cmd_status(struct session *s, int count, char **words)
{
	json_t *reply = NULL;
	const char *format = NULL;
	int status;

	if (count > 0 && strncmp(words[0], "--format=", 9) == 0 && count == 1)
		format = words[0] + 9;
	else if (count == 2 && strcmp(words[0], "--format") == 0)
		format = words[1];
	else if (count > 0)
		return usage_error(s, "I do not know what to do with \"%s\".", words[0]);
	if (format && strcmp(format, "waybar") != 0)
		return usage_error(s, "I do not know the format \"%s\"; there is waybar.", format);
	if (format)
		return show_waybar(s);
	status = session_call(s, "org.crampd.Daemon.Status", json_object(), &reply);
	if (status == EXIT_DONE && s->json)
		show_json(reply);
	else if (status == EXIT_DONE)
		show_status(s, reply);
	json_decref(reply);
	return status;
}
