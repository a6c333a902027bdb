#!/bin/bash
# Reminders before a notification service that is not dunst: python-dbusmock's, which can lack what dunst has, hang in two ways, be
# replaced while it shows something, and tells word for word what it was asked. Time stands still and is moved by hand. Prints TAP.
set -u -o pipefail
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1
. tests/desktop_daemon.sh

export XDG_RUNTIME_DIR=$work/run DBUS_SESSION_BUS_ADDRESS=unix:path=$work/run/bus
mkdir -m 700 "$work/run" "$work/second" && desktop_bus "$work/run" || no_desktop
unset DISPLAY

EVERYTHING='actions body body-markup persistence'
EVENING=2026-11-21T21:30:00+01:00

# A new service with these capabilities, or none, and a new diary in the evening.
begin() {
	daemon_end
	other_serve_end
	[ $# = 0 ] || other_serve "$1" || no_desktop
	clock_start $EVENING new
}

# notices FILTER: jq over what the service was told to show.
notices() {
	other_notices | tee "$work/notices" | jq -e "$1"
	local status=$?
	cat "$work/notices"
	return $status
}

# The whole of one, but for the number of the process that sent it.
notice_is() {
	diff <(jq -S . <<< "$2") <(other_notices | jq -S ".[$1] | del(.hints[\"sender-pid\"])")
}

taken_are() {
	[ "$(other_taken)" = "$1" ]
}

shown_to_test() {
	says 'has shown it' cramp remind test
}

no_bedtime_open() {
	cramp remind --json | jq -e '.open | all(.kind != "bedtime")'
}

readings_a_night() {
	[ "$(cramp list readings --json | jq -sc 'group_by(.night) | map(length)')" = "$1" ]
}

BEDTIME='"Warm feet: socks on, feet under the covers.\nStretch: calves and hamstrings, three minutes.\nLoose bedding: free the covers at the foot end.\nHow to stretch: cramp measures stretch'
HINTS='"hints": {"category": "x-cramp.reminder", "desktop-entry": "cramp", "urgency": 1}, "app": "cramp", "replaces": 0, "expire": 0'
BUTTONS='"actions": ["done", "Done", "snooze", "Snooze", "skip", "Not tonight"]'

# ---- what the service cannot do ----
begin 'body persistence'
check "without buttons the text names the command" says 2026-11-21T22:00:00+01:00 clock run 2026-11-21T22:00:00+01:00
check "it was told once" wait_for 5 notices 'length == 1'
check "all of it: plain text, no button, urgency normal, to stay until it is answered" notice_is 0 \
	"{\"summary\": \"Bedtime 22:30\", \"body\": $BEDTIME\nAnswer: cramp remind done, snooze or skip\", \"actions\": [], $HINTS}"
check "the command answers it" cramp remind done
check "with three readings" measures true
check "and takes it away" wait_for 5 taken_are '[1]'
markup() {
	printf 'summary A & B\nbody 1 < 2 & <b>\n' > "$work/request"
	"$bin/crampd-notify" < "$work/request" > "$work/notify.said" &
	wait_for 5 notices "last | .summary == \"A & B\" and .body == $1"
	local status=$?
	kill $!
	wait $!
	return $status
}
check "a service without markup gets a text as it is" markup '"1 < 2 & <b>"'
other_serve "$EVERYTHING"
check "one with markup gets it escaped" markup '"1 &lt; 2 &amp; &lt;b&gt;"'

# ---- buttons ----
begin "$EVERYTHING"
clock run 2026-11-21T22:00:00+01:00 > /dev/null
check "with buttons no command is named" wait_for 5 notice_is 0 "{\"summary\": \"Bedtime 22:30\", \"body\": $BEDTIME\", $BUTTONS, $HINTS}"
wait_for 5 is '.state == "shown"'
other_press 77 done
other_press 1 snooze
check "another's button is not ours; Snooze is" wait_for 5 is '.state == "snoozed"'
check "it is off the screen, and nothing is recorded" wait_for 5 taken_are '[1]'
check "no reading came of it" no_readings
clock run 2026-11-21T22:15:00+01:00 > /dev/null
check "it comes again" wait_for 5 notices 'length == 2'
check "word for word" notice_is 1 "$(other_notices | jq '.[0] | del(.hints["sender-pid"])')"
wait_for 5 is '.state == "shown"'
clock run 2026-11-22T11:00:00+01:00 > /dev/null
other_press 2 done
other_press 2 done
check "Done the next morning, twice: three readings of that night" wait_for 5 measures true
cramp undo > "$work/said"
check "taken back as one step" no_readings

# ---- a button and the shell at once ----
begin "$EVERYTHING"
id=0
for day in 21 22 23 24 25; do
	cramp none "2026-11-$((day - 1))" > "$work/said" # nothing to ask in the morning
	clock run "2026-11-${day}T22:00:00+01:00" > /dev/null
	wait_for 5 is '.state == "shown"'
	id=$(other_notices | jq length)
	other_press "$id" done &
	cramp remind done > "$work/said" 2>&1
	wait $!
	wait_for 5 no_bedtime_open
done
check "five evenings, each answered twice at the same instant: one set of readings each" readings_a_night '[3,3,3,3,3]'
check "and asked once each" notices 'map(select(.summary == "Bedtime 22:30")) | length == 5'

# ---- the check-in, and quiet hours ----
begin "$EVERYTHING"
cramp config quiet '23:00 - 09:00' > "$work/said"
cramp remind skip > "$work/said"
check "in quiet hours the morning question waits" says '2026-11-22T08:59:00+01:00 2026-11-22T09:00:00+01:00' clock run 2026-11-22T08:59:00+01:00
check "while the service could show it" shown_to_test
check "nothing else was shown before nine" notices 'length == 1 and (.[0].summary | startswith("Only a test"))'
clock run 2026-11-22T09:00:00+01:00 > /dev/null
check "it comes when they end, with the night it is about" wait_for 5 notices '.[1] | .summary == "Any cramps last night?" and
	.body == "The night of Saturday to Sunday." and .actions == ["no", "No", "yes", "Yes", "later", "Later"]'
wait_for 5 is '.kind == "checkin" and .state == "shown"'
other_press 2 later
check "Later puts it off" wait_for 5 is '.state == "snoozed"'
clock run 2026-11-22T09:15:00+01:00 > /dev/null
wait_for 5 notices 'length == 3' && wait_for 5 is '.state == "shown"'
cramp config log_command "echo logging > $work/logging" > "$work/said"
cramp remind snooze 1m > "$work/said" 2>&1
daemon_end
clock_start 2026-11-22T09:30:00+01:00
check "with a command for it there is a fourth button" wait_for 5 notices '.[3].actions[6:] == ["log", "Log…"]'
wait_for 5 is '.state == "shown"'
other_press 4 log
check "which starts that command" wait_for 5 test -s "$work/logging"
check "and asks again later" wait_for 5 is '.state == "snoozed"'
clock run 2026-11-22T09:45:00+01:00 > /dev/null
wait_for 5 notices 'length == 5' && wait_for 5 is '.state == "shown"'
other_press 5 yes
one_cramp() {
	cramp list episodes --json | jq -es 'length == 1 and .[0].night == "2026-11-21" and .[0].onset == null'
}
check "Yes is one cramp of unknown time, of that night" wait_for 5 one_cramp

# ---- nothing about the body ----
begin body
cramp config private yes > "$work/said"
clock run 2026-11-21T22:00:00+01:00 > /dev/null
check "private: two words, and nothing that tells of cramps" wait_for 5 notice_is 0 '{"app": "Reminder", "replaces": 0,
	"summary": "Bedtime routine", "body": "Answer in a terminal.", "actions": [], "hints": {"urgency": 1}, "expire": 0}'
