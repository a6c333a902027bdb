#include "client/show/page.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show/table.h"
#include "client/show/text.h"
#include "cramp/util.h"

/* HANG: where the text beside the heads begins. DOCUMENTS: the consumer articles the catalogue began with. */
enum { HANG = 16, DOCUMENTS = 5 };

const char *page_name(const char *id, const char *const *aliases)
{
	return aliases[0] ? aliases[0] : id;
}

const char *page_grade(const char *evidence)
{
	static char grade[WORD_MAX];

	str_copy(grade, sizeof(grade), evidence);
	grade[strcspn(grade, ":")] = '\0';
	return grade;
}

static int documents(const char *said_by)
{
	static const char *const numbers[DOCUMENTS] = { "000", "001", "002", "003", "004" };
	int count = 0;

	for (int i = 0; i < DOCUMENTS; i++)
		count += strstr(said_by, numbers[i]) != NULL;
	return count;
}

void page_said_by(struct table *t, const char *said_by)
{
	if (documents(said_by) > 0)
		table_cell(t, STYLE_PLAIN, "%d of %d", documents(said_by), DOCUMENTS);
	else
		table_cell(t, STYLE_PLAIN, "–");
}

void page_title(struct session *s, int indent, const char *title, const char *name)
{
	static const char gap[] = "   ";
	bool beside = indent + utf8_width(title) + utf8_width(gap) + utf8_width(name) <= show_room(s);

	fputs(style_begin(s, STYLE_BOLD), stdout);
	if (beside)
		show_text(s, "%s", title);
	else
		show_folded(s, "", indent, title);
	fputs(style_end(s, STYLE_BOLD), stdout);
	if (beside)
		show_styled(s, STYLE_DIM, "%s%s\n", gap, name);
	else
		show_styled(s, STYLE_DIM, "%*s%s\n", indent, "", name);
}

void page_line(struct session *s, const char *head, const char *text)
{
	char *first;

	if (str_empty(text))
		return;
	first = xasprintf("%-*s", HANG, head);
	show_folded(s, first, HANG, text);
	free(first);
}

void page_list(struct session *s, const char *head, const char *ids)
{
	struct strbuf b = { 0 };

	for (const char *p = ids; *p; p++)
		strbuf_add(&b, *p == ',' ? ", " : "%c", *p);
	page_line(s, head, b.text);
	strbuf_clear(&b);
}

static void add_barred(struct strbuf *b, const char *id)
{
	const struct factor *trait = factor_by_id(id, NULL);
	const struct word *tick = word_by_id("flag", id);

	if (strncmp(id, "age>", 4) == 0)
		strbuf_add(b, "over %s", id + 4);
	else if (tick)
		strbuf_add(b, "%s", tick->label);
	else if (trait)
		strbuf_add(b, "%c%s", tolower((unsigned char)trait->label[0]), trait->label + 1);
	else
		strbuf_add(b, "%s", id);
}

void page_barred(struct session *s, const char *head, const char *barred_for)
{
	struct strbuf b = { 0 };
	char *ids = xstrdup(barred_for), *rest = NULL;

	for (char *id = strtok_r(ids, ",", &rest); id; id = strtok_r(NULL, ",", &rest)) {
		strbuf_add(&b, "%s", b.length ? ", " : "");
		add_barred(&b, id);
	}
	page_line(s, head, b.text);
	strbuf_clear(&b);
	free(ids);
}

void page_words(struct session *s, const char *id, const char *const *aliases)
{
	struct strbuf b = { 0 };

	strbuf_add(&b, "%s", id);
	for (; *aliases; aliases++)
		if (strcmp(*aliases, id) != 0)
			strbuf_add(&b, ", %s", *aliases);
	page_line(s, "Words for it", b.text);
	strbuf_clear(&b);
}

void page_sources(struct session *s, const char *said_by, const char *evidence, const char *reference)
{
	page_line(s, "Said by", str_empty(said_by) ? "none of the five documents" : said_by);
	if (documents(said_by) > 0)
		page_line(
			s, "",
			"(000 to 004 are the five consumer articles this catalogue began with: what is often said, not "
			"what is shown)");
	page_line(s, "Evidence", evidence);
	page_line(s, "", reference);
}

void page_footnote(struct session *s, const char *text)
{
	puts("");
	show_folded(s, "", 0, text);
}

int page_unknown(const char *what, const char *word, unsigned where, const struct own_factors *own)
{
	char *near = near_names(word, where, own, NULL);

	complain(EXIT_BAD_USAGE, "I do not know the %s \"%s\".%s%s%s", what, word, *near ? " Did you mean " : "", near,
		 *near ? "?" : "");
	free(near);
	return EXIT_BAD_USAGE;
}
