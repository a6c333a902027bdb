/*
 * The weekly report as one page that stands alone: the week in a sentence, then the pictures in a fixed order, then how
 * it was computed.
 */
#ifndef CRAMP_SHOW_REPORT_HTML_H
#define CRAMP_SHOW_REPORT_HTML_H

#include <jansson.h>
#include <stdbool.h>

struct session;

/*
 * The page as text; caller frees. NULL: this is no report with pictures. `report` was asked with `since`; `episodes`
 * are those of its own range, `traits` all of them. `kept`: it lies among the reports that are kept, and links to their
 * index. Own factors of the session must be known.
 */
char *report_html(const struct session *s, json_t *report, json_t *episodes, json_t *traits, bool kept);

/* The reports that are kept, newest first, as a page that links to them: {"file", "from", "to", "says"} each. */
char *report_index_html(json_t *reports);

#endif
