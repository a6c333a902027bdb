/*
 * Wire objects → the JSON that cramp(1) promises. They are the same but for one thing: a reading (and a standing
 * circumstance) has one `value`, true or false or a number, where the wire has `yes` and `value`.
 */
#ifndef CRAMP_SHOW_JSON_H
#define CRAMP_SHOW_JSON_H

#include <jansson.h>

/* The whole reply, with every reading in it converted, however deep; a new reference. */
json_t *show_json_of(json_t *wire);

/* Prints a converted object on a line of its own. `wire` is borrowed. */
void show_json(json_t *wire);

/* {name: wire} on a line, as commands with one result print. */
void show_json_as(const char *name, json_t *wire);

#endif
