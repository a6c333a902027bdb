#!/bin/bash
# The machine's time zone changes under a running daemon: /etc/localtime is replaced, and nobody tells it. In a mount namespace of its
# own with an overlay on /etc; skips where that is not to be had. Time stands still, so that nothing else wakes it. Prints TAP.
set -u -o pipefail
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1

if [ -z "${ZONE_WORK:-}" ]; then
	ZONE_WORK=$(mktemp -d)
	export ZONE_WORK
	trap 'rm -rf "$ZONE_WORK"' EXIT
	unshare -m bash tests/checks/zone.sh 2> "$ZONE_WORK/said"
	status=$?
	if [ "$status" = 77 ] || grep -q '^unshare:' "$ZONE_WORK/said"; then
		echo "1..1"
		echo "ok 1 - the time zone changes # skip no root, mount namespaces or overlayfs here"
		exit 0
	fi
	cat "$ZONE_WORK/said" >&2
	exit "$status"
fi

# ---- inside ----
. tests/desktop.sh
B=$(realpath "${B:-build}")
work=$ZONE_WORK
n=0 failed=0
mkdir "$work/layer" "$work/run" "$work/home"
mount -t tmpfs tmpfs "$work/layer" && mkdir "$work/layer/upper" "$work/layer/work" &&
	mount -t overlay overlay -o "lowerdir=/etc,upperdir=$work/layer/upper,workdir=$work/layer/work" /etc || exit 77
unset TZ CRAMP_SOCKET DBUS_SESSION_BUS_ADDRESS LISTEN_FDS LISTEN_PID NOTIFY_SOCKET
export HOME=$work/home XDG_RUNTIME_DIR=$work/run XDG_CONFIG_HOME=$work/home XDG_DATA_HOME=$work/home XDG_STATE_HOME=$work/home
chmod 700 "$work/run"

check() {
	local text=$1
	shift
	n=$((n + 1))
	if "$@"; then
		echo "ok $n - $text"
	else
		failed=1
		echo "not ok $n - $text"
		{ clock_says; cat "$work/log"; } | sed 's/^/# /'
	fi
}

renamed() {
	ln -s "/usr/share/zoneinfo/$1" /etc/localtime.new && mv -T /etc/localtime.new /etc/localtime
}

replaced() {
	ln -sf "/usr/share/zoneinfo/$1" /etc/localtime
}

copied() {
	rm /etc/localtime && cp "/usr/share/zoneinfo/$1" /etc/localtime
}

# The daemon's time, and the alarm that it set by itself.
clock_says() {
	socat -t 20 - "UNIX-CONNECT:$work/clock" <<< now
}

alarm_is() {
	[ "$(clock_says)" = "$1" ]
}

renamed Europe/Berlin
CRAMP_NOW=2026-11-21T20:30:00+01:00 CRAMPD_TEST_CLOCK=$work/clock "$B/crampd" 2> "$work/log" &
daemon=$!
trap 'kill $daemon 2> /dev/null' EXIT
check "half past eight in Berlin: bedtime's reminder at ten" wait_for 10 alarm_is '2026-11-21T20:30:00+01:00 2026-11-21T22:00:00+01:00'
renamed Australia/Lord_Howe
check "to Lord Howe, by a rename: the morning there" wait_for 10 alarm_is '2026-11-22T06:30:00+11:00 2026-11-22T07:30:00+11:00'
replaced America/New_York
check "to New York, by ln -sf: the afternoon there" wait_for 10 alarm_is '2026-11-21T14:30:00-05:00 2026-11-21T19:30:01-05:00'
copied Europe/Lisbon
check "to Lisbon, by a copy: the evening there" wait_for 10 alarm_is '2026-11-21T19:30:00+00:00 2026-11-21T19:30:01+00:00'
kill "$daemon"
wait "$daemon"
echo "1..$n"
exit $failed
