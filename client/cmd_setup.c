/*
 * cramp setup: the few things worth saying before the first night, each kept as soon as it is answered. All of them are
 * settings, tracking and circumstances that other commands change as well; nothing is filled in for a question that is
 * passed over.
 */
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/launch.h"
#include "client/prompt.h"
#include "client/session.h"
#include "client/setup.h"
#include "client/show/text.h"
#include "cramp/paths.h"
#include "cramp/util.h"

/* ---- settings ---- */

/* Into cramp.conf, and to a daemon that runs. */
static bool set_option(struct session *s, const char *key, const char *value)
{
	struct config_error error = { 0 };
	char *path = paths_config(), *why = NULL;
	json_t *nothing = json_object();
	int result = config_write(path, key, value, &error);

	if (result == 0 && !config_read(path, &s->config, &error))
		result = 1;
	if (result < 0)
		why = xasprintf("%s cannot be written: %s.", path, strerror(-result));
	else if (result > 0)
		why = xstrdup(error.reason);
	config_error_clear(&error);
	free(path);
	if (!why && session_daemon_running())
		session_try(s, "org.crampd.Daemon.Reload", nothing, NULL, &why);
	json_decref(nothing);
	return why ? setup_refuse(s, why) : true;
}

/* Any time of day that can be told, as the file has it. */
static bool set_time(struct session *s, const char *key, const char *line)
{
	char *const words[] = { (char *)line };
	char *remark = NULL, *complaint = NULL, value[8];
	struct instant at;
	bool ok = read_when(&s->reader, 1, words, &at, &remark, &complaint);

	free(remark);
	if (!ok)
		return setup_refuse(s, complaint);
	snprintf(value, sizeof(value), "%02d:%02d", civil_of(at).second / 3600 % 24, civil_of(at).second / 60 % 60);
	return set_option(s, key, value);
}

/* "22:30" of the file, as the locale has it. */
static char *present_time(struct session *s, const char *key)
{
	char *value = config_get(&s->config, key), clock[CLOCK_TEXT], *hint;
	int hour, minute;

	if (sscanf(value, "%d:%d", &hour, &minute) == 2)
		hint = xasprintf("now %s", clock_text((hour * 60 + minute) * 60, clock));
	else
		hint = xasprintf("now %s", value);
	free(value);
	return hint;
}

static char *text_bedtime(struct session *s)
{
	(void)s;
	return xstrdup("When do you go to bed?");
}

static char *hint_bedtime(struct session *s)
{
	return present_time(s, "bedtime");
}

static bool take_bedtime(struct session *s, const char *line)
{
	return set_time(s, "bedtime", line);
}

static char *text_wake(struct session *s)
{
	(void)s;
	return xstrdup("When do you get up?");
}

static char *hint_wake(struct session *s)
{
	return present_time(s, "wake");
}

static bool take_wake(struct session *s, const char *line)
{
	return set_time(s, "wake", line);
}

static char *text_units(struct session *s)
{
	(void)s;
	return xstrdup("Litres and °C, or ounces and °F?");
}

static char *hint_units(struct session *s)
{
	return xasprintf("now %s", s->config.us_units ? "us; or metric" : "metric; or us");
}

static bool take_units(struct session *s, const char *line)
{
	bool us = strcasecmp(line, "us") == 0 || strcasecmp(line, "u") == 0;

	if (!us && strcasecmp(line, "metric") != 0 && strcasecmp(line, "m") != 0)
		return setup_refuse(s, xstrdup("metric or us is expected."));
	if (!set_option(s, "units", us ? "us" : "metric"))
		return false;
	s->reader.us_units = us;
	return true;
}

/* ---- reminders ---- */

static bool says_yes(struct session *s, const char *line, bool *yes)
{
	*yes = strcasecmp(line, "y") == 0 || strcasecmp(line, "yes") == 0;
	if (*yes || strcasecmp(line, "n") == 0 || strcasecmp(line, "no") == 0)
		return true;
	return setup_refuse(s, xstrdup("y or n is expected."));
}

static char *text_login(struct session *s)
{
	(void)s;
	return xstrdup("Start the daemon when you log in? Without it there is no reminder.");
}

static char *hint_yes(struct session *s)
{
	(void)s;
	return xstrdup("Enter = yes, n");
}

static bool take_login(struct session *s, const char *line)
{
	char *how = NULL;
	bool yes;

	if (!says_yes(s, line, &yes))
		return false;
	if (!yes)
		return true;
	launch_at_login(&how);
	setup_tell(s, how);
	free(how);
	return true;
}

static char *text_test(struct session *s)
{
	(void)s;
	return xstrdup("Show a notification now, to see that it comes?");
}

static bool take_test(struct session *s, const char *line)
{
	static char word[] = "test";
	char *words[] = { word };
	bool yes;

	if (!says_yes(s, line, &yes))
		return false;
	/* What is wrong with the way to the screen is said; it is no wrong answer. */
	if (yes)
		cmd_remind(s, 1, words);
	return true;
}

/* ---- the questions ---- */

static const struct setup_step steps[] = {
	{ text_bedtime, hint_bedtime, take_bedtime, NULL },
	{ text_wake, hint_wake, take_wake, NULL },
	{ text_units, hint_units, take_units, NULL },
	{ setup_track_text, setup_track_hint, setup_track_take, NULL },
	{ setup_suspect_text, setup_suspect_hint, setup_suspect_take, NULL },
	{ setup_traits_text, setup_traits_hint, setup_traits_take, NULL },
	{ setup_born_text, setup_born_hint, setup_born_take, NULL },
	{ text_login, hint_yes, take_login, "y" },
	{ text_test, hint_yes, take_test, "y" },
};

/* Of more than a line: it stands apart. Hints stand under each other from a column on. */
enum { LONG_QUESTION = 70, HINT_COLUMN = 48 };

static enum prompt_answer ask(struct session *s, const struct setup_step *step)
{
	for (;;) {
		char *text = step->text(s), *hint = step->hint(s), *line;

		if (strlen(text) > LONG_QUESTION)
			putchar('\n');
		enum prompt_answer answer = prompt_ask(s, text, hint, &line);
		if (answer == PROMPT_UNKNOWN && step->unsaid) {
			answer = PROMPT_TOLD;
			line = xstrdup(step->unsaid);
		}
		bool ok = answer != PROMPT_TOLD || step->take(s, line);

		free(text);
		free(hint);
		free(line);
		if (ok)
			return answer;
	}
}

static void show_end(struct session *s)
{
	static const char *const lines[][2] = {
		{ "At night        ", "cramp now left calf" },
		{ "In the morning  ", "cramp morning" },
		{ "To change this  ", "cramp config · cramp track · cramp trait" },
		{ "A medicine      ", "cramp trait set diuretic Furosemide 40mg" },
	};

	putchar('\n');
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		show_folded(s, lines[i][0], (int)strlen(lines[i][0]), lines[i][1]);
}

int cmd_setup(struct session *s, int count, char **words)
{
	(void)count, (void)words;
	show_folded(s, "", 0, "Enter = leave as it is, b = back, q = stop. Each answer is kept at once.");
	putchar('\n');
	prompt_begin(HINT_COLUMN);
	for (size_t at = 0; at < ARRAY_LEN(steps);) {
		enum prompt_answer answer = ask(s, &steps[at]);

		if (answer == PROMPT_QUIT)
			break;
		if (answer == PROMPT_BACK)
			at -= at > 0;
		else
			at++;
	}
	prompt_end();
	show_end(s);
	return EXIT_DONE;
}
