/*
 * From a wire error and its parameters to one sentence for a person: it names the word that was not understood and what
 * is expected.
 */
#include "client/command.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/session.h"
#include "client/show/phrase.h"
#include "cramp/util.h"
#include "proto_gen.h"

enum wire_error {
#define NAME(interface, error) ERROR_##interface##_##error,
	PROTO_ERRORS(NAME)
#undef NAME
};

/* Without "org.crampd." and "org.varlink.". */
static const char *const wire_errors[] = {
#define NAME(interface, error) #interface "." #error,
	PROTO_ERRORS(NAME)
#undef NAME
};

/* What a field is called in a sentence, and the unit of its number. Fields that are not here are called by their name.
 */
static const struct {
	const char *field, *label, *unit;
	unsigned near; /* where names near to a wrong word are looked for */
} fields[] = {
	{ "severity", "severity", "", 0 },
	{ "duration_s", "duration", " seconds", 0 },
	{ "seconds", "time to relief", " seconds", 0 },
	{ "awake_min", "time awake", " minutes", 0 },
	{ "sleep_disturbance", "sleep disturbance", "", 0 },
	{ "minutes", "snooze", " minutes", 0 },
	{ "soreness_h", "time it was sore", " hours", 0 },
	{ "sol_min", "time to fall asleep", " minutes", 0 },
	{ "waso_min", "time awake in the night", " minutes", 0 },
	{ "awakenings", "number of awakenings", "", 0 },
	{ "quality", "sleep quality", "", NEAR_SLEEP_WORD },
	{ "into_bed", "time into bed", "", 0 },
	{ "lights_out", "time of lights out", "", 0 },
	{ "final_awakening", "time of waking", "", 0 },
	{ "out_of_bed", "time out of bed", "", 0 },
	{ "onset", "onset", "", 0 },
	{ "until", "end", "", 0 },
	{ "at", "time", "", 0 },
	{ "start", "start", "", 0 },
	{ "end", "end", "", 0 },
	{ "from", "first day", "", 0 },
	{ "to", "last day", "", 0 },
	{ "muscles", "muscle", "", NEAR_EPISODE_WORD },
	{ "context", "circumstance", "", NEAR_EPISODE_WORD },
	{ "trigger", "trigger", "", NEAR_EPISODE_WORD },
	{ "posture", "posture", "", NEAR_EPISODE_WORD },
	{ "red_flags", "sign", "", NEAR_EPISODE_WORD },
	{ "relief", "relief", "", NEAR_RELIEF },
	{ "method", "relief", "", NEAR_RELIEF },
	{ "factor", "factor", "", NEAR_FACTOR },
	{ "trait", "circumstance", "", NEAR_FACTOR },
	{ "lag", "lag", " nights", 0 },
};

/* "episode.severity" → the row of "severity"; -1: none. */
static int field_row(const char *field)
{
	const char *dot = strrchr(field, '.');
	const char *last = dot ? dot + 1 : field;

	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (strcmp(fields[i].field, last) == 0)
			return (int)i;
	return -1;
}

static const char *field_label(const char *field)
{
	int row = field_row(field);

	return row >= 0 ? fields[row].label : field;
}

static const char *text_of(json_t *parameters, const char *key)
{
	const char *text = json_string_value(json_object_get(parameters, key));

	return text ? text : "?";
}

/* Lists of which one call takes only so many. */
static bool is_count(const char *field)
{
	static const char *const counts[] = { "nights", "naps", "readings", "episodes", "completed" };

	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		if (strcmp(counts[i], field) == 0)
			return true;
	return false;
}

static char *out_of_range(json_t *p)
{
	const char *field = text_of(p, "field");
	int row = field_row(field);
	const char *unit = row >= 0 ? fields[row].unit : "";
	double value = json_number_value(json_object_get(p, "value"));
	double maximum = json_number_value(json_object_get(p, "maximum"));

	if (is_count(field))
		return xasprintf("At most %.10g %s can be told at a time, not %.10g.", maximum, field, value);
	if (strcmp(field, "waso_min") == 0 && maximum == 0)
		return xasprintf("With no awakening there are no %.10g minutes awake in between.", value);
	return xasprintf("The %s cannot be %.10g%s; it goes from %.10g to %.10g%s.", field_label(field), value, unit,
			 json_number_value(json_object_get(p, "minimum")), maximum, unit);
}

static char *in_future(json_t *p)
{
	char told[PHRASE_MAX], now[PHRASE_MAX];

	return xasprintf("%s is still to come: it is now %s.", phrase_instant_text(text_of(p, "told"), told),
			 phrase_instant_text(text_of(p, "now"), now));
}

