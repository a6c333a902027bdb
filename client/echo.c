#include "client/echo.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/command.h"
#include "client/show/phrase.h"
#include "client/show/text.h"
#include "cramp/util.h"

enum { INDENT = 4, BEFORE_HINT = 5 };

void echo_line(const struct session *s, json_t *id, char *facts, const char *hint)
{
	char number[32] = "";

	if (json_is_integer(id))
		snprintf(number, sizeof(number), "%-2lld  ", (long long)json_integer_value(id));
	if (utf8_width(number) + utf8_width(facts) + BEFORE_HINT + utf8_width(hint) <= show_room(s)) {
		show_text(s, "%s%s%*s", number, facts, BEFORE_HINT, "");
		show_styled(s, STYLE_DIM, "%s", hint);
		putchar('\n');
	} else {
		show_folded(s, number, INDENT, facts);
		printf("%*s", number[0] ? INDENT : 0, "");
		show_styled(s, STYLE_DIM, "%s", hint);
		putchar('\n');
	}
	free(facts);
}

void echo_change(const struct session *s, json_t *id, char *facts)
{
	echo_line(s, id, facts, "undo: cramp undo");
}

void echo_told(const struct session *s, json_t *reply, json_t *id, char *facts)
{
	if (json_is_false(json_object_get(reply, "changed")))
		echo_line(s, id, facts, "on record already");
	else
		echo_change(s, id, facts);
}

void echo_remark(const struct session *s, const char *text)
{
	if (!str_empty(text))
		show_folded(s, "    ", INDENT, text);
}

static void warn_level(const struct session *s, json_t *warnings, const char *level, bool equal)
{
	json_t *w;
	size_t i;

	json_array_foreach(warnings, i, w)
	{
		if (str_equal(json_string_value(json_object_get(w, "level")), level) != equal)
			continue;
		putchar('\n');
		char *trigger = xasprintf("%s.", json_string_value(json_object_get(w, "trigger")));
		echo_remark(s, trigger);
		free(trigger);
		echo_remark(s, json_string_value(json_object_get(w, "advice")));
	}
}

void echo_warnings(const struct session *s, json_t *warnings)
{
	warn_level(s, warnings, "urgent", true);
	warn_level(s, warnings, "urgent", false);
}

void echo_before_after(const struct session *s, const char *kind, json_t *before, json_t *after)
{
	json_t *id = json_object_get(json_is_object(after) ? after : before, "id");
	char *was = phrase_thing(s, kind, before), *is = phrase_thing(s, kind, after);
	char first[48], second[48];

	snprintf(first, sizeof(first), json_is_integer(id) ? "%-2lld  was  " : "    was  ",
		 (long long)json_integer_value(id));
	snprintf(second, sizeof(second), "%*s", (int)INDENT, "");
	show_folded(s, first, utf8_width(first), was);
	str_copy(second, sizeof(second), "    now  ");
	show_folded(s, second, utf8_width(first), is);
	free(was);
	free(is);
}
