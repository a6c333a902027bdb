# What is refused: one sentence that names the word, the right exit status, and nothing changed.
load helper

setup() { diary_setup; unset COLUMNS; daemon_start; }
teardown() { diary_teardown; }

nothing_recorded() {
	run_ok "$cramp" history --json
	[ -z "$output" ]
}

@test "words that are not understood refuse the whole entry" {
	run_status 1 "$cramp" log yestreday 3am left clf 7
	[[ $stderr == "cramp: "*'"yestreday"'*yesterday*'"clf"'*calf*"Nothing was recorded." ]]
	nothing_recorded
}

@test "severity 11" {
	run_status 1 "$cramp" log 3:10 left calf 11
	[[ $stderr == "cramp: "*11*10* ]]
	nothing_recorded
}

@test "a cramp that is still to come" {
	run_status 1 "$cramp" log 2026-11-22T09:00 left calf
	[[ $stderr == "cramp: "*"to come"* || $stderr == "cramp: "*future* ]]
	nothing_recorded
}

@test "waking before sleeping" {
	run_status 1 "$cramp" sleep light 2026-11-22T06:00 wake 2026-11-22T05:00
	[[ $stderr == "cramp: "* ]]
	nothing_recorded
}

@test "an unknown factor, with the nearest names" {
	run_status 1 "$cramp" add watr 300ml
	[[ $stderr == *'"watr"'*water* ]]
	run_status 2 "$cramp" watr 300ml
	complaint 'cramp: I do not know "watr"; it is neither a command nor a factor. Did you mean water?'
	nothing_recorded
}

@test "a wrong unit, a negative amount" {
	run_status 1 "$cramp" add water 3kg
	[[ $stderr == *3kg* ]]
	run_status 1 "$cramp" add water -300ml
	[[ $stderr == *-300ml* ]]
	nothing_recorded
}

@test "text that is not UTF-8" {
	run_status 1 "$cramp" log left calf note $'caf\xe9'
	[[ $stderr == "cramp: "*UTF-8* ]]
	nothing_recorded
}

@test "usage errors end with 2 and show the usage line" {
	for wrong in "log" "edit 1" "rm" "rm first" "undo last" "list cramps" "show nonsense" "status --format xml" \
		"status --csv" "call" "call NoSuchMethod" "history many" "help me" "trait drop" "factor" "add" "sleep"; do
		# shellcheck disable=SC2086
		run_status 2 "$cramp" $wrong
		[[ $stderr == "cramp: "*$'\n'"Usage: cramp ${wrong%% *}"* ]] || { echo "$wrong: $stderr"; return 1; }
		[ -z "$output" ]
	done
	run_status 2 "$cramp" show --night
	complaint "cramp: --night needs a value."
	run_status 2 "$cramp" --night yestreday show
	CRAMP_NOW=today run_status 2 "$cramp" show
	[[ $stderr == *'CRAMP_NOW is "today"'* ]]
}

@test "entries and steps that are not there" {
	run_status 1 "$cramp" rm 99
	complaint "cramp: There is no entry 99; cramp list shows what there is."
	run_status 1 "$cramp" edit @1 7
	run_status 1 "$cramp" undo
	complaint "cramp: There is nothing to take back."
	run_status 1 "$cramp" redo
	complaint "cramp: There is nothing to bring back."
	run_status 1 "$cramp" undo 99
}

@test "cramp call says what the daemon does not know" {
	run_status 1 "$cramp" call org.crampd.Nothing.At.All
	run_status 1 "$cramp" call org.crampd.Diary.Log '{"uid":"a"}'
	[[ $stderr == "cramp: The parameter "* ]]
	run_status 1 "$cramp" call org.crampd.Diary.Nights
	[[ $stderr == *"--more"* ]]
	run_status 2 "$cramp" call GetInfo '[]'
	run_status 2 "$cramp" call GetInfo '{'
	run_status 2 "$cramp" call Status
	[[ $stderr == *"org.crampd.Daemon.Status or org.crampd.Reminder.Status"* ]]
}