static char *future_night(json_t *p)
{
	char night[PHRASE_MAX], tonight[PHRASE_MAX];

	return xasprintf("The night of %s has not begun yet: tonight is the night of %s.",
			 phrase_night_text(text_of(p, "night"), night),
			 phrase_night_text(text_of(p, "tonight"), tonight));
}

static char *unknown_word(json_t *p)
{
	const char *field = text_of(p, "field"), *word = text_of(p, "word");
	int row = field_row(field);
	char *near = row >= 0 && fields[row].near ? near_names(word, fields[row].near, NULL, NULL) : xstrdup("");
	char *sentence = xasprintf("I do not know the %s \"%s\".%s%s%s", field_label(field), word,
				   near[0] ? " Did you mean " : "", near, near[0] ? "?" : "");

	free(near);
	return sentence;
}

static char *nights_have_cramp(json_t *p)
{
	enum { NIGHTS_LISTED = 6 };
	struct strbuf b = { 0 };
	json_t *nights = json_object_get(p, "nights"), *night;
	size_t i, count = json_array_size(nights);
	char text[PHRASE_MAX];

	strbuf_add(&b, "There is a cramp on record for the night%s of ", count == 1 ? "" : "s");
	json_array_foreach(nights, i, night)
	{
		if (i == NIGHTS_LISTED && count > NIGHTS_LISTED + 1) {
			strbuf_add(&b, " and %zu more", count - i);
			break;
		}
		strbuf_add(&b, "%s%s",
			   i == 0	   ? ""
			   : i + 1 < count ? ", "
					   : " and ",
			   phrase_night_dated(json_string_value(night), -1, text));
	}
	strbuf_add(&b, ", so nothing was marked free.");
	return strbuf_take(&b);
}

static char *bad_row(json_t *p)
{
	return xasprintf("Line %lld: %s \"%s\" is not %s; nothing was entered.",
			 (long long)json_integer_value(json_object_get(p, "line")), text_of(p, "field"),
			 text_of(p, "value"), text_of(p, "expected"));
}

static char *bad_object(json_t *p)
{
	json_t *line = json_object_get(p, "line");

	return json_is_integer(line) ? xasprintf("Line %lld: %s Nothing was imported.",
						 (long long)json_integer_value(line), text_of(p, "reason"))
				     : xasprintf("%s Nothing was imported.", text_of(p, "reason"));
}

static char *bad_configuration(json_t *p)
{
	long long line = (long long)json_integer_value(json_object_get(p, "line"));

	return line ? xasprintf("%s, line %lld: %s", text_of(p, "path"), line, text_of(p, "reason"))
		    : xasprintf("%s: %s", text_of(p, "path"), text_of(p, "reason"));
}

static char *changed_since(json_t *p)
{
	long long batch = (long long)json_integer_value(json_object_get(p, "batch"));
	long long by = (long long)json_integer_value(json_object_get(p, "by"));

	return xasprintf("Step %lld changed the same thing as step %lld since then: cramp undo %lld comes first.", by,
			 batch, by);
}

static char *too_many_suspects(json_t *p)
{
	return xasprintf("At most %lld factors can be suspected at a time; withdraw one first (cramp untrack FACTOR "
			 "suspect).",
			 (long long)json_integer_value(json_object_get(p, "limit")));
}

static char *already_judged(json_t *p)
{
	char night[PHRASE_MAX];

	return xasprintf("A verdict about \"%s\" was issued at the night of %s: a suspicion counts only where it came "
			 "before.",
			 text_of(p, "factor"), phrase_night_text(text_of(p, "night"), night));
}

