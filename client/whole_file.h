/*
 * A file that is there whole or not at all: written beside its place, synced and renamed into it, mode 0600. A symbolic
 * link stays one. What is no plain file (a pipe, a terminal, /dev/null) is written to as it stands.
 */
#ifndef CRAMP_WHOLE_FILE_H
#define CRAMP_WHOLE_FILE_H

#include <stdbool.h>
#include <stdio.h>

struct whole_file {
	FILE *stream; /* write here */
	char *path;   /* the place, links followed */
	char *beside; /* NULL: written to as it stands */
};

/* 0 or -errno, then nothing is left open. */
int whole_file_begin(struct whole_file *w, const char *path);
/* Puts it in its place, or with keep false leaves what was there. Frees. 0 or -errno. */
int whole_file_end(struct whole_file *w, bool keep);

#endif
