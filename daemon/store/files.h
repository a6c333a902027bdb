/*
 * Files as the store needs them: private from the first moment, named without symbolic links, on disk when said so. All
 * return 0 or -errno and log nothing.
 */
#ifndef CRAMPD_STORE_FILES_H
#define CRAMPD_STORE_FILES_H

/* The absolute path with every link in its directory followed, but none in the last part: what SQLite's NOFOLLOW asks
 * for. */
int file_resolve(const char *path, char **real);
/* A new, empty file, mode 0600. -EEXIST. */
int file_create(const char *path);
int file_sync(const char *path);
/* Makes a rename or a new name in the directory of `path` last. */
int file_sync_directory(const char *path);

#endif
