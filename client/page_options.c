#include "client/page_options.h"

#include <jansson.h>
#include <string.h>

#include "client/command.h"
#include "client/pages.h"
#include "client/show/json.h"
#include "client/show/text.h"
#include "cramp/util.h"

int page_options_read(struct session *s, int *count, char **words, struct page_options *o)
{
	int kept = 0;

	for (int i = 0; i < *count; i++) {
		const char *value = i + 1 < *count ? words[i + 1] : NULL;

		if (str_equal(words[i], "--open")) {
			o->open = true;
		} else if (!str_equal(words[i], "--html")) {
			words[kept++] = words[i];
		} else if (str_empty(value)) {
			return usage_error(s, "--html wants a file; - is standard output.");
		} else {
			o->html = value;
			i++;
		}
	}
	*count = kept;
	if (o->open && str_equal(o->html, "-"))
		return usage_error(s, "--open needs a file; standard output is none.");
	return EXIT_DONE;
}

/* Where it is, and how large. */
static void tell(const struct session *s, const char *path, const char *page)
{
	size_t bytes = strlen(page);
	json_t *o;

	if (str_equal(path, "-"))
		return;
	if (!s->json) {
		show_text(s, "%s (%zu KiB)\n", path, (bytes + 1023) / 1024);
		return;
	}
	o = json_pack("{s:s, s:I}", "path", path, "bytes", (json_int_t)bytes);
	show_json(o);
	json_decref(o);
}

int page_options_write(struct session *s, const struct page_options *o, const char *path, const char *page)
{
	const char *to = o->html ? o->html : path;
	int status = pages_write(to, page);

	if (status == EXIT_DONE)
		tell(s, to, page);
	return status == EXIT_DONE && o->open ? pages_open(to) : status;
}
