/*
 * HTML that is also well-formed XML: escaping, and the shell of a page that stands alone (no script, nothing from
 * outside, light and dark, print). What a person typed goes through html_text or html_user and nowhere else.
 */
#ifndef CRAMP_SHOW_HTML_H
#define CRAMP_SHOW_HTML_H

#include <stddef.h>

struct strbuf;

/*
 * The text as text, in an element or an attribute in double quotes. What no page may hold (control characters, what is
 * no UTF-8, non-characters) becomes U+FFFD, so that nothing is lost unseen.
 */
void html_text(struct strbuf *b, const char *utf8);

/* The same for words of the user inside an element: kept apart from the direction of the text around them. */
void html_user(struct strbuf *b, const char *utf8);

/* <TAG ATTRIBUTES>text</TAG>; `open` is "p" or "p class=\"lead\"", written as it is. */
void html_element(struct strbuf *b, const char *open, const char *text);

/* Everything up to <main>. `kind` is a class of the body; the description is found again by html_description. */
void html_begin(struct strbuf *b, const char *kind, const char *title, const char *description);
void html_end(struct strbuf *b);

/* The description in the head of a page written here, plain text again; caller frees. NULL: there is none. */
char *html_description(const char *page, size_t length);

/* The style sheet, made from client/show/page.css. */
extern const char html_style[];

#endif
