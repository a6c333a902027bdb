/* What cramp-dates(7) shows is what the program does. */
#include "grammar_check.h"

#include <stdio.h>

#include "cramp/amount.h"

static void check_refusal(const struct reader *r, const char *line, const char *part)
{
	char *words[LINE_WORDS], *remark, *complaint;
	struct instant i;
	int n = shell_words(line, words);

	assert_false(read_when(r, n, words, &i, &remark, &complaint));
	if (!strcasestr(complaint, part))
		fail_msg("%s: %s", line, complaint);
	free(words[0]);
	free(remark);
	free(complaint);
}

/* One line of the manual: what is typed, and what it says that becomes of it. */
static void check_manual_line(const struct reader *r, const char *kind, const char *line, const char *result)
{
	char ends[2 * DATE_LENGTH + 3], *words[LINE_WORDS], *remark = NULL, *complaint = NULL;
	struct instant i;
	int32_t from, to;
	int64_t seconds;
	double value;
	int n = shell_words(line, words);

	if (str_equal(kind, "when")) {
		char text[RFC3339_LENGTH + 1];
		assert_true(read_when(r, n, words, &i, &remark, &complaint));
		rfc3339_format(i, text);
		assert_string_equal(text, result);
	} else if (str_equal(kind, "refused")) {
		check_refusal(r, line, result);
	} else if (str_equal(kind, "range")) {
		assert_true(read_range(r, n, words, &from, &to, &complaint));
		date_format(from, ends);
		str_copy(ends + DATE_LENGTH, 3, "..");
		date_format(to, ends + DATE_LENGTH + 2);
		assert_string_equal(ends, result);
	} else if (str_equal(kind, "span")) {
		assert_true(span_parse(line, &seconds));
		assert_int_equal(seconds, atoll(result));
	} else {
		assert_int_equal(amount_parse(line, factor_find(kind, NULL), false, &value), AMOUNT_OK);
		assert_true(value == atof(result));
	}
	free(remark);
	free(words[0]);
}

/* The examples of cramp-dates(7), each a table after a comment that names its kind. */
static void test_manual_examples(void **state)
{
	enum { RESULT_COLUMN = 24 };
	FILE *f = fopen("man/cramp-dates.7", "re");
	char line[256], kind[32] = "";
	struct reader r = sunday_morning();
	int checked = 0;
	(void)state;
	if (!f)
		skip();
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (sscanf(line, ".\\\" test: %31s", kind) == 1 || strncmp(line, ".Bd", 3) == 0)
			continue;
		if (line[0] == '.')
			kind[0] = '\0';
		if (!kind[0])
			continue;
		assert_true(strlen(line) > RESULT_COLUMN);
		size_t n = RESULT_COLUMN;

		while (n > 0 && line[n - 1] == ' ')
			n--;
		char *typed = xstrndup(line, n);

		check_manual_line(&r, kind, typed, line + RESULT_COLUMN);
		free(typed);
		checked++;
	}
	fclose(f);
	assert_int_equal(checked, 47);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_manual_examples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
