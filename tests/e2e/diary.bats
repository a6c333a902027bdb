#!/usr/bin/env bats
# org.crampd.Diary from outside: what is told is there, told twice is told once, and everything can be taken back.

load helper

setup() { diary_setup; daemon_start; }
teardown() { diary_teardown; }

# told METHOD FIELDS: a call that changes something, as a new one each time; fields without the braces.
told() {
	calls=$((${calls:-0} + 1))
	run_ok "$cramp" call "org.crampd.Diary.$1" "{\"uid\":\"call-$calls\",\"zone\":\"$TZ\"${2:+,$2}}"
}

# refused ERROR METHOD FIELDS [JQ VALUE]…: nothing changed, and the error has these parameters.
refused() {
	local error=$1 method=$2 fields=$3
	calls=$((${calls:-0} + 1))
	before=$(everything)
	run_ok "$B/tests/tools/rawcall" "$XDG_RUNTIME_DIR/cramp/org.crampd.Diary" call \
		"{\"method\":\"org.crampd.Diary.$method\",\"parameters\":{\"uid\":\"call-$calls\",\"zone\":\"$TZ\"${fields:+,$fields}}}" read
	shift 3
	is .error "org.crampd.Diary.$error"
	while [ $# -gt 0 ]; do
		is ".parameters$1" "$2"
		shift 2
	done
	same_text "the diary after a refusal" "$before" "$(everything)"
}

# is FILTER VALUE: of the last output.
is() {
	local got
	got=$(jq -rc "$1" <<<"$output") || return 1
	[ "$got" = "$2" ] || { echo "$1 is $got, not $2, in: $output"; return 1; }
}

listed() { "$cramp" call --more "org.crampd.Diary.$1" "${2:-"{}"}"; }
everything() { listed Nights; listed Episodes; listed Readings; listed Traits; listed History; "$cramp" call org.crampd.Diary.Factors; }
night() { listed Nights "{\"from\":\"$1\",\"to\":\"$1\"}"; }
state() { night "$1" | jq -r '.night | .state + " " + (.episodes | tostring)'; }
# state_is NIGHT STATE EPISODES
state_is() { [ "$(state "$1")" = "$2 $3" ] || { echo "$1: $(state "$1")"; return 1; }; }

cramp_at() { told Log "\"episode\":{\"onset\":\"$1\"${2:+,$2}}"; }

@test "a cramp at 03:10 belongs to the evening before, whatever the zone later" {
	cramp_at 2026-11-22T03:10:00+01:00
	is .episode.night 2026-11-21
	is .episode.onset 2026-11-22T03:10:00+01:00
	is .episode.precision exact
	is .episode.zone Europe/Berlin
	state_is 2026-11-21 cramp 1
	before=$(listed Episodes)
	daemon_stop
	export TZ=America/New_York CRAMP_NOW=2026-11-22T03:00:00-05:00
	daemon_start
	same_text "the episode in New York" "$before" "$(listed Episodes)"
	state_is 2026-11-21 cramp 1
	state_is 2026-11-20 unknown 0
	# An edit from there leaves the label as well.
	id=$(jq .episode.id <<<"$before")
	told Edit "\"id\":$id,\"episode\":{\"severity\":4}"
	is .after.episode.night 2026-11-21
	is .after.episode.onset 2026-11-22T03:10:00+01:00
	told Edit "\"id\":$id,\"episode\":{\"onset\":\"2026-11-21T02:00:00-05:00\"}"
	is .after.episode.night 2026-11-20
	is .after.episode.zone America/New_York
}

@test "the night of an asker in another zone is by their clock" {
	# In Berlin Sunday 08:00, in Los Angeles Saturday 23:00.
	run_ok "$cramp" call org.crampd.Diary.Add \
		'{"uid":"la","zone":"America/Los_Angeles","reading":{"factor":"fluid_ml","value":300}}'
	is .reading.night 2026-11-21
	is .reading.recorded_at 2026-11-21T23:00:0"$(jq -r .reading.recorded_at <<<"$output" | cut -c 19-)"
	told Add '"reading":{"factor":"fluid_ml","value":300}'
	is .reading.night 2026-11-22
}

@test "a call that comes twice changes nothing" {
	log='{"uid":"once","zone":"Europe/Berlin","episode":{"onset":"2026-11-22T03:10:00+01:00","severity":7,"red_flags":["chest_pain"]}}'
	told None '"nights":["2026-11-21"]'
	run_ok "$cramp" call org.crampd.Diary.Log "$log"
	first=$output
	is .cleared_free true
	run_ok "$cramp" call org.crampd.Diary.Log "$log"
	same_text "the second reply" "$first" "$output"
	add='{"uid":"twice","zone":"Europe/Berlin","readings":[{"factor":"stretch","yes":true},{"factor":"water","value":250}]}'
	run_ok "$cramp" call org.crampd.Diary.AddSeveral "$add"
	first=$output
	run_ok "$cramp" call org.crampd.Diary.AddSeveral "$add"
	same_text "the second reply" "$first" "$output"
	[ "$(listed Episodes | wc -l)" -eq 1 ]
	[ "$(listed Readings | wc -l)" -eq 2 ]
	[ "$(listed History | wc -l)" -eq 3 ]
	# Also after a restart, and for the rest of the calls.
	daemon_stop
	daemon_start
	id=$(listed Episodes | jq .episode.id)
	while read -r method fields; do
		run_ok "$cramp" call "org.crampd.Diary.$method" "{\"uid\":\"u-$method\",\"zone\":\"Europe/Berlin\",$fields}"
		after=$(everything)
		run_ok "$cramp" call "org.crampd.Diary.$method" "{\"uid\":\"u-$method\",\"zone\":\"Europe/Berlin\",$fields}"
		same_text "the diary after $method came twice" "$after" "$(everything)"
	done <<-EOF
		None "nights":["2026-11-19","2026-11-18"]
		Sleep "night":"2026-11-21","sleep":{"sol_min":20},"naps":[{"start":"2026-11-21T14:00:00+01:00","end":"2026-11-21T14:40:00+01:00"}]
		Add "reading":{"factor":"socks","yes":true}
		Edit "id":$id,"episode":{"severity":3}
		SetFactor "factor":{"id":"tea","label":"Tea","kind":"amount","unit":"cups","window":"day","combine":"sum"}
		Track "factor":"tea","suspect":true
		SetTrait "trait":{"trait":"diuretic","yes":true}
		Remove "id":$id
		Undo "batch":null
	EOF
	run_ok "$B/tests/tools/rawcall" "$XDG_RUNTIME_DIR/cramp/org.crampd.Diary" call \
		'{"method":"org.crampd.Diary.None","parameters":{"uid":"once","zone":"Europe/Berlin","nights":["2026-11-10"]}}' read
	is .error org.crampd.Diary.UidReused
}

@test "a cramp that was taken back and told again by the same call is said to be gone" {
	cramp_at 2026-11-22T03:10:00+01:00
	told Undo
	refused NoSuchEntry Remove '"id":1' .what 1
	run_ok "$B/tests/tools/rawcall" "$XDG_RUNTIME_DIR/cramp/org.crampd.Diary" call \
		'{"method":"org.crampd.Diary.Log","parameters":{"uid":"call-1","zone":"Europe/Berlin","episode":{"onset":"2026-11-22T03:10:00+01:00"}}}' read
	is .error org.crampd.Diary.NoSuchEntry
	[ "$(listed Episodes)" = '{"episode":null}' ]
}

@test "a cramp clears the word that the night was free, and leaves it unknown when it goes" {
	told None '"nights":["2026-11-20","2026-11-21"]'
	is '.nights | map(.state) | join(" ")' 'free free'
	state_is 2026-11-21 free 0
	cramp_at 2026-11-22T03:10:00+01:00
	is .cleared_free true
	state_is 2026-11-21 cramp 1
	cramp_at 2026-11-22T04:00:00+01:00
	is .cleared_free false
	told Remove "\"id\":$(jq .episode.id <<<"$output")"
	state_is 2026-11-21 cramp 1
	told Remove "\"id\":$(listed Episodes | jq .episode.id)"
	is .removed.kind episode
	is .removed.episode.onset 2026-11-22T03:10:00+01:00
	state_is 2026-11-21 unknown 0
	state_is 2026-11-20 free 0
}

@test "free over a range with a cramp in it is refused as a whole" {
	cramp_at 2026-11-19T03:10:00+01:00
	cramp_at 2026-11-21T03:10:00+01:00
	refused NightsHaveCramp None '"nights":["2026-11-17","2026-11-18","2026-11-19","2026-11-20","2026-11-21"]' \
		.nights '["2026-11-18","2026-11-20"]'
	state_is 2026-11-17 unknown 0
	refused FutureNight None '"nights":["2026-11-21","2026-11-22"]' .night 2026-11-22 .tonight 2026-11-21
	refused Malformed None '"nights":["2026-11-21","yesterday"]' .value yesterday
	# In the morning before noon last night is still in progress, and can be told.
	told None '"nights":["2026-11-21"]'
	state_is 2026-11-21 free 0
	told None '"nights":[]'
	is .nights '[]'
}

@test "what is not possible is refused with the reason" {
	refused OutOfRange Log '"episode":{"night":"2026-11-21","severity":11}' \
		.field severity .value 11 .minimum 0 .maximum 10
	refused OutOfRange Log '"episode":{"night":"2026-11-21","severity":-1}' .value -1
	refused InFuture Log '"episode":{"onset":"2026-11-22T09:10:00+01:00"}' .field onset .told 2026-11-22T09:10:00+01:00
	refused FutureNight Log '"episode":{"night":"2026-11-22"}' .night 2026-11-22
	refused UnknownWord Log '"episode":{"night":"2026-11-21","muscles":["calf","clf"]}' .field muscles .word clf
	refused Malformed Log '"episode":{"onset":"3:10"}' .field onset .value 3:10
	refused Malformed Log '"episode":{}' .field night
	refused Malformed Log "\"episode\":{\"night\":\"2026-11-21\",\"note\":\"$(printf '%4097s' x)\"}" .field note
	refused NoSuchEntry Log '"episode":{"night":"2026-11-21","repeat_of":77}' .what 77
	refused OutOfRange Add '"reading":{"factor":"water","value":-300}' .field fluid_ml .minimum 0
	refused BadReading Add '"reading":{"factor":"water","yes":true}' .factor fluid_ml
	refused BadReading Add '"reading":{"factor":"stretch","value":2}' .factor stretch .expected 'yes or no'
	refused BadReading Add '"reading":{"factor":"stretch","level":"more"}'
	refused BadReading Add '"reading":{"factor":"water"}'
	refused BadReading Add '"reading":{"factor":"diuretic","yes":true}'
	refused UnknownWord Add '"reading":{"factor":"watre","value":300}' .word watre
	refused WrongOrder Add '"reading":{"factor":"exercise","value":45,"at":"2026-11-21T18:30:00+01:00","until":"2026-11-21T18:00:00+01:00"}' \
		.earlier at .later until
	refused WrongOrder Sleep '"night":"2026-11-21","sleep":{"lights_out":"2026-11-21T23:10:00+01:00","final_awakening":"2026-11-21T22:10:00+01:00"}' \
		.earlier lights_out .later final_awakening
	refused OutOfRange Sleep '"night":"2026-11-21","sleep":{"quality":6}' .field quality .maximum 5
	refused Malformed Sleep '"night":"2026-11-21","sleep":{"lights_out":"2026-11-18T23:10:00+01:00"}' .field lights_out
	refused InFuture Sleep '"night":"2026-11-21","sleep":{"out_of_bed":"2026-11-22T08:10:00+01:00"}' .field out_of_bed
	refused WrongOrder SetTrait '"trait":{"trait":"diuretic","yes":true,"from":"2026-02-01","until":"2026-01-01"}' .earlier from
	refused UnknownWord SetTrait '"trait":{"trait":"water","yes":true}' .field trait
	# All or nothing in a list.
	refused OutOfRange AddSeveral '"readings":[{"factor":"water","value":300},{"factor":"leg_fatigue","value":11}]' .field leg_fatigue
}

@test "an edit changes what is named, forgets what is cleared, and shows both" {
	cramp_at 2026-11-22T03:10:00+01:00 '"side":"left","severity":7,"muscles":["calf"],"relief":[{"method":"massage","order":2},{"method":"stretch","order":1}],"note":"x"'
	is '.episode.relief | map(.method) | join(" ")' 'stretch_dorsiflex massage_upward'
	id=$(jq .episode.id <<<"$output")
	told Edit "\"id\":$id,\"episode\":{\"duration_s\":120,\"muscles\":[\"foot\"]},\"clear\":[\"side\",\"note\"]"
	is '.before.episode | [.side, .duration_s, .muscles[0], .note, .severity]' '["left",null,"calf","x",7]'
	is '.after.episode | [.side, .duration_s, .muscles[0], .note, .severity]' '[null,120,"foot_sole",null,7]'
	is .before.id "$id"
	refused OutOfRange Edit "\"id\":$id,\"episode\":{\"severity\":11}"
	refused WrongKind Edit "\"id\":$id,\"reading\":{\"factor\":\"water\",\"value\":1}" .kind episode
	refused UnknownWord Edit "\"id\":$id,\"clear\":[\"uid\"]" .word uid
	refused NoSuchEntry Edit '"id":999' .what 999
	refused NoSuchEntry Edit "\"id\":$id,\"episode\":{\"repeat_of\":$id}"
	told Edit "\"id\":$id,\"clear\":[\"onset\"]"
	is '.after.episode | [.onset, .precision, .night]' '[null,"night","2026-11-21"]'
	told Edit "\"id\":$id,\"episode\":{\"night\":\"2026-11-19\"}"
	is .after.episode.night 2026-11-19
	# A reading, and a night.
	told Add '"reading":{"factor":"water","value":300,"at":"2026-11-21T15:20:00+01:00"}'
	id=$(jq .reading.id <<<"$output")
	told Edit "\"id\":$id,\"reading\":{\"factor\":\"water\",\"level\":\"less\"}"
	is '.after.reading | [.value, .level, .night]' '[null,"less","2026-11-21"]'
	told Sleep '"night":"2026-11-21","sleep":{"sol_min":20,"quality":3}'
	id=$(jq .night.id <<<"$output")
	told Edit "\"id\":$id,\"sleep\":{\"sol_min\":30},\"clear\":[\"quality\"]"
	is '.after.night.sleep | [.sol_min, .quality]' '[30,null]'
	# An edit that says what is there already is no step.
	told Edit "\"id\":$id,\"sleep\":{\"sol_min\":30}"
	[ "$(listed History | head -n 1 | jq -r .batch.uid)" != "call-$calls" ]
}

@test "an edit that moves a cramp takes the word free along" {
	cramp_at 2026-11-22T03:10:00+01:00
	id=$(jq .episode.id <<<"$output")
	told None '"nights":["2026-11-19"]'
	told Edit "\"id\":$id,\"episode\":{\"onset\":\"2026-11-20T03:10:00+01:00\"}"
	is .cleared_free true
	state_is 2026-11-19 cramp 1
	state_is 2026-11-21 unknown 0
	told Undo
	state_is 2026-11-19 free 0
	state_is 2026-11-21 cramp 1
}

@test "undo and redo go through every kind of change, one command a step" {
	cramp_at 2026-11-22T03:10:00+01:00 '"severity":7,"muscles":["calf"],"red_flags":["numb"],"relief":[{"method":"stretch","order":1}]'
	id=$(jq .episode.id <<<"$output")
	told None '"nights":["2026-11-19","2026-11-20"]'
	told Sleep '"night":"2026-11-20","sleep":{"sol_min":20},"naps":[{"start":"2026-11-21T14:00:00+01:00","end":"2026-11-21T14:40:00+01:00"}]'
	told AddSeveral '"readings":[{"factor":"water","value":300},{"factor":"stretch","yes":false}]'
	told Edit "\"id\":$id,\"episode\":{\"severity\":3},\"clear\":[\"muscles\"]"
	told Remove "\"id\":$id"
	told SetFactor '"factor":{"id":"tea","label":"Tea","kind":"amount","unit":"cups","window":"day","combine":"sum"}'
	told Add '"reading":{"factor":"tea","value":2}'
	told SetFactor '"factor":{"id":"tea","label":"Green tea","kind":"amount","unit":"cups","window":"day","combine":"sum"}'
	told Track '"factor":"tea","tracked":true,"suspect":true'
	told SetTrait '"trait":{"trait":"diuretic","yes":true}'
	told EndTrait "\"id\":$(jq .trait.id <<<"$output"),\"until\":\"2026-11-01\""
	facts() { listed Nights; listed Episodes; listed Readings; listed Traits; "$cramp" call org.crampd.Diary.Factors; }
	steps=$(listed History | wc -l)
	[ "$steps" -eq 12 ]
	for ((i = 0; i < steps; i++)); do
		facts >"$diary/state.$i"
		told Undo
		is .undone.undone true
		is '.undone.changes > 0' true
		is '.changes | length > 0' true
		is '.changes | map(.before != .after) | all' true
		jq -c '.changes | sort_by(.uid) | map({kind, uid, was: .after, is: .before})' <<<"$output" >"$diary/back.$i"
	done
	[ "$(listed Nights)" = '{"night":null}' ]
	refused NothingToUndo Undo ""
	for ((i = steps - 1; i >= 0; i--)); do
		told Redo
		is .redone.undone false
		# What comes back is what was taken away.
		jq -c '.changes | sort_by(.uid) | map({kind, uid, was: .before, is: .after})' <<<"$output" |
			diff - "$diary/back.$i"
		facts | diff - "$diary/state.$i"
	done
	refused NothingToRedo Redo ""
}

@test "a named step is taken back, unless a later one stands on it" {
	cramp_at 2026-11-22T03:10:00+01:00
	told Add '"reading":{"factor":"water","value":300}'
	told Edit '"id":1,"episode":{"severity":3}'
	refused ChangedSince Undo '"batch":1' .batch 1 .by 3
	told Undo '"batch":2'
	is .undone.id 2
	[ "$(listed Readings)" = '{"reading":null}' ]
	refused NoSuchStep Undo '"batch":99'
	told Undo '"batch":3'
	told Undo '"batch":1'
	[ "$(listed Episodes)" = '{"episode":null}' ]
}

@test "what a reading says of a cramp follows it when it is told, corrected, removed and taken back" {
	class() { listed Episodes | jq -r '.episode.class + ": " + .episode.class_reason'; }
	cramp_at 2026-11-22T03:10:00+01:00 '"muscles":["hand"]'
	is .episode.class night
	told Add '"reading":{"factor":"hot_exertion","value":60,"until":"2026-11-21T18:30:00+01:00"}'
	reading=$(jq .reading.id <<<"$output")
	[ "$(class)" = 'heat: exertion in heat ended 8 h 40 min before, and it was not in calf or foot alone' ]
	state_is 2026-11-21 unknown 0
	told Edit "\"id\":$reading,\"reading\":{\"factor\":\"hot_exertion\",\"until\":\"2026-11-21T09:00:00+01:00\"}"
	[[ "$(class)" = night:* ]]
	told Undo
	[[ "$(class)" = heat:* ]]
	# The night is told free while the cramp is none of its own; it is not free any more when it becomes one.
	told None '"nights":["2026-11-21"]'
	told Remove "\"id\":$reading"
	[[ "$(class)" = night:* ]]
	state_is 2026-11-21 cramp 1
	told Undo
	[[ "$(class)" = heat:* ]]
	state_is 2026-11-21 free 0
	# A named step below the cramp: the class follows, and the cramp itself can still be taken back.
	cramp_at 2026-11-22T04:00:00+01:00 '"muscles":["hand"]'
	is .episode.class heat
	told Undo '"batch":2'
	[ "$(class | cut -d: -f1 | tr '\n' ' ')" = 'night night ' ]
	told Undo
	[ "$(class | cut -d: -f1)" = night ]
	told Redo
	[ "$(class | cut -d: -f1 | tr '\n' ' ')" = 'night night ' ]
}

@test "cramps by day are kept and shown, and make no night" {
	cramp_at 2026-11-21T15:00:00+01:00 '"muscles":["calf"]'
	is '.episode | [.class, .night]' '["day","2026-11-21"]'
	cramp_at 2026-11-21T18:00:00+01:00 '"context":"exercise"'
	is .episode.class exercise
	state_is 2026-11-21 unknown 0
	[ "$(listed Episodes | wc -l)" -eq 2 ]
	told None '"nights":["2026-11-21"]'
	state_is 2026-11-21 free 0
	cramp_at 2026-11-21T16:00:00+01:00
	is .cleared_free false
	state_is 2026-11-21 free 0
	# The user's own word goes before the rule.
	id=$(jq .episode.id <<<"$output")
	told Edit "\"id\":$id,\"episode\":{\"class\":\"night\"}"
	is '[.cleared_free, .after.episode.class, .after.episode.class_reason]' '[true,"night","set by hand"]'
	state_is 2026-11-21 cramp 1
	told Edit "\"id\":$id,\"clear\":[\"class\"]"
	is .after.episode.class day
	state_is 2026-11-21 unknown 0
}

@test "urgent red flags are said at once, and once" {
	cramp_at 2026-11-22T03:10:00+01:00 '"red_flags":["numb","chest-pain"]'
	is '.warnings | map(.level) | join(" ")' 'urgent soon'
	is '.warnings[0].id' chest_pain_or_breathless
	id=$(jq .episode.id <<<"$output")
	told Edit "\"id\":$id,\"episode\":{\"severity\":8}"
	is .warnings '[]'
	told Edit "\"id\":$id,\"episode\":{\"duration_s\":601}"
	is '.warnings | map(.id) | join(" ")' long_cramp
}

@test "sleep is told in parts, and figures are there when all they need is" {
	told Sleep '"night":"2026-11-21","sleep":{"into_bed":"2026-11-21T22:50:00+01:00","lights_out":"2026-11-21T23:10:00+01:00","sol_min":20}'
	is '.night.sleep | [.tib_min, .spt_min, .tst_min, .se_percent]' '[null,null,null,null]'
	told Sleep '"night":"2026-11-21","sleep":{"final_awakening":"2026-11-22T06:40:00+01:00","out_of_bed":"2026-11-22T07:00:00+01:00"}'
	is '.night.sleep | [.tib_min, .spt_min, .tst_min, .se_percent]' '[490,430,null,null]'
	told Sleep '"night":"2026-11-21","sleep":{"awakenings":2,"waso_min":30}'
	is '.night.sleep | [.tib_min, .spt_min, .tst_min, (.se_percent * 10 | round)]' '[490,430,400,816]'
	is .night.sleep.into_bed 2026-11-21T22:50:00+01:00
	is .night.state unknown
	# Without naming a night's cramps it stays unknown; naps stand beside the night, once.
	nap='"night":"2026-11-21","sleep":{},"naps":[{"start":"2026-11-21T14:00:00+01:00","end":"2026-11-21T14:40:00+01:00"}]'
	told Sleep "$nap"
	told Sleep "$nap"
	is '.night.naps | length' 1
}

@test "the times of a night over a change of the clock keep their offsets" {
	told Sleep '"night":"2026-10-24","sleep":{"into_bed":"2026-10-24T23:00:00+02:00","out_of_bed":"2026-10-25T07:00:00+01:00"}'
	is '.night.sleep | [.into_bed, .out_of_bed, .tib_min]' '["2026-10-24T23:00:00+02:00","2026-10-25T07:00:00+01:00",540]'
}

@test "readings combine as the catalogue says, and unknown stays unknown" {
	told AddSeveral '"readings":[{"factor":"water","value":300,"at":"2026-11-21T15:20:00+01:00"},{"factor":"water","value":500,"at":"2026-11-21T19:00:00+01:00"},
		{"factor":"room_temp_c","value":17.4,"night":"2026-11-21"},{"factor":"wear_socks","yes":true,"night":"2026-11-21"},
		{"factor":"loosen_bedding","yes":false,"night":"2026-11-21"},{"factor":"exercise","level":"more","night":"2026-11-21"},
		{"factor":"water","value":900,"at":"2026-11-22T03:30:00+01:00"}]'
	is '.readings[0] | [.factor, .value, .unit, .yes]' '["fluid_ml",300,"ml",null]'
	run_ok night 2026-11-21
	is .night.readings '{"room_temp_c":17.4,"exercise_min":"more","fluid_ml":1700,"warm_feet":true,"wear_socks":true,"loosen_bedding":false}'
	# What was drunk after lights out, or after the first cramp, is kept and is no exposure of the night.
	told Sleep '"night":"2026-11-21","sleep":{"lights_out":"2026-11-21T23:10:00+01:00"}'
	is .night.readings.fluid_ml 800
	told Undo
	cramp_at 2026-11-21T21:00:00+01:00
	run_ok night 2026-11-21
	is .night.readings.fluid_ml 800
	run_ok night 2026-11-20
	is .night.readings '{}'
}

