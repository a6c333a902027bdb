/*
 * The least that a durable diary can be: a message comes, one row is committed to the disk, an answer goes.
 *
 *   least_server SOCKET DATABASE      until it is killed; says "ready" when it listens
 */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int open_database(const char *path, sqlite3 **db, sqlite3_stmt **insert)
{
	return sqlite3_open(path, db) != SQLITE_OK ||
	       sqlite3_exec(*db,
			    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
			    "CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT)",
			    NULL, NULL, NULL) != SQLITE_OK ||
	       sqlite3_prepare_v2(*db, "INSERT INTO entry (text) VALUES (?1)", -1, insert, NULL) != SQLITE_OK;
}

static void serve(int fd, sqlite3_stmt *insert)
{
	char message[65536];
	size_t got = 0;
	ssize_t n;

	while (got < sizeof(message) && (n = read(fd, message + got, sizeof(message) - got)) > 0) {
		got += (size_t)n;
		if (message[got - 1] != '\0')
			continue;
		sqlite3_bind_text(insert, 1, message, (int)got - 1, SQLITE_STATIC);
		int done = sqlite3_step(insert) == SQLITE_DONE;
		sqlite3_reset(insert);
		if (write(fd, done ? "{}" : "{\"error\":1}", done ? 3 : 12) < 0)
			perror("write");
		got = 0;
	}
	close(fd);
}

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	sqlite3_stmt *insert;
	sqlite3 *db;
	int fd;

	if (argc != 3 || strlen(argv[1]) >= sizeof(address.sun_path))
		return 2;
	memcpy(address.sun_path, argv[1], strlen(argv[1]));
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (open_database(argv[2], &db, &insert) != 0 || fd < 0 ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(fd, 16) != 0)
		return 1;
	puts("ready");
	fflush(stdout);
	for (;;) {
		int connection = accept(fd, NULL, NULL);
		if (connection >= 0)
			serve(connection, insert);
	}
}
