#include "cramp/config.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/config_options.h"
#include "cramp/catalogue.h"
#include "cramp/paths.h"
#include "cramp/util.h"

enum { FILE_MAX = 65536 };

static const char blanks[] = " \t\r";
static const char new_file[] =
	"# Settings of cramp; see cramp.conf(5). \"cramp config KEY VALUE\" changes a line and keeps the rest.\n";

/* One line of the file. Pointers into the text. */
struct line {
	const char *start, *end; /* without the newline */
	const char *key, *value;
	size_t key_length, value_length;
	enum { LINE_NOTHING, LINE_SECTION, LINE_SETTING, LINE_SENSOR, LINE_WRONG } sort;
};

static void told(struct config_error *error, int line, char *reason)
{
	config_error_clear(error);
	error->line = line;
	error->reason = reason;
}

void config_error_clear(struct config_error *e)
{
	free(e->reason);
	*e = (struct config_error){ 0 };
}

void config_init(struct config *c)
{
	char *reason = NULL;

	*c = (struct config){ 0 };
	for (int i = 0; i < config_option_count; i++)
		option_set(c, i, EVERY_DAY, config_options[i].fallback, &reason);
}

void config_clear(struct config *c)
{
	free(c->tracked);
	free(c->log_command);
	*c = (struct config){ 0 };
}

/* ---- lines ---- */

/* "[sensor NAME]", a name of letters, digits, "_" and "-". */
static bool is_sensor_head(const char *text, size_t length)
{
	static const char begin[] = "[sensor ";
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	size_t n = sizeof(begin) - 1, name;

	if (length < n || strncmp(text, begin, n) != 0)
		return false;
	n += strspn(text + n, " \t");
	name = strspn(text + n, letters);
	return name > 0 && n + name + 1 == length && text[n + name] == ']';
}

static size_t trimmed(const char *text, size_t length)
{
	while (length > 0 && memchr(blanks, text[length - 1], sizeof(blanks) - 1))
		length--;
	return length;
}

/* Reads the line at `at`; returns where the next one begins. `in_sensor`: the lines belong to a sensor's section. */
static const char *line_read(const char *at, bool in_sensor, struct line *l)
{
	size_t length = strcspn(at, "\n");
	const char *text = at + strspn(at, blanks);
	const char *equals;

	*l = (struct line){ .start = at, .end = at + length };
	if (text > l->end)
		text = l->end;
	length = trimmed(text, (size_t)(l->end - text));
	equals = memchr(text, '=', length);
	if (length == 0 || *text == '#') {
		l->sort = LINE_NOTHING;
	} else if (*text == '[') {
		l->sort = is_sensor_head(text, length) ? LINE_SECTION : LINE_WRONG;
	} else if (!equals || equals == text) {
		l->sort = LINE_WRONG;
	} else {
		l->sort = in_sensor ? LINE_SENSOR : LINE_SETTING;
		l->key = text;
		l->key_length = trimmed(text, (size_t)(equals - text));
		l->value = equals + 1 + strspn(equals + 1, " \t");
		if (l->value > text + length)
			l->value = text + length;
		l->value_length = (size_t)(text + length - l->value);
	}
	return *l->end ? l->end + 1 : l->end;
}

/* Does the line set the same thing ("bedtime.sat" and "bedtime.Saturday" do)? */
static bool same_key(const struct line *l, const char *key)
{
	int option, weekday, its_option, its_weekday;
	char *its_key;

	if (l->sort != LINE_SETTING)
		return false;
	its_key = xstrndup(l->key, l->key_length);
	its_option = option_find(its_key, &its_weekday);
	option = option_find(key, &weekday);
	free(its_key);
	return option == its_option && weekday == its_weekday;
}

/* ---- reading ---- */

/* What was set where: line numbers, so that nothing is set twice. The last column is EVERY_DAY. */
struct seen {
	int line[OPTIONS_MAX][WEEKDAYS + 1];
};

char *config_no_such_key(const char *key)
{
	const char *names[OPTIONS_MAX + 1] = { NULL };
	char *near, *reason;

	for (int i = 0; i < config_option_count; i++)
		names[i] = config_options[i].name;
	near = near_names(key, 0, NULL, names);
	reason = xasprintf("There is no setting \"%.*s\".%s%s%s", WORD_MAX, key, *near ? " Did you mean " : "", near,
			   *near ? "?" : "");
	free(near);
	return reason;
}

