/*
 * Any text as a time, a night, a range, a date, an amount. The first byte chooses the zone and the moment; lines are
 * shell words. What is understood keeps to its limits, and is written as it is read; what is not gets a sentence.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/amount.h"
#include "cramp/grammar.h"
#include "cramp/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WORDS = 32 };

static const struct {
	const char *zone;
	int64_t now;
} moments[] = {
	{ "Europe/Berlin", 1795329540 }, /* a Sunday morning in November */
	{ "Europe/Berlin", 1792910340 }, /* the morning of the long night */
	{ "Europe/Berlin", 1774762740 }, /* the morning of the short night */
	{ "Australia/Lord_Howe", 1791060000 }, { "Pacific/Apia", 1325300000 }, { "America/New_York", 1793516400 },
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* Either understood or a sentence, never both. */
static void check_answer(bool ok, const char *complaint)
{
	must(ok == !complaint);
	if (complaint)
		must(*complaint && utf8_valid(complaint, strlen(complaint)));
}

static void check_phrases(const struct reader *r, int count, char **words)
{
	char *remark = NULL, *complaint = NULL;
	struct instant at, again;
	int32_t from, to;
	char text[RFC3339_LENGTH + 1];
	bool ok = read_when(r, count, words, &at, &remark, &complaint);

	check_answer(ok, complaint);
	if (ok) {
		must(at.at <= r->now.at + 120);
		rfc3339_format(at, text);
		must(rfc3339_parse(text, &again) && again.at == at.at);
	}
	free(remark);
	free(complaint);
	complaint = NULL;
	ok = read_night(r, count, words, &from, &complaint);
	check_answer(ok, complaint);
	must(!ok || from != NO_NIGHT);
	free(complaint);
	complaint = NULL;
	ok = read_range(r, count, words, &from, &to, &complaint);
	check_answer(ok, complaint);
	must(!ok || (from != NO_NIGHT && from <= to));
	free(complaint);
}

static void check_dates(const char *text)
{
	char out[RFC3339_LENGTH + 1];
	struct instant at, again;
	int32_t day;

	if (date_parse(text, &day)) {
		date_format(day, out);
		must(strcmp(out, text) == 0);
	}
	if (rfc3339_parse(text, &at)) {
		rfc3339_format(at, out);
		/* The first and last day can fall out of the calendar when told with an offset. */
		must(strlen(out) == RFC3339_LENGTH && rfc3339_parse(out, &again));
		must(again.at == at.at || llabs(at.at) > 62000000000);
	}
	when_zone_known(text);
}

static void check_amounts(const char *text)
{
	static const char *const factors[] = { "fluid_ml",     "room_temp_c", "exercise_min",
					       "magnesium_mg", "leg_fatigue", "stretch" };
	char out[64];
	double value;
	int64_t seconds;

	for (size_t i = 0; i < ARRAY_LEN(factors); i++) {
		const struct factor *f = factor_find(factors[i], NULL);

		if (amount_parse(text, f, text[0] & 1, &value) != AMOUNT_OK)
			continue;
		must(value >= f->minimum && value <= f->maximum);
		amount_format(value, f, text[0] & 1, out, sizeof(out));
		must(strlen(out) > 0);
	}
	if (span_parse(text, &seconds)) {
		must(seconds >= 0 && seconds <= 7 * 86400);
		span_format(seconds, out, sizeof(out));
		must(strlen(out) > 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *words[WORDS], *save, *text;
	int count = 0;

	if (size == 0)
		return 0;
	size_t m = data[0] % ARRAY_LEN(moments);
	setenv("TZ", moments[m].zone, 1);
	when_zone_changed();
	struct reader r = {
		.now = local_instant(moments[m].now), .night_starts_min = 720, .day_starts_min = 240, .night = NO_NIGHT
	};

	text = xstrndup((const char *)data + 1, size - 1);
	check_dates(text);
	check_amounts(text);
	for (char *word = strtok_r(text, "\n", &save); word && count < WORDS; word = strtok_r(NULL, "\n", &save))
		words[count++] = word;
	check_phrases(&r, count, words);
	free(text);
	return 0;
}
