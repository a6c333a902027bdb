/*
 * The address people meet the daemon at: a listening socket inherited from a supervisor, or one of its own. Knows
 * nothing of the loop or the wire.
 */
#ifndef CRAMPD_SOCKET_H
#define CRAMPD_SOCKET_H

#include <stdbool.h>
#include <sys/types.h>

struct listener {
	int fd;	      /* -1: none */
	int lock_fd;  /* held as long as the path is ours, -1: none */
	char *path;   /* owned; NULL until claimed */
	bool bound;   /* the file at `path` is ours to remove */
	dev_t device; /* … if it is still this one */
	ino_t inode;
};

enum listener_answer { LISTENER_OK = 0, LISTENER_TAKEN };

/*
 * Takes over an inherited socket (LISTEN_FDS), or makes sure that nobody answers at `path` and holds its lock.
 * LISTENER_TAKEN: somebody does. Negative: impossible, and said so in the log.
 */
int listener_claim(struct listener *l, const char *path);

/* Binds the claimed path, mode 0600; nothing for an inherited socket. `fd` is then ready for listen(). Negative,
 * logged. */
int listener_bind(struct listener *l);

/* Removes the file if it is the one that was bound, and gives the lock back. The descriptor must have been handed on or
 * is closed. */
void listener_release(struct listener *l);

#endif
