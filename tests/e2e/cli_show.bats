# show, list, status, the glance, help: how the diary looks, in any terminal.
load helper

setup() { diary_setup; unset COLUMNS; daemon_start; }
teardown() { diary_teardown; }

# Four nights as a person might have told them.
tell() {
	"$cramp" log 3:10 left calf 6 for 2m massage helped
	"$cramp" sleep bed 22:50 light 23:10 sol 20m woke 2 30m wake 6:40 up 7:00
	"$cramp" none 2026-11-20
	"$cramp" --night 2026-11-18 log left foot 3
	"$cramp" --night 2026-11-21 add water 1.2l
	"$cramp" --night 2026-11-21 stretch
	"$cramp" --night 2026-11-21 add warm_feet no
	"$cramp" --night 2026-11-20 add water 1900ml
} >/dev/null

widest() { wc -L <<<"$1"; }

@test "the diary, a night a line, newest first" {
	tell
	run_ok "$cramp" show last 4 nights
	expect "Night       Cramps                               Asleep  Water  Done
Sat 21 Nov  ● 03:10 left calf 6/10 2 min    6 h 40  82%  1.2 l  stretch, no warm feet
Fri 20 Nov  ○ none                                    –  1.9 l  –
Thu 19 Nov  ? not recorded                            –      –  –
Wed 18 Nov  ● left foot 3/10, time unknown            –      –  –"
}

@test "no line is wider than the terminal, and what had no room is named" {
	tell
	for columns in 40 50 60 80 120; do
		for command in "show last 4 nights" "" "list episodes" remind "help remind" "help all" factors measures relief config; do
			# shellcheck disable=SC2086
			COLUMNS=$columns run_ok "$cramp" $command
			[ "$(widest "$output")" -le "$columns" ] || { echo "$columns: $output"; return 1; }
		done
	done
	COLUMNS=40 run_ok "$cramp" show last 4 nights
	[[ $output == *"Not shown, for want of room: Asleep,"*Water* ]]
}

@test "without UTF-8 the symbols are ASCII" {
	tell
	LC_ALL=C run_ok "$cramp" show last 4 nights
	[[ $output == *"* 03:10 left calf"*"o none"* ]]
	! grep -qP '[^\x00-\x7F]' <<<"$output"
}

@test "no colour off a terminal, and none where NO_COLOR is set" {
	tell
	unset NO_COLOR
	run_ok "$cramp"
	[[ $output != *$'\033'* ]]
	colours() { TERM=xterm script -qec "'$cramp' show" /dev/null 3>&- </dev/null | grep -c $'\033'; }
	[ "$(colours)" -gt 0 ]
	[ "$(NO_COLOR=1 colours)" -eq 0 ]
}

@test "show --json is a night a line with every promised key" {
	tell
	run_ok "$cramp" show last 4 nights --json
	[ "$(wc -l <<<"$output")" -eq 4 ]
	[ "$(jq -s -c 'map(.state)' <<<"$output")" = '["cramp","unknown","free","cramp"]' ]
	jq -e 'has("night","state","episodes","sleep","naps","readings") and
		(.sleep | has("into_bed","lights_out","sol_min","awakenings","waso_min","final_awakening","out_of_bed","quality",
		"tib_min","spt_min","tst_min","se_percent"))' <<<"$output" >/dev/null
	[ "$(jq -cS 'select(.night == "2026-11-21").readings' <<<"$output")" = '{"fluid_ml":1200,"stretch":true,"warm_feet":false}' ]
}

@test "list as CSV" {
	tell
	run_ok "$cramp" list nights last 2 nights --csv
	[ "$(head -1 <<<"$output" | tr -d '\r')" = "night,state,episodes,into_bed,lights_out,sol_min,awakenings,waso_min,final_awakening,out_of_bed,quality,tib_min,spt_min,tst_min,se_percent,fluid_ml,warm_feet,stretch" ] ||
		[[ $(head -1 <<<"$output") == *",se_percent,fluid_ml,stretch,warm_feet"* ]]
	[ "$(sed -n 2p <<<"$output" | tr -d '\r')" = "2026-11-20,free,0,,,,,,,,,,,,,1900,," ]
	run_ok "$cramp" list episodes --csv
	[ "$(wc -l <<<"$output")" -eq 3 ]
	run_ok "$cramp" list readings water --csv
	[ "$(wc -l <<<"$output")" -eq 3 ]
}

