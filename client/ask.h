/*
 * Short questions on a terminal.
 */
#ifndef CRAMP_ASK_H
#define CRAMP_ASK_H

struct session;
struct words;

/* Asks about a cramp; the answers become words as they would stand after `cramp log`. EXIT_DONE, or EXIT_REFUSED if
 * given up. */
int ask_episode(struct session *s, struct words *out);

#endif
