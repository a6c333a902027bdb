/*
 * The user's own factors. They are kept beside what else the client keeps for itself, so that their names can be read,
 * and completed, while no daemon answers; the diary's own list is the one that counts.
 */
#include <stdlib.h>

#include "client/command.h"
#include "client/session.h"
#include "client/whole_file.h"
#include "cramp/paths.h"
#include "cramp/util.h"

static char *file_path(void)
{
	char *directory = paths_state_dir(), *path = xasprintf("%s/own-factors.json", directory);

	free(directory);
	return path;
}

static void add_own(struct own_factors *own, json_t *f)
{
	const char *id, *label, *kind, *unit, *window, *combine;

	if (json_unpack(f, "{s:s, s:s, s:s, s:s, s:s, s:s}", "id", &id, "label", &label, "kind", &kind, "unit", &unit,
			"window", &window, "combine", &combine) != 0)
		return;
	int k = factor_kind_of(kind), w = factor_window_of(window), c = factor_combine_of(combine);
	if (k >= 0 && w >= 0 && c >= 0)
		own_factors_add(own, id, label, (enum factor_kind)k, unit, (enum factor_window)w,
				(enum factor_combine)c);
}

static void add_all(struct session *s, json_t *list)
{
	json_t *f;
	size_t i;

	json_array_foreach(list, i, f) add_own(&s->own, f);
}

/* Only a convenience: what cannot be written is asked for again. */
static void remember(json_t *list)
{
	char *path = file_path(), *directory = paths_state_dir();
	json_t *known = json_load_file(path, 0, NULL);
	struct whole_file file;

	if (!json_equal(known, list) && (known || json_array_size(list) > 0) && paths_make_dir(directory) == 0 &&
	    whole_file_begin(&file, path) == 0)
		whole_file_end(&file, json_dumpf(list, file.stream, JSON_COMPACT) == 0);
	json_decref(known);
	free(directory);
	free(path);
}

void session_own_remembered(struct session *s)
{
	char *path = file_path();
	json_t *list = json_load_file(path, 0, NULL);

	s->own_known = true;
	add_all(s, list);
	json_decref(list);
	free(path);
}

void session_own_forget(struct session *s)
{
	json_decref(s->tracking);
	s->tracking = NULL;
	s->own_known = false;
	own_factors_clear(&s->own);
}

void session_own_factors(struct session *s)
{
	json_t *nothing, *reply = NULL;
	char *why = NULL;
	int status;

	if (s->own_known)
		return;
	s->own_known = true;
	nothing = json_object();
	status = session_try(s, "org.crampd.Diary.Factors", nothing, &reply, &why);
	json_decref(nothing);
	if (status == EXIT_DONE) {
		add_all(s, json_object_get(reply, "own"));
		remember(json_object_get(reply, "own"));
		s->tracking = json_incref(json_object_get(reply, "tracking"));
	} else {
		session_own_remembered(s);
	}
	if (status == EXIT_NO_DAEMON && !s->unreachable) {
		s->unreachable = why;
		why = NULL;
	}
	json_decref(reply);
	free(why);
}