clock run 2026-11-22T07:30:00+01:00 > /dev/null
check "nor the morning question" wait_for 5 notice_is 1 '{"app": "Reminder", "replaces": 0,
	"summary": "Morning check-in", "body": "Answer in a terminal.", "actions": [], "hints": {"urgency": 1}, "expire": 0}'

# ---- absent ----
log_many() {
	local i
	for i in {10..59}; do cramp log "2026-11-21T20:$i" left calf 3 || return; done
}
fifty_cramps() {
	[ "$(cramp list episodes --json | wc -l)" = 50 ]
}
few_helpers() {
	[ "$(pgrep -P "$daemon_pid" -x crampd-notify | wc -l)" -le 1 ]
}

begin
clock run 2026-11-21T22:00:00+01:00 > /dev/null
check "no service yet: due, and why" wait_for 5 is '.state == "due" and .trouble == "no notification service is running"'
waiting=$(pgrep -P "$daemon_pid" -x crampd-notify)
log_many > "$work/said" # a second or more goes by
check "one process waits for it, and nobody looks again and again" [ "$(pgrep -P "$daemon_pid" -x crampd-notify)" = "$waiting" ]
other_serve "$EVERYTHING"
check "it comes, and shows the reminder" wait_for 15 is '.state == "shown" and .trouble == null'
check "once" notices 'length == 1'
other_serve_end
check "it goes: in trouble" wait_for 5 is '.trouble != null'
other_serve "$EVERYTHING"
check "a new one shows it again" wait_for 15 is '.trouble == null'
check "once too" notices 'length == 1'
begin
clock run 2026-11-21T22:00:00+01:00 > /dev/null
wait_for 5 is '.trouble != null'
clock run 2026-11-22T01:30:01+01:00 > /dev/null
other_serve "$EVERYTHING"
check "a service that comes at half past one" shown_to_test
check "finds nothing to remind of" notices 'length == 1 and (.[0].summary | startswith("Only a test"))'
missed() {
	cramp export ndjson | jq -es 'map(select(.type == "reminder" and .kind == "bedtime" and .night == "2026-11-21") | .state) == ["missed"]'
}
check "the reminder was missed" missed
check "which says nothing about the night" no_readings

