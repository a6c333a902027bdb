# cramp morning: asks only what is missing, fills in nothing, keeps what was answered as one step.
load helper

setup() { diary_setup; export COLUMNS=80; daemon_start; }
teardown() { diary_teardown; }

# answer LINE…: the lines to the questions; then the input ends.
answer() { status=0; output=$(printf '%s\n' "$@" | "$cramp" morning 2>"$diary/stderr") || status=$?; stderr=$(cat "$diary/stderr"); }

# What is on record of last night: [state, cramps, readings].
night() { "$cramp" list nights 2026-11-21 --json | jq -c '[.state, .episodes, .readings]'; }

missing() { "$cramp" morning --json | jq -c .missing; }

@test "four questions by default, and their answers as one step" {
	answer n "n y n" l 45m
	expect "Night of Saturday 21 to Sunday 22 November
Enter = leave unknown, b = back, q = stop (answers are kept)

  Any cramps last night?  n, or e.g. 3:10 left calf 7:  n
  Before bed: Stretched? Warm feet? Loose bedding?  y n each:  n y n
  Water yesterday: less, usual, more?           l u m, or 1.5l:  l
  Exercise yesterday?                           n, or how long:  45m

Kept: no cramp · warm feet yes, stretch and loose bedding no ·
    water less than usual · exercise 45 min.
undo: cramp undo
Not asked, to keep it short: bedroom (cramp add).
Sleep was not asked: you do not track it (cramp track sleep)."
	[ "$(night)" = '["free",0,{"exercise_min":45,"fluid_ml":"less","warm_feet":true,"loosen_bedding":false,"stretch":false}]' ]
	run_ok "$cramp" undo
	[ "$(night)" = '["unknown",0,{}]' ]
	run_ok "$cramp" redo
	[ "$(night | jq -c '.[0]')" = '"free"' ]
}

@test "Enter leaves unknown, and so does -" {
	answer "" - "" ""
	[[ $output == *"Nothing was answered; nothing was changed."* ]]
	run_ok "$cramp" history --json
	expect ""
	answer "" "- y -" "" ""
	[ "$(night)" = '["unknown",0,{"warm_feet":true}]' ]
}

@test "q stops and keeps; what was not asked stays unknown and is asked next time" {
	answer n "y y y" q
	[ "$(night)" = '["free",0,{"warm_feet":true,"loosen_bedding":true,"stretch":true}]' ]
	[ "$(missing)" = '["fluid_ml","exercise_min","room_temp_c"]' ]
}

@test "the end of the input stops and keeps as well" {
	status=0
	output=$(printf 'n\n' | "$cramp" morning) || status=$?
	[ "$status" -eq 0 ]
	[ "$(night)" = '["free",0,{}]' ]
}

@test "b goes back and forgets the answer before" {
	answer n "y y y" b "n n n" b b "3:10 left calf 7" b n "" l
	[ "$(night)" = '["free",0,{"fluid_ml":"less"}]' ]
}

@test "a cramp is told in the words of log, and another one after it" {
	answer "3:10 left calf 7 for 2m stretch" "last night 4:20 right 3" n
	[[ $output == *"03:10 left calf 7/10 2 min; 04:20 right leg 3/10. Another one?"* ]]
	run_ok "$cramp" list episodes --json
	[ "$(jq -sc 'map([.onset,.side,.severity])' <<<"$output")" = \
		'[["2026-11-22T03:10:00+01:00","left",7],["2026-11-22T04:20:00+01:00","right",3]]' ]
	run_ok "$cramp" undo
	run_ok "$cramp" list episodes --json
	expect ""
}

@test "what looks like a command is the answer it means, and never a cramp by mistake" {
	for told in "cramp none" "no cramp" None; do
		answer "$told" q
		[ "$(night)" = '["free",0,{}]' ]
		run_ok "$cramp" undo
	done
	answer "cramp log 3:10 left calf 7" "cramp none" q
	[ "$(night)" = '["cramp",1,{}]' ]
}

@test "what is not understood is asked again, and fills in nothing" {
	answer "3:10 left clf" "left calf" "" "y y" "y y maybe" "y y n" "viel" 1,5l "none"
	[[ $output == *'I do not know "clf". Did you mean calf?'* ]]
	[[ $output == *"y or n is expected for each of the 3"* ]]
	[ "$(night)" = '["cramp",1,{"exercise_min":0,"fluid_ml":1500,"warm_feet":true,"loosen_bedding":false,"stretch":true}]' ]
}

@test "what the bedtime button said is proposed, confirmed or corrected one by one" {
	run_ok "$cramp" remind done --night 2026-11-21
	[ "$(missing)" = '["cramps","stretch","warm_feet","loosen_bedding","fluid_ml","exercise_min"]' ]
	answer "" "y y n"
	[[ $output == *"Before bed you pressed Done. Stretched? Warm feet? Loose bedding?"* ]]
	run_ok "$cramp" list readings --json
	[ "$(jq -sc 'map([.factor,.value,.source]) | sort' <<<"$output")" = \
		'[["loosen_bedding",false,"user"],["stretch",true,"user"],["warm_feet",true,"user"]]' ]
	[ "$(missing)" = '["cramps","fluid_ml","exercise_min","room_temp_c"]' ]
	# The button, pressed again later, does not say it over.
	run_ok "$cramp" remind done --night 2026-11-21
	[ "$(night | jq -c '.[2].loosen_bedding')" = false ]
	run_ok "$cramp" undo 2
	[ "$(night | jq -c '.[2].loosen_bedding')" = true ]
}