@test "own factors and suspects" {
	tea='"id":"tea","label":"Tea","kind":"amount","unit":"cups","window":"day"'
	told SetFactor "\"factor\":{$tea,\"combine\":\"sum\"}"
	refused NameTaken SetFactor "\"factor\":{$tea,\"combine\":\"max\"}" .name tea
	refused NameTaken SetFactor '"factor":{"id":"water","label":"W","kind":"yesno","unit":"","window":"day","combine":"max"}' .name water
	refused Malformed SetFactor '"factor":{"id":"Bad Name","label":"W","kind":"yesno","unit":"","window":"day","combine":"max"}' .field id
	told Add '"reading":{"factor":"tea","value":2}'
	is '.reading | [.value, .unit]' '[2,"cups"]'
	for factor in tea water exercise stretch room_temp_c; do told Track "\"factor\":\"$factor\",\"suspect\":true"; done
	is '.tracking.suspect_since | .[0:16]' 2026-11-22T08:00
	refused TooManySuspects Track '"factor":"wear_socks","suspect":true' .limit 5
	told Track '"factor":"wear_socks","tracked":true'
	is '.tracking | [.tracked, .suspect]' '[true,false]'
	told Track '"factor":"tea","suspect":false'
	is '.tracking | [.suspect, .suspect_since]' '[false,null]'
	refused UnknownWord Track '"factor":"wtr","tracked":true' .word wtr
	refused BadReading Track '"factor":"diuretic","tracked":true' .factor diuretic
	refused OutOfRange Track '"factor":"water","lag":4' .maximum 3
	# What the configuration tracks is there before anything was said.
	run_ok "$cramp" call org.crampd.Diary.Factors
	is '.tracking | map(select(.factor == "loosen_bedding")) | .[0].tracked' true
}

