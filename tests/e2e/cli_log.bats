# log, none, sleep, add: what is typed, what is said back, what is kept.
load helper

setup() { diary_setup; unset COLUMNS; daemon_start; }
teardown() { diary_teardown; }

@test "a cramp at 03:10 belongs to the night of the evening before" {
	run_ok "$cramp" log 3:10 left calf 7 for 2m stretch
	expect "1   left calf · 7/10 · 2 min · Sun 22 Nov 03:10 (night of Sat 21) · relief: stretch     undo: cramp undo"
}

@test "words stand in any order" {
	run_ok "$cramp" log stretch for 2m 7 calf left 3:10
	expect "1   left calf · 7/10 · 2 min · Sun 22 Nov 03:10 (night of Sat 21) · relief: stretch     undo: cramp undo"
}

@test "every word has an option for scripts" {
	run_ok "$cramp" log --at 3:10 --side left --muscle calf --severity 7 --duration 2m --relief walk --helped massage \
		--woke --sore 4 --distress=2 --note "after --json, the walk"
	expect "1   left calf · 7/10 · 2 min · Sun 22 Nov 03:10 (night of Sat 21) · relief: walk, massage helped · woke you · distress 2/3 · sore 4/10 · note: after --json, the walk     undo: cramp undo"
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.severity,.duration_s,.woke,.soreness,.distress,.note]' <<<"$output")" = '[7,120,true,4,2,"after --json, the walk"]' ]
}

@test "in the morning a cramp without a time is last night's" {
	run_ok "$cramp" log left calf 7
	expect "1   left calf · 7/10 · night of Sat 21 Nov, time unknown     undo: cramp undo"
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.onset,.precision,.night]' <<<"$output")" = '[null,"night","2026-11-21"]' ]
}

@test "log --json prints the episode with every promised key" {
	run_ok "$cramp" log 3:10 left calf 7 for 2m stretch --json
	[ "$(wc -l <<<"$output")" -eq 1 ]
	jq -e '.episode | has("id","uid","night","onset","precision","zone","recorded_at","muscles","side","severity",
		"duration_s","woke","context","soreness","distress","repeat_of","red_flags","relief","class","class_reason",
		"source","note")' <<<"$output"
	[ "$(jq -r .episode.onset <<<"$output")" = 2026-11-22T03:10:00+01:00 ]
	[ "$(jq -c '.episode.relief[0] | [.method,.order,.seconds,.worked]' <<<"$output")" = '["stretch_dorsiflex",1,null,null]' ]
}

@test "a cramp on a night told free clears the flag and says so" {
	run_ok "$cramp" none
	expect "1   night of Sat 21 Nov · no cramp     undo: cramp undo"
	run_ok "$cramp" log 3:10 left calf
	expect "2   left calf · Sun 22 Nov 03:10 (night of Sat 21)     undo: cramp undo
    The night of Sat 21 Nov had been marked as free of cramps; it no longer is."
	run_ok "$cramp" show --night 2026-11-21 --json
	[ "$(jq -r .state <<<"$output")" = cramp ]
}

@test "none is refused where a cramp is, with its whole range" {
	run_ok "$cramp" log 3:10 left calf
	run_status 1 "$cramp" none 2026-11-19..2026-11-21
	complaint "cramp: There is a cramp on record for the night of Sat 21 Nov 2026, so nothing was marked free."
	run_ok "$cramp" show 2026-11-19..2026-11-21 --json
	[ "$(jq -r .state <<<"$output" | sort | uniq -c | tr -s ' ' | paste -sd, -)" = " 1 cramp, 2 unknown" ]
}

@test "none for a range of nights" {
	run_ok "$cramp" none 2026-11-19..2026-11-21
	[[ $output == *"3 nights, Thu 19 Nov to Sat 21 Nov · no cramp"* ]]
	run_ok "$cramp" none 2026-11-18 --json
	[ "$(jq -r '.nights[0].state' <<<"$output")" = free ]
}

@test "an urgent sign is answered at once" {
	run_ok "$cramp" log 3:10 left calf swelling warm
	[[ $output == *"One leg swollen, warm, red or discoloured"* ]]
	[[ $output == *"Get medical help now"* ]]
	run_ok "$cramp" log 3:10 left calf swelling --json
	[ "$(jq -r '.warnings[0].level' <<<"$output")" = urgent ]
}

@test "sleep takes any items of the diary" {
	run_ok "$cramp" sleep bed 22:50 light 23:10 sol 20m woke 2 30m wake 6:40 up 7:00 quality good
	[[ $output == *"bed 22:50 · lights out 23:10 · asleep after 20 min · woke 2 times · awake 30 min"* ]]
	run_ok "$cramp" sleep quality poor --json
	[ "$(jq -c '.night.sleep | [.tib_min,.spt_min,.tst_min,.quality]' <<<"$output")" = '[490,430,400,2]' ]
	[ "$(jq -r '.night.sleep.into_bed' <<<"$output")" = 2026-11-21T22:50:00+01:00 ]
}

