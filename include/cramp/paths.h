/*
 * Where things lie: the XDG base directories, as interface.md names them. Nothing here creates or opens anything
 * except paths_make_dir.
 */
#ifndef CRAMP_PATHS_H
#define CRAMP_PATHS_H

/* All results are the caller's to free and absolute. An XDG variable that is not absolute is ignored, as the
 * specification asks. */
char *paths_data_dir(void);  /* $XDG_DATA_HOME/cramp */
char *paths_database(void);  /* …/diary.db */
char *paths_backups(void);   /* …/backups */
char *paths_spool(void);     /* …/spool */
char *paths_reports(void);   /* …/reports */
char *paths_state_dir(void); /* $XDG_STATE_HOME/cramp: what a daemon started by the client says */
char *paths_config(void);    /* $XDG_CONFIG_HOME/cramp/cramp.conf */
/* $CRAMP_SOCKET, else $XDG_RUNTIME_DIR/cramp/org.crampd.Diary, else below /run/user/UID if it is ours, else
 * $XDG_DATA_HOME/cramp/run */
char *paths_socket(void);

/* Makes the directory and its parents, mode 0700. 0 or -errno. */
int paths_make_dir(const char *path);

#endif