@test "traits have dates" {
	told SetTrait '"trait":{"trait":"statin","yes":true,"name":"simvastatin","dose":"20 mg","as_needed":false,"from":"2026-01-31"}'
	is '.trait | [.trait, .yes, .name, .until]' '["statin",true,"simvastatin",null]'
	id=$(jq .trait.id <<<"$output")
	told EndTrait "\"id\":$id,\"until\":\"2026-11-01\""
	is .trait.until 2026-11-01
	refused WrongOrder EndTrait "\"id\":$id,\"until\":\"2025-11-01\""
	cramp_at 2026-11-22T03:10:00+01:00
	refused WrongKind EndTrait "\"id\":$(jq .episode.id <<<"$output"),\"until\":\"2026-11-01\"" .kind episode
	[ "$(listed Traits | jq -r .trait.until)" = 2026-11-01 ]
}

@test "listings fill the gaps, keep to their range, and end" {
	for kind in Nights Episodes Readings Traits; do
		[ "$(listed $kind | jq -c '[.[]]')" = '[null]' ]
	done
	cramp_at 2026-08-01T03:10:00+02:00
	cramp_at 2026-11-22T03:10:00+01:00 '"repeat_of":1'
	is .episode.repeat_of 1
	[ "$(listed Nights | jq -r .night.night | wc -l)" -eq 114 ]
	listed Nights | jq -r .night.night | sort -c
	[ "$(listed Nights | jq -r .night.state | sort | uniq -c | tr -s ' \n' ' ')" = ' 2 cramp 112 unknown ' ]
	[ "$(listed Nights '{"from":"2026-11-20"}' | jq -rc .night.night | tr '\n' ' ')" = '2026-11-20 2026-11-21 ' ]
	[ "$(listed Episodes '{"from":"2026-08-01"}' | jq -r .episode.night)" = 2026-11-21 ]
	[ "$(listed Episodes '{"from":"0001-01-01","to":"9999-12-31"}' | wc -l)" -eq 2 ]
	[ "$(listed History '{"limit":1}' | jq -r .batch.command)" = Log ]
	run_ok "$B/tests/tools/rawcall" "$XDG_RUNTIME_DIR/cramp/org.crampd.Diary" call \
		'{"method":"org.crampd.Diary.Nights","more":true,"parameters":{"from":"2026-11-20","to":"2026-11-19"}}' read
	is .error org.crampd.Diary.WrongOrder
	run_ok "$B/tests/tools/rawcall" "$XDG_RUNTIME_DIR/cramp/org.crampd.Diary" call \
		'{"method":"org.crampd.Diary.Readings","more":true,"parameters":{"factor":"watre"}}' read
	is .error org.crampd.Diary.UnknownWord
	run_ok "$cramp" call org.crampd.Diary.Find '{"newest":1}'
	is '[.entry.kind, .entry.id]' '["episode",2]'
	run_ok "$cramp" call org.crampd.Diary.Find '{"id":1}'
	is .entry.episode.night 2026-07-31
}