@test "an empty diary says how to begin" {
	run_ok "$cramp"
	[[ $output == *"Your diary is empty."*"cramp setup"*"cramp log 3:10 left calf 7"*"cramp none"*"cramp water 300ml"* ]]
	run_ok "$cramp" show
	expect "Nothing has been recorded yet."
	# The nights before the first entry are no gaps; those of scripts are all there.
	run_ok "$cramp" none 2026-11-19
	run_ok "$cramp" show
	expect "Night       Cramps
Sat 21 Nov  ? not recorded
Fri 20 Nov  ? not recorded
Thu 19 Nov  ○ none"
	run_ok "$cramp" show --json
	[ "$(wc -l <<<"$output")" -eq 14 ]
	run_ok "$cramp" water 300ml --night 2026-11-15
	run_ok "$cramp" show
	[ "$(wc -l <<<"$output")" -eq 8 ]
}

@test "the glance tells last night, today, tonight and the week" {
	tell
	CRAMP_NOW=2026-11-22T22:04:00+01:00 run_ok "$cramp"
	[[ $output == "Sun 22 Nov, 22:04"* ]]
	[[ $output == *$'\n'"Last night   1 cramp: 03:10 left calf 6/10 2 min"* ]]
	[[ $output == *$'\n'"Tonight      not yet: stretch · warm feet · loose bedding"* ]]
	[[ $output == *$'\n'"Last 7       2 cramps on 2 of 3 recorded nights"* ]]
	run_ok "$cramp" --json
	[ "$(jq -r .last_night.state <<<"$output")" = cramp ]
}

@test "in the morning the glance tells what the check-in would still ask of yesterday" {
	run_ok "$cramp" log 3:10 left calf
	run_ok "$cramp" water 1l --night 2026-11-21
	run_ok "$cramp" track sleep
	run_ok "$cramp"
	[[ $output == *$'\n'"Yesterday    not told: exercise · bedroom · stretch · warm feet · loose bedding · sleep.  cramp morning asks"$'\n'* ]]
	printf '%s\n' n "y y n" 45m 17 "22:50 23:10 6:40 7:00" | "$cramp" morning
	run_ok "$cramp"
	[[ $output != *Yesterday* ]]
	CRAMP_NOW=2026-11-22T15:00:00+01:00 run_ok "$cramp"
	[[ $output != *Yesterday* ]]
}

@test "a cramp by day is shown beside, and counts as none of the night" {
	CRAMP_NOW=2026-11-22T15:00:00+01:00 NOW=2026-11-22T15:00:00+01:00
	daemon_stop
	daemon_start
	run_ok "$cramp" log 14:20 right hand 3 sitting
	run_ok "$cramp" none
	run_ok "$cramp" show last 1 night
	[[ $output == *"○ none"* ]]
	run_ok "$cramp" show tonight
	[[ $output == *"· 14:20 right hand 3/10, by day"* ]]
	run_ok "$cramp"
	[[ $output == *"Last night   no cramp"*"Today        cramp 14:20 right hand 3/10, by day"* ]]
}

@test "status names pid, file and next reminder; for a bar a word" {
	tell
	run_ok "$cramp" status --json
	[ "$(jq .pid <<<"$output")" = "$daemon_pid" ]
	[ "$(jq -r .database.path <<<"$output")" = "$XDG_DATA_HOME/cramp/diary.db" ]
	jq -e 'has("version","pid","uptime_s","database","notifier","next_reminder","sensors","kept_back") and
		(.database | has("path","schema_version","episodes","nights","size_bytes"))' <<<"$output"
	run_ok "$cramp" status
	[[ $output == *"process $daemon_pid"* ]]
	run_ok "$cramp" status --format waybar
	expect '{"text":"●","tooltip":"Last night: a cramp. Last 7: 2 of 3 recorded nights with cramps.","class":"cramp"}'
}

