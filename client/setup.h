/*
 * The questions of `cramp setup`. Each is a text, a hint (new texts) and what becomes of a line; a line that cannot be
 * is told why, and asked for again.
 */
#ifndef CRAMP_SETUP_H
#define CRAMP_SETUP_H

#include <stdbool.h>

struct session;

struct setup_step {
	char *(*text)(struct session *s);
	char *(*hint)(struct session *s);
	bool (*take)(struct session *s, const char *line);
	const char *unsaid; /* the line that Enter stands for; NULL: it leaves everything as it is */
};

/* What came of an answer, beneath its question. */
void setup_tell(struct session *s, const char *text);
/* The same for one that cannot be; frees `why`. False. */
bool setup_refuse(struct session *s, char *why);

/* What is recorded each day. */
char *setup_track_text(struct session *s);
char *setup_track_hint(struct session *s);
bool setup_track_take(struct session *s, const char *line);

/* What has to do with the cramps, as the user thinks. */
char *setup_suspect_text(struct session *s);
char *setup_suspect_hint(struct session *s);
bool setup_suspect_take(struct session *s, const char *line);

/* Circumstances that bar some advice. */
char *setup_traits_text(struct session *s);
char *setup_traits_hint(struct session *s);
bool setup_traits_take(struct session *s, const char *line);

char *setup_born_text(struct session *s);
char *setup_born_hint(struct session *s);
bool setup_born_take(struct session *s, const char *line);

#endif
