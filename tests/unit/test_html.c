/*
 * Escaping and the shell of a page: whatever a person typed is text, and the page is well-formed XML. The corpus of
 * fuzz_html has more of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/show/html.h"
#include "cramp/util.h"

#define GONE "\xEF\xBF\xBD"

static void assert_becomes(const char *text, const char *wanted)
{
	struct strbuf b = { 0 };
	char *got;

	html_text(&b, text);
	got = strbuf_take(&b);
	assert_string_equal(got, wanted);
	free(got);
}

static void test_html_text_escapes_markup(void **state)
{
	(void)state;
	assert_becomes("<script>alert(\"x\")</script>", "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
	assert_becomes("' onload='x", "&#39; onload=&#39;x");
	assert_becomes("a & b &amp; &#60;", "a &amp; b &amp;amp; &amp;#60;");
	assert_becomes("]]>", "]]&gt;");
	assert_becomes("", "");
}

static void test_html_text_keeps_letters_of_all_scripts(void **state)
{
	static const char text[] =
		"Müsli · 夜 · \xF0\x9F\xA6\xB5\xF0\x9F\x8F\xBD · \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D\n\tend";

	(void)state;
	assert_becomes(text, text);
}

static void test_html_text_replaces_what_no_page_may_hold(void **state)
{
	(void)state;
	assert_becomes("a\x01z\x1bz\x7fz\r", "a" GONE "z" GONE "z" GONE "z" GONE);
	assert_becomes("\xC2\x85", GONE);		       /* a control character of the second block */
	assert_becomes("\xEF\xBF\xBE\xEF\xBF\xBF", GONE GONE); /* U+FFFE, U+FFFF */
	assert_becomes("\xEF\xB7\x90", GONE);		       /* U+FDD0 */
	assert_becomes("\xF0\x9F\xBF\xBE", GONE);	       /* U+1FFFE */
}

static void test_html_text_replaces_what_is_no_utf8(void **state)
{
	(void)state;
	assert_becomes("\xFF", GONE);
	assert_becomes("a\xC3", "a" GONE);		      /* cut off */
	assert_becomes("\xE2\x82z", GONE GONE "z");	      /* cut off before the end */
	assert_becomes("\xC0\xBCscript", GONE GONE "script"); /* "<" in two bytes */
	assert_becomes("\xED\xA0\x80", GONE GONE GONE);	      /* half of a surrogate pair */
	assert_becomes("\xF4\x90\x80\x80", GONE GONE GONE GONE);
	assert_becomes("\x80", GONE);
}

static void test_html_user_is_isolated(void **state)
{
	struct strbuf b = { 0 };
	char *got;

	(void)state;
	html_user(&b, "\xE2\x80\xAE<b>");
	got = strbuf_take(&b);
	assert_string_equal(got, "<bdi>\xE2\x80\xAE&lt;b&gt;</bdi>");
	free(got);
}

static void test_html_element_closes_its_tag(void **state)
{
	struct strbuf b = { 0 };
	char *got;

	(void)state;
	html_element(&b, "p class=\"lead\"", "a < b");
	html_element(&b, "h2", "c");
	got = strbuf_take(&b);
	assert_string_equal(got, "<p class=\"lead\">a &lt; b</p>\n<h2>c</h2>\n");
	free(got);
}

static char *page_of(const char *description)
{
	struct strbuf b = { 0 };

	html_begin(&b, "report", "A <title>", description);
	html_element(&b, "p", "<meta name=\"description\" content=\"another\"/>");
	html_end(&b);
	return strbuf_take(&b);
}

static void test_html_page_stands_alone(void **state)
{
	char *page = page_of("x");

	(void)state;
	assert_non_null(strstr(page, "default-src &#39;none&#39;"));
	assert_non_null(strstr(page, "<title>A &lt;title&gt;</title>"));
	assert_non_null(strstr(page, "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\""));
	/* The encoding must be known early. */
	assert_true(strstr(page, "<meta charset=\"utf-8\"/>") - page < 1024);
	assert_null(strstr(page, "<script"));
	assert_null(strstr(page, "url("));
	assert_null(strstr(page, "@import"));
	free(page);
}

static void test_html_description_comes_back(void **state)
{
	static const char *const texts[] = { "3 cramps on 2 nights.", "\"quoted\" & <b>'s", "&amp; &quot;", "夜", "" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		char *page = page_of(texts[i]), *got = html_description(page, strlen(page));

		assert_non_null(got);
		assert_string_equal(got, texts[i]);
		free(got);
		free(page);
	}
}

static void test_html_description_of_other_files(void **state)
{
	static const char cut[] = "<meta name=\"description\" content=\"never ends";
	static const char nul[] = "<meta name=\"description\" content=\"a\0b\"/>";
	static const char wild[] = "<meta name=\"description\" content=\"\xFF\"/>";

	(void)state;
	assert_null(html_description("", 0));
	assert_null(html_description("<html>", 6));
	assert_null(html_description(cut, strlen(cut)));
	assert_null(html_description(nul, sizeof(nul) - 1));
	assert_null(html_description(wild, strlen(wild)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_html_text_escapes_markup),
		cmocka_unit_test(test_html_text_keeps_letters_of_all_scripts),
		cmocka_unit_test(test_html_text_replaces_what_no_page_may_hold),
		cmocka_unit_test(test_html_text_replaces_what_is_no_utf8),
		cmocka_unit_test(test_html_user_is_isolated),
		cmocka_unit_test(test_html_element_closes_its_tag),
		cmocka_unit_test(test_html_page_stands_alone),
		cmocka_unit_test(test_html_description_comes_back),
		cmocka_unit_test(test_html_description_of_other_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
