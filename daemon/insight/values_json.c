#include "daemon/insight/values_json.h"

#include <math.h>

#include "cramp/util.h"
#include "cramp/when.h"

json_t *date_json(int32_t night)
{
	char text[DATE_LENGTH + 1];

	if (night == NO_NIGHT)
		return json_null();
	date_format(night, text);
	return json_string(text);
}

json_t *instant_json(int64_t at)
{
	char text[RFC3339_LENGTH + 1];

	if (at == UNKNOWN)
		return json_null();
	rfc3339_format(local_instant(at), text);
	return json_string(text);
}

json_t *real_json(double v)
{
	return isfinite(v) ? json_real(v) : json_null();
}

json_t *whole_json(int64_t v)
{
	return v == UNKNOWN ? json_null() : json_integer(v);
}
