# cramp remind without a screen: what is open, answers, snooze, and the calendar.
load helper

setup() { NOW=${NOW-2026-11-21T22:10:00+01:00} diary_setup; }
teardown() { diary_teardown; }

measures() {
	run_ok "$cramp" list readings --json
	[ "$(jq -r '[.night, .factor, .value, .source] | map(tostring) | join(" ")' <<<"$output" | sort)" = "$(sort <<<"$1")" ] ||
		{ echo "$output"; return 1; }
}

@test "what is open is told, and what comes next" {
	daemon_start
	run_ok "$cramp" remind
	expect "The bedtime reminder for the night of Sat 21 Nov is due since 22:00.
    cramp remind done · cramp remind skip · cramp remind snooze 20m
Next: morning question, Sun 22 Nov 07:30 (night of Sat 21 Nov)."
	run_ok "$cramp" remind --json
	[ "$(jq -c '[.open[0].kind, .open[0].night, .open[0].due, .open[0].state, .open[0].answer, .next.kind]' <<<"$output")" = \
		'["bedtime","2026-11-21","2026-11-21T22:00:00+01:00","due",null,"checkin"]' ]
	run_ok "$cramp" status --json
	[ "$(jq -c '.next_reminder, .notifier.state' <<<"$output")" = \
		'{"kind":"checkin","due":"2026-11-22T07:30:00+01:00","night":"2026-11-21"}
"off"' ]
}

@test "bare cramp shows what is due" {
	daemon_start
	run_ok "$cramp"
	[[ $output == *"bedtime reminder of 22:00"*"cramp remind done, skip or snooze"* ]] || { echo "$output"; false; }
}

@test "done makes three readings of the reminder's night, once" {
	daemon_start
	run_ok "$cramp" remind done
	expect "warm feet, stretch, loose bedding: yes (night of Sat 21 Nov)     undo: cramp undo"
	run_ok "$cramp" remind done
	measures "2026-11-21 loosen_bedding true reminder
2026-11-21 stretch true reminder
2026-11-21 warm_feet true reminder"
	run_ok "$cramp" remind
	[[ $output == "No reminder is open."* ]]
}

@test "skip says no to the three, and is taken back in one step" {
	daemon_start
	run_ok "$cramp" remind skip --json
	[ "$(jq -c '.reminder.state, .reminder.answer, (.readings | sort)' <<<"$output")" = \
		'"answered"
"skip"
["loosen_bedding","stretch","warm_feet"]' ]
	measures "2026-11-21 loosen_bedding false reminder
2026-11-21 stretch false reminder
2026-11-21 warm_feet false reminder"
	run_ok "$cramp" undo
	run_ok "$cramp" list readings --json
	expect ""
	run_ok "$cramp" remind --json
	[ "$(jq '.open | length' <<<"$output")" = 0 ]
	run_ok "$cramp" redo
	run_ok "$cramp" list readings --json
	[ "$(wc -l <<<"$output")" = 3 ]
}

@test "a late answer belongs to its night" {
	NOW=2026-11-22T09:00:00+01:00 diary_teardown
	NOW=2026-11-22T09:00:00+01:00 diary_setup
	daemon_start
	run_ok "$cramp" remind done --night 2026-11-20
	run_ok "$cramp" remind skip
	measures "2026-11-20 loosen_bedding true reminder
2026-11-20 stretch true reminder
2026-11-20 warm_feet true reminder
2026-11-21 loosen_bedding false reminder
2026-11-21 stretch false reminder
2026-11-21 warm_feet false reminder"
}

@test "snooze puts it off, over a restart, and is no step of the user's" {
	daemon_start
	run_ok "$cramp" remind snooze 40m
	expect "The bedtime reminder comes again at 22:50."
	daemon_stop
	daemon_start
	run_ok "$cramp" remind
	[[ $output == "The bedtime reminder for the night of Sat 21 Nov comes again at 22:50."* ]]
	run_ok "$cramp" remind snooze
	expect "The bedtime reminder comes again at 22:25."
	run_status 1 "$cramp" undo
	run_ok "$cramp" list readings --json
	expect ""
}

@test "what cannot be is refused and changes nothing" {
	daemon_start
	run_status 1 "$cramp" remind done --night 2026-11-22
	complaint "cramp: No reminder is open for that night."
	run_status 1 "$cramp" remind snooze 20h
	[[ $stderr == "cramp: The snooze cannot be 1200 minutes"* ]]
	run_status 2 "$cramp" remind snooze soon
	run_status 2 "$cramp" remind later
	run_status 2 "$cramp" remind preview --days 0
	run_status 1 "$cramp" call org.crampd.Reminder.Answer '{"uid":"a","zone":"Europe/Berlin","answer":"done","kind":"checkin"}'
	run_status 1 "$cramp" call org.crampd.Reminder.Answer '{"uid":"a","zone":"Mars","answer":"done"}'
	run_status 1 "$cramp" remind test
	[[ $stderr == "cramp: The test was not shown: notifications are switched off"* ]]
	run_ok "$cramp" list readings --json
	expect ""
	run_ok "$cramp" remind snooze
}

@test "stop ends the bedtime reminders, start brings them back" {
	daemon_start
	run_status 1 "$cramp" remind start
	complaint "cramp: Bedtime reminders were not stopped."
	run_ok "$cramp" remind stop
	expect "No more bedtime reminders. They come back with: cramp remind start"
	run_ok "$cramp" remind
	expect "No reminder is open.
Bedtime reminders have been stopped since the night of Sat 21 Nov.
    cramp remind start
Next: morning question, Sun 22 Nov 07:30 (night of Sat 21 Nov)."
	run_ok "$cramp" remind done
	run_ok "$cramp" remind --json
	[ "$(jq -r .stopped <<<"$output")" = 2026-11-21 ]
	run_ok "$cramp" remind start
	run_ok "$cramp" remind --json
	[ "$(jq -r .stopped <<<"$output")" = null ]
}

@test "what tonight's reminder adds can be traced" {
	daemon_start
	run_ok "$cramp" add room 16.5C
	run_ok "$cramp" add sitting 9h
	run_ok "$cramp" remind
	[[ $output == *"
A cool bedroom: take a thicker quilt, or heat a little.
    cramp factors room_temp_c · cramp measures warm_room
Much sitting today: walk a few steps before bed.
    cramp factors sedentary_hours · cramp measures move_regularly" ]] || { echo "$output"; false; }
	run_ok "$cramp" factors room_temp_c
	run_ok "$cramp" measures warm_room
	run_ok "$cramp" measures stretch
}

@test "what was told already needs no reminder" {
	daemon_start
	run_ok "$cramp" add socks yes
	run_ok "$cramp" add stretch no
	run_ok "$cramp" remind --json
	[ "$(jq '.open | length' <<<"$output")" = 1 ]
	run_ok "$cramp" add loosen_bedding yes
	run_ok "$cramp" remind --json
	[ "$(jq '.open | length' <<<"$output")" = 0 ]
}

@test "the check-in: one click makes the night free, or a cramp of unknown time" {
	diary_teardown
	NOW=2026-11-22T08:00:00+01:00 diary_setup
	daemon_start
	answer() { "$cramp" call org.crampd.Reminder.Answer "{\"uid\":\"$1\",\"zone\":\"Europe/Berlin\",\"answer\":\"$2\"}"; }
	run_ok "$cramp" remind --json
	[ "$(jq -r '.open[0].kind' <<<"$output")" = checkin ]
	run_ok answer a no
	run_ok "$cramp" list nights 2026-11-21 --json
	[ "$(jq -r .state <<<"$output")" = free ]
	run_ok "$cramp" undo
	run_ok answer b yes
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.night, .onset, .precision, .draft, .severity, .source]' <<<"$output")" = \
		'["2026-11-21",null,"night",true,null,"reminder"]' ]
	run_status 1 answer c no
	[[ $output$stderr == *"There is a cramp on record for the night of Sat 21 Nov."* ]] || { echo "$output $stderr"; false; }
}

# preview ZONE FROM DAYS: the due times of the bedtime reminders.
preview() {
	diary_teardown
	TZ=$1 NOW=2026-01-10T12:00:00Z diary_setup
	[ -z "${4:-}" ] || "$cramp" config bedtime "$4"
	daemon_start
	run_ok "$cramp" remind preview --from "$2" --days "$3" --json
	output=$(jq -r 'select(.kind == "bedtime") | .night + " " + .due' <<<"$output")
}

@test "preview: the keys, a line each" {
	daemon_start
	run_ok "$cramp" remind preview --from 2026-11-21 --days 2 --json
	expect '{"kind":"bedtime","due":"2026-11-21T22:00:00+01:00","night":"2026-11-21"}
{"kind":"checkin","due":"2026-11-22T07:30:00+01:00","night":"2026-11-21"}
{"kind":"weekly","due":"2026-11-22T10:00:00+01:00","night":"2026-11-21"}
{"kind":"bedtime","due":"2026-11-22T22:00:00+01:00","night":"2026-11-22"}
{"kind":"checkin","due":"2026-11-23T07:30:00+01:00","night":"2026-11-22"}'
	run_ok "$cramp" remind preview
	[ "$(wc -l <<<"$output")" = 16 ]
	run_ok "$cramp" remind preview --days 200 --json
	[ "$(wc -l <<<"$output")" = 429 ]
	[ "$(sort -u <<<"$output" | wc -l)" = 429 ]
}

@test "preview: an hour that is skipped, or comes twice" {
	preview Europe/Berlin 2026-03-27 3 27:00
	expect "2026-03-27 2026-03-28T02:30:00+01:00
2026-03-28 2026-03-29T03:00:00+02:00
2026-03-29 2026-03-30T02:30:00+02:00"
	preview America/New_York 2026-10-31 2 25:45
	expect "2026-10-31 2026-11-01T01:15:00-04:00
2026-11-01 2026-11-02T01:15:00-05:00"
}

@test "preview: half an hour, a month of fasting, a date that never was" {
	preview Australia/Lord_Howe 2026-10-03 1 26:45
	expect "2026-10-03 2026-10-04T02:30:00+11:00"
	preview Africa/Casablanca 2026-02-14 2
	expect "2026-02-14 2026-02-14T22:00:00+01:00
2026-02-15 2026-02-15T22:00:00+00:00"
	preview Pacific/Apia 2011-12-29 3
	expect "2011-12-29 2011-12-29T22:00:00-10:00
2011-12-30 2011-12-31T00:00:00+14:00
2011-12-31 2011-12-31T22:00:00+14:00"
}

@test "preview: a weekday of its own, and the configuration is read anew" {
	daemon_start
	run_ok "$cramp" config bedtime.sat 24:15
	run_ok "$cramp" config lead 45m
	run_ok "$cramp" config --reload
	run_ok "$cramp" remind preview --from 2026-11-21 --days 2 --json
	[ "$(jq -r 'select(.kind == "bedtime") | .due' <<<"$output")" = "2026-11-21T23:30:00+01:00
2026-11-22T21:45:00+01:00" ]
}
