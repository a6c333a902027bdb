#include "daemon/service/week_figures.h"

#include <math.h>
#include <stdlib.h>

#include "cramp/util.h"
#include "cramp/wire.h"
#include "daemon/service/api.h"
#include "daemon/service/dispatch.h"

static const char method[] = "org.crampd.Report.Report";

struct week_asked {
	struct call *call; /* NULL: it has ended */
	void (*on_figures)(const struct week_figures *figures, const char *why, void *data);
	void *data;
	bool asking; /* week_figures_ask has not returned */
};

static double rate_of(json_t *object)
{
	json_t *rate = json_object_get(object, "cramps_per_week");

	return json_is_number(rate) ? json_number_value(rate) : NAN;
}

static int64_t count_of(json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static bool read_figures(json_t *report, struct week_figures *out)
{
	const char *from = json_string_value(json_object_get(report, "from"));
	const char *to = json_string_value(json_object_get(report, "to"));

	*out = (struct week_figures){
		.ended = count_of(report, "ended"),
		.recorded = count_of(report, "recorded"),
		.cramp_nights = count_of(json_object_get(report, "nights"), "cramp"),
		.cramps = count_of(report, "episodes"),
		.cramps_per_week = rate_of(report),
		.before_per_week = rate_of(json_object_get(report, "before")),
	};
	return from && to && date_parse(from, &out->from) && date_parse(to, &out->to);
}

static void on_end(struct call *call, const char *error, json_t *parameters)
{
	struct week_asked *w = call->end_data;
	const char *reason = json_string_value(json_object_get(parameters, "reason"));
	struct week_figures figures;

	w->call = NULL;
	if (!error && read_figures(json_object_get(parameters, "report"), &figures))
		w->on_figures(&figures, NULL, w->data);
	else
		w->on_figures(NULL, reason ? reason : "the week's report could not be made", w->data);
	if (!w->asking)
		free(w);
}

struct week_asked *week_figures_ask(struct app *app, int32_t from, int32_t to,
				    void (*on_figures)(const struct week_figures *figures, const char *why, void *data),
				    void *data)
{
	struct week_asked *w = xcalloc(1, sizeof(*w));
	char first[DATE_LENGTH + 1], last[DATE_LENGTH + 1];
	struct wire_call wire = { .method = method };

	date_format(from, first);
	date_format(to, last);
	wire.parameters = json_pack("{s:s, s:s}", "from", first, "to", last);
	*w = (struct week_asked){ .call = call_new(app, NULL, &wire), .on_figures = on_figures, .data = data };
	json_decref(wire.parameters);
	w->call->on_end = on_end;
	w->call->end_data = w;
	w->asking = true;
	call_dispatch(w->call, method);
	w->asking = false;
	if (w->call)
		return w;
	free(w);
	return NULL;
}

void week_figures_forget(struct week_asked *w)
{
	if (!w)
		return;
	w->call->on_end = NULL;
	call_abandon(w->call);
	free(w);
}
