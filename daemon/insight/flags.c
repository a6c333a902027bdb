#include "daemon/insight/flags.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/insight/rows.h"

/* The figures of what only many nights show are this program's own (red_flags.tsv says so too). */
enum {
	WEEK = 7,
	OFTEN_A_WEEK = 3,
	OFTEN_WEEKS = 3,
	FOUR_WEEKS = 28,
	DISTURBED_OF_28 = 8,
	LONG_STRETCHES = 6, /* of four weeks */
};

const char *flag_source_name(enum flag_source s)
{
	static const char *const names[] = { "episode", "pattern", "trait" };

	return names[s];
}

void flags_begin(struct flags *f, int32_t from, int32_t to)
{
	*f = (struct flags){ .from = from, .to = to, .disturbed_last = NO_NIGHT };
}

void flags_clear(struct flags *f)
{
	free(f->disturbed);
	*f = (struct flags){ 0 };
}

static struct flag_met *met(struct flags *f, const struct red_flag *flag, enum flag_source by)
{
	struct flag_met *m;

	for (size_t i = 0; i < f->count; i++)
		if (f->list[i].flag == flag && f->list[i].by == by)
			return &f->list[i];
	if (f->count == WARNINGS_MAX)
		return NULL;
	m = &f->list[f->count++];
	*m = (struct flag_met){ .flag = flag, .by = by, .first = NO_NIGHT, .last = NO_NIGHT };
	return m;
}

static void on_night(struct flag_met *m, int32_t night)
{
	m->times++;
	if (m->first == NO_NIGHT)
		m->first = night;
	m->last = night;
	if (m->night_count && m->nights[0] == night)
		return;
	memmove(m->nights + 1, m->nights, (FLAG_NIGHTS - 1) * sizeof(*m->nights));
	m->nights[0] = night;
	m->night_count += m->night_count < FLAG_NIGHTS;
}

static void with_word(struct flag_met *m, const char *id)
{
	for (size_t i = 0; i < m->word_count; i++)
		if (str_equal(m->words[i], id))
			return;
	if (m->word_count < FLAG_TICKS)
		m->words[m->word_count++] = id;
}

/* ---- episodes ---- */

static void add_ticks(struct flag_met *m, const struct episode *e)
{
	for (size_t i = 0; i < e->flag_count; i++) {
		const struct word *w = word_by_id("flag", e->flags[i]);

		if (w && id_listed(m->flag->ticks, w->id))
			with_word(m, w->id);
	}
}

static void add_disturbed(struct flags *f, const struct episode *e)
{
	if (!episode_of_night(e) || e->night == f->disturbed_last ||
	    !(e->woke == 1 || e->awake_min > 0 || e->sleep_disturbance > 0))
		return;
	if (f->disturbed_count == f->disturbed_room) {
		f->disturbed_room = f->disturbed_room ? 2 * f->disturbed_room : 64;
		f->disturbed = xreallocarray(f->disturbed, f->disturbed_room, sizeof(*f->disturbed));
	}
	f->disturbed[f->disturbed_count++] = f->disturbed_last = e->night;
}

int flags_episode(const struct episode *e, void *flags)
{
	const struct red_flag *list[WARNINGS_MAX];
	struct flags *f = flags;
	size_t count;

	if (e->night < f->from || e->night > f->to)
		return 0;
	count = episode_warnings(e, list);
	for (size_t i = 0; i < count; i++) {
		struct flag_met *m = met(f, list[i], FLAG_EPISODES);

		if (!m)
			break;
		on_night(m, e->night);
		add_ticks(m, e);
	}
	add_disturbed(f, e);
	return 0;
}

/* ---- standing circumstances ---- */

static const struct {
	const char *trait, *flag;
} trait_flags[] = {
	{ "varicose_veins", "varicose_veins" },	  { "diuretic", "medicine_suspected" },
	{ "statin", "medicine_suspected" },	  { "long_acting_beta_agonist", "medicine_suspected" },
	{ "lumbar_disc", "disc_suspected" },	  { "walking_pain", "pain_on_walking" },
	{ "pregnancy", "pregnancy_or_dialysis" }, { "haemodialysis", "pregnancy_or_dialysis" },
};