@test "a nap is an entry of its own" {
	run_ok "$cramp" sleep nap 14:00 - 14:40
	expect "1   nap · Sat 21 Nov 14:00 to 14:40 (night of Sat 21)     undo: cramp undo"
	run_ok "$cramp" sleep nap 10:00 - 10:20 quality good
	expect "2   night of Sat 21 Nov · good     undo: cramp undo
3   nap · Sat 21 Nov 10:00 to 10:20 (night of Sat 21)     undo: cramp undo"
	# one of today is no part of last night, and is answered all the same
	run_ok "$cramp" sleep nap 6:00 - 6:30
	expect "4   nap · Sun 22 Nov 06:00 to 06:30 (night of Sun 22)     undo: cramp undo"
	run_ok "$cramp" sleep nap 6:00 - 6:30
	expect "4   nap · Sun 22 Nov 06:00 to 06:30 (night of Sun 22)     on record already"
	run_ok "$cramp" rm 1
	run_ok "$cramp" list nights --json
	[ "$(jq -s -c 'map(.naps[].id)' <<<"$output")" = "[3,4]" ]
}

@test "add may be left out" {
	run_ok "$cramp" add water 300ml
	[[ $output == "1   water 300 ml · Sun 22 Nov 08:00 (night of Sun 22)"* ]]
	run_ok "$cramp" water 0.5l
	[[ $output == "2   water 500 ml · "* ]]
	run_ok "$cramp" water more --json
	[ "$(jq -c '.reading | [.factor,.value,.level]' <<<"$output")" = '["fluid_ml",null,"more"]' ]
	run_ok "$cramp" stretch no --json
	[ "$(jq -c '.reading | [.factor,.value,.level]' <<<"$output")" = '["stretch",false,null]' ]
	jq -e '.reading | has("id","uid","factor","value","level","unit","at","until","night","source","note","recorded_at") and (has("yes") | not)' <<<"$output"
}

@test "a factor of one's own is a word as well" {
	run_ok "$cramp" factor new cherry_juice amount unit ml sum label Cherry juice
	run_ok "$cramp" cherry_juice 200
	[[ $output == *"Cherry juice 200 ml"* ]]
	run_ok "$cramp" list readings cherry_juice --json
	[ "$(jq -c '[.factor,.value,.unit]' <<<"$output")" = '["cherry_juice",200,"ml"]' ]
}

@test "--night and --at stand anywhere" {
	run_ok "$cramp" --night 2026-11-18 log left calf 5 --json
	[ "$(jq -r .episode.night <<<"$output")" = 2026-11-18 ]
	run_ok "$cramp" log left --at "20m ago" calf --json
	[ "$(jq -r .episode.onset <<<"$output")" = 2026-11-22T07:40:00+01:00 ]
}

@test "a call that is told twice is kept once" {
	uid='"uid":"told-twice","zone":"Europe/Berlin"'
	for i in 1 2; do
		run_ok "$cramp" call org.crampd.Diary.Log "{$uid,\"episode\":{\"onset\":\"2026-11-22T03:10:00+01:00\"}}"
	done
	run_ok "$cramp" list episodes --json
	[ "$(wc -l <<<"$output")" -eq 1 ]
}

# Typed at a terminal: the questions of "cramp log".
at_terminal() { script -qec "'$cramp' $1" /dev/null 3>&- | tr -d '\r'; }

@test "log without words asks on a terminal, and asks again where an answer is not understood" {
	output=$(printf '%s\n' 3:10 "left clf" "left calf" 7 2m "stretch, massage helped" "it was, --json, bad" | at_terminal log)
	[[ $output == *'I do not know "clf". Did you mean calf?'* ]]
	[[ $output == *"left calf · 7/10 · 2 min · Sun 22 Nov 03:10 (night of Sat 21)"* ]]
	run_ok "$cramp" list episodes --json
	[ "$(tail -1 <<<"$output" | jq -c '[.severity,.duration_s,.note,(.relief | map(.worked))]')" = \
		'[7,120,"it was, --json, bad",[null,true]]' ]
}

@test "the questions of log: b goes back, q and the end of the input record nothing" {
	output=$(printf '%s\n' 3:10 "left calf" b "right calf" 7 "" "" "" | at_terminal log)
	[[ $output == *"When did it begin?"*"3:10; Enter = some time last night:"* ]]
	[[ $output == *"1   right calf · 7/10 · Sun 22 Nov 03:10 (night of Sat 21)"* ]]
	for end in q $'\004'; do
		output=$(printf '%s\n' 3:20 "left calf" "$end" | at_terminal log)
		[[ $output == *"Nothing was recorded."* ]]
	done
	run_ok "$cramp" list episodes --json
	[ "$(wc -l <<<"$output")" -eq 1 ]
}

@test "note alone asks for the note on a terminal" {
	output=$(echo "café 脚" | at_terminal "log 4 note")
	run_ok "$cramp" list episodes --json
	[ "$(jq -r .note <<<"$output")" = "café 脚" ]
}

@test "the text of a note is never read for options" {
	run_ok "$cramp" log 3:10 left note see --json and --night of -h
	expect "1   left leg · Sun 22 Nov 03:10 (night of Sat 21) · note: see --json and --night of -h     undo: cramp undo"
	run_ok "$cramp" log 3:20 right --note --json
	[[ $output == *"note: --json"* ]]
}
