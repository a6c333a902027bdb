#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cramp/util.h"
#include "cramp/when.h"

/*
 * The C library keeps one zone a process, so another one is asked by borrowing TZ for the length of a call. Neither
 * program has a second thread that would read it meanwhile.
 */
struct instant zone_instant(const char *zone, int64_t at)
{
	struct instant there;
	char *own;

	if (at == UNKNOWN || str_equal(zone, when_zone()) || !when_zone_known(zone))
		return local_instant(at);
	own = xstrdup_null(getenv("TZ"));
	setenv("TZ", zone, 1);
	tzset();
	there = local_instant(at);
	if (own)
		setenv("TZ", own, 1);
	else
		unsetenv("TZ");
	tzset();
	free(own);
	return there;
}