/* One setting. Weekdays are set after all the others, so that their order in the file does not matter. */
static char *apply(struct config *c, struct seen *seen, const struct line *l, int number, bool weekdays)
{
	char *key = xstrndup(l->key, l->key_length), *value = xstrndup(l->value, l->value_length), *reason = NULL;
	int weekday, option = option_find(key, &weekday);

	if (option < 0) {
		reason = config_no_such_key(key);
	} else if (weekdays == (weekday != EVERY_DAY)) {
		int *before = &seen->line[option][weekday == EVERY_DAY ? WEEKDAYS : weekday];

		if (*before)
			reason = xasprintf("%s was set in line %d already.", key, *before);
		else
			option_set(c, option, weekday, value, &reason);
		*before = number;
	}
	free(key);
	free(value);
	return reason;
}

static char *wrong_line(const struct line *l)
{
	size_t length = trimmed(l->start, (size_t)(l->end - l->start));

	if (!utf8_valid(l->start, length))
		return xstrdup("This line is no UTF-8 text.");
	if (l->sort != LINE_WRONG)
		return NULL;
	return xstrdup(l->start[strspn(l->start, blanks)] == '['
			       ? "A section begins with [sensor NAME]."
			       : "A line is KEY = VALUE, [sensor NAME] or # and a comment.");
}

static char *read_lines(struct config *c, struct seen *seen, const char *text, bool weekdays, int *number)
{
	bool in_sensor = false;
	char *reason = NULL;
	struct line l;

	for (*number = 0; *text && !reason;) {
		text = line_read(text, in_sensor, &l);
		++*number;
		reason = wrong_line(&l);
		if (!reason && l.sort == LINE_SETTING)
			reason = apply(c, seen, &l, *number, weekdays);
		in_sensor = in_sensor || l.sort == LINE_SECTION;
	}
	return reason;
}

/* Where a value was set that does not go with another one: for the weekday, else for all of them, else 0. */
static int line_of(const struct seen *seen, int option, int weekday)
{
	const int *lines = seen->line[option];

	return lines[weekday] ? lines[weekday] : lines[WEEKDAYS];
}

bool config_parse(const char *text, struct config *c, struct config_error *error)
{
	struct seen seen = { 0 };
	struct config fresh;
	int line = 0, option, weekday;
	char *reason = NULL;

	config_init(&fresh);
	if (strlen(text) > FILE_MAX)
		reason = xasprintf("It is longer than %d bytes.", FILE_MAX);
	if (!reason)
		reason = read_lines(&fresh, &seen, text, false, &line);
	if (!reason)
		reason = read_lines(&fresh, &seen, text, true, &line);
	if (!reason && !options_settle(&fresh, &option, &weekday, &reason))
		line = line_of(&seen, option, weekday);
	if (reason) {
		config_clear(&fresh);
		told(error, line, reason);
		return false;
	}
	config_clear(c);
	*c = fresh;
	return true;
}

/* The whole file; a missing one is empty. 0, or -errno and NULL. Caller frees. */
static int file_text(const char *path, char **text)
{
	FILE *f = fopen(path, "re");
	char *room;
	size_t length;
	int result = 0;

	*text = NULL;
	if (!f && errno != ENOENT)
		return -errno;
	if (!f) {
		*text = xstrdup("");
		return 0;
	}
	/* One byte more than is taken, so that config_parse sees what is too long. */
	room = xmalloc(FILE_MAX + 2);
	length = fread(room, 1, FILE_MAX + 1, f);
	room[length] = '\0';
	if (ferror(f))
		result = -errno;
	else if (strlen(room) != length)
		result = -EILSEQ;
	fclose(f);
	if (result != 0)
		free(room);
	else
		*text = room;
	return result;
}

static void told_unreadable(struct config_error *error, int result)
{
	told(error, 0,
	     result == -EILSEQ ? xstrdup("It is no text.") : xasprintf("It cannot be read: %s.", strerror(-result)));
}

bool config_read(const char *path, struct config *c, struct config_error *error)
{
	char *text;
	int result = file_text(path, &text);
	bool fine;

	if (result != 0) {
		told_unreadable(error, result);
		return false;
	}
	fine = config_parse(text, c, error);
	free(text);
	return fine;
}

char *config_get(const struct config *c, const char *key)
{
	int weekday, option = option_find(key, &weekday);

	return option < 0 ? NULL : option_show(c, option, weekday);
}

/* ---- writing ---- */

