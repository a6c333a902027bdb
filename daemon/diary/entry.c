#include "daemon/diary/entry.h"

#include <math.h>
#include <string.h>

#include "daemon/diary/entry_check.h"

static struct entry_fault fault_of(const char *field)
{
	return (struct entry_fault){
		.field = field,
		.value = NAN,
		.minimum = NAN,
		.maximum = NAN,
		.at = { .at = UNKNOWN },
		.night = NO_NIGHT,
	};
}

enum entry_answer entry_out_of_range(struct entry_fault *fault, const char *field, double value, double minimum,
				     double maximum)
{
	*fault = fault_of(field);
	fault->value = value;
	fault->minimum = minimum;
	fault->maximum = maximum;
	return ENTRY_OUT_OF_RANGE;
}

enum entry_answer entry_malformed(struct entry_fault *fault, const char *field, const char *word, const char *expected)
{
	*fault = fault_of(field);
	fault->word = word;
	fault->expected = expected;
	return ENTRY_MALFORMED;
}

enum entry_answer entry_bad_reading(struct entry_fault *fault, const struct factor *factor, const char *expected)
{
	entry_malformed(fault, "value", factor->id, expected);
	return ENTRY_BAD_READING;
}

enum entry_answer entry_check_integer(struct entry_fault *fault, const char *field, int64_t value, int64_t minimum,
				      int64_t maximum)
{
	if (value == UNKNOWN || (value >= minimum && value <= maximum))
		return ENTRY_OK;
	return entry_out_of_range(fault, field, (double)value, (double)minimum, (double)maximum);
}

enum entry_answer entry_check_text(struct entry_fault *fault, const char *field, const char *text, size_t most,
				   const char *expected)
{
	size_t length = text ? strlen(text) : 0;

	if (length <= most && (length == 0 || utf8_valid(text, length)))
		return ENTRY_OK;
	return entry_malformed(fault, field, text, expected);
}

enum entry_answer entry_check_note(struct entry_fault *fault, const char *note)
{
	return entry_check_text(fault, "note", note, NOTE_MAX, "plain text of at most 4096 bytes");
}

enum entry_answer entry_check_word(struct entry_fault *fault, const char *kind, const char *field, id_text word)
{
	const struct word *known;

	if (str_empty(word))
		return ENTRY_OK;
	known = word_find(kind, word);
	if (!known) {
		*fault = fault_of(field);
		fault->word = word;
		return ENTRY_UNKNOWN_WORD;
	}
	str_copy(word, ID_MAX, known->id);
	return ENTRY_OK;
}

enum entry_answer entry_check_instant(struct entry_fault *fault, const char *field, struct instant when,
				      const struct entry_rules *rules)
{
	if (when.at == UNKNOWN)
		return ENTRY_OK;
	if (when.at > rules->now.at + CLOCK_TOLERANCE_S) {
		*fault = fault_of(field);
		fault->at = when;
		return ENTRY_IN_FUTURE;
	}
	if (civil_of(when).day <= EARLIEST_NIGHT) {
		entry_malformed(fault, field, NULL, "a time after 1900");
		fault->at = when;
		return ENTRY_MALFORMED;
	}
	return ENTRY_OK;
}

enum entry_answer entry_check_night(struct entry_fault *fault, int32_t night, int32_t newest)
{
	if (night == NO_NIGHT)
		return entry_malformed(fault, "night", "", "a date, which is needed where no time is told");
	if (night > newest) {
		*fault = fault_of("night");
		fault->night = night;
		return ENTRY_FUTURE_NIGHT;
	}
	if (night < EARLIEST_NIGHT) {
		entry_malformed(fault, "night", NULL, "a date after 1900");
		fault->night = night;
		return ENTRY_MALFORMED;
	}
	return ENTRY_OK;
}