@test "help lists what there is, and every command explains itself" {
	run_ok "$cramp" help
	[ "$(grep -c '^  [a-z]' <<<"$output")" -eq 10 ]
	run_ok "$cramp" help all
	commands=$(grep -oP '^  \K[a-z]+(?= )' <<<"$output" | sort -u)
	for command in now over log none morning sleep add show list edit rm undo redo history status track untrack factor trait call help; do
		grep -qx "$command" <<<"$commands" || { echo "no $command in help"; return 1; }
		run_ok "$cramp" "$command" --help
		[[ $output == "cramp $command"* ]]
	done
	run_ok "$cramp" --version
	[[ $output == "cramp "[0-9]* ]]
}

@test "the manual knows every command and is clean" {
	# The pages they refer to are not installed here: that they exist is checked by name.
	run_it mandoc -Tlint "$ROOT"/man/*.[1-9]
	expect "$(grep 'referenced manual not found' <<<"$output")"
	for page in $(awk '$1 == ".Xr" && $2 ~ /^cramp/ { print $2 "." $3 }' "$ROOT"/man/*.[1-9] | sort -u); do
		[ -f "$ROOT/man/$page" ] || { echo "there is no $page"; return 1; }
	done
	run_ok "$cramp" help all
	for command in $(grep -oP '^  \K[a-z]+(?= )' <<<"$output" | sort -u); do
		grep -qE "^\.It Cm $command( |\$)" "$ROOT/man/cramp.1" || { echo "$command is not in the manual"; return 1; }
	done
}

@test "tracked factors, own factors, circumstances" {
	run_ok "$cramp" track magnesium suspect
	expect "magnesium · tracked · suspected     undo: cramp undo"
	run_ok "$cramp" track --json
	[ "$(jq -s -c 'map(select(.suspect).factor)' <<<"$output")" = '["magnesium_mg"]' ]
	run_ok "$cramp" untrack water
	run_ok "$cramp" track
	[[ $output != *fluid_ml* && $output == *magnesium_mg* ]]
	run_ok "$cramp" factor new tea amount unit ml sum label Cherry tea
	run_status 1 "$cramp" factor new tea
	run_ok "$cramp" factor edit tea label Green tea --json
	[ "$(jq -c '[.factor.id,.factor.label,.factor.kind]' <<<"$output")" = '["tea","Green tea","amount"]' ]
	run_ok "$cramp" trait set diuretic Furosemide 40mg from 2026-03-01
	[[ $output == *"diuretic"*"Furosemide 40"*"from 2026-03-01"* ]]
	run_ok "$cramp" trait end diuretic 2026-10-31
	run_ok "$cramp" trait list --json
	[ "$(jq -c '[.trait,.name,.from,.until]' <<<"$output")" = '["diuretic","Furosemide","2026-03-01","2026-10-31"]' ]
}

@test "nothing runs over the edge, on a narrow terminal and on a usual one" {
	run_ok "$cramp" import csv "$ROOT/tests/data/demo_diary.csv" --new-factors
	run_ok "$cramp" log 3:10 left calf 7 for 2m30s stretch helped note a long note that goes on and on
	for COLUMNS in 40 80; do
		export COLUMNS
		while read -r -a words; do
			run_ok "$cramp" "${words[@]}"
			width=$(wc -L <<<"$output")
			[ "$width" -le "$COLUMNS" ] || { echo "$COLUMNS: ${words[*]}: $width"; echo "$output"; return 1; }
		done <<-'X'
			help
			help all
			show last 3 weeks
			list episodes last month
			list readings last week
			report month
			why exercise
			factors
			factors exercise
			relief
			relief calf
			measures
			measures stretch
			remind
			remind preview --from 2026-11-22 --days 2
			track
			trait list
			history
			config
			config bedtime 23:00
			config bedtime 22:30
			chart hours
			chart factors
			edit @1 8
			undo
			now left calf
			over 4 massage helped
			log -h
			date 23:20 - 6:45
		X
		run_ok "$cramp"
		[ "$(wc -L <<<"$output")" -le "$COLUMNS" ]
	done
}
