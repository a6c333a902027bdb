/*
 * Five functions, to stderr, one line each, with the syslog priority prefix systemd reads ("<4>") when stderr is a
 * journal. log_warn appends strerror(errno); the x forms do not. errno is kept.
 */
#ifndef CRAMP_LOG_H
#define CRAMP_LOG_H

#include <stdbool.h>

void log_init(const char *program, bool debug);
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warnx(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
