#!/bin/sh
# Who may know what: every #include and every library call stays in the rooms that the plan gives it. Prints TAP.
. tests/tap.sh

# fence TEXT PATTERN ALLOWED-PATH-REGEX: no file outside ALLOWED includes PATTERN
fence() {
	hits=$(grep -rnE "#include [<\"]$2" common include daemon client --include='*.[ch]' | grep -vE "^($3)")
	[ -z "$hits" ]
	verdict $? "$1" "$hits"
}

# room TEXT ROOM PATTERN: no file in ROOM includes PATTERN
room() {
	hits=$(grep -rnE "#include [<\"]($3)" $2 --include='*.[ch]')
	[ -z "$hits" ]
	verdict $? "$1" "$hits"
}

fence "uv.h stays on the loop's edge" "uv\.h" "daemon/(app|clock|clock_control|helper|weekly_report)\.[ch]|daemon/service/(server|conn)\.[ch]|daemon/reminder/notifier\.[ch]|daemon/sense/"
fence "sqlite3.h is the store's" "sqlite3\.h" "daemon/store/"
fence "jansson.h is for the wire, the words and the report" "jansson\.h" "common/|include/|daemon/service/|daemon/insight/(main|[a-z]*_json)\.[ch]|client/"
fence "libnotify and GLib live in their helper" "(libnotify|glib|gio)" "daemon/notify/"
fence "GSL is for the numbers" "gsl" "daemon/insight/"
fence "the zip reader is the importer's" "(minizip|unzip)" "client/import_read"
room "common knows neither program" "common include" "daemon/|client/"
room "the client knows no daemon header" "client" "daemon/"
room "the diary's rules know no store, wire, loop or clock" "daemon/diary" "daemon/(store|service|reminder|insight|clock|app|config)|time\.h"
room "the store knows no wire and no loop" "daemon/store" "daemon/(service|reminder|insight|app|clock)|cramp/wire"
room "the numbers know no service and no reminder" "daemon/insight" "daemon/(service|reminder|app|clock)"
room "the notification helper knows no other room" "daemon/notify" "daemon/(diary|store|service|reminder|insight|sense)/|daemon/[a-z_]*\.h|cramp/"
room "reminders know no wire" "daemon/reminder" "daemon/service|cramp/wire"

hits=$(grep -nE '\b(time|clock_gettime|gettimeofday|localtime|gmtime)(_r)?\(' -r daemon --include='*.c' | grep -vE '^daemon/(clock\.c|notify/)')
[ -z "$hits" ]
verdict $? "only clock.c asks what time it is" "$hits"

tap_end