@test "an import's readings bear on its cramps, whatever the order of its rows" {
	printf 'night,cramps,onset,hot_exertion\n2026-07-21,1,2026-07-22T03:10:00+02:00,60\n2026-07-22,1,2026-07-23T03:10:00+02:00,\n' >"$diary/wide.csv"
	run_ok "$cramp" import csv "$diary/wide.csv"
	# The time of the exertion is not known, so it cannot be ruled out.
	[ "$(listed Episodes | jq -r .episode.class | tr '\n' ' ')" = 'unclear night ' ]
	told Undo
	[ "$(listed Nights)" = '{"night":null}' ]
	told Redo
	[ "$(listed Episodes | jq -r .episode.class | tr '\n' ' ')" = 'unclear night ' ]
}

@test "a cramp that came back is tied to the newest one before it" {
	refused NoSuchEntry Log '"episode":{"onset":"2026-11-22T03:30:00+01:00","repeat_of":0}' .what 'before this one'
	cramp_at 2026-11-22T03:10:00+01:00
	cramp_at 2026-11-22T05:00:00+01:00
	cramp_at 2026-11-21T23:00:00+01:00
	cramp_at 2026-11-22T03:30:00+01:00 '"repeat_of":0'
	is .episode.repeat_of 1
	told Log '"episode":{"night":"2026-11-21","repeat_of":0}'
	is .episode.repeat_of 2
	told Log '"episode":{"night":"2026-11-19"}'
	told Log '"episode":{"night":"2026-11-19","repeat_of":0}'
	is .episode.repeat_of 6
	refused NoSuchEntry Log '"episode":{"night":"2026-11-10","repeat_of":0}'
	# The one it came back from goes: it is unknown then.
	told Remove '"id":1'
	run_ok "$cramp" call org.crampd.Diary.Find '{"id":4}'
	is .entry.episode.repeat_of null
	told Edit '"id":4,"episode":{"repeat_of":0}'
	is .after.episode.repeat_of 3
}
