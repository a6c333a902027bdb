/*
 * Any text as the words of an entry. The first byte chooses the kind of entry, the second the moment; lines are shell
 * words. What is understood is of the wire's types and passes the diary's own checks; what is not gets a sentence and
 * nothing else.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/grammar.h"
#include "cramp/proto.h"
#include "cramp/util.h"
#include "daemon/service/json_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WORDS = 64, KINDS = 10 };

static const int64_t moments[] = { 1795329540, 1795381440, 1795313520, 1792910340, 1774762740 };

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* Is the value of the type of a method's parameter? Steals it. */
static void must_be(const char *method, const char *name, json_t *value)
{
	const struct proto_field *f = proto_method_find(proto_interface_find("org.crampd.Diary"), method)->in;
	json_t *parameters = json_pack("{s:o}", name, value);

	while (strcmp(f->name, name) != 0)
		f++;
	struct proto_field fields[2] = { *f };

	must(!proto_check(fields, parameters));
	json_decref(parameters);
}

static struct entry_rules rules_of(const struct reader *r)
{
	return (struct entry_rules){ .now = r->now,
				     .night_starts_min = r->night_starts_min,
				     .day_starts_min = r->day_starts_min };
}

static void accept_episode(const struct reader *r, json_t *o)
{
	struct entry_rules rules = rules_of(r);
	struct entry_fault fault;
	struct episode e;

	must_be("Log", "episode", json_incref(o));
	episode_init(&e);
	e.onset.offset_s = r->now.offset_s;
	must(episode_from_json(o, &e, &fault) == ENTRY_OK);
	must(episode_check(&e, &rules, &fault) == ENTRY_OK);
	episode_clear(&e);
}

static void accept_reading(const struct reader *r, json_t *o)
{
	struct entry_rules rules = rules_of(r);
	struct entry_fault fault;
	struct reading reading;

	must_be("Add", "reading", json_incref(o));
	reading_init(&reading);
	reading.offset_s = r->now.offset_s;
	must(reading_from_json(o, NULL, &reading, &fault) == ENTRY_OK);
	must(reading_check(&reading, &rules, &fault) == ENTRY_OK);
	reading_clear(&reading);
}

static void accept_nap(const struct reader *r, json_t *o)
{
	struct entry_rules rules = rules_of(r);
	struct entry_fault fault;
	struct nap nap;

	nap_init(&nap);
	must(nap_from_json(o, &nap, &fault) == ENTRY_OK);
	must(nap_check(&nap, &rules, &fault) == ENTRY_OK);
	nap_clear(&nap);
}

static void accept_sleep(const struct reader *r, const struct read_result *out)
{
	json_t *sleep = json_object_get(out->object, "sleep"), *naps = json_object_get(out->object, "naps"), *nap;
	struct entry_fault fault;
	struct night night;
	size_t i;

	must_be("Sleep", "sleep", json_incref(sleep));
	must_be("Sleep", "naps", json_incref(naps));
	night_init(&night);
	must(out->night != NO_NIGHT && sleep_from_json(sleep, &night, &fault) == ENTRY_OK);
	night_clear(&night);
	json_array_foreach(naps, i, nap) accept_nap(r, nap);
}

static void accept_trait(const struct reader *r, json_t *o)
{
	struct entry_rules rules = rules_of(r);
	struct entry_fault fault;
	struct trait trait;

	must_be("SetTrait", "trait", json_incref(o));
	trait_init(&trait);
	must(trait_from_json(o, &trait, &fault) == ENTRY_OK);
	must(trait_check(&trait, &rules, &fault) == ENTRY_OK);
	trait_clear(&trait);
}

static void accept_edit(const char *name, json_t *o)
{
	if (json_object_size(json_object_get(o, "set")) > 0)
		must_be("Edit", name, json_incref(json_object_get(o, "set")));
	must_be("Edit", "clear", json_incref(json_object_get(o, "clear")));
	must(json_object_size(json_object_get(o, "set")) + json_array_size(json_object_get(o, "clear")) > 0);
}

/* The episode of an over has no time of its own. */
static void accept_over(json_t *o)
{
	json_t *episode = json_object_get(o, "episode"), *at = json_object_get(o, "at");

	must_be("Over", "episode", json_incref(episode));
	must(!json_object_get(episode, "onset") && !json_object_get(episode, "night"));
	if (at)
		must_be("Over", "at", json_incref(at));
}

static bool read_entry(const struct reader *r, int kind, int count, char **words, struct read_result *out)
{
	int32_t night = night_of(r->now, r->night_starts_min) - 1;

	switch (kind) {
	case 0: return read_episode(r, count, words, out);
	case 1: return read_reading(r, count, words, out);
	case 2: return read_sleep(r, count, words, out);
	case 3: return read_trait(r, count, words, out);
	case 4: return read_episode_edit(r, night, count, words, out);
	case 5: return read_sleep_edit(r, night, count, words, out);
	case 8: return read_begun(r, count, words, out);
	case 9: return read_over(r, count, words, out);
	default:
		return read_reading_edit(r, factor_find(kind == 6 ? "fluid_ml" : "stretch", NULL), night, count, words,
					 out);
	}
}

static void accept(const struct reader *r, int kind, const struct read_result *out)
{
	switch (kind) {
	case 0:
	case 8: accept_episode(r, out->object); break;
	case 9: accept_over(out->object); break;
	case 1: accept_reading(r, out->object); break;
	case 2: accept_sleep(r, out); break;
	case 3: accept_trait(r, out->object); break;
	case 4: accept_edit("episode", out->object); break;
	case 5: accept_edit("sleep", out->object); break;
	default: accept_edit("reading", out->object); break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *words[WORDS], *save, *text;
	struct read_result out = { 0 };
	int count = 0;

	if (size < 2)
		return 0;
	int kind = (data[0] & 127) % KINDS;
	setenv("TZ", "Europe/Berlin", 1);
	when_zone_changed();
	struct reader r = { .now = local_instant(moments[data[1] % ARRAY_LEN(moments)]),
			    .night_starts_min = 720,
			    .day_starts_min = 240,
			    .us_units = data[0] & 128,
			    .night = NO_NIGHT };

	text = xstrndup((const char *)data + 2, size - 2);
	for (char *word = strtok_r(text, "\n", &save); word && count < WORDS; word = strtok_r(NULL, "\n", &save))
		words[count++] = word;
	bool ok = read_entry(&r, kind, count, words, &out);

	must(ok == !out.complaint && ok == (out.object != NULL));
	if (ok)
		accept(&r, kind, &out);
	else
		must(*out.complaint && utf8_valid(out.complaint, strlen(out.complaint)));
	read_result_clear(&out);
	free(text);
	return 0;
}
