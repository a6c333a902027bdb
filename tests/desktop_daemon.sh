#!/bin/bash
# A daemon on a private desktop, for the checks of reminders. Source it from the top of the tree; skips where there is no desktop.
#   check TEXT COMMAND…          one TAP line
#   daemon_start INSTANT [new]   a daemon whose clock starts then; "new": with a diary of its own
#   clock_start INSTANT [new]    the same, with time that stands still; clock WORD… moves it (daemon/clock_control.h)
#   daemon_end [SIGNAL]
#   end_checks                   the last check, and the exit status
# Pictures go to $pictures.
. tests/desktop.sh

B=$(realpath "${B:-build}")
missing=$(desktop_missing)
if [ -n "$missing" ]; then
	echo "1..1"
	echo "ok 1 - reminders on a screen # skip not installed: $missing(make deps)"
	exit 0
fi

work=$(mktemp -d)
bin=$B # where the programs lie
pictures=$B/pictures
mkdir -p "$pictures"
unset CRAMP_SOCKET DBUS_SESSION_BUS_ADDRESS LISTEN_FDS LISTEN_PID NOTIFY_SOCKET CRAMP_NOW CRAMPD_TEST_CLOCK
export TZ=Europe/Berlin LC_ALL=C.UTF-8 NO_COLOR=1 COLUMNS=100 CRAMP_DAEMON=$work/nothing
daemon_pid='' daemon_began='' n=0 failed=0

finish() {
	daemon_end KILL
	desktop_stop
	rm -rf "$work"
}
trap finish EXIT

no_desktop() {
	echo "1..1"
	echo "not ok 1 - the private desktop starts"
	exit 1
}

# check TEXT COMMAND…
check() {
	local text=$1
	shift
	n=$((n + 1))
	if "$@" > "$work/said" 2>&1; then
		echo "ok $n - $text"
	else
		failed=1
		echo "not ok $n - $text"
		sed 's/^/# /' "$work/said" "$work/crampd.log" | tail -n 30
	fi
}

daemon_start() {
	if [ "${2:-}" = new ]; then
		export HOME=$work/$n XDG_CONFIG_HOME=$work/$n/config XDG_DATA_HOME=$work/$n/data XDG_STATE_HOME=$work/$n/state
		mkdir -p "$XDG_CONFIG_HOME" "$XDG_DATA_HOME"
		: > "$work/crampd.log"
	fi
	export CRAMP_NOW=$1
	"$bin/crampd" 2>> "$work/crampd.log" &
	daemon_pid=$!
	unset CRAMP_NOW
	daemon_began=$1
	wait_for 20 answers_or_is_gone && answers && return
	echo "not ok $((n + 1)) - the daemon comes up"
	sed 's/^/# /' "$work/crampd.log"
	exit 1
}

clock_start() {
	export CRAMPD_TEST_CLOCK=$work/clock
	rm -f "$CRAMPD_TEST_CLOCK"
	daemon_start "$@"
	unset CRAMPD_TEST_CLOCK
}

# What it answers is printed; its words are those of the clock itself.
clock() {
	socat -t 20 - "UNIX-CONNECT:$work/clock" <<< "$*" | grep -v '^?'
}

answers() {
	"$bin/cramp" call org.varlink.service.GetInfo > /dev/null 2>&1
}

answers_or_is_gone() {
	answers || ! kill -0 "$daemon_pid"
}

daemon_end() {
	[ -n "$daemon_pid" ] || return 0
	kill "-${1:-TERM}" "$daemon_pid" 2> /dev/null
	wait "$daemon_pid" 2> /dev/null
	daemon_pid=''
	rm -f "$work/clock"
}

# The client's time is the daemon's, or when that began.
cramp() {
	local now=$daemon_began
	[ ! -e "$work/clock" ] || now=$(clock now)
	CRAMP_NOW=${now%% *} "$bin/cramp" "$@"
}

# measures VALUE: the three of the night, with that value, told by the reminder, and nothing else.
measures() {
	cramp list readings --json | jq -es --argjson v "$1" '
		map(select(.source == "reminder" and .night == "2026-11-21" and .value == $v) | .factor) | sort ==
		["loosen_bedding", "stretch", "warm_feet"]' && [ "$(cramp list readings --json | wc -l)" = 3 ]
}

no_readings() {
	[ -z "$(cramp list readings --json)" ]
}

# is FILTER: jq over the first reminder that is open.
is() {
	cramp remind --json | jq -e ".open[0] | $1"
}

# offered TITLE LABEL…: exactly these buttons, in this order.
offered() {
	local title=$1
	shift
	diff <(printf "#%s ($title)\n" "$@") <(sed -e 's/ \[.*//' -e '$a\' "$DESKTOP_DIR/offered")
}

notify_helpers() {
	[ "$(pgrep -P "$daemon_pid" -x crampd-notify | wc -l)" = "$1" ]
}

# says TEXT COMMAND…: whatever its status.
says() {
	local text=$1 said
	shift
	said=$("$@" 2>&1)
	echo "$said"
	grep -qF -- "$text" <<< "$said"
}

end_checks() {
	check "the daemons had nothing to warn of" eval '! grep -E "runtime error|ERROR:|left open|could not be recorded" "$work/crampd.log"'
	echo "1..$n"
	exit $failed
}
