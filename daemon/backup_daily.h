/*
 * A verified copy of the diary for each day it is used: backups/diary-2026-11-22.db, the newest seven kept. Looked at
 * when the daemon starts, after a change, and on an alarm at noon; never by polling.
 */
#ifndef CRAMPD_BACKUP_DAILY_H
#define CRAMPD_BACKUP_DAILY_H

struct app;
struct daily_backup;

enum { DAILY_BACKUPS_KEPT = 7 };

struct daily_backup *daily_backup_new(struct app *app);
void daily_backup_free(struct daily_backup *b); /* NULL-safe */

/* Makes today's copy if there is none yet, and sets the next alarm. Only while no transaction is open. */
void daily_backup_look(struct daily_backup *b);

#endif
