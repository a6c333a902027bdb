/*
 * The steps of the schema, made from schema/NNNN_name.sql by schema/embed.sh. Constant; number N stands at index N - 1,
 * no gaps.
 */
#ifndef CRAMPD_MIGRATIONS_H
#define CRAMPD_MIGRATIONS_H

struct migration {
	int version;	  /* 1 … migration_count: user_version once it is applied */
	const char *name; /* "diary" of 0001_diary.sql */
	const char *sql;  /* the file, byte for byte */
};

extern const struct migration migrations[];
extern const int migration_count;

#endif
