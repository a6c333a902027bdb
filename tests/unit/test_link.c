#include "client/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cramp/util.h"

/* A listening socket in a directory of its own. */
struct listener {
	char directory[32], path[64];
	int fd;
};

static struct listener listen_here(int backlog)
{
	struct listener l = { .directory = "/tmp/test_link.XXXXXX" };
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	assert_non_null(mkdtemp(l.directory));
	snprintf(l.path, sizeof(l.path), "%s/socket", l.directory);
	str_copy(address.sun_path, sizeof(address.sun_path), l.path);
	l.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(l.fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(l.fd, backlog), 0);
	return l;
}

static void gone(struct listener *l)
{
	close(l->fd);
	unlink(l->path);
	rmdir(l->directory);
}

/* The next message without its NUL from the other end, and then these bytes, one at a time, and the end. */
static pid_t serve(struct listener *l, const char *bytes, size_t length)
{
	pid_t pid = fork();
	char c = 1;

	if (pid != 0)
		return pid;
	int fd = accept(l->fd, NULL, NULL);
	while (read(fd, &c, 1) == 1 && c)
		;
	for (size_t i = 0; i < length; i++)
		if (write(fd, bytes + i, 1) != 1)
			_exit(1);
	_exit(0);
}

static struct link *call(struct listener *l)
{
	int error;
	struct link *link = link_open(l->path, &error);

	assert_non_null(link);
	assert_int_equal(link_send(link, "a.b.C", NULL, true), 0);
	return link;
}

static void test_link_open_tells_absence_apart(void **state)
{
	struct listener l = listen_here(1);
	char path[200];
	int error;

	(void)state;
	close(l.fd);
	assert_null(link_open(l.path, &error));
	assert_int_equal(error, -ECONNREFUSED);
	unlink(l.path);
	assert_null(link_open(l.path, &error));
	assert_int_equal(error, -ENOENT);
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	assert_null(link_open(path, &error));
	assert_int_equal(error, -ENAMETOOLONG);
	gone(&l);
}

static void test_link_receive_takes_replies_in_pieces(void **state)
{
	static const char bytes[] = "{\"parameters\":{\"n\":1},\"continues\":true}\0{\"parameters\":{\"n\":2}}";
	struct listener l = listen_here(1);
	pid_t pid = serve(&l, bytes, sizeof(bytes));
	struct link *link = call(&l);
	struct wire_reply reply;

	(void)state;
	assert_int_equal(link_receive(link, 10, &reply), 0);
	assert_true(reply.continues);
	assert_int_equal(json_integer_value(json_object_get(reply.parameters, "n")), 1);
	wire_reply_clear(&reply);
	assert_int_equal(link_receive(link, 10, &reply), 0);
	assert_false(reply.continues);
	wire_reply_clear(&reply);
	assert_int_equal(link_receive(link, 10, &reply), -ECONNRESET);
	link_close(link);
	waitpid(pid, NULL, 0);
	gone(&l);
}

static void test_link_receive_refuses_what_is_no_reply(void **state)
{
	static const char bytes[] = "hello";
	struct listener l = listen_here(1);
	pid_t pid = serve(&l, bytes, sizeof(bytes));
	struct link *link = call(&l);
	struct wire_reply reply;

	(void)state;
	assert_int_equal(link_receive(link, 10, &reply), -EPROTO);
	link_close(link);
	waitpid(pid, NULL, 0);
	gone(&l);
}

static void test_link_receive_does_not_wait_for_ever(void **state)
{
	struct listener l = listen_here(1);
	struct link *link = call(&l);
	struct wire_reply reply;

	(void)state;
	/* The kernel took the call; nobody reads it. */
	assert_int_equal(link_receive(link, 0, &reply), -ETIMEDOUT);
	link_close(link);
	gone(&l);
}

static void test_link_send_refuses_what_nobody_would_take(void **state)
{
	struct listener l = listen_here(1);
	struct link *link = call(&l);
	char *note = xmalloc(WIRE_MESSAGE_MAX);
	json_t *parameters;

	(void)state;
	memset(note, 'x', WIRE_MESSAGE_MAX - 1);
	note[WIRE_MESSAGE_MAX - 1] = '\0';
	parameters = json_pack("{s:s}", "note", note);
	assert_int_equal(link_send(link, "a.b.C", parameters, false), -EMSGSIZE);
	json_decref(parameters);
	free(note);
	link_close(link);
	gone(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_link_open_tells_absence_apart),
		cmocka_unit_test(test_link_receive_takes_replies_in_pieces),
		cmocka_unit_test(test_link_receive_refuses_what_is_no_reply),
		cmocka_unit_test(test_link_receive_does_not_wait_for_ever),
		cmocka_unit_test(test_link_send_refuses_what_nobody_would_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