int flags_trait(const struct trait *t, void *flags)
{
	struct flags *f = flags;
	struct flag_met *m;

	if (t->value == 0 || (t->from != NO_NIGHT && t->from > f->to) || (t->until != NO_NIGHT && t->until < f->from))
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(trait_flags); i++) {
		if (!str_equal(trait_flags[i].trait, t->trait))
			continue;
		m = met(f, red_flag_by_id(trait_flags[i].flag), FLAG_TRAIT);
		if (!m)
			break;
		m->times++;
		m->first = t->from;
		m->last = t->until;
		with_word(m, trait_flags[i].trait);
	}
	return 0;
}

/* ---- many nights together ---- */

static void pattern(struct flags *f, const char *flag, int32_t first, int32_t last, int64_t times)
{
	struct flag_met *m = met(f, red_flag_by_id(flag), FLAG_NIGHTS_TOGETHER);

	if (!m)
		return;
	m->times = times;
	m->first = first;
	m->last = last;
}

/* The newest three weeks in a row with three nights each. */
static void find_often(struct flags *f, const struct course *c)
{
	size_t count;
	int64_t nights = 0;
	int in_a_row = 0;
	struct stretch *weeks = course_stretches(c, WEEK, &count);

	for (size_t i = count; i > 0 && in_a_row < OFTEN_WEEKS; i--) {
		bool often = weeks[i - 1].cramp_nights >= OFTEN_A_WEEK;

		nights = often ? nights + weeks[i - 1].cramp_nights : 0;
		in_a_row = often ? in_a_row + 1 : 0;
		if (in_a_row == OFTEN_WEEKS)
			pattern(f, "frequent_or_rising", weeks[i - 1].from, weeks[i - 2 + OFTEN_WEEKS].to, nights);
	}
	free(weeks);
}

/* The newest four weeks in which the sleep was disturbed on at least eight nights. */
static void find_disturbed(struct flags *f)
{
	const int32_t *d = f->disturbed;

	for (size_t i = f->disturbed_count; i >= DISTURBED_OF_28; i--) {
		int32_t last = d[i - 1], first = d[i - DISTURBED_OF_28];

		if (last - first >= FOUR_WEEKS)
			continue;
		size_t from = i - DISTURBED_OF_28;
		while (from > 0 && last - d[from - 1] < FOUR_WEEKS)
			from--;
		pattern(f, "disturbed_sleep", d[from], last, (int64_t)(i - from));
		break;
	}
}

static void find_lasting(struct flags *f, const struct course *c)
{
	size_t count;
	int64_t nights = 0;
	struct stretch *list = course_stretches(c, FOUR_WEEKS, &count);
	bool lasting = count >= LONG_STRETCHES;

	for (size_t i = count - (lasting ? LONG_STRETCHES : 0); lasting && i < count; i++) {
		lasting = list[i].cramp_nights > 0;
		nights += list[i].cramp_nights;
	}
	if (lasting)
		pattern(f, "keeps_happening", list[count - LONG_STRETCHES].from, list[count - 1].to, nights);
	free(list);
}

static int level_of(const struct red_flag *flag)
{
	return str_equal(flag->level, "urgent") ? 0 : str_equal(flag->level, "soon") ? 1 : 2;
}

/* Flags are rows of one table, so their addresses are the catalogue's order. */
static int by_level(const void *a, const void *b)
{
	const struct flag_met *x = a, *y = b;
	int d = level_of(x->flag) - level_of(y->flag);

	return d ? d : x->flag != y->flag ? (x->flag > y->flag) - (x->flag < y->flag) : (int)x->by - (int)y->by;
}

void flags_end(struct flags *f, const struct course *c)
{
	find_often(f, c);
	find_disturbed(f);
	find_lasting(f, c);
	qsort(f->list, f->count, sizeof(*f->list), by_level);
}
