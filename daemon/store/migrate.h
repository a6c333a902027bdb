/*
 * Brings a diary from the version it has to the newest, step by step, each in a transaction of its own.
 */
#ifndef CRAMPD_STORE_MIGRATE_H
#define CRAMPD_STORE_MIGRATE_H

#include "daemon/store/migrations.h"
#include "daemon/store/sql.h"

/* "CRMP": tells a diary from any other SQLite file. */
enum { APPLICATION_ID = 0x43524d50 };

/*
 * `list` has `count` steps; list[i] leads to version i + 1. A diary that holds anything is copied to PATH.before-vN
 * first (N: its version). On failure it is as it was, or at the last version that was reached. 0 or negative.
 */
int migrate(struct store *s, const struct migration *list, int count);

#endif
