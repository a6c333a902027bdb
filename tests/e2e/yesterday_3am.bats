# The phrases at which other programs fail, or guess silently: read right, or refused with a sentence.
load helper

NOW=2026-11-22T07:39:00+01:00
setup() { diary_setup; unset COLUMNS; daemon_start; }
teardown() { diary_teardown; }

# logged WORDS…: onset and duration as they are kept
logged() {
	run_ok "$cramp" log "$@" --json
	jq -r '.episode | "\(.onset // .night) \(.duration_s)"' <<<"$output"
}

@test "yesterday 3am - yesterday 4am cramp: the date of the calendar, and the night is said" {
	[ "$(logged yesterday 3am - yesterday 4am cramp)" = "2026-11-21T03:00:00+01:00 3600" ]
	run_ok "$cramp" log yesterday 3am - yesterday 3:05am cramp
	expect '2   5 min · Sat 21 Nov 03:00 (night of Fri 20)     undo: cramp undo
    "yesterday 3am" is Sat 21 Nov 03:00, in the night of Fri 20 Nov; if you mean last night, write: last night.'
}

@test "2026-11-21T03:00 - 2026-11-21T04:00: stamps with a dash between them" {
	[ "$(logged 2026-11-21T03:00 - 2026-11-21T04:00)" = "2026-11-21T03:00:00+01:00 3600" ]
}

@test "03:00 - 03:10: today, ten minutes" {
	[ "$(logged 03:00 - 03:10 left)" = "2026-11-22T03:00:00+01:00 600" ]
}

@test "23:50 - 00:10 crosses midnight" {
	[ "$(logged 23:50 - 00:10 left)" = "2026-11-21T23:50:00+01:00 1200" ]
	run_ok "$cramp" sleep 23:20 - 6:45 --json
	[ "$(jq -r '.night.sleep | "\(.lights_out) \(.final_awakening)"' <<<"$output")" = "2026-11-21T23:20:00+01:00 2026-11-22T06:45:00+01:00" ]
}

@test "a time that the clocks left out is refused, with the two nearest that exist" {
	run_status 1 "$cramp" log 2026-03-29T02:30 - 2026-03-29T03:30
	complaint "cramp: 2:30 does not exist on Sun 29 Mar: the clocks were put forward then. The nearest times are 1:59 and 3:00.
Nothing was recorded."
	run_status 1 "$cramp" date 2026-03-29T02:30
	run_ok "$cramp" list episodes --json
	expect ""
}

@test "a time that came twice is the first, which is said; or the second, if that is said" {
	run_ok "$cramp" log 2026-10-25 2:30 left
	[[ $output == *"2:30 came twice on Sun 25 Oct, and the first is taken; for the other one add: second."* ]]
	[ "$(logged 2026-10-25 2:30 right)" = "2026-10-25T02:30:00+02:00 null" ]
	[ "$(logged 2026-10-25 2:30 second right)" = "2026-10-25T02:30:00+01:00 null" ]
	run_ok "$cramp" date 2026-10-25 2:30 second
	[[ $output == *"This is the second 2:30 of Sun 25 Oct."* ]]
	# Across it the duration is that of the clock on the wall plus the hour that came twice.
	[ "$(logged 2026-10-25 1:30 - 3:30 both)" = "2026-10-25T01:30:00+02:00 10800" ]
}

@test "3am and 03:00 are the last there were, never the next" {
	[ "$(logged 3am)" = "2026-11-22T03:00:00+01:00 null" ]
	[ "$(logged 03:00)" = "2026-11-22T03:00:00+01:00 null" ]
	CRAMP_NOW=2026-11-22T02:00:00+01:00 run_ok "$cramp" date 3am --json
	[ "$(jq -r .instant <<<"$output")" = 2026-11-21T03:00:00+01:00 ]
}

@test "so long ago, and yesterday with a time" {
	[ "$(logged 5h ago)" = "2026-11-22T02:39:00+01:00 null" ]
	[ "$(logged yesterday 3am)" = "2026-11-21T03:00:00+01:00 null" ]
	[ "$(logged last night 3am)" = "2026-11-22T03:00:00+01:00 null" ]
}

@test "midnight told as a time is midnight, and no default" {
	for midnight in 00:00 midnight 12am 0:00; do
		[ "$(logged "$midnight")" = "2026-11-22T00:00:00+01:00 null" ]
	done
	[ "$(logged yesterday 00:00)" = "2026-11-21T00:00:00+01:00 null" ]
	# A day without a time has none.
	[ "$(logged yesterday)" = "2026-11-21 null" ]
}

@test "a date is not moved back by a year to make it pass" {
	run_status 1 "$cramp" log 2026-12-24 3am
	complaint 'cramp: "2026-12-24 3am" is still to come (Thu 24 Dec 03:00).
Nothing was recorded.'
	run_status 1 "$cramp" log 3/4 3am
	[[ $stderr == *'"3/4" can be read as more than one date; write '* ]]
}

@test "any past night takes any time, or none" {
	[ "$(logged --night 2026-11-10 3:00)" = "2026-11-11T03:00:00+01:00 null" ]
	[ "$(logged --night=2026-11-10 23:00)" = "2026-11-10T23:00:00+01:00 null" ]
	[ "$(logged 2026-11-10)" = "2026-11-10 null" ]
	[ "$(logged tue)" = "2026-11-17 null" ]
	[ "$(logged fri 23:00)" = "2026-11-20T23:00:00+01:00 null" ]
}

@test "full stamps, with seconds and offsets" {
	[ "$(logged "2026-11-20 12:00:00")" = "2026-11-20T12:00:00+01:00 null" ]
	[ "$(logged 2026-11-20T03:00:30+01:00)" = "2026-11-20T03:00:30+01:00 null" ]
	[ "$(logged 2026-11-20T02:00Z)" = "2026-11-20T03:00:00+01:00 null" ]
}
