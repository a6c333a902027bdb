#!/bin/bash
# Reminders on a real screen: dunst under Xvfb, on a bus of its own, buttons pressed as a person would, and its history read. Prints
# TAP. Pictures go to $B/pictures. A daemon begins seconds before the reminder is due, so that nothing here waits long.
set -u -o pipefail
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1
. tests/desktop_daemon.sh

EVENING=2026-11-21T21:59:59+01:00

# history TITLE…: of what has left the screen, oldest first. Each was to stay until it was answered.
history() {
	diff <(printf 'cramp|%s|x-cramp.reminder|0\n' "$@") <(dunstctl history | jq -r '.data[0] | reverse[] | map_values(.data) |
		[.appname, .summary, .category, .timeout] | join("|")')
}
desktop_start "$work/run" && desktop_serve || no_desktop

# ---- Done ----
daemon_start $EVENING new
check "the calendar's next reminder is tonight's" says 2026-11-21T22:00:00+01:00 cramp remind --json
check "the reminder comes at bedtime less the lead" desktop_wait 1
desktop_picture "$pictures/bedtime.png"
check "it is recorded as shown" wait_for 5 is '.state == "shown" and .trouble == null'
check "shown is not answered" no_readings
desktop_press Done
check "it leaves the screen when Done is pressed" desktop_wait 0
check "Done, Snooze and Not tonight were offered" offered "Bedtime 22:30" Done Snooze "Not tonight"
check "Done makes the three readings, source reminder" wait_for 5 measures true
check "its process is gone" wait_for 5 notify_helpers 0
check "undo takes the answer back" cramp undo
check "and nothing is left of it" no_readings
daemon_end

# ---- Snooze, and Not tonight ----
daemon_start $EVENING new
check "another evening, another reminder" desktop_wait 1
desktop_press Snooze
check "it leaves the screen when Snooze is pressed" desktop_wait 0
check "snoozed for the time configured" wait_for 5 is '.state == "snoozed" and (.snooze_until | startswith("2026-11-21T22:15:0"))'
daemon_end
daemon_start 2026-11-21T22:15:04+01:00
check "it comes again, over a restart of the daemon" desktop_wait 1
desktop_press 'Not tonight'
check "Not tonight makes three readings that say no" wait_for 5 measures false
check "and takes it off the screen" desktop_wait 0
daemon_end

check "the service's history: three reminders, and nothing else" history "Bedtime 22:30" "Bedtime 22:30" "Bedtime 22:30"

# ---- waved away, and a daemon that is killed ----
daemon_start $EVENING new
check "shown once more" desktop_wait 1
daemon_end KILL
check "with the daemon goes what it showed" desktop_wait 0
daemon_start 2026-11-21T22:20:00+01:00
check "and comes back with it, once" desktop_wait 1
dunstctl close
check "waved away is no answer" wait_for 5 is '.state == "shown" and .answer == null'
check "and leaves no reading" no_readings
daemon_end
daemon_start 2026-11-21T22:25:00+01:00
check "what was waved away is not shown again" is '.state == "shown"'
check "not by a restart either" desktop_wait 0
check "an answer from the shell still counts" says 'warm feet, stretch, loose bedding: yes (night of Sat 21 Nov)' cramp remind done
check "and makes the same readings" measures true
daemon_end

# ---- a service that goes, and none ----
daemon_start $EVENING new
check "shown while the service runs" desktop_wait 1
desktop_serve_end
check "the service ends: what was shown is in trouble" wait_for 5 is '.trouble != null'
check "a test says why it is not shown, and what to do" says 'no notification service is running. Desktops bring one' cramp remind test
check "bare cramp names the trouble" says 'could not be shown' cramp
desktop_serve
check "with the next service it is back, once" desktop_wait 1 15
check "and the trouble is over" wait_for 5 is '.trouble == null'
check "a test is shown" says 'has shown it' cramp remind test
check "beside the reminder" desktop_wait 2
desktop_picture "$pictures/test.png"
check "snooze from the shell" says 'comes again at' cramp remind snooze 20m
check "takes the reminder away, not the test" desktop_wait 1
daemon_end
check "the daemon takes its notifications with it" desktop_wait 0

# ---- a service that hangs ----
kill -STOP "$DUNST_PID"
daemon_start $EVENING new
check "one process is on its way to a hung service" wait_for 5 notify_helpers 1
check "logging goes on" cramp log 21:00 left calf 7
check "after three seconds it is killed and the trouble told" wait_for 8 is '.state == "due" and .trouble == "the notification service does not answer"'
kill -CONT "$DUNST_PID"
check "when the service wakes the reminder is there" desktop_wait 1 15
check "once" wait_for 5 is '.state == "shown" and .trouble == null'
daemon_end
desktop_wait 0

# ---- the morning ----
daemon_start 2026-11-22T07:29:59+01:00 new
check "in the morning it asks" desktop_wait 1
desktop_picture "$pictures/checkin.png"
desktop_press No
check "No makes the night free" wait_for 5 says '"state":"free"' cramp list nights 2026-11-21 --json
check "and takes the question off the screen" desktop_wait 0
daemon_end TERM

# ---- the week ----
mkdir "$work/desk"
printf '#!/bin/sh\necho "$1" > "%s/opened.tmp" && mv "%s/opened.tmp" "%s/opened"\n' "$work" "$work" "$work" > "$work/desk/xdg-open"
chmod +x "$work/desk/xdg-open"
PATH=$work/desk:$PATH clock_start 2026-11-22T09:00:00+01:00 new
for day in 2026-10-20 2026-10-24 2026-10-29 2026-11-02 2026-11-09 2026-11-13 2026-11-16 2026-11-18 2026-11-20; do
	cramp log "${day}T23:40" left calf 6 for 3m > "$work/said"
done
for day in {2026-10-1{5..9},2026-10-2{1,2,3,5,6,7,8},2026-10-3{0,1},2026-11-0{1,3,4,5,6,7,8},2026-11-1{0,1,2,4,5,7,9},2026-11-21}; do
	cramp none "$day" > "$work/said" 2>&1
done
check "on Sunday the week comes" says 2026-11-22T10:00:00+01:00 clock run 2026-11-22T10:00:00+01:00
check "with its report made, on the screen" desktop_wait 1 30
desktop_picture "$pictures/weekly.png"
check "it is recorded as shown" wait_for 5 is '.kind == "weekly" and .state == "shown"'
desktop_press 'Open report'
check "Open report opens it" wait_for 10 test -s "$work/opened"
is_page() {
	grep -q 'reports/2026-11-21.html$' "$work/opened" && grep -qi '<!doctype html' "$(cat "$work/opened")"
}
check "a page of the diary's own" is_page
check "and that is its answer" wait_for 5 says '"answer":"open"' cramp export ndjson
check "it is off the screen" desktop_wait 0
check "and the last in the history" says "Your week, 15 to 21 November" eval 'dunstctl history | jq -r ".data[0][0].summary.data"'
daemon_end

end_checks
