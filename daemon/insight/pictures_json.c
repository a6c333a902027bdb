#include "daemon/insight/pictures_json.h"

#include <math.h>
#include <stdlib.h>

#include "daemon/insight/values_json.h"

/* Weeks are listed in ranges up to three years; the longer stretches are then of a quarter instead of four weeks. */
enum { WEEK = 7, WEEKS_NIGHTS_MAX = 1100, FOUR_WEEKS = 28, QUARTER = 91 };

/* The first night since then that is recorded: before it there was no diary to be silent in. */
static int32_t first_recorded(const struct rows *rows, int32_t since, int32_t to)
{
	for (size_t i = 0; i < rows->count && rows->nights[i].night <= to; i++)
		if (rows->nights[i].night >= since && rows->nights[i].state != STATE_UNKNOWN)
			return rows->nights[i].night;
	return to;
}

void pictures_begin(struct pictures *p, const struct rows *rows, int32_t since, int32_t to, int32_t over)
{
	*p = (struct pictures){ 0 };
	since = first_recorded(rows, since, to);
	week_begin(&p->week, rows, since, to, over);
	course_make(&p->course, rows, since, p->week.last);
	flags_begin(&p->flags, since, p->week.last);
}

int pictures_episode(const struct episode *e, void *pictures)
{
	struct pictures *p = pictures;

	week_episode(e, &p->week);
	return flags_episode(e, &p->flags);
}

int pictures_trait(const struct trait *t, void *pictures)
{
	struct pictures *p = pictures;

	return flags_trait(t, &p->flags);
}

void pictures_clear(struct pictures *p)
{
	week_clear(&p->week);
	course_clear(&p->course);
	flags_clear(&p->flags);
}

/* A number a night: cramps, null where nobody said. */
static json_t *calendar(const struct course *c)
{
	json_t *list = json_array();

	for (size_t i = 0; i < c->count; i++)
		json_array_append_new(list, c->nights[i].recorded ? json_integer(c->nights[i].cramps) : json_null());
	return list;
}

static json_t *stretches(const struct course *c, int nights)
{
	json_t *list = json_array();
	size_t count;
	struct stretch *s = course_stretches(c, nights, &count);

	for (size_t i = 0; i < count; i++)
		json_array_append_new(
			list, json_pack("{s:o, s:o, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "from", date_json(s[i].from),
					"to", date_json(s[i].to), "recorded", (json_int_t)s[i].recorded, "cramp_nights",
					(json_int_t)s[i].cramp_nights, "episodes", (json_int_t)s[i].cramps,
					"cramps_per_week", real_json(s[i].per_week), "low", real_json(s[i].span.low),
					"high", real_json(s[i].span.high), "trend", real_json(s[i].trend)));
	free(s);
	return list;
}

static json_t *flag(const struct flag_met *m)
{
	json_t *nights = json_array(), *words = json_array();

	for (size_t i = 0; i < m->night_count; i++)
		json_array_append_new(nights, date_json(m->nights[i]));
	for (size_t i = 0; i < m->word_count; i++)
		json_array_append_new(words, json_string(m->words[i]));
	return json_pack("{s:s, s:s, s:s, s:I, s:o, s:o, s:o, s:o}", "id", m->flag->id, "level", m->flag->level, "by",
			 flag_source_name(m->by), "times", (json_int_t)m->times, "first", date_json(m->first), "last",
			 date_json(m->last), "nights", nights, "words", words);
}

static json_t *flags(const struct flags *f)
{
	json_t *list = json_array();

	for (size_t i = 0; i < f->count; i++)
		json_array_append_new(list, flag(&f->list[i]));
	return list;
}

json_t *pictures_to_json(struct pictures *p)
{
	bool weekly = p->course.count <= WEEKS_NIGHTS_MAX;
	int longer = weekly ? FOUR_WEEKS : QUARTER;
	json_t *o;

	week_end(&p->week);
	flags_end(&p->flags, &p->course);
	o = figures_to_json(&p->week);
	json_object_set_new(o, "calendar", calendar(&p->course));
	json_object_set_new(o, "weeks", weekly ? stretches(&p->course, WEEK) : json_null());
	json_object_set_new(o, "stretches",
			    json_pack("{s:i, s:o}", "nights", longer, "list", stretches(&p->course, longer)));
	json_object_set_new(o, "red_flags", flags(&p->flags));
	return o;
}