/* A setting alone, without the rest of the file: is it one? */
static bool check_setting(const char *key, const char *value, struct config_error *error)
{
	struct config scratch = { 0 };
	char *reason = NULL;
	int weekday, option = option_find(key, &weekday);
	bool fine;

	if (option < 0) {
		told(error, 0, config_no_such_key(key));
		return false;
	}
	if (!value)
		return true;
	if (!utf8_valid(value, strlen(value)) || strpbrk(value, "\n\t")) {
		told(error, 0, xasprintf("The value of %s must be one line of UTF-8 text.", key));
		return false;
	}
	config_init(&scratch);
	fine = option_set(&scratch, option, weekday, value, &reason);
	config_clear(&scratch);
	if (!fine)
		told(error, 0, reason);
	return fine;
}

/* The text with one key changed: in its place, else after the last setting before any section. */
static char *changed_text(const char *text, const char *key, const char *value)
{
	const char *at = text, *place = NULL, *after = NULL, *settings = NULL, *head = NULL;
	struct strbuf out = { 0 };
	bool in_sensor = false;
	struct line l;

	while (*at) {
		at = line_read(at, in_sensor, &l);
		if (same_key(&l, key)) {
			place = l.start;
			after = at;
		}
		if (l.sort == LINE_SETTING)
			settings = at;
		if (l.sort == LINE_SECTION && !head)
			head = l.start;
		in_sensor = in_sensor || l.sort == LINE_SECTION;
	}
	if (!place)
		place = after = settings ? settings : head ? head : at;
	strbuf_bytes(&out, text, (size_t)(place - text));
	if (value) {
		bool glued = place > text && place[-1] != '\n';

		strbuf_add(&out, "%s%s =%s%s\n", glued ? "\n" : "", key, *value ? " " : "", value);
	}
	strbuf_add(&out, "%s", after);
	return strbuf_take(&out);
}

static int write_all(int fd, const char *text)
{
	size_t length = strlen(text);

	while (length > 0) {
		ssize_t n = write(fd, text, length);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			text += n;
			length -= (size_t)n;
		}
	}
	return fsync(fd) == 0 ? 0 : -errno;
}

static int sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), result;

	if (fd < 0)
		return -errno;
	result = fsync(fd) == 0 ? 0 : -errno;
	close(fd);
	return result;
}

/* A new file beside the old one, on disk before it takes its name: a crash leaves one or the other, never half of one.
 */
static int replace_file(const char *path, const char *text)
{
	char *copy = xstrdup(path);
	const char *dir = dirname(copy);
	char *fresh = xasprintf("%s/.cramp.conf.XXXXXX", dir);
	int result = paths_make_dir(dir), fd = -1;

	if (result == 0) {
		fd = mkostemp(fresh, O_CLOEXEC); /* 0600 */
		result = fd < 0 ? -errno : write_all(fd, text);
	}
	if (fd >= 0)
		close(fd);
	if (result == 0 && rename(fresh, path) != 0)
		result = -errno;
	if (result != 0 && fd >= 0)
		unlink(fresh);
	if (result == 0)
		result = sync_dir(dir);
	free(fresh);
	free(copy);
	return result;
}

/* Is the changed text a configuration? A line that only the change made wrong is no line of the file yet. */
static bool check_whole(const char *old, const char *changed, struct config_error *error)
{
	struct config scratch = { 0 };
	struct config_error ignored = { 0 };
	bool fine = config_parse(changed, &scratch, error);

	if (!fine && config_parse(old, &scratch, &ignored))
		error->line = 0;
	config_error_clear(&ignored);
	config_clear(&scratch);
	return fine;
}

int config_write(const char *path, const char *key, const char *value, struct config_error *error)
{
	char *old, *text = NULL, *real = NULL;
	int result;

	if (!check_setting(key, value, error))
		return 1;
	result = file_text(path, &old);
	if (result == -EILSEQ) {
		told_unreadable(error, result);
		return 1;
	}
	if (!old)
		return result;
	text = changed_text(*old ? old : new_file, key, value);
	if (!value && !*old) {
		result = 0; /* nothing to go back from */
	} else if (check_whole(old, text, error)) {
		/* The file may be a link into somebody's collection of settings: keep the link, change the file. */
		real = realpath(path, NULL);
		result = replace_file(real ? real : path, text);
	} else {
		result = 1;
	}
	free(real);
	free(text);
	free(old);
	return result;
}
