#include "client/record.h"

#include "client/command.h"

int record(struct session *s, const char *method, json_t *parameters, json_t **reply)
{
	return session_call(s, method, parameters, reply);
}
