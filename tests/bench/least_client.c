/*
 * The least that a client can be: connects, writes a message, waits for the answer.
 *
 *   least_client SOCKET MESSAGE      exit 0 when an answer has come
 */
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char answer[65536];
	size_t length, got = 0;
	ssize_t n;

	if (argc != 3 || strlen(argv[1]) >= sizeof(address.sun_path))
		return 2;
	memcpy(address.sun_path, argv[1], strlen(argv[1]));
	length = strlen(argv[2]) + 1;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    write(fd, argv[2], length) != (ssize_t)length)
		return 1;
	while (got < sizeof(answer) && (n = read(fd, answer + got, sizeof(answer) - got)) > 0) {
		got += (size_t)n;
		if (answer[got - 1] == '\0')
			return memmem(answer, got, "\"error\"", 7) != NULL;
	}
	return 1;
}
