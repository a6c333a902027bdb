# cramp -: entries from standard input, and cramp date.
load helper

setup() { diary_setup; unset COLUMNS; daemon_start; }
teardown() { diary_teardown; }

told() { printf '%s\n' "$@" > "$diary/told"; status=0; output=$("$cramp" - < "$diary/told" 2> "$diary/stderr") || status=$?; stderr=$(cat "$diary/stderr"); }

@test "a line is an entry, as it would stand after cramp" {
	told "log 3:10 left calf 7 for 2m stretch" "" "# a remark" "  water 300ml  " "none --night=2026-11-19" "sleep 23:10 - 6:40"
	[ "$status" -eq 0 ]
	[ "$output" = "1   left calf · 7/10 · 2 min · Sun 22 Nov 03:10 (night of Sat 21) · relief: stretch     undo: cramp undo
2   water 300 ml · Sun 22 Nov 08:00 (night of Sun 22)     undo: cramp undo
3   night of Thu 19 Nov · no cramp     undo: cramp undo
4   night of Sat 21 Nov · lights out 23:10 · woke at 06:40     undo: cramp undo" ]
}

@test "what follows note is text as it stands" {
	told "log 3:10 left note it wasn't --json, \"bad\"  twice" "log 3:20 right"
	run_ok "$cramp" list episodes --json
	[ "$(jq -r '.note // "none"' <<<"$output")" = $'it wasn\'t --json, "bad"  twice\nnone' ]
}

@test "a line that is refused is named, and the others are entered" {
	told "log yestreday left" "water 300ml" "status" "- --json" "water 200ml"
	[ "$status" -eq 1 ]
	[ "$(wc -l <<<"$output")" -eq 2 ]
	[ "$stderr" = 'cramp: I do not know "yestreday". Did you mean yesterday?
Nothing was recorded.
That was line 1: log yestreday left
cramp: "status" is no entry; here stands what log, none, add and the like tell.
That was line 3: status
cramp: "-" is no entry; here stands what log, none, add and the like tell.
That was line 4: - --json' ]
}

@test "--json after - is for every line, and a line's own options are for it alone" {
	status=0
	output=$(printf '%s\n' "water 1l --night=2026-11-19" "water 2l" | "$cramp" - --json)
	[ "$(jq -sc 'map(.reading | [.night, .value])' <<<"$output")" = '[["2026-11-19",1000],["2026-11-22",2000]]' ]
}

@test "lines are kept where no daemon can be had" {
	daemon_stop
	told "log 3:10 left calf 7" "water 300ml"
	[ "$status" -eq 0 ]
	daemon_start
	run_ok "$cramp" list episodes --json
	[ "$(jq .severity <<<"$output")" = 7 ]
}

@test "date says how a phrase is read" {
	run_ok "$cramp" date yesterday 3am
	expect 'Sat 21 Nov 2026 03:00, in the night of Fri 20 Nov 2026
    "yesterday 3am" is Sat 21 Nov 03:00, in the night of Fri 20 Nov; if you mean last night, write: last night.'
	run_ok "$cramp" date mon..wed
	expect 'the nights of Mon 16 Nov 2026 to Wed 18 Nov 2026, 3 of them'
	run_ok "$cramp" date 23:20 - 6:45
	expect 'Sat 21 Nov 2026 23:20 to Sun 22 Nov 2026 06:45, 7 h 25, the night of Sat 21 Nov 2026'
	run_ok "$cramp" date 1h 30m
	expect '1 h 30, a duration (5400 seconds)'
	run_ok "$cramp" date last night --json
	expect '{"phrase":"last night","instant":null,"night":"2026-11-21","from":"2026-11-21","to":"2026-11-21","until":null,"duration_s":null,"remark":null}'
	run_ok "$cramp" date 3am --json
	[ "$(jq -r .instant <<<"$output")" = 2026-11-22T03:00:00+01:00 ]
}

@test "date refuses as an entry would, and starts no daemon" {
	daemon_stop
	run_status 1 "$cramp" date tonight 3am
	complaint 'cramp: "tonight 3am" is still to come (Mon 23 Nov 03:00). If you mean the one before, write 2026-11-22T03:00.'
	run_status 1 "$cramp" date 2026-03-29T02:30
	complaint 'cramp: 2:30 does not exist on Sun 29 Mar: the clocks were put forward then. The nearest times are 1:59 and 3:00.'
	run_status 1 "$cramp" date 3
	complaint 'cramp: A time is written 3:00 or 3am, not 3 alone.'
	run_status 1 "$cramp" date last 30 nigths
	complaint 'cramp: I do not know "nigths". Did you mean nights?'
}
