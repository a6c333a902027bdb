/*
 * The listening socket and the connections on it. Nothing is run or sent while the loop polls: it is read only. At the
 * end of a turn the owner of the loop says server_work (calls that are waiting are run), commits what they changed,
 * says server_settle with the outcome and server_flush (replies go out).
 */
#ifndef CRAMPD_SERVER_H
#define CRAMPD_SERVER_H

#include <stdbool.h>
#include <stdint.h>

struct app;
struct conn;
struct server;

enum { SERVER_CONNECTIONS = 64 };

/* Claims the address in app->socket_path, or an inherited socket. SERVER_TAKEN: somebody answers there. Negative,
 * logged. */
enum server_answer { SERVER_OK = 0, SERVER_TAKEN };
int server_new(struct app *app, struct server **out);
/* From here on people get in. Negative, logged. */
int server_listen(struct server *s);
/* Ends all connections and stops listening; the loop must run once more before server_free. NULL-safe. */
void server_stop(struct server *s);
/* Removes the socket if it was made here. NULL-safe. */
void server_free(struct server *s);

void server_work(struct server *s);
/* Do replies wait for a commit? */
bool server_waits(const struct server *s);
/* The commit's outcome: negative makes an error of every reply that was waiting for it. */
void server_settle(struct server *s, int result);
void server_flush(struct server *s);

const char *server_path(const struct server *s);

/* For connections: one is no more; a tick of use, for telling which one is idle longest; turns of the loop so far. */
void server_forget(struct server *s, struct conn *conn);
uint64_t server_tick(struct server *s);
uint64_t server_turn(const struct server *s);

#endif
