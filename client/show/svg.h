/*
 * Inline SVG that fits any width: x and widths are per cent of the picture, y and heights are CSS pixels, so that a
 * picture narrows without its letters becoming small. Looks are classes of page.css. Every picture has a title and a
 * description; marks may have a tip of their own. No user text but through html_text.
 */
#ifndef CRAMP_SHOW_SVG_H
#define CRAMP_SHOW_SVG_H

struct strbuf;

struct svg {
	struct strbuf *out;
	double height;
};

/* `id` is unique on the page. Without a description (NULL) the title alone names it. */
void svg_begin(struct svg *s, struct strbuf *out, const char *id, const char *classes, double height, const char *title,
	       const char *description);
/* A picture with its own measure, that is scaled as a whole: then x and widths are of that measure too. */
void svg_begin_scaled(struct svg *s, struct strbuf *out, const char *id, const char *classes, double width,
		      double height, const char *title, const char *description);
void svg_end(struct svg *s);

/* Where the next mark comes from: written as data-k, for tests and for whoever reads the source. NULL: none. */
struct svg_mark {
	const char *classes;
	const char *key;
	const char *tip; /* NULL: none */
};

void svg_rect(struct svg *s, double x, double y, double width, double height, struct svg_mark mark);
void svg_dot(struct svg *s, double x, double y, double radius, struct svg_mark mark);
void svg_line(struct svg *s, double x1, double y1, double x2, double y2, struct svg_mark mark);
void svg_text(struct svg *s, double x, double y, const char *classes, const char *text);
/* The same in the measure of svg_begin_scaled. */
void svg_cell(struct svg *s, double x, double y, double size, struct svg_mark mark);
void svg_word(struct svg *s, double x, double y, const char *classes, const char *text);

#endif
