#!/bin/bash
# make demo: the main job for real, in a directory of its own that is gone afterwards. A real daemon, a real notification service
# on a private screen and bus, real imports; the year of diary is simulated (tests/data/simulate_diary.awk), nobody's.
set -eu
cd "$(dirname "$0")/.."
B=$(realpath "${B:-build}")
data=$(realpath tests/data)
. tests/desktop.sh

home=$(mktemp -d)
export HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_STATE_HOME=$home/state
export TZ=Europe/Berlin LC_ALL=C.UTF-8 NO_COLOR=1 COLUMNS=96 PATH=$B:$PATH
export CRAMP_DAEMON=/nonexistent # the daemon is started here, by hand
unset CRAMP_SOCKET NOTIFY_SOCKET LISTEN_FDS DBUS_SESSION_BUS_ADDRESS DISPLAY
mkdir -p "$home"/{config,data,state}
daemon=
clean() {
	[ -z "$daemon" ] || kill "$daemon" 2> /dev/null || true
	[ -z "$daemon" ] || wait "$daemon" 2> /dev/null || true
	[ -z "$DESKTOP_PIDS" ] || desktop_stop || true
	rm -rf "$home"
}
trap clean EXIT

say() { printf '\n-- %s\n' "$*"; }
run() { # shows the command as typed, then what it says
	printf '$ %s\n' "$*"
	(cd "$data" && "$@")
}
at() { # the time it is, for both programs; a running daemon is stopped and started anew
	export CRAMP_NOW=$1
	if [ -n "$daemon" ]; then
		kill "$daemon"
		wait "$daemon"
	fi
	crampd &
	daemon=$!
	wait_for 10 cramp status
}

desktop_start "$home/run"
desktop_serve

say "Saturday evening, two seconds before the reminder: the diary that is there already"
at 2026-11-21T21:59:58+01:00
run cramp import sleep-as-android sleep-as-android/sleep-export.1.zip
run cramp import csv demo_diary.csv

say "Friday was quiet; today's readings"
run cramp none fri
run cramp add water 1.4l
run cramp exercise 45m until 18:30
run cramp room 17.4C

say "At 22:00, half an hour before bedtime, the desktop asks; Done is pressed"
desktop_wait 1
mkdir -p "$B/pictures"
desktop_picture "$B/pictures/demo-bedtime.png"
desktop_press Done
answered() { cramp list readings tonight --json | grep -q '"factor":"loosen_bedding".*"source":"reminder"'; }
wait_for 10 answered
run cramp list readings tonight

say "Sunday, ten past three: a cramp"
at 2026-11-22T03:13:00+01:00
run cramp log 3:10 left calf 7 for 2m massage helped

say "Sunday, after noon: the night is over and counts"
at 2026-11-22T12:30:00+01:00
run cramp show last 4 nights
run cramp report
say "The same for a program"
printf '$ cramp report --json | jq -c ...\n'
cramp report --json | jq -c '{from, to, nights, episodes, cramps_per_week, tested: (.factors | length)}'

kill "$daemon"
wait "$daemon"
daemon=
say "Stopped; $(find "$home/data/cramp" -type f | wc -l) files of the diary go with their directory."
[ ! -e "$B/pictures/demo-bedtime.png" ] || echo "A picture of the notification: ${B##*/}/pictures/demo-bedtime.png"
