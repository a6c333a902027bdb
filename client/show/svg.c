#include "client/show/svg.h"

#include <math.h>

#include "client/show/html.h"
#include "cramp/util.h"

static void begin(struct svg *s, struct strbuf *out, const char *id, const char *classes, const char *description)
{
	s->out = out;
	strbuf_add(out, "<svg class=\"%s\" role=\"img\" aria-labelledby=\"%s-t%s%s%s\"", classes, id,
		   description ? " " : "", description ? id : "", description ? "-d" : "");
}

static void name(struct svg *s, const char *id, const char *title, const char *description)
{
	strbuf_add(s->out, "<title id=\"%s-t\">", id);
	html_text(s->out, title);
	strbuf_add(s->out, "</title>");
	if (description) {
		strbuf_add(s->out, "<desc id=\"%s-d\">", id);
		html_text(s->out, description);
		strbuf_add(s->out, "</desc>");
	}
	strbuf_add(s->out, "\n");
}

static const char namespace[] = "xmlns=\"http://www.w3.org/2000/svg\"";

void svg_begin(struct svg *s, struct strbuf *out, const char *id, const char *classes, double height, const char *title,
	       const char *description)
{
	s->height = height;
	begin(s, out, id, classes, description);
	strbuf_add(out, " %s width=\"100%%\" height=\"%g\">", namespace, height);
	name(s, id, title, description);
}

void svg_begin_scaled(struct svg *s, struct strbuf *out, const char *id, const char *classes, double width,
		      double height, const char *title, const char *description)
{
	s->height = height;
	begin(s, out, id, classes, description);
	strbuf_add(out, " %s viewBox=\"0 0 %g %g\">", namespace, width, height);
	name(s, id, title, description);
}

void svg_end(struct svg *s)
{
	strbuf_add(s->out, "</svg>\n");
}

/* Hundredths are a tenth of a pixel on the widest screen. Never "-0". */
static double neat(double v)
{
	return round(v * 100) / 100 + 0.0;
}

/* A number as an attribute, as short as it can be said. */
static void put(struct strbuf *b, const char *attribute, double v, const char *unit)
{
	strbuf_add(b, " %s=\"%g%s\"", attribute, neat(v), unit);
}

static void finish(struct svg *s, const char *element, struct svg_mark mark)
{
	if (mark.classes)
		strbuf_add(s->out, " class=\"%s\"", mark.classes);
	if (mark.key) {
		strbuf_add(s->out, " data-k=\"");
		html_text(s->out, mark.key);
		strbuf_add(s->out, "\"");
	}
	if (!mark.tip) {
		strbuf_add(s->out, "/>\n");
		return;
	}
	strbuf_add(s->out, "><title>");
	html_text(s->out, mark.tip);
	strbuf_add(s->out, "</title></%s>\n", element);
}

void svg_rect(struct svg *s, double x, double y, double width, double height, struct svg_mark mark)
{
	strbuf_add(s->out, "<rect");
	put(s->out, "x", x, "%");
	put(s->out, "y", y, "");
	put(s->out, "width", width, "%");
	put(s->out, "height", height, "");
	finish(s, "rect", mark);
}

void svg_dot(struct svg *s, double x, double y, double radius, struct svg_mark mark)
{
	strbuf_add(s->out, "<circle");
	put(s->out, "cx", x, "%");
	put(s->out, "cy", y, "");
	put(s->out, "r", radius, "");
	finish(s, "circle", mark);
}

void svg_line(struct svg *s, double x1, double y1, double x2, double y2, struct svg_mark mark)
{
	strbuf_add(s->out, "<line");
	put(s->out, "x1", x1, "%");
	put(s->out, "y1", y1, "");
	put(s->out, "x2", x2, "%");
	put(s->out, "y2", y2, "");
	finish(s, "line", mark);
}

static void put_text(struct svg *s, double x, double y, const char *unit, const char *classes, const char *text)
{
	strbuf_add(s->out, "<text");
	put(s->out, "x", x, unit);
	put(s->out, "y", y, "");
	strbuf_add(s->out, " class=\"%s\">", classes);
	html_text(s->out, text);
	strbuf_add(s->out, "</text>\n");
}

void svg_text(struct svg *s, double x, double y, const char *classes, const char *text)
{
	put_text(s, x, y, "%", classes, text);
}

void svg_word(struct svg *s, double x, double y, const char *classes, const char *text)
{
	put_text(s, x, y, "", classes, text);
}

void svg_cell(struct svg *s, double x, double y, double size, struct svg_mark mark)
{
	strbuf_add(s->out, "<rect");
	put(s->out, "x", x, "");
	put(s->out, "y", y, "");
	put(s->out, "width", size, "");
	put(s->out, "height", size, "");
	finish(s, "rect", mark);
}
