#include "daemon/service/circumstances.h"

#include "daemon/diary/classify.h"
#include "daemon/store/store.h"

struct looking {
	struct circumstances around;
	const struct episode *episode;
};

static int on_reading(const struct reading *r, void *data)
{
	struct looking *l = data;

	if (circumstances_factor(r->factor))
		circumstances_add(&l->around, l->episode, r);
	return 0;
}

int circumstances_classify(struct store *s, const struct entry_rules *rules, struct episode *e)
{
	struct looking l = { .episode = e };

	circumstances_init(&l.around, rules->night_starts_min);
	int result = store_readings_each(s, e->night - CIRCUMSTANCES_NIGHTS_BEFORE,
					 e->night + CIRCUMSTANCES_NIGHTS_AFTER, NULL, on_reading, &l);
	if (result == 0)
		classify(e, &l.around);
	return result;
}
