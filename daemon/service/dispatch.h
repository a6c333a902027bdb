/*
 * Between a connection and the handlers: a call's birth, its way to the handler that the generated table names, and its
 * end.
 */
#ifndef CRAMPD_DISPATCH_H
#define CRAMPD_DISPATCH_H

#include <stddef.h>

struct app;
struct call;
struct conn;
struct proto_interface;
struct wire_call;

struct call *call_new(struct app *app, struct conn *conn, const struct wire_call *wire);
/* Checks the call and runs its handler, or replies with an error of org.varlink.service. It may be gone afterwards. */
void call_dispatch(struct call *call, const char *method);
/* The asker went away. Without on_gone the call lives on, for nobody, until its reply. */
void call_abandon(struct call *call);

/*
 * The reply that says that nothing could be kept, by the errors the interface has; NULL if it has none for that (its
 * replies do not speak of the diary). Caller frees.
 */
char *failure_text(const struct proto_interface *interface, int result, size_t *length);

/* org.varlink.service itself. */
void api_service(struct call *call);

#endif
