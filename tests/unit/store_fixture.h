/* A diary in a directory of its own, and the facts the store's tests tell. Included by each of them once. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "daemon/store/store.h"

enum { TEST_NIGHT = 20778 }; /* 2026-11-21 */
#define TEST_AT INT64_C(1795313400)

struct fixture {
	char directory[64];
	char path[128];
	struct store *store;
	int64_t calls; /* made so far: each gets a uid of its own */
};

static inline void fixture_open(struct fixture *f)
{
	char *why = NULL;

	assert_int_equal(store_open(f->path, 0, &f->store, &why), 0);
	assert_null(why);
}

static inline void fixture_close(struct fixture *f)
{
	store_close(f->store);
	f->store = NULL;
}

static inline void fixture_init(struct fixture *f)
{
	const char *tmp = getenv("TMPDIR");

	*f = (struct fixture){ 0 };
	snprintf(f->directory, sizeof(f->directory), "%s/cramp-store-XXXXXX", tmp && strlen(tmp) < 30 ? tmp : "/tmp");
	assert_non_null(mkdtemp(f->directory));
	snprintf(f->path, sizeof(f->path), "%s/diary.db", f->directory);
}

static inline void fixture_finish(struct fixture *f)
{
	DIR *dir;

	fixture_close(f);
	dir = opendir(f->directory);
	assert_non_null(dir);
	for (struct dirent *e = readdir(dir); e; e = readdir(dir))
		unlinkat(dirfd(dir), e->d_name, 0);
	closedir(dir);
	assert_int_equal(rmdir(f->directory), 0);
}

static inline int fixture_setup(void **state)
{
	struct fixture *f = xcalloc(1, sizeof(*f));

	fixture_init(f);
	fixture_open(f);
	*state = f;
	return 0;
}

static inline int fixture_teardown(void **state)
{
	fixture_finish(*state);
	free(*state);
	return 0;
}

/* A command under a uid of its own; by the user unless said otherwise. */
static inline int64_t begin_as(struct fixture *f, const char *actor, const char *name)
{
	char uid[32];
	int64_t batch = 0;

	snprintf(uid, sizeof(uid), "call-%lld", (long long)++f->calls);
	struct command command = {
		.uid = uid, .at = TEST_AT + f->calls, .zone = "Europe/Berlin", .actor = actor, .name = name
	};
	assert_int_equal(store_command_begin(f->store, &command, &batch), 0);
	return batch;
}

static inline int64_t begin(struct fixture *f)
{
	return begin_as(f, "user", "Test");
}

/* Ends the command and the turn. The batch, 0 if nothing was changed. */
static inline int64_t end(struct fixture *f)
{
	int64_t batch = -1;

	assert_int_equal(store_command_end(f->store, &batch), 0);
	assert_int_equal(store_commit(f->store), 0);
	return batch;
}

static inline struct episode an_episode(const char *uid)
{
	struct episode e;

	episode_init(&e);
	str_copy(e.uid, sizeof(e.uid), uid);
	e.night = TEST_NIGHT;
	e.onset = (struct instant){ TEST_AT, 3600 };
	str_copy(e.precision, sizeof(e.precision), "exact");
	str_copy(e.zone, sizeof(e.zone), "Europe/Berlin");
	str_copy(e.class, sizeof(e.class), "night");
	e.class_reason = xstrdup("in bed");
	str_copy(e.source, sizeof(e.source), "user");
	e.recorded_at = TEST_AT + 60;
	return e;
}

static inline struct reading a_reading(const char *uid, const char *factor, double value)
{
	struct reading r;

	reading_init(&r);
	str_copy(r.uid, sizeof(r.uid), uid);
	str_copy(r.factor, sizeof(r.factor), factor);
	r.value = value;
	r.offset_s = 3600;
	str_copy(r.zone, sizeof(r.zone), "Europe/Berlin");
	r.night = TEST_NIGHT;
	str_copy(r.source, sizeof(r.source), "user");
	r.recorded_at = TEST_AT + 60;
	return r;
}

static inline struct night a_night(int32_t night, bool is_free)
{
	struct night n;

	night_init(&n);
	n.night = night;
	n.free = is_free;
	n.offset_s = 3600;
	str_copy(n.zone, sizeof(n.zone), "Europe/Berlin");
	str_copy(n.source, sizeof(n.source), "user");
	n.recorded_at = TEST_AT + 60;
	return n;
}

/* Commands of one put. */
static inline int64_t tell_reading(struct fixture *f, const char *uid, double value)
{
	struct reading r = a_reading(uid, "fluid_ml", value);

	begin(f);
	assert_int_equal(store_reading_put(f->store, &r), 0);
	reading_clear(&r);
	return end(f);
}

static inline int64_t tell_free(struct fixture *f, int32_t night)
{
	struct night n = a_night(night, true);

	begin(f);
	assert_int_equal(store_night_put(f->store, &n), 0);
	night_clear(&n);
	return end(f);
}

static inline int64_t tell_episode(struct fixture *f, const char *uid, int64_t severity)
{
	struct episode e = an_episode(uid);

	e.severity = severity;
	begin(f);
	assert_int_equal(store_episode_put(f->store, &e), 0);
	episode_clear(&e);
	return end(f);
}

static inline int64_t take_away(struct fixture *f, const char *entity, const char *uid)
{
	begin(f);
	assert_int_equal(store_remove(f->store, entity, uid), 0);
	return end(f);
}

/* The answer of an undo or redo as a command of its own. */
static inline int turn_over(struct fixture *f, bool back, int64_t target, int64_t *turned, int64_t *conflict)
{
	begin_as(f, "user", back ? "Undo" : "Redo");
	int result = back ? store_undo(f->store, target, turned, conflict) : store_redo(f->store, turned, conflict);
	if (result) {
		store_command_abandon(f->store);
		assert_int_equal(store_commit(f->store), 0);
	} else {
		assert_true(end(f) > 0);
	}
	return result;
}

static inline int undo(struct fixture *f)
{
	int64_t undone = 0, conflict = 0;

	return turn_over(f, true, 0, &undone, &conflict);
}

static inline int redo(struct fixture *f)
{
	int64_t redone = 0, conflict = 0;

	return turn_over(f, false, 0, &redone, &conflict);
}

/* The export as one text; `things` leaves out the history and the counter: what is on record. Caller frees. */
struct exported {
	struct strbuf all;
	bool things;
};

static inline int on_object(const char *text, void *data)
{
	struct exported *x = data;

	if (x->things &&
	    (strncmp(text, "{\"type\":\"diary\"", 15) == 0 || strncmp(text, "{\"type\":\"batch\"", 15) == 0 ||
	     strncmp(text, "{\"type\":\"journal\"", 17) == 0))
		return 0;
	strbuf_add(&x->all, "%s\n", text);
	return 0;
}

static inline char *exported(struct store *s, bool things)
{
	struct exported x = { .things = things };

	assert_int_equal(store_export_each(s, on_object, &x), 0);
	return strbuf_take(&x.all);
}

/* A test with a diary of its own. */
#define DIARY_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

#endif
