#include "daemon/sdnotify.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cramp/log.h"
#include "cramp/util.h"

void sdnotify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t size = (socklen_t)sizeof(address);
	int fd;

	if (str_empty(path) || (path[0] != '/' && path[0] != '@') ||
	    !str_copy(address.sun_path, sizeof(address.sun_path), path))
		return;
	/* The name of an abstract socket begins with a NUL and has no end but the address's. */
	if (path[0] == '@') {
		address.sun_path[0] = '\0';
		size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	}
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&address, size) < 0)
		log_warn("the supervisor at %s could not be told", path);
	if (fd >= 0)
		close(fd);
}
