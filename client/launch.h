/*
 * Starts the daemon: now, where nobody answers at the socket, waiting for it by connecting; and at every login.
 */
#ifndef CRAMP_LAUNCH_H
#define CRAMP_LAUNCH_H

struct link;

/*
 * By the user's service manager where that looks after this socket, else as a process of its own in a new session, so
 * that it outlives the terminal. Waits for it to answer as long as it lives, `patience_s` at most. NULL with *why: one
 * sentence, owned by the caller.
 */
struct link *launch_daemon(const char *socket_path, int patience_s, char **why);

/*
 * Has the daemon started at every login: by the user's service manager, else through the desktop's autostart directory.
 * *how: one sentence about what was done or why it could not be; owned by the caller.
 */
void launch_at_login(char **how);

/* Starts another program in a session of its own, without a terminal, and does not wait for it. 0, or -1 with errno. */
int launch_program(const char *const *arguments);

#endif