/* No default: an error that is new in the .varlink files does not compile unnoticed. */
static char *own_sentence(enum wire_error error, json_t *p)
{
	char night[PHRASE_MAX];

	switch (error) {
	case ERROR_Diary_OutOfRange:
	case ERROR_Report_OutOfRange:
	case ERROR_Reminder_OutOfRange: return out_of_range(p);
	case ERROR_Diary_InFuture: return in_future(p);
	case ERROR_Diary_FutureNight: return future_night(p);
	case ERROR_Diary_UnknownWord: return unknown_word(p);
	case ERROR_Diary_Malformed:
	case ERROR_Reminder_Malformed:
	case ERROR_Report_Malformed:
	case ERROR_Transfer_Malformed:
		return xasprintf("The %s \"%s\" is not %s.", field_label(text_of(p, "field")), text_of(p, "value"),
				 text_of(p, "expected"));
	case ERROR_Diary_WrongOrder:
	case ERROR_Report_WrongOrder:
		return xasprintf("The %s must not come after the %s.", field_label(text_of(p, "earlier")),
				 field_label(text_of(p, "later")));
	case ERROR_Diary_NightsHaveCramp: return nights_have_cramp(p);
	case ERROR_Diary_BadReading: return xasprintf("%s takes %s.", text_of(p, "factor"), text_of(p, "expected"));
	case ERROR_Diary_NoSuchEntry:
		return xasprintf("There is no entry %s; cramp list shows what there is.", text_of(p, "what"));
	case ERROR_Diary_NoSuchStep:
		return xasprintf("There is no step %lld; cramp history shows what there is.",
				 (long long)json_integer_value(json_object_get(p, "batch")));
	case ERROR_Diary_WrongKind:
		return xasprintf("That entry is a %s, and these words do not fit it.", text_of(p, "kind"));
	case ERROR_Diary_NothingBegun:
		return xstrdup("No cramp was started that is not over; one that has passed is told with cramp log.");
	case ERROR_Diary_NothingToUndo: return xstrdup("There is nothing to take back.");
	case ERROR_Diary_NothingToRedo: return xstrdup("There is nothing to bring back.");
	case ERROR_Diary_ChangedSince: return changed_since(p);
	case ERROR_Diary_UidReused:
	case ERROR_Reminder_UidReused:
	case ERROR_Transfer_UidReused:
		return xasprintf("The uid \"%s\" was used by another kind of call before.", text_of(p, "uid"));
	case ERROR_Diary_TooManySuspects: return too_many_suspects(p);
	case ERROR_Diary_AlreadyJudged: return already_judged(p);
	case ERROR_Diary_NameTaken: return xasprintf("The name \"%s\" is taken already.", text_of(p, "name"));
	case ERROR_Reminder_NotStopped: return xstrdup("Bedtime reminders were not stopped.");
	case ERROR_Reminder_NothingToAnswer: return xstrdup("No reminder is open for that night.");
	case ERROR_Reminder_NightHasCramp:
		return xasprintf("There is a cramp on record for the night of %s.",
				 phrase_night_text(text_of(p, "night"), night));
	case ERROR_Report_ReportFailed: return xasprintf("The report could not be computed: %s.", text_of(p, "reason"));
	case ERROR_Transfer_NotBegun: return xstrdup("Rows came before the import was begun.");
	case ERROR_Transfer_BadObject: return bad_object(p);
	case ERROR_Transfer_BadRow: return bad_row(p);
	case ERROR_Transfer_TooMuch:
		return xasprintf("That is too much for one import: at most %lld rows.",
				 (long long)json_integer_value(json_object_get(p, "limit")));
	case ERROR_Transfer_NotEmpty:
		return xstrdup("An export can only be read into an empty diary, or into the one it came from.");
	case ERROR_Diary_StorageFailed:
	case ERROR_Report_StorageFailed:
	case ERROR_Reminder_StorageFailed:
	case ERROR_Transfer_StorageFailed:
		return xasprintf("The diary could not be written, so nothing was changed: %s", text_of(p, "reason"));
	case ERROR_Daemon_BadConfiguration: return bad_configuration(p);
	case ERROR_Daemon_Internal:
	case ERROR_Diary_Internal:
	case ERROR_Reminder_Internal:
	case ERROR_Report_Internal:
	case ERROR_Transfer_Internal: return xasprintf("The daemon failed inside: %s", text_of(p, "message"));
	case ERROR_service_InterfaceNotFound:
		return xasprintf("The daemon has no interface \"%s\".", text_of(p, "interface"));
	case ERROR_service_MethodNotFound: return xasprintf("The daemon has no method \"%s\".", text_of(p, "method"));
	case ERROR_service_MethodNotImplemented:
		return xasprintf("The daemon does not do \"%s\".", text_of(p, "method"));
	case ERROR_service_InvalidParameter:
		return xasprintf("The parameter \"%s\" is missing, unknown or not of its type.",
				 text_of(p, "parameter"));
	case ERROR_service_PermissionDenied: return xstrdup("The daemon serves another user.");
	case ERROR_service_ExpectedMore: return xstrdup("That method answers in a series: cramp call --more.");
	}
	return NULL;
}

static const char *without_prefix(const char *error)
{
	static const char *const prefixes[] = { "org.crampd.", "org.varlink." };

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
		if (strncmp(error, prefixes[i], strlen(prefixes[i])) == 0)
			return error + strlen(prefixes[i]);
	return error;
}

char *error_sentence(const char *error, json_t *parameters)
{
	for (size_t i = 0; i < ARRAY_LEN(wire_errors); i++)
		if (strcmp(without_prefix(error), wire_errors[i]) == 0)
			return own_sentence((enum wire_error)i, parameters);
	return xasprintf("The daemon answered with %s, which this cramp does not know.", error);
}

/* What the user can put right is a refusal; the rest is the daemon's trouble. */
int error_status(const char *error)
{
	const char *name = strrchr(error, '.');

	name = name ? name + 1 : error;
	return strcmp(name, "Internal") == 0 || strcmp(name, "ReportFailed") == 0 ? EXIT_DAEMON_FAILED : EXIT_REFUSED;
}
