/*
 * cramp: one session, one line of words.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "client/command.h"
#include "client/run.h"
#include "client/session.h"

/* Somebody may have closed them: what is opened next must not become our output. */
static void open_standard_descriptors(void)
{
	int fd = open("/dev/null", O_RDWR);

	while (fd >= 0 && fd <= STDERR_FILENO)
		fd = dup(fd);
	if (fd > STDERR_FILENO)
		close(fd);
}

int main(int argc, char **argv)
{
	struct session s;
	int status;

	open_standard_descriptors();
	status = session_init(&s);
	if (status == EXIT_DONE)
		status = run_words(&s, argc - 1, argv + 1);
	session_finish(&s);
	if (fflush(stdout) != 0 && status == EXIT_DONE)
		status = complain(EXIT_REFUSED, "The output could not be written.");
	return status;
}