@test "output that cannot be written is no success" {
	run_status 1 bash -c "\"$cramp\" help > /dev/full"
	complaint "cramp: The output could not be written."
}

@test "a reading command without a daemon ends with 3 and says why" {
	daemon_stop
	run_status 3 "$cramp" show
	complaint "cramp: The daemon $diary/no-daemon cannot be run: No such file or directory."
	CRAMP_DAEMON=/bin/false run_status 3 "$cramp" show
	[[ $stderr == "cramp: The daemon "*"did not start"* ]]
}

@test "the daemon's own last line says why it does not start" {
	daemon_stop
	unset CRAMP_DAEMON
	echo "this is no database" > "$XDG_DATA_HOME/cramp/diary.db"
	run_status 3 "$cramp" show
	[[ $stderr == "cramp: The daemon did not start: "*diary.db* ]]
}

@test "what answers at the socket but is no daemon" {
	daemon_stop
	export CRAMP_SOCKET=$diary/other
	socat UNIX-LISTEN:"$CRAMP_SOCKET",fork SYSTEM:'head -c 20 >/dev/null; printf hello\\\\0' 3>&- &
	local pid=$!
	until [ -S "$CRAMP_SOCKET" ]; do kill -0 "$pid"; done
	run_status 4 "$cramp" show
	complaint "cramp: What answers at the socket does not speak varlink."
	kill "$pid"
}

@test "a count, a step and a date that cannot be are each said to be so" {
	run_status 1 "$cramp" none 1990-01-01..2026-11-01
	complaint "cramp: At most 1000 nights can be told at a time, not 13454."
	run_status 1 "$cramp" none 2026-02-30
	complaint 'cramp: "2026-02-30" is in no calendar.
Nothing was recorded.'
	run_status 2 "$cramp" show 2026-13
	[[ $stderr == 'cramp: "2026-13" is in no calendar.'* ]]
	for range in "last 0 nights" "last -3 nights" "last 99999999999 weeks"; do
		# shellcheck disable=SC2086
		run_status 2 "$cramp" show $range
		[[ $stderr == "cramp: From 1 night up to 100 years can be asked for; \"${range#last }\" cannot."* ]]
	done
	run_status 1 "$cramp" undo 99
	complaint "cramp: There is no step 99; cramp history shows what there is."
	run_status 2 "$cramp" history 0
	run_status 1 "$cramp" log --severity 11
	complaint 'cramp: The severity is a whole number from 0 to 10, not "11".
Nothing was recorded.'
	nothing_recorded
}

@test "sleep times that do not fit to each other" {
	run_ok "$cramp" sleep bed 22:50 light 23:10 wake 6:40
	run_status 1 "$cramp" sleep sol 8h
	complaint "cramp: The time to fall asleep cannot be 480 minutes; it goes from 0 to 450 minutes."
	run_status 1 "$cramp" sleep woke 0 30m
	complaint "cramp: With no awakening there are no 30 minutes awake in between."
	run_ok "$cramp" history --json
	[ "$(wc -l <<<"$output")" -eq 1 ]
}

@test "many nights with cramps are not all named" {
	for night in 1 2 3 4 5 6 7 8 9; do
		run_ok "$cramp" log left calf --night "2026-11-0$night"
	done
	run_status 1 "$cramp" none 2026-11-01..2026-11-20
	[[ $stderr == "cramp: There is a cramp on record for the nights of Sun 1 Nov 2026, "*", Fri 6 Nov 2026 and 3 more, so nothing was marked free." ]]
}

@test "a TZ that names no zone is told of, and UTC taken" {
	TZ=Mars/Olympus run_ok "$cramp" log 2:10 left calf --json
	complaint 'cramp: TZ is "Mars/Olympus", which is no time zone here; UTC is used.'
	[ "$(jq -r '.episode|.onset,.zone,.night' <<<"$output" | tr '\n' ' ')" = "2026-11-22T02:10:00+00:00 UTC 2026-11-21 " ]
}
