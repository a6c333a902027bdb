#include "client/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/session.h"
#include "client/show/text.h"
#include "client/spool.h"

/* One line, in the place of the echo. */
static int keep(struct session *s, const char *method, json_t *parameters, const char *why)
{
	char *path = NULL;
	int result = spool_keep(s, method, parameters, &path);

	if (result != 0)
		return complain(EXIT_REFUSED, "%s The entry could not be kept either: %s. Nothing was recorded.", why,
				strerror(-result));
	if (s->json) {
		json_t *kept = json_pack("{s:s, s:s}", "kept", path, "reason", why);
		char *text = json_dumps(kept, JSON_COMPACT);
		puts(text);
		free(text);
		json_decref(kept);
	} else {
		show_text(s, "Kept; it is entered when the daemon runs again. %s\n", why);
	}
	free(path);
	return EXIT_DONE;
}

int record(struct session *s, const char *method, json_t *parameters, json_t **reply)
{
	char *why = NULL;
	int status = session_try(s, method, parameters, reply, &why);

	if (status == EXIT_NO_DAEMON)
		status = keep(s, method, parameters, why);
	else if (why)
		complain(status, "%s", why);
	json_decref(parameters);
	free(why);
	return status;
}
