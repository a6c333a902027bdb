/* org.varlink.service: what this service is and what its interfaces look like. */
#include <string.h>

#include "cramp/proto.h"
#include "daemon/service/api.h"
#include "daemon/service/dispatch.h"

static void get_info(struct call *call)
{
	json_t *names = json_array();

	for (size_t i = 0; i < proto_interface_count; i++)
		json_array_append_new(names, json_string(proto_interfaces[i].name));
	call_reply(call, json_pack("{s:s, s:s, s:s, s:s, s:o}", "vendor", "crampd", "product", "crampd", "version",
				   CRAMP_VERSION, "url", "man:crampd(8)", "interfaces", names));
}

static void get_interface_description(struct call *call)
{
	const char *name = json_string_value(json_object_get(call->parameters, "interface"));
	const struct proto_interface *interface = proto_interface_find(name);

	if (interface)
		call_reply(call,
			   json_pack("{s:o}", "description", json_stringn(interface->text, interface->text_length)));
	else
		call_error(call, "InterfaceNotFound", json_pack("{s:s}", "interface", name));
}

void api_service(struct call *call)
{
	if (strcmp(call->method->name, "GetInfo") == 0)
		get_info(call);
	else
		get_interface_description(call);
}
