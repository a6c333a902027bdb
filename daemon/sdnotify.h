/*
 * Word to the supervisor (sd_notify(3)): "READY=1", "STOPPING=1". Without NOTIFY_SOCKET nothing happens.
 */
#ifndef CRAMPD_SDNOTIFY_H
#define CRAMPD_SDNOTIFY_H

void sdnotify(const char *state);

#endif