# ---- replaced ----
begin "$EVERYTHING"
clock run 2026-11-21T22:00:00+01:00 > /dev/null
wait_for 5 is '.state == "shown"'
other_serve 'body'
check "another service takes over: it shows the reminder" wait_for 15 notices 'length == 1'
check "in its own way" notices '.[0] | .actions == [] and (.body | endswith("Answer: cramp remind done, snooze or skip"))'
wait_for 5 is '.trouble == null'
other_close 1 2
waved_away() {
	clock run 2026-11-21T23:00:00+01:00 > /dev/null
	is '.state == "shown" and .answer == null' && notices 'length == 1'
}
check "waved away it stays away, unanswered" wait_for 5 waved_away

# ---- hung ----
begin "$EVERYTHING"
kill -STOP "$OTHER_PID"
clock run 2026-11-21T22:00:00+01:00 > /dev/null
check "a service that owns the name and never answers: entries go on" log_many
check "all fifty are kept" fifty_cramps
check "at most one process waits for it" few_helpers
check "the trouble is told" wait_for 8 is '.state == "due" and .trouble == "the notification service does not answer"'
hung=$OTHER_PID
other_serve "$EVERYTHING"
check "the next service shows it" wait_for 15 is '.state == "shown" and .trouble == null'
kill -CONT "$hung"
check "once" notices 'length == 1'
begin "$EVERYTHING"
other_call AddMethod sssss $SERVICE Notify susssasa{sv}i u 'import signal; signal.pause()'
clock run 2026-11-21T22:00:00+01:00 > /dev/null
check "one that tells what it can and hangs as it shows: entries go on" log_many
check "all are kept" fifty_cramps
check "the trouble is told as well" wait_for 8 is '.state == "due" and .trouble == "the notification service does not answer"'
other_serve_end
other_serve "$EVERYTHING"
check "and over with the next" wait_for 15 is '.state == "shown" and .trouble == null'
check "which was told once" notices 'length == 1'

# ---- the bus goes, and comes back ----
kill "$BUS_PID"
wait "$BUS_PID"
check "without a bus it is in trouble" wait_for 5 is '.trouble != null'
check "entries go on" cramp log 20:05 left calf 3
other_serve_end
rm -f "$work/run/bus"
desktop_bus "$work/run" && other_serve "$EVERYTHING"
check "with the next bus and its service it is shown" wait_for 20 is '.state == "shown" and .trouble == null'
check "once" notices 'length == 1'
wait_for 5 is '.state == "shown"'
other_press 1 done
check "and its button works" wait_for 5 measures true

# ---- two sessions ----
daemon_end
other_serve_end
other_serve "$EVERYTHING"
first=$DBUS_SESSION_BUS_ADDRESS
export DBUS_SESSION_BUS_ADDRESS=unix:path=$work/second/bus
desktop_bus "$work/second" && other_serve "$EVERYTHING" || no_desktop
clock_start $EVENING new
clock run 2026-11-21T22:00:00+01:00 > /dev/null
check "of two sessions the daemon's own shows it" wait_for 5 is '.state == "shown"'
check "once" notices 'length == 1'
on_first() {
	DBUS_SESSION_BUS_ADDRESS=$first notices "$1"
}
check "and the other does not" on_first 'length == 0'
kill "$BUS_PID"
wait "$BUS_PID"
check "that session ends: the other shows it" wait_for 15 on_first 'length == 1'
check "and it is out of trouble" wait_for 5 is '.state == "shown" and .trouble == null'
export DBUS_SESSION_BUS_ADDRESS=$first
other_press 1 skip
check "its button works there" wait_for 5 measures false

end_checks
