#include "daemon/service/api.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "cramp/wire.h"
#include "daemon/app.h"
#include "daemon/service/conn.h"
#include "daemon/service/dispatch.h"
#include "daemon/store/store.h"

static const char service_name[] = "org.varlink.service";

/* A method without a handler does not link. */
static const struct handler {
	const char *name;
	void (*run)(struct call *call);
} handlers[] = {
#define API_HANDLER(interface, method, symbol, more) { "org.crampd." #interface "." #method, api_##symbol },
	PROTO_METHODS(API_HANDLER)
#undef API_HANDLER
};

/* ---- the end of a call ---- */

static void call_free(struct call *call)
{
	json_decref(call->parameters);
	free(call);
}

void call_abandon(struct call *call)
{
	call->conn = NULL;
	if (!call->on_gone)
		return;
	call->on_gone(call);
	call_free(call);
}

static void put(struct call *call, const char *error, json_t *parameters, bool continues)
{
	size_t length;
	char *text;

	if (!call->conn || call->oneway)
		return;
	text = wire_reply_text(error, parameters, continues, &length);
	conn_put(call->conn, text, length, call->interface, continues, store_is_open(call->app->store));
}

/* The one way out. `error` is the full name. */
static void finish(struct call *call, const char *error, json_t *parameters)
{
	put(call, error, parameters, false);
	if (call->on_end)
		call->on_end(call, error, parameters);
	json_decref(parameters);
	if (call->conn)
		conn_call_done(call->conn);
	call_free(call);
}

/* What we say must be what the interface promises; a breach is a fault of this program that tests look for in the log.
 */
static void check_reply(const struct call *call, const struct proto_field *fields, const char *name, json_t *parameters)
{
	json_t *told = parameters ? json_incref(parameters) : json_object();
	const char *fault = proto_check(fields, told);

	if (fault)
		log_warnx("a %s of %s.%s does not keep to its interface: %s", name, call->interface->name,
			  call->method->name, fault);
	json_decref(told);
}

void call_reply(struct call *call, json_t *parameters)
{
	check_reply(call, call->method->out, "reply", parameters);
	finish(call, NULL, parameters);
}

void call_continue(struct call *call, json_t *parameters)
{
	check_reply(call, call->method->out, "reply", parameters);
	put(call, NULL, parameters, true);
	json_decref(parameters);
}

static int error_place(const struct proto_interface *interface, const char *name)
{
	for (int i = 0; interface->errors[i]; i++) {
		if (strcmp(interface->errors[i], name) == 0)
			return i;
	}
	return -1;
}

void call_error(struct call *call, const char *name, json_t *parameters)
{
	char *full = xasprintf("%s.%s", call->interface->name, name);
	int place = error_place(call->interface, name);

	if (place < 0)
		log_warnx("%s is no error of its interface", full);
	else
		check_reply(call, call->interface->error_fields[place], name, parameters);
	finish(call, full, parameters);
	free(full);
}

/* ---- what went wrong inside ---- */

/* The disk is full, cannot be written or fails: something the user can do about. */
static bool is_storage(int result)
{
	switch (-result) {
	case ENOSPC:
	case EDQUOT:
	case EROFS:
	case EACCES:
	case EPERM:
	case EIO:
	case EFBIG: return true;
	default: return false;
	}
}

/* The interface's own error for it: its short name, NULL if it has none, and its parameters. */
static const char *failure_error(const struct proto_interface *interface, int result, json_t **parameters)
{
	const char *reason = strerror(-result);

	if (is_storage(result) && error_place(interface, "StorageFailed") >= 0) {
		*parameters = json_pack("{s:s}", "reason", reason);
		return "StorageFailed";
	}
	if (error_place(interface, "Internal") >= 0) {
		*parameters = json_pack("{s:s}", "message", reason);
		return "Internal";
	}
	return NULL;
}

void call_failed(struct call *call, int result)
{
	json_t *parameters;
	const char *name = failure_error(call->interface, result, &parameters);

	log_warnx("%s.%s: %s", call->interface->name, call->method->name, strerror(-result));
	call_error(call, name, parameters);
}

char *failure_text(const struct proto_interface *interface, int result, size_t *length)
{
	json_t *parameters;
	const char *name = interface ? failure_error(interface, result, &parameters) : NULL;
	char *full, *text;

	if (!name)
		return NULL;
	full = xasprintf("%s.%s", interface->name, name);
	text = wire_reply_text(full, parameters, false, length);
	json_decref(parameters);
	free(full);
	return text;
}

/* ---- the way to the handler ---- */

struct call *call_new(struct app *app, struct conn *conn, const struct wire_call *wire)
{
	struct call *call = xcalloc(1, sizeof(*call));

	call->app = app;
	call->conn = conn;
	call->told_at = UNKNOWN;
	call->parameters = json_incref(wire->parameters);
	call->more = wire->more;
	call->oneway = wire->oneway;
	return call;
}

static void service_error(struct call *call, const char *name, const char *key, const char *value)
{
	char *full = xasprintf("%s.%s", service_name, name);

	finish(call, full, key ? json_pack("{s:s}", key, value) : NULL);
	free(full);
}

/* Splits at the last dot and looks both parts up. False: an error was sent. */
static bool find_method(struct call *call, const char *name)
{
	const char *dot = strrchr(name, '.');
	char *interface = dot ? xstrndup(name, (size_t)(dot - name)) : xstrdup(name);
	bool found;

	call->interface = proto_interface_find(interface);
	call->method = call->interface && dot ? proto_method_find(call->interface, dot + 1) : NULL;
	found = call->method != NULL;
	if (!call->interface)
		service_error(call, "InterfaceNotFound", "interface", interface);
	else if (!found)
		service_error(call, "MethodNotFound", "method", name);
	free(interface);
	return found;
}

static void run(struct call *call, const char *name)
{
	if (strcmp(call->interface->name, service_name) == 0) {
		api_service(call);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(handlers); i++) {
		if (strcmp(handlers[i].name, name) == 0) {
			handlers[i].run(call);
			return;
		}
	}
	service_error(call, "MethodNotImplemented", "method", name);
}

void call_dispatch(struct call *call, const char *name)
{
	const char *fault;

	if (!find_method(call, name))
		return;
	fault = proto_check(call->method->in, call->parameters);
	if (fault) {
		service_error(call, "InvalidParameter", "parameter", fault);
		return;
	}
	if (call->method->more == PROTO_MUST_STREAM && !call->more) {
		service_error(call, "ExpectedMore", NULL, NULL);
		return;
	}
	/* One reply is a fair answer to "several are welcome". */
	if (call->method->more == PROTO_PLAIN)
		call->more = false;
	run(call, name);
}
