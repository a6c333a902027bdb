/*
 * One notification on the screen, kept there: spawns crampd-notify, reads its five words, lets it wait where there is
 * no service, and tries again with growing pauses where one hangs, fails or went away. Knows nothing of nights.
 */
#ifndef CRAMPD_NOTIFIER_H
#define CRAMPD_NOTIFIER_H

#include <stdbool.h>
#include <stddef.h>

struct helper;
struct uv_loop_s;
struct notifier;

struct notice_action {
	const char *key, *label; /* the key is one word */
};

/* What to show. Texts are plain, one line each; only `body` may have several, parted by \n. */
struct notice {
	char *summary;			     /* owned, as body and command */
	char *body;			     /* NULL: none */
	char *command;			     /* said where the service has no buttons; NULL: nothing */
	const struct notice_action *actions; /* borrowed, constant */
	size_t action_count;
	unsigned expire_ms; /* 0: never */
	bool nameless;	    /* nor do the program's name and kind tell what it is about */
};
void notice_clear(struct notice *n);

/* Each may call notifier_free. */
struct notifier_events {
	void (*on_shown)(void *data);
	/* A button: the end, it is off the screen. */
	void (*on_answer)(const char *key, void *data);
	/* Taken off the screen by the user or the service: the end. */
	void (*on_closed)(void *data);
	/* Not on the screen (any more), and why. It goes on trying, unless `once`: then it is the end. */
	void (*on_trouble)(const char *text, void *data);
};

/* Shows it, now or as soon as it can be. The notice is copied; the events are not. */
struct notifier *notifier_new(struct uv_loop_s *loop, const struct notice *notice, bool once,
			      const struct notifier_events *events, void *data);
/* Takes it off the screen; no event comes any more. The memory goes when the loop has closed its handles. NULL-safe. */
void notifier_free(struct notifier *n);

/*
 * Opens a file with the program the desktop has for it, outside of any sandbox. What goes wrong goes to the log.
 * *opening is its process for as long as it lasts (helper_cancel ends it), then NULL again.
 */
void notifier_open(struct uv_loop_s *loop, const char *path, struct helper **opening);
/* Gives a command to the shell, likewise. */
void notifier_run(struct uv_loop_s *loop, const char *command, struct helper **opening);

#endif