@test "= takes the measures as they were pressed; Enter leaves them the button's" {
	run_ok "$cramp" remind skip --night 2026-11-21
	answer "" ""
	run_ok "$cramp" list readings --json
	[ "$(jq -sc 'map(.source) | unique' <<<"$output")" = '["reminder"]' ]
	answer "" "="
	[[ $output == *"Before bed you pressed Not tonight."* ]]
	run_ok "$cramp" list readings --json
	[ "$(jq -sc 'map([.source,.value]) | unique' <<<"$output")" = '[["user",false]]' ]
}

@test "a finer measure that was told is not asked about again" {
	run_ok "$cramp" add socks yes --night 2026-11-21
	[ "$(missing)" = '["cramps","stretch","loosen_bedding","fluid_ml","exercise_min"]' ]
}

@test "a cramp that now began is completed" {
	run_ok "$cramp" log 3:10 left calf
	run_ok "$cramp" call org.crampd.Diary.Edit '{"uid":"a-draft","zone":"Europe/Berlin","id":1,"episode":{"draft":true}}'
	answer "6 90s massage helped"
	[[ $output == *"Cramp, 03:10 left calf. How bad, how long, what helped?"* ]]
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.draft,.severity,.duration_s,.side]' <<<"$output")" = '[false,6,90,"left"]' ]
	[ "$(missing | jq -c 'index("draft")')" = null ]
}

@test "a Yes to the morning's question is completed, with its time" {
	run_ok "$cramp" call org.crampd.Reminder.Answer '{"uid":"yes","zone":"Europe/Berlin","kind":"checkin","night":"2026-11-21","answer":"yes"}'
	answer "3:10 left calf 7"
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.onset,.precision,.night,.draft,.severity]' <<<"$output")" = '["2026-11-22T03:10:00+01:00","exact","2026-11-21",false,7]' ]
}

@test "sleep is asked where it is tracked, and then everything is" {
	run_ok "$cramp" track sleep
	answer n "n n n" u n c "22:50 23:10 6:40 7:00" "20 2 30" 4
	run_ok "$cramp" list nights 2026-11-21 --json
	[ "$(jq -c '[.sleep.tib_min,.sleep.tst_min,.sleep.awakenings,.sleep.quality,.readings.room_temp_c]' <<<"$output")" = '[490,400,2,4,"less"]' ]
	[ "$(missing)" = '[]' ]
	run_ok "$cramp" morning
	[[ $output == *"no cramp. Nothing is left to ask."* ]]
}

@test "sleep that cannot be so is said, and costs no other answer" {
	run_ok "$cramp" track sleep
	answer n "" "" "" "" "22:50 23:10 6:40 7:00" "9h 2 30m" q
	[[ $output == *"Sleep was not kept: "* ]]
	[ "$(night | jq -c '.[0]')" = '"free"' ]
}

@test "another night is asked about under its own date" {
	status=0
	output=$(printf '%s\n' "3:10 left calf" n "" m | "$cramp" morning thu) || status=$?
	[[ $output == "Night of Thursday 19 to Friday 20 November"*"Any cramps that night?"*"Water on Thu 19 Nov: less, usual, more?"* ]]
	run_ok "$cramp" list nights 2026-11-19 --json
	[ "$(jq -c '[.state,.readings]' <<<"$output")" = '["cramp",{"fluid_ml":"more"}]' ]
	run_status 1 "$cramp" morning 2026-12-01
	complaint "cramp: The night of Tue 1 Dec has not begun yet."
}

@test "an urgent sign is answered at once" {
	answer "3:10 left calf swelling" n q
	[[ $output == *"Get medical help now"* ]]
}

@test "answers are kept where the daemon has gone meanwhile" {
	mkfifo "$diary/answers"
	"$cramp" morning < "$diary/answers" > "$diary/said" 3>&- &
	pid=$!
	exec 9> "$diary/answers"
	echo "3:10 left calf 7" >&9
	until grep -q "Another one" "$diary/said"; do kill -0 "$pid"; done
	daemon_stop
	exec 9>&-
	wait "$pid"
	grep -q "Kept; it is entered when the daemon runs again." "$diary/said"
	daemon_start
	[ "$(night)" = '["cramp",1,{}]' ]
	[ -z "$(ls "$XDG_DATA_HOME/cramp/spool")" ]
}

@test "Ctrl-C and a terminal that goes away keep what was answered" {
	for signal in INT TERM HUP; do
		mkfifo "$diary/answers.$signal"
		"$cramp" morning < "$diary/answers.$signal" > "$diary/said.$signal" 3>&- &
		pid=$!
		exec 9> "$diary/answers.$signal"
		echo n >&9
		until grep -q "Before bed" "$diary/said.$signal"; do kill -0 "$pid"; done
		kill "-$signal" "$pid"
		wait "$pid"
		exec 9>&-
		[ "$(night)" = '["free",0,{}]' ]
		run_ok "$cramp" undo
	done
}

@test "a call of CheckIn that comes twice is kept once, and one that cannot be is not kept at all" {
	check='{"uid":"twice","zone":"Europe/Berlin","night":"2026-11-21","episodes":[{"onset":"2026-11-22T03:10:00+01:00"}],"readings":[{"factor":"stretch","yes":true,"night":"2026-11-21"}]}'
	for i in 1 2; do
		run_ok "$cramp" call org.crampd.Diary.CheckIn "$check"
		[ "$(jq -c '[.night.state,(.episodes|length),.night.readings]' <<<"$output")" = '["cramp",1,{"stretch":true}]' ]
	done
	run_it "$cramp" call org.crampd.Diary.CheckIn '{"uid":"bad","zone":"Europe/Berlin","night":"2026-11-21","free":true,"readings":[{"factor":"fluid_ml","value":300,"night":"2026-11-21"}]}'
	[ "$status" -ne 0 ]
	run_ok "$cramp" list readings --json
	[ "$(wc -l <<<"$output")" -eq 1 ]
}
