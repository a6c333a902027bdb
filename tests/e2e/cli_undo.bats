# edit, rm, undo, redo, history: one command is one step, and everything comes back as it was.
load helper

setup() { diary_setup; unset COLUMNS; daemon_start; }
teardown() { diary_teardown; }

nights() { "$cramp" list nights --json; }
everything() { "$cramp" list episodes --json; "$cramp" list readings --json; nights; }

@test "undo and redo show what was and what is" {
	run_ok "$cramp" log 3:10 left calf 7
	run_ok "$cramp" undo
	expect "Took back step 1: log, Sun 22 Nov 08:00     again: cramp redo
1   was  left calf · 7/10 · Sun 22 Nov 03:10 (night of Sat 21)
    now  nothing"
	run_ok "$cramp" redo
	expect "Brought back step 1: log, Sun 22 Nov 08:00     undo: cramp undo
1   was  nothing
    now  left calf · 7/10 · Sun 22 Nov 03:10 (night of Sat 21)"
}

@test "edit changes what its words name and shows both" {
	run_ok "$cramp" log 3:10 left calf 7 for 2m stretch note bad one
	run_ok "$cramp" edit @1 6 right no note
	expect "1   was  left calf · 7/10 · 2 min · Sun 22 Nov 03:10 (night of Sat 21) · relief: stretch · note: bad one
    now  right calf · 6/10 · 2 min · Sun 22 Nov 03:10 (night of Sat 21) · relief: stretch
    undo: cramp undo"
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.side,.severity,.duration_s,.note]' <<<"$output")" = '["right",6,120,null]' ]
	run_ok "$cramp" undo
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.side,.severity,.duration_s,.note]' <<<"$output")" = '["left",7,120,"bad one"]' ]
}

@test "an edited reading, an edited night" {
	run_ok "$cramp" water 300ml
	run_ok "$cramp" edit 1 400ml --json
	[ "$(jq -c '[.before.reading.value,.after.reading.value]' <<<"$output")" = '[300,400]' ]
	run_ok "$cramp" sleep quality good
	run_ok "$cramp" edit @1 quality poor
	run_ok "$cramp" list nights --json
	[ "$(jq -s '.[] | select(.night == "2026-11-21").sleep.quality' <<<"$output")" = 2 ]
}

@test "rm shows what it removed, by number or by newness" {
	run_ok "$cramp" log 3:10 left calf 7
	run_ok "$cramp" water 300ml
	run_ok "$cramp" rm 1
	expect "1   removed: left calf · 7/10 · Sun 22 Nov 03:10 (night of Sat 21)     undo: cramp undo"
	run_ok "$cramp" rm @1 --json
	[ "$(jq -c '[.removed.kind,.removed.reading.value]' <<<"$output")" = '["reading",300]' ]
	run_ok "$cramp" list episodes --json
	[ -z "$output" ]
}

@test "removing a night's last cramp leaves it unknown" {
	run_ok "$cramp" none
	run_ok "$cramp" log 3:10 left calf
	run_ok "$cramp" rm @1
	run_ok "$cramp" show --night 2026-11-21 --json
	[ "$(jq -r .state <<<"$output")" = unknown ]
}

@test "undo takes back any kind of change, newest first" {
	before=$(everything)
	run_ok "$cramp" log 3:10 left calf 7
	run_ok "$cramp" none 2026-11-20
	run_ok "$cramp" sleep bed 22:50 wake 6:40
	run_ok "$cramp" water 300ml
	run_ok "$cramp" factor new tea amount unit ml
	run_ok "$cramp" track tea
	run_ok "$cramp" trait set diuretic from 2026-03-01
	run_ok "$cramp" rm 1
	for i in 1 2 3 4 5 6 7 8; do
		run_ok "$cramp" undo --json
		jq -e '.undone.undone and (.changes | length > 0)' <<<"$output"
	done
	[ "$(everything)" = "$before" ]
	run_status 1 "$cramp" undo
	for i in 1 2 3 4 5 6 7 8; do run_ok "$cramp" redo; done
	run_status 1 "$cramp" redo
	run_ok "$cramp" list readings --json
	[ "$(jq -c .value <<<"$output")" = 300 ]
}

@test "undo of a step that something later built on is refused" {
	run_ok "$cramp" log 3:10 left calf 7
	run_ok "$cramp" edit 1 6
	run_status 1 "$cramp" undo 1
	complaint "cramp: Step 2 changed the same thing as step 1 since then: cramp undo 2 comes first."
}

@test "history names every step and what was taken back" {
	run_ok "$cramp" log 3:10 left calf 7
	run_ok "$cramp" undo
	run_ok "$cramp" history
	expect "Step  When              What            Changed
   2  Sun 22 Nov 08:00  undo of step 1        1
   1  Sun 22 Nov 08:00  log                   1  taken back"
	run_ok "$cramp" history 1 --json
	[ "$(jq -c '[.kind,.target]' <<<"$output")" = '["undo",1]' ]
	run_ok "$cramp" history --csv
	[ "$(head -1 <<<"$output")" = $'id,uid,at,zone,actor,command,kind,target,undone,changes\r' ]
}

@test "what was on record already is no step, and undo is not offered for it" {
	run_ok "$cramp" none
	run_ok "$cramp" none
	expect "1   night of Sat 21 Nov · no cramp     on record already"
	run_ok "$cramp" sleep 23:10 - 6:40
	run_ok "$cramp" sleep 23:10 - 6:40
	expect "1   night of Sat 21 Nov · no cramp · lights out 23:10 · woke at 06:40     on record already"
	run_ok "$cramp" track magnesium
	run_ok "$cramp" track magnesium
	expect "magnesium · tracked     on record already"
	run_ok "$cramp" water 300ml 7:00
	run_ok "$cramp" edit @1 300ml
	expect "2   was  water 300 ml · Sun 22 Nov 07:00 (night of Sun 22)
    now  water 300 ml · Sun 22 Nov 07:00 (night of Sun 22)
    That is what was on record: nothing changed."
	run_ok "$cramp" edit @1 400ml --json
	[ "$(jq .changed <<<"$output")" = true ]
	run_ok "$cramp" none --json
	[ "$(jq .changed <<<"$output")" = false ]
	run_ok "$cramp" history --json
	[ "$(jq -c .command <<<"$output" | tr '\n' ' ')" = '"Edit" "Add" "Track" "Sleep" "None" ' ]
}
