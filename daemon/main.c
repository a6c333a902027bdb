/* crampd: what was asked for on the command line. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cramp/log.h"
#include "cramp/util.h"
#include "cramp/wire.h"
#include "daemon/app.h"

static const char usage[] = "usage: crampd [--config FILE] [--db FILE] [--socket PATH] [--no-notify] [--version]\n";

/* "--db FILE" or "--db=FILE": 1 and *value set; 0: another option; -1: nothing follows. */
static int take_value(char **argv, int *i, const char *name, const char **value)
{
	size_t length = strlen(name);

	if (strncmp(argv[*i], name, length) != 0 || (argv[*i][length] && argv[*i][length] != '='))
		return 0;
	*value = argv[*i][length] == '=' ? argv[*i] + length + 1 : argv[++*i];
	return str_empty(*value) ? -1 : 1;
}

/* 1: understood. */
static int take_option(char **argv, int *i, struct app_options *wanted)
{
	int r = take_value(argv, i, "--config", &wanted->config);

	if (r == 0)
		r = take_value(argv, i, "--db", &wanted->database);
	if (r == 0)
		r = take_value(argv, i, "--socket", &wanted->socket);
	if (r == 0 && strcmp(argv[*i], "--no-notify") == 0) {
		wanted->notify = false;
		r = 1;
	}
	return r;
}

int main(int argc, char **argv)
{
	struct app_options wanted = { .notify = true };

	/* The loop's library writes without MSG_NOSIGNAL: a client that leaves early would end the daemon. */
	signal(SIGPIPE, SIG_IGN);
	/* A limit on the size of files is answered with EFBIG then, like a full disk. */
	signal(SIGXFSZ, SIG_IGN);
	umask(077);
	wire_init();
	log_init("crampd", false);
	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];

		if (strcmp(word, "--version") == 0) {
			puts("crampd " CRAMP_VERSION);
			return APP_STOPPED;
		}
		if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
			fputs(usage, stdout);
			return APP_STOPPED;
		}
		switch (take_option(argv, &i, &wanted)) {
		case 1: break;
		case 0: fprintf(stderr, "crampd: \"%s\" is no option\n%s", word, usage); return APP_USAGE;
		default: fprintf(stderr, "crampd: something must follow %s\n%s", word, usage); return APP_USAGE;
		}
	}
	return app_run(&wanted);
}
